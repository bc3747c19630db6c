"""The review without a screen: what each key decides, for leads and for coders."""

import pytest

from coder import settling
from coder.reviewing import Reviewing
from corpus.refused import Refused
from corpus.text import Span
from db import cases, comments, documents, readings, rounds, rulings, tags
from db.values import Coder, NewTag, Outcome
from tests.coder.conftest import MILL, Study


def coded(study: Study, coder: Coder, *passages: tuple[str, str]) -> None:
    """Tags on these words, and the document finished."""
    reading = readings.of(study.project, coder, study.mill, rounds.current(study.project))
    new = [NewTag(code, MILL.index(words), MILL.index(words) + len(words)) for words, code in passages]
    if new:
        tags.add(study.project, coder, reading, new)
    readings.finish(study.project, coder, readings.of(study.project, coder, study.mill, rounds.current(study.project)))


@pytest.fixture
def reviewing(study: Study) -> Reviewing:
    """Ann and Ben differ in three places, and agree on one; Lea reviews."""
    coded(study, study.ann, ("the mill was ours", "D3"), ("He laughed", "D1"), ("My brother stayed", "R3"),
          ("the bread was good", "R3"))  # fmt: skip
    coded(study, study.ben, ("said the mill was ours", "D3"), ("He laughed", "D2"), ("the bread was good", "R3"))
    study.project.viewer = study.lea.id
    return Reviewing(study.project, study.lea)


def outcome(reviewing: Reviewing) -> list[tuple[str, str]]:
    ruling = reviewing.place.ruling
    assert ruling is not None
    return [(one.code, MILL[one.start : one.stop]) for one in ruling.outcome]


def test_places_come_in_the_order_of_the_text_and_keys_go_between_them(reviewing: Reviewing) -> None:
    assert [place.kinds for place in reviewing.places] == [("boundary",), ("code",), ("omission",)]
    assert reviewing.at == 0
    with pytest.raises(Refused, match="before this"):
        reviewing.go(-1)
    reviewing.go(1)
    reviewing.go(1)
    with pytest.raises(Refused, match="after this"):
        reviewing.go(1)
    reviewing.next_open()
    assert reviewing.at == 0


def test_a_coder_s_tags_are_taken_by_number_and_nothing_is_a_decision_too(reviewing: Reviewing) -> None:
    reviewing.take(2)
    assert outcome(reviewing) == [("D3", "said the mill was ours")]
    assert reviewing.place.state == "settled"
    reviewing.next_open()
    reviewing.take_all()
    assert outcome(reviewing) == [("D1", "He laughed"), ("D2", "He laughed")]
    reviewing.next_open()
    assert reviewing.take(2) == "Ruled: nothing belongs here"
    assert outcome(reviewing) == []
    assert (reviewing.decided.listed, reviewing.decided.settled) == (3, 3)
    with pytest.raises(Refused, match="settled"):
        reviewing.next_open()
    with pytest.raises(Refused, match="no coder 3"):
        reviewing.take(3)


def test_other_edges_another_code_and_one_more(reviewing: Reviewing) -> None:
    start = MILL.index("mill was ours")
    reviewing.edges(Span(start, start + 13))
    assert outcome(reviewing) == [("D3", "mill was ours")]
    reviewing.go(1)
    with pytest.raises(Refused, match="Several codes"):
        reviewing.edges(Span(start, start + 4))
    reviewing.code("D4")
    assert outcome(reviewing) == [("D4", "He laughed")]
    reviewing.code("D1", also=True)
    assert outcome(reviewing) == [("D4", "He laughed"), ("D1", "He laughed")]


def test_reasons_belong_to_a_decision_and_stay_when_it_is_made_anew(reviewing: Reviewing, study: Study) -> None:
    with pytest.raises(Refused, match="Nothing is decided"):
        reviewing.because(reason="why")
    picked = comments.add_reason(study.project, study.lea, "wrong enemy")
    reviewing.take(1)
    reviewing.because(picked=picked.id)
    reviewing.because(reason="it is their mill", proposal="Property counts as D3.")
    reviewing.take(2)
    ruling = reviewing.place.ruling
    assert ruling is not None
    assert (ruling.picked, ruling.reason, ruling.proposal) == (picked.id, "it is their mill", "Property counts as D3.")


def test_decisions_are_taken_back_in_order_or_left_open(reviewing: Reviewing) -> None:
    reviewing.take(1)
    reviewing.go(1)
    reviewing.nothing()
    reviewing.undo()
    assert [place.state for place in reviewing.places] == ["settled", "open", "open"]
    reviewing.go(-1)
    reviewing.leave_open()
    assert {place.state for place in reviewing.places} == {"open"}


def test_what_was_taken_back_is_decided_again_until_something_else_is(reviewing: Reviewing) -> None:
    with pytest.raises(Refused, match="Nothing to redo"):
        reviewing.redo()
    reviewing.take(1)
    reviewing.take(2)
    reviewing.undo()
    reviewing.undo()
    assert reviewing.place.state == "open"
    assert reviewing.redo().startswith("Done again: ruled D3 on")
    assert outcome(reviewing) == [("D3", "the mill was ours")]
    reviewing.redo()
    assert outcome(reviewing) == [("D3", "said the mill was ours")]
    with pytest.raises(Refused, match="Nothing to redo"):
        reviewing.redo()
    reviewing.undo()
    assert outcome(reviewing) == [("D3", "the mill was ours")]
    reviewing.nothing()
    with pytest.raises(Refused, match="Nothing to redo"):
        reviewing.redo()
    reviewing.undo()
    assert outcome(reviewing) == [("D3", "the mill was ours")]


def test_a_yes_is_taken_back_and_said_again(reviewing: Reviewing, study: Study) -> None:
    study.project.viewer = study.ann.id
    Reviewing(study.project, study.ann).take(1)
    study.project.viewer = study.ben.id
    his = Reviewing(study.project, study.ben)
    his.go_to(0)
    his.agree()
    his.undo()
    assert his.place.state == "proposed"
    his.redo()
    assert his.place.state == "settled"


def test_what_somebody_else_decided_since_is_not_decided_over(reviewing: Reviewing, study: Study) -> None:
    reviewing.take(1)
    reviewing.undo()
    study.project.viewer = study.ben.id
    his = Reviewing(study.project, study.ben)
    his.go_to(0)
    his.take(2)
    with pytest.raises(Refused, match="Somebody else"):
        reviewing.redo()


def test_slips_are_settled_together_and_taken_back_together(reviewing: Reviewing) -> None:
    with pytest.raises(Refused, match="0 words"):
        reviewing.slips(0)
    assert reviewing.slips(1).startswith("1 boundary slip settled")
    assert [place.state for place in reviewing.places] == ["settled", "open", "open"]
    reviewing.undo()
    assert {place.state for place in reviewing.places} == {"open"}
    reviewing.redo()
    assert [place.state for place in reviewing.places] == ["settled", "open", "open"]


def test_slips_do_not_take_over_what_a_coder_proposed(reviewing: Reviewing, study: Study) -> None:
    study.project.viewer = study.ann.id
    Reviewing(study.project, study.ann).take(1)
    study.project.viewer = study.lea.id
    reviewing.refresh()
    with pytest.raises(Refused, match="No open place"):
        reviewing.slips(9)
    assert [ruling.how for ruling in rulings.listed(study.project)] == ["agreed"]


def test_filters_a_sample_of_what_is_agreed_and_the_other_order(reviewing: Reviewing, study: Study) -> None:
    reviewing.only(kinds=("code",))
    assert [place.codes for place in reviewing.places] == [("D1", "D2")]
    assert reviewing.filtered() == "code"
    reviewing.all()
    assert reviewing.sample(5).startswith("1 agreed place")
    assert [place.kinds for place in reviewing.places][-1] == ()
    assert "Sorted" in reviewing.sort()
    assert reviewing.weight() is not None
    assert reviewing.sort() == "Text order"
    reviewing.only(coders=(study.ann.id,), state="open")
    assert reviewing.filtered() == "Ann, open"
    reviewing.only(codes=("D9",))
    assert reviewing.places == []
    with pytest.raises(Refused, match="No disagreement"):
        reviewing.take(1)


def test_names_are_masked(reviewing: Reviewing, study: Study) -> None:
    assert [reviewing.called(coder) for coder in reviewing.people()] == ["Ann", "Ben"]
    reviewing.masked = True
    assert [reviewing.called(coder) for coder in reviewing.people()] == ["A", "B"]
    assert reviewing.called(study.lea.id) == "Lea"


def test_what_a_coder_decides_is_proposed_and_settled_once_each_has_said_yes(
    reviewing: Reviewing, study: Study
) -> None:
    study.project.viewer = study.ann.id
    hers = Reviewing(study.project, study.ann)
    assert hers.take(1).startswith("Proposed")
    assert hers.place.state == "proposed"
    with pytest.raises(Refused, match="Only leads"):
        hers.toggle_how()
    study.project.viewer = study.ben.id
    his = Reviewing(study.project, study.ben)
    his.go_to(0)
    assert his.agree() == "You said yes; all have: it is settled"
    assert [ruling.how for ruling in rulings.listed(study.project)] == ["agreed"]
    study.project.viewer = study.lea.id
    assert "propose" in reviewing.toggle_how()
    reviewing.refresh()
    reviewing.go_to(1)
    reviewing.nothing()
    assert reviewing.place.state == "proposed"


def test_a_yes_goes_to_what_was_shown_not_to_what_was_proposed_since(reviewing: Reviewing, study: Study) -> None:
    study.project.viewer = study.ben.id
    his = Reviewing(study.project, study.ben)
    his.take(2)
    study.project.viewer = study.ann.id
    hers = Reviewing(study.project, study.ann)
    hers.go_to(0)
    study.project.viewer = study.ben.id
    his.code("D4")
    study.project.viewer = study.ann.id
    with pytest.raises(Refused, match="changed meanwhile"):
        hers.agree()
    [ruling] = rulings.listed(study.project)
    assert ruling.agreed == (study.ben.id,)
    hers.refresh()
    assert hers.agree().endswith("it is settled")


def test_the_documents_case_named_or_not_is_one_and_the_same(study: Study) -> None:
    one = cases.add(study.project, study.lea, "k1", "Mina")
    study.mill = documents.edit(study.project, study.lea, study.mill, case=one)
    for coder, case in ((study.ann, None), (study.ben, one.id)):
        reading = readings.of(study.project, coder, study.mill, rounds.current(study.project))
        tags.add(study.project, coder, reading, [NewTag("D3", 0, 9, case=case)])
    for coder in (study.ann, study.ben, study.lea):
        reading = readings.of(study.project, coder, study.mill, rounds.current(study.project))
        readings.finish(study.project, coder, reading)
    study.project.viewer = study.lea.id
    reviewing = Reviewing(study.project, study.lea)
    reviewing.take_all()
    assert outcome(reviewing) == [("D3", MILL[:9])]
    place = reviewing.place
    named = [Outcome("D3", 0, 9), Outcome("D3", 0, 9, one.id)]
    rulings.rule(study.project, study.lea, [settling.settled(place, named)])
    [ruling] = rulings.listed(study.project)
    assert len(ruling.outcome) == 1


def test_a_comment_stands_under_its_place(reviewing: Reviewing, study: Study) -> None:
    reviewing.comment("Let us talk about this one.")
    [comment] = comments.listed(study.project, reviewing.place.id)
    assert (comment.words, comment.coder) == ("Let us talk about this one.", study.lea.id)
