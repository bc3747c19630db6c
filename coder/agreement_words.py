"""Agreement in words: the report of two minutes for the terminal.

Lines of plain text; whoever prints them makes them harmless. A figure is never rounded up to a limit it misses.
"""

import textwrap
from collections.abc import Iterator, Sequence

from coder.agreement.figures import Figure
from coder.agreement_report import Report, titles
from coder.calculator import Calculated
from coder.cautions import Thresholds, verdict
from coder.levels import RULE, RULE_APART, UNITS
from coder.measures import ALPHA, ALPHAS, MARKED, PASSAGES, SETS, Figures, main_figure
from coder.reliability import Level
from coder.wording import many

WIDTH = 78
_NO_LIMITS = Thresholds(1, 1)
CODE, _PLOT = 20, 10
_VERDICTS = {
    "reliable": "reliable (lower limit {reliable} or more)",
    "tentative": "tentative (lower limit {tentative} or more)",
    "not shown": "not shown to be reliable (lower limit below {tentative})",
    "no interval": "no interval, so no verdict",
    "undefined": "undefined",
}
OF_PASSAGES = {
    "u_alpha_binary": "same text marked at all (|u-alpha)",
    "cu_alpha": "same code where marked passages meet (cu-alpha)",
    MARKED: "share of the marked text that cu-alpha speaks of",
    "f1_overlap": "passages that overlap with the same code (F1)",
    "f1_exact": "passages the same to the character (F1)",
}


def lines(answer: Report) -> list[str]:
    """The report: who and what, the codes at the level read first, passages, verdicts, warnings."""
    told = list(_heading(answer))
    for warning in answer.warnings if not answer.comparison.documents else ():
        told += _wrapped(f"! {warning.text}")
    if not answer.comparison.documents:
        return told
    notes: dict[str, str] = {}
    for name, level in answer.levels.items():
        told += ["", *(_passages(answer, level, notes) if name == "passage" else _presence(answer, name, level, notes))]
        if answer.wanted.full:
            told += [part for line in _parts(answer, name, level) for part in _wrapped(line, 6)]
    if answer.wanted.full:
        told += ["", *_use(answer), "", *_costliest(answer)]
    told += [""]
    told += [line for reason, mark in notes.items() for line in _wrapped(f"{mark} undefined: {reason}")]
    told += _legend(answer)
    told += [line for warning in answer.warnings for line in _wrapped(f"! {warning.text}")]
    return told


def _heading(answer: Report) -> Iterator[str]:
    coders = answer.comparison.coders
    if answer.wanted.explorations:
        yield f"EXPLORATION, not for reporting: {'; '.join(answer.wanted.explorations)}"
    if not answer.comparison.documents:
        return
    n, found, settings = len(answer.comparison.documents), answer.found, answer.settings
    of = f" of {len(found.documents):,}" if n < len(found.documents) else ""
    yield from _wrapped(
        f"{', '.join(coders[:-1])} and {coders[-1]}: {many(n, 'document')}{of} that two or more of them finished"
    )
    if found.others:
        yield from _wrapped(f"only these, as asked; {', '.join(found.others)} finished documents too")
    used = dict.fromkeys(coders, 0)
    for coded in answer.comparison.readings():
        used[coded.coder] += len(coded.passages)
    yield from _wrapped(f"passages: {', '.join(f'{coder} {number:,}' for coder, number in used.items())}")
    rounds = ", ".join(f"{r.name} ({'' if r.blind else 'not '}blind)" for r in found.rounds)
    yield from _wrapped(
        f"round {rounds} · codebook {found.codebook.id[:12]} · seed {settings.seed}, {settings.resamples:,} resamples"
    )


def _presence(answer: Report, name: str, level: Level, notes: dict[str, str]) -> list[str]:
    limits = answer.wanted.thresholds
    told = [f"BY {name.upper()} · unit: {UNITS[name]}", columns(name)]
    told += [row(answer, name, code, notes) for code, _ in shown(answer, level)]
    for words, figures in _sets(answer, level):
        alpha = figures.get(SETS, Figure(None))
        told.append(f"{_cut(words, CODE)} {_alpha(alpha, notes, limits)}".rstrip())
    return [*told, *_verdicts(answer, {code: f.get(ALPHA, Figure(None)) for code, f in shown(answer, level)})]


def _passages(answer: Report, level: Level, notes: dict[str, str]) -> list[str]:
    told = ["BY PASSAGE · did they mark the same text, code by code?", columns("passage")]
    told += [row(answer, "passage", code, notes) for code, _ in shown(answer, level)]
    told.append("all codes together")
    for name, words in OF_PASSAGES.items():
        figure = level.overall.get(name)
        if figure is not None:
            value = alpha_words(figure, notes, answer.wanted.thresholds)
            told.append(f"  {words:<50} {value:>5}  {interval(figure, answer.wanted.thresholds)}".rstrip())
    return [*told, *_verdicts(answer, {code: f.get(PASSAGES, Figure(None)) for code, f in shown(answer, level)})]


def columns(name: str) -> str:
    """What the columns of `row` are, at that level."""
    if name == "passage":
        return f"{'':{CODE}} |u-al  {'95 % interval':15}{_scale()} F1:overlap  exact"
    return f"{'':{CODE}} alpha  {'95 % interval':15}{_scale()} agree   pos    in   n"


def row(answer: Report, name: str, code: str, notes: dict[str, str] | None = None) -> str:
    """A code's line at a level; `notes` collects why figures are undefined, None: a dash stands for it."""
    level = answer.levels[name]
    figures = level.codes[code]
    limits = answer.wanted.thresholds
    alpha = _alpha(figures.get(main_figure(name), Figure(None)), notes, limits)
    if name == "passage":
        beside = f"{_short(figures.get('f1_overlap')):>10} {_short(figures.get('f1_exact')):>6}"
    else:
        agreed, positive = percent(figures.get("percent_agreement")), _short(figures.get("positive_agreement"))
        given, units = share(level.prevalence.get(code, 0.0)), sum(level.carried.get(code, ()))
        beside = f"{agreed:>5} {positive:>5} {given:>5} {units:>3}"
    return f"{code_name(answer, code)} {alpha} {beside}".rstrip()


def about(answer: Report, name: str, code: str) -> list[str]:
    """What to think of a code's figure at a level: the verdict, why there is no figure or interval, the warnings."""
    figure = answer.levels[name].codes[code].get(main_figure(name), Figure(None))
    limits = answer.wanted.thresholds
    said = _VERDICTS[verdict(figure, limits)].format(
        reliable=points(limits.reliable), tentative=points(limits.tentative)
    )
    told = [f"{code}: {said}" + (f" · {figure.reason}" if figure.reason else "")]
    if figure.interval or figure.interval_reason:
        told[0] += f" · {figure.interval_reason or figure.interval}"
    told += [
        f"! {warning.text}" for warning in answer.warnings if code in warning.codes and warning.where in (name, "codes")
    ]
    return told


def _alpha(alpha: Figure, notes: dict[str, str] | None, limits: Thresholds) -> str:
    """The figure, its interval, and both as a plot."""
    value = "-" if notes is None and alpha.value is None else alpha_words(alpha, {} if notes is None else notes, limits)
    return f"{value:>5}  {interval(alpha, limits):15}{_bar(alpha, limits)}"


def _parts(answer: Report, name: str, level: Level) -> Iterator[str]:
    """The full menu: each coefficient by code; pairs, each coder left out, weeks."""
    main, together = (PASSAGES, PASSAGES) if name == "passage" else (ALPHA, SETS)
    yield f"  every coefficient by {name}"
    names = list(dict.fromkeys(known for _, figures in shown(answer, level) for known in figures))
    for code, figures in shown(answer, level):
        yield f"    {code}: " + ", ".join(f"{known} {_short(figures.get(known))}" for known in names)
    for words, figures in _sets(answer, level):
        yield f"    {words}: " + ", ".join(f"{known} {_short(figure)}" for known, figure in figures.items())
    for heading, parts in (
        ("pair", {" and ".join(pair): of for pair, of in level.pairs.items()}),
        ("without", level.without),
        ("week", level.weeks),
    ):
        for part, of in parts.items():
            by_code = ", ".join(f"{code} {_short(f.get(main))}" for code, f in shown(answer, of))
            yield f"  {heading} {part}: all codes {_short(of.overall.get(together))}; {by_code}"


def use(answer: Report, code: str) -> str:
    """How many passages each coder gave a code, or a sub-code of it."""
    counts = answer.comparison.applications()[code]
    return f"passages: {', '.join(f'{coder} {number:,}' for coder, number in counts.items())}"


def _use(answer: Report) -> Iterator[str]:
    """Who gave each code to how many passages; as many coders side by side as there is room for."""
    coders, counts = answer.comparison.coders, answer.comparison.applications()
    codes = [code for code, _ in shown(answer, answer.levels[answer.main])]
    width = min(12, max(7, *map(len, coders)))
    also = "" if answer.wanted.apart else "; those of sub-codes count for their parents too"
    yield f"PASSAGES · code by coder{also}"
    for some in _side_by_side(coders, (WIDTH - CODE) // (width + 1)):
        yield f"{'':{CODE}} " + " ".join(f"{_cut(coder, width).strip():>{width}}" for coder in some)
        for code in codes:
            yield f"{code_name(answer, code)} " + " ".join(f"{counts[code][coder]:>{width},}" for coder in some)


def _side_by_side(coders: Sequence[str], most: int) -> list[Sequence[str]]:
    return [coders[at : at + most] for at in range(0, len(coders), most)]


def _costliest(answer: Report) -> Iterator[str]:
    """The places of the greatest leverage."""
    if not answer.costliest:
        return
    called = titles(answer)
    yield from _wrapped(
        "PLACES · what the code's |u-alpha would gain if all had agreed there, chance held fixed. No order to work in: "
        "who settles these first chases the figure."
    )
    for place in answer.costliest:
        where = f"{called[place.document]}, {place.start:,} to {place.stop:,}"
        yield f"{gain(place.gain):>6} {_cut(place.code, CODE)} {where}"


def gain(value: float | None) -> str:
    """+.012; +<.001 of what would show as nothing; "" where there is none."""
    if value is None:
        return ""
    return "+<.001" if 0 < value < 0.0005 else f"+{points(value, limits=_NO_LIMITS)}"


def shown(answer: Report, level: Level) -> list[tuple[str, Figures]]:
    """The codes that have a row: all that were asked for, else those in use and those without a parent."""
    used = {code for code, counts in answer.comparison.applications().items() if sum(counts.values())}
    top = {code.key for code in answer.found.codebook.codes if code.parent is None}
    return [
        (code, figures)
        for code, figures in level.codes.items()
        if (code in answer.wanted.codes if answer.wanted.codes else code in used or code in top)
    ]


def _sets(answer: Report, level: Level) -> Iterator[tuple[str, Figures]]:
    names = {family.key: family.name for family in answer.found.codebook.families}
    for key, figures in level.families.items():
        if figures:
            yield f"{names.get(key, key).lower()} as sets", figures
    if level.overall and len(level.families) > 1:
        yield "all as sets", level.overall


def _verdicts(answer: Report, alphas: dict[str, Figure]) -> Iterator[str]:
    limits = answer.wanted.thresholds
    by_verdict: dict[tuple[str, str], list[str]] = {}
    for code, alpha in alphas.items():
        key = verdict(alpha, limits)
        why = f" ({alpha.interval_reason})" if key == "no interval" and alpha.interval_reason else ""
        by_verdict.setdefault((key, why), []).append(code)
    for verdict_, words in _VERDICTS.items():
        said = words.format(reliable=points(limits.reliable), tentative=points(limits.tentative))
        for (key, why), codes in by_verdict.items():
            if key == verdict_:
                yield from _wrapped(f"{said}{why}: {', '.join(codes)}")


def _legend(answer: Report) -> Iterator[str]:
    limits = answer.wanted.thresholds
    kinds = {f.interval for level in answer.levels.values() for of in level.codes.values() for f in of.values()}
    told = ", ".join(sorted(kind for kind in kinds if kind))
    yield from _wrapped(
        f"alpha: Krippendorff's; 1 perfect, 0 chance; the marks in the plot stand at {points(limits.tentative)} and "
        f"{points(limits.reliable)}, ◂: below 0. agree: percent agreement; pos: positive agreement; in: share of "
        "ratings with the code; n: units; as sets: all its codes of a unit together. |u-al: |u-alpha, whether the same "
        "text was marked; F1: share of passages that another coder has too, overlapping or exactly."
        + (f" Intervals: {told}." if told else " No interval can be had from these data.")
    )
    rule = RULE_APART if answer.wanted.apart else RULE
    yield from _wrapped(f"Rule: {rule}. Sets: distance 1 - Jaccard x monotonicity (MASI).")


# --- pieces ----------------------------------------------------------------------------------------------------------


def code_name(answer: Report, code: str) -> str:
    """Key and name of a code, as wide as their column."""
    names = {known.key: known.name for known in answer.found.codebook.codes}
    return _cut(f"{code} {names.get(code, '(earlier codebook)')}", CODE)


def _cut(words: str, most: int) -> str:
    return f"{words if len(words) <= most else words[: most - 1] + '…':{most}}"


def _scale() -> str:
    """The plot's heading: from 0 to 1."""
    return f" 0{'1':>{_PLOT - 1}}"


def _bar(alpha: Figure, limits: Thresholds) -> str:
    """The interval from 0 to 1: ├──●──┤, with the limits marked where nothing else stands; below 0 it begins with ◂."""
    cells = [" "] * _PLOT
    for mark in (limits.tentative, limits.reliable):
        cells[round(mark * (_PLOT - 1))] = "·"
    if alpha.value is not None:
        low = alpha.value if alpha.low is None else alpha.low
        high = alpha.value if alpha.high is None else alpha.high
        first, last = (round(min(1.0, max(0.0, end)) * (_PLOT - 1)) for end in (low, high))
        for cell in range(first, last + 1):
            cells[cell] = "─"
        if alpha.low is not None:
            cells[first], cells[last] = "◂" if low < 0 else "├", "┤"
        cells[round(min(1.0, max(0.0, alpha.value)) * (_PLOT - 1))] = "●" if alpha.value >= 0 else "◂"
    return f" {''.join(cells)}"


def alpha_words(figure: Figure, notes: dict[str, str], limits: Thresholds | None = None) -> str:
    """The value; or the mark of the reason why there is none, which `notes` collects by reason."""
    if figure.value is not None:
        return points(figure.value, limits=limits)
    return notes.setdefault(figure.reason or "", f"({chr(ord('a') + len(notes) % 26)})")


def interval(figure: Figure, limits: Thresholds | None = None) -> str:
    """[.550, .830], or "" where there is none."""
    if figure.value is None or figure.low is None or figure.high is None:
        return ""
    return f"[{points(figure.low, limits=limits)}, {points(figure.high, limits=limits)}]"


def _short(figure: Figure | None) -> str:
    """What is judged by no limit: rounded as usual."""
    return "-" if figure is None or figure.value is None else points(figure.value, 2, _NO_LIMITS)


def percent(figure: Figure | None) -> str:
    """A share as a percentage; a dash where there is none."""
    return "-" if figure is None or figure.value is None else share(figure.value)


def share(value: float) -> str:
    """50 %; what is not all is never 100 %, and what is not nothing never 0 %."""
    whole = round(100 * value)
    if whole == 100 and value < 1:
        return ">99 %"
    return "<1 %" if whole == 0 and value > 0 else f"{whole} %"


def points(value: float, digits: int = 3, limits: Thresholds | None = None) -> str:
    """.712, -.05, 1: as the field writes it; never rounded up to a limit that it misses."""
    limits = limits or Thresholds()
    words = f"{round(value, digits) + 0.0:.{digits}f}"  # + 0.0: no minus before nothing
    if any(value < limit <= float(words) for limit in (limits.tentative, limits.reliable, 1)):
        words = f"{value - 0.5 * 10**-digits:.{digits}f}"
    return words.replace("0.", ".", 1) if words.lstrip("-").startswith("0.") else words


def _wrapped(words: str, indent: int = 2) -> list[str]:
    return textwrap.wrap(words, WIDTH, subsequent_indent=" " * indent, break_long_words=False)


# --- the calculator --------------------------------------------------------------------------------------------------


def calculated(found: Calculated) -> Iterator[str]:
    """What the calculator found, a figure a line."""
    for key, value in found.counts.items():
        if not isinstance(value, dict):
            yield f"{key.replace('_', ' ')}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
    notes: dict[str, str] = {}
    for heading, figures in (("", found.figures), *found.codes.items()):
        yield ""
        yield heading or "everything"
        for name, figure in figures.items():
            kind = f"  {figure.interval}" if figure.interval else ""
            limits = None if name in ALPHAS else _NO_LIMITS
            yield f"  {name:22} {alpha_words(figure, notes, limits):>6}  {interval(figure, limits)}{kind}".rstrip()
    yield ""
    yield from (f"{mark} undefined: {reason}" for reason, mark in notes.items())
    yield from (f"! {warning}" for warning in found.warnings)
