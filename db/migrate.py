"""Bring a project file to the format of this program. Format n is revision 000n, as `db.schema` tells."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, create_engine

from corpus.refused import Refused
from db import formats

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config  # slow to import, and only new and old files need it

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Run every migration that is due, in the caller's transaction. Raises Refused when it can't be told which."""
    from alembic import command

    if format_of(connection) and (why := fault(connection)):
        raise Refused(f"The project can't be brought to this program's format: {why}. Restore it from a backup.")
    command.upgrade(_config(connection), "head")
    connection.exec_driver_sql(f"PRAGMA user_version = {formats.FORMAT}")


def format_of(connection: Connection) -> int:
    """The format of a file; 0 for one that is being made."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def fault(connection: Connection) -> str | None:
    """What is wrong with the note of the last migration; None when it is that of the file's format."""
    noted = list(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars())
    if noted == [f"{format_of(connection):04}"]:
        return None
    return f"its format is {format_of(connection)}, and its table alembic_version says otherwise"


def newest() -> str:
    """The revision that this program writes."""
    from alembic.script import ScriptDirectory

    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision is not None
    return revision


def fresh_tables() -> str:
    """The SQL of every table, index and trigger of a new file: what `migrations/newest.sql` must hold.

    Written there with: python -m db.migrate > db/migrations/newest.sql"""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        rows = connection.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
        return "".join(f"{sql};\n" for (sql,) in rows)


if __name__ == "__main__":
    print(fresh_tables(), end="")
