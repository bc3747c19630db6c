"""What stands behind the figures of a code: which codes stand for it with others, and the places in the texts."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from coder import actions, wording
from coder.display import show
from coder.screens.modal import was_left
from coder.widgets.context import in_context
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.agreement_report import Report
    from coder.app import CoderApp
    from db.values import Tag

NONE = ""
"""The column of text to which the other gave no code."""
CONTEXT = 300
"""Characters around a place that are read for the list."""


class Cell(NamedTuple):
    """A cell of the confusion table: in so many stretches of text one coder gave the row's code, another `column`."""

    column: str
    passages: int
    characters: int


class Cells(Screen[None]):
    """A row of the confusion table: what others gave where one coder gave this code, the most frequent first."""

    PLACE = "cells"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("cells")
    app: "CoderApp"

    def __init__(self, report: "Report", code: str) -> None:
        super().__init__()
        self.report, self.code = report, code

    def compose(self) -> ComposeResult:
        """Header, cells, keys."""
        yield Line(id="head")
        yield Listing(
            empty="Nobody gave this code in the documents that are compared, or there are too many codes.", id="list"
        )
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """The cells that are not empty."""
        if was_left(self):
            return
        report, code = self.report, self.code
        self.query_one(KeyBar).offer(actions.offered("cells"))
        self.query_one("#head", Line).say(f" {wording.code(report.found.codebook, code)}: what others gave there")
        listing = self.query_one(Listing)
        cells = self._cells()
        listing.fill(cells, lambda at, width: [_line(report, code, cells[at], width)])
        listing.focus()

    def _cells(self) -> list[Cell]:
        from coder.agreement_report import confusion

        assert self.app.project is not None
        try:
            table = confusion(self.report.comparison, self.app.project.text, self.code)
        except Refused as error:
            self.app.refuse(error)
            return []
        if self.code not in table.codes:
            return []
        row = table.codes.index(self.code)
        cells = [Cell(*of) for of in zip(table.codes, table.passages[row], table.characters[row], strict=True)]
        # What both gave is counted in both directions.
        cells = [Cell(c.column, c.passages // 2, c.characters // 2) if c.column == self.code else c for c in cells]
        return sorted((cell for cell in cells if cell.passages), key=lambda cell: -cell.passages)

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """Its places."""
        self.app.push_screen(Places(self.report, self.code, message.entry.column))


def _line(report: "Report", code: str, cell: Cell, width: int) -> Text:
    words = {code: "the same: they agree", NONE: "nothing: only one coder tagged it"}
    told = words.get(cell.column) or wording.code(report.found.codebook, cell.column)
    places = wording.many(cell.passages, "place")
    line = Text(f"{places:>12}  {show(told)}", no_wrap=True)
    line.append(f"  ({cell.characters:,} characters)", "dim")
    line.truncate(width, overflow="ellipsis")
    return line


class Place(NamedTuple):
    """A stretch of text behind a cell, with the words around it; `one` gave the row's code, `other` the column's."""

    document: str
    title: str
    start: int
    stop: int
    one: str
    other: str
    before: str
    words: str
    after: str


class Places(Screen[None]):
    """The stretches of text behind a cell, in the order of the texts; Enter goes there."""

    PLACE = "places"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("places")
    app: "CoderApp"

    class Found(Message):
        """They were read."""

        def __init__(self, places: list[Place]) -> None:
            super().__init__()
            self.places = places

    def __init__(self, report: "Report", row: str, column: str) -> None:
        super().__init__()
        self.report, self.row, self.column = report, row, column

    def compose(self) -> ComposeResult:
        """Header, places, keys."""
        yield Line(id="head")
        yield Listing(empty="Reading …", id="list")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Read them."""
        if was_left(self):
            return
        codebook = self.report.found.codebook
        other = "nothing" if self.column == NONE else wording.code(codebook, self.column)
        other = "the same" if self.column == self.row else other
        self.query_one("#head", Line).say(f" {wording.code(codebook, self.row)} · {other}")
        self.query_one(KeyBar).offer(actions.offered("places"))
        self.query_one(Listing).focus()
        self._read()

    @work(thread=True, exclusive=True, group="places")
    def _read(self) -> None:
        from coder.agreement_report import places

        project, report, coder = self.app.project, self.report, self.app.coder
        assert project is not None
        assert coder is not None
        comparison = report.comparison
        if coder.role == "coder":  # what others found in a text comes after one's own reading of it
            mine = {coded.document for coded in comparison.readings() if coded.coder == coder.name}
            comparison = replace(comparison, documents=tuple(d for d in comparison.documents if d[0].document in mine))
        known = {document.id: document for document in report.found.documents}
        found = []
        try:
            for document, start, stop, one, other in places(comparison, project.text, self.row, self.column):
                text = project.text(known[document].text_id)
                around = (text[max(0, start - CONTEXT) : start], text[start:stop], text[stop : stop + CONTEXT])
                found.append(Place(document, known[document].title, start, stop, one, other, *around))
        except Refused as error:
            self.app.post_message(self.app.Failed(error))
            self.post_message(self.Found([]))
            return
        found.sort(key=lambda place: (place.title, place.document, place.start, place.stop))
        if not get_current_worker().is_cancelled:
            self.post_message(self.Found(found))

    def on_places_found(self, message: Found) -> None:
        """Here they are."""
        if was_left(self):
            return
        listing = self.query_one(Listing)
        listing.empty = "No such place is in a document that you have finished yourself."
        listing.fill(message.places, lambda at, width: _painted(self, message.places[at], width), rows=5)

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """To the place, at the tag of the coder who gave the row's code."""
        place: Place = message.entry
        try:
            tag = self._tag(place)
        except Refused as error:
            self.app.refuse(error)
            return
        if tag is None:
            self.app.say("This passage was changed meanwhile; go back and look again.")
        else:
            self.app.open_document_of(tag)

    def _tag(self, place: Place) -> "Tag | None":
        from db import coders, tags

        assert self.app.project is not None
        names = {coder.id: coder.name for coder in coders.listed(self.app.project)}
        within = self.report.comparison.within
        rounds = [r.id for r in self.report.found.rounds]
        here = [
            tag
            for tag in tags.listed(self.app.project, documents=[place.document], rounds=rounds)
            if tag.start < place.stop and place.start < tag.stop and names[tag.coder] == place.one
        ]
        of_code = [tag for tag in here if self.row in within.get(tag.code, (tag.code,))]
        return next(iter(of_code), None)


def _painted(screen: Places, place: Place, width: int) -> list[Text]:
    head = Text(show(place.title), style="bold", no_wrap=True)
    if screen.column == screen.row:
        told = f" · {place.one} and {place.other}: {screen.row}"
    else:
        other = "no code" if screen.column == NONE else screen.column
        told = f" · {place.one}: {screen.row} · {place.other}: {other}"
    head.append(show(told), "not bold")
    head.truncate(width, overflow="ellipsis")
    return [head, *in_context(place.before, place.words, place.after, width, 3), Text("")]
