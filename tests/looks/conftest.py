"""A study that looks the same each time: fixed texts, names and tags, and nothing of this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.attributes import Attribute
from corpus.codebook import builtin
from corpus.readers import Imported
from db import attributes, cases, coders, documents, readings, rounds, standings, tags
from db.project import Project, create
from db.values import Coder, Document, NewTag
from tests.coder.conftest import Study

FERRY = "\n\n".join(
    (
        "MADE UP FOR PRACTICE. No such person, place or ferry exists.",
        "Q: Tell me how it began.",
        "A: I mended nets, and my cousin sold what we caught. Then the aircraft came for the market, and for the "
        "school behind it. I helped carry. After that I could not sit on the quay any more and mend nets. I "
        "thought: somebody has to stand between these planes and our people. They also said there would be a "
        "wage, and that my debts would be gone.",
        "Q: And when you were there?",
        "A: For a month I guarded an empty school. Nothing happened there at all. We had come to fight the army, "
        "and every week they sent us against the brigade in the next valley, men who prayed as we prayed. The "
        "emir's nephews had the cars; the rest of us walked. They shot a schoolteacher for a rumour, and his "
        "children stood behind the fence. I counted the days after that.",
        "Q: Were you ever asked about it?",
        "A: Nobody was asked. One of them said: “Faith is not a matter of asking.” I believed that once. I left "
        "on a market day, on the ferry, with flour still on my sleeves. [laughs] My mother says I came home with "
        "the bread.",
    )
)
HARBOUR = "At the harbour nobody asked for papers; they asked who your father was.\n\nThat is all I know."
CELLAR = "It was dark there, and we were eleven. I knew them from the football ground."
LONGEST = "A very long title of a report on what was said by those who returned, volume two, with an annex"

SAID: tuple[tuple[str, str, str, str, dict[str, str], str, bool], ...] = (
    ("ann", "Ferry, first talk", "R1", "After that I could not sit on the quay any more and mend nets. I thought: "
     "somebody has to stand between these planes and our people.", {"voice": "own", "strength": "reason"}, "", True),
    ("ann", "Ferry, first talk", "R3", "They also said there would be a wage, and that my debts would be gone.", {}, "",
     False),
    ("ann", "Ferry, first talk", "D4", "For a month I guarded an empty school. Nothing happened there at all.", {}, "",
     False),
    ("ann", "Ferry, first talk", "D1", "We had come to fight the army, and every week they sent us against the brigade "
     "in the next valley, men who prayed as we prayed.", {}, "The next valley: ask which.", False),
    ("ann", "Ferry, first talk", "D3.deals", "The emir's nephews had the cars", {}, "", False),
    ("ann", "Ferry, first talk", "D2", "They shot a schoolteacher for a rumour, and his children stood behind the "
     "fence.", {"voice": "own"}, "", False),
    ("ann", "Ferry, first talk", "R2", "I believed that once.", {}, "", False),
    ("ben", "Ferry, first talk", "R1", "I thought: somebody has to stand between these planes and our people.", {}, "",
     False),
    ("ben", "Harbour", "D0", "they asked who your father was", {}, "", False),
    ("ann", "Cellar", "D2.unsaid", "we were eleven", {}, "", True),
)  # fmt: skip


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Study]:
    """Lea leads, Ann and Ben code; four documents, ten tags."""
    for name in ("CODER_THEME", "NO_COLOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "ferry.coder"
    made = create(path, "Lea", builtin())
    lea = coders.named(made, "Lea")
    people = {"lea": lea, "ann": coders.add(made, lea, "Ann"), "ben": coders.add(made, lea, "Ben")}
    known = {}
    for imported in (
        Imported("Ferry, first talk", FERRY, source="Made up", date="2015-03-18", language="en"),
        Imported("Harbour", HARBOUR, source="Made up", date="2015-04-02"),
        Imported("Cellar", CELLAR, warning="Tells of captivity and of a beating.\nIt is short."),
        Imported(LONGEST, f"{HARBOUR} Said again."),
    ):
        known[imported.title], _ = documents.add(made, lea, imported)
    case = cases.add(made, lea, "c07", "Elias the net-mender")
    cases.add(made, lea, "c08", "Mina", {"nationality": "Syrian"})
    for name, title, code, words, qualifiers, memo, query in SAID:
        reading = readings.of(made, people[name], known[title], rounds.current(made))
        start = documents.text(made, known[title]).index(words)
        new = NewTag(code, start, start + len(words), memo, case.id if code == "R1" else None, qualifiers, query)
        tags.add(made, people[name], reading, [new])
    _read(made, people["ann"], known["Ferry, first talk"], FERRY.index("Q: Were"))
    _read(made, people["ben"], known["Ferry, first talk"], None)
    _read(made, people["ann"], known["Harbour"], None)
    yield Study(path, made, lea, people["ann"], people["ben"], *list(known.values())[:3])
    made.close()


@pytest.fixture
def counted(study: Study) -> Study:
    """The same with more said of the cases, and the ferry finished by both."""
    made, lea = study.project, study.lea
    groups = {"region": {"Coast": ("Sylvanian",), "Hills": ("Freedonian", "Syrian")}}
    attributes.load(made, lea, [Attribute("nationality", "choice", groups=groups), Attribute("date", "date")])
    elias, mina = cases.named(made, "c07"), cases.named(made, "c08")
    cases.edit(made, lea, elias, attributes={"nationality": "Sylvanian", "sex": "M", "date": "18/03/15"}, note="Twice")
    cases.edit(made, lea, mina, attributes={"sex": "F", "date": "02/04/14"})
    twin = cases.add(made, lea, "c09", "Mina", {"nationality": "Syrian", "sex": "F", "date": "05/04/14"})
    standings.say(made, lea, cases.add(made, lea, "c10", "A. Nonymous"), "fake", why="No such street")
    documents.edit(made, lea, study.mill, case=elias)
    documents.edit(made, lea, study.long, case=mina)
    documents.edit(made, lea, study.harsh, case=twin)
    for who, document in ((study.ann, study.mill), (study.ann, study.harsh), (study.ben, study.long)):
        _read(made, who, document, None)
    return study


def _read(made: Project, coder: Coder, document: Document, position: int | None) -> None:
    """Somebody has read that far, or finished."""
    reading = readings.of(made, coder, document, rounds.current(made))
    if position is None:
        readings.finish(made, coder, reading)
    else:
        readings.advance(made, coder, reading, position)
