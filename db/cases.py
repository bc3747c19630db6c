"""Cases: the people whose words are coded. Chosen by their key, since names are not unique."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from corpus.attributes import Attribute, folded
from corpus.refused import Refused
from corpus.register import KEY
from db import attributes as definitions
from db import events, names, rows, sight
from db.coders import only_leads
from db.events import Action
from db.project import Project
from db.values import Case, Coder


def listed(project: Project) -> list[Case]:
    """All that the viewer sees, by key."""
    with project.read() as connection:
        return within(project, connection)


def named(project: Project, key: str) -> Case:
    """The case with that key or id. Raises Refused: unknown, or several have the key (after a merge)."""
    known = listed(project)
    found = [case for case in known if case.id == key] or [case for case in known if names.same(case.key, key)]
    if not found:
        raise Refused(f"No case has the id {key!r} in this project.")
    if len(found) > 1:
        raise Refused(f"{len(found)} cases have the id {key!r}; name one by: {', '.join(case.id for case in found)}")
    return found[0]


def add(
    project: Project,
    actor: Coder,
    key: str,
    name: str = "",
    attributes: Mapping[str, str] | None = None,
    note: str = "",
) -> Case:
    """Add a case. Raises Refused: the key is taken, or is not letters, digits, ".", "-", "_" (at most 40); an attribute
    that is no date (number, yes or no) where it is defined as one."""
    with project.write(actor.id) as action:
        known = within(project, action.connection)  # what others made in a blind round is told when rounds are merged
        key = _new_key(key, [case.key for case in known])
        said = _checked(_definitions(action, known), attributes or {})
        case = Case(secrets.token_hex(16), key, name, {name: words for name, words in said.items() if words}, note)
        keep(action, "case.add", [case])
    return case


def edit(
    project: Project,
    actor: Coder,
    case: Case,
    *,
    key: str | None = None,
    name: str | None = None,
    note: str | None = None,
    attributes: Mapping[str, str] | None = None,
) -> Case:
    """Change what is said of a case, where something is given; an attribute that is "" is taken away. Another key only
    where a merge gave several cases the same one.

    Raises Refused: not a lead; erased; as `add` does of keys and attributes."""
    only_leads(actor, "change what is said about cases")
    with project.write(actor.id) as action:
        known = rows.cases(action.connection)
        now = next(one for one in known if one.id == case.id)
        if now.purged:
            raise Refused("This case was erased.")
        if key is not None:
            others = [one.key for one in known if one.id != now.id and not one.purged]
            if not any(names.same(one, now.key) for one in others):
                raise Refused(f"No other case has the id {now.key!r}; an id stays unless a merge brought it twice.")
            key = _new_key(key, others)
        said = {**now.attributes, **_checked(_definitions(action, known), attributes or {})}
        changed = replace(
            now,
            key=now.key if key is None else key,
            name=now.name if name is None else name,
            note=now.note if note is None else note,
            attributes={name: words for name, words in said.items() if words},
        )
        if changed != now:
            keep(action, "case.edit", [changed])
    return changed


def _new_key(key: str, taken: Iterable[str]) -> str:
    key = key.strip()
    if not KEY.fullmatch(key):
        raise Refused(f"A case's id is letters, digits, '.', '-' or '_', at most 40 of them; {key!r} is not.")
    if any(names.same(one, key) for one in taken):
        raise Refused(f"A case with the id {key!r} exists already.")
    return key


def within(project: Project, connection: Connection) -> list[Case]:
    """What `listed` lists."""
    unseen = sight.unseen_cases(project, connection)
    return [case for case in rows.cases(connection) if case.id not in unseen]


def twins(cases: Iterable[Case]) -> list[str]:
    """In words, the cases that have one id, as copies that are merged may bring, and what to do about it."""
    of_key: dict[str, list[Case]] = {}
    for case in cases:
        if not case.purged:
            of_key.setdefault(names.folded(case.key), []).append(case)
    return [
        f"{len(some)} cases have the id {some[0].key}: {', '.join(case.id for case in some)}. Give one of them "
        "another (coder cases --edit ID --id NEW); if they are one person, say so (coder cases-same --exclude)."
        for some in of_key.values()
        if len(some) > 1
    ]


def keep(action: Action, kind: str, cases: Iterable[Case]) -> None:
    """Write down cases as they are now, inside an action."""
    abouts = {
        case.id: {"key": case.key, "name": case.name, "attributes": dict(case.attributes), "note": case.note}
        for case in cases
    }
    action.append_many(
        events.PROJECT,
        [(kind, id_, {"@about": action.body(events.canonical(about))}) for id_, about in abouts.items()],
    )


def _definitions(action: Action, known: Sequence[Case]) -> dict[str, Attribute]:
    return {folded(a.name): a for a in definitions.of(definitions.within(action.connection), known)}


def _checked(known: Mapping[str, Attribute], said: Mapping[str, str]) -> dict[str, str]:
    """Attributes under the names that the project has for them. Raises Refused: a value that can't be read."""
    checked = {}
    for name, words in said.items():
        attribute = known.get(folded(name), Attribute(name.strip()))
        words = words.strip()
        if words and attribute.value(words).state == "unread":
            raise Refused(f"{attribute.name} is {words!r}, which can't be read as its type, {attribute.type}.")
        checked[attribute.name] = words
    return checked
