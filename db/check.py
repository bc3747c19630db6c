"""Look at a project file without changing it."""

from pathlib import Path

from corpus.refused import Refused
from db import files
from db.project import examine


def check(path: Path) -> list[str]:
    """What is wrong with a project file, in words; empty when it is sound. Raises nothing."""
    path = Path(path)
    try:
        path = path.expanduser().resolve()
        files.look(path)
        engine = files.engine(path, patience=10.0)
        try:
            with files.translated(path, unproven=True):
                return examine(engine, words=True)
        finally:
            engine.dispose()
    except Refused as error:
        return [str(error)]
    except Exception as error:  # only its kind is told: what it says may hold testimony
        return [f"{path} can't be looked at ({type(error).__name__}); restore it from a backup, and report this to us"]
