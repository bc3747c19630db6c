"""What to think of agreement figures: verdicts by the lower limit, and warnings, each with what to do about it."""

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from coder.agreement import intervals
from coder.agreement.figures import Figure
from coder.agreement.planning import units_needed
from coder.comparison import Comparison, Finished
from coder.levels import IN_POINTS
from coder.measures import ALPHA, MARKED, Figures, main_figure
from coder.reliability import Level
from coder.wording import many

FEW_APPLICATIONS = 10
RARE, COMMON = 0.05, 0.95
WIDE = 0.30
OFTEN = 0.05
HIGH_PERCENT = 0.90
APART = 0.2
"""AC1 that much above alpha tells of a code's rarity rather than of agreement."""
BIAS = 0.05
"""McNemar's test: coders who use a code so unequally that chance would give it less often than this, divided by the
number of pairs and codes that are tested (Bonferroni)."""
THIN_COVERAGE = 0.5
_NAMED = 6


@dataclass(frozen=True)
class Thresholds:
    """Alpha to rely on, and the lowest for tentative conclusions (Krippendorff 2019, chapter 12)."""

    reliable: float = 0.800
    tentative: float = 0.667


@dataclass(frozen=True)
class Warning:
    """`where`: "documents", "codes" or a level; `text`: what is the matter and what to do, in one sentence; `codes`:
    those it is about, of which the text names the first few."""

    where: str
    text: str
    codes: tuple[str, ...] = ()


def verdict(figure: Figure, thresholds: Thresholds) -> str:
    """By the lower limit of its interval: what the figure shows."""
    if figure.value is None:
        return "undefined"
    if figure.low is None:
        return "no interval"
    if figure.low >= thresholds.reliable:
        return "reliable"
    return "tentative" if figure.low >= thresholds.tentative else "not shown"


def warnings(
    found: Finished,
    comparison: Comparison,
    levels: Mapping[str, Level],
    thresholds: Thresholds,
    *,
    narrowed: bool = False,
) -> list[Warning]:
    """All there are, the most general first. `narrowed`: not everything that is finished was asked for."""
    told = list(_of_documents(found, comparison, narrowed))
    if not comparison.documents:
        return told
    told += _of_use(comparison)
    if "case" in levels:
        told += _of_cases(comparison)
    for name, level in levels.items():
        told += _of_level(name, level, thresholds)
    return told


def _of_documents(found: Finished, comparison: Comparison, narrowed: bool) -> Iterator[Warning]:
    compared = {document[0].document for document in comparison.documents}
    left_out = [document.title for document in found.documents if document.id not in compared]
    if not compared:
        do = "ask for more than these coders, rounds or dates." if narrowed else "let two finish one."
        yield Warning("documents", f"no document is finished by two coders, so nothing can be compared; {do}")
        return
    if found.waiting:
        lost = f" and {found.lost} of them nowhere" if found.lost else ""
        yield Warning(
            "documents",
            f"{many(found.waiting, 'passage')} still to be confirmed in corrected texts; they count where they seem to "
            f"be{lost}; ask their coders (coder waiting).",
        )
    if twice := _told_twice(found, compared):
        yield Warning(
            "documents",
            f"the testimony of {many(twice, 'compared document')} is that of another one too: each counts as a "
            "document of its own here; leave one of them out when you plan a reliability round.",
        )
    if left_out:
        yield Warning(
            "documents",
            f"{len(left_out)} of {len(found.documents)} documents are left out, since fewer than two of the coders "
            f"finished them ({_some(left_out)}); ask for these.",
        )
    if len(compared) < intervals.FEW:
        yield Warning(
            "documents",
            f"only {many(len(compared), 'document')} compared: intervals, where there are any, hold for these alone; "
            f"double-code {intervals.FEW} or more, better {intervals.ENOUGH}.",
        )
    elif len(compared) < intervals.ENOUGH:
        yield Warning(
            "documents",
            f"fewer than {intervals.ENOUGH} documents ({len(compared)}): intervals are approximate; "
            "double-code more before you report them.",
        )
    if found.versions > 1:
        yield Warning(
            "documents",
            f"the codebook has changed ({found.versions} versions are in these figures); look whether the codes that "
            "changed still mean the same, and code anew where they do not.",
        )
    if len({r.id for r in found.rounds}) > 1:
        names = ", ".join(r.name for r in found.rounds)
        yield Warning("documents", f"rounds are pooled ({names}); say so where you report the figures.")


def _told_twice(found: Finished, compared: Set[str]) -> int:
    from db.sameness import testimonies

    stands = testimonies(found.documents)
    of_compared = [stands[document.id] for document in found.documents if document.id in compared]
    return len(of_compared) - len(set(of_compared))


def _of_cases(comparison: Comparison) -> Iterator[Warning]:
    """Where some passages say whose words they are and others do not, the same passage stands in two units."""
    named = {coder: [0, 0] for coder in comparison.coders}
    for coded in comparison.readings():
        for passage in coded.passages:
            named[coded.coder][0] += (passage.case or coded.case) is not None
            named[coded.coder][1] += 1
    if any(some < every for some, every in named.values()) and any(some for some, _ in named.values()):
        told = ", ".join(f"{coder} on {some} of {every}" for coder, (some, every) in named.items())
        yield Warning(
            "case",
            f"by case: not every tag says whose words it is ({told}); one without a case stands apart from the cases, "
            "so this level also measures who named them: name them all, or go by document.",
        )


def _of_use(comparison: Comparison) -> Iterator[Warning]:
    counts = comparison.applications()
    once = [code for code, n in counts.items() if sum(n.values()) == 1]
    if once:
        yield Warning(
            "codes",
            f"rests on 1 application ({_some(once)}): alpha says nothing there; code more before you report it.",
            tuple(once),
        )
    few = [code for code, n in counts.items() if sum(n.values()) > 1 and min(n.values()) < FEW_APPLICATIONS]
    if few:
        yield Warning(
            "codes",
            f"fewer than {FEW_APPLICATIONS} applications by some coder ({_some(few)}): one slip moves these a lot; "
            "code more.",
            tuple(few),
        )


def _of_level(name: str, level: Level, thresholds: Thresholds) -> Iterator[Warning]:
    codes = level.codes
    main = main_figure(name)

    def tell(holds: Sequence[bool], what: str, do: str) -> Iterator[Warning]:
        about = tuple(code for code, held in zip(codes, holds, strict=True) if held)
        if about:
            yield Warning(name, f"by {name}: {what} ({_some(about)}); {do}.", about)

    alphas = [figures.get(main, Figure(None)) for figures in codes.values()]
    if name not in IN_POINTS:
        yield from tell(
            [_prevalence_paradox(figures) for figures in codes.values()],
            "90 % agreement or more but alpha below .667",
            "the agreement is mostly shared absence: go by alpha and positive agreement",
        )
        yield from tell(
            [_apart(figures) for figures in codes.values()],
            "AC1 is far above alpha, because the code is rare or common",
            "go by alpha and don't report AC1 alone",
        )
        yield from tell(
            [_biased(level, code) for code in codes],
            "one coder gives the code significantly more often than another",
            "let them read its definition together",
        )
        extreme = [
            level.prevalence.get(code, 0.0) > 0 and not RARE <= level.prevalence[code] <= COMMON for code in codes
        ]
        yield from tell(
            extreme, "under 5 % or over 95 % of the ratings have the code", "double-code more before you judge it"
        )
        yield from _of_sample(name, level, thresholds)
    wide = [f.low is not None and f.high is not None and f.high - f.low > WIDE for f in alphas]
    yield from tell(wide, f"intervals wider than {WIDE:.2f}".replace("0.", "."), "double-code more documents")
    often = [f.undefined is not None and f.undefined > OFTEN for f in alphas]
    yield from tell(
        often,
        "alpha is undefined in over 5 % of the resamples, because the code is in few documents",
        "double-code more documents that have it",
    )
    coverage = level.overall.get(MARKED)
    if coverage is not None and coverage.value is not None and coverage.value < THIN_COVERAGE:
        yield Warning(
            name,
            f"cu-alpha speaks of {100 * coverage.value:.0f} % of the marked text only, where coders' passages meet; "
            "read it with |u-alpha.",
        )


def _of_sample(name: str, level: Level, thresholds: Thresholds) -> Iterator[Warning]:
    """Bloch & Kraemer 1989: too few units for the code that is the rarest of those used, or the most common."""
    used = {code: share for code, share in level.prevalence.items() if 0 < share < 1}
    if not used:
        return
    rarest = min(used, key=lambda code: min(used[code], 1 - used[code]))
    needed = units_needed(thresholds.tentative, (1 + thresholds.tentative) / 2, used[rarest])
    if level.units < needed:
        which = "rarest" if used[rarest] <= 0.5 else "most common"
        yield Warning(
            name,
            f"by {name}: {many(level.units, 'unit')}, and {needed:,} are needed to show "
            f"{_short(thresholds.tentative)} for the {which} code, {rarest}; double-code more, or "
            "report it as not shown.",
            (rarest,),
        )


def hidden_by_prevalence(percent: float, alpha: float) -> bool:
    """Agreement that is mostly shared absence (Feinstein & Cicchetti 1990)."""
    return percent >= HIGH_PERCENT and alpha < Thresholds.tentative


def far_above(ac1: float, alpha: float) -> bool:
    """AC1 that tells of a code's prevalence (Vach & Gerke 2023)."""
    return ac1 - alpha > APART


def _prevalence_paradox(figures: Figures) -> bool:
    percent, alpha = figures["percent_agreement"].value, figures[ALPHA].value
    return percent is not None and alpha is not None and hidden_by_prevalence(percent, alpha)


def _apart(figures: Figures) -> bool:
    ac1, alpha = figures["gwet_ac1"].value, figures[ALPHA].value
    return ac1 is not None and alpha is not None and far_above(ac1, alpha)


def _biased(level: Level, code: str) -> bool:
    tests = sum(len(tables) for tables in level.tables.values())
    return any(_mcnemar(table.first, table.second) < BIAS / tests for table in level.tables.get(code, {}).values())


def _mcnemar(first: int, second: int) -> float:
    """The exact two-sided p of McNemar's test (1947): that chance parts the disagreements so unequally."""
    n, least = first + second, min(first, second)
    if n == 0:
        return 1.0
    if n > 1000:  # the sum becomes slow, and the normal approximation does by far
        return math.erfc(max(0.0, abs(first - second) - 1) / math.sqrt(2 * n))
    return min(1.0, float(2 * sum(math.comb(n, k) for k in range(least + 1)) / 2**n))


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _some(words: Sequence[str]) -> str:
    return ", ".join(words[:_NAMED]) + (f" and {len(words) - _NAMED} more" if len(words) > _NAMED else "")
