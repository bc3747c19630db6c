import pytest

from corpus.refused import Refused
from db import backups, cases, history, judgements, project
from db.merge import merge


@pytest.fixture
def two(world):
    """Two cases of the project."""
    return cases.add(world.project, world.lea, "a"), cases.add(world.project, world.lea, "b")


def test_what_is_said_of_a_pair_is_kept_whichever_way_round_and_the_last_word_holds(world, two):
    a, b = two
    judgements.say(world.project, world.ann, a, b, "unsure", "same town")
    judgements.say(world.project, world.ben, b, a, "different", "other age")
    (found,) = judgements.listed(world.project)
    assert {found.case, found.other} == {a.id, b.id}
    assert (found.verdict, found.coder, found.why) == ("different", world.ben.id, "other age")
    assert history.history(world.project)[0].words in ("said of the cases a and b: two people",
                                                       "said of the cases b and a: two people")  # fmt: skip


def test_saying_that_they_are_one_person_excludes_nobody_unless_a_lead_says_whom(world, two):
    a, b = two
    judgements.say(world.project, world.ann, a, b, "same")
    assert all(case.counts for case in cases.listed(world.project))
    with pytest.raises(Refused, match="lead"):
        judgements.say(world.project, world.ann, a, b, "same", exclude=b)
    judgements.say(world.project, world.lea, a, b, "same", "one face", exclude=b)
    left_out = cases.named(world.project, "b")
    assert (left_out.status, left_out.other, left_out.why) == ("duplicate", a.id, "one face")


def test_what_makes_no_sense_is_refused(world, two):
    a, b = two
    c = cases.add(world.project, world.lea, "c")
    for one, other, verdict, out in ((a, a, "same", None), (a, b, "different", b), (a, b, "same", c)):
        with pytest.raises(Refused):
            judgements.say(world.project, world.lea, one, other, verdict, "x", out)
    assert judgements.listed(world.project) == []


def test_two_copies_that_judge_a_pair_differently_are_a_conflict(world, two, tmp_path):
    a, b = two
    other = project.open_project(backups.backup(world.project, tmp_path))
    judgements.say(world.project, world.lea, a, b, "same")
    judgements.say(other, world.lea, b, a, "different")
    (conflict,) = merge(world.project, world.lea, [other.path]).conflicts
    other.close()
    assert conflict.kind == "judgement"
    assert sorted(version.words for version in conflict.versions) == ["verdict different", "verdict same"]
