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

    def __init__(self, text: str = "", **options: Any) -> None:
        super().__init__(_lines(text), **options)

    def load_text(self, text: str) -> None:
        """Other words."""
        super().load_text(_lines(text))

    def edit(self, edit: Edit) -> EditResult:
        """Whatever is typed or pasted."""
        edit.text = _lines(edit.text)
        return super().edit(edit)


def _one_line(text: str) -> str:
    return " ".join(text.replace("\t", " ").splitlines())


def _lines(text: str) -> str:
    return show(text.replace("\r\n", "\n").replace("\r", "\n"), keep="\n\t")
