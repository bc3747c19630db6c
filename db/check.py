"""Look at a project file without changing it."""

from pathlib import Path

from corpus.refused import Refused
from db import files
from db.project import examine


def check(path: Path) -> list[str]:
    """What is wrong with a project file, in words; empty when it is sound. Raises nothing."""
    path = Path(path).expanduser().resolve()
    try:
        files.look(path)
        engine = files.engine(path, patience=10.0)
        try:
            with files.translated(path), engine.begin() as connection:
                return examine(connection)
        finally:
            engine.dispose()
    except Refused as error:
        return [str(error)]
