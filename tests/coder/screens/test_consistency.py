"""The desk's suggestions from a coder's own work, and what an import asks about another version of a text."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from coder import alike
from coder.screens.alike import AlikePlaces
from coder.screens.choose import Choose
from coder.screens.desk import Desk
from corpus.readers import Imported
from corpus.refused import Refused
from db import corrections, documents, readings, retests, rounds, tags
from db.values import NewTag
from tests.coder.conftest import MILL, Study
from tests.coder.screens.conftest import OnDesk, line, rows, settled, typed
from tests.coder.screens.test_deciding import OnDocuments

Opened = Callable[..., OnDesk]
SAID = "I asked the commander why. He laughed, and I walked home that night."


def told_again(study: Study) -> None:
    """Another document that holds the mill's second paragraph."""
    again, _ = documents.add(study.project, study.lea, Imported("Again", f"They wrote it down.\n\n{SAID}\n"))
    reading = readings.of(study.project, study.ann, again, rounds.current(study.project))
    start = documents.text(study.project, again).index(SAID)
    tags.add(study.project, study.ann, reading, [NewTag("D1", start, start + len(SAID))])


def tag_here(study: Study, code: str) -> None:
    start = MILL.index(SAID)
    tags.add(study.project, study.ann, study.coding().reading, [NewTag(code, start, start + len(SAID))])


async def test_who_tagged_the_same_words_otherwise_is_told_before_finishing(study: Study, on_desk: Opened) -> None:
    told_again(study)
    tag_here(study, "D3")
    readings.advance(study.project, study.ann, study.coding().reading, len(MILL))
    app = on_desk()
    async with app.run_test(size=(110, 30)) as pilot:
        await settled(pilot)
        await pilot.press("d")
        assert "1 passage here: tagged otherwise elsewhere" in line(app, "status")
        assert not app.desk.coding.reading.finished
        await pilot.press("S")
        await settled(pilot)
        assert isinstance(app.screen, AlikePlaces)
        assert next(row for row in rows(app) if "1 of 1" in row).startswith("▸ Again · 1 of 1 · D1")
        await pilot.press("escape", "d")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        assert app.desk.coding.reading.finished


async def test_in_a_reliability_round_nothing_is_suggested(study: Study, on_desk: Opened) -> None:
    told_again(study)
    first = rounds.plan(study.project, study.lea, "first", purpose="reliability", people=[study.ann])
    study.project.viewer = study.ann.id
    reading = readings.of(study.project, study.ann, study.mill, first)
    start = MILL.index(SAID)
    tags.add(study.project, study.ann, reading, [NewTag("D3", start, start + len(SAID))])
    readings.advance(study.project, study.ann, reading, len(MILL))
    app = on_desk(at=start)
    async with app.run_test(size=(110, 30)) as pilot:
        await settled(pilot)
        for key in ("S", "L"):
            await pilot.press(key)
            await settled(pilot)
            assert isinstance(app.screen, Desk)
        await pilot.press("d")
        assert app.desk.coding.reading.finished


@pytest.mark.parametrize("purpose", ["main", "reliability"])
async def test_in_a_retest_nothing_is_suggested_whatever_it_is_for(
    study: Study, on_desk: Opened, purpose: Literal["main", "reliability"]
) -> None:
    told_again(study)
    tag_here(study, "D4")
    main = rounds.current(study.project)
    readings.finish(study.project, study.ann, study.coding().reading)
    again = retests.plan(
        study.project, study.lea, "again", main, people=[study.ann], chosen=[study.mill], purpose=purpose
    )
    study.project.viewer = study.ann.id
    reading = readings.of(study.project, study.ann, study.mill, again)
    start = MILL.index(SAID)
    [tag] = tags.add(study.project, study.ann, reading, [NewTag("D3", start, start + len(SAID))])
    with pytest.raises(Refused, match="retest"):
        list(alike.untagged_like(study.project, study.ann, tag))
    other = next(document for document in documents.listed(study.project) if document.title == "Again")
    assert alike.tagged_differently(study.project, study.ann, other).groups == []
    readings.advance(study.project, study.ann, reading, len(MILL))
    app = on_desk(at=start)
    async with app.run_test(size=(110, 30)) as pilot:
        await settled(pilot)
        for key in ("S", "L"):
            await pilot.press(key)
            await settled(pilot)
            assert isinstance(app.screen, Desk)
        await pilot.press("d")
        assert app.desk.coding.reading.finished


async def test_more_like_a_passage_leads_to_what_is_not_tagged(study: Study, on_desk: Opened) -> None:
    documents.add(study.project, study.lea, Imported("Again", f"They wrote it down.\n\n{SAID}\n"))
    tag_here(study, "D3")
    app = on_desk(at=MILL.index(SAID))
    async with app.run_test(size=(110, 30)) as pilot:
        await settled(pilot)
        await pilot.press("L")
        await settled(pilot)
        assert isinstance(app.screen, AlikePlaces)
        assert "Again · 100 % like it" in rows(app)[0]
        await pilot.press("enter")
        await settled(pilot)
        assert app.desk.coding.document.title == "Again"
        assert app.desk.reader.selection is not None
        await pilot.press("1")
        assert [tag.code for tag in app.desk.coding.tags] == ["D1"]


async def test_without_a_tag_there_is_nothing_to_be_like(study: Study, on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("L")
        assert isinstance(app.screen, Desk)
        assert "No tag is under the cursor" in line(app, "status")


async def test_an_import_asks_about_another_version_of_a_text(study: Study, tmp_path: Path) -> None:
    for name, words in (("second", MILL.replace("flour", "meal")), ("third", MILL.upper())):
        (tmp_path / f"{name}.txt").write_text(words, encoding="utf-8")
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test(size=(110, 30)) as pilot:
        await settled(pilot)
        await pilot.press("I")
        await typed(pilot, str(tmp_path / "*.txt"))
        assert isinstance(app.screen, Choose)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Choose)
        await pilot.press("escape")
        await settled(pilot)
        known = {document.title: document for document in documents.listed(study.project)}
        assert known["second"].same_as == study.mill.id
        assert "third" not in known


async def test_words_that_the_corrected_text_has_not_are_tagged_nowhere(study: Study, on_desk: Opened) -> None:
    told_again(study)
    tag_here(study, "D3")
    short = MILL.replace(SAID, "").strip()
    corrections.correct(study.project, study.lea, study.mill, corrections.proposed(study.project, study.mill, short))
    app = on_desk()
    async with app.run_test(size=(110, 30)) as pilot:
        await settled(pilot)
        await pilot.press("S")
        await settled(pilot)
        assert isinstance(app.screen, AlikePlaces)
        assert app.screen.places == []


def test_nothing_is_suggested_in_a_document_of_a_reliability_round_while_others_are_coded(study: Study) -> None:
    again, _ = documents.add(study.project, study.lea, Imported("Again", f"They wrote it down.\n\n{SAID}\n"))
    people = [study.ann]
    rounds.plan(study.project, study.lea, "first", purpose="reliability", people=people, chosen=[again])
    rounds.plan(study.project, study.lea, "next", purpose="main", people=people, chosen=[study.mill])
    tag_here(study, "D3")
    [here] = tags.listed(study.project)
    assert list(alike.untagged_like(study.project, study.ann, here)) == []
    reading = study.coding(document=again).reading
    [there] = tags.add(study.project, study.ann, reading, [NewTag("D1", 0, 9)])
    with pytest.raises(Refused, match="reliability"):
        list(alike.untagged_like(study.project, study.ann, there))
    with pytest.raises(Refused, match="reliability"):
        alike.tagged_differently(study.project, study.ann, again)
