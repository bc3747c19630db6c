"""How much must be coded twice.

All of it rests on the large-sample variance of the agreement of two coders on presence and absence (Fleiss & Davies
1982; Bloch & Kraemer 1989, equation 3.7), for units that are independent of each other:

    var(a) = (1 - a) / N [(1 - a)(1 - 2 a) + a (2 - a) / (2 p (1 - p))]

with a the agreement (alpha; at this size it is the intraclass kappa), p the prevalence, N the number of units.
"""

import math

from coder.agreement.student import NORMAL


def sample_size(minimum: float, prevalence: float, coders: int = 2, significance: float = 0.05) -> int:
    """The number of codings (units times coders) that Krippendorff 2019, chapter 11, asks for.

    coders z^2 [(1 + a)(3 - a) / (4 (1 - a) p (1 - p)) - a], Bloch & Kraemer 1989, equation 3.7: `minimum` is a, the
    lowest agreement that will do; `prevalence` p, the share of the rarest code; `significance` that of the one-sided
    test. Without the factor it is the number of units at which, if the true agreement is half-way from a to 1, the
    lower limit is a. Raises ValueError unless all are within 0 and 1 and there are two coders or more."""
    _checked(minimum, prevalence, significance)
    if coders < 2:
        raise ValueError("agreement takes two coders")
    return _ceiling(coders * _units(minimum, (1 + minimum) / 2, prevalence, _z(significance)))


def units_needed(lower: float, expected: float, prevalence: float, significance: float = 0.05) -> int:
    """The number of units, each coded by two, at which the one-sided lower limit of `expected` agreement is `lower`.

    z^2 var(expected) / (expected - lower)^2. Raises ValueError unless 0 < lower < expected < 1, and the like."""
    _checked(lower, prevalence, significance)
    if not lower < expected < 1:
        raise ValueError("the agreement expected must be above the limit wanted, and below 1")
    return _ceiling(_units(lower, expected, prevalence, _z(significance)))


def _units(lower: float, expected: float, prevalence: float, z: float) -> float:
    return z**2 * _variance(expected, prevalence) / (expected - lower) ** 2


def _variance(a: float, p: float) -> float:
    """Of a single unit."""
    return (1 - a) * ((1 - a) * (1 - 2 * a) + a * (2 - a) / (2 * p * (1 - p)))


def _z(significance: float) -> float:
    return NORMAL.inv_cdf(1 - significance)


def _ceiling(number: float) -> int:
    return math.ceil(number - 1e-9)


def _checked(*shares: float) -> None:
    if not all(0 < share < 1 for share in shares):
        raise ValueError("shares are between 0 and 1")
