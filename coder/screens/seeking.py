"""What was sought in a text, where it stands, and the way from one place to the next. No screen."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from coder.search import Hit, find, is_quote
from corpus.text import Span, snap

_SHOWN = 40
"""Letters of what was sought that are said again."""


def seek(text: str, words: str, stop: Callable[[], bool]) -> list[Hit]:
    """Where the words stand, best first; each out to whole letters with their marks, on which a cursor can stand."""
    found = find(text, words, stop=stop)
    whole = [snap(text, hit.start, hit.stop) for hit in found]
    return [hit._replace(start=span.start, stop=span.stop) for hit, span in zip(found, whole, strict=True)]


class Sought:
    """Words and their places, numbered from 0 in the order of the text."""

    def __init__(self, words: str = "", best_first: Sequence[Hit] = ()) -> None:
        self.words = words
        self.hits = sorted(best_first)
        self._best = best_first[0] if best_first else None

    @property
    def spans(self) -> list[Span]:
        """The places."""
        return [hit.span for hit in self.hits]

    @property
    def is_quote(self) -> bool:
        """Whether a place is selected when one comes to it, so that a digit tags it."""
        return is_quote(self.words)

    def first(self, cursor: int) -> int:
        """Where to go first: on from the cursor; where all are only like the words, to the likest."""
        if self._best is not None and self.hits[0].how == "like":
            return self.hits.index(self._best)
        return bisect_left(self.hits, cursor, key=lambda hit: hit.start) % len(self.hits)

    def after(self, cursor: int) -> int:
        """The next one, around."""
        return bisect_right(self.hits, cursor, key=lambda hit: hit.start) % len(self.hits)

    def before(self, cursor: int) -> int:
        """The one before, around."""
        return (bisect_left(self.hits, cursor, key=lambda hit: hit.start) - 1) % len(self.hits)

    def told(self, number: int) -> str:
        """Which of how many it is, and how to go on."""
        hit, how = self.hits[number], ""
        if hit.how == "like":
            how = " (not word for word)" if hit.score == 100 else f" (not word for word) {int(hit.score)} % like it"
        words = self.words if len(self.words) <= _SHOWN else f"{self.words[: _SHOWN - 1]}…"
        return f"“{words}”: {number + 1} of {len(self.hits)}{how} · n next, N back, Esc clears"
