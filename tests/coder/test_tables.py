import pytest

from coder import demo, tables
from corpus.refused import Refused
from db import cases, coders, standings
from db.project import open_project


@pytest.fixture
def project(tmp_path):
    """The demo."""
    demo.build(tmp_path / "demo.coder")
    with open_project(tmp_path / "demo.coder") as opened:
        yield opened


def test_a_table_counts_every_case_once_and_says_what_it_leaves_out(project):
    lead = coders.named(project, demo.LEAD)
    standings.say(project, lead, cases.named(project, "c20"), "duplicate", cases.named(project, "c12"), "one face")
    found = tables.table(project, "region", "sex")
    assert found.columns == ("F", "M")
    assert found.total == sum(map(sum, found.counts)) == 23
    assert [e["cases"] for e in found.excluded] == [1]
    header, body = tables.lines(found)
    assert header == ["nationality:region", "F", "M", "total"]
    assert body[-1] == ["total", 4, 19, 23]
    assert tables.remarks(found) == [
        "left out, excluded as a duplicate: 1 (c20)",
        "doubtful: nationality: only likely, and counted so: c13 (Turkey)",
    ]
    one = tables.table(project, "sex", where=["region=Syria"])
    assert (one.rows, one.columns, one.counts, one.total) == (("F", "M"), ("cases",), ((1,), (6,)), 7)
    assert tables.remarks(one) == ["left out, nationality:region is missing: 2 (c15, c21)"]


def test_a_table_without_cases_has_no_rows_and_a_total_of_none(project):
    found = tables.table(project, "sex", "date:year", ["sex=M", "nationality=Belgian"])
    assert (found.rows, found.total) == ((), 0)
    assert tables.lines(found)[1] == [["total", 0]]
    with pytest.raises(Refused):
        tables.table(project, "town")


def test_as_csv_no_cell_is_a_formula(project):
    lead = coders.named(project, demo.LEAD)
    cases.edit(project, lead, cases.named(project, "c01"), attributes={"town": "=1+1"})
    assert "'=1+1,1\n" in tables.as_csv(tables.table(project, "town"))
