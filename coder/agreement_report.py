"""The agreement of a project, as asked for: what was compared, every figure, the warnings; and all of it as JSON."""

import datetime
import importlib.metadata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from coder import cautions, levels, what_if
from coder.agreement import segments
from coder.agreement.figures import Figure
from coder.cautions import Thresholds, Warning
from coder.comparison import Coded, Comparison, Finished, compare, finished, rolled_up
from coder.leverage import Costly, leverage
from coder.measures import ALPHAS, BRIEF, READ_FIRST, Figures
from coder.reliability import Level, Settings, figures
from corpus.refused import Refused

if TYPE_CHECKING:
    from corpus.codebook import Codebook
    from db.project import Project
    from db.values import Coder, Round


@dataclass(frozen=True)
class Wanted:
    """What was asked for. `levels`, `codes`, `coders`, `rounds`: empty: those that there are.

    `merge` (code to the code it counts as), `tolerance` (words), `without` (a coder), `since`: explorations."""

    levels: Sequence[str] = ()
    codes: Sequence[str] = ()
    coders: "Sequence[Coder]" = ()
    rounds: "Sequence[Round]" = ()
    pool: bool = False
    apart: bool = False
    merge: Mapping[str, str] = field(default_factory=dict)
    tolerance: int = 0
    without: Sequence[str] = ()
    since: datetime.date | None = None
    thresholds: Thresholds = field(default_factory=Thresholds)
    seed: int = 1
    full: bool = False
    """Every level and every part (pairs, documents, weeks, each coder left out), not the two that are read first."""

    @property
    def narrowed(self) -> bool:
        """Whether these choices may have left nothing to compare."""
        return bool(self.coders or self.without or self.since or self.rounds)

    @property
    def explorations(self) -> list[str]:
        """What makes these figures an exploration, in words; empty when they are none."""
        told = [f"{code} counted as {into}" for code, into in self.merge.items()]
        if self.tolerance:
            told.append(f"edges up to {self.tolerance} words apart taken as the same")
        if self.without:
            told.append(f"without {', '.join(self.without)}")
        if self.since:
            told.append(f"only readings finished since {self.since.isoformat()}")
        return told


@dataclass(frozen=True)
class Report:
    """The answer. `main`: the level whose figures are read first."""

    wanted: Wanted
    found: Finished
    comparison: Comparison
    settings: Settings
    levels: dict[str, Level]
    warnings: list[Warning]
    confusion: "Confusion"
    """Empty unless everything was wanted."""
    main: str
    costliest: list[Costly]
    """The places of the greatest leverage on |u-alpha, of codes without a parent or those asked for; none unless
    everything was wanted."""


MOST_COSTLY = 10


@dataclass(frozen=True)
class Confusion:
    """Code by code, what pairs of coders gave the same text, summed over pairs and both ways; the last is "" (no code).

    `passages`, `characters`: in how many stretches of text, and how much. Codes are those without a parent."""

    codes: tuple[str, ...] = ()
    passages: tuple[tuple[int, ...], ...] = ()
    characters: tuple[tuple[int, ...], ...] = ()


def report(project: "Project", wanted: Wanted) -> Report:
    """Compare what is finished. Raises Refused for codes and coders that there are not, and as `finished` does."""
    found = finished(project, wanted.rounds, wanted.coders, pool=wanted.pool)
    texts = lru_cache(maxsize=None)(project.text)
    readings = _explored(found, wanted, texts)
    comparison = _compared(found, readings, wanted)
    main = "case" if levels.all_have_cases(comparison) else "document"
    settings = Settings(
        levels=tuple(wanted.levels) or (levels.LEVELS if wanted.full else (main, "passage")),
        families=families(found.codebook, comparison.codes, apart=wanted.apart),
        seed=wanted.seed,
        full=wanted.full,
        only=None if wanted.full else READ_FIRST,
    )
    by_level = figures(comparison, texts, settings)
    told = cautions.warnings(found, comparison, by_level, wanted.thresholds, narrowed=wanted.narrowed)
    main = main if main in by_level else next(iter(by_level))
    table = confusion(comparison, texts) if wanted.full else Confusion()
    costliest = leverage(comparison).costliest(wanted.codes or _top(comparison), MOST_COSTLY) if wanted.full else []
    return Report(wanted, found, comparison, settings, by_level, told, table, main, costliest)


def families(codebook: "Codebook", codes: Sequence[str], *, apart: bool = False) -> dict[str, tuple[str, ...]]:
    """By family, its codes of those compared: what is compared as sets. Sub-codes are in their parents, or `apart`."""
    names = [family.key for family in codebook.families]
    top = {code.key: code.family for code in codebook.codes if (apart or code.parent is None) and code.key in codes}
    found = {name: tuple(key for key, family in top.items() if family == name) for name in names}
    return {name: some for name, some in found.items() if some}


def confusion(comparison: Comparison, texts: levels.Texts, code: str | None = None) -> Confusion:
    """Which codes stand for which: those without a parent, rolled up; or, when `code` is a sub-code, every code by
    itself. Empty when nothing is compared, or for too many codes."""
    faced = _faced(comparison, code)
    codes = faced.codes
    if not comparison.documents or not 0 < len(codes) <= segments.MOST_CODES:
        return Confusion()
    pieces = segments.segments(levels.continua(faced, "character", texts), len(codes))
    passages = np.zeros((len(codes) + 1, len(codes) + 1), dtype=np.int64)
    characters = passages.copy()
    for first, second in combinations(range(len(comparison.coders)), 2):
        one = segments.confusion(pieces, first, second)
        passages += one.passages + one.passages.T
        characters += one.characters + one.characters.T
    return Confusion((*codes, ""), _rows(passages), _rows(characters))


def places(comparison: Comparison, texts: levels.Texts, row: str, column: str) -> list[tuple[str, int, int, str, str]]:
    """The stretches behind a cell of the row of `confusion(…, row)`: (document, start, stop, who gave `row`, who gave
    `column`), in the order of `comparison.documents` and of the text."""
    faced = _faced(comparison, row)
    number = {code: at for at, code in enumerate((*faced.codes, ""))}
    if row not in number or column not in number or len(faced.codes) > segments.MOST_CODES:
        return []
    pieces = segments.segments(levels.continua(faced, "character", texts), len(faced.codes))
    found = []
    for first, one in enumerate(comparison.coders):
        for second, other in enumerate(comparison.coders):
            if first == second or (row == column and first > second):
                continue
            for document, start, stop in segments.passages(pieces, first, second, number[row], number[column]).tolist():
                found.append((comparison.documents[document][0].document, start, stop, one, other))
    order = {document[0].document: at for at, document in enumerate(comparison.documents)}
    return sorted(found, key=lambda place: (order[place[0]], *place[1:]))


class Apart(NamedTuple):
    """A unit to which some coders gave a code and others, who finished its document too, did not. `document`, `case`:
    ids; no case at the level of documents, nor for nobody's words."""

    document: str
    case: str | None
    gave: tuple[str, ...]
    did_not: tuple[str, ...]


def apart(comparison: Comparison, level: str, texts: levels.Texts, code: str) -> list[Apart]:
    """The cases or documents on which coders differ, in the order of `comparison.documents`; none at other levels,
    whose units are places in a text."""
    if level not in ("case", "document") or code not in comparison.codes:
        return []
    number, found = comparison.codes.index(code), list[Apart]()
    for document, line in zip(comparison.documents, levels.continua(comparison, level, texts), strict=True):
        finished = [(name, rows) for name, rows in zip(comparison.coders, line.coders, strict=True) if rows is not None]
        units = {name: set(rows[rows[:, 2] == number, 0].tolist()) for name, rows in finished}
        for unit, case in enumerate(levels.cases(document) if level == "case" else [None]):
            gave = tuple(name for name in units if unit in units[name])
            if 0 < len(gave) < len(units):
                did_not = tuple(name for name in units if name not in gave)
                found.append(Apart(document[0].document, case, gave, did_not))
    return found


def _faced(comparison: Comparison, code: str | None) -> Comparison:
    """The codes that stand against each other in a table of confusion."""
    top = _top(comparison)
    if code is None or code in top:
        return comparison.only(*top)
    return replace(comparison, within={key: (key,) for key in comparison.codes})


def _top(comparison: Comparison) -> tuple[str, ...]:
    """The codes that count for no other."""
    return tuple(key for key in comparison.codes if comparison.within.get(key) == (key,))


def _rows(table: Any) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(cell) for cell in row) for row in table)


def _explored(found: Finished, wanted: Wanted, texts: levels.Texts) -> tuple[Coded, ...]:
    readings = tuple(coded for coded in found.readings if coded.coder not in wanted.without)
    if wanted.since:
        readings = what_if.since(readings, wanted.since)
    if wanted.merge:
        readings = what_if.merged(readings, wanted.merge)
    if wanted.tolerance:
        within = rolled_up(found.codebook, found.codes, apart=wanted.apart, merged=wanted.merge)
        readings = what_if.tolerant(readings, wanted.tolerance, texts, within)
    return readings


def _compared(found: Finished, readings: tuple[Coded, ...], wanted: Wanted) -> Comparison:
    codes = tuple(code for code in found.codes if code not in wanted.merge)
    within = rolled_up(found.codebook, codes, apart=wanted.apart, merged=wanted.merge)
    names = [coder.name for coder in wanted.coders if coder.name not in wanted.without]
    comparison = compare(readings, codes, within, names or None)
    present = {coded.coder for coded in comparison.readings()}
    if present and set(names) - present:  # asked for, and finished none of the documents that are compared
        comparison = compare(readings, codes, within, [name for name in names if name in present])
    unknown = [code for code in wanted.codes if code not in codes]
    if unknown and unknown[0] in wanted.merge:
        raise Refused(f"{unknown[0]} is counted as {wanted.merge[unknown[0]]} here; name {wanted.merge[unknown[0]]}.")
    if unknown:
        raise Refused(f"{unknown[0]} is no code of the codebook of these rounds.")
    return comparison


def at_reveal(answer: Report, kept: Mapping[str, Any]) -> Report:
    """The answer with the figures that were frozen at a reveal (as `as_json` wrote them) in place of those reckoned
    now; of levels that they lack, none. `main` may be one of these."""
    settings = kept.get("settings", {})
    drawn = {key: settings[key] for key in ("seed", "resamples") if key in settings}
    by_level = {name: _level_of(kept["levels"][name]) for name in answer.levels if name in kept["levels"]}
    return replace(answer, levels=by_level, settings=replace(answer.settings, **drawn))


def _level_of(told: Mapping[str, Any]) -> Level:
    families, codes = ({key: _figures_of(of) for key, of in told[part].items()} for part in ("families", "codes"))
    return Level(_figures_of(told["overall"]), families, codes, told.get("units", 0))


def _figures_of(told: Mapping[str, Any]) -> Figures:
    known = [field.name for field in fields(Figure)]
    return {name: Figure(**{key: figure.get(key) for key in known}) for name, figure in told.items()}


# --- JSON ------------------------------------------------------------------------------------------------------------


def as_json(answer: Report) -> dict[str, Any]:
    """What `coder agreement --json` prints."""
    named = titles(answer)
    return {
        "documents": len(answer.comparison.documents),
        "coders": list(answer.comparison.coders),
        "settings": settings_json(answer),
        "levels": {name: _level_json(level, named, answer.wanted.codes) for name, level in answer.levels.items()},
        "confusion": {**asdict(answer.confusion), "codes": [code or None for code in answer.confusion.codes]},
        "counts": {
            code: of
            for code, of in answer.comparison.applications().items()
            if not answer.wanted.codes or code in answer.wanted.codes
        },
        "leverage": [{**place._asdict(), "document": named[place.document]} for place in answer.costliest],
        "warnings": [{"where": warning.where, "text": warning.text} for warning in answer.warnings],
    }


def titles(answer: Report) -> dict[str, str]:
    """By id, what documents are called: their titles, or, where two have the same one, their ids."""
    named = {document.id: document.title for document in answer.found.documents}
    return named if len(set(named.values())) == len(named) else {id_: id_ for id_ in named}


def settings_json(answer: Report) -> dict[str, Any]:
    """How the figures were made: what is needed to get them again."""
    wanted, found = answer.wanted, answer.found
    return {
        "rounds": [r.name for r in found.rounds],
        "purpose": " and ".join(dict.fromkeys(r.purpose for r in found.rounds)),
        "codebook": found.codebook.id,
        "sub_codes": "apart" if wanted.apart else "count for their parents",
        "readings": "finished only",
        "rule": levels.RULE_APART if wanted.apart else levels.RULE,
        "main": answer.main,
        "units": {level: levels.UNITS[level] for level in answer.levels},
        "seed": answer.settings.seed,
        "resamples": answer.settings.resamples,
        "thresholds": asdict(wanted.thresholds),
        "exploration": wanted.explorations,
        "version": importlib.metadata.version("coder"),
    }


def _level_json(level: Level, titles: Mapping[str, str], codes: Sequence[str]) -> dict[str, Any]:
    return {
        **parts_json(level, codes),
        "units": level.units,
        "carried": {code: list(numbers) for code, numbers in level.carried.items() if not codes or code in codes},
        "prevalence": {code: share for code, share in level.prevalence.items() if not codes or code in codes},
        "pairs": [{"coders": list(pair), **parts_json(of, codes)} for pair, of in level.pairs.items()],
        "without": {coder: parts_json(of, codes) for coder, of in level.without.items()},
        "documents": {
            title: parts_json(level.documents[id_], codes, briefly=True)
            for id_, title in titles.items()
            if id_ in level.documents
        },
        "weeks": {week: parts_json(of, codes, briefly=True) for week, of in level.weeks.items()},
    }


def parts_json(level: Level, codes: Sequence[str] = (), *, briefly: bool = False) -> dict[str, Any]:
    """A level's figures: overall, by family, by code (of these, or all); `briefly`: the `BRIEF` ones."""
    return {
        "overall": _figures_json(level.overall, briefly),
        "families": {name: _figures_json(of, briefly) for name, of in level.families.items()},
        "codes": {code: _figures_json(of, briefly) for code, of in level.codes.items() if not codes or code in codes},
    }


def _figures_json(of: Figures, briefly: bool) -> dict[str, Any]:
    return {name: figure_json(name, figure) for name, figure in of.items() if not briefly or name in BRIEF}


def figure_json(name: str, figure: Figure) -> dict[str, Any]:
    """A figure as DESIGN writes it; alphas also say in what share of resamples they are below .667 and .800."""
    told = {key: getattr(figure, key) for key in ("value", "low", "high", "se", "interval", "reason")}
    if figure.interval_reason:
        told["interval_reason"] = figure.interval_reason
    if name in ALPHAS:
        told |= {"below_667": figure.below_667, "below_800": figure.below_800}
    return told
