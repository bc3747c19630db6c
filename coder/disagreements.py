"""Disagreements: the places where coders who finished a document in a round differ. Found, filtered, weighed.

One place and one decision, however many coders. What is one place, see `coder.connecting`; how it is settled, see
`coder.settling`; what comes of all of it, see `coder.final_coding`."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from coder.connecting import Kind, connected, kinds
from corpus.codebook import Codebook
from corpus.refused import Refused
from corpus.text import Span
from db import codebooks, coded, documents, rounds, rulings
from db.coded import BareDocument, BareReading
from db.package import made_for
from db.project import Project
from db.values import Round, Ruling, Tag

State = Literal["open", "proposed", "settled", "changed"]
STATES: tuple[State, ...] = ("open", "proposed", "settled", "changed")


@dataclass(frozen=True)
class Place:
    """A place [start, stop) of a document's text in force, in code points, where coders differ in one round.

    `id`: from its tags; `coders`: by id, everyone who finished the document in that round, with their tags here, which
    may be none. `kinds`: how they differ, () when they agree. `ruling`: what was said about it last; of a place that
    has `changed` since, what was said before. `case`: whose words they are, where a tag says nothing."""

    id: str
    document: str
    round: str
    text_id: str
    start: int
    stop: int
    kinds: tuple[Kind, ...]
    codes: tuple[str, ...]
    coders: Mapping[str, tuple[Tag, ...]]
    ruling: Ruling | None = None
    state: State = "open"
    case: str | None = None

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start, self.stop)

    @property
    def tags(self) -> tuple[Tag, ...]:
        """All its tags, in the order of the text, and of the codes where they stand on the same words."""
        return tuple(sorted((t for some in self.coders.values() for t in some), key=_in_text))


def _in_text(tag: Tag) -> tuple[int, int, str, str]:
    return tag.start, tag.stop, tag.code, tag.id


@dataclass(frozen=True)
class Double:
    """A document that two or more have finished in one round (ids): by coder, their tags, but for so many `lost` ones,
    which the corrected text has no longer. `case`: whose words they are, where a tag says nothing; `length` in code
    points."""

    document: str
    round: str
    text_id: str
    length: int
    case: str | None
    codebook: Codebook
    of: Mapping[str, tuple[Tag, ...]]
    lost: int = 0


@dataclass(frozen=True)
class Chosen:
    """Which places are wanted; () lets all through. Codes are keys, taken literally; coders and documents are ids.

    `state` "open": all that needs a decision, whatever was said before."""

    kinds: Collection[Kind] = ()
    codes: Collection[str] = ()
    coders: Collection[str] = ()
    documents: Collection[str] = ()
    state: State | None = None
    rounds: Sequence[Round] = field(default=())

    def has(self, place: Place) -> bool:
        """Whether a place is one of them. A coder's places are those where they gave something."""
        wanted = self.state is None or place.state == self.state
        if self.state == "open":
            wanted = place.state != "settled"
        return (
            wanted
            and (not self.kinds or bool(set(self.kinds) & set(place.kinds)))
            and (not self.codes or bool(set(self.codes) & set(place.codes)))
            and (not self.coders or any(place.coders.get(coder) for coder in self.coders))
        )


def listed(project: Project, chosen: Chosen | None = None, *, sample: int = 0, seed: int = 0) -> list[Place]:
    """The places where coders differ, as far as the viewer sees them, by document and place.

    `sample`: with so many of those where they agree, drawn with `seed`: agreement is not correctness. What they agree
    on, and was ruled on, is there too. Raises Refused in a package: it holds one coder's work only."""
    not_a_package(project)
    chosen = chosen or Chosen()
    found: list[Place] = []
    agreed: list[Place] = []
    for double in doubles(project, chosen.rounds, chosen.documents):
        differing, same = places_of(project, double)
        found += differing
        agreed += same
    known = rulings.listed(project)
    ruled_on = {tag for ruling in known for tag in ruling.tags}
    drawn = sorted((hashlib.sha256(f"{seed}\n{place.id}".encode()).digest(), place.id) for place in agreed)[:sample]
    wanted = {id_ for _, id_ in drawn}
    found += [place for place in agreed if place.id in wanted or any(tag.id in ruled_on for tag in place.tags)]
    order = {document.id: at for at, document in enumerate(documents.listed(project))}
    made = {round_.id: at for at, round_ in enumerate(rounds.listed(project))}
    found.sort(key=lambda place: (order[place.document], made[place.round], place.start, place.stop, place.id))
    return [place for place in stated(found, known) if chosen.has(place)]


def named(project: Project, id_: str) -> Place:
    """The place of that id, or the beginning of it (6 letters or more), also one where all agree. Raises Refused."""
    not_a_package(project)
    every = [place for double in doubles(project) for some in places_of(project, double) for place in some]
    found = [place for place in every if place.id == id_ or (len(id_) >= 6 and place.id.startswith(id_))]
    if len(found) > 1:
        raise Refused(f"{len(found)} places have an id that begins with {id_!r}; give more of it.")
    if not found:
        raise Refused(f"No disagreement is called {id_!r}; see them with: coder disagreements {project.path}")
    return stated(found, rulings.listed(project))[0]


def stated(places: Iterable[Place], known: Iterable[Ruling]) -> list[Place]:
    """The places, each with what was said about it and how it stands now. `known`: all rulings; after one more, this
    is all that a screen has to do again."""
    of_place = {ruling.id: ruling for ruling in known}
    of_tag = {tag: ruling for ruling in sorted(of_place.values(), key=lambda one: one.at) for tag in ruling.tags}
    found = []
    for place in places:
        if not of_place and place.ruling is None:
            found.append(place)
            continue
        own = of_place.get(place.id)
        before = own or next((of_tag[tag.id] for tag in place.tags if tag.id in of_tag), None)
        found.append(replace(place, ruling=before, state=_state(place, own, before)))
    return found


def _state(place: Place, own: Ruling | None, before: Ruling | None) -> State:
    if own is None or not own.holds:
        return "changed" if before else "open"
    return "settled" if settles(own, place.coders) else "proposed"


def settles(ruling: Ruling, coders: Iterable[str]) -> bool:
    """Whether a ruling that holds settles a place of these coders: a lead ruled, or each of them has said yes."""
    return ruling.how == "ruled" or set(coders) <= set(ruling.agreed)


def doubles(project: Project, chosen: Sequence[Round] = (), wanted: Collection[str] = ()) -> list[Double]:
    """What two or more finished in these rounds (default: in each) and the viewer sees; `wanted`: ids of documents."""
    of: dict[tuple[str, str], list[BareReading]] = {}
    rounds_ = {r.id for r in chosen or rounds.listed(project)}
    for reading in coded.finished(project):
        if reading.round in rounds_ and (not wanted or reading.document in wanted):
            of.setdefault((reading.document, reading.round), []).append(reading)
    return doubled(project, coded.documents(project), [some for some in of.values() if len(some) > 1])


def doubled(
    project: Project, known: Mapping[str, BareDocument], finished: Iterable[Sequence[BareReading]]
) -> list[Double]:
    """As `doubles`: of the readings of each document in a round. `known`: the documents."""
    books = {r.id: codebooks.get(project, r.codebook) for r in rounds.listed(project)}
    together = [some for some in finished if some[0].document in known]
    tagged: dict[str, list[Tag]] = {reading.id: [] for some in together for reading in some}
    lost: Counter[str] = Counter()
    for tag in coded.tags_of(project, tagged):
        lost[tag.reading] += tag.lost
        if not tag.lost:
            tagged[tag.reading].append(tag)
    return [
        Double(some[0].document, some[0].round, *known[some[0].document], books[some[0].round],
               {reading.coder: tuple(tagged[reading.id]) for reading in some}, sum(lost[r.id] for r in some))
        for some in together
    ]  # fmt: skip


def places_of(project: Project, double: Double) -> tuple[list[Place], list[Place]]:
    """The places of one document in one round: where its coders differ, and where they agree; nothing said of them."""
    text = cache(lambda: project.text(double.text_id))
    groups = connected(double.of, text, case=double.case, top=top_codes(double.codebook))
    return [_place(double, some) for some in groups.differing], [_place(double, some) for some in groups.agreed]


@lru_cache(maxsize=16)
def top_codes(codebook: Codebook) -> dict[str, str]:
    """By code, the code at the top of its tree."""
    above = {code.key: code.parent for code in codebook.codes}
    found: dict[str, str] = {}
    for key, parent in above.items():  # sub-codes stand behind their parents
        found[key] = key if parent is None else found.get(parent, key)
    return found


def finely(place: Place, codebook: Codebook) -> bool:
    """Whether those who gave something there differ only in how finely: one gave a code, another a sub-code of it."""
    sets = [{tag.code for tag in some} for some in place.coders.values() if some]
    if "code" not in place.kinds or any(len(some) > 1 for some in sets):
        return False
    known = {code.key for code in codebook.codes}
    codes = sorted({key for some in sets for key in some & known}, key=lambda key: len(codebook.ancestors(key)))
    return len(codes) == len(place.codes) and all(
        above in codebook.ancestors(below) for above, below in pairwise(codes)
    )


def not_a_package(project: Project) -> None:
    """Raises Refused in a package: there are no others' tags in it."""
    if made_for(project) is not None:
        raise Refused(f"{project.path} is a package, with one coder's work; review in the project it was made from.")


def _place(double: Double, some: tuple[Tag, ...]) -> Place:
    ids = sorted(tag.id for tag in some)
    of: dict[str, list[Tag]] = {coder: [] for coder in double.of}
    for tag in some:
        of[tag.coder].append(tag)
    return Place(
        hashlib.sha256("\n".join(["disagreement", *ids]).encode()).hexdigest()[:32],
        double.document,
        double.round,
        double.text_id,
        min(tag.start for tag in some),
        max(tag.stop for tag in some),
        kinds(of, double.case),
        tuple(sorted({tag.code for tag in some})),
        {coder: tuple(theirs) for coder, theirs in of.items()},
        case=double.case,
    )
