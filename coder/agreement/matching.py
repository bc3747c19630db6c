"""Which span of one coder goes with which of another: as many pairs as there can be, no span twice.

Both functions take the intervals [start, stop) of two coders on one line, as (2, n) arrays of starts and stops, in any
order, overlapping as they like; and give (pairs, 2): the number of an interval of the first coder and that of its
partner of the second.
"""

from collections import deque
from heapq import heappop, heappush

import numpy as np

from coder.agreement.continuum import Ints


def overlapping(first: Ints, second: Ints) -> Ints:
    """A largest matching of intervals that share a character. O(n log n).

    Greedy, and exact: of all intervals left, take the one that stops first, x. All that it overlaps, on the other side,
    hold its last character, for they stop no earlier; give it the one of them that stops first, y. Some largest
    matching has the pair x-y. For if it has x-b and a-y instead, then a and b overlap: a starts before y stops, and so
    before b does; b starts before x stops, and so before a does; thus x-y and a-b do as well. And if only one of x and
    y has a partner, x-y takes that pair's place."""
    intervals = np.concatenate([first, second], axis=1)
    side = np.repeat([0, 1], [first.shape[1], second.shape[1]])
    order = np.argsort(intervals[0])
    (start, stop), side = intervals[:, order], side[order]
    begins = np.ones(len(start), dtype=bool)
    begins[1:] = start[1:] >= np.maximum.accumulate(stop)[:-1]
    group = np.cumsum(begins) - 1  # intervals that hang together; most are one of each coder, and that is a pair
    ones, others = (np.bincount(group[side == number], minlength=begins.sum()) for number in (0, 1))
    simple = ((ones == 1) & (others == 1))[group]
    hard = ((ones > 0) & (others > 0))[group] & ~simple
    pairs = [
        np.stack([np.flatnonzero(simple & (side == 0)), np.flatnonzero(simple & (side == 1))], axis=1),
        np.flatnonzero(hard)[_greedy(start[hard], stop[hard], side[hard])],
    ]
    found: Ints = order[np.concatenate(pairs)] - [0, first.shape[1]]
    return found


def _greedy(start: Ints, stop: Ints, side: Ints) -> Ints:
    """Pairs (n, 2) of the numbers of intervals of side 0 and side 1; the intervals are given by start."""
    starts, stops, sides = start.tolist(), stop.tolist(), side.tolist()
    waiting = np.flatnonzero(side == 0).tolist(), np.flatnonzero(side == 1).tolist()
    begun: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    seen, done, pairs = [0, 0], [False] * len(starts), []
    for x in np.argsort(stop, kind="stable").tolist():
        if done[x]:
            continue
        done[x] = True
        other = 1 - sides[x]
        queue, heap = waiting[other], begun[other]
        while seen[other] < len(queue) and starts[queue[seen[other]]] < stops[x]:
            heappush(heap, (stops[queue[seen[other]]], queue[seen[other]]))
            seen[other] += 1
        while heap and done[heap[0][1]]:
            heappop(heap)
        if heap:
            y = heappop(heap)[1]
            done[y] = True
            pairs.append((y, x) if other == 0 else (x, y))
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def alike(first: Ints, second: Ints, iou: float) -> Ints:
    """A largest matching of intervals whose intersection over union is `iou` or more (above 0, at most 1).

    Which of them go together is no longer a matter of order, so paths are augmented (Kuhn 1955; Berge 1957): exact, one
    breadth-first search an interval."""
    a, b = _alike(first, second, iou)
    partners: dict[int, list[int]] = {}
    for one, other in zip(a.tolist(), b.tolist(), strict=True):
        partners.setdefault(one, []).append(other)
    taken: dict[int, int] = {}
    for one in partners:
        _augment(one, partners, taken)
    return np.array([(one, other) for other, one in taken.items()], dtype=np.int64).reshape(-1, 2)


def _augment(free: int, partners: dict[int, list[int]], taken: dict[int, int]) -> None:
    """Find `free` a partner, moving others to another partner of theirs where that makes room."""
    came_from: dict[int, int] = {}
    queue, before = deque([free]), {free: -1}
    while queue:
        one = queue.popleft()
        for other in partners[one]:
            if other in came_from:
                continue
            came_from[other] = one
            if other in taken:
                before[taken[other]] = other
                queue.append(taken[other])
                continue
            while other != -1:
                one = came_from[other]
                taken[other], other = one, before[one]
            return


def _alike(first: Ints, second: Ints, iou: float) -> tuple[Ints, Ints]:
    """The pairs whose intersection over union is `iou` or more, as numbers of the first and of the second."""
    order = np.argsort(second[0])
    start, stop = second[:, order]
    lowest = np.searchsorted(np.maximum.accumulate(stop), first[0], side="right")
    counts = np.maximum(np.searchsorted(start, first[1]) - lowest, 0)
    a = np.repeat(np.arange(first.shape[1]), counts)
    b = order[np.arange(counts.sum()) + np.repeat(lowest - (np.cumsum(counts) - counts), counts)]
    shared = np.minimum(first[1, a], second[1, b]) - np.maximum(first[0, a], second[0, b])
    joint = np.maximum(first[1, a], second[1, b]) - np.minimum(first[0, a], second[0, b])
    enough = (shared > 0) & (shared / joint >= iou)
    return a[enough], b[enough]
