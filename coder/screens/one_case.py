"""A case: what is known of it, its documents, and what it gave, with the words; Enter goes to them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from coder import actions, wording
from coder import register as registers
from coder.display import show
from coder.given import Given, Wanted, given
from coder.screens import standing, wanting
from coder.screens.modal import was_left
from coder.widgets.context import in_context
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from corpus.attributes import folded
from corpus.refused import Refused
from corpus.text import Span
from db import cases, coders, documents, judgements
from db.project import Project
from db.values import Case, Document

if TYPE_CHECKING:
    from coder.app import CoderApp

CONTEXT = 300
LINES = 4
"""Rows below the list in which a quotation stands with its context."""
STATES = {"uncertain": "only likely", "missing": "says nothing", "unread": "can't be read as its type"}


class Entry(NamedTuple):
    """A row: a heading, something known, a document, or a passage. `place`: where Enter goes; `around`: the words
    before, of, and after a passage."""

    text: str
    heading: bool = False
    document: Document | None = None
    span: Span | None = None
    around: tuple[str, str, str] | None = None


class OneCase(Screen[None]):
    """By the final coding, unless one asks otherwise."""

    PLACE = "case"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("case")
    app: "CoderApp"

    class Read(Message):
        """All that is known of it."""

        def __init__(self, wanted: Wanted, case: Case, entries: list[Entry], changes: int) -> None:
            super().__init__()
            self.wanted, self.case, self.entries, self.changes = wanted, case, entries, changes

    def __init__(self, case: Case, wanted: Wanted | None = None) -> None:
        """`wanted`: by whose coding; which cases it is about does not matter here."""
        super().__init__()
        self.case = case
        wanted = wanted or Wanted()
        self.wanted = Wanted(wanted.whose, wanted.coder, wanted.qualifiers, wanted.rounds)
        self._seen = -1

    def compose(self) -> ComposeResult:
        """Header, by whose coding, what is known, the chosen words in context, keys."""
        yield Line(id="head")
        yield Line(id="told")
        yield Listing(empty="Reading …", id="list")
        yield Static(id="about", markup=False)
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Read it."""
        if was_left(self):
            return
        self.query_one(KeyBar).offer(actions.offered("case"))
        self.query_one("#head", Line).say(f" {self.case.key} {self.case.name}")
        self.query_one(Listing).focus()

    def on_screen_resume(self) -> None:
        """It may have been changed on another screen."""
        assert self.app.project is not None
        try:
            now = self.app.project.changes()
        except Refused as error:
            self.app.refuse(error)
            return
        if now != self._seen:
            self._read(self.wanted, now)

    @work(thread=True, exclusive=True, group="case")
    def _read(self, wanted: Wanted, now: int) -> None:
        project = self.app.project
        assert project is not None
        try:
            case = cases.named(project, self.case.id)
            entries = list(_entries(project, case, wanted))
        except Refused as error:
            self.app.post_message(self.app.Failed(error))
            return
        if not get_current_worker().is_cancelled:
            self.post_message(self.Read(wanted, case, entries, now))

    def on_one_case_read(self, message: Read) -> None:
        """Here it is."""
        if was_left(self) or message.wanted != self.wanted:
            return
        self.case, self._seen = message.case, message.changes
        counts = "counts" if self.case.counts else "does not count"
        self.query_one("#head", Line).say(f" {self.case.key} {self.case.name}", f"{self.case.status}, {counts} ")
        self.query_one("#told", Line).say(f" {self.wanted.words}; absent is “not given”, never “no”")
        listing, entries = self.query_one(Listing), message.entries
        listing.fill(entries, lambda n, width: [_painted(entries[n], width)], chosen=listing.chosen)
        self._tell()

    def _tell(self) -> None:
        """The chosen words in their context; of another row, all of it."""
        listing, about = self.query_one(Listing), self.query_one("#about", Static)
        entry: Entry | None = listing.entries[listing.chosen] if listing.count else None
        width = max(2, about.content_size.width)
        if entry is None or entry.around is None:
            about.update(Text(show(entry.text.strip()) if entry else ""))
        else:
            about.update(Text("\n").join(in_context(*entry.around, width, LINES)))

    def on_resize(self) -> None:
        """The words are wrapped anew."""
        self.call_after_refresh(lambda: None if was_left(self) else self._tell())

    def on_listing_moved(self) -> None:
        """Another row is chosen."""
        self._tell()

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """To the document, at the passage."""
        entry: Entry = message.entry
        if entry.document is not None:
            self.app.open_document(entry.document, entry.span)

    def action_status(self) -> None:
        """Say whether it counts."""
        assert self.app.project is not None
        try:
            register = registers.read(self.app.project)
        except Refused as error:
            self.app.refuse(error)
        else:
            standing.ask(self.app, register, self.case, self.on_screen_resume)

    def action_whose(self) -> None:
        """By the final coding, or otherwise."""
        wanting.whose(self.app, self.wanted, self._want)

    def _want(self, wanted: Wanted) -> None:
        self.wanted, self._seen = wanted, -1
        self.on_screen_resume()

    def action_leave(self) -> None:
        """Back."""
        if self.is_active:
            self.app.pop_screen()


# --- what is known ----------------------------------------------------------------------------------------------------


def _entries(project: Project, case: Case, wanted: Wanted) -> Iterator[Entry]:
    register = registers.read(project)
    yield Entry("What is known", heading=True)
    if told := standing.words(register, case):
        yield Entry(f"  status  {told}")
    for name, value in registers.made_of(register, case).items():
        raw = next(words for key, words in case.attributes.items() if folded(key) == folded(name))
        made = [value.words] if value.words and value.words != raw else []
        made += [STATES[value.state]] if value.state in STATES else []
        yield Entry(f"  {name}  {raw}" + (f"  → {', '.join(made)}" if made else ""))
    if case.note:
        yield Entry(f"  note  {' '.join(case.note.split())}")
    yield from _judgements(project, register, case)
    every = {document.id: document for document in documents.listed(project)}
    gave = given(project, wanted)
    yield from _documents(every, gave, case)
    yield from _gave(project, every, gave, case)


def _judgements(project: Project, register: registers.Register, case: Case) -> Iterator[Entry]:
    keys = {known.id: f"{known.key} {known.name}" for known in register.known}
    people = {coder.id: coder.name for coder in coders.listed(project)}
    for said in judgements.listed(project):
        if case.id in (said.case, said.other):
            other = keys.get(said.other if said.case == case.id else said.case, "(erased)")
            why = f": {said.why}" if said.why else ""
            yield Entry(f"  judged {said.verdict} as {other}, by {people.get(said.coder, '?')}{why}")


def _documents(every: dict[str, Document], gave: Given, case: Case) -> Iterator[Entry]:
    here = {value.document for value in gave.values if value.case == case.id}
    found = [document for document in every.values() if document.case == case.id or document.id in here]
    yield Entry(wording.many(len(found), "document"), heading=True)
    for document in found:
        told = " · ".join(words for words in (document.title, document.source, document.date) if words)
        yield Entry(f"  {told}", document=document)


def _gave(project: Project, every: dict[str, Document], gave: Given, case: Case) -> Iterator[Entry]:
    its = [value for value in gave.values if value.case == case.id]
    people = {coder.id: coder.name for coder in coders.listed(project)} if gave.wanted.whose == "any" else {}
    for code, name in gave.codes.names.items():
        some = sorted((v for v in its if v.code == code), key=lambda v: (every[v.document].title, v.start))
        if not some:
            continue
        yield Entry(f"{code} {name}: {wording.many(len(some), 'passage')}", heading=True)
        for value in some:
            title = every[value.document].title
            if value.start == value.stop:  # what all coders gave is said of the document
                yield Entry(f"  {title}", document=every[value.document])
                continue
            text, span = project.text(value.text_id), Span(value.start, value.stop)
            around = (
                text[max(0, span.start - CONTEXT) : span.start], text[span.start : span.stop],
                text[span.stop : span.stop + CONTEXT],
            )  # fmt: skip
            who = f"{people[value.coders[0]]}: " if people else ""
            told = f"  {who}{wording.quote(text, span, 200)} · {title}"
            yield Entry(told, False, every[value.document], span, around)
    if not its:
        why = "" if case.id in gave.of else "; no document with their words is finished, or the case does not count"
        yield Entry(f"Nothing is given{why}", heading=True)


def _painted(entry: Entry, width: int) -> Text:
    text = Text(show(entry.text), no_wrap=True, style="bold" if entry.heading else "")
    text.truncate(width, overflow="ellipsis")
    return text
