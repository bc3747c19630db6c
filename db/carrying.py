"""Where tags stand now that the text was corrected. A tag stays on the text it was made on; its place is reckoned here.

Every listing of tags goes through `carried`, so whoever holds a `Tag` holds its place in the text in force; only what
is lost stands where it was, on the old text. What is reckoned depends on the texts and their alignments alone, so it is
the same in every copy, also for tags that are merged later."""

import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from sqlalchemy import Connection, select

from corpus import anchors
from corpus.anchors import Alignment, Carried
from corpus.refused import Refused
from corpus.text import Span
from db import schema
from db.values import Tag, Was

_KNOWN: "OrderedDict[tuple[str, str], dict[Span, Carried]]" = OrderedDict()
"""By old and new text, where passages are: reckoning 10,000 takes seconds. Places only, no words."""
_KNOWN_PAIRS = 64


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
    known = _KNOWN.setdefault((old, new), {})
    _KNOWN.move_to_end((old, new))
    missing = sorted({span for span in spans if span not in known})
    if missing:
        way = _way(connection, document, old, new)
        texts = _texts(connection, [old, *(text for text, _ in way)])
        if texts is None:
            return None
        alignments = [alignment for _, alignment in way]
        known.update(zip(missing, anchors.carry_through(missing, texts, alignments), strict=True))
        while len(_KNOWN) > _KNOWN_PAIRS:
            _KNOWN.popitem(last=False)
    return [known[span] for span in spans]


def position(connection: Connection, document: str, old: str, new: str, offset: int) -> int:
    """Where reading has come to, in the text in force: as far as what is kept of what was read."""
    for _, alignment in _way(connection, document, old, new):
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


def _way(connection: Connection, document: str, old: str, new: str) -> list[tuple[str, Alignment]]:
    """From one text of a document to another: the texts after the first, each with the alignment that leads to it.

    The shortest way over the corrections there were, forwards and backwards: two copies may have been corrected
    differently before they were merged."""
    c = schema.correction.c
    ways: dict[str, list[tuple[str, Alignment]]] = {}
    query = select(c.old, c.new, c.alignment).where(c.document == document).order_by(c.id)
    for before, after, written in connection.execute(query):
        alignment: Alignment = json.loads(written)
        ways.setdefault(before, []).append((after, alignment))
        ways.setdefault(after, []).append((before, anchors.backwards(alignment)))
    came: dict[str, tuple[str, Alignment]] = {}
    reached = [old]
    for text in reached:
        for following, alignment in ways.get(text, ()):
            if following not in came and following != old:
                came[following] = (text, alignment)
                reached.append(following)
    if new not in came and new != old:
        raise Refused("The project does not say how a corrected text follows from the one before; run coder check.")
    steps: list[tuple[str, Alignment]] = []
    at = new
    while at != old:
        before, alignment = came[at]
        steps.insert(0, (at, alignment))
        at = before
    return steps


def _texts(connection: Connection, ids: Sequence[str]) -> list[str] | None:
    t = schema.text.c
    contents = dict(tuple(row) for row in connection.execute(select(t.id, t.content).where(t.id.in_(ids))))
    return None if None in contents.values() else [contents[id_] for id_ in ids]
