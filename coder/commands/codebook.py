"""codebook: show, load, save."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coder.codes import code_named
from coder.commands.common import (
    actor,
    as_option,
    command,
    json_option,
    must_be_read,
    opened,
    plural,
    print_file,
    print_json,
    project_argument,
    reader,
    round_option,
    say,
    write_new,
)
from corpus.refused import Refused

if TYPE_CHECKING:
    from corpus.codebook import Codebook


@command("codebook", "coder codebook study.coder --save codebook.yaml")
@project_argument
@click.option("--load", "source", type=click.Path(path_type=Path), metavar="FILE", help="Use this one from now on.")
@click.option("--save", "target", type=click.Path(path_type=Path), metavar="FILE", help="Write it as YAML; - prints.")
@click.option("--code", "key", metavar="CODE", help="Show this code in full.")
@click.option("--force", is_flag=True, help="With --save: replace FILE.")
@round_option
@json_option
@as_option
def codebook_(
    project: str,
    source: Path | None,
    target: Path | None,
    key: str | None,
    force: bool,
    round_name: str | None,
    as_json: bool,
    name: str | None,
) -> None:
    """Show, load or save the codebook.

    A loaded one is a new version, for all tags made from then on; leads only.
    """
    from corpus import codebook as files
    from db import codebooks, rounds

    if sum(map(bool, (source, target, key))) > 1:
        raise Refused("Say one of --load, --save and --code.")
    with opened(project) as opened_project:
        if source:
            must_be_read(source)
            who, loaded = actor(opened_project, name), files.load(source)
            version = codebooks.load(opened_project, who, loaded)
            say(f"{loaded.title}: {plural(len(loaded.codes), 'code')}, version {version[:12]}")
            return
        reader(opened_project, name)
        chosen = rounds.named(opened_project, round_name) if round_name else rounds.current(opened_project)
        found = codebooks.of_round(opened_project, chosen)
        key = code_named(opened_project, key, found) if key else None
    if str(target) == "-":
        print_file(files.dumps(found))
    elif target:
        write_new(target, files.dumps(found), force=force)
        say(f"{target}: {plural(len(found.codes), 'code')}, version {found.id[:12]}")
    elif as_json:
        print_json(_of_code(found, key) if key else {"id": found.id, **json.loads(found.canonical_json())})
    elif key:
        _show_code(found, key)
    else:
        _show(found)


def _of_code(found: "Codebook", key: str) -> dict[str, Any]:
    """As in the whole codebook, and the keys of its sub-codes."""
    from dataclasses import asdict

    return {**asdict(found.code(key)), "codes": [code.key for code in found.children(key)]}


def _show_code(found: "Codebook", key: str) -> None:
    code = found.code(key)
    say(f"{code.key}  {code.name}")
    families = {family.key: family.name for family in found.families}
    above = [f"{found.code(other).key} {found.code(other).name}" for other in found.ancestors(key)]
    say(f"part of {', in '.join([*above, families[code.family]])}")
    if code.definition:
        say(f"\n{' '.join(code.definition.split())}")
    neighbours = [f"{other}: {words}" for other, words in code.neighbours]
    codes = [f"{other.key}  {other.name}" for other in found.children(key)]
    for title, lines in (
        ("Use it for", code.use),
        ("Not for", code.dont),
        ("Examples", code.examples),
        ("What tells it from others", neighbours),
        ("Sub-codes", codes),
    ):
        if lines:
            say(f"\n{title}")
        for line in lines:
            say(f"  {' '.join(line.split())}")


def _show(found: "Codebook") -> None:
    say(f"{found.title} (version {found.id[:12]})")
    for family in found.families:
        say(f"\n{family.name}")
        for code in (code for code in found.codes if code.family == family.key):
            say(f"{'  ' * (1 + len(found.ancestors(code.key)))}{code.key}  {code.name}")
            if code.definition and code.parent is None:
                say(f"      {' '.join(code.definition.split())}")
    for qualifier in found.qualifiers:
        values = ", ".join(f"{key} ({label})" for key, label in qualifier.values)
        say(f"\n{qualifier.key}: {values}")
