"""Rows of an import that could not be placed: one by one, with the places that each may have."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from coder import actions, wording
from coder.display import show
from coder.screens.modal import was_left
from coder.tag_rows import Guess, Left, Undecided
from coder.widgets.context import in_context
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from corpus.refused import Refused
from db import documents

if TYPE_CHECKING:
    from coder.app import CoderApp

CONTEXT = 200
LINES = 3
MOST_SHOWN = 400
"""Characters of a quote that are shown."""
NOWHERE = "Its words were found nowhere, nor anything like them.\n\nn marks the row as not to be tagged, s goes on."
OTHER = "This row can't be decided here: mend it in the file.\n\nn marks the row as not to be tagged, s goes on."


class Deciding(Screen[None]):
    """Enter tags at the chosen place, as the coder of the row; every decision is kept at once."""

    PLACE = "deciding"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("deciding")
    app: "CoderApp"

    class Read(Message):
        """The file was read, and its quotes looked for."""

        def __init__(self, undecided: Undecided) -> None:
            super().__init__()
            self.undecided = undecided

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        self.undecided: Undecided | None = None
        self.left: list[Left] = []
        self.at = 0
        self._contexts: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        """Header, the quote, why it was refused, the places, keys."""
        yield Line(id="head")
        yield Static(id="quote", markup=False)
        yield Line(id="reason")
        yield Listing(empty="Reading …", id="list")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Read the file."""
        if was_left(self):
            return
        self.query_one("#head", Line).say(f" {self.file.name}")
        hints = {"take": "Tag there"}
        self.query_one(KeyBar).offer([replace(a, hint=hints.get(a.id, a.hint)) for a in actions.offered("deciding")])
        self.query_one(Listing).focus()
        self._read()

    @work(thread=True, exclusive=True, group="deciding")
    def _read(self) -> None:
        project, coder = self.app.project, self.app.coder
        assert project is not None
        assert coder is not None
        try:
            undecided = Undecided(project, coder, self.file)
        except Refused as error:
            self.app.post_message(self.app.Failed(error))
            self.app.call_from_thread(self.action_leave)
            return
        if not get_current_worker().is_cancelled:
            self.post_message(self.Read(undecided))

    def action_leave(self) -> None:
        """Back to the documents; what was decided is kept."""
        if self.is_active:
            self.app.pop_screen()

    def on_deciding_read(self, message: Read) -> None:
        """Begin with the first one."""
        if was_left(self):
            return
        self.undecided, self.left = message.undecided, list(message.undecided.left)
        if message.undecided.sure:
            self.app.say(f"{wording.many(message.undecided.sure, 'row')} can be placed already: import the file.")
        self._show(0)

    def _show(self, at: int) -> None:
        """A row with its guesses."""
        listing, quote, reason = (
            self.query_one(Listing),
            self.query_one("#quote", Static),
            self.query_one("#reason", Line),
        )
        if self.undecided is None or not self.left:
            self.query_one("#head", Line).say(f" {self.file.name}", "all decided ")
            quote.update("")
            reason.say("")
            listing.empty = "Nothing is left to decide."
            listing.fill([], self._painted)
            return
        self.at = at % len(self.left)
        left = self.left[self.at]
        row = self.undecided.row(left)
        about = " · ".join(cell for cell in (row.get(key, "").strip() for key in ("document", "coder", "code")) if cell)
        number = f"row {left.number} · {self.at + 1} of {len(self.left)} left "
        self.query_one("#head", Line).say(f" {about}", number)
        words = " ".join(row.get("quote", "").split())
        words = words if len(words) <= MOST_SHOWN else f"{words[: MOST_SHOWN - 1]}…"
        quote.update(show(f"“{words}”") if words else "(no quote)")
        reason.say(f" {left.reason}")
        listing.empty = NOWHERE if left.sought and words else OTHER
        self._contexts = [self._beside(guess) for guess in left.guesses]
        listing.fill(left.guesses, self._painted, rows=LINES + 2)

    def _beside(self, guess: Guess) -> tuple[str, str]:
        """What stands before and after a place."""
        project = self.app.project
        assert project is not None
        try:
            text = documents.text(project, documents.named(project, guess.document))
        except Refused:
            return "", ""
        return text[max(0, guess.start - CONTEXT) : guess.start], text[guess.stop : guess.stop + CONTEXT]

    def _painted(self, number: int, width: int) -> list[Text]:
        guess = self.left[self.at].guesses[number]
        likeness = "the same words" if guess.score == 1 else f"{int(100 * guess.score)} % like it"
        head = Text(f"{show(guess.document)} {guess.start}-{guess.stop}", style="bold", no_wrap=True)
        head.append(f" · {likeness}", "not bold")
        head.truncate(width, overflow="ellipsis")
        return [
            head,
            *in_context(self._contexts[number][0], guess.words, self._contexts[number][1], width, LINES),
            Text(""),
        ]

    # --- what one does ---

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """Tag there."""
        guess = message.entry
        if self.undecided is not None and self.left and guess in self.left[self.at].guesses:
            undecided, left = self.undecided, self.left[self.at]
            self._decide(lambda: undecided.tag(left, guess))

    def action_none(self) -> None:
        """Nowhere."""
        if self.undecided is not None and self.left:
            undecided, left = self.undecided, self.left[self.at]
            self._decide(lambda: undecided.none(left))

    def _decide(self, decision: Callable[[], str]) -> None:
        try:
            words = decision()
        except Refused as error:
            self.app.refuse(error)
            return
        self.app.say(words)
        del self.left[self.at]
        self._show(self.at if self.at < len(self.left) else 0)

    def action_skip(self) -> None:
        """Later."""
        self._show(self.at + 1)

    def action_before(self) -> None:
        """Back."""
        self._show(self.at - 1)
