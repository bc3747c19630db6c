"""A document as agreement on spans sees it: a line of characters, and the spans that each coder marked on it.

Positions are code points, stop exclusive. Codes are numbers from 0. A coder who finished without a span has an empty
array: the whole text is gap. A coder who has not finished is None: nobody knows, so they are missing.

Documents are worked on together: they are laid one after another on one line (and, where a figure is per code, one
such line a code), so that a figure costs a few passes over sorted arrays however many documents there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


REMEMBERED = 16
"""So many lines are kept, since one comparison is asked for a dozen figures one after another."""


@dataclass(frozen=True, eq=False)
class Continuum:
    """One document. Made by `continuum`, which checks.

    `coders`: by coder, spans x (start, stop, code), sorted, no span twice; None where the coder has not finished."""

    length: int
    coders: tuple[Ints | None, ...]


def continuum(length: int, coders: Sequence[ArrayLike | None]) -> Continuum:
    """A document of so many code points and each coder's spans as rows (start, stop, code), or None: not finished.

    Raises ValueError, one line, for a span that is empty, turned around or not within the text, for a code below 0 and
    for anything that is no whole number."""
    if length < 0:
        raise ValueError("the length of a text is zero or more")
    return Continuum(int(length), tuple(None if rows is None else _checked(rows, int(length)) for rows in coders))


def continua(lengths: Sequence[int], finished: Bools, rows: Ints) -> list[Continuum]:
    """Many documents of these lengths at once: `finished` (documents x coders), and all spans, in any order, as rows
    (document, coder, start, stop, code). One check and one sort, where there are many and each is short.

    Raises ValueError as `continuum` does. The spans of who has not finished are left out."""
    documents, coders = finished.shape
    of = rows[:, 0] * coders + rows[:, 1]
    length = np.asarray(lengths, dtype=np.int64)[rows[:, 0]]
    wrong = np.flatnonzero((rows[:, 2] < 0) | (rows[:, 3] <= rows[:, 2]) | (rows[:, 3] > length) | (rows[:, 4] < 0))
    if len(wrong):
        raise ValueError(_fault(rows[wrong[:1], 2:], int(length[wrong[0]])))
    order = np.lexsort((rows[:, 4], rows[:, 3], rows[:, 2], of))
    rows, of = rows[order], of[order]
    again = np.zeros(len(rows), dtype=bool)
    again[1:] = (rows[1:] == rows[:-1]).all(axis=1)
    spans, of = np.ascontiguousarray(rows[~again, 2:]), of[~again]
    ends = np.searchsorted(of, np.arange(documents * coders + 1)).tolist()
    there = finished.tolist()
    return [
        Continuum(
            int(lengths[document]),
            tuple(
                spans[ends[document * coders + coder] : ends[document * coders + coder + 1]] if done else None
                for coder, done in enumerate(there[document])
            ),
        )
        for document in range(documents)
    ]


def _checked(rows: ArrayLike, length: int) -> Ints:
    spans = np.asarray(rows)
    if spans.size == 0:
        return np.zeros((0, 3), dtype=np.int64)
    if spans.ndim != 2 or spans.shape[1] != 3 or spans.dtype.kind not in "iu":
        raise ValueError("spans are rows of three whole numbers: start, stop, code")
    spans = spans.astype(np.int64)
    start, stop, code = spans.T
    if ((start < 0) | (stop <= start) | (stop > length) | (code < 0)).any():
        raise ValueError(_fault(spans, length))
    spans = spans[np.lexsort((code, stop, start))]
    again = np.zeros(len(spans), dtype=bool)
    again[1:] = (spans[1:] == spans[:-1]).all(axis=1)
    return spans[~again]


def _fault(spans: Ints, length: int) -> str:
    """What is wrong with the first span that can't be."""
    start, stop, code = spans.T
    for wrong, why in (
        (start < 0, "begins before the text"),
        (stop == start, "is empty"),
        (stop < start, "stops before it starts"),
        (stop > length, f"goes beyond the text of {length} characters"),
        (code < 0, "has a code below 0"),
    ):
        if wrong.any():
            first, last, _ = spans[wrong.argmax()].tolist()
            return f"the span {first} to {last} {why}"
    raise AssertionError("nothing is wrong")


@dataclass(frozen=True, eq=False)
class Line:
    """Documents, one after another.

    `offsets` (documents + 1): where each begins, and the end. `finished` (documents, coders). `spans`: by coder, the
    arrays start, stop, code, document, start and stop counted from the beginning of the line."""

    offsets: Ints
    finished: Bools
    spans: tuple[Ints, ...]

    @property
    def length(self) -> int:
        """How many characters the line has."""
        return int(self.offsets[-1])


def on_one_line(continua: Sequence[Continuum], codes: int | None) -> Line:
    """Lay documents out one after another; all have the same coders, finished or not, in the same order.

    Raises ValueError when they have not, or when a span has a code that is not below `codes`."""
    return _on_one_line(tuple(continua), codes)


@lru_cache(maxsize=REMEMBERED)
def _on_one_line(continua: tuple[Continuum, ...], codes: int | None) -> Line:
    coders = len(continua[0].coders) if continua else 0
    if any(len(document.coders) != coders for document in continua):
        raise ValueError("every document lists the same coders; one who has not finished it is None")
    offsets = np.concatenate([[0], np.cumsum([document.length for document in continua], dtype=np.int64)])
    finished = [[spans is not None for spans in document.coders] for document in continua]
    spans = tuple(_shifted([document.coders[coder] for document in continua], offsets) for coder in range(coders))
    if codes is not None and any((code >= codes).any() for _, _, code, _ in spans):
        raise ValueError(f"a span has a code that is not among the {codes} codes")
    return Line(offsets, np.array(finished, dtype=bool).reshape(len(continua), coders), spans)


def _shifted(by_document: list[Ints | None], offsets: Ints) -> Ints:
    document = np.repeat(np.arange(len(by_document)), [0 if spans is None else len(spans) for spans in by_document])
    rows = [spans for spans in by_document if spans is not None]
    start, stop, code = np.concatenate(rows).T if rows else np.zeros((3, 0), dtype=np.int64)
    return np.stack([start + offsets[document], stop + offsets[document], code, document])


def cover(start: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """The units that intervals form when those that overlap are merged; touching ones stay apart.

    With both ends sorted, a unit begins at the k-th start when the k - 1 intervals before it have all stopped."""
    start, stop = np.sort(start), np.sort(stop)
    begins = np.ones(len(start), dtype=bool)
    begins[1:] = stop[:-1] <= start[1:]
    return start[begins], stop[np.append(begins, True)[1:]]


def merged(line: Line, coder: int) -> tuple[Ints, Ints, Ints]:
    """Start, stop and code of a coder's units on the line, by start: overlapping spans of one code are one unit."""
    start, stop, code, _ = line.spans[coder]
    start, stop = cover(start + code * line.length, stop + code * line.length)
    code = start // max(line.length, 1)
    start, stop = start - code * line.length, stop - code * line.length
    order = np.argsort(start)
    return start[order], stop[order], code[order]


def edges_of(*positions: Ints) -> Ints:
    """All these positions in order, each once (a sort: numpy's `unique` hashes, which is slower here)."""
    ends = np.sort(np.concatenate(positions))
    return ends[np.append(True, ends[1:] != ends[:-1])] if len(ends) else ends


def steps(segments: int, first: Ints, end: Ints, height: Ints | int = 1) -> Ints:
    """By segment, the sum of the heights of the intervals that reach from segment `first` to before segment `end`."""
    changes = np.zeros(segments + 1, dtype=np.int64)
    np.add.at(changes, first, height)
    np.subtract.at(changes, end, height)
    held: Ints = np.cumsum(changes)[:-1]
    return held


@dataclass(frozen=True, eq=False)
class Covers:
    """Who covers what. A track is one code in one document: document + documents x code. A segment is a stretch of a
    track in which nothing begins or stops.

    `documents`, `codes`: how many. `begins` (tracks): where each begins, one after another. `lengths`, `track`
    (segments). `covering` (coders, segments): the coder marked it. `units`: by coder, the lengths of the units (merged
    spans) and their tracks. `finished` (documents, coders)."""

    documents: int
    codes: int
    begins: Ints
    lengths: Ints
    track: Ints
    covering: Bools
    units: tuple[tuple[Ints, Ints], ...]
    finished: Bools

    def coders(self) -> Ints:
        """By segment, how many coders finished the document."""
        finished: Ints = self.finished.sum(axis=1)[self.track % max(self.documents, 1)]
        return finished

    def summed(self, values: Ints | Floats, track: Ints | None = None) -> Floats:
        """A value per segment (or per item, with its track), summed to (documents, codes)."""
        tracks = self.documents * self.codes
        sums = np.bincount(self.track if track is None else track, weights=values, minlength=tracks).astype(np.float64)
        return sums.reshape(self.codes, self.documents).T


def covers(continua: Sequence[Continuum], codes: int | None) -> Covers:
    """Each code's merged cover in each document; codes None: one cover, all codes' covers merged."""
    return _covers(tuple(continua), codes)


@lru_cache(maxsize=REMEMBERED)
def _covers(continua: tuple[Continuum, ...], codes: int | None) -> Covers:
    line = on_one_line(continua, codes)
    copies = 1 if codes is None else codes
    begins = (line.offsets[:-1] + line.length * np.arange(copies)[:, None]).ravel()
    intervals = []
    for start, stop, code, _ in line.spans:
        shift = 0 if codes is None else code * line.length
        intervals.append(cover(start + shift, stop + shift))
    edges = edges_of(begins, np.array([line.length * copies]), *(end for pair in intervals for end in pair))
    covering = [steps(len(edges) - 1, *np.searchsorted(edges, ends)) > 0 for ends in intervals]

    def track(position: Ints) -> Ints:
        return np.searchsorted(begins, position, side="right") - 1

    return Covers(
        documents=len(continua),
        codes=copies,
        begins=begins,
        lengths=np.diff(edges),
        track=track(edges[:-1]),
        covering=np.array(covering, dtype=bool).reshape(len(intervals), len(edges) - 1),
        units=tuple((stop - start, track(start)) for start, stop in intervals),
        finished=line.finished,
    )
