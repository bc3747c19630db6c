"""The agreement of a comparison: every figure at each level, with its interval, as plain values.

What a unit is says `coder.levels`; the equations are in `coder.agreement`; what to think of the figures, in
`coder.cautions`. Nothing is kept between calls: for hundreds of documents it takes well under a second.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

from coder import levels
from coder.agreement import intervals
from coder.agreement.continuum import Continuum, continuum
from coder.agreement.figures import TOO_FEW, Figure
from coder.agreement.tallies import Integers, Numbers
from coder.comparison import Comparison
from coder.levels import Texts
from coder.measures import Figures, Measured, Selection
from coder.passage_measures import TOGETHER, each_in_partition, matched, passages_by_code, passages_together
from coder.unit_measures import rated, units_as_sets, units_by_code


@dataclass(frozen=True)
class Settings:
    """`levels`: which; `families`: by name, the codes that are compared as sets; `seed`, `resamples`: of the bootstrap,
    recorded with the figures; `only`: the figures that are wanted, None: all, with intervals; `full`: also pairs of
    coders, each coder left out, single documents and weeks."""

    levels: Sequence[str] = levels.LEVELS
    families: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seed: int = 1
    resamples: int = intervals.RESAMPLES
    only: Selection | None = None
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


Of = TypeVar("Of")
Other = TypeVar("Other")


@dataclass(frozen=True)
class Slice(Generic[Of]):
    """What was measured of some documents and coders, or the figures of it, by the name of the figure: by code; and by
    set of codes: each family, and all of them."""

    codes: dict[str, Of]
    sets: tuple[dict[str, Of], ...]

    def each(self, make: Callable[[Of], Other]) -> "Slice[Other]":
        """The same with something else made of each."""
        return Slice(
            {name: make(of) for name, of in self.codes.items()},
            tuple({name: make(of) for name, of in of_set.items()} for of_set in self.sets),
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
    found = _named(comparison, settings, whole.each(lambda measured: measured.resampled(drawn)))
    found = replace(found, units=sum(line.length for line in lines), **_counts(lines, comparison))
    if not settings.full:
        return found

    def of_each(groups: Sequence[Sequence[int]]) -> list[Level]:
        each = whole.each(lambda measured: measured.of_each(groups))

        def group(at: int) -> Level:
            return _named(comparison, settings, each.each(lambda figures: figures[at]))

        return [group(at) for at in range(len(groups))]

    def by(coders: Sequence[str]) -> Level:
        some = comparison.of(*coders)
        if not some.documents:
            return _nothing(some, level, settings)
        measured = _measured(levels.continua(some, level, texts), some, level, settings)
        return _named(some, settings, measured.each(lambda m: m.figures()))

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
    return _named(comparison, settings, measured.each(lambda m: (Figure(None, TOO_FEW),) * m.sums.shape[1]))


def _measured(lines: Sequence[Continuum], comparison: Comparison, level: str, settings: Settings) -> Slice[Measured]:
    codes = comparison.codes
    number = {code: at for at, code in enumerate(codes)}
    together = tuple(dict.fromkeys(code for some in settings.families.values() for code in some))
    of_sets = [[number[code] for code in some] for some in (*settings.families.values(), together)]
    lines_of = [levels.chosen(lines, some, len(codes)) for some in of_sets]
    of_codes, of_family, of_all = settings.only or (None, None, None)
    wanted = [*(of_family for _ in settings.families), of_all]
    if level == "passage":
        found = matched(lines, len(codes))
        by_code = passages_by_code(lines, found)
        if together and (of_codes is None or "ku_alpha" in of_codes):
            by_code["ku_alpha"] = each_in_partition(lines, codes, together)
        by_set = [
            passages_together(of, found.of(some)) if names is None or TOGETHER & names.keys() else {}
            for of, some, names in zip(lines_of, of_sets, wanted, strict=True)
        ]
    else:
        by_code = units_by_code(lines, len(codes), level)
        by_set = [units_as_sets(of, some, level) for of, some in zip(lines_of, of_sets, strict=True)]
    return Slice(_only(by_code, of_codes), tuple(_only(of, names) for of, names in zip(by_set, wanted, strict=True)))


def _only(measured: dict[str, Measured], names: Mapping[str, bool] | None) -> dict[str, Measured]:
    """What was measured, for these figures only; None: all."""
    if names is None:
        return measured
    return {name: replace(of, with_interval=names[name]) for name, of in measured.items() if name in names}


def _named(comparison: Comparison, settings: Settings, found: Slice[tuple[Figure, ...]]) -> Level:
    of_codes: dict[str, Figures] = {code: {} for code in comparison.codes}
    for name, figures in found.codes.items():
        for code, figure in zip(comparison.codes, figures, strict=True):
            of_codes[code][name] = figure
    of_sets = [{name: figures[0] for name, figures in of_set.items()} for of_set in found.sets]
    return Level(of_sets[-1], dict(zip(settings.families, of_sets, strict=False)), of_codes)


# --- how often -------------------------------------------------------------------------------------------------------


def _counts(lines: Sequence[Continuum], comparison: Comparison) -> dict[str, Any]:
    """`carried`, `prevalence` and `tables` of a level."""
    ratings, weights, _, code = rated(lines, len(comparison.codes))
    carried, prevalence, tables = {}, {}, dict[str, dict[tuple[str, str], Table]]()
    pairs = list(combinations(range(len(comparison.coders)), 2))
    for at, key in enumerate(comparison.codes):
        given, times = ratings[code == at], weights[code == at]
        comparable = (given >= 0).sum(axis=1) >= 2
        numbers = np.bincount((given[comparable] == 1).sum(axis=1), times[comparable], len(comparison.coders) + 1)
        carried[key] = tuple(int(n) for n in numbers)
        ratings_made = int((given[comparable] >= 0).sum(axis=1) @ times[comparable])
        prevalence[key] = sum(k * n for k, n in enumerate(carried[key])) / ratings_made if ratings_made else 0.0
        tables[key] = {
            (comparison.coders[i], comparison.coders[j]): _table(given[:, i], given[:, j], times) for i, j in pairs
        }
    return {"carried": carried, "prevalence": prevalence, "tables": tables}


def _table(one: Integers, other: Integers, times: Integers) -> Table:
    both = (one >= 0) & (other >= 0)
    cells = np.bincount(2 * (1 - one[both]) + (1 - other[both]), times[both], 4)
    return Table(*(int(n) for n in cells))
