"""Tables as rows of a list: columns as wide as what stands in them, and what has no room is scrolled to. Pure."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from coder.display import show

GAP = 2
"""Cells between columns; one when all have room only so."""
MOST, ENOUGH = 32, 13
"""Cells that a column besides the first has at most; to which the longest one is cut, when all have room so."""


class Fitted(NamedTuple):
    """`rows`: cut to the width; `hidden`: how many columns at the right had no room."""

    header: str
    rows: list[str]
    hidden: int


def fit(
    header: Sequence[object],
    rows: Sequence[Sequence[object]],
    width: int,
    *,
    first: int = 0,
    least: int = 12,
    right: Collection[int] = (),
) -> Fitted:
    """A table in so many cells. The first column stays; of the others, the first so many are scrolled away. `least`:
    cells that the first keeps when room is short. `right`: columns that end in one line. Foreign text is made safe."""
    every = [[show(" ".join(str(cell).split())) for cell in row] for row in (header, *rows)]
    kept = [0, *range(1 + min(first, max(0, len(header) - 2)), len(header))]
    wide = {n: min(MOST, max(cell_len(row[n]) for row in every)) for n in range(len(header))}
    wide[0] = max(cell_len(row[0]) for row in every)
    over = min(wide[0], least) + sum(wide[n] + 1 for n in kept[1:]) - width
    longest = max(kept[1:], key=lambda n: wide[n], default=0)
    if longest and 0 < over <= wide[longest] - ENOUGH:  # words, which may be cut before a number has no room
        wide[longest] -= over
    wanted = min(wide[0], least) + sum(wide[n] for n in kept[1:])
    gap = 1 if wanted + len(kept) - 1 <= width < wanted + GAP * (len(kept) - 1) else GAP
    others = sum(wide[n] + gap for n in kept[1:])
    wide[0] = min(wide[0], max(least, width - others))
    shown, used = [0], wide[0]
    for n in kept[1:]:
        if used + gap + wide[n] > width:
            break
        shown.append(n)
        used += gap + wide[n]
    if len(shown) == 1 and len(kept) > 1:  # a narrow window: the next column, as far as it goes
        shown.append(kept[1])

    def line(row: Sequence[str]) -> str:
        return _cut((" " * gap).join(_cell(row[n], wide[n], n in right) for n in shown), width).rstrip()

    return Fitted(line(every[0]), [line(row) for row in every[1:]], len(kept) - len(shown))


def _cell(words: str, width: int, right: bool) -> str:
    words = _cut(words, width)
    return " " * (width - cell_len(words)) + words if right else set_cell_size(words, width)


def _cut(words: str, width: int) -> str:
    return words if cell_len(words) <= width else f"{set_cell_size(words, max(0, width - 1)).rstrip()}…"
