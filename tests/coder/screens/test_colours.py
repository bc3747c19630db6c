"""Every theme can be read, with colours and without them."""

from collections.abc import Callable, Iterator

import pytest
from rich.segment import Segment

from coder.app import CoderApp
from coder.themes import NAMES
from tests.coder.conftest import MILL
from tests.coder.screens.conftest import OnDesk, notices, screen_text, typed

Opened = Callable[..., OnDesk]


def painted(app: CoderApp) -> Iterator[Segment]:
    """What is written on the screen, as it goes to the terminal."""
    for strip in app.screen._compositor.render_strips():
        yield from (segment for segment in strip if segment.text.strip() and segment.style)


def marked(app: CoderApp) -> str:
    """Words on another ground than the rest of the text, or reversed: what is selected, found or under the cursor."""
    grounds = [segment.style.bgcolor for segment in painted(app) if segment.style and "was" in segment.text]
    return "".join(
        segment.text
        for segment in painted(app)
        if segment.style and (segment.style.reverse or segment.style.bgcolor not in grounds)
    )


@pytest.mark.parametrize("no_color", [False, True], ids=["colours", "no colours"])
@pytest.mark.parametrize("theme", NAMES)
async def test_words_stand_out_from_their_ground(
    on_desk: Opened, monkeypatch: pytest.MonkeyPatch, theme: str, no_color: bool
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    app = on_desk(at=MILL.index("He laughed"))
    async with app.run_test() as pilot:
        app.theme = theme
        await pilot.press("s")
        assert "He laughed, and I walked home" in marked(app)
        await pilot.press("escape", "slash")
        await typed(pilot, "brother")
        assert "other" in marked(app)
        await pilot.press("m", "d", "ctrl+p")
        await pilot.pause()
        for segment in painted(app):
            assert segment.style is not None
            ink, ground = segment.style.color, segment.style.bgcolor
            assert ink is None or ground is None or ink.is_default or ink != ground, segment


async def test_without_colours_none_goes_to_a_terminal_with_its_own(
    on_desk: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = on_desk()
    async with app.run_test() as pilot:
        app.theme = "ansi-dark"
        await pilot.press("s", "1", "2", "m")
        for segment in painted(app):
            assert segment.style is not None
            for colour in (segment.style.color, segment.style.bgcolor):
                assert colour is None or colour.is_default


async def test_f6_goes_through_all_themes_and_says_which(on_desk: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODER_THEME", "paper")
    app = on_desk()
    async with app.run_test() as pilot:
        assert app.theme == "paper"
        for name in ("ansi-dark", "ansi-light", "night", "paper"):
            await pilot.press("f6")
            assert app.theme == name
            assert notices(app)[-1] == f"Colours: {name}"
        assert MILL[:20] in screen_text(app)


async def test_an_unknown_theme_is_night(on_desk: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODER_THEME", "[red]")
    app = on_desk()
    async with app.run_test():
        assert app.theme == "night"
