"""All passages of a code, across documents, with the words around them."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.codebook import Codebook
from corpus.refused import Refused
from corpus.text import paragraphs
from db import cases, coders, documents, queries, tags
from db.project import Project
from db.values import Tag

CONTEXT = 400
"""Characters kept before and after a passage."""
LONGEST = 20_000
"""Characters of a passage that are kept; nobody reads more of it in a list."""


@dataclass(frozen=True)
class Passage:
    """A tag with its words and those around it; `paragraph` counts from 1. `case` is the key of the case, or ""."""

    tag: Tag
    title: str
    coder: str
    case: str
    case_name: str
    paragraph: int
    before: str
    words: str
    after: str
    answer: str = ""
    """What a lead answered to the question that it asks."""


@dataclass(frozen=True)
class Filter:
    """Which passages are wanted; None and "" let all through. `coder`, `document` and `case` are ids."""

    code: str | None = None
    coder: str | None = None
    document: str | None = None
    case: str | None = None
    asked: bool = False
    words: str = ""

    def with_(self, **changes: object) -> "Filter":
        """The same, but for these."""
        return replace(self, **changes)  # type: ignore[arg-type]


def passages(project: Project) -> list[Passage]:
    """Every tag of every coder, by document and place. Those of an erased document have no words and are left out."""
    every_tag = tags.listed(project)  # first: whoever and whatever they name is known then, also while others write
    names = {coder.id: coder.name for coder in coders.listed(project)}
    people = {case.id: case for case in cases.listed(project)}
    every = {document.id: document for document in documents.listed(project)}
    order = {id_: place for place, id_ in enumerate(every)}
    answers = {tag: answer.words for tag, answer in queries.answers(project).items()}
    found: list[Passage] = []
    listed = sorted(every_tag, key=lambda t: (order[t.document], t.text_id, t.start, t.stop))
    for (document, text_id), some in groupby(listed, key=lambda t: (t.document, t.text_id)):
        try:
            text = project.text(text_id)
        except Refused:
            continue
        blocks = paragraphs(text)
        for tag in some:
            case = people.get(tag.case or "")
            found.append(
                Passage(
                    tag,
                    every[document].title,
                    names[tag.coder],
                    case.key if case else "",
                    case.name if case else "",
                    bisect_right(blocks, tag.start, key=lambda span: span.start),
                    text[max(0, tag.start - CONTEXT) : tag.start],
                    text[tag.start : min(tag.stop, tag.start + LONGEST)],
                    text[tag.stop : tag.stop + CONTEXT],
                    answers.get(tag.id, ""),
                )
            )
    return found


def chosen(found: Iterable[Passage], wanted: Filter, codebook: Codebook) -> list[Passage]:
    """Those that pass. A code stands for its sub-codes too; words may stand in the passage or in its memo."""
    codes = None if wanted.code is None else with_sub_codes(codebook, wanted.code)
    needle = _folded(wanted.words)
    return [
        passage
        for passage in found
        if (codes is None or passage.tag.code in codes)
        and wanted.coder in (None, passage.tag.coder)
        and wanted.document in (None, passage.tag.document)
        and wanted.case in (None, passage.tag.case)
        and (passage.tag.query or passage.answer or not wanted.asked)
        and (not needle or needle in _folded(passage.words) or needle in _folded(passage.tag.memo))
    ]


def with_sub_codes(codebook: Codebook, key: str) -> set[str]:
    """The code and all codes below it."""
    return {key, *(code.key for code in codebook.codes if key in codebook.ancestors(code.key))}


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())
