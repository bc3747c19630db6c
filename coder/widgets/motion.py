"""Where a move or a selection by word, sentence or paragraph goes. Pure.

Only a window around the cursor is ever split into words or sentences: a key costs the same in 2 KB and in 10 MB, also
when the document is one line.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Literal

from corpus.text import Span, bare, bare_word, sentences, snap, words

Unit = Literal["word", "sentence", "paragraph"]

REACH: dict[str, int] = {"word": 300, "sentence": 5_000}
"""How far to each side of the cursor the text is looked at, in characters."""
GRAPHEME_REACH = 300


def paragraph_at(paragraphs: Sequence[Span], offset: int) -> int:
    """Number of the paragraph that holds the offset."""
    return max(0, bisect_right(paragraphs, offset, key=lambda span: span.start) - 1)


def unit_at(text: str, paragraphs: Sequence[Span], offset: int, unit: Unit) -> Span:
    """The word, sentence or paragraph around the offset with what follows it, as the units tile the text."""
    if not text:
        return Span(0, 0)
    offset = min(offset, len(text) - 1)
    paragraph = paragraphs[paragraph_at(paragraphs, offset)]
    if unit == "paragraph":
        return paragraph
    reach = REACH[unit]
    split: Callable[[str, int, int], list[Span]] = words if unit == "word" else sentences
    tiles = split(text, max(paragraph.start, offset - reach), min(paragraph.stop, offset + reach))
    return tiles[bisect_right(tiles, offset, key=lambda span: span.start) - 1]


def exactly(text: str, span: Span, unit: Unit) -> Span:
    """The unit without the blanks (a word: also the punctuation) around it; as it is if nothing would be left."""
    inner = bare_word(text, span) if unit == "word" else bare(text, span)
    return inner if inner.start < inner.stop else span


def forward(text: str, paragraphs: Sequence[Span], offset: int, unit: Unit) -> int:
    """Start of the next unit, or the end of the text."""
    return unit_at(text, paragraphs, offset, unit).stop if offset < len(text) else len(text)


def back(text: str, paragraphs: Sequence[Span], offset: int, unit: Unit) -> int:
    """Start of this unit, or of the one before if the offset is there already."""
    start = unit_at(text, paragraphs, offset, unit).start
    if start < offset or offset == 0:
        return start
    return unit_at(text, paragraphs, offset - 1, unit).start


def grapheme_after(text: str, offset: int) -> int:
    """Start of the next grapheme, or the end of the text."""
    return _grapheme(text, offset).stop if offset < len(text) else len(text)


def grapheme_before(text: str, offset: int) -> int:
    """Start of the grapheme before, or 0."""
    return _grapheme(text, offset - 1).start if offset > 0 else 0


def grapheme_start(text: str, offset: int) -> int:
    """Start of the grapheme that holds the offset; the end of the text is one."""
    return _grapheme(text, offset).start if 0 < offset < len(text) else max(0, min(offset, len(text)))


def _grapheme(text: str, offset: int) -> Span:
    """The grapheme that holds the character, sought in its neighbourhood only: a text may be one long run of emoji.

    Neighbours are looked at in the same stretch of text, so that one gets on also where a grapheme never ends."""
    start = max(0, (offset // GRAPHEME_REACH - 1) * GRAPHEME_REACH)
    near = snap(text[start : start + 3 * GRAPHEME_REACH], offset - start, offset - start + 1)
    return Span(start + near.start, start + near.stop)
