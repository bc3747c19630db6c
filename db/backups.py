"""Backups: whole copies by SQLite's backup API (never a copy of a live file's bytes), checked before they count.

Automatic ones stand in `NAME-backups/` beside the project and are thinned: all of the last seven days, then one a
week for eight weeks, then one a month. Those that a person asks for are never removed. `db.restore` brings one back."""

import contextlib
import datetime
import errno
import os
import re
import secrets
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.refused import Refused
from db import engines, files

if TYPE_CHECKING:
    from db.project import Project

_PAGES = 4096
"""So many pages are copied at a time; in between others may write."""
_PATIENCE = 2.0
"""Seconds to wait for another program."""
_STAMP = "%Y-%m-%d-%H%M%S"
_STAMPED = re.compile(r"\d{4}-\d\d-\d\d-\d{6}")
_AUTOMATIC = re.compile(
    r"\d{4}-\d\d-\d\d-\d{6}-(daily|before-migration|before-restore|before-merge|before-correction)(-\d+)?\.coder"
)
"""Names of automatic backups. What was set aside as damaged is none, nor is what people put there themselves."""


def folder_of(path: Path) -> Path:
    """Where a project's automatic backups stand."""
    return path.with_name(f"{path.stem}-backups")


def listed(path: Path) -> list[Path]:
    """A project's automatic backups, oldest first."""
    try:
        return sorted(folder_of(path).glob("*.coder")) if folder_of(path).is_dir() else []
    except OSError:  # not ours to read
        return []


def stamp(copy: Path) -> float | None:
    """When a backup was begun, in seconds since 1970, as its name says; None when it says nothing."""
    found = _STAMPED.search(copy.name)
    try:
        return datetime.datetime.strptime(found[0], _STAMP).timestamp() if found else None
    except (ValueError, OverflowError):
        return None


def backup(project: "Project", folder: Path) -> Path:
    """A backup in a folder of one's choice; its path. Raises Refused."""
    folder = files.whole(Path(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Refused(f"No backup can be made in {folder}: {error.strerror}; choose another folder.") from None
    return copy_whole(project.path, folder / f"{project.path.stem}-{_now():{_STAMP}}.coder")


def automatic(path: Path, why: str) -> Path:
    """A backup before something that changes much; its path. Raises Refused: what it protects must not go on."""
    made = copy_whole(path, automatic_name(path, why))
    for old in superfluous(listed(path), _now().date()):
        with contextlib.suppress(OSError):  # another user's, perhaps; too many are no reason to stop
            old.unlink()
    return made


def automatic_name(path: Path, why: str) -> Path:
    """A name for an automatic backup. Raises Refused, with what to do, when none can be written there."""
    folder = folder_of(path)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise Refused(
            f"Nothing was changed, since the automatic backup before it can't be written to {folder}: "
            f"{error.strerror}. Make this folder writable for you, or ask who owns it to do so."
        ) from None
    return folder / f"{_now():{_STAMP}}-{why}.coder"


def daily(path: Path) -> Path | None:
    """The backup before a new day of work; None when the project was changed today or is backed up already."""
    changed = _changed(path)
    if datetime.datetime.fromtimestamp(changed).date() >= _now().date():
        return None
    if any(_changed(copy) > changed for copy in listed(path) if _AUTOMATIC.fullmatch(copy.name)):
        return None
    return automatic(path, "daily")


def _changed(path: Path) -> float:
    """When a file was last written to; 0 for one that is gone meanwhile, or leads nowhere."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def superfluous(copies: list[Path], today: datetime.date) -> list[Path]:
    """Which automatic backups to remove, given all in the folder; those of other names stay."""
    kept: set[object] = set()
    gone = []
    for copy in sorted(copies, reverse=True):
        try:
            day = datetime.date.fromisoformat(copy.name[:10])
        except ValueError:
            continue
        if not _AUTOMATIC.fullmatch(copy.name):
            continue
        age = (today - day).days
        slot = copy if age < 7 else day.isocalendar()[:2] if age < 63 else (day.year, day.month, "month")
        if slot in kept:
            gone.append(copy)
        kept.add(slot)
    return gone


def copy_whole(source: Path, target: Path) -> Path:
    """Copy, check, sync, and only then give it its name, or one like it that is free; the copy. Raises Refused."""
    return _copied(target, lambda unfinished: transfer(source, unfinished, target))


def copy_bytes(source: Path, target: Path) -> Path:
    """As `copy_whole`, for a file that is too damaged for it: byte for byte, and not checked."""
    return _copied(target, lambda unfinished: shutil.copyfile(source, unfinished))


def _copied(target: Path, fill: Callable[[Path], object]) -> Path:
    unfinished = target.with_suffix(f".{secrets.token_hex(4)}.tmp")  # somebody may write one of the same name now
    try:
        unfinished.unlink(missing_ok=True)
        files.create_empty(unfinished, target)
        try:
            fill(unfinished)
            files.sync(unfinished)
            return _put(unfinished, target)
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Refused(
            f"No backup can be written to {target.parent}, so nothing was changed: {error.strerror}. "
            "Make this folder writable for you, or choose another."
        ) from None


def _put(unfinished: Path, target: Path) -> Path:
    """Give a copy its name; when another program has taken it in the meantime, the next one that is free."""
    free, number = target, 2
    while True:
        try:
            files.put(unfinished, free)
            return free
        except FileExistsError:
            free, number = target.with_name(f"{target.stem}-{number}{target.suffix}"), number + 1


def transfer(source: Path, target: Path, named: Path) -> None:
    """Put the source in the place of an existing file, and check it there. Raises Refused, about it as `named`."""
    with contextlib.ExitStack() as stack:
        with engines.translated(source, unproven=True):
            old = stack.enter_context(contextlib.closing(_connect(source)))
            _first_read(source, old)
        stack.enter_context(engines.translated(named, writing=True, unproven=True))
        new = stack.enter_context(contextlib.closing(_connect(target)))
        deadline = time.monotonic() + _PATIENCE

        def patient(status: int, _remaining: int, _total: int) -> None:
            # SQLite would try for ever while another program holds the file.
            if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
                raise Refused(f"Another program is writing to {source}, so it can't be copied; try again in a moment.")

        old.backup(new, pages=_PAGES, progress=patient, sleep=0.05)
        if new.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise Refused(f"The copy of {source} is damaged, so it was not kept; check {source} with: coder check")


def _first_read(source: Path, old: sqlite3.Connection) -> None:
    """So that what is wrong with the source is said of it, not of the copy; a lock is waited for by the copying."""
    try:
        old.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(engines.uri(path), uri=True, timeout=0.2)


def _now() -> datetime.datetime:
    return datetime.datetime.now()
