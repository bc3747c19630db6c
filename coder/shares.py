"""Shares: how many of the cases that count gave a code, or any of several; with Wilson's interval.

Cases, not passages: who says a thing ten times gave it once. A sub-code counts for the codes above it."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coder import markdown
from coder import register as registers
from coder.csv_cells import written
from coder.given import Given

_Z = 1.959963984540054
"""The 97.5 % point of the normal distribution."""


@dataclass(frozen=True)
class Share:
    """`cases` of `of` cases gave `code` (any of those it names, with commas); `by`: of the cases with that value."""

    code: str
    cases: int
    of: int
    by: str | None = None

    @property
    def share(self) -> float | None:
        """None: there is no case to ask."""
        return self.cases / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 %, as `wilson` says it."""
        return wilson(self.cases, self.of) if self.of else None


@dataclass(frozen=True)
class Shares:
    """All that was asked for. `by`: the name of what the cases are told apart by; `doubts` as in `Given`."""

    of: tuple[Share, ...]
    given: Given
    by: str | None
    doubts: tuple[str, ...]


def wilson(cases: int, of: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927), both ends within 0 to 1; holds at small counts and at 0 and 1.

    It tells how far a share could be off if the cases were drawn at random from many, which found cases never quite
    are. `of` > 0."""
    share = cases / of
    middle = share + _Z**2 / (2 * of)
    half = _Z * math.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    low, high = (middle - half) / (1 + _Z**2 / of), (middle + half) / (1 + _Z**2 / of)
    return (0.0 if cases == 0 else max(low, 0.0)), (1.0 if cases == of else min(high, 1.0))


def shares(given: Given, any_of: Sequence[str] = (), by: str | None = None) -> Shares:
    """The share of every code, or of those cases that gave any of `any_of` (keys). `by`: an attribute, a grouping, a
    period; each value apart. Raises Refused: unknown."""
    wanted = [tuple(any_of)] if any_of else [(code,) for code in given.codes.names]
    if by is None:
        groups: dict[str | None, list[frozenset[str]]] = {None: list(given.of.values())}
        name, doubts = None, given.doubts
    else:
        variable = registers.variable(given.register, by)
        groups = {label: [] for label in variable.labels}
        for case, codes in given.of.items():
            groups[variable.values[case]].append(codes)
        name, doubts = variable.name, tuple(dict.fromkeys((*given.doubts, *variable.doubts)))
    alike = {label: Counter(group) for label, group in groups.items()}  # many cases gave the same
    found = [
        Share(",".join(keys), sum(n for codes, n in some.items() if not codes.isdisjoint(keys)), some.total(), label)
        for keys in wanted
        for label, some in alike.items()
    ]
    return Shares(tuple(found), given, name, doubts)


def remarks(found: Shares) -> list[str]:
    """Who is counted, what is left out, what is doubtful; a line each."""
    given = found.given
    told = [f"counted: {given.wanted.words}; absent is “not given”, never “no”"]
    told.append(f"cases: {len(given.of):,} in the register and not excluded, with a document that somebody finished")
    told += [f"left out, {e.reason}: {len(e.cases):,} ({registers.some(e.cases)})" for e in given.register.exclusions]
    return [*told, *(f"doubtful: {doubt}" for doubt in found.doubts)]


def as_json(found: Shares) -> list[dict[str, Any]]:
    """As `coder shares --json` prints it."""
    return [
        {
            "code": one.code, **({"by": one.by} if found.by is not None else {}), "cases": one.cases, "of": one.of,
            "share": one.share, "low": one.interval and one.interval[0], "high": one.interval and one.interval[1],
        }
        for one in found.of
    ]  # fmt: skip


def lines(found: Shares) -> tuple[list[str], list[list[object]]]:
    """A header and rows: what people read."""
    by = [found.by] if found.by is not None else []
    header = ["code", "name", *by, "cases", "of", "share", "95 % interval"]
    rows: list[list[object]] = []
    for one in found.of:
        label: list[object] = [one.by or ""] if by else []
        rows.append([one.code, name_of(found.given, one.code), *label, one.cases, one.of, percent(one.share),
                     between(one.interval)])  # fmt: skip
    return header, rows


def across(found: Shares) -> tuple[list[str], list[list[object]]]:
    """A code a row, a value of `by` a column: "2 of 7". Over time, when they are periods."""
    labels = list(dict.fromkeys(one.by or "cases" for one in found.of))
    cells = {(one.code, one.by or "cases"): f"{one.cases} of {one.of}" for one in found.of}
    codes = dict.fromkeys(one.code for one in found.of)
    return ["", *labels], [
        [f"{code} {name_of(found.given, code)}", *(cells[code, label] for label in labels)] for code in codes
    ]


def who(found: Shares, code: str, by: str | None = None) -> list[str]:
    """The ids of the cases that a share counts: who gave the code (any of several); `by`: of those with that value."""
    keys = code.split(",")
    gave = [case for case, codes in found.given.of.items() if not codes.isdisjoint(keys)]
    if by is None or found.by is None:
        return gave
    values = registers.variable(found.given.register, found.by).values
    return [case for case in gave if values[case] == by]


def name_of(given: Given, code: str) -> str:
    """What a code is called; of several, all of them."""
    names = [given.codes.names.get(key, "(not in the codebook)") for key in code.split(",")]
    return " or ".join(names)


def percent(share: float | None) -> str:
    """`percent(.347)` is "34.7 %"; a dash when there is none."""
    return "–" if share is None else f"{100 * share:.1f} %"


def between(interval: tuple[float, float] | None) -> str:
    """An interval, as `percent` writes its ends."""
    return "–" if interval is None else f"{100 * interval[0]:.1f}–{100 * interval[1]:.1f} %"


def as_csv(found: Shares) -> str:
    """CSV, safe to open in a spreadsheet; below the shares a row for each remark."""
    by = [found.by] if found.by is not None else []
    header = ["code", *(["by"] if by else []), "cases", "of", "share", "low", "high"]
    rows = [list(row.values()) for row in as_json(found)]
    return written(header, [*rows, *([remark, *[""] * (len(header) - 1)] for remark in remarks(found))])


def as_markdown(found: Shares) -> str:
    """A table, and the remarks below."""
    header, rows = lines(found)
    return markdown.table(header, rows) + "\n" + "".join(f"- {markdown.escaped(line)}\n" for line in remarks(found))
