"""What is pasted into the fields does nothing to the terminal."""

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import TextArea

from coder.widgets.fields import InputArea, InputLine
from tests.coder.screens.conftest import screen_text

FOREIGN = "a\x1b]0;PWN\x07\u202eb\x9b31m"


class Writing(App[None]):
    """One field."""

    def __init__(self, field: Widget) -> None:
        super().__init__()
        self.field = field

    def compose(self) -> ComposeResult:
        """The field."""
        yield self.field


@pytest.mark.parametrize("field", [InputLine, InputArea])
async def test_escape_sequences_that_are_pasted_become_signs(field: type[Widget]) -> None:
    app = Writing(field())
    async with app.run_test() as pilot:
        assert app.focused is app.field
        app.post_message(events.Paste(FOREIGN))
        await pilot.pause()
        assert "a␛]0;PWN␇␦b\ufffd31m" in screen_text(app)
        assert not set(screen_text(app)) & set("\x1b\x07\u202e\x9b")
        app.copy_to_clipboard(FOREIGN)
        await pilot.press("ctrl+v")
        assert not set(screen_text(app)) & set("\x1b\x07\u202e\x9b")


async def test_several_lines_that_are_pasted_into_one_are_all_there_and_replace_what_was_selected() -> None:
    field = InputLine()
    app = Writing(field)
    async with app.run_test() as pilot:
        field.value = "old"
        field.action_select_all()
        app.post_message(events.Paste("one\r\ntwo\tthree\n"))
        await pilot.pause()
        assert field.value == "one two three"
        await pilot.press("x")
        assert field.value == "one two threex"


async def test_what_is_too_long_to_be_pasted_is_refused_in_one_line() -> None:
    field = InputArea("before")
    app = Writing(field)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste("x" * 100_000))
        await pilot.pause()
        assert field.text == "before"
        assert [n.message for n in app._notifications] == [
            "That is too long to paste here: 100,000 characters, and 20,000 is the most in all."
        ]
        app.copy_to_clipboard("x" * 100_000)
        await pilot.press("ctrl+v")
        assert field.text == "before"
        app.post_message(events.Paste("x" * (InputArea.MOST - 6)))
        await pilot.pause()
        assert len(field.text) == InputArea.MOST
        field.select_all()
        app.post_message(events.Paste("y" * InputArea.MOST))
        await pilot.pause()
        assert field.text == "y" * InputArea.MOST


async def test_several_lines_keep_their_line_ends_and_tabs_in_an_area() -> None:
    field = InputArea("\x1b")
    app = Writing(field)
    async with app.run_test() as pilot:
        assert field.text == "␛"
        field.text = "\x07"
        assert field.text == "␇"
        field.select_all()
        app.post_message(events.Paste("one\r\ntwo\rthree\tfour"))
        await pilot.pause()
        assert field.text == "one\ntwo\nthree\tfour"
        assert isinstance(field, TextArea)
