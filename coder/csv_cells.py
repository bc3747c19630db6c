"""CSV that is safe to open in a spreadsheet, and read back exactly.

A cell that a spreadsheet would run as a formula gets an apostrophe in front. So does one that begins with apostrophes
and then such a character: taking one apostrophe away again then gives every cell back as it was."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from corpus.refused import Refused

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(cell: object) -> str:
    """A cell, made harmless."""
    words = "" if cell is None else str(cell)
    return f"'{words}" if _FORMULA.match(words) else words


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if _GUARDED.match(cell) else cell


def written(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV text: commas, LF; every cell guarded. (The standard writer would leave a lone CR unquoted.)"""
    lines = [[guarded(cell) for cell in row] for row in (header, *rows)]
    return "".join(",".join(map(_quoted, line)) + "\n" for line in lines)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if re.search('[",\r\n]', cell) else cell


def parsed(raw: bytes, name: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Header (small letters, unguarded), and (number, cells as they stand) of each row that is not empty.

    Raises Refused as `rows` does."""
    (_, header), *others = rows(raw, name)
    return [unguarded(cell.strip()).lower() for cell in header], others


def rows(raw: bytes, name: str) -> list[tuple[int, list[str]]]:
    """(number, cells as they stand) of each row that is not empty; at least one. Comma or semicolon.

    Raises Refused: not UTF-8 (with line and byte), empty, broken quotation marks."""
    return [(number, row) for number, (_, row) in enumerate(_read(raw, name), 1) if any(row)]


def lines(raw: bytes, name: str) -> list[tuple[int, list[str]]]:
    """As `rows`, with the line of the file where each row begins, and the cells as they were before `guarded`."""
    table = [(line, [unguarded(cell) for cell in row]) for line, row in _read(raw, name)]
    found = [(line, cells) for line, cells in table if any(cell.strip() for cell in cells)]
    if not found:
        raise Refused(f"{name} is empty.")
    return found


def _read(raw: bytes, name: str) -> list[tuple[int, list[str]]]:
    """(line where it begins, cells) of each row, also of empty ones; one of them is not."""
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refused(f"{name} is not UTF-8 (line {line}, byte {error.start}); save it as CSV UTF-8.") from None
    first = words.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter, strict=True)
    numbered, line = [], 1
    try:
        for row in reader:
            numbered.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(f"{name} is not CSV: {error}, near line {reader.line_num}.") from None
    if not any(any(row) for _, row in numbered):
        raise Refused(f"{name} is empty.")
    return numbered
