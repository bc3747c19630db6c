"""Look at a project file without changing it."""

from pathlib import Path

from sqlalchemy import Engine

from corpus.refused import Refused
from db import corrections, engines, files, formats, migrate
from db.project import examine


def check(path: Path) -> list[str]:
    """What is wrong with a project file, in words; empty when it is sound. Raises nothing.

    A sound file of an earlier format (see `older`) is sound: that is found out in a copy of it."""
    path = Path(path)
    try:
        path = files.whole(path)
        with engines.translated(path, unproven=True):
            engine = engine_to_look(path)
            try:
                return examine(engine, words=True)
            finally:
                engine.dispose()
    except Refused as refused:
        return [str(refused)]
    except Exception as error:  # only its kind is told: what it says may hold testimony
        return [f"{path} can't be looked at ({type(error).__name__}); restore it from a backup, and report this to us"]


def notes(path: Path) -> list[str]:
    """What a lead of a sound project of this format should see to, in words. Raises Refused."""
    path = files.whole(Path(path))
    with engines.translated(path, unproven=True):
        engine = engine_to_look(path)
        try:
            with engine.connect() as connection:
                return corrections.sharing(connection)
        finally:
            engine.dispose()


def older(path: Path) -> bool:
    """Whether a file has the format of an earlier program, so that opening it migrates it. Raises Refused."""
    return files.look(files.whole(Path(path))) < formats.FORMAT


def engine_to_look(path: Path) -> Engine:
    """Connections to a file; or, when it has an earlier format, to a copy in memory that is migrated.

    Raises Refused as `files.look` does, and when it can't be migrated."""
    if files.look(path) == formats.FORMAT:
        return engines.engine(path, patience=10.0)
    engine = engines.in_memory(path)
    with engine.begin() as connection:
        migrate.upgrade(connection)
    return engine
