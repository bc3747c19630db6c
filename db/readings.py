"""Readings: one coder's pass over one document in one round. What a coder writes goes into its stream."""

import dataclasses
import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from corpus.refused import Erased, Refused
from db import events, rounds, rows, schema, sight
from db.events import Action
from db.project import Project
from db.sight import Sight
from db.values import Coder, Document, Reading, Round

_TEXT = select(schema.document.c.text).where(schema.document.c.id == bindparam("document"))
_ERASED = (
    select(rows.TEXT_IS_ERASED)
    .join_from(schema.document, schema.text, schema.document.c.text == schema.text.c.id)
    .where(schema.document.c.id == bindparam("document"))
)


def of(project: Project, coder: Coder, document: Document, round_: Round) -> Reading:
    """The reading of that coder, document and round; `begun` is False while nothing of it is kept, or shown."""
    id_ = rows.reading_id(coder.id, document.id, round_.id)
    with project.read() as connection:
        seen = sight.of(project, connection, round_.id)
        found = _shown(seen, rows.readings(connection, schema.reading.c.id == id_))
    return found[0] if found else Reading(id_, coder.id, document.id, round_.id)


def listed(project: Project) -> list[Reading]:
    """All that were begun and whose tags the viewer sees."""
    return [reading for reading in progress(project) if not reading.hidden]


def progress(project: Project) -> list[Reading]:
    """As `listed`, and those of which the viewer sees only how far they are (`hidden`)."""
    with project.read() as connection:
        return _shown(sight.of(project, connection), rows.readings(connection))


def _shown(seen: Sight, found: list[Reading]) -> list[Reading]:
    shown = []
    for reading in found:
        if seen.content(reading.coder, reading.document, reading.round):
            shown.append(reading)
        elif seen.progress(reading.coder, reading.round):
            shown.append(dataclasses.replace(reading, memo="", tags=0, hidden=True))
    return shown


def finished_on(project: Project) -> dict[str, datetime.date]:
    """By id, the day on which a reading was finished last, by the clock of whoever did it; for display and drift."""
    e = schema.event.c
    query = select(e.entity, func.max(e.at)).where(e.kind == "reading.finish").group_by(e.entity)
    with project.read() as connection:
        found, hidden = connection.execute(query).all(), sight.hidden(project, connection)
    return {
        id_: datetime.datetime.fromtimestamp(at / 1000, datetime.UTC).date() for id_, at in found if id_ not in hidden
    }


def advance(project: Project, actor: Coder, reading: Reading, position: int, *, text_id: str | None = None) -> Reading:
    """Everything before `position` (code points) has been read. It only grows; a smaller one changes nothing.
    `text_id`: the text that it counts in, as in `db.tags.add`.

    Raises Refused: somebody else's reading; its round takes nothing; another text came into force meanwhile."""
    own(actor, reading)
    with project.write(actor.id) as action:
        begin(action, reading)
        on_text(action, reading, text_id)
        kept = move(action, reading, position)
    return dataclasses.replace(reading, position=kept, begun=True)


def finish(project: Project, actor: Coder, reading: Reading) -> Reading:
    """Read to the end, and nothing more to tag. Raises Refused when it was said already."""
    own(actor, reading)
    with project.write(actor.id) as action:
        begin(action, reading)
        set_finished(action, reading)
        return again(action, reading)


def reopen(project: Project, actor: Coder, reading: Reading) -> Reading:
    """Take the finish back, to change something. Raises Refused when it is open."""
    own(actor, reading)
    with project.write(actor.id) as action:
        not_erased(action, reading)
        state = events.state_of(action.connection, reading.id)
        if state is None or not state["finished"]:
            raise Refused("This document is open already: it was not finished.")
        rounds.takes(action, reading)
        rounds.not_revealed(action, reading)
        action.append(reading.id, "reading.reopen", reading.id, {**state, "finished": 0})
        return again(action, reading)


def set_memo(project: Project, actor: Coder, reading: Reading, memo: str) -> Reading:
    """Write a memo on the document as a whole; an empty one removes it."""
    own(actor, reading)
    with project.write(actor.id) as action:
        state = not_finished(begin(action, reading))
        state["@memo"] = action.body(memo) if memo else None
        action.append(reading.id, "reading.memo", reading.id, state)
        return again(action, reading)


# --- inside a transaction --------------------------------------------------------------------------------------------


def own(actor: Coder, reading: Reading) -> None:
    """Raises Refused when the reading is another coder's."""
    if actor.id != reading.coder:
        raise Refused("This reading is another coder's; only they change it.")


def begin(action: Action, reading: Reading) -> dict[str, Any]:
    """Keep the reading, if nothing of it is kept yet; its state.

    Raises Erased when the document was; Refused when its round is closed, or has it not for its coder."""
    not_erased(action, reading)
    rounds.takes(action, reading)
    state = events.state_of(action.connection, reading.id)
    if state is None:
        of = {"coder": reading.coder, "document": reading.document, "round": reading.round}
        state = {**of, "finished": 0, "@memo": None}
        action.append(reading.id, "reading.open", reading.id, state)
    return state


def not_erased(action: Action, reading: Reading) -> None:
    """Raises Erased when the document was: nothing is said about it any more."""
    if action.connection.scalar(_ERASED, {"document": reading.document}):
        raise Erased("This document was erased (a withdrawn consent); nothing can be changed in it.")


def not_finished(state: dict[str, Any]) -> dict[str, Any]:
    """A reading's state, when it is open. Raises Refused when it is finished."""
    if state["finished"]:
        raise Refused("You finished this document; reopen it to change something.")
    return state


def open_state(action: Action, reading: Reading) -> dict[str, Any]:
    """The reading's state. Raises Refused when it is finished, or unknown, or its round is closed."""
    not_erased(action, reading)
    rounds.takes(action, reading)
    state = events.state_of(action.connection, reading.id)
    if state is None:
        raise Refused("Nothing of this reading is kept.")
    return not_finished(state)


def set_finished(action: Action, reading: Reading) -> None:
    """Finish, and with it the whole text is read."""
    state = events.state_of(action.connection, reading.id)
    assert state is not None
    if state["finished"]:
        raise Refused("This document is finished already.")
    d, t = schema.document.c, schema.text.c
    length = action.connection.scalar(
        select(t.length).join_from(schema.document, schema.text, d.text == t.id).where(d.id == reading.document)
    )
    move(action, reading, length or 0)
    action.append(reading.id, "reading.finish", reading.id, {**state, "finished": 1})


def move(action: Action, reading: Reading, position: int) -> int:
    """Keep how far it was read, when that is further than before; how far it is."""
    entity = f"{reading.id}.progress"
    text_id = action.connection.scalar(_TEXT, {"document": reading.document})
    state = events.state_of(action.connection, entity)
    if state is not None:
        before = int(state["position"])
        if state.get("text") != text_id:  # the text was corrected since; that is rare
            before = rows.readings(action.connection, schema.reading.c.id == reading.id)[0].position
        if before >= position:
            return before
    now = {"reading": reading.id, "position": position, "text": text_id}
    action.append(reading.id, "progress.set", entity, now)
    return position


def on_text(action: Action, reading: Reading, text_id: str | None) -> None:
    """Raises Refused when the text that somebody has before them is not in force any more."""
    if text_id is not None and text_id != action.connection.scalar(_TEXT, {"document": reading.document}):
        raise Refused("The text of this document was corrected meanwhile; nothing was changed. Look at it again.")


def again(action: Action, reading: Reading) -> Reading:
    """The reading as it is kept now."""
    found = rows.readings(action.connection, schema.reading.c.id == reading.id)
    return found[0] if found else dataclasses.replace(reading, begun=False)
