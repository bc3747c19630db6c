"""Rounds: planned batches of coding. A new project has one, main: open, not blind, with every document for everybody.

A planned round has a plan and assignments; in it, only what is assigned is coded. `db.sight` says who sees what of it
while it is blind; `reveal` ends that, and freezes the agreement as it is then."""

import json
import random
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, exists, select

from corpus.refused import Refused
from db import drawing, events, names, rows, schema, segments, sight
from db.coders import only_leads
from db.events import Action
from db.project import Project
from db.segments import Cut
from db.values import Assignment, Coder, Document, Plan, Purpose, Reading, Round

_A = schema.assignment.c
_MAY = select(
    schema.round_.c.open,
    schema.round_.c.blind,
    schema.round_.c.revealed,
    exists().where(schema.plan.c.round == bindparam("round")).label("planned"),
    exists().where(schema.plan.c.round == bindparam("round"), sight.A_RETEST).label("a_retest"),
    sight.AGAIN.where(
        _A.document == bindparam("document"), _A.coder == bindparam("coder"), _A.round != bindparam("round")
    )
    .exists()
    .label("elsewhere_again"),
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
    """The latest open round (that has the document) (in which the coder has it, or has anything). A retest is its
    coders' alone, and what they read again comes before everything else.

    Raises Refused when there is none."""
    having = select(_A.round).where(_A.live == 1)
    having = having.where(_A.document == document.id) if document else having
    having = having.where(_A.coder == coder.id) if coder else having
    with project.read() as connection:
        planned, mine = _planned(connection), set(connection.scalars(having))
        retests = retests_within(connection)
        known = [r for r in rows.rounds(connection) if r.open and (coder or r.id not in retests)]
        again = sight.read_again(connection, coder.id) if coder and document else {}
    known.sort(key=lambda r: document is not None and again.get(document.id) == r.id)
    for found in reversed(known):
        if found.id not in planned or found.id in mine or not (document or coder):
            return found
    if not known:
        raise Refused("No round is open in this project; a lead opens one.")
    who = f" for {coder.name}" if coder else ""
    raise Refused(f"No open round has {document.title if document else 'a document'}{who}; a lead plans them.")


def to_read(project: Project, document: Document, coder: Coder) -> Round:
    """The round in which a coder opens a document: as `current`; a lead who has it in none reads it, without coding, in
    the latest one that others have it in (an open one first). Raises Refused as `current` does, for others."""
    try:
        return current(project, document, coder)
    except Refused:
        if coder.role != "lead":
            raise
    with project.read() as connection:
        known, planned, retests = rows.rounds(connection), _planned(connection), retests_within(connection)
        having = set(connection.scalars(select(_A.round).where(_A.document == document.id, _A.live == 1)))
    found = [one for one in known if one.id not in planned or one.id in having - retests.keys()]
    return max(found, key=lambda one: (one.open, known.index(one)))


def has(project: Project, round_: Round, document: Document, coder: Coder) -> bool:
    """Whether the coder is to code the document in the round: it is assigned to them, or nothing is planned in it."""
    within = {"round": round_.id, "document": document.id, "coder": coder.id}
    with project.read() as connection:
        may = connection.execute(_MAY, within).one()
    return bool(may.assigned or not may.planned)


def of_documents(project: Project, documents: Iterable[Document], coder: Coder | None = None) -> dict[str, Round]:
    """By the id of a document, the latest open round that has it (for the coder), as `current` says it; those that none
    has are left out."""
    with project.read() as connection:
        planned, retests = _planned(connection), retests_within(connection)
        known = [r for r in rows.rounds(connection) if r.open and (coder or r.id not in retests)]
        query = select(_A.round, _A.document).where(_A.live == 1)
        query = query.where(_A.coder == coder.id) if coder else query
        having = {tuple(row) for row in connection.execute(query)}
        again = sight.read_again(connection, coder.id) if coder else {}
    found: dict[str, Round] = {}
    for document in documents:
        for one in known:
            if one.id not in planned or (one.id, document.id) in having:
                found[document.id] = one
                if again.get(document.id) == one.id:
                    break
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


def retests(project: Project) -> dict[str, str]:
    """By the id of each round that is a retest, the id of the round whose documents are read again in it."""
    with project.read() as connection:
        return retests_within(connection)


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
    cut: Cut | None = None,
) -> Round:
    """Plan a round and open it: documents by hand (`chosen`), or so many drawn, or all; for all the people, or `each`
    document for so many of them. `by`: an attribute whose groups are drawn from in proportion; `codebook`: a version
    (default: the one in force now); `cut`: what makes segments of each document. The seed is kept, also one that was
    not given.

    Raises Refused: not a lead; the name is taken or none; nobody, or fewer than `each`; nothing to draw from; segments
    that are none (see `db.segments`)."""
    only_leads(actor, "plan rounds")
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
        known = [document for document in rows.documents(action.connection) if not document.purged]
        if not known:
            raise Refused("There is no document to code yet; import some first.")
        of = drawing.drawn(known, draw, by, dice) if draw is not None else chosen or known
        dealt = drawing.dealt(of, people, len(people) if each is None else each, dice)
        how: dict[str, Any] = {"draw": draw, "each": each, "by": by, "seed": seed}
        version = _version(action.connection, codebook)
        made = opened(action, name, purpose, version, how, [(d.id, c.id) for d, c in dealt], blind=blind)
        if cut is not None:
            for document in of:
                segments.fix(project, action, made, document, cut)
    return made


def opened(
    action: Action,
    name: str,
    purpose: Purpose,
    codebook: str,
    how: Mapping[str, Any],
    dealt: Iterable[tuple[str, str]],
    *,
    blind: bool = False,
) -> Round:
    """Inside a transaction: a new round with its plan and who codes what (document, coder; ids).

    Raises Refused: no name, or one that is taken; a package."""
    _not_a_package(action.connection)
    name = names.checked(name, "round")
    if any(names.same(other.name, name) for other in rows.rounds(action.connection)):
        raise Refused(f"A round is called {name!r} already; choose another name.")
    id_ = secrets.token_hex(16)
    about = {"@name": action.body(name), "purpose": purpose, "codebook": codebook}
    action.append(events.PROJECT, "round.add", id_, {**about, "blind": int(blind), "revealed": 0, "open": 1})
    action.append(events.PROJECT, "plan.add", f"{id_}.plan", {"round": id_, "how": dict(how)})
    action.append_many(events.PROJECT, [_assignment(id_, document, coder) for document, coder in dealt])
    return Round(id_, name, purpose, codebook, blind, False, True)


def set_open(project: Project, actor: Coder, round_: Round, *, open_: bool) -> None:
    """Close a round: it takes no tags any more. Or open it again.

    Raises Refused: not a lead; a package; it is so already; a retest is to be opened, which is blind no longer."""
    only_leads(actor, "open and close rounds")
    with project.write(actor.id) as action:
        _not_a_package(action.connection)
        state = _state(action, round_)
        if open_ and not state["open"] and round_.id in retests_within(action.connection):
            raise Refused(
                f"{round_.name} is a retest: since it was closed its coders see their first reading. Plan another one."
            )
        if bool(state["open"]) is open_:
            raise Refused(f"The round {round_.name} is {'open' if open_ else 'closed'} already.")
        action.append(
            events.PROJECT, "round.open" if open_ else "round.close", round_.id, {**state, "open": int(open_)}
        )


def unfinished(project: Project, round_: Round) -> list[Assignment]:
    """What is assigned and not finished; for leads. Raises Refused in a package: it lacks what the others finished."""
    r = schema.reading.c
    with project.read() as connection:
        _not_a_package(connection)
        query = select(r.coder, r.document).where(r.round == round_.id, r.finished == 1)
        done = {(coder, document) for coder, document in connection.execute(query)}
        return [one for one in _assigned(connection, round_) if (one.coder, one.document) not in done]


def reveal(project: Project, actor: Coder, round_: Round, figures: str, seen: int) -> None:
    """End a round's blindness, for ever, and keep its agreement (JSON) as the figure of its reliability.

    `seen`: how many changes there were when it was reckoned. Raises Refused: not a lead; a package, since it
    lacks what the others coded; not blind; revealed already; somebody has written since."""
    only_leads(actor, "reveal rounds")
    with project.write(actor.id) as action:
        _not_a_package(action.connection)
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
    """Raises Refused when a reading's round is closed, or does not have the document for its coder, or when the coder
    reads it again in another one."""
    within = {"round": reading.round, "document": reading.document, "coder": reading.coder}
    may = action.connection.execute(_MAY, within).one()
    if not may.open:
        raise Refused("This round is closed and takes no tags any more; a lead opens it again.")
    if may.planned and not may.assigned:
        raise Refused("This document is not assigned to this coder in this round; leads plan rounds.")
    if may.elsewhere_again:
        raise Refused(
            "Its coder reads this document again in a retest; what was coded before rests until that is done."
        )


def not_revealed(action: Action, reading: Reading) -> None:
    """Raises Refused when a blind reading was seen by others since, or its coder has seen in a retest what they coded
    before: what is finished then stays so."""
    within = {"round": reading.round, "document": reading.document, "coder": reading.coder}
    may = action.connection.execute(_MAY, within).one()
    if may.blind and may.revealed:
        raise Refused("This round was revealed; what was finished in it before can't be reopened.")
    if may.a_retest:
        raise Refused("This was a retest; what was finished in it can't be reopened, since you see your first reading.")


def reopens(project: Project, reading: Reading) -> bool:
    """Whether a finished reading can be reopened: its round takes tags, and was neither revealed nor a retest."""
    within = {"round": reading.round, "document": reading.document, "coder": reading.coder}
    with project.read() as connection:
        may = connection.execute(_MAY, within).one()
    seen = (may.blind and may.revealed) or may.a_retest
    return bool(may.open and (may.assigned or not may.planned) and not may.elsewhere_again and not seen)


def _not_a_package(connection: Connection) -> None:
    if events.absent(connection) is not None:
        raise Refused("This is a package, with one coder's work; leads plan, close and reveal rounds in the project.")


def _planned(connection: Connection) -> set[str]:
    return set(connection.scalars(select(schema.plan.c.round)))


def retests_within(connection: Connection) -> dict[str, str]:
    p = schema.plan.c
    found = connection.execute(select(p.round, p.how).where(sight.A_RETEST)).all()
    return {round_: str(json.loads(how)["retest"]) for round_, how in found}


def _assigned(connection: Connection, round_: Round) -> list[Assignment]:
    a = schema.assignment.c
    query = select(a.round, a.document, a.coder).where(a.round == round_.id, a.live == 1).order_by(a.id)
    return [Assignment(*row) for row in connection.execute(query)]


def _assignment(round_: str, document: str, coder: str) -> tuple[str, str, dict[str, Any]]:
    id_ = f"{rows.reading_id(coder, document, round_)}.assigned"
    return "assignment.add", id_, {"round": round_, "document": document, "coder": coder, "live": 1}


def _version(connection: Connection, wanted: str | None) -> str:
    if wanted is None:
        there = rows.rounds(connection)
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
