"""Where in some letters do these letters stand, but for some edits? On bare letters (`corpus.folding`), a few thousand.

Places are letters, ends exclusive. An edit is a letter too much, too few, or another one (Levenshtein).
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

LONGEST_GAP = 1_500
"""Letters of the text that may stand between two pieces of one quote: a page's end with its footnotes, an insertion."""
_SHORTEST_PIECE = 12
"""Letters; a shorter piece behind a gap would be found anywhere."""
_WORST_PIECE = 0.25
"""Edits per letter: a piece on its own must be better than a whole quote, since its place is less bound."""
_GRAM = 6
_MOST_RUNS, _MOST_PLACES = 400, 8  # what repeats itself more often says nothing about the place


class Aligned(NamedTuple):
    """The needle stands at these places, in order: one, or several with gaps between; `edits` without the gaps."""

    edits: int
    pieces: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """The first letter."""
        return self.pieces[0][0]

    @property
    def stop(self) -> int:
        """Behind the last letter."""
        return self.pieces[-1][1]


def infix(needle: str, hay: str) -> Aligned:
    """The place in the hay that the needle can be made into with the fewest edits; of equal ones the longest, first.

    Myers' bit vectors on Python's integers: about a microsecond per letter of the hay for needles up to 500 letters,
    and any length is right (no library that is here has it: rapidfuzz's windows are as long as the needle)."""
    edits, stop = _best_ends(needle, hay)[0]
    backwards = _best_ends(needle[::-1], hay[max(0, stop - len(needle) - edits) : stop][::-1])
    length = max(end for least, end in backwards if least == backwards[0][0])
    return Aligned(edits, ((stop - length, stop),))


def near(
    needle: str, hay: str, start: int, stop: int, heads: tuple[int, ...] = (), tails: tuple[int, ...] = ()
) -> Aligned:
    """`infix` around [start, stop), where the needle roughly stands; places are those of the hay.

    `heads` and `tails` are the letters of the first words and of the last: those that a few words in the hay cut off
    are taken in again."""
    first, window = _window(needle, hay, start, stop)
    edits, ((a, b),) = infix(needle, window)
    before = _cut_off(needle, window, a, b, heads)
    after = _cut_off(needle[::-1], window[::-1], len(window) - b, len(window) - a, tails)
    return Aligned(edits, ((first + a - before, first + b + after),))


def may_be_near(needle: str, hay: str, start: int, stop: int, edits: int) -> bool:
    """False where `near` would surely find more edits than these; a hundred times as fast.

    A place with so many is at least `len(needle) - edits` long, and the rest of the window is letters too much."""
    from rapidfuzz.distance import Levenshtein

    _, window = _window(needle, hay, start, stop)
    most = len(window) - len(needle) + 2 * edits
    return most >= 0 and Levenshtein.distance(needle, window, score_cutoff=most) <= most


def _window(needle: str, hay: str, start: int, stop: int) -> tuple[int, str]:
    margin = len(needle) // 3 + 12
    first = max(0, start - margin)
    return first, hay[first : stop + margin]


def common(needle: str, hay: str) -> float:
    """How many of the needle's pieces of six letters stand in the hay, 0 to 1."""
    pieces = [needle[at : at + _GRAM] for at in range(0, len(needle) - _GRAM + 1, _GRAM)]
    return sum(piece in hay for piece in pieces) / max(1, len(pieces))


def hole(needle: str, there: str) -> int:
    """The longest stretch of the needle of which at most two letters in a row are in their place."""
    from rapidfuzz.distance import Levenshtein

    longest = end = 0
    for block in Levenshtein.editops(needle, there).as_matching_blocks():
        if block.size >= 3:
            longest, end = max(longest, block.a - end), block.a + block.size
    return max(longest, len(needle) - end)


def _cut_off(needle: str, hay: str, a: int, b: int, heads: tuple[int, ...]) -> int:
    """How far before hay[a:b] the first words of the needle stand, if they stand there and not in hay[a:b]."""
    from rapidfuzz.distance import Levenshtein

    if not heads or needle[: min(3, heads[0])] == hay[a : a + min(3, heads[0])]:
        return 0
    blocks = Levenshtein.editops(needle, hay[a:b]).as_matching_blocks()
    same = next((block for block in blocks if block.size >= 3), None)
    if same is None or not 2 <= same.a <= len(needle) // 2:
        return 0
    for length in reversed(heads):
        if 2 <= length <= same.a:
            at = hay.rfind(needle[:length], max(0, a - min(60, 4 * length)), a + same.b)
            if at >= 0:
                return max(0, a - at)
    return 0


def chained(needle: str, hay: str, most: int = 4) -> Aligned | None:
    """The needle in up to `most` pieces with gaps between, if that explains it; None if it is not in pieces.

    The longest way over the runs of letters that both have says where the gaps are; then each piece is aligned."""
    way = _way(needle, hay)
    if len(way) < 2:
        return None
    jumps = sorted((b.hay - a.hay - (b.needle - a.needle), i) for i, (a, b) in enumerate(pairwise(way)))
    cuts = sorted(i for jump, i in jumps[-(most - 1) :] if jump >= 8)
    if not cuts:
        return None
    pieces, edits, begun, after = list[tuple[int, int]](), 0, 0, 0
    for i in cuts:
        a, b = way[i], way[i + 1]
        split, piece, lost = _split(needle[begun:], hay, begun, after, a, b)
        edits, begun, after = edits + lost, split, piece[1]
        pieces.append(piece)
    last = needle[begun:]
    lost, ((start, stop),) = infix(last, hay[after : way[-1].hay + way[-1].length + len(last) + 12])
    pieces.append((after + start, after + stop))
    whole = Aligned(edits + lost, tuple(_joined(pieces)))
    return whole if _sound(needle, hay, whole) else None


class _Run(NamedTuple):
    """Letters that the needle and the hay have in common."""

    needle: int
    hay: int
    length: int


def _best_ends(needle: str, hay: str) -> list[tuple[int, int]]:
    """Every end in the hay at which the needle has the fewest edits, with that number; (len(needle), 0) if none."""
    top, full = 1 << (len(needle) - 1), (1 << len(needle)) - 1
    masks: dict[str, int] = {}
    for i, c in enumerate(needle):
        masks[c] = masks.get(c, 0) | 1 << i
    up, down, edits = full, 0, len(needle)
    best = [(edits, 0)]
    for j, c in enumerate(hay, 1):
        same = masks.get(c, 0)
        x = same | down
        across = (((same & up) + up) ^ up) | same
        plus, minus = down | (~(across | up) & full), up & across
        if plus & top:
            edits += 1
        elif minus & top:
            edits -= 1
        plus, minus = plus << 1 & full, minus << 1 & full
        up, down = minus | (~(x | plus) & full), plus & x
        if edits < best[0][0]:
            best = [(edits, j)]
        elif edits == best[0][0]:
            best.append((edits, j))
    return best


def _runs(needle: str, hay: str) -> Iterator[_Run]:
    """The runs of at least _GRAM letters that both have, each as long as it goes."""
    grams: dict[str, list[int]] = {}
    for i in range(len(needle) - _GRAM + 1):
        grams.setdefault(needle[i : i + _GRAM], []).append(i)
    ends: dict[int, int] = {}
    for j in range(len(hay) - _GRAM + 1):
        places = grams.get(hay[j : j + _GRAM], ())
        for i in places if len(places) <= _MOST_PLACES else ():
            if ends.get(j - i, -1) >= j:
                continue
            length = _GRAM
            while i + length < len(needle) and j + length < len(hay) and needle[i + length] == hay[j + length]:
                length += 1
            ends[j - i] = j + length - _GRAM
            yield _Run(i, j, length)


def _way(needle: str, hay: str) -> list[_Run]:
    """The runs that make the longest way through both, in order; a jump costs some letters, the more the wider."""
    runs = sorted(_runs(needle, hay), key=lambda run: -run.length)[:_MOST_RUNS]
    runs.sort()
    best, before = list[float](), list[int]()
    for k, run in enumerate(runs):
        top, link = float(run.length), -1
        for m in range(k):
            other = runs[m]
            overlap = max(0, other.needle + other.length - run.needle, other.hay + other.length - run.hay)
            jump = run.hay - run.needle - (other.hay - other.needle)
            if overlap > run.length - 3 or other.needle >= run.needle or other.hay >= run.hay:
                continue
            if abs(jump) > LONGEST_GAP:
                continue
            cost = 0.5 + (abs(jump) > 3) * 2 + (abs(jump) > 60) * 3
            value = best[m] + run.length - overlap - cost
            if value > top:
                top, link = value, m
        best.append(top)
        before.append(link)
    if not runs:
        return []
    k = max(range(len(runs)), key=best.__getitem__)
    way = [runs[k]]
    while before[k] >= 0:
        k = before[k]
        way.append(runs[k])
    return way[::-1]


def _split(rest: str, hay: str, begun: int, after: int, a: _Run, b: _Run) -> tuple[int, tuple[int, int], int]:
    """Where the needle is best cut between the runs: the cut, the place of what is before it, and its edits.

    What stands between the runs is tried at the end of the first piece and at the beginning of the second."""
    low, high = a.needle + a.length, b.needle
    if high < low:
        low = high = b.needle
    left = hay[a.hay + a.length : a.hay + a.length + (high - low) + 8]
    right = hay[max(0, b.hay - (high - low) - 8) : b.hay]
    between = rest[low - begun : high - begun]
    cut = low + _best_cut(between, left, right)
    first = max(after, a.hay - (a.needle - begun) - len(rest[: a.needle - begun]) // 3 - 12)
    piece = rest[: cut - begun]
    last = a.hay + (cut - a.needle) + 8
    edits, ((start, stop),) = infix(piece, hay[first : min(last, b.hay)]) if piece else (0, ((0, 0),))
    return cut, (first + start, first + stop), edits


def _best_cut(between: str, left: str, right: str) -> int:
    """How many of the letters between two runs go with the first."""
    from rapidfuzz.distance import Levenshtein

    def loss(cut: int) -> int:
        tail = between[cut:]
        return Levenshtein.distance(between[:cut], left[:cut]) + Levenshtein.distance(
            tail, right[len(right) - len(tail) :]
        )

    step = max(1, len(between) // 60)
    return min(range(0, len(between) + 1, step), key=loss)


def _joined(pieces: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pieces that touch, as one; without the empty ones."""
    held: tuple[int, int] | None = None
    for start, stop in pieces:
        if start == stop:
            continue
        if held is not None and start <= held[1]:
            held = (held[0], max(held[1], stop))
        else:
            if held is not None:
                yield held
            held = (start, stop)
    if held is not None:
        yield held


def _sound(needle: str, hay: str, whole: Aligned) -> bool:
    """Whether every piece is long enough and good enough to stand for itself."""
    if not whole.pieces or any(stop - start < _SHORTEST_PIECE for start, stop in whole.pieces):
        return False
    if any(b[0] - a[1] > LONGEST_GAP for a, b in zip(whole.pieces, whole.pieces[1:], strict=False)):
        return False
    for start, stop in whole.pieces:
        piece = hay[start:stop]
        if infix(piece, needle).edits > _WORST_PIECE * len(piece):
            return False
    return True
