"""The help page: every key of the screen it was called from, made from the table of actions."""

from rich.console import Group
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from coder import actions
from coder.screens.modal import Modal, was_left

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


class Help(Modal[None]):
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
        if not was_left(self):
            self.query_one(VerticalScroll).focus()

    def action_scroll(self, way: str) -> None:
        """By a line or a page."""
        getattr(self.query_one(VerticalScroll), f"scroll_{way}")(animate=False)

    def action_leave(self) -> None:
        """Back to where one was."""
        self.dismiss(None)


def lines(place: str) -> list[tuple[str, str]]:
    """The help of one screen: keys and what they do; a heading has no keys."""
    told = []
    for where in actions.places(place):
        for group, some in actions.groups(where):
            told.append(("", group))
            told += [
                (actions.signs(a), f"{a.label}{'' if a.label.endswith('?') else '.'} {a.help}".rstrip()) for a in some
            ]
    return told


def page(place: str) -> Group:
    """The whole page."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(max_width=18)
    table.add_column(ratio=1)
    for keys, words in lines(place):
        if keys:
            table.add_row(Text(keys, style="bold"), Text(words))
        else:
            table.add_row(Text(""), Text("\n").append(words, "bold underline"))
    title = Text(f"{actions.PLACES.get(place, 'Keys')}   (Esc closes)", style="bold")
    return Group(title, Text(f"\n{FIRST[place]}") if place in FIRST else Text(""), table, Text(f"\n{ABOUT}"))
