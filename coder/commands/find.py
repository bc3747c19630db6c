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
    """Find TEXT in the documents: exactly, and else what is like it, best first.

    Exit status 1 when it was not found.
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
