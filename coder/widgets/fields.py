"""Fields to write in. What is pasted is foreign: it does nothing to the terminal either."""

from typing import Any

from textual import events
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Edit, EditResult

from coder.display import show


class InputLine(Input):
    """One line."""

    def validate_value(self, value: str) -> str:
        """However the words came."""
        return show(value)

    def _on_paste(self, event: events.Paste) -> None:
        """All of it: line ends and tabs become blanks."""
        event.prevent_default()
        event.stop()
        self.replace(_one_line(event.text), *sorted(self.selection))

    def action_paste(self) -> None:
        """The same from the program's own clipboard."""
        self.replace(_one_line(self.app.clipboard), *sorted(self.selection))


class InputArea(TextArea):
    """Several lines."""

    MOST = 20_000
    """Characters up to which something may be pasted: for each row the whole paragraph is laid out anew."""

    def __init__(self, text: str = "", **options: Any) -> None:
        super().__init__(_lines(text), **options)

    def load_text(self, text: str) -> None:
        """Other words."""
        super().load_text(_lines(text))

    async def _on_paste(self, event: events.Paste) -> None:
        """All of it or nothing."""
        if not self._has_room(event.text):
            event.prevent_default()
            event.stop()

    def action_paste(self) -> None:
        """The same from the program's own clipboard."""
        if self._has_room(self.app.clipboard):
            super().action_paste()

    def _has_room(self, text: str) -> bool:
        if len(self.text) - len(self.selected_text) + len(text) <= self.MOST:
            return True
        words = f"That is too long to paste here: {len(text):,} characters, and {self.MOST:,} is the most in all."
        self.notify(words, markup=False, severity="warning")
        return False

    def edit(self, edit: Edit) -> EditResult:
        """Whatever is typed or pasted."""
        edit.text = _lines(edit.text)
        return super().edit(edit)


def _one_line(text: str) -> str:
    return " ".join(text.replace("\t", " ").splitlines())


def _lines(text: str) -> str:
    return show(text.replace("\r\n", "\n").replace("\r", "\n"), keep="\n\t")
