"""Finished readings, set side by side: what the agreement engine compares.

A reading that is not finished is not here at all: nobody knows yet what its coder thinks of the rest, so it is
missing, not "no code". Pure but for `finished`, which asks the project. What is a unit, see `coder.levels`.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.refused import Refused

if TYPE_CHECKING:
    from corpus.codebook import Codebook
    from corpus.text import Span
    from db.project import Project
    from db.values import Coder, Document, Reading, Round, Tag


@dataclass(frozen=True)
class Passage:
    """One coder's code on [start, stop), in code points; `case`: the id of whose words they are."""

    code: str
    start: int
    stop: int
    case: str | None = None


@dataclass(frozen=True)
class Coded:
    """What one coder, who finished, found in one document. `case`: whose words it holds when a passage says nothing."""

    coder: str
    document: str
    text_id: str
    length: int
    passages: tuple[Passage, ...] = ()
    case: str | None = None
    finished: datetime.date | None = None
    segments: "tuple[Span, ...]" = ()
    """The units of the level "segment", where the round has some; else the paragraphs are."""


@dataclass(frozen=True)
class Comparison:
    """Documents that two or more of the coders have finished, by id; of each, what each of these coders found there.

    `codes`: the codes that are compared, in order; `within`: by code, the compared codes that a passage of it counts
    for: itself, and those that it is a sub-code of."""

    coders: tuple[str, ...]
    documents: tuple[tuple[Coded, ...], ...]
    codes: tuple[str, ...]
    within: Mapping[str, tuple[str, ...]]

    def of(self, *coders: str) -> "Comparison":
        """The same for these coders only."""
        return compare(self.readings(), self.codes, self.within, coders)

    def only(self, *codes: str) -> "Comparison":
        """The same for these codes only."""
        within = {code: tuple(key for key in keys if key in codes) for code, keys in self.within.items()}
        return replace(self, codes=codes, within=within)

    def readings(self) -> tuple[Coded, ...]:
        """All of them."""
        return tuple(coded for document in self.documents for coded in document)

    def applications(self) -> dict[str, dict[str, int]]:
        """By code and coder: how often they used it, or a sub-code of it."""
        counts = {code: dict.fromkeys(self.coders, 0) for code in self.codes}
        for coded in self.readings():
            for passage in coded.passages:
                for code in self.within.get(passage.code, ()):
                    counts[code][coded.coder] += 1
        return counts


def compare(
    readings: Iterable[Coded],
    codes: Sequence[str],
    within: Mapping[str, tuple[str, ...]] | None = None,
    coders: Sequence[str] | None = None,
) -> Comparison:
    """Set finished readings side by side; documents that fewer than two of the coders finished are left out.

    The coders come in the order given, else in the order of the alphabet; without a list, all who finished a document
    that is compared. The documents come by id, so that the same readings give the same resamples in whatever order
    they came. `within` as in `Comparison`; None: every code counts for itself. Raises Refused when two readings of a
    document are of different texts."""
    by_document: dict[str, list[Coded]] = {}
    for coded in readings:
        if coders is None or coded.coder in coders:
            by_document.setdefault(coded.document, []).append(coded)
    documents = []
    for _, of_document in sorted(by_document.items()):
        if len({coded.coder for coded in of_document}) < 2:
            continue
        if len({(coded.text_id, coded.length) for coded in of_document}) > 1:
            raise Refused("The readings of a document are of different texts and can't be compared.")
        documents.append(tuple(of_document))
    present = {coded.coder for document in documents for coded in document}
    found = tuple(coders) if coders is not None else tuple(sorted(present))
    return Comparison(found, tuple(documents), tuple(codes), within or {code: (code,) for code in codes})


def rolled_up(
    codebook: "Codebook", codes: Sequence[str], *, apart: bool = False, merged: Mapping[str, str] | None = None
) -> dict[str, tuple[str, ...]]:
    """What a passage of each of these codes counts for: itself and, unless `apart`, the codes it is a sub-code of.

    `merged`: the codes that count as others; what is below one of them is then below the other."""
    parents = {code.key: code.parent for code in codebook.codes}

    def above(code: str) -> Iterator[str]:
        seen = {code}
        parent = parents.get(code)
        while parent is not None and not apart:
            parent = (merged or {}).get(parent, parent)
            if parent in seen:  # a code that is counted as one of its own sub-codes
                return
            seen.add(parent)
            yield parent
            parent = parents.get(parent)

    return {code: (code, *above(code)) for code in codes}


@dataclass(frozen=True)
class Finished:
    """Finished readings of one purpose, and what is known of the others."""

    readings: tuple[Coded, ...]
    rounds: "tuple[Round, ...]"
    codebook: "Codebook"
    versions: int
    """How many versions of the codebook there are: of the rounds, and those that the tags were given under."""
    documents: "tuple[Document, ...]"
    others: tuple[str, ...] = ()
    """Coders who finished documents too, and were not asked for."""
    waiting: int = 0
    """Passages in these readings whose place in a corrected text waits for their coder; they count where they seem
    to be."""
    lost: int = 0
    """Those of them that are nowhere in the corrected text: they count nowhere."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codebook's codes in their order, then those that only an earlier version had."""
        known = [code.key for code in self.codebook.codes]
        used = {passage.code for coded in self.readings for passage in coded.passages}
        return (*known, *sorted(used - set(known)))


def finished(
    project: "Project",
    chosen: "Sequence[Round]" = (),
    people: "Sequence[Coder]" = (),
    *,
    pool: bool = False,
) -> Finished:
    """The finished readings of these rounds (default: of each document's latest open one), as `compare` takes them.

    `people`: only theirs. Coders are given by name, documents by id. Raises Refused when rounds of different purposes
    or codebooks would be pooled, unless `pool` says so; for a retest, which is no work of several coders; or when there
    is no open round."""
    from db import codebooks, coders, documents, readings, rounds, segments, tags

    again = rounds.retests(project)
    if retest := next((r for r in chosen if r.id in again), None):
        raise Refused(
            f"{retest.name} is a retest: it is compared with what the same coder did before, by: coder retest"
        )

    found = tuple(document for document in documents.listed(project) if not document.purged)
    made = [r.id for r in rounds.listed(project)]
    chosen = sorted(chosen, key=lambda r: made.index(r.id))
    latest = {} if chosen else rounds.of_documents(project, found)
    of_document = {d.id: tuple(chosen) or (latest[d.id],) for d in found if chosen or d.id in latest}
    pooled = tuple({r.id: r for some in of_document.values() for r in some}.values())
    pooled = tuple(sorted(pooled, key=lambda r: made.index(r.id))) or tuple(chosen) or (rounds.current(project),)
    if not pool and len({(r.purpose, r.codebook) for r in pooled}) > 1:
        raise Refused(
            f"Rounds {', '.join(r.name for r in pooled)} differ in purpose or codebook and are not pooled; "
            "name one with --round, or say --pool."
        )
    codebook = codebooks.of_round(project, pooled[-1])
    everybody = {coder.id: coder.name for coder in coders.listed(project)}
    names = {coder.id: coder.name for coder in people} or everybody
    done = [
        r for r in readings.listed(project)
        if r.finished and r.round in {one.id for one in of_document.get(r.document, ())}
    ]  # fmt: skip
    others = sorted({everybody[r.coder] for r in done if r.coder not in names})
    done = [r for r in done if r.coder in names]
    when = readings.finished_on(project)
    of_reading: dict[str, list[Tag]] = {}
    versions = {r.codebook for r in pooled}
    counted = {r.id for r in done}
    for tag in tags.listed(project, rounds=[r.id for r in pooled]):
        if tag.reading in counted:
            of_reading.setdefault(tag.reading, []).append(tag)
            versions.add(tag.codebook)
    by_id = {document.id: document for document in found}
    cut = {r.id: segments.of_round(project, r) for r in pooled}
    return Finished(
        tuple(
            coded(
                names[r.coder],
                by_id[r.document],
                of_reading.get(r.id, []),
                when.get(r.id),
                cut[r.round].get(r.document, ()),
            )
            for r in _latest(done, pooled)
        ),
        pooled,
        codebook,
        len(versions),
        found,
        tuple(others),
        sum(tag.waits for some in of_reading.values() for tag in some),
        sum(tag.lost for some in of_reading.values() for tag in some),
    )


def _latest(done: "list[Reading]", pooled: "tuple[Round, ...]") -> "list[Reading]":
    """One reading for each coder and document, where rounds are pooled: of the round that was made last."""
    order = {r.id: number for number, r in enumerate(pooled)}
    last: dict[tuple[str, str], Reading] = {}
    for reading in sorted(done, key=lambda r: order[r.round]):
        last[reading.coder, reading.document] = reading
    return [reading for reading in done if last[reading.coder, reading.document] is reading]


def coded(
    coder: str,
    document: "Document",
    of_reading: "Iterable[Tag]",
    when: datetime.date | None = None,
    segments: "tuple[Span, ...]" = (),
) -> Coded:
    """A finished reading as it is compared, from its tags; `coder` names whose column it is."""
    passages = tuple(Passage(tag.code, tag.start, tag.stop, tag.case) for tag in of_reading if not tag.lost)
    return Coded(coder, document.id, document.text_id, document.length, passages, document.case, when, segments)
