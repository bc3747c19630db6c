"""Intervals over documents: a coefficient of sums that are additive over documents, on resampled documents.

Units of one document are alike, so the documents are the sample (Zapf et al. 2016 for units; Efron & Tibshirani 1993):
with 20 documents or more a BCa bootstrap, with 5 to 19 a delete-one-document jackknife, with fewer no interval over
documents. Never one that the data cannot carry: then there is a reason in its place.

`stats` are (documents, S), or (documents, figures, S) for many at once: additive, as `statistics` of `nominal` and
`sets` give them; a document that adds nothing to a figure's sums does not count for it. A `coefficient` makes numbers
(…) of sums (…, S), nan where it is undefined.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from coder.agreement import student
from coder.agreement.errors import CONFIDENCE
from coder.agreement.figures import Figure
from coder.agreement.tallies import Numbers, Weights

Coefficient = Callable[[Numbers], Numbers]

BCA = "document BCa"
PERCENTILE = "document percentile"
JACKKNIFE = "document jackknife t, approximate"
UNIT_PERCENTILE = "unit percentile"
CONDITIONAL = "unit t, conditional on these documents"

RESAMPLES = 2000
FEW, ENOUGH = 5, 20
"""So many documents carry a jackknife; so many a bootstrap."""
SAME = 1e-12

TOO_FEW_DOCUMENTS = f"fewer than {FEW} documents"
RESTS_ON_FEW = f"it rests on fewer than {FEW} of the documents: without these it is undefined"
NO_DIFFERENCE = "the documents do not differ"


@dataclass(frozen=True)
class Interval:
    """What resampling tells of a figure; `reason`: why there is no interval."""

    low: float | None = None
    high: float | None = None
    se: float | None = None
    kind: str | None = None
    below_667: float | None = None
    below_800: float | None = None
    undefined: float | None = None
    reason: str | None = None

    def on(self, figure: Figure) -> Figure:
        """The figure with this interval in place of any other; an undefined figure has none."""
        if figure.value is None:
            return figure
        return replace(
            figure,
            low=self.low,
            high=self.high,
            se=self.se,
            interval=self.kind,
            interval_reason=self.reason,
            below_667=self.below_667,
            below_800=self.below_800,
            undefined=self.undefined,
        )


def conditional(figure: Figure) -> Figure:
    """A figure whose t interval takes the units for the sample, said so: for fewer than 5 documents."""
    return replace(figure, interval=figure.interval and CONDITIONAL, interval_reason=TOO_FEW_DOCUMENTS)


@lru_cache(maxsize=4)
def draws(documents: int, seed: int, resamples: int = RESAMPLES) -> Numbers:
    """How often each document is drawn in each resample, (resamples, documents); remembered, not to be written to."""
    drawn = np.random.default_rng(seed).integers(0, max(documents, 1), (resamples, documents))
    drawn += np.arange(resamples)[:, None] * documents
    counted = np.bincount(drawn.ravel(), minlength=resamples * documents)
    made = counted.reshape(resamples, documents).astype(np.float64)
    made.flags.writeable = False
    return made


def interval(
    stats: Numbers, coefficient: Coefficient, *, seed: int = 0, resamples: int = RESAMPLES, drawn: Numbers | None = None
) -> Interval:
    """The interval over documents of one coefficient; `stats` (documents, S). As `intervals`."""
    return intervals(stats[:, None, :], coefficient, seed=seed, resamples=resamples, drawn=drawn)[0]


def intervals(
    stats: Numbers, coefficient: Coefficient, *, seed: int = 0, resamples: int = RESAMPLES, drawn: Numbers | None = None
) -> list[Interval]:
    """The intervals over documents of a coefficient of many figures; `stats` (documents, figures, S).

    `drawn`: the resamples, as `draws` made them; else they are made with the seed. Raises ValueError when they are of
    another number of documents."""
    documents, figures, _ = stats.shape
    if drawn is None:
        drawn = draws(documents, seed, resamples)
    if drawn.shape[1:] != (documents,):
        raise ValueError("resamples of another number of documents")
    stats = np.asarray(stats, dtype=np.float64)
    total = stats.sum(axis=0)
    values = coefficient(total)
    left_out = coefficient(total - stats)
    counted = (stats != 0).any(axis=-1)
    sums = np.ascontiguousarray(stats.transpose(2, 1, 0)).reshape(-1, documents) @ drawn.T
    resampled = coefficient(np.moveaxis(sums.reshape(-1, figures, len(drawn)), 0, -1))
    resampled = np.sort(resampled, axis=-1)  # the undefined ones come last
    rare = rests_on_few(documents)
    return [_interval(float(values[f]), left_out[counted[:, f], f], resampled[f], rare) for f in range(figures)]


def rests_on_few(documents: int) -> float:
    """More undefined resamples than this, and fewer than 5 of the documents have what the figure is about.

    A resample has none of k documents with the probability (1 - k / n)^n. With k below 5 (a code in three documents,
    say) intervals of any kind hold the true value in 50 to 90 % only: `benchmarks.coverage`."""
    return float(max(0.0, 1 - (FEW - 0.5) / max(documents, 1)) ** documents)


def unit_interval(
    times: Weights, terms: Numbers, coefficient: Coefficient, *, seed: int = 0, resamples: int = RESAMPLES
) -> Interval:
    """The percentile interval of resampled units (Efron & Tibshirani 1993, section 13.3), for units that are no part of
    documents. `times` (rows,): how many units are alike; `terms` (rows, S): what one of them adds, as
    `nominal.rows_of_units` gives them; units that add nothing are not drawn. Its cost does not depend on the number of
    units: drawing units is drawing rows from a multinomial distribution."""
    adding = (terms != 0).any(axis=1)
    times, terms = times[adding], terms[adding]
    n = int(times.sum())
    if n < 2:
        return Interval(reason=NO_DIFFERENCE)
    drawn = np.random.default_rng(seed).multinomial(n, times / n, resamples)
    resampled = np.sort(coefficient(drawn.astype(np.float64) @ terms))
    of_resamples = _of_resamples(resampled)
    defined = resampled[~np.isnan(resampled)]
    if len(defined) < 2 or defined[-1] - defined[0] < SAME:
        return replace(of_resamples, reason=NO_DIFFERENCE)
    return _between(of_resamples, defined, _levels(), UNIT_PERCENTILE)


# One figure


def _interval(value: float, left_out: Numbers, resampled: Numbers, rare: float) -> Interval:
    """`left_out`: the values without each document; `resampled`: sorted, the undefined ones last."""
    documents = len(left_out)
    if math.isnan(value):
        return Interval()
    if documents < FEW:
        return Interval(reason=TOO_FEW_DOCUMENTS)
    of_resamples, defined = _of_resamples(resampled), resampled[~np.isnan(resampled)]
    if np.isnan(left_out).any() or (of_resamples.undefined or 0) > rare:
        return replace(of_resamples, reason=RESTS_ON_FEW)
    if np.ptp(left_out) < SAME or len(defined) < 2 or defined[-1] - defined[0] < SAME:
        return replace(of_resamples, reason=NO_DIFFERENCE)
    if documents < ENOUGH:
        return _jackknife(of_resamples, value, left_out)
    levels = _bca_levels(value, left_out, defined)
    if levels is None or _quantile(defined, levels[1]) - _quantile(defined, levels[0]) < SAME:
        return _between(of_resamples, defined, _levels(), PERCENTILE)
    return _between(of_resamples, defined, levels, BCA)


def _jackknife(of_resamples: Interval, value: float, left_out: Numbers) -> Interval:
    """Value +- t se, se^2 = (n - 1) / n sum_i (t_(i) - mean)^2: Efron & Tibshirani 1993, equation 11.5."""
    n = len(left_out)
    se = math.sqrt((n - 1) / n * float(((left_out - left_out.mean()) ** 2).sum()))
    half = student.quantile((1 + CONFIDENCE) / 2, n - 1) * se
    return replace(of_resamples, low=value - half, high=min(1.0, value + half), se=se, kind=JACKKNIFE)


def _bca_levels(value: float, left_out: Numbers, defined: Numbers) -> tuple[float, float] | None:
    """Which quantiles to take, corrected for bias z0 and acceleration a: Efron & Tibshirani 1993, equations 14.10,
    14.14 and 14.15; None where these cannot be estimated."""
    below = np.searchsorted(defined, value - SAME) + np.searchsorted(defined, value + SAME)
    share = below / 2 / len(defined)  # a resample that gives the same value counts half
    if not 0 < share < 1:
        return None
    z0 = student.NORMAL.inv_cdf(share)
    apart = left_out.mean() - left_out
    a = float((apart**3).sum()) / (6 * float((apart**2).sum()) ** 1.5)
    levels = []
    for level in _levels():
        z = z0 + student.NORMAL.inv_cdf(level)
        if 1 - a * z <= 0:
            return None
        levels.append(student.NORMAL.cdf(z0 + z / (1 - a * z)))
    return levels[0], levels[1]


def _levels() -> tuple[float, float]:
    return (1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2


def _between(of_resamples: Interval, defined: Numbers, levels: tuple[float, float], kind: str) -> Interval:
    low, high = (_quantile(defined, level) for level in levels)
    if high - low < SAME:
        return replace(of_resamples, reason=NO_DIFFERENCE)
    return replace(of_resamples, low=low, high=high, se=float(defined.std(ddof=1)), kind=kind)


def _quantile(values: Numbers, level: float) -> float:
    """Of sorted values, between the two nearest."""
    place = level * (len(values) - 1)
    below = min(int(place), len(values) - 2)
    return float(values[below] + (place - below) * (values[below + 1] - values[below]))


def _of_resamples(resampled: Numbers) -> Interval:
    """The shares of resamples, sorted, that are below .667 and .800 (Krippendorff 2019, chapter 12), and undefined."""
    defined = len(resampled) - int(np.isnan(resampled).sum())
    undefined = 1 - defined / len(resampled)
    if not defined:
        return Interval(undefined=undefined)
    shares = [int(np.searchsorted(resampled[:defined], limit)) / defined for limit in (0.667, 0.8)]
    return Interval(below_667=shares[0], below_800=shares[1], undefined=undefined)
