"""What a lead says of segments, made into what cuts a document: paragraphs, sentences, or the rows of a table."""

from collections.abc import Callable

from coder.csv_cells import lines
from corpus.refused import Refused
from corpus.text import Span, paragraphs, sentences
from db.segments import Cut
from db.values import Document

COLUMNS = ("document", "start", "stop")


def by_unit(unit: str) -> Cut:
    """Every paragraph, or every sentence, is a segment."""
    cut = paragraphs if unit == "paragraph" else sentences
    return lambda document, text: cut(text)


def from_table(raw: bytes, name: str, named: Callable[[str], Document]) -> Cut:
    """The rows of a CSV file: document, start, stop (code points, stop exclusive). `named` finds a document by its
    title or id. Documents of the table that are not in the round are left alone.

    Raises Refused: no such columns; a row without a document or whole numbers; what `named` does."""
    (_, header), *rows = lines(raw, name)
    header = [cell.strip().lower() for cell in header]
    if missing := [column for column in COLUMNS if column not in header]:
        raise Refused(f"{name} has no column {missing[0]}; its columns are to be {', '.join(COLUMNS)}.")
    at = [header.index(column) for column in COLUMNS]
    titles: dict[str, str] = {}
    found: dict[str, list[Span]] = {}
    for line, cells in rows:
        title, *edges = (cells[column].strip() if column < len(cells) else "" for column in at)
        if not title:
            raise Refused(f"{name}, line {line}: there is no document.")
        if not all(edge.isascii() and edge.isdigit() for edge in edges):
            raise Refused(f"{name}, line {line}: start and stop are to be whole numbers.")
        if title not in titles:
            titles[title] = named(title).id
        found.setdefault(titles[title], []).append(Span(*map(int, edges)))
    return lambda document, text: found.get(document.id, ())
