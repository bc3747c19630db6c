"""Texts and the spans in them: what may be kept as a text, and where its paragraphs, sentences and words lie.

Offsets are code points of the canonical text, ends exclusive; they never change after import. Paragraphs, sentences and
words tile: every code point lies in exactly one of them, so a cursor is always somewhere; `bare` and `bare_word` take
off the blanks.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import regex

from corpus.paragraphs import block_breaks, paragraph_breaks
from corpus.refused import Refused
from corpus.sentences import sentence_breaks

MAX_LENGTH = 20_000_000  # code points of one document


class Span(NamedTuple):
    """A stretch of a text in code points; `stop` is exclusive."""

    start: int
    stop: int


def canonical(raw: str) -> str:
    """The text as it is kept: LF line ends, no leading byte order mark; everything else untouched.

    Raises Refused for a text that is empty or blank, too long, or holds NUL or lone surrogates.
    """
    text = raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_LENGTH:
        raise Refused(
            f"the text has {len(text):,} characters and a document holds at most {MAX_LENGTH:,}: split it into parts."
        )
    if bad := regex.search("[\0\ud800-\udfff]", text):
        what = "a NUL" if bad.group() == "\0" else "half a character (a lone surrogate)"
        line = text.count("\n", 0, bad.start()) + 1
        raise Refused(
            f"there is {what} at character {bad.start() + 1:,} (line {line:,}), which no plain text holds:"
            " save it as UTF-8 text and import that."
        )
    if not text or text.isspace():
        raise Refused("the text is empty, there is nothing to read in it: choose another file.")
    return text


def text_id(text: str) -> str:
    """What names a text: the SHA-256 of its UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def paragraphs(text: str) -> list[Span]:
    """Tile the text with its paragraphs; the blank lines after a paragraph belong to it, those at the top to the first.

    Blank lines separate. Hard-wrapped lines stay together; where most of a block is in lines longer than WIDE, each
    line is a paragraph. Bullets, headings and interview turns at a line's start begin one.
    """
    return _tiles(0, len(text), _with_words_around(text, paragraph_breaks(text)))


def sentences(text: str, start: int = 0, stop: int | None = None) -> list[Span]:
    """Tile [start, stop) with sentences; blanks and closing quotation marks belong to the sentence before them.

    The whole text is cut paragraph by paragraph. A part is taken as running text, in which single line ends do not
    end a sentence: give it a paragraph. Linear: 2 MB in one line take about 0.3 s.
    """
    stop = len(text) if stop is None else stop
    part = text[start:stop]
    blocks = paragraph_breaks(part) if len(part) == len(text) else block_breaks(part)
    breaks: list[int] = []
    for a, b in _tiles(0, len(part), _with_words_around(part, blocks)):
        breaks.append(start + a)
        breaks.extend(start + a + cut for cut in sentence_breaks(part[a:b]))
    return _tiles(start, stop, breaks)


def words(text: str, start: int = 0, stop: int | None = None) -> list[Span]:
    """Tile [start, stop) with words, each with the blanks and punctuation after it; what precedes the first is one."""
    stop = len(text) if stop is None else stop
    return _tiles(start, stop, (m.start() for m in _WORD.finditer(text, start, stop)))


def bare(text: str, span: Span) -> Span:
    """The span without the blanks around it; a span of blanks only becomes empty at its start."""
    part = text[span.start : span.stop]
    start = span.start + len(part) - len(part.lstrip())
    return Span(start, start + len(part.strip())) if part.strip() else Span(span.start, span.start)


def bare_word(text: str, span: Span) -> Span:
    """The span without blanks and punctuation around it; without any letter or digit it is `bare`."""
    first = _WORDLIKE.search(text, span.start, span.stop)
    if first is None:
        return bare(text, span)
    last = _LAST_WORDLIKE.search(text, span.start, span.stop)
    assert last is not None
    return Span(first.start(), last.end())


def count_words(text: str) -> int:
    """How many words the text has; a Chinese or Japanese ideograph counts as one."""
    return sum(1 for _ in _WORD.finditer(text))


def snap(text: str, start: int, stop: int) -> Span:
    """[start, stop) moved outward to grapheme edges, with at least one grapheme; empty only for an empty text.

    Raises ValueError if it does not lie in the text.
    """
    if not 0 <= start <= stop <= len(text):
        raise ValueError(f"[{start}, {stop}) is no part of a text of {len(text)} characters")
    if not text:
        return Span(0, 0)
    first = _grapheme(text, min(start, len(text) - 1))
    return Span(first.start, max(first.stop, _grapheme(text, stop - 1).stop if stop > start else 0))


# --- graphemes --------------------------------------------------------------------------------------------------------

_GRAPHEME = regex.compile(r"\X")
# Between two characters that neither join nor are joined (nor are a pair like CRLF), graphemes always part: from the
# last such place on, a few characters are enough to look at.
_PARTING = regex.compile(r"(?r)(?<=[\p{GCB=Other}\n])[\p{GCB=Other}\n]")
_FLAGS = regex.compile(r"(?r)\p{Regional_Indicator}++")


def _grapheme(text: str, index: int) -> Span:
    """The grapheme that holds the code point at `index`."""
    sure = _PARTING.search(text, 0, index + 1)
    at = sure.start() if sure else 0
    if flags := _FLAGS.search(text, at, index + 1):  # each is a pair; `\X` would count them anew at every place
        pairs = (min(index, flags.end() - 1) - flags.start()) // 2
        at = flags.start() + 2 * pairs if pairs else at
    return next(Span(*m.span()) for m in _GRAPHEME.finditer(text, at) if m.end() > index)


# --- words ------------------------------------------------------------------------------------------------------------

# A word begins where Unicode's word boundaries (UAX #29, `regex`'s w flag) put one before a letter or digit, or before
# the underlines of Markdown's _word_.
_WORD = regex.compile(r"(?V1w)\b_*[\p{L}\p{N}]")
_WORDLIKE = regex.compile(r"[\p{L}\p{N}]")
_LAST_WORDLIKE = regex.compile(r"(?r)[\p{L}\p{N}]\p{M}*")


def _with_words_around(text: str, breaks: Iterable[int]) -> Iterator[int]:
    """The breaks with something to read before and after them; blanks at an end of the text are no paragraph."""
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    return (at for at in breaks if first < at < last)


def _tiles(start: int, stop: int, breaks: Iterable[int]) -> list[Span]:
    """[start, stop) cut at the breaks that lie inside it."""
    edges = sorted({start, stop, *(b for b in breaks if start < b < stop)})
    return list(map(Span._make, pairwise(edges)))
