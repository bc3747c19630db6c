"""tags-import: tags from a CSV file. Every row is tagged, or written out with the reason why not; none is guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from coder.commands.common import (
    actor,
    as_option,
    command,
    opened,
    plural,
    project_argument,
    say,
    the_round,
    write_new,
)
from coder.commands.csv_cells import parsed, unguarded, written
from coder.commands.rows import COLUMNS
from corpus.refused import Refused

if TYPE_CHECKING:
    from db.project import Project
    from db.values import Coder, NewTag, Reading

T = TypeVar("T")
REASON = "reason"


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
        try:
            done = _carry_out(opened_project, who, plan, finished=finished)
        except Refused:  # so nothing was tagged; after anything else it may have been, and then the reasons must stay
            if out:
                out.unlink(missing_ok=True)
            raise
    tagged = sum(len(some) for some in plan.new.values())
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
    for number, cells in rows:
        row = {column: unguarded(cell) for column, cell in zip(header, cells, strict=False)}
        reading = None
        try:
            if len(cells) > len(header) and any(cells[len(header) :]):
                raise Refused("The row has more cells than the header.")
            reading = placing.reading(row)
            if finished and not any(row.get(column, "").strip() for column in ("code", "start", "stop", "quote")):
                plan.new.setdefault(reading, [])
                continue
            tag = placing.tag(row, reading)
            passage = (tag.code, tag.start, tag.stop)
            if passage in placing.known(reading):
                memo, case = placing.known(reading)[passage]
                if (tag.memo and tag.memo != memo) or (tag.case and tag.case != case):
                    raise Refused("This passage has the code already, with another memo or case: use coder edit.")
                plan.there += 1
                plan.new.setdefault(reading, [])
                continue
            if reading.finished:
                raise Refused("The reading is finished; its coder must reopen it first.")
            placing.known(reading)[passage] = (tag.memo, tag.case)
            plan.new.setdefault(reading, []).append(tag)
        except Refused as refused:
            plan.refused.append((number, cells, str(refused)))
            if reading:
                plan.incomplete.add(reading.id)
    return plan


class _Placing:
    """From the words of a row to ids; what was looked up once is remembered."""

    def __init__(self, project: "Project", who: "Coder") -> None:
        self._project, self._who = project, who
        self._found: dict[tuple[str, ...], object] = {}

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
        code, key = row.get("code", "").strip(), row.get("case", "").strip()
        if not code:
            raise Refused("The row names no code.")
        codebook = self._once(
            ("codebook", reading.round), lambda: codebooks.of_round(project, rounds.named(project, reading.round))
        )
        codebook.code(code)
        case = self._once(("case", key), lambda: cases.named(project, key)).id if key else None
        start, stop = self._place(row, reading)
        return NewTag(code, start, stop, row.get("memo", "").strip(), case)

    def _place(self, row: Mapping[str, str], reading: "Reading") -> tuple[int, int]:
        from corpus.quotes import locate
        from corpus.text import snap
        from db import documents

        document = self._once(("document", reading.document), lambda: documents.named(self._project, reading.document))
        text = documents.text(self._project, document)
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
