"""Documents that hold the same testimony: one article in two papers. Said by people, so that reports count it once."""

from collections.abc import Iterable

from corpus.refused import Refused
from db import events
from db.project import Project
from db.values import Coder, Document


def say(project: Project, actor: Coder, document: Document, other: Document | None) -> None:
    """Keep that a document holds the same testimony as another one; None: not any more. Raises Refused: itself."""
    if other is not None and other.id == document.id:
        raise Refused(f"{document.title} is the same document; name the other one that holds its testimony.")
    with project.write(actor.id) as action:
        state = {"document": document.id, "same_as": other.id if other else None}
        action.append(events.PROJECT, "sameness.say", f"{document.id}.same", state)


def testimonies(documents: Iterable[Document]) -> dict[str, str]:
    """By the id of each document, the id of the one that stands for its testimony: its own, if no other is named.

    Of those that are said to be the same in any order, also in a circle, it is one and the same."""
    same = {document.id: document.same_as for document in documents}
    stands = {id_: id_ for id_ in same}

    def root(id_: str) -> str:
        while stands[id_] != id_:
            id_ = stands[id_]
        return id_

    for id_ in sorted(same):
        other = same[id_]
        if other is not None and other in stands:
            first, second = sorted((root(id_), root(other)), key=lambda one: (same[one] is not None, one))
            stands[second] = first
    return {id_: root(id_) for id_ in same}
