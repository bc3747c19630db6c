"""Tagging until killed: `python -m tests.db.kill9 PROJECT` prints a tag's id once it is said to be saved.

`rounds` kills it again and again; the suite and `benchmarks/kill9.py` share it."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def rounds(path: Path, number: int, seed: int) -> Iterator[tuple[set[str], set[str]]]:
    """Start, let it tag, kill −9 after some tags; yields (ids acknowledged in that round, ids then in the file)."""
    from db import project, tags

    dice = random.Random(seed)
    for _ in range(number):
        command = [sys.executable, "-m", "tests.db.kill9", str(path)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ.copy())
        assert child.stdout is not None
        said = {child.stdout.readline().strip() for _ in range(dice.randrange(1, 12))}
        child.send_signal(signal.SIGKILL)
        said |= {line.strip() for line in child.stdout if len(line) == 33}
        child.wait()
        with project.open_project(path) as opened:  # verifies the log and the state as well
            yield said, {tag.id for tag in tags.listed(opened)}


def _tag_until_killed(path: Path) -> None:
    from db import coders, documents, project, readings, rounds, tags
    from db.values import NewTag

    opened = project.open_project(path)
    ann, mill = coders.named(opened, "Ann"), documents.named(opened, "mill")
    reading = readings.of(opened, ann, mill, rounds.current(opened))
    there = {(tag.start, tag.stop) for tag in tags.of_reading(opened, reading)}
    free = ((a, b) for a in range(mill.length) for b in range(a + 3, mill.length) if (a, b) not in there)
    for start, stop in free:
        [tag] = tags.add(opened, ann, reading, [NewTag("D3", start, stop, memo="made up")])
        print(tag.id, flush=True)


if __name__ == "__main__":
    _tag_until_killed(Path(sys.argv[1]))
