"""Agreement on sets: several codes on a unit.

A set is a bit mask: code k is in it when bit k is set (up to 63 codes); 0 is the empty set (the coder looked and
applied no code), MISSING says that the coder did not look. Masks are an integer array, units x coders; `weights` says
how often each unit occurs. Only the masks that occur matter, not how many codes there are. All of these raise
ValueError when the arrays do not fit together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coder.agreement import craggs, errors
from coder.agreement.figures import NO_VARIATION, TOO_FEW, Figure
from coder.agreement.formulas import Additive, ratio
from coder.agreement.tallies import CELLS, MISSING, Integers, Numbers, Tally, tally

Distance = Callable[[Integers, Integers], Numbers]
"""Of two arrays of masks, from 0 (equal, also two empty sets) to 1 (nothing in common)."""

BLOCK = 512
"""So many sets at a time are compared with all others."""


# Distances


def nominal(a: Integers, b: Integers) -> Numbers:
    """0 of equal sets, 1 of any others."""
    return np.asarray(a != b, dtype=np.float64)


def jaccard(a: Integers, b: Integers) -> Numbers:
    """1 - J, J = |A & B| / |A | B| (Jaccard 1912)."""
    return 1 - _share(np.bitwise_count(a & b), np.bitwise_count(a | b))


def dice(a: Integers, b: Integers) -> Numbers:
    """1 - 2 |A & B| / (|A| + |B|) (Dice 1945)."""
    return 1 - _share(2 * np.bitwise_count(a & b), np.bitwise_count(a) + np.bitwise_count(b))


def masi(a: Integers, b: Integers) -> Numbers:
    """1 - J M (Passonneau 2006): M is 1 of equal sets, 2/3 if one contains the other, 1/3 if they overlap, else 0.

    Artstein & Poesio (2008) write MASI for (1 - J)(1 - M), which gives other figures."""
    both, either = a & b, a | b
    contained = (both == a) | (both == b)
    m = np.where(contained, 2 / 3, 1 / 3)
    m[a == b] = 1
    return 1 - _share(np.bitwise_count(both), np.bitwise_count(either)) * m


def _share(common: NDArray[np.uint8], of: NDArray[np.uint8]) -> Numbers:
    """The one over the other; two empty sets have everything in common."""
    shares: Numbers = np.where(of == 0, 1.0, common / np.maximum(of, 1))
    return shares


DISTANCES: Mapping[str, Distance] = {
    "alpha_masi": masi,
    "alpha_jaccard": jaccard,
    "alpha_dice": dice,
    "alpha_nominal_sets": nominal,
}


# Figures


def coefficients(masks: ArrayLike, weights: ArrayLike | None = None) -> dict[str, Figure]:
    """Every coefficient of sets by its name, of one pass over the data."""
    found = compared(masks, weights)
    return {**{name: _alpha(found, distance) for name, distance in DISTANCES.items()}, "mv_alpha": _mv_alpha(found)}


def alpha(masks: ArrayLike, distance: Distance = masi, weights: ArrayLike | None = None) -> Figure:
    """Krippendorff's alpha with a distance between sets (Krippendorff 2011; 2019, chapter 12)."""
    return _alpha(compared(masks, weights), distance)


def mv_alpha(masks: ArrayLike, weights: ArrayLike | None = None) -> Figure:
    """Multi-valued alpha for nominal data (Krippendorff & Craggs 2016).

    By chance, coders would draw codes into sets of the sizes that occur, rather than the sets that occur."""
    return _mv_alpha(compared(masks, weights))


# Sums over groups of units


def statistics(
    masks: ArrayLike, documents: ArrayLike | None = None, size: int = 1, weights: ArrayLike | None = None
) -> dict[str, Additive]:
    """By the name of the coefficient, its sums in each document, (size, S), and the formula for any total of them.

    `documents` (units,): the number of each unit's document, below `size`; None: one document."""
    found = compared(masks, weights, documents)
    observed = {name: found.observed(distance) for name, distance in DISTANCES.items()}
    apart = found.rows.by_group(np.column_stack(list(observed.values())), size)
    occurring = found.occurring(found.rows.groups, size)
    sums = {name: np.column_stack([apart[:, column], occurring]) for column, name in enumerate(observed)}
    alphas = {
        name: Additive(sums[name], partial(_alpha_of, sets=found.sets, distance=distance))
        for name, distance in DISTANCES.items()
    }
    return {**alphas, "mv_alpha": Additive(sums["alpha_dice"], partial(_mv_alpha_of, sets=found.sets))}


def _alpha_of(sums: Numbers, sets: Integers, distance: Distance) -> Numbers:
    """1 - D_o / D_e, D_e = sum_ck n_c n_k d_ck / (n (n - 1)): Krippendorff 2011.

    Sums over units with m_u >= 2: [sum over coders i != j of d_ij / (m_u - 1), then n_c, how often each set occurs]."""
    observed, n_c = sums[..., 0], sums[..., 1:]
    n: Numbers = n_c.sum(axis=-1)
    return 1 - (n - 1) * ratio(observed, (n_c * distance_from_all(n_c, sets, distance)).sum(axis=-1))


def _mv_alpha_of(sums: Numbers, sets: Integers) -> Numbers:
    """1 - D_o / D_e: Krippendorff & Craggs 2016. Sums: those of alpha with Dice's distance."""
    observed, n_c = sums[..., 0], sums[..., 1:]
    codes = np.flatnonzero(np.bitwise_or.reduce(sets) >> np.arange(63) & 1) if len(sets) else np.zeros(0, np.int64)
    has = (sets[:, None] >> codes & 1).astype(np.float64)
    sizes = np.bitwise_count(sets)
    of_size = (sizes[:, None] == np.arange(int(sizes.max(initial=0)) + 1)).astype(np.float64)
    expected = craggs.expected_disagreement(n_c @ has, n_c @ of_size)
    return 1 - ratio(ratio(observed, n_c.sum(axis=-1)), expected)


# What was compared


@dataclass(frozen=True)
class Compared:
    """`sets` (K,): the masks that occur, sorted; `rows`: the numbers of those given to units with m_u >= 2."""

    sets: Integers
    rows: Tally

    @property
    def values(self) -> Integers:
        """m_u, (rows,)."""
        return np.asarray((self.rows.patterns >= 0).sum(axis=1))

    def observed(self, distance: Distance) -> Numbers:
        """Of each row, the sum over coders i != j of d_ij / (m_u - 1)."""
        columns = self.rows.patterns.T
        total = np.zeros(len(self.rows.patterns))
        for i, one in enumerate(columns):
            for other in columns[:i]:
                both = (one >= 0) & (other >= 0)
                total += np.where(both, distance(self.sets[one], self.sets[other]), 0.0)
        return 2 * total / (self.values - 1)

    def occurring(self, groups: Integers | None = None, size: int = 1) -> Numbers:
        """n_c, how often each set occurs in each group, (size, K)."""
        total, k = np.zeros(size * len(self.sets)), len(self.sets)
        start = 0 if groups is None else groups * k
        for column in self.rows.patterns.T:
            given = column >= 0
            cells = (column + start)[given]
            total += np.bincount(cells, self.rows.weights[given], len(total))
        return total.reshape(size, k)


def compared(masks: ArrayLike, weights: ArrayLike | None = None, documents: ArrayLike | None = None) -> Compared:
    """The units that two coders or more looked at; raises ValueError when the arrays do not fit together."""
    given = np.asarray(masks)
    if given.ndim != 2 or given.min(initial=0) < MISSING:
        raise ValueError(f"masks are units x coders, bit masks or {MISSING} (missing)")
    sets, numbers = _numbered(given.astype(np.int64))
    rows = tally(numbers, weights, documents)
    kept = (rows.patterns >= 0).sum(axis=1) >= 2
    return Compared(sets, Tally(rows.patterns[kept], rows.weights[kept], rows.groups[kept]))


def _numbered(masks: Integers) -> tuple[Integers, Integers]:
    """The masks that occur, sorted, and the masks as their numbers, MISSING where they are missing."""
    if masks.max(initial=0) < CELLS:
        present = np.bincount(masks.ravel() + 1, minlength=1) > 0
        present[0] = False
        numbers = np.cumsum(present) - 1
        numbers[0] = MISSING
        return np.flatnonzero(present) - 1, numbers[masks + 1]
    sets, numbers = np.unique(masks, return_inverse=True)
    missing = int(len(sets) > 0 and sets[0] == MISSING)
    return sets[missing:], numbers.reshape(masks.shape) - missing


def distance_from_all(n_c: Numbers, sets: Integers, distance: Distance) -> Numbers:
    """Sum_k n_k d_ck for each set c, (..., K)."""
    total = np.empty_like(n_c)
    for start in range(0, len(sets), BLOCK):
        total[..., start : start + BLOCK] = n_c @ distance(sets[:, None], sets[start : start + BLOCK])
    return total


def _alpha(found: Compared, distance: Distance) -> Figure:
    if not len(found.rows.patterns):
        return Figure(None, TOO_FEW)
    observed, n_c = found.observed(distance), found.occurring()[0]
    n, apart = n_c.sum(), distance_from_all(n_c, found.sets, distance)
    expected = float(n_c @ apart)
    if expected == 0:
        return Figure(None, NO_VARIATION)
    weights = found.rows.weights
    of_all = np.append(apart / n, 0.0)[found.rows.patterns].sum(axis=1)  # the last is what a missing rating finds
    se = errors.krippendorff_alpha(observed, of_all, found.values, weights)
    return errors.with_interval(float(1 - (n - 1) * (weights @ observed) / expected), se, int(weights.sum()))


def _mv_alpha(found: Compared) -> Figure:
    if not len(found.rows.patterns):
        return Figure(None, TOO_FEW)
    sums = np.append(found.rows.weights @ found.observed(dice), found.occurring()[0])
    value = float(_mv_alpha_of(sums, found.sets))
    return Figure(None, NO_VARIATION) if np.isnan(value) else Figure(value)
