"""Corrected texts: a new text of the same document, and how the old one lies along it. Tags follow by `db.carrying`."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from corpus import anchors
from corpus import text as texts
from corpus.anchors import Alignment
from corpus.refused import Erased, Refused
from db import backups, events, rows, sameness, schema, sight
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


def check(project: Project, actor: Coder, document: Document, correction: Correction) -> None:
    """Raises Refused where `correct` would; nothing is changed."""
    only_leads(actor, "correct texts")
    with project.read() as connection:
        _may_correct(connection, document, correction)


def _may_correct(connection: Connection, document: Document, correction: Correction) -> dict[str, object]:
    """The state of the document. Raises Refused."""
    state = _state(connection, document)
    if state["text"] != texts.text_id(correction.old):
        raise Refused(f"{document.title} was corrected meanwhile; nothing was changed. Look at it again.")
    _not_anothers(connection, document, texts.text_id(correction.new))
    return state


def correct(project: Project, actor: Coder, document: Document, correction: Correction) -> Document:
    """Put a corrected text in force, after a backup. Nothing that was tagged is touched.

    Raises Refused: not a lead; erased; the text was corrected meanwhile; the new one is or was another document's, or
    was erased; this is a package, where the others' tags would not be seen."""
    check(project, actor, document, correction)  # what is refused needs no backup
    new_id, old_id = texts.text_id(correction.new), texts.text_id(correction.old)
    backups.automatic(project.path, "before-correction")
    with project.write(actor.id) as action:
        state = _may_correct(action.connection, document, correction)
        _keep(action, document, new_id, correction.new)
        action.append(events.PROJECT, "document.correct", document.id, {**state, "text": new_id})
        id_ = hashlib.sha256(f"correction\n{document.id}\n{old_id}\n{new_id}".encode()).hexdigest()[:32]
        of = {"document": document.id, "old": old_id, "new": new_id, "alignment": correction.alignment}
        action.append(events.PROJECT, "correction.add", id_, of)
        return _now(action.connection, document)


def take_back(project: Project, actor: Coder, document: Document) -> Document:
    """Put the text in force that was so before the last correction. Taken back again, the one before that.

    Raises Refused: not a lead; erased; nothing to take back; somebody corrected it differently elsewhere; another
    document has that text."""
    only_leads(actor, "take corrections back")

    def checked(connection: Connection) -> tuple[dict[str, object], str, str]:
        state = _state(connection, document)
        standing = _standing(connection, document)
        if not standing:
            raise Refused(f"{document.title} has no correction to take back.")
        correction, old = next(((id_, old) for id_, old, new in standing if new == state["text"]), ("", ""))
        if not correction:
            raise Refused(
                f"{document.title} has another text now than its last correction gave it; see coder conflicts."
            )
        _not_anothers(connection, document, old)
        return state, correction, old

    with project.read() as connection:  # what is refused needs no backup
        checked(connection)
    backups.automatic(project.path, "before-correction")
    with project.write(actor.id) as action:
        state, correction, old = checked(action.connection)
        action.append(events.PROJECT, "undo.undo", correction, {})
        action.append(events.PROJECT, "document.uncorrect", document.id, {**state, "text": old})
        return _now(action.connection, document)


def whose(project: Project, text_id: str) -> Document | None:
    """The document whose text this is or was. Raises Refused when it was erased."""
    with project.read() as connection:
        return whose_within(connection, text_id)


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


def whose_within(connection: Connection, text_id: str) -> Document | None:
    """As `whose`."""
    c, t = schema.correction.c, schema.text.c
    if connection.scalar(select(rows.TEXT_IS_ERASED).where(t.id == text_id)):
        if text_id in (events.absent(connection) or ()):
            return None  # it is only not in this package
        raise Refused("This text was erased here on purpose and is not taken again.")
    had = select(c.document).where((c.old == text_id) | (c.new == text_id))
    found = rows.documents(connection, (schema.document.c.text == text_id) | schema.document.c.id.in_(had))
    return found[0] if found else None


def sharing(connection: Connection) -> list[str]:
    """In words, two documents that have or had one text, and what to do, unless they are said to be one testimony:
    copies that are merged bring that about, when a text was corrected in the one and imported in the other."""
    c = schema.correction.c
    known = {document.id: document for document in rows.documents(connection) if not document.purged}
    stands = sameness.testimonies(known.values())
    having: dict[str, dict[str, str]] = {}  # by text, one document of each testimony
    for document in known.values():
        having.setdefault(document.text_id, {})[stands[document.id]] = document.id
    for id_, old, new in connection.execute(select(c.document, c.old, c.new).order_by(c.id)):
        for text_id in (old, new) if id_ in known else ():
            having.setdefault(text_id, {}).setdefault(stands[id_], id_)
    pairs = {tuple(sorted(some.values())[:2]) for some in having.values() if len(some) > 1}
    return sorted(
        f"{known[a].title} ({a[:12]}) and {known[b].title} ({b[:12]}) have or had one text, and purging one erases it "
        "in both: say that they are one testimony (coder documents --set same-as), or take the correction back "
        "(coder correct --undo)."
        for a, b in pairs
    )


def _state(connection: Connection, document: Document) -> dict[str, object]:
    if events.absent(connection) is not None:
        raise Refused("This is a package; texts are corrected in the project that it was made from.")
    now = _now(connection, document)
    if now.purged:
        raise Erased("This document was erased (a withdrawn consent); nothing is said about it any more.")
    state = events.state_of(connection, document.id)
    assert state is not None
    return state


def _now(connection: Connection, document: Document) -> Document:
    return next(known for known in rows.documents(connection) if known.id == document.id)


def _not_anothers(connection: Connection, document: Document, text_id: str) -> None:
    """Raises Refused when a text is or was another document's: a purge of the one would erase it in the other."""
    c = schema.correction.c
    there = select(c.document).where((c.old == text_id) | (c.new == text_id))
    had = set(connection.scalars(there.where(c.document != document.id)))
    for other in rows.documents(connection):
        if other.id != document.id and not other.purged and (other.text_id == text_id or other.id in had):
            raise Refused(f"{document.title}: this is or was the text of {other.title}; nothing was changed.")


def _keep(action: Action, document: Document, text_id: str, content: str) -> None:
    """The new text, if it is not there. Raises Refused when it was erased."""
    t = schema.text.c
    known = action.connection.execute(select(t.id, rows.TEXT_IS_ERASED).where(t.id == text_id)).first()
    if known is None:
        row = {"id": text_id, "length": len(content), "words": texts.count_words(content), "content": content}
        action.connection.execute(insert(schema.text), row)
    elif known[1]:
        raise Refused(f"{document.title}: this text was erased here on purpose and is not taken again.")


def _standing(connection: Connection, document: Document) -> list[tuple[str, str, str]]:
    """The actions of the corrections that stand, the last one first, and the texts before and after each: after a
    merge, not all of them lead to the text in force."""
    log = [event for _, event in events.log(connection, stream=events.PROJECT)]
    undone = {event.entity for event in log if event.kind == "undo.undo"}
    done = {event.action for event in log if event.kind == "document.correct" and event.entity == document.id}
    return [
        (event.action, str(event.state["old"]), str(event.state["new"]))
        for event in reversed(log)
        if event.kind == "correction.add" and event.action in done - undone
    ]
