"""Attributes of cases: what a register tells of people, and what is made of a cell. The cell itself always stays.

A cell becomes a value by the attribute's type and by three lists that the project keeps: what other words mean
("Tunisia" is "Tunisian"), what is only likely ("Likely Turkish" is "Turkish", uncertain), and what says nothing.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple, get_args

from corpus.dates import Order, PartialDate, both_ways, only_year, parse

Type = Literal["text", "choice", "number", "date", "yes/no"]
TYPES: tuple[Type, ...] = get_args(Type)

_NOTHING = {"", "-", "–", "—", "?", "??", "n/a", "unknown", "not known", "not given", "not stated", "missing"}
"""What says nothing in every attribute, unless its own lists say otherwise."""
_YES_NO = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}


class Value(NamedTuple):
    """What was made of a cell.

    `state`: given; uncertain (only likely, or nobody can tell which: `words` may be ""); missing; unread: it is
    kept as written, since it is nothing that its type can be. Of an unread date the year may be known."""

    words: str
    state: Literal["given", "uncertain", "missing", "unread"]


@dataclass(frozen=True)
class Attribute:
    """What the register tells of its cases under one name.

    `order`: of day and month, in a date. `values`: words → what they mean; `uncertain`: words → what they are likely
    to mean, or ""; `missing`: words that say nothing. `groups`: grouping → group → its values."""

    name: str
    type: Type = "text"
    order: Order = "dmy"
    values: Mapping[str, str] = field(default_factory=dict)
    uncertain: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    groups: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def value(self, written: str) -> Value:
        """What is made of a cell."""
        key = folded(written)
        if key in self._values:
            return self._typed(self._values[key])
        if key in self._uncertain:
            words, state = self._typed(self._uncertain[key])
            return Value(words, "unread" if state == "unread" else "uncertain")
        if key in self._missing:
            return Value("", "missing")
        return self._typed(written.strip())

    def group(self, grouping: str, value: str) -> str | None:
        """The group that a value is in; None: in no group of that grouping."""
        return self._grouped[grouping].get(folded(value))

    def date(self, written: str) -> PartialDate | None:
        """What is known of the date in a cell of a date attribute; None: nothing."""
        words = self.value(written).words
        return parse(words, self.order) if words else None

    def _typed(self, words: str) -> Value:
        if self.type == "date":
            found = parse(words, self.order)
            return Value(str(found), "given") if found else Value(str(only_year(words) or ""), "unread")
        if self.type == "number":
            number = as_number(words)
            return Value("", "unread") if number is None else Value(number, "given")
        if self.type == "yes/no":
            said = _YES_NO.get(folded(words), "")
            return Value(said, "given" if said else "unread")
        return Value(words, "given")

    @cached_property
    def _values(self) -> dict[str, str]:
        return {folded(words): value for words, value in self.values.items()}

    @cached_property
    def _uncertain(self) -> dict[str, str]:
        return {folded(words): value for words, value in self.uncertain.items()}

    @cached_property
    def _missing(self) -> set[str]:
        return _NOTHING | {folded(words) for words in self.missing}

    @cached_property
    def _grouped(self) -> dict[str, dict[str, str]]:
        return {
            grouping: {folded(value): group for group, values in groups.items() for value in values}
            for grouping, groups in self.groups.items()
        }


@lru_cache(maxsize=4096)  # the same names and values in every row of a register
def folded(words: str) -> str:
    """Words as they are compared: case, blanks and Unicode form aside."""
    return " ".join(unicodedata.normalize("NFKC", words).split()).casefold()


def says_nothing(written: str) -> bool:
    """Whether a cell says nothing, whatever its attribute."""
    return folded(written) in _NOTHING


def as_number(words: str) -> str | None:
    """A number in its plain form ("1,200" is "1200", "3.0" is "3"); None for anything else."""
    bare = words.strip().replace("\N{MINUS SIGN}", "-")
    if re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare):
        bare = bare.replace(",", "")
    if not re.fullmatch(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,10})?", bare):
        return None
    whole, _, rest = bare.lstrip("+").partition(".")
    rest = rest.rstrip("0")
    sign = "-" if whole.startswith("-") and (rest or whole.strip("-0")) else ""
    return f"{sign}{whole.lstrip('-').lstrip('0') or '0'}{'.' + rest if rest else ''}"


def either_way(attribute: Attribute, cells: Iterable[str]) -> tuple[int, int]:
    """How many cells of a date column are no date in its order but are in the other one, and how many are read but
    could be read either way. Where there are any of the first, formats may be mixed, and the second are uncertain."""
    if attribute.type != "date":
        return 0, 0
    times = Counter(cells)
    said = [cell for cell in times if attribute.value(cell).state != "missing"]
    other: Order = "mdy" if attribute.order == "dmy" else "dmy"
    odd = [cell for cell in said if parse(cell, attribute.order) is None and parse(cell, other) is not None]
    return sum(times[cell] for cell in odd), sum(times[cell] for cell in said if both_ways(cell))


def to_plain(attribute: Attribute) -> dict[str, Any]:
    """As JSON and YAML hold it, without what is empty; `from_plain` gives it back."""
    plain: dict[str, Any] = {"name": attribute.name, "type": attribute.type}
    if attribute.type == "date":
        plain["order"] = attribute.order
    told: dict[str, Any] = {"values": dict(attribute.values), "uncertain": dict(attribute.uncertain)}
    told["missing"] = list(attribute.missing)
    told["groups"] = {
        grouping: {group: list(values) for group, values in groups.items()}
        for grouping, groups in attribute.groups.items()
    }
    return plain | {key: value for key, value in told.items() if value}


def from_plain(plain: Mapping[str, Any]) -> Attribute:
    """The attribute that `to_plain` wrote down."""
    groups = {
        grouping: {group: tuple(values) for group, values in groups.items()}
        for grouping, groups in plain.get("groups", {}).items()
    }
    return Attribute(
        plain["name"], plain["type"], plain.get("order", "dmy"), plain.get("values", {}), plain.get("uncertain", {}),
        tuple(plain.get("missing", ())), groups,
    )  # fmt: skip
