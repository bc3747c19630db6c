"""What the register tells of its cases: types, what words mean, groupings. Names are told apart case aside."""

import hashlib
import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from corpus.attributes import Attribute, folded, from_plain, to_plain
from corpus.refused import Refused
from db import events, schema
from db.coders import only_leads
from db.events import Action
from db.project import Project
from db.values import Case, Coder


def listed(project: Project) -> list[Attribute]:
    """Those that are defined, by name."""
    with project.read() as connection:
        return within(connection)


def within(connection: Connection) -> list[Attribute]:
    """As `listed`, inside a transaction."""
    a, b = schema.attribute.c, schema.body.c
    query = (
        select(b.words)
        .join_from(schema.attribute, schema.body, a.about == b.hash)
        .where(a.live == 1, b.words.is_not(None))
    )
    found = [from_plain(json.loads(words)) for words in connection.scalars(query)]
    return sorted(found, key=lambda attribute: folded(attribute.name))


def of(defined: Sequence[Attribute], cases: Iterable[Case]) -> list[Attribute]:
    """Those that are defined, and those that cases have without a definition: these are text."""
    known = {folded(attribute.name) for attribute in defined}
    names = {folded(name): name for case in cases for name in case.attributes if folded(name) not in known}
    return [*defined, *(Attribute(names[key]) for key in sorted(names))]


def load(project: Project, actor: Coder, new: Iterable[Attribute]) -> int:
    """Define attributes, or change what is defined; others stay. How many are new or changed.

    Raises Refused: not a lead."""
    only_leads(actor, "say what attributes mean")
    with project.write(actor.id) as action:
        return keep(action, new)


def remove(project: Project, actor: Coder, name: str) -> None:
    """Take a definition away: what cases say of it stays, as text. Raises Refused: not a lead; no such definition."""
    only_leads(actor, "say what attributes mean")
    with project.write(actor.id) as action:
        if folded(name) not in {folded(attribute.name) for attribute in within(action.connection)}:
            raise Refused(f"No attribute {name!r} is defined in this project.")
        state = events.state_of(action.connection, _id(name)) or {}
        action.append(events.PROJECT, "attribute.remove", _id(name), {**state, "live": 0})


def keep(action: Action, new: Iterable[Attribute]) -> int:
    """As `load`, inside an action."""
    there = {folded(attribute.name): _words(attribute) for attribute in within(action.connection)}
    changed = {
        _id(attribute.name): _words(attribute)
        for attribute in new
        if there.get(folded(attribute.name)) != _words(attribute)
    }
    action.append_many(
        events.PROJECT,
        [("attribute.set", id_, {"@about": action.body(words), "live": 1}) for id_, words in changed.items()],
    )
    return len(changed)


def _words(attribute: Attribute) -> str:
    """JSON in which groups stand in their order: that of the rows of a table."""
    return json.dumps(to_plain(attribute), separators=(",", ":"))


def _id(name: str) -> str:
    """The same in every copy of the project, so that two definitions of one attribute are one."""
    return hashlib.sha256(f"attribute\n{folded(name)}".encode()).hexdigest()[:32]
