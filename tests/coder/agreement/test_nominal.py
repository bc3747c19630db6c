"""The figures of units x coders equal those of published examples and of other programs, or are undefined."""

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from coder.agreement import nominal
from coder.agreement.figures import NO_VARIATION, NOT_USED, TOO_FEW, Figure
from coder.agreement.nominal import MISSING, coefficients, krippendorff_alpha, percent_agreement, statistics
from coder.agreement.tallies import CELLS
from tests.coder.agreement.cases import name_of, named, ratings_of

CASES = named("coding_*.json")
ALONE = ("percent_agreement", "cohen_kappa", "scott_pi", "fleiss_kappa", "conger_kappa", "krippendorff_alpha")
BINARY = ("positive_agreement", "negative_agreement")
OF_CODEBOOK = ("brennan_prediger", "gwet_ac1")
NAMES = {*ALONE, *BINARY, *OF_CODEBOOK}


def verified():
    for case in CASES:
        for key, value in case["expected"].items():
            name = key.removesuffix("_ci95").removesuffix("_se").removesuffix("_gwet").removesuffix("_fce")
            yield pytest.param(case, key, name, value, id=f"{case['name']}-{key}")


@pytest.mark.parametrize(("case", "key", "name", "expected"), verified())
def test_a_figure_is_the_verified_one_or_undefined_with_a_reason(case, key, name, expected):
    figure = coefficients(ratings_of(case), len(case["data"]["categories"]))[name]
    if expected is None:
        assert figure.value is figure.se is figure.low is figure.high is figure.interval is None
        assert figure.reason
    elif key.endswith("_ci95"):
        assert (figure.low, figure.high) == pytest.approx(tuple(expected), abs=case["tolerance_se"])
        assert figure.interval == "unit t"
    elif key.endswith("_se"):
        assert figure.se == pytest.approx(expected, abs=case["tolerance_se"])
    else:
        assert figure.value == pytest.approx(expected, abs=case["tolerance"])
        assert figure.reason is None


def test_there_are_cases():
    assert len(CASES) >= 20


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_one_figure_alone_is_the_one_of_all_together(case):
    ratings, categories = ratings_of(case), len(case["data"]["categories"])
    together = coefficients(ratings, categories)
    assert set(together) == NAMES
    for name in ALONE:
        assert nan_of(getattr(nominal, name)(ratings)) == pytest.approx(nan_of(together[name]), nan_ok=True)
    for name in OF_CODEBOOK:
        assert getattr(nominal, name)(ratings, categories) == together[name]
    if categories == 2:
        for name in BINARY:
            assert getattr(nominal, name)(ratings) == together[name]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_sums_of_documents_make_the_figure_of_them_all(case):
    ratings, categories = ratings_of(case), len(case["data"]["categories"])
    together = coefficients(ratings, categories)
    found = statistics(ratings, categories, np.arange(len(ratings)) % 3, 3)
    assert set(found) >= {*OF_CODEBOOK, "percent_agreement", "fleiss_kappa", "conger_kappa", "krippendorff_alpha"}
    for name, (sums, formula) in found.items():
        assert sums.shape[0] == 3
        assert nan_of(together[name]) == pytest.approx(float(formula(sums.sum(axis=0))), abs=1e-12, nan_ok=True)


@pytest.mark.parametrize(
    ("name", "se"),
    [
        ("fleiss_1971", 0.050794406),
        ("gwet_ben_gerry", 0.179430354),
        ("gwet_raw4raters", 0.149168152),
        ("gwet_raw5observers", 0.116663455),
        ("gwet_raw_gender", 0.121205962),
    ],
)
def test_the_standard_error_of_congers_kappa_is_that_of_irrcac(name, se):
    (case,) = named(f"coding_{name}.json")
    assert nominal.conger_kappa(ratings_of(case)).se == pytest.approx(se, abs=1e-8)


def nan_of(figure):
    return math.nan if figure.value is None else figure.value


# Invariants, of any ratings


@st.composite
def rated(draw, categories=3):
    shape = draw(st.tuples(st.integers(0, 12), st.integers(1, 4)))
    return draw(arrays.arrays(np.int64, shape, elements=st.integers(-1, categories - 1)))


def same(one, other):
    """The same values, standard errors, limits and reasons, but for the last digits."""
    for name in NAMES:
        for a, b in zip(astuple(one[name]), astuple(other[name]), strict=True):
            assert a == b if a is None or isinstance(a, str) else a == pytest.approx(b, abs=1e-9), (name, one, other)


@given(rated(), st.randoms())
def test_neither_the_order_of_units_nor_of_coders_matters(ratings, chance):
    units, coders = (chance.sample(range(n), n) for n in ratings.shape)
    same(coefficients(ratings[units][:, coders], 3), coefficients(ratings, 3))


@given(rated(), st.permutations(range(3)))
def test_the_names_of_codes_do_not_matter(ratings, renamed):
    same(coefficients(np.append(renamed, MISSING)[ratings], 3), coefficients(ratings, 3))


@given(rated(categories=2))
def test_present_and_absent_trade_places_when_renamed(ratings):
    one, other = coefficients(ratings, 2), coefficients(np.where(ratings < 0, ratings, 1 - ratings), 2)
    assert one["positive_agreement"].value == other["negative_agreement"].value
    assert one["negative_agreement"].value == other["positive_agreement"].value


@given(rated(), st.integers(1, 5))
def test_units_and_coders_without_ratings_are_not_there(ratings, more):
    wider = np.pad(ratings, ((0, more), (0, 1)), constant_values=MISSING)
    same(coefficients(wider, 3), coefficients(ratings, 3))


@given(rated(), st.data())
def test_a_unit_of_weight_three_counts_as_three_units(ratings, data):
    weights = data.draw(arrays.arrays(np.int64, len(ratings), elements=st.integers(0, 3)))
    same(coefficients(ratings, 3, weights), coefficients(np.repeat(ratings, weights, axis=0), 3))


@given(rated())
def test_twice_the_same_documents_give_the_same_but_for_the_correction_for_small_samples(ratings):
    one, twice = coefficients(ratings, 3), coefficients(np.concatenate([ratings, ratings]), 3)
    for name in NAMES - {"krippendorff_alpha"}:
        assert nan_of(one[name]) == pytest.approx(nan_of(twice[name]), abs=1e-12, nan_ok=True)
    alpha, values = one["krippendorff_alpha"], int((ratings >= 0)[(ratings >= 0).sum(axis=1) >= 2].sum())
    if alpha.value is not None:
        doubled = 1 - (1 - alpha.value) / (values - 1) * (2 * values - 1) / 2
        assert twice["krippendorff_alpha"].value == pytest.approx(doubled)


@given(rated())
def test_a_figure_is_at_most_one_inside_its_interval_and_undefined_only_with_a_reason(ratings):
    for figure in coefficients(ratings, 3).values():
        assert (figure.value is None) == bool(figure.reason)
        if figure.value is not None:
            assert figure.value <= 1 + 1e-12
        if figure.interval:
            assert figure.low - 1e-12 <= figure.value <= figure.high + 1e-12 <= 1 + 1e-9


@given(rated())
def test_agreement_is_perfect_exactly_when_nobody_disagrees(ratings):
    figures = coefficients(ratings, 3)
    paired = (ratings >= 0).sum(axis=1) >= 2
    agreed = all(len(set(row) - {MISSING}) == 1 for row in ratings[paired].tolist())
    for figure in (figures["percent_agreement"], figures["krippendorff_alpha"], figures["gwet_ac1"]):
        if figure.value is not None:
            assert (figure.value == 1.0) == agreed


@given(rated(), st.sampled_from([np.int8, np.int16, np.int64]), st.sampled_from("CF"))
def test_any_integers_in_any_layout_will_do(ratings, dtype, layout):
    assert coefficients(np.array(ratings, dtype=dtype, order=layout), 3) == coefficients(ratings, 3)


def test_many_coders_and_categories_are_counted_like_few():
    chance = np.random.default_rng(1)
    ratings = chance.integers(-1, 40, (300, 25))
    assert 41**25 > 2**63
    alpha, of_renamed = krippendorff_alpha(ratings), krippendorff_alpha(np.where(ratings < 0, ratings, 39 - ratings))
    pairs = [(row[row >= 0]) for row in ratings]
    counts = np.array([np.bincount(row, minlength=40) for row in pairs if len(row) >= 2])
    n_k, m = counts.sum(axis=0), counts.sum(axis=1)
    observed = ((m**2 - (counts**2).sum(axis=1)) / (m - 1)).sum()
    n = n_k.sum()
    assert alpha.value == pytest.approx(1 - (n - 1) * observed / (n**2 - (n_k**2).sum()))
    assert of_renamed.value == pytest.approx(alpha.value)


def test_a_table_and_sorted_keys_count_the_same():
    ratings = np.random.default_rng(2).integers(-1, 2, (500, 4))
    assert CELLS > 3**4
    assert krippendorff_alpha(ratings, np.ones(500, dtype=np.int64)) == krippendorff_alpha(ratings)


# The edges (each has its reason)


def test_no_variation_is_undefined_however_many_units_there_are():
    for units in (1, 3, 6, 1_000_000):
        figures = coefficients(np.array([[1, 1]]), 2, np.array([units]))
        for name in ("krippendorff_alpha", "cohen_kappa", "scott_pi", "fleiss_kappa", "conger_kappa"):
            assert figures[name] == Figure(None, NO_VARIATION)
        for name in ("percent_agreement", "gwet_ac1", "brennan_prediger", "positive_agreement"):
            assert figures[name].value == 1.0


@pytest.mark.parametrize("ratings", [np.zeros((0, 2)), np.full((3, 2), -1), np.array([[0, -1], [-1, 1]]), [[0], [1]]])
def test_without_two_coders_on_a_unit_everything_is_undefined(ratings):
    assert set(coefficients(ratings, 2).values()) == {Figure(None, TOO_FEW)}
    assert percent_agreement(ratings) == krippendorff_alpha(ratings) == Figure(None, TOO_FEW)


def test_one_application_in_all_gives_an_alpha_of_exactly_zero_and_no_interval_of_no_width():
    for coders in (2, 3, 4):
        figures = coefficients(np.array([[1, *[0] * (coders - 1)], *[[0] * coders] * 69]), 2)
        assert figures["krippendorff_alpha"].value == 0.0
        assert figures["positive_agreement"].value == 0.0
        assert figures["positive_agreement"].low is None
    kappa = coefficients(np.array([[1, 0], *[[0, 0]] * 69]), 2)["cohen_kappa"]
    assert kappa.se == pytest.approx(0.0, abs=1e-6)
    assert kappa.low is kappa.high is kappa.interval is None


def test_a_code_that_nobody_used_or_everybody_always_has_no_specific_agreement():
    assert coefficients(np.zeros((4, 2), dtype=int), 2)["positive_agreement"] == Figure(None, NOT_USED)
    assert coefficients(np.ones((4, 2), dtype=int), 2)["negative_agreement"] == Figure(None, nominal.ALWAYS_USED)
    assert coefficients(np.array([[0, 1], [2, 2]]), 3)["positive_agreement"] == Figure(None, nominal.NOT_BINARY)


def test_specific_agreement_of_two_coders_is_that_of_their_table():
    a, b, c, d = 5, 2, 1, 62
    figures = coefficients(np.array([[1, 1], [1, 0], [0, 1], [0, 0]]), 2, np.array([a, b, c, d]))
    assert figures["positive_agreement"].value == pytest.approx(2 * a / (2 * a + b + c))
    assert figures["negative_agreement"].value == pytest.approx(2 * d / (2 * d + b + c))


@pytest.mark.parametrize("name", ["cohen_kappa", "scott_pi"])
def test_more_than_two_coders_have_other_kappas(name):
    assert getattr(nominal, name)(np.array([[0, 1, 1], [1, 1, 1]])) == Figure(None, nominal.TWO_ONLY)


def test_a_codebook_of_one_category_leaves_nothing_to_chance():
    figures = coefficients(np.zeros((4, 2), dtype=int), 1)
    assert figures["gwet_ac1"] == figures["brennan_prediger"] == Figure(None, nominal.ONE_CATEGORY)
    assert figures["percent_agreement"].value == 1.0


def test_a_single_unit_has_no_standard_error():
    for figure in coefficients(np.array([[0, 1, 1]]), 2).values():
        assert figure.se is figure.low is figure.interval is None


def test_units_of_weight_zero_are_not_there():
    assert krippendorff_alpha(np.array([[0, 0], [0, 1]]), np.array([5, 0])) == Figure(None, NO_VARIATION)


def test_a_billion_characters_do_not_overflow():
    ratings = np.array([[0, 0, 0], [1, 1, 1], [0, 1, 1]])
    big = krippendorff_alpha(ratings, np.array([10**9, 10**9, 10**9])).value
    assert big == pytest.approx(krippendorff_alpha(ratings, np.array([10**6, 10**6, 10**6])).value, abs=1e-6)


def test_a_single_other_character_in_ten_billion_is_variation():
    assert krippendorff_alpha(np.array([[0, 0], [1, 1]]), np.array([10**10, 1])).value == 1.0


@pytest.mark.parametrize(
    ("ratings", "more", "words"),
    [
        (np.array([1, 2]), {}, "units x coders"),
        (np.array([[1, 2]]), {"weights": [1, 1]}, "one weight"),
        (np.array([[1, 2]]), {"weights": [-1]}, "one weight"),
        (np.array([[1, -2]]), {}, "missing"),
        (np.array([[1, -2]]), {"weights": [1]}, "missing"),
        (np.array([[1, 0.5]]), {}, "missing"),
        (np.array([[1, 3]]), {}, "number of categories"),
    ],
)
def test_ratings_that_do_not_fit_are_a_mistake(ratings, more, words):
    with pytest.raises(ValueError, match=words):
        coefficients(ratings, 3, **more)


def test_a_document_beyond_their_number_is_a_mistake():
    with pytest.raises(ValueError, match="number of documents"):
        statistics(np.array([[0, 1]]), 2, np.array([3]), 3)
