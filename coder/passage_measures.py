"""What is measured of passages: whether coders marked the same text, code by code and all codes together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from coder import levels
from coder.agreement import coincidences, spans, unitizing
from coder.agreement.continuum import Continuum
from coder.agreement.figures import Figure
from coder.agreement.segments import MOST_CODES
from coder.agreement.tallies import Numbers
from coder.measures import MARKED, TOO_MANY_CODES, Measured, bare, lowest, never
from coder.unit_measures import why_undefined

NO_PART = "only codes without a parent part the text; see |u-alpha"


@dataclass(frozen=True)
class Matched:
    """Of each code, which passages two coders share to the character, and which overlap: (documents, codes, counts), as
    `coder.agreement.spans` has them. A code's passages are matched with its own only, so sets of codes add up."""

    exact: Numbers
    overlap: Numbers

    def of(self, codes: Sequence[int]) -> "Matched":
        """The same for these codes, by number."""
        return Matched(self.exact[:, list(codes)], self.overlap[:, list(codes)])


def matched(lines: Sequence[Continuum], codes: int) -> Matched:
    """The passages of so many codes, matched; `lines` in code points."""
    return Matched(spans.exact_counts(lines, codes), spans.overlap_counts(lines, codes))


def passages_by_code(lines: Sequence[Continuum], found: Matched) -> dict[str, Measured]:
    """By the name of the figure, what was measured of each code's passages; `lines` in code points."""
    codes = found.exact.shape[1]
    cover = coincidences.cover_statistics(lines, codes)
    counts = {
        "u_alpha_binary": (cover, unitizing.u_alpha_binary, unitizing.u_alpha_binary_figures),
        "f1_exact": (found.exact, spans.mean_over_pairs, spans.mean_figures),
        "f1_overlap": (found.overlap, spans.mean_over_pairs, spans.mean_figures),
        "char_jaccard": (spans.jaccard_counts(lines, codes), spans.mean_over_pairs, spans.mean_figures),
        "char_alpha": (cover, spans.char_alpha, spans.char_alpha_figures),
    }
    reasons = why_undefined(lines, codes)
    return {
        name: Measured(sums, formula, partial(reasons, name), partial(_of_few, figures_of, sums), lowest(name))
        for name, (sums, formula, figures_of) in counts.items()
    }


def _of_few(figures_of: Callable[[Numbers], Sequence[Figure]], sums: Numbers) -> tuple[Figure, ...]:
    return tuple(bare(figure) for figure in figures_of(sums))


PARTED = ("u_alpha", "cu_alpha", "cu_coverage", MARKED)
TOGETHER = frozenset(["u_alpha_binary", "f1_exact", "f1_overlap", "char_jaccard", *PARTED])
"""The names of what `passages_together` measures."""


class _Counted(NamedTuple):
    """`sums` (documents, S) with their `formula`; `counts` (documents, …), of which `figure_of` makes the figure."""

    sums: Numbers
    formula: Callable[[Numbers], Numbers]
    counts: Numbers
    figure_of: Callable[[Numbers], Figure]


def passages_together(lines: Sequence[Continuum], found: Matched) -> dict[str, Measured]:
    """By the name of the figure, what was measured of the passages of all codes together; `lines` in code points, with
    the codes that were matched only."""
    each = found.exact.shape[1]
    if not each:
        return {}
    cover = coincidences.cover_statistics(lines, None)
    shared = {
        "f1_exact": found.exact.sum(axis=1),
        "f1_overlap": found.overlap.sum(axis=1),
        "char_jaccard": spans.jaccard_counts(lines, None),
    }
    counts = {
        "u_alpha_binary": _Counted(cover, unitizing.u_alpha_binary, cover, unitizing.u_alpha_binary_figure),
        **{name: _Counted(of, spans.mean_over_pairs, of, spans.mean_figure) for name, of in shared.items()},
    }
    if each > MOST_CODES:  # their counts grow with the square of the codes
        return {
            **_measured_together(counts),
            **dict.fromkeys(PARTED, never(len(lines), [Figure(None, TOO_MANY_CODES)])),
        }
    parts = coincidences.statistics(lines, each)
    meeting = unitizing.intersecting(parts)
    counts |= {
        "u_alpha": _Counted(parts, unitizing.u_alpha, parts, unitizing.u_alpha_figure),
        "cu_alpha": _Counted(meeting, unitizing.cu_alpha, parts, unitizing.cu_alpha_figure),
        "cu_coverage": _Counted(meeting, unitizing.cu_coverage, parts, unitizing.cu_coverage_figure),
        MARKED: _Counted(meeting, unitizing.cu_share_of_marked, parts, unitizing.cu_share_of_marked_figure),
    }
    return _measured_together(counts)


def _measured_together(counted: Mapping[str, _Counted]) -> dict[str, Measured]:
    return {
        name: Measured(
            of.sums[:, None, :],
            of.formula,
            partial(_reason, of),
            partial(_figure, of),
            lowest(name),
        )
        for name, of in counted.items()
    }


def _reason(of: _Counted, documents: list[int]) -> list[str | None]:
    return [of.figure_of(of.counts[documents]).reason]


def _figure(of: _Counted) -> tuple[Figure, ...]:
    return (bare(of.figure_of(of.counts)),)


def each_in_partition(lines: Sequence[Continuum], codes: Sequence[str], parted: Sequence[str]) -> Measured:
    """(k)u-alpha of each code, the text being parted into these ones; the others (sub-codes) are no part of it."""
    if len(parted) > MOST_CODES:
        return never(len(lines), [Figure(None, TOO_MANY_CODES)] * len(codes))
    number = [codes.index(code) for code in parted]
    parts = coincidences.statistics(levels.chosen(lines, number, len(codes)), len(parted))
    sums = np.zeros((len(lines), len(codes), 5))
    sums[:, number] = unitizing.by_code(parts)

    def figures_of(counts: Numbers) -> list[Figure]:
        found = dict(zip(parted, unitizing.ku_alpha_figures(counts), strict=True))
        return [found.get(code, Figure(None, NO_PART)) for code in codes]

    def reasons(documents: list[int]) -> list[str | None]:
        return [figure.reason for figure in figures_of(parts[documents])]

    return Measured(sums, unitizing.ku_alpha, reasons, partial(_of_few, figures_of, parts))
