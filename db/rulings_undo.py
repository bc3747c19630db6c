"""Undo of what one said about disagreements: one's own last action, in order, also after a restart.

What is done in a reading is undone by `db.undo`; this stands in the project's stream. An undo is an event that names
the action it takes back, and events that give each ruling and each yes its state from before."""

import json
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from corpus.refused import Refused
from db import events, phrases, schema
from db.events import PROJECT, Event
from db.project import Project
from db.values import Coder

_E = schema.event.c
_OURS = and_(or_(_E.kind.like("ruling.%"), _E.kind.like("consent.%")), _E.kind != "ruling.recode")
"""What was said here; not what a recoding took along, which goes back with it."""


def undo(project: Project, actor: Coder) -> str | None:
    """Take back the actor's last action on disagreements, many rulings at once if it was that; in words.

    None when there is nothing. Raises Refused: somebody else has said something there since."""
    with project.write(actor.id) as action:
        last = _last(action.connection, actor)
        if last is None:
            return None
        query = select(schema.event).where(_E.action == last, _OURS).order_by(_E.lamport, _E.seq)
        done = [Event(*row[1:]) for row in action.connection.execute(query)]
        for entity in {event.entity for event in done}:
            newest = select(_E.actor).where(_E.entity == entity).order_by(_E.lamport.desc(), _E.replica.desc()).limit(1)
            if action.connection.scalar(newest) != actor.id:
                raise Refused("Somebody else has ruled there since; it can't be taken back any more.")
        words = phrases.of_action(action.connection, done)
        action.append(PROJECT, "undo.undo", last, {})
        firsts = {event.entity: event for event in reversed(done)}
        for entity, event in {event.entity: event for event in done}.items():
            before = _before(action.connection, firsts[entity])
            state = {**event.state, "live": 0} if before is None else before
            table = event.kind.partition(".")[0]
            kind = {"ruling": ("ruling.open", "ruling.restore"), "consent": ("consent.no", "consent.yes")}[table]
            action.append(PROJECT, kind[bool(state["live"])], entity, state)
        return words


def _last(connection: Connection, actor: Coder) -> str | None:
    """The id of the actor's last action on disagreements that is no undo and was not undone."""
    query = (
        select(_E.action)
        .where(_E.stream == PROJECT, _E.actor == actor.id, _OURS)
        .order_by(_E.lamport.desc(), _E.replica.desc(), _E.seq.desc())
    )
    undone: set[str] = set()
    seen: set[str] = set()
    with connection.execution_options(yield_per=50).execute(query) as found:
        for (id_,) in found:
            if id_ in seen:
                continue
            seen.add(id_)
            target = connection.scalar(select(_E.entity).where(_E.action == id_, _E.kind == "undo.undo"))
            if target is not None:
                undone.add(target)
            elif id_ not in undone:
                return str(id_)
    return None


def _before(connection: Connection, first: Event) -> dict[str, Any] | None:
    """What was said there before, by the last of the events that this one was made on; None: nothing yet."""
    query = select(_E.payload).where(_E.id.in_(json.loads(first.base))).order_by(_E.lamport.desc(), _E.replica.desc())
    payload = connection.scalar(query.limit(1))
    return None if payload is None else events.loads(payload)
