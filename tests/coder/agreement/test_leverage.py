"""What alpha would gain if a place had been agreed on, with what is expected by chance held fixed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from coder.agreement import nominal, sets
from coder.agreement.coincidences import cover_statistics
from coder.agreement.continuum import continuum
from coder.agreement.leverage import leverage, passage_gains, set_leverage
from coder.agreement.unitizing import u_alpha_binary_figures
from tests.coder.agreement.continua import QUICK, overlapping_spans, texts

RATED = arrays.arrays(np.int64, st.tuples(st.integers(0, 10), st.integers(1, 4)), elements=st.integers(-1, 3))


@given(RATED)
def test_the_gains_add_up_to_what_is_missing_to_perfect_agreement(ratings):
    for found, alpha in (
        (leverage(ratings), nominal.krippendorff_alpha(ratings)),
        (set_leverage(ratings), sets.alpha(ratings)),
        (set_leverage(ratings, sets.dice), sets.alpha(ratings, sets.dice)),
    ):
        assert found.gain.shape == found.share.shape == (len(ratings),)
        if alpha.value is None:
            assert np.isnan(found.gain).all()
            assert np.isnan(found.share).all()
        else:
            assert found.gain.sum() == pytest.approx(1 - alpha.value, abs=1e-12)
            assert found.share.sum() == pytest.approx(1) or (alpha.value == 1 and np.isnan(found.share).all())


def test_a_place_gains_what_a_coder_disagrees_there():
    ratings = np.array([[0, 0, 0], [1, 1, 1], [0, 0, 1], [0, 1, -1], [1, -1, -1]])
    found = leverage(ratings)
    assert found.share == pytest.approx([0, 0, 0.5, 0.5, 0])


def test_a_run_weighs_its_length():
    ratings = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    assert leverage(ratings, [5, 3, 1, 0]).share == pytest.approx([0, 0.75, 0.25, 0])


def test_sets_that_share_codes_cost_less():
    share = set_leverage(np.array([[1, 3], [1, 2], [1, 1], [2, 2]])).share
    assert 0 < share[0] < share[1]
    assert share[2] == share[3] == 0


# --- passages -----------------------------------------------------------------------------------------------------


@QUICK
@given(texts(overlapping_spans))
def test_the_gains_of_places_add_up_to_what_is_missing_to_perfect_agreement_on_passages(continua):
    found = passage_gains(continua, 3)
    for code, figure in enumerate(u_alpha_binary_figures(cover_statistics(continua, 3))):
        own = found.stretches[:, 0] == code
        whole = sum(found.of(code, at, 0, one.length) for at, one in enumerate(continua))
        if figure.value is None:
            assert np.isnan(found.gains[own]).all()
        else:
            assert whole == pytest.approx(1 - figure.value, abs=1e-9)
            assert found.gains[own].sum() == pytest.approx(1 - figure.value, abs=1e-9)
        for row, gain in zip(found.stretches[own].tolist(), found.gains[own], strict=True):
            assert found.of(*row) == pytest.approx(gain, nan_ok=True)


def test_a_place_gains_what_alpha_says_with_the_expected_disagreement_held_fixed():
    """The text after the correction, with the e_01 of the text before it."""
    before = continuum(40, [[(0, 10, 0), (20, 26, 0)], [(0, 10, 0), (23, 30, 0)]])
    after = continuum(40, [[(0, 10, 0), (20, 30, 0)], [(0, 10, 0), (20, 30, 0)]])
    (size, covered, apart, squares), (_, _, agreed, _) = (cover_statistics([one], None)[0] for one in (before, after))
    expected = size * covered * (size - covered) / (size**2 - squares)
    found = passage_gains([before], 1)
    assert found.stretches.tolist() == [[0, 0, 20, 23], [0, 0, 26, 30]]
    assert agreed == 0
    assert found.of(0, 0, 20, 30) == pytest.approx(apart / expected)
    assert found.of(0, 0, 20, 23) == pytest.approx(3 / 7 * apart / expected)
    assert found.of(0, 0, 21, 22) == pytest.approx(1 / 7 * apart / expected)
    assert found.of(0, 0, 0, 20) == 0


def test_who_has_not_finished_disagrees_with_nobody():
    found = passage_gains([continuum(9, [[(0, 3, 0)], None]), continuum(9, [[(0, 3, 0)], [(0, 3, 0)]])], 1)
    assert found.stretches.tolist() == []


def test_of_no_document_and_of_no_code_there_is_no_gain():
    assert passage_gains([], 2).gains.tolist() == []
    assert passage_gains([continuum(3, [[], []])], 0).gains.tolist() == []
