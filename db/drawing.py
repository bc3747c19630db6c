"""Draw documents for a round, and deal them out to coders. The same seed and the same documents give the same draw."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from corpus.refused import Refused
from db.phrases import many
from db.values import Coder, Document

ATTRIBUTES = ("source", "language", "date", "year")


def attribute(document: Document, by: str) -> str:
    """What a document is grouped by; the year is the first four characters of its date."""
    return document.date[:4] if by == "year" else str(getattr(document, by))


def drawn(documents: Iterable[Document], number: int, by: str | None, dice: random.Random) -> list[Document]:
    """So many of the documents; with `by`, of each group as many as its share of them all asks for.

    Raises Refused when there are not so many."""
    known = sorted(documents, key=lambda document: document.id)
    if not 0 < number <= len(known):
        raise Refused(f"{number} can't be drawn; the project has {many(len(known), 'document')}.")
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in known:
        groups[attribute(document, by) if by else ""].append(document)
    exact = {name: number * len(group) / len(known) for name, group in sorted(groups.items())}
    taken = {name: int(share) for name, share in exact.items()}
    # What is left over goes to those who lost most by the rounding; among equals the dice decide.
    order = sorted(exact, key=lambda name: (taken[name] - exact[name], dice.random()))
    for name in order[: number - sum(taken.values())]:
        taken[name] += 1
    return [document for name in taken for document in dice.sample(groups[name], taken[name])]


def dealt(
    documents: Iterable[Document], people: Sequence[Coder], each: int, dice: random.Random
) -> list[tuple[Document, Coder]]:
    """Who codes which: each document by so many coders, everybody as many as the others, and with everybody.

    Raises Refused when there are not so many coders."""
    if not 0 < each <= len(people):
        raise Refused(f"A document can't be coded by {each} of {many(len(people), 'coder')}.")
    load: Counter[str] = Counter()
    together: Counter[frozenset[str]] = Counter()
    found = []
    for document in documents:
        chosen: list[Coder] = []
        for _ in range(each):
            left = [coder for coder in people if coder not in chosen]
            by_turn = [
                (load[c.id], sum(together[frozenset((c.id, o.id))] for o in chosen), dice.random(), n)
                for n, c in enumerate(left)
            ]
            chosen.append(left[min(by_turn)[-1]])
        for coder in chosen:
            load[coder.id] += 1
            together.update(frozenset((coder.id, other.id)) for other in chosen if other is not coder)
        found += [(document, coder) for coder in people if coder in chosen]
    return found
