"""Ratings, and how often each way of rating a unit occurs: the one pass over the data that all coefficients share.

Ratings are an integer array, units x coders: the number of the category that the coder gave the unit, or MISSING.
Weights say how often a unit occurs (a run of 120 characters that all have the same ratings is one unit of weight 120),
so that a text of ten million characters is a few rows; a unit of weight n counts as n units, one of weight 0 not at
all. Coders agree in a few ways only: however many units there are, a tally has a few rows.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

MISSING = -1

Ratings = NDArray[np.integer[Any]]
Weights = NDArray[np.int64]
Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]

CELLS = 1 << 16
"""Up to so many possible rows a tally is a table that is counted into; beyond, keys are sorted."""
CHUNK = 1 << 15
"""Units at a time: what the processor's cache holds."""
LARGEST = 1 << 62
EXACT = 1 << 53
"""Floating-point numbers count exactly up to here."""


@dataclass(frozen=True)
class Tally:
    """Distinct rows of ratings, sorted: `patterns` (rows, coders), how often each occurs (rows,), its group (rows,)."""

    patterns: Integers
    weights: Weights
    groups: Integers

    def counts(self, categories: int) -> Integers:
        """n_uk, (rows, categories): how many coders gave category k."""
        with_missing = np.vstack([np.eye(categories, dtype=np.int64), np.zeros((1, categories), dtype=np.int64)])
        counted = np.zeros((len(self.patterns), categories), dtype=np.int64)
        for column in self.patterns.T:
            counted += with_missing[column]
        return counted

    def regardless_of_coder(self) -> "Tally":
        """The same with rows that differ in who said what only taken together."""
        small = self.patterns.astype(np.int8) if self.patterns.max(initial=0) < 127 else self.patterns
        return tally(np.sort(small, axis=1), self.weights, self.groups if self.groups.any() else None)

    def by_group(self, terms: Numbers, size: int) -> Numbers:
        """The terms of the rows, (rows, S), times their weights, summed over each of `size` groups, (size, S).

        Raises ValueError when a group's number is not below `size`."""
        if self.groups.max(initial=0) >= size:
            raise ValueError("a unit's document is numbered below the number of documents")
        sums = np.zeros((size, terms.shape[1]))
        if len(terms):
            first = np.flatnonzero(np.concatenate([[True], self.groups[1:] != self.groups[:-1]]))
            sums[self.groups[first]] = np.add.reduceat(terms * self.weights[:, None], first, axis=0)
        return sums


def tally(ratings: ArrayLike, weights: ArrayLike | None = None, groups: ArrayLike | None = None) -> Tally:
    """Count the distinct rows of ratings, in each group (say, document) if a group is given for each unit.

    Rows of weight zero and rows without any rating are left out. Raises ValueError when the arrays do not fit."""
    rows = _ratings(ratings)
    times = None if weights is None else _of_units(weights, rows, "one weight, zero or more, a unit")
    if groups is None and (times is None or times.sum() < EXACT):
        counted = _counted(rows, times)
        if counted is not None:
            return counted
    if times is None:
        times = np.ones(len(rows), dtype=np.int64)
    group = np.zeros_like(times) if groups is None else _of_units(groups, rows, "one group, from zero, a unit")
    if rows.min(initial=MISSING) < MISSING:
        raise ValueError(_NOT_A_RATING)
    kept = (times > 0) & (rows >= 0).any(axis=1)
    return _sorted(rows[kept].astype(np.int64), times[kept], group[kept])


def categories_of(ratings: ArrayLike) -> int:
    """The number of categories that the ratings need at least."""
    return int(_ratings(ratings).max(initial=MISSING)) + 1


_NOT_A_RATING = f"a rating is the number of a category, or {MISSING} (missing)"


def _ratings(ratings: ArrayLike) -> Ratings:
    rows = np.asarray(ratings)
    if rows.ndim != 2:
        raise ValueError("ratings are units x coders")
    if rows.dtype.kind == "i":
        return rows
    whole = rows.astype(np.int64)
    if not np.array_equal(whole, rows):
        raise ValueError(_NOT_A_RATING)
    return whole


def _of_units(values: ArrayLike, rows: Ratings, message: str) -> Integers:
    array = np.asarray(values, dtype=np.int64)
    if array.shape != (len(rows),) or (array < 0).any():
        raise ValueError(message)
    return array


def _counted(rows: Ratings, times: Weights | None, highest: int | None = None) -> Tally | None:
    """Count into a table with a cell for each possible row, whose key is the row read as a number; None if too large.

    The base of the number is that of the first units; a higher category further on makes it start again."""
    seen = int(rows[:CHUNK].max(initial=MISSING)) if highest is None else highest
    base, coders = seen + 2, rows.shape[1]
    cells = base**coders
    if cells > CELLS:
        return None
    table = np.zeros(cells, dtype=np.int64 if times is None else np.float64)
    small: Any = np.int8 if base < 126 else np.int32
    number: Any = np.int16 if cells <= np.iinfo(np.int16).max + 1 else np.int32
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        if chunk.min(initial=MISSING) < MISSING:
            raise ValueError(_NOT_A_RATING)
        if chunk.max(initial=MISSING) > seen:
            return _counted(rows, times, int(rows.max()))
        keys = np.zeros(len(chunk), dtype=number)
        for column in np.ascontiguousarray(chunk.T, dtype=small):
            keys *= base
            keys += column
            keys += 1
        table += np.bincount(keys, None if times is None else times[start : start + CHUNK], cells)
    table[0] = 0  # the row without any rating
    present = np.flatnonzero(table)
    powers = base ** np.arange(coders - 1, -1, -1, dtype=np.int64)
    patterns = present[:, None] // powers % base - 1
    return Tally(patterns, table[present].astype(np.int64), np.zeros(len(present), dtype=np.int64))


def _sorted(rows: Integers, times: Weights, groups: Integers) -> Tally:
    """Sort the rows by group, then by rating, and add up those that are the same."""
    base = int(rows.max(initial=MISSING)) + 2
    keys, high = groups, int(groups.max(initial=0)) + 1
    for column in rows.T:
        if high * base >= LARGEST:
            keys = np.unique(keys, return_inverse=True)[1]
            high = int(keys.max(initial=0)) + 1
        keys = keys * base + (column + 1)
        high *= base
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(ordered) else order
    summed = np.add.reduceat(times[order], first) if len(ordered) else times
    return Tally(rows[order[first]], summed, groups[order[first]])
