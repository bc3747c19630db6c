"""Leverage: which places cost the most agreement.

Alpha is 1 - D_o / D_e, and D_o is a sum over units (Krippendorff 2011; 2019, chapter 12). With the expected
disagreement D_e held fixed, a unit's part of the sum is what alpha would gain if the coders had agreed there.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coder.agreement import sets
from coder.agreement.sets import Distance
from coder.agreement.tallies import Numbers


@dataclass(frozen=True)
class Leverage:
    """For each unit, in their order: `share` of the observed disagreement, `gain` of alpha had it been agreed on.

    Both (units,); 0 where fewer than two coders rated. The gains add up to 1 - alpha. All nan where alpha is undefined,
    `share` also where nobody disagrees."""

    share: Numbers
    gain: Numbers


def leverage(ratings: ArrayLike, weights: ArrayLike | None = None) -> Leverage:
    """For nominal alpha; `ratings` units x coders, as in `nominal`. Raises ValueError when the arrays do not fit."""
    return set_leverage(ratings, sets.nominal, weights)


def set_leverage(masks: ArrayLike, distance: Distance = sets.masi, weights: ArrayLike | None = None) -> Leverage:
    """For alpha with a distance between sets; `masks` units x coders, as in `sets`. Raises ValueError likewise."""
    units = len(np.asarray(masks))
    found = sets.compared(masks, weights, np.arange(units))  # each unit a group of its own
    gain = np.zeros(units)
    gain[found.rows.groups] = found.rows.weights * found.observed(distance)
    total = gain.sum()
    n_c = found.occurring()[0]
    expected = float(n_c @ sets.distance_from_all(n_c, found.sets, distance))
    if expected == 0:
        return Leverage(np.full(units, np.nan), np.full(units, np.nan))
    return Leverage(gain / total if total else np.full(units, np.nan), (n_c.sum() - 1) * gain / expected)
