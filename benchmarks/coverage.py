"""How often the 95 % intervals over documents hold the true alpha, on made-up coding; 90 to 96 % is the promise.

    python -m benchmarks.coverage                     within a minute: 1000 samples each
    python -m benchmarks.coverage --samples 5000      fuller
    python -m benchmarks.coverage --json OUT.json     also writes the figures there

Units of one document are alike: how well coders see varies between documents, and so does how often the code occurs.
The true alpha is that of 200,000 documents. A sample without an interval is counted apart: it promises nothing.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coder.agreement.formulas import Additive
from coder.agreement.intervals import draws, intervals
from coder.agreement.nominal import statistics

TRUTH = 200_000


@dataclass(frozen=True)
class World:
    """What is coded: so many units of a document, by so many coders; `rate`: how often the code occurs."""

    name: str
    units: int
    coders: int
    categories: int
    rate: float
    sees: tuple[float, float] = (8.0, 2.0)
    """How likely a coder sees what is there, rather than guessing: a beta distribution over documents."""


WORLDS = (
    World("20 passages, 2 coders, code in 30 %", 20, 2, 2, 0.3),
    World("20 passages, 4 coders, code in 30 %", 20, 4, 2, 0.3),
    World("20 passages, 3 coders, 7 codes", 20, 3, 7, 1 / 7),
    World("20 passages, 2 coders, code in 5 %", 20, 2, 2, 0.05),
    World("document, 2 coders, code in 50 %", 1, 2, 2, 0.5),
    World("document, 3 coders, code in 30 %", 1, 3, 2, 0.3),
    World("document, 3 coders, code in 10 %", 1, 3, 2, 0.1),
)
DOCUMENTS = (10, 20, 40, 70)


@dataclass(frozen=True)
class Coverage:
    """Shares of the samples: with an interval; of these, that hold the true value, lie above it, below it."""

    world: str
    documents: int
    true: float
    with_interval: float
    covered: float
    above: float
    below: float
    width: float
    kinds: dict[str, int]


def coded(world: World, documents: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Ratings, (documents * units, coders)."""
    sees = rng.beta(*world.sees, (documents, 1, 1))
    shape = (documents, world.units, 1)
    if world.categories == 2:
        rate = rng.beta(world.rate * 10, (1 - world.rate) * 10, shape[:1])[:, None, None]
        there = rng.random(shape) < rate
        guessed = rng.random((*shape[:2], world.coders)) < world.rate
    else:
        there = rng.integers(0, world.categories, shape)
        guessed = rng.integers(0, world.categories, (*shape[:2], world.coders))
    ratings = np.where(rng.random((*shape[:2], world.coders)) < sees, there, guessed)
    return ratings.reshape(-1, world.coders).astype(np.int64)


def alpha_of(world: World, documents: int, rng: np.random.Generator) -> Additive:
    """The sums of alpha over each of so many documents."""
    numbers = np.repeat(np.arange(documents), world.units)
    return statistics(coded(world, documents, rng), world.categories, numbers, documents)["krippendorff_alpha"]


def coverage(world: World, documents: int, samples: int, true: float, rng: np.random.Generator) -> Coverage:
    """How the intervals of so many samples of documents fare."""
    alpha = alpha_of(world, samples * documents, rng)
    stats = alpha.sums.reshape(samples, documents, -1).transpose(1, 0, 2)
    drawn = draws(documents, seed=int(rng.integers(1 << 32)))
    made = intervals(stats, alpha.formula, drawn=drawn)
    low, high = np.array([(i.low, i.high) for i in made if i.kind]).T
    above, below = low > true, high < true
    return Coverage(
        world.name,
        documents,
        true,
        len(low) / samples,
        float((~above & ~below).mean()),
        float(above.mean()),
        float(below.mean()),
        float((high - low).mean()),
        dict(Counter(i.kind or i.reason or "undefined" for i in made)),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=int, default=1000, help="samples of each kind (default: 1000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, metavar="OUT.json")
    options = parser.parse_args(arguments)
    rng, found, began = np.random.default_rng(options.seed), [], time.perf_counter()
    print(f"{'':38}{'documents':>10}{'alpha':>8}{'interval':>10}{'holds it':>10}{'above':>8}{'below':>8}{'width':>8}")
    for world in WORLDS:
        whole = alpha_of(world, TRUTH, rng)
        true = float(whole.formula(whole.sums.sum(axis=0)))
        for documents in DOCUMENTS:
            c = coverage(world, documents, options.samples, true, rng)
            found.append(c)
            print(
                f"{world.name:38}{documents:10}{true:8.3f}{c.with_interval:10.1%}{c.covered:10.1%}{c.above:8.1%}"
                f"{c.below:8.1%}{c.width:8.2f}   {'; '.join(f'{n} {kind}' for kind, n in c.kinds.items())}",
                flush=True,
            )
    print(f"{options.samples} samples each, seed {options.seed}, {time.perf_counter() - began:.0f} s")
    if options.json:
        options.json.write_text(json.dumps([asdict(c) for c in found], indent=1), "utf-8")


if __name__ == "__main__":
    main()
