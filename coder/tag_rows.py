"""Rows of a table to tags: where each belongs, or why it can't be placed and where it might be. No screen.

A row has start and stop, or a quote, or both. What can't be placed is handed back as a table with the reasons and the
guesses, which a person can mend, or decide with the column `take`, and which is read again like the first.
"""

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from coder.codes import code_named
from coder.csv_cells import guarded, parsed, unguarded, written
from coder.quoting import Unplaced, of_project, of_texts, one_place
from corpus.refused import Refused
from corpus.text import Span, snap
from db import cases, codebooks, coders, documents, readings, rounds, tags
from db.values import NewTag

if TYPE_CHECKING:
    from coder.quoting import Library
    from corpus.quotes import Answer, Match
    from db.project import Project
    from db.values import Coder, Document, Reading, Tag

T = TypeVar("T")
COLUMNS = ("document", "coder", "code", "start", "stop", "quote", "memo", "case", "round")
REASON, TAKE = "reason", "take"
PLACE, NONE = "place", "none"
"""What `take` can say besides the number of a guess: the row's own start and stop, whatever its quote; no tag."""
GUESS = ("document", "start", "stop", "score", "words")
MOST_GUESSES = 5
_ELSEWHERE = 500
"""Of so many quotes that don't stand in their document it is found out whether they stand in another."""

Row = Mapping[str, str]
"""Cells by their columns."""
_Like = tuple[float, str, str]
"""How like, the words of a row, the words of the text."""


class Guess(NamedTuple):
    """A place where the quote of a row may stand."""

    document: str
    start: int
    stop: int
    score: float
    words: str


class Left(NamedTuple):
    """A row that was not placed: its number in the file, its cells as they stood, why, and where it might be."""

    number: int
    cells: list[str]
    reason: str
    guesses: tuple[Guess, ...] = ()
    sought: bool = False
    """Whether its quote was looked for at all: not so where the row names no code, document or coder that there is."""


class OtherWords(NamedTuple):
    """A row whose quote was placed though the words there are not quite its own: its number, how like they are (0 to
    1), the words of the row and those of the text."""

    number: int
    score: float
    given: str
    taken: str


@dataclass
class Plan:
    """What the rows come to, by reading; rows that can't be placed, with the reason."""

    new: "dict[Reading, list[NewTag]]" = field(default_factory=dict)
    there: int = 0
    """Tags that are there already."""
    none: int = 0
    """Rows that a person decided not to tag."""
    other_words: list[OtherWords] = field(default_factory=list)
    """Quotes that were placed though the words there are not quite theirs."""
    refused: list[Left] = field(default_factory=list)
    incomplete: set[str] = field(default_factory=set)
    """Ids of readings with a refused row: they are not finished, since something of them is missing."""


def is_ours(column: str) -> bool:
    """Whether a column was written by us beside those of tags."""
    return column in (REASON, TAKE) or (column.startswith("guess") and column.partition("_")[2] in GUESS)


def named_cells(header: Sequence[str], cells: Iterable[str]) -> dict[str, str]:
    """A row by its columns."""
    return {column: unguarded(cell) for column, cell in zip(header, cells, strict=False)}


def planned(
    placing: "Placing",
    header: Sequence[str],
    rows: Iterable[tuple[int, list[str]]],
    *,
    finished: bool = False,
    watched: "Callable[[list[tuple[Row, tuple[int, list[str]]]]], Iterable[tuple[Row, tuple[int, list[str]]]]]" = iter,
) -> Plan:
    """What to do with each row; nothing is done. `watched` hands the rows on, and may tell how far it is."""
    plan = Plan()
    named: list[tuple[Row, tuple[int, list[str]]]] = [(named_cells(header, row[1]), row) for row in rows]
    named.sort(key=lambda one: one[0].get("document", "").strip())  # so that each text is fetched once
    for row, (number, cells) in watched(named):
        reading = None
        try:
            if len(cells) > len(header) and any(cells[len(header) :]):
                raise Refused("The row has more cells than the header.")
            if row.get(TAKE, "").strip().casefold() == NONE:
                plan.none += 1
                continue
            taken = _taken(row)
            reading = placing.reading(taken)
            _plan_row(plan, placing, number, taken, reading, finished=finished)
        except Refused as refused:
            reason, guesses = placing.guessed(refused)
            plan.refused.append(Left(number, cells, reason, guesses, isinstance(refused, Unplaced)))
            if reading:
                plan.incomplete.add(reading.id)
    plan.refused.sort(key=lambda left: left.number)
    plan.other_words.sort()
    return plan


def _taken(row: Row) -> Row:
    """A row as its column `take` decides it. Raises Refused."""
    take = row.get(TAKE, "").strip().casefold()
    if not take:
        return row
    if take == PLACE:
        return {**row, "quote": ""}
    guess = {column: row.get(f"guess{take}_{column}", "") for column in GUESS}
    if not take.isdigit() or not guess["start"].strip() or not guess["words"]:
        raise Refused(f"take is {take!r}; it can be the number of a guess, {PLACE} (start and stop) or {NONE}.")
    there = {"start": guess["start"], "stop": guess["stop"], "quote": guess["words"]}
    return {**row, **there, "document": guess["document"] or row.get("document", "")}


def _plan_row(plan: Plan, placing: "Placing", number: int, row: Row, reading: "Reading", *, finished: bool) -> None:
    """Put what a row says into the plan. Raises Refused with the reason why not."""
    if finished and not any(row.get(column, "").strip() for column in ("code", "start", "stop", "quote")):
        plan.new.setdefault(reading, [])
        return
    if placing.is_lost(row, reading):
        plan.there += 1
        plan.new.setdefault(reading, [])
        return
    tag, like = placing.tag(row, reading)
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
    if like is not None:
        plan.other_words.append(OtherWords(number, *like))


def carry_out(project: "Project", who: "Coder", plan: Plan, *, finished: bool = False) -> int:
    """Tag, and finish what is complete, in one transaction; how many readings were finished. Raises Refused."""
    complete = {r for r in plan.new if finished and not r.finished and r.id not in plan.incomplete}
    new = {reading: some for reading, some in plan.new.items() if some or reading in complete}
    if new:
        tags.add_many(project, who, new, finished=complete)
    return len(complete)


def table_of(header: Sequence[str], some: Sequence[Left]) -> str:
    """Rows that were left, as CSV: their columns, the reason, and where there are guesses what to take and these."""
    kept = [place for place, column in enumerate(header) if not is_ours(column)]
    width = max([len(header), *(len(left.cells) for left in some)])
    extra = range(len(header), width)
    most = max((len(left.guesses) for left in some), default=0)
    columns = [header[place] for place in kept] + [""] * len(extra) + [REASON]
    if most:
        columns += [TAKE, *(f"guess{n}_{column}" for n in range(1, most + 1) for column in GUESS)]
    lines = []
    for left in some:
        padded = [unguarded(cell) for cell in left.cells] + [""] * (width - len(left.cells))
        line: list[object] = [*(padded[place] for place in (*kept, *extra)), left.reason]
        if most:
            line += ["", *(cell for guess in left.guesses for cell in guess)]
        lines.append(line + [""] * (len(columns) - len(line)))
    return written(columns, lines)


class Placing:
    """From the words of a row to ids; what was looked up once is remembered."""

    def __init__(self, project: "Project", who: "Coder") -> None:
        self._project, self._who = project, who
        self._found: dict[tuple[str, ...], object] = {}
        self._text: tuple[str, str] = ("", "")
        """Id of the document whose row came last, and its text: they come by document."""
        self._library: Library[str] | None = None
        """To find quotes in that text; made when there is one."""
        self._everywhere: Library[Document] | None = None
        self._searched = 0

    def reading(self, row: Row) -> "Reading":
        """The reading that the row belongs to. Raises Refused."""
        project = self._project
        title, name, round_name = (row.get(column, "").strip() for column in ("document", "coder", "round"))
        if not title:
            raise Refused("The row names no document.")
        document = self._once(("document", title), lambda: documents.named(project, title))
        coder = self._once(("coder", name), lambda: coders.named(project, name)) if name else self._who
        if coder.id != self._who.id:
            coders.only_leads(self._who, "bring in other coders' tags")
        round_ = self._once(
            ("round", document.id, round_name, coder.id),
            lambda: rounds.named(project, round_name) if round_name else rounds.current(project, document, coder),
        )
        return self._once(
            ("reading", coder.id, document.id, round_.id), lambda: readings.of(project, coder, document, round_)
        )

    def known(self, reading: "Reading") -> dict[tuple[str, int, int], tuple[str, str | None]]:
        """What the reading has already, or will have: code and passage → memo and case."""

        def there() -> dict[tuple[str, int, int], tuple[str, str | None]]:
            found = self._tags(reading)
            return {(tag.code, tag.start, tag.stop): (tag.memo, tag.case) for tag in found if not tag.lost}

        return self._once(("known", reading.id), there)

    def is_lost(self, row: Row, reading: "Reading") -> bool:
        """Whether a row without start and stop is a tag that the reading has, and that waits for a place in a corrected
        text: its words may stand elsewhere in that, and only its coder knows whether that is the passage."""
        if any(row.get(column, "").strip() for column in ("start", "stop")):
            return False

        def there() -> set[tuple[str, str]]:
            text = self._project.text
            return {(tag.code, text(tag.text_id)[tag.start : tag.stop]) for tag in self._tags(reading) if tag.lost}

        lost = self._once(("lost", reading.id), there)
        return bool(lost) and (self._code(row, reading), _lines(row)) in lost

    def _tags(self, reading: "Reading") -> "list[Tag]":
        return self._once(("tags", reading.id), lambda: tags.of_reading(self._project, reading))

    def _code(self, row: Row, reading: "Reading") -> str:
        """The code that a row names. Raises Refused."""
        project, word = self._project, row.get("code", "").strip()
        if not word:
            raise Refused("The row names no code.")
        codebook = self._once(
            ("codebook", reading.round), lambda: codebooks.of_round(project, rounds.named(project, reading.round))
        )
        return self._once(("code", reading.round, word), lambda: code_named(project, word, codebook))

    def tag(self, row: Row, reading: "Reading") -> "tuple[NewTag, _Like | None]":
        """The tag that a row says, and how like its words are if they are not quite its own. Raises Refused."""
        project = self._project
        code, key = self._code(row, reading), row.get("case", "").strip()
        case = self._once(("case", key), lambda: cases.named(project, key)).id if key else None
        span, like = self._place(row, reading)
        return NewTag(code, *span, row.get("memo", "").strip(), case), like

    def guessed(self, refused: Refused) -> tuple[str, tuple[Guess, ...]]:
        """Why a row was refused, and where its quote might be: in its document, else in others."""
        if not isinstance(refused, Unplaced):
            return str(refused), ()
        quote, guesses = refused.answer.quote, self._guesses(refused.answer)
        doubtful = refused.answer.status in ("unsure", "not found")
        if not doubtful or not quote.strip() or self._searched >= _ELSEWHERE:
            return str(refused), guesses
        self._searched += 1
        if self._everywhere is None:
            self._everywhere = of_project(self._project)
        answer, places = self._everywhere.locate(quote)
        if answer.status not in ("found", "ambiguous"):
            return str(refused), guesses
        there = tuple(self._guess(document.id, match, self._everywhere.words(match)) for document, match in places)
        titles = ", ".join(dict.fromkeys(guess.document for guess in there[:MOST_GUESSES]))
        reason = "The quote was not found in this text, but in" if not guesses else f"{refused} It was found in"
        return f"{reason}: {titles}", (there + guesses)[:MOST_GUESSES]

    def close(self) -> None:
        """Let go of the indexes."""
        for library in (self._library, self._everywhere):
            if library is not None:
                library.close()

    def _guesses(self, answer: "Answer") -> tuple[Guess, ...]:
        id_, text = self._text
        return tuple(self._guess(id_, match, text[match.start : match.stop]) for match in answer.matches[:MOST_GUESSES])

    def _guess(self, document: str, match: "Match", words: str) -> Guess:
        return Guess(self._called(document), match.start, match.stop, round(match.score, 3), words)

    def _called(self, id_: str) -> str:
        """A document by its title, or by its id where two are called so."""
        every = self._once(("documents",), lambda: documents.listed(self._project))
        title = next(document.title for document in every if document.id == id_)
        return title if sum(document.title == title for document in every) == 1 else id_

    def _place(self, row: Row, reading: "Reading") -> "tuple[Span, _Like | None]":
        text = self._text_of(reading.document)
        quote = _lines(row)
        edges = [row.get(column, "").strip() for column in ("start", "stop")]
        if not any(edges):
            match = one_place(quote, self._texts().source)
            same = match.how in ("exact", "folded")
            return match.span, None if same else (match.score, quote, text[slice(*match.span)])
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
            answer, _ = self._texts().locate(quote)
            raise Unplaced(f"The words at {start} to {stop} are not those of the quote.", answer)
        return Span(start, stop), None

    def _text_of(self, id_: str) -> str:
        if self._text[0] != id_:
            document = self._once(("document", id_), lambda: documents.named(self._project, id_))
            self._text = (id_, documents.text(self._project, document))
            if self._library is not None:
                self._library.close()
            self._library = None
        return self._text[1]

    def _texts(self) -> "Library[str]":
        if self._library is None:
            self._library = of_texts(dict([self._text]))
        return self._library

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


def _lines(row: Row) -> str:
    """The quote of a row, with the line ends of our texts."""
    return row.get("quote", "").replace("\r\n", "\n").replace("\r", "\n")


class Undecided:
    """A file of rows that were refused, to be decided one by one. What is decided is written to it at once."""

    def __init__(self, project: "Project", who: "Coder", file: Path) -> None:
        """Raises Refused for what is no such table."""
        try:
            raw = file.read_bytes() if file.is_file() else None
        except OSError as error:
            raise Refused(f"{file} can't be read: {error.strerror}.") from None
        if raw is None:
            raise Refused(f"{file} is no file; name the one with the refused rows.")
        header, self._rows = parsed(raw, str(file))
        if "document" not in header or "code" not in header:
            raise Refused(f"{file} is no table of tags: it needs a header with document and code.")
        self._project, self._who, self._file = project, who, file
        self._header = header if TAKE in header else [*header, TAKE]
        plan = planned(Placing(project, who), self._header, self._rows)
        self.left = plan.refused
        """The rows to decide."""
        self.sure = len(self._rows) - len(self.left) - plan.none
        """Rows that need no decision (any more): the import takes them."""

    def row(self, left: Left) -> dict[str, str]:
        """A row by its columns."""
        return named_cells(self._header, left.cells)

    def tag(self, left: Left, guess: Guess) -> str:
        """Tag at a guess, and take the row out of the file; what was done. Raises Refused."""
        row = self.row(left)
        there = {"document": guess.document, "start": str(guess.start), "stop": str(guess.stop), "quote": guess.words}
        columns = [column for column in COLUMNS if column in row or column in there]
        cells = [guarded({**row, **there}.get(column, "")) for column in columns]
        plan = planned(Placing(self._project, self._who), columns, [(left.number, cells)])
        if plan.refused:
            raise Refused(plan.refused[0].reason)
        carry_out(self._project, self._who, plan)
        self._write([one for one in self._rows if one[0] != left.number])
        return "There already" if plan.there else f"Tagged {row.get('code', '').strip()}"

    def none(self, left: Left) -> str:
        """The row is not to be tagged: it is marked so in the file. Raises Refused."""
        at = self._header.index(TAKE)
        rows = []
        for number, cells in self._rows:
            if number == left.number:
                cells = [*cells, *[""] * (len(self._header) - len(cells))]
                cells[at] = NONE
            rows.append((number, cells))
        self._write(rows)
        return f"Left out, and marked so in {self._file.name}"

    def _write(self, rows: list[tuple[int, list[str]]]) -> None:
        """The file anew, whole or not at all; the rows keep their numbers while they are decided."""
        width = max([len(self._header), *(len(cells) for _, cells in rows)])
        header = self._header + [""] * (width - len(self._header))
        content = written(header, [[unguarded(cell) for cell in cells] for _, cells in rows])
        fresh = self._file.with_name(f".{self._file.name}.{os.getpid()}.tmp")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content.encode())
            fresh.replace(self._file)
        except OSError as error:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise Refused(f"{self._file} can't be written ({error.strerror}); a tag that was made stays.") from None
        self._rows = rows
