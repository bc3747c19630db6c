"""agreement: how far the coders who finished agree; also a calculator for ratings and spans in a file."""

import datetime
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coder.codes import code_named
from coder.commands.common import (
    actor,
    as_option,
    command,
    expanded,
    json_option,
    must_be_read,
    opened,
    print_json,
    reader,
    say,
)
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.agreement_report import Wanted
    from coder.calculator import Calculated
    from db.project import Project

LEVELS = ("case", "document", "segment", "sentence", "passage", "character")
LIMIT = click.FloatRange(0, 1, min_open=True, max_open=True)
OF_PROJECTS = {
    "coder_names": "--coder", "codes": "--code", "levels": "--level", "round_names": "--round", "pool": "--pool",
    "apart": "--apart", "full": "--all", "methods": "--methods", "plan": "--plan", "merges": "--merge",
    "tolerance": "--tolerance", "without": "--without", "since": "--since",
    "learning": "--learning",
}  # fmt: skip
"""What means something in a project only."""


@command("agreement", "coder agreement study.coder --coder ann --coder ben --code D3")
@click.argument("project", metavar="PROJECT", required=False)
@click.option("--coder", "coder_names", multiple=True, metavar="NAME", help="Compare these only; repeatable.")
@click.option("--code", "codes", multiple=True, metavar="CODE", help="Show these only; repeatable.")
@click.option("--level", "levels", multiple=True, type=click.Choice(LEVELS), help="Show these only; repeatable.")
@click.option("--round", "round_names", multiple=True, metavar="ROUND", help="In these rounds (default: the open one).")
@click.option("--pool", is_flag=True, help="Pool rounds of different purposes or codebooks.")
@click.option("--apart", is_flag=True, help="Sub-codes do not count for their parents.")
@click.option("--all", "full", is_flag=True, help="Every coefficient, level, pair and week.")
@click.option("--methods", is_flag=True, help="The paragraph for the paper.")
@click.option("--plan", is_flag=True, help="How much must be double-coded.")
@click.option("--learning", is_flag=True, help="How far each agrees with the rulings, round by round: no reliability.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the resamples.")
@click.option("--reliable", type=LIMIT, default=0.8, show_default=True, help="Limit to rely on.")
@click.option("--tentative", type=LIMIT, default=0.667, show_default=True, help="Lowest limit.")
@click.option("--merge", "merges", multiple=True, metavar="D2=D3", help="What if D2 were D3? Repeatable.")
@click.option(
    "--tolerance", type=click.IntRange(0), default=0, metavar="WORDS", help="What if such slips did not count?"
)
@click.option("--without", multiple=True, metavar="NAME", help="What if this coder were left out? Repeatable.")
@click.option("--since", metavar="DATE", help="What if only readings finished since then counted (2026-03-01)?")
@click.option(
    "--ratings", type=click.Path(path_type=Path), metavar="FILE", help="Calculate from ratings in a CSV file."
)
@click.option("--sets", "as_sets", is_flag=True, help="With --ratings: cells are codes joined by ; and - is none.")
@click.option("--spans", type=click.Path(path_type=Path), metavar="FILE", help="Calculate from spans in a CSV file.")
@click.option("--gamma", "with_gamma", is_flag=True, help="With --spans: gamma also of more than 300 spans (slow).")
@click.option("--categories", metavar="A,B,C", help="With a file: the codebook, when not all codes occur.")
@json_option
@as_option
def agreement_(project: str | None, ratings: Path | None, spans: Path | None, as_json: bool, **given: Any) -> None:
    """How far the coders agree, code by code.

    Krippendorff's alpha with its interval, percent and positive agreement, and how far they marked the same passages.
    Only finished readings count, of documents that two coders or more have finished. A sub-code counts for its parents.
    A figure that means nothing is undefined, and says why. With --ratings or --spans no project is needed.

    --learning is another thing: how far what each coder gave agrees with what was settled in the review. Leads see
    everybody, coders themselves.
    """
    if ratings or spans:
        if ratings and spans:
            raise Refused("Give --ratings or --spans, not both.")
        if project is not None and project != os.environ.get("CODER_PROJECT"):
            raise Refused(f"Name a project or a file, not both: leave {project} out, or --ratings and --spans.")
        if meant := [option for name, option in OF_PROJECTS.items() if given[name]]:
            raise Refused(f"{meant[0]} is for projects; leave it out with a file.")
        _calculate(ratings, spans, as_json=as_json, given=given)
        return
    if project is None:
        raise Refused("Name a project, or a file with --ratings or --spans. See coder agreement --help")
    if given["as_sets"] or given["with_gamma"] or given["categories"] is not None:
        raise Refused("--sets, --gamma and --categories go with --ratings or --spans.")
    if as_json and (given["methods"] or given["plan"]):
        raise Refused("--methods and --plan print text only; leave --json out.")
    if given["learning"]:
        _learning(project, given, as_json=as_json)
        return
    from coder.agreement_report import as_json as in_json
    from coder.agreement_report import report
    from coder.commands.rounds import frozen
    from db import rounds

    with opened(project) as opened_project:
        reader(opened_project, given["name"])
        answer = report(opened_project, _wanted(opened_project, given, as_json=as_json))
        kept = {r.name: rounds.figures(opened_project, r) for r in answer.found.rounds if r.revealed}
        at_reveal = {name: figures for name, figures in kept.items() if figures}
    if as_json:
        print_json({**in_json(answer), **({"frozen": at_reveal} if at_reveal else {})})
        return
    from coder import agreement_words
    from coder import methods as for_the_paper

    for name, figures in at_reveal.items() if not (given["methods"] or given["plan"]) else ():
        for line in frozen(figures, name):
            say(line)
        say("\nAs it is now (live):")
    if given["methods"]:
        whole = len(answer.found.rounds) == 1 and not (given["coder_names"] or given["apart"])
        say(for_the_paper.methods(answer, next(iter(at_reveal.values()), None) if whole else None))
    for line in agreement_words.lines(answer) if not (given["methods"] or given["plan"]) else ():
        say(line)
    for line in for_the_paper.planning(answer) if given["plan"] else ():
        say(line)


def _learning(project: str, given: dict[str, Any], *, as_json: bool) -> None:
    from coder.commands.learning import show
    from coder.learning import listed
    from db import codebooks, coders, rounds

    taken = ("coder_names", "codes", "round_names", "learning")
    if meant := [option for name, option in OF_PROJECTS.items() if given[name] and name not in taken]:
        raise Refused(f"{meant[0]} does not go with --learning, which takes --coder, --code, --round and --json.")
    with opened(project) as opened_project:
        who = actor(opened_project, given["name"])
        opened_project.viewer = who.id
        people = [coders.named(opened_project, name) for name in given["coder_names"]]
        chosen = [rounds.named(opened_project, name) for name in given["round_names"]]
        versions = [codebooks.get(opened_project, version) for version, _, _ in codebooks.listed(opened_project)]
        codes = [code_named(opened_project, code, *reversed(versions)) for code in given["codes"]]
        found = listed(opened_project, who, chosen, people)
    show(found, codes, as_json=as_json)


def _wanted(project: "Project", given: dict[str, Any], *, as_json: bool) -> "Wanted":
    from coder.agreement_report import Wanted
    from coder.cautions import Thresholds
    from coder.what_if import resolved
    from db import codebooks, coders, rounds

    if math.isnan(given["reliable"]) or math.isnan(given["tentative"]):
        raise Refused("--reliable and --tentative are numbers between 0 and 1.")
    if given["tentative"] > given["reliable"]:
        raise Refused("--tentative is the lower limit; it can't be above --reliable.")
    people = [coders.named(project, name) for name in dict.fromkeys(given["coder_names"])]
    without = [coders.named(project, name).name for name in dict.fromkeys(given["without"])]
    chosen = [rounds.named(project, name) for name in dict.fromkeys(given["round_names"])]
    codebook = codebooks.of_round(project, chosen[-1] if chosen else rounds.current(project))
    versions = [codebooks.get(project, version) for version, _, _ in codebooks.listed(project)]

    def named(code: str) -> str:
        return code_named(project, code, codebook, *versions)

    return Wanted(
        levels=tuple(dict.fromkeys(given["levels"])),
        codes=tuple(dict.fromkeys(named(code) for code in given["codes"])),
        coders=people,
        rounds=chosen,
        pool=given["pool"],
        apart=given["apart"],
        merge=resolved([_merged(merge, named) for merge in given["merges"]]),
        tolerance=given["tolerance"],
        without=without,
        since=_day(given["since"]),
        thresholds=Thresholds(given["reliable"], given["tentative"]),
        seed=given["seed"],
        full=given["full"] or as_json,
    )


def _merged(words: str, named: Callable[[str], str]) -> tuple[str, str]:
    code, equals, into = words.partition("=")
    if not (equals and code and into):
        raise Refused(f"--merge {words!r}: write it as D2=D3, the first counted as the second.")
    first, second = named(code), named(into)
    if first == second:
        raise Refused(f"--merge {words!r}: these are the same code.")
    return first, second


def _day(words: str | None) -> datetime.date | None:
    if words is None:
        return None
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        raise Refused(f"--since {words!r} is no date; write it as 2026-03-01.") from None


# --- the calculator --------------------------------------------------------------------------------------------------


def _calculate(ratings: Path | None, spans: Path | None, *, as_json: bool, given: dict[str, Any]) -> None:
    from coder.calculator import of_ratings, of_spans

    path = expanded(ratings or spans or Path())
    must_be_read(path)
    categories = [code.strip() for code in (given["categories"] or "").split(",") if code.strip()]
    if given["categories"] is not None and not categories:
        raise Refused("--categories names no code; write it as A,B,C.")
    if ratings:
        if given["with_gamma"]:
            raise Refused("--gamma is for --spans.")
        found = of_ratings(path, categories, as_sets=given["as_sets"], seed=given["seed"])
    else:
        if given["as_sets"]:
            raise Refused("--sets is for --ratings.")
        found = of_spans(path, categories, with_gamma=given["with_gamma"], seed=given["seed"])
    if as_json:
        from coder.agreement_report import figure_json

        of = {
            "figures": {name: figure_json(name, figure) for name, figure in found.figures.items()},
            "codes": {
                code: {name: figure_json(name, figure) for name, figure in figures.items()}
                for code, figures in found.codes.items()
            },
        }
        print_json({**of, "counts": found.counts, "warnings": found.warnings, "settings": found.settings})
    else:
        _show(found)


def _show(found: "Calculated") -> None:
    from coder.agreement_words import calculated

    for line in calculated(found):
        say(line)
