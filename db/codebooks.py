"""Codebook versions. A changed codebook is a new version; every tag says under which it was given."""

from sqlalchemy import Connection, bindparam, func, select

from corpus.codebook import Codebook, from_json
from corpus.refused import Refused
from db import coders, events, phrases, rows, schema
from db.project import Project
from db.values import Coder, Round

_NAMED = 5
"""So many missing codes are named."""


_CONTENT = (
    select(schema.body.c.words)
    .join_from(schema.codebook, schema.body, schema.codebook.c.content == schema.body.c.hash)
    .where(schema.codebook.c.id == bindparam("version"))
)


def listed(project: Project) -> list[tuple[str, int, str]]:
    """(id, ms since 1970, title) of every version, oldest first."""
    c, b = schema.codebook.c, schema.body.c
    with project.read() as connection:
        query = select(c.id, c.created, b.words).join_from(schema.codebook, schema.body, c.content == b.hash)
        return [(i, at, from_json(words).title) for i, at, words in connection.execute(query.order_by(c.created, c.id))]


def get(project: Project, version: str) -> Codebook:
    """A version by its id. Raises Refused."""
    with project.read() as connection:
        return within(connection, version)


def of_round(project: Project, round_: Round) -> Codebook:
    """The version in force in a round."""
    return get(project, round_.codebook)


def within(connection: Connection, version: str) -> Codebook:
    """As `get`, inside a transaction."""
    words = connection.scalar(_CONTENT, {"version": version})
    if words is None:
        raise Refused(f"No codebook version {version[:12]!r} is in this project.")
    return from_json(words)


def load(project: Project, actor: Coder, codebook: Codebook, *, instead_of: str | None = None) -> str:
    """Put a codebook in force in the open rounds, as a new version; its id. The same again changes nothing.

    `instead_of`: the version (id) that it was made from. Raises Refused when the actor is no lead; when that one is in
    force no longer; or when tags of an open round have a code that the new one lacks: they would lose their meaning."""
    coders.only_leads(actor, "change the codebook")
    with project.write(actor.id) as action:
        open_rounds = [r for r in rows.rounds(action.connection) if r.open]
        if instead_of is not None and all(r.codebook != instead_of for r in open_rounds):
            raise Refused("Another version of the codebook came in force meanwhile; nothing was changed. Try again.")
        _keeps_what_is_used(action.connection, open_rounds, codebook)
        known = action.connection.scalar(select(schema.codebook.c.id).where(schema.codebook.c.id == codebook.id))
        if known is None:
            content = action.body(codebook.canonical_json())
            action.append(events.PROJECT, "codebook.add", codebook.id, {"@content": content})
        for r in open_rounds:
            if r.codebook != codebook.id:
                name = action.connection.scalar(select(schema.round_.c.name).where(schema.round_.c.id == r.id))
                state = {"@name": name, "purpose": r.purpose, "codebook": codebook.id}
                flags = {"blind": int(r.blind), "revealed": int(r.revealed), "open": int(r.open)}
                action.append(events.PROJECT, "round.edit", r.id, {**state, **flags})
    return codebook.id


def _keeps_what_is_used(connection: Connection, open_rounds: list[Round], codebook: Codebook) -> None:
    t, r = schema.tag.c, schema.reading.c
    used = connection.execute(
        select(t.code, func.count())
        .join_from(schema.tag, schema.reading, t.reading == r.id)
        .where(t.live == 1, r.round.in_([o.id for o in open_rounds]))
        .group_by(t.code)
        .order_by(t.code)
    )
    keys = {code.key for code in codebook.codes}
    blind = any(o.blind and not o.revealed for o in open_rounds)  # then nobody is told how many there are
    missing = [code if blind else f"{code} ({phrases.many(n, 'tag')})" for code, n in used if code not in keys]
    if missing:
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        raise Refused(
            f"This codebook lacks codes that tags have: {', '.join(missing[:_NAMED])}{more}; "
            "keep them in the file, or give those tags another code first."
        )
