"""The made-up register of the demo, as cross-tables see it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from coder import demo
from coder import register as registers
from coder.register import MISSING, UNCERTAIN, Register
from corpus.attributes import Attribute
from corpus.refused import Refused
from db import attributes, backups, cases, coders, standings
from db.merge import merge
from db.project import Project, create, open_project


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, made once."""
    path = tmp_path_factory.mktemp("demo") / "demo.coder"
    demo.build(path)
    return path


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Iterator[Project]:
    """A copy of it."""
    path = tmp_path / "demo.coder"
    path.write_bytes(built.read_bytes())
    with open_project(path) as opened:
        yield opened


def counted(register: Register, what: str) -> dict[str, int]:
    """How many cases have each value."""
    found = registers.variable(register, what)
    times = Counter(found.values[case.id] for case in register.cases)
    assert set(times) == set(found.labels)
    return {label: times[label] for label in found.labels}


def say(project: Project, key: str, status, other: str | None = None, why: str = "seen") -> None:
    lead = coders.named(project, demo.LEAD)
    of = cases.named(project, other) if other else None
    standings.say(project, lead, cases.named(project, key), status, of, why)


def test_an_attribute_says_what_was_made_of_its_cells(project):
    register = registers.read(project)
    found = counted(register, "nationality")
    assert (found["Tunisian"], found["Turkish"], found[MISSING]) == (2, 1, 2)
    assert sum(found.values()) == 24
    assert list(found)[-1] == MISSING
    assert registers.variable(register, "nationality").doubts == (
        "nationality: only likely, and counted so: c13 (Turkish)",
    )


def test_a_grouping_is_known_by_its_own_name_and_keeps_its_order(project):
    register = registers.read(project)
    assert registers.variable(register, "Region") == registers.variable(register, "nationality:region")
    assert list(counted(register, "region")) == [
        "Syria", "Middle East and North Africa", "Western Europe", "Central and South-East Asia", "Turkey", MISSING,
    ]  # fmt: skip


def test_a_date_that_is_none_in_its_columns_order_counts_for_its_year_and_for_no_month(project):
    register = registers.read(project)
    c15 = next(case.id for case in register.cases if case.key == "c15")
    assert registers.variable(register, "date:year").values[c15] == "2015"
    for period in ("date:season", "date:quarter", "date:month", "date"):
        assert registers.variable(register, period).values[c15] == UNCERTAIN
    assert counted(register, "date:year") == {"2014": 5, "2015": 17, "2016": 2}


def test_periods_say_how_many_dates_could_be_read_the_other_way(project):
    doubts = registers.variable(registers.read(project), "date:season").doubts
    assert any("c15 ('03/17/15': (uncertain))" in doubt for doubt in doubts)
    assert any("could be read either way" in doubt and "as another season" in doubt for doubt in doubts)
    assert not any("either way" in doubt for doubt in registers.variable(registers.read(project), "date:year").doubts)


def test_who_is_excluded_counts_nowhere_and_is_named(project):
    say(project, "c20", "duplicate", "c12")
    say(project, "c08", "fake")
    say(project, "c10", "unsure")
    register = registers.read(project)
    assert len(register.cases) == 22
    assert register.excluded == [
        {"reason": "excluded as a duplicate", "cases": 1, "keys": ["c20"]},
        {"reason": "excluded as a suspected fake", "cases": 1, "keys": ["c08"]},
    ]
    assert sum(counted(register, "sex").values()) == 22
    assert "c10" in registers.variable(register, "sex").doubts[0]
    assert counted(register, "status") == {"included": 21, "unsure": 1}


def test_conditions_on_one_name_are_any_of_them_and_all_names_must_hold(project):
    register = registers.read(project)
    either = registers.chosen(register, ["region=Turkey", "region=western europe", "sex=M"])
    assert [case.key for case in either.cases] == ["c12", "c13", "c19", "c20"]
    assert {"reason": "nationality:region is missing", "cases": 1, "keys": ["c15"]} in either.excluded
    unknown = registers.chosen(register, ["nationality=missing"])
    assert [case.key for case in unknown.cases] == ["c15", "c21"]


def test_of_whom_nobody_can_tell_whether_they_meet_a_condition_is_left_out_and_named(project):
    summer = registers.chosen(registers.read(project), ["date:season=summer 2015"])
    assert {"reason": "date:season is uncertain", "cases": 1, "keys": ["c15"]} in summer.excluded


def test_lists_have_those_that_do_not_count_too(project):
    say(project, "c20", "duplicate", "c12")
    register = registers.read(project)
    assert [case.key for case in registers.listed(register, ["status=duplicate"])] == ["c20"]
    assert "c20" in {case.key for case in registers.listed(register, ["nationality=Dutch"])}


def test_what_is_not_there_is_refused_with_what_there_is(project):
    register = registers.read(project)
    for what, told in (("town", "date:season"), ("date:week", "date:season"), ("nationality:town", "nationality")):
        with pytest.raises(Refused, match=told):
            registers.variable(register, what)
    for condition, told in (
        ("sex", "NAME=VALUE"), ("sex=X", "there are: F, M"), ("status=gone", "included, duplicate, fake, unsure"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=told):
            registers.chosen(register, [condition])


def test_an_attribute_called_status_goes_before_and_a_grouping_of_two_attributes_needs_its_whole_name(project):
    lead = coders.named(project, demo.LEAD)
    cases.edit(project, lead, cases.named(project, "c01"), attributes={"status": "fled", "birth": "Syrian"})
    attributes.load(project, lead, [Attribute("birth", groups={"region": {"Levant": ("Syrian",)}})])
    register = registers.read(project)
    assert counted(register, "status") == {"fled": 1, MISSING: 23}
    with pytest.raises(Refused, match=r"birth:region or nationality:region"):
        registers.variable(register, "region")


def test_values_that_differ_in_case_alone_are_one_in_a_choice(project):
    lead = coders.named(project, demo.LEAD)
    cases.edit(project, lead, cases.named(project, "c01"), attributes={"sex": "m"})
    assert list(counted(registers.read(project), "sex")) == ["F", "M"]


def test_numbers_stand_in_their_order(project):
    lead = coders.named(project, demo.LEAD)
    attributes.load(project, lead, [Attribute("age", "number")])
    for key, age in (("c01", "9"), ("c02", "31"), ("c03", "1,000"), ("c04", "9.0")):
        cases.edit(project, lead, cases.named(project, key), attributes={"age": age})
    assert counted(registers.read(project), "age") == {"9": 2, "31": 1, "1000": 1, MISSING: 20}


def test_two_copies_that_each_leave_out_the_other_case_are_told(project, tmp_path):
    other = open_project(backups.backup(project, tmp_path))
    say(project, "c20", "duplicate", "c12")
    say(other, "c12", "duplicate", "c20")
    merge(project, coders.named(project, demo.LEAD), [other.path])
    other.close()
    (told,) = registers.unsure(registers.read(project))
    assert "c12, c20" in told


def test_a_project_without_cases_has_an_empty_register(tmp_path):
    from corpus.codebook import builtin

    with create(tmp_path / "new.coder", "Lea", builtin()) as made:
        register = registers.read(made)
        assert register.cases == ()
        with pytest.raises(Refused, match="none yet"):
            registers.variable(register, "sex")
