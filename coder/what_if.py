"""Explorations: the same readings as if two codes were one, small slips of edges did not count, or with fewer of them.

What comes of it is marked as an exploration wherever it shows and never enters a methods paragraph: a coefficient
that is looked for until it pleases shows nothing.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from coder.comparison import Coded, Passage
from coder.levels import Texts, parted
from corpus.refused import Refused


def resolved(merges: Sequence[tuple[str, str]]) -> dict[str, str]:
    """What each code counts as in the end: D1 as D2 and D2 as D3 makes D1 count as D3.

    Raises Refused when a code would count as two others, or as itself."""
    into: dict[str, str] = {}
    for code, other in merges:
        if into.setdefault(code, other) != other:
            raise Refused(f"{code} can't count as {into[code]} and as {other}; merge it into one of them.")
    last = dict(into)
    for code in into:
        seen = [code]
        while last[code] in into:
            if last[code] in seen:
                raise Refused(f"{', '.join(seen)} would count as each other; leave one of these merges out.")
            seen.append(last[code])
            last[code] = into[last[code]]
    return last


def merged(readings: Iterable[Coded], into: Mapping[str, str]) -> tuple[Coded, ...]:
    """As if each code that is a key of `into` were the other one."""
    return tuple(
        replace(coded, passages=tuple(replace(p, code=into.get(p.code, p.code)) for p in coded.passages))
        for coded in readings
    )


def since(readings: Iterable[Coded], day: datetime.date) -> tuple[Coded, ...]:
    """Only readings that were finished on that day or later."""
    return tuple(coded for coded in readings if coded.finished is not None and coded.finished >= day)


def tolerant(
    readings: Iterable[Coded], words: int, texts: Texts, within: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[Coded, ...]:
    """As if the edges of passages of one code that overlap, by different coders, were the same where they lie no more
    than so many words apart: all then begin at the earliest place, and stop at the latest one. So do those that hang
    together by others. `within` as in `Comparison`: passages that both count for a code are of one code."""
    by_document: dict[str, list[Coded]] = {}
    for coded in readings:
        by_document.setdefault(coded.document, []).append(coded)
    return tuple(coded for some in by_document.values() for coded in _levelled(some, words, texts, within or {}))


def _levelled(
    document: Sequence[Coded], words: int, texts: Texts, within: Mapping[str, tuple[str, ...]]
) -> list[Coded]:
    parts = parted(texts(document[0].text_id), "segment")
    every = [(coded.coder, passage) for coded in document for passage in coded.passages]
    first = [parts.word_of(passage.start) for _, passage in every]
    last = [parts.word_of(passage.stop - 1) for _, passage in every]
    meeting = [
        (i, j) for i, one in enumerate(every) for j, other in enumerate(every[:i]) if _meet(*one, *other, within)
    ]
    starts = _together(len(every), [(i, j) for i, j in meeting if abs(first[i] - first[j]) <= words])
    stops = _together(len(every), [(i, j) for i, j in meeting if abs(last[i] - last[j]) <= words])
    new = iter(
        replace(
            passage,
            start=min(every[k][1].start for k in starts[at]),
            stop=max(every[k][1].stop for k in stops[at]),
        )
        for at, (_, passage) in enumerate(every)
    )
    return [replace(coded, passages=tuple(next(new) for _ in coded.passages)) for coded in document]


def _meet(coder: str, one: Passage, whose: str, other: Passage, within: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether passages of two coders overlap and count for the same code."""
    if coder == whose or other.start >= one.stop or one.start >= other.stop:
        return False
    return not set(within.get(one.code, (one.code,))).isdisjoint(within.get(other.code, (other.code,)))


def _together(size: int, pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """For each of so many things, all that hang together with it by pairs."""
    groups = [{at} for at in range(size)]
    for i, j in pairs:
        if groups[i] is not groups[j]:
            groups[i] |= groups[j]
            for at in groups[j]:
                groups[at] = groups[i]
    return groups
