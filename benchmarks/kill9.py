"""Kill −9 during tagging, a thousand times: `python -m benchmarks.kill9 [ROUNDS]`."""

import sys
import tempfile
import time
from pathlib import Path

from tests.db.conftest import make
from tests.db.kill9 import rounds


def main() -> None:
    """Prints acknowledged, lost, and kept without acknowledgement."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        world = make(Path(folder) / "study.coder")
        world.project.close()
        acknowledged: set[str] = set()
        kept: set[str] = set()
        begun = time.perf_counter()
        for said, kept in rounds(world.path, number, seed=1):
            acknowledged |= said
            if lost := acknowledged - kept:
                sys.exit(f"LOST: {len(lost)} acknowledged tags")
        seconds = time.perf_counter() - begun
    unsaid = len(kept - acknowledged)
    print(f"{number} kills, {len(acknowledged)} acknowledged, 0 lost, {unsaid} kept unsaid, {seconds:.0f} s")


if __name__ == "__main__":
    main()
