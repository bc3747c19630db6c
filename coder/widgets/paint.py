"""One row of the reader to one strip of styled segments: lanes, paragraph number, text."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from coder.widgets.rows import clusters, shown
from coder.widgets.runs import Runs
from corpus.text import Span


@dataclass
class Brush:
    """The styles of one theme, and their combinations as they are needed."""

    base: Style
    number: Style
    query: Style
    tagged: Style
    hit: Style
    focused: Style
    selection: Style
    cursor: Style
    lanes: dict[str, Style]
    mixed: dict[tuple[bool, ...], Style] = field(default_factory=dict)

    def mix(self, *on: bool) -> Style:
        """Style of text that is tagged, in the focused passage, a hit, selected, under the cursor."""
        if on not in self.mixed:
            style = self.base
            for flag, layer in zip(on, (self.tagged, self.focused, self.hit, self.selection, self.cursor), strict=True):
                style = style + layer if flag else style
            self.mixed[on] = style
        return self.mixed[on]

    def lane(self, key: str, focused: bool) -> Style:
        """Style of what stands in a code's lane."""
        style = self.lanes.get(key, self.number)
        return style + Style(bold=True, reverse=True) if focused else style


@dataclass(frozen=True)
class Lit:
    """What is marked in the text beside the codes."""

    cursor: int | None
    selection: Span | None
    focused: Span | None
    hits: Sequence[Span]


def paint_text(text: str, start: int, stop: int, runs: Runs, lit: Lit, brush: Brush) -> list[Segment]:
    """Segments of text[start:stop], one row; a blank more if the cursor stands behind the end."""
    row = text[start:stop]
    edges = _edges(row, start, stop, runs, lit)
    segments = []
    for first, last in pairwise(edges):
        style = brush.mix(
            runs.at(first) != 0,
            lit.focused is not None and lit.focused.start <= first < lit.focused.stop,
            _hit(lit.hits, first),
            lit.selection is not None and lit.selection.start <= first < lit.selection.stop,
            lit.cursor is not None and first <= lit.cursor < last,
        )
        segments.append(Segment(shown(row[first - start : last - start]), style))
    if stop == len(text) and lit.cursor == stop:
        segments.append(Segment(" ", brush.mix(False, False, False, False, True)))
    return segments


def _edges(row: str, start: int, stop: int, runs: Runs, lit: Lit) -> list[int]:
    """Where the style may change, in order: never inside a cluster, which would change its width."""
    edges = set(runs.cuts(start, stop))
    for span in (lit.selection, lit.focused, *_overlapping(lit.hits, start, stop)):
        if span is not None:
            edges.update(span)
    if lit.cursor is not None:
        edges.update((lit.cursor, lit.cursor + 1))
    edges = {edge for edge in edges if start < edge < stop}
    if edges and not row.isascii():
        edges = _whole_clusters(row, start, edges, lit.cursor)
    return sorted(edges | {start, stop})


def _whole_clusters(row: str, start: int, edges: set[int], cursor: int | None) -> set[int]:
    bounds = [start + cluster.start for cluster in clusters(row)] + [start + len(row)]
    moved = {bounds[bisect_right(bounds, edge) - 1] for edge in edges}
    if cursor is not None and bounds[0] <= cursor < bounds[-1]:
        under = bisect_right(bounds, cursor)
        moved |= {bounds[under - 1], bounds[under]}
    return moved


def _overlapping(spans: Sequence[Span], start: int, stop: int) -> Sequence[Span]:
    """Those of the sorted, separate spans that have a part in text[start:stop]."""
    first = bisect_right(spans, start, key=lambda span: span.stop)
    return spans[first : bisect_left(spans, stop, key=lambda span: span.start)]


def _hit(hits: Sequence[Span], offset: int) -> bool:
    at = bisect_right(hits, offset, key=lambda span: span.start) - 1
    return at >= 0 and offset < hits[at].stop


def paint_gutter(
    lanes: Sequence[str],
    glyphs: Sequence[str],
    focused_key: str,
    query: bool,
    number: int | None,
    digits: int,
    brush: Brush,
) -> list[Segment]:
    """Segments left of the text: a blank, the lanes, `?` where a query begins, the paragraph's number, a blank."""
    segments = [Segment(" ", brush.base)]
    for key, glyph in zip(lanes, glyphs, strict=True):
        segments.append(Segment(glyph, brush.base if glyph == " " else brush.lane(key, key == focused_key)))
    segments.append(Segment("?", brush.query) if query else Segment(" ", brush.base))
    segments.append(Segment(f"{'' if number is None else number:>{digits}} ", brush.number))
    return segments


def strip(segments: list[Segment], width: int, base: Style) -> Strip:
    """The segments as one strip of exactly `width` cells; equal neighbours joined, which halves what is written."""
    return Strip(segments).simplify().adjust_cell_length(width, base)
