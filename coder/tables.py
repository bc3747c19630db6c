"""Cross-tables: how many cases are of which kind, by one or two things that are said of each case.

What a row or a column can be is decided in `_variable` alone: attributes, groupings and periods of the register, or a
code: given or not given. With a code, only cases count that have a document that somebody finished.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from coder import register as registers
from coder.csv_cells import written
from coder.given import Given, Wanted, given
from coder.register import Register, Variable
from corpus.attributes import folded
from db import codebooks
from db.project import Project


@dataclass(frozen=True)
class CrossTable:
    """`counts[row][column]`: cases. `excluded` and `doubts`: what the counts leave out, and what to know of them.

    Without columns there is one, called "cases"; `by` are the names of what the rows and the columns are."""

    by: tuple[str, str]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    total: int
    excluded: tuple[dict[str, Any], ...]
    doubts: tuple[str, ...]


def table(project: Project, rows: str, columns: str | None = None, where: Sequence[str] = ()) -> CrossTable:
    """Count the cases that meet the conditions ("NAME=VALUE"). Raises Refused: an unknown name or value."""
    register = registers.chosen(registers.read(project), where)
    gave = given(project, Wanted(where=where)) if _is_code(project, register, rows, columns) else None
    register = gave.register if gave else register
    down = _variable(register, rows, gave)
    across = _variable(register, columns, gave) if columns else _all_cases(register)
    counted = Counter((down.values[case.id], across.values[case.id]) for case in register.cases)
    counts = tuple(tuple(counted[row, column] for column in across.labels) for row in down.labels)
    doubts = tuple(dict.fromkeys((*down.doubts, *across.doubts)))
    return CrossTable(
        (down.name, across.name), down.labels, across.labels, counts, len(register.cases), tuple(register.excluded),
        doubts,
    )  # fmt: skip


def _variable(register: Register, what: str, gave: Given | None) -> Variable:
    """What a row or a column is, by its name."""
    code = _code(gave.codes.names, register, what) if gave else None
    if gave is None or code is None:
        return registers.variable(register, what)
    values = {case.id: "given" if code in gave.of.get(case.id, ()) else "not given" for case in register.known}
    labels = [label for label in ("given", "not given") if any(values[case] == label for case in gave.of)]
    return Variable(f"{code} {gave.codes.names[code]}", values, tuple(labels), gave.doubts)


def _is_code(project: Project, register: Register, *words: str | None) -> bool:
    """Whether one of these names a code of the codebook; the final coding is not made for nothing."""
    names = [code.key for version, _, _ in codebooks.listed(project) for code in codebooks.get(project, version).codes]
    return any(_code(names, register, word) for word in words if word)


def _code(names: Iterable[str], register: Register, what: str) -> str | None:
    """The key of the code that is meant; an attribute of that name goes before."""
    if folded(what) in {folded(name) for name in registers.known_names(register)}:
        return None
    return next((key for key in names if folded(key) == folded(what)), None)


def _all_cases(register: Register) -> Variable:
    return Variable("", {case.id: "cases" for case in register.cases}, ("cases",))


def as_json(found: CrossTable) -> dict[str, Any]:
    """As `coder table --json` prints it."""
    return {
        "rows": list(found.rows), "columns": list(found.columns), "counts": [list(row) for row in found.counts],
        "total": found.total, "excluded": list(found.excluded), "by": list(found.by), "doubts": list(found.doubts),
    }  # fmt: skip


def lines(found: CrossTable) -> tuple[list[str], list[list[object]]]:
    """A header and rows, with sums where there are several columns; the last row is the total."""
    several = len(found.columns) != 1
    header = [found.by[0], *found.columns, *(["total"] if several else [])]
    sums = [sum(column) for column in zip(*found.counts, strict=True)] or [0] * len(found.columns)
    body: list[list[object]] = []
    for label, row in (*zip(found.rows, found.counts, strict=True), ("total", sums)):
        body.append([label, *row, *([sum(row)] if several else [])])
    return header, body


def remarks(found: CrossTable) -> list[str]:
    """What the counts leave out, and what is doubtful, a line each."""
    out = [f"left out, {e['reason']}: {e['cases']} ({registers.some(e['keys'])})" for e in found.excluded]
    return [*(out or ["left out: none"]), *(f"doubtful: {doubt}" for doubt in found.doubts)]


def as_csv(found: CrossTable) -> str:
    """CSV, safe to open in a spreadsheet; below the counts a row for each remark."""
    header, body = lines(found)
    width = len(header)
    told = [[remark, *[""] * (width - 1)] for remark in remarks(found)]
    return written(header, [*body, *told])
