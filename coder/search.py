"""Where do these words stand in a text? Word for word, whatever the letters' case and the blanks, or else roughly.

Parts of words are found too, as one types them. What is long enough for a quote is then found as one: by its letters,
in pieces, with errors (`corpus.quotes`). A text is gone through in windows, so that a search in 10 MB, done in a
thread, holds nobody up."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from heapq import heappush, heapreplace
from itertools import islice
from typing import Literal, NamedTuple

from corpus.quotes import DEFAULT, Interrupted, locate, pattern_of
from corpus.text import Span

MOST = 20_000
"""More places than these in one text are not looked for."""
MOST_LIKE = 50
"""How many places that are only like the words are worth showing."""
LIKE = 75.0
"""From this score (0 to 100) on a place is like the words that were asked for."""
SHORTEST_LIKE = 4
"""Shorter words are like too many others."""
_WINDOW = 200_000
_ROUGH_WINDOW = 20_000

How = Literal["exact", "folded", "like"]
"""Word for word; but for case, blanks and quotation marks; or only something like it."""


class Hit(NamedTuple):
    """A place text[start:stop]; `score` is 100 unless it is only like what was asked for."""

    start: int
    stop: int
    score: float
    how: How

    @property
    def span(self) -> Span:
        """The place."""
        return Span(self.start, self.stop)


def find(text: str, query: str, limit: int = MOST, stop: Callable[[], bool] = lambda: False) -> list[Hit]:
    """The places of the query, best first: exact ones by place, then folded ones; without any, the likest.

    The places never overlap. `stop` is asked now and then: when it says so, what was found so far is returned."""
    query = query.strip()
    if not query:
        return []
    exact = list(islice(_matches(text, re.compile(re.escape(query)), stop), limit))
    folded_too = _matches(text, re.compile(pattern_of(query), re.IGNORECASE), stop)
    others = islice((span for span in folded_too if not _meets(exact, span)), limit - len(exact))
    found = [*(Hit(*span, 100.0, "exact") for span in exact), *(Hit(*span, 100.0, "folded") for span in others)]
    if found or len(query) < SHORTEST_LIKE:
        return found
    if is_quote(query):
        return _quoted(text, query, min(limit, MOST_LIKE), stop)
    return sorted(_like(text, query, min(limit, MOST_LIKE), stop), key=lambda hit: (-hit.score, hit.start))


def is_quote(words: str) -> bool:
    """Whether these are so many that they are looked for as a quote, and that their place is worth selecting."""
    return sum(map(str.isalnum, words)) >= DEFAULT.short


def _quoted(text: str, quote: str, limit: int, stop: Callable[[], bool]) -> list[Hit]:
    try:
        matches = locate(quote, {"": text}, stop=stop).matches[:limit]
    except Interrupted:
        return []
    return [Hit(match.start, match.stop, 100 * match.score, "like") for match in matches]


def _matches(text: str, pattern: re.Pattern[str], stop: Callable[[], bool]) -> Iterator[Span]:
    overlap, behind = 2 * len(pattern.pattern) + 100, 0
    for first in range(0, len(text), _WINDOW):
        if stop():
            return
        last = first + _WINDOW
        for match in pattern.finditer(text, max(first, behind), last + overlap):
            if match.start() >= last:
                break
            behind = match.end()
            yield Span(match.start(), behind)


def _meets(sorted_spans: list[Span], span: Span) -> bool:
    """Has the span a character in common with one of these, which are separate?"""
    at = bisect_left(sorted_spans, span.stop, key=lambda other: other.start)
    return at > 0 and sorted_spans[at - 1].stop > span.start


def _like(text: str, query: str, limit: int, stop: Callable[[], bool]) -> list[Hit]:
    """The `limit` likest places; the more are found, the higher the score that a place must have to be looked at."""
    needle, best = _lower(query), list[tuple[float, int, int]]()
    for first in range(0, len(text), _ROUGH_WINDOW):
        if stop():
            break
        part = _lower(text[first : first + _ROUGH_WINDOW + 2 * len(needle)])
        for score, start, end in _places(part, needle, lambda: best[0][0] + 0.01 if len(best) >= limit else LIKE):
            place = (score, -(first + start), first + end)
            if len(best) < limit:
                heappush(best, place)
            elif place > best[0]:
                heapreplace(best, place)
    return _apart(Hit(*_whole_words(text, -start, end), score, "like") for score, start, end in sorted(best)[::-1])


def _places(part: str, needle: str, cutoff: Callable[[], float]) -> Iterator[tuple[float, int, int]]:
    """The likest place in a part of the text, then the likest before and after it, and so on."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    todo = [(0, len(part))]
    while todo:
        start, end = todo.pop()
        if end - start < len(needle):
            continue
        found = partial_ratio_alignment(needle, part[start:end], score_cutoff=cutoff())
        if found is not None and found.dest_end > found.dest_start:
            a, b = start + found.dest_start, start + found.dest_end
            yield found.score, a, b
            todo += [(start, a), (b, end)]


def _whole_words(text: str, start: int, end: int) -> Span:
    """Out to whole words, without blanks at the ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    for _ in range(30):
        start -= start > 0 and text[start].isalnum() and text[start - 1].isalnum()
        end += end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return Span(start, end)


def _apart(hits: Iterator[Hit]) -> list[Hit]:
    """Of those that overlap, the first."""
    kept = list[Hit]()
    for hit in hits:
        if all(hit.stop <= other.start or other.stop <= hit.start for other in kept):
            kept.append(hit)
    return kept


def _lower(text: str) -> str:
    """In small letters, character for character."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)
