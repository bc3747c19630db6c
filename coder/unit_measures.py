"""What is measured of units that coders rated: each code by itself, present or not; and the sets of codes on a unit."""

from collections.abc import Callable, Sequence
from functools import cache, partial

import numpy as np

from coder import levels
from coder.agreement import intervals, nominal, sets
from coder.agreement.continuum import Continuum, covers, on_one_line
from coder.agreement.figures import NO_VARIATION, NOT_USED, TOO_FEW, Figure
from coder.agreement.segments import MOST_CODES, segments
from coder.agreement.tallies import Integers
from coder.measures import SETS, TOO_MANY_CODES, Figures, Measured, always, bare, lowest, never

UNITS_ALIKE = "the units do not differ"
TOO_FEW_UNITS = f"fewer than {intervals.FEW} units"


def rated(lines: Sequence[Continuum], codes: int) -> tuple[Integers, Integers, Integers, Integers]:
    """Runs of units with the same ratings: ratings (runs, coders), how many units each is, document, code."""
    found = covers(lines, codes)
    document, code = found.track % max(found.documents, 1), found.track // max(found.documents, 1)
    ratings = np.where(found.finished[document].T, found.covering, nominal.MISSING).T
    return ratings.astype(np.int64), found.lengths, document, code


def units_by_code(lines: Sequence[Continuum], codes: int, level: str) -> dict[str, Measured]:
    """By the name of the figure, what was measured of each of so many codes."""
    if not codes:
        return {}
    ratings, weights, document, code = rated(lines, codes)

    @cache  # one pass over the data makes all figures of a code
    def plain() -> list[Figures]:
        return [_one_code(ratings[code == at], weights[code == at], level) for at in range(codes)]

    def of_few(name: str) -> tuple[Figure, ...]:
        return tuple(of_code[name] for of_code in plain())

    sums = nominal.statistics(ratings, 2, document * codes + code, len(lines) * codes, weights)
    reasons = why_undefined(lines, codes)
    found = {}
    for name in nominal.NAMES:
        if name in sums:
            added = sums[name].sums.reshape(len(lines), codes, -1)
            found[name] = Measured(
                added, sums[name].formula, partial(reasons, name), partial(of_few, name), lowest(name)
            )
        else:  # Cohen's kappa and Scott's pi of three coders
            found[name] = never(len(lines), [Figure(None, nominal.TWO_ONLY)] * codes)
    return found


def why_undefined(lines: Sequence[Continuum], codes: int) -> Callable[[str, list[int]], list[str | None]]:
    """Why a figure by code has no value in some of the documents; two coders or more have finished each of them."""
    used = np.zeros((len(lines), codes), dtype=bool)
    for _, _, code, document in on_one_line(lines, codes).spans:
        used[document, code] = True

    def why(name: str, documents: list[int]) -> list[str | None]:
        otherwise = nominal.ALWAYS_USED if name == "negative_agreement" else NO_VARIATION
        return [otherwise if used[documents, code].any() else NOT_USED for code in range(codes)]

    return why


def units_as_sets(lines: Sequence[Continuum], codes: Sequence[int], level: str) -> dict[str, Measured]:
    """By the name of the figure, what was measured of the sets of these codes; `lines` with these codes only."""
    if not codes:
        return {}
    if len(codes) > MOST_CODES:
        return {SETS: never(len(lines), [Figure(None, TOO_MANY_CODES)])}
    pieces = segments(lines, len(codes))
    units = int(pieces.lengths[(pieces.masks >= 0).sum(axis=1) >= 2].sum())

    @cache
    def plain() -> Figures:
        return sets.coefficients(pieces.masks, pieces.lengths)

    def of_few(name: str) -> tuple[Figure, ...]:
        return (_shown(plain()[name], True, level, units),)

    sums = sets.statistics(pieces.masks, pieces.document, len(lines), pieces.lengths)
    return {
        name: Measured(
            additive.sums[:, None, :], additive.formula, partial(always, [NO_VARIATION]), partial(of_few, name)
        )
        for name, additive in sums.items()
    }


def _one_code(ratings: Integers, weights: Integers, level: str) -> Figures:
    used, units = bool((ratings == 1).any()), int(weights[(ratings >= 0).sum(axis=1) >= 2].sum())
    found = nominal.coefficients(ratings, 2, weights)
    return {name: _shown(figure, used, level, units) for name, figure in found.items()}


def _shown(figure: Figure, used: bool, level: str, units: int) -> Figure:
    """With a t interval over units, where units can stand for a sample.

    Not of a handful of units, and not where they do not differ: perfect agreement on three units shows nothing."""
    if figure.value is None:
        return figure if used or figure.reason == TOO_FEW else Figure(None, NOT_USED)
    if level in levels.IN_POINTS:
        return bare(figure)
    if units < intervals.FEW:
        return Figure(figure.value, interval_reason=TOO_FEW_UNITS)
    if figure.low == figure.high:
        return Figure(figure.value, interval_reason=UNITS_ALIKE)
    return intervals.conditional(figure)
