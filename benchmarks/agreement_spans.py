"""How fast agreement on spans is: the unitizing family, a whole project, and gamma; other programs in the same run.

    python -m benchmarks.agreement_spans                  medians, and how they grow
    python -m benchmarks.agreement_spans --json OUT.json  also writes them there
    python -m benchmarks.agreement_spans --quick          without the largest sizes and the slowest programs

Other programs take part where they are installed: `krippendorff-unitized-alpha`, `pygamma-agreement` (PyPI), and
`unitized_alpha.py` of lindanna/unitized_alpha, which is no package: put its folder on PYTHONPATH. They get their own
kind of objects ready made; ours gets arrays, and reading them in counts. Times are in milliseconds.
"""

import argparse
import json
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from coder.agreement import spans, unitizing
from coder.agreement.alignment import available
from coder.agreement.coincidences import cover_statistics
from coder.agreement.coincidences import statistics as unitized
from coder.agreement.continuum import Continuum, continuum
from coder.agreement.gamma import gamma
from coder.agreement.segments import confusion, segments

CODES = 7
Text = tuple[int, list[Any]]
Row = dict[str, Any]


def made_up(size: int, coders: int, seed: int = 1) -> Text:
    """A text with so many spans a coder, none of which overlap; coders agree on most, up to a few characters."""
    chance = np.random.default_rng(seed)
    length = 100 * size
    common = np.sort(chance.choice(length // 4, 2 * size, replace=False)) * 4 + 2
    of_all = chance.integers(0, CODES, size)
    found = []
    for _ in range(coders):
        ends = (common + chance.integers(-1, 2, 2 * size)).reshape(size, 2)
        own = np.where(chance.random(size) < 0.8, of_all, chance.integers(0, CODES, size))
        kept = chance.random(size) < 0.95
        found.append(np.column_stack([ends, own])[kept].tolist())
    return length, found


def scattered(size: int, coders: int, seed: int = 1) -> Text:
    """A text with so many spans a coder, which overlap as they like."""
    chance = np.random.default_rng(seed)
    about = np.sort(chance.integers(0, 100 * size, size))
    found = []
    for _ in range(coders):
        start = np.maximum(0, about + chance.integers(-15, 16, size))
        stop = start + chance.integers(20, 80, size)
        found.append(np.column_stack([start, stop, chance.integers(0, CODES, size)]).tolist())
    return 100 * size + 200, found


def family(text: Text) -> None:
    """u-alpha, |u-alpha, cu-alpha with its coverage and (k)u-alpha."""
    document = continuum(*text)
    counts = unitized([document], CODES)
    unitizing.u_alpha_figure(counts)
    unitizing.cu_alpha_figure(counts)
    unitizing.cu_coverage_figure(counts)
    unitizing.ku_alpha_figures(counts)
    unitizing.u_alpha_binary_figure(cover_statistics([document], None))


def project(documents: list[Continuum], resamples: int = 2000) -> None:
    """Every figure on spans of a project, over all codes and for each, and all for resamples of its documents."""
    counts = [
        (unitized(documents, CODES), (unitizing.u_alpha,)),
        (unitizing.intersecting(unitized(documents, CODES)), (unitizing.cu_alpha,)),
        (unitizing.by_code(unitized(documents, CODES)), (unitizing.ku_alpha,)),
        (cover_statistics(documents, None), (unitizing.u_alpha_binary, spans.char_alpha)),
        (cover_statistics(documents, CODES), (unitizing.u_alpha_binary, spans.char_alpha)),
        (spans.exact_counts(documents, CODES), (spans.mean_over_pairs,)),
        (spans.overlap_counts(documents, CODES), (spans.mean_over_pairs,)),
        (spans.jaccard_counts(documents, CODES), (spans.mean_over_pairs,)),
    ]
    drawn = np.random.default_rng(1).multinomial(len(documents), np.full(len(documents), 1 / len(documents)), resamples)
    for of_documents, coefficients in counts:
        sums = np.tensordot(drawn.astype(float), of_documents, axes=1)
        for coefficient in coefficients:
            coefficient(of_documents.sum(axis=0))
            coefficient(sums)
    confusion(segments(documents, CODES), 0, 1)


# Other programs, where they are installed


def lindanna(text: Text) -> Callable[[], Any] | None:
    """The same family; text by text and character by character."""
    module = _imported("unitized_alpha")
    length, coders = text
    rows = [[f"c{n}", f"k{code}", start, stop] for n, marked in enumerate(coders) for start, stop, code in marked]
    return module and (lambda: module.u_alpha([list(row) for row in rows], length, "nominal"))


def unitized_alpha(text: Text) -> Callable[[], Any] | None:
    """u-alpha alone; pair of spans by pair of spans."""
    module = _imported("krippendorff_unitized_alpha.krippendorffs_unitized_alpha")
    if module is None:
        return None
    data, (length, coders) = {}, text
    for number, marked in enumerate(coders):
        before, found = 0, []
        for start, stop, code in marked:
            found += [module.Segment("_empty", before, start)] if start > before else []
            found.append(module.Segment(f"k{code}", start, stop))
            before = stop
        data[f"c{number}"] = [*found, module.Segment("_empty", before, length)] if before < length else found
    return lambda: module.KrippendorffUnitizedAlpha(data).result


def pygamma(text: Text) -> Callable[[], Any] | None:
    """Gamma, the best alignment exact, 30 samples."""
    module, core = _imported("pygamma_agreement"), _imported("pyannote.core")
    if module is None or core is None:
        return None
    whole = module.Continuum()
    for number, marked in enumerate(text[1]):
        for start, stop, code in marked:
            whole.add(f"c{number}", core.Segment(start, stop), f"k{code}")
    costs = module.CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1)
    return lambda: whole.compute_gamma(costs, n_samples=30)


def _imported(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


# Measuring


def milliseconds(work: Callable[[], Any], least: int = 3, most: int = 25, patience: float = 3.0) -> float:
    """The median; as often as `patience` seconds allow, `least` times at least where one takes less than they."""
    taken: list[float] = []
    while len(taken) < most and (sum(taken) < patience or (len(taken) < least and taken[0] < patience)):
        with silence():
            began = time.perf_counter()
            work()
            taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


@contextmanager
def silence() -> Iterator[None]:
    """Let nothing through to the terminal, not even what a library in C prints."""
    sys.stdout.flush()
    kept = os.dup(1)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            yield
        finally:
            sys.stdout.flush()
            os.dup2(kept, 1)
            os.close(kept)


def measured(quick: bool) -> Iterator[Row]:
    """A row a task and size: ours, and each program's."""
    peers: dict[str, Callable[[Text], Callable[[], Any] | None]]
    peers = {"lindanna": lindanna, "krippendorff-unitized-alpha": unitized_alpha}
    for size, coders in ((100, 2), (1_000, 2), (10_000, 2), (100_000, 3)):
        text = made_up(size, coders)
        arrays = (text[0], [np.array(marked) for marked in text[1]])
        row: Row = {"task": "unitizing family", "size": f"{coders} x {size}", "n": size * coders}
        row["ours"] = milliseconds(lambda arrays=arrays: family(arrays))  # type: ignore[misc]
        for name, peer in peers.items():
            work = peer(text) if size <= (1_000 if name != "lindanna" or quick else 10_000) else None
            if work is not None:
                row[name] = milliseconds(work)
        yield row
    for documents in (7, 70, 700):
        texts = [continuum(*scattered(30, 3, seed)) for seed in range(documents)]
        row = {"task": "project, 2000 resamples", "size": f"{documents} documents, 3 x 30", "n": documents}
        yield row | {"ours": milliseconds(lambda texts=texts: project(texts))}  # type: ignore[misc]
    if available():
        gamma([continuum(*scattered(5, 2))], samples=1)  # loads scipy
        for size in (50, 200) if quick else (50, 200, 1_000):
            text = scattered(size, 3)
            document = continuum(*text)
            row = {"task": "gamma, 30 samples", "size": f"3 x {size}", "n": size * 3}
            row["ours"] = milliseconds(lambda document=document: gamma([document]))  # type: ignore[misc]
            work = pygamma(text) if size <= (50 if quick else 200) else None
            if work is not None:
                row["pygamma-agreement"] = milliseconds(work)
            yield row


def table(rows: list[Row]) -> Iterator[str]:
    """The rows in words: our time, its growth against that of the work, and how many times as long others take."""
    before: Row = {}
    for row in rows:
        told = f"{row['task']:24} {row['size']:22} {row['ours']:10.2f} ms"
        if before.get("task") == row["task"]:
            told += f"   {row['ours'] / before['ours']:5.1f} x as long for {row['n'] / before['n']:.0f} x the work"
        for name in sorted(set(row) - {"task", "size", "n", "ours"}):
            told += f"   {name} {row[name]:.0f} ms, {row[name] / row['ours']:.0f} x"
        before = row
        yield told


def main() -> None:
    """Measure, and print as it goes."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--json", metavar="OUT")
    options.add_argument("--quick", action="store_true")
    chosen = options.parse_args()
    logging.disable()
    print(f"{os.cpu_count()} cores, numpy {np.__version__}")
    rows: list[Row] = []
    for row in measured(chosen.quick):
        rows.append(row)
        print(list(table(rows))[-1], flush=True)
    if chosen.json:
        Path(chosen.json).write_text(json.dumps(rows, indent=1), "utf-8")


if __name__ == "__main__":
    main()
