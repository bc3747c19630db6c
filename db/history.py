"""The history: the log in words."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, Integer, cast, func, or_, select

from db import phrases, rows, schema, sight
from db.events import Event
from db.project import Project
from db.values import Change, Coder, Document

RESTORED = "restore.project"
"""The kind of the event that a restore leaves: it changes no row, and its body "@backup" is the backup's name."""
_NAMED = 3
_OF_DOCUMENTS = (schema.ruling, schema.comment)
_ABOUT_PLACES = tuple(table.name for table in _OF_DOCUMENTS)
"""What is said in the project's stream about one document."""


def history(
    project: Project, *, document: Document | None = None, coder: Coder | None = None, limit: int | None = None
) -> list[Change]:
    """What was done, latest first, one line an action; without reading on alone, and what the viewer may not see."""
    c = schema.event.c
    conditions: list[ColumnElement[bool]] = [c.actor == coder.id] if coder is not None else []
    with project.read() as connection:
        if hidden := sight.hidden(project, connection):
            conditions.append(c.stream.not_in(hidden))
        seen = sight.of(project, connection)
        for table in _OF_DOCUMENTS if seen.again else ():
            conditions.append(c.entity.not_in(select(table.c.id).where(table.c.document.in_(seen.again))))
        if seen.blind - seen.led:  # while they code, somebody makes cases
            leads = [known.id for known in rows.coders(connection) if known.role == "lead"]
            conditions.append(c.kind.not_like("case.%") | c.actor.in_([*leads, seen.viewer]))
        readings = {reading.id: reading for reading in rows.readings(connection)}
        if document is not None:
            streams = [reading.id for reading in readings.values() if reading.document == document.id]
            of = [select(table.c.id).where(table.c.document == document.id) for table in _OF_DOCUMENTS]
            conditions.append(
                or_(c.stream.in_(streams), c.entity.in_([document.id, f"{document.id}.purge"]), *map(c.entity.in_, of))
            )
        names = {known.id: known.name for known in rows.coders(connection)}
        titles = {known.id: known.title for known in rows.documents(connection)}
        found: list[Change] = []
        for events in _actions(connection, conditions, limit):
            first = events[0]
            name = names.get(first.actor, first.actor[:8])
            within = [readings[stream] for stream in dict.fromkeys(e.stream for e in events) if stream in readings]
            whose = _some([names[r.coder] for r in within if r.coder != first.actor])
            said_of = [e.state["document"] for e in events if e.kind.partition(".")[0] in _ABOUT_PLACES]
            about = _some([titles[id_] for id_ in (*(r.document for r in within), *said_of) if id_ in titles])
            words = _words(connection, events)
            found.append(Change(first.at, name, words, about, whose))
    return found


def _actions(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], limit: int | None
) -> Iterator[list[Event]]:
    """The events of each action in their order; the action that began last comes first.

    Of an action only the events that meet the conditions. After a merge the events of two actions stand between each
    other in the log: what belongs together is told by the action's id, not by what is next to what."""
    c = schema.event.c
    began = (
        select(c.action, func.min(c.lamport).label("lamport"), func.min(c.replica).label("replica"))
        .where(*conditions)
        .group_by(c.action)
        .having(func.sum(cast(c.kind != "progress.set", Integer)) > 0)
        .order_by(func.min(c.lamport).desc(), func.min(c.replica).desc(), c.action)
        .limit(limit)
        .subquery()
    )
    query = (
        select(schema.event)
        .join(began, c.action == began.c.action)
        .where(*conditions)
        .order_by(began.c.lamport.desc(), began.c.replica.desc(), c.action, c.lamport, c.stream, c.seq)
    )
    for _, some in groupby((Event(*row[1:]) for row in connection.execute(query)), key=lambda event: event.action):
        yield list(some)


def _words(connection: Connection, events: Sequence[Event]) -> str:
    """What an action did. A restore is told here, since it is nothing that an undo could take back."""
    restored = next((event.state for event in events if event.kind == RESTORED), None)
    if restored is None:
        return phrases.of_action(connection, events)
    b = schema.body.c
    backup = connection.scalar(select(b.words).where(b.hash == restored["@backup"]))
    return f"restored the project from the backup {backup or rows.ERASED}"


def _some(named: list[str]) -> str | None:
    """Names, each once; a whole table of tags can be brought in by one action."""
    once = list(dict.fromkeys(named))
    more = f" and {len(once) - _NAMED} more" if len(once) > _NAMED else ""
    return ", ".join(once[:_NAMED]) + more or None
