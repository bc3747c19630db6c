"""What coders would disagree on by chance if they drew codes into sets: Krippendorff & Craggs 2016."""

from math import comb

import numpy as np

from coder.agreement.formulas import ratio
from coder.agreement.tallies import Numbers


def expected_disagreement(used: Numbers, sizes: Numbers) -> Numbers:
    """D_e = sum over sizes c, k of P_c P_k [sum_CK w_CK delta_CK / sum_CK w_CK] over all sets C, K of these sizes.

    delta is Dice's distance, which depends on c, k and t, the number of codes in both, only. w_CK, the number of ways
    to draw C and then K, is the product of n_x over the codes x of one of them and of n_x (n_x - 1) over those of both.
    `used` (..., codes): n_x, how often code x was used; `sizes` (..., largest + 1): how many of the sets have 0, 1, …
    codes. Gives (...); nan where there are no sets."""
    shares = np.moveaxis(ratio(sizes, sizes.sum(axis=-1, keepdims=True)), -1, 0)
    largest, codes = len(shares) - 1, used.shape[-1]
    drawn = _drawn(np.moveaxis(used, -1, 0), largest)
    total: Numbers = np.zeros_like(shares[0])
    for c in range(largest + 1):
        for k in range(c + 1):
            apart, all_ways = np.zeros_like(total), np.zeros_like(total)
            for t in range(max(0, c + k - codes), k + 1):
                ways = comb(c + k - 2 * t, c - t) * drawn[c + k - 2 * t, t]
                apart += (1 - 2 * t / max(c + k, 1)) * ways if c else 0
                all_ways += ways
            mean = np.where(all_ways > 0, apart / np.where(all_ways > 0, all_ways, 1), 0)  # 0: nobody can draw these
            total += (1 + (c != k)) * shares[c] * shares[k] * mean
    return total


def _drawn(used: Numbers, largest: int) -> Numbers:
    """E[g, t], (…, largest + 1, ...): the sum over disjoint sets G, T of g and t codes of products.

    The product is that of n_x over G and of n_x (n_x - 1) over T. n_x is taken as a share of the largest one: the
    factor cancels between numerator and denominator, and nothing overflows."""
    scale = np.maximum(used.max(axis=0, initial=0), 1)
    drawn = np.zeros((min(2 * largest, len(used)) + 1, largest + 1, *used.shape[1:]))
    drawn[0, 0] = 1
    for n_x in used:
        once, twice = n_x / scale, n_x / scale * (np.maximum(n_x - 1, 0) / scale)
        in_both = twice * drawn[:, :-1]
        drawn[1:] += once * drawn[:-1]
        drawn[:, 1:] += in_both
    return drawn
