"""Restore: put a backup in the project's place. What was purged since is erased in it before it gets there."""

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from corpus.refused import Refused
from db import backups, coders, files, local, purge, rows, schema
from db.check import check
from db.phrases import many
from db.project import Project
from db.purge import Purged
from db.values import Coder


@dataclass(frozen=True)
class Restored:
    """`before`: the backup of what stood there (None when nothing did); `words`: what else there is to say."""

    before: Path | None
    words: list[str]


@dataclass(frozen=True)
class _Head:
    """What a restore must know of a file; `sound`: nothing is wrong with it, so no purge is missing from it."""

    id: str
    coders: list[Coder]
    purges: list[Purged]
    sound: bool


def restore(path: Path, copy: Path, name: str) -> Restored:
    """Put a backup in the project's place, for the lead of that name.

    Lead of the project that stands there, or, when it can't be read, of the backup. Purges that were done since are
    done again in the backup's content, before it gets there. Raises Refused, with nothing changed: not a lead; the
    backup is not sound, or is of another project."""
    path, copy = Path(path).expanduser().resolve(), Path(copy).expanduser().resolve()
    if path == copy:
        raise Refused(f"{path} can't be restored from itself; name a backup.")
    if not copy.exists():
        raise Refused(f"There is no backup at {copy}; nothing was changed.")
    if faults := check(copy):
        raise Refused(f"{copy} is no sound backup: {faults[0]}. Nothing was changed.")
    wanted, there = _head(copy, sound=True), _head_or_none(path)
    if there and there.id != wanted.id:
        raise Refused(f"{copy} is a backup of another project than {path}; nothing was changed.")
    actor = coders.among((there or wanted).coders, name)
    coders.only_leads(actor, "restore a project")
    told = [] if not path.exists() or (there and there.sound) else [_unsure(path)]
    with _erased_again(path, copy, actor, there.purges if there else []) as (source, purges):
        before = _put(source, path)
    if purges:
        told = [
            f"Erased again, since it was purged after the backup: {_counted(purges)}.",
            f"The backup still holds it; delete it when you may: {copy}",
            *told,
        ]
    local.forget_replica(wanted.id, path)
    return Restored(before, told)


def _head(path: Path, *, sound: bool) -> _Head:
    files.look(path)
    engine = files.engine(path, patience=10.0)
    try:
        with files.translated(path), engine.begin() as connection:
            id_ = connection.scalar(select(schema.project.c.id))
            return _Head(str(id_), rows.coders(connection), purge.done(connection), sound)
    finally:
        engine.dispose()


def _head_or_none(path: Path) -> _Head | None:
    """None when nothing stands there, or nothing that can be read; that may be replaced: it is set aside first."""
    try:
        return _head(path, sound=not check(path)) if path.exists() else None
    except (Refused, ValueError, KeyError, TypeError):
        return None


@contextlib.contextmanager
def _erased_again(path: Path, copy: Path, actor: Coder, purges: list[Purged]) -> Iterator[tuple[Path, list[Purged]]]:
    """What to put in place: the backup, or, when something was purged since, a copy without it; and these purges."""
    with contextlib.closing(_project(copy)) as project, project.read() as connection:
        purges = purge.missing(connection, purges)
    if not purges:
        yield copy, []
        return
    staged = path.with_name(f".{path.name}.restoring")
    staged.unlink(missing_ok=True)
    try:
        with contextlib.closing(_project(backups.copy_whole(copy, staged))) as project:
            purge.again(project, actor, purges)
        yield staged, purges
    finally:
        staged.unlink(missing_ok=True)


def _project(path: Path) -> Project:
    """A file that this machine shall not remember as a project of its own. It was checked already."""
    return Project(path, files.engine(path, patience=10.0), _head(path, sound=True).id, secrets.token_hex(8))


def _put(source: Path, path: Path) -> Path | None:
    """The backup of what stood there."""
    before = None
    if path.exists():
        before = _set_aside(path)
    else:
        files.create_empty(path)
    with files.translated(path, writing=True):
        backups.transfer(source, path)
    return before


def _set_aside(path: Path) -> Path:
    """A backup of what is about to be replaced; byte for byte when it is too damaged for the backup API."""
    try:
        return backups.automatic(path, "before-restore")
    except Refused:
        aside = backups.automatic_name(path, "damaged")
        shutil.copyfile(path, aside)
        aside.chmod(0o600)
        path.unlink()
        files.create_empty(path)
        return aside


def _counted(purges: list[Purged]) -> str:
    kinds = [purged.kind.removeprefix("purge.") for purged in purges]
    return " and ".join(many(kinds.count(kind), kind) for kind in dict.fromkeys(kinds))


def _unsure(path: Path) -> str:
    return f"{path} was damaged, so a purge since the backup may be unknown; purge again what must stay erased."
