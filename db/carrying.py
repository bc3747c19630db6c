"""Where tags stand now that the text was corrected. A tag stays on the text it was made on; its place is reckoned here.

Every listing of tags goes through `carried`, so whoever holds a `Tag` holds its place in the text in force; only what
is lost stands where it was, on the old text. What is reckoned depends on the texts and their alignments alone, so it is
the same in every copy, also for tags that are merged later."""

import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from sqlalchemy import Connection, func, select

from corpus import anchors
from corpus.anchors import Alignment, Carried
from corpus.refused import Refused
from corpus.text import Span
from db import schema
from db.values import Tag, Was

_KNOWN: "OrderedDict[tuple[str, ...], dict[Span, Carried]]" = OrderedDict()
"""By the texts on the way, where passages are: reckoning 10,000 takes seconds. Places only, no words."""
_KNOWN_WAYS = 64


def carried(connection: Connection, tags: Sequence[Tag], in_force: Sequence[str]) -> list[Tag]:
    """The tags, each with its place in the text that is in force for its document (`in_force`: one id a tag)."""
    found = list(tags)
    there = [at for at, tag in enumerate(found) if tag.text_id != in_force[at]]
    for (document, old, new), some in groupby(
        sorted(there, key=lambda at: (found[at].document, found[at].text_id, in_force[at])),
        key=lambda at: (found[at].document, found[at].text_id, in_force[at]),
    ):
        of_pair = list(some)
        spans = [Span(found[at].start, found[at].stop) for at in of_pair]
        places = passages(connection, document, old, new, spans)
        if places is not None:
            for at, place in zip(of_pair, places, strict=True):
                found[at] = _at(found[at], place, new)
    if there:
        found.sort(key=lambda tag: (tag.document, tag.start, tag.stop, tag.code, tag.id))
    return found


def passages(connection: Connection, document: str, old: str, new: str, spans: Sequence[Span]) -> list[Carried] | None:
    """Where passages of an old text of a document are in another one of it (ids); None when a text was erased or is
    not in this package: then nobody can tell."""
    way = _way(connection, document, old, new)
    if _erased(connection, way):
        return None
    known = _KNOWN[way] = _KNOWN.pop(way, {})
    missing = sorted({span for span in spans if span not in known})
    if missing:
        texts, alignments = _texts(connection, way), _alignments(connection, document, way)
        known.update(zip(missing, anchors.carry_through(missing, texts, alignments), strict=True))
    while len(_KNOWN) > _KNOWN_WAYS:
        _KNOWN.popitem(last=False)
    return [known[span] for span in spans]


def position(connection: Connection, document: str, old: str, new: str, offset: int) -> int:
    """Where reading has come to, in the text in force: as far as what is kept of what was read."""
    for alignment in _alignments(connection, document, _way(connection, document, old, new)):
        at_old = at_new = 0
        for at in range(0, len(alignment), 3):
            if offset <= at_old + alignment[at] or at + 1 == len(alignment):
                offset = at_new + min(alignment[at], max(0, offset - at_old))
                break
            at_old += alignment[at] + alignment[at + 1]
            at_new += alignment[at] + alignment[at + 2]
            if offset < at_old:
                offset = at_new - alignment[at + 2]
                break
    return offset


def _at(tag: Tag, place: Carried, text_id: str) -> Tag:
    was = Was(tag.text_id, tag.start, tag.stop, place.state, place.doubtful, place.candidates)
    if place.span is None:
        return replace(tag, was=was)
    return replace(tag, text_id=text_id, start=place.span.start, stop=place.span.stop, was=was)


def _way(connection: Connection, document: str, old: str, new: str) -> tuple[str, ...]:
    """From one text of a document to another: the ids of the texts, both of these among them.

    The shortest way over the corrections there were, forwards and backwards: two copies may have been corrected
    differently before they were merged."""
    c = schema.correction.c
    nearby: dict[str, list[str]] = {}
    for before, after in connection.execute(select(c.old, c.new).where(c.document == document).order_by(c.id)):
        nearby.setdefault(before, []).append(after)
        nearby.setdefault(after, []).append(before)
    came = {old: old}
    reached = [old]
    for text in reached:
        for following in nearby.get(text, ()):
            if following not in came:
                came[following] = text
                reached.append(following)
    if new not in came:
        raise Refused("The project does not say how a corrected text follows from the one before; run coder check.")
    way = [new]
    while way[0] != old:
        way.insert(0, came[way[0]])
    return tuple(way)


def _alignments(connection: Connection, document: str, way: Sequence[str]) -> list[Alignment]:
    """How each text on the way lies along the next one."""
    c = schema.correction.c
    query = select(c.old, c.new, c.alignment).where(c.document == document, c.old.in_(way), c.new.in_(way))
    kept: dict[tuple[str, str], Alignment] = {}
    for before, after, written in connection.execute(query.order_by(c.id)):
        alignment: Alignment = json.loads(written)
        kept[before, after] = alignment
        kept.setdefault((after, before), anchors.backwards(alignment))
    return [kept[step] for step in pairwise(way)]


def _texts(connection: Connection, ids: Sequence[str]) -> list[str]:
    t = schema.text.c
    contents = dict(tuple(row) for row in connection.execute(select(t.id, t.content).where(t.id.in_(ids))))
    return [contents[id_] for id_ in ids]


def _erased(connection: Connection, ids: Sequence[str]) -> bool:
    """Whether one of the texts was, or is not in this package."""
    t = schema.text.c
    kept = connection.scalar(select(func.count()).where(t.id.in_(ids), func.typeof(t.content) != "null"))
    return kept != len(set(ids))
