"""The main job, end to end: import, two coders tag and finish, the lead reads how far they agree.

The figures are computed a second time here, from what `coder tags --json` and `coder documents --json` say and nothing
else: plain loops over characters, no import from the program."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from itertools import permutations

import pytest

TEXTS = {
    "baker": (
        "Yusuf kept a bakery near the bus station until the second winter. He told us the story over two evenings.\n\n"
        "“I went because of the barrel bombs. You cannot watch that on a telephone and go on selling bread. "
        "They promised a house and a monthly wage, and my debts would be gone. "
        "For a month I guarded an empty school. Nothing happened there at all.”\n\n"
        "Then his unit was sent against a brigade from the next town. “They prayed as we prayed. "
        "Nobody could tell me why they were the enemy and the airfield was not.” "
        "The emir’s nephews had the pickup trucks; the Tunisians walked. "
        "When the electricity failed, it failed for us and not for him. "
        "He left on a market day, with flour still on his sleeves.\n"
    ),
    "letter": (
        "To my sister, in case this arrives before I do.\n\n"
        "I believed in the state they described: one law, and the same law for the judge. "
        "It was a place where the faith would be lived and not only spoken of. "
        "The judge’s brother was caught with oil money and sat at dinner the next day.\n\n"
        "They shot the schoolteacher for a rumour. His children stood behind the fence. "
        "After that I counted the days. "
        "The boys from abroad were told that a belt of explosives is an honour; no commander ever asked for the honour "
        "himself. Burn this when you have read it.\n"
    ),
    "report": (
        "Field notes, district office, spring. Names are changed.\n\n"
        "Three of the returnees describe the same week. The first speaks of hunger and of cold barracks. "
        "The second says that foreigners were paid twice what locals were paid. "
        "The third will not speak of the village, only of the dogs that were left in it. "
        "All three had come, they say, to defend people whom nobody else defended. "
        "One of them adds that he was nineteen and wanted to see something. "
        "The office asked no further questions and closed at four.\n"
    ),
    "radio": (
        "A transcript of a call to a night programme; the line was poor.\n\n"
        "CALLER: They spent more nights hunting spies among us than facing the army.\n"
        "HOST: Among you?\n"
        "CALLER: Among us. Eleven men were taken from my tent alone. I knew them from the football ground.\n"
        "HOST: And you stayed?\n"
        "CALLER: I stayed for the brotherhood, until there was none. "
        "Then a leader sold our wheat across the front, and we heard the price on the radio. Your radio.\n"
    ),
    "weather": (
        "The station on the ridge recorded rain on nine days of March. The river did not leave its bed.\n\n"
        "Two bridges were repaired and a third was closed. The ferry runs from Thursday.\n"
    ),
}

# document, passage (word for word, unique in its document), ann's code, ben's code
PASSAGES = [
    ("baker", "I went because of the barrel bombs.", "R1", "R1"),
    ("baker", "You cannot watch that on a telephone", "R1", None),
    ("baker", "They promised a house and a monthly wage, and my debts would be gone.", "R3", "R3"),
    ("baker", "For a month I guarded an empty school. Nothing happened there at all.", "D4", "D4"),
    ("baker", "Nothing happened there at all.", None, "D4"),
    ("baker", "his unit was sent against a brigade from the next town", "D1", "D1"),
    ("baker", "They prayed as we prayed.", "D1", "D1"),
    ("baker", "Nobody could tell me why they were the enemy and the airfield was not.", "D1", "D2"),
    ("baker", "The emir’s nephews had the pickup trucks; the Tunisians walked.", "D3.racism", "D3"),
    ("baker", "When the electricity failed, it failed for us and not for him.", "D4", "D3"),
    ("letter", "I believed in the state they described: one law, and the same law for the judge.", "R2", "R2"),
    ("letter", "It was a place where the faith would be lived and not only spoken of.", "R2", "R2"),
    ("letter", "The judge’s brother was caught with oil money", "D3.deals", "D3.deals"),
    ("letter", "sat at dinner the next day", None, "D3"),
    ("letter", "They shot the schoolteacher for a rumour.", "D2", "D2"),
    ("letter", "His children stood behind the fence.", "D2", None),
    ("letter", "a belt of explosives is an honour; no commander ever asked", "D4", "D4"),
    ("letter", "no commander ever asked for the honour himself", "D3", "D4"),
    ("report", "The first speaks of hunger and of cold barracks.", "D4", "D4"),
    ("report", "foreigners were paid twice what locals were paid", "D3.foreigners", "D3.foreigners"),
    ("report", "will not speak of the village", "D2", "D2.unsaid"),
    ("report", "to defend people whom nobody else defended", "R1", "R1"),
    ("report", "he was nineteen and wanted to see something", "R3", "R3"),
    ("radio", "They spent more nights hunting spies among us than facing the army.", "D1", "D1"),
    ("radio", "Eleven men were taken from my tent alone.", "D1", "D2"),
    ("radio", "I stayed for the brotherhood, until there was none.", "R3", "R2"),
    ("radio", "a leader sold our wheat across the front", "D3.deals", "D3.deals"),
]
SEVEN = ["D1", "D2", "D3", "D4", "R1", "R2", "R3"]


@pytest.fixture
def coder(tmp_path):
    def run(*arguments, status=0):
        done = subprocess.run(
            [sys.executable, "-m", "coder", *map(str, arguments)],
            capture_output=True,
            env={**os.environ, "CODER_STATE": str(tmp_path / "state")},
            cwd=tmp_path,
            timeout=120,
        )
        assert done.returncode == status, done.stderr.decode()
        return done.stdout.decode()

    return run


@pytest.fixture
def project(tmp_path, coder):
    """Five documents, two coders; all finished but that ben has not finished the radio transcript."""
    for title, text in TEXTS.items():
        (tmp_path / f"{title}.txt").write_text(text, encoding="utf-8")
    coder("new", "study.coder", "--as", "lea")
    coder("coders", "study.coder", "--add", "ann", "--as", "lea")
    coder("coders", "study.coder", "--add", "ben", "--as", "lea")
    coder("import", "study.coder", *(f"{title}.txt" for title in TEXTS), "--as", "lea")

    first, *others = [(title, quote, code) for title, quote, code, _ in PASSAGES if code]
    start = TEXTS[first[0]].index(first[1])
    place = ["--start", start, "--stop", start + len(first[1])]
    coder("tag", "study.coder", first[0], "--as", "ann", "--code", first[2], *place)
    for title, quote, code in others[:3]:
        coder("tag", "study.coder", title, "--as", "ann", "--code", code, "--quote", quote)
    with (tmp_path / "tags.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["document", "coder", "code", "quote"])
        writer.writerows([title, "ann", code, quote] for title, quote, code in others[3:])
        writer.writerows([title, "ben", code, quote] for title, quote, _, code in PASSAGES if code)
    coder("tags-import", "study.coder", "tags.csv", "--as", "lea")
    for title in TEXTS:
        coder("finish", "study.coder", title, "--as", "ann")
        if title != "radio":
            coder("finish", "study.coder", title, "--as", "ben")
    return "study.coder"


# --- the independent computation -------------------------------------------------------------------------------------


def units_of(documents, tags, code, level):
    """One dict a unit: coder → 1 or 0; coders who have not finished the document are absent."""
    units = []
    for document in documents:
        finished = [reading["coder"] for reading in document["readings"] if reading["finished"]]
        columns = {}
        for coder in finished:
            covered = [0] * document["length"]
            for tag in tags:
                mine = tag["document"] == document["title"] and tag["coder"] == coder
                if mine and (tag["code"] == code or tag["code"].startswith(code + ".")):
                    for place in range(tag["start"], tag["stop"]):
                        covered[place] = 1
            columns[coder] = covered if level == "character" else [max(covered)]
        for place in range(document["length"] if level == "character" else 1):
            units.append({coder: column[place] for coder, column in columns.items()})
    return [unit for unit in units if len(unit) >= 2]


def percent_agreement(units):
    shares = []
    for unit in units:
        pairs = list(permutations(unit.values(), 2))
        shares.append(Fraction(sum(a == b for a, b in pairs), len(pairs)))
    return sum(shares) / len(shares)


def krippendorff_alpha(units):
    """From the coincidence matrix, as Krippendorff writes it down."""
    coincidences = Counter()
    for unit in units:
        for pair in permutations(unit.values(), 2):
            coincidences[pair] += Fraction(1, len(unit) - 1)
    totals = Counter()
    for (value, _), count in coincidences.items():
        totals[value] += count
    n = sum(totals.values())
    observed = sum(count for (a, b), count in coincidences.items() if a != b) / n
    expected = Fraction(sum(totals[a] * totals[b] for a in totals for b in totals if a != b)) / (n * (n - 1))
    return None if expected == 0 else 1 - observed / expected


def test_the_agreement_is_what_an_independent_computation_gives(project, coder):
    documents = json.loads(coder("documents", project, "--json"))
    tags = json.loads(coder("tags", project, "--json"))
    result = json.loads(coder("agreement", project, "--json"))

    counts = Counter(tag["coder"] for tag in tags)
    assert counts["ann"] >= 20
    assert counts["ben"] >= 20
    weather = next(document for document in documents if document["title"] == "weather")
    assert [(r["coder"], r["finished"], r["tags"]) for r in weather["readings"]] == [("ann", True, 0), ("ben", True, 0)]

    assert (result["documents"], result["coders"]) == (4, ["ann", "ben"])
    codes = result["levels"]["document"]["codes"]
    assert set(codes) >= {*SEVEN, *(tag["code"] for tag in tags)}
    for level in ("document", "character"):
        for code, figures in result["levels"][level]["codes"].items():
            units = units_of(documents, tags, code, level)
            percent, alpha = figures["percent_agreement"], figures["krippendorff_alpha"]
            assert percent["value"] == pytest.approx(float(percent_agreement(units)), abs=1e-12), (level, code)
            expected = krippendorff_alpha(units)
            if expected is None:
                assert alpha["value"] is None
                assert alpha["reason"]
            else:
                assert alpha["value"] == pytest.approx(float(expected), abs=1e-12), (level, code)
    assert any("radio" in warning["text"] for warning in result["warnings"])


def test_what_was_tagged_is_word_for_word_what_was_meant(project, coder):
    tags = json.loads(coder("tags", project, "--json"))
    expected = sorted(
        (title, who, code, quote)
        for title, quote, *codes in PASSAGES
        for who, code in zip(("ann", "ben"), codes, strict=True)
        if code
    )
    assert sorted((t["document"], t["coder"], t["code"], t["quote"]) for t in tags) == expected
    assert all(TEXTS[t["document"]][t["start"] : t["stop"]] == t["quote"] for t in tags)


def test_the_lead_can_read_it(project, coder):
    table = coder("agreement", project)
    assert "4 documents" in table
    assert all(any(line.startswith(code) for line in table.splitlines()) for code in SEVEN)
    assert coder("check", project)
