"""A restore is a lead's, and brings no word back that was erased on purpose."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus.refused import Refused
from db import backups, cases, coders, documents, history, project, purge, readings, rounds, sight, tags
from db.check import check
from db.restore import restore
from db.values import NewTag

from .conftest import World


def test_only_a_lead_of_the_project_that_stands_there_restores(world: World, tmp_path: Path) -> None:
    copy = backups.backup(world.project, tmp_path / "safe")
    coders.add(world.project, world.lea, "Dana", "lead")
    world.project.close()
    whole = world.path.read_bytes()
    for name, why in (("ann", "Only leads"), ("zed", "No coder")):
        with pytest.raises(Refused, match=why):
            restore(world.path, copy, name)
    assert world.path.read_bytes() == whole
    assert restore(world.path, copy, "dana").before is not None


@pytest.mark.damaged
def test_where_nothing_or_nothing_readable_stands_a_lead_of_the_backup_restores(world: World, tmp_path: Path) -> None:
    copy = backups.backup(world.project, tmp_path / "safe")
    world.project.close()
    world.path.write_bytes(b"\0" * 8000)
    with pytest.raises(Refused, match="Only leads"):
        restore(world.path, copy, "ann")
    assert world.path.read_bytes() == b"\0" * 8000
    [words] = restore(world.path, copy, "lea").words
    assert "damaged" in words
    world.path.unlink()
    assert restore(world.path, copy, "lea").words == []
    assert check(world.path) == []


def test_what_was_purged_since_the_backup_is_erased_again(world: World, tmp_path: Path) -> None:
    case = cases.add(world.project, world.ann, "C-9", "Qadir Made-Up")
    tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9, memo="zanzibar")])
    on_road = tags.add(
        world.project, world.ann, world.reading(document=world.road), [NewTag("D3", 0, 7, memo="quokka")]
    )
    copy = backups.backup(world.project, tmp_path / "safe")
    tags.edit(world.project, world.ann, on_road[0], case=case.id)  # the memo is about the case only from now on
    purge.purge_document(world.project, world.lea, world.mill)
    purge.purge_case(world.project, world.lea, case)
    world.project.close()
    restored = restore(world.path, copy, "lea")
    assert "1 document and 1 case" in restored.words[0]
    assert str(copy) in restored.words[1]
    for words in (b"sold the flour", b"zanzibar", b"Qadir", b"quokka"):
        assert words in copy.read_bytes()
        assert words not in world.path.read_bytes()
    assert check(world.path) == []
    world.again()
    assert {d.title for d in documents.listed(world.project)} == {"(erased)", "road"}
    assert history.history(world.project)[0].actor == "Lea"
    assert [path.name for path in tmp_path.iterdir() if "restoring" in path.name] == []


def test_a_memo_about_a_case_that_the_backup_does_not_know_yet_stays_erased(world: World, tmp_path: Path) -> None:
    [tag] = tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9, memo="quokka")])
    copy = backups.backup(world.project, tmp_path / "safe")
    case = cases.add(world.project, world.ann, "C-9")
    tags.edit(world.project, world.ann, tag, case=case.id)
    purge.purge_case(world.project, world.lea, case)
    world.project.close()
    restore(world.path, copy, "lea")
    assert b"quokka" not in world.path.read_bytes()
    assert check(world.path) == []


def test_what_was_purged_before_the_backup_is_not_purged_twice(world: World, tmp_path: Path) -> None:
    purge.purge_document(world.project, world.lea, world.mill)
    copy = backups.backup(world.project, tmp_path / "safe")
    readings.set_memo(world.project, world.ann, world.reading(document=world.road), "a memo")
    world.project.close()
    assert restore(world.path, copy, "lea").words == []
    with project.open_project(world.path) as again:
        assert sum("erased a document" in change.words for change in history.history(again)) == 1


def test_a_program_that_has_the_project_open_writes_no_more_after_a_restore(world: World, tmp_path: Path) -> None:
    copy = backups.backup(world.project, tmp_path / "safe")
    restore(world.path, copy, "lea")
    with pytest.raises(Refused, match="replaced while it was open"):
        tags.add(world.project, world.ann, world.reading(), [NewTag("D1", 0, 9)])


@pytest.mark.damaged
def test_what_is_no_project_is_not_replaced(world: World, tmp_path: Path) -> None:
    copy = backups.backup(world.project, tmp_path / "safe")
    thesis, other = tmp_path / "thesis.txt", tmp_path / "other.coder"
    thesis.write_text("a thesis", encoding="utf-8")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    for path in (thesis, other):
        before = path.read_bytes()
        with pytest.raises(Refused, match="Nothing was changed"):
            restore(path, copy, "lea")
        assert path.read_bytes() == before


def test_what_would_be_lost_is_told_by_whom_and_refused(world: World, tmp_path: Path) -> None:
    tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])
    copy = backups.backup(world.project, tmp_path / "safe")
    tags.add(world.project, world.ann, world.reading(), [NewTag("D4", 0, 9)])
    readings.advance(world.project, world.ann, world.reading(), 30)
    readings.finish(world.project, world.ann, world.reading())
    cases.add(world.project, world.lea, "C-9")
    elsewhere = shutil.copyfile(copy, tmp_path / "study-2020-01-01-120000.coder")  # its time says nothing any more
    nameless = shutil.copyfile(copy, tmp_path / "nameless.coder")
    world.project.close()
    whole = world.path.read_bytes()
    for backup in (copy, elsewhere, nameless):
        with pytest.raises(Refused, match=r"from it: 2 actions by Ann, 1 action by Lea; say --anyway"):
            restore(world.path, backup, "lea", anyway=False)
    assert world.path.read_bytes() == whole
    before = restore(world.path, copy, "lea", anyway=True).before
    assert before is not None
    restore(world.path, before, "lea", anyway=False)  # a restore is no work
    assert len(tags.listed(world.again())) == 2


def test_what_would_be_lost_of_a_blind_round_is_not_counted(world: World, tmp_path: Path) -> None:
    first = rounds.plan(
        world.project, world.lea, "first", purpose="reliability", people=[world.ann, world.lea], blind=True
    )
    copy = backups.backup(world.project, tmp_path / "safe")
    mine, hers = (readings.of(sight.whole(world.project), coder, world.mill, first) for coder in (world.lea, world.ann))
    tags.add(world.project, world.lea, mine, [NewTag("D3", 0, 9)])
    tags.add(world.project, world.ann, hers, [NewTag("D3", 0, 9)])
    tags.add(world.project, world.ann, hers, [NewTag("D4", 0, 9)])
    world.project.close()
    with pytest.raises(Refused, match=r"from it: 1 action by Lea, work in a blind round; say"):
        restore(world.path, copy, "lea", anyway=False)
