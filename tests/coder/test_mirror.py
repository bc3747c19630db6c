"""The mirror, and codes that stand on the same passages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder import mirror
from coder.given import Wanted, given
from corpus.refused import Refused
from db import cases, documents
from db.values import NewTag

from .reviewed import Reviewed, make


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Reviewed]:
    """k1 gives R1, D1 and D2 in the mill; k2 gives R1 on the road."""
    made = make(tmp_path / "study.coder")
    for key, name in (("k1", "mill"), ("k2", "road")):
        case = cases.add(made.project, made.lea, key)
        setattr(made, name, documents.edit(made.project, made.lea, getattr(made, name), case=case))
    made.code(made.ann, made.mill, NewTag("R1", 0, 27), NewTag("D2.sunni", 20, 57), NewTag("D1", 59, 85),
              NewTag("D0", 59, 80))  # fmt: skip
    made.code(made.ann, made.road, NewTag("R1", 0, 20))
    yield made
    made.project.close()


def test_cases_that_gave_both_and_those_that_gave_each(team: Reviewed) -> None:
    found = mirror.as_json(mirror.mirror(given(team.project)))
    assert (found["rows"], found["columns"], found["total"]) == (["R1", "R2", "R3"], ["D1", "D2", "D3", "D4"], 2)
    assert found["counts"] == [[1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    assert (found["row_cases"], found["column_cases"]) == ([2, 0, 0], [1, 1, 0, 0])
    assert found["association"][0][0]["reason"]  # all gave R1


def test_families_by_name_and_an_unknown_one(team: Reviewed) -> None:
    gave = given(team.project)
    families = list(dict.fromkeys(gave.codes.families.values()))
    assert mirror.mirror(gave, rows=families[0], columns=families[1]).rows == ("D1", "D2", "D3", "D4")
    with pytest.raises(Refused, match=families[0]):
        mirror.mirror(gave, rows="kings")


def test_codes_on_the_same_stretch_of_text_of_the_same_case(team: Reviewed) -> None:
    found = mirror.together(given(team.project))
    assert found.codes == ("D1", "D2", "D0", "R1")
    assert found.counts == ((1, 0, 1, 0), (0, 1, 0, 1), (1, 0, 1, 0), (0, 1, 0, 2))


def test_what_all_coders_gave_has_no_place(team: Reviewed) -> None:
    with pytest.raises(Refused, match="cases, not of passages"):
        mirror.together(given(team.project, Wanted("all")))


def test_passages_that_touch_are_not_together(team: Reviewed) -> None:
    team.code(team.ben, team.road, NewTag("R2", 0, 10), NewTag("R3", 10, 20))
    found = mirror.together(given(team.project, Wanted("one", team.ben)))
    assert found.counts == ((1, 0), (0, 1))
