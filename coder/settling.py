"""How a disagreement can be settled: what each decision puts in place of the coders' tags.

Pure; `db.rulings` keeps it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from coder.disagreements import Place
from corpus.refused import Refused
from corpus.text import Span, count_words
from db.values import NewRuling, Outcome, Tag


def settled(
    place: Place,
    outcome: Sequence[Outcome],
    *,
    took: str | None = None,
    picked: str | None = None,
    reason: str = "",
    proposal: str = "",
) -> NewRuling:
    """What `db.rulings.rule` takes: this belongs there, () nothing. The rest as in `NewRuling`."""
    return NewRuling(
        place.id, place.document, place.round, place.text_id, place.start, place.stop, place.tags, tuple(outcome),
        took, picked, reason, proposal,
    )  # fmt: skip


def taken(place: Place, coder: str) -> tuple[Outcome, ...]:
    """What a coder (id) gave there, as it stands; () nothing. Raises Refused: they have no say in this place."""
    if coder not in place.coders:
        raise Refused("This coder has not finished this document in this round.")
    return tuple(Outcome(t.code, t.start, t.stop, t.case, dict(t.qualifiers)) for t in place.coders[coder])


def all_of(place: Place) -> tuple[Outcome, ...]:
    """What anybody gave there, each once: both codes belong there. Who named the document's case said no other than who
    named none."""
    found: dict[tuple[str, int, int, str | None], list[Tag]] = {}
    for tag in place.tags:
        found.setdefault((tag.code, tag.start, tag.stop, tag.case or place.case), []).append(tag)
    return tuple(
        Outcome(code, start, stop, next((tag.case for tag in some if tag.case), None), shared_qualifiers(some))
        for (code, start, stop, _), some in found.items()
    )


def coded(place: Place, codes: Iterable[str], spans: Sequence[Span] = ()) -> tuple[Outcome, ...]:
    """These codes there, on one passage (default: the whole place), or each on its own.

    Whose words, and the qualifiers, are what all tags of the place say alike. Raises Refused: codes and passages
    don't match."""
    codes = list(codes)
    spans = list(spans) or [place.span]
    spans = spans * len(codes) if len(spans) == 1 else spans
    if len(spans) != len(codes):
        raise Refused("Give one passage for all codes, or one for each code.")
    cases = {tag.case for tag in place.tags}
    case = cases.pop() if len(cases) == 1 else None
    alike = shared_qualifiers(place.tags)
    return tuple(Outcome(code, *span, case, alike) for code, span in zip(codes, spans, strict=True))


def slips(places: Iterable[Place], words: int, text: Callable[[str], str]) -> list[Place]:
    """The open ones that differ only in their edges, by at most so many words at each: every coder gave one passage,
    with one code. What somebody proposed or ruled is not taken over unseen. `text` gives a text by its id."""
    return [
        place
        for place in places
        if place.state == "open"
        and place.kinds == ("boundary",)
        and all(len(some) == 1 for some in place.coders.values())
        if _words_between(place, words, text)
    ]


def usual_edges(place: Place) -> tuple[Outcome, ...]:
    """The passage of a boundary slip with each edge where most coders have it; where as many do, the wider."""
    starts, stops = Counter(tag.start for tag in place.tags), Counter(tag.stop for tag in place.tags)
    start = min(starts, key=lambda at: (-starts[at], at))
    stop = min(stops, key=lambda at: (-stops[at], -at))
    return coded(place, place.codes, [Span(start, stop)])


def shared_qualifiers(tags: Sequence[Tag]) -> dict[str, str]:
    """What all of the tags say alike beside their codes."""
    return {
        key: value for key, value in tags[0].qualifiers.items() if all(t.qualifiers.get(key) == value for t in tags)
    }


def _words_between(place: Place, words: int, text: Callable[[str], str]) -> bool:
    content = text(place.text_id)
    edges = [tag.start for tag in place.tags], [tag.stop for tag in place.tags]
    return all(count_words(content[min(some) : max(some)]) <= words for some in edges)
