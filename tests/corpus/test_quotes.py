import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.quotes import locate
from corpus.refused import Refused

TEXT = "The well was dry. “We knew,” she said,\n  and the well was dry again. It’s all."


def test_words_that_stand_there_once_are_found_word_for_word():
    span = locate(TEXT, "We knew")
    assert TEXT[span.start : span.stop] == "We knew"


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ('"We knew," she said, and the', "“We knew,” she said,\n  and the"),
        ("It's all", "It’s all"),
        ("  It’s   all. ", "It’s all."),
        ("she said,\r\nand", "she said,\n  and"),
    ],
)
def test_blanks_line_ends_and_quotation_marks_may_differ(quote, words):
    span = locate(TEXT, quote)
    assert TEXT[span.start : span.stop] == words


def test_word_for_word_wins_over_what_is_only_alike():
    assert locate("it's, it’s", "it’s") == (6, 10)


@pytest.mark.parametrize(
    ("text", "quote", "why"),
    [
        (TEXT, "well was dry", "twice"),
        ("aaa", "aa", "twice"),
        ("a b, a\nb, a  b", "a   b", "3 times"),
        (TEXT, "the river", "not found"),
        (TEXT, "WE KNEW", "not found"),
        (TEXT, " \n ", "no words"),
        (TEXT, "", "no words"),
        ("a.b", "a+b", "not found"),
        ("x" * 5000, "x", "1,000 times or more"),
    ],
)
def test_what_is_not_there_once_is_refused_with_the_reason(text, quote, why):
    with pytest.raises(Refused, match=why):
        locate(text, quote)


def test_half_a_letter_is_not_found():
    text = "cafe\u0301 or cafe"
    assert locate(text, "cafe") == (9, 13)
    with pytest.raises(Refused, match="not found"):
        locate("cafe\u0301", "cafe")


@given(st.text("ab \n'’\"“", max_size=30), st.text("ab \n'’\"“", min_size=1, max_size=6))
def test_nothing_is_guessed(text, quote):
    exact = [at for at in range(len(text)) if text.startswith(quote, at)]
    try:
        span = locate(text, quote)
    except Refused:
        assert len(exact) != 1 or not quote.strip()
    else:
        assert exact in ([span.start], [])
        assert text[span.start : span.stop].split() or quote.strip()
