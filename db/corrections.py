"""Corrected texts: a new text of the same document, and how the old one lies along it. Tags follow by `db.carrying`."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from corpus import anchors
from corpus import text as texts
from corpus.anchors import Alignment
from corpus.refused import Erased, Refused
from db import backups, events, rows, schema, sight
from db.coders import only_leads
from db.events import Action
from db.project import Project
from db.values import Coder, Document, Tag


@dataclass(frozen=True)
class Correction:
    """A text that was or may be put in place of another one: both, and how the one lies along the other."""

    old: str
    new: str
    alignment: Alignment


def proposed(project: Project, document: Document, new: str) -> Correction:
    """What a corrected text (canonical, see `corpus.text`) would change. Raises Refused when that is nothing."""
    old = project.text(document.text_id)
    if old == new:
        raise Refused(f"{document.title}: the text is the same; nothing is corrected.")
    return Correction(old, new, anchors.align(old, new))


def correct(project: Project, actor: Coder, document: Document, correction: Correction) -> Document:
    """Put a corrected text in force, after a backup. Nothing that was tagged is touched.

    Raises Refused: not a lead; erased; the text was corrected meanwhile; another document has the new text; this is a
    package, where the others' tags would not be seen."""
    only_leads(actor, "correct texts")
    backups.automatic(project.path, "before-correction")
    new_id, old_id = texts.text_id(correction.new), texts.text_id(correction.old)
    with project.write(actor.id) as action:
        state = _state(action, document)
        if state["text"] != old_id:
            raise Refused(f"{document.title} was corrected meanwhile; nothing was changed. Look at it again.")
        for other in rows.documents(action.connection):
            if other.text_id == new_id and other.id != document.id:
                raise Refused(f"{document.title}: this is the text of {other.title} already; nothing was changed.")
        _keep(action, new_id, correction.new)
        action.append(events.PROJECT, "document.correct", document.id, {**state, "text": new_id})
        id_ = hashlib.sha256(f"correction\n{document.id}\n{old_id}\n{new_id}".encode()).hexdigest()[:32]
        of = {"document": document.id, "old": old_id, "new": new_id, "alignment": correction.alignment}
        action.append(events.PROJECT, "correction.add", id_, of)
        return _now(action, document)


def take_back(project: Project, actor: Coder, document: Document) -> Document:
    """Put the text in force that was so before the last correction. Taken back again, the one before that.

    Raises Refused: not a lead; erased; nothing to take back; somebody corrected it differently elsewhere."""
    only_leads(actor, "take corrections back")
    backups.automatic(project.path, "before-correction")
    with project.write(actor.id) as action:
        state = _state(action, document)
        last = _last(action.connection, document)
        if last is None:
            raise Refused(f"{document.title} has no correction to take back.")
        correction, old, new = last
        if new != state["text"]:
            raise Refused(
                f"{document.title} has another text now than its last correction gave it; see coder conflicts."
            )
        action.append(events.PROJECT, "undo.undo", correction, {})
        action.append(events.PROJECT, "document.uncorrect", document.id, {**state, "text": old})
        return _now(action, document)


def waiting(project: Project) -> list[Tag]:
    """Tags whose place after a correction is doubtful, or lost, as far as the viewer sees them: each waits for its
    coder's yes or another passage."""
    c = schema.correction.c
    with project.read() as connection:
        corrected = set(connection.scalars(select(c.document).distinct()))
        if not corrected:
            return []
        seen = sight.of(project, connection)
        found = rows.tags(connection, schema.reading.c.document.in_(corrected))
        return [tag for tag in found if tag.waits and seen.content(tag.coder, tag.document, tag.round)]


# --- inside a transaction --------------------------------------------------------------------------------------------


def _state(action: Action, document: Document) -> dict[str, object]:
    if events.absent(action.connection) is not None:
        raise Refused("This is a package; texts are corrected in the project that it was made from.")
    now = _now(action, document)
    if now.purged:
        raise Erased("This document was erased (a withdrawn consent); nothing is said about it any more.")
    state = events.state_of(action.connection, document.id)
    assert state is not None
    return state


def _now(action: Action, document: Document) -> Document:
    return next(known for known in rows.documents(action.connection) if known.id == document.id)


def _keep(action: Action, text_id: str, content: str) -> None:
    known = action.connection.scalar(select(schema.text.c.id).where(schema.text.c.id == text_id))
    if known is None:
        row = {"id": text_id, "length": len(content), "words": texts.count_words(content), "content": content}
        action.connection.execute(insert(schema.text), row)


def _last(connection: Connection, document: Document) -> tuple[str, str, str] | None:
    """The action of the last correction that stands, and the texts before and after it."""
    log = [event for _, event in events.log(connection, stream=events.PROJECT)]
    undone = {event.entity for event in log if event.kind == "undo.undo"}
    done = {event.action for event in log if event.kind == "document.correct" and event.entity == document.id}
    for event in reversed(log):
        if event.kind == "correction.add" and event.action in done - undone:
            return event.action, str(event.state["old"]), str(event.state["new"])
    return None
