"""The bar of codes: each under its digit, with a ✓ where its digit would take it off. A click is that digit."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text
from textual import events
from textual.color import Color
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from coder.display import show

NARROWEST = 18
"""Cells that a code needs at least, or the bar takes two rows."""


@dataclass(frozen=True)
class Entry:
    """A code on the bar."""

    digit: str
    key: str
    name: str
    family: str
    colour: str
    """Name of a theme variable ("code-1") or a colour ("#56b4e9")."""


class CodeBar(Widget):
    """The codes that have a digit."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "CodeBar { height: auto; width: 1fr; }"

    class Pressed(Message):
        """A code was clicked."""

        def __init__(self, digit: str) -> None:
            super().__init__()
            self.digit = digit

    def __init__(self, entries: Sequence[Entry], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entries = list(entries)
        self.checked: frozenset[str] = frozenset()

    def take(self, entries: Sequence[Entry]) -> None:
        """Other codes: the codebook changed."""
        self.entries = list(entries)
        self.refresh(layout=True)

    def check(self, keys: set[str]) -> None:
        """Which codes hold at the cursor."""
        if keys != self.checked:
            self.checked = frozenset(keys)
            self.refresh()

    def rows(self, width: int) -> list[list[Entry]]:
        """The codes in one row, or, where names would be cut too short, in two: by family if there are two."""
        if len(self.entries) * NARROWEST <= width or len(self.entries) < 2:
            return [self.entries]
        first = [entry for entry in self.entries if entry.family == self.entries[0].family]
        if not len(self.entries) // 3 <= len(first) < len(self.entries):
            first = self.entries[: (len(self.entries) + 1) // 2]
        return [first, [entry for entry in self.entries if entry not in first]]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row or two."""
        return len(self.rows(width))

    def render(self) -> Text:
        """Digit, ✓ or blank, name."""
        width = self.content_size.width
        rows = self.rows(width)
        bar = Text(no_wrap=True, end="")
        for number, row in enumerate(rows):
            bar.append("\n " if number else " ")
            for entry, cell in zip(row, _cells(row, width), strict=True):
                colour = self._colour(entry.colour)
                bar.append(f"{entry.digit}", colour + Style(bold=True))
                held = entry.key in self.checked
                bar.append("✓" if held else " ", Style(bold=True))
                bar.append(_fit(show(entry.name), cell - 3) + " ", Style(bold=held, underline=False))
        return bar

    def _colour(self, colour: str) -> Style:
        value = colour if colour.startswith("#") else self.app.theme_variables.get(colour, "")
        return Style.from_color(Color.parse(value).rich_color) if value else Style()

    def on_click(self, event: events.Click) -> None:
        """Which code stands there?"""
        rows = self.rows(self.content_size.width)
        if not 0 <= event.y < len(rows):
            return
        row = rows[event.y]
        ends = accumulate(_cells(row, self.content_size.width), initial=1)
        column = bisect_right(list(ends), event.x) - 1
        if 0 <= column < len(row):
            self.post_message(self.Pressed(row[column].digit))


def _cells(row: list[Entry], width: int) -> list[int]:
    """Cells for each code of a row: the same for all where names would be cut, else what each needs and its share of
    what is left."""
    needed = [cell_len(show(entry.name)) + 4 for entry in row]
    left = width - 1 - sum(needed)
    if left < 0:
        return [max(4, (width - 1) // len(row))] * len(row)
    return [need + left // len(row) for need in needed]


def _fit(name: str, room: int) -> str:
    """The name in exactly that many cells."""
    if cell_len(name) > room:
        return set_cell_size(set_cell_size(name, room - 1).rstrip() + "…", room)
    return set_cell_size(name, room)
