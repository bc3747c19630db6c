"""Purge: the one thing that deletes, for a withdrawn consent. Words go, tombstones stay, the log still verifies."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from corpus.refused import Refused
from db import backups, cases, documents, drafts, events, indexes, rows, schema
from db.coders import only_leads
from db.events import Event
from db.phrases import many
from db.project import Project
from db.values import Case, Coder, Document


@dataclass(frozen=True)
class PurgeReport:
    """`words`: what was erased and what was not; `backups`: automatic backups that may still hold it."""

    words: list[str]
    backups: list[Path]


@dataclass(frozen=True)
class Purged:
    """A purge that was done: `kind` as in the log, whose `entity` it was, and the hashes of what was erased."""

    kind: str
    entity: str
    bodies: frozenset[str]
    texts: frozenset[str]


def purge_document(project: Project, actor: Coder, document: Document, also: Purged | None = None) -> PurgeReport:
    """Erase a document's texts, what is said about it, and every memo on it, in all its history.

    `also`: the same purge in a later state of this project, which erased all this and perhaps more (see `again`).
    Raises Refused: not a lead, erased already."""

    def mine(connection: Connection) -> list[Event]:
        if next(d for d in rows.documents(connection) if d.id == document.id).purged:
            raise Refused("This document was erased already.")
        return events.about_documents((event for _, event in events.log(connection)), {document.id})

    erased, notes = _erase(project, actor, "purge.document", document.id, mine, also)
    memos = _counted(project, erased)
    words = [f"Erased the text ({document.length:,} characters), what was said about it, and {memos}."]
    words.append("The places and codes of its tags stay, without words.")
    return PurgeReport([*words, *notes], backups.listed(project.path))


def purge_case(project: Project, actor: Coder, case: Case, also: Purged | None = None) -> PurgeReport:
    """Erase a case's key, name, attributes and note, and the memos of tags that name it, in all its history.

    The words of the person stand in documents: those are erased by `purge_document`. `also`, and raises, as there."""

    def mine(connection: Connection) -> list[Event]:
        if next(known for known in rows.cases(connection) if known.id == case.id).purged:
            raise Refused("This case was erased already.")
        return events.about_cases((event for _, event in events.log(connection)), {case.id})

    erased, notes = _erase(project, actor, "purge.case", case.id, mine, also)
    words = [f"Erased the case, and {_counted(project, erased)} on tags that name it."]
    words.append("Its words stand in documents; erase those with --document.")
    return PurgeReport([*words, *notes], backups.listed(project.path))


def done(connection: Connection) -> list[Purged]:
    """The purges that the log tells of, in their order."""
    told = connection.execute(
        select(schema.event).where(schema.event.c.kind.like("purge.%")).order_by(schema.event.c.lamport)
    )
    purges = [Event(*row[1:]) for row in told]
    return [Purged(e.kind, e.state["of"], frozenset(e.state["bodies"]), frozenset(e.state["texts"])) for e in purges]


def missing(connection: Connection, purges: Iterable[Purged]) -> list[Purged]:
    """Those of the purges that were not done here, where some of what they erased still stands."""
    kept = {d.id for d in rows.documents(connection) if not d.purged}
    kept |= {case.id for case in rows.cases(connection) if not case.purged}
    b, t = schema.body.c, schema.text.c
    words = set(connection.scalars(select(b.hash).where(b.words.is_not(None))))
    words |= set(connection.scalars(select(t.id).where(t.content.is_not(None))))
    return [p for p in purges if p.entity in kept or words & (p.bodies | p.texts)]


def again(project: Project, actor: Coder, purges: Iterable[Purged]) -> None:
    """Do purges again in an earlier state of the project. Raises Refused: not a lead.

    Also words that no longer hang together with the entity are erased: a memo on a tag that named a case only later."""
    for purged in purges:
        document = next((d for d in documents.listed(project) if d.id == purged.entity and not d.purged), None)
        case = next((case for case in cases.listed(project) if case.id == purged.entity and not case.purged), None)
        if document:
            purge_document(project, actor, document, purged)
        elif case:
            purge_case(project, actor, case, purged)
        else:
            _erase(project, actor, purged.kind, purged.entity, lambda _: [], purged)


def _erase(
    project: Project,
    actor: Coder,
    kind: str,
    entity: str,
    collect: Callable[[Connection], list[Event]],
    also: Purged | None,
) -> tuple[list[Event], list[str]]:
    """Erase the words of the events that `collect` finds, in one transaction; these, and what else there is to say."""
    only_leads(actor, "erase what was kept")
    with project.write(actor.id) as action:
        mine = collect(action.connection)
        bodies = _bodies(mine) | (also.bodies if also else set())
        texts = {str(event.state["text"]) for event in mine if kind == "purge.document" and "text" in event.state}
        texts |= also.texts if also else set()
        payload = {"of": entity, "bodies": sorted(bodies), "texts": sorted(texts)}
        action.append(events.PROJECT, kind, f"{entity}.purge", payload)
        events.erase(action.connection, bodies, texts)
    drafts.forget(project.id, {entity, *(event.entity for event in mine)})
    indexes.forget(project.id)
    try:
        project.forget()
    except Refused:
        return mine, ["It is erased, but the file could not be packed while another program used it."]
    return mine, []


def _bodies(mine: Iterable[Event]) -> set[str]:
    return {value for event in mine for key, value in event.state.items() if key.startswith("@") and value}


def _counted(project: Project, mine: Iterable[Event]) -> str:
    """How many memos were erased; while a round is blind nobody is told."""
    with project.read() as connection:
        blind = any(known.blind and not known.revealed for known in rows.rounds(connection))
    return "all memos" if blind else many(_memos(mine), "memo")


def _memos(mine: Iterable[Event]) -> int:
    """On how many tags and readings there ever was one."""
    return len({event.entity for event in mine if event.state.get("@memo")})
