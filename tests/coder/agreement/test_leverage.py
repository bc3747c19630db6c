"""What alpha would gain if a place had been agreed on, with what is expected by chance held fixed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from coder.agreement import nominal, sets
from coder.agreement.leverage import leverage, set_leverage

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
