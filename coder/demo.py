"""The demo: a made-up project. Everything in it was written for practice: documents, people, register, coders."""

import csv
import io
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

from coder import csv_cells
from corpus import attribute_files
from corpus import register as registers
from corpus.codebook import builtin
from corpus.quotes import Plain, locate
from corpus.readers import read
from db import coders, documents, readings, register, rounds, tags
from db.project import Project, create
from db.values import Case, Coder, Document, NewTag

LEAD, CODERS = "dana", ("ann", "ben", "cem")
CODER = "ann"
"""Whom one plays when the demo is opened: she has something left to do."""

UNOPENED = {("ann", "letter-home")}
HALF_READ = {("ann", "interview-3")}
"""What she has left to do; every other reading is finished."""

_QUALIFIERS = ("voice", "strength")


def build(path: Path) -> None:
    """Make the demo project. Raises Refused when the file exists or can't be made."""
    with create(path, LEAD, builtin()) as project:
        try:
            _fill(project)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def _fill(project: Project) -> None:
    lead = coders.named(project, LEAD)
    people = {name: coders.add(project, lead, name) for name in CODERS}
    people_of = _register(project, lead)
    with as_file(files("corpus") / "data" / "demo") as folder:
        for file in sorted(folder.glob("*.md")):
            document, _ = documents.add(project, lead, read(file))
            for name, coder in people.items():
                if (name, document.title) not in UNOPENED:
                    _code(project, coder, document, people_of)


def _register(project: Project, lead: Coder) -> dict[str, Case]:
    """The cases of the register, by what people type for them."""
    folder = files("corpus") / "data" / "demo"
    said = attribute_files.loads((folder / "attributes.yaml").read_text("utf-8"), "attributes.yaml")
    header, lines = registers.lines(csv_cells.lines((folder / "register.csv").read_bytes(), "demo"), "demo")
    taken = register.take(project, lead, registers.understand(header, lines, file=said), said.attributes)
    return {case.key: case for case in taken.added}


def _code(project: Project, coder: Coder, document: Document, people_of: dict[str, Case]) -> None:
    """One coder's reading of one document."""
    source = Plain({document.id: documents.text(project, document)})
    reading = readings.of(project, coder, document, rounds.current(project))
    new = []
    for row in _tags():
        if (row["document"], row["coder"]) != (document.title, coder.name):
            continue
        # Ours are word for word; of the short ones some stand there in other capitals, too.
        places = [match for match in locate(row["quote"], source).matches if match.how == "exact"]
        assert len(places) == 1, f"demo: {document.title}: {row['quote']!r}: {places}"
        start, stop = places[0].span
        said = {key: row[key] for key in _QUALIFIERS if row[key]}
        case = people_of[row["case"]].id if row["case"] else None
        new.append(NewTag(row["code"], start, stop, row["memo"], case, said, row["query"] == "yes"))
    if (coder.name, document.title) in HALF_READ:
        for tag in new:  # one by one, so that each can be undone
            tags.add(project, coder, reading, [tag])
        readings.advance(project, coder, reading, max(tag.stop for tag in new))
    else:
        tags.add_many(project, coder, {reading: new}, finish=True)


def _tags() -> Iterator[dict[str, str]]:
    yield from _rows("tags-a.csv")
    yield from _rows("tags-b.csv")


def _rows(name: str) -> list[dict[str, str]]:
    words = (files("corpus") / "data" / "demo" / name).read_text("utf-8")
    return list(csv.DictReader(io.StringIO(words, newline="")))
