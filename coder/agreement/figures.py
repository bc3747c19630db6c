"""A figure: a number with its interval, or None and the reason why there is none."""

from dataclasses import dataclass

TOO_FEW = "fewer than two coders on the same unit"
NO_VARIATION = "no variation: every value is the same"
NOT_USED = "not used: no coder applied the code"


@dataclass(frozen=True)
class Figure:
    """A number, or None and the reason why it is undefined; never 1.0 or 0.0 in place of "undefined".

    `low`, `high`: a 95 % interval, made as `interval` says ("document BCa", "document jackknife t", "unit t,
    conditional on these documents"); all three None where the data can carry none. `se`: the standard error, in the
    coefficient's own units. `below_667`, `below_800`: the share of resamples in which the figure is below .667, .800
    (Krippendorff 2019, chapter 12); `undefined`: the share of resamples in which it is undefined. `interval_reason`:
    why there is no interval over documents."""

    value: float | None
    reason: str | None = None
    low: float | None = None
    high: float | None = None
    se: float | None = None
    interval: str | None = None
    below_667: float | None = None
    below_800: float | None = None
    undefined: float | None = None
    interval_reason: str | None = None
