"""Where moves and selections go: by what people see as one character, by word, sentence and paragraph."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.widgets import motion
from coder.widgets.motion import Unit
from corpus.text import Span, paragraphs, snap
from tests.coder.widgets.test_rows import TEXTS

STORY = "“They left,” she said. It was dark!\n\nNobody asked; I stayed. خرج من البيت. وسكت.\n\n他们走了。没人问。"
UNITS: tuple[Unit, ...] = ("word", "sentence", "paragraph")


def around(text: str, words: str, unit: Unit) -> str:
    """The unit around the first letter of these words, as `exactly` cuts it."""
    span = motion.unit_at(text, paragraphs(text), text.index(words), unit)
    return text[slice(*motion.exactly(text, span, unit))]


@pytest.mark.parametrize(
    ("words", "unit", "expected"),
    [
        ("left", "word", "left"),
        ("dark", "sentence", "It was dark!"),
        ("dark", "paragraph", "“They left,” she said. It was dark!"),
        ("stayed", "sentence", "Nobody asked; I stayed."),
        ("البيت", "word", "البيت"),
        ("البيت", "sentence", "خرج من البيت."),
        ("没人", "sentence", "没人问。"),
    ],
)
def test_the_unit_around_a_place(words: str, unit: Unit, expected: str) -> None:
    assert around(STORY, words, unit) == expected


@pytest.mark.parametrize("unit", UNITS)
@settings(deadline=None)
@given(text=TEXTS.filter(bool))
def test_going_forward_reaches_the_end_and_back_the_top_by_the_same_places(unit: Unit, text: str) -> None:
    tiles, there, at = paragraphs(text) or [Span(0, len(text))], [0], 0
    while at < len(text):
        at = motion.forward(text, tiles, at, unit)
        assert at > there[-1]
        there.append(at)
    back = [at]
    while at > 0:
        at = motion.back(text, tiles, at, unit)
        assert at < back[-1]
        back.append(at)
    assert back[::-1] == there


@settings(deadline=None)
@given(TEXTS, st.data())
def test_by_letter_one_goes_by_what_is_seen_as_one(text: str, data: st.DataObject) -> None:
    if not text:
        assert motion.grapheme_after(text, 0) == motion.grapheme_before(text, 0) == motion.grapheme_start(text, 0) == 0
        return
    at = data.draw(st.integers(0, len(text) - 1))
    grapheme = snap(text, at, at + 1)
    assert motion.grapheme_start(text, at) == grapheme.start
    assert motion.grapheme_after(text, at) == grapheme.stop
    assert motion.grapheme_before(text, grapheme.stop) == grapheme.start


@pytest.mark.parametrize("grapheme", ["e\u0301", "👨‍👩‍👧", "👍🏽", "🇺🇦", "1️⃣", "\u1112\u1161\u11ab", "سَ"])
def test_one_step_over_one_grapheme(grapheme: str) -> None:
    text = f"a{grapheme}b"
    assert motion.grapheme_after(text, 1) == len(text) - 1
    assert motion.grapheme_before(text, len(text) - 1) == 1
    assert motion.grapheme_start(text, len(text) - 2) == 1


@pytest.mark.parametrize(
    ("text", "graphemes"),
    [("🇺🇦" * 200, 200), ("👍🏽" * 400, 400), ("👨‍👩‍👧" * 200, 200), ("a" + "\u0301" * 2_000 + "b", None)],
    ids=["flags", "skin tones", "families", "marks"],
)
def test_no_run_of_marks_or_emoji_is_so_long_that_one_gets_stuck_in_it(text: str, graphemes: int | None) -> None:
    at, forward, back = 0, 0, 0
    while at < len(text):
        after = motion.grapheme_start(text, motion.grapheme_after(text, at))
        assert at < after
        at, forward = after, forward + 1
    while at > 0:
        before = motion.grapheme_start(text, motion.grapheme_before(text, at))
        assert before < at
        at, back = before, back + 1
    assert graphemes in (forward, None)
    assert graphemes in (back, None)


@pytest.mark.parametrize("unit", UNITS)
def test_an_empty_text_has_nothing_to_go_to(unit: Unit) -> None:
    assert motion.unit_at("", [Span(0, 0)], 0, unit) == Span(0, 0)
    assert motion.forward("", [Span(0, 0)], 0, unit) == motion.back("", [Span(0, 0)], 0, unit) == 0


def test_the_end_of_the_text_belongs_to_the_last_unit() -> None:
    tiles = paragraphs("One. Two.")
    assert motion.unit_at("One. Two.", tiles, 9, "sentence") == Span(5, 9)
    assert motion.back("One. Two.", tiles, 9, "sentence") == 5


def test_a_unit_of_blanks_is_kept_as_it_is() -> None:
    assert motion.exactly(" \n ", Span(0, 3), "word") == Span(0, 3)


def test_a_key_looks_only_at_the_neighbourhood_of_the_cursor() -> None:
    text = "word " * 2_000_000
    tiles = [Span(0, len(text))]
    assert motion.unit_at(text, tiles, 5_000_001, "word") == Span(5_000_000, 5_000_005)
    assert motion.forward(text, tiles, 5_000_000, "sentence") <= 5_000_000 + motion.REACH["sentence"]
