"""How far the coders agree, code by code, live; Enter goes from a figure to what stands behind it, down to the text."""

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
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.agreement_report import Report
    from coder.app import CoderApp

POLL = 1.0
"""Seconds between looks whether somebody has written."""
EMPTY = "Reading …"


class Agreement(Screen[None]):
    """A code a line: its figure at one level, with the interval; below, what to think of the one that is chosen."""

    PLACE = "agreement"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("agreement")
    app: "CoderApp"

    class Reckoned(Message):
        """The figures, as of so many changes."""

        def __init__(self, report: "Report", changes: int) -> None:
            super().__init__()
            self.report, self.changes = report, changes

    def __init__(self) -> None:
        super().__init__()
        self.report: Report | None = None
        self.level = ""
        """The level shown; "" until it is known which is read first."""
        self._seen = -1

    def compose(self) -> ComposeResult:
        """Header, what the columns are, codes, what is known of the chosen one, keys."""
        yield Line(id="head")
        yield Line(id="columns")
        yield Listing(empty=EMPTY, id="list")
        yield Static(id="about", markup=False)
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """The figures as they are now, and as they become."""
        if was_left(self):
            return
        self.query_one(KeyBar).offer(actions.offered("agreement"))
        self.query_one(Listing).focus()
        self.set_interval(POLL, self._look)
        self._look()

    def on_screen_resume(self) -> None:
        """Something may have been changed on the screen that was above."""
        self._look()

    def _look(self) -> None:
        if was_left(self) or not self.is_active:
            return
        assert self.app.project is not None
        try:
            now = self.app.project.changes()
        except Refused as error:
            if self._seen < 0:
                self.app.refuse(error)
            return
        if now != self._seen:
            self._seen = now
            self._reckon(now, self.level)

    @work(thread=True, exclusive=True, group="agreement")
    def _reckon(self, now: int, level: str) -> None:
        from coder.agreement_report import Wanted, report

        assert self.app.project is not None
        try:
            found = report(self.app.project, Wanted(levels=(level,) if level else ()))
        except Refused as error:
            self.app.post_message(self.app.Failed(error))
            return
        if not get_current_worker().is_cancelled:
            self.post_message(self.Reckoned(found, now))

    def on_agreement_reckoned(self, message: Reckoned) -> None:
        """Here they are."""
        if was_left(self):
            return
        if self.level and self.level not in message.report.levels:
            return  # another level was asked for meanwhile
        self.report = message.report
        self.level = self.level or next(iter(message.report.levels))
        self._show()

    def _show(self) -> None:
        from coder.agreement_words import columns, row, shown

        report = self.report
        if report is None:
            return
        listing = self.query_one(Listing)
        coders = ", ".join(report.comparison.coders)
        number = wording.many(len(report.comparison.documents), "document")
        self.query_one("#head", Line).say(f" Agreement by {self.level}", f"{coders} · {number} ")
        self.query_one("#columns", Line).say(f"  {columns(self.level)}")
        listing.empty = "\n".join(warning.text for warning in report.warnings)
        codes = [code for code, _ in shown(report, report.levels[self.level])] if report.comparison.documents else []
        told = {code: row(report, self.level, code) for code in codes}

        def painted(at: int, width: int) -> list[Text]:
            line = Text(show(told[codes[at]]), no_wrap=True)
            line.truncate(width)
            return [line]

        listing.fill(codes, painted, chosen=listing.chosen)
        self._tell()

    def _tell(self) -> None:
        """The chosen code's verdict, and the warnings that name it."""
        from coder.agreement_words import about

        report, listing = self.report, self.query_one(Listing)
        said = ""
        if report is not None and self.level in report.levels and listing.count:
            said = "\n".join(about(report, self.level, listing.entries[listing.chosen]))
        self.query_one("#about", Static).update(Text(show(said, keep="\n")))

    def on_listing_moved(self) -> None:
        """Another code is chosen."""
        self._tell()

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """What stands behind the figures of a code."""
        from coder.screens.agreement_places import Cells

        if self.report is not None:
            self.app.push_screen(Cells(self.report, message.entry, self.level))

    def action_level(self, step: str) -> None:
        """The next level, or the one before."""
        from coder.levels import LEVELS

        if self.level:
            self.level = LEVELS[(LEVELS.index(self.level) + int(step)) % len(LEVELS)]
            self.query_one("#head", Line).say(f" Agreement by {self.level} …")
            self._reckon(self._seen, self.level)
