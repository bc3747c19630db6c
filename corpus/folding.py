"""A text as its bare letters, each with its place: what is left when only the words matter.

Case, diacritics, blanks, line ends, hyphens, quotation marks and all other punctuation go; ligatures and wide forms
become their letters; Arabic tatweel and vowel marks go and letters that are written for each other become one. What a
printer or a transcriber put between the words goes too: footnote numbers glued to a word, `Footnote 12`, `[12]`, time
stamps. Places are code points of the text that was folded.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from corpus.text import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Offsets = NDArray[np.int64]


class Folded(NamedTuple):
    """The letters of a text; `offsets[k]` is the code point in the text that letter `k` comes from, never falling."""

    letters: str
    offsets: "Offsets"

    def span(self, start: int, stop: int) -> Span:
        """Where letters [start, stop), at least one, stand in the text: from the first letter to behind the last."""
        return Span(int(self.offsets[start]), int(self.offsets[stop - 1]) + 1)

    def at(self, offset: int) -> int:
        """The first letter that stands at or behind this code point; the number of letters if none does."""
        return int(self.offsets.searchsorted(offset))


def fold(text: str, start: int = 0, stop: int | None = None, *, masked: bool = True) -> Folded:
    """The letters of text[start:stop], with places in the whole text. 10 MB take about a quarter of a second.

    Without `masked` the numbers and stamps between the words stay. Only what lies in the part decides about its
    letters: at an edge that cuts a mark in two, its digits stay."""
    import numpy as np

    part, table = text[start:stop], _table()
    codes = np.frombuffer(part.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    unknown = codes[~table.known[codes]]
    if unknown.size:
        table.learn(np.unique(unknown).tolist())
    lengths = table.lengths[codes]
    if masked:
        for first, last in _marks(part):
            lengths[first:last] = 0
    many = np.flatnonzero(lengths > 1)
    offsets = np.repeat(np.arange(len(codes)), lengths) if many.size else np.flatnonzero(lengths)
    letters = table.firsts[codes[offsets]]
    if many.size:
        firsts = np.cumsum(lengths, dtype=np.int64)[many] - lengths[many]
        for at, code in zip(firsts.tolist(), codes[many].tolist(), strict=True):
            rest = table.longer[code]
            letters[at : at + len(rest)] = rest
    return Folded(letters.tobytes().decode("utf-32-le", "surrogatepass"), offsets + start)


def between_words(text: str, folded: Folded, k: int) -> bool:
    """Whether a word ends before letter `k` and another begins there; True at both ends of the letters.

    A footnote mark or a blank parts words; an apostrophe, a vowel mark or a hyphen at a line's end does not. In
    scripts that put no blanks between words, any two letters may be parted."""
    if not 0 < k < len(folded.letters):
        return True
    before, after = int(folded.offsets[k - 1]), int(folded.offsets[k])
    if before == after:
        return False
    if after == before + 1:
        return bool(_SPACELESS.match(text[before])) or bool(_SPACELESS.match(text[after]))
    return not _JOINING.fullmatch(text, before + 1, after)


def folded_words(text: str, *, masked: bool = True) -> list[str]:
    """The letters of each word, in order; a word divided at a line's end is one."""
    folded = fold(text, masked=masked)
    cuts = [k for k in range(len(folded.letters)) if k and between_words(text, folded, k)]
    return [folded.letters[a:b] for a, b in zip([0, *cuts], [*cuts, len(folded.letters)], strict=True) if a < b]


def unmarked(text: str) -> str:
    """The text with a blank for each footnote mark and time stamp."""
    parts, at = [], 0
    for start, stop in sorted(_marks(text)):
        if start >= at:
            parts += [text[at:start], " "]
            at = stop
    return "".join(parts) + text[at:]


# --- what goes --------------------------------------------------------------------------------------------------------

# Each begins with a character that is rare, or else `re` would try it at every place.
_FOOTNOTE = re.compile(r"[Ff](?:ootnote|OOTNOTE)s?\s?\d{1,4}")
_BRACKETED = re.compile(r"[\[(<](?:\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])>]|(?<=\[)\d{1,3}\])")
_NUMBER = re.compile(r"[0-9]+(?::\d\d:\d\d(?:[.,]\d{1,3})?)?(?![\w:])(?![.,]\d)")
_LETTERS = re.compile(r"[^\W\d_]{3}")


def _marks(text: str) -> Iterator[tuple[int, int]]:
    """Footnote marks and time stamps: "Footnote 12", "[12]", "[12:34]", "00:12:34", "abroad57", "abroad,57".

    Two letters with digits are a name (AK47); what is neither in brackets nor has seconds may be a time that was said;
    "1,500" and "10:30" are numbers."""
    if not any(digit in text for digit in "0123456789"):
        return
    for pattern in (_FOOTNOTE, _BRACKETED):
        for match in pattern.finditer(text):
            yield match.span()
    for match in _NUMBER.finditer(text):
        start, stop = match.span()
        if ":" in match[0]:
            if start == 0 or not (text[start - 1].isalnum() or text[start - 1] in ":_"):
                yield start, stop
        elif stop - start <= 3 and (_LETTERS.fullmatch(text, start - 3, start) or _glued_to_mark(text, start)):
            yield start, stop


def _glued_to_mark(text: str, at: int) -> bool:
    """Whether closing punctuation stands before this place, and no digit before that."""
    return at >= 2 and text[at - 1] in _CLOSING and not text[at - 2].isdigit() and not text[at - 2].isspace()


_CLOSING = frozenset(".,;:!?’”\"')]»")
_JOINING = re.compile(
    r"(?:['’ʼʿʾ‘`\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640\u00ad\u200b-\u200d]|[-‐]\s*\n\s*)+"
)
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)

# --- what a character becomes -----------------------------------------------------------------------------------------

_ALIKE = {
    **{"ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ٱ": "ا", "ـ": ""},
    **{"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe"},
    **dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", ""),  # footnote marks
}


class _Table:
    """What each code point becomes, looked up once for all texts."""

    def __init__(self) -> None:
        import numpy as np

        size = 0x110000  # what is never met is never touched and takes no memory
        self.known: NDArray[np.bool_] = np.zeros(size, dtype=np.bool_)
        self.lengths: NDArray[np.uint8] = np.zeros(size, dtype=np.uint8)
        self.firsts: NDArray[np.uint32] = np.zeros(size, dtype=np.uint32)
        self.longer: dict[int, list[int]] = {}

    def learn(self, codes: list[int]) -> None:
        for code in codes:
            letters = [ord(c) for c in _letters(chr(code))]
            if letters:
                self.firsts[code] = letters[0]
            if len(letters) > 1:
                self.longer[code] = letters
            self.lengths[code] = len(letters)
            self.known[code] = True  # last: another thread may be reading


@cache
def _table() -> _Table:
    """Made when first needed: a program that folds nothing need not wait for numpy."""
    return _Table()


def _letters(character: str) -> str:
    """What is left of one character."""
    if character in _ALIKE:
        return _ALIKE[character]
    kept = []
    for c in unicodedata.normalize("NFKD", character.casefold()):
        kind = unicodedata.category(c)
        if kind[0] in "LN" and not "\u02b0" <= c <= "\u02ff":
            digit = unicodedata.digit(c, None)
            kept.append(_ALIKE.get(c, c) if digit is None else str(digit))
        elif kind in ("Mn", "Mc") and not unicodedata.combining(c) and not "\ufe00" <= c <= "\ufe0f":
            kept.append(c)  # a vowel of Hindi or Thai, which is no mere accent
    return unicodedata.normalize("NFC", "".join(kept))
