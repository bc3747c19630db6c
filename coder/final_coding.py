"""The final coding: what is reckoned with after the review. At each place the ruling, else what all finished readings
share, else the single reading there is; what is in dispute and not ruled is left out, and counted.

A document is taken from one round: that with rulings on it, else that with the most finished readings, else the last;
training and retests are left out unless asked for. What all share: a stretch that each of them gave the same code, or
a sub-code of it, and the same case; so of passages with other edges, what is common to all."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Literal, NamedTuple

from coder.disagreements import Double, Place, doubled, not_a_package, places_of, stated
from coder.settling import shared_qualifiers
from corpus.codebook import Codebook
from corpus.text import Span
from db import coded, rounds, rulings
from db.coded import BareDocument, BareReading
from db.project import Project
from db.values import Round, Ruling, Tag

Provenance = Literal["ruled", "agreed", "shared by all", "single reading"]
PROVENANCES: tuple[Provenance, ...] = ("ruled", "agreed", "shared by all", "single reading")


class Final(NamedTuple):
    """A code on [start, stop) of a text, in code points. `case`: whose words, by id: the tag's or the ruling's, else
    the document's. `coders`: the ids of those who gave this code there, in whatever bounds; () when a ruling put it
    there. `round`: in which that was."""

    document: str
    text_id: str
    code: str
    start: int
    stop: int
    case: str | None
    qualifiers: Mapping[str, str]
    provenance: Provenance
    coders: tuple[str, ...]
    round: str


@dataclass(frozen=True)
class FinalCoding:
    """By document (its id) and place. `documents`: the ids of all that somebody finished, also those where nothing was
    found. `open`: places in dispute and not settled: what is not shared of them is left out. `lost`: passages that a
    corrected text has no longer; left out, too. `nothing`: places where by the ruling nothing belongs."""

    values: tuple[Final, ...]
    documents: tuple[str, ...]
    open: tuple[Place, ...] = ()
    lost: int = 0
    nothing: int = 0


def final_coding(project: Project, chosen: Sequence[Round] = ()) -> FinalCoding:
    """The final coding of the whole project (of these rounds), as far as the viewer sees it. Raises Refused in a
    package: it holds one coder's work only."""
    not_a_package(project)
    with no_collecting():
        return _reckoned(project, chosen)


@contextmanager
def no_collecting() -> Iterator[None]:
    """100,000 values are made at once and kept: to look for garbage among them takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _reckoned(project: Project, chosen: Sequence[Round]) -> FinalCoding:
    known = coded.documents(project)
    said = rulings.listed(project)
    taken = readings_taken(project, chosen, known, said)
    values, lost = _of_singles(project, known, [some[0] for some in taken.values() if len(some) == 1])
    several = [some for some in taken.values() if len(some) > 1]
    doubles = {double.document: double for double in doubled(project, known, several)}
    lost += sum(double.lost for double in doubles.values())
    places = [place for double in doubles.values() for some in places_of(project, double) for place in some]
    above = {double.document: codes_above(double.codebook) for double in doubles.values()}
    open_: list[Place] = []
    nothing = 0
    for place in stated(places, said):
        double = doubles[place.document]
        values += values_of(place, double, above[place.document])
        if place.state == "settled" and place.ruling:
            nothing += not place.ruling.outcome
        elif place.kinds:
            open_.append(place)
    values.sort(key=_where)
    open_.sort(key=lambda place: (place.document, place.start, place.stop))
    return FinalCoding(tuple(values), tuple(sorted(taken)), tuple(open_), lost, nothing)


def values_of(place: Place, double: Double, above: Mapping[str, Sequence[str]]) -> Iterator[Final]:
    """What is reckoned with at one place: as it was settled; in dispute, what all share of it; else what all gave.

    `above`: the `codes_above` of the double's codebook, made once for many places."""
    if place.state == "settled" and place.ruling:
        yield from _ruled(place, place.ruling, double)
    elif place.kinds:
        yield from _shared(place, double, above)
    else:
        yield _agreed(place, double)


def readings_taken(
    project: Project,
    chosen: Sequence[Round],
    known: Mapping[str, BareDocument],
    said: Iterable[Ruling],
) -> dict[str, list[BareReading]]:
    """By document, the finished readings of the one round that it is taken from, as far as the viewer sees them."""
    again = rounds.retests(project)  # tells how steady a coder is, and nothing about the testimony
    every = [r for r in rounds.listed(project) if r.purpose != "training" and r.id not in again]
    order = [r.id for r in chosen or every]
    return _rounds_taken([one for one in coded.finished(project) if one.document in known], order, said)


_where = attrgetter("document", "start", "stop", "code")


def _rounds_taken(
    done: Iterable[BareReading], order: Sequence[str], said: Iterable[Ruling]
) -> dict[str, list[BareReading]]:
    """By document, the finished readings of the round that it is taken from. `order`: the rounds, the first first."""
    number = {round_: at for at, round_ in enumerate(order)}
    of: dict[str, dict[str, list[BareReading]]] = {}
    for reading in done:
        if reading.round in number:
            of.setdefault(reading.document, {}).setdefault(reading.round, []).append(reading)
    ruled = {(ruling.document, ruling.round) for ruling in said}
    found: dict[str, list[BareReading]] = {}
    for document, by_round in of.items():
        best = max(by_round.items(), key=lambda item: ((document, item[0]) in ruled, len(item[1]), number[item[0]]))
        found[document] = best[1]
    return found


def _of_singles(
    project: Project, known: Mapping[str, BareDocument], singles: Iterable[BareReading]
) -> tuple[list[Final], int]:
    """The values of the readings that are the only ones of their documents, and how many passages are lost in corrected
    texts. In one go over all tags: there may be 100,000."""
    about = {one.id: (one.document, *known[one.document], (one.coder,), one.round) for one in singles}
    values: list[Final] = []
    corrected: set[str] = set()
    for reading, text_id, code, start, stop, case, said in coded.tags(project):
        if reading not in about:
            continue
        document, in_force, _, default, coders, round_ = about[reading]
        if text_id != in_force:
            corrected.add(reading)
        values.append(
            Final(document, text_id, code, start, stop, case or default, coded.qualifiers(said), "single reading",
                  coders, round_)
        )  # fmt: skip
    if not corrected:
        return values, 0
    doubles = doubled(project, known, [[one] for one in singles if one.id in corrected])
    moved = {double.document for double in doubles}
    values = [value for value in values if value.document not in moved]
    values += [_single(tag, double) for double in doubles for some in double.of.values() for tag in some]
    return values, sum(double.lost for double in doubles)


def _single(tag: Tag, double: Double) -> Final:
    return Final(
        tag.document, tag.text_id, tag.code, tag.start, tag.stop, tag.case or double.case, tag.qualifiers,
        "single reading", (tag.coder,), tag.round,
    )  # fmt: skip


def _ruled(place: Place, ruling: Ruling, double: Double) -> Iterator[Final]:
    for one in ruling.outcome:
        coders = tuple(coder for coder, some in place.coders.items() if any(tag.code == one.code for tag in some))
        yield Final(
            place.document, ruling.text_id, one.code, one.start, one.stop, one.case or double.case, one.qualifiers,
            ruling.how, coders, place.round,
        )  # fmt: skip


def _agreed(place: Place, double: Double) -> Final:
    tag = place.tags[0]
    return Final(
        place.document, place.text_id, tag.code, tag.start, tag.stop, tag.case or double.case,
        shared_qualifiers(place.tags), "shared by all", tuple(place.coders), place.round,
    )  # fmt: skip


def _shared(place: Place, double: Double, above: Mapping[str, Sequence[str]]) -> Iterator[Final]:
    """Of a place in dispute, the stretches on which all coders give the same code, or a sub-code of it, to the same
    case. A code is left out where all share a sub-code of it, since that counts for it. `above`: by code, those above
    it; it lacks codes that only an earlier version of the codebook had."""
    if not all(place.coders.values()):
        return
    of: list[dict[tuple[str, str | None], list[Span]]] = []
    for some in place.coders.values():
        gave: dict[tuple[str, str | None], list[Span]] = {}
        for tag in some:
            for code in (tag.code, *above.get(tag.code, ())):
                gave.setdefault((code, tag.case or double.case), []).append(Span(tag.start, tag.stop))
        of.append(gave)
    finer: set[tuple[str, str | None]] = set()
    alike = [key for key in of[0] if all(key in gave for gave in of)]
    for code, case in sorted(alike, key=lambda key: (-len(above.get(key[0], ())), key[0], key[1] or "")):
        spans = _common([gave[code, case] for gave in of])
        if not spans or (code, case) in finer:
            continue
        finer |= {(higher, case) for higher in above.get(code, ())}
        giving = [tag for tag in place.tags if tag.code == code or code in above.get(tag.code, ())]
        for span in spans:
            yield Final(
                place.document, place.text_id, code, *span, case, shared_qualifiers(giving), "shared by all",
                tuple(place.coders), place.round,
            )  # fmt: skip


@lru_cache(maxsize=16)
def codes_above(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """By code, the codes above it."""
    return {code.key: codebook.ancestors(code.key) for code in codebook.codes}


def _common(of: Sequence[Sequence[Span]]) -> list[Span]:
    """What all of these have in common, each being some spans that may overlap."""
    edges = sorted([(at, step, number) for number, spans in enumerate(of) for start, stop in spans
                    for at, step in ((start, 1), (stop, -1))], key=lambda edge: (edge[0], edge[1]))  # fmt: skip
    depth = [0] * len(of)
    found: list[Span] = []
    began: int | None = None
    for at, step, number in edges:
        depth[number] += step
        if began is None and all(depth):
            began = at
        elif began is not None and not all(depth):
            if began < at:
                found.append(Span(began, at))
            began = None
    return found
