"""Marks to runs: which codes hold where, and in which lane they are drawn. Pure.

Overlapping marks are flattened once into runs over which the set of codes is constant; a set is a bit mask over the
codes in use, so painting a row is a bisection.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MORE = "+"


@dataclass(frozen=True)
class Lane:
    """A column at the left of the text that belongs to one code."""

    key: str
    digit: str
    colour: str
    """Name of a theme variable ("code-1") or a colour ("#56b4e9")."""


@dataclass(frozen=True)
class Mark:
    """One tagged passage, text[start:stop]."""

    id: str
    start: int
    stop: int
    key: str
    """Key of a fixed lane, or of any other code: then it is drawn in a floating lane."""
    label: str
    """Short name of the code; its first character begins a floating lane."""
    query: bool = False
    """The coder asks the lead about it."""


@dataclass(frozen=True)
class Runs:
    """Marks, flattened: mask[i] holds from bounds[i] to bounds[i + 1]."""

    keys: tuple[str, ...]
    bounds: list[int]
    masks: list[int]
    starts: list[int]
    begun: list[int]
    queries: list[int]

    def within(self, start: int, stop: int) -> int:
        """Mask of the codes that hold somewhere in text[start:stop]."""
        mask = 0
        for run in self.masks[max(0, bisect_right(self.bounds, start) - 1) : bisect_left(self.bounds, stop)]:
            mask |= run
        return mask

    def beginning(self, start: int, stop: int) -> int:
        """Mask of the codes of which a passage begins in text[start:stop]."""
        mask = 0
        for bit in self.begun[bisect_left(self.starts, start) : bisect_left(self.starts, stop)]:
            mask |= bit
        return mask

    def asks(self, start: int, stop: int) -> bool:
        """Does a passage marked as a query begin in text[start:stop]?"""
        return bisect_left(self.queries, start) < bisect_left(self.queries, stop)

    def at(self, offset: int) -> int:
        """Mask of the codes that hold at an offset."""
        run = bisect_right(self.bounds, offset) - 1
        return self.masks[run] if run >= 0 else 0

    def cuts(self, start: int, stop: int) -> list[int]:
        """Where the set of codes changes inside text[start:stop]."""
        return self.bounds[bisect_right(self.bounds, start) : bisect_left(self.bounds, stop)]

    def named(self, mask: int) -> list[str]:
        """The codes of a mask, in the order of `keys`."""
        return [key for bit, key in enumerate(self.keys) if mask >> bit & 1]


def flatten(marks: Iterable[Mark], order: Sequence[str] = ()) -> Runs:
    """Runs of constant code sets; keys in the order given, then as they first appear. Empty marks are left out."""
    ordered = sorted((mark for mark in marks if mark.start < mark.stop), key=lambda mark: (mark.start, mark.stop))
    keys = tuple(dict.fromkeys([*order, *(mark.key for mark in ordered)]))
    bit = {key: number for number, key in enumerate(keys)}
    # The same code may hold twice at one place, so codes are counted, not switched.
    steps: dict[int, list[tuple[int, int]]] = {}
    for mark in ordered:
        steps.setdefault(mark.start, []).append((bit[mark.key], 1))
        steps.setdefault(mark.stop, []).append((bit[mark.key], -1))
    counts = [0] * len(keys)
    bounds, masks, mask = sorted(steps), [], 0
    for bound in bounds:
        for number, step in steps[bound]:
            counts[number] += step
            mask = mask | 1 << number if counts[number] else mask & ~(1 << number)
        masks.append(mask)
    return Runs(
        keys,
        bounds,
        masks,
        [mark.start for mark in ordered],
        [1 << bit[mark.key] for mark in ordered],
        [mark.start for mark in ordered if mark.query],
    )


def float_lanes(in_use: Sequence[str], before: Sequence[str], room: int) -> tuple[str, ...]:
    """Which code each floating lane shows ("" for none); the last one is MORE if there are more codes than room.

    A code keeps the lane it had before as long as it is in use, so that lanes do not jump about while one reads.
    """
    if not room:
        return ()
    space = room if len(in_use) <= room else room - 1
    lanes = [key if key in in_use else "" for key in before[:space]]
    lanes += [""] * (space - len(lanes))
    waiting = (key for key in in_use if key not in lanes)
    lanes = [key or next(waiting, "") for key in lanes]
    return (*lanes, MORE) if space < room else tuple(lanes)


def lane_glyphs(lanes: Sequence[str], begins: set[str], holds: set[str], first: dict[str, str], top: bool) -> list[str]:
    """One glyph a lane for one row: the code's own where a passage begins (or at the top), a bar while it goes on."""
    glyphs = []
    for key in lanes:
        if key == MORE:
            glyphs.append(MORE if holds - set(lanes) else " ")
        elif key in begins or (top and key in holds):
            glyphs.append(first.get(key, "•"))
        else:
            glyphs.append("┃" if key in holds else " ")
    return glyphs
