"""Passages with much the same words: more like one, or what the coder tagged otherwise. Suggestions only.

Looking for them is in a worker; nothing is tagged here: Enter goes to a place and selects it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from coder import actions
from coder.display import show
from coder.screens.modal import was_left
from coder.widgets.context import in_context
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from corpus.refused import Refused
from corpus.text import Span
from db.values import Document

if TYPE_CHECKING:
    from coder.app import CoderApp

CONTEXT = 200
LINES = 2


@dataclass(frozen=True)
class Place:
    """Where alike words stand, and what is said about it: how like they are, or what they were tagged."""

    document: Document
    span: Span
    text: str
    note: str


class AlikePlaces(Screen[None]):
    """A list of places; Enter goes there."""

    PLACE = "alike"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("alike")
    app: "CoderApp"

    class Found(Message):
        """The places, best first."""

        def __init__(self, places: list[Place]) -> None:
            super().__init__()
            self.places = places

    def __init__(self, title: str, find: Callable[[], list[Place]], none: str) -> None:
        """`find` may take seconds, and raise Refused; `none`: what to say when there is nothing."""
        super().__init__()
        self._title, self._find, self._none = title, find, none
        self.places: list[Place] = []

    def compose(self) -> ComposeResult:
        """Header, the places, keys."""
        yield Line(id="head")
        yield Listing(empty="Looking …", id="list")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Look."""
        if was_left(self):
            return
        self.query_one("#head", Line).say(f" {self._title}")
        self.query_one(KeyBar).offer(actions.offered("alike"))
        self.query_one(Listing).focus()
        self._look()

    @work(thread=True, exclusive=True, group="alike")
    def _look(self) -> None:
        try:
            self.post_message(self.Found(self._find()))
        except Refused as error:
            self.app.post_message(self.app.Failed(error))
            self.app.call_from_thread(self.action_leave)

    def on_alike_places_found(self, message: Found) -> None:
        """Here they are."""
        if was_left(self):
            return
        self.places = message.places
        listing = self.query_one(Listing)
        listing.empty = self._none
        listing.fill(self.places, self._painted, rows=LINES + 2)
        self.query_one("#head", Line).say(f" {self._title}", f"{len(self.places)} ")

    def _painted(self, number: int, width: int) -> list[Text]:
        place = self.places[number]
        start, stop = place.span
        head = Text(show(place.document.title), style="bold", no_wrap=True)
        head.append(f" · {show(place.note)}", "not bold")
        head.truncate(width, overflow="ellipsis")
        before, after = place.text[max(0, start - CONTEXT) : start], place.text[stop : stop + CONTEXT]
        return [head, *in_context(before, place.text[start:stop], after, width, LINES), Text("")]

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """There."""
        self.app.open_document(message.entry.document, message.entry.span)

    def action_leave(self) -> None:
        """Back to the text."""
        if self.is_active:
            self.app.pop_screen()
