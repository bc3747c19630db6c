"""Cases: the people whose words are coded. Chosen by their key, since names are not unique."""

import re
import secrets
from collections.abc import Mapping

from corpus.refused import Refused
from db import events, names, rows
from db.project import Project
from db.values import Case, Coder

_KEY = re.compile(r"[\w.-]{1,40}")


def listed(project: Project) -> list[Case]:
    """All, by key."""
    with project.read() as connection:
        return rows.cases(connection)


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
    """Add a case. Raises Refused: the key is taken, or is not letters, digits, ".", "-", "_" (at most 40)."""
    key = key.strip()
    if not _KEY.fullmatch(key):
        raise Refused(f"A case's id is letters, digits, '.', '-' or '_', at most 40 of them; {key!r} is not.")
    with project.write(actor.id) as action:
        if any(names.same(case.key, key) for case in rows.cases(action.connection)):
            raise Refused(f"A case with the id {key!r} exists already.")
        about = {"key": key, "name": name, "attributes": dict(attributes or {}), "note": note}
        id_ = secrets.token_hex(16)
        action.append(events.PROJECT, "case.add", id_, {"@about": action.body(events.canonical(about))})
    return Case(id_, key, name, dict(attributes or {}), note)
