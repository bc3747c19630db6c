"""The agreement of a comparison: every figure at each level, with its interval, as plain values.

What a unit is says `coder.levels`; the equations are in `coder.agreement`; what to think of the figures, in
`coder.cautions`. Nothing is kept between calls: for hundreds of documents it takes well under a second.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

from coder import levels
from coder.agreement import coincidences, intervals, nominal, sets, spans, unitizing
from coder.agreement.continuum import Continuum, continuum, covers, on_one_line
from coder.agreement.figures import NO_VARIATION, NOT_USED, TOO_FEW, Figure
from coder.agreement.leverage import Gains, passage_gains
from coder.agreement.segments import MOST_CODES, segments
from coder.agreement.tallies import Integers, Numbers
from coder.comparison import Comparison
from coder.levels import Texts

Figures = dict[str, Figure]

ALPHA, SETS, PASSAGES = "krippendorff_alpha", "alpha_masi", "u_alpha_binary"
"""The figure to go by: of a code, of sets of codes, and at the level of passages."""
MARKED = "cu_share_of_marked"
"""The share of the marked text of which cu-alpha speaks; cu_coverage is that of all the text, which is mostly gaps."""
NO_PART = "only codes without a parent part the text; see |u-alpha"
UNITS_ALIKE = "the units do not differ"
TOO_FEW_UNITS = f"fewer than {intervals.FEW} units"
TOO_MANY_CODES = f"sets of at most {MOST_CODES} codes can be compared"
CHARACTERS_ALIKE = "characters of one text are alike: there is an interval over documents only"


def main_figure(level: str) -> str:
    """The name of the figure of a code to go by, at a level."""
    return PASSAGES if level == "passage" else ALPHA


@dataclass(frozen=True)
class Settings:
    """`levels`: which; `families`: by name, the codes that are compared as sets; `seed`, `resamples`: of the bootstrap,
    recorded with the figures; `with_intervals`: the names of the figures that get one, None: all; `full`: also pairs of
    coders, each coder left out, single documents and weeks."""

    levels: Sequence[str] = levels.LEVELS
    families: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seed: int = 1
    resamples: int = intervals.RESAMPLES
    with_intervals: Collection[str] | None = None
    full: bool = True


class Table(NamedTuple):
    """Units that two coders rated: both gave the code, only the first, only the second, neither."""

    both: int
    first: int
    second: int
    neither: int


@dataclass(frozen=True)
class Level:
    """The figures at one level. `overall`: of the sets of codes; the others by family, code, pair, document id, coder
    left out and week ("2026-W07"). Only `overall`, `families` and `codes` have intervals over documents."""

    overall: Figures
    families: dict[str, Figures]
    codes: dict[str, Figures]
    units: int = 0
    """At the levels of passages and characters: code points."""
    carried: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """By code: how many units 0, 1, 2 … coders gave it to, of those that two coders or more rated."""
    prevalence: dict[str, float] = field(default_factory=dict)
    """By code: the share of the ratings of these units that have it."""
    tables: dict[str, dict[tuple[str, str], Table]] = field(default_factory=dict)
    pairs: "dict[tuple[str, ...], Level]" = field(default_factory=dict)
    without: "dict[str, Level]" = field(default_factory=dict)
    documents: "dict[str, Level]" = field(default_factory=dict)
    weeks: "dict[str, Level]" = field(default_factory=dict)


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
READ_FIRST = frozenset(
    [
        *(ALPHA, "percent_agreement", "positive_agreement", SETS),
        *(PASSAGES, "cu_alpha", MARKED, "f1_overlap", "f1_exact"),
    ]
)
"""The figures that the report of two minutes shows: only these are resampled for it."""
BRIEF = frozenset([ALPHA, "percent_agreement", SETS, PASSAGES, "cu_alpha"])
"""Of single documents and weeks: what tells whether something is the matter there."""


def _lowest(name: str) -> float:
    return 0.0 if name in SHARES else -1.0


def _not_below(figure: Figure, lowest: float) -> Figure:
    return figure if figure.low is None else replace(figure, low=max(figure.low, lowest))


@dataclass(frozen=True)
class Measured:
    """One coefficient of several things: codes, or sets of codes.

    `sums` (documents, things, S): what adds up over documents; `formula`: the values (…, things) of any total of them;
    `figures`: by thing, over all documents, before any interval over documents; `reasons`: by thing, why it has no
    figure in some documents (their numbers) if it has none."""

    sums: Numbers
    formula: Callable[[Numbers], Numbers]
    figures: tuple[Figure, ...]
    reasons: Callable[[list[int]], Sequence[str | None]]
    lowest: float = -1.0
    """No interval reaches below it: 0 for a share; -1, as is usual, for a coefficient."""

    def resampled(self, drawn: Numbers) -> tuple[Figure, ...]:
        """The figures, with intervals over documents where there are documents enough."""
        if len(self.sums) < intervals.FEW:
            return self.figures
        found = intervals.intervals(self.sums, self.formula, drawn=drawn)
        return tuple(
            _not_below(interval.on(figure), self.lowest) for interval, figure in zip(found, self.figures, strict=True)
        )

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

    def without_intervals(self) -> tuple[Figure, ...]:
        """The figures of all documents and nothing else."""
        return tuple(Figure(figure.value, figure.reason) for figure in self.figures)


Of = TypeVar("Of")
Other = TypeVar("Other")


@dataclass(frozen=True)
class Slice(Generic[Of]):
    """What was measured of some documents and coders, or the figures of it, by the name of the figure: by code; and by
    set of codes: each family, and all of them."""

    codes: dict[str, Of]
    sets: tuple[dict[str, Of], ...]

    def each(self, make: Callable[[str, Of], Other]) -> "Slice[Other]":
        """The same with something else made of each, by its name."""
        return Slice(
            {name: make(name, of) for name, of in self.codes.items()},
            tuple({name: make(name, of) for name, of in of_set.items()} for of_set in self.sets),
        )


def figures(comparison: Comparison, texts: Texts, settings: Settings) -> dict[str, Level]:
    """All figures by level. `comparison.codes` are rolled up as `comparison.within` says."""
    if not comparison.documents:
        return {level: _nothing(comparison, level, settings) for level in settings.levels}
    drawn = intervals.draws(len(comparison.documents), settings.seed, settings.resamples)
    return {level: _level(comparison, level, texts, settings, drawn) for level in settings.levels}


def weeks(comparison: Comparison) -> dict[str, list[int]]:
    """By week, as ISO 8601 writes it (2026-W07), the numbers of the documents whose last reading was finished in it."""
    found: dict[str, list[int]] = {}
    for number, document in enumerate(comparison.documents):
        days = [coded.finished for coded in document if coded.finished is not None]
        if days:
            year, week, _ = max(days).isocalendar()
            found.setdefault(f"{year}-W{week:02}", []).append(number)
    return dict(sorted(found.items()))


def _level(comparison: Comparison, level: str, texts: Texts, settings: Settings, drawn: Numbers) -> Level:
    lines = levels.continua(comparison, level, texts)
    whole = _measured(lines, comparison, level, settings)
    wanted = settings.with_intervals

    def resampled(name: str, measured: Measured) -> tuple[Figure, ...]:
        return measured.resampled(drawn) if wanted is None or name in wanted else measured.without_intervals()

    found = _named(comparison, settings, whole.each(resampled))
    found = replace(found, units=sum(line.length for line in lines), **_counts(lines, comparison))
    if not settings.full:
        return found

    def of_each(groups: Sequence[Sequence[int]]) -> list[Level]:
        each = whole.each(lambda _, measured: measured.of_each(groups))

        def group(at: int) -> Level:
            return _named(comparison, settings, each.each(lambda _, figures: figures[at]))

        return [group(at) for at in range(len(groups))]

    def by(coders: Sequence[str]) -> Level:
        some = comparison.of(*coders)
        if not some.documents:
            return _nothing(some, level, settings)
        measured = _measured(levels.continua(some, level, texts), some, level, settings)
        return _named(some, settings, measured.each(lambda _, m: m.without_intervals()))

    everybody = comparison.coders
    pairs = list(combinations(everybody, 2)) if len(everybody) > 2 else []
    left_out = everybody if len(everybody) > 2 else ()
    ids, by_week = [document[0].document for document in comparison.documents], weeks(comparison)
    return replace(
        found,
        pairs={pair: by(pair) for pair in pairs},
        without={coder: by([c for c in everybody if c != coder]) for coder in left_out},
        documents=dict(zip(ids, of_each([[number] for number in range(len(ids))]), strict=True)),
        weeks=dict(zip(by_week, of_each(list(by_week.values())), strict=True)) if by_week else {},
    )


def _nothing(comparison: Comparison, level: str, settings: Settings) -> Level:
    """The figures when no document was finished by two coders: there are none, and that is why."""
    measured = _measured([continuum(1, [None, None])], comparison, level, settings)
    return _named(comparison, settings, measured.each(lambda _, m: tuple(Figure(None, TOO_FEW) for _ in m.figures)))


def _measured(lines: Sequence[Continuum], comparison: Comparison, level: str, settings: Settings) -> Slice[Measured]:
    codes = comparison.codes
    number = {code: at for at, code in enumerate(codes)}
    together = tuple(dict.fromkeys(code for some in settings.families.values() for code in some))
    of_sets = [[number[code] for code in some] for some in (*settings.families.values(), together)]
    lines_of = [levels.chosen(lines, some, len(codes)) for some in of_sets]
    if level != "passage":
        by_set = [_as_sets(of, some, level) for of, some in zip(lines_of, of_sets, strict=True)]
        return Slice(_by_code(lines, len(codes), level), tuple(by_set))
    found = matched(lines, len(codes))
    by_set = [passages_together(of, found.of(some)) for of, some in zip(lines_of, of_sets, strict=True)]
    of_codes = passages_by_code(lines, found)
    if together:
        of_codes["ku_alpha"] = each_in_partition(lines, codes, together)
    return Slice(of_codes, tuple(by_set))


def _named(comparison: Comparison, settings: Settings, found: Slice[tuple[Figure, ...]]) -> Level:
    of_codes: dict[str, Figures] = {code: {} for code in comparison.codes}
    for name, figures in found.codes.items():
        for code, figure in zip(comparison.codes, figures, strict=True):
            of_codes[code][name] = figure
    of_sets = [{name: figures[0] for name, figures in of_set.items()} for of_set in found.sets]
    return Level(of_sets[-1], dict(zip(settings.families, of_sets, strict=False)), of_codes)


# --- each code: present or not ---------------------------------------------------------------------------------------


def _rated(lines: Sequence[Continuum], codes: int) -> tuple[Integers, Integers, Integers, Integers]:
    """Runs of units with the same ratings: ratings (runs, coders), how many units each is, document, code."""
    found = covers(lines, codes)
    document, code = found.track % max(found.documents, 1), found.track // max(found.documents, 1)
    rated = np.where(found.finished[document].T, found.covering, nominal.MISSING).T
    return rated.astype(np.int64), found.lengths, document, code


def _by_code(lines: Sequence[Continuum], codes: int, level: str) -> dict[str, Measured]:
    ratings, weights, document, code = _rated(lines, codes)
    plain = [_one_code(ratings[code == at], weights[code == at], level) for at in range(codes)]
    sums = nominal.statistics(ratings, 2, document * codes + code, len(lines) * codes, weights)
    reasons = _reasons(lines, codes)
    found = {}
    for name in plain[0] if plain else ():
        figures = tuple(of_code[name] for of_code in plain)
        if name in sums:
            added = sums[name].sums.reshape(len(lines), codes, -1)
            found[name] = Measured(added, sums[name].formula, figures, partial(reasons, name), _lowest(name))
        else:  # Cohen's kappa and Scott's pi of three coders
            never = np.zeros((len(lines), codes, 1))
            found[name] = Measured(never, _undefined, figures, partial(_same, [f.reason for f in figures]))
    return found


def _same(reasons: Sequence[str | None], _: list[int]) -> Sequence[str | None]:
    return reasons


def _undefined(sums: Numbers) -> Numbers:
    return np.full(sums.shape[:-1], np.nan)


def _reasons(lines: Sequence[Continuum], codes: int) -> Callable[[str, list[int]], list[str | None]]:
    """Why a figure by code has no value in some of the documents; two coders or more have finished each of them."""
    used = np.zeros((len(lines), codes), dtype=bool)
    for _, _, code, document in on_one_line(lines, codes).spans:
        used[document, code] = True

    def why(name: str, documents: list[int]) -> list[str | None]:
        otherwise = nominal.ALWAYS_USED if name == "negative_agreement" else NO_VARIATION
        return [otherwise if used[documents, code].any() else NOT_USED for code in range(codes)]

    return why


def _one_code(ratings: Integers, weights: Integers, level: str) -> Figures:
    used, units = bool((ratings == 1).any()), int(weights[(ratings >= 0).sum(axis=1) >= 2].sum())
    found = nominal.coefficients(ratings, 2, weights)
    return {name: _shown(figure, used, level, units) for name, figure in found.items()}


def _shown(figure: Figure, used: bool, level: str, units: int) -> Figure:
    """Before any interval over documents: a t interval over units, where units can stand for a sample.

    Not of a handful of units, and not where they do not differ: perfect agreement on three units shows nothing."""
    if figure.value is None:
        return figure if used or figure.reason == TOO_FEW else Figure(None, NOT_USED)
    if level in levels.IN_POINTS:
        return _bare(figure)
    if units < intervals.FEW:
        return Figure(figure.value, interval_reason=TOO_FEW_UNITS)
    if figure.low == figure.high:
        return Figure(figure.value, interval_reason=UNITS_ALIKE)
    return intervals.conditional(figure)


def _bare(figure: Figure) -> Figure:
    return figure if figure.value is None else Figure(figure.value, interval_reason=CHARACTERS_ALIKE)


# --- sets of codes ---------------------------------------------------------------------------------------------------


def _as_sets(lines: Sequence[Continuum], codes: Sequence[int], level: str) -> dict[str, Measured]:
    if not codes:
        return {}
    if len(codes) > MOST_CODES:
        return {SETS: _never(len(lines), 1, TOO_MANY_CODES)}
    pieces = segments(lines, len(codes))
    units = int(pieces.lengths[(pieces.masks >= 0).sum(axis=1) >= 2].sum())
    plain = sets.coefficients(pieces.masks, pieces.lengths)
    sums = sets.statistics(pieces.masks, pieces.document, len(lines), pieces.lengths)
    return {
        name: Measured(
            additive.sums[:, None, :],
            additive.formula,
            (_shown(plain[name], True, level, units),),
            partial(_same, [NO_VARIATION]),
        )
        for name, additive in sums.items()
    }


# --- passages --------------------------------------------------------------------------------------------------------


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
    reasons = _reasons(lines, codes)
    return {
        name: Measured(
            sums, formula, tuple(_bare(figure) for figure in figures_of(sums)), partial(reasons, name), _lowest(name)
        )
        for name, (sums, formula, figures_of) in counts.items()
    }


PARTED = ("u_alpha", "cu_alpha", "cu_coverage", MARKED)


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
        return {**_measured_together(counts), **dict.fromkeys(PARTED, _never(len(lines), 1, TOO_MANY_CODES))}
    parts = coincidences.statistics(lines, each)
    meeting = unitizing.intersecting(parts)
    counts |= {
        "u_alpha": _Counted(parts, unitizing.u_alpha, parts, unitizing.u_alpha_figure),
        "cu_alpha": _Counted(meeting, unitizing.cu_alpha, parts, unitizing.cu_alpha_figure),
        "cu_coverage": _Counted(meeting, unitizing.cu_coverage, parts, unitizing.cu_coverage_figure),
        MARKED: _Counted(meeting, unitizing.cu_share_of_marked, parts, unitizing.cu_share_of_marked_figure),
    }
    return _measured_together(counts)


def _never(documents: int, things: int, reason: str) -> Measured:
    """What has no value, for that reason."""
    none = (Figure(None, reason),) * things
    return Measured(np.zeros((documents, things, 1)), _undefined, none, partial(_same, [reason] * things))


def _measured_together(counted: Mapping[str, _Counted]) -> dict[str, Measured]:
    return {
        name: Measured(
            of.sums[:, None, :],
            of.formula,
            (_bare(of.figure_of(of.counts)),),
            partial(_reason, of.figure_of, of.counts),
            _lowest(name),
        )
        for name, of in counted.items()
    }


def _reason(figure_of: Callable[[Numbers], Figure], counts: Numbers, documents: list[int]) -> list[str | None]:
    return [figure_of(counts[documents]).reason]


def each_in_partition(lines: Sequence[Continuum], codes: Sequence[str], parted: Sequence[str]) -> Measured:
    """(k)u-alpha of each code, the text being parted into these ones; the others (sub-codes) are no part of it."""
    if len(parted) > MOST_CODES:
        return _never(len(lines), len(codes), TOO_MANY_CODES)
    number = [codes.index(code) for code in parted]
    parts = coincidences.statistics(levels.chosen(lines, number, len(codes)), len(parted))
    sums = np.zeros((len(lines), len(codes), 5))
    sums[:, number] = unitizing.by_code(parts)

    def figures_of(documents: list[int]) -> tuple[Figure, ...]:
        found = dict(zip(parted, unitizing.ku_alpha_figures(parts[documents]), strict=True))
        return tuple(_bare(found.get(code, Figure(None, NO_PART))) for code in codes)

    everywhere = figures_of(list(range(len(lines))))
    return Measured(sums, unitizing.ku_alpha, everywhere, lambda some: [f.reason for f in figures_of(some)])


# --- how often -------------------------------------------------------------------------------------------------------


def _counts(lines: Sequence[Continuum], comparison: Comparison) -> dict[str, Any]:
    """`carried`, `prevalence` and `tables` of a level."""
    ratings, weights, _, code = _rated(lines, len(comparison.codes))
    carried, prevalence, tables = {}, {}, dict[str, dict[tuple[str, str], Table]]()
    pairs = list(combinations(range(len(comparison.coders)), 2))
    for at, key in enumerate(comparison.codes):
        rated, times = ratings[code == at], weights[code == at]
        comparable = (rated >= 0).sum(axis=1) >= 2
        numbers = np.bincount((rated[comparable] == 1).sum(axis=1), times[comparable], len(comparison.coders) + 1)
        carried[key] = tuple(int(n) for n in numbers)
        given = int((rated[comparable] >= 0).sum(axis=1) @ times[comparable])
        prevalence[key] = sum(k * n for k, n in enumerate(carried[key])) / given if given else 0.0
        tables[key] = {
            (comparison.coders[i], comparison.coders[j]): _table(rated[:, i], rated[:, j], times) for i, j in pairs
        }
    return {"carried": carried, "prevalence": prevalence, "tables": tables}


def _table(one: Integers, other: Integers, times: Integers) -> Table:
    both = (one >= 0) & (other >= 0)
    cells = np.bincount(2 * (1 - one[both]) + (1 - other[both]), times[both], 4)
    return Table(*(int(n) for n in cells))


# --- leverage --------------------------------------------------------------------------------------------------------


class Costly(NamedTuple):
    """A stretch [start, stop) of a document (its id), in code points, in which coders differ on a code throughout, and
    by how much the code's |u-alpha would rise if they had agreed there."""

    code: str
    document: str
    start: int
    stop: int
    gain: float


@dataclass(frozen=True)
class Leverage:
    """What the |u-alpha of each code would gain at a place, had all agreed there, chance agreement held fixed.

    No order to work in: whoever settles what costs most first chases the coefficient."""

    codes: Mapping[str, int]
    documents: Mapping[str, int]
    gains: Gains

    def of(self, code: str, document: str, start: int, stop: int) -> float | None:
        """Of any place [start, stop) of a document (its id); None where the code's |u-alpha is undefined, or the code
        or the document is not compared."""
        if code not in self.codes or document not in self.documents:
            return None
        gain = self.gains.of(self.codes[code], self.documents[document], start, stop)
        return None if np.isnan(gain) else gain

    def costliest(self, codes: Collection[str], most: int) -> list[Costly]:
        """The stretches that cost these codes most, at most so many; among equals, by code and text."""
        names, ids = list(self.codes), list(self.documents)
        found = [
            Costly(names[code], ids[document], start, stop, gain)
            for (code, document, start, stop), gain in zip(
                self.gains.stretches.tolist(), self.gains.gains.tolist(), strict=True
            )
            if names[code] in codes and not np.isnan(gain)
        ]
        return sorted(found, key=lambda place: -place.gain)[:most]


def leverage(comparison: Comparison) -> Leverage:
    """Of the passages of a comparison, sub-codes rolled up as `comparison.within` says."""
    lines = levels.continua(comparison, "passage", str)  # no text is asked for: passages are in code points
    return Leverage(
        {code: at for at, code in enumerate(comparison.codes)},
        {document[0].document: at for at, document in enumerate(comparison.documents)},
        passage_gains(lines, len(comparison.codes)),
    )
