"""How fast agreement on units is, beside the programs that people use for it, in the same run.

    python -m benchmarks.agreement                    the table; peers that are not installed are left out, and named
    python -m benchmarks.agreement --full             also what takes peers minutes
    python -m benchmarks.agreement --json OUT.json    also writes the figures there

Peers: krippendorff 0.9.0, nltk 3.10.4, irrCAC 0.4.4. (irrCAC asks for a scipy that does not go with numpy 2, but runs
with newer ones: `pip install pandas scipy` and `pip install --no-deps irrCAC`.) Everyone gets integers, in their own
layout, made before the clock starts, and has to come to the same figure. Times are medians, in milliseconds.
"""

import argparse
import importlib
import json
import statistics
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coder.agreement import intervals, nominal, sets

Integers = NDArray[np.integer[Any]]
Work = Callable[[], Any]

PEERS = ("krippendorff", "nltk", "irrCAC")
CODES = 7
TEXT = """{:44}{:>10}{:>15}{:>12}{:>10}{:>9}"""


# What a benchmark is (the one of spans uses this too)


@dataclass(frozen=True)
class Row:
    """One comparison: milliseconds of ours and of each peer; `goal`: how many times faster than `against` it must be,
    or (`at_most`) how many milliseconds, or times `against`, it may take."""

    what: str
    size: str
    ours: float
    peers: dict[str, float] = field(default_factory=dict)
    goal: float | None = None
    against: str | None = None
    at_most: bool = False

    def verdict(self) -> str:
        """Whether the goal is met; empty where there is none, or nothing to compare with."""
        if self.goal is None or (self.against and self.against not in self.peers):
            return ""
        if self.at_most:
            taken = self.ours / self.peers[self.against] if self.against else self.ours
            met, unit = taken <= self.goal, "x" if self.against else " ms"
            return f"{'met' if met else 'MISSED'} (at most {self.goal:g}{unit})"
        times = self.peers[self.against or ""] / self.ours
        return f"{'met' if times >= self.goal else 'MISSED'} (at least {self.goal:g}x)"


def milliseconds(work: Work, at_least: int = 5, within: float = 1.0) -> float:
    """The median of several runs: `at_least` so many, and more while they take less than `within` seconds together."""
    taken: list[float] = []
    work()
    while len(taken) < at_least or (sum(taken) < within * 1000 and len(taken) < 200):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
        if taken[0] > within * 1000 and len(taken) >= 3:
            break
    return statistics.median(taken)


def compare(what: str, size: str, ours: Work, peers: dict[str, Work], **goal: Any) -> Row:
    """Time everyone, once they agree on the figure to nine digits."""
    figure = ours()
    taken = {}
    for name, work in peers.items():
        theirs = work()
        assert abs(theirs - figure) < 1e-4 if name == "irrCAC" else abs(theirs - figure) < 1e-9, (name, theirs, figure)
        taken[name] = milliseconds(work)
    return Row(what, size, milliseconds(ours), taken, **goal)


def show(row: Row) -> None:
    """Print it, a line a peer."""
    lines = list(row.peers.items()) or [("", None)]
    for number, (peer, taken) in enumerate(lines):
        first = (row.what, row.size, f"{row.ours:.2f}") if not number else ("", "", "")
        theirs = ("", "", "") if taken is None else (peer, f"{taken:.2f}", f"{taken / row.ours:.4g}x")
        what, size, ours = first
        line = TEXT.format(what, size, theirs[0], theirs[1], ours, theirs[2])
        print(line, row.verdict() if peer == (row.against or lines[0][0]) else "", flush=True)


def installed(*names: str) -> dict[str, Any]:
    """The peers that are there, by name; the others are told."""
    found = {}
    for name in names:
        try:
            found[name] = importlib.import_module(name)
        except ImportError:
            print(f"{name} is not installed: left out")
    return found


# Made-up data


def ratings(coders: int, units: int, seed: int = 1) -> Integers:
    """Units x coders: 7 codes, coders see four in five, one value in ten is missing."""
    rng = np.random.default_rng(seed)
    there = rng.integers(0, CODES, (units, 1))
    guessed = rng.integers(0, CODES, (units, coders))
    found = np.where(rng.random((units, coders)) < 0.8, there, guessed)
    found[rng.random((units, coders)) < 0.1] = nominal.MISSING
    return found


def masks(coders: int, units: int, seed: int = 1) -> Integers:
    """Units x coders: sets of 7 codes, never empty (nltk cannot compare two empty sets)."""
    rng = np.random.default_rng(seed)
    there = rng.random((units, 1, CODES)) < 0.2
    guessed = rng.random((units, coders, CODES)) < 0.2
    present = np.where(rng.random((units, coders, CODES)) < 0.8, there, guessed)
    found: Integers = np.maximum((present * (1 << np.arange(CODES))).sum(axis=2), 1)
    return found


# The rows


def alphas(peers: dict[str, Any], full: bool) -> Sequence[Row]:
    """Nominal alpha; 64-bit integers, and bytes."""
    rows = []
    for coders, units in ((2, 1_000), (2, 100_000), (5, 1_000_000)):
        data = ratings(coders, units)
        works = {
            name: make(peers[name], data)
            for name, make in (("krippendorff", _krippendorff), ("irrCAC", _irrcac), ("nltk", _nltk))
            if name in peers and (full or name == "krippendorff" or units <= 100_000)
        }
        goal = {"goal": 50.0, "against": "krippendorff"} if units >= 100_000 else {}
        size = f"{coders} x {units:g}"
        rows.append(compare("nominal alpha, 64 bits", size, lambda d=data: _value(d), works, **goal))
        small = data.astype(np.int8)
        again = Row("nominal alpha, 8 bits", size, milliseconds(lambda d=small: _value(d)), rows[-1].peers, **goal)
        rows.append(again)
    return rows


def resamples(peers: dict[str, Any], full: bool) -> Sequence[Row]:
    """1000 resamples of the units, beside one estimate."""
    data = ratings(5, 1_000_000).astype(np.int8)

    def resampled() -> float | None:
        times, terms = nominal.rows_of_units(data, CODES)
        return intervals.unit_interval(times, *terms["krippendorff_alpha"], resamples=1000).low

    taken = {"one estimate": milliseconds(lambda: _value(data))}
    if full and "krippendorff" in peers:
        taken["krippendorff"] = 1000 * milliseconds(_krippendorff(peers["krippendorff"], data))
    return [
        Row("1000 resamples of units", "5 x 1e+06", milliseconds(resampled), taken, 15.0, "one estimate", at_most=True)
    ]


def all_coefficients(peers: dict[str, Any], full: bool) -> Sequence[Row]:
    """All ten coefficients with standard errors and intervals, beside one of irrCAC's."""
    data = ratings(2, 100_000)
    works = {"irrCAC": _irrcac(peers["irrCAC"], data)} if "irrCAC" in peers else {}
    taken = {"irrCAC": milliseconds(works["irrCAC"])} if works else {}
    return [Row("all 10 coefficients (irrCAC: one)", "2 x 1e+05", milliseconds(lambda: _all(data)), taken)]


def of_sets(peers: dict[str, Any], full: bool) -> Sequence[Row]:
    """Alpha with MASI."""
    rows = []
    for coders, units in ((2, 1_000), (2, 10_000), (3, 10_000)):
        data = masks(coders, units)
        works = {"nltk": _nltk_masi(peers["nltk"], data)} if "nltk" in peers else {}
        goal = {"goal": 100.0, "against": "nltk"} if (coders, units) == (2, 10_000) else {}
        rows.append(compare("alpha with MASI", f"{coders} x {units:g}", lambda d=data: _masi(d), works, **goal))
    return rows


def report(peers: dict[str, Any], full: bool) -> Sequence[Row]:
    """70 documents, 3 coders, 7 codes, by document and by sentence: 2000 resamples of the documents."""
    documents, present = 70, [masks(3, 70), masks(3, 70 * 40)]

    def figures(names: Sequence[str], of_sets: Sequence[str]) -> None:
        drawn = intervals.draws(documents, seed=1)
        for found in present:
            document = np.repeat(np.arange(documents), len(found) // documents)
            by_code = np.concatenate([found >> code & 1 for code in range(CODES)])
            group = np.concatenate([document * CODES + code for code in range(CODES)])
            sums = nominal.statistics(by_code, 2, group, documents * CODES)
            for name in names or sums:
                stats, formula = sums[name]
                intervals.intervals(stats.reshape(documents, CODES, -1), formula, drawn=drawn)
            sums = sets.statistics(found, document, documents)
            for name in of_sets or sums:
                intervals.interval(*sums[name], drawn=drawn)

    shown = ("percent_agreement", "positive_agreement", "gwet_ac1", "krippendorff_alpha")
    return [
        Row(
            "resampled report: 4 figures a code, MASI",
            "70 documents",
            milliseconds(lambda: figures(shown, ["alpha_masi"])),
            goal=50.0,
            at_most=True,
        ),
        Row("resampled report: all figures", "70 documents", milliseconds(lambda: figures([], []))),
    ]


GROWING = (1_000, 10_000, 100_000, 1_000_000)
"""Units of which the growth is measured."""


def growth(peers: dict[str, Any]) -> Sequence[Row]:
    """Nominal alpha of ever more units, beside `krippendorff`."""
    found = []
    for units in GROWING:
        data = ratings(5, units).astype(np.int8)
        theirs = {name: milliseconds(_krippendorff(peers[name], data), 1) for name in ["krippendorff"] if name in peers}
        found.append(Row("growth: nominal alpha", f"5 x {units:g}", milliseconds(lambda d=data: _value(d)), theirs))
    return found


def plotted(rows: Sequence[Row]) -> str:
    """Milliseconds against units, both as powers of ten: a straight line of slope 1 grows as the work does."""
    import plotext

    figure = plotext.figure
    figure.clear()
    figure.plot_size(76, 20)
    for marker, name in (("o", "ours"), ("x", "krippendorff")):
        times = [row.ours if name == "ours" else row.peers.get(name, 0.0) for row in rows]
        if all(times):
            figure.draw(figure.signal(np.log10(GROWING).tolist(), np.log10(times).tolist(), marker=marker))
    figure.ruler("x").ticks(np.log10(GROWING).tolist(), [f"{units:g}" for units in GROWING])
    figure.ruler("y").ticks([-1, 0, 1, 2, 3, 4], ["0.1 ms", "1 ms", "10 ms", "0.1 s", "1 s", "10 s"])
    return f"o ours, x krippendorff; 5 coders, units across\n{plotext.uncolorize(str(figure.build()))}"


# Ours and theirs


def _value(data: Integers) -> float:
    value = nominal.krippendorff_alpha(data).value
    assert value is not None
    return value


def _all(data: Integers) -> object:
    return nominal.coefficients(data, CODES)


def _masi(data: Integers) -> float:
    value = sets.alpha(data).value
    assert value is not None
    return value


def _krippendorff(peer: Any, data: Integers) -> Work:
    theirs = np.where(data < 0, np.nan, data.astype(float)).T.copy()
    return lambda: peer.alpha(theirs, level_of_measurement="nominal", value_domain=list(range(CODES)))


def _irrcac(peer: Any, data: Integers) -> Work:
    import pandas
    from irrCAC.raw import CAC

    theirs = pandas.DataFrame(np.where(data < 0, np.nan, data.astype(float)))
    return lambda: CAC(theirs, categories=list(range(CODES))).krippendorff()["est"]["coefficient_value"]


def _nltk(peer: Any, data: Integers) -> Work:
    from nltk.metrics.agreement import AnnotationTask

    theirs = [(str(c), str(u), int(k)) for u, row in enumerate(data.tolist()) for c, k in enumerate(row) if k >= 0]
    return lambda: AnnotationTask(theirs).alpha()


def _nltk_masi(peer: Any, data: Integers) -> Work:
    from nltk.metrics import masi_distance
    from nltk.metrics.agreement import AnnotationTask

    codes = {mask: frozenset(k for k in range(CODES) if mask >> k & 1) for mask in range(1 << CODES)}
    theirs = [(str(c), str(u), codes[mask]) for u, row in enumerate(data.tolist()) for c, mask in enumerate(row)]
    return lambda: AnnotationTask(theirs, distance=masi_distance).alpha()


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="also what takes peers minutes")
    parser.add_argument("--json", type=Path, metavar="OUT.json")
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore")  # peers'
    peers = installed(*PEERS)
    print(TEXT.format("", "size", "peer", "peer's ms", "our ms", "ratio"))
    found: list[Row] = []
    for part in (alphas, resamples, all_coefficients, of_sets, report):
        for row in part(peers, options.full):
            show(row)
            found.append(row)
    grown = growth(peers)
    for row in grown:
        show(row)
        found.append(row)
    print(plotted(grown))
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in found], indent=1), "utf-8")


if __name__ == "__main__":
    main()
