"""verify: a replication package, reckoned again."""

from pathlib import Path

import click

from coder.commands.common import Command, expanded, must_be_read, plural, say

MOST = 20
"""So many differences are told; of the others, only how many they are."""


@click.command("verify", cls=Command, epilog="Example: coder verify replication.zip")
@click.argument("package", type=click.Path(path_type=Path), metavar="FILE.zip")
def verify_(package: Path) -> None:
    """Reckon every number of a replication package again, and compare.

    From the zip alone; coder export --format replication writes one. Exit 1 when a number differs.
    """
    from coder.report.verifying import verify

    path = expanded(package)
    must_be_read(path)
    differences = verify(path)
    for line in differences[:MOST]:
        say(line)
    if differences:
        say(f"{path}: {plural(len(differences), 'number')} not as the package says", err=True)
        raise click.exceptions.Exit(1)
    say(f"{path}: every number is as the package says")
