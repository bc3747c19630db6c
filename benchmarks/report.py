"""How long do shares, cross-tables and the report take? `python -m benchmarks.report [--cases N] [--double SHARE]`.

Asked for, of 10,000 cases with 100,000 tags: any cross-table within 1 s, the report within 10 s (issue 6). `--double`:
that share of the documents is coded by two. Seconds; each is measured as a command does it, from the project file on.

Seen (2 cores, 10,000 cases, 500 documents, 100,000 tags of one coder; beside it: a tenth of the documents also coded by
a second, at random, so that there are 11,200 places in dispute):

    table of two attributes      0.5    0.3        codes on the same passages   1.3    2.1
    shares                       0.8    1.6        report, written              2.8    7.8
    shares by month              0.9    1.9        replication package         11.5   19.6
    mirror                       0.8    1.6        verified                     4.4    8.2

Of shares with disputes, 1.3 s are the final coding, most of them the disputed places.
"""

import argparse
import os
import random
import secrets
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
CODES = ("D1", "D2", "D2.sunni", "D3", "D3.racism", "D4", "R1", "R2", "R3")
NATIONS = ("Syrian", "Tunisian", "Iraqi", "Belgian", "Indonesian", "Moroccan")
SENTENCE = "They said the road was long and the bread was dear, and nobody asked. "
CASES_A_DOCUMENT, TAGS_A_CASE = 20, 10


def main() -> None:
    """Make a project and print seconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--double", type=float, default=0.1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CODER_STATE"] = folder
        path = Path(folder) / "large.coder"
        _timed("(making the project)", lambda: make(path, options.cases, options.double))
        measure(path)


def make(path: Path, number: int, double: float) -> None:
    """A made-up project: cases with nationality, sex and date; documents with twenty each; every tag has a case."""
    from corpus.attributes import Attribute
    from corpus.codebook import builtin
    from corpus.readers import Imported
    from db import attributes, cases, coders, documents, project, readings, rounds, tags
    from db.values import Case, NewTag

    chance = random.Random(1)
    with project.create(path, "lea", builtin()) as home:
        lea = coders.named(home, "lea")
        people = [coders.add(home, lea, name) for name in ("ann", "ben")]
        attributes.load(home, lea, [Attribute("date", "date"), Attribute("nationality", "choice")])
        made = [
            Case(
                secrets.token_hex(16), f"k{at:05}", f"Made Up {at}",
                {
                    "nationality": chance.choice(NATIONS), "sex": chance.choice("MF"),
                    "date": f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/{chance.randrange(10, 16)}",
                },
            )
            for at in range(number)
        ]  # fmt: skip
        with home.write(lea.id) as action:
            cases.keep(action, "case.add", made)
        round_ = rounds.current(home)
        new: dict[object, list[NewTag]] = {}
        for at in range(0, number, CASES_A_DOCUMENT):
            text = f"Number {at}. " + SENTENCE * CASES_A_DOCUMENT * TAGS_A_CASE
            document, _ = documents.add(home, lea, Imported(f"made up {at}", text))
            for coder in people[: 2 if chance.random() < double else 1]:
                new[readings.of(home, coder, document, round_)] = [
                    NewTag(
                        chance.choice(CODES), 20 + place * len(SENTENCE), 60 + place * len(SENTENCE),
                        case=made[min(at + place // TAGS_A_CASE, number - 1)].id, qualifiers={"voice": "own"},
                    )
                    for place in range(CASES_A_DOCUMENT * TAGS_A_CASE)
                ]  # fmt: skip
        tags.add_many(home, lea, new, finish=True)  # type: ignore[arg-type]


def measure(path: Path) -> None:
    """Print how long each takes."""
    from coder import mirror, shares, tables
    from coder.given import Wanted, given
    from coder.report import contents, page, text
    from coder.report.replication import package
    from coder.report.verifying import verify
    from db import coders
    from db.project import open_project

    with open_project(path) as home:
        home.viewer = coders.named(home, "lea").id
        _timed("table: nationality by date:year", lambda: tables.table(home, "nationality", "date:year"))
        _timed("shares", lambda: shares.shares(given(home)))
        _timed("shares by date:month", lambda: shares.shares(given(home), by="date:month"))
        _timed("shares by any coder", lambda: shares.shares(given(home, Wanted("any"))))
        _timed("mirror", lambda: mirror.mirror(given(home)))
        _timed("codes on the same passages", lambda: mirror.together(given(home)))
        begun = time.perf_counter()
        report = _timed("report: contents", lambda: contents.report(home, "Large"))
        html = _timed("report: HTML", lambda: page.html(report))
        print(f"{'report, together':36} {time.perf_counter() - begun:7.2f} s, {len(html):,} characters")
        _timed("report: Markdown", lambda: text.markdown(report))
        zipped = _timed("replication package", lambda: package(home))
    out = path.with_suffix(".zip")
    out.write_bytes(zipped)
    assert _timed("verified", lambda: verify(out)) == []


def _timed(what: str, do: Callable[[], T]) -> T:
    begun, worked = time.perf_counter(), time.process_time()
    found = do()
    took, work = time.perf_counter() - begun, time.process_time() - worked
    print(f"{what:36} {took:7.2f} s ({work:.2f} s of work)", flush=True)
    return found


if __name__ == "__main__":
    main()
