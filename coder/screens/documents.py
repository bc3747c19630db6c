"""The documents of a project: how far one has come in each, and where to go on."""

import glob
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from coder import actions, home, wording
from coder.display import show
from coder.screens.modal import was_left
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from corpus.refused import Refused
from db import coders, corrections, documents, drafts, readings, rounds, sight, tags
from db.values import Document, Reading

if TYPE_CHECKING:
    from coder.app import CoderApp
    from coder.importing import Outcome, Version

POLL = 2.0
"""Seconds between looks whether another program has written."""
COUNT_AGAIN = 20.0
"""So many times as long as it took, until it is counted again what waits for a lead."""
MOST_REFUSED = 5
"""So many refused files of an import are told one by one; the rest are counted."""
UNCLOSED = "memo not closed"
EMPTY = (
    "No documents yet.\n\nPress I to import text or Markdown files,\nor on the command line: coder import PROJECT FILE…"
)


class Documents(Screen[None]):
    """A coder's home: a document a line, with one's own progress, and what is next. Leads see how many have finished it
    too, how far everybody is, and what waits for them."""

    PLACE = "documents"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("documents")
    app: "CoderApp"

    class Imported(Message):
        """A file was imported, or refused; the last one says how many of what."""

        def __init__(self, outcome: "Outcome", summary: str = "") -> None:
            super().__init__()
            self.outcome, self.summary = outcome, summary

    class Waits(Message):
        """What waits for a lead was counted, in words."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self) -> None:
        super().__init__()
        self.documents: list[Document] = []
        self.mine: dict[str, Reading] = {}
        self.of_all: dict[str, list[Reading]] = {}
        self._hidden: set[str] = set()
        """Documents in whose round the coder sees nobody else's progress."""
        self._assigned: Counter[str] = Counter()
        """By document, for how many coders it was planned."""
        self.unclosed: set[str] = set()
        """Ids of the documents in which the coder was writing a memo when the program ended."""
        self._drafts: frozenset[str] = frozenset()
        self.names: dict[str, str] = {}
        self._waiting: Counter[str] = Counter()
        """By document, how many passages wait for the coder (a lead: for anybody) since the text was corrected."""
        self._held: list[Outcome] = []
        """Files that are other versions of documents: the coder is asked about them."""
        self._readers = 0
        self._waits, self._count_after = "", 0.0
        """What waits for a lead; when it may be counted again, since that can take a second."""
        self._leads = False
        self._seen = -1
        self._refused = self._home = ""

    def compose(self) -> ComposeResult:
        """Header, what is next and what waits, list, what is known of the chosen one, keys."""
        yield Line(id="head")
        yield Line(id="home")
        yield Listing(empty=EMPTY, id="list")
        yield Line(id="status")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """What there is."""
        if was_left(self):
            return
        self.query_one(KeyBar).offer(actions.offered("documents"))
        self.query_one(Listing).focus()
        self.set_interval(POLL, self._look)
        self._look()

    def on_screen_resume(self) -> None:
        """A document was read."""
        self._look()

    def _look(self) -> None:
        """Has anything been written? Below another screen nobody sees it, and keys there must not wait."""
        if was_left(self) or not self.is_active:
            return
        assert self.app.project is not None
        try:
            now = self.app.project.changes()
            if now != self._seen or self._with_drafts() != self._drafts:
                self._read()
                self._seen = now
            self._refused = ""
        except Refused as error:
            if self._seen < 0 and str(error) != self._refused:
                self._refused = str(error)  # once, not at every look
                self.app.refuse(error)

    def _read(self) -> None:
        project, coder = self.app.project, self.app.coder
        assert project is not None
        assert coder is not None
        chosen = self._chosen()
        self.documents = documents.listed(project)
        drafts.forget(project.id, [document.id for document in self.documents if document.purged])
        seen, mine_in = sight.now(project), rounds.of_documents(project, self.documents, coder)
        if coder.role != "lead":
            self.documents = [document for document in self.documents if document.id in mine_in]
        all_in = rounds.of_documents(project, self.documents)
        round_ = next((r for r in reversed(rounds.listed(project)) if r in mine_in.values()), rounds.current(project))
        people = coders.listed(project)
        self.names = {known.id: known.name for known in people}
        self.of_all, self.mine = {}, {}
        for reading in readings.progress(project):
            known = all_in.get(reading.document)
            if known and reading.round == known.id:
                self.of_all.setdefault(reading.document, []).append(reading)
            known = mine_in.get(reading.document)
            if known and (reading.round, reading.coder) == (known.id, coder.id):
                self.mine[reading.document] = reading
        self._hidden = {id_ for id_, known in all_in.items() if known.id in seen.blind - seen.led}
        dealt = [a for r in set(all_in.values()) for a in rounds.assignments(project, r)]
        self._assigned = Counter(a.document for a in dealt if a.document in all_in and a.round == all_in[a.document].id)
        # Leads need not read; those who do count.
        reading_here = {reading.coder for some in self.of_all.values() for reading in some}
        self._readers = len({known.id for known in people if known.role == "coder"} | reading_here)
        self._leads = coder.role == "lead"
        waiting = corrections.waiting(project)
        self._waiting = Counter(tag.document for tag in waiting if self._leads or tag.coder == coder.id)
        self._drafts = self._with_drafts()
        self.unclosed = {id_ for id_ in self._drafts if self._is_unclosed(id_)}
        at, kept = self._left_at(), chosen.id if chosen is not None else None
        stays = next((n for n, d in enumerate(self.documents) if d.id == kept), at or 0)
        self.query_one(Listing).fill(self.documents, self._painted, chosen=stays)
        finished = sum(reading.finished for reading in self.mine.values())
        title = f" {project.path.name} · {round_.name} round"
        right = f"{coder.name} ({coder.role}) · {finished} of {len(self.documents)} finished "
        self.query_one("#head", Line).say(title, right)
        if self._leads:
            found = home.progress(project, people, all_in, self._hidden)
            self._home = home.progress_words(found)
        else:
            goes_on = self.documents[at] if at is not None and not self._is_finished(self.documents[at]) else None
            in_ = mine_in.get(goes_on.id) if goes_on else None
            self._home = home.next_words(goes_on, in_, again=in_ is not None and in_.id in rounds.retests(project))
        self._say_home()
        self._tell()
        if self._leads and time.monotonic() >= self._count_after:
            self._count()

    def _say_home(self) -> None:
        self.query_one("#home", Line).say(f" {self._home}", f"{self._waits} " if self._waits else "")

    @work(thread=True, exclusive=True, group="home")
    def _count(self) -> None:
        project, began = self.app.project, time.monotonic()
        assert project is not None
        try:
            words = home.waiting_words(project)
        except Refused:
            return  # somebody is writing just now; the next look comes soon
        self._count_after = time.monotonic() + COUNT_AGAIN * (time.monotonic() - began)
        self.post_message(self.Waits(words))

    def on_documents_waits(self, message: Waits) -> None:
        """Beside everybody's progress."""
        self._waits = message.words
        if not was_left(self):
            self._say_home()

    def _with_drafts(self) -> frozenset[str]:
        """Documents in which the coder has drafts of memos, on this machine."""
        assert self.app.project is not None
        assert self.app.coder is not None
        return drafts.documents_with(self.app.project.id, self.app.coder.id, (d.id for d in self.documents))

    def _is_unclosed(self, document: str) -> bool:
        """Whether a draft is about something that is still there."""
        project, coder, mine = self.app.project, self.app.coder, self.mine.get(document)
        assert project is not None
        assert coder is not None
        memos = {tag.id: tag.memo for tag in tags.of_reading(project, mine)} if mine is not None else {}
        memos[document] = mine.memo if mine is not None else ""
        return bool(drafts.unclosed(project.id, coder.id, document, memos))

    # --- an entry ---

    def _painted(self, number: int, width: int) -> list[Text]:
        document = self.documents[number]
        mine = self.mine.get(document.id)
        cells = [wording.many(document.words, "word").rjust(13), _state(document, mine).ljust(13)]
        if self._leads:
            finished = sum(reading.finished for reading in self.of_all.get(document.id, ()))
            told = f"{finished} of {self._assigned[document.id] or self._readers} finished"
            cells.append(("blind" if document.id in self._hidden else told).rjust(16))
        right = "  ".join(cells)
        warning = "  (!)" if document.warning else ""
        room = max(8, width - cell_len(right) - 2 - len(warning))
        if document.id in self.unclosed and room >= len(UNCLOSED) + 10:  # else the status line alone says it
            warning += f"  {UNCLOSED}"
            room -= len(UNCLOSED) + 2
        title = show(document.title)
        if cell_len(title) > room:
            title = set_cell_size(title, room - 1).rstrip() + "…"
        text = Text(set_cell_size(f"{title}{warning}", room + len(warning)), no_wrap=True)
        return [text.append(f"  {right}")]

    def _tell(self) -> None:
        """What is known of the chosen one."""
        document = self._chosen()
        told = []
        if document is not None:
            told = [UNCLOSED] if document.id in self.unclosed else []
            waits = self._waiting[document.id]
            told += [f"corrected: {wording.many(waits, 'passage')} to confirm"] if waits else []
            told += [f"(!) {' '.join(document.warning.split())}"] if document.warning else []
            twin = next((d for d in self.documents if d.id == document.same_as), None)
            told += [f"the same testimony as {twin.title}"] if twin else []
            told += [words for words in (document.source, document.date, document.language) if words]
            if self._leads:
                told = [self._others(document), *told]
            elif document.id in self.mine:
                told = [wording.many(self.mine[document.id].tags, "tag"), *told]
        self.query_one("#status", Line).say(f" {' · '.join(word for word in told if word)}")

    def _others(self, document: Document) -> str:
        return "; ".join(
            f"{self.names.get(reading.coder, '?')} {_state(document, reading)}"
            + ("" if reading.hidden else f", {wording.many(reading.tags, 'tag')}")
            for reading in sorted(self.of_all.get(document.id, ()), key=lambda r: self.names.get(r.coder, ""))
        )

    def _chosen(self) -> Document | None:
        at = self.query_one(Listing).chosen
        return self.documents[at] if at < len(self.documents) else None

    def _left_at(self) -> int | None:
        """Where one goes on: at a memo that was not closed, else at the first document that one has begun and not
        finished, else at the first that is not finished."""
        known = list(enumerate(self.documents))
        unclosed = [n for n, d in known if d.id in self.unclosed]
        begun = [n for n, d in known if d.id in self.mine and self.mine[d.id].begun and not self._is_finished(d)]
        return next(iter(unclosed + begun), self._first_unfinished())

    def _first_unfinished(self, after: int = -1) -> int | None:
        order = [*range(after + 1, len(self.documents)), *range(after + 1)] if self.documents else []
        return next((n for n in order if not self._is_finished(self.documents[n])), None)

    def _is_finished(self, document: Document) -> bool:
        reading = self.mine.get(document.id)
        return document.purged or (reading is not None and reading.finished)

    # --- what one does ---

    def on_listing_moved(self) -> None:
        """Another one is chosen."""
        self._tell()

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """Open it where one left it."""
        self.app.open_document(message.entry)

    def action_find_document(self) -> None:
        """By some letters of its title."""
        from coder.screens.choose import Choose, Item

        items = [Item(d.id, d.title, _state(d, self.mine.get(d.id))) for d in self.documents]

        def chosen(key: str | None) -> None:
            at = next((number for number, document in enumerate(self.documents) if document.id == key), None)
            if at is not None:
                self.query_one(Listing).choose(at)

        self.app.push_screen(Choose("Go to which document?", items), chosen)

    def action_unfinished(self) -> None:
        """To the next one that is not finished."""
        at = self._first_unfinished(self.query_one(Listing).chosen)
        if at is None:
            self.app.say("You have finished them all.")
        else:
            self.query_one(Listing).choose(at)

    def action_who(self) -> None:
        """Somebody else sits here now."""
        self.app.ask_who()

    def again(self) -> None:
        """Everything anew: another coder is here."""
        self._seen = -1
        self._look()

    def action_import(self) -> None:
        """Ask for files."""
        from coder.screens.ask import Ask, as_path

        def answered(words: str | None) -> None:
            if words:
                self._import(_matching(as_path(words)))

        self.app.push_screen(Ask("Which file? (a path; * stands for anything: interviews/*.txt)"), answered)

    def action_decide(self) -> None:
        """Ask for a file with rows that an import refused."""
        from coder.screens.ask import Ask, as_path
        from coder.screens.deciding import Deciding

        def answered(words: str | None) -> None:
            if words:
                self.app.push_screen(Deciding(as_path(words)))

        self.app.push_screen(Ask("Which file of refused rows? (a path: tags.refused.csv)"), answered)

    def action_correct(self) -> None:
        """Ask for the file with the corrected text of the chosen document."""
        from coder.screens.ask import Ask, as_path
        from coder.screens.correcting import Correcting

        document = self._chosen()
        if document is None:
            return
        if not self._leads:
            self.app.say("Only leads correct texts.")
            return

        def answered(words: str | None) -> None:
            if words:
                self.app.push_screen(Correcting(document, as_path(words)))

        self.app.push_screen(Ask(f"Which file has the corrected text of {document.title}? (a path)"), answered)

    def action_uncorrect(self) -> None:
        """The chosen document gets the text from before its last correction."""
        project, coder, document = self.app.project, self.app.coder, self._chosen()
        if project is None or coder is None or document is None:
            return
        try:
            corrections.take_back(project, coder, document)
        except Refused as error:
            self.app.refuse(error)
            return
        self.app.say(f"{document.title} has the text again from before its last correction.")
        self._look()

    @work(thread=True, group="import")
    def _import(self, files: list[Path], version: "Version" = "hold") -> None:
        from coder.importing import import_files, summary

        project, coder = self.app.project, self.app.coder
        assert project is not None
        assert coder is not None
        outcomes = []
        for outcome in import_files(project, coder, files, version=version):
            outcomes.append(outcome)
            done = len(outcomes) == len(files)
            refused = sum(outcome.document is None and outcome.held is None for outcome in outcomes)
            if done or outcome.document is not None or refused <= MOST_REFUSED:
                self.post_message(self.Imported(outcome, summary(outcomes) if done else ""))

    def on_documents_imported(self, message: Imported) -> None:
        """Progress; what was refused stays on the screen for a while."""
        if message.outcome.held is not None:
            self._held.append(message.outcome)
        elif message.outcome.document is None:
            self.app.refuse(Refused(message.outcome.told))
        elif message.outcome.like:
            self.app.say(message.outcome.told)
        elif not message.summary:
            self.query_one("#status", Line).say(f" {message.outcome.told}")
        if message.summary:
            self.app.say(message.summary)
            self._look()
            self._ask_version()

    def _ask_version(self) -> None:
        """What to do with a file that is another version of a document, one after the other."""
        if not self._held:
            return
        from coder.screens.choose import Choose, Item

        outcome = self._held.pop(0)
        items = [
            Item("same", "Take it: the same testimony", "reports count it once"),
            Item("different", "Take it: a testimony of its own", ""),
            Item("", "Leave it", ""),
        ]

        def answered(version: str | None) -> None:
            if version:
                self._import([outcome.file], cast("Version", version))
            else:
                self._ask_version()

        self.app.push_screen(Choose(f"{outcome.file.name} is {'; '.join(outcome.like)}", items), answered)


def _matching(path: Path) -> list[Path]:
    """The file at the path; without one, those that its * and ? fit; without any, the path, which is refused then."""
    # Path.glob raises for patterns that make no sense; this finds nothing.
    found = glob.glob(glob.escape(str(path))) or glob.glob(str(path))  # noqa: PTH207
    return [Path(name) for name in sorted(found)] or [path]


def _state(document: Document, reading: Reading | None) -> str:
    if document.purged:
        return "erased"
    if reading is None or not reading.begun:
        return "not begun"
    if reading.finished:
        return "finished ✓"
    return f"read {min(100, 100 * reading.position // max(1, document.length))} %"
