"""Moving an edge of a passage: by letter, word and sentence, and never until nothing is left."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.edges import Edge, Unit, moved
from corpus.text import Span, bare, snap
from tests.coder.widgets.test_rows import TEXTS

STORY = "They left. “Nobody asked,” she said. He stayed, and slept.\n\nThe end."


def after(words: str, edge: Edge, unit: Unit, forward: bool, text: str = STORY) -> str:
    """The words of the passage after its edge was moved."""
    start = text.index(words)
    return text[slice(*moved(text, Span(start, start + len(words)), edge, unit, forward))]


@pytest.mark.parametrize(
    ("words", "edge", "unit", "forward", "expected"),
    [
        ("asked", "start", "letter", False, "y asked"),
        ("asked", "start", "letter", True, "sked"),
        ("asked", "stop", "letter", False, "aske"),
        ("asked", "stop", "letter", True, "asked,"),
        ("y asked", "start", "letter", True, "asked"),
        ("slept.", "stop", "letter", True, "slept.\n\nT"),
        ("slept.\n\nT", "stop", "letter", False, "slept."),
        ("slept.\n", "stop", "letter", False, "slept."),
        (" slept", "stop", "letter", True, "slept."),
        ("The end", "start", "letter", False, ".\n\nThe end"),
        ("asked", "start", "word", False, "Nobody asked"),
        ("asked", "stop", "word", True, "asked,” she"),
        ("Nobody asked,” she", "start", "word", True, "asked,” she"),
        ("Nobody asked,” she", "stop", "word", False, "Nobody asked"),
        ("stay", "stop", "word", True, "stayed"),
        ("ayed", "start", "word", False, "stayed"),
        ("she said", "stop", "sentence", True, "she said."),
        ("she said", "start", "sentence", False, "“Nobody asked,” she said"),
        ("He stayed, and slept.", "stop", "sentence", True, "He stayed, and slept.\n\nThe end."),
        ("He stayed, and slept.", "start", "sentence", False, STORY[11:-10]),
    ],
)
def test_an_edge_goes_where_letters_words_and_sentences_begin_and_end(
    words: str, edge: Edge, unit: Unit, forward: bool, expected: str
) -> None:
    assert after(words, edge, unit, forward) == expected


@pytest.mark.parametrize("unit", get_args(Unit))
def test_an_edge_stays_at_the_ends_of_the_text(unit: Unit) -> None:
    whole = Span(0, len(STORY))
    assert moved(STORY, whole, "start", unit, False) == whole
    assert moved(STORY, whole, "stop", unit, True) == whole


@pytest.mark.parametrize(
    ("words", "edge", "unit", "forward"),
    [
        ("a", "start", "letter", True),
        ("a", "stop", "letter", False),
        ("asked", "start", "word", True),
        ("asked", "stop", "word", False),
        ("They left.", "start", "sentence", True),
        ("He stayed, and slept.", "stop", "sentence", False),
        (" H", "stop", "letter", False),  # only a blank would be left
    ],
)
def test_an_edge_never_leaves_an_empty_passage(words: str, edge: Edge, unit: Unit, forward: bool) -> None:
    assert after(words, edge, unit, forward) == words


@settings(deadline=None)
@given(TEXTS, st.data())
def test_one_edge_moves_the_right_way_and_words_are_left_without_blanks_around_them(
    text: str, data: st.DataObject
) -> None:
    if not text.strip():
        return
    start = data.draw(st.sampled_from([at for at, character in enumerate(text) if not character.isspace()]))
    span = snap(text, start, data.draw(st.integers(start + 1, len(text))))
    edge = data.draw(st.sampled_from(get_args(Edge)))
    unit = data.draw(st.sampled_from(get_args(Unit)))
    forward = data.draw(st.booleans())
    new = moved(text, span, edge, unit, forward)
    assert text[new.start : new.stop].strip()
    assert 0 <= new.start < new.stop <= len(text)
    before, now, other = (span.start, new.start, 1) if edge == "start" else (span.stop, new.stop, 0)
    if new == span:
        return
    assert snap(text, *new) == new == snap(text, *bare(text, new))
    assert new[other] == snap(text, *bare(text, span))[other]
    assert now >= before if forward else now <= before


@pytest.mark.parametrize("one", ["e\u0301", "👨‍👩‍👧", "👍🏽", "🇺🇦", "سَ"])
def test_by_letter_an_edge_moves_over_all_that_is_seen_as_one(one: str) -> None:
    text = f"a{one}b"
    assert moved(text, Span(0, 1), "stop", "letter", True) == Span(0, len(text) - 1)
    assert moved(text, Span(len(text) - 1, len(text)), "start", "letter", False) == Span(1, len(text))
    assert moved(text, Span(0, len(text)), "stop", "letter", False) == Span(0, len(text) - 1)
    assert moved(text, Span(1, len(text)), "start", "letter", True) == Span(len(text) - 1, len(text))


def test_over_the_end_of_a_paragraph_and_back_no_line_end_is_left() -> None:
    text = "I went. I came back.\n\nI slept there."
    span = Span(0, text.index(" I came"))
    for unit, forward in (("sentence", True), ("word", True), ("word", True), ("word", False)):
        span = moved(text, span, "stop", unit, forward)  # type: ignore[arg-type]
    assert text[slice(*span)].endswith("back.\n\nI")
    assert text[slice(*moved(text, span, "stop", "letter", False))].endswith("back.")


def test_in_a_text_without_blanks_an_edge_moves_by_word_too() -> None:
    text = "他说在那里待了三年。"
    assert moved(text, Span(0, 1), "stop", "word", True) == Span(0, 2)
    assert moved(text, Span(2, 5), "start", "word", False) == Span(1, 5)


def test_an_edge_moves_anywhere_in_a_long_text() -> None:
    text = "word " * 400_000
    assert moved(text, Span(1_000_000, 1_000_004), "stop", "word", True) == Span(1_000_000, 1_000_009)
    assert moved(text, Span(1_000_000, 1_000_004), "start", "word", False) == Span(999_995, 1_000_004)
