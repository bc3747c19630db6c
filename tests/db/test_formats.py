"""A file says which format it has, twice; one of an earlier format is sound, and is brought up to date."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus.refused import Refused
from db import backups, coders, formats, merge, migrate, project, readings, rounds, sight, tags
from db.check import check, older
from db.restore import restore

from .conftest import World

LATER = '''"""A later format, for a test."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP INDEX tag_code")
    op.execute("CREATE INDEX tag_code ON tag (code)")
'''


def _altered(world: World, *statements: str) -> bytes:
    """The project's bytes after somebody wrote to it."""
    world.project.close()
    with closing(sqlite3.connect(world.path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return world.path.read_bytes()


@pytest.fixture
def a_format_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program, one format later."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "v0004_later.py").write_text(LATER, encoding="utf-8")
    monkeypatch.setattr(migrate, "FOLDER", folder)
    monkeypatch.setattr(formats, "FORMAT", 4)


@pytest.mark.damaged
def test_a_file_without_a_format_is_refused_as_it_is_and_a_backup_may_replace_it(world: World, tmp_path: Path) -> None:
    copy = backups.backup(world.project, tmp_path / "safe")
    before = _altered(world, "PRAGMA user_version = 0")
    with pytest.raises(Refused, match="has no format"):
        project.open_project(world.path)
    assert "has no format" in check(world.path)[0]
    assert world.path.read_bytes() == before
    assert backups.listed(world.path) == []
    restore(world.path, copy, "lea")
    assert check(world.path) == []


@pytest.mark.damaged
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM alembic_version",
        "UPDATE alembic_version SET version_num = 'x'",
        "INSERT INTO alembic_version VALUES ('0004')",
    ],
)
def test_a_note_of_migrations_that_says_otherwise_is_told(world: World, statement: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.coder"
    shutil.copy(backups.backup(world.project, tmp_path / "safe"), copy)
    before = _altered(world, statement)
    [fault] = check(world.path)
    assert "alembic_version" in fault
    with pytest.raises(Refused, match="no sound backup"):
        restore(copy, world.path, "lea")
    assert world.path.read_bytes() == before


@pytest.mark.damaged
def test_nothing_is_migrated_that_does_not_say_from_where(world: World, a_format_later: None) -> None:
    before = _altered(world, "DELETE FROM alembic_version")
    assert "can't be brought to this program's format" in check(world.path)[0]
    assert world.path.read_bytes() == before


def test_an_earlier_format_is_sound_and_stays_as_it_is(world: World, tmp_path: Path, a_format_later: None) -> None:
    before = _altered(world)
    assert check(world.path) == []
    assert older(world.path)
    assert world.path.read_bytes() == before


def test_a_backup_of_an_earlier_format_is_brought_up_to_date(
    world: World, tmp_path: Path, a_format_later: None
) -> None:
    copy = backups.backup(world.project, tmp_path / "safe")
    world.project.close()
    restore(world.path, copy, "lea")
    assert not older(world.path)
    assert older(copy)
    assert check(world.path) == []


def test_a_file_of_the_first_format_is_backed_up_and_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.coder"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((Path(__file__).parent / "format_1.sql").read_text("utf-8"))
    assert older(path)
    assert check(path) == []
    with project.open_project(path) as opened:
        assert [(t.code, t.start, t.stop, t.memo) for t in tags.listed(opened)] == [("D3", 0, 25, "a memo")]
        assert [r.finished for r in readings.listed(opened)].count(True) == 1
        [main] = rounds.listed(opened)
        assert rounds.plan_of(opened, main) is None
        lea = coders.named(opened, "lea")
        rounds.plan(opened, lea, "first", purpose="reliability", people=coders.listed(opened), blind=True)
    assert not older(path)
    [backup] = backups.listed(path)
    assert "before-migration" in backup.name
    assert older(backup)
    with project.open_project(path) as opened:
        assert merge.merge(opened, coders.named(opened, "lea"), [backup]).events == 0
    assert older(backup)


def test_a_file_of_the_second_format_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.coder"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((Path(__file__).parent / "format_2.sql").read_text("utf-8"))
    assert older(path)
    assert check(path) == []
    with project.open_project(path) as opened:
        ann, first = coders.named(opened, "ann"), rounds.named(opened, "first")
        seen = sight.seen_by(opened, ann.id)
        assert [(t.code, t.start, t.stop, t.memo) for t in tags.listed(seen)] == [("D4", 0, 18, "a memo")]
        assert (first.blind, first.revealed) == (True, False)
        assert [one.coder for one in rounds.assignments(seen, first)] == [ann.id]
    assert not older(path)
    assert check(path) == []
