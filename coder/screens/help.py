"""The help page: every key of the screen it was called from, made from the table of actions."""

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coder import actions

FIRST = {
    "desk": "Select a passage (s the sentence, v and arrows, or drag), then press a code's digit. The selection stays, "
    "so press another digit for a second code. Everything is kept as you press it; u takes it back. Reading on with "
    "the arrows or Space is what counts as progress, not the number of tags.",
    "documents": "Choose a document with Enter. You go on where you left off.",
}
ABOUT = (
    "Right-to-left text is sent in its logical order: GNOME Terminal, Konsole, mlterm and Apple Terminal put it in "
    "order on the screen, others show it as it is stored. There, select with the keyboard: s selects the sentence in "
    "any direction. Colour only repeats what digits and signs say."
)


class Help(ModalScreen[None]):
    """Scrolls with the arrows; Esc, q or ? close it."""

    PLACE = "help"
    BINDINGS = [
        Binding("escape,q,question_mark,f1,enter", "leave", "Close", show=False),
        Binding("j", "scroll('down')", "Down", show=False),
        Binding("k", "scroll('up')", "Up", show=False),
        Binding("space", "scroll('page_down')", "Page down", show=False),
    ]

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def compose(self) -> ComposeResult:
        """One long text."""
        with VerticalScroll(classes="card tall"):
            yield Static(page(self.place), markup=False)

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def action_scroll(self, way: str) -> None:
        """By a line or a page."""
        getattr(self.query_one(VerticalScroll), f"scroll_{way}")(animate=False)

    def action_leave(self) -> None:
        """Back to where one was."""
        self.dismiss(None)


def page(place: str) -> Text:
    """The help of one screen."""
    told = Text(f"{actions.PLACES.get(place, 'Keys')}   (Esc closes)", style="bold")
    if place in FIRST:
        told.append(f"\n\n{FIRST[place]}", "not bold")
    for where in dict.fromkeys((place, "app")):
        for group, some in actions.groups(where):
            told.append(f"\n\n{group}", "bold")
            for action in some:
                told.append(f"\n  {actions.signs(action):<18} ", "bold")
                told.append(f"{action.label}. {action.help}".rstrip(), "not bold")
    return told.append(f"\n\n{ABOUT}", "not bold")
