"""Whether two cases are one person: said by people, remembered, so that a pair is looked at once."""

import hashlib

from sqlalchemy import select

from corpus.refused import Refused
from db import events, rows, schema, sight, standings
from db.coders import only_leads
from db.project import Project
from db.values import Case, Coder, Judgement, Verdict


def listed(project: Project) -> list[Judgement]:
    """What was said last about each pair, by the ids of its cases."""
    j, b = schema.judgement.c, schema.body.c
    query = (
        select(j.case_id, j.other, j.verdict, j.coder, j.reason, b.words)
        .outerjoin_from(schema.judgement, schema.body, j.reason == b.hash)
        .order_by(j.case_id, j.other)
    )
    with project.read() as connection:
        found, unseen = list(connection.execute(query)), sight.unseen_cases(project, connection)
    return [
        Judgement(case, other, verdict, coder, (rows.ERASED if words is None else words) if reason else "")
        for case, other, verdict, coder, reason, words in found
        if not unseen & {case, other}
    ]


def say(
    project: Project, actor: Coder, one: Case, other: Case, verdict: Verdict, why: str = "", exclude: Case | None = None
) -> None:
    """Keep whether two cases are one person. `exclude`: of one person, the case that shall not count (leads only).

    Raises Refused: a case and itself; erased; not a lead; as `standings.within` does."""
    if one.id == other.id:
        raise Refused("Name two cases.")
    if exclude is not None:
        if verdict != "same" or exclude.id not in (one.id, other.id):
            raise Refused("Of two cases that are the same person, one of the two can be left out (--exclude).")
        only_leads(actor, "say which cases count")
    first, second = sorted((one, other), key=lambda case: case.id)
    with project.write(actor.id) as action:
        if any(case.purged for case in rows.cases(action.connection) if case.id in (one.id, other.id)):
            raise Refused("One of the two cases was erased.")
        state = {
            "case_id": first.id, "other": second.id, "verdict": verdict,
            "@reason": action.body(why.strip()) if why.strip() else None, "coder": actor.id,
        }  # fmt: skip
        action.append(events.PROJECT, "judgement.say", _id(first, second), state)
        if exclude is not None:
            counts = other if exclude.id == one.id else one
            standings.within(action, actor, exclude, "duplicate", counts, why or "judged to be the same person")


def _id(first: Case, second: Case) -> str:
    """The same in every copy of the project."""
    return hashlib.sha256(f"judgement\n{first.id}\n{second.id}".encode()).hexdigest()[:32]
