"""Restore: put a backup in the project's place. What was purged since is erased in it before it gets there."""

import contextlib
import secrets
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from corpus.refused import Refused
from db import backups, coders, engines, events, files, history, local, migrate, purge, rows, schema, sight
from db.check import check, engine_to_look, older
from db.phrases import many
from db.project import Project
from db.purge import Purged
from db.values import Coder

_E = schema.event.c
_NO_WORK = ("progress.set", history.RESTORED)
"""What nobody would miss."""


@dataclass(frozen=True)
class Restored:
    """`before`: the backup of what stood there (None when nothing did); `words`: what else there is to say."""

    before: Path | None
    words: list[str]


@dataclass(frozen=True)
class _Head:
    """What a restore must know of a file; `sound`: nothing is wrong with it, so no purge is missing from it; `package`:
    the id of the coder whose package it is."""

    id: str
    coders: list[Coder]
    purges: list[Purged]
    sound: bool
    package: str | None


def restore(path: Path, copy: Path, name: str, *, anyway: bool = True) -> Restored:
    """Put a backup in the project's place, for the lead of that name. `anyway`: also when that loses what was done
    since the backup; it is set aside in any case.

    Lead of the project that stands there, or, when it can't be read, of the backup. Purges that were done since are
    done again in the backup's content, before it gets there. Raises Refused, with nothing changed: not a lead; the
    backup is not sound, is of another project, or is a package while that is none."""
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
    if wanted.package is not None and (there is None or there.package != wanted.package):
        of = next((coder.name for coder in wanted.coders if coder.id == wanted.package), "a coder")
        raise Refused(f"{copy} is a package for {of}, no backup; nothing was changed. Merge it: coder merge.")
    actor = coders.among((there or wanted).coders, name)
    coders.only_leads(actor, "restore a project")
    told = [] if not path.exists() or (there and there.sound) else [_unsure(path)]
    with _staged(path, copy, actor, there.purges if there else []) as (staged, purges), _nobody_writes(path):
        if there and not anyway and (lost := _newer(path, copy, actor)):
            raise Refused(
                f"What was done in {path} since that backup would be gone from it: {lost}; say --anyway if that is "
                "what you want (the project as it is now is kept as a backup)."
            )
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


def _newer(path: Path, copy: Path, actor: Coder) -> str:
    """What was done in the project since the backup was made, by whom, as far as the actor may see it; "" when nothing.

    By the clocks of those who did it: what a merge brought was done before the merge, so taking that back loses nothing
    newer. Purges are done again, and an earlier restore is no work. What is too damaged to be read can't be told."""
    try:
        with _looking(copy) as connection:
            known = set(connection.scalars(select(_E.id)))
            made = _made(copy, connection.scalar(select(func.max(_E.at))) or 0)
        with _looking(path) as connection:
            project = Project(path, connection.engine, "", "")
            hidden = sight.hidden(sight.seen_by(project, actor.id), connection)
            names = {coder.id: coder.name for coder in rows.coders(connection)}
            work = _E.kind.not_in(_NO_WORK) & _E.kind.not_like("purge.%")
            query = select(_E.id, _E.actor, _E.action, _E.stream).where(work, _E.at > made).order_by(_E.lamport)
            new = [(who, action, stream) for id_, who, action, stream in connection.execute(query) if id_ not in known]
    except Refused:
        return ""
    seen = {(who, action) for who, action, stream in new if stream not in hidden}
    counts = Counter(names.get(who, who[:8]) for who, _ in seen)
    told = [f"{many(number, 'action')} by {name}" for name, number in sorted(counts.items())]
    if any(stream in hidden for _, _, stream in new):
        told.append("work in a blind round")
    return ", ".join(told)


def _made(copy: Path, newest: int) -> float:
    """When a backup was made (ms since 1970): in the second that its name says, since a file that was copied elsewhere
    has another time. Without a name of ours: when the newest of what is in it was done, rather too early than too
    late."""
    said = backups.stamp(copy)
    return newest if said is None else 1000 * min(copy.stat().st_mtime, said + 1)


@contextlib.contextmanager
def _looking(path: Path) -> Iterator[Connection]:
    with engines.translated(path, unproven=True):
        engine = engine_to_look(path)
        try:
            with engine.begin() as connection:
                yield connection
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
    with _looking(path) as connection:
        id_ = connection.scalar(select(schema.project.c.id))
        package = connection.scalar(select(schema.package.c.coder))
        return _Head(str(id_), rows.coders(connection), purge.done(connection), sound, package)


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
