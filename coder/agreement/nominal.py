"""Nominal agreement: ratings in, figures out.

Ratings are an integer array, units x coders: the number of the category that the coder gave the unit, or MISSING.
`weights` says how often a unit occurs (a run of 120 characters that all have the same ratings is one unit of weight
120), so that a text of ten million characters is a few rows. Everything is summed in integers and divided once: a
figure does not depend on the order of units or coders, and "no variation" is a test, not a rounding.
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from coder.agreement.figures import NO_VARIATION, TOO_FEW, Figure

MISSING = -1

Ratings = NDArray[np.int64]
Weights = NDArray[np.int64]


def percent_agreement(ratings: Ratings, weights: Weights | None = None) -> Figure:
    """The mean over units of the share of pairs of coders that agree (Fleiss 1971; Gwet 2014, chapter 2)."""
    counts, weights = _paired(ratings, weights)
    units = int(weights.sum())
    if units == 0:
        return Figure(None, TOO_FEW)
    values = counts.sum(axis=1)
    agreeing = (counts * (counts - 1)).sum(axis=1)
    share = Fraction(0)
    for m in np.unique(values).tolist():
        of_m = values == m
        share += Fraction(int((weights[of_m] * agreeing[of_m]).sum()), m * (m - 1))
    return Figure(float(share / units))


def krippendorff_alpha(ratings: Ratings, weights: Weights | None = None) -> Figure:
    """Krippendorff's alpha for nominal data, values may be missing (Krippendorff 2011; 2019, chapter 12)."""
    counts, weights = _paired(ratings, weights)
    if not weights.sum():
        return Figure(None, TOO_FEW)
    values = counts.sum(axis=1)
    of_category = [int(n) for n in (counts * weights[:, None]).sum(axis=0)]
    n = sum(of_category)
    expected = n * n - sum(n_k * n_k for n_k in of_category)
    if expected == 0:
        return Figure(None, NO_VARIATION)
    differing = values**2 - (counts**2).sum(axis=1)
    observed = Fraction(0)
    for m in np.unique(values).tolist():
        of_m = values == m
        observed += Fraction(int((weights[of_m] * differing[of_m]).sum()), m - 1)
    return Figure(float(1 - (n - 1) * observed / expected))


def _paired(ratings: Ratings, weights: Weights | None) -> tuple[NDArray[np.int64], Weights]:
    """How many coders gave each unit each category, and the weights; only units that two coders or more rated."""
    ratings = np.asarray(ratings, dtype=np.int64)
    if ratings.ndim != 2:
        raise ValueError("ratings are units x coders")
    weights = np.ones(len(ratings), dtype=np.int64) if weights is None else np.asarray(weights, dtype=np.int64)
    if weights.shape != (len(ratings),) or (weights < 0).any():
        raise ValueError("one weight, zero or more, a unit")
    categories = int(ratings.max(initial=MISSING)) + 1
    counts = np.stack([(ratings == k).sum(axis=1) for k in range(categories)], axis=1) if categories else None
    if counts is None:
        return np.zeros((0, 0), dtype=np.int64), np.zeros(0, dtype=np.int64)
    kept = (counts.sum(axis=1) >= 2) & (weights > 0)
    return counts[kept].astype(np.int64), weights[kept]
