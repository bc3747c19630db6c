"""Rounds: planned batches of coding. A new project has one, main, open, not blind."""

from corpus.refused import Refused
from db import names, rows
from db.project import Project
from db.values import Document, Round


def listed(project: Project) -> list[Round]:
    """All, in the order in which they were made."""
    with project.read() as connection:
        return rows.rounds(connection)


def current(project: Project, document: Document | None = None) -> Round:
    """The latest open round (that has the document). Raises Refused when none is open."""
    for found in reversed(listed(project)):
        if found.open:
            return found
    raise Refused("No round is open in this project; a lead opens one.")


def named(project: Project, name_or_id: str) -> Round:
    """The round of that name or id. Raises Refused with the names there are."""
    known = listed(project)
    found = [r for r in known if r.id == name_or_id] or [r for r in known if names.same(r.name, name_or_id)]
    if not found:
        raise Refused(f"No round is called {name_or_id!r}; there are: {', '.join(r.name for r in known)}.")
    if len(found) > 1:
        raise Refused(f"{len(found)} rounds are called {name_or_id!r}; name one by: {', '.join(r.id for r in found)}")
    return found[0]
