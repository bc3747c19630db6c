"""A project file: create it, open it, read and write it. The only door to what is kept."""

import contextlib
import datetime
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, select

from corpus.codebook import Codebook
from corpus.refused import Erased, Refused
from db import backups, engines, events, files, formats, local, migrate, names, rows, schema

_ERASED = select(rows.TEXT_IS_ERASED).where(schema.text.c.id == bindparam("text"))


class Project:
    """An open project. `path`: its file; `id`: its own for ever; `written`: how many events were written through this
    object. One object serves all threads of a program."""

    def __init__(self, path: Path, engine: Engine, id_: str, replica: str) -> None:
        self.path, self.id = path, id_
        self.replica = replica
        self._engine = engine
        self._writer = engine.execution_options(begin="IMMEDIATE")
        self._identity = files.identity(path)
        self._backed_up: datetime.date | None = None
        self.written = 0
        self.viewer: str | None = None
        """The id of the coder for whom is listed what is kept; see `db.sight`."""
        self._text: tuple[str, str] = ("", "")

    def __enter__(self) -> "Project":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. Nothing is saved here: everything was."""
        self._engine.dispose()

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the project. Raises Refused."""
        with engines.translated(self.path):
            self._still_there(writing=False)
            with self._engine.begin() as connection:
                yield connection

    @contextlib.contextmanager
    def write(self, actor: str, at: Callable[[], float] = time.time) -> Iterator[events.Action]:
        """One user action by the coder with id `actor`: on disk when the block ends, or not at all.

        Raises Refused, also when another program holds the file for longer than this project's patience."""
        with self.change() as connection:
            action = events.Action(connection, self.id, self.replica, actor, int(at() * 1000))
            yield action
        self.written += len(action.appended)
        if action.appended:
            local.set_last(self.id, self.path, action.appended[-1])

    @contextlib.contextmanager
    def change(self) -> Iterator[Connection]:
        """As `write`, for what is no action of anybody here: `db.merge` takes over what was done elsewhere."""
        with engines.translated(self.path, writing=True):
            self._still_there(writing=True)
            today = datetime.date.today()
            if self._backed_up != today:
                backups.daily(self.path)
                self._backed_up = today
            with self._writer.begin() as connection:
                yield connection
                self._still_there(writing=True)

    def changes(self) -> int:
        """Grows with every event, whoever wrote it: a screen that sees it grow reads again."""
        with self.read() as connection:
            return self.changes_within(connection)

    def changes_within(self, connection: Connection) -> int:
        """As `changes`, inside a transaction."""
        return connection.exec_driver_sql("SELECT max(rowid) FROM event").scalar() or 0

    def changes_elsewhere(self) -> int:
        """Grows with every event that was not written through this object: what it wrote, its user knows."""
        return self.changes() - self.written

    def text(self, text_id: str) -> str:
        """A document's canonical text. The last one asked for is kept, since texts never change.

        Raises Erased, also when another program did it."""
        with self.read() as connection:
            return self.text_within(connection, text_id)

    def text_within(self, connection: Connection, text_id: str) -> str:
        """As `text`, inside a transaction."""
        t, (known, content) = schema.text.c, self._text  # one look: other threads put other texts there
        if known != text_id:
            content = connection.scalar(select(t.content).where(t.id == text_id)) or ""
            self._text = (text_id, content)
            erased = not content
        else:
            erased = bool(connection.scalar(_ERASED, {"text": text_id}))
        if erased:
            self._text = ("", "")
            if text_id in (events.absent(connection) or ()):
                raise Refused("The text of this document is not in this package; ask the lead for one that has it.")
            raise Erased("The text of this document was erased (a withdrawn consent); only its tags' places stay.")
        return content

    def forget(self) -> None:
        """After a purge: nothing that was erased stays in memory or in the file's free pages."""
        self._text = ("", "")
        with engines.translated(self.path, writing=True), self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("VACUUM")

    def _still_there(self, *, writing: bool) -> None:
        if files.identity(self.path) != self._identity:
            lost = " This change was not saved." if writing else ""
            raise Refused(f"{self.path} was moved, deleted or replaced while it was open.{lost} Open it again.")


def create(path: Path, lead: str, codebook: Codebook) -> Project:
    """Make a project: its first lead, its codebook, and one open main round that is not blind.

    Raises Refused when the file exists, can't be made, or the name is not one."""
    path = files.whole(Path(path))
    lead = names.checked(lead, "coder")
    files.refuse_existing(path)
    unfinished = path.with_name(
        f".coder-{secrets.token_hex(8)}.new"
    )  # killed half-way, nothing is in the way of the name
    files.create_empty(unfinished, path)
    try:
        id_, replica, last, written = _fill(unfinished, path, lead, codebook)
        files.place(unfinished, path)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    local.set_last(id_, path, last)
    local.remember(path)
    project = Project(path, engines.engine(path, patience=10.0), id_, replica)
    project.written = written
    return project


def _fill(unfinished: Path, path: Path, lead: str, codebook: Codebook) -> tuple[str, str, str, int]:
    """All that a new project at `path` begins with; its id, the replica, its last event and how many there are."""
    id_, actor, round_id = (secrets.token_hex(16) for _ in range(3))
    replica = local.replica(id_, path, lambda _: True)
    engine = engines.engine(unfinished, patience=10.0)
    try:
        with engines.translated(path, writing=True), engine.execution_options(begin="IMMEDIATE").begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {formats.APPLICATION_ID}")
            migrate.upgrade(connection)
            action = events.Action(connection, id_, replica, actor)
            action.append(events.PROJECT, "project.add", id_, {})
            action.append(events.PROJECT, "coder.add", actor, {"@name": action.body(lead), "role": "lead"})
            content = action.body(codebook.canonical_json())
            action.append(events.PROJECT, "codebook.add", codebook.id, {"@content": content})
            about = {"@name": action.body("main"), "purpose": "main", "codebook": codebook.id}
            action.append(events.PROJECT, "round.add", round_id, {**about, "blind": 0, "revealed": 0, "open": 1})
    finally:
        engine.dispose()
    return id_, replica, action.appended[-1], len(action.appended)


def open_project(path: Path, patience: float = 10.0) -> Project:
    """Open a project, after looking whether it is one, is sound and says what its log says.

    `patience`: seconds to wait when another program is writing; screens take 0.25. An older file is backed up and
    brought to this program's format. Raises Refused: missing, foreign, newer, damaged, altered, locked."""
    path = files.whole(Path(path))
    files.look(path)
    engine = engines.engine(path, patience)
    try:
        with engines.translated(path, unproven=True):
            _migrate_if_older(path, engine)
            if faults := examine(engine):
                raise Refused(f"{path} can't be trusted: {faults[0]}. Restore it: coder restore {path} BACKUP")
        with engines.translated(path), engine.begin() as connection:
            id_ = connection.scalars(select(schema.project.c.id)).one()
            replica = local.replica(id_, path, lambda event: _holds(connection, event))
    except BaseException:
        engine.dispose()
        raise
    local.remember(path)
    return Project(path, engine, id_, replica)


def examine(engine: Engine, *, words: bool = False) -> list[str]:
    """Everything that is wrong with a file: structure, tables, log, bodies, state (`words`: as in `verify`)."""
    return looked_at(engine, words=words)[0]


def looked_at(engine: Engine, *, words: bool = False) -> tuple[list[str], events.Kept | None]:
    """What is wrong with a file, as `examine` says it, and all that is kept in it.

    It is read in one transaction and verified after it: until that ends, nobody else's change gets to disk."""
    with engine.begin() as connection:
        broken = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(3)") if row[0] != "ok"]
        if broken:
            return [f"the file is damaged ({broken[0]})"], None
        if _tables(connection) != _expected_tables():
            return ["its tables are not those that coder makes"], None
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            return ["a row refers to something that is not there"], None
        if odd := migrate.fault(connection):
            return [odd], None
        found = events.kept(connection)
    faults = events.verify(found, words=words)
    return faults or ([] if len(found.state["project"]) == 1 else ["it holds no project, or several"]), found


def _migrate_if_older(path: Path, engine: Engine) -> None:
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA user_version").scalar()
    if found == formats.FORMAT:
        return
    backups.automatic(path, "before-migration")
    with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        migrate.upgrade(connection)


def _holds(connection: Connection, event: str) -> bool:
    return connection.scalar(select(schema.event.c.id).where(schema.event.c.id == event)) is not None


_EXPECTED: list[tuple[Any, ...]] = []


def _tables(connection: Connection) -> list[tuple[Any, ...]]:
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'")
    return sorted((type_, name, sql or "") for type_, name, sql in rows)


def _expected_tables() -> list[tuple[Any, ...]]:
    """The tables of a fresh file, kept beside the migrations so that opening needs no Alembic (see `db.check`)."""
    if not _EXPECTED:
        script = (Path(__file__).parent / "migrations" / "newest.sql").read_text("utf-8")
        memory = sqlite3.connect(":memory:")
        memory.executescript(script)
        rows = memory.execute("SELECT type, name, sql FROM sqlite_schema")
        _EXPECTED.extend(sorted((type_, name, sql or "") for type_, name, sql in rows))
        memory.close()
    return _EXPECTED
