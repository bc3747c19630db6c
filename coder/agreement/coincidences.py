"""What Krippendorff's alphas for unitizing count in each document; the coefficients are in `unitizing`.

Krippendorff, Mathet, Bouvry & Widloecher 2016, Quality & Quantity 50(6), 2347-2364, with the erratum there, 2365
("2016" below). Each coder parts a text into units, which have a code, and gaps, which have none (the value phi, number
0 here; code c is value c + 1).

The counts add over documents, so that a resample of documents is a sum, and a thousand resamples are one product of
matrices. Several documents are taken as one long text that is cut where a document ends: no unit crosses that place,
and gaps count by the character. Each document's coincidences are divided by its own number of coders less one, as in
alpha for missing data (Krippendorff 2011): each character of each coder who finished counts once in all, and nobody is
paired with a coder who did not read the document. A document that fewer than two coders finished counts nothing.
"""

import math
from collections.abc import Sequence

import numpy as np

from coder.agreement.continuum import (
    Bools,
    Continuum,
    Covers,
    Floats,
    Ints,
    Line,
    covers,
    edges_of,
    merged,
    on_one_line,
    steps,
)

Units = tuple[Ints, Ints, Ints]
"""Start, stop and code of a coder's units on the line, by start."""
Reach = tuple[Ints, Ints]
"""The first segment of each of these units, and the one after its last."""


def statistics(continua: Sequence[Continuum], codes: int) -> Floats:
    """What u-alpha, cu-alpha and (k)u-alpha need of each document: (documents, S), S = q^2 + 4q + 2 for q codes.

    A row is l (2016, eq. 1; (q + 1) x (q + 1)), C (eq. 4; q + 1) and C* (eq. 10; q), one after another:

        l_ck = 1/(m - 1) sum_i sum_{j != i} sum_g sum_h |S_ig(c) & S_jh(k)|     the length of text that coder i gave c
               and coder j gave k, over ordered pairs of the document's m coders
        C_c  = sum_i sum_g |S_ig(c)|^2 for units, sum_i sum_g |S_ig(phi)| for gaps: what can't be paired by chance,
               a unit with itself or a gap's character with itself
        C*_c = sum_i sum_g (1/(m - 1) sum_{j != i} |S_ig(c) & not phi_j|)^2     the same of the part of a unit that
               intersects other coders' units: its mean over them, so that l*_c. is the sum of these same lengths
               (the reading of eq. 10 that gives the .724 printed with Fig. 12.11 of Krippendorff 2019)

    Lengths are counted in parts of a character, so many that l is whole numbers (the least common multiple of all
    m - 1; one when all have two coders): every coefficient is a ratio and does not feel the unit. So "only one value"
    can be tested exactly, whatever documents are summed or left out. Overlapping spans of one coder and code are one
    unit, touching ones two. A document in which a coder's different codes overlap is no partition: its row is nan.

    Raises ValueError when documents list different coders or a code is not below `codes`. O(n log n + n q^2) for n
    spans, whatever the length of the text."""
    line = on_one_line(continua, codes)
    m = line.finished.sum(axis=1)
    parts = math.lcm(*{int(others) for others in m - 1 if others > 0})
    share = np.where(m >= 2, parts / np.maximum(m - 1, 1), 0)
    units = [merged(line, coder) for coder in range(len(line.spans))]
    edges = edges_of(line.offsets, *(end for start, stop, _ in units for end in (start, stop)))
    lengths, document = np.diff(edges), _document(line, edges[:-1])
    reach = [(np.searchsorted(edges, start), np.searchsorted(edges, stop)) for start, stop, _ in units]
    values, sound = _values(line, edges, units, reach)
    l_ck = _coincidences(line, values, lengths, document, codes) * share[:, None, None]
    squares, pairable = _squares(line, lengths * ((values > 0).sum(axis=0) - 1), units, reach, codes)
    squares = np.concatenate([l_ck.sum(axis=2)[:, :1], squares * (parts * (m >= 2))[:, None]], axis=1) * parts
    flat = [l_ck.reshape(len(m), (codes + 1) ** 2), squares, pairable * (share**2)[:, None]]
    return np.where((sound | (m < 2))[:, None], np.concatenate(flat, axis=1), np.nan)


def _document(line: Line, position: Ints) -> Ints:
    return np.searchsorted(line.offsets, position, side="right") - 1


def _values(line: Line, edges: Ints, units: list[Units], reach: list[Reach]) -> tuple[Ints, Bools]:
    """The value of each segment, by coder; and which documents every coder parted into units and gaps."""
    values, sound = np.zeros((len(units), len(edges) - 1), dtype=np.int64), np.ones(len(line.finished), dtype=bool)
    for of_coder, (start, stop, code), (first, end) in zip(values, units, reach, strict=True):
        of_coder[:] = steps(len(edges) - 1, first, end, code + 1)
        overlaps = start[1:] < stop[:-1]
        if overlaps.any():
            sound[_document(line, start[1:][overlaps])] = False
    if not sound.all():
        values[:, ~sound[_document(line, edges[:-1])]] = 0
    return values, sound


def _coincidences(line: Line, values: Ints, lengths: Ints, document: Ints, codes: int) -> Floats:
    """Sum_i sum_{j != i} of the text that i gave c and j gave k: (documents, q + 1, q + 1), not yet over m - 1."""
    shape = (len(line.finished), codes + 1, codes + 1)
    found = np.zeros(shape)
    for i in range(len(values)):
        for j in range(i):
            both = lengths * (line.finished[:, i] & line.finished[:, j])[document]
            cell = (document * shape[1] + values[i]) * shape[2] + values[j]
            found += np.bincount(cell, weights=both, minlength=math.prod(shape)).reshape(shape)
    return found + found.transpose(0, 2, 1)


def _squares(line: Line, others: Ints, units: list[Units], reach: list[Reach], codes: int) -> tuple[Floats, Floats]:
    """Sums of squared lengths of units, and of their pairable lengths over all other coders: (documents, q) both.

    `others`: by segment, its length times the number of coders who have a unit there, less one."""
    up_to = np.concatenate([[0], np.cumsum(others)])
    shape = (len(line.finished), codes)
    squares, pairable = np.zeros(shape), np.zeros(shape)
    for (start, stop, code), (first, end) in zip(units, reach, strict=True):
        cell = _document(line, start) * codes + code
        length, shared = (stop - start).astype(float), (up_to[end] - up_to[first]).astype(float)
        squares += np.bincount(cell, weights=length**2, minlength=math.prod(shape)).reshape(shape)
        pairable += np.bincount(cell, weights=shared**2, minlength=math.prod(shape)).reshape(shape)
    return squares, pairable


def cover_statistics(continua: Sequence[Continuum], codes: int | None) -> Floats:
    """What |u-alpha needs of each document: (documents, codes, 4), or (documents, 4) with codes None.

    Per code, the text is parted into the code's merged cover and the rest: valid however codes overlap. With None, into
    what the coder gave any code and what none: overlapping spans are one unit, touching ones two, whatever their codes.
    A row is l_.. = m L, l_1. (covered), l_01 (one of a pair of coders covers, over m - 1, in one order), and
    C = the sum of squared lengths of units and of lengths of gaps (2016, eqs. 1 and 4, for two values)."""
    found = covers(continua, codes)
    m, covering = found.coders(), found.covering.sum(axis=0)
    lengths = found.lengths * (m >= 2)
    size = found.summed(lengths * m)
    covered = found.summed(lengths * covering)
    differing = found.summed(apart(found))
    squares = size - covered
    enough = np.tile(found.finished.sum(axis=1) >= 2, found.codes)
    for length, track in found.units:
        squares = squares + found.summed(length.astype(float) ** 2 * enough[track], track)
    rows = np.stack([size, covered, differing, squares], axis=-1)
    return rows[:, 0] if codes is None else rows


def apart(found: Covers) -> Floats:
    """By segment, its part of l_01: characters times pairs of coders of whom one covers them, over m - 1."""
    m, covering = found.coders(), found.covering.sum(axis=0)
    parts: Floats = found.lengths * (m >= 2) * covering * (m - covering) / np.maximum(m - 1, 1)
    return parts
