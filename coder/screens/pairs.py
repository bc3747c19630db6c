"""Cases that may be one person, with what speaks for it and against it; a person judges."""

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
from coder.widgets import rows
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from corpus.refused import Refused
from db.values import Case, Verdict

if TYPE_CHECKING:
    from coder.app import CoderApp

NONE = "No two cases are like one person, or every such pair is judged.\n\nt lists what was said about pairs."
NONE_JUDGED = "Nobody has judged a pair yet.\n\nt lists the pairs to look at."
TOLD: dict[Verdict, str] = {"same": "one person", "different": "two persons", "unsure": "nobody can tell"}
MOST_ROWS = 2
"""Rows for the reasons of a pair."""


class Pair(NamedTuple):
    """Two cases; how likely they are one person or what was said; and why."""

    one: Case
    other: Case
    head: str
    reasons: str


class Pairs(Screen[None]):
    """The likeliest first; what was judged is on a list of its own."""

    PLACE = "pairs"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("pairs")
    app: "CoderApp"

    class Found(Message):
        """They were weighed; `told`: by what, and what was not looked at."""

        def __init__(self, pairs: list[Pair], told: str, changes: int) -> None:
            super().__init__()
            self.pairs, self.told, self.changes = pairs, told, changes

    def __init__(self) -> None:
        super().__init__()
        self.judged = False
        self._seen = -1

    def compose(self) -> ComposeResult:
        """Header, by what they are weighed, pairs, keys."""
        yield Line(id="head")
        yield Line(id="told")
        yield Listing(empty="Comparing …", id="list")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Weigh them."""
        if was_left(self):
            return
        self.query_one(KeyBar).offer(actions.offered("pairs"))
        self.query_one("#head", Line).say(" Cases that may be one person")
        self.query_one(Listing).focus()

    def on_screen_resume(self) -> None:
        """Somebody may have judged, or changed what is said of cases."""
        assert self.app.project is not None
        try:
            now = self.app.project.changes()
        except Refused as error:
            self.app.refuse(error)
            return
        if now != self._seen:
            self._weigh(self.judged, now)

    @work(thread=True, exclusive=True, group="pairs")
    def _weigh(self, judged: bool, now: int) -> None:
        try:
            found, told = _judged(self.app) if judged else _alike(self.app)
        except Refused as error:
            self.app.post_message(self.app.Failed(error))
            return
        if not get_current_worker().is_cancelled:
            self.post_message(self.Found(found, told, now))

    def on_pairs_found(self, message: Found) -> None:
        """Here they are."""
        if was_left(self):
            return
        self._seen = message.changes
        listing, pairs = self.query_one(Listing), message.pairs
        listing.empty = NONE_JUDGED if self.judged else NONE
        listing.fill(pairs, lambda n, width: _painted(pairs[n], width), rows=MOST_ROWS + 2, chosen=listing.chosen)
        title = "What was said about pairs of cases" if self.judged else "Cases that may be one person"
        self.query_one("#head", Line).say(f" {title}", f"{wording.many(len(pairs), 'pair')} ")
        self.query_one("#told", Line).say(f" {message.told}")

    # --- what one does ---

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """One of the two."""
        from coder.screens.choose import Choose, Item
        from coder.screens.one_case import OneCase

        pair: Pair = message.entry
        two = {case.id: case for case in (pair.one, pair.other)}

        def taken(key: str | None) -> None:
            if key is not None:
                self.app.push_screen(OneCase(two[key]))

        items = [Item(case.id, f"{case.key} {case.name}") for case in two.values()]
        self.app.push_screen(Choose("Look at which of the two?", items), taken)

    def action_judge(self, verdict: Verdict) -> None:
        """Say whether the chosen two are one person, and why; a lead also, which of them does not count."""
        from coder.screens.ask import Ask
        from coder.screens.choose import Choose, Item

        listing, coder = self.query_one(Listing), self.app.coder
        assert coder is not None
        if not listing.count:
            return
        pair: Pair = listing.entries[listing.chosen]

        def left_out(key: str | None, why: str) -> None:
            if key is not None:
                two = {case.id: case for case in (pair.one, pair.other)}
                self._say(pair, verdict, why, two.get(key))

        def answered(why: str | None) -> None:
            if why is None:
                return
            if verdict == "same" and coder.role == "lead" and pair.one.counts and pair.other.counts:
                items = [Item("", "both count")]
                items += [Item(c.id, f"leave {c.key} out", "as a duplicate") for c in (pair.other, pair.one)]
                self.app.push_screen(Choose("Does one of them not count?", items), lambda key: left_out(key, why))
            else:
                self._say(pair, verdict, why, None)

        self.app.push_screen(Ask(f"{pair.one.key} and {pair.other.key}: {TOLD[verdict]}. Why?"), answered)

    def _say(self, pair: Pair, verdict: Verdict, why: str, left_out: Case | None) -> None:
        from db import judgements

        project, coder = self.app.project, self.app.coder
        assert project is not None
        assert coder is not None
        try:
            judgements.say(project, coder, pair.one, pair.other, verdict, why, left_out)
        except Refused as error:
            self.app.refuse(error)
            return
        told = f"{pair.one.key} and {pair.other.key}: {TOLD[verdict]}"
        self.app.say(told + (f"; {left_out.key} does not count" if left_out else ""))
        self.on_screen_resume()

    def action_judged(self) -> None:
        """What was said about pairs, or the pairs to look at."""
        self.judged, self._seen = not self.judged, -1
        self.query_one(Listing).choose(0)
        self.on_screen_resume()

    def action_leave(self) -> None:
        """Back."""
        if self.is_active:
            self.app.pop_screen()


def _alike(app: "CoderApp") -> tuple[list[Pair], str]:
    from coder.register import read, some
    from coder.same_person import alike

    assert app.project is not None
    register = read(app.project)
    found = alike(app.project, register)
    pairs = []
    for pair in found.pairs:
        reasons = "; ".join(f"{words} {weight:+.1f}" for words, weight in pair.found.reasons)
        pairs.append(Pair(pair.one, pair.other, f"{pair.found.band} {pair.found.weight:.1f}", reasons))
    told = [f"weighed by name{''.join(f', {name}' for name in found.by)}; weights prove nothing"]
    told += [f"{wording.many(found.judged, 'pair')} judged already"] if found.judged else []
    told += [f"not looked at, {reason}: {some(keys, 4)}" for reason, keys in register.exclusions]
    return pairs, " · ".join(told)


def _judged(app: "CoderApp") -> tuple[list[Pair], str]:
    from db import cases, coders, judgements

    assert app.project is not None
    people = {coder.id: coder.name for coder in coders.listed(app.project)}
    known = {case.id: case for case in cases.listed(app.project)}
    pairs = []
    for said in judgements.listed(app.project):
        one, other = sorted((known[said.case], known[said.other]), key=lambda case: case.key)
        why = f": {said.why}" if said.why else ""
        pairs.append(Pair(one, other, TOLD[said.verdict], f"{people[said.coder]}{why}"))
    pairs.sort(key=lambda pair: (pair.one.key, pair.other.key))
    return pairs, "whoever knows better judges once more"


def _painted(pair: Pair, width: int) -> list[Text]:
    head = Text(show(f"{pair.one.key} {pair.one.name} ~ {pair.other.key} {pair.other.name}"), style="bold")
    head.append(show(f" · {pair.head}"), "not bold")
    reasons = [Text(f"  {line}") for line in rows.lines(pair.reasons, max(2, width - 2))]
    if len(reasons) > MOST_ROWS:
        reasons = reasons[:MOST_ROWS]
        reasons[-1].append(" …")
    for row in (head, *reasons):
        row.no_wrap = True
        row.truncate(width, overflow="ellipsis")
    return [head, *reasons, *[Text("")] * (MOST_ROWS + 1 - len(reasons))]
