"""tags-import: tags from a CSV file. Every row is tagged, or written out with the reason why not; none is guessed."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from coder.commands.codes import code_named
from coder.commands.common import (
    actor,
    as_option,
    command,
    must_be_read,
    opened,
    plural,
    project_argument,
    say,
    the_round,
    write_new,
)
from coder.commands.rows import COLUMNS
from coder.csv_cells import parsed, unguarded, written
from corpus.refused import Refused

if TYPE_CHECKING:
    from db.project import Project
    from db.values import Coder, NewTag, Reading

T = TypeVar("T")
REASON = "reason"
MANY = 5_000
"""To keep more tags than these takes a while, so it is said that it goes on."""


@dataclass
class _Plan:
    """What the rows come to, by reading; rows that can't be placed, with the reason."""

    new: "dict[Reading, list[NewTag]]" = field(default_factory=dict)
    there: int = 0
    refused: list[tuple[int, list[str], str]] = field(default_factory=list)
    incomplete: set[str] = field(default_factory=set)
    """Ids of readings with a refused row: they are not finished, since something of them is missing."""


@command("tags-import", "coder tags-import study.coder tags.csv --finished")
@project_argument
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv")
@click.option("--finished", is_flag=True, help="Finish the readings of the file, too.")
@as_option
@click.pass_context
def tags_import_(ctx: click.Context, project: str, file: Path, finished: bool, name: str | None) -> None:
    """Take tags from a CSV file.

    Its columns: document,coder,code,start,stop,quote,memo,case,round. A row has start and stop, or a quote that stands
    in the document exactly once (blanks and quotation marks may differ), or both, and then they must be the same.
    Without a coder a row is yours; leads may bring in others' tags. A tag that is there already is not doubled. With
    --finished, a row that has only a document and a coder says that they found nothing in it. Rows that can't be
    placed are written to FILE.refused.csv with the reason, the others are tagged, and the exit status is 1.
    """
    header, rows = parsed(_raw(file), str(file))
    _check_header(file, header)
    with opened(project) as opened_project:
        who = actor(opened_project, name)
        plan = _planned(opened_project, who, header, rows, finished=finished)
        out = _refused_file(file, header, plan) if plan.refused else None
        tagged = sum(len(some) for some in plan.new.values())
        if tagged >= MANY:
            say(f"keeping {plural(tagged, 'tag')} …", err=True)
        try:
            done = _carry_out(opened_project, who, plan, finished=finished)
        except Refused:  # so nothing was tagged; after anything else it may have been, and then the reasons must stay
            if out:
                out.unlink(missing_ok=True)
            raise
    say(f"{plural(tagged, 'tag')} made" + (f"; {plan.there} there already" if plan.there else ""))
    if finished:
        say(f"{plural(done, 'reading')} finished")
        if plan.incomplete:
            say(f"{plural(len(plan.incomplete), 'reading')} with refused rows not finished", err=True)
    if out:
        for number, _, reason in plan.refused[:20]:
            say(f"row {number}: {reason}", err=True)
        say(f"{plural(len(plan.refused), 'row')} refused; with the reasons in {out}", err=True)
        ctx.exit(1)


def _raw(file: Path) -> bytes:
    must_be_read(file)
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} can't be read: {error.strerror}.") from None


def _check_header(file: Path, header: list[str]) -> None:
    if "document" not in header or "code" not in header or not {"start", "quote"} & set(header):
        raise Refused(f"{file} needs a header with document, code, and start and stop or quote: {','.join(COLUMNS)}")
    doubled = {column for column in header if column and header.count(column) > 1}
    if doubled:
        raise Refused(f"{file} has the column {sorted(doubled)[0]} twice.")
    unknown = [column for column in header if column and column not in {*COLUMNS, REASON}]
    if unknown:
        say(f"columns that are not read: {', '.join(unknown)}", err=True)


def _planned(
    project: "Project", who: "Coder", header: list[str], rows: list[tuple[int, list[str]]], *, finished: bool
) -> _Plan:
    plan, placing = _Plan(), _Placing(project, who)
    named = [({column: unguarded(cell) for column, cell in zip(header, row[1], strict=False)}, row) for row in rows]
    named.sort(key=lambda one: one[0].get("document", "").strip())  # so that each text is fetched once
    with _progress(named) as some:
        for row, (number, cells) in some:
            reading = None
            try:
                if len(cells) > len(header) and any(cells[len(header) :]):
                    raise Refused("The row has more cells than the header.")
                reading = placing.reading(row)
                _plan_row(plan, placing, row, reading, finished=finished)
            except Refused as refused:
                plan.refused.append((number, cells, str(refused)))
                if reading:
                    plan.incomplete.add(reading.id)
    plan.refused.sort(key=lambda one: one[0])
    return plan


def _plan_row(plan: _Plan, placing: "_Placing", row: Mapping[str, str], reading: "Reading", *, finished: bool) -> None:
    """Put what a row says into the plan. Raises Refused with the reason why not."""
    if finished and not any(row.get(column, "").strip() for column in ("code", "start", "stop", "quote")):
        plan.new.setdefault(reading, [])
        return
    tag = placing.tag(row, reading)
    passage = (tag.code, tag.start, tag.stop)
    if passage in placing.known(reading):
        memo, case = placing.known(reading)[passage]
        if (tag.memo and tag.memo != memo) or (tag.case and tag.case != case):
            raise Refused("This passage has the code already, with another memo or case: use coder edit.")
        plan.there += 1
        plan.new.setdefault(reading, [])
        return
    if reading.finished:
        raise Refused("The reading is finished; its coder must reopen it first.")
    placing.known(reading)[passage] = (tag.memo, tag.case)
    plan.new.setdefault(reading, []).append(tag)


@contextmanager
def _progress(rows: "list[T]") -> "Iterator[Iterable[T]]":
    """The rows, with a bar on a terminal that says how many have been placed."""
    hidden = sys.stderr is None or not sys.stderr.isatty()
    with click.progressbar(rows, label="placing", file=sys.stderr, hidden=hidden, show_pos=True) as bar:
        yield bar


class _Placing:
    """From the words of a row to ids; what was looked up once is remembered."""

    def __init__(self, project: "Project", who: "Coder") -> None:
        self._project, self._who = project, who
        self._found: dict[tuple[str, ...], object] = {}
        self._text: tuple[str, str] = ("", "")
        """Id of the document whose row came last, and its text: they come by document."""

    def reading(self, row: Mapping[str, str]) -> "Reading":
        from db import coders, documents, readings

        project = self._project
        title, name, round_name = (row.get(column, "").strip() for column in ("document", "coder", "round"))
        if not title:
            raise Refused("The row names no document.")
        document = self._once(("document", title), lambda: documents.named(project, title))
        coder = self._once(("coder", name), lambda: coders.named(project, name)) if name else self._who
        if coder.id != self._who.id:
            coders.only_leads(self._who, "bring in other coders' tags")
        round_ = self._once(
            ("round", document.id, round_name), lambda: the_round(project, document, round_name or None)
        )
        return self._once(
            ("reading", coder.id, document.id, round_.id), lambda: readings.of(project, coder, document, round_)
        )

    def known(self, reading: "Reading") -> dict[tuple[str, int, int], tuple[str, str | None]]:
        """What the reading has already, or will have: code and passage → memo and case."""
        from db import tags

        def there() -> dict[tuple[str, int, int], tuple[str, str | None]]:
            found = tags.of_reading(self._project, reading)
            return {(tag.code, tag.start, tag.stop): (tag.memo, tag.case) for tag in found}

        return self._once(("known", reading.id), there)

    def tag(self, row: Mapping[str, str], reading: "Reading") -> "NewTag":
        from db import cases, codebooks, rounds
        from db.values import NewTag

        project = self._project
        word, key = row.get("code", "").strip(), row.get("case", "").strip()
        if not word:
            raise Refused("The row names no code.")
        codebook = self._once(
            ("codebook", reading.round), lambda: codebooks.of_round(project, rounds.named(project, reading.round))
        )
        code = self._once(("code", reading.round, word), lambda: code_named(project, word, codebook))
        case = self._once(("case", key), lambda: cases.named(project, key)).id if key else None
        start, stop = self._place(row, reading)
        return NewTag(code, start, stop, row.get("memo", "").strip(), case)

    def _place(self, row: Mapping[str, str], reading: "Reading") -> tuple[int, int]:
        from corpus.quotes import locate
        from corpus.text import snap

        text = self._text_of(reading.document)
        quote = row.get("quote", "").replace("\r\n", "\n").replace("\r", "\n")
        edges = [row.get(column, "").strip() for column in ("start", "stop")]
        if not any(edges):
            return locate(text, quote)
        if not all(edge.isascii() and edge.isdigit() and len(edge) < 12 for edge in edges):
            raise Refused("Start and stop must both be whole numbers, or both empty.")
        start, stop = int(edges[0]), int(edges[1])
        if not 0 <= start < stop <= len(text):
            raise Refused(f"{start} to {stop} does not lie in this text of {len(text)} characters.")
        if snap(text, start, stop) != (start, stop):
            raise Refused(f"{start} to {stop} cuts a letter in two.")
        if not text[start:stop].strip():
            raise Refused(f"{start} to {stop} has no words, only blanks.")
        if quote and quote != text[start:stop]:
            raise Refused(f"The words at {start} to {stop} are not those of the quote.")
        return start, stop

    def _text_of(self, id_: str) -> str:
        from db import documents

        if self._text[0] != id_:
            document = self._once(("document", id_), lambda: documents.named(self._project, id_))
            self._text = (id_, documents.text(self._project, document))
        return self._text[1]

    def _once(self, key: tuple[str, ...], find: Callable[[], T]) -> T:
        """What `find` gave for the key the first time; a refusal is remembered too."""
        if key not in self._found:
            try:
                self._found[key] = find()
            except Refused as refused:
                self._found[key] = refused
        found = self._found[key]
        if isinstance(found, Refused):
            raise Refused(str(found))
        return found  # type: ignore[return-value]


def _carry_out(project: "Project", who: "Coder", plan: _Plan, *, finished: bool) -> int:
    """Tag, and finish what is complete, in one transaction; how many readings were finished."""
    from db import tags

    complete = {r for r in plan.new if finished and not r.finished and r.id not in plan.incomplete}
    new = {reading: some for reading, some in plan.new.items() if some or reading in complete}
    if new:
        tags.add_many(project, who, new, finished=complete)
    return len(complete)


def _refused_file(file: Path, header: list[str], plan: _Plan) -> Path:
    """The refused rows with the reasons, beside the file; never over another one."""
    out, n = file.with_suffix(".refused.csv"), 1
    while out.exists():
        n += 1
        out = file.with_suffix(f".refused-{n}.csv")
    kept = [place for place, column in enumerate(header) if column != REASON]
    width = max(len(header), *(len(cells) for _, cells, _ in plan.refused))
    columns = [header[place] for place in kept] + [""] * (width - len(header))
    rows = []
    for _, cells, reason in plan.refused:
        padded = cells + [""] * (width - len(cells))
        row = [unguarded(padded[place]) for place in (*kept, *range(len(header), width))]
        rows.append([*row, reason])
    write_new(out, written([*columns, REASON], rows))
    return out
