"""Passages across documents: all that was tagged with a code, in context; Enter goes to the place."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from coder import actions, wording
from coder.display import show
from coder.retrieval import Filter, Passage, chosen, passages
from coder.screens.modal import was_left
from coder.widgets import rows
from coder.widgets.context import in_context
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from corpus.refused import Refused
from db import queries

if TYPE_CHECKING:
    from coder.app import CoderApp
    from corpus.codebook import Codebook

CONTEXTS = (3, 8, 1)
"""Rows of text for a passage, as `z` changes them."""
EMPTY = "No passage is like that.\n\nx takes every filter off, w shows everybody's."


class Left(NamedTuple):
    """How a list was left for one of its documents: what was wanted, in how many rows, and the tag that was chosen."""

    filter: Filter
    lines: int
    tag: str | None


class Passages(Screen[None]):
    """A coder sees their own first, a lead everybody's; `w` changes that."""

    PLACE = "passages"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("passages")
    app: "CoderApp"

    class Read(Message):
        """All passages were read."""

        def __init__(self, found: list[Passage], changes: int) -> None:
            super().__init__()
            self.found, self.changes = found, changes

    def __init__(self, codebook: "Codebook", left: Left | None = None) -> None:
        """`left`: go on there."""
        super().__init__()
        self._left = left
        self.codebook = codebook
        self.every: list[Passage] = []
        self.shown: list[Passage] = []
        self.lines = left.lines if left else CONTEXTS[0]
        self._seen = -1

    def compose(self) -> ComposeResult:
        """Header, filters, list, keys."""
        yield Line(id="head")
        yield Line(id="filters")
        yield Listing(empty="Reading …", id="list")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Everything, or one's own."""
        if was_left(self):
            return
        self.filter = self._left.filter if self._left else self._no_filter()
        self.query_one(KeyBar).offer(actions.offered("passages"))
        self.query_one(Listing).focus()

    def on_screen_resume(self) -> None:
        """Tags may have been changed on another screen."""
        assert self.app.project is not None
        try:
            now = self.app.project.changes()
        except Refused as error:
            self.app.refuse(error)
            return
        if now != self._seen:
            self._read(now)

    @work(thread=True, exclusive=True, group="passages")
    def _read(self, now: int) -> None:
        assert self.app.project is not None
        try:
            found = passages(self.app.project)
        except Refused as error:
            self.app.post_message(self.app.Failed(error))
            return
        if not get_current_worker().is_cancelled:
            self.post_message(self.Read(found, now))

    def on_passages_read(self, message: Read) -> None:
        """Here they are."""
        if was_left(self):
            return
        self.every, self._seen = message.found, message.changes
        listing = self.query_one(Listing)
        listing.empty = EMPTY
        self._show(listing.chosen)

    def left(self) -> Left:
        """How it is now."""
        at = self.query_one(Listing).chosen
        if at < len(self.shown):
            return Left(self.filter, self.lines, self.shown[at].tag.id)
        return Left(self.filter, self.lines, self._left.tag if self._left else None)

    def _no_filter(self) -> Filter:
        coder = self.app.coder
        return Filter(coder=coder.id if coder is not None and coder.role == "coder" else None)

    def _show(self, otherwise: int = 0) -> None:
        """The passages that are wanted; the one chosen before stays so, or, if it is gone, that number is chosen."""
        listing = self.query_one(Listing)
        before = self.left().tag
        self.shown = chosen(self.every, self.filter, self.codebook)
        at = next((n for n, passage in enumerate(self.shown) if passage.tag.id == before), otherwise)
        listing.fill(self.shown, self._painted, rows=1 if self.lines == 1 else self.lines + 2, chosen=at)
        code = self.filter.code
        title = "All codes" if code is None else wording.code(self.codebook, code)
        number = wording.many(len(self.shown), "passage")
        documents = wording.many(len({p.tag.document for p in self.shown}), "document")
        self.query_one("#head", Line).say(f" {title}", f"{number} in {documents} ")
        self.query_one("#filters", Line).say(f" {' · '.join(self._filters())}")

    def _filters(self) -> list[str]:
        wanted, every = self.filter, self.every
        names = {p.tag.coder: p.coder for p in every}
        if self.app.coder is not None:
            names[self.app.coder.id] = self.app.coder.name
        told = [f"{names.get(wanted.coder, '?')}'s" if wanted.coder else "everybody's"]
        if wanted.document:
            told.append("in " + next((p.title for p in every if p.tag.document == wanted.document), "?"))
        if wanted.case:
            told.append("case " + next((p.case for p in every if p.tag.case == wanted.case), "?"))
        if wanted.asked:
            told.append("questions to the lead")
        if wanted.words:
            told.append(f"with “{wanted.words}”")
        return told

    # --- an entry ---

    def _painted(self, number: int, width: int) -> list[Text]:
        passage = self.shown[number]
        tag = passage.tag
        if self.lines == 1:
            place = show(f"{tag.code:14} {passage.title} ¶ {passage.paragraph} ")
            line = Text(place, no_wrap=True).append(f"“{rows.shown(passage.words[:400])}”", "bold")
            line.truncate(width, overflow="ellipsis")
            return [line]
        head = Text(f"{show(passage.title)} ¶ {passage.paragraph}", style="bold", no_wrap=True)
        told = [] if self.filter.coder else [passage.coder]
        told.append(wording.code(self.codebook, tag.code))
        told += wording.qualifiers(self.codebook, tag.qualifiers)
        told += [f"case {passage.case}"] if passage.case else []
        told += ["asks the lead"] if tag.query else []
        head.append(show(f" · {' · '.join(told)}"), "not bold")
        head.truncate(width, overflow="ellipsis")
        most = 1 if self.lines == CONTEXTS[0] else 3
        memo = _memo("memo", tag.memo, width, most) + _memo("answer", passage.answer, width, most)
        return [
            head,
            *in_context(passage.before, passage.words, passage.after, width, self.lines - len(memo)),
            *memo,
            Text(""),
        ]

    # --- what one does ---

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """To the place."""
        tag = message.entry.tag
        self.app.open_document_of(tag)

    def _want(self, **changes: object) -> None:
        self.filter = self.filter.with_(**changes)
        self._show()

    def action_code(self, digit: str) -> None:
        """The code under a digit."""
        top = self.codebook.top
        if int(digit) <= len(top):
            self._want(code=top[int(digit) - 1].key)
        else:
            self.app.say(f"No code is under {digit}; a lists all codes.")

    def action_any_code(self) -> None:
        """Any code, with the number of its passages."""
        counted = chosen(self.every, self.filter.with_(code=None), self.codebook)
        items = []
        for code in self.codebook.codes:
            number = len(chosen(counted, Filter(code=code.key), self.codebook))
            items.append((code.key, wording.code(self.codebook, code.key), wording.many(number, "passage"), code.key))
        self._choose("Passages of which code?", items, "code", everything="all codes")

    def action_all_codes(self) -> None:
        """Of whatever code."""
        self._want(code=None)

    def action_whose(self) -> None:
        """One coder's, or everybody's."""
        known = sorted({(p.tag.coder, p.coder) for p in self.every}, key=lambda coder: coder[1].casefold())
        self._choose("Whose passages?", [(id_, name, "") for id_, name in known], "coder", everything="everybody's")

    def action_in_document(self) -> None:
        """In one document, or in all."""
        known = dict.fromkeys((p.tag.document, p.title) for p in self.every)
        self._choose("In which document?", [(id_, name, "") for id_, name in known], "document", everything="all")

    def action_of_case(self) -> None:
        """Of one case, or of all."""
        known = sorted({(p.tag.case, p.case, p.case_name) for p in self.every if p.tag.case}, key=lambda case: case[1])
        self._choose("Of which case?", [(id_, key, name) for id_, key, name in known if id_], "case", everything="all")

    def _choose(self, title: str, items: Iterable[tuple[str, ...]], what: str, *, everything: str) -> None:
        from coder.screens.choose import Choose, Item

        listed = [Item("", everything), *(Item(*item) for item in items)]

        def taken(key: str | None) -> None:
            if key is not None:
                self._want(**{what: key or None})

        self.app.push_screen(Choose(title, listed), taken)

    def action_asked(self) -> None:
        """Only questions to the lead, or no longer."""
        self._want(asked=not self.filter.asked)

    def action_answer(self) -> None:
        """Answer the question that the chosen passage asks."""
        from coder.screens.ask import Ask

        project, coder, at = self.app.project, self.app.coder, self.query_one(Listing).chosen
        assert project is not None
        assert coder is not None
        if at >= len(self.shown):
            return
        tag = self.shown[at].tag

        def answered(words: str | None) -> None:
            if words:
                try:
                    queries.answer(project, coder, tag, words)
                except Refused as error:
                    self.app.refuse(error)
                else:
                    self.app.say("Answered: its coder reads it on the passage.")
                    self._read(project.changes())

        self.app.push_screen(Ask("Your answer"), answered)

    def action_with_words(self) -> None:
        """Only those with some words."""
        from coder.screens.ask import Ask

        def answered(words: str | None) -> None:
            if words is not None:
                self._want(words=words)

        self.app.push_screen(Ask("Passages or memos with which words?"), answered)

    def action_context(self) -> None:
        """More rows around a passage, or fewer."""
        self.lines = CONTEXTS[(CONTEXTS.index(self.lines) + 1) % len(CONTEXTS)]
        self._show()

    def action_clear(self) -> None:
        """Every filter off."""
        self.filter = self._no_filter()
        self._show()


def _memo(what: str, memo: str, width: int, lines: int) -> list[Text]:
    """A memo or an answer in rows of its own, so many at most."""
    words = show(" ".join(memo.split()))
    if not words:
        return []
    words = f"{what}: {words}"
    wrapped = rows.wrap(words, width, rows.odd(words))
    painted = [Text(words[slice(*wrapped.span(row))].rstrip(), no_wrap=True) for row in range(min(lines, len(wrapped)))]
    if len(wrapped) > lines:
        painted[-1].append(" …")
        painted[-1].truncate(width, overflow="ellipsis")
    return painted
