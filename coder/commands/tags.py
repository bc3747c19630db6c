"""tags: list the coded passages, in context."""

from typing import TYPE_CHECKING, Any

import click

from coder.codes import in_some_version
from coder.commands.common import (
    as_option,
    command,
    json_option,
    opened,
    plural,
    print_file,
    print_json,
    project_argument,
    reader,
    say,
)
from coder.commands.rows import csv_of, described, lost
from corpus.refused import Refused

if TYPE_CHECKING:
    from db.project import Project


@command("tags", "coder tags study.coder --code D3 --context 200")
@project_argument
@click.option("--code", "codes", multiple=True, metavar="CODE", help="Only this code and its sub-codes; repeatable.")
@click.option("--coder", "coder_names", multiple=True, metavar="NAME", help="Only this coder's; repeatable.")
@click.option("--document", "titles", multiple=True, metavar="DOCUMENT", help="Only in this document; repeatable.")
@click.option("--case", "keys", multiple=True, metavar="ID", help="Only of this case; repeatable.")
@click.option("--round", "round_names", multiple=True, metavar="ROUND", help="Only of this round; repeatable.")
@click.option("--query", is_flag=True, help='Only those marked "ask the lead".')
@click.option("--context", type=click.IntRange(min=0), metavar="N", help="Show N characters of text around each.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, safe to open in a spreadsheet.")
@json_option
@as_option
def tags_(
    project: str,
    codes: tuple[str, ...],
    coder_names: tuple[str, ...],
    titles: tuple[str, ...],
    keys: tuple[str, ...],
    round_names: tuple[str, ...],
    query: bool,
    context: int | None,
    as_csv: bool,
    as_json: bool,
    name: str | None,
) -> None:
    """List tagged passages with their words, by document and place.

    What --csv prints, `coder tags-import` takes.
    """
    if as_csv and as_json:
        raise Refused("Say --csv or --json, not both.")
    from db import cases, coders, documents, rounds, tags

    with opened(project) as opened_project:
        reader(opened_project, name)
        found = tags.listed(
            opened_project,
            codes=in_some_version(opened_project, codes),
            coders=[coders.named(opened_project, coder).id for coder in coder_names],
            documents=[documents.named(opened_project, title).id for title in titles],
            cases=[cases.named(opened_project, key).id for key in keys],
            rounds=[rounds.named(opened_project, round_name).id for round_name in round_names],
            query=True if query else None,
        )
        rows = described(opened_project, found)
        if as_json:
            print_json(rows)
        elif as_csv:
            print_file(csv_of(rows))
        else:
            for row in rows:
                _show(opened_project, row, context)
            say(plural(len(rows), "tag"), err=True)


def _show(project: "Project", row: dict[str, Any], context: int | None) -> None:
    about = [f"case {row['case']}"] if row["case"] else []
    about += [f"{key}={value}" for key, value in row["qualifiers"].items()]
    about += ["? ask the lead"] if row["query"] else []
    head = [row["document"], _at(row), row["coder"], row["code"], row["id"][:8], *about]
    say("  ".join(_line(cell) for cell in head))
    words = row["quote"]
    if context is None:
        words = words if len(words) <= 200 else f"{words[:199]}…"
        say(f"    {_line(words)}")
    elif words:
        text = project.text(row["text_id"])
        before, after = text[max(0, row["start"] - context) : row["start"]], text[row["stop"] : row["stop"] + context]
        say(f"    {_line(before)}»{_line(words)}«{_line(after)}")
    if row["memo"]:
        say(f"    memo: {_line(row['memo'])}")


def _at(row: dict[str, Any]) -> str:
    at = f"{row['start']}-{row['stop']}"
    return f"lost (was {at})" if lost(row) else at


def _line(words: str) -> str:
    return words.replace("\r", " ").replace("\n", " ").replace("\t", " ")
