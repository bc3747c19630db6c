import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.comparison import Coded, Passage
from coder.what_if import merged, resolved, since, tolerant
from corpus.refused import Refused

TEXT = "zero one. two three four five six seven eight nine"
WORDS = [0, 5, 10, 14, 20, 25, 30, 34, 40, 46]


def coded(coder, *passages, document="a", finished=None):
    return Coded(coder, document, "t", len(TEXT), tuple(passages), None, finished)


def words(code, first, last):
    """A passage from one word to another, without the blanks around."""
    return Passage(code, WORDS[first], WORDS[last] + len(TEXT[WORDS[last] :].split()[0]))


def levelled(slip, *readings, within=None):
    return [one.passages for one in tolerant(readings, slip, lambda _: TEXT, within)]


def test_merged_codes_are_one_and_the_rest_stays():
    (one,) = merged([coded("ann", Passage("D2", 0, 4, "x"), Passage("R1", 5, 8))], {"D2": "D3"})
    assert one.passages == (Passage("D3", 0, 4, "x"), Passage("R1", 5, 8))


def test_merges_lead_to_the_last_code_and_never_to_two_or_in_a_circle():
    assert resolved([("D1", "D2"), ("D2", "D3")]) == {"D1": "D3", "D2": "D3"}
    assert resolved([("D1", "D2"), ("D1", "D2")]) == {"D1": "D2"}
    with pytest.raises(Refused, match="D2 and as D3"):
        resolved([("D1", "D2"), ("D1", "D3")])
    with pytest.raises(Refused, match="each other"):
        resolved([("D1", "D2"), ("D2", "D1")])
    with pytest.raises(Refused, match="each other"):
        resolved([("D4", "D1"), ("D1", "D2"), ("D2", "D3"), ("D3", "D1")])


def test_since_keeps_what_was_finished_that_day_or_later():
    day = datetime.date
    some = [coded("ann", finished=day(2026, 3, 1)), coded("ben", finished=day(2026, 2, 28)), coded("cem")]
    assert [one.coder for one in since(some, day(2026, 3, 1))] == ["ann"]


def test_edges_within_the_tolerance_become_the_outer_ones_and_others_stay():
    ann, ben = coded("ann", words("D1", 2, 5)), coded("ben", words("D1", 3, 8))
    assert levelled(1, ann, ben) == [(words("D1", 2, 5),), (words("D1", 2, 8),)]
    assert levelled(3, ann, ben) == [(words("D1", 2, 8),)] * 2


def test_a_slip_within_a_word_or_of_punctuation_is_none_of_a_word():
    ann, ben = coded("ann", Passage("D1", 0, 8)), coded("ben", Passage("D1", 2, 9))
    assert levelled(0, ann, ben) == [(Passage("D1", 0, 9),)] * 2


def test_edges_that_hang_together_become_the_same():
    three = [coded(c, words("D1", n, 8)) for c, n in (("ann", 1), ("ben", 3), ("cem", 5))]
    assert levelled(2, *three) == [(words("D1", 1, 8),)] * 3
    assert levelled(1, *three) == [one.passages for one in three]


def test_other_codes_other_places_and_one_coders_own_passages_are_let_be():
    for one, other in (
        (coded("ann", words("D1", 2, 5)), coded("ben", words("R1", 3, 5))),
        (coded("ann", words("D1", 2, 3)), coded("ben", words("D1", 4, 5))),
        (coded("ann", words("D1", 2, 5), words("D1", 3, 5)), coded("ben")),
        (coded("ann", words("D1", 2, 5)), coded("ben", words("D1", 3, 5), document="b")),
    ):
        assert levelled(2, one, other) == [one.passages, other.passages]


def test_a_sub_code_and_its_code_are_of_one_code():
    ann, ben = coded("ann", words("D3.x", 2, 5)), coded("ben", words("D3", 3, 5))
    within = {"D3.x": ("D3.x", "D3"), "D3": ("D3",)}
    assert levelled(1, ann, ben, within=within) == [(words("D3.x", 2, 5),), (words("D3", 2, 5),)]


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.integers(0, 9), st.integers(0, 9)), max_size=6), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_nothing_becomes_shorter_no_passage_is_lost_and_it_does_not_depend_on_the_order(given_, slip):
    by_coder = {c: [words("D1", min(a, b), max(a, b)) for who, a, b in given_ if who == c] for c in "xyz"}
    some = [coded(c, *passages) for c, passages in by_coder.items()]
    after = tolerant(some, slip, lambda _: TEXT)
    for one, new in zip(some, after, strict=True):
        for p, q in zip(one.passages, new.passages, strict=True):
            assert (q.code, q.start <= p.start, q.stop >= p.stop) == ("D1", True, True)
    again = {one.coder: one for one in tolerant(some[::-1], slip, lambda _: TEXT)}
    assert [again[one.coder] for one in after] == list(after)
