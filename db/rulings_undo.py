"""Undo and redo of what one said about disagreements: one's own last action, in order, also after a restart.

What is done in a reading is undone by `db.undo`; this stands in the project's stream. An undo is an event that names
the action it takes back, and events that give each ruling and each yes its state from before; a redo gives back the
states that the undone action had made."""

import json
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from corpus.refused import Refused
from db import events, phrases, rulings, schema
from db.events import PROJECT, Event
from db.project import Project
from db.undo import next_turns
from db.values import Coder

_E = schema.event.c
_OURS = and_(or_(_E.kind.like("ruling.%"), _E.kind.like("consent.%")), _E.kind != "ruling.recode")
"""What was said here; not what a recoding took along, which goes back with it."""
_KINDS = {"ruling": ("ruling.open", "ruling.restore"), "consent": ("consent.no", "consent.yes")}


def undo(project: Project, actor: Coder) -> str | None:
    """Take back the actor's last action on disagreements, many rulings at once if it was that; in words.

    None when there is nothing. Raises Refused: somebody else has said something there since; the document was erased;
    a package."""
    return _turn(project, actor, "undo.undo")


def redo(project: Project, actor: Coder) -> str | None:
    """Say again what was last taken back, as long as the actor has said nothing else since; in words, or None.

    Raises Refused as `undo` does."""
    return _turn(project, actor, "undo.redo")


def _turn(project: Project, actor: Coder, kind: str) -> str | None:
    with project.write(actor.id) as action:
        rulings.not_a_package(action)
        undoable, redoable = next_turns(action.connection, actor, PROJECT, _OURS)
        target = undoable if kind == "undo.undo" else redoable
        if target is None:
            return None
        query = select(schema.event).where(_E.action == target, _OURS).order_by(_E.lamport, _E.seq)
        done = [Event(*row[1:]) for row in action.connection.execute(query)]
        _may(action.connection, actor, done)
        words = phrases.of_action(action.connection, done)
        action.append(PROJECT, kind, target, {})
        firsts = {event.entity: event for event in reversed(done)}
        for entity, event in {event.entity: event for event in done}.items():
            state = event.state
            if kind == "undo.undo":
                state = _before(action.connection, firsts[entity]) or {**state, "live": 0}
            action.append(PROJECT, _KINDS[event.kind.partition(".")[0]][bool(state["live"])], entity, state)
        return words


def _may(connection: Connection, actor: Coder, done: list[Event]) -> None:
    for event in {event.entity: event for event in done}.values():
        newest = select(_E.actor).where(_E.entity == event.entity).order_by(_E.lamport.desc(), _E.replica.desc())
        if connection.scalar(newest.limit(1)) != actor.id:
            raise Refused("Somebody else has ruled there since; it can't be taken back any more.")
        if event.kind.startswith("ruling."):
            rulings.may_be_discussed(connection, event.state["document"], event.state["round"])


def _before(connection: Connection, first: Event) -> dict[str, Any] | None:
    """What was said there before, by the last of the events that this one was made on; None: nothing yet."""
    query = select(_E.payload).where(_E.id.in_(json.loads(first.base))).order_by(_E.lamport.desc(), _E.replica.desc())
    payload = connection.scalar(query.limit(1))
    return None if payload is None else events.loads(payload)
