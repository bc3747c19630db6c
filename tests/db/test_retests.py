"""A retest: what a coder coded before is hidden from them until they have finished it, and can't be written to."""

from contextlib import closing
from pathlib import Path

import pytest

from corpus.refused import Refused
from corpus.text import Span
from db import (
    backups,
    coded,
    comments,
    conflicts,
    corrections,
    history,
    queries,
    readings,
    retests,
    rounds,
    rulings,
    segments,
    sight,
    tags,
    undo,
)  # fmt: skip
from db.merge import merge
from db.package import package
from db.project import Project, open_project
from db.values import NewRuling, NewTag, Outcome, Reading, Round, Tag

from .conftest import World


@pytest.fixture
def coded_once(world: World) -> Round:
    """Ann finished both documents in the main round, and tagged them; Ben finished the mill."""
    for coder, document, memo in (
        (world.ann, world.mill, "first mill"),
        (world.ann, world.road, "first road"),
        (world.ben, world.mill, "of Ben"),
    ):
        reading = world.reading(coder, document)
        tags.add(world.project, coder, reading, [NewTag("D3", 0, 9, memo=memo, query=True)])
        readings.finish(world.project, coder, reading)
    return rounds.named(world.project, "main")


def _as(world: World, who: str) -> Project:
    return sight.seen_by(world.project, {"ann": world.ann, "ben": world.ben, "lea": world.lea}[who].id)


def _again(world: World, project: Project, retest: Round) -> Reading:
    return readings.of(project, world.ann, world.mill, retest)


def _memos(found: list[Tag]) -> set[str]:
    return {tag.memo for tag in found}


def test_nothing_of_the_first_pass_is_shown_until_the_second_is_finished(world: World, coded_once: Round) -> None:
    retest = retests.plan(
        world.project, world.lea, "again", coded_once, people=[world.ann], chosen=[world.mill], seed=3
    )
    assert rounds.retests(world.project) == {retest.id: coded_once.id}
    assert (retest.purpose, retest.codebook, retest.blind) == (coded_once.purpose, coded_once.codebook, False)
    mine, hers = _as(world, "ann"), _as(world, "ben")
    assert rounds.current(mine, world.mill, world.ann) == retest
    assert rounds.of_documents(mine, [world.mill, world.road], world.ann)[world.mill.id] == retest
    assert _memos(tags.listed(mine)) == {"first road"}
    assert _memos(tags.listed(hers)) == _memos(tags.listed(_as(world, "lea"))) == {"first mill", "first road", "of Ben"}
    with pytest.raises(Refused, match="say who you are"):
        tags.listed(world.project)
    first = readings.of(mine, world.ann, world.mill, coded_once)
    assert (first.hidden, first.finished, first.tags) == (True, True, 0)
    assert tags.of_reading(mine, first) == []
    assert {reading.document for reading in readings.listed(mine)} == {world.road.id}
    assert {one.document for one in coded.finished(mine)} == {world.road.id}
    assert len(coded.tags(mine)) == 1
    assert "first mill" not in str([*corrections.waiting(mine), *queries.answers(mine).values()])
    assert {change.document for change in history.history(mine) if "tagged" in change.words} == {"road"}
    [old] = [tag for tag in tags.listed(hers) if tag.memo == "first mill"]
    with pytest.raises(Refused, match="No tag has"):
        tags.get(mine, old.id)
    for attempt in (
        lambda: tags.add(mine, world.ann, first, [NewTag("D3", 0, 9)]),
        lambda: tags.remove(mine, world.ann, old),
        lambda: tags.edit(mine, world.ann, old, code="D4"),
        lambda: readings.reopen(mine, world.ann, first),
        lambda: undo.undo(mine, world.ann, first),
    ):
        with pytest.raises(Refused, match="reads this document again"):
            attempt()
    tags.add(mine, world.ann, _again(world, mine, retest), [NewTag("D4", 0, 9, memo="second mill")])
    assert _memos(tags.listed(mine)) == {"second mill", "first road"}
    readings.finish(mine, world.ann, _again(world, mine, retest))
    assert _memos(tags.listed(mine)) == {"second mill", "first mill", "first road", "of Ben"}
    for attempt in (
        lambda: readings.reopen(mine, world.ann, _again(world, mine, retest)),
        lambda: undo.undo(mine, world.ann, _again(world, mine, retest)),
    ):
        with pytest.raises(Refused, match="This was a retest"):
            attempt()
    assert len(tags.listed(world.project)) == 4


def test_what_was_ruled_and_said_before_is_hidden_too(world: World, coded_once: Round) -> None:
    both = [tag for tag in tags.listed(world.project) if tag.document == world.mill.id]
    outcome = (Outcome("D4", 0, 9),)
    new = NewRuling("place", world.mill.id, coded_once.id, world.mill.text_id, 0, 9, tuple(both), outcome)
    rulings.rule(world.project, world.lea, [new])
    comments.add(world.project, world.lea, "place", world.mill.id, coded_once.id, "Look again.")
    retest = retests.plan(world.project, world.lea, "again", coded_once, people=[world.ann])
    mine = _as(world, "ann")
    assert rulings.listed(mine) == []
    assert comments.listed(mine) == []
    assert not any("ruled" in change.words or "place" in change.words for change in history.history(mine))
    assert len(rulings.listed(_as(world, "ben"))) == 1
    readings.finish(mine, world.ann, _again(world, mine, retest))
    assert len(rulings.listed(mine)) == len(comments.listed(mine)) == 1


def test_what_two_leads_ruled_otherwise_is_no_conflict_to_who_reads_the_document_again(
    world: World, coded_once: Round, tmp_path: Path
) -> None:
    both = tuple(tag for tag in tags.listed(world.project) if tag.document == world.mill.id)
    with closing(open_project(backups.copy_whole(world.path, tmp_path / "laptop.coder"))) as other:
        for where, code in ((world.project, "D3"), (other, "D4")):
            outcome = (Outcome(code, 0, 9),)
            new = NewRuling("place", world.mill.id, coded_once.id, world.mill.text_id, 0, 9, both, outcome)
            rulings.rule(where, world.lea, [new])
        retest = retests.plan(world.project, world.lea, "again", coded_once, people=[world.ann])
        merge(world.project, world.lea, [other.path])
    mine = _as(world, "ann")
    assert conflicts.listed(mine) == []
    with pytest.raises(Refused, match="No conflict"):
        conflicts.named(mine, "place")
    assert [conflict.kind for conflict in conflicts.listed(_as(world, "lea"))] == ["ruling"]
    readings.finish(mine, world.ann, _again(world, mine, retest))
    assert [conflict.kind for conflict in conflicts.listed(mine)] == ["ruling"]


def test_the_retest_is_no_round_of_the_others(world: World, coded_once: Round) -> None:
    retest = retests.plan(world.project, world.lea, "again", coded_once, people=[world.ann])
    assert rounds.current(_as(world, "lea")) == coded_once
    assert set(rounds.of_documents(_as(world, "lea"), [world.mill, world.road]).values()) == {coded_once}
    mine = _as(world, "ann")
    readings.finish(mine, world.ann, _again(world, mine, retest))
    assert {one.round for one in coded.finished(_as(world, "lea"))} == {coded_once.id}


def test_a_closed_retest_is_over(world: World, coded_once: Round) -> None:
    retest = retests.plan(world.project, world.lea, "again", coded_once, people=[world.ann])
    rounds.set_open(world.project, world.lea, retest, open_=False)
    assert len(tags.listed(world.project)) == 3
    with pytest.raises(Refused, match="Plan another one"):
        rounds.set_open(world.project, world.lea, retest, open_=True)


def test_a_draw_is_of_what_each_has_finished(world: World, coded_once: Round) -> None:
    retest = retests.plan(world.project, world.lea, "again", coded_once, people=[world.ann, world.ben], draw=1, seed=7)
    dealt = rounds.assignments(_as(world, "lea"), retest)
    assert sorted(one.coder for one in dealt) == sorted([world.ann.id, world.ben.id])
    assert (world.ben.id, world.mill.id) in {(one.coder, one.document) for one in dealt}
    plan = rounds.plan_of(world.project, retest)
    assert plan is not None
    assert (plan.draw, plan.seed, plan.retest) == (1, 7, coded_once.id)


def test_what_can_not_be_read_again_is_refused(world: World, coded_once: Round) -> None:
    retest = retests.plan(world.project, world.lea, "again", coded_once, people=[world.ann], chosen=[world.mill])
    for words, said in (
        ("Only leads", {"by": world.ann}),
        ("needs somebody", {"people": []}),
        ("again already", {"chosen": [world.mill]}),
        ("Ben has not finished road", {"people": [world.ben], "chosen": [world.road]}),
        ("Lea has not finished anything", {"people": [world.lea]}),
        ("has not finished 2 documents .* there are 1", {"draw": 2}),
        ("not both", {"draw": 1, "chosen": [world.road]}),
        ("is a retest itself", {"earlier": retest}),
    ):
        wanted = {"by": world.lea, "earlier": coded_once, "people": [world.ann], **said}
        with pytest.raises(Refused, match=words):
            retests.plan(world.project, wanted.pop("by"), "more", wanted.pop("earlier"), **wanted)  # type: ignore[arg-type]


def test_a_package_has_nothing_of_the_first_pass(world: World, coded_once: Round, tmp_path: Path) -> None:
    retest = retests.plan(world.project, world.lea, "again", coded_once, people=[world.ann], chosen=[world.mill])
    out = tmp_path / "ann.coder"
    package(world.project, world.lea, world.ann, out)
    assert b"first mill" not in out.read_bytes()
    assert b"first road" in out.read_bytes()
    with closing(open_project(out)) as theirs:
        theirs.viewer = world.ann.id
        reading = _again(world, theirs, retest)
        tags.add(theirs, world.ann, reading, [NewTag("D4", 0, 9, memo="second mill")])
        readings.finish(theirs, world.ann, reading)
    merge(world.project, world.lea, [out])
    assert _memos(tags.listed(_as(world, "ann"))) == {"first mill", "second mill", "first road", "of Ben"}


def test_a_retest_has_the_segments_of_the_first_round(world: World) -> None:
    halves = [Span(0, 30), Span(30, 61)]
    first = rounds.plan(
        world.project, world.lea, "first", purpose="reliability", people=[world.ann], chosen=[world.road],
        cut=lambda document, text: halves,
    )  # fmt: skip
    reading = readings.of(world.project, world.ann, world.road, first)
    readings.finish(world.project, world.ann, reading)
    retest = retests.plan(world.project, world.lea, "again", first, people=[world.ann])
    assert segments.of_round(world.project, retest) == {world.road.id: tuple(halves)}
