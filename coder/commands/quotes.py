"""quotes: the same words in several documents, and how each is tagged."""

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
    reader,
    say,
    titles,
)
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.alike import Alike, Suggestion
    from db.project import Project

MOST_WORDS = 200
"""Characters of a passage that are shown; JSON has all."""


@command("quotes", "coder quotes study.coder --own --as ann")
@project_argument
@click.option("--own", is_flag=True, help="The same words that you tagged differently in two places.")
@click.option("--like", metavar="TAG", help="Places like the passage of this tag that you have not tagged.")
@json_option
@as_option
@click.pass_context
def quotes_(ctx: click.Context, project: str, own: bool, like: str | None, as_json: bool, name: str | None) -> None:
    """List passages with the same words in several documents.

    Each with its document, its source and its tags. With --own, what you tagged in one place so and in another place
    otherwise; with --like, suggestions. Nothing is tagged by the program, and both are off in a reliability round.
    Exit status 1 when there is nothing.
    """
    from coder.alike import in_several_documents, tagged_differently, untagged_like
    from db import tags

    if own and like:
        raise Refused("Say --own or --like TAG, not both.")
    with opened(project) as opened_project:
        if like:
            who = actor(opened_project, name)
            suggestions = list(untagged_like(opened_project, who, tags.get(opened_project, like)))
            _suggest(opened_project, suggestions, as_json=as_json)
            ctx.exit(0 if suggestions else 1)
        if own:
            found, left_out = tagged_differently(opened_project, actor(opened_project, name))
        else:
            reader(opened_project, name)
            found, left_out = in_several_documents(opened_project)
        groups = [_described(opened_project, group) for group in found]
    if as_json:
        print_json(groups)
    else:
        for group in groups:
            _show(group)
        say(f"{plural(len(groups), 'group')} of passages with the same words", err=True)
    if left_out:
        say(f"{plural(left_out, 'tag')} left out: off in reliability rounds until they are revealed", err=True)
    ctx.exit(0 if groups else 1)


def _described(project: "Project", group: "list[Alike]") -> dict[str, Any]:
    """A group as JSON has it."""
    from db import coders, documents, rounds

    called = titles(documents.listed(project))
    names = {coder.id: coder.name for coder in coders.listed(project)}
    round_names = {round_.id: round_.name for round_ in rounds.listed(project)}
    return {
        "places": [
            {
                "document": called[place.document.id],
                "source": place.document.source,
                "date": place.document.date,
                "start": place.span.start,
                "stop": place.span.stop,
                "words": place.words,
                "tags": [
                    {"id": tag.id, "coder": names[tag.coder], "code": tag.code, "start": tag.start, "stop": tag.stop,
                     "round": round_names[tag.round]}
                    for tag in place.tags
                ],
            }
            for place in group
        ]
    }  # fmt: skip


def _show(group: dict[str, Any]) -> None:
    say(f"“{_line(group['places'][0]['words'])}”")
    for place in group["places"]:
        about = ", ".join(word for word in (place["source"], place["date"]) if word)
        codes: dict[str, list[str]] = {}
        for tag in place["tags"]:
            codes.setdefault(tag["coder"], []).append(tag["code"])
        told = "; ".join(f"{coder}: {', '.join(dict.fromkeys(some))}" for coder, some in codes.items())
        head = [place["document"], f"{place['start']}-{place['stop']}", *([f"({about})"] if about else []), told]
        say(f"    {_line('  '.join(head))}")


def _suggest(project: "Project", suggestions: "list[Suggestion]", *, as_json: bool) -> None:
    from coder.quoting import percent
    from db import documents

    called = titles(documents.listed(project))
    if as_json:
        rows = [
            {"document": called[place.document.id], "start": place.match.start, "stop": place.match.stop,
             "score": round(place.match.score, 3), "words": words}
            for place, words in suggestions
        ]  # fmt: skip
        print_json(rows)
        return
    for (document, match), words in suggestions:
        say(_line(f"{called[document.id]}  {match.start}-{match.stop}  ({percent(match)} like it)"))
        say(f"    {_line(words)}")
    say(f"{plural(len(suggestions), 'place')} like it that you have not tagged", err=True)


def _line(words: str) -> str:
    line = words.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    return line if len(line) <= MOST_WORDS else f"{line[: MOST_WORDS - 1]}…"
