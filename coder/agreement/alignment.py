"""The alignment of several coders' spans with the least disorder, exactly (Mathet, Widloecher & Metivier 2015).

Computational Linguistics 41(3), 437-479 ("2015" below). A unitary alignment takes one unit, or none, of each coder; an
alignment is a set of them that has every unit once. A unit alone costs delta. What an alignment saves against leaving
every unit alone is a sum over its unitary alignments, so the best one is a largest packing of those that save anything
(an integer program; 2015, section 5.1.1).

scipy (the extra `gamma`) solves the program. It is asked for only here, and only when there is something to choose.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations

import numpy as np

from coder.agreement.continuum import Bools, Floats, Ints

NEEDS_SCIPY = "gamma needs scipy, which is not installed: pip install scipy"
TOO_MANY = "too many ways to align the passages: gamma can't be computed exactly"
NOBODY = -1
MOST = 300_000
"""Unitary alignments to choose from in a text, at most: more take minutes."""
AT_ONCE = 5_000
"""Unitary alignments in a program, about."""
WHOLE = 1e-6
"""How far from 0 or 1 a solution may be and count as whole."""
PRECISE = {"dual_feasibility_tolerance": 1e-10}
ALIKE = 1 + 1e-12
"""Costs that differ by less are equal: rounding."""
TOGETHER = 1e-7
"""What each unit that is not alone adds to a saving, in deltas: it decides between equally good alignments."""


@dataclass(frozen=True)
class Costs:
    """The weights of the dissimilarity: alpha of position, beta of category; delta, what an empty unit costs.

    Raises ValueError when alpha or delta is not above 0, or beta below."""

    alpha: float = 1.0
    beta: float = 1.0
    delta: float = 1.0

    def __post_init__(self) -> None:
        if not (self.alpha > 0 and self.delta > 0 and self.beta >= 0):
            raise ValueError("gamma's alpha and delta are above 0, its beta is 0 or more")


@dataclass(frozen=True, eq=False)
class Units:
    """The units of all coders, by coder and start: `start`, `stop` (any unit of length), `code`, `coder`; (n,) each."""

    start: Floats
    stop: Floats
    code: Ints
    coder: Ints
    coders: int


def available() -> bool:
    """Whether scipy is installed."""
    return find_spec("scipy") is not None


def positional(units: Units, one: Ints, other: Ints, costs: Costs) -> Floats:
    """The part of position, alpha ((|ds| + |de|) / (|u| + |v|))^2 delta, element by element."""
    apart = np.abs(units.start[one] - units.start[other]) + np.abs(units.stop[one] - units.stop[other])
    size = units.stop[one] - units.start[one] + units.stop[other] - units.start[other]
    far: Floats = costs.alpha * (apart / size) ** 2 * costs.delta
    return far


def dissimilarity(units: Units, one: Ints, other: Ints, costs: Costs) -> Floats:
    """d(u, v) = alpha d_pos(u, v) + beta d_cat(u, v); d_cat = delta where the codes differ."""
    differ = units.code[one] != units.code[other]
    different: Floats = positional(units, one, other, costs) + costs.beta * costs.delta * differ
    return different


def best_alignments(texts: Sequence[Units], costs: Costs) -> list[tuple[float, Ints]]:
    """Of each text, the least total disorder of an alignment, and those of its unitary alignments that have two units
    or more: (n, coders), NOBODY where a coder has none. All other units are alone, and cost delta each.

    The disorder of a unitary alignment is the mean over the pairs of its m places of d(u, v), delta where one or both
    are empty; that of an alignment is the total over the mean number of units of a coder (2015). Of alignments that are
    equally good (to a ten-millionth of delta a unit), one with the fewest units alone. Several texts make one program,
    which has its overhead. Needs scipy; raises OverflowError when a text has too many ways to be aligned."""
    found: list[tuple[float, Ints]] = []
    waiting: list[tuple[Units, Ints, Floats]] = []
    for units in texts:
        waiting.append((units, *_worthwhile(units, costs)))
        if sum(len(ways) for _, ways, _ in waiting) > AT_ONCE:
            found += _solved(waiting, costs)
            waiting = []
    return found + _solved(waiting, costs)


def _solved(texts: list[tuple[Units, Ints, Floats]], costs: Costs) -> list[tuple[float, Ints]]:
    found, units_before, ways_before = [], 0, 0
    members: list[Ints] = []
    worth: list[Floats] = []
    for units, ways, saves in texts:
        way, place = np.nonzero(ways != NOBODY)
        members.append(np.stack([way + ways_before, ways[way, place] + units_before]))
        worth.append(saves / costs.delta + TOGETHER * (ways != NOBODY).sum(axis=1))
        units_before, ways_before = units_before + len(units.start), ways_before + len(ways)
    if not texts:
        return []
    chosen = _packed(np.concatenate(members, axis=1), np.concatenate(worth), units_before)
    parts = np.split(chosen, np.cumsum([len(ways) for _, ways, _ in texts])[:-1])
    for (units, ways, saves), part in zip(texts, parts, strict=True):
        found.append((float(costs.delta * len(units.start) - saves[part].sum()), ways[part]))
    return found


def _worthwhile(units: Units, costs: Costs) -> tuple[Ints, Floats]:
    """Unitary alignments that cost no more than they would in parts, and what each saves.

    With m coders and c = m (m - 1) / 2 pairs, a unitary alignment of k units costs the mean of the dissimilarities and
    of delta for each pair with an empty place: (sum d + delta (c - k (k - 1) / 2)) / c. Cut in two, p and q units, it
    costs less if the pq dissimilarities across the cut are more than delta (c + pq) together: then the best alignment
    does without it. So no two of its units are further apart than delta (c + m - 1)."""
    m = units.coders
    limit = costs.delta * (m * (m - 1) // 2 + m - 1)
    ways = np.full((len(units.start), m), NOBODY, dtype=np.int64)
    ways[np.arange(len(units.start)), units.coder] = np.arange(len(units.start))
    for coder in range(1, m):
        ways = np.concatenate([ways, _with_one_more(units, ways, coder, costs, limit)])
        if len(ways) > MOST:
            raise OverflowError(TOO_MANY)
    for mask in range(1, 2 ** (m - 1)):
        ways = ways[_holds_together(units, ways, [coder for coder in range(m) if mask >> coder & 1], costs)]
    ways = ways[(ways != NOBODY).sum(axis=1) > 1]
    return ways, _saves(units, ways, costs)


def _with_one_more(units: Units, ways: Ints, coder: int, costs: Costs, limit: float) -> Ints:
    """Those of the ways that have no unit of this coder or a later one, each with each near unit of this coder."""
    ways = ways[(ways[:, coder:] == NOBODY).all(axis=1)]
    own = np.flatnonzero(units.coder == coder)
    if not len(own) or not len(ways):
        return ways[:0]
    anchor = ways[np.arange(len(ways)), (ways != NOBODY).argmax(axis=1)]
    size = units.stop - units.start
    reach = np.sqrt(limit / (costs.alpha * costs.delta)) * (size[anchor] + size[own].max())
    first = np.searchsorted(units.start[own], units.start[anchor] - reach)
    counts = np.searchsorted(units.start[own], units.start[anchor] + reach, side="right") - first
    if counts.sum() > 8 * MOST:
        raise OverflowError(TOO_MANY)
    which = np.repeat(np.arange(len(ways)), counts)
    added = own[np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts - first, counts)]
    near = dissimilarity(units, anchor[which], added, costs) <= limit * ALIKE
    more = ways[which[near]]
    more[:, coder] = added[near]
    return more[_across(units, more, [coder], costs) <= limit * ALIKE]


def _across(units: Units, ways: Ints, part: list[int], costs: Costs) -> Floats:
    """The dissimilarities between the units of some coders and those of all others, summed, for each way."""
    total = np.zeros(len(ways))
    for one in part:
        for other in set(range(units.coders)) - set(part):
            both = np.flatnonzero((ways[:, one] != NOBODY) & (ways[:, other] != NOBODY))
            total[both] += dissimilarity(units, ways[both, one], ways[both, other], costs)
    return total


def _holds_together(units: Units, ways: Ints, part: list[int], costs: Costs) -> Bools:
    """Whether each way costs no more than its two parts: the units of some coders, and those of the others."""
    has = ways != NOBODY
    p, q = has[:, part].sum(axis=1), np.delete(has, part, axis=1).sum(axis=1)
    pairs = units.coders * (units.coders - 1) // 2
    holds: Bools = (p * q == 0) | (_across(units, ways, part, costs) <= costs.delta * (pairs + p * q) * ALIKE)
    return holds


def _saves(units: Units, ways: Ints, costs: Costs) -> Floats:
    """What a unitary alignment saves against leaving its units alone."""
    pairs = units.coders * (units.coders - 1) // 2
    k = (ways != NOBODY).sum(axis=1)
    within = np.zeros(len(ways))
    for one, other in combinations(range(units.coders), 2):
        both = np.flatnonzero((ways[:, one] != NOBODY) & (ways[:, other] != NOBODY))
        within[both] += dissimilarity(units, ways[both, one], ways[both, other], costs)
    saved: Floats = costs.delta * k - (within + costs.delta * (pairs - k * (k - 1) // 2)) / pairs
    return saved


def _packed(members: Ints, worth: Floats, units: int) -> Bools:
    """Which ways are in a packing that is worth most: no unit twice. `members`: (2, n), a way and a unit that it holds.

    First as a linear program. Ways that share no unit, directly or by others, are solved for alone in it: where their
    solution is whole, it is the best one. The few components where it is not are integer programs, one each."""
    if not len(worth):
        return np.zeros(0, dtype=bool)
    optimize, sparse = import_module("scipy.optimize"), import_module("scipy.sparse")
    holds = sparse.csr_array((np.ones(members.shape[1]), (members[1], members[0])), shape=(units, len(worth)))
    relaxed = optimize.linprog(
        -worth, A_ub=holds, b_ub=np.ones(units), bounds=(0, 1), method="highs-ds", options=PRECISE
    ).x
    chosen: Bools = np.round(relaxed) == 1
    broken = np.abs(relaxed - np.round(relaxed)) > WHOLE
    if broken.any():
        of_unit = import_module("scipy.sparse.csgraph").connected_components(holds @ holds.T, directed=False)[1]
        component = np.zeros(len(worth), dtype=np.int64)
        component[members[0]] = of_unit[members[1]]
        for which in np.unique(component[broken]):
            group = np.flatnonzero(component == which)
            held = holds[:, group]
            whole = optimize.milp(
                -worth[group],
                integrality=np.ones(len(group)),
                bounds=optimize.Bounds(0, 1),
                constraints=optimize.LinearConstraint(held[np.diff(held.indptr) > 0], -np.inf, 1),
                options={"mip_rel_gap": 0},
            )
            chosen[group] = np.round(whole.x) == 1
    return chosen
