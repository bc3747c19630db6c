"""From the tables' rows to the values of `db.values`: joins and free text in one place."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from db import carrying, names, schema
from db.values import Case, Coder, Document, Reading, Round, Tag

ERASED = "(erased)"

TEXT_IS_ERASED = func.typeof(schema.text.c.content) == "null"
"""Not `content IS NULL`: for that, SQLite would read all of a text of 20 million characters."""


_C, _D = schema.correction.c, schema.document.c
_FIRST_TEXT = (
    select(_C.old)
    .where(_C.document == _D.id, _C.old.not_in(select(_C.new).where(_C.document == _D.id).correlate(schema.document)))
    .limit(1)
    .correlate(schema.document)
    .scalar_subquery()
    .label("first")
)
"""The text that a document came with, if that was corrected; else nothing."""


def reading_id(coder: str, document: str, round_: str) -> str:
    """The id of the reading of that coder, document and round (ids)."""
    return hashlib.sha256(f"reading\n{coder}\n{document}\n{round_}".encode()).hexdigest()[:32]


def coders(connection: Connection) -> list[Coder]:
    """By name. Several of the same name (after a merge) are told apart by their ids: "Ben (3f2a1c)"."""
    c, b = schema.coder.c, schema.body.c
    query = select(c.id, b.words, c.role).join_from(schema.coder, schema.body, c.name == b.hash)
    found = [Coder(id_, name or ERASED, role) for id_, name, role in connection.execute(query)]
    found = [
        replace(coder, name=f"{coder.name} ({coder.id[:6]})")
        if any(names.same(coder.name, other.name) for other in found if other is not coder)
        else coder
        for coder in found
    ]
    return sorted(found, key=lambda coder: (coder.name.casefold(), coder.id))


def rounds(connection: Connection) -> list[Round]:
    """In the order in which they were made."""
    c, b = schema.round_.c, schema.body.c
    first = select(func.min(schema.event.c.lamport)).where(schema.event.c.entity == c.id).scalar_subquery()
    query = select(schema.round_, b.words).join_from(schema.round_, schema.body, c.name == b.hash)
    query = query.order_by(first, c.id)
    return [
        Round(r.id, r.words or ERASED, r.purpose, r.codebook, bool(r.blind), bool(r.revealed), bool(r.open))
        for r in connection.execute(query)
    ]


def documents(connection: Connection, *conditions: ColumnElement[bool]) -> list[Document]:
    """By title. In a package without those that are not in it: their text is not there, but what is said about them
    is; a purge erases both."""
    c, t, b, s = schema.document.c, schema.text.c, schema.body.c, schema.sameness.c
    purged, said = TEXT_IS_ERASED.label("purged"), b.words.label("about")
    query = (
        select(c.id, c.text, c.case_id, t.length, t.words, purged, said, s.same_as)
        .join_from(schema.document, schema.text, c.text == t.id)
        .join(schema.body, c.about == b.hash)
        .outerjoin(schema.sameness, s.document == c.id)
        .where(*conditions)
    )
    found = []
    for row in connection.execute(query):
        if row.purged and row.about:
            continue
        about = json.loads(row.about) if row.about else {"title": ERASED}
        found.append(
            Document(row.id, text_id=row.text, length=row.length, words=row.words, case=row.case_id,
                     purged=bool(row.purged), same_as=row.same_as, **about)
        )  # fmt: skip
    return sorted(found, key=lambda document: (document.title.casefold(), document.id))


def cases(connection: Connection) -> list[Case]:
    """By key."""
    c, b, s, why = schema.case.c, schema.body.c, schema.standing.c, schema.body.alias("why")
    query = (
        select(c.id, b.words, s.status, s.other, s.coder, s.reason, why.c.words)
        .join_from(schema.case, schema.body, c.about == b.hash)
        .outerjoin(schema.standing, s.case_id == c.id)
        .outerjoin(why, s.reason == why.c.hash)
    )
    found = []
    for id_, about, status, other, coder, reason, reason_words in connection.execute(query):
        told = {"status": status or "included", "other": other, "by": coder, "why": ""}
        if reason:
            told["why"] = ERASED if reason_words is None else reason_words
        said = json.loads(about) if about else {"key": ERASED, "purged": True}
        found.append(Case(id_, **said, **told))
    return sorted(found, key=lambda case: (natural(case.key), case.id))


def natural(key: str) -> tuple[list[tuple[int, str]], str]:
    """To sort keys as people count: c2 before c10."""
    parts = re.findall(r"\d+|\D+", key.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts], key


def readings(connection: Connection, *conditions: ColumnElement[bool]) -> list[Reading]:
    """Those begun, with the number of their tags, in an order that is the same in every copy of the project."""
    c, t, p, b, d = schema.reading.c, schema.tag.c, schema.progress.c, schema.body.c, schema.document.c
    count = select(func.count()).where(t.reading == c.id, t.live == 1).scalar_subquery()
    query = (
        select(schema.reading, p.position, b.words, count.label("tags"), p.text.label("read"), d.text, _FIRST_TEXT)
        .join_from(schema.reading, schema.document, c.document == d.id)
        .outerjoin(schema.progress, p.reading == c.id)
        .outerjoin(schema.body, c.memo == b.hash)
        .where(*conditions)
        .order_by(c.id)
    )
    found = []
    for r in connection.execute(query):
        position, read = r.position or 0, r.read or r.first or r.text
        if read != r.text:
            position = carrying.position(connection, r.document, read, r.text, position)
        found.append(
            Reading(r.id, r.coder, r.document, r.round, position, bool(r.finished), r.words or "", r.tags, True)
        )
    return found


def tags(connection: Connection, *conditions: ColumnElement[bool]) -> list[Tag]:
    """Live tags in the order of document and place. Columns, not entities: this is read for painting."""
    query = tag_query().where(schema.tag.c.live == 1, *conditions)
    in_force: list[str] = []
    found: list[Tag] = []
    for row in connection.execute(query).all():
        found.append(tag_of(row))
        in_force.append(row[-1])
    return carrying.carried(connection, found, in_force)


def tag_query() -> Select[Any]:
    """Tags with their reading's coder, document and round, the words of their memos, and the text in force."""
    c, r, b, d = schema.tag.c, schema.reading.c, schema.body.c, schema.document.c
    return (
        select(schema.tag, r.coder, r.document, r.round, b.words.label("memo_words"), d.text.label("in_force"))
        .join_from(schema.tag, schema.reading, c.reading == r.id)
        .join(schema.document, r.document == d.id)
        .outerjoin(schema.body, c.memo == b.hash)
        .order_by(r.document, c.start, c.stop, c.code, c.id)
    )


def tag_of(row: Row[Any]) -> Tag:
    """A row of `tag_query` as a value, where it was made. By place, not by name: this is done ten thousand times."""
    (id_, reading, text, code, codebook, start, stop, memo, case, said, query, _live, created,
     coder, document, round_, words, _in_force) = tuple(row)  # fmt: skip
    memo = (ERASED if words is None else words) if memo else ""
    return Tag(
        id_, reading, coder, document, round_, text, code, start, stop, codebook, memo, case, qualifiers(said),
        bool(query), created,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def qualifiers(kept: str) -> Mapping[str, str]:
    """A tag's qualifiers (JSON), read; the same few stand at 100,000 tags."""
    return dict(json.loads(kept))


def in_portions(keys: Iterable[str], size: int = 500) -> list[list[str]]:
    """SQLite binds a limited number of values in one statement."""
    all_ = sorted(set(keys))
    return [all_[at : at + size] for at in range(0, len(all_), size)]
