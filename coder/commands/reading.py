"""read, memo: a document's text paragraph by paragraph, and the memo on it as a whole, without the screen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from coder.commands.common import (
    MAY_BE_EMPTY,
    actor,
    as_option,
    command,
    json_option,
    opened,
    plural,
    print_json,
    project_argument,
    reading_of,
    round_option,
    say,
)
from corpus.refused import Refused

if TYPE_CHECKING:
    from corpus.text import Span
    from db.project import Project
    from db.values import Coder, Document


@command("read", "coder read study.coder interview-3 --next 3 --as ann")
@project_argument
@click.argument("document", metavar="DOCUMENT")
@click.option("--paragraph", "wanted", multiple=True, metavar="N|N-M", help="Only these, counted from 1; repeatable.")
@click.option("--next", "next_", type=click.IntRange(min=1), metavar="K",
              help="The next K that you have not read; it is kept that you read them.")  # fmt: skip
@round_option
@json_option
@as_option
@click.pass_context
def read_(
    ctx: click.Context,
    project: str,
    document: str,
    wanted: tuple[str, ...],
    next_: int | None,
    round_name: str | None,
    as_json: bool,
    name: str | None,
) -> None:
    """Print the text of a document, paragraph by paragraph.

    Before each stands its number and place, as in "¶ 9 [1234-1500]": a passage for `coder tag --start --stop`. With
    --next the exit status is 1 when there is nothing left to read.
    """
    from corpus.text import paragraphs
    from db import documents, readings

    if wanted and next_:
        raise Refused("Say --paragraph or --next, not both.")
    with opened(project) as opened_project:
        chosen = documents.named(opened_project, document)
        text = documents.text(opened_project, chosen)
        tiles = paragraphs(text)
        who = _reader(opened_project, name, must=bool(next_))
        reading = reading_of(opened_project, who, chosen, round_name) if who else None
        unread = [n for n, tile in enumerate(tiles) if reading and tile.stop > reading.position]
        shown = unread[:next_] if next_ else _numbers(wanted, len(tiles), chosen)
        if chosen.warning:
            say(f"content warning: {chosen.warning}", err=True)
        rows = [_row(text, tiles, n, n not in unread if reading else None) for n in shown]
        if as_json:
            print_json(rows)
        else:
            for row in rows:
                say(f"¶ {row['paragraph']} [{row['start']}-{row['stop']}]")
                say(f"{row['text']}\n")
        if next_ and reading and who and shown:  # all was shown: what could not be would have ended this
            readings.advance(opened_project, who, reading, tiles[shown[-1]].stop, text_id=chosen.text_id)
    if next_ and shown == unread:
        say(f"all is read: {plural(len(tiles), 'paragraph')}", err=True)
        if not shown:
            ctx.exit(1)


def _reader(project: "Project", name: str | None, *, must: bool) -> "Coder | None":
    """Whose reading it is. Somebody who is no coder here may read too, but nothing is kept of it."""
    from db import coders

    return actor(project, name) if name or must else coders.logged_in(project)


def _row(text: str, tiles: "Sequence[Span]", n: int, read: bool | None) -> dict[str, Any]:
    from corpus.text import bare

    start, stop = bare(text, tiles[n])
    return {"paragraph": n + 1, "start": start, "stop": stop, "text": text[start:stop], "read": read}


def _numbers(wanted: Sequence[str], many: int, document: "Document") -> list[int]:
    """From 0, in the order of the text; all when none is named."""
    chosen: set[int] = set()
    for words in wanted:
        first, dash, last = (part.strip() for part in words.partition("-"))
        edges = [first, last] if dash else [first]
        if not all(edge.isascii() and edge.isdigit() and len(edge) < 12 for edge in edges):
            raise Refused(f"--paragraph takes a number, or two as in 9-12; {words!r} is not that.")
        low, high = int(edges[0]), int(edges[-1])
        if not 1 <= low <= high <= many:
            raise Refused(f"{document.title} has the paragraphs 1 to {many:,}; {words} is not among them.")
        chosen |= set(range(low - 1, high))
    return sorted(chosen) if wanted else list(range(many))


@command("memo", 'coder memo study.coder interview-3 "He contradicts himself about the winter." --as ann')
@project_argument
@click.argument("document", metavar="DOCUMENT")
@click.argument("text", required=False, type=MAY_BE_EMPTY, metavar="[TEXT]")
@round_option
@as_option
@click.pass_context
def memo_(
    ctx: click.Context, project: str, document: str, text: str | None, round_name: str | None, name: str | None
) -> None:
    """Show or write your memo on a document as a whole.

    With TEXT it is written, and an empty one ("") removes it. Exit status 1 when there is none to show or remove. The
    memo on a tag: coder edit --memo.
    """
    from db import documents, readings

    with opened(project) as opened_project:
        who, chosen = actor(opened_project, name), documents.named(opened_project, document)
        reading = reading_of(opened_project, who, chosen, round_name)
        if text and text.strip():
            readings.set_memo(opened_project, who, reading, text.strip())
            say(f"{chosen.title}: memo by {who.name} kept")
        elif not reading.memo:
            say(f"{chosen.title}: no memo by {who.name}", err=True)
            ctx.exit(1)
        elif text is None:
            say(reading.memo)
        else:
            readings.set_memo(opened_project, who, reading, "")
            say(f"{chosen.title}: memo by {who.name} removed")
