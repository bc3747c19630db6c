import pytest

from coder.csv_cells import lines as cells
from corpus.attributes import Attribute
from corpus.refused import Refused
from corpus.register import Understood, lines, understand
from db import attributes, backups, cases, conflicts, history, project, purge, register
from db.check import check
from db.merge import merge

REGISTER = """id,name,nationality,date
k1,Ilse Baum,Sylvanian,14/07/15
k2,Otto Kern,Sylvania,03/17/15
k3,Unknown,,
"""
NATION = Attribute("nationality", "choice", values={"Sylvania": "Sylvanian"})


def read(words: str, known=()) -> Understood:
    return understand(*lines(cells(words.encode(), "r.csv"), "r.csv"), known)


def take(world, words: str = REGISTER, actor=None) -> register.Taken:
    return register.take(world.project, actor or world.lea, read(words, attributes.listed(world.project)), [NATION])


def said(world) -> dict[str, dict[str, str]]:
    return {case.key: dict(case.attributes) for case in cases.listed(world.project)}


def test_a_register_comes_in_as_one_action_and_keeps_what_is_written(world):
    before = len(history.history(world.project))
    assert len(take(world).added) == 3
    assert said(world)["k2"] == {"nationality": "Sylvania", "date": "03/17/15"}
    assert said(world)["k3"] == {}
    assert attributes.listed(world.project) == [NATION]
    assert len(history.history(world.project)) == before + 1
    assert history.history(world.project)[0].words == "brought in a register: 3 cases new or changed"


def test_only_leads_bring_one_in_and_a_preview_writes_nothing(world):
    assert len(register.preview(world.project, read(REGISTER)).added) == 3
    with pytest.raises(Refused, match="lead"):
        take(world, actor=world.ann)
    assert cases.listed(world.project) == []


def test_bringing_it_in_again_changes_nothing(world):
    take(world)
    before = len(history.history(world.project))
    again = take(world)
    assert (again.added, again.changed, again.same) == ([], [], 3)
    assert len(history.history(world.project)) == before


def test_cases_are_brought_up_to_date_but_not_what_somebody_set_here(world):
    take(world)
    k1, k2 = (cases.named(world.project, key) for key in ("k1", "K2"))
    cases.edit(world.project, world.lea, k1, attributes={"Nationality": "Freedonian"}, note="asked her")
    taken = take(world, REGISTER.replace("Ilse Baum,Sylvanian", "Ilse B.,Ruritanian").replace("Otto Kern", "Otto K."))
    assert [case.key for case in taken.changed] == ["k1", "k2"]
    assert [(kept.key, kept.what, kept.here, kept.file) for kept in taken.kept] == [
        ("k1", "nationality", "Freedonian", "Ruritanian")
    ]
    now = cases.named(world.project, "k1")
    assert (now.name, now.attributes["nationality"], now.note) == ("Ilse B.", "Freedonian", "asked her")
    assert cases.named(world.project, "k2") == cases.named(world.project, k2.id)
    assert cases.named(world.project, "k2").name == "Otto K."


def test_a_case_that_a_coder_made_is_brought_up_to_date_too(world):
    made = cases.add(world.project, world.ann, "K1")
    take(world)
    assert cases.named(world.project, "k1").id == made.id
    assert cases.named(world.project, "k1").name == "Ilse Baum"
    assert len(cases.listed(world.project)) == 3


def test_rows_without_a_key_take_no_other_case_for_theirs(world):
    cases.add(world.project, world.lea, "1", "Somebody Else")
    words = "name,sex\nIlse,F\nOtto,M\n"
    taken = take(world, words)
    assert [case.key for case in taken.added] == ["2"]
    assert "somebody else" in taken.left_out[0].what
    assert take(world, words).same == 1


def test_only_leads_edit_a_case_and_what_its_type_can_not_be_is_refused(world):
    attributes.load(world.project, world.lea, [Attribute("date", "date")])
    case = cases.add(world.project, world.ann, "k9", attributes={"date": "2015", "town": ""})
    assert case.attributes == {"date": "2015"}
    with pytest.raises(Refused, match="lead"):
        cases.edit(world.project, world.ann, case, note="x")
    with pytest.raises(Refused, match="'soon'"):
        cases.edit(world.project, world.lea, case, attributes={"date": "soon"})
    assert cases.edit(world.project, world.lea, case, attributes={"date": ""}).attributes == {}
    assert history.history(world.project)[0].words == "changed the case k9"


def test_an_attribute_is_defined_changed_and_taken_away(world):
    assert attributes.load(world.project, world.lea, [NATION]) == 1
    assert attributes.load(world.project, world.lea, [NATION]) == 0
    assert attributes.load(world.project, world.lea, [Attribute("Nationality", "text")]) == 1
    assert attributes.listed(world.project) == [Attribute("Nationality", "text")]
    attributes.remove(world.project, world.lea, "NATIONALITY")
    assert attributes.listed(world.project) == []
    words = [change.words for change in history.history(world.project)[:2]]
    assert words == ["took away what the attribute Nationality means", "said what the attribute Nationality means"]
    with pytest.raises(Refused, match="'nationality'"):
        attributes.remove(world.project, world.lea, "nationality")
    with pytest.raises(Refused, match="lead"):
        attributes.load(world.project, world.ann, [NATION])


def test_a_case_that_was_erased_is_not_brought_in_again(world):
    take(world)
    purge.purge_case(world.project, world.lea, cases.named(world.project, "k1"))
    taken = take(world)
    assert taken.same == 2
    assert "erased here on purpose" in taken.left_out[0].what
    assert check(world.path) == []


@pytest.fixture
def other(world, tmp_path):
    """Another copy of the project."""
    copy = project.open_project(backups.backup(world.project, tmp_path))
    yield copy
    copy.close()


def test_one_register_brought_into_two_copies_is_one_register_after_a_merge(world, other):
    take(world)
    register.take(other, world.lea, read(REGISTER), [NATION])
    assert merge(world.project, world.lea, [other.path]).conflicts == []
    assert [case.key for case in cases.listed(world.project)] == ["k1", "k2", "k3"]
    assert attributes.listed(world.project) == [NATION]


def test_what_two_copies_say_differently_of_a_case_is_a_conflict_and_neither_is_lost(world, other):
    take(world)
    register.take(other, world.lea, read(REGISTER.replace("Ilse Baum,Sylvanian", "Ilse Baum,Ruritanian")), [NATION])
    (conflict,) = merge(world.project, world.lea, [other.path]).conflicts
    assert (conflict.kind, conflict.document) == ("case", "k1")
    told = sorted(version.words for version in conflict.versions)
    assert told == ["attribute nationality Ruritanian", "attribute nationality Sylvanian"]
    wanted = next(version for version in conflict.versions if "Ruritanian" in version.words)
    conflicts.settle(world.project, world.lea, conflict, wanted.event)
    assert said(world)["k1"]["nationality"] == "Ruritanian"
    assert [kept.key for kept in take(world).kept] == ["k1"]
