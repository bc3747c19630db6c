"""The one place of a quote, or the reason why it has none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.quotes import locate, pattern_of

TEXT = "The well was dry. “We knew,” she said,\n  and the well was dry again. It’s all."


def place(text, quote):
    """The words of the one place; else the status."""
    answer = locate(quote, {"text": text})
    return text[slice(*answer.matches[0].span)] if answer.status == "found" else answer.status


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("We knew", "We knew"),
        ('"We knew," she said, and the', "“We knew,” she said,\n  and the"),
        ("It's all", "It’s all"),
        ("  It’s   all. ", "It’s all."),
        ("she said,\r\nand", "she said,\n  and"),
        ("WE KNEW", "We knew"),
        ("well was dry", "ambiguous"),
        ("the river", "not found"),
        (" \n ", "not found"),
        ("", "not found"),
    ],
)
def test_a_quote_has_one_place_or_is_not_found(quote, words):
    assert place(TEXT, quote) == words


def test_many_hits_within_words_do_not_hide_the_one_whole_word():
    answer = locate("an", {"text": "can " * 1500 + "an end"})
    assert (answer.status, answer.matches[0].span) == ("found", (6000, 6002))
    assert not locate("an", {"text": "can " * 1500}).complete


def test_both_places_of_a_quote_with_an_ellipsis_are_told_among_many_of_its_longest_part():
    filler = " ".join(f"filler{number}" for number in range(500))
    ends = ["they went over the hill" if number in (11, 61) else "it rained" for number in range(70)]
    text = "".join(f"when the men came to the yard we had nothing and {end}. {filler} " for end in ends)
    answer = locate("when the men came to the yard we had nothing … they went over the hill", {"text": text})
    assert (answer.status, sum(match.whole for match in answer.matches)) == ("ambiguous", 2)


def test_half_a_letter_is_not_found():
    assert place("cafe\u0301 sold", "cafe sold") in ("cafe\u0301 sold", "unsure", "not found")


def test_letters_do_not_stand_for_words():
    assert place("a b, a\nb, a  b", "a   b") == "ambiguous"
    assert place("x" * 5000, "x") == "unsure"


@given(st.text("ab \n'’\"“", max_size=30), st.text("ab \n'’\"“", min_size=1, max_size=6))
def test_what_stands_there_twice_is_never_taken(text, quote):
    exact = [at for at in range(len(text)) if text.startswith(quote, at)]
    answer = locate(quote, {"text": text})
    if answer.status == "found":
        match = answer.matches[0]
        assert not exact or any(match.start <= at + len(quote) and at <= match.stop for at in exact)


@pytest.mark.parametrize(("quote", "text"), [("It's  all", "It’s\nall"), ('"We"', "“We”")])
def test_a_pattern_minds_no_blanks_and_marks(quote, text):
    import re

    assert re.fullmatch(pattern_of(quote), text)
