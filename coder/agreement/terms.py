"""What each row of a tally adds to the sums that `formulas` take, (rows, S), for one unit of it."""

from collections.abc import Callable

import numpy as np

from coder.agreement import formulas
from coder.agreement.errors import Units
from coder.agreement.tallies import Numbers

FORMULAS: dict[str, Callable[[Numbers], Numbers]] = {
    "percent_agreement": formulas.percent_agreement,
    "positive_agreement": formulas.specific_agreement,
    "negative_agreement": formulas.specific_agreement,
    "fleiss_kappa": formulas.fleiss_kappa,
    "brennan_prediger": formulas.brennan_prediger,
    "gwet_ac1": formulas.gwet_ac1,
    "krippendorff_alpha": formulas.krippendorff_alpha,
}


def of_all(units: Units) -> dict[str, Numbers]:
    """By the name of the coefficient; those that do not ask which coder said what."""
    chance = of_chance(units)
    terms = {
        "percent_agreement": of_agreement(units),
        "fleiss_kappa": chance,
        "brennan_prediger": chance,
        "gwet_ac1": chance,
        "krippendorff_alpha": of_alpha(units),
    }
    if units.counts.shape[1] == 2:
        terms |= {"positive_agreement": of_specific(units, 1), "negative_agreement": of_specific(units, 0)}
    return terms


def of_agreement(units: Units) -> Numbers:
    """The share of pairs that agree, and 1, where there is a pair."""
    return np.column_stack([units.agreement, units.values >= 2])


def of_chance(units: Units) -> Numbers:
    """Those of agreement, 1, and n_uk / m_u."""
    return np.column_stack([of_agreement(units), np.ones(len(units.weights)), units.shares])


def of_specific(units: Units, category: int) -> Numbers:
    """n_uk (n_uk - 1) and n_uk (m_u - 1)."""
    n_k = units.counts[:, category]
    return np.column_stack([n_k * (n_k - 1), n_k * (units.values - 1)]).astype(np.float64)


def of_alpha(units: Units) -> Numbers:
    """(m_u^2 - sum_k n_uk^2) / (m_u - 1), and n_uk, where there is a pair."""
    m = units.values
    observed = (m**2 - (units.counts**2).sum(axis=1)) / np.maximum(m - 1, 1)
    return np.column_stack([observed, units.counts * (m >= 2)[:, None]])
