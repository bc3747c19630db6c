"""Whether a case counts: included, a duplicate of another one, a suspected fake, or nobody is sure. Said by leads."""

from corpus.refused import Refused
from db import events, rows
from db.coders import only_leads
from db.events import Action
from db.project import Project
from db.values import Case, Coder, Status


def say(project: Project, actor: Coder, case: Case, status: Status, other: Case | None = None, why: str = "") -> None:
    """Keep whether a case counts, with the reason; `other` is whose duplicate it is.

    Raises Refused: not a lead; as `within` does."""
    only_leads(actor, "say which cases count")
    with project.write(actor.id) as action:
        within(action, actor, case, status, other, why)


def within(action: Action, actor: Coder, case: Case, status: Status, other: Case | None, why: str) -> None:
    """As `say`, inside an action.

    Raises Refused: the other case is missing, is the case itself, is erased, or does not count; an excluded case has
    no reason; the case has duplicates that would count for nobody; erased."""
    known = {one.id: one for one in rows.cases(action.connection)}
    case = known[case.id]
    if case.purged:
        raise Refused("This case was erased.")
    if status in ("duplicate", "fake") and not why.strip():
        raise Refused(f"Say why {case.key} is left out (--why).")
    if (status == "duplicate") != (other is not None):
        raise Refused("A duplicate needs the case that it is a duplicate of (--of), and nothing else does.")
    if other is not None:
        other = known[other.id]
        if other.id == case.id:
            raise Refused(f"{case.key} can't be a duplicate of itself.")
        if not other.counts:
            raise Refused(f"{other.key} does not count itself; name the case that counts.")
    copies = [one.key for one in known.values() if one.status == "duplicate" and one.other == case.id]
    if status in ("duplicate", "fake") and copies:
        raise Refused(f"{', '.join(copies)} is left out as a duplicate of {case.key}; change that first.")
    state = {
        "case_id": case.id, "status": status, "other": other.id if other else None,
        "@reason": action.body(why.strip()) if why.strip() else None, "coder": actor.id,
    }  # fmt: skip
    action.append(events.PROJECT, "standing.say", f"{case.id}.standing", state)
