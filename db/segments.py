"""Segments: the stretches of a document that a round takes as its units, fixed when the round is planned."""

import json
from collections.abc import Callable, Sequence
from itertools import pairwise

from sqlalchemy import select

from corpus.refused import Refused
from corpus.text import Span
from db import carrying, events, schema
from db.events import Action
from db.project import Project
from db.values import Document, Round

Cut = Callable[[Document, str], Sequence[Span]]
"""What makes segments of a document and its text: spans in code points, in order."""


def of_round(project: Project, round_: Round) -> dict[str, tuple[Span, ...]]:
    """By document (its id), the segments of a round in the text in force; none for a round without.

    Where that text was corrected since, a segment lies where what it held lies; one that lost all it held is gone."""
    s, d = schema.segments.c, schema.document.c
    query = select(s.document, s.text, s.spans, d.text.label("now")).join_from(
        schema.segments, schema.document, s.document == d.id
    )
    found = {}
    with project.read() as connection:
        for document, text_id, kept, now in connection.execute(query.where(s.round == round_.id)).all():
            spans = [Span(*span) for span in json.loads(kept)]
            if text_id != now:
                edges = {at: carrying.position(connection, document, text_id, now, at) for span in spans for at in span}
                spans = [Span(edges[span.start], edges[span.stop]) for span in spans]
            found[document] = tuple(span for span in spans if span.start < span.stop)
    return found


def fix(project: Project, action: Action, round_: Round, document: Document, cut: Cut) -> None:
    """Inside a transaction: fix a document's segments in a round.

    Raises Refused: there are none; one is empty, outside the text, or overlaps the one before."""
    content = project.text_within(action.connection, document.text_id)
    spans = sorted(cut(document, content))
    if not spans:
        raise Refused(f"{document.title} has no segments; every document of the round needs some.")
    if bad := next((span for span in spans if not 0 <= span.start < span.stop <= len(content)), None):
        raise Refused(
            f"{document.title}: a segment from {bad.start} to {bad.stop} does not lie in this text of {len(content)} "
            "characters."
        )
    if over := next(((one, other) for one, other in pairwise(spans) if other.start < one.stop), None):
        one, other = over
        raise Refused(f"{document.title}: the segments {one.start}-{one.stop} and {other.start}-{other.stop} overlap.")
    state = {"round": round_.id, "document": document.id, "text": document.text_id, "spans": [list(s) for s in spans]}
    action.append(events.PROJECT, "segments.fix", f"{round_.id}.{document.id}", state)
