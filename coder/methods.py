"""For the paper: the paragraph that says how agreement was measured, and how much must be double-coded."""

import importlib.metadata
import textwrap
from collections.abc import Mapping
from typing import Any

from coder.agreement import intervals
from coder.agreement.figures import Figure
from coder.agreement.planning import units_needed
from coder.agreement_report import Report, at_reveal
from coder.agreement_words import CODE, WIDTH, alpha_words, code_name, interval, percent, points, share, shown
from coder.cautions import Thresholds, verdict
from coder.levels import IN_POINTS, RULE, RULE_APART, UNITS
from coder.measures import ALPHA, PASSAGES, SETS, main_figure
from coder.wording import many
from corpus.refused import Refused

_ALPHA = "Krippendorff, K. (2019). Content Analysis (4th ed.). Sage."
_UNITIZING = (
    "Krippendorff, K., Mathet, Y., Bouvry, S., & Widlöcher, A. (2016). On the reliability of unitizing textual "
    "continua. Quality & Quantity, 50, 2347-2364."
)
_SETS = "Passonneau, R. (2006). Measuring agreement on set-valued items (MASI). LREC."
FROZEN = "All figures are those that were frozen when the round was revealed; what was done later is not in them."
_RESAMPLING = "Efron, B., & Tibshirani, R. (1993). An Introduction to the Bootstrap. Chapman & Hall."


def methods(answer: Report, frozen: Mapping[str, Any] | None = None) -> str:
    """A paragraph for the paper, with the figures at the level read first; `frozen`: those kept at the round's reveal
    (JSON), which are told in place of those reckoned now. Raises Refused for an exploration."""
    if answer.wanted.explorations:
        what_if = "; ".join(answer.wanted.explorations)
        raise Refused(f"An exploration ({what_if}) is not reported; leave the what-ifs out for the methods paragraph.")
    if answer.wanted.codes:
        raise Refused("The methods paragraph tells of every code; leave --code out.")
    documents, coders = len(answer.comparison.documents), answer.comparison.coders
    if not documents:
        raise Refused("No document was finished by two of these coders; there is no agreement to report.")
    version, more_since = importlib.metadata.version("coder"), False
    if frozen is not None:
        more_since = (frozen["documents"], tuple(frozen["coders"])) != (documents, tuple(coders))
        documents, coders = frozen["documents"], tuple(frozen["coders"])
        version = frozen.get("settings", {}).get("version", version)
        answer = at_reveal(answer, frozen)
    found, main = answer.found, answer.main
    if main not in answer.levels:
        raise Refused("At its reveal nothing could be reckoned at the level that is read first.")
    level = answer.levels[main]
    total = len(found.documents)
    of_all = f" ({share(documents / total)} of {total})" if total > documents else ""
    names = ", ".join(r.name for r in found.rounds)
    rounds = "a round that was" if len(found.rounds) == 1 else "rounds that were"
    blind = (
        "without seeing each other's work (blind)" if all(r.blind for r in found.rounds) else f"in {rounds} not blind"
    )
    also = f" (of {len(coders) + len(found.others)} who coded)" if found.others else ""
    double = sum(document[0].length for document in answer.comparison.documents)
    passages_ = sum(len(coded.passages) for coded in answer.comparison.readings())
    size, tagged = f" with {double:,} characters", f", who tagged {many(passages_, 'passage')}"
    if more_since:  # of what there was then, only the number of documents is kept
        size = tagged = ""
    key = main_figure(main)
    rule = RULE_APART if answer.wanted.apart else RULE
    told = [
        f"{_number(len(coders))} coders{also} worked {blind}; {many(documents, 'document')}{of_all}{size} "
        f"were finished by two or more of them{tagged} (round {names}; codebook version {found.codebook.id[:12]}, "
        f"{many(len(answer.comparison.codes), 'code')}). "
        "A coder who did not finish a document counts as missing there; a document finished without a code counts as "
        "coded with none." + (f" {FROZEN}" if frozen is not None else ""),
        f"The unit was {UNITS[main]} ({many(level.units, 'unit')}); {rule}."
        if main not in IN_POINTS
        else f"The unit was {UNITS[main]}.",
    ]
    limits = answer.wanted.thresholds
    sources = [_ALPHA]
    words = []
    for code, figures in shown(answer, level):
        alpha = figures.get(key, Figure(None))
        if alpha.value is None:
            words.append(f"{code} undefined ({alpha.reason})")
        else:
            agreement = figures.get("percent_agreement")
            also = f", {percent(agreement)} agreement" if agreement and agreement.value is not None else ""
            words.append(f"{code} {_with_interval(alpha, limits)}{also}")
    name = "Krippendorff's |u-alpha" if main == "passage" else "Krippendorff's alpha (nominal: present or absent)"
    over = "" if len(coders) == 2 else ", over all pairs of coders"
    told.append(
        f"{name} for each code{over}, with its 95 % interval where the data carry one: {'; '.join(words)}. "
        + _judged(answer, {code: figures.get(key, Figure(None)) for code, figures in shown(answer, level)})
    )
    sets = level.overall.get(SETS)
    if sets is not None and sets.value is not None:
        told.append(
            f"For the sets of codes on a unit, alpha with the MASI distance was {_with_interval(sets, limits)}."
        )
        sources.append(_SETS)
    passages = answer.levels.get("passage")
    if passages is not None and main != "passage":
        any_code = passages.overall.get(PASSAGES)
        if any_code is not None and any_code.value is not None:
            told.append(f"On whether the same text was marked at all, |u-alpha was {_with_interval(any_code, limits)}.")
            sources.append(_UNITIZING)
    elif main == "passage":
        sources.append(_UNITIZING)
    printed = [figures.get(key) for _, figures in shown(answer, level)]
    printed += [level.overall.get(SETS), passages.overall.get(PASSAGES) if passages is not None else None]
    kinds = {figure.interval for figure in printed if figure is not None and figure.interval}
    why_not = {figure.interval_reason for figure in printed if figure is not None and figure.interval_reason}
    told.append(_how(answer, kinds, why_not, version))
    if kinds & {intervals.BCA, intervals.PERCENTILE, intervals.JACKKNIFE}:
        sources.append(_RESAMPLING)
    told.append(" ".join(sources))
    return "\n\n".join(told)


def _judged(answer: Report, alphas: dict[str, Figure]) -> str:
    """Which codes met the two limits, by the lower end of the interval."""
    limits = answer.wanted.thresholds
    of: dict[str, list[str]] = {}
    for code, alpha in alphas.items():
        of.setdefault(verdict(alpha, limits), []).append(code)
    told = []
    for key, words in (
        ("reliable", f"met {points(limits.reliable)}"),
        ("tentative", f"met {points(limits.tentative)}, for tentative conclusions"),
        ("not shown", "met neither"),
        ("no interval", "have no interval"),
    ):
        if key in of:
            told.append(f"{', '.join(of[key])} {words}")
    return f"By the lower limit, {'; '.join(told)}." if told else ""


def _with_interval(figure: Figure, limits: Thresholds) -> str:
    return f"{alpha_words(figure, {}, limits)} {interval(figure, limits)}".rstrip()


def _how(answer: Report, kinds: set[str], why_not: set[str], version: str) -> str:
    drawn = f"(B = {answer.settings.resamples:,}, seed {answer.settings.seed})"
    how = {
        intervals.BCA: f"bias-corrected and accelerated bootstrap over documents {drawn}",
        intervals.PERCENTILE: f"percentile bootstrap over documents {drawn}",
        intervals.JACKKNIFE: "delete-one-document jackknife with t quantiles (approximate, fewer than "
        f"{intervals.ENOUGH} documents)",
        intervals.CONDITIONAL: "t over units, conditional on these documents, which are too few to stand for others",
    }
    told = [f"Intervals: {'; '.join(how.get(kind, kind) for kind in sorted(kinds))}."] if kinds else []
    if why_not:
        told.append(f"Without an interval: {'; '.join(sorted(why_not))}.")
    return " ".join([*told, f"Computed with coder {version}."])


def planning(answer: Report) -> list[str]:
    """How many units must be double-coded for the two limits, code by code, and what the present ones give."""
    name = answer.main
    if name == "passage" or not answer.comparison.documents:
        raise Refused(
            "The plan is for units that have a code or not, in documents that two have finished; name another --level."
        )
    level, limits = answer.levels[name], answer.wanted.thresholds
    told = [
        f"UNITS TO DOUBLE-CODE (Bloch & Kraemer 1989), by {name}; there are {level.units}",
        f"{'':{CODE}} {'in':>5} {'for ' + points(limits.tentative):>10} {'for ' + points(limits.reliable):>10}  "
        "interval as it is",
    ]
    for code, figures in shown(answer, level):
        given = level.prevalence.get(code, 0.0)
        if not 0 < given < 1:
            continue
        needed = [units_needed(limit, (1 + limit) / 2, given) for limit in (limits.tentative, limits.reliable)]
        alpha = figures.get(ALPHA, Figure(None))
        wide = "none" if alpha.low is None or alpha.high is None else f"{points(alpha.high - alpha.low)} wide"
        told.append(f"{code_name(answer, code)} {share(given):>5} {needed[0]:>10,} {needed[1]:>10,}  {wide}".rstrip())
    told += textwrap.wrap(
        "Each unit by two coders; 5 % one-sided: so many that, if the true agreement is half-way from the limit to 1, "
        "the lower limit reaches it. For independent units; those of one document are alike, so take more documents "
        "rather than longer ones.",
        WIDTH,
    )
    return told


def _number(n: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
    return words[n] if n < len(words) else str(n)
