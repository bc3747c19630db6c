"""Nominal agreement: ratings in, figures out.

Ratings are an integer array, units x coders: the number of the category (0 … categories - 1) that the coder gave the
unit, or MISSING. `weights` says how often each unit occurs. `categories` is the size of the codebook, not of what was
used. All of these raise ValueError when the arrays do not fit together.

The equations are in `formulas`, the standard errors in `errors`. Standard errors and t intervals take the units for
the sample; those of units that are nested in documents are made over documents, of `statistics` (see `intervals`).
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from coder.agreement import errors, formulas, terms
from coder.agreement.errors import Units
from coder.agreement.figures import NO_VARIATION, NOT_USED, TOO_FEW, Figure
from coder.agreement.formulas import Additive
from coder.agreement.tallies import MISSING, Numbers, Ratings, Tally, Weights, categories_of, tally

__all__ = [
    "ALWAYS_USED",
    "MISSING",
    "NAMES",
    "NOT_BINARY",
    "ONE_CATEGORY",
    "TWO_ONLY",
    "Additive",
    "Ratings",
    "Weights",
    "brennan_prediger",
    "coefficients",
    "cohen_kappa",
    "conger_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "negative_agreement",
    "percent_agreement",
    "positive_agreement",
    "rows_of_units",
    "scott_pi",
    "statistics",
]

TWO_ONLY = "two coders only; for more use Fleiss' kappa, Conger's kappa or Krippendorff's alpha"
NOT_BINARY = "two categories only: 0 the code is absent, 1 it is present"
ONE_CATEGORY = "a codebook of one category leaves nothing to chance"
NAMES = (
    *("percent_agreement", "positive_agreement", "negative_agreement", "cohen_kappa", "scott_pi", "fleiss_kappa"),
    *("conger_kappa", "brennan_prediger", "gwet_ac1", "krippendorff_alpha"),
)
"""Of all coefficients, in the order of `coefficients`."""
ALWAYS_USED = "used everywhere: no coder left the code out"


# Figures


def coefficients(ratings: ArrayLike, categories: int, weights: ArrayLike | None = None) -> dict[str, Figure]:
    """Every coefficient by its name, of one pass over the data."""
    rows = _checked(tally(ratings, weights), categories)
    units = _units(rows.regardless_of_coder(), categories)
    return {
        "percent_agreement": _percent(units),
        "positive_agreement": _specific(units, 1),
        "negative_agreement": _specific(units, 0),
        "cohen_kappa": _cohen(rows, categories),
        "scott_pi": _scott(rows, categories),
        "fleiss_kappa": _fleiss(units),
        "conger_kappa": _conger(rows, categories),
        "brennan_prediger": _brennan_prediger(units),
        "gwet_ac1": _gwet(units),
        "krippendorff_alpha": _alpha(units),
    }


def percent_agreement(ratings: ArrayLike, weights: ArrayLike | None = None) -> Figure:
    """The mean over units of the share of pairs of coders that agree (Fleiss 1971; Gwet 2014, chapter 2)."""
    return _percent(_units_of(ratings, weights))


def positive_agreement(ratings: ArrayLike, weights: ArrayLike | None = None) -> Figure:
    """Where one coder says 1, how often another does too (Cicchetti & Feinstein 1990); ratings of 0 and 1."""
    return _specific(_units_of(ratings, weights, 2), 1)


def negative_agreement(ratings: ArrayLike, weights: ArrayLike | None = None) -> Figure:
    """Where one coder says 0, how often another does too (Cicchetti & Feinstein 1990); ratings of 0 and 1."""
    return _specific(_units_of(ratings, weights, 2), 0)


def cohen_kappa(ratings: ArrayLike, weights: ArrayLike | None = None) -> Figure:
    """Cohen's kappa of two coders, on the units that both rated (Cohen 1960; Fleiss, Cohen & Everitt 1969)."""
    return _cohen(*_rows_of(ratings, weights))


def scott_pi(ratings: ArrayLike, weights: ArrayLike | None = None) -> Figure:
    """Scott's pi of two coders, on the units that both rated (Scott 1955)."""
    return _scott(*_rows_of(ratings, weights))


def fleiss_kappa(ratings: ArrayLike, weights: ArrayLike | None = None) -> Figure:
    """Fleiss' kappa; values may be missing (Fleiss 1971; Gwet 2014, chapter 2)."""
    return _fleiss(_units_of(ratings, weights))


def conger_kappa(ratings: ArrayLike, weights: ArrayLike | None = None) -> Figure:
    """Conger's kappa: Cohen's for two coders or more; values may be missing (Conger 1980; Gwet 2014, chapter 2)."""
    return _conger(*_rows_of(ratings, weights))


def brennan_prediger(ratings: ArrayLike, categories: int, weights: ArrayLike | None = None) -> Figure:
    """Brennan & Prediger's kappa: all categories of the codebook equally likely (Brennan & Prediger 1981)."""
    return _brennan_prediger(_units_of(ratings, weights, categories))


def gwet_ac1(ratings: ArrayLike, categories: int, weights: ArrayLike | None = None) -> Figure:
    """Gwet's AC1 (Gwet 2008)."""
    return _gwet(_units_of(ratings, weights, categories))


def krippendorff_alpha(ratings: ArrayLike, weights: ArrayLike | None = None) -> Figure:
    """Krippendorff's alpha for nominal data, values may be missing (Krippendorff 2011; 2019, chapter 12)."""
    return _alpha(_units_of(ratings, weights))


# Sums over groups of units


def statistics(
    ratings: ArrayLike,
    categories: int,
    documents: ArrayLike | None = None,
    size: int = 1,
    weights: ArrayLike | None = None,
) -> dict[str, Additive]:
    """By the name of the coefficient, its sums in each document, (size, S), and the formula for any total of them.

    `documents` (units,): the number of each unit's document, below `size`; None: one document. Many codes at once: put
    their units one below the other, number the groups document * codes + code, and reshape to (documents, codes, S)."""
    rows = _checked(tally(ratings, weights, documents), categories)
    added, of_name = terms.of_all(_units(rows, categories)), dict(terms.FORMULAS)
    given = rows.patterns[:, :, None] == np.arange(categories)
    by_coder = given.reshape(len(given), given.shape[1] * categories)
    added["conger_kappa"] = np.column_stack([added["percent_agreement"], by_coder])
    of_name["conger_kappa"] = partial(formulas.conger_kappa, categories=categories)
    if given.shape[1] == 2:
        table = given[:, 0, :, None] & given[:, 1, None, :]
        added["cohen_kappa"] = added["scott_pi"] = table.reshape(len(table), categories**2).astype(np.float64)
        of_name["cohen_kappa"] = partial(formulas.cohen_kappa, categories=categories)
        of_name["scott_pi"] = partial(formulas.scott_pi, categories=categories)
    sums = rows.by_group(np.column_stack(list(added.values())), size)
    edges = np.cumsum([0, *(columns.shape[1] for columns in added.values())])
    return {
        name: Additive(sums[:, start:stop], of_name[name])
        for name, start, stop in zip(added, edges, edges[1:], strict=False)
    }


def rows_of_units(
    ratings: ArrayLike, categories: int, weights: ArrayLike | None = None
) -> tuple[Weights, dict[str, Additive]]:
    """The distinct ways in which coders rated a unit: how many units each has, (rows,), and what one unit adds to the
    sums of each coefficient, (rows, S), to resample units by (`intervals.unit_interval`)."""
    units = _units(_checked(tally(ratings, weights), categories).regardless_of_coder(), categories)
    return units.weights, {name: Additive(added, terms.FORMULAS[name]) for name, added in terms.of_all(units).items()}


# One coefficient each: its value, why it has none, its standard error


def _percent(units: Units) -> Figure:
    value = _value(formulas.percent_agreement, terms.of_agreement(units), units)
    if value is None:
        return Figure(None, TOO_FEW)
    return errors.with_interval(value, errors.percent_agreement(units), units.n, lowest=0.0)


def _specific(units: Units, category: int) -> Figure:
    if not units.paired:
        return Figure(None, TOO_FEW)
    if units.counts.shape[1] != 2:
        return Figure(None, NOT_BINARY)
    value = _value(formulas.specific_agreement, terms.of_specific(units, category), units)
    if value is None:
        return Figure(None, NOT_USED if category else ALWAYS_USED)
    return errors.with_interval(value, errors.specific_agreement(units, category), units.paired, lowest=0.0)


def _fleiss(units: Units) -> Figure:
    value = _value(formulas.fleiss_kappa, terms.of_chance(units), units)
    if value is None:
        return _undefined(units)
    return errors.with_interval(value, errors.fleiss_kappa(units, value), units.n)


def _brennan_prediger(units: Units) -> Figure:
    if units.counts.shape[1] < 2:
        return Figure(None, ONE_CATEGORY if units.paired else TOO_FEW)
    value = _value(formulas.brennan_prediger, terms.of_chance(units), units)
    if value is None:
        return Figure(None, TOO_FEW)
    return _flagged(errors.with_interval(value, errors.brennan_prediger(units, value), units.n), units)


def _gwet(units: Units) -> Figure:
    if units.counts.shape[1] < 2:
        return Figure(None, ONE_CATEGORY if units.paired else TOO_FEW)
    value = _value(formulas.gwet_ac1, terms.of_chance(units), units)
    if value is None:
        return Figure(None, TOO_FEW)
    return _flagged(errors.with_interval(value, errors.gwet_ac1(units, value), units.n), units)


def _alpha(units: Units) -> Figure:
    added = terms.of_alpha(units)
    value = _value(formulas.krippendorff_alpha, added, units)
    if value is None:
        return _undefined(units)
    m, has_pair = units.values, units.values >= 2
    n_k = units.weights @ added[:, 1:]
    of_another_category = units.counts @ (1 - n_k / n_k.sum())
    se = errors.krippendorff_alpha(
        added[has_pair, 0], of_another_category[has_pair], m[has_pair], units.weights[has_pair]
    )
    return errors.with_interval(value, se, units.paired)


def _conger(rows: Tally, categories: int) -> Figure:
    units = _units(rows, categories)
    given = _by_coder(rows, categories)
    sums = np.concatenate([units.weights @ terms.of_agreement(units), given.ravel()])
    kappa = float(formulas.conger_kappa(sums, categories))
    if np.isnan(kappa):
        return _undefined(units)
    return errors.with_interval(kappa, errors.conger_kappa(units, rows.patterns, given, kappa), units.n)


def _cohen(rows: Tally, categories: int) -> Figure:
    table = _table(rows, categories)
    if isinstance(table, str):
        return Figure(None, table)
    kappa = float(formulas.cohen_kappa(table.ravel(), categories))
    if np.isnan(kappa):
        return Figure(None, NO_VARIATION)
    se = errors.cohen_kappa(table)
    return errors.with_interval(kappa, se, int(table.sum()))


def _scott(rows: Tally, categories: int) -> Figure:
    """Scott's pi is Fleiss' kappa of two coders without missing ratings, and so is its standard error."""
    table = _table(rows, categories)
    if isinstance(table, str):
        return Figure(None, table)
    pi = float(formulas.scott_pi(table.ravel(), categories))
    if np.isnan(pi):
        return Figure(None, NO_VARIATION)
    units = _units(rows, categories)
    both = units.values == 2
    complete = Units(units.counts[both], units.weights[both])
    return errors.with_interval(pi, errors.fleiss_kappa(complete, pi), complete.n)


def _by_coder(rows: Tally, categories: int) -> Numbers:
    """How often each coder gave each category, (coders, categories)."""
    counted = [np.bincount(column + 1, rows.weights, categories + 1)[1:] for column in rows.patterns.T]
    return np.array(counted, dtype=np.float64).reshape(-1, categories)


def _table(rows: Tally, categories: int) -> Numbers | str:
    """How often one coder said i and the other j, (categories, categories); or why there is no such table."""
    rated = (rows.patterns >= 0).any(axis=0)
    if rated.sum() > 2:
        return TWO_ONLY
    one, other = rows.patterns[:, rated].T if rated.sum() == 2 else np.full((2, len(rows.patterns)), MISSING)
    both = (one >= 0) & (other >= 0)
    if not both.any():
        return TOO_FEW
    cells = one[both] * categories + other[both]
    table = np.zeros(categories**2)
    np.add.at(table, cells, rows.weights[both])
    return table.reshape(categories, categories)


def _value(formula: Callable[[Numbers], Numbers], added: Numbers, units: Units) -> float | None:
    value = float(formula(units.weights @ added))
    return None if np.isnan(value) else value


def _flagged(figure: Figure, units: Units) -> Figure:
    """AC1 and Brennan-Prediger have a value without variation, where the others have none: said beside it."""
    varies = np.count_nonzero(units.weights @ units.counts) > 1
    return figure if varies else replace(figure, interval_reason=NO_VARIATION)


def _undefined(units: Units) -> Figure:
    return Figure(None, NO_VARIATION if units.paired else TOO_FEW)


# From ratings


def _rows_of(ratings: ArrayLike, weights: ArrayLike | None) -> tuple[Tally, int]:
    rows = tally(ratings, weights)
    return rows, categories_of(rows.patterns)


def _units_of(ratings: ArrayLike, weights: ArrayLike | None, categories: int | None = None) -> Units:
    rows = tally(ratings, weights)
    if categories is not None:
        _checked(rows, categories)
    rows = rows.regardless_of_coder()
    return _units(rows, categories_of(rows.patterns) if categories is None else categories)


def _units(rows: Tally, categories: int) -> Units:
    return Units(rows.counts(categories), rows.weights)


def _checked(rows: Tally, categories: int) -> Tally:
    if categories < 1 or categories_of(rows.patterns) > categories:
        raise ValueError("a rating is the number of a category, below the number of categories")
    return rows
