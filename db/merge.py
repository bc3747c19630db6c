"""Merge: take over what was done in other copies of this project, by content and identity, never by name.

The union of the logs, and of the bodies and texts that they refer to; what a purge erased in one copy is erased here.
Nothing but that is written, so merging in any order, or twice, gives the same project. All of it is one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from corpus.refused import Refused
from db import backups, cases, conflicts, corrections, drafts, events, files, indexes, rows, schema, sight
from db.check import engine_to_look
from db.coders import only_leads
from db.conflicts import Conflict
from db.engines import translated
from db.events import Event, Kept
from db.project import Project, looked_at
from db.refold import refold
from db.values import Coder

_COUNTED = (
    "document", "case", "codebook", "coder", "round", "assignment", "attribute", "standing", "judgement", "ruling",
    "comment",
)  # fmt: skip
"""Kinds whose new entities are counted."""


@dataclass
class OfCoder:
    """What came of one coder's readings: tags that are new, changed, removed; documents finished."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    finished: int = 0


@dataclass(frozen=True)
class Merged:
    """What came, or would come, as far as the lead who merges may see it: of what a blind round hides, only who
    finished how many documents. `coders`: by id. `also`: how many new documents, cases …, by kind.
    `hidden`: there is more.

    `conflicts`: all that are open after it. `erased`: how many texts, memos and names were erased, because they are in
    another copy. `backup`: of the project before; None when nothing was changed."""

    events: int
    coders: dict[str, OfCoder] = field(default_factory=dict)
    also: dict[str, int] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    erased: int = 0
    backup: Path | None = None
    hidden: bool = False
    doubles: list[str] = field(default_factory=list)
    """Documents that have one text now, and cases that have one id, in words."""


@dataclass(frozen=True)
class _News:
    """What others have and this project has not: rows of `event`, `body` and `text`, and what is to be erased."""

    events: dict[str, Event]
    bodies: list[dict[str, Any]]
    texts: list[dict[str, Any]]
    erased_bodies: set[str]
    erased_texts: set[str]
    erased: set[str]
    """The ids of what those words were about."""

    def __bool__(self) -> bool:
        return bool(self.events or self.bodies or self.texts or self.erased_bodies or self.erased_texts)


class _Tried(Exception):
    """It was only to be told what would come."""


def merge(project: Project, actor: Coder, paths: Sequence[Path], *, dry_run: bool = False) -> Merged:
    """Take over what the files hold; `dry_run`: only tell what would come.

    Raises Refused, with nothing changed: not a lead; a file that is missing, foreign, newer, damaged, of another
    project, or forked from this one; this project is a package."""
    only_leads(actor, "merge")
    with project.read() as connection:
        if events.absent(connection) is not None:
            raise Refused(f"{project.path} is a package; merge it into the project that it was made from.")
    others = {path: _read(project, path) for path in dict.fromkeys(files.whole(Path(path)) for path in paths)}
    with project.read() as connection:
        news = _news(project, connection, others)
        if not news:
            return Merged(0, conflicts=conflicts.seen(sight.seen_by(project, actor.id), connection))
    backup = None if dry_run else backups.automatic(project.path, "before-merge")
    told = Merged(0)
    try:
        with project.change() as connection:
            news = _news(project, connection, others)  # others may have written meanwhile
            before = _state(connection, news.events.values())
            _keep(connection, news)
            told = _told(sight.seen_by(project, actor.id), connection, news, before, backup)
            if dry_run:
                raise _Tried
    except _Tried:
        return told
    project.written += len(news.events)
    if news.erased_bodies or news.erased_texts:
        drafts.forget(project.id, news.erased)
        indexes.forget(project.id)
        project.forget()
    return told


def _read(project: Project, path: Path) -> Kept:
    """All that a file holds. Raises Refused when it can't be merged."""
    if files.identity(path) is not None and files.identity(path) == files.identity(project.path):
        raise Refused(f"{path} is the project itself; name another copy of it.")
    try:
        with translated(path, unproven=True):
            engine = engine_to_look(path)
            try:
                faults, found = looked_at(engine, words=True)
            finally:
                engine.dispose()
    except Refused:
        raise
    except Exception as error:  # only its kind is told: what it says may hold testimony
        raise Refused(f"{path} can't be looked at ({type(error).__name__}); nothing was changed.") from None
    if faults or found is None:
        raise Refused(f"{path} can't be merged: {faults[0]}. Nothing was changed.")
    if found.state["project"][0]["id"] != project.id:
        raise Refused(f"{path} is another project than {project.path}; nothing was changed.")
    return found


def _news(project: Project, connection: Connection, others: dict[Path, Kept]) -> _News:
    """What the others have that is not here. Raises Refused: a fork, or a text that nobody has."""
    here = events.kept(connection)
    log = {id_: Event(*fields) for id_, *fields in here.events}
    places = {(event.stream, event.replica, event.seq): id_ for id_, event in log.items()}
    new: dict[str, Event] = {}
    for path, other in others.items():
        for id_, *fields in other.events:
            if id_ in log:
                continue
            event = log[id_] = new[id_] = Event(*fields)
            if places.setdefault((event.stream, event.replica, event.seq), id_) != id_:
                raise Refused(
                    f"{path} was forked from {project.path}: both go on under the same name (replica {event.replica}) "
                    f"with different changes, {id_[:12]} among them. Nothing was changed."
                )
    erased_bodies, erased_texts = events.erasures(log.values())
    bodies = {key: (salt, said) for key, salt, said in here.bodies}
    texts = {key: (length, words, content) for key, length, words, content in here.texts}
    new_bodies = _added(bodies, [row for other in others.values() for row in other.bodies])
    new_texts = _added(texts, [row for other in others.values() for row in other.texts])
    for key, (_, _, content) in texts.items():
        if content is None and key not in erased_texts:
            path = next(path for path, other in others.items() if key in {row[0] for row in other.texts})
            raise Refused(f"{path} has a document whose text is neither in it nor here; nothing was changed.")
    return _News(
        new,
        [_body(key, *bodies[key], key in erased_bodies) for key in new_bodies],
        [_text(key, *texts[key], key in erased_texts) for key in new_texts],
        {key for key, _, said in here.bodies if said is not None and key in erased_bodies},
        {key for key, _, _, content in here.texts if content is not None and key in erased_texts},
        _about(log.values(), erased_bodies) if erased_bodies else set(),
    )


def _about(log: Iterable[Event], bodies: set[str]) -> set[str]:
    return {event.entity for event in log if bodies & events.referred_to([event])[0]}


def _added(known: dict[str, tuple[Any, ...]], rows_: Iterable[tuple[Any, ...]]) -> list[str]:
    """Put rows that are new into `known`, with their words if any copy has them; their keys."""
    here = set(known)
    for key, *rest in rows_:
        if key not in here and (key not in known or known[key][-1] is None):
            known[key] = tuple(rest)
    return sorted(known.keys() - here)


def _body(key: str, salt: bytes | None, words: str | None, erased: bool) -> dict[str, Any]:
    return {"hash": key, "salt": None if erased else salt, "words": None if erased else words}


def _text(key: str, length: int, words: int, content: str | None, erased: bool) -> dict[str, Any]:
    return {"id": key, "length": length, "words": words, "content": None if erased else content}


def _keep(connection: Connection, news: _News) -> None:
    """Write it down, and fold what it is about again."""
    for table, added in ((schema.body, news.bodies), (schema.text, news.texts)):
        if added:
            connection.execute(insert(table), added)
    if news.events:
        connection.execute(insert(schema.event), [{"id": id_, **vars(event)} for id_, event in news.events.items()])
    events.erase(connection, news.erased_bodies, news.erased_texts)
    refold(connection, {event.entity for event in news.events.values()})


# --- what came -------------------------------------------------------------------------------------------------------

_State = dict[str, dict[str, dict[str, Any]]]


def _state(connection: Connection, new: Iterable[Event]) -> _State:
    """The rows of what the events are about: table, id, row."""
    of_table: dict[str, set[str]] = {}
    for event in new:
        of_table.setdefault(event.kind.partition(".")[0], set()).add(event.entity)
    found: _State = {}
    for table in schema.FOLDED:
        rows_ = found[table.name] = {}
        for some in rows.in_portions(of_table.get(table.name, ())):
            for row in connection.execute(select(table).where(table.c.id.in_(some))).mappings():
                rows_[row["id"]] = dict(row)
    return found


def _told(project: Project, connection: Connection, news: _News, before: _State, backup: Path | None) -> Merged:
    after = _state(connection, news.events.values())
    seen, hidden = sight.of(project, connection), sight.hidden(project, connection)
    coder_of = {reading.id: reading.coder for reading in rows.readings(connection)}
    of_coder: dict[str, OfCoder] = {}
    for id_, tag in after["tag"].items():
        change = _change(before["tag"].get(id_), tag)
        if change and tag["reading"] not in hidden:
            one = of_coder.setdefault(coder_of[tag["reading"]], OfCoder())
            setattr(one, change, getattr(one, change) + 1)
    for id_, reading in after["reading"].items():
        was = before["reading"].get(id_, {}).get("finished")
        if reading["finished"] and not was and seen.progress(reading["coder"], reading["round"]):
            of_coder.setdefault(reading["coder"], OfCoder()).finished += 1
    also = {kind: len(after[kind].keys() - before[kind].keys()) for kind in _COUNTED}
    return Merged(
        len(news.events),
        of_coder,
        {kind: number for kind, number in also.items() if number},
        conflicts.seen(project, connection),
        len(news.erased_bodies) + len(news.erased_texts),
        backup,
        any(event.stream in hidden for event in news.events.values()),
        [*corrections.sharing(connection), *cases.twins(cases.within(project, connection))],
    )


def _change(was: dict[str, Any] | None, now: dict[str, Any]) -> str | None:
    """What happened to a tag; None for one that came and went elsewhere."""
    if was is None or not was["live"]:
        return "new" if now["live"] else None
    if not now["live"]:
        return "removed"
    return None if was == now else "changed"
