"""Who may see what: the one place that says it. Every listing of `db` asks here, and shows nothing by default.

In a blind round, until it is revealed: a coder sees their own readings; a lead sees how far everybody is, and the tags
of documents that all who are assigned have finished; a lead who codes in that round is a coder there. Who looks is
`Project.viewer`, the id of a coder; while a round is blind, listings for nobody are refused.

A retest is blind to what was done before: until a coder has finished a document in it, they see of that document only
what they code now, nothing that they or others coded or ruled before; then, too, somebody has to look."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, exists, func, select

from corpus.refused import Refused
from db import schema
from db.project import Project

_A, _P, _R = schema.assignment.c, schema.plan.c, schema.reading.c
A_RETEST = _P.how.contains('"retest":"')
"""Of a row of `plan`: whether a document is read again in that round."""
AGAIN = (
    select(_A.document, _A.round)
    .join_from(schema.plan, schema.assignment, _P.round == _A.round)
    .join(schema.round_, schema.round_.c.id == _A.round)
    .where(A_RETEST, _A.live == 1, schema.round_.c.open == 1)
    .where(
        ~exists().where(
            _R.round == _A.round, _R.document == _A.document, _R.coder == _A.coder, _R.finished == 1
        )
    )
)  # fmt: skip
"""What is read again and not finished: the document and the round of the retest."""

WHOLE = "*"
"""The viewer who sees everything: what reckons the figures of a reveal."""


@dataclass(frozen=True)
class Sight:
    """What one viewer sees. `blind`: rounds not revealed; `led`: those of them where the viewer sees everybody's
    progress; `complete`: (round, document) that all who are assigned have finished; `again`: by document, the round in
    which the viewer reads it again and has not finished it."""

    viewer: str | None
    blind: frozenset[str] = frozenset()
    led: frozenset[str] = frozenset()
    complete: frozenset[tuple[str, str]] = frozenset()
    again: Mapping[str, str] = field(default_factory=dict)

    @property
    def everything(self) -> bool:
        """Whether nothing is hidden."""
        return not (self.blind or self.again)

    def content(self, coder: str, document: str, round_: str) -> bool:
        """Whether a reading's tags, memos, queries and their counts are shown."""
        if document in self.again and (coder, round_) != (self.viewer, self.again[document]):
            return False
        if round_ not in self.blind or coder == self.viewer:
            return True
        return round_ in self.led and (round_, document) in self.complete

    def progress(self, coder: str, round_: str) -> bool:
        """Whether it is shown that there is a reading, how far it is, and whether it is finished."""
        return round_ not in self.blind or coder == self.viewer or round_ in self.led


def whole(project: Project) -> Project:
    """The same project for somebody who sees everything. Only what shows nothing to anybody may use it."""
    return seen_by(project, WHOLE)


def seen_by(project: Project, viewer: str | None) -> Project:
    """The same project for another viewer, by id."""
    seen = copy.copy(project)
    seen.viewer = viewer
    return seen


def now(project: Project) -> Sight:
    """What the project's viewer sees. Raises Refused when a round is blind and nobody looks."""
    with project.read() as connection:
        return of(project, connection)


def of(project: Project, connection: Connection, round_: str | None = None) -> Sight:
    """What the project's viewer sees (of one round). Raises Refused when a blind round is asked for by nobody."""
    o, c = schema.round_.c, schema.coder.c
    if project.viewer == WHOLE:
        return Sight(WHOLE)
    query = select(o.id).where(o.blind == 1, o.revealed == 0)
    blind = frozenset(connection.scalars(query.where(o.id == round_) if round_ else query))
    if project.viewer is None:
        if blind:
            raise Refused("A round is blind until a lead reveals it; say who you are: --as NAME, or set CODER_NAME.")
        if connection.execute(AGAIN).first():
            raise Refused("Somebody reads documents again, blind; say who you are: --as NAME, or set CODER_NAME.")
        return Sight(None)
    again = read_again(connection, project.viewer)
    if blind and connection.scalar(select(c.role).where(c.id == project.viewer)) == "lead":
        return replace(_of_lead(connection, project.viewer, blind), again=again)
    return Sight(project.viewer, blind, again=again)


def read_again(connection: Connection, coder: str) -> dict[str, str]:
    """By document, the round of a retest that the coder has not finished it in; ids."""
    return {row.document: row.round for row in connection.execute(AGAIN.where(_A.coder == coder))}


def hidden(project: Project, connection: Connection) -> set[str]:
    """The ids of the readings whose content the viewer does not see."""
    seen, r = of(project, connection), schema.reading.c
    query = select(r.id, r.coder, r.document, r.round)
    query = query.where(r.round.in_(seen.blind) | r.document.in_(seen.again))
    found = () if seen.everything else connection.execute(query)
    return {id_ for id_, *whose in found if not seen.content(*whose)}


def unseen_cases(project: Project, connection: Connection) -> set[str]:
    """The ids of the cases that the viewer does not see: those that others, no leads, made since a round is blind to
    them. Whom they met is a part of what they found there. Not those that something names which the viewer sees."""
    blind = _coded_blind(project, connection)
    if not blind:
        return set()
    e, c, t, r = schema.event.c, schema.coder.c, schema.tag.c, schema.reading.c
    began = select(func.min(e.lamport)).where(e.entity.in_(blind)).scalar_subquery()
    leads = select(c.id).where(c.role == "lead")
    made = select(e.entity).where(e.kind == "case.add", e.lamport > began, e.actor.not_in(leads))
    found = set(connection.scalars(made.where(e.actor != project.viewer) if project.viewer else made))
    if not found:
        return found
    named = select(t.case_id).join_from(schema.tag, schema.reading, t.reading == r.id).where(t.case_id.in_(found))
    open_ = r.round.not_in(blind)
    found -= set(connection.scalars(named.where((r.coder == project.viewer) | open_ if project.viewer else open_)))
    return found - set(connection.scalars(select(schema.document.c.case_id)))


def _coded_blind(project: Project, connection: Connection) -> frozenset[str]:
    """The blind rounds of which the viewer sees no more than a coder does; of nobody, all."""
    if project.viewer is not None:
        seen = of(project, connection)
        return seen.blind - seen.led
    o = schema.round_.c
    return frozenset(connection.scalars(select(o.id).where(o.blind == 1, o.revealed == 0)))


def _of_lead(connection: Connection, viewer: str, blind: frozenset[str]) -> Sight:
    a, r, c, p = schema.assignment.c, schema.reading.c, schema.coder.c, schema.plan.c
    query = select(a.round, a.document, a.coder).where(a.round.in_(blind), a.live == 1)
    assigned = {tuple(row) for row in connection.execute(query)}
    begun = select(r.round, r.document, r.coder, r.finished).where(r.round.in_(blind))
    readings = {(round_, document, coder): finished for round_, document, coder, finished in connection.execute(begun)}
    # A round without a plan has every document for every coder.
    unplanned = blind - set(connection.scalars(select(p.round)))
    everybody = set(connection.scalars(select(c.id).where(c.role == "coder"))) if unplanned else set()
    assigned |= {(o, d, coder) for o, d, _ in readings if o in unplanned for coder in everybody}
    codes_in = {round_ for round_, _, coder in assigned | readings.keys() if coder == viewer}
    waiting = {
        (round_, document) for round_, document, coder in assigned if not readings.get((round_, document, coder))
    }
    waiting |= {(round_, document) for (round_, document, _), finished in readings.items() if not finished}
    complete = {(round_, document) for round_, document, _ in assigned} - waiting
    return Sight(viewer, blind, blind - codes_in, frozenset(complete))
