"""find: where do these words stand?"""

from typing import TYPE_CHECKING, Any

import click

from coder.commands.common import (
    as_option,
    command,
    json_option,
    opened,
    plural,
    print_json,
    project_argument,
    reader,
    say,
    titles,
)
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.search import Hit
    from db.values import Document

MOST = 200
"""More matches than these in one document are too many to read."""


@command("find", 'coder find study.coder "the emirs ate first"')
@project_argument
@click.argument("text", metavar="TEXT")
@click.option("--document", "wanted", multiple=True, metavar="DOCUMENT", help="Only in this document; repeatable.")
@json_option
@as_option
@click.pass_context
def find_(
    ctx: click.Context, project: str, text: str, wanted: tuple[str, ...], as_json: bool, name: str | None
) -> None:
    """Find words in the documents.

    Word for word (but for case, blanks and quotation marks); only when that stands nowhere, what is like TEXT, best
    first. Exit status 1 when it was not found.
    """
    from coder.search import find
    from db import documents

    if not text.strip():
        raise Refused("Say which words to find.")
    matches: list[tuple[Document, Hit, str]] = []
    with opened(project) as opened_project:
        reader(opened_project, name)
        every = documents.listed(opened_project)
        called = titles(every)
        chosen = [documents.named(opened_project, title) for title in wanted] or every
        for document in (d for d in chosen if not d.purged):
            content = documents.text(opened_project, document)
            for hit in find(content, text)[:MOST]:
                matches.append((document, hit, content))
    matches = [match for match in matches if match[1].how != "like"] or matches
    matches.sort(key=lambda match: -match[1].score)
    if as_json:
        print_json([_described(text, matches, called)])
    else:
        for document, hit, content in matches:
            score = "" if hit.how != "like" else f"  (like it: {hit.score:.0f} of 100)"
            say(f"{called[document.id]}  {hit.start}-{hit.stop}{score}")
            say(f"    {_in_context(content, hit)}")
        say(plural(len(matches), "place"), err=True)
    ctx.exit(0 if matches else 1)


def _described(text: str, matches: "list[tuple[Document, Hit, str]]", called: dict[str, str]) -> dict[str, Any]:
    """As DESIGN says: only *found* may be taken without asking; places that are only like the words are *unsure*."""
    same = [match for match in matches if match[1].how != "like"]
    status = "not found" if not matches else "unsure" if not same else "found" if len(same) == 1 else "ambiguous"
    described = [
        {"document": called[document.id], "start": hit.start, "stop": hit.stop, "score": round(hit.score / 100, 3),
         "how": hit.how, "pieces": [[hit.start, hit.stop]], "words": content[hit.start : hit.stop]}
        for document, hit, content in matches
    ]  # fmt: skip
    return {"quote": text, "id": None, "status": status, "matches": described}


def _in_context(content: str, hit: "Hit") -> str:
    before, after = content[max(0, hit.start - 40) : hit.start], content[hit.stop : hit.stop + 40]
    return f"{before}»{content[hit.start : hit.stop]}«{after}".replace("\n", " ").replace("\t", " ")
