"""cases-alike, cases-same: cases that may be one person, and what people say about them."""

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
    print_table,
    project_argument,
    reader,
    say,
)
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.same_person import Alike
    from db.project import Project
    from db.values import Verdict


@command("cases-alike", "coder cases-alike study.coder")
@project_argument
@click.option("--judged", is_flag=True, help="Show what was said about pairs, instead of pairs to look at.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, metavar="N",
              help="Show the N likeliest; --json gives them all.")  # fmt: skip
@json_option
@as_option
def cases_alike_(project: str, judged: bool, limit: int, as_json: bool, name: str | None) -> None:
    """Find cases that may be one person.

    Names (in any spelling and order), nationality, sex, date and source are weighed: "check" is worth a look,
    "possible" may be chance. The weights were set by hand and prove nothing. A person judges, with coder cases-same,
    and a pair that was judged is not shown again. Somebody of unknown name is like nobody.
    """
    from coder.register import read, some
    from coder.same_person import alike

    with opened(project) as opened_project:
        reader(opened_project, name)
        if judged:
            rows = judgement_rows(opened_project)
        else:
            register = read(opened_project)
            found = alike(opened_project, register)
            rows = [_row(pair) for pair in found.pairs]
    if as_json:
        print_json(rows)
    elif judged:
        said = [[*row["cases"], row["verdict"], row["by"], " ".join(row["why"].split())] for row in rows]
        print_table(["case", "case", "judged", "by", "why"], said)
    else:
        for row in rows[:limit]:
            (one, other), (name_, other_name) = row["cases"], row["names"]
            say(f"{row['band']:<8}  {row['weight']:>5.1f}  {one} {name_} ~ {other} {other_name}")
            say("                 " + "; ".join(f"{r['words']} {r['weight']:+.1f}" for r in row["reasons"]))
        told = f"{plural(len(rows), 'pair')} to look at, by name{''.join(f', {attribute}' for attribute in found.by)}"
        told += f"; the likeliest {limit} are shown" if len(rows) > limit else ""
        say(told + (f"; {plural(found.judged, 'pair')} judged already" if found.judged else ""), err=True)
        for reason, keys in register.exclusions:
            say(f"not looked at, {reason}: {some(keys)}", err=True)


def _row(pair: "Alike") -> dict[str, Any]:
    return {
        "cases": [pair.one.key, pair.other.key],
        "names": [pair.one.name, pair.other.name],
        "weight": pair.found.weight,
        "band": pair.found.band,
        "reasons": [{"words": words, "weight": weight} for words, weight in pair.found.reasons],
    }


def judgement_rows(project: "Project") -> list[dict[str, Any]]:
    """What was said about pairs of cases, with keys and names for ids."""
    from db import cases, coders, judgements

    people = {coder.id: coder.name for coder in coders.listed(project)}
    keys = {case.id: case.key for case in cases.listed(project)}
    return [
        {"cases": [keys[j.case], keys[j.other]], "verdict": j.verdict, "by": people[j.coder], "why": j.why}
        for j in judgements.listed(project)
    ]


@command("cases-same", 'coder cases-same study.coder k12 k17 --same --why "The paper says so" --as ann')
@project_argument
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@click.option("--same", "verdict", flag_value="same", help="They are one person.")
@click.option("--different", "verdict", flag_value="different", help="They are two.")
@click.option("--unsure", "verdict", flag_value="unsure", help="Nobody can tell.")
@click.option("--why", default="", metavar="TEXT", help="The reason.")
@click.option("--exclude", "excluded", metavar="ID",
              help="With --same: this one of the two is left out as a duplicate; leads only.")  # fmt: skip
@as_option
def cases_same_(
    project: str, one: str, other: str, verdict: "Verdict | None", why: str, excluded: str | None, name: str | None
) -> None:
    """Say whether two cases are one person.

    It is remembered, and can be said again otherwise. Both cases stay and count, unless one is left out.
    """
    from db import cases, judgements

    if verdict is None:
        raise Refused("Say one of --same, --different and --unsure.")
    with opened(project) as opened_project:
        who = actor(opened_project, name)
        first, second = cases.named(opened_project, one), cases.named(opened_project, other)
        left_out = cases.named(opened_project, excluded) if excluded else None
        judgements.say(opened_project, who, first, second, verdict, why, left_out)
    told = {"same": "one person", "different": "two persons", "unsure": "nobody can tell"}[verdict]
    say(f"{first.key} and {second.key}: {told}" + (f"; {left_out.key} does not count" if left_out else ""))
