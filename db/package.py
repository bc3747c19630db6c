"""Packages: a project file with what one coder needs and nothing of the others; `db.merge` brings it home.

It holds the project's stream whole, this coder's readings whole, and the texts of their documents. It is written into
a new file, never made by deleting from a copy: what was deleted can be read from a file's free pages."""

import contextlib
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from corpus.refused import Refused
from db import engines, events, files, formats, migrate, rows, schema, sight
from db.coders import only_leads
from db.events import PROJECT, Event, Kept
from db.project import Project, examine
from db.refold import refold
from db.values import Coder, Document


def package(project: Project, actor: Coder, coder: Coder, path: Path) -> list[Document]:
    """Write a package for a coder; the documents whose texts are in it.

    Those that are assigned to them in open rounds, and those that they have begun; without an assignment all, if an
    open round has all. Raises Refused: not a lead; a file is there already; nothing to code; this is a package."""
    only_leads(actor, "make packages")
    path = files.whole(Path(path))
    files.refuse_existing(path)
    with project.read() as connection:
        if events.absent(connection) is not None:
            raise Refused(f"{project.path} is a package; packages are made from the project.")
        wanted = _documents(connection, coder)
        found, again = events.kept(connection), sight.read_again(connection, coder.id)
    if not wanted:
        raise Refused(f"{coder.name} has nothing to code: no open round has a document for them.")
    unfinished = path.with_name(f".coder-{secrets.token_hex(8)}.new")
    files.create_empty(unfinished, path)
    try:
        engine = engines.engine(unfinished, patience=10.0)
        try:
            with engines.translated(path, writing=True):
                with engine.execution_options(begin="IMMEDIATE").begin() as connection:
                    connection.exec_driver_sql(f"PRAGMA application_id = {formats.APPLICATION_ID}")
                    migrate.upgrade(connection)
                    _fill(connection, found, coder, {document.id for document in wanted}, again)
                if faults := examine(engine):
                    raise Refused(f"The package would not be sound: {faults[0]}. Nothing was written.")
        finally:
            engine.dispose()
        files.place(unfinished, path)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return wanted


def made_for(project: Project) -> str | None:
    """The id of the coder whom a package is for; None for a project."""
    with project.read() as connection:
        return connection.scalar(select(schema.package.c.coder))


def _documents(connection: Connection, coder: Coder) -> list[Document]:
    a, r, p = schema.assignment.c, schema.reading.c, schema.plan.c
    open_ = {known.id for known in rows.rounds(connection) if known.open}
    query = select(a.document).where(a.coder == coder.id, a.live == 1, a.round.in_(open_))
    assigned = set(connection.scalars(query))
    begun = set(connection.scalars(select(r.document).where(r.coder == coder.id)))
    everything = not assigned and bool(open_ - set(connection.scalars(select(p.round))))
    known = [document for document in rows.documents(connection) if not document.purged]
    return [document for document in known if everything or document.id in assigned | begun]


def _fill(connection: Connection, found: Kept, coder: Coder, documents: set[str], again: Mapping[str, str]) -> None:
    """The streams, and what they refer to; of these documents the text, and those that it was corrected from. Of what
    the coder reads again (by document, the round of the retest), nothing of what they coded before."""
    mine = {
        row["id"]
        for row in found.state["reading"]
        if row["coder"] == coder.id and again.get(row["document"], row["round"]) == row["round"]
    }
    log = {id_: Event(*fields) for id_, *fields in found.events}
    log = {id_: event for id_, event in log.items() if event.stream == PROJECT or event.stream in mine}
    bodies, needed = events.referred_to(log.values())
    absent = []
    for key, salt, words in found.bodies:
        if key in bodies:
            connection.execute(insert(schema.body), {"hash": key, "salt": salt, "words": words})
    texts = {event.state["text"] for event in log.values() if event.entity in documents}
    own = {event.state["text"] for event in log.values() if event.kind.startswith("tag.")}
    for key, length, count, content in found.texts:
        if key in needed:
            here = key in texts or key in own
            row: dict[str, Any] = {"id": key, "length": length, "words": count, "content": content if here else None}
            connection.execute(insert(schema.text), row)
            if not here and content is not None:
                absent.append(key)
    connection.execute(insert(schema.event), [{"id": id_, **vars(event)} for id_, event in log.items()])
    refold(connection, {event.entity for event in log.values()})
    connection.execute(insert(schema.package), {"coder": coder.id, "absent": events.canonical(sorted(absent))})
