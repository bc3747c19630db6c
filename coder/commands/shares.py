"""shares, mirror: how many cases gave which code, and which codes go together."""

import shutil
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from coder.commands.common import (
    as_option,
    command,
    json_option,
    opened,
    print_file,
    print_json,
    print_table,
    project_argument,
    reader,
    say,
)
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.given import Wanted
    from db.project import Project

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = [
    click.option("--round", "round_names", multiple=True, metavar="ROUND",
                 help="Only of this round; repeatable (default: all but training and retests)."),
    click.option("--coder", "coder_name", metavar="NAME", help="By what this coder gave, not by the final coding."),
    click.option("--any-coder", is_flag=True, help="By what any coder gave."),
    click.option("--all-coders", is_flag=True, help="By what all coders gave who finished the document."),
    click.option("--voice", metavar="VOICE", help="Only passages in this voice (own, reported, other)."),
    click.option("--strength", metavar="STRENGTH", help="Only passages of this strength (stated, criticism)."),
    click.option("--set", "set_", multiple=True, metavar="KEY=VALUE", help="Only passages that say so; repeatable."),
    click.option("--where", multiple=True, metavar="NAME=VALUE", help="Only cases that are so; repeatable."),
    click.option("--csv", "as_csv", is_flag=True, help="Print CSV, safe to open in a spreadsheet."),
    click.option("--md", "as_md", is_flag=True, help="Print Markdown."),
    json_option,
    as_option,
]  # fmt: skip


def _options(function: F) -> F:
    """What both commands take."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@command("shares", "coder shares study.coder --any D2,D3 --by nationality:region")
@project_argument
@click.option("--any", "any_of", multiple=True, metavar="CODE,CODE", help="The share that gave any of these codes.")
@click.option("--by", metavar="NAME", help="By an attribute, a grouping (nationality:region) or a period (date:year).")
@click.option("--plot", is_flag=True, help="Draw the shares and their intervals.")
@_options
def shares_(project: str, any_of: tuple[str, ...], by: str | None, plot: bool, **given: Any) -> None:
    """The share of cases that gave each code, with its interval.

    Of the cases that are not excluded and have a document that somebody finished. By the final coding, unless you say
    otherwise. A sub-code counts for the codes above it. Who gave nothing is "not given", never "no".
    """
    from coder import shares
    from coder.codes import code_named
    from coder.given import given as what_cases_gave
    from db import codebooks

    _one_form(given, plot)
    with opened(project) as opened_project:
        reader(opened_project, given["name"])
        books = [codebooks.get(opened_project, version) for version, _, _ in codebooks.listed(opened_project)]
        named = [word for words in any_of for word in words.split(",") if word.strip()]
        codes = tuple(dict.fromkeys(code_named(opened_project, word, *books) for word in named))
        if any_of and not codes:
            raise Refused("--any names no code; write it as D2,D3.")
        found = shares.shares(what_cases_gave(opened_project, _wanted(opened_project, given)), codes, by)
    if given["as_json"]:
        print_json(shares.as_json(found))
    elif given["as_csv"]:
        print_file(shares.as_csv(found))
        return
    elif given["as_md"]:
        print_file(shares.as_markdown(found))
        return
    elif plot:
        from coder.terminal_plot import plot as drawn

        rows = [(f"{one.code} {one.by or shares.name_of(found.given, one.code)}", one) for one in found.of]
        say(drawn(rows, min(shutil.get_terminal_size().columns, 100)))
    else:
        header, table = shares.lines(found)
        print_table(header, table, right=[n for n, title in enumerate(header) if title in ("cases", "of", "share")])
    _tell(shares.remarks(found))


@command("mirror", "coder mirror study.coder --md > mirror.md")
@project_argument
@click.option("--rows", metavar="FAMILY", help="The family of codes in the rows (default: the last).")
@click.option("--columns", metavar="FAMILY", help="The family of codes in the columns (default: the first).")
@click.option("--passages", is_flag=True, help="Which codes stand on the same passages, instead.")
@_options
def mirror_(project: str, rows: str | None, columns: str | None, passages: bool, **given: Any) -> None:
    """Reasons for joining against reasons for leaving, case by case.

    Counts with row shares, and for each pair the odds ratio with its interval and an exact p. With --passages: on how
    many stretches of text two codes stand together.
    """
    from coder import mirror
    from coder.given import given as what_cases_gave

    _one_form(given)
    if passages and (rows or columns):
        raise Refused("--rows and --columns are families of codes; leave them out with --passages.")
    with opened(project) as opened_project:
        reader(opened_project, given["name"])
        gave = what_cases_gave(opened_project, _wanted(opened_project, given))
        found = mirror.together(gave) if passages else mirror.mirror(gave, rows, columns)
    if given["as_json"]:
        print_json(mirror.as_json(found) if isinstance(found, mirror.Mirror) else mirror.together_json(found))
    elif given["as_csv"]:
        print_file(mirror.as_csv(found))
        return
    elif given["as_md"]:
        print_file(mirror.as_markdown(found))
        return
    elif isinstance(found, mirror.Mirror):
        header, table = mirror.lines(found)
        print_table(header, table, right=range(1, len(header)))
        say()
        header, table = mirror.pairs(found)
        print_table(header, table, right=range(1, 5))
        say(mirror.CAUTION, err=True)
    else:
        header, table = mirror.together_lines(found)
        print_table(header, table, right=range(1, len(header)))
    _tell(mirror.remarks(gave))


def _one_form(given: dict[str, Any], plot: bool = False) -> None:
    if sum((given["as_json"], given["as_csv"], given["as_md"], plot)) > 1:
        raise Refused("Say one of --json, --csv, --md and --plot.")


def _wanted(project: "Project", given: dict[str, Any]) -> "Wanted":
    from coder.given import Wanted
    from db import coders, rounds

    if sum((given["any_coder"], given["all_coders"], given["coder_name"] is not None)) > 1:
        raise Refused("Say one of --coder, --any-coder and --all-coders.")
    qualifiers = {key: given[key] for key in ("voice", "strength") if given[key] is not None}
    for pair in given["set_"]:
        key, equals, value = pair.partition("=")
        if not equals or not key or qualifiers.get(key, value) != value:
            raise Refused(f"--set takes KEY=VALUE, each key once; {pair!r} is not that.")
        qualifiers[key] = value
    return Wanted(
        "any" if given["any_coder"] else "all" if given["all_coders"] else "one" if given["coder_name"] else "final",
        coders.named(project, given["coder_name"]) if given["coder_name"] else None,
        qualifiers,
        [rounds.named(project, name) for name in dict.fromkeys(given["round_names"])],
        given["where"],
    )


def _tell(remarks: Sequence[str]) -> None:
    for remark in remarks:
        say(remark, err=True)
