"""The mirror: who gave this reason for joining, and that one for leaving? Codes of one family against another's, by
case; and which codes stand on the same passages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from coder import markdown
from coder import register as registers
from coder.association import Association, association
from coder.csv_cells import written
from coder.given import Codes, Given
from coder.shares import percent
from corpus.refused import Refused

CAUTION = (
    "Odds ratio with ½ added to each count (Haldane–Anscombe), interval by Woolf, p by Fisher’s exact test, not "
    "corrected for looking at many pairs. Cases that gave nothing of a family are in: absent is “not given”."
)

Stretch = tuple[int, int, str]
"""Start and stop of a stretch of text, in code points, and its code."""


@dataclass(frozen=True)
class Mirror:
    """`counts[row][column]`: cases that gave both; `row_cases`, `column_cases`: that gave the one; `total`: all that
    count. `associations` beside `counts`."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    row_cases: tuple[int, ...]
    column_cases: tuple[int, ...]
    total: int
    associations: tuple[tuple[Association, ...], ...]
    given: Given


@dataclass(frozen=True)
class Together:
    """`counts[row][column]`: stretches of text on which both codes stand, given to the same case; the diagonal: on
    which the one stands. `codes`: of rows and columns."""

    codes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    given: Given


def mirror(given: Given, rows: str | None = None, columns: str | None = None) -> Mirror:
    """The codes without a parent of two families, named as the codebook does; without names, the last family (of the
    built-in codebook: recruitment) down and the first across. Raises Refused: unknown, or there is only one."""
    families = list(dict.fromkeys(given.codes.families.values()))
    if len(families) < 2 and not (rows and columns):
        raise Refused("The codebook has only one family of codes; there is nothing to mirror.")
    down, across = _of_family(given.codes, rows or families[-1]), _of_family(given.codes, columns or families[0])
    counted: Counter[tuple[str, str]] = Counter()
    alone: Counter[str] = Counter()
    for codes, cases in Counter(given.of.values()).items():  # many cases gave the same
        alone.update(dict.fromkeys(codes, cases))
        counted.update(
            {(row, column): cases for row in codes.intersection(down) for column in codes.intersection(across)}
        )
    total = len(given.of)

    def pair(row: str, column: str) -> Association:
        both, one, other = counted[row, column], alone[row], alone[column]
        return association(both, one - both, other - both, total - one - other + both)

    found = tuple(tuple(pair(row, column) for column in across) for row in down)
    return Mirror(
        down, across, tuple(tuple(counted[row, column] for column in across) for row in down),
        tuple(alone[row] for row in down), tuple(alone[column] for column in across), total, found, given,
    )  # fmt: skip


def together(given: Given) -> Together:
    """Which codes without a parent stand on the same text. Raises Refused where passages have no place: by all."""
    if given.wanted.whose == "all":
        raise Refused("What all coders gave is said of cases, not of passages; name a coder, or say --any-coder.")
    of: dict[tuple[str, str | None], list[Stretch]] = {}
    top = {code: given.codes.above(code)[-1] for code in {value.code for value in given.values}}
    for value in given.values:
        of.setdefault((value.text_id, value.case), []).append((value.start, value.stop, top[value.code]))
    counted: Counter[tuple[str, str]] = Counter()
    for some in of.values():
        begun: list[Stretch] = []
        for stretch in _merged(some):
            start, _, code = stretch
            counted[code, code] += 1
            begun = [one for one in begun if one[1] > start]
            for _, _, other in begun:
                counted[code, other] += 1
                counted[other, code] += 1
            begun.append(stretch)
    codes = tuple(code for code in given.codes.top if counted[code, code])
    return Together(codes, tuple(tuple(counted[row, column] for column in codes) for row in codes), given)


def _of_family(codes: Codes, name: str) -> tuple[str, ...]:
    """Its codes without a parent; "other reason" is counted apart, and is no narrative that could mirror one."""
    families = {key: family for key, family in codes.families.items() if codes.parents[key] is None}
    found = tuple(
        key for key, family in families.items() if family.casefold() == name.casefold() and key not in codes.residual
    )
    if not found:
        known = ", ".join(dict.fromkeys(families.values()))
        raise Refused(f"The codebook has no family {name!r}; there are: {known}.")
    return found


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In order; those of one code that meet or touch are one."""
    found: list[Stretch] = []
    last: dict[str, int] = {}
    for start, stop, code in sorted(stretches):
        at = last.get(code)
        if at is not None and start <= found[at][1]:
            found[at] = (found[at][0], max(found[at][1], stop), code)
        else:
            last[code] = len(found)
            found.append((start, stop, code))
    return found


# --- out --------------------------------------------------------------------------------------------------------------


def as_json(found: Mirror) -> dict[str, Any]:
    """As `coder mirror --json` prints it."""
    return {
        "rows": list(found.rows), "columns": list(found.columns), "counts": [list(row) for row in found.counts],
        "row_cases": list(found.row_cases), "column_cases": list(found.column_cases), "total": found.total,
        "association": [[one._asdict() for one in row] for row in found.associations],
        "excluded": found.given.register.excluded, "doubts": list(found.given.doubts),
    }  # fmt: skip


def together_json(found: Together) -> dict[str, Any]:
    """As `coder mirror --passages --json` prints it."""
    return {
        "codes": list(found.codes), "counts": [list(row) for row in found.counts],
        "excluded": found.given.register.excluded, "doubts": list(found.given.doubts),
    }  # fmt: skip


def lines(found: Mirror) -> tuple[list[str], list[list[object]]]:
    """Counts with row shares."""
    header = ["", *found.columns, "gave it"]
    rows: list[list[object]] = []
    for row, counts, of in zip(found.rows, found.counts, found.row_cases, strict=True):
        cells = [f"{n} ({percent(n / of)})" if of else str(n) for n in counts]
        rows.append([f"{row} {found.given.codes.names[row]}", *cells, of])
    rows.append(["gave it", *found.column_cases, found.total])
    return header, rows


def pairs(found: Mirror) -> tuple[list[str], list[list[object]]]:
    """The association of each pair, the strongest evidence first; those without any last, with the reason."""
    header = ["pair", "both", "row only", "column only", "neither", "odds ratio", "95 % interval", "p"]
    rows: list[tuple[float, list[object]]] = []
    for r, row in enumerate(found.rows):
        for c, column in enumerate(found.columns):
            n, one, other = found.counts[r][c], found.row_cases[r], found.column_cases[c]
            four = [n, one - n, other - n, found.total - one - other + n]
            a = found.associations[r][c]
            if a.odds is None or a.low is None or a.high is None or a.p is None:
                rows.append((2.0, [f"{row} × {column}", *four, "undefined", a.reason or "", "–"]))
            else:
                told = [f"{a.odds:.2f}", f"{a.low:.2f}–{a.high:.2f}", "<.001" if a.p < 0.001 else f"{a.p:.3f}"]
                rows.append((a.p, [f"{row} × {column}", *four, *told]))
    return header, [row for _, row in sorted(rows, key=lambda one: one[0])]


def together_lines(found: Together) -> tuple[list[str], list[list[object]]]:
    """Counts with row shares; the diagonal in all."""
    rows: list[list[object]] = []
    for at, (code, counts) in enumerate(zip(found.codes, found.counts, strict=True)):
        cells = [str(n) if n == 0 or c == at else f"{n} ({percent(n / counts[at])})" for c, n in enumerate(counts)]
        rows.append([f"{code} {found.given.codes.names[code]}", *cells])
    return ["", *found.codes], rows


def remarks(given: Given) -> list[str]:
    """Who is counted, what is left out, what is doubtful; a line each."""
    told = [f"counted: {given.wanted.words}; absent is “not given”, never “no”"]
    told += [f"left out, {e.reason}: {len(e.cases):,} ({registers.some(e.cases)})" for e in given.register.exclusions]
    return [*told, *(f"doubtful: {doubt}" for doubt in given.doubts)]


def as_csv(found: Mirror | Together) -> str:
    """CSV, safe to open in a spreadsheet: a line a pair; below, a row for each remark."""
    if isinstance(found, Mirror):
        header, rows = pairs(found)
    else:
        header, rows = ["", *found.codes], [[code, *row] for code, row in zip(found.codes, found.counts, strict=True)]
    told = [[remark, *[""] * (len(header) - 1)] for remark in remarks(found.given)]
    return written(header, [*rows, *told])


def as_markdown(found: Mirror | Together) -> str:
    """Tables, and the remarks below."""
    if isinstance(found, Mirror):
        tables = markdown.table(*lines(found)) + "\n" + markdown.table(*pairs(found)) + f"\n{CAUTION}\n"
    else:
        tables = markdown.table(*together_lines(found))
    return tables + "\n" + "".join(f"- {markdown.escaped(line)}\n" for line in remarks(found.given))
