"""Shares of cases: who is counted, what counts, and how sure one can be."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder import tables
from coder.given import Wanted, given
from coder.shares import Shares, as_csv, as_json, remarks, shares, wilson
from corpus.readers import Imported
from corpus.refused import Refused
from db import cases, documents, rounds, sameness, standings
from db.values import NewTag

from .reviewed import ROAD, Reviewed, make


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Reviewed]:
    """The mill holds the words of k1, the road those of k2; k3 has no document."""
    made = make(tmp_path / "study.coder")
    one = cases.add(made.project, made.lea, "k1", attributes={"town": "Harbour"})
    two = cases.add(made.project, made.lea, "k2", attributes={"town": "Hill"})
    cases.add(made.project, made.lea, "k3", attributes={"town": "Hill"})
    made.mill = documents.edit(made.project, made.lea, made.mill, case=one)
    made.road = documents.edit(made.project, made.lea, made.road, case=two)
    yield made
    made.project.close()


def _of(found: Shares, code: str) -> list[tuple[int, int]]:
    return [(one.cases, one.of) for one in found.of if one.code == code]


@pytest.mark.parametrize(
    ("n", "of", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_that_of_the_literature(n: int, of: int, low: float, high: float) -> None:
    assert wilson(n, of) == pytest.approx((low, high), abs=0.0001)


def test_at_both_ends_the_interval_stays_within_nothing_and_all() -> None:
    assert wilson(0, 5)[0] == 0.0
    assert wilson(5, 5)[1] == 1.0


def test_a_case_counts_once_and_a_sub_code_for_its_code(team: Reviewed) -> None:
    team.code(team.ann, team.mill, NewTag("D3.racism", 0, 27), NewTag("D3", 33, 57), NewTag("D3", 59, 85))
    team.code(team.ann, team.road)
    found = shares(given(team.project))
    assert _of(found, "D3") == [(1, 2)]
    assert _of(found, "D3.racism") == [(1, 2)]
    assert _of(found, "D1") == [(0, 2)]


def test_who_has_no_finished_document_is_left_out_and_named(team: Reviewed) -> None:
    team.code(team.ann, team.mill, NewTag("D3", 0, 27))
    found = shares(given(team.project))
    assert _of(found, "D3") == [(1, 1)]
    assert any("k2" in line and "k3" in line for line in remarks(found))


def test_who_is_named_only_by_a_tag_in_dispute_counts_all_the_same(team: Reviewed) -> None:
    three = cases.named(team.project, "k3").id
    team.code(team.ann, team.mill, NewTag("D3", 0, 27, case=three))
    team.code(team.ben, team.mill)
    found = shares(given(team.project))
    assert _of(found, "D3") == [(0, 2)]
    assert any("1 place in dispute" in line for line in remarks(found))


def test_excluded_cases_are_in_no_count(team: Reviewed) -> None:
    team.code(team.ann, team.mill, NewTag("D3", 0, 27))
    team.code(team.ann, team.road, NewTag("D3", 0, 20))
    standings.say(team.project, team.lea, cases.named(team.project, "k2"), "fake", None, "told the same elsewhere")
    found = shares(given(team.project))
    assert _of(found, "D3") == [(1, 1)]
    assert any("suspected fake" in line and "k2" in line for line in remarks(found))


def test_any_of_several_codes_counts_who_gave_one_or_both_once(team: Reviewed) -> None:
    team.code(team.ann, team.mill, NewTag("D2", 0, 27), NewTag("D3", 33, 57))
    team.code(team.ann, team.road, NewTag("R1", 0, 20))
    [one] = shares(given(team.project), ["D2", "D3"]).of
    assert (one.code, one.cases, one.of) == ("D2,D3", 1, 2)


def test_by_an_attribute_each_value_has_its_own_number_of_cases(team: Reviewed) -> None:
    team.code(team.ann, team.mill, NewTag("D3", 0, 27))
    team.code(team.ann, team.road)
    rows = as_json(shares(given(team.project), ["D3"], "town"))
    assert [(row["by"], row["cases"], row["of"]) for row in rows] == [("Harbour", 1, 1), ("Hill", 0, 1)]


def test_one_coder_any_and_all_of_them(team: Reviewed) -> None:
    team.code(team.ann, team.mill, NewTag("D3", 0, 27), NewTag("D1", 33, 57))
    team.code(team.ben, team.mill, NewTag("D3.racism", 0, 20))

    def gave(wanted: Wanted) -> list[int]:
        found = shares(given(team.project, wanted))
        return [_of(found, code)[0][0] for code in ("D3", "D3.racism", "D1")]

    assert gave(Wanted("one", team.ben)) == [1, 1, 0]
    assert gave(Wanted("any")) == [1, 1, 1]
    assert gave(Wanted("all")) == [1, 0, 0]


def test_only_what_is_said_in_a_voice_and_what_does_not_say_is_told(team: Reviewed) -> None:
    team.code(
        team.ann, team.mill, NewTag("D3", 0, 27, qualifiers={"voice": "own"}),
        NewTag("D1", 33, 57, qualifiers={"voice": "reported"}), NewTag("D2", 59, 85),
    )  # fmt: skip
    found = shares(given(team.project, Wanted(qualifiers={"voice": "own"})))
    assert [_of(found, code)[0][0] for code in ("D1", "D2", "D3")] == [0, 0, 1]
    assert "doubtful: 1 passage without voice: not counted" in remarks(found)


def test_an_unknown_voice_or_attribute_is_refused_with_those_there_are(team: Reviewed) -> None:
    with pytest.raises(Refused, match="own, reported"):
        given(team.project, Wanted(qualifiers={"voice": "loud"}))
    with pytest.raises(Refused, match="town"):
        shares(given(team.project), by="colour")


def test_two_documents_with_one_testimony_are_one(team: Reviewed) -> None:
    """The same article in two papers: the passages of one of them count, and whose words they are holds for both."""
    copy, _ = documents.add(team.project, team.lea, Imported("mill again", ROAD + " Again."))
    sameness.say(team.project, team.lea, copy, team.mill)
    team.code(team.ann, team.mill, NewTag("D3", 0, 27))
    team.code(team.ann, copy, NewTag("D3", 0, 20), NewTag("D1", 21, 27))
    gave = given(team.project)
    assert {value.document for value in gave.values} == {team.mill.id}
    assert _of(shares(gave), "D1") == [(0, 1)]


def test_of_a_copy_that_alone_is_coded_the_case_is_that_of_the_original(team: Reviewed) -> None:
    copy, _ = documents.add(team.project, team.lea, Imported("mill again", ROAD + " Again."))
    sameness.say(team.project, team.lea, copy, team.mill)
    team.code(team.ann, copy, NewTag("D1", 0, 20))
    assert _of(shares(given(team.project)), "D1") == [(1, 1)]


def test_training_counts_only_when_it_is_asked_for(team: Reviewed) -> None:
    practice = rounds.plan(
        team.project, team.lea, "practice", purpose="training", people=[team.ann], chosen=[team.mill]
    )
    team.code(team.ann, team.mill, NewTag("D3", 0, 27), round_=practice)
    assert _of(shares(given(team.project)), "D3") == [(0, 0)]
    assert _of(shares(given(team.project, Wanted(rounds=[practice]))), "D3") == [(1, 1)]


def test_no_case_at_all_is_no_share_and_no_mistake(team: Reviewed) -> None:
    [first, *_] = as_json(shares(given(team.project)))
    assert (first["cases"], first["of"], first["share"], first["low"], first["high"]) == (0, 0, None, None, None)


def test_a_value_that_is_a_formula_is_harmless_in_csv(team: Reviewed) -> None:
    cases.edit(team.project, team.lea, cases.named(team.project, "k1"), attributes={"town": '=HYPERLINK("x")'})
    team.code(team.ann, team.mill, NewTag("D3", 0, 27))
    assert "'=HYPERLINK" in as_csv(shares(given(team.project), ["D3"], "town"))


def test_a_code_may_be_the_row_of_a_cross_table(team: Reviewed) -> None:
    team.code(team.ann, team.mill, NewTag("D3.racism", 0, 27))
    team.code(team.ann, team.road)
    found = tables.table(team.project, "d3", "town")
    assert found.by == ("D3 Corruption", "town")
    assert (found.rows, found.columns) == (("given", "not given"), ("Harbour", "Hill"))
    assert found.counts == ((1, 0), (0, 1))
    assert any(row["keys"] == ["k3"] for row in found.excluded)
    with pytest.raises(Refused, match="town"):
        tables.table(team.project, "D99")
