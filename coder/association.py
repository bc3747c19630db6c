"""Two by two: whether those who gave one thing also gave another, said honestly at small counts."""

import math
from typing import NamedTuple

_Z = 1.959963984540054


class Association(NamedTuple):
    """Of four counts: the odds ratio with its 95 % interval, and Fisher's exact p (two-sided); or why there is none."""

    odds: float | None
    low: float | None
    high: float | None
    p: float | None
    reason: str | None = None


def association(both: int, first: int, second: int, neither: int) -> Association:
    """How far `first` goes with `second`. Undefined when all, or none, have one of the two.

    Odds ratio with one half added to each count (Haldane 1956, Anscombe 1956), since a count of 0 gives none without;
    the interval from its logarithm (Woolf 1955), wide at small counts; p: Fisher's exact test, the sum of all tables
    with the same margins that are no likelier than this one."""
    if 0 in (both + first, second + neither):
        return Association(None, None, None, None, "all or none of the cases gave the one in the row")
    if 0 in (both + second, first + neither):
        return Association(None, None, None, None, "all or none of the cases gave the one in the column")
    a, b, c, d = (n + 0.5 for n in (both, first, second, neither))
    log = math.log(a * d / (b * c))
    half = _Z * math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return Association(math.exp(log), math.exp(log - half), math.exp(log + half), fisher(both, first, second, neither))


def fisher(both: int, first: int, second: int, neither: int) -> float:
    """Fisher's exact p, two-sided (Fisher 1935)."""
    row, column, of = both + first, both + second, both + first + second + neither
    least, most = max(0, row + column - of), min(row, column)
    every = _log_choose(of, row)
    logs = [
        _log_choose(column, n) + _log_choose(of - column, row - n) - every for n in range(least, most + 1)
    ]  # fmt: skip
    here = logs[both - least] + 1e-7  # what is as likely as this table, but for rounding, counts
    return min(1.0, math.fsum(math.exp(log) for log in logs if log <= here))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
