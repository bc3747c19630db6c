"""Alike passages: the same words in several documents, tagged alike or not; and more that is like a passage. No screen.

Suggestions: nothing is tagged here. In reliability rounds they would make coders agree with the machine, and in retests
with themselves, so there they are off.
"""

import contextlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise
from typing import NamedTuple

from coder.quoting import Place, of_project
from corpus.likeness import groups, more_like, same_words
from corpus.refused import Refused
from corpus.text import Span
from db import documents, rounds, tags
from db.project import Project
from db.values import Coder, Document, Tag

_WORD = re.compile(r"\w+")
OFF = "Off in a reliability round and in a retest: it would make coders agree with the machine."


@dataclass(frozen=True)
class Alike:
    """A tagged passage, with all tags that are on at least half of it."""

    document: Document
    span: Span
    words: str
    tags: tuple[Tag, ...]

    def meets(self, other: "Alike") -> bool:
        """Whether they share something of their document."""
        same = self.document.id == other.document.id
        return same and self.span.start < other.span.stop and other.span.start < self.span.stop

    @property
    def codes(self) -> frozenset[str]:
        """Which codes it has."""
        return frozenset(tag.code for tag in self.tags)


class Found(NamedTuple):
    """Groups of places with the same words, and how many tags were left out: their round is to measure reliability."""

    groups: list[list[Alike]]
    left_out: int


class Suggestion(NamedTuple):
    """A place much like a passage, with the words there."""

    place: Place[Document]
    words: str


def in_several_documents(project: Project) -> Found:
    """The same words tagged in two documents or more, as far as the project's viewer sees tags."""
    return _groups(project, tags.listed(project), lambda a, b: a.document.id != b.document.id)


def tagged_differently(project: Project, coder: Coder, document: Document | None = None) -> Found:
    """The same words in two places to which one coder gave different codes (`document`: one of them in this one).

    Raises Refused in a reliability round or a retest."""
    if _is_measured(project, coder, document):
        raise Refused(OFF)
    mine = tags.listed(project, coders=[coder.id])
    if document is not None:
        mine = list(_with_words_of(project, mine, document))

    def wanted(a: Alike, b: Alike) -> bool:
        here = document is None or document.id in (a.document.id, b.document.id)
        return here and a.codes != b.codes and not a.meets(b)

    return _groups(project, mine, wanted)


def _with_words_of(project: Project, every: Sequence[Tag], document: Document) -> Iterator[Tag]:
    """Those in the document, and those elsewhere that have two words running that one of them has too: to compare all
    with all takes seconds, and this is asked when somebody presses a key."""
    pairs: dict[str, set[tuple[str, str]]] = {}
    for tag in every:
        with contextlib.suppress(Refused):  # erased
            words = _WORD.findall(project.text(tag.text_id)[tag.start : tag.stop].casefold())
            pairs[tag.id] = set(pairwise(words))
    here = set[tuple[str, str]]().union(*(pairs.get(tag.id, ()) for tag in every if tag.document == document.id))
    for tag in every:
        if tag.document == document.id or not here.isdisjoint(pairs.get(tag.id, ())):
            yield tag


def untagged_like(project: Project, coder: Coder, tag: Tag) -> Iterator[Suggestion]:
    """Places much like a tag's passage that this coder has not tagged, the likest first; none in documents that they
    have in a reliability round or a retest. Raises Refused in one of these."""
    every = {document.id: document for document in documents.listed(project)}
    off = cache(lambda id_: _is_measured(project, coder, every[id_]))
    if off(tag.document):
        raise Refused(OFF)
    passage = project.text(tag.text_id)[tag.start : tag.stop]
    mine = [*tags.listed(project, coders=[coder.id]), tag]
    with of_project(project) as library:
        for place in library.places(more_like(passage, library.source)):
            if not off(place.document.id) and not any(_meets(place, known) for known in mine):
                yield Suggestion(place, library.words(place.match))


def _is_measured(project: Project, coder: Coder, document: Document | None) -> bool:
    """Whether the round in which a coder has a document now (None: any) is for reliability, or a retest."""
    try:
        now = rounds.current(project, document, coder)
    except Refused:  # there is none
        return False
    return now.purpose == "reliability" or now.id in rounds.retests(project)


def _meets(place: Place[Document], tag: Tag) -> bool:
    """Whether a tag is on some of a place."""
    match = place.match
    there = tag.document == place.document.id and not tag.lost
    return there and tag.start < match.stop and match.start < tag.stop


def _groups(project: Project, every: Iterable[Tag], wanted: Callable[[Alike, Alike], bool]) -> Found:
    """Passages with the same words that hang together by pairs that are wanted, the largest group first; none that a
    corrected text does not have any more."""
    retests = rounds.retests(project)
    secret = {
        r.id
        for r in rounds.listed(project)
        if (r.purpose == "reliability" and not r.revealed) or (r.id in retests and r.open)
    }
    known = [tag for tag in every if not tag.lost]
    shown = [tag for tag in known if tag.round not in secret]
    places = list(_places(project, shown))
    pairs = same_words({number: place.words for number, place in enumerate(places)})
    together = groups(pair for pair in pairs if wanted(places[pair.a], places[pair.b]))
    return Found([_joined([places[number] for number in sorted(some)]) for some in together], len(known) - len(shown))


def _places(project: Project, shown: Sequence[Tag]) -> Iterator[Alike]:
    """Each tagged passage once, by document and place; those of an erased document have no words."""
    every = {document.id: document for document in documents.listed(project)}
    order = {id_: number for number, id_ in enumerate(every)}
    by_text = sorted(shown, key=lambda tag: (order[tag.document], tag.text_id, tag.start, tag.stop))
    for (document, text_id), some in groupby(by_text, key=lambda tag: (tag.document, tag.text_id)):
        try:
            text = project.text(text_id)
        except Refused:
            continue
        its = list(some)
        longest = max(tag.stop - tag.start for tag in its)
        for span in dict.fromkeys(Span(tag.start, tag.stop) for tag in its):
            first = bisect_left(its, span.start - longest, key=lambda tag: tag.start)
            near = its[first : bisect_left(its, span.stop, key=lambda tag: tag.start)]
            on = [tag for tag in near if 2 * (min(tag.stop, span.stop) - max(tag.start, span.start)) >= _length(span)]
            yield Alike(every[document], span, text[span.start : span.stop], tuple(on))


def _joined(group: list[Alike]) -> list[Alike]:
    """Of passages that meet, as two coders drew them, only the longest, with the tags of all."""
    kept = list[Alike]()
    for place in sorted(group, key=lambda place: -_length(place.span)):
        at = next((number for number, other in enumerate(kept) if other.meets(place)), None)
        if at is None:
            kept.append(place)
        else:
            both = {tag.id: tag for tag in (*kept[at].tags, *place.tags)}
            kept[at] = replace(kept[at], tags=tuple(both.values()))
    return sorted(kept, key=_order)


def _order(place: Alike) -> tuple[str, int]:
    return place.document.title.casefold(), place.span.start


def _length(span: Span) -> int:
    return span.stop - span.start
