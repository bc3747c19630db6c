"""A corrected text: every tag has its place, also one merged later; nothing is dropped; one undo takes it back."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.readers import Imported
from corpus.refused import Refused
from corpus.text import Span, text_id
from db import (
    backups,
    check,
    coders,
    conflicts,
    corrections,
    documents,
    history,
    merge,
    package,
    project,
    purge,
    readings,
    rounds,
    sameness,
    tags,
    undo,
)
from db.project import Project
from db.values import Document, NewTag, Tag

from .conftest import MILL, World, make

HEADED = "Interviewer: Go on.\n\n" + MILL
GONE = "He laughed, and I walked home that night."


def corrected(world: World, text: str, document: Document | None = None) -> Document:
    """Lea corrects the mill's text."""
    now = documents.named(world.project, (document or world.mill).id)
    return corrections.correct(world.project, world.lea, now, corrections.proposed(world.project, now, text))


def words(of: Project, tag: Tag) -> str:
    return of.text(tag.text_id)[tag.start : tag.stop]


def tagged(world: World, quote: str, code: str = "D3") -> Tag:
    start = MILL.index(quote)
    return tags.add(world.project, world.ann, world.reading(), [NewTag(code, start, start + len(quote))])[0]


def test_an_untouched_passage_keeps_its_words_and_a_touched_one_tells_both(world: World) -> None:
    flour, walked = tagged(world, "sold the flour"), tagged(world, "I walked home that night", "D4")
    now = corrected(world, HEADED.replace("sold the flour", "sold all the flower"))
    assert [t.text_id for t in tags.listed(world.project)] == [now.text_id] * 2
    moved, kept = tags.listed(world.project)
    assert (kept.id, words(world.project, kept)) == (walked.id, "I walked home that night")
    assert kept.was is not None
    assert (kept.was.text_id, kept.was.start, kept.was.state, kept.waits) == (
        world.mill.text_id, walked.start, "kept", False,
    )  # fmt: skip
    assert (moved.id, words(world.project, moved)) == (flour.id, "sold all the flower")
    assert moved.was is not None
    assert moved.was.state == "moved and changed"


def test_what_is_gone_waits_and_is_not_dropped(world: World) -> None:
    tag = tagged(world, "He laughed, and I walked home that night.")
    readings.finish(world.project, world.ann, world.reading())
    corrected(world, MILL.replace(" He laughed, and I walked home that night.", ""))
    [waiting] = corrections.waiting(world.project)
    assert (waiting.id, waiting.lost, waiting.waits) == (tag.id, True, True)
    assert words(world.project, waiting) == "He laughed, and I walked home that night."
    assert world.reading().finished


def test_its_coder_gives_it_a_place_also_when_the_reading_is_finished_and_takes_it_back(world: World) -> None:
    tag = tagged(world, "He laughed, and I walked home that night.")
    readings.finish(world.project, world.ann, world.reading())
    now = corrected(world, MILL.replace(" He laughed, and I walked home that night.", ""))
    [waiting] = corrections.waiting(world.project)
    with pytest.raises(Refused, match="another coder's"):
        tags.place(world.project, world.ben, waiting, Span(0, 10))
    start = now.length - len("the commander why.")
    placed = tags.place(world.project, world.ann, waiting, Span(start, now.length))
    assert (placed.id, words(world.project, placed), placed.was) == (tag.id, "the commander why.", None)
    assert corrections.waiting(world.project) == []
    assert "in a corrected text" in (undo.undo(world.project, world.ann) or "")
    [again] = corrections.waiting(world.project)
    tags.gone(world.project, world.ann, again)
    assert tags.listed(world.project) == []
    undo.undo(world.project, world.ann)
    assert [t.id for t in corrections.waiting(world.project)] == [tag.id]
    with pytest.raises(Refused, match="finished"):
        tags.remove(world.project, world.ann, again)


def test_a_place_given_in_a_closed_round_is_taken_back_and_given_again_there(world: World) -> None:
    tag = tagged(world, GONE)
    readings.finish(world.project, world.ann, world.reading())
    now = corrected(world, MILL.replace(" " + GONE, ""))
    rounds.set_open(world.project, world.lea, rounds.current(world.project), open_=False)
    [waiting] = corrections.waiting(world.project)
    tags.place(world.project, world.ann, waiting, Span(0, 9), text_id=now.text_id)
    assert undo.undo(world.project, world.ann) == "found D3 again in a corrected text at “They said”"
    [again] = corrections.waiting(world.project)
    assert again.id == tag.id
    assert undo.redo(world.project, world.ann) is not None
    assert (corrections.waiting(world.project), words(world.project, tags.listed(world.project)[0])) == (
        [],
        "They said",
    )
    undo.undo(world.project, world.ann)
    tags.gone(world.project, world.ann, again)
    undo.undo(world.project, world.ann)
    assert [t.id for t in corrections.waiting(world.project)] == [tag.id]
    with pytest.raises(Refused, match="closed"):  # what was coded is another matter
        undo.undo(world.project, world.ann)


def test_what_is_in_no_doubt_is_not_placed_or_removed_that_way(world: World) -> None:
    tag = tagged(world, "sold the flour")
    with pytest.raises(Refused, match="not corrected"):
        tags.place(world.project, world.ann, tag, Span(0, 4))
    with pytest.raises(Refused, match="not in doubt"):
        tags.gone(world.project, world.ann, tag)
    readings.finish(world.project, world.ann, world.reading())
    corrected(world, HEADED)
    kept = tags.get(world.project, tag.id)
    with pytest.raises(Refused, match="not in doubt"):
        tags.place(world.project, world.ann, kept, Span(0, 11))


def test_a_place_in_a_text_that_was_corrected_again_is_refused(world: World) -> None:
    tagged(world, GONE)
    before_them = corrected(world, MILL.replace(GONE, ""))
    [waiting] = corrections.waiting(world.project)
    corrected(world, HEADED.replace(GONE, ""))
    with pytest.raises(Refused, match="corrected meanwhile"):
        tags.place(world.project, world.ann, waiting, Span(0, 9), text_id=before_them.text_id)
    assert [tag.lost for tag in corrections.waiting(world.project)] == [True]


def test_a_memo_written_after_the_correction_does_not_move_the_passage(world: World) -> None:
    tag = tagged(world, "sold the flour")
    corrected(world, HEADED)
    edited = tags.edit(world.project, world.ann, tags.get(world.project, tag.id), memo="why?")
    assert (edited.memo, words(world.project, edited)) == ("why?", "sold the flour")
    assert edited.was is not None
    corrections.take_back(world.project, world.lea, documents.named(world.project, "mill"))
    back = tags.get(world.project, tag.id)
    assert (back.memo, back.start, back.was) == ("why?", tag.start, None)


def test_edges_moved_after_the_correction_count_in_the_new_text_and_come_back_too(world: World) -> None:
    tag = tagged(world, "sold the flour")
    corrected(world, HEADED)
    now = tags.get(world.project, tag.id)
    edited = tags.edit(world.project, world.ann, now, stop=now.stop + 1)
    assert (words(world.project, edited), edited.was) == ("sold the flour.", None)
    corrections.take_back(world.project, world.lea, documents.named(world.project, "mill"))
    assert words(world.project, tags.get(world.project, tag.id)) == "sold the flour."


def test_taking_back_gives_text_and_tags_back_one_correction_after_the_other(world: World) -> None:
    tagged(world, "sold the flour")
    before = tags.listed(world.project)
    corrected(world, HEADED)
    corrected(world, "Nothing of this is left here at all; it is another text.")
    assert [t.lost for t in tags.listed(world.project)] == [True]
    for _ in range(2):
        corrections.take_back(world.project, world.lea, documents.named(world.project, "mill"))
    assert tags.listed(world.project) == before
    assert documents.named(world.project, "mill").text_id == world.mill.text_id
    with pytest.raises(Refused, match="no correction"):
        corrections.take_back(world.project, world.lea, world.mill)
    assert check.check(world.path) == []
    told = [change.words for change in history.history(world.project)]
    assert sum("corrected the text of 'mill'" in one for one in told) == 4


def test_corrected_there_and_back_by_files_gives_the_tags_back(world: World) -> None:
    tagged(world, "He laughed, and I walked home that night.")
    before = tags.listed(world.project)
    corrected(world, MILL.replace("He laughed, and I walked home that night.", "[cut]"))
    corrected(world, MILL)
    found = tags.listed(world.project)
    assert [(t.id, t.start, t.stop, t.text_id) for t in found] == [(t.id, t.start, t.stop, t.text_id) for t in before]
    assert corrections.waiting(world.project) == []


def test_a_tag_made_elsewhere_on_the_old_text_is_merged_with_its_place(world: World, tmp_path: Path) -> None:
    laptop = project.open_project(backups.copy_whole(world.path, tmp_path / "laptop.coder"))
    with laptop:
        start = MILL.index("sold the flour")
        reading = readings.of(laptop, world.ann, world.mill, rounds.current(laptop))
        tags.add(laptop, coders.named(laptop, "ann"), reading, [NewTag("D3", start, start + 14)])
        readings.finish(laptop, world.ann, reading)
    corrected(world, HEADED)
    merge.merge(world.project, world.lea, [tmp_path / "laptop.coder"])
    [tag] = tags.listed(world.project)
    assert words(world.project, tag) == "sold the flour"
    assert tag.text_id == documents.named(world.project, "mill").text_id
    assert check.check(world.path) == []
    with project.open_project(tmp_path / "laptop.coder") as opened:
        merge.merge(opened, coders.named(opened, "lea"), [world.path])
        assert tags.listed(opened) == tags.listed(world.project)


def test_two_who_corrected_differently_have_one_text_and_every_tag_its_place(world: World, tmp_path: Path) -> None:
    tagged(world, "sold the flour")
    copy = World(tmp_path / "b.coder", project.open_project(backups.copy_whole(world.path, tmp_path / "b.coder")),
                 world.lea, world.ann, world.ben, world.mill, world.road)  # fmt: skip
    with copy.project:
        corrected(copy, MILL + "\n\nMore.")
        here = documents.named(copy.project, "mill")
        reading = readings.of(copy.project, world.ann, here, rounds.current(copy.project))
        tags.add(copy.project, world.ann, reading, [NewTag("D4", here.length - 5, here.length)])
    corrected(world, HEADED)
    merge.merge(world.project, world.lea, [copy.path])
    with project.open_project(copy.path) as opened:
        merge.merge(opened, world.lea, [world.path])
        assert tags.listed(opened) == tags.listed(world.project)
    found = {tag.code: tag for tag in tags.listed(world.project)}
    assert words(world.project, found["D3"]) == "sold the flour"
    assert found["D4"].lost or words(world.project, found["D4"]) == "More."
    assert check.check(world.path) == []


def test_how_far_one_has_read_is_carried_too(world: World) -> None:
    at = MILL.index("I asked")
    readings.advance(world.project, world.ann, world.reading(), at)
    corrected(world, HEADED)
    assert world.reading().position == at + len(HEADED) - len(MILL)
    readings.advance(world.project, world.ann, world.reading(), at + 30)
    corrections.take_back(world.project, world.lea, documents.named(world.project, "mill"))
    assert world.reading().position == at + 30 - (len(HEADED) - len(MILL))


def test_nothing_is_tagged_on_a_text_that_is_not_in_force_any_more(world: World) -> None:
    corrected(world, HEADED)
    with pytest.raises(Refused, match="corrected meanwhile"):
        tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 4)], text_id=world.mill.text_id)
    assert tags.listed(world.project) == []


def test_the_very_passage_is_not_tagged_twice_across_a_correction(world: World) -> None:
    tag = tagged(world, "sold the flour")
    corrected(world, HEADED)
    now = tags.get(world.project, tag.id)
    with pytest.raises(Refused, match="already"):
        tags.add(world.project, world.ann, world.reading(), [NewTag("D3", now.start, now.stop)])
    [other] = tags.add(world.project, world.ann, world.reading(), [NewTag("D4", now.start, now.stop)])
    for one, code in ((now, "D4"), (other, "D3")):
        with pytest.raises(Refused, match="already"):
            tags.edit(world.project, world.ann, one, code=code)


def test_where_a_tag_is_depends_on_the_corrections_that_stand_not_on_what_was_reckoned_before(world: World) -> None:
    tagged(world, GONE)
    corrected(world, MILL.replace(GONE, "[cut]"))
    corrected(world, MILL + " End.")
    assert [tag.waits for tag in tags.listed(world.project)] == [True]  # it was lost on the way
    for _ in range(2):
        corrections.take_back(world.project, world.lea, documents.named(world.project, "mill"))
    corrected(world, MILL + " End.")
    [tag] = tags.listed(world.project)
    assert (words(world.project, tag), tag.waits) == (GONE, False)


@pytest.mark.parametrize(
    ("text", "says"),
    [(MILL, "the same"), ("We took the road by the river. Nobody spoke of it afterwards.", "text of road;")],
)
def test_what_can_t_be_a_correction_changes_nothing(world: World, text: str, says: str) -> None:
    before = world.project.changes()
    with pytest.raises(Refused, match=says):
        corrected(world, text)
    assert world.project.changes() == before


def test_a_text_that_was_another_document_s_stays_its_own(world: World) -> None:
    corrected(world, HEADED)
    corrected(world, HEADED + " And so on.")
    for text in (MILL, HEADED):
        with pytest.raises(Refused, match="was the text of mill"):
            corrected(world, text, world.road)
        there = corrections.whose(world.project, text_id(text))
        assert there is not None
        assert there.id == world.mill.id
    purge.purge_document(world.project, world.lea, documents.named(world.project, "mill"))
    for text in (MILL, HEADED):
        with pytest.raises(Refused, match="erased here on purpose"):
            corrected(world, text, world.road)
        with pytest.raises(Refused, match="erased here on purpose"):
            corrections.whose(world.project, text_id(text))
    assert documents.named(world.project, "road").text_id == world.road.text_id


def test_no_door_gives_a_document_a_text_that_another_one_had(world: World) -> None:
    corrected(world, HEADED)
    corrected(world, HEADED + " And so on.")
    for text in (MILL, HEADED, HEADED + " And so on."):
        there, new = documents.add(world.project, world.lea, Imported("anew", text))
        assert (there.id, new) == (world.mill.id, False)
    purge.purge_document(world.project, world.lea, documents.named(world.project, "mill"))
    for text in (MILL, HEADED):
        with pytest.raises(Refused, match="erased here on purpose"):
            documents.add(world.project, world.lea, Imported("anew", text))


def test_two_documents_that_have_one_text_after_a_merge_are_told_in_a_line_and_nothing_breaks(
    world: World, tmp_path: Path
) -> None:
    with project.open_project(backups.copy_whole(world.path, tmp_path / "b.coder")) as other:
        again, _ = documents.add(other, world.lea, Imported("again", HEADED))
        tag = NewTag("D1", 0, 11)
        tags.add(other, world.ann, readings.of(other, world.ann, again, rounds.current(other)), [tag])
    tagged(world, "sold the flour")
    corrected(world, HEADED)
    assert check.notes(world.path) == []
    merged = merge.merge(world.project, world.lea, [tmp_path / "b.coder"])
    [line] = merged.doubles
    assert f"mill ({world.mill.id[:12]}) and again ({again.id[:12]}) have or had one text" in line
    assert (check.check(world.path), check.notes(world.path)) == ([], [line])
    assert [words(world.project, t) for t in tags.listed(world.project)] == ["sold the flour", "Interviewer"]
    sameness.say(world.project, world.lea, documents.named(world.project, "again"), world.mill)
    assert check.notes(world.path) == []
    sameness.say(world.project, world.lea, documents.named(world.project, "again"), None)
    corrections.take_back(world.project, world.lea, documents.named(world.project, "mill"))
    assert [words(world.project, t) for t in tags.listed(world.project)] == ["sold the flour", "Interviewer"]
    purge.purge_document(world.project, world.lea, documents.named(world.project, "again"))
    assert (check.check(world.path), check.notes(world.path)) == ([], [])
    assert world.project.text(world.mill.text_id) == MILL


def test_what_is_refused_makes_no_backup(world: World) -> None:
    now = corrected(world, HEADED)
    corrections.take_back(world.project, world.lea, now)
    before = backups.listed(world.path)
    for refused in (
        lambda: corrections.take_back(world.project, world.lea, world.mill),
        lambda: corrected(world, world.project.text(world.road.text_id)),
        lambda: corrections.correct(world.project, world.lea, world.mill, corrections.Correction("a", "b", [0, 1, 1])),
    ):
        with pytest.raises(Refused):
            refused()
    assert backups.listed(world.path) == before


def test_how_far_one_has_read_in_a_text_that_is_not_in_force_any_more_is_not_kept(world: World) -> None:
    readings.advance(world.project, world.ann, world.reading(), 20, text_id=world.mill.text_id)
    now = corrected(world, HEADED)
    with pytest.raises(Refused, match="corrected meanwhile"):
        readings.advance(world.project, world.ann, world.reading(), 40, text_id=world.mill.text_id)
    assert world.reading().position == 20 + HEADED.index(MILL)
    assert readings.advance(world.project, world.ann, world.reading(), 99, text_id=now.text_id).position == 99


def test_after_a_merge_and_a_decision_the_correction_in_force_can_be_taken_back(world: World, tmp_path: Path) -> None:
    with project.open_project(backups.copy_whole(world.path, tmp_path / "b.coder")) as other:
        for text in (MILL + " More.", MILL + " More and more."):
            mill = documents.named(other, "mill")
            corrections.correct(other, world.lea, mill, corrections.proposed(other, mill, text))
    corrected(world, HEADED)
    merge.merge(world.project, world.lea, [tmp_path / "b.coder"])
    [conflict] = conflicts.listed(world.project)
    ours = next(version for version in conflict.versions if not version.shown)
    conflicts.settle(world.project, world.lea, conflict, ours.event)
    assert documents.text(world.project, documents.named(world.project, "mill")) == HEADED
    corrections.take_back(world.project, world.lea, documents.named(world.project, "mill"))
    assert documents.text(world.project, documents.named(world.project, "mill")) == MILL


def test_only_leads_correct_and_not_a_text_that_changed_meanwhile(world: World) -> None:
    proposed = corrections.proposed(world.project, world.mill, HEADED)
    with pytest.raises(Refused, match="Only leads"):
        corrections.correct(world.project, world.ann, world.mill, proposed)
    corrected(world, MILL + " And so on.")
    with pytest.raises(Refused, match="meanwhile"):
        corrections.correct(world.project, world.lea, world.mill, proposed)
    assert [b.name for b in backups.listed(world.path) if "before-correction" in b.name]


def test_a_package_holds_the_texts_that_its_tags_stand_on_and_corrects_none(world: World, tmp_path: Path) -> None:
    tagged(world, "sold the flour")
    corrected(world, HEADED)
    package.package(world.project, world.lea, world.ann, tmp_path / "ann.coder")
    with project.open_project(tmp_path / "ann.coder") as opened:
        [tag] = tags.listed(opened)
        assert words(opened, tag) == "sold the flour"
        now = documents.named(opened, "mill")
        proposed = corrections.proposed(opened, now, MILL + "!")
        with pytest.raises(Refused, match="package"):
            corrections.correct(opened, world.lea, now, proposed)


def test_a_purge_erases_every_text_that_there_was(world: World) -> None:
    tagged(world, "sold the flour")
    corrected(world, HEADED)
    assert [tag.waits for tag in tags.listed(world.project)] == [False]
    purge.purge_document(world.project, world.lea, documents.named(world.project, "mill"))
    before = tags.listed(world.project)
    world.again()
    assert check.check(world.path) == []
    assert tags.listed(world.project) == before
    assert [tag.was for tag in before] == [None]  # nobody can tell any more
    assert b"sold the flour" not in world.path.read_bytes()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_an_edit_outside_a_passage_never_changes_its_words(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    world = make(tmp_path_factory.mktemp("edit") / "study.coder")
    with world.project:
        quote = "He laughed, and I walked home that night."
        tag = tagged(world, quote)
        at = data.draw(st.integers(0, tag.start))
        gone = data.draw(st.integers(0, tag.start - at))
        came = data.draw(st.text(st.characters(categories=["L", "Zs"]), max_size=20))
        text = MILL[:at] + came + MILL[at + gone :]
        if text == MILL:
            return
        corrected(world, text)
        assert words(world.project, tags.get(world.project, tag.id)) == quote
