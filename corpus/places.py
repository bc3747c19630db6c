"""A place where a quote stands, with its edges at words, and how like the words there are to those of the quote."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from corpus.aligning import Aligned, hole
from corpus.folding import Folded, between_words, fold, folded_words
from corpus.text import Span, snap
from corpus.wanted import unwrapped

How = Literal["exact", "folded", "pieces", "fuzzy", "gapped"]
"""Word for word; letter for letter; in pieces around ellipses; with errors; with errors and gaps in the text."""


class Match(NamedTuple):
    """A place in the text `id`, from its first word to its last; `pieces` are where the words of the quote stand."""

    id: str
    start: int
    stop: int
    score: float
    how: How
    pieces: tuple[Span, ...]
    whole: bool = True
    """Whether every part of the quote is there; if not, the place is at most a guess."""

    @property
    def span(self) -> Span:
        """The whole place."""
        return Span(self.start, self.stop)


TYPOGRAPHY, SAME_WORDS, SAME_LETTERS, INSIDE = 1, 2, 3, 4
"""How like equal letters are: but for blanks and marks; word by word; otherwise; only inside words. 0 is exact."""
LEAST_HOLE = 12
"""Letters: a stretch of a quote that is nowhere in its place may be so long, or an eighth of it. Errors and short
insertions leave smaller ones; of a quote put together from two places, one half is a large one."""
SAID = 60
"""Letters that may stand between two pieces of a quote within a line."""
GAP_COST = 0.02
"""What each gap takes off the score: of two ways to read a place, that with fewer gaps."""
_LINES = re.compile(r"[^\w\n]{0,6}\n.*\n[^\w\n]{0,6}", re.DOTALL)
_BLANK, _HYPHENATED = re.compile(r"\s+"), re.compile(r"[-‐\u00ad]\s*\n\s*|\u00ad")
SINGLE = "'‘’‚‛`´′"
DOUBLE = '"“”„‟«»″'
_DASHES = "-‐‑‒–—―−"
_MARKS = str.maketrans({**dict.fromkeys(SINGLE + DOUBLE, "'"), **dict.fromkeys(_DASHES, "-")})


def _plain(words: str) -> str:
    """The words with plain blanks, quotation marks and dashes, and without the marks around them."""
    return _BLANK.sub(" ", _HYPHENATED.sub("", words)).translate(_MARKS).strip(" '-.,;:!?…")


def rank_of(text: str, span: Span, words: str) -> int:
    """How like the words at this place are to those of the quote, whose letters are the same.

    A quoter, a word processor or a printer changes blanks, marks and dashes without knowing: they tell no places apart.
    """
    there = text[span.start : span.stop]
    if there == words:
        return 0
    if _plain(there) == _plain(words):
        return TYPOGRAPHY
    asked, asked_bare = folded_words(words, masked=False), folded_words(words)
    there_words, there_bare = folded_words(there, masked=False), folded_words(there)
    same = asked in (there_words, there_bare) or asked_bare == there_words
    return SAME_WORDS if same else SAME_LETTERS


def with_marks(text: str, span: Span, words: str) -> Span:
    """The span with those marks at its edges that the quote has too, but for quotation marks around all of it."""
    for some in (words, unwrapped(words)):
        start, stop = span
        before, after = _edges(some)
        for c in reversed(before):
            if start == 0 or not _alike(c, text[start - 1]):
                break
            start -= 1
        for c in after:
            if stop == len(text) or not _alike(c, text[stop]):
                break
            stop += 1
        if text[start:stop] == some:
            break
    return snap(text, start, stop)


@lru_cache(maxsize=16)
def _edges(words: str) -> tuple[str, str]:
    """What of the words is before the first letter and behind the last: marks, and digits that are taken for marks."""
    offsets = fold(words).offsets
    return (words[: offsets[0]], words[offsets[-1] + 1 :]) if offsets.size else (words, "")


def _alike(mark: str, other: str) -> bool:
    return not other.isspace() and mark.translate(_MARKS) == other.translate(_MARKS)


def placed(text: str, part: Folded, aligned: Aligned, letters: str, id_: str, how: How, words: str = "") -> Match:
    """The place of aligned letters, with its edges at words."""
    pieces = [piece for piece in aligned.pieces if piece[0] < piece[1]]
    if not pieces:
        at = part.span(0, 1).start if part.letters else 0
        return Match(id_, at, at, 0.0, how, (), False)
    spans = [snap(text, *part.span(*_at_words(text, part, *piece))) for piece in pieces]
    spans[0] = Span(with_marks(text, spans[0], words).start, spans[0].stop)
    spans[-1] = Span(spans[-1].start, with_marks(text, spans[-1], words).stop)
    gaps, whole = 0, True
    if how == "gapped":
        gaps = len(spans) - 1
        whole = all(_layout(text[a.stop : b.start]) for a, b in pairwise(spans))
    if how != "pieces":
        there = "".join(part.letters[a:b] for a, b in pieces)
        whole = whole and hole(letters, there) <= max(LEAST_HOLE, len(letters) // 8)
    score = max(0.0, 1 - aligned.edits / len(letters) - GAP_COST * gaps)
    return Match(id_, spans[0].start, spans[-1].stop, round(score, 4), how, tuple(spans), whole)


def _layout(between: str) -> bool:
    """Whether what stands in a gap of the quote can be no part of it: a few words, as of who spoke, or whole lines.

    A page's end with its footnotes begins and ends at a line's end; a sentence that was left out unmarked hardly does.
    """
    return len(fold(between).letters) <= SAID or bool(_LINES.fullmatch(between))


def _at_words(text: str, part: Folded, start: int, stop: int) -> tuple[int, int]:
    """Letters [start, stop) moved to the nearest edges of words, by at most four letters; outward if both are near."""

    def nearest(at: int, outward: int) -> int:
        for step in range(5):
            for to in (at + step * outward, at - step * outward):
                if 0 <= to <= len(part.letters) and between_words(text, part, to):
                    return to
        return at

    first, last = nearest(start, -1), nearest(stop, 1)
    return (first, last) if first < last else (start, stop)


def apart(matches: list[Match]) -> list[Match]:
    """Of those that share half of the shorter, the first."""
    kept = list[Match]()
    for match in matches:
        if all(
            match.id != other.id
            or 2 * (min(match.stop, other.stop) - max(match.start, other.start))
            < min(match.stop - match.start, other.stop - other.start)
            for other in kept
        ):
            kept.append(match)
    return kept
