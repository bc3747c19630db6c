"""Cross-tables: how many cases are of which kind, by one or two things that are said of each case.

What a row or a column can be is decided in `_variable` alone: attributes, groupings and periods of the register.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coder import register as registers
from coder.csv_cells import written
from coder.register import Register, Variable
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
    down = _variable(register, rows)
    across = _variable(register, columns) if columns else _all_cases(register)
    counted = Counter((down.values[case.id], across.values[case.id]) for case in register.cases)
    counts = tuple(tuple(counted[row, column] for column in across.labels) for row in down.labels)
    doubts = tuple(dict.fromkeys((*down.doubts, *across.doubts)))
    return CrossTable(
        (down.name, across.name), down.labels, across.labels, counts, len(register.cases), tuple(register.excluded),
        doubts,
    )  # fmt: skip


def _variable(register: Register, what: str) -> Variable:
    """What a row or a column is, by its name."""
    return registers.variable(register, what)


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
