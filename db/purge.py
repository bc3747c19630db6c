"""Purge: the one thing that deletes, for a withdrawn consent. Words go, tombstones stay, the log still verifies."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, select

from corpus.refused import Refused
from db import backups, events, schema
from db.coders import only_leads
from db.events import Event
from db.project import Project
from db.values import Case, Coder, Document


@dataclass(frozen=True)
class PurgeReport:
    """`words`: what was erased and what was not; `backups`: automatic backups that still hold it."""

    words: list[str]
    backups: list[Path]


def purge_document(project: Project, actor: Coder, document: Document) -> PurgeReport:
    """Erase a document's texts, what is said about it, and every memo on it, in all its history.

    Raises Refused: not a lead, erased already."""
    if document.purged:
        raise Refused("This document was erased already.")
    with project.read() as connection:
        readings = connection.scalars(select(schema.reading.c.id).where(schema.reading.c.document == document.id)).all()
        c = schema.event.c
        mine = list(_events(connection, c.entity == document.id)) + [
            event for reading in readings for event in _events(connection, c.stream == reading)
        ]
    texts = {str(event.state["text"]) for event in mine if event.kind.split(".")[0] in ("document", "tag")}
    bodies = _bodies(mine)
    _erase(project, actor, "purge.document", document.id, bodies, texts)
    words = [f"Erased the text ({document.length} characters), what was said about it, and {len(bodies) - 1} memos."]
    words.append("The places and codes of its tags stay, without words.")
    return PurgeReport(words, backups.listed(project.path))


def purge_case(project: Project, actor: Coder, case: Case) -> PurgeReport:
    """Erase a case's key, name, attributes and note, and the memos of tags that name it, in all its history.

    The words of the person stand in documents: those are erased by `purge_document`. Raises Refused as there."""
    if case.purged:
        raise Refused("This case was erased already.")
    with project.read() as connection:
        mine = list(_events(connection, schema.event.c.entity == case.id))
        naming = [e for e in _events(connection, schema.event.c.kind.like("tag.%")) if e.state["case_id"] == case.id]
        naming = [
            event for tag in {e.entity for e in naming} for event in _events(connection, schema.event.c.entity == tag)
        ]
    bodies = _bodies(mine + naming)
    _erase(project, actor, "purge.case", case.id, bodies, set())
    words = [f"Erased the case, and the memos of {len({e.entity for e in naming})} tags that name it."]
    words.append("Its words stand in documents; erase those with --document.")
    return PurgeReport(words, backups.listed(project.path))


def _erase(project: Project, actor: Coder, kind: str, entity: str, bodies: Iterable[str], texts: Iterable[str]) -> None:
    only_leads(actor, "erase what was kept")
    with project.write(actor.id) as action:
        action.append(events.PROJECT, kind, entity, {"bodies": sorted(bodies), "texts": sorted(texts)})
        events.erase(action.connection, bodies, texts)
    project.forget()


def _events(connection: Connection, condition: ColumnElement[bool]) -> list[Event]:
    query = select(schema.event).where(condition)
    return [Event(*row[1:]) for row in connection.execute(query)]


def _bodies(mine: Iterable[Event]) -> set[str]:
    return {value for event in mine for key, value in event.state.items() if key.startswith("@") and value}
