"""How well and how fast quotes are located, and kept when a text is corrected.

    python -m benchmarks.quotes --cases FILE.jsonl --seeds DIR      cases with known truth, over the texts of a folder
    python -m benchmarks.quotes --generated --sizes 10K 1M 10M      damaged quotes of the demo, hidden in other text
    python -m benchmarks.quotes --carry                             10,000 tags through corrections of a 1 MB text
    … --naive                                                       with rapidfuzz's window and others in the same run
    … --json OUT.json                                               also writes the figures there

A case is a line `{"id", "text_file", "quote", "start", "end", "corruption", "also": [[start, end]]}`, start null where
the quote is absent. Right means an intersection over union of at least 0.9. Times are milliseconds per quote.
"""

import argparse
import json
import random
import re
import statistics
import sysconfig
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.anchors import align, carry_all
from corpus.folding import fold
from corpus.quotes import Answer, Index, Match, Source, locate
from corpus.text import Span

DEMO = Path(__file__).parent.parent / "corpus" / "data" / "demo"
RIGHT = 0.9
SIZES = {"10K": 10_000, "1M": 1_000_000, "10M": 10_000_000, "100M": 100_000_000}
INDEXED_FROM = 500_000


@dataclass(frozen=True)
class Case:
    """A quote, the text it is from, and all places that are right; none if it is absent."""

    id: str
    text: str
    quote: str
    places: tuple[Span, ...]
    kind: str
    words: str = ""
    """The undamaged words; where the very same stand elsewhere too, that place is right as well."""


@dataclass
class Tally:
    """What became of the quotes of one kind."""

    counts: Counter[str] = field(default_factory=Counter)

    COLUMNS = ("found right", "ambiguous right", "unsure right", "listed", "found roughly", "WRONG FIND",
               "wrong ambiguous", "unsure", "missed", "absent", "copy")  # fmt: skip


def iou(a: Span, b: Span) -> float:
    """Intersection over union."""
    both = min(a.stop, b.stop) - max(a.start, b.start)
    return both / (max(a.stop, b.stop) - min(a.start, b.start)) if both > 0 else 0.0


def verdict(case: Case, answer: Answer, texts: Mapping[str, str]) -> str:
    """Which column an answer counts in. *Roughly* is the right place with other edges; a *copy* an absent quote that
    is not absent: its very letters stand there."""
    how_right = [_how_right(case, match, texts) for match in answer.matches]
    best = how_right[0] if how_right else 0.0
    if not case.places:
        if answer.matches and answer.matches[0].how in ("exact", "folded"):
            return "copy"
        return {"found": "WRONG FIND", "ambiguous": "wrong ambiguous"}.get(answer.status, "absent")
    if answer.status == "found":
        if len(case.places) > 1:
            return "WRONG FIND"
        return "found right" if best >= RIGHT else "found roughly" if best >= 0.5 else "WRONG FIND"
    if best >= RIGHT:
        return f"{answer.status} right"
    if max(how_right, default=0.0) >= RIGHT:
        return "listed"
    return {"ambiguous": "wrong ambiguous", "unsure": "unsure"}.get(answer.status, "missed")


def _how_right(case: Case, match: Match, texts: Mapping[str, str]) -> float:
    if match.id == case.text and (right := max((iou(match.span, place) for place in case.places), default=0.0)):
        return right
    words = texts[match.id][match.start : match.stop]
    return float(bool(case.words) and fold(words).letters == fold(case.words).letters)


def table(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """A line for each kind, and one for all."""
    columns = Tally.COLUMNS
    yield "  ".join([f"{'kind':44}", *(f"{column:>15}" for column in columns)])
    total: Counter[str] = Counter()
    for kind, tally in sorted(tallies.items()):
        total += tally.counts
        yield "  ".join([f"{kind[:44]:44}", *(f"{tally.counts[column] or '':>15}" for column in columns)])
    yield "  ".join([f"{'all':44}", *(f"{total[column]:>15}" for column in columns)])


def run(
    cases: Iterable[Case], source: Callable[[Case], Mapping[str, str] | Source], texts: Mapping[str, str]
) -> tuple[dict[str, Tally], list[float], list[tuple[Case, str, Answer]]]:
    """Locate each quote: the tallies by kind, the times in milliseconds, and the cases that went wrong."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    times, wrong = [], []
    for case in cases:
        where = source(case)
        begun = time.perf_counter()
        answer = locate(case.quote, where)
        times.append(1000 * (time.perf_counter() - begun))
        what = verdict(case, answer, texts)
        tallies[case.kind].counts[what] += 1
        if what not in ("found right", "absent", "copy") and not (what == "ambiguous right" and len(case.places) > 1):
            wrong.append((case, what, answer))
    return tallies, times, wrong


def told(
    name: str, result: tuple[dict[str, Tally], list[float], list[tuple[Case, str, Answer]]], detail: bool
) -> dict[str, object]:
    """Print a run; its figures."""
    tallies, times, wrong = result
    total = sum((tally.counts for tally in tallies.values()), Counter())
    absent = sum(tallies[kind].counts.total() for kind in tallies if kind.startswith("absent"))
    present = total.total() - absent
    best = sum(total[column] for column in ("found right", "ambiguous right", "unsure right"))
    print(f"\n== {name}")
    for line in table(tallies):
        print(line)
    if detail:
        for case, what, answer in wrong:
            first = answer.matches[0] if answer.matches else None
            place = f"{first.id} {first.start}-{first.stop} {first.score:.2f} {first.how}" if first else "-"
            true = f"{case.places[0].start}-{case.places[0].stop}" if case.places else "nowhere"
            print(f"  {what}: {case.id} → {answer.status}: {place}; true {true}")
            if what == "WRONG FIND":
                print(f"      {case.quote!r}")
    ordered = sorted(times)
    figures: dict[str, object] = {
        "present": present,
        "absent": absent,
        "best right": round(best / max(1, present), 4),
        "best or listed": round((best + total["listed"]) / max(1, present), 4),
        "found right": round(total["found right"] / max(1, present), 4),
        "wrong finds": total["WRONG FIND"],
        "ms median": round(statistics.median(ordered), 2),
        "ms p95": round(ordered[int(len(ordered) * 0.95)], 2),
        "ms most": round(ordered[-1], 2),
    }
    print("  ".join(f"{key}: {value}" for key, value in figures.items()))
    return figures


# --- cases from a file ------------------------------------------------------------------------------------------------


def cases_of(file: Path) -> list[Case]:
    """The cases of a file."""
    cases = []
    for line in file.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        places = (
            [] if one["start"] is None else [Span(one["start"], one["end"]), *(Span(*p) for p in one.get("also", []))]
        )
        kind = one["corruption"] if places else f"absent: {one['corruption']}"
        cases.append(Case(one["id"], one["text_file"], one["quote"], tuple(places), kind))
    return cases


def run_cases(file: Path, seeds: Path) -> dict[str, object]:
    """Each quote in its own text, in all of them, and in all of them with an index."""
    cases = cases_of(file)
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(seeds.iterdir())}
    index = Index(texts)
    return {
        "its own text": told("each in its own text", run(cases, lambda c: {c.text: texts[c.text]}, texts), True),
        "all texts": told("each in all texts", run(cases, lambda c: texts, texts), True),
        "index": told("each in all texts, with an index", run(cases, lambda c: index, texts), True),
    }


# --- generated quotes -------------------------------------------------------------------------------------------------

_OCR = {"e": "c", "c": "e", "l": "1", "i": "l", "o": "0", "m": "rn", "h": "b", "n": "u", "u": "n", "t": "f", "s": "5",
        "a": "o", "g": "q", "r": "t", "v": "y", "d": "cl", "w": "vv"}  # fmt: skip
_SAID = ("he said", "she told the reporter", "the witness explained", "he added after a while")
_INSERTED = ("really", "then", "of course", "perhaps", "always", "too", "in fact", "never once", "already", "again")
_ABSENT = [
    "I sold my father's tractor and never told him where the money went",
    "The commander kept three passports in a biscuit tin",
    "We were promised a school and were given a cellar without windows",
    "He counted the days on the wall with a nail until there were two hundred",
    "Nobody paid us after the harvest and nobody said why",
    "My cousin drove the ambulance and he saw what they did at the bridge",
    "They told us that the river was the border and that we should swim",
    "I left because my daughter was ill and they refused us a doctor",
    "The foreigners had the upper floor and the heating, we had the yard",
    "She wrote me letters that never came and I wrote letters that never left",
    "It was not courage, I had simply nothing left to lose by going",
    "We sang at night so that we would not hear the aeroplanes",
    "They took the wheat first and then they took the men",
    "He asked me whether I could shoot and I said that I could cook",
    "An old man spat in front of us and he was right to do so",
    "I had believed every video, and I had believed the music most of all",
    "When the emir's brother stole the generators everybody looked away",
    "There was one road out and they had mined it in the spring",
    "I gave my phone to a boy and walked behind the sheep until morning",
    "At the checkpoint they asked for a prayer and I had forgotten it",
    "He said that the dead have no need of blankets and took mine",
    "My unit was eleven men and six of them wanted to go home",
    "They called us brothers until the day we asked for water",
    "I will not give you names, their families still live there",
    "The judge was nineteen and could not read the paper he signed",
    "My wife sold her ring for the smuggler and I sold my watch",
    "Nobody I knew had come for the state, we had come for the people",
    "The second winter was worse because by then we knew",
    "I saw the list on the table and my own name was on it",
    "We dug graves in the morning and ate sweets in the afternoon",
    "What they preached on Friday they had broken by Sunday",
    "A bakery, a well and two houses, that was all there was to defend",
    "You can't imagine how bored we were between the terrors",
    "I crossed with a bag of onions and said that I was a trader",
    "The doctor was from my town and pretended not to know me",
    "I thought that God would ask me one day why I had stayed",
    "They filmed the distribution of bread and then they took it back",
    "My brother is still inside and I dream of his shoes",
    "The first thing they taught us was whom not to ask",
    "It was slaughter, and afterwards they made us sweep the street",
]


def demo_texts() -> dict[str, str]:
    """The made-up testimonies."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(DEMO.glob("*.md"))}


def generated(
    rng: random.Random, texts: Mapping[str, str], spare: list[str], each: int = 16
) -> tuple[list[Case], dict[str, str]]:
    """Damaged quotes of every kind, 10 to 400 code points long, absent ones, and the texts, some damaged too."""
    texts = dict(texts)
    cases = []
    for kind in _DAMAGED_TEXT:  # of texts that stand nowhere else
        for n in range(each):
            text = spare.pop()[:4000]
            span = _some_span(rng, text, n % 4, least=60 if kind == "page break in text" else 10)
            place, changed = _damaged_text(rng, kind, text, span)
            quote = text[span.start : span.stop]
            cases.append(Case(f"{kind}-{n}", f"{kind} {n}", quote, (place,), kind, quote))
            texts[f"{kind} {n}"] = changed
    for kind in _DAMAGED_QUOTE:
        for n in range(each):
            name = rng.choice(sorted(demo_texts()))
            text = texts[name]
            least = 120 if "two" in kind else 60 if "ellipsis" in kind or kind in ("attribution", "heavy") else 10
            span = _some_span(rng, text, n % 4, least)
            quote = text[span.start : span.stop]
            cases.append(Case(f"{kind}-{n}", name, _damaged_quote(rng, kind, quote), (span,), kind, quote))
    cases += [Case(f"written-{n}", "", quote, (), "absent: written") for n, quote in enumerate(_ABSENT)]
    words = sorted({word for text in texts.values() for word in re.findall(r"[^\W\d_]{4,}", text)})
    for n in range(40):
        text = texts[rng.choice(sorted(demo_texts()))]
        span = _some_span(rng, text, n % 4, 30)
        mixed = [rng.choice(words) if rng.random() < 0.6 else word for word in text[span.start : span.stop].split()]
        cases.append(Case(f"mutated-{n}", "", " ".join(mixed), (), "absent: 60 % other words"))
    for n in range(40):
        text = rng.choice(spare)
        span = _some_span(rng, text, n % 4, 30)
        cases.append(Case(f"elsewhere-{n}", "", text[span.start : span.stop], (), "absent: of another text"))
    return cases, texts


def _some_span(rng: random.Random, text: str, length: int, least: int = 10) -> Span:
    """Whole words, 10 to 400 code points, of one of four classes of length."""
    low, high = [(10, 25), (25, 60), (60, 140), (140, 400)][length]
    low, high = max(low, least), max(high, least + 40)
    words = [match.span() for match in re.finditer(r"\S+", text)]
    while True:
        first = rng.randrange(len(words))
        target = rng.randint(low, high)
        stop = next((b for _, b in words[first:] if b - words[first][0] >= target), None)
        if stop is not None and stop - words[first][0] <= high + 40:
            part = text[words[first][0] : stop]
            if (
                sum(map(str.isalpha, part)) >= 0.6 * len(part)
                and "…" not in part
                and ". ." not in part
                and ".." not in part
            ):
                bare = re.search(r"\w.*\w", part, re.DOTALL)
                if bare and len(bare[0]) >= low:
                    return Span(words[first][0] + bare.start(), words[first][0] + bare.end())


def _ocr(rng: random.Random, text: str, rate: float) -> str:
    out = []
    for c in text:
        if c.isalpha() and rng.random() < rate:
            what = rng.random()
            out.append("" if what < 0.15 else c + rng.choice("eilst") if what < 0.3 else _OCR.get(c.lower(), "x"))
        else:
            out.append(c)
    return "".join(out)


def _dropped(rng: random.Random, text: str, rate: float) -> str:
    words = text.split()
    kept = [word for k, word in enumerate(words) if k in (0, len(words) - 1) or rng.random() >= rate]
    if len(kept) == len(words) > 2:
        del kept[rng.randrange(1, len(kept) - 1)]
    return " ".join(kept)


def _inserted(rng: random.Random, text: str, n: int, some: Iterable[str] = _INSERTED) -> str:
    words, some = text.split(), list(some)
    for _ in range(n):
        words.insert(rng.randint(1, max(1, len(words) - 1)), rng.choice(some))
    return " ".join(words)


def _left_out(rng: random.Random, text: str, n: int) -> str:
    words = text.split()
    for _ in range(n):
        if len(words) > 8:
            at = rng.randint(3, len(words) - 5)
            del words[at : at + rng.randint(1, max(1, min(12, len(words) - at - 4)))]
            words.insert(at, rng.choice(["…", "...", "[...]", "(…)", ". . ."]))
    return " ".join(words)


def _misspelt(rng: random.Random, text: str) -> str:
    words = text.split()
    for _ in range(max(1, len(words) // 12)):
        k = rng.randrange(len(words))
        if len(words[k]) > 4:
            at = rng.randint(1, len(words[k]) - 3)
            words[k] = words[k][:at] + words[k][at + 1] + words[k][at] + words[k][at + 2 :]
    return " ".join(words)


def _attributed(rng: random.Random, text: str) -> str:
    words = text.split()
    at = rng.randint(len(words) // 3, max(len(words) // 3, 2 * len(words) // 3))
    return f"“{' '.join(words[:at])},” {rng.choice(_SAID)}, “{' '.join(words[at:])}”"


def _wrapped(rng: random.Random, text: str) -> str:
    words = text.split()
    for k, word in enumerate(words):
        if len(word) > 6 and word.isalpha() and rng.random() < 0.3:
            words[k] = f"{word[:4]}-\n{word[4:]}"
    return " ".join(words)


_DAMAGED_QUOTE: dict[str, Callable[[random.Random, str], str]] = {
    "verbatim": lambda rng, q: q,
    "straight": lambda rng, q: q.translate(str.maketrans("“”‘’–—", "\"\"''--")),
    "curly": lambda rng, q: f"“{q.translate(str.maketrans(chr(39), '’'))}”",
    "blanks": lambda rng, q: re.sub(r"\s", lambda m: rng.choice([" ", "  ", "\n", "\t", "\r\n"]), q),
    "hyphens": _wrapped,
    "case": lambda rng, q: q.upper() if rng.random() < 0.5 else q.lower(),
    "no punctuation": lambda rng, q: re.sub(r"[^\w\s]", "", q),
    "diacritics": lambda rng, q: unicodedata.normalize("NFD", q.replace("a", "ā").replace("i", "ī")),
    "OCR 1 %": lambda rng, q: _ocr(rng, q, 0.01),
    "OCR 3 %": lambda rng, q: _ocr(rng, q, 0.03),
    "OCR 5 %": lambda rng, q: _ocr(rng, q, 0.05),
    "OCR 10 %": lambda rng, q: _ocr(rng, q, 0.10),
    "dropped words": lambda rng, q: _dropped(rng, q, 0.08),
    "inserted words": lambda rng, q: _inserted(rng, q, 1 + len(q) // 120),
    "ellipsis": lambda rng, q: _left_out(rng, q, 1),
    "two ellipses": lambda rng, q: _left_out(rng, q, 2),
    "spelling": _misspelt,
    "footnotes": lambda rng, q: re.sub(r"(\w{4})(?=\s)", lambda m: m[0] + str(rng.randint(1, 99)), q, count=1),
    "brackets": lambda rng, q: _inserted(rng, q, 1, ["[he]", "[the group]", "[sic]", "[of the state]"]),
    "attribution": _attributed,
    "combination": lambda rng, q: _ocr(rng, _inserted(rng, _dropped(rng, q, 0.04), 1), 0.02),
    "heavy": lambda rng, q: _ocr(rng, _dropped(rng, q, 0.15), 0.05),
}
_DAMAGED_TEXT = ("OCR 3 % in text", "OCR 10 % in text", "wrapped text", "glued footnotes in text", "page break in text")


def _damaged_quote(rng: random.Random, kind: str, quote: str) -> str:
    return _DAMAGED_QUOTE[kind](rng, quote)


def _damaged_text(rng: random.Random, kind: str, text: str, span: Span) -> tuple[Span, str]:
    """Where the span is in the damaged text, and that text."""
    before, inside, after = text[: span.start], text[span.start : span.stop], text[span.stop :]
    if kind == "page break in text":
        words = inside.split()
        at = rng.randint(len(words) // 3, max(len(words) // 3, 2 * len(words) // 3))
        notes = "".join(f"{k}\n" for k in range(1, 4)) + "See the second interview, cassette B, and the letter home.\n"
        inside = " ".join(words[:at]) + f"\n\n{notes}\f  17 \n" + " ".join(words[at:])
    change: dict[str, Callable[[str], str]] = {
        "OCR 3 % in text": lambda part: _ocr(rng, part, 0.03),
        "OCR 10 % in text": lambda part: _ocr(rng, part, 0.10),
        "wrapped text": lambda part: re.sub(r"\b(\w{4})(\w{3,})\b", r"\1-\n\2", part, count=1 + len(part) // 60),
        "glued footnotes in text": lambda part: re.sub(
            r"(\w{5})(?=[ .,])", lambda m: f"{m[1]}{rng.choice(['Footnote 12 ', '31', '[7]'])}", part, count=2
        ),
        "page break in text": lambda part: part,
    }
    before, inside, after = (change[kind](part) for part in (before, inside, after))
    return Span(len(before), len(before) + len(inside)), before + inside + after


def haystack(size: int, folder: Path | None, seed: int = 1) -> list[str]:
    """About `size` code points of prose in texts of 20 KB: of a folder, by default what Python's modules say of
    themselves; when that is used up, sentences put together from its words."""
    roots = [folder] if folder else [Path(sysconfig.get_paths()[key]) for key in ("stdlib", "purelib")]
    prose = re.compile(r"^[ \t#>*]*((?:[\w'’\"“”(),.;:%/-]+[ ]){5,}[\w'’\"“”(),.;:!?)-]+)[ ]*$", re.MULTILINE)
    texts, some, held, total = list[str](), list[str](), 0, 0
    files = sorted({file for root in roots for file in root.rglob("*") if file.suffix in _SUFFIXES})
    random.Random(seed).shuffle(files)
    for file in files:
        try:
            content = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if len(content) > 2_000_000:
            continue
        for match in prose.finditer(content):
            some.append(match[1])
            held += len(match[1]) + 1
            if held >= 20_000:
                texts.append("\n".join(some))
                total, some, held = total + held, [], 0
        if total >= size:
            return texts
    texts += ["\n".join(some)] if some else []
    rng = random.Random(seed + 1)
    follows: dict[str, list[str]] = defaultdict(list)
    words = "\n".join(texts[:400]).split()
    for a, b in pairwise(words):
        follows[a].append(b)
    word = words[0]
    while total < size:
        out = []
        for _ in range(3300):
            word = rng.choice(follows.get(word) or words)
            out.append(word)
        texts.append(" ".join(out))
        total += len(texts[-1])
    return texts


_SUFFIXES = {".py", ".txt", ".rst", ".md", ".pyi"}


def run_generated(sizes: list[str], folder: Path | None, naive: bool) -> dict[str, object]:
    """The same quotes in more and more text."""
    rng = random.Random(4)
    largest = max(SIZES[size] for size in sizes)
    other = haystack(largest + 4_000_000, folder)
    spare, other = other[:120], other[120:]
    cases, hidden = generated(rng, demo_texts(), spare)
    figures: dict[str, object] = {}
    for name in sizes:
        size = SIZES[name]
        if size < INDEXED_FROM:
            figures[name] = told(f"{name}: each in its own text", run(cases, _own(hidden), hidden), name == sizes[0])
            continue
        texts, total = dict(hidden), sum(map(len, hidden.values()))
        for n, text in enumerate(other):
            if total >= size:
                break
            texts[f"other-{n}"] = text
            total += len(text)
        with TemporaryDirectory() as folder_:
            file = Path(folder_) / "index"
            begun = time.perf_counter()
            index = Index(texts, file)
            built = time.perf_counter() - begun
            index.close()
            begun = time.perf_counter()
            index = Index(texts, file)
            opened = time.perf_counter() - begun
            texts["one more"] = other[-1]
            begun = time.perf_counter()
            index.sync()
            added = time.perf_counter() - begun
            print(
                f"\n{name}: {len(texts)} texts, {total / 1e6:.1f} M code points; index made in {built:.1f} s,"
                f" {file.stat().st_size / 1e6:.1f} MB, opened in {1000 * opened:.0f} ms,"
                f" one more text of 20 KB in {1000 * added:.0f} ms"
            )
            result = told(f"{name}, with an index", run(cases, _in(index), texts), True)
            result |= {"index s": round(built, 2), "index MB": round(file.stat().st_size / 1e6, 1),
                       "open ms": round(1000 * opened), "add ms": round(1000 * added)}  # fmt: skip
            if naive:
                result["others"] = others(cases, texts)
            figures[name] = result
    return figures


def _in(index: Index) -> Callable[[Case], Source]:
    return lambda case: index


def _own(texts: Mapping[str, str]) -> Callable[[Case], Mapping[str, str]]:
    names = sorted(texts)
    return lambda case: {case.text: texts[case.text]} if case.text else {names[0]: texts[names[0]]}


def others(cases: list[Case], texts: Mapping[str, str], most: int = 40) -> dict[str, object]:
    """By rapidfuzz's window over the whole text, its best paragraph, and edlib if it is there, on a sample."""
    from rapidfuzz import process
    from rapidfuzz.fuzz import partial_ratio, partial_ratio_alignment

    sample = random.Random(9).sample([case for case in cases if case.places], most)
    starts, parts, at = dict[str, int](), [], 0
    for id_, text in texts.items():
        starts[id_] = at
        parts.append(text)
        at += len(text) + 1
    whole = "\n".join(parts)
    paragraphs = [(m.start(), m[0]) for m in re.finditer(r"[^\n]+", whole)]

    def window(quote: str) -> Span:
        found = partial_ratio_alignment(quote, whole)
        return Span(found.dest_start, found.dest_end) if found else Span(0, 0)

    def best_paragraph(quote: str) -> Span:
        longer = {k: p for k, (_, p) in enumerate(paragraphs) if len(p) >= len(quote)}
        found = process.extractOne(quote, longer, scorer=partial_ratio)
        if not found:
            return Span(0, 0)
        first, place = paragraphs[found[2]][0], partial_ratio_alignment(quote, found[0])
        return Span(first + place.dest_start, first + place.dest_end) if place else Span(0, 0)

    ways: dict[str, Callable[[str], Span]] = {
        "partial_ratio_alignment": window,
        "extractOne by paragraph": best_paragraph,
    }
    try:
        import edlib  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        pass
    else:

        def by_edlib(quote: str) -> Span:
            # It takes 256 different characters at most: others are all the same to it.
            few = [words.encode("latin-1", "replace").decode("latin-1") for words in (quote, whole)]
            found = edlib.align(*few, mode="HW", task="locations")["locations"][0]
            return Span(found[0] or 0, found[1] + 1)

        ways["edlib"] = by_edlib
    figures: dict[str, object] = {}
    for name, way in ways.items():
        right, times = 0, []
        for case in sample if len(whole) < 50_000_000 or name != "extractOne by paragraph" else sample[:8]:
            begun = time.perf_counter()
            span = way(case.quote)
            times.append(1000 * (time.perf_counter() - begun))
            place = Span(starts[case.text] + case.places[0].start, starts[case.text] + case.places[0].stop)
            right += iou(span, place) >= RIGHT
        figures[name] = {
            "n": len(times),
            "right": round(right / len(times), 3),
            "ms": round(statistics.median(times), 1),
        }
        print(f"  {name}: {figures[name]}")
    return figures


# --- passages through corrections -------------------------------------------------------------------------------------

_Origin = list[tuple[str, int]]
"""A text as its characters, each with its place in the old text, or -1."""


def run_carry(folder: Path | None, tags: int = 10_000) -> dict[str, object]:
    """10,000 passages of 10 to 500 code points in 1 MB through corrections of many kinds."""
    rng = random.Random(7)
    old = "\n\n".join(_paragraphed(rng, text) for text in haystack(1_000_000, folder))[:1_000_000]
    words = [match.span() for match in re.finditer(r"\S+", old)]
    spans = []
    for _ in range(tags):
        first = rng.randrange(len(words) - 120)
        length = int(10 * 50 ** rng.random())
        stop = next(b for _, b in words[first:] if b - words[first][0] >= length)
        spans.append(Span(words[first][0], stop))
    figures: dict[str, object] = {}
    for name, change in _CORRECTIONS.items():
        origin = change(random.Random(11), [(c, i) for i, c in enumerate(old)])
        new = "".join(c for c, _ in origin)
        places = defaultdict(list)
        where = {i: at for at, (_, i) in enumerate(origin) if i >= 0}
        for span in spans:
            places[span] = [where[i] for i in range(span.start, span.stop) if i in where]
        begun = time.perf_counter()
        alignment = align(old, new)
        aligned = time.perf_counter() - begun
        begun = time.perf_counter()
        carried = carry_all(spans, alignment, old, new)
        took = time.perf_counter() - begun
        counts: Counter[str] = Counter()
        for span, one in zip(spans, carried, strict=True):
            truth = _true_place(span, places[span])
            if truth is None:  # deleted, or torn: not silently put anywhere is all that can be asked
                counts["gone or torn"] += 1
                counts["gone or torn, SILENT"] += not one.doubtful
                continue
            good = iou(truth, one.span) if one.span else 0.0
            counts["right"] += good >= RIGHT
            counts["lost"] += one.span is None
            counts["doubtful"] += one.doubtful and one.span is not None
            counts["wrong, doubtful"] += one.doubtful and one.span is not None and good < 0.5
            counts["SILENTLY WRONG"] += not one.doubtful and good < 0.5
        figures[name] = {
            **{key: counts[key] for key in ("right", "doubtful", "lost", "wrong, doubtful", "SILENTLY WRONG",
                                            "gone or torn", "gone or torn, SILENT")},
            "right %": round(100 * counts["right"] / max(1, tags - counts["gone or torn"]), 2),
            "align s": round(aligned, 2), "carry s": round(took, 2),
            "alignment KB": round(len(json.dumps(alignment, separators=(",", ":"))) / 1000),
        }  # fmt: skip
        print(f"{name:34} {figures[name]}")
    return figures


def _true_place(span: Span, places: list[int]) -> Span | None:
    """Where the passage is; None if a fifth or more of it is gone, or is elsewhere than the rest."""
    if not places:
        return None
    places = sorted(places)
    groups: list[list[int]] = [[places[0]]]
    for place in places[1:]:
        if place - groups[-1][-1] > 300:
            groups.append([])
        groups[-1].append(place)
    most = max(groups, key=len)
    return Span(most[0], most[-1] + 1) if len(most) > 0.8 * (span.stop - span.start) else None


def _paragraphed(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    cut, out = 0, []
    while cut < len(lines):
        n = rng.randint(3, 9)
        out.append("\n".join(lines[cut : cut + n]))
        cut += n
    return "\n\n".join(out)


def _made(text: str) -> _Origin:
    return [(c, -1) for c in text]


def _each_word(rng: random.Random, text: _Origin, n: int, change: Callable[[str], str]) -> _Origin:
    words = [m.span() for m in re.finditer(r"[^\W\d_]{4,}", "".join(c for c, _ in text))]
    out, at = list[tuple[str, int]](), 0
    for a, b in sorted(rng.sample(words, min(n, len(words)))):
        out += text[at:a]
        word = "".join(c for c, _ in text[a:b])
        for k, c in enumerate(change(word)):  # what comes for a word stands where the word stood
            out.append((c, text[min(a + k, b - 1)][1] if k < b - a else -1))
        at = b
    return out + text[at:]


def _spelling(rng: random.Random, text: _Origin) -> _Origin:
    return _each_word(rng, text, 300, lambda w: w[:2] + w[3] + w[2] + w[4:] if rng.random() < 0.7 else w + "s")


def _proofread(rng: random.Random, text: _Origin, rate: float = 0.02) -> _Origin:
    out = list[tuple[str, int]]()
    for c, i in text:
        if c.isalpha() and rng.random() < rate:
            what = rng.random()
            out += [] if what < 0.2 else [(c, i), ("e", -1)] if what < 0.4 else [(_OCR.get(c.lower(), "x")[0], i)]
        else:
            out.append((c, i))
    return out


def _rewrapped(rng: random.Random, text: _Origin) -> _Origin:
    marks = str.maketrans("“”‘’–", "\"\"''-")
    return [(" " if c == "\n" and rng.random() < 0.6 else "\n" if c == " " and rng.random() < 0.08 else
             c.translate(marks), i) for c, i in text]  # fmt: skip


def _split_paragraphs(text: _Origin) -> list[_Origin]:
    parts: list[_Origin] = [[]]
    for k, one in enumerate(text):
        parts[-1].append(one)
        if one[0] == "\n" and k and text[k - 1][0] == "\n":
            parts.append([])
    return parts


def _speakers(rng: random.Random, text: _Origin) -> _Origin:
    return [
        one for part in _split_paragraphs(text) for one in (*_made(rng.choice(["INTERVIEWER: ", "Abu Salim: "])), *part)
    ]


def _shuffled(rng: random.Random, text: _Origin, gone: int = 40, moved: int = 20, come: int = 40) -> _Origin:
    parts = _split_paragraphs(text)
    for _ in range(gone):
        del parts[rng.randrange(len(parts))]
    for _ in range(moved):
        part = parts.pop(rng.randrange(len(parts)))
        parts.insert(rng.randrange(len(parts)), part)
    for n in range(come):
        parts.insert(rng.randrange(len(parts)), _made(f"{_ABSENT[n % len(_ABSENT)]}. {_ABSENT[(n + 7) % 40]}.\n\n"))
    return [one for part in parts for one in part]


def _pseudonyms(rng: random.Random, text: _Origin) -> _Origin:
    words = Counter(re.findall(r"\b[A-Z][a-z]{3,}\b", "".join(c for c, _ in text)))
    names = [word for word, _ in words.most_common(60)][20:]
    new = {name: rng.choice(["Karim", "Person A", "Layla Hassan", "N."]) for name in names}
    out, at = list[tuple[str, int]](), 0
    for match in re.finditer(r"\b(?:" + "|".join(names) + r")\b", "".join(c for c, _ in text)):
        out += text[at : match.start()]
        there = text[match.start() : match.end()]
        out += [(c, there[min(k, len(there) - 1)][1] if k < len(there) else -1) for k, c in enumerate(new[match[0]])]
        at = match.end()
    return out + text[at:]


def _again(rng: random.Random, text: _Origin) -> _Origin:
    text = _shuffled(rng, _proofread(rng, _rewrapped(rng, text), 0.005))
    out = list[tuple[str, int]]()
    for k, one in enumerate(text):
        out.append(one)
        if one[0] == "\n" and k % 3000 < 40:
            out += _made(f"\f  Report, page {k // 3000}\n")
    return out


def _another(rng: random.Random, text: _Origin) -> _Origin:
    """Of the same words, three by three in another order."""
    words = "".join(c for c, _ in text).split()
    threes = [" ".join(words[at : at + 3]) for at in range(0, len(words), 3)]
    rng.shuffle(threes)
    return _made(" ".join(threes))


_CORRECTIONS: dict[str, Callable[[random.Random, _Origin], _Origin]] = {
    "300 words corrected": _spelling,
    "OCR proof-read, 2 % of letters": _proofread,
    "wrapped anew, plain marks": _rewrapped,
    "speakers' names put in": _speakers,
    "40 paragraphs gone, 20 moved": _shuffled,
    "40 names replaced": _pseudonyms,
    "beginning and end cut": lambda rng, text: text[20_000:-10_000],
    "converted again": _again,
    "150 paragraphs moved": lambda rng, text: _shuffled(rng, text, 0, 150, 0),
    "another text altogether": _another,
}


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path)
    parser.add_argument("--seeds", "--texts", type=Path, help="the folder with the texts of the cases")
    parser.add_argument("--generated", action="store_true")
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["10K", "1M", "10M"])
    parser.add_argument("--haystack", type=Path, help="a folder with other text to hide the quotes in")
    parser.add_argument("--naive", action="store_true")
    parser.add_argument("--carry", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures: dict[str, object] = {}
    if options.cases:
        if not options.seeds:
            parser.error("say where the texts of the cases are: --seeds DIR")
        figures["cases"] = run_cases(options.cases, options.seeds)
    if options.generated:
        figures["generated"] = run_generated(options.sizes, options.haystack, options.naive)
    if options.carry:
        figures["carry"] = run_carry(options.haystack)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
