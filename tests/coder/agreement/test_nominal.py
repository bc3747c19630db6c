"""The figures equal those of published examples and of other programs (tests/cases/agreement, key `verified_by`)."""

import json
from pathlib import Path

import numpy as np
import pytest

from coder.agreement.figures import NO_VARIATION, TOO_FEW, Figure
from coder.agreement.nominal import krippendorff_alpha, percent_agreement

CASES = sorted((Path(__file__).parents[2] / "cases" / "agreement").glob("coding_*.json"))


def ratings_of(case):
    categories = case["data"]["categories"]
    rows = [[-1 if cell is None else categories.index(cell) for cell in row] for row in case["data"]["ratings"]]
    return np.array(rows, dtype=np.int64)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("figure", [percent_agreement, krippendorff_alpha])
def test_a_figure_is_the_verified_one_or_undefined_with_a_reason(path, figure):
    case = json.loads(path.read_text("utf-8"))
    expected, found = case["expected"][figure.__name__], figure(ratings_of(case))
    if expected is None:
        assert found.value is None
        assert found.reason
    else:
        assert found.value == pytest.approx(expected, abs=case["tolerance"])
        assert found.reason is None


def test_there_are_cases():
    assert len(CASES) >= 20


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_unit_of_weight_three_counts_as_three_units(path):
    ratings = ratings_of(json.loads(path.read_text("utf-8")))
    weights = np.arange(len(ratings)) % 3 + 1
    written_out = np.repeat(ratings, weights, axis=0)
    for figure in (percent_agreement, krippendorff_alpha):
        assert figure(ratings, weights) == figure(written_out)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_neither_the_order_of_units_nor_of_coders_matters(path):
    ratings = ratings_of(json.loads(path.read_text("utf-8")))
    for figure in (percent_agreement, krippendorff_alpha):
        assert figure(ratings[::-1, ::-1]) == figure(ratings)


def test_no_variation_is_undefined_however_many_units_there_are():
    for units in (1, 3, 6, 1_000_000):
        weights = np.array([units])
        assert krippendorff_alpha(np.array([[1, 1]]), weights) == Figure(None, NO_VARIATION)
        assert percent_agreement(np.array([[1, 1]]), weights) == Figure(1.0)


def test_one_application_in_all_gives_an_alpha_of_exactly_zero():
    assert krippendorff_alpha(np.array([[1, 0], *[[0, 0]] * 69])) == Figure(0.0)


@pytest.mark.parametrize("ratings", [np.zeros((0, 2)), np.full((3, 2), -1), np.array([[0, -1], [-1, 1]]), [[0], [1]]])
def test_without_two_coders_on_a_unit_everything_is_undefined(ratings):
    assert percent_agreement(ratings) == krippendorff_alpha(ratings) == Figure(None, TOO_FEW)


def test_units_of_weight_zero_are_not_there():
    ratings = np.array([[0, 0], [0, 1]])
    assert krippendorff_alpha(ratings, np.array([5, 0])) == Figure(None, NO_VARIATION)


def test_a_billion_characters_do_not_overflow():
    ratings = np.array([[0, 0, 0], [1, 1, 1], [0, 1, 1]])
    big = krippendorff_alpha(ratings, np.array([10**9, 10**9, 10**9])).value
    assert big == pytest.approx(krippendorff_alpha(ratings, np.array([10**6, 10**6, 10**6])).value, abs=1e-6)


def test_ratings_of_another_shape_are_a_mistake():
    with pytest.raises(ValueError, match="units x coders"):
        krippendorff_alpha(np.array([1, 2]))
    with pytest.raises(ValueError, match="one weight"):
        krippendorff_alpha(np.array([[1, 2]]), np.array([1, 1]))
