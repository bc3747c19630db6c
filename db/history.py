"""The history: the log in words."""

from itertools import groupby

from sqlalchemy import select

from db import phrases, rows, schema
from db.events import Event
from db.project import Project
from db.values import Change, Coder, Document

_NAMED = 3


def history(
    project: Project, *, document: Document | None = None, coder: Coder | None = None, limit: int | None = None
) -> list[Change]:
    """What was done, latest first, one line an action; reading on alone is left out."""
    c = schema.event.c
    query = select(schema.event).order_by(c.lamport.desc(), c.replica.desc(), c.seq.desc())
    if coder is not None:
        query = query.where(c.actor == coder.id)
    found: list[Change] = []
    with project.read() as connection:
        readings = {reading.id: reading for reading in rows.readings(connection)}
        if document is not None:
            streams = [reading.id for reading in readings.values() if reading.document == document.id]
            query = query.where(c.stream.in_(streams) | c.entity.in_([document.id, f"{document.id}.purge"]))
        names = {known.id: known.name for known in rows.coders(connection)}
        titles = {known.id: known.title for known in rows.documents(connection)}
        for _, some in groupby((Event(*row[1:]) for row in connection.execute(query)), key=lambda e: e.action):
            events = list(reversed(list(some)))
            if all(event.kind == "progress.set" for event in events):
                continue
            if limit is not None and len(found) >= limit:
                break
            first = events[0]
            name = names.get(first.actor, first.actor[:8])
            within = [readings[stream] for stream in dict.fromkeys(e.stream for e in events) if stream in readings]
            whose = _some([names[r.coder] for r in within if r.coder != first.actor])
            words, about = phrases.of_action(connection, events), _some([titles[r.document] for r in within])
            found.append(Change(first.at, name, words, about, whose))
    return found


def _some(named: list[str]) -> str | None:
    """Names, each once; a whole table of tags can be brought in by one action."""
    once = list(dict.fromkeys(named))
    more = f" and {len(once) - _NAMED} more" if len(once) > _NAMED else ""
    return ", ".join(once[:_NAMED]) + more or None
