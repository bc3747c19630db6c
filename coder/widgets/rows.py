"""Text to rows: where a text breaks in a pane so many cells wide, and which character stands in which cell.

Pure functions. Offsets are code points of the text, widths and columns are terminal cells. A row reaches from its start
to the next row's start, so rows tile the text; the blank and the newline that end a row may hang over the width, a cell
each.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import regex
from rich.cells import get_character_cell_size, split_graphemes

from coder.display import show

JOINER = "\u200d"
# Characters that change the width of their neighbours: joiner, emoji presentation, regional indicators (flags).
_joining = re.compile("[\u200d\ufe0f\U0001f1e6-\U0001f1ff]")
# Rich takes any character after a joiner for a part of an emoji, one without cells; in Persian (ه‍.) it is not.
_joining_no_emoji = regex.compile(r"(?<![\p{ExtPict}\ufe0f\U0001f3fb-\U0001f3ff])\u200d|\u200d(?!\p{ExtPict})")
_NON_JOINER = "\u200c"
_BLANKS = str.maketrans("\n\t", "  ")


class _Widths(dict[str, int]):
    """Cells of a character as it is shown, measured once per character."""

    def __missing__(self, character: str) -> int:
        width = self[character] = get_character_cell_size(shown(character))
        return width


WIDTHS = _Widths()


class Cluster(NamedTuple):
    """Characters that stand in the same cells: text[start:stop]."""

    start: int
    stop: int
    cells: int


@dataclass(frozen=True)
class Rows:
    """The rows of text[starts[0]:stop]; usually the whole text, a part of it while a big one is still being wrapped."""

    starts: "array[int]"
    stop: int

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int:
        """Number of the row that holds the offset (the last row also holds the end of the text)."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def span(self, row: int) -> tuple[int, int]:
        """First offset of a row and of the one after it."""
        return self.starts[row], self.starts[row + 1] if row + 1 < len(self.starts) else self.stop


def shown(text: str) -> str:
    """The text as it may go to a terminal: one character for one, newline and tab as blanks, joiners only in emoji."""
    if JOINER in text:
        text = _joining_no_emoji.sub(_NON_JOINER, text)
    return show(text.translate(_BLANKS))


def odd(text: str) -> re.Pattern[str] | None:
    """Matches the characters of this text that are not one cell wide; None if all are.

    What makes wrapping fast: only rows in which it finds something have to be measured.
    """
    if text.isascii():
        return None
    found = [re.escape(character) for character in set(text) if WIDTHS[character] != 1 or _joining.match(character)]
    return re.compile(f"[{''.join(found)}]") if found else None


def lines(words: str, width: int, *, indent: str = "") -> list[str]:
    """Words on as many lines as they need, each after the first indented."""
    words = shown(words)
    wrapped = wrap(words, max(2, width - len(indent)), odd(words))
    found = [words[slice(*wrapped.span(row))].rstrip() for row in range(len(wrapped))]
    return [line if n == 0 else f"{indent}{line}" for n, line in enumerate(found)]


def wrap(text: str, width: int, odd: re.Pattern[str] | None, start: int = 0, stop: int | None = None) -> Rows:
    """Break text[start:stop] into rows of at most `width` cells (2 at least), after a blank where there is one."""
    width = max(2, width)
    stop = len(text) if stop is None else stop
    starts = array("L", [start])
    at = start
    while at < stop:
        newline = text.find("\n", at, stop)
        end = stop if newline < 0 else newline
        measured = odd is not None and odd.search(text, at, end) is not None
        while measured or end - at > width:
            cut = _measured_cut(text, at, end, width, odd) if measured else _plain_cut(text, at, width)
            if cut >= end:
                break
            starts.append(cut)
            at = cut
        at = end + 1
        if at < stop:
            starts.append(at)
    return Rows(starts, stop)


def _plain_cut(text: str, at: int, width: int) -> int:
    """End of the row that begins at `at`, where every character is one cell wide."""
    cut = text.rfind(" ", at, at + width + 1) + 1
    return cut if cut > at else at + width


def _measured_cut(text: str, at: int, end: int, width: int, odd: re.Pattern[str] | None) -> int:
    """End of the row that begins at `at`, at most `end`, where characters may be wide, narrow or nothing."""
    piece = text[at : min(end, at + width + 1)]
    if odd is None or odd.search(piece) is None:
        return end if end - at <= width else _plain_cut(text, at, width)
    # Marks and joiners take no room of their own, so the row may be longer than the pane is wide; but not without end.
    for length in (width + 1, 4 * width, 16 * width):
        piece = text[at : min(end, at + length)]
        fit = _fitting(piece, width)
        if fit < len(piece):
            break
    if at + fit >= end:
        return end
    return at + _break(piece, fit)


def _fitting(piece: str, width: int) -> int:
    """How many characters of the piece fit into the width; clusters stay whole."""
    if _joining.search(piece) is None:
        return max(1, bisect_right(list(accumulate(map(WIDTHS.__getitem__, piece))), width))
    total = 0
    for cluster in clusters(piece):
        total += cluster.cells
        if total > width:
            return cluster.start or cluster.stop
    return len(piece)


def _break(piece: str, fit: int) -> int:
    """The best place for a break at or before `fit`: after a blank, or beside a character two cells wide."""
    if fit < len(piece) and piece[fit] == " ":
        return fit + 1
    blank = piece.rfind(" ", 0, fit) + 1
    for cut in range(min(fit, len(piece) - 1), blank, -1):
        before, after = piece[cut - 1], piece[cut]
        if WIDTHS[after] and before != JOINER and 2 in (WIDTHS[before], WIDTHS[after]):
            return cut
    return blank or fit


def clusters(text: str) -> list[Cluster]:
    """What stands in the same cells, in order and tiling the text: marks with their letter, both halves of a flag."""
    if text.isascii():
        return [Cluster(at, at + 1, 1) for at in range(len(text))]
    return list(_merged(text))


def _merged(text: str) -> Iterator[Cluster]:
    """Rich's graphemes, with flags whole, and nothing that takes no room at the beginning of a row."""
    held: Cluster | None = None
    for start, stop, cells in split_graphemes(shown(text))[0]:
        if held is None:
            held = Cluster(start, stop, cells)
        elif held.cells == 0 or (stop - held.start == 2 and _is_flag(text[held.start : stop])):
            held = Cluster(held.start, stop, min(2, held.cells + cells))
        else:
            yield held
            held = Cluster(start, stop, cells)
    if held is not None:
        yield held


def _is_flag(pair: str) -> bool:
    return all("\U0001f1e6" <= half <= "\U0001f1ff" for half in pair)


def column_of(row: str, offset: int) -> int:
    """The cell in which the character at `offset` of this row begins."""
    if row.isascii():
        return min(offset, len(row))
    return sum(cluster.cells for cluster in clusters(row) if cluster.stop <= offset)


def offset_at(row: str, column: int) -> int:
    """Offset in this row of the character that covers the cell; the row's last one if the cell is to its right."""
    if row.isascii():
        return max(0, min(column, len(row) - 1))
    offset = edge = 0
    for cluster in clusters(row):
        offset, edge = cluster.start, edge + cluster.cells
        if edge > column:
            break
    return offset
