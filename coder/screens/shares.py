"""How many cases gave which code, by what is said of them; reasons for joining against those for leaving; over time.

What is counted is `coder.given`, by whom and how in `coder.shares` and `coder.mirror`; here it is only shown."""

from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from coder import actions, shares, wording
from coder import register as registers
from coder.given import Given, Wanted, given
from coder.register import Register
from coder.screens import wanting
from coder.screens.modal import was_left
from coder.screens.shares_views import Asked, Row, View, laid_out
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.app import CoderApp

VIEWS: dict[View, str] = {"shares": "Shares", "mirror": "Mirror", "passages": "Same passages", "time": "Over time"}


class Shares(Screen[None]):
    """Four views of the same counts; below each stands what it leaves out and what is doubtful."""

    PLACE = "shares"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("shares")
    app: "CoderApp"

    class Read(Message):
        """What the cases gave, or why that can't be said."""

        def __init__(self, wanted: Wanted, found: Given | Refused, changes: int) -> None:
            super().__init__()
            self.wanted, self.found, self.changes = wanted, found, changes

    def __init__(self) -> None:
        super().__init__()
        self.wanted = Wanted()
        self.view: View = "shares"
        self.by: str | None = None
        self.period: str | None = None
        """None: the years of the first date."""
        self.any_of: tuple[str, ...] = ()
        self.found: Given | Refused | None = None
        self.first = 0
        """So many columns are scrolled away."""
        self._seen = -1

    def compose(self) -> ComposeResult:
        """Header, what is counted, what the columns are, the table, what is known of the chosen row, keys."""
        yield Line(id="head")
        yield Line(id="told")
        yield Line(id="columns")
        yield Listing(empty="Counting …", id="list")
        yield Line(id="status")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Everything, by the final coding."""
        if was_left(self):
            return
        self.query_one(KeyBar).offer(actions.offered("shares"))
        self.query_one(Listing).focus()

    def on_screen_resume(self) -> None:
        """Tags or cases may have been changed on another screen."""
        assert self.app.project is not None
        try:
            now = self.app.project.changes()
        except Refused as error:
            self.app.refuse(error)
            return
        if now != self._seen:
            self._count(self.wanted, now)

    def on_resize(self) -> None:
        """Columns are fitted to the window."""
        self.call_after_refresh(self._show)

    @work(thread=True, exclusive=True, group="shares")
    def _count(self, wanted: Wanted, now: int) -> None:
        assert self.app.project is not None
        found: Given | Refused
        try:
            found = given(self.app.project, wanted)
        except Refused as error:
            found = error
        if not get_current_worker().is_cancelled:
            self.post_message(self.Read(wanted, found, now))

    def on_shares_read(self, message: Read) -> None:
        """Here it is, unless something else was asked for meanwhile."""
        if not was_left(self) and message.wanted == self.wanted:
            self.found, self._seen = message.found, message.changes
            self._show()

    # --- what is shown ---

    def _show(self) -> None:
        if was_left(self) or self.found is None:
            return
        listing = self.query_one(Listing)
        header, hidden = "", 0
        tabs = "  ".join(f"{'▸' if view == self.view else ' '}{name}" for view, name in VIEWS.items())
        try:
            if isinstance(self.found, Refused):
                raise self.found
            asked = Asked(self.view, self.any_of, self.by, self.period)
            header, hidden, table = laid_out(self.found, asked, max(2, listing.size.width - 4), self.first)
            counted, every = len(self.found.of), len(self.found.register.known)
            self.query_one("#head", Line).say(tabs, f"{counted} of {wording.many(every, 'case')} ")
        except Refused as error:
            listing.empty, table = str(error), []
            self.query_one("#head", Line).say(tabs)
        self.query_one("#told", Line).say(f" {self._counted()}", self._left_out())
        self.query_one("#columns", Line).say(f"  {header}", f"→ {hidden} more " if hidden else "")
        listing.fill(table, lambda at, width: [_painted(table[at], width)], chosen=listing.chosen)
        self._tell()

    def _left_out(self) -> str:
        """How many cases; who they are, and what is doubtful, stands below the table."""
        if not isinstance(self.found, Given):
            return ""
        out = sum(len(keys) for _, keys in self.found.register.exclusions)
        doubts = f", {wording.many(len(self.found.doubts), 'doubt')}" if self.found.doubts else ""
        return f"{wording.many(out, 'case')} left out{doubts}: End tells "

    def _counted(self) -> str:
        told = [self.wanted.words]
        told += [f"any of {', '.join(self.any_of)}"] if self.any_of and self.view in ("shares", "time") else []
        told += [f"by {self.by}"] if self.by and self.view == "shares" else []
        return " · ".join(told)

    def _tell(self) -> None:
        listing = self.query_one(Listing)
        row: Row | None = listing.entries[listing.chosen] if listing.count else None
        self.query_one("#status", Line).say(f" {row.told if row else ''}")

    def on_listing_moved(self) -> None:
        """Another row is chosen."""
        self._tell()

    # --- what one does ---

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """The cases that the row counts."""
        from coder.screens.cases import Giving

        row: Row = message.entry
        if self.found is None or isinstance(self.found, Refused) or not row.code:
            return
        found = shares.shares(self.found, row.code.split(","), self.by if row.by is not None else None)
        name = shares.name_of(self.found, row.code)
        title = f"{row.code} {name}, by {self.wanted.words}" + (f"; {row.by}" if row.by else "")
        self.app.push_screen(Giving(frozenset(shares.who(found, row.code, row.by)), title, self.wanted))

    def action_view(self, step: str) -> None:
        """The next view, or the one before."""
        views = list(VIEWS)
        self.view = views[(views.index(self.view) + int(step)) % len(views)]
        self.first = 0
        self.query_one(Listing).choose(0)
        self._show()

    def action_columns(self, step: str) -> None:
        """Columns that have no room."""
        self.first = max(0, self.first + int(step)) if int(step) < 0 or self._hidden() else self.first
        self._show()

    def _hidden(self) -> bool:
        return bool(self.query_one("#columns", Line).right)

    def _want(self, wanted: Wanted) -> None:
        self.wanted, self._seen = wanted, -1
        self.query_one("#told", Line).say(f" {self._counted()} …")
        self.on_screen_resume()

    def action_whose(self) -> None:
        """By the final coding, or otherwise."""
        wanting.whose(self.app, self.wanted, self._want)

    def action_saying(self) -> None:
        """Only in one voice, only of one strength."""
        wanting.passages(self.app, self.wanted, self._want)

    def action_round(self) -> None:
        """Only of one round."""
        wanting.of_round(self.app, self.wanted, self._want)

    def action_of_cases(self) -> None:
        """Only cases of which something is said."""
        if register := self._register():
            wanting.which_cases(self.app, register, self.wanted, self._want)

    def action_by(self) -> None:
        """By an attribute, a grouping or a period; over time by a period."""
        if (register := self._register()) is None:
            return
        if self.view == "time":
            wanting.by(self.app, "By which period?", registers.periods(register), self._over)
        else:
            names = [*registers.known_names(register), "status"]
            wanting.by(self.app, "Shares by what?", names, self._by, none="all cases together")

    def _by(self, name: str | None) -> None:
        self.by, self.view, self.first = name, "shares", 0
        self._show()

    def _over(self, name: str | None) -> None:
        self.period, self.first = name, 0
        self._show()

    def _register(self) -> Register | None:
        assert self.app.project is not None
        try:
            return registers.read(self.app.project)
        except Refused as error:
            self.app.refuse(error)
            return None

    def action_any_code(self) -> None:
        """One code, or any of several: each time one more."""
        from coder.screens.choose import Choose, Item

        if self.found is None or isinstance(self.found, Refused):
            return
        items = [Item(key, f"{key} {name}") for key, name in self.found.codes.names.items() if key not in self.any_of]

        def taken(key: str | None) -> None:
            if key is not None:
                self.any_of = (*self.any_of, key)
                self.view = self.view if self.view == "time" else "shares"
                self._show()

        self.app.push_screen(Choose("Cases that gave which code? Again: or another one", items), taken)

    def action_all_codes(self) -> None:
        """Each code by itself."""
        self.any_of = ()
        self._show()

    def action_clear(self) -> None:
        """All cases, by the final coding."""
        self.by, self.any_of, self.period, self.first = None, (), None, 0
        self._want(Wanted())


def _painted(row: Row, width: int) -> Text:
    text = Text(row.text, no_wrap=True, style="bold" if row.heading else "")
    text.truncate(width, overflow="ellipsis")
    return text
