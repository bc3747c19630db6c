"""Finding a place in a text from the desk."""

from collections.abc import Callable

import pytest

from coder.screens.ask import Ask
from coder.widgets.line import Line
from corpus.readers import Imported
from corpus.text import Span
from db import documents
from tests.coder.conftest import MILL, Study
from tests.coder.screens.conftest import OnDesk, settled, typed

Opened = Callable[..., OnDesk]


def status(app: OnDesk) -> str:
    return app.desk.query_one("#status", Line).left


def hits(app: OnDesk) -> list[str]:
    """The words that are marked as found."""
    return [MILL[span.start : span.stop] for span in app.desk.reader._hits]


@pytest.mark.parametrize(
    ("asked", "found", "told"),
    [
        ("They said", ["They said"], "“They said”: 1 of 1 ·"),
        ("the MILL  was", ["the mill was"], "“the MILL  was”: 1 of 1 ·"),
        ("They said the mil was hours", ["They said the mill was ours"], "1 of 1 (not word for word)"),
    ],
)
async def test_words_are_found_as_they_stand_or_nearly_so(
    on_desk: Opened, asked: str, found: list[str], told: str
) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("slash")
        await typed(pilot, asked)
        assert hits(app) == found
        assert app.desk.reader.cursor == MILL.index(found[0])
        assert told in status(app)


async def test_words_that_stand_nowhere_are_told_and_nothing_moves(on_desk: Opened) -> None:
    app = on_desk(at=4)
    async with app.run_test() as pilot:
        await pilot.press("slash")
        await typed(pilot, "zeppelin xyzzy")
        assert "“zeppelin xyzzy” does not stand here, nor anything like it." in status(app)
        assert app.desk.reader.cursor == 4
        assert hits(app) == []


async def test_n_and_N_walk_around_all_hits(on_desk: Opened) -> None:
    app = on_desk(at=MILL.index("I asked"))
    places = [at for at in range(len(MILL)) if MILL.startswith("was", at)]
    assert len(places) == 3
    async with app.run_test() as pilot:
        await pilot.press("slash")
        await typed(pilot, "was")
        assert app.desk.reader.cursor == places[2]
        assert "3 of 3" in status(app)
        walked = []
        for key in ("n", "n", "n", "N", "N"):
            await pilot.press(key)
            walked.append(places.index(app.desk.reader.cursor))
        assert walked == [0, 1, 2, 1, 0]
        await pilot.press("G", "N")
        assert app.desk.reader.cursor == places[2]
        await pilot.press("g", "N")
        assert app.desk.reader.cursor == places[2]


async def test_esc_clears_what_was_found(on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("slash")
        await typed(pilot, "was")
        await pilot.press("s", "escape")
        assert app.desk.reader.selection is None
        assert len(hits(app)) == 3
        await pilot.press("escape")
        assert hits(app) == []
        assert "n next" not in status(app)
        await pilot.press("n")
        assert isinstance(app.screen, Ask)
        await pilot.press("escape", "N")
        assert isinstance(app.screen, Ask)


async def test_what_was_found_can_be_tagged(on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("slash")
        await typed(pilot, "He laughed")
        await pilot.press("s", "4")
        assert [(tag.code, MILL[tag.start : tag.stop]) for tag in app.desk.coding.tags] == [
            ("D4", "He laughed, and I walked home that night.")
        ]


async def test_a_hit_inside_a_letter_with_its_marks_holds_nobody_up(study: Study, on_desk: Opened) -> None:
    text = "Cafe\u0301 and cafe\u0301, and once more cafe\u0301."
    document, _ = documents.add(study.project, study.lea, Imported("Marks", text))
    app = on_desk(document)
    async with app.run_test() as pilot:
        await pilot.press("slash")
        await typed(pilot, "\u0301")
        seen = [app.desk.reader.cursor]
        for _ in range(3):
            await pilot.press("n")
            seen.append(app.desk.reader.cursor)
        assert seen == [3, 13, 34, 3]
        await pilot.press("N")
        assert app.desk.reader.cursor == 34


async def test_a_second_search_replaces_the_first(on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("slash")
        await typed(pilot, "was")
        await pilot.press("slash", "escape")
        assert len(hits(app)) == 3
        await pilot.press("slash")
        await typed(pilot, "bread")
        assert hits(app) == ["bread"]


async def test_searching_is_not_reading(on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("slash")
        await typed(pilot, "bread")
        assert app.desk.coding.reading.position == 0
        assert not app.desk.coding.reading.begun


async def test_ctrl_g_goes_to_a_paragraph_by_its_number(study: Study, on_desk: Opened) -> None:
    app = on_desk(study.long)
    async with app.run_test() as pilot:
        for answer, paragraph in (("40", 40), ("999", 60), ("0", 1), ("12", 12), ("-5", 12), ("", 12)):
            await pilot.press("ctrl+g")
            assert isinstance(app.screen, Ask)
            await typed(pilot, answer)
            if app.screen_stack[-1] is not app.desk:
                await pilot.press("escape")
            assert app.desk.reader.current_paragraph == paragraph - 1
        assert app.desk.coding.reading.position == 0


async def test_words_that_were_asked_for_do_nothing_to_the_terminal(on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("slash")
        await typed(pilot, "[red]\x1b[31mno")
        await settled(pilot)
        assert "“[red]␛[31mno” does not stand here" in status(app)


async def test_a_text_without_words_can_be_opened_and_searched(study: Study, on_desk: Opened) -> None:
    document, _ = documents.add(study.project, study.lea, Imported("Empty", "."))
    app = on_desk(document)
    async with app.run_test() as pilot:
        await pilot.press("slash")
        await typed(pilot, "was")
        await pilot.press("n", "escape", "e", "s", "v", "G", "ctrl+g")
        await typed(pilot, "1")
        assert app.desk.reader.selection in (None, Span(0, 1))
