"""Made-up spans, for what agreement by chance would be: two ways to make them from what coders marked in a text."""

from collections.abc import Callable

import numpy as np

from coder.agreement.alignment import Units
from coder.agreement.continuum import Floats, Ints

Chance = Callable[[Units, np.random.Generator], Units]
SHORTEST = 1e-6


def in_order(start: Floats, stop: Floats, code: Ints, coder: Ints, coders: int) -> Units:
    """These units, by coder and start."""
    order = np.lexsort((stop, start, coder))
    return Units(start[order], stop[order], code[order], coder[order], coders)


def by_habits(units: Units, generator: np.random.Generator) -> Units:
    """As many units as a coder marks, as long, as far apart, with codes as often: normal draws about the coders' means.

    This is what `pygamma-agreement` and DKPro Statistics do by default, and so what most published gammas rest on: how
    many (cut to a whole number; the first coder has one at least), the gap before each (that before the first unit
    included, and one of 0), the length, and the code, all coders alike."""
    size = units.stop - units.start
    first = np.ones(len(units.start), dtype=bool)
    first[1:] = units.coder[1:] != units.coder[:-1]
    gap = units.start - np.where(first, 0, np.roll(units.stop, 1))
    gap = np.append(gap[~first | (gap > 0)], 0)
    many = np.bincount(units.coder, minlength=units.coders)
    numbers = np.abs(generator.normal(many.mean(), many.std(), units.coders).astype(np.int64))
    numbers[0] = max(1, numbers[0])
    total = int(numbers.sum())
    coder = np.repeat(np.arange(units.coders), numbers)
    gaps = generator.normal(gap.mean(), gap.std(), total)
    sizes = np.maximum(np.abs(generator.normal(size.mean(), size.std(), total)), SHORTEST)
    walked = np.cumsum(gaps + sizes)
    before = np.concatenate([[0], walked])[np.cumsum(numbers) - numbers]
    stop = walked - before[coder]
    return in_order(stop - sizes, stop, generator.choice(units.code, total), coder, units.coders)


def by_shuffling(units: Units, generator: np.random.Generator) -> Units:
    """A coder's units as they are, but moved along the text, around its end to its beginning; for each place a coder
    drawn anew (Mathet, Widloecher & Metivier 2015, section 5.2).

    No two are moved by nearly the same: at least half a mean unit lies between, as long as there is room."""
    begin, end = units.start.min(), units.stop.max()
    apart = (units.stop - units.start).mean() / 2
    moves: list[float] = []
    parts: list[tuple[Floats, Floats, Ints, Ints]] = []
    for place in range(units.coders):
        tries = np.floor(generator.uniform(begin, end, 100))
        far = [move for move in tries if all(abs(move - other) >= apart for other in moves)]
        moves.append(far[0] if far else tries[0])
        own = units.coder == generator.integers(units.coders)
        start, stop = units.start[own] + moves[-1], units.stop[own] + moves[-1]
        around = np.where(start > end, begin - end, 0)
        parts.append((start + around, stop + around, units.code[own], np.full(own.sum(), place)))
    if not sum(len(start) for start, *_ in parts):
        return by_shuffling(units, generator)
    start, stop, code, coder = (np.concatenate(column) for column in zip(*parts, strict=True))
    return in_order(start, stop, code, coder, units.coders)
