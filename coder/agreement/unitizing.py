"""Krippendorff's alphas for unitizing: did coders mark the same stretches of a text, with the same codes?

Krippendorff 2019, Content Analysis, 4th edition, section 12.6 ("2019" below); Krippendorff, Mathet, Bouvry &
Widloecher 2016, Quality & Quantity 50(6), 2347-2364 ("2016"). All are 1 - observed / expected disagreement; e_ck, what
chance would give, pairs every unit with every other one, but none with itself.

A coefficient is a function of counts (`coincidences`) summed over documents, sums (..., S) to values (...), nan where
it is undefined; a `..._figure` takes the counts (documents, S) and says why.
"""

import math

import numpy as np

from coder.agreement.continuum import Floats
from coder.agreement.figures import NO_VARIATION, NOT_USED, TOO_FEW, Figure

OVERLAPS = "overlapping codes: a coder gave the same text two codes, which is no partition; see |u-alpha per code"
NO_INTERSECTION = "no passages of two coders intersect"
ONE_CODE = "only one code where passages of two coders intersect; see |u-alpha"
NEVER_SHARED = "no passage with this code intersects another coder's passage"
NO_SPANS = "no coder marked a passage"


# The coefficients: sums (..., S) to values (...)


def _parted(sums: Floats) -> tuple[Floats, Floats, Floats]:
    """Rows of `coincidences.statistics`, or sums of them, as l (..., q + 1, q + 1), C (..., q + 1) and C* (..., q)."""
    sums = np.asarray(sums, dtype=float)
    values = math.isqrt(sums.shape[-1] + 2) - 1
    l_ck, squares, pairable = np.split(sums, [values**2, values**2 + values], axis=-1)
    return l_ck.reshape(*sums.shape[:-1], values, values), squares, pairable


def ratio(above: Floats, below: Floats) -> Floats:
    """Above / below; nan where below is 0 or nan."""
    ratio: Floats = np.divide(above, below, out=np.full(np.broadcast(above, below).shape, np.nan), where=below > 0)
    return ratio


def _across(of_value: Floats) -> Floats:
    """Sum_c l_c. (l_.. - l_c.): pairs of different values, without the small difference of two large numbers."""
    pairs: Floats = np.sum(of_value * (of_value.sum(axis=-1, keepdims=True) - of_value), axis=-1)
    return pairs


def u_alpha(sums: Floats) -> Floats:
    """u-alpha of sums (..., S) of `coincidences.statistics` (2016, eqs. 4, 5a; 2019, eq. 34).

    u-alpha = 1 - (l_.. - sum_c l_cc) / (e_.. - sum_c e_cc), e_ck = l_.. (l_c. l_.k - [c = k] C_c) / (l_..^2 - sum C)"""
    l_ck, squares, _ = _parted(sums)
    of_value = l_ck.sum(axis=-1)
    total = of_value.sum(axis=-1)
    observed = (of_value - np.diagonal(l_ck, axis1=-2, axis2=-1)).sum(axis=-1)
    return 1 - ratio(observed * (total**2 - squares.sum(axis=-1)), total * _across(of_value))


def intersecting(counts: Floats) -> Floats:
    """What cu-alpha and its coverages need of `coincidences.statistics` (..., S): (..., q + 4), which add as those do.

    A row is l_.., the l_c. of all codes (not phi) together, l*_.. - sum_c l*_cc, sum C* and l*_c. (q). Far fewer than
    S: what is resampled a thousand times had better be small."""
    l_ck, _, pairable = _parted(counts)
    shared = l_ck[..., 1:, 1:]
    of_code = shared.sum(axis=-1)
    differing = (of_code - np.diagonal(shared, axis1=-2, axis2=-1)).sum(axis=-1)
    sums = [l_ck.sum(axis=(-2, -1)), l_ck[..., 1:, :].sum(axis=(-2, -1)), differing, pairable.sum(axis=-1)]
    return np.concatenate([np.stack(sums, axis=-1), of_code], axis=-1)


def cu_alpha(sums: Floats) -> Floats:
    """cu-alpha of sums (..., q + 4) of `intersecting` (2016, eqs. 10, 11; 2019, eqs. 36-37).

    Like u-alpha, but of the text where units of two coders intersect, so without phi:
    cu-alpha = 1 - (l*_.. - sum_c l*_cc) / (e*_.. - sum_c e*_cc),
    e*_ck = (l*_c. l*_.k - [c = k] C*_c) / (l*_.. - sum C* / l*_..)"""
    of_code = sums[..., 4:]
    total = of_code.sum(axis=-1)
    return 1 - ratio(sums[..., 2] * (total**2 - sums[..., 3]), total * _across(of_code))


def cu_coverage(sums: Floats) -> Floats:
    """l*_.. / l_..: the share of the coders' text that cu-alpha speaks of; `sums` as there."""
    return ratio(sums[..., 4:].sum(axis=-1), sums[..., 0])


def cu_share_of_marked(sums: Floats) -> Floats:
    """The share of the text that coders gave a code of which cu-alpha speaks; `sums` as there."""
    return ratio(sums[..., 4:].sum(axis=-1), sums[..., 1])


def by_code(counts: Floats) -> Floats:
    """What (k)u-alpha needs of each code, of `coincidences.statistics` (..., S): (..., q, 5), which add as those do.

    A row is l*_.., l*_.k, l*_kk, C*_k and l_.k."""
    l_ck, _, pairable = _parted(counts)
    shared = l_ck[..., 1:, 1:]
    of_code = shared.sum(axis=-1)
    total = np.broadcast_to(of_code.sum(axis=-1, keepdims=True), of_code.shape)
    agreed = np.diagonal(shared, axis1=-2, axis2=-1)
    return np.stack([total, of_code, agreed, pairable, l_ck[..., 1:, :].sum(axis=-1)], axis=-1)


def ku_alpha(sums: Floats) -> Floats:
    """(k)u-alpha of sums (..., 5) of `by_code`: one code, where units intersect (2016, eq. 13b; 2019, eq. 38).

    (k)u-alpha = 1 - (e*_.k / l*_.k) (l*_.k - l*_kk) / (e*_.k - e*_kk)"""
    total, of_code, agreed, pairable, _ = np.moveaxis(np.asarray(sums, dtype=float), -1, 0)
    return 1 - ratio((total * of_code - pairable) * (of_code - agreed), of_code**2 * (total - of_code))


def u_alpha_binary(sums: Floats) -> Floats:
    """|u-alpha of sums (..., 4) of `coincidences.cover_statistics`: units and gaps (2016, eq. 6; 2019, eq. 35).

    |u-alpha = 1 - l_01 / e_01, e_01 = l_.. l_0. l_1. / (l_..^2 - sum C)"""
    total, covered, differing, squares = np.moveaxis(np.asarray(sums, dtype=float), -1, 0)
    return 1 - ratio(differing * (total**2 - squares), total * covered * (total - covered))


# The figures: the counts of all documents, and the reason where there is none


def u_alpha_figure(counts: Floats) -> Figure:
    """u-alpha of `coincidences.statistics` (documents, S)."""
    sums = counts.sum(axis=0)
    return _figure(u_alpha(sums), _no_partition(sums) or NO_VARIATION)


def cu_alpha_figure(counts: Floats) -> Figure:
    """cu-alpha of `coincidences.statistics` (documents, S)."""
    sums = intersecting(counts.sum(axis=0))
    reason = _no_partition(sums) or (NO_INTERSECTION if cu_coverage(sums) == 0 else ONE_CODE)
    return _figure(cu_alpha(sums), reason)


def cu_coverage_figure(counts: Floats) -> Figure:
    """The coverage of cu-alpha, of `coincidences.statistics` (documents, S)."""
    sums = intersecting(counts.sum(axis=0))
    return _figure(cu_coverage(sums), _no_partition(sums))


def cu_share_of_marked_figure(counts: Floats) -> Figure:
    """The share of the marked text of which cu-alpha speaks, of `coincidences.statistics` (documents, S)."""
    sums = intersecting(counts.sum(axis=0))
    return _figure(cu_share_of_marked(sums), _no_partition(sums) or NO_SPANS)


def ku_alpha_figures(counts: Floats) -> tuple[Figure, ...]:
    """(k)u-alpha of each code, of `coincidences.statistics` (documents, S)."""
    sums = counts.sum(axis=0)
    rows = by_code(sums)
    return tuple(_figure(ku_alpha(row), _no_partition(sums) or _why_not(*row[[4, 1]])) for row in rows)


def u_alpha_binary_figure(counts: Floats, of_code: bool = False) -> Figure:
    """|u-alpha of `coincidences.cover_statistics` (documents, 4): of any code, or of one, which may be "not used"."""
    sums = counts.sum(axis=0)
    if sums[0] == 0:
        return Figure(None, TOO_FEW)
    return _figure(u_alpha_binary(sums), NOT_USED if of_code and sums[1] == 0 else NO_VARIATION)


def u_alpha_binary_figures(counts: Floats) -> tuple[Figure, ...]:
    """|u-alpha of each code's merged cover, of `coincidences.cover_statistics` (documents, codes, 4)."""
    return tuple(u_alpha_binary_figure(counts[:, code], of_code=True) for code in range(counts.shape[1]))


def _figure(value: Floats, reason: str | None) -> Figure:
    return Figure(None, reason) if np.isnan(value) else Figure(float(value))


def _no_partition(sums: Floats) -> str | None:
    if np.isnan(sums).any():
        return OVERLAPS
    return TOO_FEW if not sums.any() else None


def _why_not(used: float, shared: float) -> str:
    if used == 0:
        return NOT_USED
    return NEVER_SHARED if shared == 0 else ONE_CODE
