import numpy as np
import pytest

from coder.agreement.continuum import continuum, cover, on_one_line


@pytest.mark.parametrize(
    ("span", "why"),
    [
        ((-1, 3, 0), "the span -1 to 3 begins before the text"),
        ((3, 3, 0), "the span 3 to 3 is empty"),
        ((4, 3, 0), "the span 4 to 3 stops before it starts"),
        ((4, 11, 0), "the span 4 to 11 goes beyond the text of 10 characters"),
        ((4, 6, -1), "the span 4 to 6 has a code below 0"),
    ],
)
def test_a_span_that_is_not_in_the_text_is_refused_in_one_line(span, why):
    with pytest.raises(ValueError, match=f"^{why}$"):
        continuum(10, [[(0, 2, 0), span], []])


@pytest.mark.parametrize("rows", [[(0.5, 2, 0)], [(0, 2)], [0, 2, 0], [("0", "2", "D1")]])
def test_anything_but_rows_of_three_whole_numbers_is_refused(rows):
    with pytest.raises(ValueError, match="spans are rows of three whole numbers: start, stop, code"):
        continuum(10, [rows])


def test_a_negative_length_is_refused():
    with pytest.raises(ValueError, match="zero or more"):
        continuum(-1, [])


def test_a_coder_without_a_span_finished_and_none_did_not():
    document = continuum(10, [[], None])
    assert len(document.coders[0]) == 0
    assert document.coders[1] is None


def test_the_same_span_twice_with_the_same_code_counts_once():
    document = continuum(10, [[(3, 5, 1), (0, 2, 0), (3, 5, 1), (3, 5, 0)]])
    assert document.coders[0].tolist() == [[0, 2, 0], [3, 5, 0], [3, 5, 1]]


def test_overlapping_intervals_are_one_and_touching_ones_two():
    start, stop = cover(np.array([0, 10, 5, 20, 30]), np.array([10, 20, 15, 25, 31]))
    assert list(zip(start.tolist(), stop.tolist(), strict=True)) == [(0, 20), (20, 25), (30, 31)]


def test_documents_by_different_coders_are_refused():
    with pytest.raises(ValueError, match="same coders"):
        on_one_line([continuum(5, [[], []]), continuum(5, [[]])], 1)


def test_a_code_that_is_not_in_the_codebook_is_refused():
    with pytest.raises(ValueError, match="not among the 2 codes"):
        on_one_line([continuum(5, [[(0, 1, 2)], []])], 2)
