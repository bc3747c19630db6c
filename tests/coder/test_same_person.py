import pytest

from coder import demo
from coder import register as registers
from coder.same_person import alike
from db import cases, coders, judgements, standings
from db.project import open_project


@pytest.fixture
def project(tmp_path):
    """The demo."""
    demo.build(tmp_path / "demo.coder")
    with open_project(tmp_path / "demo.coder") as opened:
        yield opened


def pairs(project):
    found = alike(project, registers.read(project))
    return {frozenset((pair.one.key, pair.other.key)): pair for pair in found.pairs}


def test_a_nickname_and_a_civil_name_of_a_rare_nationality_are_worth_a_look(project):
    found = pairs(project)
    pair = found[frozenset(("c12", "c20"))]
    assert pair.found.band == "check"
    assert "both Dutch" in {reason for reason, _ in pair.found.reasons}
    assert alike(project, registers.read(project)).by == ("nationality", "sex", "source", "date")


def test_the_same_name_is_not_the_same_person_and_unknown_is_nobody(project):
    found = pairs(project)
    assert found.get(frozenset(("c09", "c16"))) is None or found[frozenset(("c09", "c16"))].found.band == "possible"
    unknown = {case.key for case in cases.listed(project) if case.name == "Unknown"}
    assert len(unknown) == 5
    assert not any(pair & unknown for pair in found)


def test_a_pair_that_somebody_judged_is_not_asked_about_again(project):
    ann, one, other = coders.named(project, "ann"), cases.named(project, "c12"), cases.named(project, "c20")
    before = alike(project, registers.read(project))
    judgements.say(project, ann, other, one, "unsure")
    after = alike(project, registers.read(project))
    assert frozenset(("c12", "c20")) not in pairs(project)
    assert (len(after.pairs), after.judged) == (len(before.pairs) - 1, before.judged + 1)


def test_who_does_not_count_is_not_compared(project):
    standings.say(project, coders.named(project, demo.LEAD), cases.named(project, "c20"), "fake", why="no such paper")
    assert not any("c20" in pair for pair in pairs(project))
