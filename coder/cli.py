"""The program's front door: which commands there are, and how an error ends.

Thin: a command's module is imported when it is named (or when `--help` lists it), and nothing heavy is imported at the
top of any of them. Exit status: 0 done, 1 "no" (found nothing, nothing to undo, not sound), 2 bad input or refused.
"""

import importlib
import os
import sys
from collections.abc import Sequence

import click

from corpus.refused import Refused

SECTIONS = {
    "Start": {"new": "start", "open": "start", "demo": "start", "completion": "start"},
    "Documents and people": {
        "import": "documents",
        "documents": "documents",
        "correct": "correcting",
        "coders": "people",
        "codebook": "codebook",
        "recode": "codebook",
        "history": "people",
    },
    "The register of cases": {
        "cases": "cases",
        "cases-import": "register",
        "attributes": "register",
        "cases-status": "cases",
        "cases-alike": "same_person",
        "cases-same": "same_person",
    },
    "Coding": {
        "read": "reading",
        "tag": "coding",
        "untag": "coding",
        "edit": "coding",
        "memo": "reading",
        "undo": "coding",
        "redo": "coding",
        "finish": "coding",
        "reopen": "coding",
        "waiting": "correcting",
        "place": "correcting",
        "tags-import": "tags_import",
    },
    "A team": {
        "round": "rounds",
        "package": "merging",
        "merge": "merging",
        "conflicts": "merging",
        "reveal": "rounds",
    },
    "The review": {
        "disagreements": "review",
        "rule": "review",
        "agree": "review",
        "comment": "review",
        "reasons": "review",
        "agenda": "review",
        "queries": "queries",
        "answer": "queries",
        "corrections": "final",
        "final": "final",
    },
    "Results": {
        "tags": "tags",
        "find": "find",
        "quotes": "quotes",
        "agreement": "agreement",
        "retest": "retest",
        "table": "table",
        "shares": "shares",
        "mirror": "shares",
        "report": "report",
        "export": "export",
        "verify": "verify",
    },
    "Keeping it safe": {"check": "keeping", "backup": "keeping", "restore": "keeping", "purge": "keeping"},
}
"""Command → its module in `coder.commands`, where it is the function `<command>_` with dashes as underscores."""

MODULES = {command: module for section in SECTIONS.values() for command, module in section.items()}


class Commands(click.Group):
    """The commands, by section; each is imported when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        module = importlib.import_module(f"coder.commands.{MODULES[cmd_name]}")
        command = getattr(module, cmd_name.replace("-", "_") + "_")
        assert isinstance(command, click.Command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        from coder.commands.common import printing

        with printing():  # --help and --version print
            return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, section in SECTIONS.items():
            with formatter.section(title):
                commands = [(name, self.get_command(ctx, name)) for name in section]
                formatter.write_dl([(name, command.get_short_help_str(70)) for name, command in commands if command])


def _version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"coder {version('coder')}")
        ctx.exit()


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""PROJECT is a file (NAME.coder). CODER_PROJECT and CODER_NAME say what PROJECT and --as are when you leave
    them out. Example: coder demo""",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say the version.")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Code testimony in the terminal: seven narratives, several coders, agreement a lead can trust.

    Without a command: the list of projects.
    """
    if ctx.invoked_subcommand is None:
        from coder.app import run

        ctx.exit(run(None, os.environ.get("CODER_NAME") or None))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status. Every error is one line on stderr; no traceback is shown."""
    _speak_utf8()
    try:
        status = cli.main(args=arguments, prog_name="coder", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except Refused as refused:
        return _fail(str(refused))
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "coder"
        return _fail(f"{error.format_message()} See {command} --help")
    except click.ClickException as error:
        return _fail(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        return _fail("stopped", status=130)
    except BrokenPipeError:  # somebody said `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error))
    except Exception as error:
        return _fail(_kept(error))


def _fail(words: str, status: int = 2) -> int:
    from coder.display import show

    click.echo(f"coder: {show(' '.join(words.split()))}", err=True)
    return status


def _kept(error: Exception) -> str:
    """A mistake of the program: where it happened goes to a file (places only: messages may hold testimony)."""
    import traceback

    from db import local

    place = local.folder() / "last-error.txt"
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__, limit=-50)))
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.write_text(f"{type(error).__name__}\n{frames}", encoding="utf-8")
        where = f"where it happened is in {place}"
    except OSError:
        where = f"at {frames.splitlines()[-2].strip()}"
    return f"a mistake in the program ({type(error).__name__}); {where}"


def _speak_utf8() -> None:
    """Into files and pipes always UTF-8; a terminal that can't show a letter shows its number instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
