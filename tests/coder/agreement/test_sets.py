"""The figures of sets of codes equal those of published examples and of other programs, or are undefined."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from coder.agreement import nominal, sets
from coder.agreement.craggs import expected_disagreement
from coder.agreement.figures import NO_VARIATION, TOO_FEW, Figure
from coder.agreement.sets import coefficients, statistics
from tests.coder.agreement.cases import masks_of, name_of, named
from tests.coder.agreement.test_nominal import nan_of

CASES = named("multilabel_*.json")
KEYS = {
    "alpha_masi": "alpha_masi",
    "alpha_jaccard": "alpha_jaccard",
    "alpha_dice": "alpha_dice",
    "alpha_nominal_sets": "alpha_nominal_sets",
    "mv_alpha": "mvalpha_nominal",
}


def rated(bits=3):
    return arrays.arrays(
        np.int64, st.tuples(st.integers(0, 10), st.integers(1, 4)), elements=st.integers(-1, 2**bits - 1)
    )


def same(one, other):
    for name in KEYS:
        assert nan_of(one[name]) == pytest.approx(nan_of(other[name]), abs=1e-9, nan_ok=True)
        assert one[name].reason == other[name].reason
        assert one[name].se == (None if other[name].se is None else pytest.approx(other[name].se, abs=1e-9))


@pytest.mark.parametrize("case", CASES, ids=name_of)
@pytest.mark.parametrize(("name", "key"), KEYS.items())
def test_a_figure_is_the_verified_one(case, name, key):
    assert coefficients(masks_of(case))[name].value == pytest.approx(case["expected"][key], abs=case["tolerance"])


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_each_code_by_itself_is_the_verified_one(case):
    masks = masks_of(case)
    for number, label in enumerate(case["data"]["labels"]):
        alone = np.where(masks < 0, masks, masks >> number & 1)
        expected = case["expected"]["alpha_binary_by_code"][label]
        assert nominal.krippendorff_alpha(alone).value == pytest.approx(expected, abs=case["tolerance"])


def test_there_are_cases():
    assert len(CASES) >= 8


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_sums_of_documents_make_the_figure_of_them_all(case):
    masks = masks_of(case)
    together = coefficients(masks)
    for name, (sums, formula) in statistics(masks, np.arange(len(masks)) % 2, 2).items():
        assert float(formula(sums.sum(axis=0))) == pytest.approx(together[name].value, abs=1e-12)


@given(rated())
def test_alpha_of_sets_that_are_the_same_or_not_is_nominal_alpha(masks):
    figure, plain = sets.alpha(masks, sets.nominal), nominal.krippendorff_alpha(masks)
    assert nan_of(figure) == pytest.approx(nan_of(plain), abs=1e-12, nan_ok=True)
    assert figure.reason == plain.reason
    if plain.se is not None:
        assert figure.se == pytest.approx(plain.se, abs=1e-9)


@given(rated(), st.randoms())
def test_neither_the_order_of_units_nor_of_coders_matters(masks, chance):
    units, coders = (chance.sample(range(n), n) for n in masks.shape)
    same(coefficients(masks[units][:, coders]), coefficients(masks))


@given(rated(), st.permutations([0, 5, 61]))
def test_neither_the_names_nor_the_number_of_codes_matter(masks, places):
    renamed = sum((masks >> bit & 1) << place for bit, place in enumerate(places))
    same(coefficients(np.where(masks < 0, masks, renamed)), coefficients(masks))


@given(rated(), st.data())
def test_a_unit_of_weight_three_counts_as_three_units(masks, data):
    weights = data.draw(arrays.arrays(np.int64, len(masks), elements=st.integers(0, 3)))
    same(coefficients(masks, weights), coefficients(np.repeat(masks, weights, axis=0)))


@given(rated(), st.integers(1, 4))
def test_units_and_coders_without_ratings_are_not_there(masks, more):
    same(coefficients(np.pad(masks, ((0, more), (0, 1)), constant_values=-1)), coefficients(masks))


@given(st.integers(0, 127), st.integers(0, 127))
def test_distances_are_between_zero_of_equal_and_one_of_disjoint_sets(a, b):
    one, other = np.array([a]), np.array([b])
    for distance in sets.DISTANCES.values():
        apart = float(distance(one, other)[0])
        assert apart == float(distance(other, one)[0])
        assert 0 <= apart <= 1
        assert (apart == 0) == (a == b)
        if a != b and a & b == 0:
            assert apart == 1


@pytest.mark.parametrize(
    ("a", "b", "jaccard", "dice", "masi"),
    [
        (0b11, 0b11, 0, 0, 0),
        (0b01, 0b11, 1 / 2, 1 / 3, 1 - 1 / 2 * 2 / 3),
        (0b011, 0b110, 2 / 3, 1 / 2, 1 - 1 / 3 * 1 / 3),
        (0b01, 0b10, 1, 1, 1),
        (0b00, 0b10, 1, 1, 1),
        (0b00, 0b00, 0, 0, 0),
    ],
)
def test_distances_are_those_of_the_papers(a, b, jaccard, dice, masi):
    one, other = np.array([a]), np.array([b])
    assert sets.jaccard(one, other)[0] == pytest.approx(jaccard)
    assert sets.dice(one, other)[0] == pytest.approx(dice)
    assert sets.masi(one, other)[0] == pytest.approx(masi)


def test_no_variation_and_no_pairs_are_undefined():
    for masks in ([[0, 0]] * 5, [[3, 3]] * 5):
        assert set(coefficients(np.array(masks)).values()) == {Figure(None, NO_VARIATION)}
    for masks in (np.zeros((0, 2), dtype=int), np.array([[1, -1]]), np.array([[1], [2]])):
        assert set(coefficients(masks).values()) == {Figure(None, TOO_FEW)}


def test_nothing_applied_is_not_the_same_as_not_looked_at():
    looked, missing = np.array([[1, 1], [2, 2], [1, 0]]), np.array([[1, 1], [2, 2], [1, -1]])
    assert sets.alpha(looked).value < 1
    assert sets.alpha(missing).value == 1.0


def test_masks_that_are_none_are_a_mistake():
    with pytest.raises(ValueError, match="bit masks"):
        sets.alpha(np.array([[1, -2]]))
    with pytest.raises(ValueError, match="bit masks"):
        sets.alpha(np.array([1, 2]))
    with pytest.raises(ValueError, match="one weight"):
        sets.alpha(np.array([[1, 2]]), weights=[1, 1])


def test_thousands_of_sets_are_compared_in_blocks():
    masks = np.random.default_rng(3).integers(0, 2**62, (1500, 2))
    a, b = masks.ravel()[:, None], masks.ravel()[None]
    observed = sets.masi(masks[:, 0], masks[:, 1]).mean()
    expected = sets.masi(a, b).sum() / (3000 * 2999)
    assert sets.alpha(masks).value == pytest.approx(1 - observed / expected)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=5), st.data())
def test_chance_of_multi_valued_alpha_is_that_of_all_sets_enumerated(used, data):
    """Krippendorff & Craggs 2016, written out over every pair of sets."""
    largest = len(used)
    sizes = data.draw(st.lists(st.integers(0, 3), min_size=largest + 1, max_size=largest + 1))
    if not any(sizes):
        return
    total = 0.0
    for c, k in product(range(largest + 1), repeat=2):
        apart = ways = 0.0
        for one, other in product(combinations(range(largest), c), combinations(range(largest), k)):
            both = set(one) & set(other)
            w = np.prod([used[x] for x in one]) * np.prod([used[x] - (x in both) for x in other])
            apart += (1 - 2 * len(both) / (c + k) if c + k else 0) * w
            ways += w
        total += sizes[c] * sizes[k] / sum(sizes) ** 2 * (apart / ways if ways > 0 else 0)
    found = expected_disagreement(np.array(used, dtype=float), np.array(sizes, dtype=float))
    assert float(found) == pytest.approx(total)
