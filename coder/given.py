"""What each case gave: which codes, by the final coding, by one coder, by any of them or by all of them.

A case counts when it is included in the register and somebody finished a document with words of theirs. What such a
case did not say is "not given", never "no": a short quotation leaves most things out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from coder import register as registers
from coder.disagreements import not_a_package
from coder.final_coding import Final, final_coding, no_collecting, readings_taken
from coder.register import Exclusion, Register
from coder.wording import many
from corpus.codebook import Codebook
from corpus.refused import Refused
from db import codebooks, coded, documents, rounds, rulings, sameness
from db.coded import BareDocument, BareReading
from db.project import Project
from db.values import Coder, Document, Round

Whose = Literal["final", "one", "any", "all"]


@dataclass(frozen=True)
class Wanted:
    """What is asked for. `whose`: the final coding; what `coder` gave; what any coder, or what all coders who finished
    the document gave. `qualifiers`: only passages that say so (voice: own). `rounds`: () all but training and
    retests. `where`: conditions on cases, "NAME=VALUE"."""

    whose: Whose = "final"
    coder: Coder | None = None
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    rounds: Sequence[Round] = ()
    where: Sequence[str] = ()

    @property
    def words(self) -> str:
        """In words."""
        told = {
            "final": "the final coding",
            "one": f"what {self.coder.name} gave" if self.coder else "",
            "any": "what any coder gave",
            "all": "what all coders who finished the document gave",
        }[self.whose]
        said = [f"{key} {value}" for key, value in self.qualifiers.items()]
        made = [f"round {', '.join(r.name for r in self.rounds)}"] if self.rounds else []
        return "; ".join([told, *(["only " + " and ".join(said)] if said else []), *made, *self.where])


@dataclass(frozen=True)
class Codes:
    """The codes in their order: names, parents and the names of their families by key; also such as only an earlier
    version of the codebook had. `residual`: the "other reason" of a family, counted apart."""

    names: Mapping[str, str]
    parents: Mapping[str, str | None]
    families: Mapping[str, str]
    residual: frozenset[str] = frozenset()

    def above(self, code: str) -> tuple[str, ...]:
        """The code itself and all that it counts for."""
        found = [code]
        while (parent := self.parents.get(found[-1])) is not None and parent not in found:
            found.append(parent)
        return tuple(found)

    @property
    def top(self) -> tuple[str, ...]:
        """Those without a parent."""
        return tuple(code for code, parent in self.parents.items() if parent is None)


@dataclass(frozen=True)
class Given:
    """`of`: by the id of each case that counts, the codes that it gave, with those that they count for. `register`:
    with these cases only, and with what is left out. `values`: what that rests on; each testimony once. `doubts`: what
    to know before one trusts the counts."""

    wanted: Wanted
    codes: Codes
    register: Register
    of: Mapping[str, frozenset[str]]
    values: tuple[Final, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sources:
    """What the counts are made of, as it is kept. `values`: also those of other cases; `present`: (document that is
    finished, case with words in it, or None); ids. `doubts`: what the values leave out."""

    codes: Codes
    register: Register
    documents: tuple[Document, ...]
    values: tuple[Final, ...]
    present: frozenset[tuple[str, str | None]]
    doubts: tuple[str, ...] = ()


def given(project: Project, wanted: Wanted | None = None) -> Given:
    """What each case gave, as far as the viewer sees it. Raises Refused in a package, and for unknown conditions."""
    wanted = wanted or Wanted()
    with no_collecting():
        return counted(wanted, gathered(project, wanted))


def gathered(project: Project, wanted: Wanted) -> Sources:
    """What is there to count. Raises Refused as `given` does."""
    not_a_package(project)
    known, listed = coded.documents(project), documents.listed(project)
    versions = _versions(project, wanted.rounds)
    _check(versions, wanted)
    codes = codes_of(versions)
    doubts: list[str] = []
    if wanted.whose == "final":
        final = final_coding(project, wanted.rounds)
        values, done = final.values, set(final.documents)
        if final.open:
            doubts.append(f"{many(len(final.open), 'place')} in dispute and not settled: only what all share counts")
        if final.lost:
            doubts.append(f"{many(final.lost, 'passage')} lost in corrected texts: not counted")
    else:
        taken = readings_taken(project, wanted.rounds, known, rulings.listed(project))
        if wanted.coder is not None:
            mine = {d: [r for r in some if r.coder == wanted.coder.id] for d, some in taken.items()}
            taken = {document: some for document, some in mine.items() if some}
        values, done = _of_readings(project, known, taken, everybody=wanted.whose == "all", codes=codes), set(taken)
    present = {(document, known[document].case) for document in done} | _named(project, done, wanted.rounds)
    register = registers.chosen(registers.read(project), wanted.where)
    return Sources(codes, register, tuple(listed), values, frozenset(present), tuple(doubts))


def counted(wanted: Wanted, sources: Sources) -> Given:
    """The same from what is there to count; pure."""
    codes, register = sources.codes, sources.register
    of_document = {document.id: document.case for document in sources.documents}
    stands = sameness.testimonies(sources.documents)
    for document, root in stands.items():  # one article in two papers: whose words it holds is said once
        of_document[document] = of_document[document] or of_document.get(root)
    with_words = {case or of_document.get(document) for document, case in sources.present}
    counting = tuple(case for case in register.cases if case.id in with_words)
    without = tuple(case.key for case in register.cases if case.id not in with_words)
    why = f"no document with their words is finished by {wanted.coder.name if wanted.coder else 'anybody'}"
    exclusions = (*register.exclusions, *([Exclusion(why, without)] if without else []))
    unsaid = dict.fromkeys(wanted.qualifiers, 0)
    kept: list[Final] = []
    above: dict[str, tuple[str, ...]] = {}
    gave: dict[str, set[str]] = {case.id: set() for case in counting}
    nobody = 0
    for value in _once(sources.values, stands):
        if value.case is None and of_document.get(value.document):
            value = value._replace(case=of_document[value.document])
        if wanted.qualifiers:
            for key in wanted.qualifiers:
                unsaid[key] += key not in value.qualifiers
            if any(value.qualifiers.get(key) != said for key, said in wanted.qualifiers.items()):
                continue
        kept.append(value)
        nobody += value.case is None
        if value.code not in above:
            above[value.code] = codes.above(value.code)
        if value.case in gave:
            gave[value.case].update(above[value.code])
    told = [*sources.doubts, *registers.unsure(register)]
    told += [f"{many(n, 'passage')} without {key}: not counted" for key, n in unsaid.items() if n]
    told += [f"{many(nobody, 'passage')} of no case: not counted"] if nobody else []
    return Given(
        wanted, codes, replace(register, cases=counting, exclusions=exclusions),
        {case: frozenset(some) for case, some in gave.items()}, tuple(kept), tuple(told),
    )  # fmt: skip


def codes_of(versions: Sequence[Codebook]) -> Codes:
    """The codes of these versions, the newest last: its order and its tree go before theirs."""
    names: dict[str, str] = {}
    parents: dict[str, str | None] = {}
    families: dict[str, str] = {}
    for version in reversed(versions):
        for code in version.codes:
            if code.key not in names:
                names[code.key], parents[code.key] = code.name, code.parent
                families[code.key] = next((f.name for f in version.families if f.key == code.family), code.family)
    residual = frozenset(code.key for version in versions for code in version.codes if code.residual)
    return Codes(names, parents, families, residual)


def _versions(project: Project, chosen: Sequence[Round]) -> list[Codebook]:
    """The newest last, which is that of the last round."""
    made = chosen or rounds.listed(project)
    now = codebooks.of_round(project, made[-1])
    known = [codebooks.get(project, version) for version, _, _ in codebooks.listed(project)]
    return [*(book for book in known if book.id != now.id), now]


def _check(versions: Sequence[Codebook], wanted: Wanted) -> None:
    """Raises Refused: a qualifier, or a value of it, that the codebook does not have."""
    there: dict[str, dict[str, str]] = {}
    for version in versions:
        for qualifier in version.qualifiers:
            there.setdefault(qualifier.key, {}).update(qualifier.values)
    for key, value in wanted.qualifiers.items():
        if value not in there.get(key, {}):
            values = ", ".join(there.get(key, {})) or "none"
            raise Refused(f"The codebook has no {key} {value!r}; there are: {values}.")


def _once(values: Sequence[Final], stands: Mapping[str, str]) -> list[Final]:
    """Each testimony once: of documents that hold the same one, the passages of one of them, the first that has any."""
    if all(document == root for document, root in stands.items()):
        return list(values)
    from_: dict[str, str] = {}
    for value in sorted(values, key=lambda v: (stands.get(v.document) != v.document, v.document)):
        from_.setdefault(stands.get(value.document, value.document), value.document)
    return [value for value in values if from_[stands.get(value.document, value.document)] == value.document]


def _named(project: Project, done: set[str], chosen: Sequence[Round]) -> set[tuple[str, str | None]]:
    """(document, case) of all that a tag of a finished reading names, also where that tag is in dispute."""
    within = {r.id for r in chosen}
    of = {r.id: r.document for r in coded.finished(project) if r.document in done and (not within or r.round in within)}
    return {(of[reading], case) for reading, case in coded.cases(project) if reading in of}


def _of_readings(
    project: Project,
    known: Mapping[str, BareDocument],
    taken: Mapping[str, list[BareReading]],
    *,
    everybody: bool,
    codes: Codes,
) -> tuple[Final, ...]:
    """The passages of these readings; with `everybody`, of each document only the codes that all of its coders gave to
    the same case: those stand at no place."""
    about = {reading.id: reading for some in taken.values() for reading in some}
    found: list[Final] = []
    corrected: set[str] = set()
    for reading, text_id, code, start, stop, case, said in coded.tags(project):
        if reading not in about:
            continue
        one = about[reading]
        if text_id != known[one.document].text_id:
            corrected.add(reading)
        found.append(
            Final(one.document, text_id, code, start, stop, case or known[one.document].case, coded.qualifiers(said),
                  "single reading", (one.coder,), one.round)
        )  # fmt: skip
    if corrected:
        moved = {(about[id_].document, about[id_].coder) for id_ in corrected}
        found = [value for value in found if (value.document, value.coders[0]) not in moved]
        found += [
            Final(tag.document, tag.text_id, tag.code, tag.start, tag.stop, tag.case or known[tag.document].case,
                  tag.qualifiers, "single reading", (tag.coder,), tag.round)
            for tag in coded.tags_of(project, corrected) if not tag.lost
        ]  # fmt: skip
    return tuple(_of_all(found, taken, codes) if everybody else found)


def _of_all(found: Iterable[Final], taken: Mapping[str, list[BareReading]], codes: Codes) -> list[Final]:
    gave: dict[tuple[str, str, str | None], list[Final]] = {}
    for value in found:
        for code in codes.above(value.code):
            gave.setdefault((value.document, code, value.case), []).append(value)
    shared = []
    for (document, code, _), some in gave.items():
        coders = {value.coders[0] for value in some}
        if len(coders) == len({reading.coder for reading in taken[document]}):
            said = {k: v for k, v in some[0].qualifiers.items() if all(one.qualifiers.get(k) == v for one in some)}
            shared.append(
                some[0]._replace(code=code, start=0, stop=0, qualifiers=said, coders=tuple(sorted(coders)))
            )  # fmt: skip
    return shared
