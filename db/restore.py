"""Restore: put a backup in the project's place. What was purged since is erased in it before it gets there."""

import contextlib
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from corpus.refused import Refused
from db import backups, coders, engines, events, files, history, local, migrate, purge, rows, schema
from db.check import check, engine_to_look, older
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


def restore(path: Path, copy: Path, name: str, *, anyway: bool = True) -> Restored:
    """Put a backup in the project's place, for the lead of that name. `anyway`: also when that loses what was done
    since the backup; it is set aside in any case.

    Lead of the project that stands there, or, when it can't be read, of the backup. Purges that were done since are
    done again in the backup's content, before it gets there. Raises Refused, with nothing changed: not a lead; the
    backup is not sound, or is of another project."""
    path, copy = files.whole(Path(path)), files.whole(Path(copy))
    if path == copy:
        raise Refused(f"{path} can't be restored from itself; name a backup.")
    if path.exists():
        _is_ours(path)
    if not copy.exists():
        raise Refused(f"There is no backup at {copy}; nothing was changed.")
    if faults := check(copy):
        raise Refused(f"{copy} is no sound backup: {faults[0]}. Nothing was changed.")
    wanted, there = _head(copy, sound=True), _head_or_none(path)
    if there and there.id != wanted.id:
        raise Refused(f"{copy} is a backup of another project than {path}; nothing was changed.")
    actor = coders.among((there or wanted).coders, name)
    coders.only_leads(actor, "restore a project")
    if not anyway and (lost := _newer(path, copy)):
        raise Refused(
            f"{many(lost, 'action')} done in {path} since that backup would be gone from it; say --anyway if that is "
            "what you want (the project as it is now is kept as a backup)."
        )
    told = [] if not path.exists() or (there and there.sound) else [_unsure(path)]
    with _staged(path, copy, actor, there.purges if there else []) as (staged, purges), _nobody_writes(path):
        before = _set_aside(path) if path.exists() else None
        _put(staged, path)
    if purges:
        told = [
            f"Erased again, since it was purged after the backup: {_counted(purges)}.",
            f"The backup still holds it; delete it when you may: {copy}",
            *told,
        ]
    local.forget_replica(wanted.id, path)
    return Restored(before, told)


def _newer(path: Path, copy: Path) -> int:
    """How many actions were done in the project since the backup was made, by the clocks of those who did them. What a
    merge brought was done before it, so taking that back loses nothing newer; purges are done again.

    0 when one of the two can't be read: then nobody can tell."""
    try:
        made = copy.stat().st_mtime * 1000
        known, there = _log(copy), _log(path)
    except (OSError, Refused):
        return 0
    return len({action for id_, (action, at) in there.items() if id_ not in known and at > made})


def _log(path: Path) -> dict[str, tuple[str, int]]:
    """By event, its action and when it was done (ms since 1970); without purges, and how far somebody has read."""
    e = schema.event.c
    with engines.translated(path, unproven=True):
        engine = engine_to_look(path)
        try:
            with engine.begin() as connection:
                query = select(e.id, e.action, e.at).where(e.kind != "progress.set", e.kind.not_like("purge.%"))
                return {id_: (action, at) for id_, action, at in connection.execute(query)}
        finally:
            engine.dispose()


def _is_ours(path: Path) -> None:
    """Raises Refused for another program's file, or a newer coder's: these are not replaced.

    A file called .coder that begins as no database at all is taken for what is left of a project."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        if path.suffix == ".coder" and file.read(16) != b"SQLite format 3\0":
            return
    try:
        files.look(path)
    except files.Altered:
        return
    except Refused as refused:
        raise Refused(
            f"{refused} Nothing was changed: move that file away first if the backup is to stand there."
        ) from None


def _head(path: Path, *, sound: bool) -> _Head:
    with engines.translated(path, unproven=True):
        engine = engine_to_look(path)
        try:
            with engine.begin() as connection:
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
def _staged(path: Path, copy: Path, actor: Coder, purges: list[Purged]) -> Iterator[tuple[Path, list[Purged]]]:
    """A copy of the backup beside the project, without what was purged since, that says what it is; these purges."""
    staged = path.with_name(f".{path.name}.restoring")
    staged.unlink(missing_ok=True)
    staged = backups.copy_whole(copy, staged)
    try:
        with contextlib.closing(_project(staged)) as project:
            with project.read() as connection:
                purges = purge.missing(connection, purges)
            purge.again(project, actor, purges)
            with project.write(actor.id) as action:
                backup = action.body(copy.name.encode(errors="replace").decode())  # it may be no UTF-8
                action.append(events.PROJECT, history.RESTORED, f"{project.id}.restore", {"@backup": backup})
        yield staged, purges
    finally:
        staged.unlink(missing_ok=True)


@contextlib.contextmanager
def _nobody_writes(path: Path) -> Iterator[None]:
    """Until the block ends: what others say is saved is in the backup of what is replaced, or is not saved."""
    try:
        lock = sqlite3.connect(engines.uri(path), uri=True, timeout=10.0, isolation_level=None)
    except sqlite3.Error:  # nothing stands there
        yield
        return
    with contextlib.closing(lock):
        try:
            lock.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise Refused(f"Another program is writing to {path}; nothing was changed. Try again.") from error
        except sqlite3.DatabaseError:
            pass  # too damaged to be written to
        yield


def _project(path: Path) -> Project:
    """A file that this machine shall not remember as a project of its own. It was checked already."""
    engine = engines.engine(path, patience=10.0)
    if older(path):
        with engine.execution_options(begin="IMMEDIATE").begin() as connection:
            migrate.upgrade(connection)
    return Project(path, engine, _head(path, sound=True).id, secrets.token_hex(8))


def _put(staged: Path, path: Path) -> None:
    """Another file in the project's place, not other content in its file: who has it open notices that."""
    try:
        staged.replace(path)
    except OSError as error:
        raise Refused(f"{path} can't be replaced ({error.strerror}); close the programs that have it open.") from None


def _set_aside(path: Path) -> Path:
    """A backup of what is about to be replaced; byte for byte when it is too damaged for the backup API."""
    try:
        return backups.automatic(path, "before-restore")
    except Refused:
        return backups.copy_bytes(path, backups.automatic_name(path, "damaged"))


def _counted(purges: list[Purged]) -> str:
    kinds = [purged.kind.removeprefix("purge.") for purged in purges]
    return " and ".join(many(kinds.count(kind), kind) for kind in dict.fromkeys(kinds))


def _unsure(path: Path) -> str:
    return f"{path} was damaged, so a purge since the backup may be unknown; purge again what must stay erased."
