"""Events in words: what an undo says, and the history."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from db import rows, schema
from db.events import Event

_QUOTE = 40


def many(number: int, one: str) -> str:
    """`many(1, "memo")` is "1 memo", `many(2, "memo")` "2 memos"."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


_BESIDE = ("progress.set", "reading.open", "correction.add", "consent.yes", "consent.no", "ruling.recode")
"""What goes with something else, which tells of it."""
_DOCUMENT = {
    "document.add": "imported", "document.edit": "changed", "document.correct": "corrected the text of",
    "document.uncorrect": "put back the text before of",
}  # fmt: skip

_CASE = {"case.add": "added", "case.import": "brought in", "case.edit": "changed"}
_VERDICTS = {"same": "one person", "different": "two people", "unsure": "perhaps one person"}

_PLAIN: Mapping[str, str] = {
    "project.add": "made the project",
    "document.edit": "changed what is said about the document",
    "reading.open": "began to read",
    "reading.finish": "finished the document",
    "reading.reopen": "reopened the document",
    "reading.memo": "changed the memo on the document",
    "undo.undo": "took back",
    "undo.redo": "did again",
    "purge.document": "erased a document for good",
    "purge.case": "erased a case for good",
    "round.edit": "changed the round",
    "document.add": "imported the document",
    "codebook.add": "loaded a codebook",
    "round.add": "opened a round",
    "round.open": "opened a round again",
    "round.close": "closed a round",
    "round.reveal": "revealed a round",
    "plan.add": "planned it",
    "assignment.add": "assigned its documents",
    "figures.freeze": "froze its figures",
    "segments.fix": "fixed its segments",
    "consent.yes": "said yes to what is proposed",
    "consent.no": "took back the yes to what is proposed",
    "comment.add": "commented on a place",
    "comment.remove": "took a comment away",
    "answer.give": "answered a question",
}


def of_action(connection: Connection, events: Sequence[Event]) -> str:
    """What an action did, in a few words: "tagged “…” D3"."""
    undoing = next((event for event in events if event.kind.startswith("undo.")), None)
    if undoing is not None:
        c = schema.event.c
        # Only where this tells of it: in another reading there may be what its reader may not see.
        within = {event.stream for event in events}
        query = select(schema.event).where(c.action == undoing.entity, c.stream.in_(within))
        undone = [Event(*row[1:]) for row in connection.execute(query)]
        return f"{_PLAIN[undoing.kind]}: {of_action(connection, [e for e in undone if e.kind != 'progress.set'])}"
    telling = [event for event in events if event.kind not in _BESIDE] or list(events)
    if telling and telling[-1].kind == "codebook.add" and len(telling) > 1:
        telling = telling[:-1]
    added = [event for event in telling if event.kind == "tag.add"]
    if len(added) > 1:
        return f"tagged {len(added)} passages"
    recoded = [event for event in telling if event.kind == "tag.recode"]
    if len(recoded) > 1:
        return f"recoded {many(len(recoded), 'passage')}"
    brought_in = [event for event in telling if event.kind == "case.import"]
    if brought_in:
        return f"brought in a register: {many(len(brought_in), 'case')} new or changed"
    ruled = [event for event in telling if event.kind == "ruling.rule"]
    if len(ruled) > 1:
        return f"ruled on {len(ruled)} places"
    return "; ".join(dict.fromkeys(of_event(connection, event) for event in telling))


def of_event(connection: Connection, event: Event) -> str:
    """What one event did, in a few words."""
    state = event.state
    if event.kind.endswith(".settle"):
        return f"settled what was changed on both sides ({event.kind.partition('.')[0]})"
    if event.kind.startswith("tag."):
        return _of_tag(connection, event, state)
    if event.kind.startswith("ruling."):
        return _of_ruling(connection, event, state)
    if event.kind.startswith("reason."):
        what = "put on" if event.kind == "reason.add" else "took off"
        return f"{what} the list of reasons: {_words(connection, state['@words'])}"
    if event.kind == "progress.set":
        return "read on"
    if event.kind == "coder.add":
        name = _words(connection, state["@name"])
        return f"added {name} as {state['role']}"
    if event.kind in _DOCUMENT:
        about = json.loads(_words(connection, state["@about"], "{}"))
        return f"{_DOCUMENT[event.kind]} {about.get('title', rows.ERASED)!r}"
    if event.kind in _CASE:
        about = json.loads(_words(connection, state["@about"], "{}"))
        return f"{_CASE[event.kind]} the case {about.get('key', rows.ERASED)}"
    if event.kind.startswith("attribute."):
        about = json.loads(_words(connection, state["@about"], "{}"))
        what = "took away" if event.kind == "attribute.remove" else "said"
        return f"{what} what the attribute {about.get('name', rows.ERASED)} means"
    if event.kind == "standing.say":
        return _of_standing(connection, state)
    if event.kind == "judgement.say":
        called = {case.id: case.key for case in rows.cases(connection)}
        one, other = (called.get(state[which], rows.ERASED) for which in ("case_id", "other"))
        return f"said of the cases {one} and {other}: {_VERDICTS[state['verdict']]}"
    if event.kind == "sameness.say":
        return _of_sameness(connection, state)
    return _PLAIN.get(event.kind, event.kind)


def _of_standing(connection: Connection, state: Mapping[str, Any]) -> str:
    called = {case.id: case.key for case in rows.cases(connection)}
    key, other = called.get(state["case_id"], rows.ERASED), called.get(state["other"], rows.ERASED)
    return {
        "included": f"counted the case {key} again",
        "duplicate": f"left out the case {key} as a duplicate of {other}",
        "fake": f"left out the case {key} as a suspected fake",
        "unsure": f"marked the case {key} as unsure",
    }[state["status"]]


def _of_sameness(connection: Connection, state: Mapping[str, object]) -> str:
    called = {document.id: document.title for document in rows.documents(connection)}
    title = called.get(str(state["document"]), rows.ERASED)
    if state["same_as"] is None:
        return f"said that {title!r} is a testimony of its own"
    return f"said that {title!r} is the same testimony as {called.get(str(state['same_as']), rows.ERASED)!r}"


def _of_tag(connection: Connection, event: Event, state: Mapping[str, object]) -> str:
    quote = _quote(connection, str(state["text"]), int(str(state["start"])), int(str(state["stop"])))
    if event.kind == "tag.add":
        return f"tagged {quote} {state['code']}"
    if event.kind == "tag.remove":
        return f"removed {state['code']} from {quote}"
    if event.kind == "tag.gone":
        return f"removed {state['code']} from {quote}, which a corrected text has not"
    if event.kind == "tag.restore":
        return f"put {state['code']} back on {quote}"
    before = _before(connection, event)
    at = "at" if before.get("text") != state["text"] else "of"
    return f"{_difference(before, state)} {at} {quote}"


def _of_ruling(connection: Connection, event: Event, state: Mapping[str, Any]) -> str:
    quote = _quote(connection, state["text"], state["start"], state["stop"])
    codes = " and ".join(dict.fromkeys(one["code"] for one in state["outcome"])) or "nothing"
    how = {"ruling.rule": f"ruled {codes} on", "ruling.propose": f"proposed {codes} on", "ruling.open": "left open"}
    return f"{how.get(event.kind, f'put the ruling {codes} back on')} {quote}"


def _before(connection: Connection, event: Event) -> Mapping[str, object]:
    base = json.loads(event.base)
    payload = connection.scalar(select(schema.event.c.payload).where(schema.event.c.id == base[-1])) if base else None
    return dict(json.loads(payload)) if payload else {}


def _difference(before: Mapping[str, object], after: Mapping[str, object]) -> str:
    if before.get("text") != after["text"]:
        return f"found {after['code']} again in a corrected text"
    if before.get("code") != after["code"]:
        return f"changed {before.get('code')} to {after['code']}"
    if (before.get("start"), before.get("stop")) != (after["start"], after["stop"]):
        wider = int(str(after["stop"])) - int(str(after["start"]))
        wider -= int(str(before.get("stop", 0))) - int(str(before.get("start", 0)))
        how = "widened" if wider > 0 else "narrowed" if wider < 0 else "moved"
        return f"{how} {after['code']} by {many(abs(wider), 'character')}" if wider else f"moved {after['code']}"
    if before.get("@memo") != after["@memo"]:
        return f"changed the memo on {after['code']}" if after["@memo"] else f"removed the memo on {after['code']}"
    if before.get("query") != after["query"]:
        asked = "marked {} to ask the lead" if after["query"] else "took the question mark off {}"
        return asked.format(after["code"])
    if before.get("case_id") != after["case_id"]:
        return f"changed the case on {after['code']}"
    if before.get("qualifiers") != after["qualifiers"]:
        said = after["qualifiers"]
        assert isinstance(said, dict)
        return f"set {after['code']} to " + (", ".join(f"{k}={v}" for k, v in said.items()) or "no qualifiers")
    return f"changed {after['code']}"


def _quote(connection: Connection, text_id: str, start: int, stop: int) -> str:
    """The first words of a passage. Read by substr: a text can have 20 million characters."""
    t = schema.text.c
    found = connection.scalar(
        select(func.substr(t.content, start + 1, min(stop - start, _QUOTE + 1))).where(t.id == text_id)
    )
    if found is None:
        return rows.ERASED
    words = " ".join(found.split())
    return f"“{words[:_QUOTE]}…”" if stop - start > _QUOTE else f"“{words}”"


def _words(connection: Connection, body: object, otherwise: str = rows.ERASED) -> str:
    found = connection.scalar(select(schema.body.c.words).where(schema.body.c.hash == body))
    return otherwise if found is None else found


def coder_name(connection: Connection, id_: str) -> str:
    """What a coder is called."""
    return next((coder.name for coder in rows.coders(connection) if coder.id == id_), id_[:8])
