"""Analytic standard errors: how much each unit moves a coefficient, and the t interval made of that.

A coefficient's variance is v = 1 / (n (n - 1)) sum_u (k*_u - k)^2, where k*_u is what the coefficient is for unit u
alone, less what the unit does to the expected agreement (Gwet 2008; Gwet 2014, chapter 5). The units are
the sample: where several come from one document, intervals over documents are the right ones (`intervals`).

Arrays have a row for each distinct way of rating a unit (`tallies.Tally`): its weight w_u, the numbers n_uk, m_u.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coder.agreement import student
from coder.agreement.figures import Figure
from coder.agreement.tallies import Integers, Numbers, Weights

UNIT_T = "unit t"
CONFIDENCE = 0.95
ROUNDING = 1e-12
"""A difference smaller than this is none."""


@dataclass(frozen=True)
class Units:
    """n_uk (rows, categories) and w_u (rows,) of units that at least one coder rated, and what follows from them."""

    counts: Integers
    weights: Weights

    @cached_property
    def values(self) -> Integers:
        """m_u."""
        m: Integers = self.counts.sum(axis=1)
        return m

    @cached_property
    def n(self) -> int:
        """The number of units."""
        return int(self.weights.sum())

    @cached_property
    def paired(self) -> int:
        """The number of units that two coders or more rated."""
        return int(self.weights[self.values >= 2].sum())

    @cached_property
    def agreement(self) -> Numbers:
        """The share of pairs of coders that agree on the unit; 0 where there is no pair."""
        m = self.values
        return np.asarray((self.counts * (self.counts - 1)).sum(axis=1) / np.maximum(m * (m - 1), 1))

    @cached_property
    def shares(self) -> Numbers:
        """n_uk / m_u."""
        return np.asarray(self.counts / self.values[:, None])


def with_interval(value: float, se: float | None, units: int, lowest: float = -math.inf) -> Figure:
    """The figure with its t interval over so many units, cut off at the highest and lowest value it can have.

    A standard error of zero makes an interval only of perfect agreement; of anything else it says that the data have
    too little in them to tell (Cohen's kappa of 0 after a single application of a code, say)."""
    if se is None or (se == 0 and value < 1):
        return Figure(value, se=se)
    half = student.quantile((1 + CONFIDENCE) / 2, units - 1) * se
    return Figure(value, low=max(lowest, value - half), high=min(1.0, value + half), se=se, interval=UNIT_T)


def percent_agreement(units: Units) -> float | None:
    """Gwet 2014, chapter 5: the standard error of a mean, units without a pair counting as unobserved."""
    observed = units.n / units.paired * units.agreement
    return _spread(observed, units.weights, float(units.weights @ observed) / units.n)


def specific_agreement(units: Units, category: int) -> float | None:
    """The standard error of a ratio of two sums over units: Cochran 1977, chapter 6; Graham & Bull 1998."""
    n_k, m = units.counts[:, category], units.values
    above, below = n_k * (n_k - 1), n_k * (m - 1)
    total = float(units.weights @ below)
    share = float(units.weights @ above) / total
    return _spread((above - share * below) * units.paired / total, units.weights * (m >= 2), 0.0)


def fleiss_kappa(units: Units, kappa: float) -> float | None:
    """Gwet 2008; 2014, chapter 5: pe_u = sum_k pi_k n_uk / m_u."""
    pi = _prevalence(units)
    return _chance_corrected(units, kappa, float(pi @ pi), units.shares @ pi)


def brennan_prediger(units: Units, kappa: float) -> float | None:
    """Gwet 2014, chapter 5: the chance agreement 1/q is not estimated, so that pe_u = p_e."""
    p_e = 1 / units.counts.shape[1]
    return _chance_corrected(units, kappa, p_e, np.full(len(units.weights), p_e))


def gwet_ac1(units: Units, kappa: float) -> float | None:
    """Gwet 2008: pe_u = sum_k (1 - pi_k) n_uk / m_u / (q - 1)."""
    pi = _prevalence(units)
    q = len(pi)
    return _chance_corrected(units, kappa, float(pi @ (1 - pi)) / (q - 1), units.shares @ (1 - pi) / (q - 1))


def conger_kappa(units: Units, patterns: Integers, given: Numbers, kappa: float) -> float | None:
    """Gwet 2014, chapter 5: pe_u is what the unit adds to the coders' shares p_gk, those of missing ratings left out.

    `patterns` (rows, coders) says who rated what, in the order of `units`; `given` (coders, categories), how often."""
    rated = given.sum(axis=1)
    coders = np.flatnonzero(rated)
    r, p_gk = len(coders), given[coders] / rated[coders, None]
    of_others = p_gk.sum(axis=0) - p_gk
    typical = (p_gk * of_others).sum(axis=1)
    pe_u = np.full(len(patterns), typical.sum())
    for g, coder in enumerate(coders):
        beyond = np.append(of_others[g] - typical[g], 0.0)  # the last is what a missing rating finds
        pe_u += units.n / rated[coder] * beyond[patterns[:, coder]]
    pairs = r * (r - 1)
    return _chance_corrected(units, kappa, float(typical.sum()) / pairs, pe_u / pairs)


def krippendorff_alpha(observed: Numbers, expected: Numbers, values: Integers, weights: Weights) -> float | None:
    """Gwet 2011 ("On the Krippendorff's alpha coefficient"); 2014, chapter 5. Of units with m_u >= 2 only:

    `observed`: the sum over coders i != j of d_ij / (m_u - 1); `expected`: the sum over coders i of the mean distance
    of i's value from all values; `values`: m_u; `weights`: w_u; all (rows,). For nominal data d_ij is 1 or 0."""
    n = float(weights.sum())
    mean = float(weights @ values) / n
    agreement = 1 - float(weights @ observed) / (n * mean)
    p_e = 1 - float(weights @ expected) / (n * mean)
    corrected = agreement + (1 - agreement) / (n * mean)
    excess = (values - mean) / mean
    pa_u = (values - observed) / mean - corrected * excess
    pe_u = (values - expected) / mean - p_e * excess
    alpha = (agreement - p_e) / (1 - p_e)
    moved = (pa_u - p_e) / (1 - p_e) - 2 * (1 - alpha) * (pe_u - p_e) / (1 - p_e)
    return _spread(moved, weights, alpha)


def cohen_kappa(table: Numbers) -> float | None:
    """Fleiss, Cohen & Everitt 1969; `table` (categories, categories): how often one said i, the other j."""
    n = table.sum()
    p = table / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    p_o, p_e = np.trace(p), rows @ columns
    own = np.diag(p) @ ((1 - p_e) - (rows + columns) * (1 - p_o)) ** 2
    apart = (p - np.diag(np.diag(p))) * (columns[:, None] + rows[None, :]) ** 2
    above, below = own + (1 - p_o) ** 2 * apart.sum(), (p_o * p_e - 2 * p_e + p_o) ** 2
    if n < 2:
        return None
    variance = 0.0 if above - below < ROUNDING * above else float(above - below)
    return math.sqrt(variance / (float(n) * (1 - float(p_e)) ** 4))


def _prevalence(units: Units) -> Numbers:
    """pi_k, the mean over units of n_uk / m_u."""
    return np.asarray(units.weights @ units.shares) / units.n


def _chance_corrected(units: Units, kappa: float, p_e: float, pe_u: Numbers) -> float | None:
    """k*_u = k_u - 2 (1 - k) (pe_u - p_e) / (1 - p_e), k_u = n / n' (pa_u - p_e) / (1 - p_e), 0 without a pair."""
    has_pair = units.values >= 2
    k_u = units.n / units.paired * (units.agreement - p_e * has_pair) / (1 - p_e)
    return _spread(k_u - 2 * (1 - kappa) * (pe_u - p_e) / (1 - p_e), units.weights, kappa)


def _spread(moved: Numbers, weights: Weights, centre: float) -> float | None:
    """The root of 1 / (n (n - 1)) sum_u (k*_u - k)^2; None for a single unit."""
    n = float(weights.sum())
    if n < 2:
        return None
    apart = np.where(np.abs(moved - centre) < ROUNDING, 0.0, moved - centre)
    return math.sqrt(float(weights @ apart**2) / (n * (n - 1)))
