"""Texts and the spans in them: what may be kept as a text, and where its paragraphs, sentences, words and graphemes lie.

Offsets are code points of the canonical text, ends exclusive; they never change after import. Paragraphs, sentences and words
tile: every code point lies in exactly one of them, so a cursor is always somewhere; `bare` and `bare_word` take off the blanks.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import regex

from corpus.refused import Refused

MAX_LENGTH = 20_000_000  # code points of one document
WIDE = 120  # code points: nobody wraps lines later than this, so a longer line is a paragraph that was never wrapped


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
            f"The text has {len(text):,} characters and a document holds at most {MAX_LENGTH:,}: split it into parts."
        )
    if bad := regex.search("[\0\ud800-\udfff]", text):
        what = "a NUL" if bad.group() == "\0" else "half a character (a lone surrogate)"
        line = text.count("\n", 0, bad.start()) + 1
        raise Refused(
            f"There is {what} at character {bad.start() + 1:,} (line {line:,}), which no plain text holds:"
            " save it as UTF-8 text and import that."
        )
    if not text or text.isspace():
        raise Refused("The text is empty, there is nothing to read in it: choose another file.")
    return text


def text_id(text: str) -> str:
    """What names a text: the SHA-256 of its UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def paragraphs(text: str) -> list[Span]:
    """Tile the text with its paragraphs; the blank lines after a paragraph belong to it, those at the top to the first.

    Blank lines separate. Hard-wrapped lines stay together; where most of a block is in lines longer than WIDE, each
    line is a paragraph. Bullets, headings and interview turns at a line's start begin one.
    """
    ends = _line_ends_in_wide_blocks(text)
    return _tiles(0, len(text), {*_after_blank_lines(text), *_bullets(text), *_turns(text), *ends})


def sentences(text: str, start: int = 0, stop: int | None = None) -> list[Span]:
    """Tile [start, stop) with sentences; blanks and closing quotation marks belong to the sentence before them.

    The whole text is cut paragraph by paragraph. A part is taken as running text, in which single line ends do not
    end a sentence: give it a paragraph. Linear: 2 MB in one line take about 0.1 s.
    """
    stop = len(text) if stop is None else stop
    if (start, stop) == (0, len(text)):
        blocks = paragraphs(text)
    else:
        part = text[start:stop]
        blocks = _tiles(0, len(part), {*_after_blank_lines(part), *_bullets(part), *_turns(part)})
    breaks: set[int] = set()
    for block in blocks:
        at = start + block.start
        breaks.add(at)
        breaks.update(at + cut for cut in _sentence_cuts(text[at : start + block.stop]))
    return _tiles(start, stop, breaks)


def words(text: str, start: int = 0, stop: int | None = None) -> list[Span]:
    """Tile [start, stop) with words, each with the blanks and punctuation after it; what comes before the first is its own."""
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
# Before such a character, and after such a one, graphemes always part; searching back for it keeps `snap` local.
_PLAIN = r"[\p{Zs}\p{Po}\p{Ps}\p{Pe}\n\p{Latin}\p{Arabic}\p{Han}\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Hiragana}\p{Katakana}\p{Nd}--\p{M}--\p{Cf}--\p{Emoji_Presentation}]"
_PARTING = regex.compile(rf"(?rV1)(?<={_PLAIN}){_PLAIN}")


def _grapheme(text: str, index: int) -> Span:
    """The grapheme that holds the code point at `index`."""
    sure = _PARTING.search(text, 0, index + 1)
    at = sure.start() if sure else 0
    while (stop := _GRAPHEME.match(text, at).end()) <= index:
        at = stop
    return Span(at, stop)


# --- words ------------------------------------------------------------------------------------------------------------

# A word begins where Unicode's word boundaries (UAX #29, `regex`'s w flag) put one before a letter or digit.
_WORD = regex.compile(r"(?V1w)\b[\p{L}\p{N}]")
_WORDLIKE = regex.compile(r"[\p{L}\p{N}]")
_LAST_WORDLIKE = regex.compile(r"(?r)[\p{L}\p{N}]\p{M}*")


# --- paragraphs -------------------------------------------------------------------------------------------------------

# The standard library's `re` where it can: with a literal first character it is several times faster than `regex`.
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_BULLET = re.compile(
    r"\n[ \t]*(?=[•●▪◦‣⁃∙·–—*+#(\d a-z-])"  # most lines are told by this one character
    r"(?:[•●▪◦‣⁃∙·–—*+-][ \t]|#{1,6}[ ]|\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})\)[ \t]|\d{1,2}\.[ \t]+(?=[^\W\d_a-z]))"
)
_WORD_OF_NAME = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}.'’-]{0,24}"
_TURN = regex.compile(
    r"\s*[*_]{0,2}(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?\s+)?"  # [00:12:31]
    rf"(?P<label>(?!\p{{Ll}}|\p{{N}}){_WORD_OF_NAME}(?:[ ](?!\p{{Ll}}){_WORD_OF_NAME}){{0,3}})"  # Q, INTERVIEWER 2, Umm Khalid
    r"(?:[ ]\([^()\n]{1,40}\))?[*_]{0,2}[:：]"  # (through an interpreter):
)
_COLON = re.compile(r":(?=[\s*_])")
_WIDE_COLON = re.compile("：")
_QUESTION_OR_ANSWER = regex.compile(r"[QA]\d{0,3}|[سج问答問]")
_ENDED = re.compile(r"[.?!…:;؟۔。！？][\"'”’»)\]*_」』]*\s*\Z")


def _after_blank_lines(text: str) -> Iterator[int]:
    first = len(text) - len(text.lstrip())
    return (m.end() for m in _BLANK_LINES.finditer(text, first))


def _bullets(text: str) -> Iterator[int]:
    return (m.start() + 1 for m in _BULLET.finditer(text))


def _turns(text: str) -> Iterator[int]:
    """Where interview turns begin: a name and a colon at the start of a line.

    "Islamic State: he" at the start of a wrapped line looks like a turn too; so a name that is no Q or A counts only
    after a line that ended, or if it stands there twice.
    """
    found = {
        start: turn["label"] for start, stop in _first_colons(text) if (turn := _TURN.fullmatch(text, start, stop))
    }
    times = Counter(found.values())
    for start, label in found.items():
        ended = _ENDED.search(text, max(0, start - 12), start) if start else True
        if ended or times[label] > 1 or _QUESTION_OR_ANSWER.fullmatch(label):
            yield start


def _first_colons(text: str) -> Iterator[tuple[int, int]]:
    """The start of every line that has a colon, and the place after its first one (those of clock times left out)."""
    for colon in (_COLON, _WIDE_COLON):
        line_end = -1
        while line_end < len(text) and (found := colon.search(text, line_end + 1)):
            yield text.rfind("\n", max(line_end, 0), found.start()) + 1, found.end()
            line_end = text.find("\n", found.start())
            if line_end < 0:
                return


def _line_ends_in_wide_blocks(text: str) -> Iterator[int]:
    """The line ends between blank lines where more than half of the characters are in lines longer than WIDE."""
    lines = text.split("\n")
    if max(map(len, lines)) <= WIDE:
        return
    at, size, wide, ends = 0, 0, 0, list[int]()
    for line in [*lines, ""]:
        length = len(line)
        at += length + 1
        if length and not line.isspace():
            size += length
            wide += length if length > WIDE else 0
            ends.append(at)
        elif ends:
            if wide * 2 > size:
                yield from ends
            size, wide, ends = 0, 0, []


# --- sentences --------------------------------------------------------------------------------------------------------

# sentencex takes an apostrophe for a quotation mark and then swallows whole paragraphs; blanks in their place cure it.
_QUOTES = str.maketrans(dict.fromkeys("\"'‘’‚‛“”„‟«»‹›「」『』《》", " "))
_OPENING = regex.compile(r"(?r)(?<=\s)[\"'‘‚“„«‹「『《(\[¿¡*_]+\s*")
_NOT_AN_END = regex.compile(
    r"(?r)(?:\b(?i:vol|vols|pp?|no|nos|fig|figs|approx|ca|cf|vs|viz|ed|eds|art|para|ch|e\.g|i\.e|Ph\.D|M\.A|Rev)\.\s*"
    r"|(?<!\p{L})[دأمصه]\.\s*"  # Arabic initials and titles
    r"|^[\s(]*(?:\d{1,3}|\p{L})[.)\s]*)"  # "1." before what it numbers
)
_CLOSED = regex.compile(r"(?r)[\"'”’»›」』)\]]\s*")


def _sentence_cuts(part: str) -> list[int]:
    """Where sentences begin within a paragraph, 0 not among them."""
    from sentencex import segment  # here, so that the commands that need no sentences need not load it

    cuts: list[int] = []
    at, last = 0, 0
    for piece in segment("en", part.translate(_QUOTES)):
        cut = at
        at += len(piece)
        if cut == 0 or not (piece.strip()):
            continue
        if opening := _OPENING.match(part, last, cut):
            cut = opening.start()
        if _NOT_AN_END.match(part, last, cut) or (part[at - len(piece)].islower() and _CLOSED.match(part, last, cut)):
            continue
        cuts.append(cut)
        last = cut
    return cuts


def _tiles(start: int, stop: int, breaks: Iterable[int]) -> list[Span]:
    """[start, stop) cut at the breaks that lie inside it."""
    edges = sorted({start, stop, *(b for b in breaks if start < b < stop)})
    return list(map(Span._make, pairwise(edges)))
