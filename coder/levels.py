"""What the unit of an agreement figure is: from passages in code points to spans of units, at each level.

A unit carries a code when a passage of it, or of a sub-code of it, touches the unit by at least one whole word (where
it holds no whole word: by a part of one). Everything is pure but for `texts`, which gives a document's text by its id.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np

from coder.agreement import continuum
from coder.agreement.continuum import Continuum
from coder.comparison import Coded, Comparison, Passage
from corpus.text import Span, bare_word, paragraphs, sentences, words

Texts = Callable[[str], str]
"""A text by its id."""

LEVELS = ("case", "document", "segment", "sentence", "passage", "character")
UNITS = {
    "case": "the words of one case in one document",
    "document": "a document",
    "segment": "a segment fixed for the round, else a paragraph",
    "sentence": "a sentence",
    "passage": "the passages themselves",
    "character": "a character",
}
"""What is compared at each level, in words."""
RULE = "a unit carries a code when a tag of it, or of its sub-codes, touches the unit by at least one word"
RULE_APART = "a unit carries a code when a tag of it touches the unit by at least one word; its sub-codes are apart"
IN_POINTS = ("passage", "character")
"""Levels whose units are code points."""


def continua(comparison: Comparison, level: str, texts: Texts) -> list[Continuum]:
    """Each document as a line of units, on which each coder's codes are spans; code c is `comparison.codes[c]`.

    The coders are those of the comparison, in its order; one who has not finished a document is missing there."""
    number = {code: at for at, code in enumerate(comparison.within)}
    coders = {coder: at for at, coder in enumerate(comparison.coders)}
    finished = np.zeros((len(comparison.documents), len(coders)), dtype=bool)
    lengths, read, places, codes = list[int](), list[tuple[int, int, int]](), list[tuple[int, int]](), list[int]()
    for at, document in enumerate(comparison.documents):
        length, place = _units(document, level, texts)
        lengths.append(length)
        for coded in document:
            finished[at, coders[coded.coder]] = True
            passages = [passage for passage in coded.passages if passage.code in number]
            read.append((at, coders[coded.coder], len(passages)))
            places += [place(passage) for passage in passages]
            codes += [number[passage.code] for passage in passages]
    *whose, times = np.array(read, dtype=np.int64).reshape(-1, 3).T
    there = np.fromiter(chain.from_iterable(places), np.int64, 2 * len(places)).reshape(-1, 2)
    rows = np.column_stack([*(np.repeat(of, times) for of in whose), there, np.array(codes, dtype=np.int64)])
    rows = rows[there[:, 0] < there[:, 1]]
    counted = [rows[:0]]
    for at, code in enumerate(comparison.codes):  # a passage of a sub-code counts for each code above it, too
        counts = np.array([code in keys for keys in comparison.within.values()], dtype=bool)
        of_code = rows[counts[rows[:, 4]]]
        of_code[:, 4] = at
        counted.append(of_code)
    return continuum.continua(lengths, finished, np.concatenate(counted))


def chosen(lines: Sequence[Continuum], codes: Sequence[int], of: int) -> Sequence[Continuum]:
    """The same with these of so many codes only, numbered in the order in which they are named."""
    if list(codes) == list(range(of)):
        return lines
    number = np.full(of, -1)
    number[list(codes)] = range(len(codes))
    every = [spans for line in lines for spans in line.coders if spans is not None]
    if not every:
        return lines
    spans = np.concatenate(every)  # all at once: there are many, and each is short
    new = number[spans[:, 2]]
    kept = new >= 0
    before = np.concatenate([[0], np.cumsum(kept)])
    ends = before[np.cumsum([len(some) for some in every])]
    spans = np.column_stack([spans[kept, :2], new[kept]])
    parts = iter(np.split(spans, ends[:-1]))
    return [
        Continuum(line.length, tuple(None if spans is None else next(parts) for spans in line.coders)) for line in lines
    ]


def _units(document: tuple[Coded, ...], level: str, texts: Texts) -> tuple[int, Callable[[Passage], tuple[int, int]]]:
    """How many units the document has, and the units that a passage touches: from the first to before the last; none
    where a passage lies between the segments that were fixed."""
    if level in IN_POINTS:
        return document[0].length, lambda passage: (passage.start, passage.stop)
    if level == "document":
        return 1, lambda passage: (0, 1)
    if level == "case":
        return _cases(document)
    text, fixed = texts(document[0].text_id), {coded.segments for coded in document}
    [segments] = fixed if len(fixed) == 1 else [()]  # rounds that are pooled may have other ones
    parts = segmented(text, segments) if level == "segment" and segments else parted(text, level)
    return len(parts.starts), lambda passage: parts.touched(passage.start, passage.stop)


def all_have_cases(comparison: Comparison) -> bool:
    """Whether every passage says whose words it is, by its tag or its document, and there are some."""
    passages = [(passage.case or coded.case) for coded in comparison.readings() for passage in coded.passages]
    return bool(passages) and None not in passages


def cases(document: tuple[Coded, ...]) -> list[str | None]:
    """The cases that somebody's passage names and the document's own; None, nobody's words, if a passage is of no case
    or there is none at all.

    A case whose words nobody tagged is not known from the readings, so it is no unit."""
    default = document[0].case
    found = {passage.case or default for coded in document for passage in coded.passages}
    if default is not None or not found:
        found.add(default)
    return sorted(found, key=lambda case: case or "")


def _cases(document: tuple[Coded, ...]) -> tuple[int, Callable[[Passage], tuple[int, int]]]:
    default = document[0].case
    at = {case: number for number, case in enumerate(cases(document))}

    def place(passage: Passage) -> tuple[int, int]:
        number = at[passage.case or default]
        return number, number + 1

    return len(at), place


@dataclass(frozen=True)
class Parts:
    """A text's words, and its parts (sentences, paragraphs, segments), by where each starts and stops."""

    text: str
    words: tuple[int, ...]
    starts: tuple[int, ...]
    stops: tuple[int, ...]

    def touched(self, start: int, stop: int) -> tuple[int, int]:
        """The parts in which a passage has a whole word, else those in which it has a part of one: from the first to
        before the last."""
        first, last = bisect_left(self.words, start), bisect_left(self.words, stop) - 1
        if last >= first and self._word_stop(last) > stop:
            last -= 1
        if last < first:
            first, last = max(0, bisect_right(self.words, start) - 1), max(0, bisect_left(self.words, stop) - 1)
        here = self.words or (start,)
        return bisect_right(self.stops, here[first]), bisect_right(self.starts, here[last])

    def word_of(self, offset: int) -> int:
        """Number of the word that holds the offset."""
        return bisect_right(self.words, offset) - 1

    def _word_stop(self, word: int) -> int:
        stop = self.words[word + 1] if word + 1 < len(self.words) else len(self.text)
        return bare_word(self.text, Span(self.words[word], stop)).stop


@lru_cache(maxsize=512)
def parted(text: str, level: str) -> Parts:
    """The text's words and its sentences, or (segment) paragraphs; remembered, since texts do not change."""
    parts: Sequence[Span] = sentences(text) if level == "sentence" else paragraphs(text)
    return segmented(text, tuple(parts))


@lru_cache(maxsize=512)
def segmented(text: str, parts: tuple[Span, ...]) -> Parts:
    """The text's words and these parts of it, in order."""
    return Parts(text, _words(text), tuple(part.start for part in parts), tuple(part.stop for part in parts))


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[int, ...]:
    return tuple(word.start for word in words(text))
