"""Purge erases for good, says what it can't reach, and the log still verifies."""

from pathlib import Path

import pytest

from corpus.readers import Imported
from corpus.refused import Refused
from db import cases, documents, history, purge, readings, tags
from db.check import check
from db.values import NewTag

from .conftest import MILL, World


def test_a_purged_document_leaves_no_word_in_the_file_and_the_log_verifies(world: World) -> None:
    tag = tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9, memo="zanzibar one")])[0]
    tags.edit(world.project, world.ann, tag, memo="zanzibar two")
    readings.set_memo(world.project, world.ann, world.reading(), "zanzibar three")
    report = purge.purge_document(world.project, world.lea, world.mill)
    assert "Erased the text" in report.words[0]
    world.project.close()
    whole = world.path.read_bytes()
    for words in (b"zanzibar", b"sold the flour", b"asked the commander"):
        assert words not in whole
    assert check(world.path) == []
    world.again()
    [left] = [d for d in documents.listed(world.project) if d.purged]
    assert (left.id, left.title) == (world.mill.id, "(erased)")
    assert [(t.code, t.start, t.stop, t.memo) for t in tags.of_reading(world.project, world.reading())] == [
        ("D3", 0, 9, "(erased)")
    ]
    assert any("erased a document" in change.words for change in history.history(world.project))
    with pytest.raises(Refused, match="erased"):
        documents.text(world.project, left)


def test_a_purged_text_is_not_taken_again(world: World) -> None:
    purge.purge_document(world.project, world.lea, world.mill)
    with pytest.raises(Refused, match="erased here on purpose"):
        documents.add(world.project, world.lea, Imported("mill again", MILL))


def test_a_purged_case_leaves_no_word_and_the_memos_that_name_it_go_too(world: World) -> None:
    case = cases.add(world.project, world.ann, "C-9", "Qadir Made-Up", {"town": "Xanadu"}, "note zephyr")
    tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9, memo="quokka", case=case.id)])
    purge.purge_case(world.project, world.lea, case)
    world.project.close()
    whole = world.path.read_bytes()
    for words in (b"Qadir", b"Xanadu", b"zephyr", b"quokka", b"C-9"):
        assert words not in whole
    assert check(world.path) == []
    world.again()
    assert cases.listed(world.project)[0].purged


def test_only_leads_purge_and_only_once(world: World) -> None:
    with pytest.raises(Refused, match="Only leads"):
        purge.purge_document(world.project, world.ann, world.mill)
    purge.purge_document(world.project, world.lea, world.mill)
    erased = next(d for d in documents.listed(world.project) if d.purged)
    with pytest.raises(Refused, match="already"):
        purge.purge_document(world.project, world.lea, erased)


def test_the_report_names_the_backups_that_still_hold_it(world: World) -> None:
    from db import backups

    copy = backups.automatic(world.path, "daily")
    report = purge.purge_document(world.project, world.lea, world.mill)
    assert report.backups == [copy]
    assert isinstance(report.backups[0], Path)


def test_the_report_counts_as_people_do(world: World) -> None:
    case = cases.add(world.project, world.ann, "C-9")
    [tag] = tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9, memo="one", case=case.id)])
    tags.edit(world.project, world.ann, tag, memo="one, in other words")
    documents.edit(world.project, world.lea, world.mill, source="a box of letters")
    assert "and 1 memo on tags that name it" in purge.purge_case(world.project, world.lea, case).words[0]
    assert purge.purge_document(world.project, world.lea, world.mill).words[0].endswith("and 1 memo.")


def test_nothing_is_said_any_more_about_an_erased_document(world: World) -> None:
    purge.purge_document(world.project, world.lea, world.mill)
    with pytest.raises(Refused, match="erased"):
        documents.edit(world.project, world.lea, world.mill, title="Karim, a baker")
    with pytest.raises(Refused, match="erased already"):
        purge.purge_document(world.project, world.lea, world.mill)
