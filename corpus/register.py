"""Registers of cases: a table of people, understood column by column before anything is kept.

Nothing is guessed silently: what each column was taken for is told, every cell that can't be read is told with its row
and column and stays as it is written, and a row is left out only with its reason.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from corpus.attribute_files import AttributeFile
from corpus.attributes import Attribute, as_number, either_way, folded, says_nothing
from corpus.dates import ORDERS, Order, parse
from corpus.refused import Refused

Role = Literal["key", "name", "note", "attribute", "left out"]
KEY = re.compile(r"[\w.-]{1,40}")
"""A case's key: what people type for it."""

OURS = ("case status", "duplicate of", "status reason")
"""Columns that `coder cases --csv` writes and that are no attributes."""

_KEYS = ("id", "key", "case", "case id", "case_id", "case key")
_NUMBERS = ("number", "no", "no.", "nr", "nr.", "#", "n°")
"""What else may be the key, if no two rows have the same."""
_NAMES = ("name", "full name", "person", "names")
_NOTES = ("note", "notes", "remark", "remarks", "comment", "comments")
_LIKELY = re.compile(r"(?:likely|probably|possibly|perhaps|maybe|presumably)\s+(.+)|(.+?)\s*\?", re.IGNORECASE)
_MOSTLY = 0.8
"""A column is of a type when at least this share of what it says can be read so."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST = 10_000


class Line(NamedTuple):
    """A row of a table: `number` counts from 1 below the header, `line` is the line of the file where it begins."""

    number: int
    line: int
    cells: list[str]


@dataclass(frozen=True)
class Column:
    """What a column was taken for; `attribute` is what its cells are read by, if it is one."""

    header: str
    role: Role
    attribute: Attribute | None = None
    new: bool = True
    """Whether the attribute was understood from the column: nobody had said what it is."""


@dataclass(frozen=True)
class Row:
    """A case of the register, as written."""

    number: int
    line: int
    key: str
    name: str
    note: str
    attributes: Mapping[str, str]


class Trouble(NamedTuple):
    """A cell that can't be read, or that keeps its row out."""

    number: int
    line: int
    column: str
    cell: str
    what: str


@dataclass(frozen=True)
class Understood:
    """A register: its columns, its cases, cells that are kept as written, rows left out, and what is doubtful.

    `keyed`: whether a column says which case is which; otherwise the keys are the numbers of the rows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unread: tuple[Trouble, ...]
    left_out: tuple[Trouble, ...]
    doubts: tuple[str, ...]
    keyed: bool


def lines(table: Sequence[tuple[int, list[str]]], source: str) -> tuple[list[str], list[Line]]:
    """The header and the rows of a table, from (line of the file, cells). Raises Refused: no header, ragged, no rows.

    A row without any words is none, and is not counted."""
    if any("\0" in cell for _, cells in table for cell in cells):
        raise Refused(f"{source} is no table: it has characters that no text has.")
    (at, first), *others = table
    header = [" ".join(cell.split()) for cell in first]
    for cell in header:
        if not cell or len(cell) > 80:
            raise Refused(f"{source}, line {at}: a column has no name, or one of more than 80 characters.")
        if as_number(cell) is not None or any(parse(cell, order) for order in ORDERS):
            raise Refused(f"{source} has no header: its first line says {cell!r}; put the names of the columns there.")
        if "=" in cell:
            raise Refused(f"{source}, line {at}: the column {cell!r} has a '=' in its name; take it out.")
    doubled = next((name for name, times in Counter(map(folded, header)).items() if times > 1), None)
    if doubled is not None:
        raise Refused(f"{source}, line {at}: the column {doubled!r} is there twice.")
    found = []
    for number, (line, cells) in enumerate(others, 1):
        if len(cells) != len(header):
            raise Refused(f"{source}, line {line}: cells: {len(cells)}; the header has {len(header)}.")
        if any(len(cell) > _LONGEST for cell in cells):
            raise Refused(f"{source}, line {line} has a cell of more than {_LONGEST:,} characters.")
        found.append(Line(number, line, [cell.strip() for cell in cells]))
    if not found:
        raise Refused(f"{source} has a header and no rows.")
    return header, found


def understand(
    header: Sequence[str], rows: Sequence[Line], known: Iterable[Attribute] = (), file: AttributeFile | None = None
) -> Understood:
    """What a table says. `known`: attributes that are defined already; `file`: what a person says of it, which goes
    before. Raises Refused: the file names a column that the table has not."""
    file = file or AttributeFile()
    defined = {folded(attribute.name): attribute for attribute in (*known, *file.attributes)}
    for column, role in file.roles.items():
        if role != "leave out" and column not in map(folded, header):
            raise Refused(f"The column {column!r} that is to be the {role} is not in the table: {', '.join(header)}")
    roles = _roles(header, rows, file)
    columns = tuple(_column(name, role, cells, defined) for (name, role), cells in zip(roles, _down(rows), strict=True))
    found, left_out = _rows(columns, rows)
    return Understood(
        columns,
        tuple(found),
        tuple(_unread(columns, found)),
        tuple(left_out),
        tuple(_doubts(columns, found)),
        any(column.role == "key" for column in columns),
    )


def told(column: Column, cells: Sequence[str]) -> str:
    """What a column was taken for, in words; `cells` are those of its rows."""
    if column.attribute is None:
        return {"key": "tells the cases apart", "name": "what the person is called", "note": "a note",
                "left out": "left out"}.get(column.role, column.role)  # fmt: skip
    attribute = column.attribute
    values = [attribute.value(cell) for cell in cells]
    counted = Counter(value.words for value in values if value.words)
    type_: str = attribute.type
    if type_ == "date" and any(parse(cell, "dmy") != parse(cell, "mdy") for cell in cells):
        type_ = f"date, {ORDERS[attribute.order]}"
    parts = [type_, f"{len(counted)} different"]
    if attribute.type == "choice":
        most = [f"{words} {times}" for words, times in counted.most_common(4)]
        parts[-1] = f"{len(counted)} values: {', '.join(most)}{' …' if len(counted) > 4 else ''}"
    elif attribute.type == "date" and counted:
        parts[-1] = f"{min(counted)} to {max(counted)}"
    states = Counter(value.state for value in values)
    parts += [f"{states[state]} {state}" for state in ("uncertain", "missing", "unread") if states[state]]
    return "; ".join(parts)


# --- columns ----------------------------------------------------------------------------------------------------------


def _down(rows: Sequence[Line]) -> Iterator[list[str]]:
    yield from map(list, zip(*(row.cells for row in rows), strict=True))


def _roles(header: Sequence[str], rows: Sequence[Line], file: AttributeFile) -> list[tuple[str, Role]]:
    said = [file.roles.get(folded(name)) or ("leave out" if folded(name) in OURS else "attribute") for name in header]
    roles: list[Role] = ["left out" if role == "leave out" else role for role in said]
    free = [n for n, name in enumerate(header) if roles[n] == "attribute"]
    attributes = {folded(attribute.name) for attribute in file.attributes}
    free = [n for n in free if folded(header[n]) not in attributes]
    columns = list(_down(rows))
    if "key" not in roles:
        sure = next((n for n in free if folded(header[n]) in _KEYS), None)
        numbers = (n for n in free if folded(header[n]) in _NUMBERS and _tells_apart(columns[n]))
        key = sure if sure is not None else next(numbers, None)
        if key is not None:
            roles[key] = "key"
    for role, names in (("name", _NAMES), ("note", _NOTES)):
        chosen = next((n for n in free if folded(header[n]) in names and roles[n] == "attribute"), None)
        if role not in roles and chosen is not None:
            roles[chosen] = role  # type: ignore[call-overload]
    return list(zip(header, roles, strict=True))


def _tells_apart(cells: Sequence[str]) -> bool:
    return all(map(KEY.fullmatch, cells)) and len(set(map(folded, cells))) == len(cells)


def _column(name: str, role: Role, cells: Sequence[str], defined: Mapping[str, Attribute]) -> Column:
    if role != "attribute":
        return Column(name, role)
    if folded(name) in defined:
        return Column(name, role, defined[folded(name)], new=False)
    return Column(name, role, _proposed(name, [cell for cell in cells if not says_nothing(cell)]))


def _proposed(name: str, cells: Sequence[str]) -> Attribute:
    """What an attribute is, from what its cells say."""
    enough = _MOSTLY * len(cells)
    if not cells:
        return Attribute(name)
    if all(_YEAR.fullmatch(cell) for cell in cells):
        return Attribute(name, "date")
    for attribute in (Attribute(name, "yes/no"), Attribute(name, "number")):
        if sum(attribute.value(cell).state == "given" for cell in cells) >= enough:
            return attribute
    readable: dict[Order, int] = {order: sum(parse(cell, order) is not None for cell in cells) for order in ORDERS}
    order = max(readable, key=lambda one: readable[one])  # the first of two that read as many
    if sum(any(parse(cell, one) for one in ORDERS) for cell in cells) >= enough:
        return Attribute(name, "date", order)
    different = len(set(map(folded, cells)))
    if different <= max(2, len(cells) / 2) and max(map(len, cells)) <= 60:
        return Attribute(name, "choice", uncertain=_likely(cells))
    return Attribute(name, uncertain=_likely(cells))


def _likely(cells: Sequence[str]) -> dict[str, str]:
    """What is only likely, where others are just that: "Likely Turkish" among the Turkish."""
    plain = {folded(cell): cell for cell in reversed(cells)}
    found = {}
    for cell in dict.fromkeys(cells):
        likely = _LIKELY.fullmatch(cell)
        if likely and (other := plain.get(folded(likely[1] or likely[2]))):
            found[cell] = other
    return found


# --- rows -------------------------------------------------------------------------------------------------------------


def _rows(columns: Sequence[Column], rows: Sequence[Line]) -> tuple[list[Row], list[Trouble]]:
    found: list[Row] = []
    left_out: list[Trouble] = []
    seen: dict[str, int] = {}
    for number, line, cells in rows:
        said = dict.fromkeys(("key", "name", "note"), "")
        said |= {c.role: cell for c, cell in zip(columns, cells, strict=True) if c.role in said}
        header = next((column.header for column in columns if column.role == "key"), "")
        key = said["key"] if header else str(number)
        if not KEY.fullmatch(key):
            what = "a case's id is letters, digits, '.', '-' or '_', at most 40 of them"
            left_out.append(Trouble(number, line, header, key, what))
            continue
        if folded(key) in seen:
            left_out.append(Trouble(number, line, header, key, f"row {seen[folded(key)]} has the same id"))
            continue
        seen[folded(key)] = number
        attributes = {c.attribute.name: cell for c, cell in zip(columns, cells, strict=True) if c.attribute}
        found.append(Row(number, line, key, said["name"], said["note"], attributes))
    return found, left_out


def _unread(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[Trouble]:
    attributes = [column.attribute for column in columns if column.attribute]
    for row in rows:
        for attribute in attributes:
            cell = row.attributes[attribute.name]
            value = attribute.value(cell)
            if value.state != "unread":
                continue
            what = f"no {ORDERS[attribute.order]} date" if attribute.type == "date" else f"no {attribute.type}"
            counts = f"; counts for {value.words} only" if value.words else ""
            yield Trouble(row.number, row.line, attribute.name, cell, f"{what}; kept as written{counts}")


def _doubts(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[str]:
    for column in columns:
        if column.attribute is None or column.attribute.type != "date":
            continue
        cells = [row.attributes[column.attribute.name] for row in rows]
        if words := date_doubt(column.attribute, cells):
            yield words
        elif column.new and _undecided(column.attribute, cells):
            yield (f"{column.header}: every date can be read either way; taken as {ORDERS[column.attribute.order]} "
                   "(say 'order: mdy' in a map file if it is not)")  # fmt: skip


def date_doubt(attribute: Attribute, cells: Iterable[str]) -> str:
    """That dates may be written in more than one order, and how many cells it touches; "" when nothing shows it."""
    odd, either = either_way(attribute, list(cells))
    if not odd:
        return ""
    told = ("1 cell is" if odd == 1 else f"{odd} cells are") + f" no {ORDERS[attribute.order]} date but one in the"
    return (f"{attribute.name}: {told} other order, so formats may be mixed: of the dates, {either} (day and month "
            "both 12 or less) could be read either way")  # fmt: skip


def _undecided(attribute: Attribute, cells: Sequence[str]) -> bool:
    """Whether only the habit says which number is the day."""
    other = replace(attribute, order="mdy" if attribute.order == "dmy" else "dmy")
    read = [cell for cell in cells if attribute.value(cell).state == "given"]
    return either_way(attribute, read)[1] > 0 and all(other.value(cell).state == "given" for cell in read)
