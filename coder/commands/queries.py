"""queries, answer: what coders ask the lead, and what they are told."""

from typing import TYPE_CHECKING, Any

import click

from coder.commands.common import (
    actor,
    as_option,
    command,
    json_option,
    opened,
    plural,
    print_json,
    project_argument,
    say,
    when,
)
from coder.commands.review_rows import quoted
from coder.commands.rows import described

if TYPE_CHECKING:
    from db.project import Project
    from db.values import Coder


@command("queries", "coder queries study.coder --as dana --open")
@project_argument
@click.option("--open", "unanswered", is_flag=True, help="Only those without an answer.")
@json_option
@as_option
def queries_(project: str, unanswered: bool, as_json: bool, name: str | None) -> None:
    """List the questions to the lead, with the answers.

    A question is a tag that its coder marked "ask the lead". Coders who say their name see their own; those without an
    answer come first.
    """
    with opened(project) as opened_project:
        who = actor(opened_project, name) if name else None
        rows = [row for row in _asked(opened_project, who) if not (unanswered and row["answer"])]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        say(f"{row['id'][:8]}  {row['document']}  {row['start']}-{row['stop']}  {row['coder']}  {row['code']}")
        say(f"    “{quoted(row['quote'])}”")
        if row["memo"]:
            say(f"    {row['coder']} asks: {quoted(row['memo'], 1000)}")
        if row["answer"]:
            say(f"    {row['answer']['by']} answers: {quoted(row['answer']['words'], 1000)}")
    left = sum(row["answer"] is None for row in rows)
    say(f"{plural(len(rows), 'question')}, {left} without an answer", err=True)


def _asked(project: "Project", who: "Coder | None") -> list[dict[str, Any]]:
    """The questions that are shown to somebody: a lead or nobody all that there are to see, a coder their own."""
    from db import coders, queries, tags

    own = [who.id] if who and who.role == "coder" else []
    answers = queries.answers(project)
    answered = {tag.id: tag for tag in tags.listed(project, coders=own) if tag.query or tag.id in answers}
    names = {coder.id: coder.name for coder in coders.listed(project)}
    rows = described(project, answered.values())
    for row in rows:
        answer = answers.get(row["id"])
        row["answer"] = answer and {"by": names[answer.coder], "words": answer.words, "at": when(answer.at)}
    return sorted(rows, key=lambda row: row["answer"] is not None)


@command("answer", 'coder answer study.coder 3f9c2a11 "A duty to defend is R1" --as dana')
@project_argument
@click.argument("tag", metavar="TAG")
@click.argument("words", metavar="TEXT")
@click.option("--codebook", "to_codebook", is_flag=True, help="Also put it into the codebook, under the tag's code.")
@json_option
@as_option
def answer_(project: str, tag: str, words: str, to_codebook: bool, as_json: bool, name: str | None) -> None:
    """Answer a question.

    Leads only; TAG is the id that coder queries shows. Its coder reads the answer with coder queries, also in their
    next package. With --codebook it is a line of "when to use it", too: a new version of the codebook, for all tags
    made from then on.
    """
    from coder.proposed import put
    from db import codebooks, queries, rounds, tags

    with opened(project) as opened_project:
        who = actor(opened_project, name)
        found = tags.get(opened_project, tag)
        version = None
        if to_codebook:  # before anything is written: refuses a code that is no longer there
            codebooks.of_round(opened_project, rounds.current(opened_project)).code(found.code)
        queries.answer(opened_project, who, found, words)
        if to_codebook:
            version = put(opened_project, who, words, found.code).id
        row = next(row for row in _asked(opened_project, who) if row["id"] == found.id)
    if as_json:
        print_json({**row, "codebook": version})
        return
    say(f"{found.id[:8]}  answered{f'; the codebook is version {version[:12]} now' if version else ''}")
