"""What a coder learns from rulings: their own passages that were settled otherwise, and why; never the others'."""

from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.screen import Screen

from coder import actions, wording
from coder.corrected_passages import Corrected, corrected
from coder.display import show
from coder.screens.modal import was_left
from coder.widgets.context import in_context
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from corpus.refused import Refused
from corpus.text import Span
from db import cases, comments, documents
from db.values import Outcome, Tag

if TYPE_CHECKING:
    from coder.app import CoderApp

CONTEXT = 200
LINES = 2
NONE = "Nothing of yours was settled otherwise.\n\nRulings come here once a round is reviewed."


class Corrections(Screen[None]):
    """A place, what one had given there, what belongs there, and why."""

    PLACE = "corrections"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("corrections")
    app: "CoderApp"

    def compose(self) -> ComposeResult:
        """Header, places, keys."""
        yield Line(id="head")
        yield Listing(empty=NONE, id="list")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Read them."""
        if was_left(self):
            return
        project, coder = self.app.project, self.app.coder
        assert project is not None
        assert coder is not None
        self.query_one(KeyBar).offer(actions.offered("corrections"))
        listing = self.query_one(Listing)
        listing.focus()
        found: list[Corrected] = []
        try:
            found = corrected(project, coder)
            self.documents = {document.id: document for document in documents.listed(project)}
            self.cases = {case.id: case for case in cases.listed(project)}
            self.reasons = {reason.id: reason.words for reason in comments.reasons(project)}
            self.texts = {one.ruling.text_id: project.text(one.ruling.text_id) for one in found}
        except Refused as error:
            found = []
            self.app.refuse(error)
        self.found = found
        self.query_one("#head", Line).say(" Settled otherwise than you had it", f"{len(found)} ")
        listing.fill(found, self._painted, rows=LINES + 4)

    def _painted(self, number: int, width: int) -> list[Text]:
        one = self.found[number]
        ruling, text = one.ruling, self.texts[one.ruling.text_id]
        head = Text(show(self.documents[ruling.document].title), style="bold")
        given = "; ".join(self._told(tag, one, text) for tag in one.given)
        belongs = "; ".join(self._told(out, one, text) for out in ruling.outcome)
        why = "; ".join(words for words in (self.reasons.get(ruling.picked or "", ""), ruling.reason) if words)
        before, after = text[max(0, one.start - CONTEXT) : one.start], text[one.stop : one.stop + CONTEXT]
        rows = [
            head,
            Text(show(f"you: {given or 'nothing'}")),
            Text(show(f"now: {belongs or 'nothing belongs here'}{f' — {why}' if why else ''}"), style="bold"),
        ]
        for row in rows:
            row.no_wrap = True
            row.truncate(width, overflow="ellipsis")
        return [*rows, *in_context(before, text[one.start : one.stop], after, width, LINES), Text("")]

    def _told(self, said: Tag | Outcome, one: Corrected, text: str) -> str:
        """A code and its passage; and whose words these are, where that was said."""
        words = wording.quote(text, Span(said.start, said.stop))
        if not any(other.case for some in (one.given, one.ruling.outcome) for other in some):
            return f"{said.code} {words}"
        default = self.documents[one.ruling.document].case
        return f"{said.code} {wording.whose(said.case, default, self.cases)} {words}"

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """To the text."""
        one = message.entry
        self.app.open_document(self.documents[one.ruling.document], Span(one.start, one.stop))

    def action_leave(self) -> None:
        """Back."""
        if self.is_active:
            self.app.pop_screen()
