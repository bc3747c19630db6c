"""How fast the reader is, in a real pseudo-terminal of 120 by 40 cells; Textual's TextArea beside it in the same run.

    python -m benchmarks.reader                     the widget: opening, keys, bytes, for 100 KB, 1 MB and 10 MB
    python -m benchmarks.reader --app               the program: first frame, --help, tag to disk to screen
    python -m benchmarks.reader --json OUT.json     also writes the figures there

Texts are generated. Times are in milliseconds.
"""

import argparse
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.terminal import DOWN, ENTER, ESCAPE, FRAME_END, PAGE, PAGE_BACK, RIGHT, ROOT, Terminal

SIZES = {"100 KB": 100_000, "1 MB": 1_000_000, "10 MB": 10_000_000}
TAGS = {"100 KB": 1_000, "1 MB": 10_000, "10 MB": 10_000}
CURSOR, PAGES = (RIGHT, RIGHT, RIGHT, DOWN), (PAGE, PAGE, PAGE_BACK, PAGE_BACK)
MARKER = "Ourfirstword"
SHOWN = MARKER[1:].encode()
"""What a frame with the beginning of the text holds in one piece: the cursor is on the first letter."""
WORDS = [
    *("the", "a", "of", "and", "in", "to", "was", "we", "they", "he", "she", "had", "not", "his", "her", "on", "at"),
    *("road", "house", "night", "market", "letter", "brother", "promised", "waited", "answered", "crossed", "border"),
    *("winter", "bread", "money", "teacher", "neighbour", "silence", "afterwards", "nobody", "everybody", "because"),
]
WIDE = "他说在那里待了三年后来才知道真相没有人告诉我们发生什么事情，。"
KEYS = 200


# The texts


def generated(length: int, wide: bool = False) -> str:
    """A text of so many characters in paragraphs, the same each time."""
    chance = random.Random(length)
    parts = [MARKER + " "]
    size = len(parts[0])
    while size < length:
        if wide:
            part = "".join(chance.choices(WIDE, k=240))
        else:
            part = " ".join(chance.choices(WORDS, k=90)).capitalize() + "."
        parts.append(part + "\n\n")
        size += len(parts[-1])
    return "".join(parts)[:length]


def spans(length: int, count: int) -> Iterator[tuple[int, int, int]]:
    """Overlapping passages, as (start, stop, number of the code)."""
    chance = random.Random(count)
    for _ in range(count):
        start = chance.randrange(length - 400)
        yield start, start + chance.randrange(5, 400), chance.randrange(1, 10)


# The widget


def child(widget: str, path: Path, tags: int) -> None:
    """An app with one widget, which opens the text when `o` is pressed. Runs in the pseudo-terminal."""
    from textual.app import App, ComposeResult
    from textual.binding import Binding
    from textual.widgets import TextArea

    from coder.widgets.reader import Lane, Mark, Reader

    moves = {"down": "down", "right": "right", "pagedown": "page", "pageup": "page_back"}

    class Bench(App[None]):
        """The widget alone."""

        BINDINGS = [
            Binding("o", "open_text", priority=True),
            *(Binding(key, f"go('{at}')") for key, at in moves.items()),
        ]

        def compose(self) -> ComposeResult:
            yield Reader() if widget == "reader" else TextArea(read_only=True, soft_wrap=True)

        def on_mount(self) -> None:
            if widget == "reader":
                self.query_one(Reader).set_lanes([Lane(f"D{n}", str(n), "#56b4e9") for n in range(1, 8)])
            self.query("*").first().focus()

        def action_open_text(self) -> None:
            text = path.read_text("utf-8")
            if widget == "reader":
                marks = [Mark(str(i), a, b, f"D{n}", f"code {n}") for i, (a, b, n) in enumerate(spans(len(text), tags))]
                reader = self.query_one(Reader)
                reader.load(text)
                reader.set_marks(marks)
            else:
                self.query_one(TextArea).load_text(text)

        def action_go(self, where: str) -> None:
            self.query_one(Reader).action_move(where)

    Bench().run()


def measure(widget: str, path: Path, tags: int, keys: int) -> dict[str, float]:
    """Figures of one widget with one text."""
    command = [sys.executable, "-m", "benchmarks.reader", "--child", widget, str(path), str(tags)]
    with Terminal(command) as terminal:
        terminal.until(FRAME_END)
        terminal.settle(0.4)
        opened, _ = terminal.press(b"o", SHOWN)
        at_once = [terminal.press(RIGHT) for _ in range(20)]
        terminal.settle(0.4)
        figures: dict[str, float] = {"open": opened, "first keys max": max(took for took, _ in at_once)}
        return figures | terminal.keys("cursor", CURSOR, keys) | terminal.keys("page", PAGES, keys)


COLUMNS = ("open", "first keys max", "cursor p50", "cursor p99", "cursor bytes p50", "cursor bytes mean")
COLUMNS += ("page p50", "page p99", "page bytes p50")


def widgets(keys: int, big: int) -> dict[str, dict[str, float]]:
    """The reader and TextArea with every text, a line each; texts over `big` characters only with the reader."""
    print(f"{'milliseconds, bytes':22}" + "".join(f"{column:>{len(column) + 2}}" for column in COLUMNS))
    results: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        cases = [(name, size, False) for name, size in SIZES.items()] + [("3.3 M wide", 3_300_000, True)]
        for name, size, wide in cases:
            path = Path(folder, f"{size}{wide}.txt")
            path.write_text(generated(size, wide), "utf-8")
            for widget in ("reader", "textarea"):
                if widget == "textarea" and size > big:
                    continue
                slow = widget == "textarea" and size > 5_000_000
                figures = measure(widget, path, TAGS.get(name, 10_000), 30 if slow else keys)
                results[f"{name} {widget}"] = figures
                row = "".join(f"{figures[column]:>{len(column) + 2}.1f}" for column in COLUMNS)
                print(f"{name + ' ' + widget:22}{row}", flush=True)
    return results


# The program

GOALS = {
    "coder --help": 100, "first frame after exec": 300, "opening to the text": 500, "cursor p50": 9, "cursor p99": 16,
    "cursor bytes p50": 1024, "tag p50": 20, "tag p99": 20,
}  # fmt: skip
"""What a figure should not exceed."""


def program(keys: int, starts: int = 5) -> dict[str, float]:
    """Figures of the program with a project that holds one document of 10 MB with 10,000 tags."""
    help_ = [sys.executable, "-m", "coder", "--help"]
    figures = {"coder --help": statistics.median(_took(help_) for _ in range(2 * starts + 1))}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CODER_STATE"] = str(Path(folder, "state"))
        path = Path(folder, "big.coder")
        _make(path, SIZES["10 MB"], TAGS["10 MB"])
        command = [sys.executable, "-m", "coder", "open", str(path), "--as", "ann"]
        openings = []
        for start in range(starts):
            with Terminal(command) as terminal:
                openings.append(_open(terminal))
                if start == starts - 1:
                    terminal.settle(0.5)
                    figures |= terminal.keys("cursor", CURSOR, keys) | terminal.keys("page", PAGES, keys)
                    terminal.settle(0.5)
                    figures |= _tag(terminal, path, max(2, keys // 4))
    return {name: statistics.median(opening[name] for opening in openings) for name in openings[0]} | figures


def _took(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return (time.perf_counter() - begun) * 1e3


def _make(path: Path, length: int, count: int) -> None:
    from corpus.codebook import builtin
    from corpus.readers import Imported
    from db import coders, documents, project, readings, rounds, tags
    from db.values import NewTag

    codebook = builtin()
    keys = [code.key for code in codebook.top]
    with project.create(path, "lea", codebook) as made:
        lea = coders.named(made, "lea")
        ann = coders.add(made, lea, "ann")
        document, _ = documents.add(made, lea, Imported("A long interview", generated(length)))
        reading = readings.of(made, ann, document, rounds.current(made))
        tags.add_many(made, lea, {reading: [NewTag(keys[n % 7], a, b) for a, b, n in spans(length, count)]})


def _open(terminal: Terminal) -> dict[str, float]:
    """When the first frame and the list came, and how long the document took from Enter to its first words."""
    first, _ = terminal.until(b"opening")
    listed, _ = terminal.until(b"A long interview", FRAME_END)
    terminal.settle(0.5)
    opened, _ = terminal.press(ENTER, SHOWN)
    return {
        "first frame after exec": (first - terminal.started) * 1e3,
        "documents after exec": (listed - terminal.started) * 1e3,
        "opening to the text": opened,
    }


def _tag(terminal: Terminal, path: Path, number: int) -> dict[str, float]:
    """From the digit to the frame that says what was tagged. When it has come, the event is in the file."""
    times = []
    for turn in range(number):
        terminal.press(b"}")
        terminal.press(b"s")
        terminal.settle(0.1)
        before = _events(path)
        took, _ = terminal.press(str(turn % 7 + 1).encode(), " on “".encode())
        if _events(path) == before:
            raise SystemExit("The screen says that it was tagged, and the file does not have it.")
        times.append(took)
        terminal.press(ESCAPE)
    return {
        "tag p50": statistics.median(times),
        "tag p99": statistics.quantiles(times, n=100)[98],
        "tag max": max(times),
    }


def _events(path: Path) -> int:
    """How many tags were ever made, by the file as another program reads it."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM event WHERE kind = 'tag.add'").fetchone()[0])
    finally:
        connection.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--app", action="store_true", help="measure the whole program instead of the widget")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--keys", type=int, default=KEYS, help="how many keys to press for each figure")
    parser.add_argument("--big", type=int, default=20_000_000, help="leave TextArea out for texts longer than this")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child[0], Path(options.child[1]), int(options.child[2]))
        return
    if options.app:
        results = {"program": program(options.keys)}
        for name, figure in results["program"].items():
            goal = f"  goal {GOALS[name]}" if name in GOALS else ""
            print(f"{name:26}{figure:>10.1f}{goal}{'' if figure <= GOALS.get(name, figure) else ': MISSED'}")
    else:
        results = widgets(options.keys, options.big)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
