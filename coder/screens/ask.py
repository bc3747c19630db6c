"""A question that is answered with one line."""

from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from coder.display import show
from coder.screens.modal import Modal
from coder.widgets.fields import InputLine


class Ask(Modal[str | None]):
    """The answer, which may be empty, or None when it was left with Esc."""

    PLACE = "ask"
    BINDINGS = [Binding("escape", "leave", "Leave", show=False)]

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """The question and a line to write on."""
        with Vertical(classes="card"):
            yield Static(show(self.question), markup=False, classes="title")
            yield InputLine(compact=True)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Enter."""
        self.dismiss(message.value.strip())

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)


def as_path(answer: str) -> Path:
    """An answer as a path, from the folder where the program was started; `~` is one's home."""
    try:
        return Path(answer).expanduser().absolute()
    except RuntimeError:  # nobody of that name has a home here
        return Path(answer).absolute()
