"""The agreement screen: live figures, and from a figure down to the text."""

import pytest

from coder.app import CoderApp
from coder.screens.agreement import Agreement
from coder.screens.agreement_places import Cells, Places
from coder.screens.desk import Desk
from coder.widgets.listing import Listing
from db import readings, rounds, tags
from db.values import Coder, Document, NewTag
from tests.coder.conftest import LONG, MILL, Study
from tests.coder.screens.conftest import line, rows, screen_text, settled


def coded(study: Study, coder: Coder, document: Document, text: str, *said: tuple[str, str]) -> None:
    """Somebody gave codes to words, and finished."""
    reading = readings.of(study.project, coder, document, rounds.current(study.project))
    new = [NewTag(code, text.index(words), text.index(words) + len(words)) for code, words in said]
    tags.add_many(study.project, study.lea, {reading: new}, finish=True)


@pytest.fixture
def compared(study: Study) -> Study:
    """Ann and Ben finished two documents: they agree on D3, and where Ann says D2 Ben says D4, or nothing."""
    coded(study, study.ann, study.mill, MILL, ("D3", "They said the mill was ours"), ("D2", "Nobody was asked."))
    coded(study, study.ben, study.mill, MILL, ("D3", "They said the mill was ours"), ("D4", "Nobody was asked."))
    coded(study, study.ann, study.long, LONG, ("D2", "Paragraph 40 tells of the road."))
    coded(study, study.ben, study.long, LONG)
    return study


def codes(app: CoderApp) -> dict[str, str]:
    """By code, its row."""
    return {row.removeprefix("▸").split()[0]: row for row in rows(app)}


async def test_each_code_has_a_row_with_its_figure_and_the_level_can_be_changed(compared: Study) -> None:
    app = CoderApp(compared.path, "Lea")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f3")
        await settled(pilot)
        assert isinstance(app.screen, Agreement)
        assert line(app, "head") == " Agreement by document|Ann, Ben · 2 documents "
        assert "1.000" in codes(app)["D3"]
        assert "100 %" in codes(app)["D3"]
        for _ in range(3):
            await pilot.press("right")
            await settled(pilot)
        assert line(app, "head").startswith(" Agreement by passage|")
        assert "1.000" in codes(app)["D3"]


async def test_the_line_below_says_what_to_think_of_the_chosen_code(compared: Study) -> None:
    app = CoderApp(compared.path, "Lea")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f3")
        await settled(pilot)
        assert "D1: undefined · not used" in screen_text(app)


async def test_enter_goes_from_a_code_to_what_others_gave_to_the_place_in_the_text(compared: Study) -> None:
    app = CoderApp(compared.path, "Ann")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f3")
        await settled(pilot)
        app.screen.query_one(Listing).choose(list(codes(app)).index("D2"))
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Cells)
        assert line(app, "use") == " passages: Ann 2, Ben 0|"
        assert [row.removeprefix("▸").split("(")[0].split() for row in rows(app)] == [
            ["1", "place", "4", "Quality", "of", "life"],
            ["1", "place", "nothing:", "only", "one", "coder", "tagged", "it"],
            ["document", "The", "[mill]:", "Ann,", "not", "Ben"],
            ["document", "The", "road:", "Ann,", "not", "Ben"],
        ]
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Places)
        assert "Ann: D2 · Ben: D4" in screen_text(app)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        assert app.screen.reader.cursor == MILL.index("Nobody was asked.")


async def test_it_is_live(compared: Study) -> None:
    app = CoderApp(compared.path, "Lea")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f3")
        await settled(pilot)
        coded(compared, compared.ann, compared.harsh, "It was dark there.", ("D1", "dark"))
        coded(compared, compared.ben, compared.harsh, "It was dark there.", ("D1", "dark"))
        app.screen._look()
        await settled(pilot)
        assert "3 documents" in line(app, "head")
        assert "1.000" in codes(app)["D1"]


async def test_with_nothing_to_compare_it_says_so(study: Study) -> None:
    app = CoderApp(study.path, "Lea")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f3")
        await settled(pilot)
        assert "nothing can be compared" in screen_text(app)
        await pilot.press("right", "enter", "q")
        await settled(pilot)
        assert not isinstance(app.screen, Agreement)


async def test_a_key_before_the_figures_of_another_level_are_there_is_harmless(compared: Study) -> None:
    app = CoderApp(compared.path, "Lea")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f3")
        await settled(pilot)
        for key in ("right", "down", "right", "down", "left", "up", "right", "right"):
            app.simulate_key(key)
        await settled(pilot)
        assert line(app, "head").startswith(" Agreement by passage|")


async def test_at_the_level_of_documents_it_is_told_which_differ_and_enter_goes_to_the_tag(compared: Study) -> None:
    app = CoderApp(compared.path, "Lea")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f3")
        await settled(pilot)
        app.screen.query_one(Listing).choose(list(codes(app)).index("D4"))
        await pilot.press("enter")
        await settled(pilot)
        app.screen.query_one(Listing).choose(1)
        assert "Ben, not Ann" in rows(app)[1]
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        assert app.screen.reader.cursor == MILL.index("Nobody was asked.")


async def test_each_place_says_what_the_figure_would_gain_and_a_key_sorts_by_it(compared: Study) -> None:
    coded(compared, compared.ann, compared.harsh, "It was dark there.", ("D2", "dark"))
    coded(compared, compared.ben, compared.harsh, "It was dark there.")
    app = CoderApp(compared.path, "Lea")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f3")
        await settled(pilot)
        app.screen.query_one(Listing).choose(list(codes(app)).index("D2"))
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        places = app.screen
        assert isinstance(places, Places)
        assert "chases the figure" in line(app, "about")
        in_order = [place.title for place in app.screen.query_one(Listing).entries]
        gains = [place.gain for place in places.places]
        assert in_order == sorted(in_order)
        assert gains != sorted(gains, reverse=True)
        await pilot.press("s")
        await settled(pilot)
        assert [place.gain for place in app.screen.query_one(Listing).entries] == sorted(gains, reverse=True)
        await pilot.press("s")
        await settled(pilot)
        assert [place.title for place in app.screen.query_one(Listing).entries] == in_order
