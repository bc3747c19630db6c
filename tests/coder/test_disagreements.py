"""Disagreements of a project: found, ruled, agreed on by the coders, reopened when something changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder import disagreements, final_coding, settling, weighing
from coder.agreement_report import Wanted, report
from coder.corrected_passages import corrected
from coder.disagreements import Chosen, Place
from corpus.refused import Refused
from corpus.text import Span
from db import comments, corrections, documents, history, package, readings, rounds, rulings, rulings_undo, tags
from db.values import Coder, NewTag, Outcome

from .reviewed import MILL, Reviewed, make

SOLD, ASKED = Span(33, 57), Span(59, 85)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Reviewed]:
    """A boundary place (D3), an omission (D2), and one where all agree (D4)."""
    made = make(tmp_path / "study.coder")
    made.finish_all(
        {
            made.ann: [NewTag("D3", 0, 27, "ours"), NewTag("D2", *ASKED), NewTag("D4", *SOLD)],
            made.ben: [NewTag("D3", 5, 27), NewTag("D4", *SOLD)],
            made.cem: [NewTag("D3", 5, 27), NewTag("D4", *SOLD)],
        }
    )
    yield made
    made.project.close()


def _places(team: Reviewed, **chosen: object) -> list[Place]:
    return disagreements.listed(team.project, Chosen(**chosen))  # type: ignore[arg-type]


def _rule(
    team: Reviewed, place: Place, outcome: tuple[Outcome, ...] = (), who: Coder | None = None, **said: str
) -> None:
    rulings.rule(team.project, who or team.lea, [settling.settled(place, outcome, **said)])


def test_the_places_come_in_the_order_of_the_text_with_everybody_who_finished(team: Reviewed) -> None:
    boundary, omission = _places(team)
    assert (boundary.kinds, boundary.codes, boundary.span) == (("boundary",), ("D3",), (0, 27))
    assert (omission.kinds, omission.codes) == (("omission",), ("D2",))
    assert set(omission.coders) == {team.ann.id, team.ben.id, team.cem.id}
    assert [len(omission.coders[coder.id]) for coder in (team.ann, team.ben, team.cem)] == [1, 0, 0]
    assert _places(team) == [boundary, omission]


def test_they_are_filtered_by_kind_code_coder_document_and_state(team: Reviewed) -> None:
    boundary, omission = _places(team)
    assert _places(team, kinds=["omission"]) == [omission] == _places(team, codes=["D2"])
    assert _places(team, coders=[team.ben.id]) == [boundary]
    assert _places(team, documents=[team.road.id]) == []
    _rule(team, boundary)
    assert [place.id for place in _places(team, state="settled")] == [boundary.id]
    assert [place.id for place in _places(team, state="open")] == [omission.id]


def test_a_sample_of_what_all_agree_on_is_drawn_with_a_seed_and_can_be_ruled_on(team: Reviewed) -> None:
    found = disagreements.listed(team.project, sample=5, seed=1)
    [agreed] = [place for place in found if not place.kinds]
    assert agreed.codes == ("D4",)
    _rule(team, agreed)
    assert [place.state for place in _places(team) if place.id == agreed.id] == ["settled"]
    assert [value.code for value in final_coding.final_coding(team.project).values] == ["D3"]


def test_a_ruling_settles_a_place_and_can_be_taken_back_in_order(team: Reviewed) -> None:
    boundary, omission = _places(team)
    _rule(team, boundary, settling.taken(boundary, team.ben.id), reason="The mill begins there.")
    _rule(team, omission)
    first, second = _places(team)
    assert (first.state, first.ruling and first.ruling.reason) == ("settled", "The mill begins there.")
    assert (second.state, second.ruling and second.ruling.outcome) == ("settled", ())
    assert rulings_undo.undo(team.project, team.lea) == "ruled nothing on “I asked the commander why.”"
    assert [place.state for place in _places(team)] == ["settled", "open"]
    assert rulings_undo.undo(team.project, team.lea) == "ruled D3 on “They said the mill was ours”"
    assert rulings_undo.undo(team.project, team.lea) is None
    assert [place.state for place in _places(team)] == ["open", "open"]


def test_an_undo_gives_back_what_was_ruled_before_and_not_what_another_lead_ruled_since(team: Reviewed) -> None:
    from db import coders

    eve = coders.add(team.project, team.lea, "Eve", "lead")
    [place, _] = _places(team)
    _rule(team, place, settling.taken(place, team.ben.id))
    _rule(team, place)
    rulings_undo.undo(team.project, team.lea)
    [again, _] = _places(team)
    assert again.ruling is not None
    assert again.ruling.outcome == settling.taken(place, team.ben.id)
    _rule(team, place, who=eve)
    with pytest.raises(Refused, match="Somebody else"):
        rulings_undo.undo(team.project, team.lea)


def test_boundary_slips_are_ruled_in_bulk_and_undone_at_once(team: Reviewed) -> None:
    found = _places(team)
    assert settling.slips(found, 0, team.project.text) == []
    [slip] = settling.slips(found, 1, team.project.text)
    [edges] = settling.usual_edges(slip)
    assert (edges.start, edges.stop) == (5, 27)
    rulings.rule(team.project, team.lea, [settling.settled(place, settling.all_of(place)) for place in found])
    assert {place.state for place in _places(team)} == {"settled"}
    assert rulings_undo.undo(team.project, team.lea) == "ruled on 2 places"
    assert {place.state for place in _places(team)} == {"open"}


def test_only_leads_rule_and_only_on_what_can_be(team: Reviewed) -> None:
    place, _ = _places(team)
    with pytest.raises(Refused, match="Only leads rule"):
        _rule(team, place, who=team.ann)
    for outcome, words in (
        (Outcome("X9", 0, 5), "no code"),
        (Outcome("D3", 0, 500), "does not lie in this text"),
        (Outcome("D3", 4, 5), "no words"),
        (Outcome("D3", 0, 5, "nobody"), "No case"),
        (Outcome("D3", 0, 5, None, {"voice": "loud"}), "no qualifier"),
    ):
        with pytest.raises(Refused, match=words):
            _rule(team, place, (outcome,))
    with pytest.raises(Refused, match="No such reason"):
        _rule(team, place, picked="none")


def test_what_the_coders_agree_on_is_settled_when_each_has_said_yes_and_kept_apart(team: Reviewed) -> None:
    place, _ = _places(team)
    proposal = settling.settled(place, settling.taken(place, team.ben.id))
    rulings.rule(team.project, team.ben, [proposal], "agreed")
    assert _places(team)[0].state == "proposed"
    for coder in (team.ann, team.cem):
        [now, _] = _places(team)
        assert now.ruling is not None
        rulings.agree(team.project, coder, now.ruling)
    [now, _] = _places(team)
    assert (now.state, now.ruling and now.ruling.how) == ("settled", "agreed")
    assert {value.provenance for value in final_coding.final_coding(team.project).values} == {"agreed", "shared by all"}
    assert now.ruling is not None
    with pytest.raises(Refused, match="has said yes already"):
        rulings.agree(team.project, team.ann, now.ruling)
    rulings.agree(team.project, team.ann, now.ruling, yes=False)
    assert _places(team)[0].state == "proposed"


def test_a_yes_is_to_what_was_proposed_then_and_a_lead_overrules_it(team: Reviewed) -> None:
    place, _ = _places(team)
    rulings.rule(team.project, team.ben, [settling.settled(place, settling.taken(place, team.ben.id))], "agreed")
    rulings.rule(team.project, team.ann, [settling.settled(place, ())], "agreed")
    now = _places(team)[0].ruling
    assert now is not None
    assert now.agreed == (team.ann.id,)
    with pytest.raises(Refused, match="Lea has not finished"):
        rulings.agree(team.project, team.lea, now)
    _rule(team, place)
    with pytest.raises(Refused, match="A lead has ruled"):
        rulings.rule(team.project, team.ann, [settling.settled(place, ())], "agreed")
    with pytest.raises(Refused, match="Nothing is proposed"):
        rulings.agree(team.project, team.ann, now)


def test_a_place_is_reopened_when_a_tag_of_it_changes(team: Reviewed) -> None:
    place, _ = _places(team)
    _rule(team, place, settling.taken(place, team.ben.id))
    reading = readings.of(team.project, team.ann, team.mill, rounds.current(team.project))
    readings.reopen(team.project, team.ann, reading)
    [tag] = [tag for tag in tags.of_reading(team.project, reading) if tag.code == "D3"]
    tags.edit(team.project, team.ann, tag, stop=20)
    readings.finish(team.project, team.ann, reading)
    [changed, _] = _places(team)
    assert (changed.id, changed.state) == (place.id, "changed")
    assert changed.ruling is not None
    assert changed.ruling.tags == {tag.id for tag in changed.tags}
    assert changed.id in {one.id for one in final_coding.final_coding(team.project).open}
    with pytest.raises(Refused, match="changed meanwhile"):
        _rule(team, place)
    _rule(team, changed)
    assert _places(team)[0].state == "settled"


def test_a_coder_who_finishes_later_changes_the_place_and_their_tag_reopens_it(team: Reviewed) -> None:
    place, _ = _places(team)
    _rule(team, place)
    team.code(team.lea, team.mill, NewTag("D3", 0, 20))
    now = _places(team)[0]
    assert (now.state, len(now.coders)) == ("changed", 4)
    assert now.id != place.id
    assert now.ruling is not None
    assert now.ruling.id == place.id


def test_while_a_round_is_blind_a_lead_sees_what_all_have_finished_and_rules_after_the_reveal(tmp_path: Path) -> None:
    made = make(tmp_path / "blind.coder")
    people = (made.ann, made.ben)
    round_ = rounds.plan(made.project, made.lea, "first", purpose="reliability", people=people, blind=True)
    made.code(made.ann, made.mill, NewTag("D3", 0, 27), round_=round_)
    made.project.viewer = made.lea.id
    assert disagreements.listed(made.project) == []
    made.code(made.ben, made.mill, round_=round_)
    made.project.viewer = made.lea.id
    [place] = disagreements.listed(made.project)
    for refused in (
        lambda: _rule(made, place),
        lambda: comments.add(made.project, made.lea, place.id, place.document, place.round, "Hm."),
    ):
        with pytest.raises(Refused, match="blind"):
            refused()
    made.project.viewer = made.ann.id
    assert disagreements.listed(made.project) == []
    assert final_coding.final_coding(made.project).values[0].provenance == "single reading"
    made.project.viewer = made.lea.id
    rounds.reveal(made.project, made.lea, round_, "{}", made.project.changes())
    _rule(made, place)
    assert rounds.figures(made.project, round_) == {}
    made.project.viewer = made.ann.id
    assert [one.state for one in disagreements.listed(made.project)] == ["settled"]
    made.project.close()


def test_leverage_is_what_a_codes_agreement_would_gain(team: Reviewed) -> None:
    boundary, omission = _places(team)
    weights = weighing.weights(team.project, [boundary, omission])
    omitted, slip = weights[omission.id], weights[boundary.id]
    assert omitted is not None
    assert slip is not None
    assert omitted > slip > 0  # five characters of one coder of three, against a whole passage
    answer = report(team.project, Wanted(full=True))
    assert omitted == pytest.approx(1 - answer.levels["passage"].codes["D2"]["u_alpha_binary"].value)
    costs = {place.code: place.gain for place in answer.costliest}  # one place a code, and no other figure for it
    assert (omitted, slip) == pytest.approx((costs["D2"], costs["D3"]))


def test_a_coder_learns_what_was_settled_otherwise_also_what_they_left_out(team: Reviewed) -> None:
    boundary, omission = _places(team)
    _rule(team, boundary, settling.taken(boundary, team.ben.id), reason="There it begins.")
    _rule(team, omission, settling.taken(omission, team.ann.id))
    [mine] = corrected(team.project, team.ann)
    assert ([tag.start for tag in mine.given], mine.ruling.reason) == ([0], "There it begins.")
    [left_out] = corrected(team.project, team.ben)
    assert (left_out.given, left_out.start, left_out.stop) == ((), *ASKED)
    assert corrected(team.project, team.lea) == []


def test_a_package_shows_its_coder_their_corrections_and_nothing_to_review(team: Reviewed, tmp_path: Path) -> None:
    from db.project import open_project

    boundary, _ = _places(team)
    _rule(team, boundary, settling.taken(boundary, team.ben.id), reason="There it begins.")
    package.package(team.project, team.lea, team.ann, tmp_path / "ann.coder")
    with open_project(tmp_path / "ann.coder") as home:
        home.viewer = team.ann.id
        assert [one.ruling.reason for one in corrected(home, team.ann)] == ["There it begins."]
        with pytest.raises(Refused, match="package"):
            disagreements.listed(home)
        with pytest.raises(Refused, match="package"):
            final_coding.final_coding(home)


def test_a_ruling_follows_a_corrected_text_and_is_reopened_when_its_words_are_gone(team: Reviewed) -> None:
    boundary, omission = _places(team)
    _rule(team, boundary, settling.taken(boundary, team.ben.id))
    _rule(team, omission, settling.taken(omission, team.ann.id))
    new = "Listen. " + MILL.replace("I asked the commander why. ", "")
    corrections.correct(team.project, team.lea, team.mill, corrections.proposed(team.project, team.mill, new))
    [still] = [place for place in _places(team) if place.codes == ("D3",)]
    assert still.state == "settled"
    assert still.ruling is not None
    [one] = still.ruling.outcome
    assert new[one.start : one.stop] == "said the mill was ours,"[: one.stop - one.start]
    assert documents.named(team.project, "mill").text_id == still.ruling.text_id
    assert not next(r for r in rulings.listed(team.project) if r.id == omission.id).holds


def test_what_is_said_is_in_the_history_in_words_and_with_the_document(team: Reviewed) -> None:
    place, _ = _places(team)
    comments.add(team.project, team.ann, place.id, place.document, place.round, "Favoured, or only better off?")
    comments.add_reason(team.project, team.lea, "The words say so")
    rulings.rule(team.project, team.ben, [settling.settled(place, ())], "agreed")
    _rule(team, place, settling.taken(place, team.ben.id))
    told = history.history(team.project, limit=4)
    assert [(change.actor, change.document, change.words) for change in told] == [
        ("Lea", "mill", "ruled D3 on “They said the mill was ours”"),
        ("Ben", "mill", "proposed nothing on “They said the mill was ours”"),
        ("Lea", None, "put on the list of reasons: The words say so"),
        ("Ann", "mill", "commented on a place"),
    ]
    assert len(history.history(team.project, document=team.mill)) > 3
