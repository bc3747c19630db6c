"""Tag as fast as it goes: `python -m tests.db.writers PROJECT CODER NUMBER` prints each tag's id once it is saved."""

import sys
from pathlib import Path


def _tag(path: Path, name: str, number: int) -> None:
    from db import coders, documents, project, readings, rounds, tags
    from db.values import NewTag

    with project.open_project(path, patience=60.0) as opened:
        coder, mill = coders.named(opened, name), documents.named(opened, "mill")
        reading = readings.of(opened, coder, mill, rounds.current(opened))
        for start in range(number):
            [tag] = tags.add(opened, coder, reading, [NewTag("D3", start, start + 9, memo=f"{name} {start}")])
            print(tag.id, flush=True)


if __name__ == "__main__":
    _tag(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
