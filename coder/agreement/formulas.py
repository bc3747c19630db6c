"""The coefficients of nominal agreement as functions of sums over units: one coefficient, one equation, its source.

Every function takes an array of sums whose last axis is as its docstring says, with any axes before it (one sample, or
2000 resamples x 30 codes), and gives numbers of the shape without that axis: nan where the coefficient is undefined.
The sums are additive over units, so those of any set of documents are the sums of the documents'. Nothing varies when
an expected disagreement is exactly zero: it is built so that rounding can neither make nor hide that zero.

u are units, k categories of the codebook, n_uk coders who gave unit u category k, m_u = sum_k n_uk coders who rated u.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from coder.agreement.tallies import Numbers


class Additive(NamedTuple):
    """Sums over units, (groups, S), and the formula that makes the coefficient of any total of them."""

    sums: Numbers
    formula: Callable[[Numbers], Numbers]


def ratio(numerator: Numbers, denominator: Numbers) -> Numbers:
    """The numerator over the denominator, nan where that is 0 / 0 or the like."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator != 0, numerator / denominator, np.nan)


def percent_agreement(sums: Numbers) -> Numbers:
    """p_a, the mean over units of the share of pairs of coders that agree: Fleiss 1971; Gwet 2014, chapter 2.

    Sums: [sum of sum_k n_uk (n_uk - 1) / (m_u (m_u - 1)), number of units] over units with m_u >= 2."""
    return ratio(sums[..., 0], sums[..., 1])


def specific_agreement(sums: Numbers) -> Numbers:
    """Of the pairs in which a coder gave category k, the share in which the other one did.

    Cicchetti & Feinstein 1990 (two coders: 2a / (2a + b + c)); Uebersax 1982 (any number). Sums: [sum of
    n_uk (n_uk - 1), sum of n_uk (m_u - 1)]."""
    return ratio(sums[..., 0], sums[..., 1])


def krippendorff_alpha(sums: Numbers) -> Numbers:
    """1 - D_o / D_e, nominal: Krippendorff 2011, section C; 2019, chapter 12.

    Sums over units with m_u >= 2: [sum of (m_u^2 - sum_k n_uk^2) / (m_u - 1), sum of n_u1, …, sum of n_uq]."""
    observed, n_k = sums[..., 0], sums[..., 1:]
    n: Numbers = n_k.sum(axis=-1)
    expected: Numbers = (n_k * (n[..., None] - n_k)).sum(axis=-1)
    return 1 - (n - 1) * ratio(observed, expected)


def _agreement_and_shares(sums: Numbers) -> tuple[Numbers, Numbers]:
    """p_a and pi_k, the mean over all units of n_uk / m_u: Gwet 2014, chapter 2.

    Sums: [those of percent_agreement, number of units with m_u >= 1, sum of n_u1 / m_u, …, sum of n_uq / m_u]."""
    return percent_agreement(sums[..., :2]), ratio(sums[..., 3:], sums[..., 2:3])


def fleiss_kappa(sums: Numbers) -> Numbers:
    """(p_a - p_e) / (1 - p_e), p_e = sum_k pi_k^2: Fleiss 1971. Sums: [p_a's, units, shares]."""
    p_a, pi = _agreement_and_shares(sums)
    return 1 - ratio(1 - p_a, (pi * (1 - pi)).sum(axis=-1))


def brennan_prediger(sums: Numbers) -> Numbers:
    """(p_a - 1/q) / (1 - 1/q): Brennan & Prediger 1981. Sums: [p_a's, units, shares]."""
    q = sums.shape[-1] - 3
    return 1 - ratio(1 - percent_agreement(sums), np.asarray(1 - 1 / q))


def gwet_ac1(sums: Numbers) -> Numbers:
    """(p_a - p_e) / (1 - p_e), p_e = sum_k pi_k (1 - pi_k) / (q - 1): Gwet 2008. Sums: [p_a's, units, shares]."""
    p_a, pi = _agreement_and_shares(sums)
    q = pi.shape[-1]
    p_e = ratio((pi * (1 - pi)).sum(axis=-1), np.asarray(q - 1.0))
    return ratio(p_a - p_e, 1 - p_e)


def conger_kappa(sums: Numbers, categories: int) -> Numbers:
    """(p_a - p_e) / (1 - p_e), p_e the mean over pairs of coders g, h of sum_k p_gk p_hk: Conger 1980.

    That is sum_k (mean_k^2 - s_k^2 / r), the mean and the variance over r coders of p_gk, the share of category k among
    all that coder g rated. Sums: [those of percent_agreement, then for each coder, for each category, its units]."""
    n_gk = sums[..., 2:].reshape(*sums.shape[:-1], -1, categories)
    rated = n_gk.sum(axis=-1)
    r = (rated > 0).sum(axis=-1).astype(np.float64)
    p_gk = np.where(rated[..., None] > 0, n_gk / np.maximum(rated, 1)[..., None], 0)
    both = (p_gk.sum(axis=-2) ** 2 - (p_gk**2).sum(axis=-2)).sum(axis=-1)
    p_e = ratio(both, r * (r - 1))
    return 1 - ratio(1 - percent_agreement(sums), 1 - p_e)


def cohen_kappa(sums: Numbers, categories: int) -> Numbers:
    """(p_o - p_e) / (1 - p_e), p_e = sum_k p_k. p_.k: Cohen 1960, equation 1.

    Sums: the table of two coders row by row: how often one gave i and the other j."""
    table = sums.reshape(*sums.shape[:-1], categories, categories)
    n = table.sum(axis=(-1, -2))
    p_o = ratio(np.trace(table, axis1=-2, axis2=-1), n)
    p_e = ratio((table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1), n * n)
    return 1 - ratio(1 - p_o, 1 - p_e)


def scott_pi(sums: Numbers, categories: int) -> Numbers:
    """(p_o - p_e) / (1 - p_e), p_e = sum_k ((p_k. + p_.k) / 2)^2: Scott 1955. Sums: as cohen_kappa."""
    table = sums.reshape(*sums.shape[:-1], categories, categories)
    n = table.sum(axis=(-1, -2))
    p_o = ratio(np.trace(table, axis1=-2, axis2=-1), n)
    pi = ratio(table.sum(axis=-1) + table.sum(axis=-2), 2 * n[..., None])
    return 1 - ratio(1 - p_o, (pi * (1 - pi)).sum(axis=-1))
