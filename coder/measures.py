"""What is measured of codes: the names of the figures, and how a figure and its interval come of sums over documents.

What is counted of units is in `coder.unit_measures`, of passages in `coder.passage_measures`.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from coder.agreement import intervals
from coder.agreement.figures import Figure
from coder.agreement.segments import MOST_CODES
from coder.agreement.tallies import Numbers

Figures = dict[str, Figure]

ALPHA, SETS, PASSAGES = "krippendorff_alpha", "alpha_masi", "u_alpha_binary"
"""The figure to go by: of a code, of sets of codes, and at the level of passages."""
MARKED = "cu_share_of_marked"
"""The share of the marked text of which cu-alpha speaks; cu_coverage is that of all the text, which is mostly gaps."""
TOO_MANY_CODES = f"sets of at most {MOST_CODES} codes can be compared"
CHARACTERS_ALIKE = "characters of one text are alike: there is an interval over documents only"

SHARES = frozenset(
    [
        *("percent_agreement", "positive_agreement", "negative_agreement", "f1_exact", "f1_overlap", "char_jaccard"),
        *("cu_coverage", MARKED),
    ]
)
"""Figures that can't be below 0."""
ALPHAS = frozenset(
    [
        *(ALPHA, SETS, "alpha_jaccard", "alpha_dice", "alpha_nominal_sets", "mv_alpha"),
        *(PASSAGES, "u_alpha", "cu_alpha", "ku_alpha", "char_alpha"),
    ]
)
"""Figures that are held against the two limits, and say in what share of resamples they miss them."""


class Selection(NamedTuple):
    """Of each code, of each family and of all codes: the names of the figures that are wanted, and whether with an
    interval over documents."""

    codes: Mapping[str, bool]
    families: Mapping[str, bool]
    overall: Mapping[str, bool]


_BARE = ("percent_agreement", "positive_agreement", "gwet_ac1", "f1_overlap", "f1_exact")
READ_FIRST = Selection(
    codes={ALPHA: True, PASSAGES: True, **dict.fromkeys(_BARE, False)},
    families={SETS: True},
    overall=dict.fromkeys([SETS, PASSAGES, "cu_alpha", MARKED, "f1_overlap", "f1_exact"], True),
)
"""What the report of two minutes shows, or warns by."""
BRIEF = frozenset([ALPHA, "percent_agreement", SETS, PASSAGES, "cu_alpha"])
"""Of single documents and weeks: what tells whether something is the matter there."""


def main_figure(level: str) -> str:
    """The name of the figure of a code to go by, at a level."""
    return PASSAGES if level == "passage" else ALPHA


@dataclass(frozen=True)
class Measured:
    """One coefficient of several things: codes, or sets of codes.

    `sums` (documents, things, S): what adds up over documents; `formula`: the values (…, things) of any total of them;
    `reasons`: by thing, why it has no figure in some documents (their numbers) if it has none; `of_few`: the figures
    over all documents where these are too few for an interval over documents, with what there is in its place."""

    sums: Numbers
    formula: Callable[[Numbers], Numbers]
    reasons: Callable[[list[int]], Sequence[str | None]]
    of_few: Callable[[], tuple[Figure, ...]]
    lowest: float = -1.0
    """No interval reaches below it: 0 for a share; -1, as is usual, for a coefficient."""
    with_interval: bool = True

    def resampled(self, drawn: Numbers) -> tuple[Figure, ...]:
        """The figures, with intervals over documents where these are wanted and there are documents enough."""
        if not self.with_interval:
            return self.figures()
        if len(self.sums) < intervals.FEW:
            return self.of_few()
        found = intervals.intervals(self.sums, self.formula, drawn=drawn)
        return tuple(
            _not_below(interval.on(figure), self.lowest) for interval, figure in zip(found, self.figures(), strict=True)
        )

    def figures(self) -> tuple[Figure, ...]:
        """The figures of all documents, without intervals."""
        return self.of_each([range(len(self.sums))])[0]

    def of_each(self, groups: Sequence[Sequence[int]]) -> list[tuple[Figure, ...]]:
        """The figures of some documents only, without intervals: of each of these groups, all reckoned at once."""
        sums = np.array([self.sums[list(documents)].sum(axis=0) for documents in groups])
        found = []
        for documents, values in zip(groups, self.formula(sums).tolist(), strict=True):
            undefined = any(math.isnan(value) for value in values)
            reasons = self.reasons(list(documents)) if undefined else [None] * len(values)
            found.append(
                tuple(
                    Figure(None, reason) if math.isnan(value) else Figure(value)
                    for value, reason in zip(values, reasons, strict=True)
                )
            )
        return found


def never(documents: int, figures: Sequence[Figure]) -> Measured:
    """What has no value in any documents, for the reasons that these figures give."""
    none = np.zeros((documents, len(figures), 1))
    reasons = [figure.reason for figure in figures]
    return Measured(none, _undefined, partial(always, reasons), partial(tuple, figures))


def always(reasons: Sequence[str | None], _: list[int]) -> Sequence[str | None]:
    """These reasons, whatever the documents."""
    return reasons


def lowest(name: str) -> float:
    """What no value of the figure is below."""
    return 0.0 if name in SHARES else -1.0


def bare(figure: Figure) -> Figure:
    """A figure of characters, which are no sample."""
    return figure if figure.value is None else Figure(figure.value, interval_reason=CHARACTERS_ALIKE)


def _not_below(figure: Figure, least: float) -> Figure:
    return figure if figure.low is None else replace(figure, low=max(figure.low, least))


def _undefined(sums: Numbers) -> Numbers:
    return np.full(sums.shape[:-1], np.nan)
