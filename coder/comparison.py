"""Finished readings, set side by side: what the agreement engine needs, at each level.

Pure but for `finished`, which asks the project. A reading that is not finished is not here at all: nobody knows yet
what its coder thinks of the rest, so it is missing, not "no code".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from coder.agreement.nominal import MISSING, Ratings, Weights
from corpus.refused import Refused

if TYPE_CHECKING:
    from corpus.codebook import Codebook
    from db.project import Project
    from db.values import Coder, Document, Reading, Round

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Coded:
    """What one coder, who finished, found in one document: the passages [start, stop) of each code, in code points."""

    coder: str
    document: str
    text_id: str
    length: int
    spans: Mapping[str, Spans] = field(default_factory=dict)


def rolled_up(passages: Iterable[tuple[str, int, int]], ancestors: Callable[[str], Sequence[str]]) -> dict[str, Spans]:
    """Passages as (code, start, stop) → the spans of each code; those of a sub-code count for its parents too."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for code, start, stop in passages:
        for key in (code, *ancestors(code)):
            spans.setdefault(key, []).append((start, stop))
    return {code: tuple(sorted(of_code)) for code, of_code in spans.items()}


@dataclass(frozen=True)
class Comparison:
    """Documents that two or more of the coders have finished; by document, what each of these coders found there."""

    coders: tuple[str, ...]
    documents: tuple[tuple[Coded, ...], ...]

    def of(self, *coders: str) -> "Comparison":
        """The same for these coders only."""
        return compare((coded for documents in self.documents for coded in documents), coders)

    def applications(self, coder: str, code: str) -> int:
        """How often the coder used the code, or a sub-code of it, in the documents compared."""
        return sum(len(coded.spans.get(code, ())) for _, coded in self._each() if coded.coder == coder)

    def by_document(self, code: str) -> tuple[Ratings, Weights]:
        """A unit a document: 1 the code occurs, 0 it does not, MISSING the coder has not finished it."""
        ratings = np.full((len(self.documents), len(self.coders)), MISSING, dtype=np.int64)
        for row, coded in self._each():
            ratings[row, self.coders.index(coded.coder)] = bool(coded.spans.get(code))
        return ratings, np.ones(len(self.documents), dtype=np.int64)

    def by_character(self, code: str) -> tuple[Ratings, Weights]:
        """A unit a character, as runs: the ratings of each run, and its length."""
        parts = [self._runs(document, code) for document in self.documents]
        if not parts:
            return np.zeros((0, len(self.coders)), dtype=np.int64), np.zeros(0, dtype=np.int64)
        return np.concatenate([ratings for ratings, _ in parts]), np.concatenate([lengths for _, lengths in parts])

    def _runs(self, document: tuple[Coded, ...], code: str) -> tuple[Ratings, Weights]:
        length = document[0].length
        edges = np.unique([0, length, *(e for coded in document for span in coded.spans.get(code, ()) for e in span)])
        ratings = np.full((len(edges) - 1, len(self.coders)), MISSING, dtype=np.int64)
        for coded in document:
            steps = np.zeros(len(edges), dtype=np.int64)
            for start, stop in coded.spans.get(code, ()):
                steps[np.searchsorted(edges, start)] += 1
                steps[np.searchsorted(edges, stop)] -= 1
            ratings[:, self.coders.index(coded.coder)] = steps.cumsum()[:-1] > 0
        return ratings, np.diff(edges)

    def _each(self) -> Iterable[tuple[int, Coded]]:
        return ((row, coded) for row, document in enumerate(self.documents) for coded in document)


def compare(readings: Iterable[Coded], coders: Sequence[str] | None = None) -> Comparison:
    """Set finished readings side by side; documents that fewer than two of the coders finished are left out.

    The coders come in the order given, else in the order of the alphabet; without a list, all who finished a document
    that is compared. Raises Refused when two readings of a document are of different texts."""
    by_document: dict[str, list[Coded]] = {}
    for coded in readings:
        if coders is None or coded.coder in coders:
            by_document.setdefault(coded.document, []).append(coded)
    documents = []
    for of_document in by_document.values():
        if len({coded.coder for coded in of_document}) < 2:
            continue
        if len({(coded.text_id, coded.length) for coded in of_document}) > 1:
            raise Refused("The readings of a document are of different texts and can't be compared.")
        documents.append(tuple(of_document))
    present = {coded.coder for document in documents for coded in document}
    return Comparison(tuple(coders) if coders is not None else tuple(sorted(present)), tuple(documents))


@dataclass(frozen=True)
class Finished:
    """Finished readings of one purpose, and what is known of the others."""

    readings: tuple[Coded, ...]
    rounds: "tuple[Round, ...]"
    codebook: "Codebook"
    versions: int
    """How many versions of the codebook the tags were given under."""
    documents: "tuple[Document, ...]"


def finished(project: "Project", round_: "Round | None" = None, people: "Sequence[Coder]" = ()) -> Finished:
    """The finished readings of a round (default: of each document's latest open one), as `compare` takes them.

    `people`: only theirs. Coders are given by name, documents by id. Raises Refused when rounds of different purposes
    or codebooks would be pooled, when there is no open round, or when a tag is on another text of its document."""
    from db import codebooks, coders, documents, readings, rounds, tags

    found = tuple(document for document in documents.listed(project) if not document.purged)
    chosen = {document.id: round_ or rounds.current(project, document) for document in found}
    pooled = tuple({r.id: r for r in chosen.values()}.values()) or (round_ or rounds.current(project),)
    if len({(r.purpose, r.codebook) for r in pooled}) > 1:
        raise Refused(
            f"Say which round: --round {', --round '.join(r.name for r in pooled)} differ and are not pooled."
        )
    codebook = codebooks.of_round(project, pooled[0])
    names = {coder.id: coder.name for coder in people or coders.listed(project)}
    done = [
        r for r in readings.listed(project)
        if r.finished and r.coder in names and r.document in chosen and r.round == chosen[r.document].id
    ]  # fmt: skip
    of_reading: dict[str, list[tuple[str, int, int]]] = {}
    texts: dict[str, set[str]] = {}
    versions = {pooled[0].codebook}
    counted = {r.id for r in done}
    for tag in tags.listed(project, rounds=[r.id for r in pooled]):
        if tag.reading in counted:
            of_reading.setdefault(tag.reading, []).append((tag.code, tag.start, tag.stop))
            texts.setdefault(tag.reading, set()).add(tag.text_id)
            versions.add(tag.codebook)
    by_id = {document.id: document for document in found}
    return Finished(
        tuple(
            _coded(r, names[r.coder], by_id[r.document], of_reading.get(r.id, []), texts.get(r.id, set()), codebook)
            for r in done
        ),
        pooled,
        codebook,
        len(versions),
        found,
    )


def _coded(
    reading: "Reading",
    coder: str,
    document: "Document",
    passages: list[tuple[str, int, int]],
    texts: set[str],
    codebook: "Codebook",
) -> Coded:
    if texts - {document.text_id}:
        raise Refused(f"Tags in {document.title} are on different texts of it and can't be compared.")
    known = {code.key for code in codebook.codes}
    spans = rolled_up(passages, lambda key: codebook.ancestors(key) if key in known else ())
    return Coded(coder, reading.document, document.text_id, document.length, spans)
