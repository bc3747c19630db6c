"""How long does a review take? `python -m benchmarks.review [PLACES]`: so many places where two coders differ.

Asked for: the list within 1 s, the next item's data within 50 ms (issue 5)."""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
SENTENCE = "They said the road was long and the bread was dear, and nobody asked. "
A_DOCUMENT = 50
"""So many places in a document."""


def main(places: int = 1_000) -> None:
    """Print seconds for each thing that the review screen waits for."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CODER_STATE"] = folder
        _measure(Path(folder), places)


def _timed(what: str, do: Callable[[], T]) -> T:
    began = time.perf_counter()
    found = do()
    print(f"{what:32} {time.perf_counter() - began:7.3f} s")
    return found


def _measure(folder: Path, number: int) -> None:
    from coder import disagreements, final_coding, settling, weighing
    from corpus.codebook import builtin
    from corpus.readers import Imported
    from db import coders, comments, documents, project, readings, rounds, rulings, rulings_undo, tags
    from db.values import NewTag

    home = project.create(folder / "home.coder", "Lea", builtin())
    lea = coders.named(home, "Lea")
    people = [coders.add(home, lea, name) for name in ("Ann", "Ben")]
    round_ = rounds.current(home)
    for at in range(0, number, A_DOCUMENT):
        text = f"Number {at}. " + SENTENCE * A_DOCUMENT
        document, _ = documents.add(home, lea, Imported(f"made up {at}", text))
        starts = [12 + place * len(SENTENCE) for place in range(min(A_DOCUMENT, number - at))]
        new = {
            readings.of(home, coder, document, round_): [
                NewTag("D3", start + slip, start + 40, f"made up {start}") for start in starts
            ]
            for slip, coder in zip((0, 5), people, strict=True)
        }
        tags.add_many(home, lea, new, finish=True)
    asyncio.run(_on_screen(home.path))
    home.viewer = lea.id
    found = _timed("the list", lambda: disagreements.listed(home))
    assert len(found) == number

    def one() -> None:
        place = found[number // 2]
        home.text(place.text_id)
        comments.listed(home, place.id)

    _timed("the next item's data", one)

    def rule() -> None:
        rulings.rule(home, lea, [settling.settled(found[0], settling.usual_edges(found[0]))])

    _timed("a ruling", rule)
    _timed("the list after it", lambda: disagreements.stated(found, rulings.listed(home)))
    slips = _timed("boundary slips found", lambda: settling.slips(found, 2, home.text))
    said = [settling.settled(place, settling.usual_edges(place)) for place in slips]
    _timed("all of them ruled at once", lambda: rulings.rule(home, lea, said))
    _timed("the list after that", lambda: disagreements.listed(home))
    _timed("leverage", lambda: weighing.weights(home, found))
    coding = _timed("the final coding", lambda: final_coding.final_coding(home))
    assert len(coding.values) == number
    _timed("all of it undone at once", lambda: rulings_undo.undo(home, lea))


async def _on_screen(path: Path, keys: int = 120) -> None:
    """The screen itself, 80 columns by 24 rows: from a key to when all that it asked for is done and painted."""
    from coder.app import CoderApp

    app = CoderApp(path, "Lea")
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        began = time.perf_counter()
        await pilot.press("f7")
        await app.workers.wait_for_complete()
        await pilot.pause()
        print(f"{'the screen opened':32} {time.perf_counter() - began:7.3f} s")
        for what, key in (("the next place, by n", "n"), ("a coder's tags taken, by 1", "1")):
            took = []
            for _ in range(keys):
                began = time.perf_counter()
                await pilot.press(key)
                took.append(time.perf_counter() - began)
                if key == "1":
                    await pilot.press("n")
            took.sort()
            print(f"{what:32} {took[keys // 2]:7.3f} s, 95 % within {took[keys * 95 // 100]:.3f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
