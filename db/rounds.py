"""Rounds: planned batches of coding. A new project has one, main: open, not blind, with every document for everybody.

A planned round has a plan and assignments; in it, only what is assigned is coded. `db.sight` says who sees what of it
while it is blind; `reveal` ends that, and freezes the agreement as it is then."""

import json
import random
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, exists, select

from corpus.refused import Refused
from db import drawing, events, names, rows, schema, sight
from db.coders import only_leads
from db.events import Action
from db.project import Project
from db.values import Assignment, Coder, Document, Plan, Purpose, Reading, Round

_MAY = select(
    schema.round_.c.open,
    schema.round_.c.blind,
    schema.round_.c.revealed,
    exists().where(schema.plan.c.round == bindparam("round")).label("planned"),
    exists()
    .where(
        schema.assignment.c.round == bindparam("round"),
        schema.assignment.c.document == bindparam("document"),
        schema.assignment.c.coder == bindparam("coder"),
        schema.assignment.c.live == 1,
    )
    .label("assigned"),
).where(schema.round_.c.id == bindparam("round"))


def listed(project: Project) -> list[Round]:
    """All, in the order in which they were made."""
    with project.read() as connection:
        return rows.rounds(connection)


def current(project: Project, document: Document | None = None, coder: Coder | None = None) -> Round:
    """The latest open round (that has the document) (in which the coder has it, or has anything).

    Raises Refused when there is none."""
    p, a = schema.plan.c, schema.assignment.c
    having = select(a.round).where(a.live == 1)
    having = having.where(a.document == document.id) if document else having
    having = having.where(a.coder == coder.id) if coder else having
    with project.read() as connection:
        known = [found for found in rows.rounds(connection) if found.open]
        planned, mine = set(connection.scalars(select(p.round))), set(connection.scalars(having))
    for found in reversed(known):
        if found.id not in planned or found.id in mine or not (document or coder):
            return found
    if not known:
        raise Refused("No round is open in this project; a lead opens one.")
    who = f" for {coder.name}" if coder else ""
    raise Refused(f"No open round has {document.title if document else 'a document'}{who}; a lead plans them.")


def of_documents(project: Project, documents: Iterable[Document], coder: Coder | None = None) -> dict[str, Round]:
    """By the id of a document, the latest open round that has it (for the coder); those that none has are left out."""
    p, a = schema.plan.c, schema.assignment.c
    with project.read() as connection:
        known = [found for found in rows.rounds(connection) if found.open]
        planned = set(connection.scalars(select(p.round)))
        query = select(a.round, a.document).where(a.live == 1)
        query = query.where(a.coder == coder.id) if coder else query
        having = {tuple(row) for row in connection.execute(query)}
    found: dict[str, Round] = {}
    for document in documents:
        for one in known:
            if one.id not in planned or (one.id, document.id) in having:
                found[document.id] = one
    return found


def named(project: Project, name_or_id: str) -> Round:
    """The round of that name or id. Raises Refused with the names there are."""
    known = listed(project)
    found = [r for r in known if r.id == name_or_id] or [r for r in known if names.same(r.name, name_or_id)]
    if not found:
        raise Refused(f"No round is called {name_or_id!r}; there are: {', '.join(r.name for r in known)}.")
    if len(found) > 1:
        raise Refused(f"{len(found)} rounds are called {name_or_id!r}; name one by: {', '.join(r.id for r in found)}")
    return found[0]


def plan_of(project: Project, round_: Round) -> Plan | None:
    """How it was planned; None for a round that has every document for everybody."""
    with project.read() as connection:
        how = connection.scalar(select(schema.plan.c.how).where(schema.plan.c.round == round_.id))
    return None if how is None else Plan(**json.loads(how))


def assignments(project: Project, round_: Round) -> list[Assignment]:
    """Who codes which document in a planned round, as far as the viewer may know it: in a blind one, their own."""
    with project.read() as connection:
        seen = sight.of(project, connection)
        return [one for one in _assigned(connection, round_) if seen.progress(one.coder, one.round)]


def plan(
    project: Project,
    actor: Coder,
    name: str,
    *,
    purpose: Purpose,
    people: Sequence[Coder],
    chosen: Sequence[Document] = (),
    draw: int | None = None,
    each: int | None = None,
    by: str | None = None,
    seed: int | None = None,
    blind: bool = False,
    codebook: str | None = None,
) -> Round:
    """Plan a round and open it: documents by hand (`chosen`), or so many drawn, or all; for all the people, or `each`
    document for so many of them. `by`: an attribute whose groups are drawn from in proportion; `codebook`: a version
    (default: the one in force now). The seed is kept, also one that was not given.

    Raises Refused: not a lead; the name is taken or none; nobody, or fewer than `each`; nothing to draw from."""
    only_leads(actor, "plan rounds")
    name = names.checked(name, "round")
    people = list({coder.id: coder for coder in people}.values())
    chosen = list({document.id: document for document in chosen}.values())
    if not people:
        raise Refused("A round needs somebody who codes; name them with --coder.")
    if chosen and draw is not None:
        raise Refused("Documents are chosen or drawn, not both.")
    if by is not None and by not in drawing.ATTRIBUTES:
        raise Refused(f"Documents have no {by!r} to draw by; there are: {', '.join(drawing.ATTRIBUTES)}.")
    if by is not None and draw is None:
        raise Refused("An attribute to draw by needs a number of documents to draw.")
    if erased := next((document for document in chosen if document.purged), None):
        raise Refused(f"{erased.title}: this document was erased and can't be coded.")
    seed = secrets.randbelow(2**31) if seed is None else seed
    dice = random.Random(seed)
    with project.write(actor.id) as action:
        there = rows.rounds(action.connection)
        if any(names.same(other.name, name) for other in there):
            raise Refused(f"A round is called {name!r} already; choose another name.")
        known = [document for document in rows.documents(action.connection) if not document.purged]
        if not known:
            raise Refused("There is no document to code yet; import some first.")
        of = drawing.drawn(known, draw, by, dice) if draw is not None else chosen or known
        dealt = drawing.dealt(of, people, len(people) if each is None else each, dice)
        version = _version(action.connection, codebook, there)
        how: dict[str, Any] = {"draw": draw, "each": each, "by": by, "seed": seed}
        id_ = secrets.token_hex(16)
        about = {"@name": action.body(name), "purpose": purpose, "codebook": version}
        action.append(events.PROJECT, "round.add", id_, {**about, "blind": int(blind), "revealed": 0, "open": 1})
        action.append(events.PROJECT, "plan.add", f"{id_}.plan", {"round": id_, "how": how})
        made = [(document.id, coder.id) for document, coder in dealt]
        action.append_many(events.PROJECT, [_assignment(id_, document, coder) for document, coder in made])
    return Round(id_, name, purpose, version, blind, False, True)


def set_open(project: Project, actor: Coder, round_: Round, *, open_: bool) -> None:
    """Close a round: it takes no tags any more. Or open it again. Raises Refused: not a lead; it is so already."""
    only_leads(actor, "open and close rounds")
    with project.write(actor.id) as action:
        state = _state(action, round_)
        if bool(state["open"]) is open_:
            raise Refused(f"The round {round_.name} is {'open' if open_ else 'closed'} already.")
        action.append(
            events.PROJECT, "round.open" if open_ else "round.close", round_.id, {**state, "open": int(open_)}
        )


def unfinished(project: Project, round_: Round) -> list[Assignment]:
    """What is assigned and not finished; for leads."""
    r = schema.reading.c
    with project.read() as connection:
        query = select(r.coder, r.document).where(r.round == round_.id, r.finished == 1)
        done = {(coder, document) for coder, document in connection.execute(query)}
        return [one for one in _assigned(connection, round_) if (one.coder, one.document) not in done]


def reveal(project: Project, actor: Coder, round_: Round, figures: str, seen: int) -> None:
    """End a round's blindness, for ever, and keep its agreement (JSON) as the figure of its reliability.

    `seen`: how many changes there were when it was reckoned. Raises Refused: not a lead; not blind; revealed already;
    somebody has written since."""
    only_leads(actor, "reveal rounds")
    with project.write(actor.id) as action:
        state = _state(action, round_)
        if not state["blind"]:
            raise Refused(f"The round {round_.name} is not blind; there is nothing to reveal.")
        if state["revealed"]:
            raise Refused(f"The round {round_.name} is revealed already.")
        if project.changes_within(action.connection) != seen:
            raise Refused("Somebody has written to the project meanwhile; nothing was revealed. Try again.")
        action.append(events.PROJECT, "round.reveal", round_.id, {**state, "revealed": 1})
        kept = {"round": round_.id, "@content": action.body(figures)}
        action.append(events.PROJECT, "figures.freeze", f"{round_.id}.figures", kept)


def figures(project: Project, round_: Round) -> dict[str, Any] | None:
    """The agreement that was frozen at the reveal; None when there was none."""
    f, b = schema.figures.c, schema.body.c
    query = select(b.words).join_from(schema.figures, schema.body, f.content == b.hash).where(f.round == round_.id)
    with project.read() as connection:
        words = connection.scalar(query)
    return None if words is None else dict(json.loads(words))


# --- inside a transaction --------------------------------------------------------------------------------------------


def takes(action: Action, reading: Reading) -> None:
    """Raises Refused when a reading's round is closed, or does not have the document for its coder."""
    within = {"round": reading.round, "document": reading.document, "coder": reading.coder}
    may = action.connection.execute(_MAY, within).one()
    if not may.open:
        raise Refused("This round is closed and takes no tags any more; a lead opens it again.")
    if may.planned and not may.assigned:
        raise Refused("This document is not assigned to this coder in this round; leads plan rounds.")


def not_revealed(action: Action, reading: Reading) -> None:
    """Raises Refused when a blind reading was seen by others since: what is finished then stays so."""
    within = {"round": reading.round, "document": reading.document, "coder": reading.coder}
    may = action.connection.execute(_MAY, within).one()
    if may.blind and may.revealed:
        raise Refused("This round was revealed; what was finished in it before can't be reopened.")


def _assigned(connection: Connection, round_: Round) -> list[Assignment]:
    a = schema.assignment.c
    query = select(a.round, a.document, a.coder).where(a.round == round_.id, a.live == 1).order_by(a.id)
    return [Assignment(*row) for row in connection.execute(query)]


def _assignment(round_: str, document: str, coder: str) -> tuple[str, str, dict[str, Any]]:
    id_ = f"{rows.reading_id(coder, document, round_)}.assigned"
    return "assignment.add", id_, {"round": round_, "document": document, "coder": coder, "live": 1}


def _version(connection: Connection, wanted: str | None, there: Sequence[Round]) -> str:
    if wanted is None:
        return next((r.codebook for r in reversed(there) if r.open), there[-1].codebook)
    c = schema.codebook.c.id
    found = [id_ for id_ in connection.scalars(select(c)) if len(wanted) >= 6 and id_.startswith(wanted)]
    if len(found) != 1:
        raise Refused(f"No codebook version {wanted!r} is in this project.")
    return str(found[0])


def _state(action: Action, round_: Round) -> dict[str, Any]:
    state = events.state_of(action.connection, round_.id)
    assert state is not None
    return state
