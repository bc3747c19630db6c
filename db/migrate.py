"""Bring a project file to the format of this program."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from db.schema import FORMAT


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Run every migration that is due, in the caller's transaction."""
    command.upgrade(_config(connection), "head")
    connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")


def newest() -> str:
    """The revision that this program writes."""
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
