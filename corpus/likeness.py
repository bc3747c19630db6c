"""What is alike: documents with the same text, passages with the same words.

Words only: whoever says the same in other words is not found here. Suggestions; nothing is decided by the program.
Likenesses are 0 to 1. Names that may be one person are in `corpus.names`.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.difference import hashes, moved_letters
from corpus.folding import fold, folded_words
from corpus.index import Source, Stop
from corpus.quotes import DEFAULT, Match, everywhere
from corpus.text import Span

Fingerprint = NDArray[np.uint64]
"""A sample of a text's stretches of letters, sorted; the same stretches of other texts are in their samples too."""
Key = TypeVar("Key", bound=Hashable)

NEAR_DUPLICATE = 0.6
"""From this containment on two documents are versions of one; 3 % of wrong letters, or a third cut, stay above it."""
SHARES = 0.2
"""From this on one quotes the other at length. In a study 99 to 100 % of damaged copies were above it."""
_GRAM, _ONE_IN = 14, np.uint64(8)
_BOILERPLATE = 60
"""A stretch that so many documents have is a letterhead or a licence and says nothing."""
_SHARED_LETTERS = 30

SAME_WORDS = 0.76
"""From this partial ratio on two passages have the same words (in a study precision .98, recall .91 on 57 pairs)."""
LEAST_LETTERS = 30
"""Passages with fewer are alike only if their letters are the same, and they have at least …"""
LEAST_WORDS = 3
"""… so many words."""
ALIKE = 0.60
"""From this locator score on a passage is worth suggesting (in the study 56 of 57 pairs, 12 others)."""


class Likeness(NamedTuple):
    """How much of the shorter of two documents the other has too."""

    id: str
    containment: float
    kind: Literal["same words", "near-duplicate", "shares text"]


class Pair(NamedTuple, Generic[Key]):
    """Two passages with the same words."""

    a: Key
    b: Key
    score: float


@dataclass(frozen=True)
class Shared:
    """A stretch that two texts share, in each."""

    a: Span
    b: Span


# --- documents --------------------------------------------------------------------------------------------------------


def fingerprint(text: str) -> Fingerprint:
    """The sample of a text: about one number for eight letters. 10 MB take about a second; keep it by the text's id."""
    all_of_them = hashes(fold(text).letters, _GRAM)
    return np.unique(all_of_them[all_of_them % _ONE_IN == 0])


def containment(a: Fingerprint, b: Fingerprint) -> float:
    """How much of the smaller sample is in the other."""
    smaller = min(a.size, b.size)
    return float(np.intersect1d(a, b, assume_unique=True).size / smaller) if smaller else 0.0


class Samples:
    """The samples of many documents, kept so that a text is compared with all of them at once.

    Sorted together, in parts of which each is more than twice as large as the next: one more is cheap, whether there
    are ten or 5,000."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._sizes: list[int] = []
        self._parts: list[tuple[Fingerprint, NDArray[np.int32]]] = []  # the numbers, and whose each is (by place)

    def add(self, id_: str, sample: Fingerprint) -> None:
        """One more document's."""
        part = (sample, np.full(sample.size, len(self._ids), np.int32))
        self._ids.append(id_)
        self._sizes.append(sample.size)
        while self._parts and self._parts[-1][0].size <= 2 * part[0].size:
            last = self._parts.pop()
            numbers, whose = np.concatenate([last[0], part[0]]), np.concatenate([last[1], part[1]])
            order = np.argsort(numbers, kind="stable")
            part = (numbers[order], whose[order])
        self._parts.append(part)

    def alike(self, text: str, least: float = SHARES) -> list[Likeness]:
        """The documents that share text with this one, the most alike first."""
        own = fingerprint(text)
        found = []
        for at, shared in self._shared(own).items():
            value = shared / min(own.size, self._sizes[at])
            if value >= least:
                same = shared == own.size == self._sizes[at]
                kind: Literal["same words", "near-duplicate", "shares text"] = "shares text"
                if value >= NEAR_DUPLICATE:
                    kind = "same words" if same else "near-duplicate"
                found.append(Likeness(self._ids[at], round(value, 4), kind))
        return sorted(found, key=lambda one: (-one.containment, one.id))

    def _shared(self, own: Fingerprint) -> dict[int, int]:
        """By place, how many of these numbers a document has; none that are boilerplate."""
        ends = [(np.searchsorted(part, own), np.searchsorted(part, own, "right")) for part, _ in self._parts]
        holders = sum((stop - start for start, stop in ends), np.zeros(own.size, np.int64))
        counts: Counter[int] = Counter()
        for (start, stop), (_, whose) in zip(ends, self._parts, strict=True):
            many = np.where(holders <= _BOILERPLATE, stop - start, 0)
            places = np.repeat(start - (np.cumsum(many) - many), many) + np.arange(many.sum())
            who, times = np.unique(whose[places], return_counts=True)
            counts.update(dict(zip(who.tolist(), times.tolist(), strict=True)))
        return counts


def shared(a: str, b: str, least: int = _SHARED_LETTERS) -> list[Shared]:
    """The stretches of at least so many letters that two texts share, in the order of the first."""
    folded_a, folded_b = fold(a), fold(b)
    joined = list[tuple[int, int, int, int]]()
    for i, j, n in moved_letters(folded_a.letters, folded_b.letters):
        if joined:
            i0, i1, j0, j1 = joined[-1]
            if 0 <= i - i1 <= 40 and 0 <= j - j1 <= 40:
                joined[-1] = (i0, i + n, j0, j + n)
                continue
        joined.append((i, i + n, j, j + n))
    return [
        Shared(folded_a.span(i0, i1), folded_b.span(j0, j1))
        for i0, i1, j0, j1 in joined
        if min(i1 - i0, j1 - j0) >= least
    ]


# --- passages ---------------------------------------------------------------------------------------------------------


def same_words(passages: Mapping[Key, str], least: float = SAME_WORDS) -> list[Pair[Key]]:
    """Pairs of passages with the same words, or of which one holds the other; the likest first.

    10,000 passages take some seconds: only those that share a rare stretch of letters are compared."""
    from rapidfuzz.fuzz import partial_ratio

    words = {key: " ".join(folded_words(text)) for key, text in passages.items()}
    keys = list(passages)
    found = list[Pair[Key]]()
    for i, j in sorted(_candidates([words[key] for key in keys])):
        a, b = words[keys[i]], words[keys[j]]
        if min(len(a), len(b)) - min(a, b, key=len).count(" ") >= LEAST_LETTERS:
            score = partial_ratio(a, b) / 100
        else:
            score = float(a == b and a.count(" ") + 1 >= LEAST_WORDS)
        if score >= least:
            found.append(Pair(keys[i], keys[j], round(score, 4)))
    return sorted(found, key=lambda pair: -pair.score)


def groups(pairs: Iterable[Pair[Key]]) -> list[list[Key]]:
    """Passages that hang together by pairs, the largest group first; a passage is in one group at most."""
    head: dict[Key, Key] = {}

    def of(key: Key) -> Key:
        while head.setdefault(key, key) != key:
            key = head[key]
        return key

    for pair in pairs:
        a, b = of(pair.a), of(pair.b)
        if a != b:
            head[b] = a
    together: dict[Key, list[Key]] = defaultdict(list)
    for key in head:
        together[of(key)].append(key)
    return sorted(together.values(), key=len, reverse=True)


def more_like(
    passage: str, texts: Mapping[str, str] | Source, least: float = ALIKE, stop: Stop = lambda: False
) -> list[Match]:
    """Places with much the same words as a passage, in any text, the likest first; its own place is among them.

    Ranked by rapidfuzz's token set ratio, which minds no order, on top of the locator's score."""
    from rapidfuzz.fuzz import token_set_ratio

    found = everywhere(passage, texts, DEFAULT, stop, least=least)
    contents = texts if isinstance(texts, Mapping) else texts.texts
    words = " ".join(folded_words(passage))

    def rank(match: Match) -> float:
        there = " ".join(folded_words(contents[match.id][match.start : match.stop]))
        return match.score + token_set_ratio(words, there) / 100

    return sorted(found, key=lambda match: (-rank(match), match.id, match.start))


def _candidates(words: Sequence[str], gram: int = 8, most: int = 40) -> set[tuple[int, int]]:
    """Pairs of indices of texts that share two stretches of letters that few others have; equal texts always."""
    holders: dict[int, list[int]] = defaultdict(list)
    equal: dict[str, list[int]] = defaultdict(list)
    for k, text in enumerate(words):
        letters = text.replace(" ", "")
        equal[letters].append(k)
        for value in np.unique(hashes(letters, gram)).tolist():
            holders[value].append(k)
    counts: Counter[tuple[int, int]] = Counter()
    for some in holders.values():
        if 1 < len(some) <= most:
            counts.update((a, b) for n, a in enumerate(some) for b in some[n + 1 :])
    same = {(some[0], other) for some in equal.values() for other in some[1:]}
    return {pair for pair, n in counts.items() if n >= 2} | same
