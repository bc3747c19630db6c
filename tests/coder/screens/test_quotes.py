"""A quote in all documents: ranked places, and from there to a tag."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from coder.screens import quotes
from coder.screens.desk import Desk
from coder.screens.quotes import Quotes
from coder.screens.warning import ContentWarning
from corpus.readers import Imported
from db import documents
from tests.coder.conftest import MILL, Study
from tests.coder.screens.conftest import OnDesk, line, rows, settled

Opened = Callable[..., OnDesk]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotes, "PAUSE", 0.001)


async def sought(pilot: Pilot[Any], words: str) -> None:
    """Paste a quote and wait for its places."""
    screen = pilot.app.screen
    assert isinstance(screen, Quotes)
    screen.query_one(Input).value = words
    for _ in range(200):
        await settled(pilot)
        if screen._shown_for == words:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("no answer")


async def test_a_quote_is_found_selected_and_tagged(study: Study, on_desk: Opened) -> None:
    app = on_desk(study.long)
    async with app.run_test() as pilot:
        await pilot.press("f5")
        await sought(pilot, "he laught and I walked hom that night")
        assert line(app, "status").startswith(" found|")
        assert rows(app)[0].startswith("▸ The [mill] ¶ 2 · like it, 9")
        assert "He laughed, and I walked home that night" in " ".join(rows(app))
        await pilot.press("enter")
        await settled(pilot)
        assert app.desk.coding.document.id == study.mill.id
        await pilot.press("4")
        [tag] = app.desk.coding.tags
        assert MILL[tag.start : tag.stop] == "He laughed, and I walked home that night"
        await pilot.press("f5")
        assert app.screen.query_one(Input).value == "he laught and I walked hom that night"
        await pilot.press("escape")
        assert not isinstance(app.screen, Quotes)


async def test_from_a_desk_that_lies_below_one_goes_back_to_it_and_the_quote_is_kept(on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        desk = app.desk
        await pilot.press("f5")
        await sought(pilot, "the bread was good there")
        await pilot.press("enter")
        await settled(pilot)
        assert app.screen is desk
        assert desk.reader.selection is not None
        assert MILL[slice(*desk.reader.selection)] == "the bread was good there"
        await pilot.press("f5")
        assert app.screen.query_one(Input).value == "the bread was good there"


async def test_several_places_are_ranked_and_arrows_choose(study: Study, on_desk: Opened) -> None:
    documents.add(study.project, study.lea, Imported("Copy", "He wrote: Nobody was asked about the ferry that day."))
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("f5")
        await sought(pilot, "Nobody was asked")
        assert line(app, "status").startswith(" in 2 places")
        await pilot.press("down", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Desk)
        assert app.desk.coding.text[slice(*app.desk.reader.selection or (0, 0))] == "Nobody was asked"


@pytest.mark.parametrize(
    ("words", "told"),
    [("a zeppelin over the sea of glass", "not found|"), ("the mil was ours", "not found surely: 1 guess|")],
)
async def test_what_is_not_found_is_told(on_desk: Opened, words: str, told: str) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("f5")
        await sought(pilot, words)
        assert line(app, "status") == f" {told}"


async def test_a_content_warning_comes_first(on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("f5")
        await sought(pilot, "It was dark there")
        assert "(!)" in rows(app)[0]
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, ContentWarning)


async def test_typing_on_interrupts_a_search_and_nothing_waits(
    on_desk: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, interrupted = threading.Event(), threading.Event()
    locate = quotes.Library.locate

    def slow(self: Any, quote: str, stop: Callable[[], bool], *rest: Any) -> Any:
        if quote != "first":
            return locate(self, quote, stop, *rest)
        begun.set()
        while not stop():
            pass
        interrupted.set()
        raise quotes.Interrupted

    monkeypatch.setattr(quotes.Library, "locate", slow)
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("f5")
        app.screen.query_one(Input).value = "first"
        await asyncio.to_thread(begun.wait, 5)
        await pilot.press("enter")  # there is nothing yet to go to
        assert isinstance(app.screen, Quotes)
        await sought(pilot, "Nobody was asked")
        assert interrupted.is_set()
        assert line(app, "status").startswith(" found|")


async def test_what_stands_in_a_title_or_text_does_nothing_to_the_terminal(study: Study, on_desk: Opened) -> None:
    documents.add(study.project, study.lea, Imported("[b]\x1b[31m", "The \x1b]0;x\x07 ferry left at noon without us."))
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("f5")
        await sought(pilot, "ferry left at noon without us")
        assert rows(app)[0] == "▸ [b]␛[31m ¶ 1"
        assert "␛]0;x␇" in " ".join(rows(app))


async def test_in_a_text_a_quote_is_selected_too(on_desk: Opened) -> None:
    app = on_desk()
    async with app.run_test() as pilot:
        await pilot.press("slash")
        app.screen.query_one(Input).value = "They said the mill … sold the flower"
        await pilot.press("enter")
        await settled(pilot)
        assert (
            MILL[slice(*app.desk.reader.selection or (0, 0))]
            == "They said the mill was ours, and then they sold the flour"
        )
        await pilot.press("1", "escape", "escape")
        assert len(app.desk.coding.tags) == 1
        assert app.desk.reader._hits == []
