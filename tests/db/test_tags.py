"""What a coder's tag promises."""

import pytest

from corpus.refused import Refused
from db import cases, history, readings, tags
from db.values import NewTag

from .conftest import MILL, World


def test_a_tag_is_there_after_a_restart(world: World) -> None:
    tag = tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9, memo="the mill")])[0]
    world.again()
    assert tags.of_reading(world.project, world.reading()) == [tag]
    assert (tag.code, tag.start, tag.stop, tag.memo, tag.coder) == ("D3", 0, 9, "the mill", world.ann.id)


def test_two_codes_may_lie_on_one_passage_and_tags_may_nest_and_overlap(world: World) -> None:
    spans = [("D3", 0, 20), ("D4", 0, 20), ("D1", 5, 10), ("R3", 15, 30)]
    tags.add(world.project, world.ann, world.reading(), [NewTag(*span) for span in spans])
    found = [(tag.code, tag.start, tag.stop) for tag in tags.of_reading(world.project, world.reading())]
    assert sorted(found) == sorted(spans)


def test_the_same_code_on_the_same_passage_is_refused(world: World) -> None:
    tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])
    with pytest.raises(Refused, match="already"):
        tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (NewTag("D9", 0, 5), "D9"),
        (NewTag("D1", 5, 5), "passage"),
        (NewTag("D1", -1, 5), "passage"),
        (NewTag("D1", 0, len(MILL) + 1), "passage"),
        (NewTag("D1", MILL.index("\n\n"), MILL.index("\n\n") + 2), "blanks"),
        (NewTag("D1", 0, 5, qualifiers={"voice": "angry"}), "voice"),
        (NewTag("D1", 0, 5, qualifiers={"mood": "own"}), "mood"),
        (NewTag("D1", 0, 5, case="nobody"), "nobody"),
    ],
)
def test_what_can_not_be_tagged_is_refused_and_nothing_is_kept(world: World, new: NewTag, says: str) -> None:
    with pytest.raises(Refused, match=says):
        tags.add(world.project, world.ann, world.reading(), [NewTag("D2", 0, 3), new])
    assert tags.of_reading(world.project, world.reading()) == []


def test_every_part_of_a_tag_can_be_changed(world: World) -> None:
    case = cases.add(world.project, world.ann, "C-01", name="made up")
    tag = tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])[0]
    for change in (
        {"code": "D4"},
        {"start": 5, "stop": 20},
        {"memo": "why"},
        {"case": case.id},
        {"qualifiers": {"voice": "own", "strength": "reason"}},
        {"query": True},
        {"memo": ""},
    ):
        tag = tags.edit(world.project, world.ann, tag, **change)
        assert {name: getattr(tag, name) for name in change} == change
    assert tags.of_reading(world.project, world.reading()) == [tag]


def test_nobody_changes_another_coders_tag_not_even_the_lead(world: World) -> None:
    tag = tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])[0]
    for other in (world.ben, world.lea):
        with pytest.raises(Refused, match="another coder"):
            tags.edit(world.project, other, tag, code="D1")
        with pytest.raises(Refused, match="another coder"):
            tags.remove(world.project, other, tag)
        with pytest.raises(Refused, match="another coder"):
            tags.add(world.project, other, world.reading(), [NewTag("D1", 0, 4)])


def test_a_finished_reading_is_changed_only_after_it_is_reopened(world: World) -> None:
    tag = tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])[0]
    finished = readings.finish(world.project, world.ann, world.reading())
    assert finished.finished
    assert finished.position == len(MILL)
    for change in (
        lambda: tags.add(world.project, world.ann, world.reading(), [NewTag("D1", 0, 4)]),
        lambda: tags.edit(world.project, world.ann, tag, code="D1"),
        lambda: tags.remove(world.project, world.ann, tag),
        lambda: readings.set_memo(world.project, world.ann, world.reading(), "late"),
    ):
        with pytest.raises(Refused, match="finished"):
            change()
    readings.reopen(world.project, world.ann, world.reading())
    tags.remove(world.project, world.ann, tag)
    assert tags.of_reading(world.project, world.reading()) == []


def test_finished_without_a_tag_is_kept_and_told_apart_from_unread(world: World) -> None:
    readings.finish(world.project, world.ann, world.reading())
    found = {(r.coder, r.document): (r.finished, r.tags) for r in readings.listed(world.project)}
    assert found == {(world.ann.id, world.mill.id): (True, 0)}


def test_reading_on_only_grows(world: World) -> None:
    readings.advance(world.project, world.ann, world.reading(), 40)
    assert readings.advance(world.project, world.ann, world.reading(), 10).position == 40


def test_the_history_says_in_words_what_was_done(world: World) -> None:
    tag = tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])[0]
    tag = tags.edit(world.project, world.ann, tag, stop=18)
    tags.edit(world.project, world.ann, tag, memo="secret thought")
    tags.remove(world.project, world.ann, tag)
    lines = [change.words for change in history.history(world.project, document=world.mill, coder=world.ann)]
    assert lines == [
        "removed D3 from “They said the mill”",
        "changed the memo on D3 of “They said the mill”",
        "widened D3 by 9 characters of “They said the mill”",
        "tagged “They said” D3",
    ]
    everything = [change.words for change in history.history(world.project)]
    assert everything[-1].startswith("made the project")
    assert "imported 'mill'" in everything
    assert "added Ann as coder" in everything


def test_the_history_says_one_character_in_the_singular(world: World) -> None:
    tag = tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])[0]
    tags.edit(world.project, world.ann, tag, stop=10)
    assert history.history(world.project)[0].words.startswith("widened D3 by 1 character of")


def test_the_history_names_the_documents_and_for_whom_a_lead_did_it(world: World) -> None:
    ann, ben = world.reading(), world.reading(world.ben, world.road)
    tags.add_many(world.project, world.lea, {ann: [NewTag("D3", 0, 9)], ben: [NewTag("D3", 0, 7)]})
    tags.add(world.project, world.ann, ann, [NewTag("D4", 0, 9)])
    own, brought_in = history.history(world.project, limit=2)
    assert (own.actor, own.whose, own.document) == ("Ann", None, "mill")
    assert (brought_in.actor, brought_in.whose, brought_in.document) == ("Lea", "Ann, Ben", "mill, road")


def test_tags_are_found_by_code_coder_document_case_and_query(world: World) -> None:
    case = cases.add(world.project, world.ben, "C-7")
    tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9, query=True), NewTag("D4", 10, 20)])
    ben = world.reading(world.ben, world.road)
    tags.add(world.project, world.ben, ben, [NewTag("D3", 0, 9, case=case.id)])
    assert len(tags.listed(world.project)) == 3
    assert len(tags.listed(world.project, codes=["D3"])) == 2
    assert len(tags.listed(world.project, codes=["D3"], coders=[world.ben.id])) == 1
    assert len(tags.listed(world.project, documents=[world.mill.id])) == 2
    assert len(tags.listed(world.project, cases=[case.id])) == 1
    assert len(tags.listed(world.project, query=True)) == 1
    one = tags.listed(world.project, query=True)[0]
    assert tags.get(world.project, one.id[:8]) == one
