"""new, open, demo, completion: begin."""

import os
from pathlib import Path

import click
from click.core import ParameterSource

from coder.commands.common import (
    Command,
    as_option,
    command,
    expanded,
    kept,
    login,
    must_be_read,
    opened,
    output,
    plural,
    project_argument,
    project_path,
    say,
)


@command("new", "coder new study.coder --as ann")
@project_argument
@click.option("--codebook", type=click.Path(path_type=Path), metavar="FILE", help="Start from this codebook (YAML).")
@as_option
def new_(project: str, codebook: Path | None, name: str | None) -> None:
    """Make a project; whoever makes it is its lead.

    Without --codebook it has the built-in one: seven narratives of leaving and joining.
    """
    from corpus import codebook as codebooks
    from db.project import create

    if codebook:
        must_be_read(codebook)
    chosen = codebooks.load(codebook) if codebook else codebooks.builtin()
    lead = name or login()
    with create(project_path(project), lead, chosen) as made:
        kept()
        say(f"{made.path} is made; {lead} is its lead. Next: coder import {project} FILE…")


@command("open", "coder open study.coder --as ann")
@project_argument
@as_option
@click.pass_context
def open_(ctx: click.Context, project: str, name: str | None) -> None:
    """Open a project on the screen: read, tag, look."""
    from db.files import look

    path = project_path(project)
    look(path.resolve())
    from coder.app import run  # slow to import, so only when there is something to open

    ctx.exit(run(path, name))


@click.command("demo", cls=Command, epilog="Example: coder demo")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--no-open", is_flag=True, help="Only make it; don't open the screen.")
@as_option
@click.pass_context
def demo_(ctx: click.Context, path: Path | None, no_open: bool, name: str | None) -> None:
    """Make a made-up project, and open it.

    Ten made-up documents, coded by three made-up coders; you are one of them. PATH is the file to make (default:
    demo.coder in this folder). When it is there already it is opened as it is.
    CODER_NAME counts when it names one of its coders.
    """
    from coder import demo

    path = expanded(path or Path("demo.coder"))
    if not path.exists():
        say(f"making {path} …", err=True)
        demo.build(path)
        kept()
    if no_open:
        with opened(str(path)) as project:
            from db import coders, documents

            people = ", ".join(coder.name for coder in coders.listed(project) if coder.role == "coder")
            say(f"{path}: {plural(len(documents.listed(project)), 'made-up document')}, coded by {people}")
        return
    if name and ctx.get_parameter_source("name") is ParameterSource.ENVIRONMENT and not _knows(path, name):
        name = None
    from coder.app import run

    ctx.exit(run(path, name or demo.CODER))


def _knows(path: Path, name: str) -> bool:
    from db import coders, names

    with opened(str(path)) as project:
        return any(names.same(coder.name, name) for coder in coders.listed(project))


@click.command("completion", cls=Command, epilog='Example: eval "$(coder completion bash)"')
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_(shell: str) -> None:
    """Print a shell's completion script.

    With it, the shell completes commands and options.
    """
    from click.shell_completion import get_completion_class

    from coder.cli import cli

    kind = get_completion_class(shell)
    assert kind is not None
    os.environ.pop("_CODER_COMPLETE", None)
    script = kind(cli, {}, "coder", "_CODER_COMPLETE")
    output(script.source_template % script.source_vars())
