import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.comparison import Coded, Passage, compare
from coder.levels import LEVELS, RULE, UNITS, chosen, continua, parted
from corpus.text import Span

TEXT = 'One two. "Three four," he said.\n\nFive _six_ seven.'
CODES = ("D1", "R1")


def spans(level, *passages, text=TEXT, case=None, codes=CODES, within=None):
    """What Ann's passages are at a level: (start, stop, code); how many units there are."""
    ann = Coded("ann", "a", "t", len(text), tuple(Passage(*p) for p in passages), case)
    comparison = compare([ann, Coded("ben", "a", "t", len(text), (), case)], codes, within)
    (line,) = continua(comparison, level, lambda _: text)
    assert line.coders[1].tolist() == []
    return [tuple(row) for row in line.coders[0].tolist()], line.length


def at(words, text=TEXT):
    return text.index(words), text.index(words) + len(words)


def test_every_level_says_what_its_unit_is():
    assert set(UNITS) == set(LEVELS)
    assert "one word" in RULE


def test_a_passage_touches_the_sentences_in_which_it_has_a_whole_word():
    assert spans("sentence", ("D1", *at("two"))) == ([(0, 1, 0)], 3)
    assert spans("sentence", ("D1", *at('two. "Three'))) == ([(0, 2, 0)], 3)
    assert spans("sentence", ("D1", *at('wo. "Three'))) == ([(1, 2, 0)], 3)
    assert spans("sentence", ("D1", *at('two. "Thr'))) == ([(0, 1, 0)], 3)
    assert spans("sentence", ("D1", *at("said.\n\nFive"))) == ([(1, 3, 0)], 3)


def test_without_a_whole_word_those_in_which_it_has_a_part_of_one():
    assert spans("sentence", ("D1", *at("hree"))) == ([(1, 2, 0)], 3)
    assert spans("sentence", ("D1", *at('wo. "Thr'))) == ([(0, 2, 0)], 3)
    assert spans("sentence", ("D1", *at("_six_"))) == ([(2, 3, 0)], 3)


def test_a_word_without_the_punctuation_after_it_is_whole():
    assert spans("sentence", ("D1", *at("seven"))) == spans("sentence", ("D1", *at("seven.")))


def test_segments_are_paragraphs():
    assert spans("segment", ("D1", *at("two")), ("R1", *at("he said.\n\nFive"))) == ([(0, 1, 0), (0, 2, 1)], 2)


def test_a_document_is_one_unit_and_characters_are_themselves():
    assert spans("document", ("D1", 0, 3), ("D1", 9, 12)) == ([(0, 1, 0)], 1)
    for level in ("passage", "character"):
        assert spans(level, ("R1", 4, 9)) == ([(4, 9, 1)], len(TEXT))


def test_cases_are_those_that_passages_name_and_the_documents_own():
    assert spans("case", ("D1", 0, 3, "b"), ("R1", 0, 3), case="a") == ([(0, 1, 1), (1, 2, 0)], 2)
    assert spans("case", ("D1", 0, 3, "b"), case="a") == ([(1, 2, 0)], 2)
    assert spans("case", ("D1", 0, 3, "b")) == ([(0, 1, 0)], 1)
    assert spans("case") == ([], 1)


def test_passages_that_differ_in_their_case_are_units_of_their_own():
    ann = Coded("ann", "a", "t", 9, (Passage("D1", 0, 3, "x"),))
    ben = Coded("ben", "a", "t", 9, (Passage("D1", 0, 3, "y"),))
    (line,) = continua(compare([ann, ben], CODES), "case", lambda _: "")
    assert [spans.tolist() for spans in line.coders] == [[[0, 1, 0]], [[1, 2, 0]]]


def test_a_passage_counts_for_every_code_that_its_own_is_within():
    within = {"D1": ("D1",), "D1.a": ("D1.a", "D1")}
    assert spans("document", ("D1.a", 0, 3), codes=("D1", "D1.a"), within=within)[0] == [(0, 1, 0), (0, 1, 1)]
    assert spans("document", ("D1.a", 0, 3), codes=("D1",), within={"D1.a": ("D1",)})[0] == [(0, 1, 0)]


def test_who_has_not_finished_is_missing():
    comparison = compare([Coded(c, "a", "t", 9) for c in ("ann", "ben")], CODES, coders=("ann", "cem", "ben"))
    (line,) = continua(comparison, "document", lambda _: "")
    assert [marked is None for marked in line.coders] == [False, True, False]


def test_some_codes_can_be_chosen_and_are_numbered_as_they_are_named():
    comparison = compare([Coded(c, "a", "t", 9, (Passage("D1", 0, 3), Passage("R1", 4, 6))) for c in "xy"], CODES)
    (line,) = chosen(continua(comparison, "passage", lambda _: ""), [1], 2)
    assert line.coders[0].tolist() == [[4, 6, 0]]
    (both,) = chosen(continua(comparison, "passage", lambda _: ""), [1, 0], 2)
    assert sorted(both.coders[0][:, 2].tolist()) == [0, 1]


@given(st.text("ab .\n_'", min_size=1, max_size=40), st.data())
@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize("level", ["sentence", "segment"])
def test_every_passage_of_any_text_touches_units_that_there_are(level, text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    parts = parted(text, level)
    first, end = parts.touched(start, stop)
    assert 0 <= first < end <= len(parts.starts)


def test_segments_that_were_fixed_are_the_units_and_what_lies_between_them_is_none():
    fixed = (Span(*at("One two.")), Span(*at("Five _six_")))
    ann = Coded("ann", "a", "t", len(TEXT), tuple(Passage("D1", *at(w)) for w in ("two", "he said")), segments=fixed)
    through = (Passage("D1", *at('two. "Three four," he said.\n\nFive')),)
    ben = Coded("ben", "a", "t", len(TEXT), through, segments=fixed)
    (line,) = continua(compare([ann, ben], CODES), "segment", lambda _: TEXT)
    assert (line.length, [rows.tolist() for rows in line.coders]) == (2, [[[0, 1, 0]], [[0, 2, 0]]])
    (line,) = continua(compare([ann, ben], CODES), "sentence", lambda _: TEXT)
    assert line.length == 3


def test_of_pooled_rounds_with_other_segments_the_paragraphs_are_the_units():
    ann = Coded("ann", "a", "t", len(TEXT), segments=(Span(0, 8),))
    (line,) = continua(compare([ann, Coded("ben", "a", "t", len(TEXT))], CODES), "segment", lambda _: TEXT)
    assert line.length == 2
