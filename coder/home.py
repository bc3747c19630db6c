"""What a coder's home says: what is next; a lead's: how far everybody is, and what waits for a decision."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from coder import wording
from corpus.refused import Refused
from db import queries, readings, rounds, tags
from db.package import made_for
from db.project import Project
from db.values import Coder, Document, Round


def next_words(document: Document | None, round_: Round | None, *, again: bool) -> str:
    """The document where one goes on, and in what round; `again`: it is read a second time."""
    if document is None or round_ is None:
        return ""
    how = [round_.name, *(["blind"] if round_.blind and not round_.revealed else []), *(["again"] if again else [])]
    return f"Next: {document.title} ({', '.join(how)})"


def progress(
    project: Project, people: Iterable[Coder], in_round: Mapping[str, Round], hidden: Collection[str]
) -> list[tuple[str, int, int]]:
    """Of everybody who has something to code: name, how many documents they finished, of how many.

    `in_round`: by document, the round in which it is coded now; of a planned one that counts which is assigned, of
    another one every document, for coders. `hidden`: documents whose progress the viewer does not see. Retests that
    are open count too."""
    made = {one.id: one for one in rounds.listed(project)}
    current = {*((document, one.id) for document, one in in_round.items() if document not in hidden)}
    wanted: set[tuple[str, str, str]] = set()
    for id_ in {*(one.id for one in in_round.values()), *rounds.retests(project)}:
        planned = rounds.plan_of(project, made[id_])
        if planned is None:
            here = [document for document, round_ in current if round_ == id_]
            wanted |= {(one.id, document, id_) for one in people if one.role == "coder" for document in here}
        elif made[id_].open:
            dealt = rounds.assignments(project, made[id_])
            wanted |= {(a.coder, a.document, id_) for a in dealt if planned.retest or (a.document, id_) in current}
    done = {(r.coder, r.document, r.round) for r in readings.progress(project) if r.finished}
    every, finished = Counter(who for who, _, _ in wanted), Counter(who for who, _, _ in wanted & done)
    return [(one.name, finished[one.id], every[one.id]) for one in people if every[one.id]]


def progress_words(found: Iterable[tuple[str, int, int]]) -> str:
    """Ann 3 of 10, ben 10 of 10 finished."""
    told = ", ".join(f"{name} {done} of {every}" for name, done, every in found)
    return f"{told} finished" if told else ""


def waiting_words(project: Project) -> str:
    """What waits for a lead: questions without an answer, and places in dispute; "" when nothing does."""
    from coder import disagreements  # here: the list of documents need not wait for it

    answered = queries.answers(project)
    asked = sum(tag.id not in answered for tag in tags.listed(project, query=True))
    try:
        open_ = [] if made_for(project) else disagreements.listed(project, disagreements.Chosen(state="open"))
    except Refused:
        open_ = []
    told = [wording.many(asked, "question")] if asked else []
    told += [f"{wording.many(len(open_), 'place')} in dispute"] if open_ else []
    return " · ".join(told)
