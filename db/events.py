"""The log: canonical content, append, fold, verify. The state tables follow from it and from nothing else.

An event carries the **whole new state** of its entity, so folding is short: an entity's row is the payload of its
last event, last by (lamport, replica, seq). The kind's first half names the table ("tag.add" → `tag`); kinds without
a table ("undo.undo", "purge.document") change no row. A payload key that begins with "@" refers to a body by hash."""

import hashlib
import json
import secrets
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, RowMapping, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from corpus.text import count_words
from db import formats, schema

PROJECT = "project"
"""The stream of everything that is not inside a reading."""

_TABLES: Mapping[str, Table] = {table.name: table for table in schema.FOLDED}

Row = dict[str, Any]

# What every change asks. Made once: making a statement takes longer than SQLite does to answer it.
_E, _H = schema.event.c, schema.head.c
_LAMPORT = select(func.coalesce(func.max(_E.lamport), 0))
_END_OF_STREAM = (
    select(_E.seq, _E.id)
    .where(_E.stream == bindparam("stream"), _E.replica == bindparam("replica"))
    .order_by(_E.seq.desc())
    .limit(1)
)
_HEADS = select(schema.head).where(_H.entity.in_(bindparam("entities", expanding=True)))
_DELETE_HEADS = delete(schema.head).where(_H.entity == bindparam("of"))
_PAYLOAD = (
    select(_E.payload)
    .join_from(schema.event, schema.head, _E.id == _H.event)
    .where(_H.entity == bindparam("entity"))
    .order_by(_E.lamport.desc(), _E.replica.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Event:
    """A row of the log; see `db.schema.event`. `base` and `payload` are canonical JSON."""

    format: int
    project: str
    stream: str
    replica: str
    seq: int
    previous: str | None
    lamport: int
    at: int
    actor: str
    action: str
    kind: str
    entity: str
    base: str
    payload: str

    @property
    def id(self) -> str:
        """SHA-256 of the canonical content: the JSON list of the fields, in their order."""
        return hashlib.sha256(canonical(list(vars(self).values())).encode()).hexdigest()

    @property
    def state(self) -> dict[str, Any]:
        """The payload, read."""
        return loads(self.payload)


def canonical(value: Any) -> str:
    """JSON in its one form: ASCII, keys sorted, no blanks. No floats: they have more than one spelling."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


def loads(stored: str) -> dict[str, Any]:
    """A payload, read."""
    return dict(json.loads(stored))


def body_hash(salt: bytes, words: str) -> str:
    """SHA-256 of salt and UTF-8 words."""
    return hashlib.sha256(salt + words.encode()).hexdigest()


class Action:
    """One user action inside one transaction: events appended, state folded, both or neither."""

    def __init__(self, connection: Connection, project: str, replica: str, actor: str, at: int | None = None) -> None:
        self.connection = connection
        self.id = secrets.token_hex(16)
        self._project, self._replica, self._actor = project, replica, actor
        self._at = int(time.time() * 1000) if at is None else at
        self._lamport: int = connection.scalar(_LAMPORT) or 0
        self._last: dict[str, tuple[int, str | None]] = {}
        self.appended: list[str] = []

    def body(self, words: str) -> str:
        """Keep free text; its hash."""
        salt = secrets.token_bytes(16)
        key = body_hash(salt, words)
        self.connection.execute(insert(schema.body), {"hash": key, "salt": salt, "words": words})
        return key

    def append(self, stream: str, kind: str, entity: str, payload: Mapping[str, Any]) -> Event:
        """Write down that `entity` is now as `payload` says, and fold it into the state."""
        return self.append_many(stream, [(kind, entity, payload)])[0]

    def append_many(self, stream: str, news: Iterable[tuple[str, str, Mapping[str, Any]]]) -> list[Event]:
        """As `append`, for (kind, entity, payload) of one stream; in bulk."""
        news = list(news)
        if not news:
            return []
        seq, previous = self._last.get(stream) or self._end_of(stream)
        heads = self._heads({entity for _, entity, _ in news})
        events = []
        for kind, entity, payload in news:
            self._lamport += 1
            seq += 1
            event = Event(
                formats.EVENT_FORMAT, self._project, stream, self._replica, seq, previous, self._lamport, self._at,
                self._actor, self.id, kind, entity, canonical(sorted(heads[entity])), canonical(payload),
            )  # fmt: skip
            previous = event.id
            heads[entity] = [previous]
            events.append(event)
        self._last[stream] = (seq, previous)
        self._keep(events, heads)
        self.appended += [event.id for event in events]
        return events

    def _end_of(self, stream: str) -> tuple[int, str | None]:
        found = self.connection.execute(_END_OF_STREAM, {"stream": stream, "replica": self._replica}).first()
        return (found.seq, found.id) if found else (0, None)

    def _heads(self, entities: set[str]) -> dict[str, list[str]]:
        heads: dict[str, list[str]] = defaultdict(list)
        for some in _portions(sorted(entities)):
            rows = self.connection.execute(_HEADS, {"entities": some})
            for entity, event in rows:
                heads[entity].append(event)
        return heads

    def _keep(self, events: list[Event], heads: Mapping[str, list[str]]) -> None:
        ids = {event: event.id for event in events}
        self.connection.execute(insert(schema.event), [{"id": ids[event], **vars(event)} for event in events])
        touched = list({event.entity: event for event in events}.values())
        self.connection.execute(_DELETE_HEADS, [{"of": e.entity} for e in touched])
        self.connection.execute(insert(schema.head), [{"entity": e.entity, "event": ids[e]} for e in touched])
        for table in schema.FOLDED:
            rows = [row_of(event, event) for event in touched if _table_of(event) is table]
            if rows:
                self.connection.execute(_insert_or_replace(table), rows)


@cache
def _insert_or_replace(table: Table) -> Insert:
    """The same row again: all of it is new but when it was first made."""
    statement = upsert(table)
    news = {c.name: statement.excluded[c.name] for c in table.c if c.name not in ("id", "created")}
    return (
        statement.on_conflict_do_update(index_elements=["id"], set_=news)
        if news
        else statement.on_conflict_do_nothing()
    )


def row_of(event: Event, first: Event) -> Row:
    """The state row of an entity whose last event is `event` and whose first is `first`."""
    table = _table_of(event)
    assert table is not None
    row: Row = {**_empty_row(table), "id": event.entity}  # an event of an earlier format knows fewer columns
    for key, value in event.state.items():
        row[key.removeprefix("@")] = canonical(value) if isinstance(value, dict | list) else value
    if "created" in table.c:
        row["created"] = first.at
    return row


@cache
def _empty_row(table: Table) -> Row:
    return dict.fromkeys(table.c.keys())


def state_of(connection: Connection, entity: str) -> dict[str, Any] | None:
    """The payload that an entity's row comes from now; None when there is no such entity."""
    payload = connection.scalar(_PAYLOAD, {"entity": entity})
    return None if payload is None else loads(payload)


def fold(events: Iterable[Event]) -> dict[str, dict[str, Row]]:
    """The state that a log gives: table name → id → row. Order of `events` does not matter."""
    first: dict[tuple[str, str], Event] = {}
    last: dict[tuple[str, str], Event] = {}
    for event in sorted(events, key=lambda e: (e.lamport, e.replica, e.stream, e.seq)):
        table = _table_of(event)
        if table is not None:
            first.setdefault((table.name, event.entity), event)
            last[table.name, event.entity] = event
    state: dict[str, dict[str, Row]] = {name: {} for name in _TABLES}
    for (name, entity), event in last.items():
        state[name][entity] = row_of(event, first[name, entity])
    return state


def log(connection: Connection, *, stream: str | None = None) -> Iterator[tuple[str, Event]]:
    """(id as written, event) of the whole log or of one stream, in its order."""
    c = schema.event.c
    query = select(schema.event).order_by(c.lamport, c.replica, c.stream, c.seq)
    if stream is not None:
        query = query.where(c.stream == stream)
    for id_, *fields in connection.execute(query):
        yield id_, Event(*fields)


@dataclass(frozen=True)
class Kept:
    """All that `verify` looks at, as it stood in one transaction. `events`: id as written, and the fields."""

    events: list[tuple[Any, ...]]
    bodies: list[tuple[str, bytes | None, str | None]]
    texts: list[tuple[str, int, int, str | None]]
    heads: list[tuple[str, str]]
    state: dict[str, list[RowMapping]]
    absent: frozenset[str] | None
    """In a package: the ids of the texts that are not in it. None in a project."""


def kept(connection: Connection) -> Kept:
    """Fetch what `verify` looks at: quick, so that nobody who writes has to wait while it is verified."""
    e, t = schema.event, schema.text.c
    return Kept(
        [tuple(row) for row in connection.execute(select(e).order_by(e.c.lamport, e.c.replica, e.c.stream, e.c.seq))],
        [tuple(row) for row in connection.execute(select(schema.body))],
        [tuple(row) for row in connection.execute(select(t.id, t.length, t.words, t.content))],
        [tuple(row) for row in connection.execute(select(schema.head.c.entity, schema.head.c.event))],
        {name: list(connection.execute(select(_TABLES[name])).mappings()) for name in _TABLES},
        absent(connection),
    )


def absent(connection: Connection) -> frozenset[str] | None:
    """The ids of the texts that a package does not hold; None for a project."""
    found = connection.scalar(select(schema.package.c.absent))
    return None if found is None else frozenset(json.loads(found))


def verify(found: Kept, *, words: bool = False) -> list[str]:
    """What is wrong with the log, what it refers to, and the state; empty when all is sound. Raises nothing.

    `words`: also count the words of each text again, which takes a second for ten million characters."""
    try:
        events = {id_: Event(*fields) for id_, *fields in found.events}
        # What an altered event says means nothing, so it is not read.
        return list(_log_faults(events, package=found.absent is not None)) or [
            *_body_faults(found, events, words),
            *_state_faults(found, events),
        ]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        return [f"the log holds something that coder does not write ({type(error).__name__})"]


def _log_faults(events: dict[str, Event], *, package: bool) -> Iterator[str]:
    project = next(iter(events.values())).project if events else ""
    ends: dict[tuple[str, str], tuple[int, str | None]] = {}
    for id_, event in sorted(events.items(), key=lambda item: item[1].seq):
        if event.project != project:
            yield f"event {id_[:12]} belongs to another project"
        seq, previous = ends.get((event.stream, event.replica), (0, None))
        if (event.seq, event.previous) != (seq + 1, previous):
            yield f"the log has a gap or a fork before event {id_[:12]}"
        ends[event.stream, event.replica] = (event.seq, id_)
        if event.id != id_:
            yield f"event {id_[:12]} was altered: its content no longer gives its id"
        elif event.format != formats.EVENT_FORMAT:
            yield f"event {id_[:12]} has a format that this program does not know"
        else:
            yield from _content_faults(id_, event, events, package=package)
    if not events:
        yield "the log is empty"


def _content_faults(id_: str, event: Event, events: dict[str, Event], *, package: bool) -> Iterator[str]:
    try:
        base, state = json.loads(event.base), json.loads(event.payload)
    except (ValueError, RecursionError):
        base, state = None, None
    if not isinstance(base, list) or not isinstance(state, dict):
        yield f"event {id_[:12]} can't be read"
        return
    # What undid an action in several readings stands in each of their streams; a package has not all of them.
    elsewhere = package and event.kind.startswith("undo.")
    if not elsewhere and any(before not in events for before in base):
        yield f"event {id_[:12]} was made on an event that is missing"
    known = [events[before].lamport for before in (event.previous, *base) if before in events]
    if any(lamport >= event.lamport for lamport in known):
        yield f"event {id_[:12]} claims to be older than what it was made on"
    table = event.kind.partition(".")[0]
    reading = event.entity if table == "reading" else state.get("reading") if table in ("tag", "progress") else None
    if table in ("reading", "tag", "progress") and event.stream != reading:
        yield f"event {id_[:12]} does not stand in the stream of its reading"


def _body_faults(found: Kept, events: dict[str, Event], words: bool) -> Iterator[str]:
    wanted, texts = referred_to(events.values())
    erased = set().union(*erasures(events.values()), found.absent or ())
    for key, salt, said in found.bodies:
        wanted.discard(key)
        if said is None and key not in erased:
            yield f"a memo or name ({key[:12]}) is missing and no purge says so"
        elif said is not None and (salt is None or body_hash(salt, said) != key):
            yield f"a memo or name ({key[:12]}) was altered"
    for key, length, count, content in found.texts:
        texts.discard(key)
        if content is None and key not in erased:
            yield f"a document's text ({key[:12]}) is missing and no purge says so"
        elif content is not None and hashlib.sha256(content.encode()).hexdigest() != key:
            yield f"a document's text ({key[:12]}) was altered"
        elif content is not None and (len(content) != length or (words and count_words(content) != count)):
            yield f"the length of a document's text ({key[:12]}) was altered"
    for key in sorted(wanted | texts):
        yield f"the log refers to {key[:12]}, which is not there"


def referred_to(events: Iterable[Event]) -> tuple[set[str], set[str]]:
    """The bodies and the texts that events refer to."""
    bodies: set[str] = set()
    texts: set[str] = set()
    for event in events:
        state = event.state
        bodies |= {value for key, value in state.items() if key.startswith("@") and value}
        if event.kind.partition(".")[0] in ("document", "tag", "ruling", "segments"):
            texts.add(state["text"])
    return bodies, texts


def erasures(events: Iterable[Event]) -> tuple[set[str], set[str]]:
    """The bodies and the texts that the purges in a log erase.

    Not only those that a purge names: also what somebody who did not know of it said at the same time elsewhere."""
    events = list(events)
    purges = [event for event in events if event.kind.startswith("purge.")]
    bodies = {key for event in purges for key in event.state["bodies"]}
    texts = {key for event in purges for key in event.state["texts"]}
    documents = {event.state["of"] for event in purges if event.kind == "purge.document"}
    cases = {event.state["of"] for event in purges if event.kind == "purge.case"}
    if purges:
        of_documents = about_documents(events, documents)
        of_cases = about_cases(events, cases)
        bodies |= referred_to([*of_documents, *of_cases])[0]
        texts |= referred_to(of_documents)[1]
    return bodies, texts


def about_documents(events: Iterable[Event], documents: Collection[str]) -> list[Event]:
    """The events that say something of these documents (ids): their own, those of their readings, rulings, comments."""
    events = list(events)
    readings = {e.entity for e in events if e.kind.startswith("reading.") and e.state["document"] in documents}
    return [e for e in events if e.entity in documents or e.stream in readings or e.state.get("document") in documents]


def about_cases(events: Iterable[Event], cases: Collection[str]) -> list[Event]:
    """The events that say something of these cases (ids): their own, those of tags that name them at any time, and
    whether they count and who they are."""
    events = list(events)
    naming = {e.entity for e in events if e.kind.startswith("tag.") and e.state["case_id"] in cases}
    telling = [e for e in events if e.kind.partition(".")[0] in ("standing", "judgement")]
    naming |= {e.entity for e in telling if e.state["case_id"] in cases or e.state["other"] in cases}
    return [e for e in events if e.entity in cases or e.entity in naming]


def _state_faults(found: Kept, events: dict[str, Event]) -> Iterator[str]:
    for name, rows in fold(events.values()).items():
        stored = {row["id"]: dict(row) for row in found.state[name]}
        if stored != rows:
            wrong = sorted(key for key in stored.keys() | rows.keys() if stored.get(key) != rows.get(key))
            yield f"{len(wrong)} row(s) of {name!r} differ from what the log says, first {wrong[0][:12]}"
    if heads(events) != set(found.heads):
        yield "the heads of the log differ from what the log says"


def heads(events: Mapping[str, Event]) -> set[tuple[str, str]]:
    """(entity, event) for the events that no later one was made on; two of an entity were made side by side."""
    found = {(event.entity, id_) for id_, event in events.items()}
    return found - {(event.entity, base) for event in events.values() for base in json.loads(event.base)}


def erase(connection: Connection, bodies: Iterable[str], texts: Iterable[str]) -> None:
    """Take the words out of bodies and texts, leaving tombstones. Only `db.purge` calls it."""
    for some in _portions(sorted(bodies)):
        connection.execute(update(schema.body).where(schema.body.c.hash.in_(some)).values(words=None, salt=None))
    for some in _portions(sorted(texts)):
        connection.execute(update(schema.text).where(schema.text.c.id.in_(some)).values(content=None))


def _table_of(event: Event) -> Table | None:
    return _TABLES.get(event.kind.partition(".")[0])


def _portions(keys: list[str], size: int = 500) -> Iterator[list[str]]:
    """SQLite binds a limited number of values in one statement."""
    for at in range(0, len(keys), size):
        yield keys[at : at + size]
