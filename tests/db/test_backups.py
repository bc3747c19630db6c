"""Backups: once a day, never of another program's making, never a hang, and nobody's own file is removed."""

import datetime
import os
import sqlite3
import time
from pathlib import Path

import pytest

from corpus.refused import Refused
from db import backups, tags
from db.values import NewTag

from .conftest import World


def _since_yesterday(world: World) -> None:
    yesterday = world.path.stat().st_mtime - 86400
    os.utime(world.path, (yesterday, yesterday))
    world.again()


def _tag(world: World, code: str) -> None:
    tags.add(world.project, world.ann, world.reading(), [NewTag(code, 0, 9)])


def test_each_day_in_a_program_left_open_begins_with_a_backup(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _since_yesterday(world)
    _tag(world, "D3")
    _tag(world, "D4")
    assert len(backups.listed(world.path)) == 1
    tomorrow = datetime.datetime.now() + datetime.timedelta(days=1)

    class Tomorrow(datetime.date):
        @classmethod
        def today(cls) -> "Tomorrow":
            return cls(tomorrow.year, tomorrow.month, tomorrow.day)

    monkeypatch.setattr(backups, "_now", lambda: tomorrow)
    monkeypatch.setattr("db.project.datetime.date", Tomorrow)
    _tag(world, "D1")
    _tag(world, "D2")
    assert len(backups.listed(world.path)) == 2


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_backup_that_leads_nowhere_is_passed_over(world: World) -> None:
    folder = backups.folder_of(world.path)
    folder.mkdir()
    (folder / "2026-01-01-090000-daily.coder").symlink_to("/nowhere/at/all")
    _since_yesterday(world)
    _tag(world, "D3")
    assert len([copy for copy in backups.listed(world.path) if copy.is_file()]) == 1


@pytest.mark.parametrize("fails", ["fsync", "replace", "unlink"])
def test_a_disk_that_refuses_is_one_sentence(world: World, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    _since_yesterday(world)
    reading = world.reading()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os if fails == "fsync" else Path, fails, refuse)
    if fails == "replace":  # what is done where there are no links
        monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(Refused, match=r"nothing was changed: Input/output error\. Make this folder writable"):
        tags.add(world.project, world.ann, reading, [NewTag("D3", 0, 9)])
    monkeypatch.undo()
    assert backups.listed(world.path) == []


def test_the_first_key_of_a_day_never_hangs(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _since_yesterday(world)
    monkeypatch.setattr(backups, "_PATIENCE", 0.2)
    other = sqlite3.connect(world.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    with pytest.raises(Refused, match="Another program is writing"):
        backups.automatic(world.path, "daily")
    assert time.monotonic() - began < 5
    other.execute("ROLLBACK")
    other.close()
    _tag(world, "D3")


def test_a_missing_source_is_said_by_its_own_name(world: World, tmp_path: Path) -> None:
    world.path.rename(world.path.with_name("moved.coder"))
    with pytest.raises(Refused, match=r"study\.coder can't be opened"):
        backups.backup(world.project, tmp_path / "safe")
    assert list((tmp_path / "safe").iterdir()) == []


def test_only_automatic_backups_are_removed() -> None:
    mine = [
        "2024-01-01-before-the-interview.coder",
        "2024-01-02-090000-mine.coder",
        "2024-01-03.coder",
        "2024-01-04-090000-damaged.coder",
        "2024-01-05-090000-daily-copy.coder",
    ]
    theirs = ["2024-01-06-090000-daily.coder", "2024-01-07-090000-before-restore-2.coder"]
    copies = [Path(name) for name in (*mine, *theirs, "2024-01-08-090000-before-migration.coder")]
    gone = backups.superfluous(copies, datetime.date(2026, 6, 30))
    assert sorted(copy.name for copy in gone) == theirs
