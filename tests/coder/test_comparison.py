import numpy as np
import pytest

from coder.comparison import Coded, compare, rolled_up
from corpus.refused import Refused


def coded(coder, document, length=10, text="t", **spans):
    return Coded(coder, document, text, length, spans)


def written_out(ratings, lengths):
    return np.repeat(ratings, lengths, axis=0).T.tolist()


def test_documents_that_one_coder_finished_are_left_out():
    comparison = compare([coded("ann", "a"), coded("ben", "a"), coded("ann", "b")])
    assert [document[0].document for document in comparison.documents] == ["a"]
    assert comparison.coders == ("ann", "ben")


def test_a_coder_who_did_not_finish_a_document_is_missing_there_and_one_who_found_nothing_is_not():
    comparison = compare(
        [coded("ann", "a", D1=((0, 3),)), coded("ben", "a"), coded("ann", "b"), coded("ben", "b"), coded("cem", "b")]
    )
    assert comparison.by_document("D1")[0].tolist() == [[1, 0, -1], [0, 0, 0]]


def test_a_character_is_coded_once_however_many_passages_cover_it():
    comparison = compare([coded("ann", "a", D1=((1, 5), (3, 7), (7, 8))), coded("ben", "a", D1=((9, 10),))])
    ann, ben = written_out(*comparison.by_character("D1"))
    assert ann == [0, 1, 1, 1, 1, 1, 1, 1, 0, 0]
    assert ben == [0] * 9 + [1]


def test_a_long_text_is_as_many_units_as_there_are_changes():
    comparison = compare([coded("ann", "a", 10_000_000, D1=((5, 900_000),)), coded("ben", "a", 10_000_000)])
    ratings, lengths = comparison.by_character("D1")
    assert len(ratings) == 3
    assert lengths.sum() == 10_000_000


def test_a_sub_code_counts_for_its_parents():
    parents = {"D3.racism": ("D3",)}
    spans = rolled_up([("D3.racism", 4, 6), ("D3", 1, 2)], lambda key: parents.get(key, ()))
    assert spans == {"D3.racism": ((4, 6),), "D3": ((1, 2), (4, 6))}


def test_the_coders_asked_for_come_in_the_order_asked_for_and_the_others_are_left_out():
    readings = [coded(coder, "a") for coder in ("ann", "ben", "cem")]
    assert compare(readings, ["cem", "ann"]).coders == ("cem", "ann")
    assert compare(readings, ["cem"]).documents == ()
    assert compare(readings).of("ben", "cem").by_document("D1")[0].shape == (1, 2)


def test_readings_of_different_texts_of_a_document_are_refused():
    with pytest.raises(Refused, match="different texts"):
        compare([coded("ann", "a", text="old"), coded("ben", "a", text="new")])


def test_nothing_to_compare_gives_no_units():
    comparison = compare([])
    assert comparison.by_document("D1")[0].shape == (0, 0)
    assert comparison.by_character("D1")[0].shape == (0, 0)
