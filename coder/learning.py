"""Learning: how far what each coder gave agrees with what was settled in the review, round by round.

No reliability: the final coding is made from the coders' own tags, and rulings follow discussion. The figures that were
frozen at a reveal are another thing, and stay what they are. Tags are as they stand in the finished readings: of a
round that was revealed, as they were then, but for codes that a lead recoded, here and in the rulings alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from coder import levels
from coder.agreement_report import families
from coder.comparison import Coded, Comparison, Passage, coded, compare, rolled_up
from coder.disagreements import Double, Place, doubles, not_a_package, places_of, stated
from coder.final_coding import codes_above, values_of
from coder.measures import READ_FIRST, Selection
from coder.reliability import Level, Settings, figures
from corpus.codebook import Codebook
from corpus.refused import Refused
from corpus.text import Span
from db import codebooks, coders, documents, rounds, rulings, segments
from db.project import Project
from db.values import Coder, Document, Round

LABEL = "Learning: agreement with rulings, not reliability"
"""What stands over every output of this."""
GAVE, FINAL = "gave", "final"
"""The two columns that are compared: what the coder gave, and the final coding."""
_BARE = Selection(*(dict.fromkeys(names, False) for names in READ_FIRST))
"""The figures of the short report, without intervals: rulings are no sample."""


@dataclass(frozen=True)
class Learning:
    """One coder in one round. `ruled`: places that were settled in documents that they finished; `theirs`: how many of
    these as they had it; `codes`: how many with their codes, whatever the edges and the case.

    The figures are of `documents`: those with something settled and nothing left open; `waiting` have both, and are
    only in the counts of places. `main`: the level whose figures are read first."""

    coder: Coder
    round: Round
    ruled: int
    theirs: int
    codes: int
    documents: tuple[Document, ...]
    waiting: tuple[Document, ...]
    codebook: Codebook
    comparison: Comparison
    levels: dict[str, Level]
    main: str


@dataclass
class _Reviewed:
    """A document in a round, with its places as they stand."""

    double: Double
    document: Document
    settled: list[Place]
    places: list[Place]
    cut: tuple[Span, ...] = field(default=())

    @property
    def whole(self) -> bool:
        return all(place.state == "settled" or not place.kinds for place in self.places)


def listed(
    project: Project, actor: Coder, chosen: Sequence[Round] = (), people: Sequence[Coder] = ()
) -> list[Learning]:
    """By coder's name, then in the order in which the rounds were made. Leads are shown everybody (of these people),
    coders themselves. Raises Refused: a coder asks for another; a package; a retest, in which nothing is ruled."""
    not_a_package(project)
    if actor.role != "lead" and any(coder.id != actor.id for coder in people):
        raise Refused("You see your own row only; leads see everybody's.")
    again = rounds.retests(project)
    if retest := next((round_ for round_ in chosen if round_.id in again), None):
        raise Refused(f"{retest.name} is a retest, in which nothing is ruled; see: coder retest")
    wanted = {coder.id for coder in people} or {coder.id for coder in coders.listed(project)}
    wanted = wanted if actor.role == "lead" else {actor.id}
    made = [one for one in rounds.listed(project) if one.id not in again]
    made = [one for one in made if not chosen or one.id in {round_.id for round_ in chosen}]
    reviewed = _reviewed(project, made)
    found = []
    for coder in coders.listed(project):  # by name
        for round_ in made if coder.id in wanted else ():
            mine = [one for one in reviewed if one.double.round == round_.id and coder.id in one.double.of]
            if mine:
                found.append(_learning(project, coder, round_, mine))
    return found


def _reviewed(project: Project, made: Sequence[Round]) -> list[_Reviewed]:
    """The documents of these rounds in which something was settled, as far as the viewer sees them."""
    known = {document.id: document for document in documents.listed(project) if not document.purged}
    said = rulings.listed(project)
    cut = {round_.id: segments.of_round(project, round_) for round_ in made}
    found = []
    for double in doubles(project, made, {ruling.document for ruling in said}) if made and said else ():
        places = stated([place for some in places_of(project, double) for place in some], said)
        settled = [place for place in places if place.state == "settled"]
        if settled and double.document in known:
            own = cut[double.round].get(double.document, ())
            found.append(_Reviewed(double, known[double.document], settled, places, own))
    return found


def _learning(project: Project, coder: Coder, round_: Round, mine: Sequence[_Reviewed]) -> Learning:
    settled = [(place, one.double.case) for one in mine for place in one.settled]
    whole = [one for one in mine if one.whole]
    codebook = codebooks.of_round(project, round_)
    compared = [reading for one in whole for reading in _compared(one, coder)]
    keys = [code.key for code in codebook.codes]
    keys += sorted({passage.code for one in compared for passage in one.passages} - set(keys))
    comparison = compare(compared, keys, rolled_up(codebook, keys), (GAVE, FINAL))
    main = "case" if levels.all_have_cases(comparison) else "document"
    settings = Settings(levels=(main, "passage"), families=families(codebook, keys), full=False, only=_BARE)
    return Learning(
        coder,
        round_,
        len(settled),
        sum(_given(place, coder, case) == _outcome(place, case) for place, case in settled),
        sum(_codes(_given(place, coder, case)) == _codes(_outcome(place, case)) for place, case in settled),
        tuple(one.document for one in whole),
        tuple(one.document for one in mine if not one.whole),
        codebook,
        comparison,
        figures(comparison, lru_cache(maxsize=None)(project.text), settings),
        main,
    )


def _compared(one: _Reviewed, coder: Coder) -> tuple[Coded, Coded]:
    """What the coder gave in a document, and the final coding of it."""
    d = one.document
    above = codes_above(one.double.codebook)
    values = [value for place in one.places for value in values_of(place, one.double, above)]
    passages = tuple(Passage(value.code, value.start, value.stop, value.case) for value in values)
    return (
        coded(GAVE, d, one.double.of[coder.id], segments=one.cut),
        Coded(FINAL, d.id, d.text_id, d.length, passages, d.case, segments=one.cut),
    )


_Given = set[tuple[str, int, int, str | None]]


def _given(place: Place, coder: Coder, case: str | None) -> _Given:
    return {(tag.code, tag.start, tag.stop, tag.case or case) for tag in place.coders[coder.id]}


def _outcome(place: Place, case: str | None) -> _Given:
    assert place.ruling is not None
    return {(one.code, one.start, one.stop, one.case or case) for one in place.ruling.outcome}


def _codes(given: Iterable[tuple[str, int, int, str | None]]) -> set[str]:
    return {code for code, *_ in given}
