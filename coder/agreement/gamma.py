"""Gamma: how much better the coders' spans can be aligned than made-up ones (Mathet, Widloecher & Metivier 2015).

Computational Linguistics 41(3), 437-479; gamma-cat: Mathet 2017, ibid. 43(3), 661-681. Spans may overlap, and several
codes may lie on the same text. Needs scipy (the extra `gamma`).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from coder.agreement.alignment import NEEDS_SCIPY, NOBODY, Costs, Units, available, best_alignments, positional
from coder.agreement.chance import Chance, by_habits, in_order
from coder.agreement.continuum import Continuum, Floats, Ints
from coder.agreement.figures import NO_VARIATION, TOO_FEW, Figure
from coder.agreement.unitizing import NO_SPANS

NOT_ALIGNED = "no passages of two coders are aligned"

DEFAULT = Costs()


@dataclass(frozen=True)
class Gamma:
    """Gamma and gamma-cat of documents.

    `gamma_cat` is that of Mathet 2017: aligned units only. `gamma_cat_pygamma` is what the program pygamma-agreement
    0.5.9 gives, to compare with figures printed from it: a unit that is aligned with nothing is a difference of
    category, and a text in which nothing is aligned has none.
    `observed`, `expected`: the disorder of the best alignment, and the mean of that of the made-up texts. `error`,
    `cat_error`, `cat_pygamma_error`: the Monte-Carlo standard errors of the figures: what another seed would change,
    not what other documents would. `samples`, `seed`: how the made-up texts were drawn."""

    gamma: Figure
    gamma_cat: Figure
    gamma_cat_pygamma: Figure
    observed: float | None = None
    expected: float | None = None
    error: float | None = None
    cat_error: float | None = None
    cat_pygamma_error: float | None = None
    samples: int = 0
    seed: int = 0


def gamma(
    continua: Sequence[Continuum],
    samples: int = 30,
    seed: int = 0,
    costs: Costs = DEFAULT,
    chance: Chance = by_habits,
) -> Gamma:
    """Gamma = 1 - observed / expected disorder, of the documents that two coders or more finished.

    Of several documents, disorder is what their unitary alignments cost together, over the mean number of units of a
    coder, summed over documents; a made-up sample makes up each of them. Of one document that is the paper's gamma.
    The same seed gives the same figures. Undefined, with the reason, without scipy and where there is too much to
    choose from to be exact."""
    if not available():
        return _undefined(NEEDS_SCIPY)
    texts = [_units(document) for document in continua if _coders(document) >= 2]
    if not texts:
        return _undefined(TOO_FEW)
    texts = [units for units in texts if len(units.start)]
    if not texts:
        return _undefined(NO_SPANS)
    generators = [np.random.default_rng([seed, sample]) for sample in range(samples)]
    samples_of = [texts, *([chance(units, generator) for units in texts] for generator in generators)]
    try:
        aligned = best_alignments([units for sample in samples_of for units in sample], costs)
    except OverflowError as too_many:
        return _undefined(str(too_many))
    each = len(texts)
    disorders = [_disorders(sample, aligned[n * each : (n + 1) * each], costs) for n, sample in enumerate(samples_of)]
    observed, of_chance = disorders[0], np.array(disorders[1:]).reshape(-1, 3)
    found = [_against_chance(*column) for column in zip(observed, of_chance.T, strict=True)]
    (whole, error), (cat, cat_error), (as_pygamma, pygamma_error) = found
    expected = float(of_chance[:, 0].mean()) if samples else None
    return Gamma(whole, cat, as_pygamma, observed[0], expected, error, cat_error, pygamma_error, samples, seed)


def _undefined(reason: str) -> Gamma:
    return Gamma(Figure(None, reason), Figure(None, reason), Figure(None, reason))


def _coders(document: Continuum) -> int:
    return sum(spans is not None for spans in document.coders)


def _units(document: Continuum) -> Units:
    by_coder = [spans for spans in document.coders if spans is not None]
    coder = np.repeat(np.arange(len(by_coder)), [len(spans) for spans in by_coder])
    start, stop, code = np.concatenate(by_coder).T
    return in_order(start.astype(float), stop.astype(float), code, coder, len(by_coder))


def _disorders(texts: list[Units], alignments: list[tuple[float, Ints]], costs: Costs) -> tuple[float, float, float]:
    """The disorder of the best alignments of documents, and its categorial part without and with units that are alone:
    nan and 0 where nothing is aligned."""
    total = units_a_coder = 0.0
    parts = np.zeros(4)
    for units, (of_text, aligned) in zip(texts, alignments, strict=True):
        total += of_text
        units_a_coder += len(units.start) / units.coders
        parts += _categorial(units, aligned, costs)
    differing, weight, pairs, alone = parts.tolist()
    with_alone = (
        (differing + costs.delta**2 * alone) / (weight + costs.delta * alone) if pairs and weight + alone else 0.0
    )
    return total / units_a_coder, differing / weight if weight else math.nan, with_alone


def _categorial(units: Units, aligned: Ints, costs: Costs) -> tuple[float, float, int, int]:
    """The differences of code of aligned units, each times its weight; the weights; how many pairs of aligned units
    there are, and how many of a unit and nothing.

    A pair in a unitary alignment of k units weighs max(0, 1 - alpha d_pos) / (k - 1) (Mathet 2017, section 4.2.5). A
    unit that is alone says nothing about categories: with units given beforehand, this is alpha with missing values."""
    m, k = units.coders, (aligned != NOBODY).sum(axis=1)
    differing = weight = 0.0
    for one, other in combinations(range(m), 2):
        both = np.flatnonzero((aligned[:, one] != NOBODY) & (aligned[:, other] != NOBODY))
        a, b = aligned[both, one], aligned[both, other]
        confidence = np.maximum(0, 1 - positional(units, a, b, costs)) / (k[both] - 1)
        weight += float(confidence.sum())
        differing += float(costs.delta * confidence[units.code[a] != units.code[b]].sum())
    alone = int((k * (m - k)).sum()) + (len(units.start) - int(k.sum())) * (m - 1)
    return differing, weight, int((k * (k - 1)).sum()) // 2, alone


def _against_chance(observed: float, made_up: Floats) -> tuple[Figure, float | None]:
    """1 - observed / expected, and its Monte-Carlo error: (observed / expected^2) sd / sqrt(n)."""
    if math.isnan(observed):
        return Figure(None, NOT_ALIGNED), None
    made_up = made_up[np.isfinite(made_up)]
    if not made_up.any():
        return Figure(None, NO_VARIATION), None
    expected = float(made_up.mean())
    error = observed / expected**2 * float(made_up.std(ddof=1)) / math.sqrt(len(made_up)) if len(made_up) > 1 else None
    return Figure(1 - observed / expected), error
