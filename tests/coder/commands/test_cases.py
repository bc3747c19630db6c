"""cases, cases-status, cases-alike, cases-same, table, on the made-up register of the demo."""

import csv
import io

import pytest

from coder import demo


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The demo, made once."""
    path = tmp_path_factory.mktemp("demo") / "demo.coder"
    demo.build(path)
    return path.read_bytes()


@pytest.fixture
def register(built, tmp_path):
    """A copy of the demo, with its register."""
    path = tmp_path / "demo.coder"
    path.write_bytes(built)
    return path


def ids(outcome):
    return [case["id"] for case in outcome.json]


def test_cases_are_listed_by_attribute_group_period_and_status(register, call):
    assert ids(call("cases", register, "--where", "nationality=Tunisian", "--json")) == ["c02", "c23"]
    assert ids(call("cases", register, "--where", "region=Turkey", "--json")) == ["c13"]
    assert ids(call("cases", register, "--where", "date:year=2016", "--where", "sex=M", "--json")) == ["c07", "c23"]
    call("cases-status", register, "c08", "--status", "fake", "--why", "no such street", "--as", "dana")
    assert ids(call("cases", register, "--where", "status=fake", "--json")) == ["c08"]
    wrong = call("cases", register, "--where", "nationality=Martian")
    assert (wrong.status, len(wrong.err.splitlines())) == (2, 1)


def test_a_list_says_who_does_not_count(register, call):
    call("cases-status", register, "c20", "--status", "duplicate", "--of", "c12", "--why", "one face", "--as", "dana")
    shown = call("cases", register)
    assert "24 cases; of these not counted, excluded as a duplicate: c20" in shown.err
    assert "duplicate    c12           one face" in shown.out
    (case,) = call("cases", register, "--where", "status=duplicate", "--json").json
    assert (case["status"], case["of"], case["why"], case["by"]) == ("duplicate", "c12", "one face", "dana")


def test_the_list_as_csv_can_be_brought_in_again(register, call, tmp_path):
    call("cases", register, "--edit", "c01", "--set", "town==1+1", "--note", "a\nb", "--as", "dana")
    printed = call("cases", register, "--csv").out
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert (len(rows), rows[0]["town"], rows[0]["case status"]) == (24, "'=1+1", "included")
    (tmp_path / "again.csv").write_text(printed, encoding="utf-8")
    again = call("cases-import", register, tmp_path / "again.csv", "--as", "dana")
    assert "0 added, 0 changed, 24 the same" in again.err
    assert call("cases", register, "--md").out.startswith("| id | name |")


def test_a_case_is_changed_by_a_lead(register, call):
    changed = ["cases", register, "--edit", "c01", "--set", "nationality=Iraqi", "--set", "source=", "--name", ""]
    assert call(*changed, "--as", "ann").status == 2
    assert "the case c01 is changed" in call(*changed, "--as", "dana").out
    case = call("cases", register, "--json").json[0]
    assert (case["name"], case["attributes"]["nationality"], "source" in case["attributes"]) == ("", "Iraqi", False)
    for wrong in (
        ["--edit", "c01"],
        ["--edit", "c99", "--note", "x"],
        ["--edit", "c01", "--set", "date=never"],
        ["--edit", "c01", "--add", "c77"],
        ["--set", "sex=M"],
        ["--csv", "--json"],
    ):
        refused = call("cases", register, *wrong, "--as", "dana")
        assert (refused.status, len(refused.err.splitlines())) == (2, 1)


def test_a_status_needs_a_reason_a_lead_and_sense(register, call):
    for wrong in (
        ["c08", "--status", "fake", "--as", "dana"],
        ["c08", "--status", "fake", "--why", "x", "--as", "ann"],
        ["c08", "--status", "duplicate", "--why", "x", "--as", "dana"],
        ["c08", "--status", "gone", "--as", "dana"],
        ["c99", "--status", "unsure", "--as", "dana"],
    ):
        refused = call("cases-status", register, *wrong)
        assert (refused.status, len(refused.err.splitlines())) == (2, 1)
    done = call("cases-status", register, "c08", "--status", "fake", "--why", "x", "--as", "dana")
    assert done.out == "the case c08 is fake; 23 cases of 24 count\n"
    told = call("cases-status", register, "c08", "--status", "included", "--json", "--as", "dana").json
    assert told["status"] == "included"


def test_pairs_are_shown_with_reasons_judged_and_not_asked_again(register, call):
    pairs = call("cases-alike", register, "--json").json
    assert pairs[0]["cases"] == ["c12", "c20"]
    assert pairs[0]["weight"] == pytest.approx(sum(reason["weight"] for reason in pairs[0]["reasons"]))
    assert "both Dutch" in call("cases-alike", register).out
    assert call("cases-same", register, "c12", "c20", "--as", "ann").status == 2
    said = call("cases-same", register, "c20", "c12", "--same", "--why", "one scar", "--as", "ann")
    assert said.out == "c20 and c12: one person\n"
    assert ["c12", "c20"] not in [pair["cases"] for pair in call("cases-alike", register, "--json").json]
    (judged,) = call("cases-alike", register, "--judged", "--json").json
    assert (judged["verdict"], judged["by"], judged["why"]) == ("same", "ann", "one scar")
    assert "one scar" in call("cases-alike", register, "--judged").out
    assert call("table", register, "--rows", "sex", "--json").json["total"] == 24


def test_of_one_person_one_case_is_left_out_only_when_a_lead_says_so(register, call):
    same = ["cases-same", register, "c12", "c20", "--same", "--why", "one scar", "--exclude", "c20"]
    assert call(*same, "--as", "ann").status == 2
    assert call(*same, "--as", "dana").status == 0
    table = call("table", register, "--rows", "nationality", "--where", "nationality=Dutch", "--json").json
    assert (table["rows"], table["counts"], table["total"]) == (["Dutch"], [[1]], 1)
    assert {"reason": "excluded as a duplicate", "cases": 1, "keys": ["c20"]} in table["excluded"]


def test_a_table_in_every_form(register, call):
    arguments = ["table", register, "--rows", "region", "--columns", "sex"]
    told = call(*arguments, "--json").json
    assert told["columns"] == ["F", "M"]
    assert told["counts"][told["rows"].index("Syria")] == [1, 6]
    assert (told["total"], told["excluded"]) == (24, [])
    shown = call(*arguments).out
    assert "left out: none" in shown
    assert "only likely, and counted so: c13 (Turkey)" in shown
    assert call(*arguments, "--csv").out.splitlines()[0] == "nationality:region,F,M,total"
    assert "| Syria | 1 | 6 | 7 |" in call(*arguments, "--md").out
    for wrong in (["--rows", "town"], ["--rows", "sex", "--where", "sex"], ["--rows", "sex", "--csv", "--md"]):
        refused = call("table", register, *wrong)
        assert (refused.status, len(refused.err.splitlines())) == (2, 1)


def test_a_period_says_that_formats_may_be_mixed(register, call):
    shown = call("table", register, "--rows", "date:season").out
    assert "c15 ('03/17/15': (uncertain))" in shown
    assert "could be read either way" in shown
    assert call("table", register, "--rows", "date:year", "--json").json["counts"] == [[5], [17], [2]]


def test_history_tells_it_in_words(register, call):
    call("cases-status", register, "c08", "--status", "unsure", "--as", "dana")
    call("cases-same", register, "c09", "c16", "--different", "--as", "ann")
    told = call("history", register, "--limit", "2").out
    assert "marked the case c08 as unsure" in told
    assert ": two people" in told
