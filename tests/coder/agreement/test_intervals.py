"""Intervals over documents hold what they promise, and are not given where the documents cannot carry one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.agreement import intervals, student
from coder.agreement.figures import Figure
from coder.agreement.intervals import (
    BCA,
    JACKKNIFE,
    NO_DIFFERENCE,
    PERCENTILE,
    RESTS_ON_FEW,
    TOO_FEW_DOCUMENTS,
    Interval,
    conditional,
    draws,
    interval,
    unit_interval,
)
from coder.agreement.nominal import coefficients, krippendorff_alpha, rows_of_units, statistics
from tests.coder.agreement.cases import name_of, named, ratings_of

CASES = [case for case in named("coding_*.json") if "expected_ci" in case]


def mean(sums):
    with np.errstate(invalid="ignore"):
        return sums[..., 0] / sums[..., 1]


def documents(values):
    return np.column_stack([np.array(values, dtype=float), np.ones(len(values))])


def alpha_of(ratings, categories=2):
    return statistics(ratings, categories, np.arange(len(ratings)), len(ratings))["krippendorff_alpha"]


def test_the_jackknife_of_a_mean_is_students_interval():
    values = np.array([0.1, 0.5, 0.4, 0.2, 0.8, 0.3])
    found = interval(documents(values), mean)
    se = values.std(ddof=1) / np.sqrt(6)
    assert found.kind == JACKKNIFE
    assert found.se == pytest.approx(se)
    assert (found.low, found.high) == pytest.approx((values.mean() - 2.5705818 * se, values.mean() + 2.5705818 * se))


def test_bca_levels_are_those_of_the_book():
    """Efron & Tibshirani 1993, equations 14.10, 14.14, 14.15, done step by step for one sample."""
    rng = np.random.default_rng(5)
    stats = documents(rng.exponential(0.2, 40))
    drawn = draws(40, seed=9)
    resampled = np.sort(mean(drawn @ stats))
    value, left_out = stats[:, 0].mean(), (stats[:, 0].sum() - stats[:, 0]) / 39
    z0 = student.NORMAL.inv_cdf((resampled < value).mean())
    apart = left_out.mean() - left_out
    a = (apart**3).sum() / (6 * (apart**2).sum() ** 1.5)
    levels = [student.NORMAL.cdf(z0 + (z0 + z) / (1 - a * (z0 + z))) for z in (-1.959964, 1.959964)]
    found = interval(stats, mean, drawn=drawn)
    assert found.kind == BCA
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(resampled, levels)), abs=1e-5)
    assert found.se == pytest.approx(resampled.std(ddof=1))


def test_resamples_are_the_same_for_the_same_seed_and_draw_as_many_documents():
    assert (draws(70, 1) == draws(70, 1)).all()
    assert (draws(70, 1) != draws(70, 2)).any()
    assert (draws(70, 1).sum(axis=1) == 70).all()
    assert draws(0, 1).shape == (2000, 0)
    stats = documents(np.random.default_rng(1).random(30))
    assert interval(stats, mean, seed=4) == interval(stats, mean, drawn=draws(30, 4))


def test_many_figures_at_once_are_each_by_itself():
    rng = np.random.default_rng(2)
    stats = np.stack([documents(rng.random(25)) for _ in range(4)], axis=1)
    stats[3:, 2] = 0  # this figure has three documents only
    stats[:10, 3] = 0
    together = intervals.intervals(stats, mean, seed=3)
    for figure in range(4):
        alone = interval(stats[:, figure], mean, seed=3)
        assert together[figure].low == (None if alone.low is None else pytest.approx(alone.low))
        assert (together[figure].kind, together[figure].reason) == (alone.kind, alone.reason)
    assert [i.kind for i in together] == [BCA, BCA, None, JACKKNIFE]
    assert together[2].reason == TOO_FEW_DOCUMENTS


@pytest.mark.parametrize(("number", "kind"), [(4, None), (5, JACKKNIFE), (19, JACKKNIFE), (20, BCA)])
def test_the_number_of_documents_says_which_interval(number, kind):
    found = interval(documents(np.random.default_rng(number).random(number)), mean)
    assert found.kind == kind
    assert (found.low is None) == (found.high is None) == (found.se is None) == (kind is None)


def test_documents_that_add_nothing_do_not_count():
    rated = np.random.default_rng(1).integers(0, 2, (18, 3))
    empty = np.full((40, 3), -1)
    alone, among = (alpha_of(r) for r in (rated, np.concatenate([rated, empty])))
    found, of_more = interval(*alone), interval(*among)
    assert found.kind == of_more.kind == JACKKNIFE
    assert (of_more.low, of_more.high) == pytest.approx((found.low, found.high))


def test_documents_that_do_not_differ_have_no_interval():
    for number in (10, 30):
        assert interval(documents([0.5] * number), mean).reason == NO_DIFFERENCE
        perfect = interval(*alpha_of(np.array([[0, 0], [1, 1]] * number)))
        assert perfect.low is perfect.kind is None
        assert perfect.reason == NO_DIFFERENCE


@pytest.mark.parametrize("number", [10, 25, 70])
@pytest.mark.parametrize("using", [1, 2, 4])
def test_a_code_in_fewer_than_five_documents_has_no_interval(number, using):
    ratings = np.zeros((number, 2), dtype=int)
    ratings[:using] = 1
    ratings[0, 1] = 0
    found = interval(*alpha_of(ratings))
    assert found.kind is found.low is None
    assert found.reason == RESTS_ON_FEW
    assert found.undefined > 0


@pytest.mark.parametrize("number", [25, 70, 300])
def test_a_code_in_six_documents_has_one(number):
    ratings = np.zeros((number, 2), dtype=int)
    ratings[:6] = 1
    ratings[0, 1] = 0
    assert interval(*alpha_of(ratings)).kind == BCA


def test_without_resamples_on_both_sides_the_interval_is_percentile():
    def most_of_all(sums):
        return -np.abs(mean(sums) - 0.5)

    assert interval(documents(np.linspace(0, 1, 30)), mean, seed=1).kind == BCA
    assert interval(documents(np.linspace(0, 1, 30)), most_of_all, seed=1).kind == PERCENTILE


def test_the_share_of_resamples_below_the_thresholds_is_told():
    stats = documents(np.random.default_rng(3).random(40) * 0.1 + 0.7)
    found = interval(stats, mean)
    assert (found.below_667, found.below_800, found.undefined) == (0.0, 1.0, 0.0)


def test_an_interval_goes_on_a_figure_that_is_defined():
    found = Interval(0.4, 0.7, 0.1, BCA, 0.9, 1.0, 0.0)
    figure = found.on(Figure(0.6, low=0.5, high=0.65, se=0.2, interval="unit t"))
    assert figure == Figure(0.6, None, 0.4, 0.7, 0.1, BCA, 0.9, 1.0, 0.0)
    assert found.on(Figure(None, "no variation")) == Figure(None, "no variation")
    assert Interval(reason=NO_DIFFERENCE).on(figure) == Figure(0.6, interval_reason=NO_DIFFERENCE)
    assert conditional(krippendorff_alpha([[0, 0], [1, 1], [0, 1]])).interval == intervals.CONDITIONAL
    assert conditional(Figure(None, "no variation")).interval is None


def test_resamples_of_another_number_of_documents_are_a_mistake():
    with pytest.raises(ValueError, match="another number"):
        interval(documents([1, 2, 3]), mean, drawn=draws(4, 1))


@given(st.lists(st.tuples(*[st.integers(-1, 1)] * 3), max_size=30))
def test_any_ratings_have_an_interval_around_something_or_a_reason(rows):
    ratings = np.array(rows, dtype=int).reshape(-1, 3)
    value = krippendorff_alpha(ratings).value
    for name, (sums, formula) in statistics(ratings, 2, np.arange(len(ratings)), max(len(ratings), 1)).items():
        found = interval(sums, formula, resamples=200)
        if found.kind:
            assert -np.inf < found.low < found.high <= 1 + 1e-9
        elif name != "krippendorff_alpha" or value is not None:
            assert found.reason or coefficients(ratings, 2)[name].value is None


# Units resampled, without documents


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_resampled_units_give_the_verified_limits(case):
    times, terms = rows_of_units(ratings_of(case), len(case["data"]["categories"]))
    found = unit_interval(times, *terms["krippendorff_alpha"], seed=7, resamples=4000)
    expected = case["expected_ci"]
    tolerance = expected["tolerance_bootstrap"]
    assert (found.low, found.high) == pytest.approx(expected["alpha_unit_bootstrap_percentile_95"], abs=tolerance)
    assert found.undefined == pytest.approx(expected["share_of_undefined_resamples"], abs=0.01)


def test_units_that_do_not_differ_have_no_interval():
    for ratings in ([[0, 0]], [[0, 0], [1, 1]] * 30, [[0, 0]] * 30):
        times, terms = rows_of_units(np.array(ratings), 2)
        assert unit_interval(times, *terms["krippendorff_alpha"]).low is None


# Student's t


@pytest.mark.parametrize(
    ("freedom", "t"),
    [
        (1, 12.706204736174694),
        (2, 4.302652729749462),
        (5, 2.570581835636314),
        (30, 2.042272456301237),
        (69, 1.994945415107229),
        (499, 1.964729390987682),
        (500, 1.964719837405293),
        (10**6, 1.959966357),
    ],
)
def test_quantiles_are_those_of_the_tables(freedom, t):
    assert student.quantile(0.975, freedom) == pytest.approx(t, abs=1e-8)


def test_there_is_no_quantile_without_freedom():
    with pytest.raises(ValueError, match="degree of freedom"):
        student.quantile(0.975, 0)
