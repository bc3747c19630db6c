"""Conflicts: what was changed on two sides of a merge. Both versions are kept, one is shown, a person decides.

An entity with several heads that do not say the same is a conflict. What is shown is the last of them, by the order of
the log, which is the same in every copy. Any later change is made on all heads and so settles it."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from corpus.refused import Refused
from db import events, phrases, rows, schema, sight
from db.coders import only_leads
from db.events import Event
from db.project import Project
from db.values import Coder

_SILENT = ("progress",)
"""How far somebody has read is no decision."""


@dataclass(frozen=True)
class Version:
    """One side: the id of its event, who made it when (ms since 1970), how it differs, and whether it is shown now."""

    event: str
    coder: str
    at: int
    words: str
    shown: bool


@dataclass(frozen=True)
class Conflict:
    """`entity`: the id of what was changed on both sides, of this `kind`; `document`: its title (of what is said of a
    case: what people type for that), `whose`: the coder in whose reading it is, where there is one; `reading`: that
    reading's id."""

    entity: str
    kind: str
    versions: tuple[Version, ...]
    document: str | None = None
    whose: str | None = None
    reading: str | None = None


def listed(project: Project) -> list[Conflict]:
    """All that are open and that the viewer may see, by kind and id."""
    with project.read() as connection:
        return seen(project, connection)


def seen(project: Project, connection: Connection) -> list[Conflict]:
    """As `listed`, inside a transaction."""
    hidden = sight.hidden(project, connection)
    ruled = _said_of(connection, sight.of(project, connection).again)
    return [
        conflict
        for conflict in within(connection)
        if conflict.reading not in hidden and conflict.entity.partition(".")[0] not in ruled
    ]


def named(project: Project, id_: str) -> Conflict:
    """The conflict about the entity of that id, or the beginning of it (6 letters or more). Raises Refused."""
    found = [c for c in listed(project) if c.entity == id_ or (len(id_) >= 6 and c.entity.startswith(id_))]
    if len(found) != 1:
        raise Refused(f"{'No conflict is' if not found else 'Several conflicts are'} called {id_!r}.")
    return found[0]


def settle(project: Project, actor: Coder, conflict: Conflict, event: str) -> None:
    """Keep one version (by the id of its event, or the beginning of it). The other stays in the history.

    Raises Refused: neither a lead nor one's own; not one of its versions; settled meanwhile."""
    chosen = [version for version in conflict.versions if event and version.event.startswith(event)]
    if len(chosen) != 1:
        ids = ", ".join(version.event[:8] for version in conflict.versions)
        raise Refused(f"This conflict has no version {event!r}; name one of: {ids}")
    if conflict.whose != actor.name:
        only_leads(actor, "settle what was changed on both sides")
    with project.write(actor.id) as action:
        if not any(open_.entity == conflict.entity for open_ in within(action.connection)):
            raise Refused("This conflict was settled meanwhile.")
        query = select(schema.event).where(schema.event.c.id == chosen[0].event)
        version = Event(*tuple(action.connection.execute(query).one())[1:])
        action.append(version.stream, f"{conflict.kind}.settle", conflict.entity, version.state)


def within(connection: Connection) -> list[Conflict]:
    """All that are open, whoever may see them."""
    h = schema.head.c
    twice = select(h.entity).group_by(h.entity).having(func.count() > 1)
    query = (
        select(schema.event)
        .join_from(schema.event, schema.head, schema.event.c.id == h.event)
        .where(h.entity.in_(twice))
        .order_by(schema.event.c.entity, schema.event.c.lamport, schema.event.c.replica)
    )
    of_entity: dict[str, list[tuple[str, Event]]] = {}
    for id_, *fields in connection.execute(query):
        of_entity.setdefault(Event(*fields).entity, []).append((id_, Event(*fields)))
    if not of_entity:
        return []
    names = {coder.id: coder.name for coder in rows.coders(connection)}
    titles = {document.id: document.title for document in rows.documents(connection)}
    titles |= {case.id: case.key for case in rows.cases(connection)}
    found = []
    for entity, versions in of_entity.items():
        kind = versions[0][1].kind.partition(".")[0]
        differing = _differing(connection, [event for _, event in versions])
        if kind in _SILENT or kind not in {table.name for table in schema.FOLDED} or not any(differing):
            continue
        told = tuple(
            Version(id_, names.get(event.actor, event.actor[:8]), event.at, ", ".join(words), id_ == versions[-1][0])
            for (id_, event), words in zip(versions, differing, strict=True)
        )
        document, whose, reading = _where(connection, versions[0][1])
        found.append(Conflict(entity, kind, told, titles.get(document), names.get(whose), reading))
    return sorted(found, key=lambda conflict: (conflict.kind, conflict.entity))


def _said_of(connection: Connection, documents: Collection[str]) -> set[str]:
    """The ids of what was ruled and said about places of these documents; a yes has the id of its ruling, and more."""
    if not documents:
        return set()
    tables = (schema.ruling, schema.comment)
    return {id_ for table in tables for id_ in connection.scalars(
        select(table.c.id).where(table.c.document.in_(documents))
    )}  # fmt: skip


def _where(connection: Connection, version: Event) -> tuple[str, str, str | None]:
    """The ids of the document, of the coder in whose reading it is, and of that reading; else the document only, or
    the case."""
    r = schema.reading.c
    row = connection.execute(select(r.document, r.coder).where(r.id == version.stream)).first()
    of_case = version.kind.partition(".")[0] in ("standing", "judgement")
    about = version.state.get("case_id" if of_case else "document", version.entity)
    return (str(row[0]), str(row[1]), version.stream) if row else (about, "", None)


def _differing(connection: Connection, versions: list[Event]) -> list[list[str]]:
    """Of each version, what it says otherwise than another one does: "code D3"."""
    said = [dict(_said(connection, event.state)) for event in versions]
    keys = [key for key in dict.fromkeys(key for one in said for key in one) if len({one.get(key) for one in said}) > 1]
    if any(one.get("live") == "0" for one in said) and "live" in keys:
        keys = ["live", *(key for key in keys if key != "live")]
    return [[_word(key, one.get(key)) for key in keys] for one in said]


def _word(key: str, value: str | None) -> str:
    if key in ("live", "open", "finished", "query", "blind", "revealed"):
        words = {"live": ("there", "removed")}.get(key, (key, f"not {key}"))
        return words[0] if value == "1" else words[1]
    return f"{key.removesuffix('_id')} {value or 'none'}"


def _said(connection: Connection, state: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a payload says, with the words of its bodies: two bodies with the same words say the same."""
    for key, value in sorted(state.items(), key=lambda item: item[0].startswith("@")):  # words come last
        if key.startswith("@"):
            words = connection.scalar(select(schema.body.c.words).where(schema.body.c.hash == value)) if value else ""
            words = rows.ERASED if words is None else words
            about = _object(words) if key == "@about" else None
            yield from _parts(about) if about else [(key[1:], words)]
        elif key == "outcome":
            yield key, "; ".join(f"{one['code']} {one['start']}-{one['stop']}" for one in value) or "nothing"
        elif key in ("took", "coder") and value is not None:
            yield key, phrases.coder_name(connection, value)
        elif key == "other" and value is not None:
            yield key, next((case.key for case in rows.cases(connection) if case.id == value), value[:8])
        else:
            yield (
                key,
                events.canonical(value) if isinstance(value, dict | list) else "" if value is None else str(value),
            )


def _parts(about: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is said, part by part; of a case, each attribute is one."""
    for part, told in about.items():
        if isinstance(told, dict) and part == "attributes":
            yield from ((f"attribute {name}", str(words)) for name, words in told.items())
        else:
            yield part, str(told)


def _object(words: str) -> dict[str, Any] | None:
    try:
        found = json.loads(words)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
