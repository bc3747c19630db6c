"""Connections to SQLite files as we want them, and what went wrong with one, in a sentence."""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import sqlalchemy.exc
from sqlalchemy import Connection, Engine, create_engine, event

from corpus.refused import Refused

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


def uri(path: Path) -> str:
    """What SQLite takes for an existing file, of whatever bytes its name is made."""
    return f"file:{quote(os.fsencode(path.as_posix()))}?mode=rw"


def engine(path: Path, patience: float) -> Engine:
    """Connections to an existing file (never made by connecting), which wait `patience` seconds for a lock."""

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri(path), uri=True, timeout=patience, isolation_level=None, check_same_thread=False)

    return _made(connect, sqlalchemy.pool.QueuePool)


def _made(connect: Callable[[], sqlite3.Connection], pool: type[sqlalchemy.pool.Pool]) -> Engine:
    # What is bound may be testimony, and errors get into reports.
    made = create_engine("sqlite://", creator=connect, poolclass=pool, hide_parameters=True)

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


def in_memory(path: Path) -> Engine:
    """A copy of a whole file, in memory: it can be changed, and the file stays as it is."""
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with contextlib.closing(sqlite3.connect(uri(path), uri=True)) as source:
        source.backup(copy)
    return _made(lambda: copy, sqlalchemy.pool.StaticPool)


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
