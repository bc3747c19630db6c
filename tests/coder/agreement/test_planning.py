"""How much to code twice: the numbers printed by Krippendorff, and those that follow from the variance."""

import numpy as np
import pytest

from coder.agreement.nominal import krippendorff_alpha
from coder.agreement.planning import sample_size, units_needed


@pytest.mark.parametrize(
    ("prevalence", "of_667", "of_800"), [(0.25, 81, 139), (0.1, 172, 294), (0.05, 330, 560), (0.02, 803, 1363)]
)
def test_sample_sizes_are_the_printed_ones(prevalence, of_667, of_800):
    assert (sample_size(0.667, prevalence), sample_size(0.8, prevalence)) == (of_667, of_800)


def test_half_of_it_are_the_units_whose_lower_limit_is_the_minimum():
    """The equation is the variance of an agreement half-way between the minimum and 1, for two codings a unit."""
    for minimum, prevalence in ((0.667, 0.25), (0.8, 0.1)):
        units = units_needed(minimum, (1 + minimum) / 2, prevalence)
        assert 2 * units - 1 <= sample_size(minimum, prevalence) <= 2 * units


def test_more_coders_more_certainty_and_a_rarer_code_take_more():
    assert sample_size(0.8, 0.25, coders=3) > sample_size(0.8, 0.25)
    assert sample_size(0.8, 0.25, significance=0.01) > sample_size(0.8, 0.25)
    assert units_needed(0.667, 0.75, 0.1) > units_needed(0.667, 0.9, 0.1)


def test_so_many_units_leave_the_lower_limit_that_samples_show():
    rng = np.random.default_rng(1)
    there = rng.random((2000, 200, 1)) < 0.3
    ratings = np.where(rng.random((2000, 200, 2)) < 0.8, there, rng.random((2000, 200, 2)) < 0.3).astype(int)
    found = [krippendorff_alpha(sample).value for sample in ratings]
    assert units_needed(0.64 - 1.645 * float(np.std(found)), 0.64, 0.3) == pytest.approx(200, rel=0.2)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: sample_size(1.0, 0.2),
        lambda: sample_size(0.8, 0.0),
        lambda: sample_size(0.8, 0.2, coders=1),
        lambda: units_needed(0.8, 0.7, 0.2),
    ],
)
def test_what_cannot_be_is_a_mistake(wrong):
    with pytest.raises(ValueError, match=r"between|two coders|above"):
        wrong()
