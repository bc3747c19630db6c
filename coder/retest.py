"""How steady a coder is: what they coded in a retest against what they coded of the same documents before.

The figures are those of two coders, who here are one: at time one and at time two. They never enter a comparison of
coders."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from coder import levels
from coder.agreement_report import families
from coder.comparison import Comparison, coded, compare, rolled_up
from coder.measures import READ_FIRST
from coder.reliability import Level, Settings, figures
from corpus.codebook import Codebook
from db import codebooks, coders, documents, readings, retests, rounds, segments, tags
from db.project import Project
from db.values import Coder, Document, Reading, Round, Tag

FIRST, AGAIN = "first", "again"
"""The two columns that are compared."""


@dataclass(frozen=True)
class Retest:
    """One coder's retest: `documents` are those finished both times, `waiting` how many are not.

    `corrected`: those on which somebody ruled in between: there the figures tell of learning, too. `versions`: how many
    versions of the codebook the two passes were done under. `main`: the level whose figures are read first."""

    coder: Coder
    round: Round
    earlier: Round
    documents: tuple[Document, ...]
    waiting: int
    corrected: tuple[Document, ...]
    versions: int
    codebook: Codebook
    comparison: Comparison
    levels: dict[str, Level]
    main: str


def listed(project: Project, chosen: Sequence[Round] = (), *, full: bool = False, seed: int = 1) -> list[Retest]:
    """Every coder's retests (in these rounds), as far as the viewer sees both passes; by round, then by name.

    `full`: at every level, every coefficient with its interval."""
    made = {round_.id: round_ for round_ in rounds.listed(project)}
    done = {(r.coder, r.document, r.round): r for r in readings.listed(project) if r.finished}
    found = []
    for again, earlier in rounds.retests(project).items():
        if chosen and again not in {round_.id for round_ in chosen}:
            continue
        dealt = rounds.assignments(project, made[again])
        for coder in coders.listed(project):
            mine = [one.document for one in dealt if one.coder == coder.id]
            pairs = [(done.get((coder.id, d, earlier)), done.get((coder.id, d, again))) for d in mine]
            both = [(first, second) for first, second in pairs if first and second]
            if mine:
                waiting = len(mine) - len(both)
                found.append(_retest(project, coder, made[again], made[earlier], both, waiting, full=full, seed=seed))
    return found


def _retest(
    project: Project,
    coder: Coder,
    again: Round,
    earlier: Round,
    both: Sequence[tuple[Reading, Reading]],
    waiting: int,
    *,
    full: bool,
    seed: int,
) -> Retest:
    known = {document.id: document for document in documents.listed(project) if not document.purged}
    both = [pair for pair in both if pair[0].document in known]
    of_reading: dict[str, list[Tag]] = {reading.id: [] for pair in both for reading in pair}
    versions = {earlier.codebook, again.codebook}
    for tag in tags.listed(project, rounds=[earlier.id, again.id], coders=[coder.id]):
        if tag.reading in of_reading:
            of_reading[tag.reading].append(tag)
            versions.add(tag.codebook)
    cut, codebook = segments.of_round(project, again), codebooks.of_round(project, again)
    compared = [
        coded(name, known[r.document], of_reading[r.id], segments=cut.get(r.document, ()))
        for pair in both
        for name, r in zip((FIRST, AGAIN), pair, strict=True)
    ]
    keys = [code.key for code in codebook.codes]
    keys += sorted({passage.code for one in compared for passage in one.passages} - set(keys))
    comparison = compare(compared, keys, rolled_up(codebook, keys), (FIRST, AGAIN))
    main = "case" if levels.all_have_cases(comparison) else "document"
    settings = Settings(
        levels=levels.LEVELS if full else (main, "passage"),
        families=families(codebook, keys),
        seed=seed,
        full=False,
        only=None if full else READ_FIRST,
    )
    ruled = retests.ruled_between(project, earlier, again)
    read = tuple(known[first.document] for first, _ in both)
    return Retest(
        coder,
        again,
        earlier,
        read,
        waiting,
        tuple(document for document in read if document.id in ruled),
        len(versions),
        codebook,
        comparison,
        figures(comparison, lru_cache(maxsize=None)(project.text), settings),
        main,
    )
