"""retest: how steady each coder is, who read documents again."""

from typing import TYPE_CHECKING, Any

import click

from coder.commands.common import (
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
    titles,
)

if TYPE_CHECKING:
    from coder.retest import Retest


@command("retest", "coder retest study.coder --as dana")
@project_argument
@click.option("--round", "round_names", multiple=True, metavar="ROUND", help="These retests only; repeatable.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the resamples.")
@json_option
@as_option
@click.pass_context
def retest_(
    ctx: click.Context, project: str, round_names: tuple[str, ...], seed: int, as_json: bool, name: str | None
) -> None:
    """How steady each coder is, who read documents again.

    What a coder coded in a retest (see coder round --retest) against what they coded of the same documents before, code
    by code, with the coefficients of coder agreement. Exit status 1 when there is no retest.
    """
    from coder.retest import listed
    from db import rounds

    with opened(project) as opened_project:
        reader(opened_project, name)
        chosen = [rounds.named(opened_project, word) for word in dict.fromkeys(round_names)]
        found = listed(opened_project, chosen, full=as_json, seed=seed)
    if as_json:
        print_json([_in_json(one, seed) for one in found])
    for one in found if not as_json else ():
        _show(one)
    if not found:
        say("no retest; plan one with: coder round PROJECT NAME --retest ROUND --coder NAME", err=True)
        ctx.exit(1)


def _in_json(one: "Retest", seed: int) -> dict[str, Any]:
    from coder.agreement_report import parts_json

    called = titles(one.documents)
    return {
        "coder": one.coder.name,
        "round": one.round.name,
        "of": one.earlier.name,
        "documents": [called[document.id] for document in one.documents],
        "waiting": one.waiting,
        "corrected": [called[document.id] for document in one.corrected],
        "codebooks": one.versions,
        "seed": seed,
        "levels": {name: parts_json(level) for name, level in one.levels.items()},
        "counts": one.comparison.applications(),
    }


def _show(one: "Retest") -> None:
    from coder.agreement_words import alpha_words, interval, percent
    from coder.measures import main_figure

    waiting = f", {one.waiting} not finished yet" if one.waiting else ""
    say(
        f"{one.coder.name}, {one.earlier.name} against {one.round.name}: "
        f"{plural(len(one.documents), 'document')} read twice{waiting}"
    )
    if one.corrected:
        called = titles(one.documents)
        between = ", ".join(called[document.id] for document in one.corrected)
        say(f"  corrections lay between ({between}): there this tells of learning, too")
    if one.versions > 1:
        say(f"  {one.versions} versions of the codebook lie between: a code may not mean the same both times")
    used = {code: of for code, of in one.comparison.applications().items() if any(of.values())}
    if not used:
        say("  no code was given" if one.documents else "  nothing to compare yet")
        return
    names = {code.key: code.name for code in one.codebook.codes}
    notes: dict[str, str] = {}
    for name in (one.main, "passage"):
        say(f"\nBY {name.upper()}")
        figures = one.levels[name].codes
        rows = [
            [
                f"{code} {names.get(code, '')}".rstrip(),
                alpha_words(figures[code][main_figure(name)], notes),
                interval(figures[code][main_figure(name)]),
                percent(figures[code].get("percent_agreement" if name != "passage" else "f1_overlap")),
                *of.values(),
            ]
            for code, of in used.items()
        ]
        agree = "agree" if name != "passage" else "overlap"
        print_table(["", "alpha", "95 % interval", agree, "first", "again"], rows, right=[1, 3, 4, 5])
    say()
    for reason, mark in notes.items():
        say(f"{mark} {reason}")
