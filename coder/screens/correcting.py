"""A lead corrects a text: what differs, what becomes of the tags; Enter puts it in force."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from coder import actions, correcting
from coder.correcting import Change, Fates
from coder.display import show
from coder.screens.modal import was_left
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from coder.wording import many
from corpus.refused import Refused
from db import corrections
from db.corrections import Correction
from db.values import Document

if TYPE_CHECKING:
    from coder.app import CoderApp


class Correcting(Screen[None]):
    """The differences between a document's text and that in a file."""

    PLACE = "correcting"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("correcting")
    app: "CoderApp"

    class Compared(Message):
        """The file was read and compared."""

        def __init__(self, correction: Correction, changes: list[Change], fates: Fates) -> None:
            super().__init__()
            self.correction, self.changes, self.fates = correction, changes, fates

    class Done(Message):
        """The text is in force."""

        def __init__(self, waits: int) -> None:
            super().__init__()
            self.waits = waits

    def __init__(self, document: Document, file: Path) -> None:
        super().__init__()
        self.document, self.file = document, file
        self.correction: Correction | None = None
        self.changes: list[Change] = []
        self.waits = 0

    def compose(self) -> ComposeResult:
        """Header, what becomes of the tags, the differences, keys."""
        yield Line(id="head")
        yield Line(id="reason")
        yield Listing(empty="Comparing …", id="list")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Compare."""
        if was_left(self):
            return
        self.query_one("#head", Line).say(f" {self.document.title}", f"{self.file.name} ")
        hints = {"take": "Put it in force"}
        self.query_one(KeyBar).offer([replace(a, hint=hints.get(a.id, a.hint)) for a in actions.offered("correcting")])
        self.query_one(Listing).focus()
        self._compare()

    @work(thread=True, exclusive=True, group="correcting")
    def _compare(self) -> None:
        project = self.app.project
        assert project is not None
        try:
            correction = correcting.of_file(project, self.document, self.file)
            found = correcting.changes(correction)
            self.post_message(self.Compared(correction, found, correcting.fates(project, self.document, correction)))
        except Refused as error:
            self.app.post_message(self.app.Failed(error))
            self.app.call_from_thread(self.action_leave)

    def on_correcting_compared(self, message: Compared) -> None:
        """Show it."""
        if was_left(self):
            return
        self.correction, self.changes, self.waits = message.correction, message.changes, message.fates.waits
        fates = message.fates
        self.query_one("#reason", Line).say(
            f" tags you see: {fates.kept} kept · {fates.moved} moved or changed · {fates.lost} lost · "
            f"{fates.waits} will wait"
        )
        self.query_one("#head", Line).say(f" {self.document.title}", f"{many(len(self.changes), 'difference')} ")
        self.query_one(Listing).fill(self.changes, self._painted, rows=4)

    def _painted(self, number: int, width: int) -> list[Text]:
        """Three rows: around it, what went, what came; signs say it without colour too."""
        change = self.changes[number]
        rows = [
            Text(f"{_line(change.before)} … {_line(change.after)}", style="dim", no_wrap=True),
            Text(f"- {_line(change.went)}", no_wrap=True),
            Text(f"+ {_line(change.came)}", style="bold", no_wrap=True),
        ]
        for row in rows:
            row.truncate(width, overflow="ellipsis")
        return [*rows, Text("")]

    def on_listing_taken(self) -> None:
        """Enter is said on the whole, not on one difference."""
        correction = self.correction
        if correction is None:
            return
        if not correcting.wholly_other(correction):
            self._put_in_force(correction)
            return
        from coder.screens.choose import Choose, Item

        items = [
            Item("", "Leave it as it is", ""),
            Item("different", "Put it in force all the same", "most passages will be lost"),
        ]

        def answered(word: str | None) -> None:
            if word:
                self._put_in_force(correction)

        question = f"{self.file.name} has hardly any words of {self.document.title}. Is it the right file?"
        self.app.push_screen(Choose(show(question), items), answered)

    @work(thread=True, exclusive=True, group="correcting")
    def _put_in_force(self, correction: Correction) -> None:
        project, coder = self.app.project, self.app.coder
        assert project is not None
        assert coder is not None
        try:
            corrections.correct(project, coder, self.document, correction)
        except Refused as error:
            self.app.post_message(self.app.Failed(error))
            return
        self.post_message(self.Done(self.waits))

    def on_correcting_done(self, message: Done) -> None:
        """Back to the documents."""
        wait = f"; {many(message.waits, 'passage')} will wait for their coder" if message.waits else ""
        self.app.say(f"{self.document.title} is corrected{wait}. U takes it back.")
        self.action_leave()

    def action_leave(self) -> None:
        """Nothing is changed."""
        if self.is_active:
            self.app.pop_screen()


def _line(words: str) -> str:
    return show(words.replace("\n", "⏎"))
