"""How long the report of a project's agreement takes once its tags are read: what the screen reckons after each change.

    python -m benchmarks.agreement_report                 70 documents, 3 coders, 30 passages each, 2,000 resamples
    python -m benchmarks.agreement_report --documents 10 70 200

Times are medians in milliseconds; "first" also finds the words and sentences of every text.
"""

import argparse
import random
import statistics
import time

from coder.comparison import Coded, Comparison, Passage, compare
from coder.measures import READ_FIRST
from coder.reliability import Settings, figures

CODES = ("D1", "D2", "D3", "D4", "R1", "R2", "R3")
FAMILIES = {"defection": CODES[:4], "recruitment": CODES[4:]}
CODERS = ("ann", "ben", "cem")
WORDS = [
    *("the", "a", "of", "road", "house", "night", "they", "he", "she", "promised", "waited", "answered", "crossed"),
    *("border", "bread", "money", "teacher"),
]


def readings(documents: int, passages: int) -> tuple[Comparison, dict[str, str]]:
    """Coders who leave a fifth out, move some edges and confuse some codes, the same each time; and the texts."""
    chance, texts, found = random.Random(1), dict[str, str](), list[Coded]()
    for document in range(documents):
        sentences = (" ".join(chance.choices(WORDS, k=13)).capitalize() + "." for _ in range(80))
        text = texts[str(document)] = "\n\n".join(
            f"{one} {other}" for one, other in zip(sentences, sentences, strict=True)
        )
        places = [
            (chance.randrange(len(text) - 200), chance.randrange(20, 200), chance.choice(CODES))
            for _ in range(passages)
        ]
        for coder in CODERS:
            told = tuple(
                Passage(
                    code if chance.random() < 0.85 else chance.choice(CODES), at + chance.choice([0, 0, 5]), at + size
                )
                for at, size, code in places
                if chance.random() < 0.8
            )
            found.append(Coded(coder, str(document), str(document), len(text), told))
    return compare(found, CODES), texts


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=[70])
    parser.add_argument("--passages", type=int, default=30)
    options = parser.parse_args()
    report = Settings(levels=("document", "passage"), families=FAMILIES, full=False, only=READ_FIRST)
    everything = Settings(families=FAMILIES)
    print(f"{'documents':>10} {'report':>10} {'everything':>12}")
    for number in options.documents:
        comparison, texts = readings(number, options.passages)
        took = {}
        for name, settings, times in (("report", report, 15), ("everything", everything, 3)):
            figures(comparison, texts.__getitem__, settings)
            took[name] = statistics.median(_took(comparison, texts, settings) for _ in range(times))
        print(f"{number:>10} {took['report']:>10.1f} {took['everything']:>12.1f}")


def _took(comparison: Comparison, texts: dict[str, str], settings: Settings) -> float:
    begun = time.perf_counter()
    figures(comparison, texts.__getitem__, settings)
    return (time.perf_counter() - begun) * 1e3


if __name__ == "__main__":
    main()
