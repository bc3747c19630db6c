"""The final coding: the ruling, else what all share, else the single reading there is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder import disagreements, final_coding, settling
from coder.final_coding import Final
from db import cases, corrections, documents, purge, rounds, rulings
from db.values import NewTag

from .reviewed import MILL, Reviewed, make


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Reviewed]:
    """Nothing is coded yet."""
    made = make(tmp_path / "study.coder")
    yield made
    made.project.close()


def _values(team: Reviewed) -> list[Final]:
    return list(final_coding.final_coding(team.project).values)


def _told(team: Reviewed) -> list[tuple[str, int, int, str]]:
    return [(value.code, value.start, value.stop, value.provenance) for value in _values(team)]


def test_a_single_reading_counts_as_it_stands(team: Reviewed) -> None:
    case = cases.add(team.project, team.lea, "k1")
    team.mill = documents.edit(team.project, team.lea, team.mill, case=case)
    team.code(team.ann, team.mill, NewTag("D3", 0, 27, qualifiers={"voice": "own"}))
    [value] = _values(team)
    assert value[2:] == ("D3", 0, 27, case.id, {"voice": "own"}, "single reading", (team.ann.id,), value.round)
    assert final_coding.final_coding(team.project).documents == (team.mill.id,)


def test_of_other_edges_what_all_share_is_in_and_the_place_is_open(team: Reviewed) -> None:
    team.code(team.ann, team.mill, NewTag("D3", 0, 27), NewTag("D3", 33, 57))
    team.code(team.ben, team.mill, NewTag("D3", 5, 57))
    assert _told(team) == [("D3", 5, 27, "shared by all"), ("D3", 33, 57, "shared by all")]
    assert len(final_coding.final_coding(team.project).open) == 1


def test_a_sub_code_counts_for_its_code_where_all_share_only_that(team: Reviewed) -> None:
    team.code(team.ann, team.mill, NewTag("D3", 0, 27))
    team.code(team.ben, team.mill, NewTag("D3.racism", 0, 27))
    assert _told(team) == [("D3", 0, 27, "shared by all")]
    [place] = disagreements.listed(team.project)
    assert disagreements.finely(place, disagreements.doubles(team.project)[0].codebook)


def test_where_somebody_has_nothing_or_another_code_or_case_nothing_is_shared(team: Reviewed) -> None:
    one, two = (cases.add(team.project, team.lea, key).id for key in ("k1", "k2"))
    team.code(team.ann, team.mill, NewTag("D3", 0, 27), NewTag("D1", 33, 57), NewTag("D2", 59, 85, case=one))
    team.code(team.ben, team.mill, NewTag("D4", 33, 57), NewTag("D2", 59, 85, case=two))
    assert _told(team) == []
    assert len(final_coding.final_coding(team.project).open) == 3


def test_where_two_have_swapped_the_cases_what_all_share_is_in_and_the_place_is_open(team: Reviewed) -> None:
    one, two = (cases.add(team.project, team.lea, key).id for key in ("k1", "k2"))
    team.code(team.ann, team.mill, NewTag("D3", 10, 47, case=one), NewTag("D3", 33, 57, case=two))
    team.code(team.ben, team.mill, NewTag("D3", 10, 47, case=two), NewTag("D3", 33, 57, case=one))
    assert {(value.start, value.stop, value.case) for value in _values(team)} == {(33, 47, one), (33, 47, two)}
    [place] = final_coding.final_coding(team.project).open
    assert place.kinds == ("case",)


def test_a_ruling_stands_for_its_place_also_when_nothing_belongs_there(team: Reviewed) -> None:
    team.code(team.ann, team.mill, NewTag("D3", 0, 27), NewTag("D1", 33, 57))
    team.code(team.ben, team.mill)
    first, second = disagreements.listed(team.project)
    said = [settling.settled(first, ()), settling.settled(second, settling.coded(second, ["D1", "D2"]))]
    rulings.rule(team.project, team.lea, said)
    assert _told(team) == [("D1", 33, 57, "ruled"), ("D2", 33, 57, "ruled")]
    found = final_coding.final_coding(team.project)
    assert (found.nothing, found.open) == (1, ())
    assert [value.coders for value in found.values] == [(team.ann.id,), ()]


def test_a_document_is_taken_from_the_round_with_most_readings_and_never_from_training(team: Reviewed) -> None:
    project, lea, people = team.project, team.lea, (team.ann, team.ben)
    team.code(team.ann, team.mill, NewTag("D3", 0, 27))
    team.code(team.ben, team.mill, NewTag("D3", 0, 27))
    again = rounds.plan(project, lea, "again", purpose="main", people=people)
    practice = rounds.plan(project, lea, "practice", purpose="training", people=people)
    team.code(team.ann, team.mill, NewTag("D4", 0, 27), round_=again)
    team.code(team.ann, team.road, NewTag("D4", 0, 11), round_=practice)
    assert _told(team) == [("D3", 0, 27, "shared by all")]
    named = final_coding.final_coding(project, [practice])
    assert [value.document for value in named.values] == [team.road.id]


def test_corrected_texts_and_erased_documents(team: Reviewed) -> None:
    team.code(team.ann, team.mill, NewTag("D3", 0, 27), NewTag("D4", 59, 85))
    team.code(team.ann, team.road, NewTag("D4", 0, 11))
    new = "Listen. " + MILL.replace("I asked the commander why. ", "")
    corrections.correct(team.project, team.lea, team.mill, corrections.proposed(team.project, team.mill, new))
    found = final_coding.final_coding(team.project)
    assert found.lost == 1
    assert {(value.document, value.start) for value in found.values} == {(team.mill.id, 8), (team.road.id, 0)}
    purge.purge_document(team.project, team.lea, team.road)
    assert [value.document for value in _values(team)] == [team.mill.id]
