"""Project files as files: look at one before touching it, make one, give it its name."""

import errno
import os
import stat
from pathlib import Path

from corpus.refused import Refused
from db import formats


class Altered(Refused):
    """A project of ours that somebody changed by other means."""


def whole(path: Path) -> Path:
    """The path from the root, without ~ and links. Raises Refused when it leads nowhere."""
    try:
        path = path.expanduser()
    except RuntimeError:
        raise Refused(f"Nobody knows where {path.parts[0]} is; give the path in full.") from None
    try:
        return path.resolve()
    except RuntimeError:
        raise Refused(f"{path} is a link that leads back to itself; name the file that is meant.") from None
    except (OSError, ValueError) as error:  # the folder one stands in is gone; a NUL in the name
        why = getattr(error, "strerror", None) or error
        raise Refused(f"{path} can't be found ({why}); give the path in full.") from None


def look(path: Path) -> int:
    """Refuse what can't be a project of ours, from its first bytes, before SQLite touches it; its format.

    Raises Refused: missing, not a file, foreign, newer than this program, of a format that never was."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refused(f"{path} is not a file; name the project's .coder file.")
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        raise Refused(f"There is no project at {path}; check the name, or make one with: coder new {path}") from None
    except OSError as error:
        raise Refused(f"{path} can't be read: {error.strerror}; ask who owns it for access.") from None
    if not header.startswith(b"SQLite format 3\0") or len(header) < 100:
        raise Refused(f"{path} is not a coder project, or it is damaged at its start; restore it from a backup.")
    if int.from_bytes(header[68:72], "big") != formats.APPLICATION_ID:
        raise Refused(f"{path} is a database of another program, not a coder project; nothing was changed.")
    format_ = int.from_bytes(header[60:64], "big")
    if format_ > formats.FORMAT:
        raise Refused(f"{path} was written by a newer coder than this one; update coder to open it.")
    if not format_:
        raise Altered(f"{path} was altered: it has no format (user_version 0); restore it from a backup.")
    return format_


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at the path (device, inode); None when none does."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def refuse_existing(path: Path) -> None:
    """Raises Refused when something is there already."""
    if os.path.lexists(path):
        raise _exists(path)


def create_empty(path: Path, named: Path | None = None) -> None:
    """A new empty file that only its owner reads. Raises Refused, about `named`, when something is there already."""
    named = named or path
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise _exists(named) from None
    except OSError as error:
        raise _impossible(named, error) from None


def place(unfinished: Path, path: Path) -> None:
    """Give a finished file its name, on disk when this returns. Raises Refused when something has that name."""
    try:
        put(unfinished, path)
    except FileExistsError:
        raise _exists(path) from None
    except OSError as error:
        raise _impossible(path, error) from None


def put(unfinished: Path, path: Path) -> None:
    """As `place`, but raises OSError; FileExistsError when something has that name, also since a moment ago."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            unfinished.replace(path)
        except OSError:
            path.unlink(missing_ok=True)
            raise
    else:
        unfinished.unlink()
    sync(path.parent)


def sync(path: Path) -> None:
    """A file or folder, to disk. Raises OSError."""
    if os.name == "nt":  # folders can't be opened there, and a file only for writing
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network disks can't do that for folders
            raise
    finally:
        os.close(handle)


def _exists(path: Path) -> Refused:
    return Refused(f"{path} exists already; choose another name, or open it with: coder open {path}")


def _impossible(path: Path, error: OSError) -> Refused:
    return Refused(f"{path} can't be made there: {error.strerror}; choose another folder.")
