"""How long does a register take? `python -m benchmarks.register [CASES]`: made-up people, counted and compared."""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

GIVEN = ["Ahmad", "Omar", "Ali", "Hassan", "Khalid", "Youssef", "Karim", "Tariq", "Samir", "Nizar", "Bilal", "Walid"]
SYLLABLES = ["ba", "ra", "mi", "no", "ta", "la", "ku", "si", "fa", "zo", "de", "hi", "go", "wa", "ne", "lu"]
NATIONS = ["Sylvanian", "Freedonian", "Ruritanian", "Klopstokian", "Islander", "Lowlander", "Highlander", "Marshman"]


def main(number: int = 10_000) -> None:
    """Print seconds for bringing a register in, doing it again, cross-tables, and pairs that may be one person."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CODER_STATE"] = folder
        _measure(Path(folder), _register(number))


def _measure(folder: Path, words: str) -> None:
    from coder import register as registers
    from coder import same_person, tables
    from coder.csv_cells import lines
    from corpus import register
    from corpus.codebook import builtin
    from db import coders, project
    from db import register as kept

    with project.create(folder / "register.coder", "Lea", builtin()) as made:
        lea = coders.named(made, "Lea")
        header, rows = register.lines(lines(words.encode(), "made up"), "made up")
        understood = register.understand(header, rows)
        defined = [column.attribute for column in understood.columns if column.attribute]
        for what, do in (
            ("understood", lambda: register.understand(header, rows)),
            ("brought in", lambda: kept.take(made, lea, understood, defined)),
            ("brought in again", lambda: kept.take(made, lea, understood, defined)),
            ("one table", lambda: tables.table(made, "nationality")),
            ("a cross-table", lambda: tables.table(made, "date:season", "nationality")),
            ("pairs", lambda: same_person.alike(made, registers.read(made))),
        ):
            print(f"{what:<18} {_seconds(do):6.2f} s")


def _seconds(do: Callable[[], object]) -> float:
    before = time.perf_counter()
    do()
    return time.perf_counter() - before


def _register(number: int) -> str:
    chance = random.Random(3)
    out = ["id,name,nationality,sex,date,source"]
    for n in range(number):
        nation = NATIONS[min(len(NATIONS) - 1, int(chance.expovariate(0.4)))]
        date = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(13, 16)}"
        source = f"Paper {chance.randint(1, 200)}"
        out.append(f"p{n},{_name(chance)},{nation},{chance.choice('MMMMF')},{date},{source}")
    return "\n".join(out)


def _name(chance: random.Random) -> str:
    kind = chance.random()
    family = "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).capitalize()
    if kind < 0.1:
        return "Unknown"
    if kind < 0.35:
        return f"Abu {chance.choice([*GIVEN, *[family] * len(GIVEN)])}"  # half of them have a common one
    return f"{chance.choice(GIVEN)} al-{family}"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
