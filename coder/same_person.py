"""Cases that may be one person: weighed by what the register tells, without the pairs that somebody judged."""

from dataclasses import dataclass

from coder.register import Register
from corpus.attributes import Attribute, folded
from corpus.names import Person, SamePerson, same_people
from db import judgements
from db.project import Project
from db.values import Case

_NATIONALITY = ("nationality", "citizenship", "country", "origin")
_SEX = ("sex", "gender")
_SOURCE = ("source", "outlet", "publication")
_DATE = ("date",)


@dataclass(frozen=True)
class Alike:
    """Two cases, and what speaks for and against their being one person."""

    one: Case
    other: Case
    found: SamePerson


@dataclass(frozen=True)
class Weighed:
    """`pairs`: the likeliest first; `by`: the names of the attributes that were weighed beside the names of people;
    `judged`: how many pairs are not among them since somebody said something about them. Weighed are the cases that
    count."""

    pairs: tuple[Alike, ...]
    by: tuple[str, ...]
    judged: int


def alike(project: Project, register: Register) -> Weighed:
    """All pairs of cases that may be one person and about which nobody said anything yet."""
    nationality, sex, source = (_called(register, names) for names in (_NATIONALITY, _SEX, _SOURCE))
    date = _called(register, _DATE) or _only_date(register)
    people = [_person(register, case, nationality, sex, source, date) for case in register.cases]
    known = {case.id: case for case in register.cases}
    settled = {frozenset((judgement.case, judgement.other)) for judgement in judgements.listed(project)}
    found = same_people(people)
    pairs = [Alike(known[p.a], known[p.b], p) for p in found if frozenset((p.a, p.b)) not in settled]
    by = tuple(attribute.name for attribute in (nationality, sex, source, date) if attribute)
    return Weighed(tuple(pairs), by, len(found) - len(pairs))


def _called(register: Register, names: tuple[str, ...]) -> Attribute | None:
    """The attribute that is called by the first of these names."""
    there = {folded(attribute.name): attribute for attribute in register.attributes}
    return next((there[name] for name in names if name in there), None)


def _only_date(register: Register) -> Attribute | None:
    dates = [attribute for attribute in register.attributes if attribute.type == "date"]
    return dates[0] if len(dates) == 1 else None


def _person(
    register: Register,
    case: Case,
    nationality: Attribute | None,
    sex: Attribute | None,
    source: Attribute | None,
    date: Attribute | None,
) -> Person:
    cells = register.cells[case.id]

    def said(attribute: Attribute | None) -> str:
        return attribute.value(cells.get(folded(attribute.name), "")).words if attribute else ""

    known = date.date(cells.get(folded(date.name), "")) if date and date.type == "date" else None
    return Person(case.id, case.name, said(nationality), said(sex), known.full if known else None, said(source))
