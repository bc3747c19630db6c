"""Rounds: planned by hand or drawn, dealt out evenly, closed, revealed; only what is assigned is coded in them."""

import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.refused import Refused
from db import codebooks, drawing, readings, rounds, sight, tags, undo
from db.values import Coder, Document, NewTag

from .conftest import World


def _document(number: int, language: str) -> Document:
    return Document(
        f"{number:032x}", f"d{number}", f"t{number}", 100, 20, language=language, date=f"20{number % 3}0-01-01"
    )


PEOPLE = [Coder(f"c{number}", f"c{number}", "coder") for number in range(5)]


@given(st.lists(st.sampled_from(["ar", "fr", "en"]), min_size=1, max_size=60), st.data())
def test_a_draw_takes_from_each_group_what_its_share_asks_for(languages: list[str], data: st.DataObject) -> None:
    known = [_document(number, language) for number, language in enumerate(languages)]
    number, seed = data.draw(st.integers(1, len(known))), data.draw(st.integers(0, 9))
    drawn = drawing.drawn(known, number, "language", random.Random(seed))
    assert len({document.id for document in drawn}) == number
    for language, there in Counter(languages).items():
        taken = sum(document.language == language for document in drawn)
        assert abs(taken - number * there / len(known)) < 1
    assert drawn == drawing.drawn(list(reversed(known)), number, "language", random.Random(seed))


@given(st.integers(1, 40), st.integers(2, 5), st.data())
def test_documents_are_dealt_out_evenly(number: int, people: int, data: st.DataObject) -> None:
    each = data.draw(st.integers(1, people))
    known = [_document(n, "fr") for n in range(number)]
    dealt = drawing.dealt(known, PEOPLE[:people], each, random.Random(1))
    assert {d.id: n for d, n in Counter(d for d, _ in dealt).items()} == {d.id: each for d in known}
    loads = Counter(coder.id for _, coder in dealt)
    assert max(loads.values()) - min(loads[coder.id] for coder in PEOPLE[:people]) <= 1
    assert len(set(dealt)) == len(dealt)


def test_pairs_are_dealt_out_evenly_too() -> None:
    dealt = drawing.dealt([_document(n, "fr") for n in range(30)], PEOPLE[:4], 2, random.Random(3))
    of: dict[str, list[str]] = {}
    for document, coder in dealt:
        of.setdefault(document.id, []).append(coder.id)
    pairs = Counter(tuple(some) for some in of.values())
    assert len(pairs) == 6
    assert max(pairs.values()) - min(pairs.values()) <= 2


def test_a_planned_round_is_kept_with_its_seed_and_takes_what_is_assigned_only(world: World) -> None:
    planned = rounds.plan(
        world.project, world.lea, "first", purpose="reliability", people=[world.ann, world.ben], draw=1, each=1, seed=7
    )
    assert (planned.purpose, planned.open, planned.blind) == ("reliability", True, False)
    plan = rounds.plan_of(world.project, planned)
    assert plan is not None
    assert (plan.draw, plan.each, plan.by, plan.seed) == (1, 1, None, 7)
    [one] = rounds.assignments(world.project, planned)
    document = world.mill if one.document == world.mill.id else world.road
    other = world.road if document is world.mill else world.mill
    mine, theirs = (world.ann, world.ben) if one.coder == world.ann.id else (world.ben, world.ann)
    main = rounds.named(world.project, "main")
    assert rounds.current(world.project, document) == planned
    assert rounds.current(world.project, document, mine) == planned
    assert rounds.current(world.project, document, theirs) == main
    assert rounds.current(world.project, other) == main
    assert rounds.of_documents(world.project, [document, other]) == {document.id: planned, other.id: main}
    tags.add(world.project, mine, readings.of(world.project, mine, document, planned), [NewTag("D3", 0, 9)])
    for coder, wrong in ((theirs, document), (mine, other), (world.lea, document)):
        reading = readings.of(world.project, coder, wrong, planned)
        with pytest.raises(Refused, match="not assigned"):
            tags.add(world.project, coder, reading, [NewTag("D3", 0, 9)])


def test_a_closed_round_takes_nothing(world: World) -> None:
    [tag] = tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])
    readings.finish(world.project, world.ben, world.reading(world.ben))
    main = rounds.current(world.project)
    rounds.set_open(world.project, world.lea, main, open_=False)
    reading = readings.of(world.project, world.ann, world.mill, main)
    bens = readings.of(world.project, world.ben, world.mill, main)
    for attempt in (
        lambda: tags.add(world.project, world.ann, reading, [NewTag("D4", 0, 9)]),
        lambda: tags.edit(world.project, world.ann, tag, code="D4"),
        lambda: tags.remove(world.project, world.ann, tag),
        lambda: readings.advance(world.project, world.ann, reading, 9),
        lambda: readings.finish(world.project, world.ann, reading),
        lambda: readings.reopen(world.project, world.ben, bens),
        lambda: readings.set_memo(world.project, world.ann, reading, "words"),
        lambda: undo.undo(world.project, world.ann, reading),
    ):
        with pytest.raises(Refused, match="closed"):
            attempt()
    with pytest.raises(Refused, match="No round is open"):
        rounds.current(world.project)
    with pytest.raises(Refused, match="closed already"):
        rounds.set_open(world.project, world.lea, main, open_=False)
    rounds.set_open(world.project, world.lea, main, open_=True)
    assert undo.undo(world.project, world.ann, reading)


def test_what_can_not_be_planned_is_refused(world: World) -> None:
    def plan(*, by: Coder = world.lea, name: str = "first", attribute: str | None = None, **said: object) -> None:
        wanted: dict[str, Any] = {"people": [world.ann], "by": attribute, **said}
        rounds.plan(world.project, by, name, purpose="main", **wanted)

    for words, said in (
        ("Only leads", {"by": world.ann}),
        ("already", {"name": "MAIN "}),
        ("needs somebody", {"people": []}),
        ("2 documents", {"draw": 3}),
        ("1 coder", {"each": 2}),
        ("no 'colour'", {"draw": 1, "attribute": "colour"}),
        ("a number of documents", {"attribute": "language"}),
        ("not both", {"draw": 1, "chosen": [world.mill]}),
        ("No codebook version", {"codebook": "ffffffffff"}),
    ):
        with pytest.raises(Refused, match=words):
            plan(**said)  # type: ignore[arg-type]
    assert len(rounds.listed(world.project)) == 1
    version = codebooks.listed(world.project)[0][0]
    plan(codebook=version[:12])


def test_the_reveal_freezes_the_figures_and_ends_reopening(world: World) -> None:
    first = rounds.plan(
        world.project, world.lea, "first", purpose="reliability", people=[world.ann, world.ben], blind=True
    )
    reading = readings.of(sight.whole(world.project), world.ann, world.mill, first)
    readings.finish(world.project, world.ann, reading)
    assert len(rounds.unfinished(world.project, first)) == 3
    seen = world.project.changes()
    with pytest.raises(Refused, match="Only leads"):
        rounds.reveal(world.project, world.ann, first, "{}", seen)
    with pytest.raises(Refused, match="not blind"):
        rounds.reveal(world.project, world.lea, rounds.named(world.project, "main"), "{}", seen)
    with pytest.raises(Refused, match="meanwhile"):
        rounds.reveal(world.project, world.lea, first, "{}", seen - 1)
    assert rounds.figures(world.project, first) is None
    rounds.reveal(world.project, world.lea, first, '{"levels": {}}', seen)
    assert rounds.figures(world.project, first) == {"levels": {}}
    assert rounds.named(world.project, "first").revealed
    with pytest.raises(Refused, match="revealed already"):
        rounds.reveal(world.project, world.lea, first, "{}", world.project.changes())
    with pytest.raises(Refused, match="can't be reopened"):
        readings.reopen(world.project, world.ann, reading)
    with pytest.raises(Refused, match="can't be reopened"):
        undo.undo(world.project, world.ann, reading)
