"""codebook: show, load, save."""

from pathlib import Path
from typing import TYPE_CHECKING

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
@click.option("--save", "target", type=click.Path(path_type=Path), metavar="FILE", help="Write it as YAML.")
@click.option("--force", is_flag=True, help="With --save: replace FILE.")
@round_option
@json_option
@as_option
def codebook_(
    project: str,
    source: Path | None,
    target: Path | None,
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

    if source and target:
        raise Refused("Say --load or --save, not both.")
    with opened(project) as opened_project:
        if source:
            who, loaded = actor(opened_project, name), files.load(source)
            version = codebooks.load(opened_project, who, loaded)
            say(f"{loaded.title}: {plural(len(loaded.codes), 'code')}, version {version[:12]}")
            return
        reader(opened_project, name)
        chosen = rounds.named(opened_project, round_name) if round_name else rounds.current(opened_project)
        found = codebooks.of_round(opened_project, chosen)
    if target:
        write_new(target, files.dumps(found), force=force)
        say(f"{target}: {plural(len(found.codes), 'code')}, version {found.id[:12]}")
    elif as_json:
        import json

        print_json({"id": found.id, **json.loads(found.canonical_json())})
    else:
        _show(found)


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
