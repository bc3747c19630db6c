"""Coders and leads. Only leads add them; a name is one coder's."""

import getpass
import secrets
from collections.abc import Sequence

from corpus.refused import Refused
from db import events, names, rows
from db.project import Project
from db.values import Coder, Role


def listed(project: Project) -> list[Coder]:
    """All, by name."""
    with project.read() as connection:
        return rows.coders(connection)


def named(project: Project, name: str) -> Coder:
    """The coder of that name (case aside). Raises Refused with the names there are."""
    return among(listed(project), name)


def among(known: Sequence[Coder], name: str) -> Coder:
    """As `named`, of those that are known; also by id or the beginning of it (6 letters or more).

    Raises Refused with the ids when several have the name, after a merge."""
    found = [c for c in known if names.same(c.name, name) or (len(name) >= 6 and c.id.startswith(name))]
    found = found or [c for c in known if names.same(_plain(c), name)]
    if len(found) > 1:
        ids = ", ".join(coder.id[:12] for coder in found)
        raise Refused(f"{len(found)} coders are called {name!r} in this project; name one by the id: {ids}")
    if found:
        return found[0]
    there_are = ", ".join(coder.name for coder in known)
    raise Refused(f"No coder is called {name!r} in this project; there are: {there_are}. A lead adds coders.")


def logged_in(project: Project) -> Coder | None:
    """The coder who is called like the person logged in on this machine, if there is one."""
    try:
        login = getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None
    return next((coder for coder in listed(project) if names.same(coder.name, login)), None)


def add(project: Project, actor: Coder, name: str, role: Role = "coder") -> Coder:
    """Add a coder. Raises Refused: the actor is no lead, the name is taken or is none."""
    only_leads(actor, "add coders")
    name = names.checked(name, "coder")
    with project.write(actor.id) as action:
        if any(
            names.same(name, one) for coder in rows.coders(action.connection) for one in (coder.name, _plain(coder))
        ):
            raise Refused(f"{name} is a coder of this project already.")
        coder = Coder(secrets.token_hex(16), name, role)
        action.append(events.PROJECT, "coder.add", coder.id, {"@name": action.body(name), "role": role})
    return coder


def _plain(coder: Coder) -> str:
    """The name as it was given, without what tells it from the same name of another coder (see `db.rows.coders`)."""
    return coder.name.removesuffix(f" ({coder.id[:6]})")


def only_leads(actor: Coder, what: str) -> None:
    """Raises Refused when the actor is not a lead."""
    if actor.role != "lead":
        raise Refused(f"Only leads {what}; {actor.name} is a coder in this project.")
