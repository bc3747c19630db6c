"""Passages whose place in a corrected text waits for their coder: one by one, with the places that each may have."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from coder import actions, correcting
from coder.coding import Coding
from coder.display import show
from coder.screens.modal import was_left
from coder.widgets.context import in_context
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from corpus.quotes import Plain
from corpus.refused import Refused
from corpus.text import Span
from db.values import Tag

if TYPE_CHECKING:
    from coder.app import CoderApp

CONTEXT = 200
LINES = 3
MOST_SHOWN = 400
"""Characters of the old words that are shown."""
NOWHERE = (
    "Its words are nowhere in the corrected text, nor is anything like them.\n\n"
    "x says that it is gone. Or go back with Esc, select the passage, and press T."
)


class Placing(Screen[None]):
    """Enter says that the passage is at the chosen place; every answer is kept at once."""

    PLACE = "placing"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("placing")
    app: "CoderApp"

    def __init__(self, coding: Coding, selection: Span | None = None) -> None:
        """`selection`: what the coder has selected in the text, a place to choose like the others."""
        super().__init__()
        self.coding, self.selection = coding, selection
        self.left = list(coding.waiting)
        self.at = 0
        self._text_id = coding.document.text_id
        """The text in which the places are."""
        self._known: dict[str, Plain] = {}
        self._places: list[tuple[Span, str]] = []

    def compose(self) -> ComposeResult:
        """Header, the old words, what became of them, the places, keys."""
        yield Line(id="head")
        yield Static(id="quote", markup=False)
        yield Line(id="reason")
        yield Listing(empty=NOWHERE, id="list")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Begin with the first one."""
        if was_left(self):
            return
        hints = {"take": "It is here"}
        self.query_one(KeyBar).offer([replace(a, hint=hints.get(a.id, a.hint)) for a in actions.offered("placing")])
        self.query_one(Listing).focus()
        self._show(0)

    def _show(self, at: int) -> None:
        """A passage with its places."""
        listing, quote, reason = (
            self.query_one(Listing),
            self.query_one("#quote", Static),
            self.query_one("#reason", Line),
        )
        if not self.left:
            self.query_one("#head", Line).say(f" {self.coding.document.title}", "all confirmed ")
            quote.update("")
            reason.say("")
            listing.empty = "No passage waits for you in this document."
            listing.fill([], self._painted)
            return
        self.at = at % len(self.left)
        tag = self.left[self.at]
        try:
            words = correcting.old_words(self.coding.project, tag)
            places = correcting.places(self.coding.project, tag, self._known)
            places = [place for place in places if correcting.likely(tag, place)]
        except Refused as error:
            self.app.refuse(error)
            words, places = "", []
        number = f"{self.coding.name(tag.code)} · {self.at + 1} of {len(self.left)} waiting "
        self.query_one("#head", Line).say(f" {self.coding.document.title}", number)
        words = " ".join(words.split())
        words = words if len(words) <= MOST_SHOWN else f"{words[: MOST_SHOWN - 1]}…"
        quote.update(show(f"was: “{words}”"))
        lost = "lost: it may be one of these" if places else "lost"
        reason.say(f" {lost if tag.lost else 'moved or changed: is it here?'}")
        chosen = [(self.selection, "what you selected")] if self.selection is not None else []
        found = [(place.span, _likeness(place.score)) for place in places if place.span is not None]
        self._places = [*chosen, *found]
        listing.fill(self._places, self._painted, rows=LINES + 2)

    def _painted(self, number: int, width: int) -> list[Text]:
        text = self.coding.text
        span, told = self._places[number]
        head = Text(f"¶ {self.coding.paragraph(span.start) + 1}", style="bold", no_wrap=True)
        head.append(f" · {told}", "not bold")
        before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.stop : span.stop + CONTEXT]
        return [head, *in_context(before, text[slice(*span)], after, width, LINES), Text("")]

    # --- what one does ---

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """It is there."""
        span, _ = message.entry
        if self.left:
            tag = self.left[self.at]
            self._answer(tag, lambda: self.coding.place(tag, span))

    def action_gone(self) -> None:
        """It is nowhere."""
        if self.left:
            tag = self.left[self.at]
            self._answer(tag, lambda: self.coding.gone(tag))

    def _answer(self, tag: Tag, answer: Callable[[], str]) -> None:
        try:
            if self.coding.document.text_id != self._text_id:  # the desk below has read it again
                raise Refused("The text of this document was corrected again; look at the places anew.")
            words = answer()
        except Refused as error:
            self.app.refuse(error)
            self._look_again()
            return
        self.app.say(words)
        self.left.remove(tag)
        self.selection = None
        self._show(self.at if self.at < len(self.left) else 0)

    def _look_again(self) -> None:
        """What waits now, and where: the text may have been corrected again, or another program has answered."""
        try:
            self.coding.refresh()
        except Refused:
            return
        if self.coding.document.text_id != self._text_id:
            self._text_id, self.selection = self.coding.document.text_id, None
            self._known.clear()
        still = {tag.id for tag in self.coding.waiting}
        before = self.left[: self.at]
        self.left = list(self.coding.waiting)
        self._show(sum(tag.id in still for tag in before))

    def action_skip(self) -> None:
        """Later."""
        self._show(self.at + 1)

    def action_before(self) -> None:
        """Back."""
        self._show(self.at - 1)

    def action_leave(self) -> None:
        """Back to the text."""
        self.app.pop_screen()


def _likeness(score: float) -> str:
    return "the same words" if score == 1 else f"{int(100 * score)} % like it"
