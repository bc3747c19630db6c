"""The cases that count, and what an attribute, a grouping or a period says of each of them.

What is missing and what is uncertain are told apart, and whoever counts these cases also gets what is left out and
what is doubtful: a count without them is none.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, get_args

from corpus.attributes import Attribute, Value, as_number, either_way, folded
from corpus.dates import PERIODS, PartialDate, Period, both_ways, parse, period
from corpus.refused import Refused
from corpus.register import date_doubt
from db import attributes as definitions
from db import cases
from db.project import Project
from db.values import Case, Status

MISSING, UNCERTAIN, UNGROUPED = "(missing)", "(uncertain)", "(in no group)"
"""What stands for a value: nothing is said; something is, but nobody can tell what; it is in none of the groups."""
_NO_VALUES = (UNGROUPED, UNCERTAIN, MISSING)

_REASONS = {"duplicate": "excluded as a duplicate", "fake": "excluded as a suspected fake"}


class Exclusion(NamedTuple):
    """Cases that are not counted, by their keys, and why."""

    reason: str
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """`cases`: those that count, by key. `known`: all that are not erased, also those that are left out."""

    cases: tuple[Case, ...]
    exclusions: tuple[Exclusion, ...]
    attributes: tuple[Attribute, ...]
    known: tuple[Case, ...] = field(repr=False)

    @cached_property
    def cells(self) -> dict[str, dict[str, str]]:
        """By the id of each case that is known: attribute (folded) → what is written."""
        return {case.id: {folded(name): words for name, words in case.attributes.items()} for case in self.known}

    @property
    def excluded(self) -> list[dict[str, Any]]:
        """What is left out, as JSON says it; `cases` is how many."""
        return [{"reason": reason, "cases": len(keys), "keys": list(keys)} for reason, keys in self.exclusions]


@dataclass(frozen=True)
class Variable:
    """What is said of each case under one name.

    `values`: the id of each case that is known → its value, or one of MISSING, UNCERTAIN, UNGROUPED. `labels`: the
    values of the cases that count, in their order. `doubts`: what to know before one trusts the counts."""

    name: str
    values: Mapping[str, str]
    labels: tuple[str, ...]
    doubts: tuple[str, ...] = ()


def read(project: Project) -> Register:
    """The register as it is now."""
    return of(cases.listed(project), definitions.listed(project))


def of(listed: Sequence[Case], defined: Sequence[Attribute]) -> Register:
    """The register of these cases, also of erased ones; `defined`: what is said of their attributes."""
    known = [case for case in listed if not case.purged]
    attributes = definitions.of(defined, known)
    counting = tuple(case for case in known if case.counts)
    exclusions = [
        Exclusion(reason, tuple(case.key for case in known if case.status == status))
        for status, reason in _REASONS.items()
    ]
    exclusions.append(Exclusion("erased", tuple(case.id[:8] for case in listed if case.purged)))
    return Register(counting, tuple(e for e in exclusions if e.cases), tuple(attributes), tuple(known))


def unsure(register: Register) -> list[str]:
    """Cases that count though nobody is sure of them, and duplicates of what does not count either; in words."""
    counting = {case.id for case in register.known if case.counts}
    keys = [case.key for case in register.cases if case.status == "unsure"]
    lost = [case.key for case in register.known if case.other and case.other not in counting]
    words = [f"counted, though nobody is sure of them: {some(keys)}"] if keys else []
    return words + ([f"left out as duplicates of cases that do not count either: {some(lost)}"] if lost else [])


def some(words: Sequence[str], most: int = 12) -> str:
    """The first of them, and how many more there are."""
    more = f" and {len(words) - most:,} more" if len(words) > most else ""
    return f"{', '.join(words[:most])}{more}"


def known_names(register: Register) -> list[str]:
    """All that `variable` understands."""
    found = []
    for attribute in register.attributes:
        within = (*(PERIODS if attribute.type == "date" else ()), *attribute.groups)
        found += [attribute.name, *(f"{attribute.name}:{part}" for part in within)]
    return found


def periods(register: Register) -> list[str]:
    """Those of them that are periods of dates."""
    return [f"{a.name}:{part}" for a in register.attributes if a.type == "date" for part in PERIODS]


def variable(register: Register, what: str) -> Variable:
    """The values of an attribute ("nationality"), of a grouping ("nationality:region", or "region" where only one is
    called so), of a period of a date ("date:season"; year, season, quarter, month), or "status", whether cases count.

    Raises Refused: unknown."""
    if _is_status(register, what):
        return _status(register)
    attribute, part = _named(register, what)
    written = {case.id: register.cells[case.id].get(folded(attribute.name), "") for case in register.known}
    name = f"{attribute.name}:{part}" if part else attribute.name
    once = {cell: _label(attribute, part, cell) for cell in set(written.values())}
    values = {id_: once[cell] for id_, cell in written.items()}
    if attribute.type == "choice" and not part:
        values = _one_spelling(values)
    counting = {case.id: values[case.id] for case in register.cases}
    labels = sorted(set(counting.values()), key=_order(attribute, part, once))
    doubts = _doubts(register, attribute, part, counting, written)
    return Variable(name, values, tuple(labels), tuple(doubts))


def chosen(register: Register, conditions: Sequence[str]) -> Register:
    """The register of those cases that meet conditions "NAME=VALUE": any of those about one name, and all names.

    Cases of which nobody can tell whether they do are left out, and are among the exclusions. Raises Refused."""
    for about, values in _wanted(register, conditions):
        register = _meeting(register, about, values)
    return register


def listed(register: Register, conditions: Sequence[str]) -> list[Case]:
    """The cases that meet conditions as in `chosen`, also those that do not count. Raises Refused."""
    wanted = _wanted(register, conditions)
    return [case for case in register.known if all(about.values[case.id] in values for about, values in wanted)]


def made_of(register: Register, case: Case) -> dict[str, Value]:
    """What was made of each cell of a case: attribute → its value."""
    cells = register.cells[case.id]
    return {a.name: a.value(cells[folded(a.name)]) for a in register.attributes if folded(a.name) in cells}


# --- values of cells --------------------------------------------------------------------------------------------------


def _named(register: Register, what: str) -> tuple[Attribute, str | None]:
    by_name = {folded(attribute.name): attribute for attribute in register.attributes}
    if found := by_name.get(folded(what)):
        return found, None
    name, colon, part = what.rpartition(":")
    ways = []
    for attribute in register.attributes:
        if colon and folded(name) != folded(attribute.name):
            continue
        parts: list[str] = [*attribute.groups, *(PERIODS if colon and attribute.type == "date" else ())]
        ways += [(attribute, one) for one in parts if folded(one) == folded(part)]
    if len(ways) > 1:
        raise Refused(
            f"Several attributes have a grouping {part!r}: say {' or '.join(f'{a.name}:{g}' for a, g in ways)}."
        )
    if not ways:
        names = ", ".join(known_names(register)) or "none yet"
        raise Refused(f"The register has no {what!r}; there are: {names}.")
    return ways[0]


def _is_status(register: Register, what: str) -> bool:
    """An attribute of that name goes before."""
    return folded(what) == "status" and "status" not in {folded(attribute.name) for attribute in register.attributes}


def _status(register: Register) -> Variable:
    labels = [status for status in get_args(Status) if any(case.status == status for case in register.cases)]
    return Variable("status", {case.id: case.status for case in register.known}, tuple(labels))


def _label(attribute: Attribute, part: str | None, cell: str) -> str:
    """What stands for a cell in a table."""
    if part is None:
        return _value(attribute, cell)
    if part in attribute.groups:
        return _group(attribute, part, cell)
    return _period(attribute, part, cell)[0]  # type: ignore[arg-type]


def _value(attribute: Attribute, cell: str) -> str:
    words, state = attribute.value(cell)
    if state == "missing":
        return MISSING
    return UNCERTAIN if state == "unread" or not words else words


def _group(attribute: Attribute, grouping: str, cell: str) -> str:
    value = _value(attribute, cell)
    return value if value in (MISSING, UNCERTAIN) else attribute.group(grouping, value) or UNGROUPED


def _period(attribute: Attribute, of: Period, cell: str) -> tuple[str, PartialDate]:
    """The period and its beginning. Of a cell that is no date in the column's order the year may still be known."""
    words, state = attribute.value(cell)
    date = parse(words, attribute.order) if words else None
    found = period(date, of) if date else None
    if found:
        return found
    return (UNCERTAIN if state in ("unread", "uncertain") else MISSING), PartialDate(0)


def _one_spelling(values: Mapping[str, str]) -> dict[str, str]:
    """What differs in case alone is one value, spelled as most of its cases spell it."""
    spelled: dict[str, str] = {}
    for value, _ in Counter(values.values()).most_common():
        spelled.setdefault(folded(value), value)
    return {id_: spelled[folded(value)] for id_, value in values.items()}


def _order(attribute: Attribute, part: str | None, once: Mapping[str, str]) -> Callable[[str], tuple[Any, ...]]:
    """By size, by time, in the order of the groups, or by the alphabet; what is no value last."""
    rank: dict[str, Any] = {}
    if part in attribute.groups:
        rank = {group: place for place, group in enumerate(attribute.groups[str(part)])}
    elif attribute.type == "date":
        for cell, label in once.items():
            date = _period(attribute, part, cell)[1] if part else attribute.date(cell)  # type: ignore[arg-type]
            rank[label] = tuple(number or 0 for number in date or (0, 0, 0))
    elif attribute.type == "number":
        rank = {label: float(as_number(label) or 0) for label in once.values()}
    elif attribute.type == "yes/no":
        rank = {"yes": 0, "no": 1}

    def key(label: str) -> tuple[Any, ...]:
        if label in _NO_VALUES:
            return (1, _NO_VALUES.index(label))
        return (0, rank[label] if rank else folded(label), label)

    return key


# --- what is doubtful -------------------------------------------------------------------------------------------------


def _doubts(
    register: Register, attribute: Attribute, part: str | None, counting: Mapping[str, str], written: Mapping[str, str]
) -> list[str]:
    doubts = unsure(register)
    keys = {case.id: case.key for case in register.cases}
    states = {cell: attribute.value(cell).state for cell in set(written.values())}
    likely = [
        f"{keys[id_]} ({value})"
        for id_, value in counting.items()
        if value not in _NO_VALUES and states[written[id_]] == "uncertain"
    ]
    if likely:
        doubts.append(f"{attribute.name}: only likely, and counted so: {some(likely)}")
    unread = [id_ for id_ in counting if states[written[id_]] == "unread"]
    if unread:
        cells = some([f"{keys[id_]} ({written[id_]!r}: {counting[id_]})" for id_ in unread])
        doubts.append(f"{attribute.name}: can't be read as {attribute.type}, and kept as written: {cells}")
    if attribute.type == "date" and part != "year":
        doubts += _mixed(attribute, part, counting, written)
    return doubts


def _mixed(
    attribute: Attribute, part: str | None, counting: Mapping[str, str], written: Mapping[str, str]
) -> list[str]:
    """Where formats may be mixed: that they may be, and how many cases would then be counted elsewhere."""
    # The whole column shows it, also those of its cases that are not counted here.
    if not either_way(attribute, written.values())[0]:
        return []
    other = replace(attribute, order="mdy" if attribute.order == "dmy" else "dmy")
    moved: Counter[str] = Counter()
    for id_, value in counting.items():
        cell = written[id_]
        if both_ways(cell):
            there = _period(other, part, cell)[0] if part in PERIODS else _value(other, cell)
            moved[value] += there != value
    times = Counter(counting.values())
    told = [f"{label} {n} of {times[label]}" for label, n in sorted(moved.items()) if n]
    doubt = date_doubt(attribute, written.values())
    if not told or not part:
        return [doubt]
    return [f"{doubt}, {sum(moved.values())} of them as another {part}: {', '.join(told)}"]


# --- conditions -------------------------------------------------------------------------------------------------------


def _wanted(register: Register, conditions: Sequence[str]) -> list[tuple[Variable, set[str]]]:
    wanted: dict[str, tuple[Variable, set[str]]] = {}
    for condition in conditions:
        name, equals, value = condition.partition("=")
        if not equals:
            raise Refused(f"Say NAME=VALUE, as nationality=Syrian; {condition!r} is not that.")
        about = variable(register, name)
        wanted.setdefault(about.name, (about, set()))[1].add(_value_named(register, about, value))
    return list(wanted.values())


def _value_named(register: Register, found: Variable, value: str) -> str:
    """The value as the register spells it."""
    if _is_status(register, found.name):
        if folded(value) not in get_args(Status):
            raise Refused(f"A case's status is one of: {', '.join(get_args(Status))}.")
        return folded(value)
    there = {folded(one): one for one in found.values.values()}
    there |= {folded(one.strip("()")): one for one in there.values() if one in _NO_VALUES}
    attribute, part = _named(register, found.name)
    there |= {folded(group): group for group in attribute.groups.get(part or "", ())}
    if named := there.get(folded(value)):
        return named
    if attribute.type in ("choice", "text"):
        known = sorted(set(found.values.values()))
        raise Refused(f"No case has the {found.name} {value!r}; there are: {some(known)}")
    return value


def _meeting(register: Register, about: Variable, values: set[str]) -> Register:
    def meets(case: Case) -> bool:
        return about.values[case.id] in values

    known = {case.key: case for case in register.known}
    exclusions = [
        Exclusion(reason, tuple(key for key in keys if key not in known or meets(known[key])))
        for reason, keys in register.exclusions
    ]
    for nothing in (MISSING, UNCERTAIN):
        if nothing not in values:
            keys = tuple(case.key for case in register.cases if about.values[case.id] == nothing)
            exclusions.append(Exclusion(f"{about.name} is {nothing.strip('()')}", keys))
    counting = tuple(case for case in register.cases if meets(case))
    return replace(register, cases=counting, exclusions=tuple(e for e in exclusions if e.cases))
