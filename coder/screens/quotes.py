"""Quotes in all documents: one types or pastes a quote, and sees where it stands, or may stand.

The search is in a worker, one at a time, and stops as soon as one types on."""

import threading
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import Worker, get_current_worker

from coder import actions
from coder.display import show
from coder.quoting import Library, headline, how, of_project
from coder.screens.modal import was_left
from coder.widgets.context import in_context
from coder.widgets.fields import InputLine
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing, Where
from corpus.quotes import Answer, Interrupted
from corpus.refused import Refused
from corpus.text import Span, paragraphs

if TYPE_CHECKING:
    from coder.app import CoderApp
    from coder.quoting import Place
    from db.values import Document

PAUSE = 0.15
"""Seconds without a key, after which the search begins."""
MOST = 200
"""Places that are listed."""
CONTEXT = 200
LINES = 2
EMPTY = "Paste or type a quote: it is looked for in every document, also with errors, or in pieces (…)."


class Shown(NamedTuple):
    """A place as it is listed."""

    place: "Place[Document]"
    paragraph: int
    before: str
    words: str
    after: str


class Quotes(Screen[None]):
    """A line to write on, the places below it; Enter goes to the chosen one and selects it."""

    PLACE = "quotes"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("quotes")
    app: "CoderApp"

    class Located(Message):
        """A search has ended."""

        def __init__(self, words: str, answer: Answer, number: int, shown: list[Shown]) -> None:
            super().__init__()
            self.words, self.answer, self.number, self.shown = words, answer, number, shown

    def __init__(self, words: str = "") -> None:
        """`words`: what was looked for last."""
        super().__init__()
        self.words = words
        self.shown: Sequence[Shown] = ()
        self._shown_for = ""
        self._library: Library[Document] | None = None
        self._seen = -1
        self._paragraphs: dict[str, list[Span]] = {}
        self._lock = threading.Lock()  # one search at a time has the index
        self._gone = False
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Header, the quote, what became of it, the places, keys."""
        yield Line(id="head")
        yield InputLine(self.words, placeholder="a quote", compact=True, select_on_focus=True)
        yield Line(id="status")
        listing = Listing(empty=EMPTY, id="list")
        listing.can_focus = False  # after a click too, what is typed belongs to the quote
        yield listing
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Ready to type."""
        if was_left(self):
            return
        self.query_one("#head", Line).say(" Quotes in all documents")
        self.query_one(KeyBar).offer([action for action in actions.of("quotes") if "list" in action.footer])
        self.query_one(Input).focus()

    def on_unmount(self) -> None:
        """The index is let go of, by the search if one is under way."""
        self._gone = True
        if self._lock.acquire(blocking=False):
            self._let_go()
            self._lock.release()

    def on_input_changed(self, message: Input.Changed) -> None:
        """What was looked for before is not wanted any more."""
        self.words = message.value
        self.workers.cancel_group(self, "quotes")
        if self._timer is not None:
            self._timer.stop()
        if self.words.strip():
            self.query_one("#status", Line).say(" searching …")
            self._timer = self.set_timer(PAUSE, lambda: self._locate(self.words))
        else:
            self._fill("", [], "")

    @work(thread=True, exclusive=True, group="quotes")
    def _locate(self, words: str) -> None:
        worker = get_current_worker()
        while not self._lock.acquire(timeout=0.05):
            if worker.is_cancelled:
                return
        try:
            if not worker.is_cancelled:
                self._locate_alone(words, worker)
        except Interrupted:
            pass
        except Refused as error:
            self.app.post_message(self.app.Failed(error))
        finally:
            if self._gone:
                self._let_go()
            self._lock.release()

    def _locate_alone(self, words: str, worker: "Worker[Any]") -> None:
        library = self._up_to_date()
        answer, places = library.locate(words, lambda: worker.is_cancelled)
        shown = []
        for place in places[:MOST]:
            if worker.is_cancelled:
                return
            shown.append(self._shown(library, place))
        self.post_message(self.Located(words, answer, len(places), shown))

    def _up_to_date(self) -> "Library[Document]":
        """All texts there are. Making an index goes on while one types, until one leaves."""
        project = self.app.project
        assert project is not None
        now = project.changes()
        if self._library is None or now != self._seen:
            self._let_go()
            self._library, self._seen = of_project(project, stop=lambda: self._gone), now
        return self._library

    def _let_go(self) -> None:
        if self._library is not None:
            self._library.close()
            self._library = None

    def _shown(self, library: "Library[Document]", place: "Place[Document]") -> Shown:
        id_ = place.match.id
        if id_ not in self._paragraphs:
            self._paragraphs[id_] = paragraphs(library.source.texts[id_])
        number = bisect_right(self._paragraphs[id_], place.match.start, key=lambda span: span.start)
        before, after = library.around(place.match, CONTEXT)
        return Shown(place, number, before, library.words(place.match), after)

    def on_quotes_located(self, message: Located) -> None:
        """Here they are, if this is still what is wanted."""
        if was_left(self) or message.words != self.words:
            return
        status = headline(message.answer.status, message.number, complete=message.answer.complete)
        self._fill(message.words, message.shown, status)

    def _fill(self, words: str, shown: list[Shown], status: str) -> None:
        self.shown, self._shown_for = shown, words
        listing = self.query_one(Listing)
        listing.empty = "" if words else EMPTY
        listing.fill(shown, self._painted, rows=LINES + 2)
        more = f"the first {MOST} are shown " if len(shown) == MOST else ""
        self.query_one("#status", Line).say(f" {status}", more)

    def _painted(self, number: int, width: int) -> list[Text]:
        (document, match), paragraph, before, words, after = self.shown[number]
        warning = " (!)" if document.warning else ""
        head = Text(f"{show(document.title)}{warning} ¶ {paragraph}", style="bold", no_wrap=True)
        if told := how(match):
            head.append(f" · {told}", "not bold")
        head.truncate(width, overflow="ellipsis")
        return [head, *in_context(before, words, after, width, LINES), Text("")]

    # --- what one does ---

    def action_move(self, where: Where) -> None:
        """Choose among the places, while one can still type."""
        self.query_one(Listing).action_move(where)

    def on_input_submitted(self) -> None:
        """Enter on the line."""
        self.action_open()

    def action_open(self) -> None:
        """Go to the chosen place; not before the search for what stands on the line has ended."""
        if self.words == self._shown_for:
            self.query_one(Listing).action_take()

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """There."""
        place = message.entry.place
        self.app.open_document(place.document, place.match.span)

    def action_leave(self) -> None:
        """Back."""
        if self.is_active:
            self.app.pop_screen()
