"""What stands behind the figures of a code: which codes stand for it with others, and the places in the texts."""

from collections.abc import Callable
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
    from coder.agreement_report import Apart, Report
    from coder.app import CoderApp
    from coder.comparison import Comparison
    from db.values import Tag

NONE = ""
"""The column of text to which the other gave no code."""
CONTEXT = 300
"""Characters around a place that are read for the list."""


def readable(app: "CoderApp", comparison: "Comparison") -> "Comparison":
    """What the coder may look into: what others found in a text comes after one's own reading of it."""
    assert app.coder is not None
    if app.coder.role != "coder":
        return comparison
    mine = {coded.document for coded in comparison.readings() if coded.coder == app.coder.name}
    return replace(comparison, documents=tuple(d for d in comparison.documents if d[0].document in mine))


class Cell(NamedTuple):
    """A cell of the confusion table: in so many stretches of text one coder gave the row's code, another `column`."""

    column: str
    passages: int
    characters: int


class Cells(Screen[None]):
    """A row of the confusion table: what others gave where one coder gave this code, the most frequent first; and, for
    a figure by case or document, those on which coders differ."""

    PLACE = "cells"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("cells")
    app: "CoderApp"

    def __init__(self, report: "Report", code: str, level: str) -> None:
        super().__init__()
        self.report, self.code, self.level = report, code, level
        self.called: dict[str, str] = {}
        """Titles of documents, keys of cases, by id."""

    def compose(self) -> ComposeResult:
        """Header, who used the code how often, cells, keys."""
        yield Line(id="head")
        yield Line(id="use")
        yield Listing(
            empty="Nobody gave this code in the documents that are compared, or there are too many codes.", id="list"
        )
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """The cells that are not empty."""
        from coder.agreement_words import use
        from db import cases

        if was_left(self):
            return
        assert self.app.project is not None
        report = self.report
        self.query_one(KeyBar).offer(actions.offered("cells"))
        self.query_one("#head", Line).say(f" {wording.code(report.found.codebook, self.code)}: what others gave there")
        self.query_one("#use", Line).say(f" {use(report, self.code)}")
        listing = self.query_one(Listing)
        found: list[Cell | Apart] = []
        try:
            self.called = {document.id: document.title for document in report.found.documents}
            self.called |= {case.id: case.key for case in cases.listed(self.app.project)}
            found = [*self._cells(), *self._apart()]
        except Refused as error:
            self.app.refuse(error)
        listing.fill(found, lambda at, width: [self._line(found[at], width)])
        listing.focus()

    def _cells(self) -> list[Cell]:
        from coder.agreement_report import confusion

        assert self.app.project is not None
        table = confusion(self.report.comparison, self.app.project.text, self.code)
        if self.code not in table.codes:
            return []
        row = table.codes.index(self.code)
        cells = [Cell(*of) for of in zip(table.codes, table.passages[row], table.characters[row], strict=True)]
        # What both gave is counted in both directions.
        cells = [Cell(c.column, c.passages // 2, c.characters // 2) if c.column == self.code else c for c in cells]
        return sorted((cell for cell in cells if cell.passages), key=lambda cell: -cell.passages)

    def _apart(self) -> "list[Apart]":
        from coder.agreement_report import apart

        assert self.app.project is not None
        found = apart(readable(self.app, self.report.comparison), self.level, self.app.project.text, self.code)
        return sorted(found, key=lambda unit: self.called[unit.document])

    def _line(self, entry: "Cell | Apart", width: int) -> Text:
        if isinstance(entry, Cell):
            return _line(self.report, self.code, entry, width)
        case = f", {self.called[entry.case]}" if entry.case else ""
        told = f"{self.called[entry.document]}{case}: {' and '.join(entry.gave)}, not {' nor '.join(entry.did_not)}"
        line = Text(f"{self.level:>12}  {show(told)}", no_wrap=True)
        line.truncate(width, overflow="ellipsis")
        return line

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """The places of a cell; the first tag of a document or case."""
        entry: Cell | Apart = message.entry
        if isinstance(entry, Cell):
            self.app.push_screen(Places(self.report, self.code, entry.column))
            return
        default = next(d.case for d in self.report.found.documents if d.id == entry.document)

        def of_unit(tag: "Tag") -> bool:
            return self.level != "case" or (tag.case or default) == entry.case

        go_to_tag(self.app, self.report, self.code, entry.document, entry.gave[0], of_unit)


def go_to_tag(
    app: "CoderApp", report: "Report", code: str, document: str, coder: str, wanted: "Callable[[Tag], bool]"
) -> None:
    """To the first tag of that code, or of a sub-code of it, that the coder gave in the document and that is wanted."""
    from db import coders, tags

    assert app.project is not None
    within, rounds = report.comparison.within, [r.id for r in report.found.rounds]
    try:
        names = {known.id: known.name for known in coders.listed(app.project)}
        found = [
            tag
            for tag in tags.listed(app.project, documents=[document], rounds=rounds)
            if names[tag.coder] == coder and code in within.get(tag.code, (tag.code,)) and wanted(tag)
        ]
    except Refused as error:
        app.refuse(error)
        return
    if found:
        app.open_document_of(found[0])
    else:
        app.say("This passage was changed meanwhile; go back and look again.")


def _line(report: "Report", code: str, cell: Cell, width: int) -> Text:
    words = {code: "the same: they agree", NONE: "nothing: only one coder tagged it"}
    told = words.get(cell.column) or wording.code(report.found.codebook, cell.column)
    places = wording.many(cell.passages, "place")
    line = Text(f"{places:>12}  {show(told)}", no_wrap=True)
    line.append(f"  ({cell.characters:,} characters)", "dim")
    line.truncate(width, overflow="ellipsis")
    return line


class Place(NamedTuple):
    """A stretch of text behind a cell, with the words around it; `one` gave the row's code, `other` the column's.
    `gain`: what the |u-alpha of the row's code would gain, had all agreed there."""

    document: str
    title: str
    start: int
    stop: int
    one: str
    other: str
    gain: float | None
    before: str
    words: str
    after: str


class Places(Screen[None]):
    """The stretches of text behind a cell, in the order of the texts, or by what they cost; Enter goes there."""

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
        self.places: list[Place] = []
        self.by_gain = False

    def compose(self) -> ComposeResult:
        """Header, what the figures are, places, keys."""
        yield Line(id="head")
        yield Line(id="about")
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
        self.query_one("#about", Line).say(
            f" +: to {self.row}'s |u-alpha, had all agreed; sorting by it (s) chases the figure"
        )
        self.query_one(KeyBar).offer(actions.offered("places"))
        self.query_one(Listing).focus()
        self._read()

    @work(thread=True, exclusive=True, group="places")
    def _read(self) -> None:
        from coder.agreement_report import places
        from coder.leverage import leverage

        project, report = self.app.project, self.report
        assert project is not None
        comparison = readable(self.app, report.comparison)
        known = {document.id: document for document in report.found.documents}
        found, costs = [], leverage(report.comparison)
        try:
            for document, start, stop, one, other in places(comparison, project.text, self.row, self.column):
                text = project.text(known[document].text_id)
                around = (text[max(0, start - CONTEXT) : start], text[start:stop], text[stop : stop + CONTEXT])
                gain = costs.of(self.row, document, start, stop)
                found.append(Place(document, known[document].title, start, stop, one, other, gain, *around))
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
        self.query_one(Listing).empty = "No such place is in a document that you have finished yourself."
        self.places = message.places
        self._show()

    def _show(self) -> None:
        found = sorted(self.places, key=lambda place: -(place.gain or 0)) if self.by_gain else self.places
        self.query_one(Listing).fill(found, lambda at, width: _painted(self, found[at], width), rows=5)

    def action_sort(self) -> None:
        """By what they cost, or in the order of the texts again."""
        self.by_gain = not self.by_gain
        self._show()

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """To the place, at the tag of the coder who gave the row's code."""
        place: Place = message.entry

        def here(tag: "Tag") -> bool:
            return tag.start < place.stop and place.start < tag.stop

        go_to_tag(self.app, self.report, self.row, place.document, place.one, here)


def _painted(screen: Places, place: Place, width: int) -> list[Text]:
    from coder.agreement_words import gain as in_words

    gain = in_words(place.gain)
    head = Text(show(place.title), style="bold", no_wrap=True)
    if screen.column == screen.row:
        told = f" · {place.one} and {place.other}: {screen.row}"
    else:
        other = "no code" if screen.column == NONE else screen.column
        told = f" · {place.one}: {screen.row} · {place.other}: {other}"
    head.append(show(told), "not bold")
    head.truncate(width - len(gain) - 1, overflow="ellipsis", pad=True)
    head.append(f" {gain}", "not bold")
    return [head, *in_context(place.before, place.words, place.after, width, 3), Text("")]
