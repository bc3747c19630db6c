"""How long does a merge take? `python -m benchmarks.merge [TAGS]`: so many tags at home, a tenth more in a package."""

import os
import sys
import tempfile
import time
from pathlib import Path


def main(number: int = 20_000) -> None:
    """Print seconds for packaging, a dry run, a merge, and the same merge again."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CODER_STATE"] = folder
        _measure(Path(folder), number)


def _measure(folder: Path, number: int) -> None:
    from corpus.codebook import builtin
    from corpus.readers import Imported
    from db import coders, documents, merge, package, project, readings, rounds, tags
    from db.values import NewTag

    home = project.create(folder / "home.coder", "Lea", builtin())
    lea = coders.named(home, "Lea")
    ann, ben = coders.add(home, lea, "Ann"), coders.add(home, lea, "Ben")
    text = "They said the road was long and the bread was dear. " * max(1, number // 40)
    made, _ = documents.add(home, lea, Imported("long", text))

    def code(where: project.Project, who: str, some: int) -> None:
        coder = coders.named(where, who)
        reading = readings.of(where, coder, documents.named(where, "long"), rounds.current(where))
        tags.add(where, coder, reading, [NewTag("D3", at, at + 20, memo=f"made up {at}") for at in range(some)])

    code(home, "Ben", number)
    out = folder / "ann.coder"
    for what, do in (
        ("package", lambda: package.package(home, lea, ann, out)),
        ("  code in it", lambda: code(project.open_project(out), "Ann", number // 10)),
        ("dry run", lambda: merge.merge(home, lea, [out], dry_run=True)),
        ("merge", lambda: merge.merge(home, lea, [out])),
        ("merge again", lambda: merge.merge(home, lea, [out])),
    ):
        began = time.perf_counter()
        do()
        print(f"{what:12} {time.perf_counter() - began:6.2f} s")
    assert len(tags.listed(home)) == number + number // 10
    assert (made.title, ben.name) == ("long", "Ben")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
