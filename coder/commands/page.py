"""docs/commands.md, made from the commands themselves: `python -m coder.commands.page > docs/commands.md`."""

import click

from coder.cli import SECTIONS, cli


def page() -> str:
    """Every command with what it does and an example, by section."""
    lines = ["# Every command", "", "Made from the commands: `python -m coder.commands.page > docs/commands.md`."]
    lines += [
        "`coder COMMAND --help` tells the options of one. `CODER_PROJECT` and `CODER_NAME` say what the project and"
    ]
    lines += ["`--as` are when you leave them out."]
    context = click.Context(cli)
    for title, section in SECTIONS.items():
        lines += ["", f"## {title}", "", "| command | does | example |", "|---|---|---|"]
        for name in section:
            command = cli.get_command(context, name)
            assert command is not None
            does, example = command.get_short_help_str(200), (command.epilog or "").removeprefix("Example: ")
            lines.append(f"| `{name}` | {_cell(does)} | `{_cell(example)}` |")
    return "\n".join(lines) + "\n"


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


if __name__ == "__main__":
    print(page(), end="")
