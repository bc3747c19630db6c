"""What is said about a place while it is discussed, and the pick list of reasons for rulings."""

import secrets

from sqlalchemy import select

from corpus.refused import Refused
from db import events, names, rows, rulings, schema, sight
from db.coders import only_leads
from db.project import Project
from db.values import Coder, Comment, Reason


def listed(project: Project, about: str | None = None) -> list[Comment]:
    """All that stand and the viewer may see (under the place with that id), the first first."""
    c, b, d, o = schema.comment.c, schema.body.c, schema.document.c, schema.event.c
    first = (
        select(o.lamport)
        .where(o.entity == c.id)
        .order_by(o.lamport)
        .limit(1)
        .correlate(schema.comment)
        .scalar_subquery()
    )
    query = (
        select(c.id, c.about, c.document, c.coder, b.words, c.created)
        .join_from(schema.comment, schema.body, c.words == b.hash)
        .join(schema.document, c.document == d.id)
        .where(c.live == 1)
        .order_by(first, c.id)
    )
    with project.read() as connection:
        seen = sight.of(project, connection)  # comments are made on what everybody may see, but somebody has to look
        query = query.where(c.document.not_in(seen.again))
        found = connection.execute(query if about is None else query.where(c.about == about))
        return [Comment(id_, place, of, who, words or rows.ERASED, at) for id_, place, of, who, words, at in found]


def add(project: Project, actor: Coder, about: str, document: str, round_: str, words: str) -> None:
    """Say something about a place (its id, and those of its document and round).

    Raises Refused: nothing said; a round that is still blind; neither a lead nor somebody who finished the document."""
    if not words.strip():
        raise Refused("A comment needs words.")
    with project.write(actor.id) as action:
        rulings.not_a_package(action)
        rulings.may_be_discussed(action.connection, document, round_)
        if actor.role != "lead":
            rulings.of_place(action, actor, document, round_)
        state = {
            "about": about,
            "document": document,
            "coder": actor.id,
            "@words": action.body(words.strip()),
            "live": 1,
        }
        action.append(events.PROJECT, "comment.add", secrets.token_hex(16), state)


def remove(project: Project, actor: Coder, comment: Comment) -> None:
    """Take one's own comment away; it stays in the history. Raises Refused: another's; gone already."""
    if comment.coder != actor.id:
        raise Refused("This comment is another's; only they take it away.")
    with project.write(actor.id) as action:
        state = events.state_of(action.connection, comment.id)
        if state is None or not state["live"]:
            raise Refused("This comment was taken away already.")
        action.append(events.PROJECT, "comment.remove", comment.id, {**state, "live": 0})


def reasons(project: Project) -> list[Reason]:
    """The pick list, in the order in which it was made."""
    c, b, e = schema.reason.c, schema.body.c, schema.event.c
    first = select(e.lamport).where(e.entity == c.id).order_by(e.lamport).limit(1).correlate(schema.reason)
    query = (
        select(c.id, b.words)
        .join_from(schema.reason, schema.body, c.words == b.hash)
        .where(c.live == 1)
        .order_by(first.scalar_subquery(), c.id)
    )
    with project.read() as connection:
        return [Reason(id_, words or rows.ERASED) for id_, words in connection.execute(query)]


def reason_named(project: Project, word: str) -> Reason:
    """The reason of these words (case aside), of this number in the list (from 1), or with this id. Raises Refused."""
    known = reasons(project)
    found = [one for one in known if names.same(one.words, word) or (len(word) >= 6 and one.id.startswith(word))]
    if not found and word.isascii() and word.isdigit() and 1 <= int(word) <= len(known):
        found = [known[int(word) - 1]]
    if len(found) != 1:
        raise Refused(f"No reason is called {word!r}; see them with: coder reasons {project.path}")
    return found[0]


def add_reason(project: Project, actor: Coder, words: str) -> Reason:
    """Put a reason on the pick list. Raises Refused: not a lead; no words; it is there already."""
    only_leads(actor, "change the list of reasons")
    words = " ".join(words.split())
    if not words:
        raise Refused("A reason needs words.")
    if any(names.same(one.words, words) for one in reasons(project)):
        raise Refused(f"The reason {words!r} is in the list already.")
    id_ = secrets.token_hex(16)
    with project.write(actor.id) as action:
        action.append(events.PROJECT, "reason.add", id_, {"@words": action.body(words), "live": 1})
    return Reason(id_, words)


def remove_reason(project: Project, actor: Coder, reason: Reason) -> None:
    """Take a reason off the pick list; rulings that gave it keep it. Raises Refused: not a lead; gone already."""
    only_leads(actor, "change the list of reasons")
    with project.write(actor.id) as action:
        state = events.state_of(action.connection, reason.id)
        if state is None or not state["live"]:
            raise Refused("This reason was taken away already.")
        action.append(events.PROJECT, "reason.remove", reason.id, {**state, "live": 0})
