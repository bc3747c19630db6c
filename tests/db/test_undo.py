"""Everything can be taken back, also after a restart."""

import secrets
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.refused import Refused
from db import events, readings, tags, undo
from db.values import NewTag, Tag

from .conftest import MILL, World, make


def _all(world: World) -> tuple[Any, ...]:
    reading = world.reading()
    return reading.finished, reading.memo, tags.of_reading(world.project, reading)


def test_undo_says_what_it_took_back_and_redo_gives_it_again(world: World) -> None:
    tag = tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9, memo="kept")])[0]
    assert undo.undo(world.project, world.ann) == "tagged “They said” D3"
    assert tags.of_reading(world.project, world.reading()) == []
    assert undo.redo(world.project, world.ann) == "tagged “They said” D3"
    assert tags.of_reading(world.project, world.reading()) == [tag]


def test_undo_works_after_a_restart_and_stops_at_the_beginning(world: World) -> None:
    tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])
    world.again()
    assert undo.undo(world.project, world.ann)
    world.again()
    assert undo.undo(world.project, world.ann) is None
    assert undo.redo(world.project, world.ann)
    assert undo.redo(world.project, world.ann) is None


def test_something_new_ends_what_could_be_redone(world: World) -> None:
    tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])
    undo.undo(world.project, world.ann)
    tags.add(world.project, world.ann, world.reading(), [NewTag("D4", 0, 9)])
    assert undo.redo(world.project, world.ann) is None


def test_finishing_and_the_memo_of_a_document_can_be_undone(world: World) -> None:
    readings.set_memo(world.project, world.ann, world.reading(), "first")
    readings.finish(world.project, world.ann, world.reading())
    assert undo.undo(world.project, world.ann) == "finished the document"
    assert not world.reading().finished
    assert undo.undo(world.project, world.ann) == "changed the memo on the document"
    assert world.reading().memo == ""


def test_nobody_undoes_what_another_did(world: World) -> None:
    tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])
    assert undo.undo(world.project, world.ben) is None


def test_reading_on_is_not_taken_back(world: World) -> None:
    tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])
    readings.advance(world.project, world.ann, world.reading(), 30)
    assert undo.undo(world.project, world.ann) == "tagged “They said” D3"
    assert world.reading().position == 30


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(["D1", "D3", "R2"]), st.integers(0, 30), st.integers(1, 20)),
        st.tuples(st.just("code"), st.integers(0, 5), st.sampled_from(["D2", "D4"])),
        st.tuples(st.just("memo"), st.integers(0, 5), st.text("ab", max_size=3)),
        st.tuples(st.just("remove"), st.integers(0, 5)),
        st.tuples(st.just("note"), st.text("xy", max_size=3)),
    ),
    max_size=8,
)


@given(steps=STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_all_gives_each_state_from_before_and_redoing_all_each_after(tmp_path: Path, steps: list[Any]) -> None:
    world = make(tmp_path / f"{secrets.token_hex(8)}.coder")
    states = [_all(world)]
    for step in steps:
        _do(world, step)
        if _all(world) != states[-1]:
            states.append(_all(world))
    seen = [_all(world)]
    while undo.undo(world.project, world.ann):
        seen.append(_all(world))
        if seen[-1] == seen[-2]:
            seen.pop()
    assert seen == states[::-1]
    seen = [_all(world)]
    while undo.redo(world.project, world.ann):
        seen.append(_all(world))
        if seen[-1] == seen[-2]:
            seen.pop()
    assert seen == states


def _do(world: World, step: tuple[Any, ...]) -> None:
    there: list[Tag] = tags.of_reading(world.project, world.reading())
    what, *rest = step
    if what == "add":
        code, start, length = rest
        if not MILL[start : start + length].strip() or any(
            (t.code, t.start, t.stop) == (code, start, start + length) for t in there
        ):
            return
        tags.add(world.project, world.ann, world.reading(), [NewTag(code, start, start + length)])
    elif what == "note":
        readings.set_memo(world.project, world.ann, world.reading(), rest[0])
    elif there:
        tag = there[rest[0] % len(there)]
        if what == "remove":
            tags.remove(world.project, world.ann, tag)
        elif what == "memo":
            tags.edit(world.project, world.ann, tag, memo=rest[1])
        elif not any((t.code, t.start, t.stop) == (rest[1], tag.start, tag.stop) for t in there):
            tags.edit(world.project, world.ann, tag, code=rest[1])


def test_an_import_for_several_coders_is_taken_back_in_each_ones_stream(world: World) -> None:
    ann, ben = world.reading(), world.reading(world.ben)
    tags.add_many(world.project, world.lea, {ann: [NewTag("D1", 0, 4)], ben: [NewTag("D2", 0, 4)]})
    assert undo.undo(world.project, world.lea) is not None
    assert tags.listed(world.project) == []
    assert undo.redo(world.project, world.lea, None) is not None
    assert [tag.reading for tag in sorted(tags.listed(world.project), key=lambda t: t.code)] == [ann.id, ben.id]
    with world.project.read() as connection:
        streams = {(e.stream, e.state["reading"]) for _, e in events.log(connection) if e.kind.startswith("tag.")}
    assert streams == {(ann.id, ann.id), (ben.id, ben.id)}


def test_nothing_is_taken_back_in_a_document_that_was_finished_since(world: World) -> None:
    ann = world.reading()
    tags.add_many(world.project, world.lea, {ann: [NewTag("D1", 0, 4)]})
    readings.finish(world.project, world.ann, ann)
    with pytest.raises(Refused, match="finished since"):
        undo.undo(world.project, world.lea)
    assert len(tags.of_reading(world.project, ann)) == 1


def test_what_somebody_else_changed_since_is_not_taken_back(world: World) -> None:
    [tag] = tags.add_many(world.project, world.lea, {world.reading(): [NewTag("D1", 0, 4)]})
    tags.edit(world.project, world.ann, tag, memo="mine now")
    with pytest.raises(Refused, match="Somebody else"):
        undo.undo(world.project, world.lea)
    assert tags.listed(world.project)[0].memo == "mine now"
