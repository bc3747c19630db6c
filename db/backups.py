"""Backups: whole copies by SQLite's backup API (never a copy of a live file's bytes), checked before they count.

Automatic ones stand in `NAME backups/` beside the project and are thinned: all of the last seven days, then one a
week for eight weeks, then one a month. Those that a person asks for are never removed."""

import contextlib
import datetime
import os
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from corpus.refused import Refused
from db import files, local

if TYPE_CHECKING:
    from db.project import Project

_STAMP = "%Y-%m-%d %H.%M.%S"


def folder_of(path: Path) -> Path:
    """Where a project's automatic backups stand."""
    return path.with_name(f"{path.stem} backups")


def listed(path: Path) -> list[Path]:
    """A project's automatic backups, oldest first."""
    return sorted(folder_of(path).glob("*.coder")) if folder_of(path).is_dir() else []


def backup(project: "Project", folder: Path) -> Path:
    """A backup in a folder of one's choice; its path. Raises Refused."""
    folder = Path(folder).expanduser().resolve()
    return _copy(project.path, _fresh(folder, f"{project.path.stem} {_now():{_STAMP}}"))


def automatic(path: Path, why: str) -> Path:
    """A backup before something that changes much; its path. Raises Refused: what it protects must not go on."""
    made = _copy(path, _fresh(folder_of(path), f"{_now():{_STAMP}} {why}"))
    for old in superfluous(listed(path), _now().date()):
        old.unlink(missing_ok=True)
    return made


def daily(path: Path) -> Path | None:
    """The backup before a new day of work; None when the project was changed today or is backed up already."""
    changed = path.stat().st_mtime
    if datetime.datetime.fromtimestamp(changed).date() >= _now().date():
        return None
    if any(copy.stat().st_mtime > changed for copy in listed(path)):
        return None
    return automatic(path, "daily")


def superfluous(copies: list[Path], today: datetime.date) -> list[Path]:
    """Which automatic backups to remove, given all of them; names begin with their date."""
    kept: set[object] = set()
    gone = []
    for copy in sorted(copies, reverse=True):
        try:
            day = datetime.date.fromisoformat(copy.name[:10])
        except ValueError:
            continue
        age = (today - day).days
        slot = copy if age < 7 else day.isocalendar()[:2] if age < 63 else (day.year, day.month, "month")
        if slot in kept:
            gone.append(copy)
        kept.add(slot)
    return gone


def restore(path: Path, copy: Path) -> Path | None:
    """Put a backup in the project's place; the path of what stood there before (None when nothing did).

    Raises Refused when the backup is not sound, or is of another project."""
    from db.check import check

    path, copy = Path(path).expanduser().resolve(), Path(copy).expanduser().resolve()
    if path == copy:
        raise Refused(f"{path} can't be restored from itself; name a backup.")
    if faults := check(copy):
        raise Refused(f"{copy} is no sound backup: {faults[0]}. Nothing was changed.")
    before, wanted = None, project_id(copy)
    if path.exists():
        _same_project(path, copy, wanted)
        before = _set_aside(path)
    else:
        files.create_empty(path)
    with files.translated(path, writing=True):
        _transfer(copy, path)
    local.forget_replica(wanted, path)
    return before


def project_id(path: Path) -> str:
    """The id of the project in a file, without checking more than its head. Raises Refused."""
    files.look(path)
    with files.translated(path), contextlib.closing(_connect(path, "rw")) as connection:
        row = connection.execute("SELECT id FROM project").fetchone()
    if row is None:
        raise Refused(f"{path} holds no project.")
    return str(row[0])


def _same_project(path: Path, copy: Path, wanted: str) -> None:
    try:
        found = project_id(path)
    except Refused:
        return  # what can't even be read may be replaced; it is set aside first
    if found != wanted:
        raise Refused(f"{copy} is a backup of another project than {path}; nothing was changed.")


def _set_aside(path: Path) -> Path:
    """A backup of what is about to be replaced; byte for byte when it is too damaged for the backup API."""
    try:
        return automatic(path, "before-restore")
    except Refused:
        aside = _fresh(folder_of(path), f"{_now():{_STAMP}} damaged")
        shutil.copyfile(path, aside)
        aside.chmod(0o600)
        path.unlink()
        files.create_empty(path)
        return aside


def _copy(source: Path, target: Path) -> Path:
    """Copy, check, sync, and only then give it its name."""
    unfinished = target.with_suffix(".tmp")
    unfinished.unlink(missing_ok=True)
    files.create_empty(unfinished)
    try:
        with files.translated(unfinished, writing=True):
            _transfer(source, unfinished)
        _sync(unfinished)
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _sync(target.parent)
    return target


def _transfer(source: Path, target: Path) -> None:
    with (
        contextlib.closing(_connect(source, "rw")) as old,
        contextlib.closing(_connect(target, "rw")) as new,
    ):
        old.backup(new)
        if new.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise Refused(f"The copy of {source} is damaged, so it was not kept; check {source} with: coder check")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(path.as_posix())}?mode={mode}", uri=True, timeout=10.0)


def _fresh(folder: Path, stem: str) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Refused(f"No backup can be made in {folder}: {error.strerror}; choose another folder.") from None
    target, number = folder / f"{stem}.coder", 2
    while target.exists():
        target, number = folder / f"{stem} {number}.coder", number + 1
    return target


def _sync(path: Path) -> None:
    if os.name == "nt":  # folders can't be opened there, and a file only for writing
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _now() -> datetime.datetime:
    return datetime.datetime.now()
