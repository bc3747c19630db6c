"""Tags: added, changed and removed in one's own reading; listed for everyone's use."""

import dataclasses
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from corpus import text as texts
from corpus.codebook import Codebook
from corpus.refused import Refused
from db import codebooks, events, readings, rows, schema, sight
from db.events import Action
from db.project import Project
from db.values import Coder, NewTag, Reading, Tag

_TEXT_OF = select(schema.document.c.text).where(schema.document.c.id == bindparam("document"))
_CODEBOOK_OF = select(schema.round_.c.codebook).where(schema.round_.c.id == bindparam("round"))
_T = schema.tag.c
_TAGS_THERE = select(_T.code, _T.start, _T.stop).where(
    _T.reading == bindparam("reading"),
    _T.text == bindparam("text"),
    _T.live == 1,
    _T.id != bindparam("besides"),
    _T.start.between(bindparam("first"), bindparam("last")),
)
_TAGS_ELSEWHERE = (
    select(_T.id).where(_T.reading == bindparam("reading"), _T.text != bindparam("text"), _T.live == 1).limit(1)
)
_FIELDS = frozenset(field.name for field in dataclasses.fields(NewTag))


def add(
    project: Project, actor: Coder, reading: Reading, new: Sequence[NewTag], *, text_id: str | None = None
) -> list[Tag]:
    """Tag passages in one action. Spans are snapped outward to grapheme edges. `text_id`: the text that they count in,
    if the coder has one before them: another one may have come into force meanwhile.

    Raises Refused: finished reading, unknown code, qualifier or case, a span outside the text, the same code on the
    very same passage again, somebody else's reading, another text."""
    readings.own(actor, reading)
    return add_many(project, actor, {reading: new}, text_id=text_id)


def add_many(
    project: Project,
    actor: Coder,
    new: Mapping[Reading, Sequence[NewTag]],
    *,
    finish: bool = False,
    finished: Collection[Reading] = (),
    text_id: str | None = None,
) -> list[Tag]:
    """As `add`, for several readings in one transaction; a lead may do it for others (an import).

    `finish` also finishes each reading that is not finished; `finished`: only these of them."""
    if any(reading.coder != actor.id for reading in new) and actor.role != "lead":
        raise Refused(f"Only leads bring in other coders' tags; {actor.name} is a coder in this project.")
    made: list[Tag] = []
    with project.write(actor.id) as action:
        for reading, some in new.items():
            readings.not_finished(readings.begin(action, reading))
            readings.on_text(action, reading, text_id)
            made += _add(project, action, reading, some)
            if (finish or reading in finished) and not readings.again(action, reading).finished:
                readings.set_finished(action, reading)
    return made


def edit(project: Project, actor: Coder, tag: Tag, **changes: Any) -> Tag:
    """Change code, start, stop, memo, case, qualifiers or query of one's own tag; the tag as it is then.

    Raises Refused as `add` does, and when the tag was removed meanwhile."""
    if not changes.keys() <= _FIELDS:
        raise TypeError(f"a tag has no {sorted(changes.keys() - _FIELDS)}")
    with project.write(actor.id) as action:
        state = _own_live(action, actor, tag)
        readings.open_state(action, _reading(action, tag.reading))
        return _changed(project, action, tag, state, changes)


def place(project: Project, actor: Coder, tag: Tag, span: texts.Span, *, text_id: str | None = None) -> Tag:
    """Say where one's own tag that waits is in the corrected text: what `edit` does to a passage, also when the
    reading is finished, since nothing is coded anew. `text_id`: the text that the span counts in, as in `add`.

    Raises Refused as `edit` does, and when nothing was corrected, or its place is not in doubt."""
    with project.write(actor.id) as action:
        state, reading, now = _own_live(action, actor, tag), _reading(action, tag.reading), _get(action, tag.id)
        readings.not_erased(action, reading)
        readings.on_text(action, reading, text_id)
        if now.was is None:
            raise Refused("This passage stands where it was made; its text was not corrected since.")
        if not now.waits:
            raise Refused("The place of this passage is not in doubt; move its edges as those of any other.")
        return _changed(project, action, tag, state, {"start": span.start, "stop": span.stop}, "tag.place")


def gone(project: Project, actor: Coder, tag: Tag) -> None:
    """Remove one's own tag whose passage the corrected text does not have, also when the reading is finished.

    Raises Refused: not one's own; removed already; it does not wait for anybody."""
    with project.write(actor.id) as action:
        state = _own_live(action, actor, tag)
        readings.not_erased(action, _reading(action, tag.reading))
        if not _get(action, tag.id).waits:
            raise Refused("The place of this passage is not in doubt; remove it as any other.")
        action.append(tag.reading, "tag.gone", tag.id, {**state, "live": 0})


def _changed(
    project: Project,
    action: Action,
    tag: Tag,
    state: dict[str, Any],
    changes: dict[str, Any],
    kind: str = "tag.edit",
) -> Tag:
    """What was made on an earlier text stays on it, unless it is given a place: then it is on the text in force."""
    reading, now = _reading(action, tag.reading), _get(action, tag.id)
    text_id, moves = str(state["text"]), bool(changes.keys() & {"start", "stop"})
    before = dataclasses.replace(_as_new(now), start=state["start"], stop=state["stop"])
    if moves:
        readings.on_text(action, reading, None if tag.lost else tag.text_id)
        if now.lost and not {"start", "stop"} <= changes.keys():
            raise Refused("This passage is lost in the corrected text; give its start and its stop there.")
        text_id = str(action.connection.scalar(_TEXT_OF, {"document": reading.document}))
        before = _as_new(now)
    wanted = dataclasses.replace(before, **changes)
    content = project.text_within(action.connection, text_id)
    checked = _checked(action, reading, wanted, content, _codebook(action, reading))
    if checked == before and text_id == state["text"]:
        return now
    if moves:
        _not_twice(action, reading, text_id, [checked], besides=tag.id)
    elif checked.code != before.code:  # where it stands in the text in force
        there = dataclasses.replace(checked, start=now.start, stop=now.stop)
        _not_twice(action, reading, now.text_id, [there], besides=tag.id)
    version = _version(action, reading) if "code" in changes else state["codebook"]
    memo = state["@memo"] if checked.memo == now.memo else _body(action, checked.memo)
    action.append(reading.id, kind, tag.id, _state(checked, reading, text_id, version, memo))
    return _get(action, tag.id)


def remove(project: Project, actor: Coder, *tags: Tag) -> None:
    """Take one's own tags away, all or none; they stay in the history.

    Raises Refused: not one's own, finished, gone already."""
    with project.write(actor.id) as action:
        for tag in tags:
            state = _own_live(action, actor, tag)
            readings.open_state(action, _reading(action, tag.reading))
            action.append(tag.reading, "tag.remove", tag.id, {**state, "live": 0})


def of_reading(project: Project, reading: Reading) -> list[Tag]:
    """Its tags, by start; none that the viewer does not see."""
    with project.read() as connection:
        if not sight.of(project, connection, reading.round).content(reading.coder, reading.document, reading.round):
            return []
        return rows.tags(connection, schema.tag.c.reading == reading.id)


def listed(
    project: Project,
    *,
    codes: Iterable[str] = (),
    coders: Iterable[str] = (),
    documents: Iterable[str] = (),
    cases: Iterable[str] = (),
    rounds: Iterable[str] = (),
    query: bool | None = None,
) -> list[Tag]:
    """Tags of all coders that the viewer sees, by document and place.

    Filters are ids (codes: keys, taken literally); empty: all."""
    t, r = schema.tag.c, schema.reading.c
    wanted = [(t.code, codes), (r.coder, coders), (r.document, documents), (t.case_id, cases), (r.round, rounds)]
    conditions: list[ColumnElement[bool]] = [
        column.in_(keys) for column, keys in ((c, list(k)) for c, k in wanted) if keys
    ]
    if query is not None:
        conditions.append(t.query == int(query))
    with project.read() as connection:
        return _seen(project, connection, rows.tags(connection, *conditions))


def get(project: Project, id_: str) -> Tag:
    """A tag by its id or the beginning of it (6 letters or more). Raises Refused: unknown, removed, several."""
    if len(id_) < 6:
        raise Refused(f"{id_!r} is too short for a tag's id; give 6 letters of it or more.")
    with project.read() as connection:
        found = _seen(project, connection, rows.tags(connection, func.substr(schema.tag.c.id, 1, len(id_)) == id_))
    if not found:
        raise Refused(f"No tag has the id {id_!r}, or it was removed; see them with: coder tags {project.path}")
    if len(found) > 1:
        raise Refused(f"{len(found)} tags have an id that begins with {id_!r}; give more of it.")
    return found[0]


def _seen(project: Project, connection: Connection, found: list[Tag]) -> list[Tag]:
    seen = sight.of(project, connection)
    return found if seen.everything else [t for t in found if seen.content(t.coder, t.document, t.round)]


# --- inside a transaction --------------------------------------------------------------------------------------------


def _add(project: Project, action: Action, reading: Reading, new: Sequence[NewTag]) -> list[Tag]:
    if not new:
        return []
    text_id = action.connection.scalar(_TEXT_OF, {"document": reading.document})
    assert text_id is not None
    version = _version(action, reading)
    content, codebook = project.text_within(action.connection, text_id), codebooks.within(action.connection, version)
    checked = [_checked(action, reading, tag, content, codebook) for tag in new]
    _not_twice(action, reading, text_id, checked)
    ids = [secrets.token_hex(16) for _ in checked]
    states = [_state(tag, reading, text_id, version, _body(action, tag.memo)) for tag in checked]
    made = action.append_many(reading.id, [("tag.add", id_, state) for id_, state in zip(ids, states, strict=True)])
    return [
        Tag(id_, reading.id, reading.coder, reading.document, reading.round, text_id, tag.code, tag.start, tag.stop,
            version, tag.memo, tag.case, dict(tag.qualifiers), tag.query, event.at)
        for id_, tag, event in zip(ids, checked, made, strict=True)
    ]  # fmt: skip


def _checked(action: Action, reading: Reading, tag: NewTag, content: str, codebook: Codebook) -> NewTag:
    codebook.code(tag.code)  # refuses what is unknown
    if not 0 <= tag.start < tag.stop <= len(content):
        raise Refused(
            f"A passage from {tag.start} to {tag.stop} does not lie in this text of {len(content)} characters."
        )
    span = texts.snap(content, tag.start, tag.stop)
    if not content[span.start : span.stop].strip():
        raise Refused("This passage has no words, only blanks.")
    known = {qualifier.key: {value for value, _ in qualifier.values} for qualifier in codebook.qualifiers}
    for key, value in tag.qualifiers.items():
        if value not in known.get(key, ()):
            there_are = "; ".join(f"{k}: {', '.join(sorted(v))}" for k, v in known.items()) or "none"
            raise Refused(f"The codebook has no qualifier {key}={value}; there are: {there_are}.")
    if tag.case is not None:
        case = action.connection.scalar(select(schema.case.c.id).where(schema.case.c.id == tag.case))
        if case is None:
            raise Refused(f"No case has the id {tag.case!r} in this project.")
    return dataclasses.replace(tag, start=span.start, stop=span.stop, memo=tag.memo.strip())


def _not_twice(action: Action, reading: Reading, text_id: str, new: Sequence[NewTag], besides: str = "") -> None:
    first, last = min(tag.start for tag in new), max(tag.start for tag in new)
    within = {"reading": reading.id, "text": text_id, "besides": besides, "first": first, "last": last}
    there = {tuple(row) for row in action.connection.execute(_TAGS_THERE, within)}
    if action.connection.scalar(_TAGS_ELSEWHERE, {"reading": reading.id, "text": text_id}):  # it was corrected
        codes = {tag.code for tag in new}
        older = rows.tags(
            action.connection, _T.reading == reading.id, _T.text != text_id, _T.id != besides, _T.code.in_(codes)
        )
        there |= {(tag.code, tag.start, tag.stop) for tag in older if tag.text_id == text_id}
    for tag in new:
        if (tag.code, tag.start, tag.stop) in there:
            raise Refused(f"This very passage ({tag.start} to {tag.stop}) has {tag.code} already.")
        there.add((tag.code, tag.start, tag.stop))


def _state(tag: NewTag, reading: Reading, text_id: str, codebook: str, memo: str | None) -> dict[str, Any]:
    return {
        "reading": reading.id, "text": text_id, "code": tag.code, "codebook": codebook, "start": tag.start,
        "stop": tag.stop, "@memo": memo, "case_id": tag.case, "qualifiers": dict(tag.qualifiers),
        "query": int(tag.query), "live": 1,
    }  # fmt: skip


def _as_new(tag: Tag) -> NewTag:
    return NewTag(**{name: getattr(tag, name) for name in _FIELDS})


def _own_live(action: Action, actor: Coder, tag: Tag) -> dict[str, Any]:
    if tag.coder != actor.id:
        raise Refused("This tag is another coder's; only they change it.")
    state = events.state_of(action.connection, tag.id)
    if state is None or not state["live"]:
        raise Refused("This tag was removed meanwhile.")
    return state


def _get(action: Action, id_: str) -> Tag:
    return rows.tags(action.connection, schema.tag.c.id == id_)[0]


def _reading(action: Action, id_: str) -> Reading:
    return rows.readings(action.connection, schema.reading.c.id == id_)[0]


def _version(action: Action, reading: Reading) -> str:
    version = action.connection.scalar(_CODEBOOK_OF, {"round": reading.round})
    assert version is not None
    return str(version)


def _codebook(action: Action, reading: Reading) -> Codebook:
    return codebooks.within(action.connection, _version(action, reading))


def _body(action: Action, words: str) -> str | None:
    return action.body(words) if words else None
