"""The tables of the shares screen, in rows of a list: what `coder.shares` and `coder.mirror` counted, with a plot.

Below each stands what it leaves out and what is doubtful."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len, set_cell_size

from coder import mirror, shares, wording
from coder import register as registers
from coder.display import show
from coder.given import Given
from coder.terminal_plot import lanes
from coder.widgets import rows
from coder.widgets.columns import GAP, fit
from corpus.refused import Refused

View = Literal["shares", "mirror", "passages", "time"]
LEAST_LANE, MOST_LANE = 16, 60
"""Cells that a plot has at least and at most."""
LEAST_NAME, MOST_NAME = 12, 40
"""Cells that a code's name has beside it, when there are so many."""


class Row(NamedTuple):
    """A row of the list; `told`: what the line below says of it; `code` and `by`: whose cases Enter lists."""

    text: str
    told: str = ""
    code: str = ""
    by: str | None = None
    heading: bool = False


class Asked(NamedTuple):
    """Which table: of each code or of any of `any_of`, by what, over which period (None: the first there is)."""

    view: View
    any_of: tuple[str, ...] = ()
    by: str | None = None
    period: str | None = None


class _Table(NamedTuple):
    header: str
    hidden: int
    rows: list[Row]
    remarks: Sequence[str]


def laid_out(given: Given, asked: Asked, width: int, first: int = 0) -> tuple[str, int, list[Row]]:
    """The header, how many columns have no room at the right, and the rows. `first`: so many columns are scrolled away.

    Raises Refused: there is nothing of the kind to count."""
    views = {"shares": _shares, "mirror": _mirror, "passages": _together, "time": _over_time}
    table = views[asked.view](given, asked, width, first)
    below = [Row(line) for remark in table.remarks for line in rows.lines(show(remark), width, indent="  ")]
    return table.header, table.hidden, [*table.rows, Row(""), *below]


def _shares(given: Given, asked: Asked, width: int, first: int) -> _Table:
    found = shares.shares(given, asked.any_of, asked.by)
    header: list[object] = [found.by or "code", "cases", "of", "share", "95 % interval"]
    table: list[list[object]] = []
    for one in found.of:
        name = one.by if found.by is not None else shares.name_of(given, one.code)
        table.append([f"{one.code} {name}", one.cases, one.of, shares.percent(one.share), shares.between(one.interval)])
    lane = _room_for_plot([header, *table], width) if table else 0
    room = width - lane
    fitted = fit(header, table, room - GAP if lane else room, first=first, right=range(1, len(header)))
    drawn = lanes(found.of, lane) if lane else [""] * len(table)
    listed = []
    for one, line, plotted in zip(found.of, fitted.rows, drawn, strict=True):
        of = f" of {one.by}" if one.by else ""
        told = f"{one.code} {shares.name_of(given, one.code)}: {one.cases} of {wording.many(one.of, 'case')}{of}"
        told += f", {shares.percent(one.share)} ({shares.between(one.interval)}, Wilson)"
        listed.append(Row(f"{set_cell_size(line, room)}{plotted}" if lane else line, told, one.code, one.by))
    scale = f"{set_cell_size(fitted.header, room)}0{'100 %':>{lane - 1}}" if lane else fitted.header
    return _Table(scale, fitted.hidden, listed, shares.remarks(found))


def _room_for_plot(table: Sequence[Sequence[object]], width: int) -> int:
    """Cells that numbers and names leave for it; 0: it has none."""
    numbers = sum(max(cell_len(str(row[n])) for row in table) + GAP for n in range(1, len(table[0])))
    name = min(MOST_NAME, max(cell_len(str(row[0])) for row in table))
    lane = min(MOST_LANE, max(LEAST_LANE, width - numbers - name - GAP))
    return lane if width - numbers - lane - GAP >= LEAST_NAME else 0


def _mirror(given: Given, asked: Asked, width: int, first: int) -> _Table:
    found = mirror.mirror(given)
    header, table = mirror.lines(found)
    fitted = fit(header, table, width, first=first, right=range(1, len(header)))
    listed = [
        Row(line, f"{code} {given.codes.names[code]}: {wording.many(n, 'case')} gave it", code)
        for line, code, n in zip(fitted.rows, found.rows, found.row_cases, strict=False)
    ]
    listed.append(Row(fitted.rows[-1], f"{wording.many(found.total, 'case')} in all"))
    head, associated = mirror.pairs(found)
    pairs = fit(head, associated, width, first=first, right=range(1, 5))
    listed += [Row(""), Row(pairs.header, heading=True)]
    for line, row in zip(pairs.rows, associated, strict=True):
        told = ", ".join(f"{name} {cell}" for name, cell in zip(head[1:], row[1:], strict=True))
        listed.append(Row(line, f"{row[0]}: {told}"))
    return _Table(fitted.header, max(fitted.hidden, pairs.hidden), listed, [*mirror.remarks(given), mirror.CAUTION])


def _together(given: Given, asked: Asked, width: int, first: int) -> _Table:
    found = mirror.together(given)
    header, table = mirror.together_lines(found)
    fitted = fit(header, table, width, first=first, right=range(1, len(header)))
    listed = []
    for at, (line, code, counts) in enumerate(zip(fitted.rows, found.codes, found.counts, strict=True)):
        told = ", ".join(f"{other} {n}" for other, n in zip(found.codes, counts, strict=True) if other != code and n)
        stands = f"{code} {given.codes.names[code]}: on {wording.many(counts[at], 'passage')}"
        listed.append(Row(line, f"{stands}; with {told or 'no other code'}", code))
    return _Table(fitted.header, fitted.hidden, listed, mirror.remarks(given))


def _over_time(given: Given, asked: Asked, width: int, first: int) -> _Table:
    periods = registers.periods(given.register)
    if not periods:
        raise Refused("No attribute of the cases is a date, so nothing can be counted over time.")
    found = shares.shares(given, asked.any_of, asked.period if asked.period in periods else periods[0])
    header, table = shares.across(found)
    fitted = fit([found.by, *header[1:]], table, width, first=first, right=range(1, len(header)))
    listed = []
    for line, code in zip(fitted.rows, dict.fromkeys(one.code for one in found.of), strict=True):
        its = [one for one in found.of if one.code == code]
        told = " · ".join(f"{one.by} {one.cases} of {one.of} ({shares.percent(one.share)})" for one in its)
        listed.append(Row(line, f"{code}: {told}", code))
    return _Table(fitted.header, fitted.hidden, listed, shares.remarks(found))
