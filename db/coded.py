"""What was coded, bare: for what reckons with all of a project at once.

`db.tags.listed` gives each tag with its memo and its place in a corrected text; that is read for painting, and takes
more than a second for 100,000. Here are only columns, as they are kept, of what the viewer sees."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select

from db import rows, schema, sight
from db.project import Project
from db.rows import qualifiers as qualifiers
from db.values import Tag


class BareDocument(NamedTuple):
    """A document that was not erased: its text in force, how long that is (code points), and its default case."""

    text_id: str
    length: int
    case: str | None


class BareReading(NamedTuple):
    """A finished reading; ids."""

    id: str
    coder: str
    document: str
    round: str


BareTag = tuple[str, str, str, int, int, str | None, str]
"""A tag where it was made, on a text that may have been corrected since: reading, text, code, start, stop, case,
qualifiers (JSON)."""


def documents(project: Project) -> dict[str, BareDocument]:
    """By id."""
    d, t = schema.document.c, schema.text.c
    query = select(d.id, d.text, t.length, d.case_id, rows.TEXT_IS_ERASED).join_from(
        schema.document, schema.text, d.text == t.id
    )
    with project.read() as connection:
        found = connection.execute(query.order_by(d.id))
        return {id_: BareDocument(text, length, case) for id_, text, length, case, erased in found if not erased}


def finished(project: Project) -> list[BareReading]:
    """By id; none of a retest, which tells how steady a coder is and nothing else."""
    r, p = schema.reading.c, schema.plan.c
    query = select(r.id, r.coder, r.document, r.round).where(r.finished == 1).order_by(r.id)
    query = query.where(r.round.not_in(select(p.round).where(sight.A_RETEST)))
    with project.read() as connection:
        seen = sight.of(project, connection)
        found = [BareReading(*row) for row in connection.execute(query)]
    return found if seen.everything else [r for r in found if seen.content(r.coder, r.document, r.round)]


def tags(project: Project) -> Sequence[BareTag]:
    """All that stand, in no order."""
    c = schema.tag.c
    query = select(c.reading, c.text, c.code, c.start, c.stop, c.case_id, c.qualifiers).where(c.live == 1)
    with project.read() as connection:
        hidden = sight.hidden(project, connection)
        found = connection.execute(query).all()
    return [tag for tag in found if tag[0] not in hidden] if hidden else found


def cases(project: Project) -> list[tuple[str, str]]:
    """(reading, case) of all cases that tags name, once each."""
    c = schema.tag.c
    query = select(c.reading, c.case_id).where(c.live == 1, c.case_id.is_not(None)).distinct()
    with project.read() as connection:
        hidden = sight.hidden(project, connection)
        return [(reading, case) for reading, case in connection.execute(query) if reading not in hidden]


def tags_of(project: Project, readings: Iterable[str]) -> list[Tag]:
    """The tags of these readings that the viewer sees, whole, as `db.tags.listed` gives them."""
    with project.read() as connection:
        wanted = set(readings) - sight.hidden(project, connection)
        return [
            tag for some in rows.in_portions(wanted) for tag in rows.tags(connection, schema.tag.c.reading.in_(some))
        ]
