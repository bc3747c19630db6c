"""What a coder learns from rulings: their own passages that were settled otherwise, never what the others gave."""

from dataclasses import dataclass

from db import coded, rulings
from db.package import made_for
from db.project import Project
from db.values import Coder, Outcome, Ruling, Tag


@dataclass(frozen=True)
class Corrected:
    """A place that was settled otherwise than the coder had it: `given` are their own tags there, () none.

    [start, stop) holds these and what belongs there, not what others gave."""

    ruling: Ruling
    given: tuple[Tag, ...]

    @property
    def start(self) -> int:
        """Where it begins, in code points of the text in force."""
        return min(one.start for some in (self.given, self.ruling.outcome) for one in some)

    @property
    def stop(self) -> int:
        """Where it ends, exclusive."""
        return max(one.stop for some in (self.given, self.ruling.outcome) for one in some)


def corrected(project: Project, coder: Coder) -> list[Corrected]:
    """By document and place, what was settled otherwise than `coder` had it, in documents that they finished.

    In a package, what the coders were to agree on is left out: nobody can tell there whether they have."""
    finished = coded.finished(project)
    mine = {(reading.document, reading.round): reading.id for reading in finished if reading.coder == coder.id}
    people: dict[tuple[str, str], set[str]] = {}
    for reading in finished:
        people.setdefault((reading.document, reading.round), set()).add(reading.coder)
    here = made_for(project) is None
    defaults = {id_: document.case for id_, document in coded.documents(project).items()}
    tags = {tag.id: tag for tag in coded.tags_of(project, mine.values())}
    found = []
    for ruling in rulings.listed(project):
        place = ruling.document, ruling.round
        agreed = here and people.get(place, set()) <= set(ruling.agreed)
        if place not in mine or ruling.document not in defaults or not ruling.holds:
            continue
        if ruling.how == "ruled" or agreed:
            given = tuple(tags[id_] for id_ in ruling.tags if id_ in tags)
            default = defaults[ruling.document]
            if {_said(tag, default) for tag in given} != {_said(one, default) for one in ruling.outcome}:
                found.append(Corrected(ruling, tuple(sorted(given, key=lambda t: (t.start, t.stop, t.code)))))
    return sorted(found, key=lambda one: (one.ruling.document, one.start, one.stop, one.ruling.id))


def _said(one: Tag | Outcome, default: str | None) -> tuple[str, int, int, str | None]:
    return one.code, one.start, one.stop, one.case or default
