"""What the keys of the desk promise, without a screen."""

from dataclasses import replace

import pytest

from coder.coding import FINISHED, NO_TAG, SELECT_FIRST, Place
from corpus.codebook import builtin
from corpus.refused import Refused
from corpus.text import Span
from db import codebooks, documents, history, purge, tags
from db.project import open_project
from tests.coder.conftest import MILL, Study

FLOUR = Span(MILL.index("they sold"), MILL.index(" Nobody"))
SOLD = Span(MILL.index("sold"), MILL.index(" the flour"))


def on(span: Span) -> Place:
    return Place(span.stop, span)


def kept(study: Study) -> list[tuple[str, str]]:
    """What another program would read: code and words of each tag."""
    return [(tag.code, MILL[tag.start : tag.stop]) for tag in tags.listed(study.project)]


def test_a_digit_puts_a_code_on_the_selection_and_again_takes_it_off(study: Study) -> None:
    coding = study.coding()
    said = coding.toggle("D3", on(FLOUR))
    assert kept(study) == [("D3", "they sold the flour.")]
    assert "3 " in said
    assert "they sold" in said
    coding.toggle("D3", on(FLOUR))
    assert kept(study) == []
    assert coding.tags == []


def test_the_selection_stays_for_a_second_code(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D3", on(FLOUR))
    coding.toggle("D4", on(FLOUR))
    assert [code for code, _ in kept(study)] == ["D3", "D4"]
    assert coding.checked(on(FLOUR)) == {"D3", "D4"}


def test_a_tag_reaches_from_its_first_word_to_its_last_whatever_blanks_were_selected(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D3", on(Span(FLOUR.start - 1, FLOUR.stop + 1)))
    assert kept(study) == [("D3", "they sold the flour.")]
    coding.toggle("D3", on(FLOUR))
    assert kept(study) == []


def test_without_a_selection_a_digit_is_about_the_passage_under_the_cursor(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D3", on(FLOUR))
    at = Place(FLOUR.start + 2)
    coding.toggle("R2", at)
    assert kept(study) == [("D3", "they sold the flour."), ("R2", "they sold the flour.")]
    coding.toggle("D3", at)
    assert kept(study) == [("R2", "they sold the flour.")]


def test_a_check_mark_is_where_the_digit_takes_off(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D3", on(FLOUR))
    coding.toggle("D4", on(SOLD))
    coding.focus = None
    at = Place(SOLD.start + 1)
    for code in sorted(coding.checked(at)):
        before = len(coding.tags)
        coding.focus = None
        coding.toggle(code, at)
        assert len(coding.tags) == before - 1


def test_nothing_selected_and_no_tag_says_how_to_select(study: Study) -> None:
    coding = study.coding()
    with pytest.raises(Refused, match=SELECT_FIRST):
        coding.toggle("D1", Place(0))
    assert kept(study) == []


def test_blanks_alone_are_no_passage(study: Study) -> None:
    coding = study.coding()
    gap = MILL.index("\n\n")
    with pytest.raises(Refused):
        coding.toggle("D1", on(Span(gap, gap + 2)))
    assert kept(study) == []


def test_passages_may_overlap_and_tab_goes_through_those_under_the_cursor(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D3", on(FLOUR))
    coding.toggle("D4", on(SOLD))
    coding.focus = None
    at = Place(SOLD.start + 1)
    first, second = coding.cycle(at), coding.cycle(at)
    assert {first.code, second.code} == {"D3", "D4"}
    assert coding.cycle(at) == first


def test_next_and_previous_go_through_all_tags_and_stop_at_the_ends(study: Study) -> None:
    coding = study.coding()
    walked = Span(MILL.index("I walked"), MILL.index(" that night"))
    coding.toggle("D3", on(FLOUR))
    coding.toggle("D4", on(SOLD))
    coding.toggle("D1", on(walked))
    coding.focus = None
    order = []
    place = Place(0)
    for _ in range(3):
        tag = coding.next_tag(place)
        order.append(tag.code)
        place = Place(tag.start)
    assert order == ["D3", "D4", "D1"]
    with pytest.raises(Refused):
        coding.next_tag(place)
    assert coding.previous_tag(place).code == "D4"


def test_an_edge_moves_by_letter_word_and_sentence_and_each_step_is_kept(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D3", on(SOLD))
    coding.choose_edge("stop", Place(SOLD.start))
    coding.move_edge("word", True)
    assert kept(study) == [("D3", "sold the")]
    coding.move_edge("letter", False)
    assert kept(study) == [("D3", "sold th")]
    coding.move_edge("sentence", True)
    assert kept(study) == [("D3", "sold the flour.")]
    coding.choose_edge("start", Place(SOLD.start))
    coding.move_edge("sentence", False)
    assert kept(study) == [("D3", "They said the mill was ours, and then they sold the flour.")]
    coding.move_edge("word", True)
    assert kept(study) == [("D3", "said the mill was ours, and then they sold the flour.")]


def test_an_edge_never_leaves_an_empty_passage(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D3", on(Span(0, 4)))
    coding.choose_edge("start", Place(0))
    for unit in ("word", "sentence"):
        with pytest.raises(Refused):
            coding.move_edge(unit, True)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        coding.move_edge("letter", False)
    assert kept(study) == [("D3", "They")]


def test_the_code_can_be_changed_and_memo_qualifiers_case_and_query_stay(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D3", on(FLOUR))
    at = Place(FLOUR.start)
    coding.set_memo(coding.the_current(at), "Who sold it?")
    coding.qualify(coding.the_current(at), "voice", "own")
    coding.new_case(coding.the_current(at), "C-07")
    coding.toggle_query(coding.the_current(at))
    coding.recode(coding.the_current(at), "D4")
    (tag,) = tags.listed(study.project)
    assert (tag.code, tag.memo, dict(tag.qualifiers), tag.query) == ("D4", "Who sold it?", {"voice": "own"}, True)
    assert coding.cases[tag.case or ""].key == "C-07"
    told = coding.told(at)
    assert "C-07" in told
    assert "Who sold it?" in told


def test_a_qualifier_pressed_again_is_taken_off(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D3", on(FLOUR))
    at = Place(FLOUR.start)
    coding.qualify(coding.the_current(at), "voice", "own")
    coding.qualify(coding.the_current(at), "voice", "own")
    assert dict(tags.listed(study.project)[0].qualifiers) == {}


def test_undo_and_redo_say_what_they_did_and_where(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D3", on(FLOUR))
    words, where = coding.undo()
    assert where == FLOUR
    assert len(words) > len("Undone: ")
    assert kept(study) == []
    assert coding.redoable
    coding.redo()
    assert kept(study) == [("D3", "they sold the flour.")]
    assert coding.tags[0].code == "D3"


def test_undo_works_after_a_restart(study: Study) -> None:
    study.coding().toggle("D3", on(FLOUR))
    again = study.coding()
    assert again.undoable
    again.undo()
    assert kept(study) == []
    with pytest.raises(Refused):
        again.undo()


def test_a_finished_document_refuses_tags_and_says_how_to_reopen(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D3", on(FLOUR))
    coding.finish()
    at = Place(FLOUR.start)
    for attempt in (
        lambda: coding.toggle("D4", on(FLOUR)),
        lambda: coding.the_current(at),
        lambda: coding.remove(coding.tags[0]),
        lambda: coding.set_document_memo("late"),
    ):
        with pytest.raises(Refused, match=FINISHED.split(".")[0]):
            attempt()
    assert kept(study) == [("D3", "they sold the flour.")]
    coding.reopen()
    coding.toggle("D4", on(FLOUR))
    assert len(kept(study)) == 2


def test_a_document_finished_without_a_tag_is_kept_as_that(study: Study) -> None:
    coding = study.coding()
    assert "0 tags" in coding.finish()
    again = study.coding()
    assert again.reading.finished
    assert again.tags == []
    assert again.read == len(again.paragraphs)


def test_reading_on_is_progress_and_jumping_ahead_is_not(study: Study) -> None:
    coding = study.coding(document=study.long)
    starts = [span.start for span in coding.paragraphs]
    assert coding.read_on(0, starts[2] + 3, Span(0, starts[6]))
    assert coding.read == 2
    assert not coding.read_on(starts[30], starts[31], Span(starts[28], starts[35]))
    assert coding.read == 2
    assert coding.first_unread() == starts[2]
    assert not coding.read_on(starts[2], starts[1], Span(0, starts[6]))
    assert coding.read == 2


def test_a_click_among_what_is_on_the_screen_is_no_jump_ahead(study: Study) -> None:
    coding = study.coding(document=study.long)
    starts = [span.start for span in coding.paragraphs]
    assert coding.read_on(starts[4], starts[5], Span(0, starts[8]))
    assert coding.read == 5


def test_undoing_a_finish_gives_the_progress_back(study: Study) -> None:
    coding = study.coding(document=study.long)
    starts = [span.start for span in coding.paragraphs]
    coding.read_on(0, starts[2], Span(0, starts[6]))
    coding.finish()
    coding.undo()
    assert (coding.read, coding.reading.finished) == (2, False)
    coding.redo()
    assert (coding.read, coding.reading.finished) == (60, True)


def test_what_undo_brings_back_is_what_the_next_key_is_about(study: Study) -> None:
    coding = study.coding()
    here = Place(10, Span(5, 30))
    coding.toggle("D3", here)
    coding.toggle("D4", here)
    coding.remove(next(tag for tag in coding.tags if tag.code == "D3"))
    coding.undo()
    current = coding.current(Place(10))
    assert current is not None
    assert current.code == "D3"


def test_the_blank_behind_a_tag_still_belongs_to_it(study: Study) -> None:
    coding = study.coding()
    end = MILL.index("flour.") + len("flour.")
    coding.toggle("D3", Place(end + 1, Span(0, end + 1)))
    assert [tag.stop for tag in coding.here(Place(end + 1))] == [end]
    assert coding.current(Place(end + 1)) is not None


def test_a_document_erased_by_another_program_is_changed_no_more(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D3", Place(10, Span(5, 30)))
    coding.finish()
    with open_project(study.path) as other:
        purge.purge_document(other, study.lea, study.mill)
    for change in (coding.reopen, coding.undo, coding.refresh, lambda: documents.text(study.project, study.mill)):
        with pytest.raises(Refused, match="erased"):
            change()


def test_the_last_paragraph_is_read_when_its_end_is_seen(study: Study) -> None:
    coding = study.coding()
    last = coding.paragraphs[-1].start
    assert coding.read_on(0, last, Span(0, len(MILL)))
    assert coding.first_unread() is None
    assert study.coding().first_unread() is None


def test_what_was_refused_changes_nothing(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D3", on(FLOUR))
    coding.toggle("D4", on(FLOUR))
    before, lines = list(coding.tags), len(history.history(study.project))
    with pytest.raises(Refused):
        coding.recode(coding.tags[0], "D4")
    with pytest.raises(Refused):
        coding.recode(coding.tags[0], "nonsense")
    assert coding.tags == before
    assert len(history.history(study.project)) == lines


def test_what_another_program_wrote_is_seen_after_a_refresh(study: Study) -> None:
    mine, other = study.coding(), study.coding()
    other.toggle("D3", on(FLOUR))
    mine.refresh()
    assert mine.tags == other.tags
    other.remove(mine.tags[0])
    with pytest.raises(Refused):
        mine.remove(mine.tags[0])


def test_coders_see_only_their_own_tags(study: Study) -> None:
    study.coding(study.ann).toggle("D3", on(FLOUR))
    assert study.coding(study.ben).tags == []


def test_codes_used_last_come_first_in_the_list_of_all(study: Study) -> None:
    coding = study.coding()
    coding.toggle("R0", on(FLOUR))
    coding.toggle("D2.sunni", on(FLOUR))
    listed = coding.codes_for_choice()
    assert listed[:2] == ["D2.sunni", "R0"]
    assert sorted(listed) == sorted(code.key for code in coding.codebook.codes)


def test_without_a_tag_the_keys_for_tags_say_so(study: Study) -> None:
    coding = study.coding()
    with pytest.raises(Refused, match="No tag"):
        coding.the_current(Place(0))
    assert NO_TAG.startswith("No tag")


def test_the_status_line_names_place_selection_and_codes_in_words(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D3", on(FLOUR))
    told = coding.told(on(FLOUR))
    assert told.startswith("¶ 1 · 4 words selected · 3 ")
    assert coding.told(Place(0)) == "¶ 1"


def other_codebook(study: Study) -> str:
    """The lead changes what a code means; the new version's id."""
    with open_project(study.path) as other:
        book = builtin()
        codes = [replace(code, definition="Another.") if code.key == "D3" else code for code in book.codes]
        return codebooks.load(other, study.lea, replace(book, codes=tuple(codes)))


def test_nothing_is_tagged_under_a_codebook_that_the_coder_has_not_seen(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D4", on(SOLD))
    version = other_codebook(study)
    with pytest.raises(Refused, match="another codebook"):
        coding.toggle("D3", on(FLOUR))
    assert [code for code, _ in kept(study)] == ["D4"]
    assert coding.codebook.code("D3").definition == "Another."
    coding.toggle("D3", on(FLOUR))
    assert {tag.code: tag.codebook == version for tag in coding.tags} == {"D3": True, "D4": False}


def test_no_tag_gets_a_code_of_a_codebook_that_the_coder_has_not_seen(study: Study) -> None:
    coding = study.coding()
    coding.toggle("D4", on(SOLD))
    other_codebook(study)
    with pytest.raises(Refused, match="another codebook"):
        coding.recode(coding.tags[0], "D3")
    assert [code for code, _ in kept(study)] == ["D4"]
    coding.recode(coding.tags[0], "D3")
    assert [code for code, _ in kept(study)] == ["D3"]


def test_what_another_program_writes_after_the_reading_is_seen_to_be_new(study: Study) -> None:
    coding = study.coding()
    assert coding.seen == study.project.changes_elsewhere()
    coding.toggle("D3", on(FLOUR))
    assert coding.seen == study.project.changes_elsewhere()
    other_codebook(study)
    assert coding.seen != study.project.changes_elsewhere()
    coding.refresh()
    assert coding.seen == study.project.changes_elsewhere()
