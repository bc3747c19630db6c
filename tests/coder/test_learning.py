"""Learning: how far what each gave agrees with what was settled, round by round; never called reliability."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder import disagreements, learning, settling
from corpus.refused import Refused
from db import comments, rounds, rulings, sight
from db.values import Coder, NewTag

from .reviewed import Reviewed, make


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Reviewed]:
    """Nothing is coded yet."""
    made = make(tmp_path / "study.coder")
    yield made
    made.project.close()


def _rule(team: Reviewed, number: int, take: Coder) -> None:
    team.project.viewer = team.lea.id
    place = disagreements.listed(team.project)[number]
    settled = settling.settled(place, settling.taken(place, take.id), took=take.id)
    rulings.rule(team.project, team.lea, [settled])


def _counts(found: list[learning.Learning]) -> dict[tuple[str, str], tuple[int, int, int]]:
    return {(one.coder.name, one.round.name): (one.ruled, one.theirs, one.codes) for one in found}


def test_of_the_ruled_places_it_is_told_how_many_went_as_each_had_them(team: Reviewed) -> None:
    team.finish_all({
        team.ann: [NewTag("D3", 0, 27), NewTag("D1", 60, 89)],
        team.ben: [NewTag("D3", 5, 27), NewTag("D1", 60, 89)],
        team.cem: [NewTag("D3", 0, 27)],
    })  # fmt: skip
    assert learning.listed(team.project, team.lea) == []
    _rule(team, 0, team.ann)
    [ann, *_] = found = learning.listed(team.project, team.lea)
    assert _counts(found) == {("Ann", "main"): (1, 1, 1), ("Ben", "main"): (1, 0, 1), ("Cem", "main"): (1, 1, 1)}
    assert (ann.documents, ann.waiting) == ((), (team.mill,))
    assert ann.levels["passage"].codes["D3"]["u_alpha_binary"].value is None
    _rule(team, 1, team.cem)
    found = learning.listed(team.project, team.lea)
    assert _counts(found) == {("Ann", "main"): (2, 1, 1), ("Ben", "main"): (2, 0, 1), ("Cem", "main"): (2, 2, 2)}
    assert [(one.documents, one.waiting) for one in found] == [((team.mill,), ())] * 3


def test_the_figures_are_those_of_a_coder_against_the_final_coding(team: Reviewed) -> None:
    team.finish_all({
        team.ann: [NewTag("D3", 0, 27), NewTag("D1", 60, 89)],
        team.ben: [NewTag("D3", 0, 27)],
        team.cem: [NewTag("D3", 0, 27)],
    })  # fmt: skip
    _rule(team, 0, team.ann)
    ann, ben, _ = learning.listed(team.project, team.lea)
    assert ann.comparison.applications()["D1"] == {"gave": 1, "final": 1}
    assert ben.comparison.applications()["D1"] == {"gave": 0, "final": 1}
    assert ann.levels["document"].codes["D1"]["percent_agreement"].value == 1
    assert ben.levels["document"].codes["D1"]["percent_agreement"].value == 0
    assert ben.levels["document"].codes["D1"]["positive_agreement"].value == 0
    assert ann.levels["passage"].codes["D1"]["u_alpha_binary"].value == 1
    assert ben.levels["passage"].codes["D3"]["u_alpha_binary"].value == 1  # nobody disagreed: the final coding has it
    missed = ben.levels["passage"].codes["D1"]["u_alpha_binary"].value
    assert missed is not None
    assert missed < 0.1


def test_rounds_come_in_the_order_of_time_and_a_reveal_s_figures_stay(team: Reviewed) -> None:
    everybody = [team.ann, team.ben, team.cem]
    made = [
        rounds.plan(team.project, team.lea, name, purpose="training", people=everybody, chosen=[document], blind=True)
        for name, document in (("z first", team.mill), ("a second", team.road))
    ]
    for round_, document, passages in zip(made, (team.mill, team.road), ((0, 27), (0, 25)), strict=True):
        team.code(team.ann, document, NewTag("D3", *passages), round_=round_)
        team.code(team.ben, document, NewTag("D3", *passages), round_=round_)
        team.code(team.cem, document, round_=round_)
    team.project.viewer = team.lea.id
    assert learning.listed(team.project, team.lea) == []
    for round_ in made:
        rounds.reveal(team.project, team.lea, round_, '{"n": 1}', team.project.changes())
    frozen = [rounds.figures(team.project, round_) for round_ in made]
    _rule(team, 0, team.cem)
    _rule(team, 1, team.ann)
    found = learning.listed(team.project, team.lea, people=[team.ann])
    assert [(one.round.name, one.ruled, one.theirs) for one in found] == [("z first", 1, 0), ("a second", 1, 1)]
    assert [one.round.name for one in learning.listed(team.project, team.lea, made[1:])] == ["a second"] * 3
    assert [rounds.figures(team.project, round_) for round_ in made] == frozen


def test_a_coder_is_shown_themselves_only(team: Reviewed) -> None:
    team.finish_all({team.ann: [NewTag("D3", 0, 27)]})
    _rule(team, 0, team.ann)
    mine = sight.seen_by(team.project, team.ben.id)
    assert [one.coder.name for one in learning.listed(mine, team.ben)] == ["Ben"]
    with pytest.raises(Refused, match="your own row only"):
        learning.listed(mine, team.ben, people=[team.ann])


def test_what_is_only_proposed_and_what_changed_since_do_not_count(team: Reviewed) -> None:
    team.finish_all({team.ann: [NewTag("D3", 0, 27)]})
    team.project.viewer = team.lea.id
    [place] = disagreements.listed(team.project)
    rulings.rule(team.project, team.lea, [settling.settled(place, ())], "agreed")
    comments.add(team.project, team.lea, place.id, place.document, place.round, "Is it?")
    assert learning.listed(team.project, team.lea) == []
    rulings.rule(team.project, team.lea, [settling.settled(place, ())])
    assert len(learning.listed(team.project, team.lea)) == 3
