"""A register brought in: its cases added or brought up to date by their keys, in one action.

What a person set here stays, whatever the file says, and is told. So importing a file again changes nothing. A case's
id is made from its key: the same register, brought into two copies of a project, is one register once they are merged.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from corpus.attributes import Attribute, folded
from corpus.register import Row, Trouble, Understood
from db import attributes, cases, rows, schema
from db.coders import only_leads
from db.project import Project
from db.values import Case, Coder


class Kept(NamedTuple):
    """What a person set here and the file says otherwise; `what` is "name", "note" or an attribute."""

    key: str
    what: str
    here: str
    file: str


@dataclass
class Taken:
    """What an import does. `left_out`: rows of which nobody can tell which case they are, with the reason."""

    added: list[Case] = field(default_factory=list)
    changed: list[Case] = field(default_factory=list)
    same: int = 0
    kept: list[Kept] = field(default_factory=list)
    left_out: list[Trouble] = field(default_factory=list)


def preview(project: Project, register: Understood) -> Taken:
    """What `take` would do."""
    with project.read() as connection:
        return _planned(connection, project.id, register)


def take(project: Project, actor: Coder, register: Understood, defined: Iterable[Attribute]) -> Taken:
    """Keep the cases of a register and the attributes that go with them. Raises Refused: not a lead."""
    only_leads(actor, "bring in a register")
    with project.write(actor.id) as action:
        attributes.keep(action, defined)
        taken = _planned(action.connection, project.id, register)
        cases.keep(action, "case.import", [*taken.added, *taken.changed])
    return taken


def _planned(connection: Connection, project: str, register: Understood) -> Taken:
    taken = Taken()
    there: dict[str, list[Case]] = defaultdict(list)
    erased = set()
    for case in rows.cases(connection):
        if case.purged:
            erased.add(case.id)
        else:
            there[folded(case.key)].append(case)
    by_hand = _set_by_hand(connection)
    for row in register.rows:
        found = there[folded(row.key)]
        if len(found) > 1:
            taken.left_out.append(_left_out(row, f"{len(found)} cases have this id, after a merge"))
        elif not found and _id(project, row.key) in erased:
            taken.left_out.append(_left_out(row, "a case with this id was erased here on purpose"))
        elif not found:
            said = {name: words for name, words in row.attributes.items() if words}
            taken.added.append(Case(_id(project, row.key), row.key, row.name, said, row.note))
        elif not register.keyed and not _is(found[0], row):
            what = f"no column tells the cases apart, and the case {row.key} is somebody else here"
            taken.left_out.append(_left_out(row, what))
        else:
            case = _brought_up_to_date(found[0], row, register, by_hand.get(found[0].id, {}), taken.kept)
            if case == found[0]:
                taken.same += 1
            else:
                taken.changed.append(case)
    return taken


def _id(project: str, key: str) -> str:
    return hashlib.sha256(f"case\n{project}\n{folded(key)}".encode()).hexdigest()[:32]


def _left_out(row: Row, what: str) -> Trouble:
    return Trouble(row.number, row.line, "", row.key, what)


def _is(case: Case, row: Row) -> bool:
    """Whether a row without a key is about this case: same name, or, without names, the same in all."""
    if case.name or row.name:
        return case.name == row.name
    return all(case.attributes.get(name, "") == words for name, words in row.attributes.items())


def _brought_up_to_date(
    case: Case, row: Row, register: Understood, by_hand: Mapping[str, str], kept: list[Kept]
) -> Case:
    """The case as the file says, but for what was set by hand."""
    columns = {column.role for column in register.columns}

    def chosen(what: str, id_: str, here: str, file: str) -> str:
        if here == file or by_hand.get(id_) != here:
            return file
        kept.append(Kept(case.key, what, here, file))
        return here

    name = chosen("name", "name", case.name, row.name) if "name" in columns else case.name
    note = chosen("note", "note", case.note, row.note) if "note" in columns else case.note
    spelled = {folded(attribute): attribute for attribute in case.attributes}
    said = dict(case.attributes)
    for attribute, words in row.attributes.items():
        attribute = spelled.get(folded(attribute), attribute)
        said[attribute] = chosen(attribute, _attribute(attribute), said.get(attribute, ""), words)
    return replace(case, name=name, note=note, attributes={what: words for what, words in said.items() if words})


def _set_by_hand(connection: Connection) -> dict[str, dict[str, str]]:
    """By the id of each case: what (as in `_flat`) → the words, where a person wrote them last, and no import."""
    e, b = schema.event.c, schema.body.c
    query = select(e.entity, e.kind, e.payload).where(e.kind.like("case.%")).order_by(e.lamport, e.replica, e.seq)
    told = [(entity, kind, json.loads(payload)) for entity, kind, payload in connection.execute(query)]
    words: dict[str, str | None] = {}
    for some in rows.in_portions(state["@about"] for _, _, state in told):
        words.update(tuple(row) for row in connection.execute(select(b.hash, b.words).where(b.hash.in_(some))))
    now: dict[str, dict[str, str]] = defaultdict(dict)
    by_hand: dict[str, dict[str, str]] = defaultdict(dict)
    ever: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entity, kind, state in told:
        about = words.get(state["@about"])
        if about is None:
            continue
        after = _flat(json.loads(about))
        settled = kind == "case.settle"  # then the version that is shown may be the one that somebody chose
        for what in after.keys() | now[entity].keys():
            ever[entity, what].add(after.get(what, ""))
            same = after.get(what, "") == now[entity].get(what, "")
            if same and not (settled and len(ever[entity, what]) > 1):
                continue
            if kind == "case.import":
                by_hand[entity].pop(what, None)
            else:
                by_hand[entity][what] = after.get(what, "")
        now[entity] = after
    return by_hand


def _flat(about: Mapping[str, Any]) -> dict[str, str]:
    attributes = {_attribute(name): words for name, words in about["attributes"].items()}
    return {"name": about["name"], "note": about["note"], **attributes}


def _attribute(name: str) -> str:
    """Apart from the name and the note of a case: a column may be called so, too."""
    return f"attribute {folded(name)}"
