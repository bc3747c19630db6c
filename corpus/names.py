"""Names that may be one person: written in Latin letters in many ways, with a kunya or a civil name, in any order.

Weights and bands are set by hand after one known example (a study of 58 defectors): they order what a person looks at,
they prove nothing. "Unknown" is never anybody.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations
from math import log2
from typing import Literal, NamedTuple

CHECK, POSSIBLE = 5.0, 3.0
"""From these weights on a pair is worth checking, and is possible; below, it is not shown."""
_BY_NAME = ((95, 7.0), (85, 5.0), (75, 2.0))
"""From which likeness on names speak for a pair, with which weight."""
_SOMEWHAT = 70
"""From this likeness on, of consonants and sounds without partners, names are compared word by word."""
_FEW = 40
"""A nationality, or a mark, that more have says nothing about two of them."""
_AT_ONCE = 500
_REMEMBERED = 50_000
"""Each name is asked for once for every other one."""


@dataclass(frozen=True)
class Person:
    """What is known of somebody; empty where it is not."""

    id: str
    name: str
    nationality: str = ""
    sex: str = ""
    day: date | None = None
    source: str = ""


class SamePerson(NamedTuple):
    """Two entries that may be one person, with what speaks for it and against it, each with its weight."""

    a: str
    b: str
    weight: float
    band: Literal["check", "possible"]
    reasons: tuple[tuple[str, float], ...]


def same_people(people: Sequence[Person], least: float = POSSIBLE) -> list[SamePerson]:
    """All pairs that may be one person, the likeliest first. 10,000 people take some seconds.

    Looked at are those with names alike, and, since a kunya and a civil name can't contradict, those of a nationality
    that few have, or with the same mark."""
    known = [person for person in people if not unknown(person.name)]
    nations = Counter(nation for person in people if (nation := _nation(person.nationality)))
    found = []
    for i, j in sorted(_with_names_alike(known) | _few_of_a_nation(known) | _marked(known)):
        a, b = known[i], known[j]
        besides = _besides_names(a, b, nations)
        if sum(value for _, value in besides) + _BY_NAME[0][1] < least:
            continue
        reasons = (_by_name(a, b), *besides)
        weight = round(sum(value for _, value in reasons), 2)
        if weight >= least:
            found.append(SamePerson(a.id, b.id, weight, "check" if weight >= CHECK else "possible", reasons))
    return sorted(found, key=lambda pair: (-pair.weight, pair.a, pair.b))


def name_likeness(a: str, b: str) -> float:
    """How alike two names are, 0 to 100: the mean of their consonants' likeness and of their words' in any order.

    In a study 90 % of 69 variants reached 91, and .14 of 2,000 other names. An unknown name is like none."""
    if unknown(a) or unknown(b):
        return 0.0
    return _likeness(_words(a), _words(b))


@lru_cache(_REMEMBERED)
def unknown(name: str) -> bool:
    """Whether this names nobody."""
    return not re.search(r"[^\W\d_]{2}", name) or bool(_UNKNOWN.fullmatch(name.strip()))


@lru_cache(_REMEMBERED)
def nom_de_guerre(name: str) -> bool:
    """Whether a name is a kunya: father or mother of somebody, which anyone may call themselves."""
    words = _plain(name).split()
    return bool(words) and words[0] in _FATHER | _MOTHER


# --- names ------------------------------------------------------------------------------------------------------------

_UNKNOWN = re.compile(
    r"\W*(?:unknown|unnamed|anonymous|anon|not known|no name|(?:name )?withheld|n/?a|none|nn|مجهول)[\W\d]*",
    re.IGNORECASE,
)
_FATHER = {"abu", "abou", "abo", "abi", "aba", "abul", "aboul", "abool"}
_MOTHER = {"umm", "um", "oum", "om", "ummu", "oumm"}
_SON = {"bin", "ben", "ibn"}
_ARTICLE = re.compile(r"\b(?:al|el|ul|as|ash|es|an|ar|at|ad|az|il)[-‐–' ](?=\w)")
_SERVANT = re.compile(
    r"\b(?:abd|abdu|abed|abdul|abdal|abdel|abdoul)[-‐–' ]+(?:(?:al|el|ul|ar|er|as|us|ash)[-‐–' ]*)?(?=\w{3})"
)
_SOUNDS = [
    *(("kh", "k"), ("gh", "g"), ("sh", "x"), ("ch", "x"), ("th", "t"), ("dh", "d"), ("dj", "j"), ("ph", "f")),
    *(("ou", "u"), ("oo", "u"), ("ee", "i"), ("ai", "i"), ("ei", "i"), ("ay", "i"), ("ey", "i"), ("aa", "a")),
    *(("q", "k"), ("c", "k"), ("w", "u"), ("y", "i"), ("e", "i"), ("o", "u"), ("p", "f"), ("v", "f")),
]


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c for c in decomposed if not unicodedata.combining(c) and c not in "'’‘ʼʿʾ`´*")
    return re.sub(r"[^\w\s‐–-]", " ", kept)


@lru_cache(_REMEMBERED)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name as they sound, without articles; father and mother of somebody are one word with the name."""
    plain = _ARTICLE.sub(" ", _SERVANT.sub("abd", _plain(name)))
    words, out, before = re.split(r"[\s‐–-]+", plain), list[str](), ""
    for word in words:
        if not word:
            continue
        if word in _FATHER:
            before = "abu "
        elif word in _MOTHER:
            before = "umm "
        elif word not in _SON:
            out.append(before + _sound(word))
            before = ""
    return tuple(word for word in out if word.strip())


def _sound(word: str) -> str:
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = re.sub(r"(.)\1", r"\1", word)
    return re.sub(r"(?<=..)(?:ah|a|h)$", "", word)


@lru_cache(_REMEMBERED)
def _likeness(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    from rapidfuzz.fuzz import ratio

    return round((ratio(_keys(a), _keys(b)) + _assigned(a, b)) / 2, 2) if a and b else 0.0


@lru_cache(_REMEMBERED)
def _keys(words: tuple[str, ...]) -> str:
    """The consonants of a name's words, in one order."""
    return " ".join(sorted(map(_consonants, words)))


def _consonants(word: str) -> str:
    """The consonants with the first sound, which tells Omar from Ammara."""
    before, _, name = word.rpartition(" ")
    return before[:1] + name[:1] + re.sub("[aiu]", "", name[1:])


def _assigned(a: Sequence[str], b: Sequence[str]) -> float:
    """Each word of the shorter with its best partner in the longer; what is left over counts against half."""
    short, long = sorted((a, b), key=len)
    left, total = list(long), 0.0
    for word in short:
        likeness, best = max((_word_likeness(word, other), other) for other in left)
        total += likeness
        left.remove(best)
    return 2 * total / (len(short) + len(long))


def _word_likeness(a: str, b: str) -> float:
    """A kunya is like a kunya; with a civil name it has nothing in common."""
    from rapidfuzz.fuzz import ratio

    before_a, _, name_a = a.rpartition(" ")
    before_b, _, name_b = b.rpartition(" ")
    return ratio(name_a, name_b) if before_a == before_b else 0.0


# --- persons ----------------------------------------------------------------------------------------------------------


def _with_names_alike(people: Sequence[Person]) -> set[tuple[int, int]]:
    """Pairs, by place, whose names speak for them. Each word's best partner is found only where it is worth it."""
    import numpy as np
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cdist

    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        holders[_words(person.name)].append(place)
    names = list(holders)
    found = {pair for places in holders.values() for pair in combinations(places, 2)}
    consonants, sounds = [_keys(words) for words in names], [" ".join(sorted(words)) for words in names]
    for start in range(0, len(names), _AT_ONCE):
        alike = sum(
            cdist(keys[start : start + _AT_ONCE], keys[start:], scorer=ratio, dtype=np.float32, workers=-1)
            for keys in (consonants, sounds)
        )
        for row, column in np.argwhere(np.triu(alike >= 2 * _SOMEWHAT, 1)).tolist():
            one, other = names[start + row], names[start + column]
            if _likeness(one, other) >= _BY_NAME[-1][0]:
                found |= {(min(i, j), max(i, j)) for i in holders[one] for j in holders[other]}
    return found


def _few_of_a_nation(people: Sequence[Person]) -> set[tuple[int, int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        if nation := _nation(person.nationality):
            holders[nation].append(place)
    return {pair for places in holders.values() if len(places) <= _FEW for pair in combinations(places, 2)}


def _marked(people: Sequence[Person]) -> set[tuple[int, int]]:
    places = [place for place, person in enumerate(people) if person.name.rstrip().endswith("*")]
    return set(combinations(places, 2)) if len(places) <= _FEW else set()


def _besides_names(a: Person, b: Person, nations: Counter[str]) -> list[tuple[str, float]]:
    reasons = []
    nation_a, nation_b = _nation(a.nationality), _nation(b.nationality)
    if nation_a and nation_b:
        if nation_a == nation_b:
            rarity = log2(nations.total() / nations[nation_a])
            reasons.append((f"both {a.nationality}", round(rarity, 1)))
        else:
            reasons.append((f"{a.nationality} and {b.nationality}", -4.0))
    if a.sex and b.sex and a.sex.casefold()[0] != b.sex.casefold()[0]:
        reasons.append(("of different sex", -12.0))
    same_source = bool(a.source) and _source(a.source) == _source(b.source)
    if a.day and b.day:
        days = abs((a.day - b.day).days)
        if same_source and not days:
            reasons.append(("one source of one day names both", -8.0))
        elif days <= 10:
            reasons.append((f"{days} days apart", 1.5))
        elif days <= 120:
            reasons.append((f"{days} days apart", 0.5))
    if a.name.rstrip().endswith("*") and b.name.rstrip().endswith("*"):
        reasons.append(("the same mark at the name", 3.0))
    return reasons


def _by_name(a: Person, b: Person) -> tuple[str, float]:
    likeness = name_likeness(a.name, b.name)
    told = f"names {likeness:.0f} of 100 alike"
    for least, weight in _BY_NAME:
        if likeness >= least:
            return told, weight
    if nom_de_guerre(a.name) != nom_de_guerre(b.name):
        return "a kunya and a civil name", 0.0
    return told, -6.0


@lru_cache(_REMEMBERED)
def _nation(nationality: str) -> str:
    """Tunisia and Tunisian, "likely Turkish" and Turkish are one; unknown is none."""
    bare = re.sub(r"\b(?:likely|probably|possibly|perhaps|maybe)\b|[^\w\s]", " ", nationality.casefold()).strip()
    return "" if unknown(bare) else re.sub(r"(?<=\w{4})(?:n|an|ian|ia|i)$", "", bare)


@lru_cache(_REMEMBERED)
def _source(source: str) -> str:
    return re.sub(r"\b(?:the|news)\b|\W", "", source.casefold())
