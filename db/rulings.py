"""Rulings: how a disagreement was settled, said by a lead; or proposed, and agreed once each coder has said yes.

They stand in the project's stream, never in a reading: nobody's tags are changed. A ruling remembers at which event
each tag of its place stood; when one of them has changed since, it holds no longer."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from corpus import text as texts
from corpus.refused import Erased, Refused
from corpus.text import Span
from db import carrying, codebooks, events, rows, schema, sight
from db.coders import only_leads
from db.events import Action
from db.project import Project
from db.values import Coder, How, NewRuling, Outcome, Ruling

KINDS: Mapping[How, str] = {"ruled": "ruling.rule", "agreed": "ruling.propose"}


def listed(project: Project) -> list[Ruling]:
    """All that stand and that the viewer may see, in the order of their ids; places in the text in force."""
    with project.read() as connection:
        return within(project, connection)


def within(project: Project, connection: Connection) -> list[Ruling]:
    """As `listed`, inside a transaction."""
    r, b, p, d = schema.ruling, schema.body, schema.body.alias("p"), schema.document
    query = (
        select(r, b.c.words.label("reason_words"), p.c.words.label("proposal_words"), d.c.text.label("now"))
        .join_from(r, d, r.c.document == d.c.id)
        .outerjoin(b, r.c.reason == b.c.hash)
        .outerjoin(p, r.c.proposal == p.c.hash)
        .where(r.c.live == 1)
        .order_by(r.c.id)
    )
    found = list(connection.execute(query))
    if not found:
        return []
    seen, said, yes = sight.of(project, connection), _said(connection), _yes(connection)
    stood = stand(connection, {tag for row in found for tag in json.loads(row.tags)})
    package = events.absent(connection) is not None  # others' tags are not in it
    return [
        _carried(connection, _ruling(row, yes.get(row.id, ()), said[row.id].at, stood, package), row.now)
        for row in found
        if row.round not in seen.blind and row.document not in seen.again
    ]


def rule(project: Project, actor: Coder, new: Sequence[NewRuling], how: How = "ruled") -> None:
    """Say how disagreements are settled, all in one action: a lead rules; anybody of the place's coders, or a lead,
    proposes what the coders may agree on, and says yes to it with that.

    Raises Refused: not a lead; a round that is still blind; a tag changed meanwhile; an unknown code, case or
    qualifier, or a passage outside the text; ruled already, when it is only proposed; a package."""
    if how == "ruled":
        only_leads(actor, "rule")
    with project.write(actor.id) as action:
        not_a_package(action)
        for one in new:
            _one(project, action, actor, one, how)


def agree(project: Project, actor: Coder, ruling: Ruling, *, yes: bool = True) -> None:
    """Say yes to what `ruling` proposes, or take one's yes back.

    Raises Refused: not asked; not proposed; said already; something else is proposed meanwhile, or a tag changed."""
    with project.write(actor.id) as action:
        not_a_package(action)
        state = events.state_of(action.connection, ruling.id)
        if state is None or not state["live"] or state["how"] != "agreed":
            raise Refused("Nothing is proposed here to say yes to.")
        of_place(action, actor, str(state["document"]), str(state["round"]))
        if yes and not _still(project, action.connection, ruling):
            raise Refused("What is proposed here has changed meanwhile; you said yes to nothing. Look at it again.")
        if (actor.id in _yes(action.connection).get(ruling.id, ())) is yes:
            raise Refused(f"{actor.name} has {'said yes already' if yes else 'not said yes'}.")
        _consent(action, actor, ruling.id, yes=yes)


def open_again(project: Project, actor: Coder, ruling: Ruling) -> None:
    """Take back what was said about a place: it is open again. A lead, or who said it. Raises Refused otherwise."""
    with project.write(actor.id) as action:
        not_a_package(action)
        state = events.state_of(action.connection, ruling.id)
        if state is None or not state["live"]:
            raise Refused("This place is open already.")
        if state["coder"] != actor.id:
            only_leads(actor, "take back what others said")
        action.append(events.PROJECT, "ruling.open", ruling.id, {**state, "live": 0})


# --- inside a transaction --------------------------------------------------------------------------------------------


def _one(project: Project, action: Action, actor: Coder, new: NewRuling, how: How) -> None:
    may_be_discussed(action.connection, new.document, new.round)
    before = events.state_of(action.connection, new.id)
    if how == "agreed":
        if actor.role != "lead":
            of_place(action, actor, new.document, new.round)
        if before and before["live"] and before["how"] == "ruled":
            raise Refused("A lead has ruled here; only a lead opens it again.")
    ids = [tag.id for tag in new.tags]
    there = {tag.id: tag for tag in _tags(action.connection, ids)}
    if any(there.get(tag.id) != tag for tag in new.tags):
        raise Refused("A tag of this place has changed meanwhile; nothing was changed. Look at it again.")
    outcome = _checked(project, action, new)
    if new.picked is not None and not action.connection.scalar(
        select(schema.reason.c.live).where(schema.reason.c.id == new.picked)
    ):
        raise Refused("No such reason is in the pick list.")
    event = action.append(events.PROJECT, KINDS[how], new.id, {
        "document": new.document, "round": new.round, "text": new.text_id, "start": new.start, "stop": new.stop,
        "tags": stand(action.connection, ids), "how": how, "outcome": [_told(one) for one in outcome],
        "took": new.took, "picked": new.picked, "@reason": _body(action, new.reason),
        "@proposal": _body(action, new.proposal), "coder": actor.id, "live": 1,
    })  # fmt: skip
    if how == "agreed" and _finished(action.connection, actor.id, new.document, new.round):
        _consent(action, actor, new.id, yes=True, to=event.id)


def _checked(project: Project, action: Action, new: NewRuling) -> list[Outcome]:
    """The outcome with its passages at graphemes' edges, each once. Raises Refused for what can't be."""
    connection = action.connection
    if new.text_id != connection.scalar(select(schema.document.c.text).where(schema.document.c.id == new.document)):
        raise Refused("The text of this document was corrected meanwhile; nothing was changed. Look at it again.")
    content = project.text_within(connection, new.text_id)
    default = connection.scalar(select(schema.document.c.case_id).where(schema.document.c.id == new.document))
    version = connection.scalar(select(schema.round_.c.codebook).where(schema.round_.c.id == new.round))
    codebook = codebooks.within(connection, str(version))
    given = {tag.code for tag in new.tags}
    known = {qualifier.key: {value for value, _ in qualifier.values} for qualifier in codebook.qualifiers}
    checked: dict[tuple[object, ...], Outcome] = {}
    for one in new.outcome:
        if one.code not in given:  # what a coder gave may have been in an earlier version only
            codebook.code(one.code)
        if not 0 <= one.start < one.stop <= len(content):
            raise Refused(f"{one.start} to {one.stop} does not lie in this text of {len(content)} characters.")
        span = texts.snap(content, one.start, one.stop)
        if not content[span.start : span.stop].strip():
            raise Refused("This passage has no words, only blanks.")
        if one.case and not connection.scalar(select(schema.case.c.id).where(schema.case.c.id == one.case)):
            raise Refused(f"No case has the id {one.case!r} in this project.")
        for key, value in one.qualifiers.items():
            if value not in known.get(key, ()) and not any(tag.qualifiers.get(key) == value for tag in new.tags):
                raise Refused(f"The codebook has no qualifier {key}={value}.")
        checked[one.code, span, one.case or default] = replace(one, start=span.start, stop=span.stop)
    return list(checked.values())


def _still(project: Project, connection: Connection, ruling: Ruling) -> bool:
    """Whether what somebody was shown is what stands, whoever has said yes to it since, and holds."""
    now = next((one for one in within(project, connection) if one.id == ruling.id), None)
    return now is not None and now.holds and replace(now, at=ruling.at, agreed=ruling.agreed) == ruling


def may_be_discussed(connection: Connection, document: str, round_: str) -> None:
    """Raises Refused while a round is blind: what is said of a place would tell who coded what; Erased."""
    o = schema.round_.c
    if connection.scalar(select(o.id).where(o.id == round_, o.blind == 1, o.revealed == 0)):
        raise Refused("This round is blind; a lead reveals it first: coder reveal.")
    d, t = schema.document.c, schema.text.c
    query = select(rows.TEXT_IS_ERASED).join_from(schema.document, schema.text, d.text == t.id).where(d.id == document)
    if connection.scalar(query):
        raise Erased("This document was erased (a withdrawn consent); nothing can be changed in it.")


def not_a_package(action: Action) -> None:
    if events.absent(action.connection) is not None:
        raise Refused("This is a package: there is nothing to review in it. Do it in the project.")


def of_place(action: Action, actor: Coder, document: str, round_: str) -> None:
    if not _finished(action.connection, actor.id, document, round_):
        raise Refused(f"{actor.name} has not finished this document in this round, and has no say in this place.")


def _finished(connection: Connection, coder: str, document: str, round_: str) -> bool:
    r = schema.reading.c
    return bool(connection.scalar(select(r.finished).where(r.id == rows.reading_id(coder, document, round_))))


def _consent(action: Action, actor: Coder, ruling: str, *, yes: bool, to: str | None = None) -> None:
    event = to or stand(action.connection, [ruling])[ruling]
    state = {"ruling": ruling, "coder": actor.id, "to_event": event, "live": int(yes)}
    action.append(events.PROJECT, "consent.yes" if yes else "consent.no", f"{ruling}.{actor.id}", state)


def _said(connection: Connection) -> dict[str, Any]:
    """By ruling, when (`at`) and what (`payload`) was said last."""
    e, h = schema.event.c, schema.head.c
    query = (
        select(h.entity, e.at, e.payload)
        .join_from(schema.head, schema.event, h.event == e.id)
        .where(h.entity.in_(select(schema.ruling.c.id)))
        .order_by(e.lamport, e.replica)
    )
    return {row.entity: row for row in connection.execute(query)}


def _yes(connection: Connection) -> dict[str, list[str]]:
    """By ruling, who has said yes to what it says now: a yes to what was proposed before is none."""
    c, e = schema.consent.c, schema.event.c
    query = select(c.ruling, c.coder, e.payload).join_from(schema.consent, schema.event, c.to_event == e.id)
    said = _said(connection)
    found: dict[str, list[str]] = {}
    for ruling, coder, payload in connection.execute(query.where(c.live == 1).order_by(c.id)):
        if said[ruling].payload == payload:
            found.setdefault(ruling, []).append(coder)
    return found


def stand(connection: Connection, entities: Collection[str]) -> dict[str, str]:
    """The event at which each of these entities stands: the last of its heads, the same in every copy."""
    e, h = schema.event.c, schema.head.c
    found: dict[str, str] = {}
    for some in rows.in_portions(entities):
        query = select(h.entity, h.event).join_from(schema.head, schema.event, h.event == e.id)
        query = query.where(h.entity.in_(some)).order_by(e.lamport, e.replica)
        found.update((entity, event) for entity, event in connection.execute(query))
    return found


def _tags(connection: Connection, ids: Iterable[str]) -> list[Any]:
    return [tag for some in rows.in_portions(ids) for tag in rows.tags(connection, schema.tag.c.id.in_(some))]


def _ruling(row: Any, yes: Sequence[str], at: int, stood: Mapping[str, str], package: bool) -> Ruling:
    tags = json.loads(row.tags)
    return Ruling(
        row.id, row.document, row.round, row.text, row.start, row.stop, frozenset(tags),
        tuple(_outcome(told) for told in json.loads(row.outcome)), row.how, row.coder, at, row.took, row.picked,
        _words(row.reason, row.reason_words), _words(row.proposal, row.proposal_words), tuple(yes),
        all(stood.get(tag, event if package else None) == event for tag, event in tags.items()),
    )  # fmt: skip


def _carried(connection: Connection, ruling: Ruling, now: str) -> Ruling:
    """The same in the text in force, when that was corrected since."""
    if ruling.text_id == now:
        return ruling
    spans = [Span(ruling.start, ruling.stop), *(Span(one.start, one.stop) for one in ruling.outcome)]
    places = carrying.passages(connection, ruling.document, ruling.text_id, now, spans)
    found = [place.span for place in places or () if place.span is not None]
    if len(found) < len(spans):
        return replace(ruling, holds=False)
    outcome = [
        replace(one, start=span.start, stop=span.stop) for one, span in zip(ruling.outcome, found[1:], strict=True)
    ]
    return replace(ruling, text_id=now, start=found[0].start, stop=found[0].stop, outcome=tuple(outcome))


def _told(one: Outcome) -> dict[str, Any]:
    return {
        "code": one.code, "start": one.start, "stop": one.stop, "case": one.case, "qualifiers": dict(one.qualifiers)
    }  # fmt: skip


def _outcome(told: Mapping[str, Any]) -> Outcome:
    return Outcome(told["code"], told["start"], told["stop"], told["case"], told["qualifiers"])


def _words(key: str | None, words: str | None) -> str:
    return "" if key is None else rows.ERASED if words is None else words


def _body(action: Action, words: str) -> str | None:
    return action.body(words.strip()) if words.strip() else None
