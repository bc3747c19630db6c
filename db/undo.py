"""Undo and redo: appended inverses of one's own last action in a reading, also after a restart.

Nothing is kept for it but the log. An undo is an action too: an event "undo.undo" that names what it takes back, and
events that give each entity its state from before. A redo gives the states back that the undone action had made."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from sqlalchemy import ColumnElement, Connection, bindparam, select

from corpus.refused import Refused
from db import codebooks, events, phrases, readings, rounds, rows, schema
from db.events import Action, Event
from db.project import Project
from db.values import Coder, Reading

_NOT_UNDONE = ("progress.set", "reading.open", "answer.give")
"""Having read on is no action to take back, a reading that was begun stays begun, and an answer was given."""

_UNDONE = schema.event.c.kind.not_in(_NOT_UNDONE)

_PLACING = ("tag.place", "tag.gone")
"""What may be done, and so taken back, in a finished reading, and in a closed round: its text was corrected."""

_LATER = (*_PLACING, "tag.recode", "ruling.recode")
"""What may be done, and so taken back, in a finished reading: that, or a lead recoded."""

_TURNING = select(schema.event.c.kind, schema.event.c.entity).where(
    schema.event.c.action == bindparam("action"),
    schema.event.c.stream == bindparam("stream"),
    schema.event.c.kind.in_(("undo.undo", "undo.redo")),
)


@dataclass(frozen=True)
class _Done:
    """An action and what it did."""

    id: str
    events: tuple[Event, ...]


def undo(project: Project, actor: Coder, reading: Reading | None = None) -> str | None:
    """Take back the actor's last action in the reading (default: in the one they last worked in).

    Returns what was taken back, in words; None when there is nothing."""
    return _turn(project, actor, reading, "undo.undo")


def redo(project: Project, actor: Coder, reading: Reading | None = None) -> str | None:
    """Do again what was last taken back, as long as nothing else was done since; in words, or None."""
    return _turn(project, actor, reading, "undo.redo")


def state(project: Project, actor: Coder, reading: Reading) -> tuple[bool, bool]:
    """Whether there is something to undo, and something to redo."""
    with project.read() as connection:
        undoable, redoable = next_turns(connection, actor, reading.id)
    return undoable is not None, redoable is not None


def _turn(project: Project, actor: Coder, reading: Reading | None, kind: str) -> str | None:
    if reading is not None and reading.coder != actor.id:
        raise Refused("This reading is another coder's; only they undo in it.")
    with project.write(actor.id) as action:
        stream = reading.id if reading else _last_stream(action.connection, actor)
        if stream is None:
            return None
        undoable, redoable = next_turns(action.connection, actor, stream)
        wanted = undoable if kind == "undo.undo" else redoable
        if wanted is None:
            return None
        target = _find(action.connection, wanted)
        _may(action, actor, target)
        _rulings_are_as_left(action.connection, target, undoing=kind == "undo.undo")
        words = phrases.of_action(action.connection, target.events)
        for touched in dict.fromkeys(event.stream for event in target.events):
            action.append(touched, kind, target.id, {})
        made: dict[str, str] = {}
        states = _states(action.connection, target, before=kind == "undo.undo")
        for event, state_ in sorted(states, key=lambda of: of[0].kind.startswith("ruling.")):
            if event.kind.startswith("ruling."):  # it stands on its tags as they are again
                stood = {tag: made.get(tag, at) for tag, at in cast("dict[str, str]", state_["tags"]).items()}
                action.append(event.stream, "ruling.recode", event.entity, {**state_, "tags": stood})
                continue
            if state_.get("live"):
                _has_code(action, str(state_["reading"]), str(state_["code"]))
            made[event.entity] = action.append(
                event.stream, _kind(action, event.entity, state_), event.entity, state_
            ).id
        return words


def _may(action: Action, actor: Coder, target: _Done) -> None:
    """Raises Refused: a reading was erased or has been finished since, or somebody else changed it since."""
    c = schema.event.c
    streams = {event.stream for event in target.events}
    finishing = {event.entity for event in target.events if event.kind == "reading.finish"}
    placing = all(event.kind in _PLACING for event in target.events)
    later = all(event.kind in _LATER for event in target.events)
    for reading in rows.readings(action.connection, schema.reading.c.id.in_(streams)):
        readings.not_erased(action, reading)
        if not placing:
            rounds.takes(action, reading)
        if reading.id in finishing:
            rounds.not_revealed(action, reading)
        if reading.finished and reading.id not in finishing and not later:
            raise Refused("The document was finished since; its coder must reopen it first.")
    for entity in {event.entity for event in target.events}:
        newest = select(c.actor).where(c.entity == entity).order_by(c.lamport.desc(), c.replica.desc()).limit(1)
        if action.connection.scalar(newest) != actor.id:
            raise Refused("Somebody else has changed it since; it can't be taken back any more.")


def _rulings_are_as_left(connection: Connection, target: _Done, *, undoing: bool) -> None:
    """Raises Refused when one was ruled anew since; that stands in another stream, and is not taken back before.

    What its tags are does not matter: each undo and redo makes them anew."""
    for event, left in _states(connection, target, before=not undoing):
        now = events.state_of(connection, event.entity) if event.kind.startswith("ruling.") else None
        if now is not None and {**now, "tags": ()} != {**left, "tags": ()}:
            raise Refused("You have ruled there since, which this would undo too; take that back first.")


def _has_code(action: Action, reading: str, code: str) -> None:
    """Raises Refused when the codebook of the reading's round no longer has the code."""
    r, o = schema.reading.c, schema.round_.c
    query = select(o.codebook).join_from(schema.reading, schema.round_, r.round == o.id).where(r.id == reading)
    codebooks.within(action.connection, str(action.connection.scalar(query))).code(code)


def next_turns(
    connection: Connection, actor: Coder, stream: str, of: ColumnElement[bool] = _UNDONE
) -> tuple[str | None, str | None]:
    """Ids of the action to undo next and of the one to redo next, read backwards through the stream.

    `of`: which of its events belong to what can be taken back."""
    newest: dict[str, str] = {}  # action → the last thing that an undo or redo did with it
    redoable: str | None = None
    for id_, turning in _actions(connection, actor, stream, of):
        if turning is None:
            if newest.get(id_) != "undo.undo":
                return id_, redoable
            continue
        kind, target = turning
        newest.setdefault(target, kind)
        if kind == "undo.undo" and newest[target] == "undo.undo" and redoable is None:
            redoable = target
    return None, redoable


def _actions(
    connection: Connection, actor: Coder, stream: str, of: ColumnElement[bool]
) -> Iterator[tuple[str, tuple[str, str] | None]]:
    """The actor's actions in a stream, newest first, without those that undo leaves alone: the id of each, and the kind
    and the action that it undid or did again, if it was that. Read piecemeal: an action can have 10,000 events.

    After a merge the events of two actions may stand between each other: an action comes where its last event stands,
    and what belongs to it is told by its id."""
    c = schema.event.c
    query = (
        select(c.action)
        .where(c.stream == stream, c.actor == actor.id, of)
        .order_by(c.lamport.desc(), c.replica.desc(), c.seq.desc())
    )
    seen: set[str] = set()
    with connection.execution_options(yield_per=50).execute(query) as found:
        for (id_,) in found:
            if id_ not in seen:
                seen.add(id_)
                turning = connection.execute(_TURNING, {"action": id_, "stream": stream}).first()
                yield id_, (turning[0], turning[1]) if turning else None


def _find(connection: Connection, action: str) -> _Done:
    """An action, without what undo leaves alone. To finish says that all was read, and that goes with the finish."""
    c = schema.event.c
    query = select(schema.event).where(c.action == action, c.kind != "reading.open").order_by(c.lamport, c.seq)
    found = [Event(*row[1:]) for row in connection.execute(query)]
    if all(event.kind != "reading.finish" for event in found):
        found = [event for event in found if event.kind != "progress.set"]
    return _Done(action, tuple(found))


def _states(connection: Connection, done: _Done, *, before: bool) -> Iterator[tuple[Event, dict[str, object]]]:
    """The last event of each entity that an action touched, and its state: before the action, or as that left it."""
    touched = {event.entity: event for event in done.events}
    firsts = {event.entity: event for event in reversed(done.events)}
    for entity, last in reversed(touched.items()):
        if not before:
            yield last, last.state
            continue
        c = schema.event.c
        earlier = connection.scalar(
            select(c.payload)
            .where(c.id.in_(json.loads(firsts[entity].base)))  # not what somebody else did at the same time
            .order_by(c.lamport.desc(), c.replica.desc())
            .limit(1)
        )
        nothing = {"position": 0} if last.kind == "progress.set" else {"live": 0}
        yield last, events.loads(earlier) if earlier is not None else {**last.state, **nothing}


def _kind(action: Action, entity: str, new: dict[str, object]) -> str:
    now = events.state_of(action.connection, entity) or {}
    if "position" in new:
        return "progress.set"
    if "live" not in new:
        changes = {(0, 1): "reading.finish", (1, 0): "reading.reopen"}
        return changes.get((int(now["finished"]), int(str(new["finished"]))), "reading.memo")
    return {(1, 0): "tag.remove", (0, 1): "tag.restore"}.get((int(now["live"]), int(str(new["live"]))), "tag.edit")


def _last_stream(connection: Connection, actor: Coder) -> str | None:
    c = schema.event.c
    return connection.scalar(
        select(c.stream)
        .where(c.actor == actor.id, c.stream != events.PROJECT, c.kind.not_in(_NOT_UNDONE))
        .order_by(c.lamport.desc(), c.replica.desc(), c.seq.desc())
        .limit(1)
    )
