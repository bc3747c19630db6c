"""A quote as somebody wrote it down: what of it are the words that were said, and what the quoter added.

Quoters wrap the words in quotation marks, leave some out ("…"), put some in ("[he]"), and say in between who spoke.
"""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from corpus.folding import fold, folded_words

_ELLIPSIS = re.compile(r"\s*(?:[\[(<]\s*(?:…|\.(?:\s?\.)+)\s*[\])>]|…|\.\s?\.(?:\s?\.)+)\s*")
_INSERT = re.compile(r"\[[^\[\]]{1,80}\]")
_OPEN, _CLOSE = "\"“„«‘'‚‹", "\"”“»’'›"
# Words, 80 code points at most, between a closing and an opening quotation mark, or the same after a comma and before
# another: `we left,” he said, “at night`. A mark inside a word is an apostrophe.
_ATTRIBUTION = re.compile(
    rf"[,.;:!?–—-]?[{_CLOSE}](?!\w)[^{_OPEN}{_CLOSE}]{{2,80}}?(?<!\w)[{_OPEN}](?=\w|…|\[)"
    r"|,\s+(?:(?:[^\W\d_]+\s){1,3}(?:said|says|told|added|explained|recalled|wrote|argued)"
    r"|(?:said|says|added|explained|recalled|wrote|argued)(?:\s[^\W\d_]+){1,3})(?:\s[^\W\d_]+){0,4},\s",
    re.IGNORECASE,
)
_PAIRS = {'"': '"', "“": "”", "”": "”", "„": "“", "«": "»", "»": "«", "‘": "’", "'": "'", "‹": "›", "’": "’"}


class Wanted(NamedTuple):
    """The letters of a quote, and its parts around each ellipsis."""

    words: str
    letters: str
    parts: tuple[str, ...]
    heads: tuple[int, ...] = ()
    """How many letters its first word has, its first two, its first three …"""
    tails: tuple[int, ...] = ()
    """The same from its end."""


def wanted(quote: str) -> Wanted:
    """What to look for."""
    words = quote.strip()
    letters = fold(words).letters
    parts = tuple(part for some in _ELLIPSIS.split(words) if (part := fold(some).letters))
    lengths = (
        [len(word) for word in folded_words(words[:200])[:4]],
        [len(word) for word in folded_words(words[-200:])[-4:]],
    )
    return Wanted(words, letters, parts, tuple(accumulate(lengths[0])), tuple(accumulate(reversed(lengths[1]))))


def unwrapped(words: str) -> str:
    """Without the quotation marks around all of it."""
    while len(words) > 2 and words[0] in _PAIRS and words[-1] == _PAIRS[words[0]]:
        words = words[1:-1].strip()
    return words


def without_additions(words: str) -> Iterator[Wanted]:
    """The quote without what is in brackets; without who spoke; without both. Only those that differ."""
    words = unwrapped(words)
    seen = {words}
    no_inserts = _INSERT.sub(" ", words)
    for fewer in (no_inserts, _ATTRIBUTION.sub(" ", words), _ATTRIBUTION.sub(" ", no_inserts)):
        if fewer not in seen and (some := wanted(fewer)).letters:
            seen.add(fewer)
            yield some
