"""Retests: a coder reads documents again, blind to what they coded before, to tell how steady they are.

A retest is a round whose plan names the earlier one; `db.sight` hides what was coded before until it is finished, and
`db.rounds` lets nothing be written there meanwhile. Nothing of a retest is compared with other coders."""

import random
import secrets
from collections.abc import Sequence

from sqlalchemy import func, select

from corpus.refused import Refused
from corpus.text import Span
from db import rounds, rows, schema, segments, sight
from db.coders import only_leads
from db.project import Project
from db.values import Coder, Document, Purpose, Round


def plan(
    project: Project,
    actor: Coder,
    name: str,
    earlier: Round,
    *,
    people: Sequence[Coder],
    chosen: Sequence[Document] = (),
    draw: int | None = None,
    seed: int | None = None,
    purpose: Purpose | None = None,
) -> Round:
    """Plan a retest and open it: each of the people reads again what they have finished in the earlier round, all of
    it, or the documents `chosen`, or so many drawn for each. It has the codebook of the earlier round, and its segments
    and purpose (unless that is given).

    Raises Refused: not a lead; the name is taken or none; nobody; the earlier round is a retest; somebody has not
    finished a document that was chosen, or not so many, or reads it again already."""
    only_leads(actor, "plan rounds")
    people = list({coder.id: coder for coder in people}.values())
    chosen = list({document.id: document for document in chosen}.values())
    if not people:
        raise Refused("A retest needs somebody who codes again; name them with --coder.")
    if chosen and draw is not None:
        raise Refused("Documents are chosen or drawn, not both.")
    seed = secrets.randbelow(2**31) if seed is None else seed
    dice = random.Random(seed)
    cuts = segments.of_round(project, earlier)
    with project.write(actor.id) as action:
        connection = action.connection
        if earlier.id in rounds.retests_within(connection):
            raise Refused(f"{earlier.name} is a retest itself; name the round that was read first.")
        known = {document.id: document for document in rows.documents(connection) if not document.purged}
        seen, r = sight.of(sight.seen_by(project, actor.id), connection), schema.reading.c
        query = select(r.coder, r.document).where(r.round == earlier.id, r.finished == 1).order_by(r.document)
        done = [tuple(row) for row in connection.execute(query) if seen.progress(row.coder, earlier.id)]
        dealt: list[tuple[str, str]] = []
        for coder in people:
            again = sight.read_again(connection, coder.id)
            finished = [d for who, d in done if who == coder.id and d in known and d not in again]
            for document in chosen:
                if document.id in again:
                    raise Refused(f"{coder.name} reads {document.title} again already.")
                if document.id not in finished:
                    raise Refused(f"{coder.name} has not finished {document.title} in the round {earlier.name}.")
            if not finished or (draw or 0) > len(finished):
                asked = f"{draw} documents" if draw else "anything"
                raise Refused(
                    f"{coder.name} has not finished {asked} in the round {earlier.name} to read again"
                    f"{f'; there are {len(finished)}' if finished else ''}."
                )
            wanted = [d.id for d in chosen] or finished
            dealt += [(d, coder.id) for d in (dice.sample(wanted, draw) if draw else wanted)]
        how = {"draw": draw, "each": None, "by": None, "seed": seed, "retest": earlier.id}
        made = rounds.opened(action, name, purpose or earlier.purpose, earlier.codebook, how, dealt)
        for document_id in dict.fromkeys(document for document, _ in dealt):
            if document_id in cuts:
                segments.fix(project, action, made, known[document_id], _as_before(cuts[document_id]))
    return made


def ruled_between(project: Project, earlier: Round, retest: Round) -> set[str]:
    """The ids of the documents on which somebody ruled in the earlier round before the retest was planned: what its
    coders may have learnt from, also when it was taken back since."""
    r, e = schema.ruling.c, schema.event.c
    planned = select(func.min(e.lamport)).where(e.entity == retest.id).scalar_subquery()
    query = select(r.document).join_from(schema.ruling, schema.event, e.entity == r.id)
    with project.read() as connection:
        return set(connection.scalars(query.where(r.round == earlier.id, e.lamport < planned).distinct()))


def _as_before(spans: Sequence[Span]) -> segments.Cut:
    return lambda document, content: spans
