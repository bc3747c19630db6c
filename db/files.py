"""SQLite files: connect to one as we want it, look at one before touching it, say in a sentence what went wrong."""

import contextlib
import errno
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import sqlalchemy.exc
from sqlalchemy import Connection, Engine, create_engine, event

from corpus.refused import Refused
from db.schema import APPLICATION_ID, FORMAT

_PRAGMAS = (
    "foreign_keys = ON",
    "journal_mode = DELETE",  # one file, nothing beside it when closed
    "synchronous = EXTRA",  # also the folder is synced when the journal goes: no tag is lost in a power cut
    "fullfsync = ON",  # macOS: through the disk's own cache
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "secure_delete = ON",  # what a purge erases is overwritten
    "temp_store = MEMORY",  # no testimony in temporary files
    "mmap_size = 0",
)


def engine(path: Path, patience: float) -> Engine:
    """Connections to an existing file (never made by connecting), which wait `patience` seconds for a lock."""

    def connect() -> sqlite3.Connection:
        uri = f"file:{quote(path.as_posix())}?mode=rw"
        return sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)

    # What is bound may be testimony, and errors get into reports.
    made = create_engine("sqlite://", creator=connect, poolclass=sqlalchemy.pool.QueuePool, hide_parameters=True)

    @event.listens_for(made, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        # The driver would begin late and only to write; a read that turns into a write then fails at once when
        # another program is writing, however long we would wait.
        connection.exec_driver_sql("BEGIN " + connection.get_execution_options().get("begin", "DEFERRED"))

    return made


def look(path: Path) -> None:
    """Refuse what can't be a project of ours, from its first bytes, before SQLite touches it.

    Raises Refused: missing, not a file, foreign, newer than this program."""
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
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise Refused(f"{path} is a database of another program, not a coder project; nothing was changed.")
    if int.from_bytes(header[60:64], "big") > FORMAT:
        raise Refused(f"{path} was written by a newer coder than this one; update coder to open it.")


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
        try:
            os.link(unfinished, path)
        except FileExistsError:
            raise
        except OSError:  # a disk without links
            create_empty(path)
            try:
                unfinished.replace(path)
            except OSError:
                path.unlink(missing_ok=True)
                raise
        else:
            unfinished.unlink()
        sync(path.parent)
    except FileExistsError:
        raise _exists(path) from None
    except OSError as error:
        raise _impossible(path, error) from None


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


@contextlib.contextmanager
def translated(path: Path, *, writing: bool = False, unproven: bool = False) -> Iterator[None]:
    """Turn what SQLite raises into one sentence; what is a mistake of the program goes through unchanged.

    `unproven`: the file has not been found sound yet, so whatever SQLite can't do with it is the file's fault."""
    try:
        yield
    except (sqlalchemy.exc.DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, sqlalchemy.exc.DBAPIError) else error
        told = _sentence(path, cause, writing, unproven)
        if told is None:
            raise
        raise Refused(told) from error
    except UnicodeDecodeError as error:
        raise Refused(_damaged(path, "text that is no UTF-8", writing)) from error


def _sentence(path: Path, error: BaseException | None, writing: bool, unproven: bool) -> str | None:
    """None when it is neither the file nor the disk."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    lost = _lost(writing)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"Another program is writing to {path}; try again in a moment.{lost}"
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return f"{path} is read-only here: its file or folder can't be written to.{lost}"
    if code == sqlite3.SQLITE_FULL:
        return f"The disk that holds {path} is full; make room and do it again.{lost}"
    if code == sqlite3.SQLITE_IOERR:
        return f"The disk that holds {path} refused to work (full, removed or failing: {error}).{lost}"
    if code == sqlite3.SQLITE_CANTOPEN:
        return f"{path} can't be opened; it may have been moved, or you may lack access.{lost}"
    if str(error).startswith("Could not decode to UTF-8"):  # the rest is what stands there
        return _damaged(path, "text that is no UTF-8", writing)
    if unproven or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return _damaged(path, str(error), writing)
    return None


def _damaged(path: Path, why: str, writing: bool) -> str:
    return f"{path} is damaged ({why}); restore it from a backup with: coder restore {path} BACKUP{_lost(writing)}"


def _lost(writing: bool) -> str:
    return " This change was not saved." if writing else ""
