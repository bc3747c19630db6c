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
from itertools import combinations
from math import log2
from typing import Literal, NamedTuple

CHECK, POSSIBLE = 5.0, 3.0
"""From these weights on a pair is worth checking, and is possible; below, it is not shown."""
_NAMES_ALIKE = 75
"""From this likeness on names speak for a pair."""
_FEW = 40
"""A nationality, or a mark, that more have says nothing about two of them."""
_AT_ONCE = 500


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

    Looked at are those with names somewhat alike, and, since a kunya and a civil name can't contradict, such pairs of a
    nationality that few have, or with the same mark."""
    known = [person for person in people if not unknown(person.name)]
    nations = Counter(nation for person in people if (nation := _nation(person.nationality)))
    found = []
    for i, j in sorted(_somewhat_alike(known) | _few_of_a_nation(known) | _marked(known)):
        a, b = known[i], known[j]
        reasons = tuple(_reasons(a, b, nations))
        weight = round(sum(value for _, value in reasons), 2)
        if weight >= least:
            found.append(SamePerson(a.id, b.id, weight, "check" if weight >= CHECK else "possible", reasons))
    return sorted(found, key=lambda pair: (-pair.weight, pair.a, pair.b))


def name_likeness(a: str, b: str) -> float:
    """How alike two names are, 0 to 100: the mean of their consonants' likeness and of their words' in any order.

    In a study 90 % of 69 variants reached 91, and .14 of 2,000 other names. An unknown name is like none."""
    from rapidfuzz.fuzz import ratio

    if unknown(a) or unknown(b):
        return 0.0
    words_a, words_b = _words(a), _words(b)
    if not words_a or not words_b:
        return 0.0
    keys = ratio(" ".join(sorted(map(_consonants, words_a))), " ".join(sorted(map(_consonants, words_b))))
    return round((keys + _assigned(words_a, words_b)) / 2, 2)


def unknown(name: str) -> bool:
    """Whether this names nobody."""
    return not re.search(r"[^\W\d_]{2}", name) or bool(_UNKNOWN.fullmatch(name.strip()))


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


def _words(name: str) -> list[str]:
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
    return [word for word in out if word.strip()]


def _sound(word: str) -> str:
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = re.sub(r"(.)\1", r"\1", word)
    return re.sub(r"(?<=..)(?:ah|a|h)$", "", word)


def _consonants(word: str) -> str:
    """The consonants with the first sound, which tells Omar from Ammara."""
    before, _, name = word.rpartition(" ")
    return before[:1] + name[:1] + re.sub("[aiu]", "", name[1:])


def _assigned(a: list[str], b: list[str]) -> float:
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


def _somewhat_alike(people: Sequence[Person]) -> set[tuple[int, int]]:
    """Pairs, by place, of which the consonants or the words are alike enough for their mean to reach what counts."""
    import numpy as np
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cdist

    holders: dict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        holders[" ".join(sorted(_words(person.name)))].append(place)
    names = list(holders)
    found = {pair for places in holders.values() for pair in combinations(places, 2)}
    consonants = [" ".join(sorted(map(_consonants, _kept_together(name)))) for name in names]
    for start in range(0, len(names), _AT_ONCE):
        for keys in (consonants, names):
            some = keys[start : start + _AT_ONCE]
            alike = cdist(some, keys[start:], scorer=ratio, score_cutoff=_NAMES_ALIKE, dtype=np.uint8, workers=-1)
            for row, column in np.argwhere(np.triu(alike, 1)).tolist():
                one, other = holders[names[start + row]], holders[names[start + column]]
                found |= {(min(i, j), max(i, j)) for i in one for j in other}
    return found


def _kept_together(name: str) -> list[str]:
    """The words of a name again, a kunya as one."""
    return re.findall(r"(?:abu |umm )?[^ ]+", name)


def _few_of_a_nation(people: Sequence[Person]) -> set[tuple[int, int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        if nation := _nation(person.nationality):
            holders[nation].append(place)
    return {pair for places in holders.values() if len(places) <= _FEW for pair in combinations(places, 2)}


def _marked(people: Sequence[Person]) -> set[tuple[int, int]]:
    places = [place for place, person in enumerate(people) if person.name.rstrip().endswith("*")]
    return set(combinations(places, 2)) if len(places) <= _FEW else set()


def _reasons(a: Person, b: Person, nations: Counter[str]) -> list[tuple[str, float]]:
    reasons = [_by_name(a, b)]
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
    for least, weight in ((95, 7.0), (85, 5.0), (_NAMES_ALIKE, 2.0)):
        if likeness >= least:
            return told, weight
    if nom_de_guerre(a.name) != nom_de_guerre(b.name):
        return "a kunya and a civil name", 0.0
    return told, -6.0


def _nation(nationality: str) -> str:
    """Tunisia and Tunisian, "likely Turkish" and Turkish are one; unknown is none."""
    bare = re.sub(r"\b(?:likely|probably|possibly|perhaps|maybe)\b|[^\w\s]", " ", nationality.casefold()).strip()
    return "" if unknown(bare) else re.sub(r"(?<=\w{4})(?:n|an|ian|ia|i)$", "", bare)


def _source(source: str) -> str:
    return re.sub(r"\b(?:the|news)\b|\W", "", source.casefold())
