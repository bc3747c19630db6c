"""The cases: who they are, what is known of them, and whether they count; Enter shows one, leads say its status."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.screen import Screen

from coder import actions
from coder import register as registers
from coder.display import show
from coder.register import Register
from coder.screens import standing
from coder.screens.modal import was_left
from coder.widgets.columns import fit
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from corpus.attributes import folded
from corpus.refused import Refused
from db.values import Case

if TYPE_CHECKING:
    from coder.app import CoderApp
    from coder.given import Wanted

EMPTY = (
    "No cases yet.\n\nBring a register in: coder cases-import PROJECT FILE.csv\n"
    "or make one while you code: i on a passage."
)
NONE_LIKE_THAT = "No case is like that.\n\nx takes the filter off."

NAME = 26
"""Cells that key and name keep when room is short."""


class Cases(Screen[None]):
    """A case a line, by its key; those that do not count too, and marked."""

    PLACE = "cases"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("cases")
    app: "CoderApp"

    def __init__(
        self, only: frozenset[str] | None = None, title: str = "Cases", wanted: "Wanted | None" = None
    ) -> None:
        """`only`: just these, by id; `wanted`: by whose coding a case is shown then."""
        super().__init__()
        self.only, self.heading, self.wanted = only, title, wanted
        self.filter = ""
        self.register: Register | None = None
        self.shown: list[Case] = []
        self.first = 0
        self._seen = -1

    def compose(self) -> ComposeResult:
        """Header, who is left out, what the columns are, cases, what is known of the chosen one, keys."""
        yield Line(id="head")
        yield Line(id="told")
        yield Line(id="columns")
        yield Listing(empty=EMPTY, id="list")
        yield Line(id="status")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """All, or those that were asked for."""
        if was_left(self):
            return
        self.query_one(KeyBar).offer(actions.offered("cases"))
        self.query_one(Listing).focus()

    def on_screen_resume(self) -> None:
        """Something may have been said about them on another screen."""
        assert self.app.project is not None
        try:
            now = self.app.project.changes()
            if now != self._seen:
                self.register, self._seen = registers.read(self.app.project), now
        except Refused as error:
            self.app.refuse(error)
            return
        self._show()

    def on_resize(self) -> None:
        """Columns are fitted to the window."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        register = self.register
        if was_left(self) or register is None:
            return
        listing = self.query_one(Listing)
        before = self.shown[listing.chosen].id if listing.chosen < len(self.shown) else None
        known = [case for case in register.known if self.only is None or case.id in self.only]
        self.shown = _matching(register, known, self.filter)
        at = next((n for n, case in enumerate(self.shown) if case.id == before), 0)
        header, table = _table(register, self.shown)
        fitted = fit(header, table, max(2, listing.size.width - 4), first=self.first, least=NAME)
        listing.empty = NONE_LIKE_THAT if register.known else EMPTY
        listing.fill(self.shown, lambda n, width: [_painted(self.shown[n], fitted.rows[n], width)], chosen=at)
        counting = sum(case.counts for case in self.shown)
        number = f"{len(self.shown)} shown, {counting} count" if self.shown else "none"
        self.query_one("#head", Line).say(f" {self.heading}", f"{number} ")
        self.query_one("#columns", Line).say(f"  {fitted.header}", f"→ {fitted.hidden} more " if fitted.hidden else "")
        told = [f"with “{self.filter}”"] if self.filter else []
        told += [f"left out of counts, {reason}: {registers.some(keys, 4)}" for reason, keys in register.exclusions]
        told += registers.unsure(register)
        self.query_one("#told", Line).say(f" {' · '.join(told) or 'all of them count'}")
        self._tell()

    def _tell(self) -> None:
        """Why the chosen one has its status, and what was noted."""
        case = self._chosen()
        told = ""
        if case is not None and self.register is not None:
            told = " · ".join(words for words in (standing.words(self.register, case), case.note) if words)
            told = f"{case.key} {case.name}{f': {told}' if told else ''}"
        self.query_one("#status", Line).say(f" {' '.join(told.split())}")

    def _chosen(self) -> Case | None:
        at = self.query_one(Listing).chosen
        return self.shown[at] if at < len(self.shown) else None

    # --- what one does ---

    def on_listing_moved(self) -> None:
        """Another one is chosen."""
        self._tell()

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """All that is known of it, and what it gave."""
        from coder.screens.one_case import OneCase

        self.app.push_screen(OneCase(message.entry, self.wanted))

    def action_find(self) -> None:
        """With some words, or NAME=VALUE."""
        from coder.screens.ask import Ask

        def answered(words: str | None) -> None:
            if words is None:
                return
            try:
                if "=" in words and self.register is not None:
                    registers.listed(self.register, [words])
            except Refused as error:
                self.app.refuse(error)
            else:
                self.filter = words
                self._show()

        self.app.push_screen(
            Ask("Cases with which words? (or NAME=VALUE: nationality=Syrian, status=unsure)"), answered
        )

    def action_all(self) -> None:
        """No filter."""
        self.filter = ""
        self._show()

    def action_status(self) -> None:
        """Say whether the chosen one counts."""
        case = self._chosen()
        if case is not None and self.register is not None:
            standing.ask(self.app, self.register, case, self.on_screen_resume)

    def action_alike(self) -> None:
        """Pairs that may be one person."""
        from coder.screens.pairs import Pairs

        self.app.push_screen(Pairs())

    def action_columns(self, step: str) -> None:
        """Columns that have no room."""
        if int(step) < 0 or self.query_one("#columns", Line).right:
            self.first = max(0, self.first + int(step))
            self._show()


class Giving(Cases):
    """Those that a share counts."""


def _matching(register: Register, known: Sequence[Case], words: str) -> list[Case]:
    """Those that meet a condition NAME=VALUE, or in whose key, name, attributes, status or note the words stand."""
    if "=" in words:
        meeting = {case.id for case in registers.listed(register, [words])}
        return [case for case in known if case.id in meeting]
    wanted = folded(words).split()

    def said(case: Case) -> str:
        return folded(" ".join((case.key, case.name, *case.attributes.values(), case.status, case.why, case.note)))

    return [case for case in known if all(word in said(case) for word in wanted)]


def _table(register: Register, found: Sequence[Case]) -> tuple[list[str], list[list[object]]]:
    """Key and name, the status where it is not "included", attributes as they are written."""
    odd = any(case.status != "included" for case in found)
    names = [a.name for a in register.attributes]
    rows: list[list[object]] = []
    for case in found:
        cells = register.cells[case.id]
        status = [case.status if case.status != "included" else ""] if odd else []
        rows.append([f"{case.key} {case.name}", *status, *(cells.get(folded(name), "") for name in names)])
    return ["case", *(["status"] if odd else []), *names], rows


def _painted(case: Case, line: str, width: int) -> Text:
    text = Text(show(line), no_wrap=True, style="" if case.counts else "dim")
    text.truncate(width, overflow="ellipsis")
    return text
