"""Agreement on spans by the pair of coders: exact and overlap F1, character Jaccard; and alpha over characters.

As in `unitizing`, a count per document that adds over documents comes first, (documents, codes, S), and a figure is a
function of sums along the last axis: sum over documents, or over codes too where "all codes" is asked.

F1 = 2 |A & B| / (|A| + |B|) is the positive specific agreement of two coders (Cicchetti & Feinstein 1990; its mean over
pairs, Hripcsak & Rothschild 2005) and Holsti's (1969) coefficient of reliability, 2M / (N1 + N2). Neither F1 nor
Jaccard is corrected for chance.
"""

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from coder.agreement.continuum import Continuum, Floats, Ints, covers, on_one_line
from coder.agreement.figures import NO_VARIATION, NOT_USED, TOO_FEW, Figure
from coder.agreement.matching import alike, overlapping
from coder.agreement.unitizing import NO_SPANS, ratio


def pairs_of(coders: int) -> list[tuple[int, int]]:
    """The pairs of coders in the order in which the counts have them."""
    return list(combinations(range(coders), 2))


# The counts: for each pair of coders, what agrees, of what, and how many documents both finished


def exact_counts(continua: Sequence[Continuum], codes: int) -> Floats:
    """Spans that two coders share to the character, code included: (documents, codes, 3 x pairs).

    A pair's three: 2 |A & B|, |A| + |B|, and 1 where both coders finished the document. Spans count as they were
    marked, overlapping or not; the same span twice with the same code counts once. Raises ValueError when documents
    list different coders or a code is not below `codes`."""
    return _matched(continua, codes, _same)


def overlap_counts(continua: Sequence[Continuum], codes: int, iou: float = 0.0) -> Floats:
    """Spans of the same code that overlap, paired off so that there are most pairs: (documents, codes, 3 x pairs).

    As `exact_counts`, |A & B| being the size of a largest matching: a span has one partner at most. `iou`: at least so
    much of what two spans cover together must be shared (intersection over union); 0: one character will do."""
    if not 0 <= iou <= 1:
        raise ValueError("an intersection over union is between 0 and 1")
    return _matched(continua, codes, overlapping if iou == 0 else lambda first, second: alike(first, second, iou))


def _matched(continua: Sequence[Continuum], codes: int, match: Callable[[Ints, Ints], Ints]) -> Floats:
    line = on_one_line(continua, codes)
    tracks = (line.finished.shape[0], codes)
    pairs = pairs_of(len(line.spans))
    counts = np.zeros((*tracks, len(pairs), 3))
    on_track = [spans[:2] + spans[2] * line.length for spans in line.spans]
    of_track = [spans[3] * codes + spans[2] for spans in line.spans]
    number = [np.bincount(track, minlength=counts[..., 0, 0].size).reshape(tracks) for track in of_track]
    for pair, (i, j) in enumerate(pairs):
        both = (line.finished[:, i] & line.finished[:, j])[:, None]
        of_match = of_track[i][match(on_track[i], on_track[j])[:, 0]]
        counts[..., pair, 0] = 2 * np.bincount(of_match, minlength=number[i].size).reshape(tracks)
        counts[..., pair, 1] = (number[i] + number[j]) * both
        counts[..., pair, 2] = both
    return counts.reshape(*tracks, -1)


def _same(first: Ints, second: Ints) -> Ints:
    """The pairs of equal intervals."""
    intervals = np.concatenate([first, second], axis=1)
    order = np.lexsort(intervals)
    same = np.flatnonzero((intervals[:, order[1:]] == intervals[:, order[:-1]]).all(axis=0))
    return np.stack([order[same], order[same + 1] - first.shape[1]], axis=1)


def jaccard_counts(continua: Sequence[Continuum], codes: int | None) -> Floats:
    """Characters that both of two coders gave a code, and that either did: (documents, codes, 3 x pairs).

    A pair's three: |A & B|, |A | B|, and 1 where both coders finished the document; A and B are the code's merged
    covers. With codes None: any code, (documents, 3 x pairs)."""
    found = covers(continua, codes)
    pairs = pairs_of(len(found.covering))
    counts = np.zeros((found.documents, found.codes, len(pairs), 3))
    for pair, (i, j) in enumerate(pairs):
        both = found.finished[:, i] & found.finished[:, j]
        lengths = found.lengths * both[found.track % max(found.documents, 1)]
        counts[..., pair, 0] = found.summed(lengths * (found.covering[i] & found.covering[j]))
        counts[..., pair, 1] = found.summed(lengths * (found.covering[i] | found.covering[j]))
        counts[..., pair, 2] = both[:, None]
    rows = counts.reshape(found.documents, found.codes, -1)
    return rows[:, 0] if codes is None else rows


# The coefficients: sums (..., S) to values (...)


def by_pair(sums: Floats) -> Floats:
    """F1 or Jaccard of each pair of coders: (..., pairs); nan where neither marked anything."""
    three = np.asarray(sums, dtype=float).reshape(*np.shape(sums)[:-1], -1, 3)
    return ratio(three[..., 0], three[..., 1])


def mean_over_pairs(sums: Floats) -> Floats:
    """F1 or Jaccard, the mean over the pairs of coders that have one."""
    values = by_pair(sums)
    return ratio(np.nansum(values, axis=-1), np.isfinite(values).sum(axis=-1))


def char_alpha(sums: Floats) -> Floats:
    """Krippendorff's alpha over characters, covered or not, of sums (..., 4) of `coincidences.cover_statistics`.

    alpha = 1 - (n - 1) sum_u n_u0 n_u1 / (m_u - 1) / (n_0 n_1) (Krippendorff 2011, binary data). Unlike |u-alpha it
    takes the characters of a passage for independent of each other."""
    size, covered, differing, _ = np.moveaxis(np.asarray(sums, dtype=float), -1, 0)
    return 1 - ratio((size - 1) * differing, covered * (size - covered))


# The figures


def mean_figure(counts: Floats, of_code: bool = False) -> Figure:
    """The mean over pairs, of counts (documents, 3 x pairs); `of_code`: they are one code's."""
    return _figure(mean_over_pairs(counts.sum(axis=0)), counts.sum(axis=0), of_code)


def mean_figures(counts: Floats) -> tuple[Figure, ...]:
    """The mean over pairs for each code, of counts (documents, codes, 3 x pairs)."""
    return tuple(mean_figure(counts[:, code], of_code=True) for code in range(counts.shape[1]))


def pair_figures(counts: Floats, of_code: bool = False) -> tuple[Figure, ...]:
    """Each pair's figure in the order of `pairs_of`, of counts (documents, 3 x pairs)."""
    three = counts.sum(axis=0).reshape(-1, 3)
    return tuple(_figure(mean_over_pairs(one), one, of_code) for one in three)


def char_alpha_figure(counts: Floats, of_code: bool = False) -> Figure:
    """Alpha over characters of `coincidences.cover_statistics` (documents, 4)."""
    sums = counts.sum(axis=0)
    if sums[0] == 0:
        return Figure(None, TOO_FEW)
    value = char_alpha(sums)
    reason = NOT_USED if of_code and sums[1] == 0 else NO_VARIATION
    return Figure(None, reason) if np.isnan(value) else Figure(float(value))


def char_alpha_figures(counts: Floats) -> tuple[Figure, ...]:
    """Alpha over characters of each code's merged cover, of `coincidences.cover_statistics` (documents, codes, 4)."""
    return tuple(char_alpha_figure(counts[:, code], of_code=True) for code in range(counts.shape[1]))


def _figure(value: Floats, sums: Floats, of_code: bool) -> Figure:
    if not np.isnan(value):
        return Figure(float(value))
    if not sums.reshape(-1, 3)[:, 2].any():
        return Figure(None, TOO_FEW)
    return Figure(None, NOT_USED if of_code else NO_SPANS)
