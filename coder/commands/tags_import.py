"""tags-import: tags in, from a table. Rows that can't be placed are written out with the reason and the guesses."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from coder.commands.common import (
    actor,
    as_option,
    command,
    json_option,
    must_be_read,
    opened,
    plural,
    print_json,
    project_argument,
    say,
    write_new,
)
from coder.commands.rows import COLUMNS
from coder.csv_cells import parsed
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.tag_rows import Plan

T = TypeVar("T")
MOST_LIKE = 50
"""So many rows whose words are not quite those of the text are told one by one."""
SHOWN = 80
"""Characters of their words that are shown."""
MANY = 5_000
"""To keep more tags than these takes a while, so it is said that it goes on."""


@command("tags-import", "coder tags-import study.coder tags.csv --finished")
@project_argument
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--finished", is_flag=True, help="Finish the readings of the file, too.")
@json_option
@as_option
@click.pass_context
def tags_import_(ctx: click.Context, project: str, file: Path, finished: bool, as_json: bool, name: str | None) -> None:
    """Take tags from a CSV file.

    Its columns: document,coder,code,start,stop,quote,memo,case,round. A row has start and stop, or a quote that is
    found in one place of the document (as by coder find), or both, and then they must be the same. Without a coder a
    row is yours; leads may bring in others' tags. A tag that is there already is not doubled. With --finished, a row
    that has only a document and a coder says that they found nothing in it.

    Rows that can't be placed are written to FILE.refused.csv with the reason and the places that it may be; the others
    are tagged, and the exit status is 1. Mend that file and import it: in its column take, the number of a guess takes
    that place, "place" the row's own start and stop, and "none" leaves the row out. Or decide row by row on the screen
    (D in the list of documents).
    """
    from coder.tag_rows import Placing, carry_out, planned, table_of

    header, rows = parsed(_raw(file), str(file))
    _check_header(file, header)
    with opened(project) as opened_project:
        who = actor(opened_project, name)
        placing = Placing(opened_project, who)
        plan = planned(placing, header, rows, finished=finished, watched=_watched)
        placing.close()
        out = _refused_file(file, table_of(header, plan.refused)) if plan.refused else None
        tagged = sum(len(some) for some in plan.new.values())
        if tagged >= MANY:
            say(f"keeping {plural(tagged, 'tag')} …", err=True)
        try:
            done = carry_out(opened_project, who, plan, finished=finished)
        except Refused:  # so nothing was tagged; after anything else it may have been, and then the reasons must stay
            if out:
                out.unlink(missing_ok=True)
            raise
    if as_json:
        print_json(_as_json(plan, tagged, done, out))
        if out:
            ctx.exit(1)
        return
    _tell(plan, tagged)
    if finished:
        say(f"{plural(done, 'reading')} finished")
        if plan.incomplete:
            say(f"{plural(len(plan.incomplete), 'reading')} with refused rows not finished", err=True)
    if out:
        for left in plan.refused[:20]:
            guesses = f" ({plural(len(left.guesses), 'place')} to choose from)" if left.guesses else ""
            say(f"row {left.number}: {left.reason}{guesses}", err=True)
        say(f"{plural(len(plan.refused), 'row')} refused; with the reasons in {out}", err=True)
        ctx.exit(1)


def _tell(plan: "Plan", tagged: int) -> None:
    told = [f"{plural(tagged, 'tag')} made"]
    told += [f"{plan.there} there already"] if plan.there else []
    told += [f"{plan.none} left out (take: none)"] if plan.none else []
    say("; ".join(told))
    for row in plan.other_words[:MOST_LIKE]:
        say(f"row {row.number}: {int(100 * row.score)} % like it: {_short(row.given)} → {_short(row.taken)}", err=True)
    if len(plan.other_words) > MOST_LIKE:
        say(f"… and {plural(len(plan.other_words) - MOST_LIKE, 'more row')} (--json tells all)", err=True)
    if plan.other_words:
        say(f"{plural(len(plan.other_words), 'quote')} found with gaps or small errors; the tag has the words of the "
            "text", err=True)  # fmt: skip


def _short(words: str) -> str:
    """The words in one line, cut in the middle."""
    words = " ".join(words.split())
    return f"“{words}”" if len(words) <= SHOWN else f"“{words[: SHOWN // 2]} … {words[-SHOWN // 2 :]}”"


def _as_json(plan: "Plan", tagged: int, finished: int, out: Path | None) -> dict[str, Any]:
    return {
        "made": tagged,
        "there": plan.there,
        "left out": plan.none,
        "readings finished": finished,
        "other words": [
            {"row": row.number, "likeness": row.score, "given": row.given, "taken": row.taken}
            for row in plan.other_words
        ],
        "refused": [{"row": left.number, "reason": left.reason} for left in plan.refused],
        "refused file": str(out) if out else None,
    }


def _raw(file: Path) -> bytes:
    must_be_read(file)
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} can't be read: {error.strerror}.") from None


def _check_header(file: Path, header: list[str]) -> None:
    from coder.tag_rows import is_ours

    if "document" not in header or "code" not in header or not {"start", "quote"} & set(header):
        raise Refused(f"{file} needs a header with document, code, and start and stop or quote: {','.join(COLUMNS)}")
    doubled = {column for column in header if column and header.count(column) > 1}
    if doubled:
        raise Refused(f"{file} has the column {sorted(doubled)[0]} twice.")
    unknown = [column for column in header if column and column not in COLUMNS and not is_ours(column)]
    if unknown:
        say(f"columns that are not read: {', '.join(unknown)}", err=True)


def _watched(rows: "list[T]") -> "Iterator[T]":
    """The rows, with a bar on a terminal that says how many have been placed."""
    hidden = sys.stderr is None or not sys.stderr.isatty()
    with click.progressbar(rows, label="placing", file=sys.stderr, hidden=hidden, show_pos=True) as bar:
        yield from bar


def _refused_file(file: Path, content: str) -> Path:
    """The refused rows beside the file; never over another one."""
    out, n = file.with_suffix(".refused.csv"), 1
    while out.exists():
        n += 1
        out = file.with_suffix(f".refused-{n}.csv")
    write_new(out, content)
    return out
