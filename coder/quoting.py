"""Where quotes stand in the documents of a project: what they are looked for in, and the answer in words. No screen."""

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, NamedTuple, Self, TypeVar

from corpus.quotes import DEFAULT, Answer, Index, Match, Plain, Source, Status, Thresholds, locate
from corpus.refused import Refused

if TYPE_CHECKING:
    from corpus.index import Stop
    from db.project import Project
    from db.values import Document

Holder = TypeVar("Holder")
LARGE = 1_000_000
"""Characters: more than these are worth an index."""
_HELD = 40_000_000
"""Characters of texts that are held at once; the rest is fetched again when it is needed."""
_NAMED = 5
"""So many places are named in a reason."""


class Unplaced(Refused):
    """A quote that is not taken, why not, and what was found instead."""

    def __init__(self, words: str, answer: Answer) -> None:
        super().__init__(words)
        self.answer = answer


class Place(NamedTuple, Generic[Holder]):
    """A place, and what it stands in: a document, or the name of a file."""

    document: Holder
    match: Match


def one_place(quote: str, texts: Mapping[str, str] | Source) -> Match:
    """The one place of the quote. Raises Unplaced with the reason: it has none, several, or a doubtful one."""
    if not quote.strip():
        raise Unplaced("The quote has no words.", Answer(quote, "not found"))
    answer = locate(quote, texts)
    if answer.status != "found":
        raise Unplaced(reason(answer), answer)
    return answer.matches[0]


def reason(answer: Answer) -> str:
    """Why a quote is not taken, and what to do."""
    if answer.status == "not found" or not answer.matches:
        return "The quote was not found in the text."
    best = answer.matches[0]
    if answer.status == "unsure":
        likeness = "" if best.score == 1 else f"{percent(best)} like it, "
        return f"Only something like the quote stands there ({likeness}at {best.start}); give start and stop."
    same = [match for match in answer.matches if match.score == best.score] if best.score == 1 else answer.matches
    if len(same) < 2:
        same = answer.matches
    places = ", ".join(str(match.start) for match in same[:_NAMED])
    more = " …" if len(same) > _NAMED else ""
    what = "The quote" if best.score == 1 else "Something like the quote"
    times = "twice" if len(same) == 2 else f"{len(same):,} times{'' if answer.complete else ' or more'}"
    return f"{what} stands there {times} (at {places}{more}); give start and stop."


def percent(match: Match) -> str:
    """How like the words are, never rounded up to 100."""
    return f"{min(99, round(100 * match.score)) if match.score < 1 else 100} %"


def how(match: Match) -> str:
    """How it was found, in words; empty when it stands there word for word."""
    told = {
        "exact": "",
        "folded": "but for marks, case, blanks",
        "pieces": "in pieces",
        "fuzzy": "like it",
        "gapped": "like it, with gaps",
    }[match.how]
    return told if match.score == 1 else f"{told}, {percent(match)}"


def headline(status: Status, number: int, *, complete: bool = True) -> str:
    """What became of a quote, for people."""
    many = f"{number:,}{'' if complete else ' or more'}"
    if status == "found":
        return "found"
    if status == "ambiguous":
        return f"in {many} places" if number != 1 else "perhaps in more than one place"
    return f"not found surely: {many} guess{'' if number == 1 else 'es'}" if status == "unsure" else "not found"


class Library(Generic[Holder]):
    """Texts to look for quotes in, and what holds each. A text can be that of several documents."""

    def __init__(self, source: Source, holders: Mapping[str, Sequence[Holder]]) -> None:
        """`holders` by the id of the text."""
        self.source, self.holders = source, holders

    def locate(
        self, quote: str, stop: "Stop" = lambda: False, thresholds: Thresholds = DEFAULT
    ) -> tuple[Answer, list[Place[Holder]]]:
        """As `corpus.quotes.locate`, and the places by document. One text of two documents is two places."""
        answer = locate(quote, self.source, thresholds, stop)
        places = self.places(answer.matches)
        if answer.status == "found" and len(places) > len(answer.matches):
            answer = Answer(quote, "ambiguous", answer.matches, answer.complete)
        return answer, places

    def places(self, matches: Iterable[Match]) -> list[Place[Holder]]:
        """Matches in all that have their text."""
        return [Place(holder, match) for match in matches for holder in self.holders[match.id]]

    def words(self, match: Match) -> str:
        """The words that stand there."""
        return self.source.texts[match.id][match.start : match.stop]

    def around(self, match: Match, characters: int) -> tuple[str, str]:
        """What stands before and after it."""
        text = self.source.texts[match.id]
        return text[max(0, match.start - characters) : match.start], text[match.stop : match.stop + characters]

    def close(self) -> None:
        """Let go of the index."""
        if isinstance(self.source, Index):
            self.source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def of_texts(texts: Mapping[str, str], *, often: bool = True) -> Library[str]:
    """Texts by their names; `often`: for more than a few quotes, so that an index in memory pays."""
    large = often and sum(map(len, texts.values())) > LARGE
    return Library(Index(texts) if large else Plain(texts), {name: [name] for name in texts})


def of_project(
    project: "Project", only: "Iterable[Document] | None" = None, stop: "Stop" = lambda: False
) -> "Library[Document]":
    """The documents of a project, or only these of them.

    A large project has an index in this machine's state folder, made and kept up here: 10 MB take some seconds the
    first time. Raises Interrupted when `stop` says so, Refused."""
    from db import documents

    every = documents.listed(project)
    holders: dict[str, list[Document]] = {}
    for document in every if only is None else only:
        if not document.purged:
            holders.setdefault(document.text_id, []).append(document)
    texts = _Texts(project, {id_: some[0].length for id_, some in holders.items()})
    if only is not None or sum(texts.lengths.values()) <= LARGE:
        return Library(Plain(texts), holders)
    return Library(_index(project.id, texts, stop, {d.text_id for d in every if d.purged}), holders)


def _index(project_id: str, texts: "_Texts", stop: "Stop", erased: set[str]) -> Source:
    from db import indexes

    file = indexes.place(project_id)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Index(texts, file, stop, erased)
    except (OSError, sqlite3.Error):  # no folder to write to, a full disk, another program that makes it just now
        return Plain(texts)


class _Texts(Mapping[str, str]):
    """Texts by their ids, fetched when they are asked for; the last ones are held."""

    def __init__(self, project: "Project", lengths: Mapping[str, int]) -> None:
        self._project, self.lengths = project, lengths
        self._held: OrderedDict[str, str] = OrderedDict()

    def __getitem__(self, id_: str) -> str:
        if id_ not in self.lengths:
            raise KeyError(id_)
        if id_ in self._held:
            self._held.move_to_end(id_)
            return self._held[id_]
        text = self._held[id_] = self._project.text(id_)
        while len(self._held) > 1 and sum(map(len, self._held.values())) > _HELD:
            self._held.popitem(last=False)
        return text

    def __contains__(self, id_: object) -> bool:
        return id_ in self.lengths  # not by fetching it

    def __iter__(self) -> Iterator[str]:
        return iter(self.lengths)

    def __len__(self) -> int:
        return len(self.lengths)
