"""A list to choose one thing from: type to filter, arrows to choose, Enter to take."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from coder.display import show
from coder.screens.modal import Modal, was_left
from coder.widgets.fields import InputLine
from coder.widgets.listing import Listing


class Item(NamedTuple):
    """A thing to choose: what is handed back, what is shown, what is said about it, and what finds it besides these."""

    key: str
    label: str
    note: str = ""
    also: str = ""


class Typing(InputLine):
    """A line that says Enter in its turn among the letters: what is typed after it comes too late to choose."""

    class Entered(Message):
        """Enter, and what had been typed until then."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Entered(self.value))
        else:
            await super()._on_key(event)


class Choose(Modal[str | None]):
    """The key of what was chosen, or None when it was left with Esc."""

    PLACE = "choose"
    BINDINGS = [Binding("escape", "leave", "Leave", show=False)]
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (6, "-low"), (16, "-roomy")]
    CSS = """
    Choose.-tiny .card.list, Choose.-low .card.list { height: 100%; max-height: 100%; padding: 0 1; }
    Choose.-tiny .card.list { border: none; }
    Choose.-tiny .title { display: none; }
    Choose.-low .card.list .title { height: 1; margin: 0; }
    Choose.-tiny .card.list Listing, Choose.-low .card.list Listing { margin: 0; }
    """

    def __init__(self, title: str, items: Sequence[Item], create: str = "") -> None:
        """`create`: what was typed can be taken too, when nothing is called that; this is said beside it."""
        super().__init__()
        self.heading, self.items, self.create = title, list(items), create
        self.found: list[Item] = []
        self.typed = ""

    def compose(self) -> ComposeResult:
        """The question, a line to type on, the list."""
        with Vertical(classes="card list"):
            yield Static(show(self.heading), markup=False, classes="title")
            yield Typing(placeholder="type to filter", compact=True, select_on_focus=False)
            listing = Listing(empty="Nothing is called that.")
            listing.can_focus = False  # after a click too, what is typed filters
            yield listing

    def on_mount(self) -> None:
        """All of it, before anything is typed."""
        if was_left(self):
            return
        self._list("")
        self.query_one(Input).focus()

    def _list(self, typed: str) -> None:
        self.typed = typed
        typed = typed.strip()
        wanted = typed.casefold().split()
        self.found = [item for item in self.items if all(w in _words(item) for w in wanted)]
        self.found.sort(key=lambda item: _unlike(item, typed.casefold()))
        if self.create and typed and all(item.label.casefold() != typed.casefold() for item in self.items):
            self.found.append(Item(typed, f"“{typed}”", self.create))
        self.query_one(Listing).fill(self.found, self._painted)

    def _painted(self, number: int, width: int) -> list[Text]:
        item = self.found[number]
        text = Text(show(item.label), no_wrap=True)
        if item.note:
            text.append(f"  {show(item.note)}", "dim")
        text.truncate(width, overflow="ellipsis")
        return [text]

    def on_input_changed(self, message: Input.Changed) -> None:
        """Typing filters."""
        self._list(message.value)

    def on_key(self, event: events.Key) -> None:
        """The arrows belong to the list while one types."""
        moves = {"up": "up", "down": "down", "pageup": "page_back", "pagedown": "page"}
        if event.key in moves:
            event.stop()
            event.prevent_default()
            self.query_one(Listing).action_move(moves[event.key])  # type: ignore[arg-type]

    def on_typing_entered(self, message: "Typing.Entered") -> None:
        """Take what is chosen in the list of what was typed until then."""
        listing = self.query_one(Listing)
        if message.value != self.typed:
            self._list(message.value)
        if listing.count:
            self.dismiss(self.found[listing.chosen].key)

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """Chosen with a click."""
        message.stop()
        self.dismiss(message.entry.key)

    def action_leave(self) -> None:
        """Nothing is chosen."""
        self.dismiss(None)


def _words(item: Item) -> str:
    return f"{item.label} {item.also} {item.note}".casefold()


def _unlike(item: Item, typed: str) -> int:
    """0 if it is called that, 1 if its name begins so, 2 if the words are in its name, 3 if they are in its note."""
    names = [name.casefold() for name in (item.label, item.also) if name]
    if typed in names:
        return 0
    if any(name.startswith(typed) for name in names):
        return 1
    return 2 if all(word in " ".join(names) for word in typed.split()) else 3
