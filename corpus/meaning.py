"""Whether two wordings that are alike in letters say the opposite, or another number: for that, one word is enough.

Negations are the English ones. Neither tells more than words and digits do: whoever reads both decides."""

import re

from corpus.folding import folded_words, unmarked

_NEGATIONS = frozenset(
    """not never no none nobody nothing nowhere neither nor without cannot isnt arent wasnt werent dont doesnt didnt
    havent hasnt hadnt wont wouldnt cant couldnt shouldnt mustnt neednt mightnt shant aint""".split()  # noqa: SIM905
)
_TWO_WORDS = {"cannot": ("can", "not")} | {
    word: (word[:-2], "not") for word in _NEGATIONS if word.endswith("nt") and word not in ("wont", "cant", "shant")
}
_TWO_WORDS |= {"wont": ("will", "not"), "cant": ("can", "not"), "shant": ("shall", "not")}
_AS_LETTERS = str.maketrans("015", "ols")
_AS_DIGITS = str.maketrans("oOlIiSsBZz", "0011155822")
_MIXED = re.compile(r"[^\W_]*\d[^\W_]*")
_READ_WRONG = frozenset("0158")
"""Digits that a scanner writes for letters."""
_ORDINAL = re.compile(r"(\d+)[^\W\d_]{1,2}")
_NAMED = re.compile(r"[^\W\d_]+(\d{2,})")
_THOUSANDS = re.compile(r"(?<=\d)(?:[,.'’\u00a0\u2009\u202f ])(?=\d{3}(?!\d))")
_NUMBERS = re.compile(r"\d+(?:[.,:/]\d+)*")
_PAGE = re.compile(r"^\W*\d{1,4}\W*$", re.MULTILINE)
_PARTED = re.compile(r"[.,:/]")


def contrary(words: str, others: str) -> bool:
    """Whether one has a negation that the other has not, or has in another place, or another number."""
    return _numbers_differ(words, others) or _negations_differ(_words(words), _words(others))


def numbers(words: str) -> list[str]:
    """The numbers in their order: "8.5" and "85" are two, "1,500" and "1500" one. A letter that a scanner reads for a
    digit is one among digits, and digits among letters are none."""
    read = _MIXED.sub(lambda found: _number_in(found[0]), words)
    return [_PARTED.sub(".", found) for found in _NUMBERS.findall(_THOUSANDS.sub("", read))]


def _number_in(token: str) -> str:
    """What of a token of letters and digits is a number."""
    if token.isdigit():
        return token
    digits = sum(c.isdigit() for c in token)
    as_digits = token.translate(_AS_DIGITS)
    if as_digits.isdigit() and 2 * digits >= len(token) and not token.endswith("s"):
        return as_digits
    if found := _ORDINAL.fullmatch(token):
        return f"{found[1]} "
    if (found := _NAMED.fullmatch(token)) and not set(found[1]) <= _READ_WRONG:
        return f" {found[1]}"
    return " "


def _numbers_differ(words: str, others: str) -> bool:
    """Whether each has a number that the other has not there; one that only one side has may be a footnote's.

    A mark or the number of a page is looked at as a number and as none, for a quoter may have parted it from its word.
    """
    return all(_changed(one, two) for one in _readings(words) for two in _readings(others))


def _readings(words: str) -> list[list[str]]:
    return [numbers(some) for some in (_PAGE.sub(" ", unmarked(words)), unmarked(words), words)]


def _changed(ones: list[str], twos: list[str]) -> bool:
    from rapidfuzz.distance import Indel

    return Indel.distance(ones, twos) > abs(len(ones) - len(twos))  # what is left over, is so on both sides


def _words(text: str) -> list[str]:
    found = list[str]()
    for word in folded_words(text):
        word = word.translate(_AS_LETTERS) if not word.isdigit() else word
        found += _TWO_WORDS.get(word, (word,))
    return found


def _negations_differ(words: list[str], others: list[str]) -> bool:
    """Whether, where the words differ, one side has more negations than the other."""
    from rapidfuzz.distance import Levenshtein

    balance = 0
    for step in Levenshtein.opcodes(words, others):
        if step.tag == "equal":
            if balance:
                return True
            continue
        balance += sum(word in _NEGATIONS for word in words[step.src_start : step.src_end])
        balance -= sum(word in _NEGATIONS for word in others[step.dest_start : step.dest_end])
    return balance != 0
