"""Attributes in and out as YAML: what words mean, what is uncertain, what is missing, which values make a group.

    key: number                      # optional: which columns of a register are no attributes
    name: person
    attributes:
      nationality:
        type: choice                 # text, choice, number, date, yes/no
        values: {Tunisia: Tunisian}
        uncertain: {Likely Turkish: Turkish}
        missing: [not asked]
        groups:
          region:
            North Africa: [Tunisian, Libyan]
      date:
        type: date
        order: dmy                   # or mdy

What is wrong in a file is refused with its line.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from corpus import yaml_parts
from corpus.attributes import TYPES, Attribute, folded, to_plain
from corpus.dates import ORDERS, PERIODS
from corpus.yaml_parts import Part

Role = Literal["key", "name", "note", "leave out"]

_TOP: tuple[Role | Literal["attributes"], ...] = ("key", "name", "note", "leave out", "attributes")
_FIELDS = ("type", "order", "values", "uncertain", "missing", "groups")


@dataclass(frozen=True)
class AttributeFile:
    """What such a file says. `roles`: the names of columns (folded) that are no attributes → what they are."""

    attributes: tuple[Attribute, ...] = ()
    roles: Mapping[str, Role] = field(default_factory=dict)


def load(path: Path) -> AttributeFile:
    """Read such a file. Raises Refused with the line of what is wrong."""
    return loads(yaml_parts.read(path, "a file of attributes"), str(path))


def loads(words: str, source: str) -> AttributeFile:
    """As `load`; `source` names the file in messages."""
    top = yaml_parts.parsed(words, source, "is no file of attributes: it needs 'attributes:' at its top")
    part = Part(top, source, "the file", 1)
    part.only(_TOP)
    roles: dict[str, Role] = {}
    for role in ("key", "name", "note"):
        if column := part.text(role):
            roles[folded(column)] = role
    roles |= {folded(column): "leave out" for column in part.lines("leave out")}
    found = list(_attributes(part))
    part.unique("attributes", [folded(attribute.name) for attribute in found])
    return AttributeFile(tuple(found), roles)


def dumps(attributes: Iterable[Attribute]) -> str:
    """The attributes as YAML; `loads` gives the same attributes back."""
    plain: dict[str, Any] = {}
    for attribute in attributes:
        told = to_plain(attribute)
        plain[told.pop("name")] = told
    return yaml_parts.dumps({"attributes": plain})


def _attributes(top: Part) -> Iterator[Attribute]:
    under = top.inner("attributes", "the list of attributes")
    for name in under.content if under else ():
        assert under is not None
        part = under.inner(name, f"the attribute {name}")
        if part is None:
            raise under.refused(f"says nothing of {name}; give it a type", name)
        if not name.strip() or len(name) > 80 or "\n" in name or "=" in name:
            raise under.refused("has a name that is not one line of 80 characters without '='", name)
        yield _attribute(name.strip(), part)


def _attribute(name: str, part: Part) -> Attribute:
    part.only(_FIELDS)
    type_ = part.text("type") or "text"
    if type_ not in TYPES:
        raise part.refused(f"has a type that is none of {', '.join(TYPES)}", "type")
    order = part.text("order") or "dmy"
    if order not in ORDERS or ("order" in part.content and type_ != "date"):
        raise part.refused(f"has an order; that is {' or '.join(ORDERS)}, of a date", "order")
    groups = _groups(part)
    if type_ == "date" and set(PERIODS) & {folded(grouping) for grouping in groups}:
        raise part.refused(f"has a grouping called like a period ({', '.join(PERIODS)})", "groups")
    return Attribute(
        name, type_, order, dict(part.pairs("values")), dict(part.pairs("uncertain")), part.lines("missing"), groups
    )


def _groups(part: Part) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    under = part.inner("groups", f"the groups of {part.what}")
    for grouping in under.content if under else ():
        assert under is not None
        groups = under.inner(grouping, f"the grouping {grouping}")
        if groups is None:
            raise under.refused(f"has no groups in {grouping}", grouping)
        found[grouping] = {group: groups.lines(group) for group in groups.content}
        groups.unique(grouping, [folded(value) for values in found[grouping].values() for value in values])
    return found
