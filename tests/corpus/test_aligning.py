import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from corpus.aligning import chained, common, hole, infix, may_be_near, near

few = st.text("abc", max_size=12)


@given(st.text("abc", min_size=1, max_size=8), few)
def test_no_other_place_has_fewer_edits(needle, hay):
    edits, ((start, stop),) = infix(needle, hay)
    every = [(a, b) for a in range(len(hay) + 1) for b in range(a, len(hay) + 1)]
    assert edits == min(Levenshtein.distance(needle, hay[a:b]) for a, b in every)
    assert Levenshtein.distance(needle, hay[start:stop]) == edits


@settings(deadline=None)
@given(st.integers(0, 999), st.integers(0, 900), st.integers(20, 600))
def test_of_a_needle_of_any_length_the_place_is_right(seed, start, length):
    hay = "".join(random.Random(seed).choices("abcdefghijklmnop", k=1500))
    edits, ((a, b),) = infix(hay[start : start + length], hay)
    assert (edits, a, b) == (0, start, start + length)


def test_first_words_that_an_insertion_cut_off_are_taken_in_again():
    hay = "nobodyknewthatandareaboutfromseventeenvillagescame"
    aligned = near("andfromseventeenvillages", hay, 20, 44, (3, 7), (8, 17))
    assert hay[aligned.start : aligned.stop] == "andareaboutfromseventeenvillages"


@pytest.mark.parametrize("gap", ["seethesecondinterview", "x" * 300, "x" * 1400])
def test_a_needle_with_a_gap_is_found_in_pieces(gap):
    hay = f"pqrstuvw{'thecommanderreadoutalist'}{gap}{'ofallwhohadleftthehouse'}lmnopqr"
    aligned = chained("thecommanderreadoutalistofallwhohadleftthehouse", hay)
    assert aligned is not None
    assert [hay[a:b] for a, b in aligned.pieces] == ["thecommanderreadoutalist", "ofallwhohadleftthehouse"]
    assert aligned.edits == 0


def test_what_is_in_one_piece_or_none_is_not_chained():
    assert chained("thecommanderreadoutalist", "pqrsthecommanderreadoutalistuvw") is None
    assert chained("thecommanderreadoutalist", "wehadnothingbutonepotinthathouse") is None


def test_what_repeats_itself_takes_no_time():
    assert chained("ab" * 200, "ab" * 4000) is None


def test_a_hole_is_what_has_no_place():
    assert hole("thecommanderreadoutalist", "thecommanderreadoutalist") == 0
    assert hole("thecommanderreadoutalist", "thecornmandcrreadoutalist") <= 4
    assert hole("thecommanderreadoutalist", "thecommander") == 12
    assert hole("thecommanderreadoutalist", "xyz") == 24


def test_how_many_pieces_both_have():
    assert common("abcdefghijkl", "xxabcdefyy") == 0.5
    assert common("abc", "abc") == 0


@given(st.text("abc", min_size=1, max_size=8), st.text("abc", max_size=90), st.integers(0, 60))
def test_where_it_may_not_be_near_it_has_more_edits(needle, hay, start):
    edits = near(needle, hay, start, start + len(needle)).edits
    assert may_be_near(needle, hay, start, start + len(needle), edits)


def test_what_is_elsewhere_altogether_may_not_be_near():
    assert not may_be_near("thecommanderreadoutalist", "wehadnothingbutonepotinthathouse", 4, 28, 3)
