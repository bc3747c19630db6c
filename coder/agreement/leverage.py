"""Leverage: which places cost the most agreement.

Alpha is 1 - D_o / D_e, and D_o is a sum over units (Krippendorff 2011; 2019, chapter 12), or over characters
(|u-alpha: 2019, eq. 35). With the expected disagreement D_e held fixed, a unit's part of the sum is what alpha would
gain if the coders had agreed there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coder.agreement import sets
from coder.agreement.coincidences import apart, cover_statistics
from coder.agreement.continuum import Continuum, Floats, Ints, covers
from coder.agreement.segments import ends
from coder.agreement.sets import Distance
from coder.agreement.tallies import Numbers
from coder.agreement.unitizing import ratio


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


@dataclass(frozen=True, eq=False)
class Gains:
    """What |u-alpha of each code would gain where coders differ; nan for a code whose |u-alpha is undefined.

    `stretches`: rows (code, document, start, stop), in this order: as long as coders differ without a break; `gains`:
    of each; those of a code add up to 1 - |u-alpha. The rest is for `of`: `each` (codes), the gain of a unit of l_01;
    `edges`, positions on the line of all tracks, and l_01 `up_to` each; `begins` (codes, documents), of the tracks."""

    stretches: Ints
    gains: Floats
    each: Floats
    edges: Ints
    up_to: Floats
    begins: Ints

    def of(self, code: int, document: int, start: int, stop: int) -> float:
        """Of any place [start, stop) of a document, in code points."""
        here = self.begins[code, document] + np.array([start, stop])
        before, after = np.interp(here, self.edges, self.up_to)
        return float(self.each[code] * (after - before))


def passage_gains(continua: Sequence[Continuum], codes: int) -> Gains:
    """For |u-alpha of each code by itself. Raises ValueError when documents list different coders or a code is not
    below `codes`."""
    found, here = covers(continua, codes), apart(covers(continua, codes))
    total, covered, _, squares = np.moveaxis(cover_statistics(continua, codes).sum(axis=0), -1, 0)
    each = ratio(total**2 - squares, total * covered * (total - covered))
    edges, up_to = np.append(0, np.cumsum(found.lengths)), np.append(0.0, np.cumsum(here))
    first, last = (np.flatnonzero(some) for some in ends(here > 0, found.track))
    track = found.track[first]
    code, document = np.divmod(track, max(len(continua), 1))
    start, stop = edges[first] - found.begins[track], edges[last + 1] - found.begins[track]
    stretches = np.stack([code, document, start, stop], axis=1)
    gains = each[code] * (up_to[last + 1] - up_to[first])
    return Gains(stretches, gains, each, edges, up_to, found.begins.reshape(codes, len(continua)))
