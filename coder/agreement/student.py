"""Quantiles of Student's t and of the normal distribution, exact to about 12 digits, without a statistics library."""

import math
from functools import cache
from statistics import NormalDist

import numpy as np

NORMAL = NormalDist()
MANY = 500


@cache
def quantile(probability: float, freedom: int) -> float:
    """The t for which P(T <= t) = probability (at least .5) with so many degrees of freedom (1 or more).

    Newton's method on Abramowitz & Stegun (1972), equations 26.7.3 and 26.7.4, started at the expansion 26.7.5, which
    alone is exact from 500 degrees of freedom on."""
    if freedom < 1 or not 0.5 <= probability < 1:
        raise ValueError("at least one degree of freedom, and a probability from .5 to below 1")
    if freedom == 1:
        return math.tan(math.pi * (probability - 0.5))
    t = _expansion(probability, freedom)
    if freedom >= MANY:
        return t
    for _ in range(50):
        step = (0.5 + _central(t, freedom) / 2 - probability) / _density(t, freedom)
        t -= step
        if abs(step) < 1e-14 * max(1.0, t):
            break
    return t


def _expansion(probability: float, freedom: int) -> float:
    """Abramowitz & Stegun 26.7.5."""
    z = NORMAL.inv_cdf(probability)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / float(freedom) ** power for power, term in enumerate(terms, 1))


def _central(t: float, freedom: int) -> float:
    """P(-t <= T <= t) for two or more degrees of freedom: Abramowitz & Stegun 26.7.3 (odd), 26.7.4 (even)."""
    angle = math.atan2(t, math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    if freedom % 2:
        k = np.arange(2, freedom - 1, 2)
        series = cosine * (1 + np.cumprod(k / (k + 1) * cosine**2).sum()) if freedom > 1 else 0.0
        return float(2 / math.pi * (angle + sine * series))
    k = np.arange(1, freedom - 2, 2)
    return float(sine * (1 + np.cumprod(k / (k + 1) * cosine**2).sum()))


def _density(t: float, freedom: int) -> float:
    log = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - 0.5 * math.log(freedom * math.pi)
    return math.exp(log - (freedom + 1) / 2 * math.log1p(t * t / freedom))
