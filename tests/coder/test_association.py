"""Two by two, at small counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from coder.association import association, fisher

COUNT = st.integers(0, 40)


def test_fishers_tea() -> None:
    """Fisher (1935): eight cups, three of four told rightly; two-sided."""
    assert fisher(3, 1, 1, 3) == pytest.approx(0.4857, abs=0.0001)


@given(COUNT, COUNT, COUNT, COUNT)
def test_the_exact_p_is_that_of_scipy(both: int, first: int, second: int, neither: int) -> None:
    assert fisher(both, first, second, neither) == pytest.approx(
        fisher_exact([[both, first], [second, neither]]).pvalue, abs=1e-9
    )


def test_large_counts_give_a_p_and_no_overflow() -> None:
    assert fisher(3000, 2000, 2000, 3000) < 1e-60


def test_an_empty_count_gives_a_ratio_and_a_wide_interval() -> None:
    found = association(3, 0, 0, 4)
    assert found.odds == pytest.approx(3.5 * 4.5 / 0.25)
    assert found.low is not None
    assert found.high is not None
    assert found.high / found.low > 100


@pytest.mark.parametrize("four", [(0, 0, 3, 4), (3, 4, 0, 0), (0, 3, 0, 4), (3, 0, 4, 0), (0, 0, 0, 0)])
def test_where_all_or_none_have_one_of_the_two_there_is_no_association(four: tuple[int, int, int, int]) -> None:
    found = association(*four)
    assert found.odds is None
    assert found.p is None
    assert found.reason


@given(COUNT, COUNT, COUNT, COUNT)
def test_rows_and_columns_may_change_places(both: int, first: int, second: int, neither: int) -> None:
    one, other = association(both, first, second, neither), association(both, second, first, neither)
    assert one[:4] == pytest.approx(other[:4]) if one.odds is not None else other.odds is None
