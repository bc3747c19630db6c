"""A text is corrected: what differs, in words; what becomes of the tags; where those in doubt may be.

What a correction is, is in `db.corrections`; how a passage is carried, in `corpus.anchors`. Nothing is changed here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from corpus import anchors, quotes, readers
from corpus.anchors import Alignment, Carried
from corpus.folding import fold
from corpus.quotes import Plain
from corpus.text import Span, snap
from db import corrections, documents, tags
from db.corrections import Correction
from db.project import Project
from db.values import Document, Tag

_CONTEXT = 40
"""Code points around a difference that are shown."""
LIKE = 0.75
"""From this likeness on, a place may be that of a lost passage: of texts that have nothing to do with each other, any
two stretches are a third alike."""
OTHER = 0.1
"""Of a text in which every other word was corrected, an eighth of the stretches of three words is left."""
_TOGETHER = 4
"""Code points between two differences that are shown as one."""


@dataclass(frozen=True)
class Change:
    """A place where the texts differ: whole words that went and that came, and what stands around them now.

    `at`: where the words stand in the old text, and where in the new."""

    at: tuple[Span, Span]
    before: str
    went: str
    came: str
    after: str


@dataclass(frozen=True)
class Fates:
    """How many tags keep their words, are changed or moved, are lost; and how many of all wait for their coder."""

    kept: int
    moved: int
    lost: int
    waits: int


def of_file(project: Project, document: Document, file: Path, encoding: str | None = None) -> Correction:
    """What the text in a file would change. Raises Refused: it can't be read, or is the same."""
    return corrections.proposed(project, document, readers.read(file, encoding).text)


def wholly_other(correction: Correction) -> bool:
    """Whether the new text is no correction by its looks: it has hardly three words in a row from the old one."""
    old, new = _threes(correction.old), _threes(correction.new)
    return len(old & new) < OTHER * min(len(old), len(new))


def _threes(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return set(zip(words, words[1:], words[2:], strict=False))


def changes(correction: Correction) -> list[Change]:
    """Where the texts differ, in the order of the text, widened to whole words."""
    old, new = correction.old, correction.new
    found: list[tuple[Span, Span]] = []
    for went, came in _differences(correction.alignment):
        went, came = _whole_words(old, new, went, came)
        if found and went.start - found[-1][0].stop < _TOGETHER and came.start - found[-1][1].stop < _TOGETHER:
            before_went, before_came = found.pop()
            went, came = Span(before_went.start, went.stop), Span(before_came.start, came.stop)
        found.append((went, came))
    return [
        Change(
            (went, came),
            new[max(0, came.start - _CONTEXT) : came.start],
            old[slice(*went)],
            new[slice(*came)],
            new[came.stop : came.stop + _CONTEXT],
        )
        for went, came in found
    ]


def fates(project: Project, document: Document, correction: Correction) -> Fates:
    """What would become of the tags that the viewer sees on the document. Those that are lost already count as lost."""
    of_document = tags.listed(project, documents=[document.id])
    here = [tag for tag in of_document if not tag.lost]
    spans = [Span(tag.start, tag.stop) for tag in here]
    places = anchors.carry_all(spans, correction.alignment, correction.old, correction.new)
    lost = len(of_document) - len(here)
    return Fates(
        sum(place.state == "kept" for place in places),
        sum(place.state == "moved and changed" for place in places),
        lost + sum(place.state == "lost" for place in places),
        lost + sum(place.doubtful or tag.waits for tag, place in zip(here, places, strict=True)),
    )


def old_words(project: Project, tag: Tag) -> str:
    """The words that a tag was given to, as they stood in the text it was made on. Raises Refused: erased."""
    if tag.was is None:
        return project.text(tag.text_id)[tag.start : tag.stop]
    return project.text(tag.was.text_id)[tag.was.start : tag.was.stop]


def places(project: Project, tag: Tag, known: dict[str, Plain] | None = None) -> list[Carried]:
    """Where a tag that waits may be in the text in force, the likeliest first: where it was carried, what the
    alignment offers, and where its old words are found. Empty: nobody knows. `known`: what serves the next tags too,
    kept here by document. Raises Refused: erased."""
    if tag.was is None:
        return []
    known = {} if known is None else known
    if tag.document not in known:
        document = next(d for d in documents.listed(project) if d.id == tag.document)
        known[tag.document] = Plain({document.id: documents.text(project, document)})
    source, words = known[tag.document], old_words(project, tag)
    text = source.texts[tag.document]
    spans = [] if tag.lost else [Span(tag.start, tag.stop)]
    spans += tag.was.candidates
    spans += [match.span for match in quotes.locate(words, source).matches]
    found = [Carried(span, tag.was.state, _like(words, text[slice(*span)]), True) for span in _apart(text, spans)]
    return sorted(found, key=lambda place: -place.score)  # of equal ones the first stays first


def likely(tag: Tag, place: Carried) -> bool:
    """Whether a tag that waits may be put at a place unless its coder has chosen it: not where a lost one is unlike."""
    return place.span is not None and not (tag.lost and place.score < LIKE)


def _like(words: str, others: str) -> float:
    return fuzz.ratio(fold(words).letters, fold(others).letters) / 100


def _apart(text: str, spans: Sequence[Span]) -> list[Span]:
    """Each place once, in their order: one that overlaps a better one mostly says the same."""
    found: list[Span] = []
    for span in spans:
        span = snap(text, *span)
        if not any(span.start < other.stop and other.start < span.stop for other in found):
            found.append(span)
    return found


def _differences(alignment: Alignment) -> list[tuple[Span, Span]]:
    found, old, new = list[tuple[Span, Span]](), 0, 0
    for at in range(0, len(alignment) - 1, 3):
        old, new = old + alignment[at], new + alignment[at]
        went, came = alignment[at + 1 : at + 3]
        found.append((Span(old, old + went), Span(new, new + came)))
        old, new = old + went, new + came
    return found


def _whole_words(old: str, new: str, went: Span, came: Span) -> tuple[Span, Span]:
    """Outward over letters that both texts have, to the edges of words."""
    back = forward = 0
    while (
        min(went.start, came.start) - back > 0
        and old[went.start - back - 1] == new[came.start - back - 1]
        and not old[went.start - back - 1].isspace()
    ):
        back += 1
    while (
        went.stop + forward < len(old)
        and came.stop + forward < len(new)
        and old[went.stop + forward] == new[came.stop + forward]
        and not old[went.stop + forward].isspace()
    ):
        forward += 1
    return Span(went.start - back, went.stop + forward), Span(came.start - back, came.stop + forward)
