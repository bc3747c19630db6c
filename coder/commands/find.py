"""find: where do these words stand? In a project, or in files."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from coder.commands.common import (
    Command,
    ProjectCommand,
    as_option,
    json_option,
    must_be_read,
    opened,
    plural,
    print_json,
    reader,
    say,
    titles,
)
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.quoting import Library, Place
    from corpus.quotes import Answer

MOST_SHOWN = 200
"""More places than these of one quote are too many to read; JSON has them all."""
CONTEXT = 40
"""Characters shown before and after a place."""
FEW = 3
"""For more quotes than these an index pays, and it takes a while."""
_ENOUGH = 1_000_000
"""Places: nothing is left out of the answer, so no limit but one that keeps a machine's memory whole."""


class _Quote(NamedTuple):
    """A quote to look for; `id` as its file calls it."""

    id: str | None
    words: str


class _Find(ProjectCommand):
    """With --in no project is needed, and CODER_PROJECT is not meant."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        given, _, _ = self.make_parser(ctx).parse_args(list(args))
        return Command.parse_args(self, ctx, args) if given.get("files") else super().parse_args(ctx, args)


@click.command("find", cls=_Find, epilog='Example: coder find study.coder "the emirs ate first"')
@click.argument("project", metavar="PROJECT", required=False)
@click.argument("text", metavar="TEXT", required=False)
@click.option("--in", "files", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="In this text or Markdown file, instead of a project; repeatable.")  # fmt: skip
@click.option("--quotes", type=click.Path(path_type=Path), metavar="FILE.csv",
              help="Instead of TEXT: many quotes, with the columns id,quote.")  # fmt: skip
@click.option("--document", "wanted", multiple=True, metavar="DOCUMENT", help="Only in this document; repeatable.")
@json_option
@as_option
@click.pass_context
def find_(
    ctx: click.Context,
    project: str | None,
    text: str | None,
    files: tuple[Path, ...],
    quotes: Path | None,
    wanted: tuple[str, ...],
    as_json: bool,
    name: str | None,
) -> None:
    """Find quotes in the documents of a project, or in files.

    A quote is found by its words, whatever marks, case, line ends, hyphens, footnote numbers and small errors; one with
    an ellipsis by its pieces. It is found, or in several places (ambiguous), or not surely (unsure, with guesses), or
    not found. Exit status 1 when no quote stands in one or several places.
    """
    if files:
        if project is not None and text is not None:
            raise Refused("With --in there is no PROJECT: say only --in FILE and TEXT, or --quotes FILE.csv.")
        project, text = None, project
        if wanted:
            raise Refused("--document chooses among the documents of a project, not among files.")
    elif project is None:
        raise Refused("Say where to find it: PROJECT, or --in FILE.")
    asked = _asked(text, quotes)
    with _library(files, project, wanted, name, often=len(asked) > FEW) as (library, called):
        found = _answers(library, asked)
        if as_json:
            print_json([_described(library, called, *one) for one in found])
        else:
            for one in found:
                _show(library, called, *one, alone=quotes is None)
    answers = [answer for _, answer, _ in found]
    if any(not answer.complete for answer in answers):
        say(f"A quote stands in more than {_ENOUGH:,} places: the others are left out.", err=True)
    ctx.exit(0 if any(answer.status in ("found", "ambiguous") for answer in answers) else 1)


def _asked(text: str | None, quotes: Path | None) -> list[_Quote]:
    """What to look for. Raises Refused."""
    if quotes is None:
        if text is None or not text.strip():
            raise Refused("Say which words to find: TEXT, or --quotes FILE.csv.")
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise Refused(f"TEXT is not UTF-8: {text}")
        return [_Quote(None, text)]
    if text is not None:
        raise Refused("Say TEXT or --quotes FILE.csv, not both.")
    from coder.csv_cells import parsed

    must_be_read(quotes)
    try:
        header, rows = parsed(quotes.read_bytes(), str(quotes))
    except OSError as error:
        raise Refused(f"{quotes} can't be read: {error.strerror}.") from None
    for column in ("quote", "id"):
        if header.count(column) > 1:
            raise Refused(f"{quotes} has the column {column} twice.")
    if "quote" not in header:
        raise Refused(f"{quotes} needs a header with the column quote, and if you like id: id,quote")
    at, id_at = header.index("quote"), header.index("id") if "id" in header else None
    for number, cells in rows:
        if any(cells[len(header) :]):
            raise Refused(f"{quotes} has in row {number} more cells than its header: put the quote in quotation marks.")
    padded = [cells + [""] * (len(header) - len(cells)) for _, cells in rows]
    return [_Quote((cells[id_at] or None) if id_at is not None else None, cells[at]) for cells in padded]


@contextmanager
def _library(
    files: tuple[Path, ...], project: str | None, wanted: tuple[str, ...], name: str | None, *, often: bool
) -> "Iterator[tuple[Library[Any], Callable[[Any], str]]]":
    """What to look in, and how what holds a text is called."""
    from coder.quoting import of_project, of_texts
    from db import documents

    if project is None:
        with of_texts(_texts(files), often=often) as library:
            yield library, str
        return
    with opened(project) as opened_project:
        reader(opened_project, name)
        called = titles(documents.listed(opened_project))
        only = [documents.named(opened_project, title) for title in wanted] or None
        with of_project(opened_project, only) as library:
            yield library, lambda document: called[document.id]


def _texts(files: tuple[Path, ...]) -> dict[str, str]:
    """The texts of files by their names without suffix, as documents are called; where two are alike, by the path."""
    from corpus.readers import read

    once = list(dict.fromkeys(files))
    stems = [file.stem for file in once]
    return {file.stem if stems.count(file.stem) == 1 else str(file): read(file).text for file in once}


def _answers(library: "Library[Any]", asked: list[_Quote]) -> "list[tuple[_Quote, Answer, list[Place[Any]]]]":
    from corpus.quotes import Thresholds

    hidden = len(asked) <= FEW or sys.stderr is None or not sys.stderr.isatty()
    with click.progressbar(asked, label="finding", file=sys.stderr, hidden=hidden, show_pos=True) as quotes:
        return [(quote, *library.locate(quote.words, thresholds=Thresholds(most=_ENOUGH))) for quote in quotes]


def _described(
    library: "Library[Any]",
    called: Callable[[Any], str],
    quote: _Quote,
    answer: "Answer",
    places: "list[Place[Any]]",
) -> dict[str, Any]:
    """Only *found* may be taken without asking."""
    matches = [
        {"document": called(document), "start": match.start, "stop": match.stop, "score": round(match.score, 3),
         "how": match.how, "pieces": [list(piece) for piece in match.pieces], "words": library.words(match)}
        for document, match in places
    ]  # fmt: skip
    return {"quote": quote.words, "id": quote.id, "status": answer.status, "matches": matches}


def _show(
    library: "Library[Any]",
    called: Callable[[Any], str],
    quote: _Quote,
    answer: "Answer",
    places: "list[Place[Any]]",
    *,
    alone: bool,
) -> None:
    from coder.quoting import headline, how

    status = headline(answer.status, len(places), complete=answer.complete)
    if not alone:
        words = quote.words if len(quote.words) <= 60 else f"{quote.words[:59]}…"
        say(_line(f"{quote.id}: {status}: {words}" if quote.id else f"{status}: {words}"))
    for document, match in places[:MOST_SHOWN]:
        told = f"  ({how(match)})" if how(match) else ""
        before, after = library.around(match, CONTEXT)
        say(_line(f"{called(document)}  {match.start}-{match.stop}{told}"))
        say(_line(f"    {before}»{library.words(match)}«{after}"))
    if len(places) > MOST_SHOWN:
        say(f"    … and {plural(len(places) - MOST_SHOWN, 'place')} more; --json has them all")
    if alone:
        say(status, err=True)


def _line(words: str) -> str:
    return words.replace("\r", " ").replace("\n", " ").replace("\t", " ")
