"""The history: the log in words."""

from itertools import groupby

from sqlalchemy import select

from db import phrases, rows, schema
from db.events import PROJECT, Event
from db.project import Project
from db.values import Change, Coder, Document


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
        document_of = {reading.id: reading.document for reading in rows.readings(connection)}
        if document is not None:
            streams = [id_ for id_, of in document_of.items() if of == document.id]
            query = query.where(c.stream.in_(streams) | (c.entity == document.id))
        names = {known.id: known.name for known in rows.coders(connection)}
        titles = {known.id: known.title for known in rows.documents(connection)}
        for _, some in groupby((Event(*row[1:]) for row in connection.execute(query)), key=lambda e: e.action):
            events = list(reversed(list(some)))
            if all(event.kind == "progress.set" for event in events):
                continue
            if limit is not None and len(found) >= limit:
                break
            first = events[0]
            about = document_of.get(first.stream) if first.stream != PROJECT else None
            words = phrases.of_action(connection, events)
            name = names.get(first.actor, first.actor[:8])
            found.append(Change(first.at, name, words, titles.get(about) if about else None))
    return found
