"""A list of things to choose from, one or several rows a thing. Only what is in the window is painted.

It knows nothing of what it lists: a function says how an entry looks. What an entry is made of must be safe to show.
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Literal

from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coder import actions

Where = Literal["up", "down", "page", "page_back", "top", "bottom"]
Paint = Callable[[int, int], Sequence[Text]]
"""Number of the entry, width in cells → its rows."""


class Listing(ScrollView, can_focus=True, inherit_bindings=False):
    """Entries, one of which is chosen; Enter or a click on the chosen one takes it."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[Any]] = actions.bindings("list")
    DEFAULT_CSS = """
    Listing { width: 1fr; height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; background: $background; }
    """

    class Taken(Message):
        """An entry was taken: the thing itself, since its number may be another's when this is read."""

        def __init__(self, entry: Any) -> None:
            super().__init__()
            self.entry = entry

    class Moved(Message):
        """Another entry is chosen, by its number."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:
        """`empty`: what to say when there is nothing; several lines may be."""
        super().__init__(id=id)
        self.empty = empty
        self.entries: Sequence[Any] = ()
        self.count, self.height_of_one, self.chosen = 0, 1, 0
        self._paint: Paint = lambda _number, _width: ()
        self._painted: dict[int, Sequence[Text]] = {}

    def fill(self, entries: Sequence[Any], paint: Paint, *, rows: int = 1, chosen: int = 0) -> None:
        """List these, so many rows each; the one with the number `chosen` is chosen. `entries` must not be changed."""
        count = len(entries)
        self.entries, self.count, self._paint, self.height_of_one = entries, count, paint, rows
        self.chosen = min(max(0, chosen), max(0, count - 1))
        self._painted.clear()
        self.virtual_size = Size(self.size.width, count * rows)
        self._into_window()
        self.refresh()

    def choose(self, number: int) -> None:
        """Choose an entry and bring it into the window."""
        number = min(max(0, number), max(0, self.count - 1))
        if number != self.chosen:
            self.chosen = number
            self._into_window()
            self.refresh()
            self.post_message(self.Moved(number))

    def action_move(self, where: Where) -> None:
        """Choose the next entry, the one before, one a page on …"""
        page = max(1, self.size.height // self.height_of_one - 1)
        step = {"up": -1, "down": 1, "page": page, "page_back": -page, "top": -self.count, "bottom": self.count}
        self.choose(self.chosen + step[where])

    def action_take(self) -> None:
        """Take what is chosen."""
        if self.count:
            self.post_message(self.Taken(self.entries[self.chosen]))

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked; again: take it."""
        number = (event.y + self.scroll_offset.y) // self.height_of_one
        if not 0 <= number < self.count:
            return
        if number == self.chosen:
            self.action_take()
        else:
            self.choose(number)

    def on_resize(self) -> None:
        """Rows are as wide as the window."""
        self._painted.clear()
        self.virtual_size = Size(self.size.width, self.count * self.height_of_one)
        self._into_window()

    def _into_window(self) -> None:
        height, rows = self.size.height, self.height_of_one
        first, top = self.chosen * rows, self.scroll_offset.y
        if not height or top <= first <= top + height - rows:
            return
        self.scroll_to(y=first if first < top else max(0, first - height + rows), animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """One row of an entry; a ▸ stands before the chosen one, so that it is seen without colour too."""
        row, width, style = y + self.scroll_offset.y, self.scrollable_content_region.width, self.rich_style
        number, line = divmod(row, self.height_of_one)
        if number >= self.count:
            told = self.empty.split("\n") if not self.count else []
            text = Text(f"  {told[row]}" if row < len(told) else "")
        else:
            if number not in self._painted:
                if len(self._painted) > 200:
                    self._painted.clear()
                self._painted[number] = self._paint(number, max(1, width - 3))
            lines = self._painted[number]
            text = Text("▸ " if number == self.chosen and line == 0 else "  ")
            text.append_text(lines[line] if line < len(lines) else Text(""))
            if number == self.chosen and self.height_of_one == 1:
                style = style + Style(bold=True, reverse=True)
                text.stylize("not dim")
        strip = Strip(list(text.render(self.app.console))).apply_style(style) if text else Strip([])
        return strip.adjust_cell_length(width, style)
