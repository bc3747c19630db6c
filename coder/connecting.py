"""Which tags of several coders in one document are about one place: agreed on, or to be decided together. Pure.

1. What every coder tagged alike (code, passage, whose words) is agreed on, and is set aside.
2. Of what is left, tags of different coders with the **same code** hang together when they share a whole word, or one
   lies within the other.
3. What then still lacks a coder is looked at once more: a tag of one coder and a tag of another one, with **different
   codes** which each of the two alone has, are one place when they are about the same words: they share a quarter of
   what both cover together; of codes below the same top code, a word is enough.

So passages where everybody gave both codes are no disagreement, and a long passage does not glue a page together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from corpus.text import Span, bare_word, words
from db.values import Tag

Kind = Literal["omission", "boundary", "code", "case"]
KINDS: tuple[Kind, ...] = ("omission", "boundary", "code", "case")

SURE = 32
"""So many shared characters hold a whole word; nobody needs to look."""
QUARTER = 4
"""Passages with different codes are about the same words when they share one part in so many of what both cover."""

Group = tuple[Tag, ...]
ByCoder = Mapping[str, Sequence[Tag]]
"""By coder, who finished: their tags in one document; none is no less said."""


class Connected(NamedTuple):
    """Tags in groups, each in the order of the text: those that all coders agree on, and those that differ."""

    agreed: list[Group]
    differing: list[Group]


def connected(
    of: ByCoder, text: Callable[[], str], *, case: str | None = None, top: Mapping[str, str] | None = None
) -> Connected:
    """The groups of one document's tags. `text`: gives the text that they count in, if it is needed; `case`: whose
    words they are, where a tag says nothing; `top`: by code, the code at the top of its tree (default: itself)."""
    alike: dict[tuple[str, int, int, str | None], list[Tag]] = {}
    for tags in of.values():
        for tag in tags:
            alike.setdefault((tag.code, tag.start, tag.stop, tag.case or case), []).append(tag)
    agreed = [
        tuple(some) for some in alike.values() if len(some) >= len(of) and len({t.coder for t in some}) == len(of)
    ]
    settled = {tag.id for some in agreed for tag in some}
    left = [tag for tags in of.values() for tag in tags if tag.id not in settled]
    left.sort(key=lambda tag: (tag.start, tag.stop, tag.code, tag.id))
    return Connected(_in_order(agreed), _in_order(_groups(left, len(of), text, top or {})))


def kinds(of: ByCoder, case: str | None = None) -> tuple[Kind, ...]:
    """How the coders differ in one place: by coder, their tags there. `case` as in `connected`; () when they agree.

    omission: somebody has nothing there; boundary, code, case: those who have something there gave it other edges,
    other codes, or to other people."""
    present = [tags for tags in of.values() if tags]
    if len(present) < 2:
        return ("omission",) if len(present) < len(of) else ()
    differs: dict[Kind, bool] = {
        "omission": len(present) < len(of),
        "boundary": len({frozenset((tag.start, tag.stop) for tag in tags) for tags in present}) > 1,
        "code": len({frozenset(tag.code for tag in tags) for tags in present}) > 1,
        "case": len({frozenset(tag.case or case for tag in tags) for tags in present}) > 1,
    }
    if not any(differs.values()):  # the same edges, codes and cases, but put together in another way
        pairs = {frozenset((tag.code, tag.start, tag.stop) for tag in tags) for tags in present}
        whole = {frozenset((tag.code, tag.start, tag.stop, tag.case or case) for tag in tags) for tags in present}
        differs["code"] = len(pairs) > 1
        differs["case"] = len(whole) > 1 and not differs["code"]
    return tuple(kind for kind in KINDS if differs[kind])


def shares_words(one: Span, other: Span, text: Callable[[], str]) -> bool:
    """Whether two passages share a whole word, or one lies within the other."""
    start, stop = max(one.start, other.start), min(one.stop, other.stop)
    if start >= stop:
        return False
    if Span(start, stop) in (one, other) or stop - start >= SURE:
        return True
    content = text()
    begin = [tile.start for tile in words(content, start - 1, stop)][1:]  # neither passage begins where the text does
    if len(begin) != 1:
        return bool(begin)
    return bare_word(content, words(content, begin[0], min(len(content), stop + SURE))[0]).stop <= stop


class _Joined:
    """Which of so many things hang together: a union-find."""

    def __init__(self, number: int) -> None:
        self._above = list(range(number))

    def root(self, at: int) -> int:
        """What stands for the group of `at`."""
        while self._above[at] != at:
            self._above[at] = self._above[self._above[at]]
            at = self._above[at]
        return at

    def join(self, one: int, other: int) -> None:
        """Make one group of two."""
        one, other = self.root(one), self.root(other)
        self._above[max(one, other)] = min(one, other)

    def groups(self) -> dict[int, list[int]]:
        """By what stands for them, all things in their order."""
        found: dict[int, list[int]] = {}
        for at in range(len(self._above)):
            found.setdefault(self.root(at), []).append(at)
        return found


def _groups(tags: list[Tag], coders: int, text: Callable[[], str], top: Mapping[str, str]) -> list[Group]:
    """Steps 2 and 3, for tags in the order of the text."""
    joined = _Joined(len(tags))
    by_code: dict[str, list[int]] = {}
    for at, tag in enumerate(tags):
        by_code.setdefault(tag.code, []).append(at)
    for some in by_code.values():
        _join_same_code(tags, some, joined, text)
    whose = {at: {tags[one].coder for one in some} for at, some in joined.groups().items()}
    of = [joined.root(at) for at in range(len(tags))]
    lacking = [at for at in range(len(tags)) if len(whose[of[at]]) < coders]
    begun: list[int] = []
    for at in lacking:
        begun = [one for one in begun if tags[one].stop > tags[at].start]
        for one in begun:
            alone = tags[one].coder not in whose[of[at]] and tags[at].coder not in whose[of[one]]
            if alone and joined.root(one) != joined.root(at) and _confused(tags[one], tags[at], text, top):
                joined.join(one, at)
        begun.append(at)
    return [tuple(tags[at] for at in some) for some in joined.groups().values()]


def _join_same_code(tags: list[Tag], some: Iterable[int], joined: _Joined, text: Callable[[], str]) -> None:
    """Step 2, for the tags of one code. What begins later meets of each coder's joined tags the longest, if any: only
    that is kept, so that nested tags do not cost their square."""
    begun: dict[str, list[int]] = {}
    for at in some:
        tag = tags[at]
        for coder, theirs in begun.items():
            theirs[:] = [one for one in theirs if tags[one].stop > tag.start]
            for one in theirs if coder != tag.coder else ():
                if joined.root(one) != joined.root(at) and shares_words(_span(tags[one]), _span(tag), text):
                    joined.join(one, at)
        mine = begun.setdefault(tag.coder, [])
        same = [one for one in mine if joined.root(one) == joined.root(at)]
        if all(tags[one].stop < tag.stop for one in same):
            mine[:] = [one for one in mine if one not in same] + [at]


def _confused(one: Tag, other: Tag, text: Callable[[], str], top: Mapping[str, str]) -> bool:
    """Whether two tags with different codes are about the same words."""
    shared = min(one.stop, other.stop) - max(one.start, other.start)
    both = max(one.stop, other.stop) - min(one.start, other.start)
    if top.get(one.code, one.code) != top.get(other.code, other.code) and QUARTER * shared < both:
        return False
    return shares_words(_span(one), _span(other), text)


def _span(tag: Tag) -> Span:
    return Span(tag.start, tag.stop)


def _in_order(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda some: (some[0].start, some[0].stop, some[0].code, some[0].id))
