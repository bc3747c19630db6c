"""Recoding: when codes were renamed, merged or split, give tags their new codes, all in one action of a lead.

Each tag is changed in its reading's stream, also in a finished reading; it keeps its coder, passage and memo. Rulings
that hold go on holding where it is clear what becomes of their codes. Figures that were frozen stay as they are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from corpus.codebook import Code, Codebook
from corpus.refused import Refused
from db import codebooks, events, readings, rounds, rows, rulings, schema, tags
from db.coders import only_leads
from db.events import Action
from db.project import Project
from db.values import Coder, Reading, Round, Ruling, Tag


@dataclass
class Recoded:
    """`tags`: each tag as it was, and its new code; `doubled`: those of them that were removed, since their passage has
    the new code from the same coder already; `left`: why others were not touched, and how many; `rulings`: how many
    rulings were taken along, `open`: how many of these places need a decision again."""

    tags: list[tuple[Tag, str]] = field(default_factory=list)
    doubled: list[Tag] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    rulings: int = 0
    open: int = 0


class _Tried(Exception):
    """It was only to be told what would be done."""


def recode(project: Project, actor: Coder, wanted: Sequence[tuple[Tag, str]], *, dry_run: bool = False) -> Recoded:
    """Give each of these tags, as the actor saw them, the code beside it; `dry_run`: only tell what would be done.

    Left as they are: tags of closed rounds, of blind rounds that are not revealed, of readings that rest while their
    coder reads the document again, and of rounds whose codebook has not the new code. Raises Refused: not a lead; a tag
    has changed meanwhile; a code is in no codebook."""
    only_leads(actor, "recode")
    known = {key for version, _, _ in codebooks.listed(project) for key in _keys(codebooks.get(project, version))}
    if unknown := next((code for _, code in wanted if code not in known), None):
        raise Refused(f"No codebook of this project has a code {unknown!r}; load one that has it first.")
    done = Recoded()
    try:
        with project.write(actor.id) as action:
            _recode(project, action, wanted, done)
            if dry_run:
                raise _Tried
    except _Tried:
        pass
    return done


def _recode(project: Project, action: Action, wanted: Sequence[tuple[Tag, str]], done: Recoded) -> None:
    connection = action.connection
    before = {ruling.id: ruling for ruling in rulings.within(project, connection)}
    names = {round_.id: round_ for round_ in rows.rounds(connection)}
    within = {tag.reading: tag for tag, _ in wanted}
    here = {reading.id: reading for reading in _readings(connection, list(within))}
    refused = {id_: _refusal(action, here[id_], names[here[id_].round]) for id_ in within}
    books = {id_: _keys(codebooks.within(connection, round_.codebook)) for id_, round_ in names.items()}
    of_reading: dict[str, list[tuple[Tag, str]]] = {}
    for tag, code in wanted:
        name = names[tag.round].name
        if why := refused[tag.reading]:
            done.left[f"{name}: {why}"] += 1
        elif code not in books[tag.round]:
            done.left[f"{name}: The codebook of this round has no {code}."] += 1
        elif code != tag.code:
            of_reading.setdefault(tag.reading, []).append((tag, code))
    for reading, some in of_reading.items():
        _in_reading(action, reading, names[here[reading].round].codebook, some, done)
    _rulings(action, before, done)


def _in_reading(action: Action, reading: str, codebook: str, wanted: Sequence[tuple[Tag, str]], done: Recoded) -> None:
    now = {tag.id: tag for tag in rows.tags(action.connection, schema.tag.c.reading == reading)}
    if any(now.get(tag.id) != tag for tag, _ in wanted):
        raise Refused("A tag has changed meanwhile; nothing was recoded. Look at them again.")
    moved = {tag.id for tag, _ in wanted}
    there = {(tag.code, tag.text_id, tag.start, tag.stop) for tag in now.values() if tag.id not in moved}
    news = []
    for tag, code in wanted:
        state = events.state_of(action.connection, tag.id)
        assert state is not None
        key = (code, tag.text_id, tag.start, tag.stop)
        if key in there:
            done.doubled.append(tag)
        news.append(
            ("tag.recode", tag.id, {**state, "code": code, "codebook": codebook, "live": int(key not in there)})
        )
        there.add(key)
        done.tags.append((tag, code))
    action.append_many(reading, news)


def _rulings(action: Action, before: Mapping[str, Ruling], done: Recoded) -> None:
    """Let the rulings on these tags hold on, with the new codes, where each old code of a place became one new one, and
    all its tags did."""
    new = {tag.id: code for tag, code in done.tags}
    gone = {tag.id for tag in done.doubled}
    touched = [ruling for ruling in before.values() if ruling.holds and ruling.tags & new.keys()]
    for ruling in touched:
        there = _tags(action.connection, ruling.tags)
        became: dict[str, set[str]] = {}
        for tag, code in done.tags:
            if tag.id in ruling.tags:
                became.setdefault(tag.code, set()).add(code)
        stayed = {tag.code for tag in there if tag.id not in new}
        clear = all(len(codes) == 1 for codes in became.values()) and not stayed & became.keys()
        if ruling.how != "ruled" or not clear or ruling.tags & gone:
            done.open += 1
            continue
        state = events.state_of(action.connection, ruling.id)
        assert state is not None
        outcome = [{**one, "code": min(became.get(one["code"], {one["code"]}))} for one in state["outcome"]]
        now = {**state, "outcome": outcome, "tags": rulings.stand(action.connection, list(state["tags"]))}
        action.append(events.PROJECT, "ruling.recode", ruling.id, now)
        done.rulings += 1


def _refusal(action: Action, reading: Reading, round_: Round) -> str:
    if round_.blind and not round_.revealed:
        return "This round is blind until a lead reveals it."
    try:
        readings.not_erased(action, reading)
        rounds.takes(action, reading)
    except Refused as refused:
        return str(refused)
    return ""


def _readings(connection: Connection, ids: Sequence[str]) -> list[Reading]:
    return [r for some in rows.in_portions(ids) for r in rows.readings(connection, schema.reading.c.id.in_(some))]


def _tags(connection: Connection, ids: frozenset[str]) -> list[Tag]:
    return [tag for some in rows.in_portions(ids) for tag in rows.tags(connection, schema.tag.c.id.in_(some))]


def _keys(codebook: Codebook) -> set[str]:
    return {code.key for code in codebook.codes}


# --- what was tagged under an earlier version ------------------------------------------------------------------------

_COMPARED = ("name", "family", "parent", "definition", "use", "dont", "examples", "neighbours", "residual")
_CALLED = {"dont": "when not to use it", "use": "when to use it"}


def changed(project: Project, codebook: Codebook) -> list[tuple[Tag, list[str]]]:
    """The tags that the viewer sees and that were given under another version of the codebook, in which their code was
    not what it is in this one; with what about it changed, in words."""
    known: dict[tuple[str, str], list[str]] = {}
    found = []
    for tag in tags.listed(project):
        key = (tag.codebook, tag.code)
        if key not in known:
            then = codebook if tag.codebook == codebook.id else codebooks.get(project, tag.codebook)
            known[key] = _difference(then, codebook, tag.code)
        if known[key]:
            found.append((tag, known[key]))
    return found


def _difference(then: Codebook, now: Codebook, key: str) -> list[str]:
    old, new = _code(then, key), _code(now, key)
    if new is None:
        return ["it is no code any more"]
    if old is None:
        return []
    told = [_CALLED.get(name, name) for name in _COMPARED if getattr(old, name) != getattr(new, name)]
    below = [[code.key for code in book.children(key)] for book in (then, now)]
    return told + (["sub-codes"] if below[0] != below[1] else [])


def _code(codebook: Codebook, key: str) -> Code | None:
    return next((code for code in codebook.codes if code.key == key), None)
