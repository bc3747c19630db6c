"""cases: the people whose words are coded."""

from collections.abc import Sequence

import click

from coder.commands.common import (
    MAY_BE_EMPTY,
    actor,
    as_option,
    command,
    json_option,
    opened,
    print_json,
    print_table,
    project_argument,
    reader,
    say,
)
from corpus.refused import Refused


@command("cases", 'coder cases study.coder --add k01 --name "Karim (made up)" --attribute town=Harbour --as ann')
@project_argument
@click.option("--add", "key", metavar="ID", help="Add this case.")
@click.option("--name", "case_name", default="", type=MAY_BE_EMPTY, metavar="NAME",
              help="With --add: what the person is called.")  # fmt: skip
@click.option("--attribute", "attributes", multiple=True, metavar="KEY=VALUE", help="With --add; repeatable.")
@click.option("--note", default="", type=MAY_BE_EMPTY, metavar="TEXT", help="With --add.")
@json_option
@as_option
def cases_(
    project: str,
    key: str | None,
    case_name: str,
    attributes: tuple[str, ...],
    note: str,
    as_json: bool,
    name: str | None,
) -> None:
    """List the cases, or add one.

    A case is a person whose words are coded. The ID is what one types for it; names need not differ.
    """
    from db import cases

    if key is None and (case_name or attributes or note):
        raise Refused("--name, --attribute and --note go with --add ID.")
    with opened(project) as opened_project:
        if key is not None:
            who = actor(opened_project, name)
            added = cases.add(opened_project, who, key, case_name, _pairs(attributes), note)
            say(f"the case {added.key} is added", err=as_json)
            if not as_json:
                return
        else:
            reader(opened_project, name)
        found = cases.listed(opened_project)
    if as_json:
        print_json([{"id": c.key, "name": c.name, "attributes": dict(c.attributes), "note": c.note} for c in found])
        return
    table = []
    for case in found:
        said = ", ".join(f"{attribute}={value}" for attribute, value in case.attributes.items())
        table.append([case.key, case.name, said, " ".join(case.note.split())])
    print_table(["case", "name", "attributes", "note"], table)


def _pairs(attributes: Sequence[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for attribute in attributes:
        key, equals, value = attribute.partition("=")
        if not equals or not key.strip() or key.strip() in pairs:
            raise Refused(f"--attribute takes KEY=VALUE, each key once; {attribute!r} is not that.")
        pairs[key.strip()] = value
    return pairs
