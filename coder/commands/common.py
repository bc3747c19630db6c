"""What the commands share: PROJECT, --as, --round, --json; opening a project; printing."""

import contextlib
import errno
import getpass
import io
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

import click

from corpus.refused import Refused

if TYPE_CHECKING:
    from db.project import Project
    from db.values import Coder, Document, Reading, Round

F = TypeVar("F", bound=Callable[..., Any])
_SQLITE = b"SQLite format 3\x00"


MAY_BE_EMPTY = click.types.StringParamType()
"""The type of an option or argument in which "" says something: no memo, no case."""


class Command(click.Command):
    """A command that refuses words which are empty or not UTF-8; only names of files may be any bytes."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        words = list(args)  # parsing uses `args` up
        with printing():  # --help
            rest = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            said, _, _ = self.make_parser(ctx).parse_args(words)
            for parameter in self.params:
                for word in _words(said.get(parameter.name or "")):
                    _check(ctx, parameter, word)
        return rest


def _words(said: object) -> Iterator[str]:
    """The words that one parameter was given."""
    for word in said if isinstance(said, list | tuple) else (said,):
        if isinstance(word, str):
            yield word


def _check(ctx: click.Context, parameter: click.Parameter, word: str) -> None:
    """Raises Refused: an empty word would be taken for none at all, and one that is not UTF-8 can't be kept."""
    called = parameter.opts[0] if isinstance(parameter, click.Option) else parameter.make_metavar(ctx)
    if not word and parameter.type is not MAY_BE_EMPTY:
        raise Refused(f"{called} is empty; say what it is{'' if parameter.required else ', or leave it out'}.")
    if parameter.name == "project" or isinstance(parameter.type, click.Path):
        return
    if any("\ud800" <= character <= "\udfff" for character in word):
        raise Refused(f"{called} is not UTF-8: {word}")


class ProjectCommand(Command):
    """A command on PROJECT, which may be left out when CODER_PROJECT names it.

    With CODER_PROJECT set, the first word is taken as PROJECT only when it looks like one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        default = os.environ.get("CODER_PROJECT")
        if default and not ctx.resilient_parsing:
            given, _, _ = self.make_parser(ctx).parse_args(list(args))
            words = [given.get(p.name or "") for p in self.params if isinstance(p, click.Argument)]
            first = words[0] if words and isinstance(words[0], str) else None
            if first is None or (len(words) > 1 and not _looks_like_project(first)):
                args = [default, *args]
        return super().parse_args(ctx, args)


def _looks_like_project(word: str) -> bool:
    if word.endswith(".coder") or "://" in word:
        return True
    if not Path(word).is_file():  # to open a named pipe would wait for somebody to write to it
        return False
    with contextlib.suppress(OSError), Path(word).open("rb") as file:
        return file.read(16) == _SQLITE
    return False


def command(name: str, example: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command on PROJECT; `example` closes its help."""
    return click.command(name, cls=ProjectCommand, epilog=f"Example: {example}")


def project_argument(function: F) -> F:
    """PROJECT, the file of a project."""
    return click.argument("project", metavar="PROJECT")(function)


def as_option(function: F) -> F:
    """--as NAME: who does this."""
    told = "Who does this (default: CODER_NAME, else your login name)."
    return click.option("--as", "name", metavar="NAME", envvar="CODER_NAME", help=told)(function)


def round_option(function: F) -> F:
    """--round NAME: in which round."""
    told = "Round, by name or id (default: the latest open one that has the document)."
    return click.option("--round", "round_name", metavar="ROUND", help=told)(function)


def json_option(function: F) -> F:
    """--json."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


@contextlib.contextmanager
def opened(project: str) -> "Iterator[Project]":
    """The project, open until the block ends. Raises Refused."""
    from db.project import open_project

    with open_project(project_path(project)) as opened_project:
        click.get_current_context().meta[_OPENED] = opened_project
        yield opened_project


def project_path(project: str) -> Path:
    """The file that PROJECT names. Raises Refused for a URL, and as `expanded` does."""
    if "://" in project:
        raise Refused("A project on a server needs a later version of coder; give the path of a project file.")
    return expanded(Path(project))


def expanded(path: Path) -> Path:
    """The path with the home that its ~ names. Raises Refused: nobody knows that, or the path leads nowhere."""
    from db.files import whole

    whole(path)
    return path.expanduser()


def must_be_read(path: Path) -> None:
    """Raises Refused for what would be read for ever: a named pipe, a socket, a device; also for a folder.

    What the shell hands over already open (/dev/stdin, `<(…)`) may be a pipe. What is missing is said by who reads."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return
    handed_over = path.as_posix().startswith(("/dev/stdin", "/dev/fd/", "/proc/self/fd/"))
    if not (stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and handed_over)):
        raise Refused(f"{path} is a folder, a pipe or a device; name a file.")


def login() -> str:
    """The login name: who you are when neither --as nor CODER_NAME says it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise Refused("Say who you are: --as NAME, or set CODER_NAME.") from None


def actor(project: "Project", name: str | None) -> "Coder":
    """Who does this, and, when they say it, for whom is listed what is kept. Raises Refused: no such coder."""
    from db import coders

    who = coders.named(project, name or login())
    if name:
        project.viewer = who.id
    return who


def reader(project: "Project", name: str | None) -> None:
    """Listings of a round that is not blind are for everybody; but whoever says a name must be known by it.

    Who says none is shown nothing of a blind round: listing it is refused (see `db.sight`)."""
    if name:
        actor(project, name)


def reading_of(project: "Project", coder: "Coder", document: "Document", round_name: str | None) -> "Reading":
    """The coder's reading of the document in the round named, else the latest open one that has it."""
    from db import readings

    return readings.of(project, coder, document, the_round(project, document, round_name, coder))


def the_round(
    project: "Project", document: "Document", round_name: str | None, coder: "Coder | None" = None
) -> "Round":
    """The round named, else the latest open one that has the document (for the coder)."""
    from db import rounds

    return rounds.named(project, round_name) if round_name else rounds.current(project, document, coder)


def titles(documents: "Iterable[Document]") -> "dict[str, str]":
    """Document id → what names it in lists and files: its title, or its id where two have the same title."""
    documents = list(documents)
    seen = [document.title for document in documents]
    return {d.id: d.id if d.purged or seen.count(d.title) > 1 else d.title for d in documents}


def when(at: int) -> str:
    """Milliseconds since 1970 → ISO 8601, UTC, to the second."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_OPENED = "coder.opened"
"""In a context's `meta`: the project that the command opened."""
_KEPT = "coder.kept"
"""In a context's `meta`: something else is kept already, a file or a new project."""


def kept() -> None:
    """From now on, what can't be printed is no failure of the command: what it was to do is done."""
    context = click.get_current_context(silent=True)
    if context:
        context.meta[_KEPT] = True


def _anything_kept() -> bool:
    context = click.get_current_context(silent=True)
    if context is None:
        return False
    project = context.meta.get(_OPENED)
    return _KEPT in context.meta or (project is not None and project.written > 0)


class _Closed(io.TextIOBase):
    """Standard output when it was closed before we came (`>&-`): Python then has none at all."""

    def write(self, _words: str) -> NoReturn:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


@contextlib.contextmanager
def printing() -> Iterator[None]:
    """Around what prints to standard output. Where nobody listens any more (`| head`), the command ends quietly.

    Raises Refused when it can't be printed (closed, a full disk); not when something is kept already."""
    if sys.stdout is None:
        sys.stdout = cast(Any, _Closed())
    try:
        yield
    except OSError as error:
        with contextlib.suppress(OSError):  # what is stuck on its way would be tried again at the program's end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if _anything_kept():
            return
        if isinstance(error, BrokenPipeError):
            raise click.exceptions.Exit(0) from None
        raise Refused(f"Nothing can be printed here: {error.strerror}.") from None


def output(words: str | bytes = "", *, nl: bool = True) -> None:
    """Print what is harmless already. Raises as `printing` does."""
    with printing():
        click.echo(words, nl=nl)


def say(words: str = "", *, err: bool = False) -> None:
    """Print words that may hold foreign text: made harmless, except for line ends."""
    from coder.display import show

    if err:
        with contextlib.suppress(OSError):  # nobody who could be told that nobody is told
            click.echo(show(words, keep="\n"), err=True)
    else:
        output(show(words, keep="\n"))


def print_json(value: Any) -> None:
    """Print JSON; to a terminal, characters that act on it are written as escapes."""
    words = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    if sys.stdout.isatty():
        from coder.display import show

        shown = show(words, keep="\n")
        if shown != words:
            words = "".join(c if c == s else json.dumps(c)[1:-1] for c, s in zip(words, shown, strict=True))
    output(words)


def print_file(content: str) -> None:
    """Print what a file would hold: byte for byte into a file or pipe, made harmless on a terminal."""
    if sys.stdout.isatty():
        say(content.removesuffix("\n"))
    else:
        output(_bytes(content), nl=False)


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[int] = ()) -> None:
    """Columns under a header, two blanks apart; `right`: columns of numbers. Foreign text is made harmless."""
    from rich.cells import cell_len

    from coder.display import show

    table = [[show(str(cell)) for cell in row] for row in (header, *rows)]
    widths = [max(cell_len(row[column]) for row in table) for column in range(len(header))]
    for row in table:
        cells = []
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (width - cell_len(cell))
            cells.append(gap + cell if column in right else cell + gap)
        output("  ".join(cells).rstrip())


def one_form(*forms: bool) -> None:
    """Raises Refused when a listing is asked for in several forms at once."""
    if sum(forms) > 1:
        raise Refused("Say one of --json, --csv and --md.")


def plural(n: int, one: str) -> str:
    """`plural(1, "tag")` is "1 tag", `plural(2, "tag")` "2 tags"."""
    return f"{n:,} {one if n == 1 else one + 's'}"


def write_new(path: Path, content: str | bytes, *, force: bool = False) -> None:
    """A file, whole or not at all, readable by its owner only.

    Raises Refused when it exists and not `force`; a project or a backup of one is never replaced."""
    if _holds_project(path):
        raise Refused(f"{path} is a coder project and is not replaced, also not with --force; choose another name.")
    if os.path.lexists(path) and not path.is_file():  # a folder, a pipe, a device, a link to nowhere
        raise Refused(f"{path} exists and is no file; choose another name.")
    if path.exists() and not force:
        raise Refused(f"{path} exists; choose another name, or say --force.")
    fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(_bytes(content))
        fresh.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise Refused(f"{path} can't be written: {error.strerror}.") from None
    kept()


def _holds_project(path: Path) -> bool:
    """Whether a project, or a backup of one, stands there. Raises Refused when that can't be looked at."""
    from db.formats import APPLICATION_ID

    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            header = file.read(72)
    except OSError as error:
        raise Refused(f"{path} can't be replaced: {error.strerror}; choose another name.") from None
    return header.startswith(_SQLITE) and int.from_bytes(header[68:72], "big") == APPLICATION_ID


def _bytes(content: str | bytes) -> bytes:
    """UTF-8; what is no character (in the name of a file, say) as its number."""
    return content if isinstance(content, bytes) else content.encode(errors="backslashreplace")
