"""The review on the screen: a place, what each gave, a key decides; and what a coder then sees of it."""

from collections.abc import Callable

import pytest

from coder.reviewing import Reviewing
from coder.screens.choose import Choose
from coder.screens.corrected_passages import Corrections
from coder.screens.desk import Desk
from coder.screens.review import Review
from coder.widgets.listing import Listing
from db import cases, codebooks, comments, readings, rounds, rulings, tags
from db.project import open_project
from db.values import NewTag
from tests.coder.conftest import MILL, Study
from tests.coder.screens.conftest import OnDesk, line, rows, screen_text, settled, typed
from tests.coder.screens.test_deciding import OnDocuments
from tests.coder.test_reviewing import reviewing as reviewing  # the fixture

Opened = Callable[..., OnDesk]
pytestmark = pytest.mark.usefixtures("reviewing")


def said(study: Study) -> list[list[tuple[str, str]]]:
    study.project.viewer = study.lea.id
    found = sorted(rulings.listed(study.project), key=lambda ruling: ruling.start)
    return [[(one.code, MILL[one.start : one.stop]) for one in ruling.outcome] for ruling in found]


async def test_a_lead_settles_places_without_the_mouse(study: Study) -> None:
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f7")
        await settled(pilot)
        assert isinstance(app.screen, Review)
        assert "1 of 3 · 0 settled" in line(app, "head")
        shown = screen_text(app)
        assert "1 Ann: D3" in shown
        assert "2 Ben: D3" in shown
        assert "boundary · D3 · open" in shown
        await pilot.press("1", "n", "x", "u", "ctrl+r")
        assert "Done again: ruled nothing" in line(app, "status")
        await pilot.press("u", "r")
        await settled(pilot)
        assert isinstance(app.screen, Choose)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("e", "s", "enter")
        await settled(pilot)
        assert "3 settled" in line(app, "head")
        assert said(study) == [
            [("D3", "the mill was ours")],
            [("D1", "He laughed")],
            [("R3", "My brother stayed.")],
        ]
        await pilot.press("m", "enter")
        await settled(pilot)
        await typed(pilot, "because [bold]")
        assert "because [bold]" in screen_text(app)


async def test_what_can_t_be_decided_is_said_and_nothing_changes(study: Study) -> None:
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f7")
        await settled(pilot)
        for key, told in (("9", "no coder 9"), ("enter", "Select the words"), ("o", "Nothing is decided"),
                          ("N", "before"), ("u", "Nothing to undo")):  # fmt: skip
            await pilot.press(key)
            assert told in line(app, "status")
        await pilot.press("B")
        await typed(pilot, "many")
        assert "no number" in line(app, "status")
        assert said(study) == []


async def test_filters_list_names_and_the_other_order(study: Study) -> None:
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await pilot.press("f7")
        await settled(pilot)
        await pilot.press("H")
        assert "1 A: D3" in screen_text(app)
        assert "Ann" not in screen_text(app)
        await pilot.press("f")
        await settled(pilot)
        await pilot.press(*"omission", "enter")
        await settled(pilot)
        assert "only omission · 1 of 1" in line(app, "head")
        await pilot.press("f", "enter")
        await settled(pilot)
        assert "of 3" in line(app, "head")
        await pilot.press("z")
        assert "alpha +" in screen_text(app)
        await pilot.press("l")
        await settled(pilot)
        await pilot.press(*"boundary", "enter")
        await settled(pilot)
        assert "boundary · D3" in screen_text(app)
        await pilot.press("g")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        await pilot.press("f7")
        assert isinstance(app.screen, Review)
        await pilot.press("escape")
        assert not isinstance(app.screen, Review)


async def test_a_coder_sees_their_own_corrected_passages_and_nobody_else_s(study: Study, reviewing: Reviewing) -> None:
    reviewing.take(2)
    reviewing.because(reason="whose mill it is")
    reviewing.go(1)
    reviewing.take(1)
    study.project.viewer = study.ann.id
    app = OnDocuments(study, None, study.ann, None)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("f8")
        await settled(pilot)
        assert isinstance(app.screen, Corrections)
        shown = rows(app)
        assert [row.strip() for row in shown if row.strip().startswith(("you:", "now:"))] == [
            "you: D3 “the mill was ours”",
            "now: D3 “said the mill was ours” — whose mill it is",
        ]
        assert "Ben" not in screen_text(app)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Desk)


async def test_a_proposed_sentence_is_taken_into_the_codebook_with_a_key(study: Study, reviewing: Reviewing) -> None:
    reviewing.take(1)
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f7")
        await settled(pilot)
        await pilot.press("T")
        assert "No ruling proposes a sentence" in line(app, "status")
        await pilot.press("p", "M")
        await typed(pilot, "A mill is property.")
        await pilot.press("T")
        await settled(pilot)
        assert "A mill is property." in "\n".join(rows(app))
        await pilot.press("enter")
        await settled(pilot)
        assert "when to use it" in rows(app)[0]
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Review)
        assert "D3, when to use it: a new version of the codebook" in line(app, "status")
        assert (
            codebooks.of_round(study.project, rounds.current(study.project)).code("D3").use[-1] == "A mill is property."
        )
        await pilot.press("T")
        assert "No ruling proposes a sentence" in line(app, "status")


async def test_where_nobody_differs_it_is_said(study: Study, reviewing: Reviewing) -> None:
    reviewing.only(codes=("D9",))
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.push_screen(Review(reviewing))
        await settled(pilot)
        assert "No disagreement is listed" in screen_text(app)
        await pilot.press(*"1xrRamMnelgyoCzHsv", "right")
        await settled(pilot)
        assert said(study) == []


async def test_a_corrected_passage_shows_and_selects_ones_own_edges_not_the_others(
    study: Study, reviewing: Reviewing
) -> None:
    reviewing.nothing()
    study.project.viewer = study.ann.id
    app = OnDocuments(study, None, study.ann, None)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("f8")
        await settled(pilot)
        listing = app.screen.query_one(Listing)
        segments = [segment for y in range(listing.size.height) for segment in listing.render_line(y)]
        shown = [s.text for s in segments if "the mill was ours" in s.text and "“" not in s.text]
        assert shown == ["the mill was ours"]
        await pilot.press("enter")
        await settled(pilot)
        start = MILL.index("the mill was ours")
        assert app.desk.reader.selection == (start, start + 17)


async def test_a_place_that_changed_while_another_was_ruled_is_read_again(study: Study, reviewing: Reviewing) -> None:
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f7")
        await settled(pilot)
        with open_project(study.path) as elsewhere:
            reading = readings.of(elsewhere, study.ann, study.mill, rounds.current(elsewhere))
            readings.reopen(elsewhere, study.ann, reading)
            reading = readings.of(elsewhere, study.ann, study.mill, rounds.current(elsewhere))
            tag = next(one for one in tags.of_reading(elsewhere, reading) if one.code == "D1")
            tags.edit(elsewhere, study.ann, tag, memo="He did, at me.")
            readings.finish(elsewhere, study.ann, reading)
        await pilot.press("x", "n", "x", "x")
        await settled(pilot)
        assert "2 settled" in line(app, "head")
        assert "He did, at me." in screen_text(app)


async def test_whose_words_they_are_is_shown_where_it_is_in_question(study: Study) -> None:
    otto = cases.add(study.project, study.lea, "k2", "Otto")
    study.project.viewer = None
    for coder, case in ((study.ann, None), (study.ben, otto)):
        reading = readings.of(study.project, coder, study.harsh, rounds.current(study.project))
        tag = NewTag("D3", 0, 18, case=case.id if case else None)
        tags.add_many(study.project, coder, {reading: [tag]}, finish=True)
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("f7")
        await settled(pilot)
        await pilot.press("n", "n", "n")
        assert "1 Ann: D3 no case “It was dark there.”" in screen_text(app)
        assert "2 Ben: D3 case k2 (Otto) “It was dark there.”" in screen_text(app)
        await pilot.press("2")
        assert "ruled by Lea: D3 case k2 (Otto) “It was dark there.”" in screen_text(app)
    study.project.viewer = study.ann.id
    app = OnDocuments(study, None, study.ann, None)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("f8")
        await settled(pilot)
        assert [row.strip() for row in rows(app) if row.strip().startswith(("you:", "now:"))] == [
            "you: D3 no case “It was dark there.”",
            "now: D3 case k2 (Otto) “It was dark there.”",
        ]


async def test_words_that_are_no_listed_reason_are_the_reason_in_own_words(study: Study, reviewing: Reviewing) -> None:
    listed = comments.add_reason(study.project, study.lea, "Nobody is named")
    app = OnDocuments(study, None, study.lea, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f7")
        await settled(pilot)
        await pilot.press("1", "m")
        await settled(pilot)
        await typed(pilot, "A mill is no person")
        await pilot.press("m")
        await settled(pilot)
        await typed(pilot, "nobody")
        assert "Nobody is named; A mill is no person" in screen_text(app)
    [ruling] = rulings.listed(study.project)
    assert (ruling.reason, ruling.picked) == ("A mill is no person", listed.id)
