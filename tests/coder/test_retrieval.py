"""Passages across documents, without a screen: what is found, and which of it is wanted."""

from dataclasses import replace

import pytest

from coder.retrieval import CONTEXT, Filter, Passage, chosen, passages
from corpus.codebook import builtin
from corpus.readers import Imported
from corpus.text import Span
from db import cases, documents, purge, readings, rounds, tags
from db.values import Coder, Document, NewTag, Tag
from tests.coder.conftest import LONG, MILL, Study


def tag(study: Study, coder: Coder, document: Document, code: str, words: str, text: str = MILL, **more: object) -> Tag:
    """Somebody gave a code to these words."""
    reading = readings.of(study.project, coder, document, rounds.current(study.project))
    start = text.index(words)
    new = NewTag(code, start, start + len(words), **more)  # type: ignore[arg-type]
    return tags.add(study.project, coder, reading, [new])[0]


@pytest.fixture
def found(study: Study) -> list[Passage]:
    """Five tags of two coders in two documents."""
    case = cases.add(study.project, study.lea, "c07", "Somebody")
    tag(study, study.ben, study.long, "D4", "It was long", LONG)
    tag(study, study.ann, study.mill, "D2", "Nobody was asked.", memo="About the MILL  wheel")
    tag(study, study.ann, study.mill, "D2.sunni", "the mill was ours", query=True)
    tag(study, study.ben, study.mill, "D0", "the mill was ours", case=case.id)
    tag(study, study.ann, study.long, "R1", "Paragraph 2 tells", LONG)
    return passages(study.project)


def codes(found: list[Passage]) -> list[str]:
    """Their codes, in order."""
    return [passage.tag.code for passage in found]


def test_passages_come_by_document_and_place(found: list[Passage]) -> None:
    assert [(passage.title, passage.paragraph) for passage in found] == [
        ("The [mill]", 1), ("The [mill]", 1), ("The [mill]", 1), ("The road", 1), ("The road", 2),
    ]  # fmt: skip
    assert [passage.coder for passage in found[3:]] == ["Ben", "Ann"]


def test_a_passage_stands_between_the_words_around_it(found: list[Passage]) -> None:
    passage = found[3]
    assert passage.words == "It was long"
    at = LONG.index(passage.words)
    assert passage.before == LONG[:at]
    assert passage.after == LONG[at + len(passage.words) :][:CONTEXT]
    assert found[4].before == LONG[: LONG.index("Paragraph 2")]


def test_a_code_brings_its_sub_codes(found: list[Passage]) -> None:
    assert codes(chosen(found, Filter(code="D2"), builtin())) == ["D2.sunni", "D2"]
    assert codes(chosen(found, Filter(code="D2.sunni"), builtin())) == ["D2.sunni"]
    assert codes(chosen(found, Filter(code="R3"), builtin())) == []


def test_a_code_that_the_codebook_lost_is_found_by_its_key(found: list[Passage]) -> None:
    lost = [replace(found[0], tag=replace(found[0].tag, code="X9"))]
    assert codes(chosen(lost, Filter(code="X9"), builtin())) == ["X9"]
    assert codes(chosen(lost, Filter(), builtin())) == ["X9"]


def test_filters_work_together(study: Study, found: list[Passage]) -> None:
    def wanted(**of: object) -> list[str]:
        return codes(chosen(found, Filter().with_(**of), builtin()))

    assert len(wanted()) == 5
    assert len(wanted(coder=study.ann.id)) == 3
    assert wanted(coder=study.ann.id, document=study.long.id) == ["R1"]
    assert wanted(case=next(passage.tag.case for passage in found if passage.case == "c07")) == ["D0"]
    assert wanted(asked=True) == ["D2.sunni"]
    assert wanted(asked=True, coder=study.ben.id) == []


def test_words_are_found_in_passages_and_memos_whatever_their_case_and_blanks(found: list[Passage]) -> None:
    assert codes(chosen(found, Filter(words="THE  mill"), builtin())) == ["D0", "D2.sunni", "D2"]
    assert codes(chosen(found, Filter(words="mill wheel"), builtin())) == ["D2"]
    assert codes(chosen(found, Filter(words="   "), builtin())) == codes(found)


def test_a_very_long_passage_is_kept_in_part(study: Study) -> None:
    text = "He spoke on. " * 10_000
    document, _ = documents.add(study.project, study.lea, Imported("Endless", text))
    reading = readings.of(study.project, study.ann, document, rounds.current(study.project))
    tags.add(study.project, study.ann, reading, [NewTag("D1", 0, len(text))])
    (passage,) = passages(study.project)
    assert len(passage.words) == 20_000
    assert passage.after == ""


def test_passages_of_an_erased_document_are_left_out(study: Study, found: list[Passage]) -> None:
    purge.purge_document(study.project, study.lea, study.mill)
    assert {passage.title for passage in passages(study.project)} == {"The road"}


def test_a_tag_at_the_very_edge_has_nothing_around_it(study: Study) -> None:
    tag(study, study.ann, study.mill, "D1", MILL)
    (passage,) = passages(study.project)
    assert Span(passage.tag.start, passage.tag.stop) == Span(0, len(MILL))
    assert (passage.before, passage.words, passage.after) == ("", MILL, "")
