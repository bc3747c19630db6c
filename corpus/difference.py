"""What a corrected text keeps of the old one: an alignment of code points, compact enough to be written down.

An alignment is a flat list of whole numbers, three for each difference: how many code points are kept, then how many
go, then how many come; at the end how many are kept. `[120, 1, 2, 40]` says: 120 kept, one replaced by two, 40 kept.
It is canonical: every difference has something that goes or comes, and something is kept between any two.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.folding import fold

Alignment = list[int]

_GRAMS = (24, 12)
"""Letters of which both texts have one such stretch: where they are aligned; the shorter only between the longer."""
_CELLS = 4_000_000
"""Letters by letters: larger differences are not looked into, one text went and another came."""


class Kept(NamedTuple):
    """A stretch that both texts have: where it begins in each, and its code points."""

    old: int
    new: int
    length: int


def align(old: str, new: str) -> Alignment:
    """What is kept from the old text to the new. 1 MB takes about a second, 10 MB with few changes a few."""
    before = _common_prefix(old, new)
    after = _common_prefix(old[before:][::-1], new[before:][::-1]) if before < min(len(old), len(new)) else 0
    a, b = old[before : len(old) - after], new[before : len(new) - after]
    runs = [Kept(0, 0, before)]
    if a and b:
        runs += [Kept(run.old + before, run.new + before, run.length) for run in _inner(a, b)]
    runs.append(Kept(len(old) - after, len(new) - after, after))
    return _written(runs, len(old), len(new))


def kept(alignment: Alignment) -> list[Kept]:
    """The stretches that are kept, in order."""
    runs, old, new = [], 0, 0
    for at in range(0, len(alignment), 3):
        if alignment[at]:
            runs.append(Kept(old, new, alignment[at]))
        if at + 2 < len(alignment):
            old += alignment[at] + alignment[at + 1]
            new += alignment[at] + alignment[at + 2]
    return runs


def lengths(alignment: Alignment) -> tuple[int, int]:
    """How long the old text and the new one are. Raises ValueError if this is no alignment."""
    if len(alignment) % 3 != 1 or any(not isinstance(n, int) or n < 0 for n in alignment):
        raise ValueError("this is no alignment")
    all_kept = sum(alignment[::3])
    return all_kept + sum(alignment[1::3]), all_kept + sum(alignment[2::3])


def composed(first: Alignment, second: Alignment) -> Alignment:
    """From the first text to the third: what both corrections keep."""
    if lengths(first)[1] != lengths(second)[0]:
        raise ValueError("these two alignments do not follow each other")
    runs, others = list[Kept](), kept(second)
    ends = [run.old + run.length for run in others]
    for run in kept(first):
        stop = run.new + run.length
        for other in others[bisect_left(ends, run.new + 1) :]:
            low, high = max(run.new, other.old), min(stop, other.old + other.length)
            if other.old >= stop:
                break
            runs.append(Kept(run.old + low - run.new, other.new + low - other.old, high - low))
    return _written(runs, lengths(first)[0], lengths(second)[1])


def backwards(alignment: Alignment) -> Alignment:
    """From the new text to the old."""
    turned = list(alignment)
    turned[1::3], turned[2::3] = alignment[2::3], alignment[1::3]
    return turned


def moved_letters(went: str, came: str, gram: int = 12) -> list[tuple[int, int, int]]:
    """Stretches of at least `gram` letters that both have exactly once, in any order: place in each, and length."""
    places = _both_once(went, came, gram)
    runs = list[tuple[int, int, int]]()
    for a, b in zip(*(side.tolist() for side in places), strict=True):
        if runs and a - runs[-1][0] == b - runs[-1][1] and a <= runs[-1][0] + runs[-1][2]:
            runs[-1] = (runs[-1][0], runs[-1][1], a + gram - runs[-1][0])
        elif "\0" not in went[a : a + gram] and went[a : a + gram] == came[b : b + gram]:
            runs.append((a, b, gram))
    return runs


# --- how it is found --------------------------------------------------------------------------------------------------

_Codes = NDArray[np.uint32]
_Places = NDArray[np.int64]


def _written(runs: list[Kept], old: int, new: int) -> Alignment:
    out, length, at_old, at_new = list[int](), 0, 0, 0
    for run in [*(run for run in runs if run.length), Kept(old, new, 0)]:
        if run.old == at_old and run.new == at_new:
            length += run.length
        else:
            out += [length, run.old - at_old, run.new - at_new]
            length = run.length
        at_old, at_new = run.old + run.length, run.new + run.length
    return [*out, length]


def _common_prefix(a: str, b: str) -> int:
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _inner(old: str, new: str) -> list[Kept]:
    """By letters first, so that blanks, line ends and marks matter little; then what stands between the letters."""
    folded_old, folded_new = fold(old, masked=False), fold(new, masked=False)
    pairs = list(_same_letters(folded_old.letters, folded_new.letters, _GRAMS))
    codes_old, codes_new = _codes(old), _codes(new)
    p = np.concatenate([folded_old.offsets[i : i + n] for i, _, n in pairs] or [np.zeros(0, np.int64)])
    q = np.concatenate([folded_new.offsets[j : j + n] for _, j, n in pairs] or [np.zeros(0, np.int64)])
    same = codes_old[p] == codes_new[q]
    p, q = p[same], q[same]
    if p.size:  # a ligature is several letters
        once = np.concatenate([[True], (np.diff(p) > 0) & (np.diff(q) > 0)])
        p, q = p[once], q[once]
    p, q = _between(codes_old, codes_new, p, q)
    if not p.size:
        return []
    breaks = np.flatnonzero((np.diff(p) != 1) | (np.diff(q) != 1)) + 1
    firsts = np.concatenate([[0], breaks])
    sizes = np.diff(np.concatenate([firsts, [p.size]]))
    return [Kept(*run) for run in zip(p[firsts].tolist(), q[firsts].tolist(), sizes.tolist(), strict=True)]


def _codes(text: str) -> _Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _between(old: _Codes, new: _Codes, p: _Places, q: _Places) -> tuple[_Places, _Places]:
    """The aligned places with the blanks and marks between them: the same from the left, then from the right."""
    ends_p, ends_q = np.append(p, len(old)), np.append(q, len(new))
    starts_p, starts_q = np.insert(p, 0, -1), np.insert(q, 0, -1)
    gap_p, gap_q = ends_p - starts_p - 1, ends_q - starts_q - 1
    more_p, more_q = [p], [q]
    left = np.flatnonzero((gap_p > 0) & (gap_q > 0))
    told, step = np.zeros(len(gap_p), np.int64), 1
    while left.size and step <= 8:
        at_p, at_q = starts_p[left] + step, starts_q[left] + step
        left, at_p, at_q = (x[(at_p < ends_p[left]) & (at_q < ends_q[left])] for x in (left, at_p, at_q))
        same = old[at_p] == new[at_q]
        more_p.append(at_p[same])
        more_q.append(at_q[same])
        told[left[same]] = step
        equal_gaps = gap_p[left] == gap_q[left]
        left = left[same | equal_gaps]
        step += 1
    right, step = np.flatnonzero((gap_p > told) & (gap_q > told) & (gap_p != gap_q)), 1
    while right.size and step <= 8:
        at_p, at_q = ends_p[right] - step, ends_q[right] - step
        free = (at_p > starts_p[right] + told[right]) & (at_q > starts_q[right] + told[right])
        right, at_p, at_q = right[free], at_p[free], at_q[free]
        same = old[at_p] == new[at_q]
        more_p.append(at_p[same])
        more_q.append(at_q[same])
        right = right[same]
        step += 1
    all_p, all_q = np.concatenate(more_p), np.concatenate(more_q)
    order = np.argsort(all_p, kind="stable")
    return all_p[order], all_q[order]


def _same_letters(old: str, new: str, grams: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """Stretches of letters that both have, in order: place in the old, in the new, length."""
    at_old = at_new = 0
    for i, j, n in [*_anchors(old, new, grams[0]), (len(old), len(new), 0)]:
        yield from _in_gap(old[at_old:i], new[at_new:j], grams[1:], at_old, at_new)
        if n:
            yield i, j, n
        at_old, at_new = i + n, j + n


def _in_gap(a: str, b: str, grams: tuple[int, ...], at_a: int, at_b: int) -> Iterator[tuple[int, int, int]]:
    from rapidfuzz.distance import Levenshtein

    if not a or not b:
        return
    before = _common_prefix(a, b)
    after = min(_common_prefix(a[::-1], b[::-1]), len(a) - before, len(b) - before)
    if before:
        yield at_a, at_b, before
    inner_a, inner_b = a[before : len(a) - after], b[before : len(b) - after]
    if inner_a and inner_b:
        if grams and len(inner_a) * len(inner_b) > 10_000:
            for i, j, n in _same_letters(inner_a, inner_b, grams):
                yield at_a + before + i, at_b + before + j, n
        elif len(inner_a) * len(inner_b) <= _CELLS:
            for block in Levenshtein.editops(inner_a, inner_b).as_matching_blocks():
                if block.size:
                    yield at_a + before + block.a, at_b + before + block.b, block.size
    if after:
        yield at_a + len(a) - after, at_b + len(b) - after, after


def _anchors(old: str, new: str, gram: int) -> list[tuple[int, int, int]]:
    """Grams that both have exactly once, the most of them that are in the same order, joined where they touch."""
    p, q = _both_once(old, new, gram)
    if p.size:  # of neighbours on one diagonal the first and the last are enough
        inside = np.zeros(p.size, np.bool_)
        inside[1:-1] = (np.diff(p)[1:] == 1) & (np.diff(q)[1:] == 1) & (np.diff(p)[:-1] == 1) & (np.diff(q)[:-1] == 1)
        p, q = p[~inside], q[~inside]
    chosen = _rising(q.tolist())
    joined = list[tuple[int, int, int]]()
    for k in chosen:
        a, b = int(p[k]), int(q[k])
        if old[a : a + gram] != new[b : b + gram]:  # two grams of one hash
            continue
        if joined:
            i0, j0, n0 = joined[-1]
            if a - i0 == b - j0 and (a <= i0 + n0 or old[i0 + n0 : a] == new[j0 + n0 : b]):
                joined[-1] = (i0, j0, max(n0, a + gram - i0))
                continue
            if a < i0 + n0 or b < j0 + n0:
                cut = max(i0 + n0 - a, j0 + n0 - b)
                if cut < gram:
                    joined.append((a + cut, b + cut, gram - cut))
                continue
        joined.append((a, b, gram))
    return joined


def _both_once(old: str, new: str, gram: int) -> tuple[_Places, _Places]:
    """Where the grams stand that occur exactly once in each, by their place in the old."""
    if len(old) < gram or len(new) < gram:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    once_old, places_old = _once(hashes(old, gram))
    once_new, places_new = _once(hashes(new, gram))
    _, i, j = np.intersect1d(once_old, once_new, assume_unique=True, return_indices=True)
    p, q = places_old[i], places_new[j]
    order = np.argsort(p)
    return p[order], q[order]


def hashes(letters: str, gram: int) -> NDArray[np.uint64]:
    """A number for each stretch of `gram` letters, the same for the same letters; unlike ones rarely have the same."""
    codes = _codes(letters).astype(np.uint64)
    n = len(codes) - gram + 1
    if n <= 0:
        return np.zeros(0, np.uint64)
    out, factor = np.zeros(n, np.uint64), np.uint64(0x9E3779B97F4A7C15)
    for k in range(gram):
        out = out * factor + codes[k : k + n]
    out ^= out >> np.uint64(29)
    out *= np.uint64(0xBF58476D1CE4E5B9)
    return out ^ (out >> np.uint64(32))


def _once(values: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], _Places]:
    """The values that occur once, sorted, and where."""
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    differs = np.concatenate([[True], ranked[1:] != ranked[:-1], [True]])
    single = differs[1:] & differs[:-1]
    return ranked[single], order[single]


def _rising(values: list[int]) -> list[int]:
    """Indices of a longest rising row among the values."""
    tails, at, before = list[int](), list[int](), [-1] * len(values)
    for k, value in enumerate(values):
        place = bisect_left(tails, value)
        before[k] = at[place - 1] if place else -1
        if place == len(tails):
            tails.append(value)
            at.append(k)
        else:
            tails[place], at[place] = value, k
    row, k = list[int](), at[-1] if at else -1
    while k >= 0:
        row.append(k)
        k = before[k]
    assert all(values[a] < values[b] for a, b in pairwise(row[::-1]))
    return row[::-1]
