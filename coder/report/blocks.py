"""What a report is made of: sections of words, tables, charts and quotations, whatever it is then written as."""

from collections.abc import Callable
from dataclasses import dataclass, replace

Cell = str | int


@dataclass(frozen=True)
class Words:
    """A paragraph; `note`: small print, as what a count leaves out."""

    text: str
    note: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a header for each column; numbers stand at the right."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def right(self) -> tuple[bool, ...]:
        """By column: whether it holds numbers only."""
        columns = zip(*self.rows, strict=True) if self.rows else ([""] for _ in self.header)
        return tuple(all(isinstance(cell, int) for cell in column) for column in columns)


@dataclass(frozen=True)
class SharesChart:
    """(name, share, low, high), each from 0 to 1: a point and its interval. `told`: the same in a sentence."""

    title: str
    told: str
    rows: tuple[tuple[str, float, float, float], ...]


@dataclass(frozen=True)
class TimeChart:
    """By row, counts in each of `periods`. `told`: the same in a sentence."""

    title: str
    told: str
    periods: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Quotation:
    """Words out of a document. `about`: source, voice, case, who gave the code: what is known of them."""

    words: str
    about: tuple[str, ...]


Block = Words | Table | SharesChart | TimeChart | Quotation


@dataclass(frozen=True)
class Section:
    """`key`: its anchor. `level` 3: a part of the section before it."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 2


@dataclass(frozen=True)
class Report:
    """All of it."""

    title: str
    made: str
    sections: tuple[Section, ...]


def mapped(report: Report, change: Callable[[str], str]) -> Report:
    """The report with all its words changed."""

    def section_of(section: Section) -> Section:
        blocks = tuple(_mapped(block, change) for block in section.blocks)
        return replace(section, title=change(section.title), blocks=blocks)

    return Report(change(report.title), report.made, tuple(map(section_of, report.sections)))


def _mapped(block: Block, change: Callable[[str], str]) -> Block:
    match block:
        case Words():
            return replace(block, text=change(block.text))
        case Table():
            rows = tuple(tuple(change(c) if isinstance(c, str) else c for c in row) for row in block.rows)
            return Table(change(block.caption), tuple(map(change, block.header)), rows)
        case SharesChart():
            drawn = tuple((change(name), share, low, high) for name, share, low, high in block.rows)
            return SharesChart(change(block.title), change(block.told), drawn)
        case TimeChart():
            return TimeChart(
                change(block.title), change(block.told), tuple(map(change, block.periods)),
                tuple((change(name), counts) for name, counts in block.rows),
            )  # fmt: skip
        case Quotation():
            return Quotation(change(block.words), tuple(map(change, block.about)))
