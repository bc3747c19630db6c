"""Where does this quote stand? Here: exactly, or but for blanks and quotation marks; and only where it is unique.

A quote that stands twice, or nowhere, is told; nothing is guessed."""

import re
from collections.abc import Iterator

from corpus.refused import Refused
from corpus.text import Span, snap

_SINGLE = "'‘’‚‛`´′"
_DOUBLE = '"“”„‟«»″'
_PARTS = re.compile(rf"\s+|[{_SINGLE}]|[{re.escape(_DOUBLE)}]")


def locate(text: str, quote: str) -> Span:
    """The one place where the quote stands in the text.

    Word for word first; if it is not there, whatever the blanks, line ends and quotation marks are like.
    Raises Refused: no words, not found, or found more than once."""
    if not quote.strip():
        raise Refused("The quote has no words.")
    for pattern in (re.escape(quote), folded(quote.strip())):
        found = list(_places(text, pattern))
        if len(found) == 1:
            return found[0]
        if found:
            places = ", ".join(str(span.start) for span in found[:5])
            more = "" if len(found) <= 5 else " …"
            raise Refused(f"The quote stands there {_times(len(found))} (at {places}{more}); give start and stop.")
    raise Refused("The quote was not found in the text.")


def folded(quote: str) -> str:
    """A pattern for the quote in which blanks match blanks, and quotation marks their like."""
    pattern, at = [], 0
    for part in _PARTS.finditer(quote):
        pattern.append(re.escape(quote[at : part.start()]))
        mark = part[0]
        kind = _SINGLE if mark in _SINGLE else _DOUBLE
        pattern.append(r"\s+" if mark.isspace() else f"[{re.escape(kind)}]")
        at = part.end()
    return "".join(pattern) + re.escape(quote[at:])


def _places(text: str, pattern: str) -> Iterator[Span]:
    """Every occurrence, also overlapping ones (at most 1,000), that begins and ends at whole characters."""
    found, at, compiled = 0, 0, re.compile(pattern)
    while found < 1000 and (match := compiled.search(text, at)):
        span = Span(match.start(), match.end())
        if snap(text, *span) == span:
            found += 1
            yield span
        at = match.start() + 1


def _times(n: int) -> str:
    return "twice" if n == 2 else "1,000 times or more" if n >= 1000 else f"{n} times"
