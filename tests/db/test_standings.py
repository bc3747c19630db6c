import pytest

from corpus.refused import Refused
from db import backups, cases, history, judgements, project, purge, standings
from db.check import check
from db.merge import merge


@pytest.fixture
def three(world):
    """Three cases of the project."""
    return [cases.add(world.project, world.lea, key, name) for key, name in (("a", "Ilse"), ("b", "Ilse"), ("c", "O"))]


def now(world, key):
    return cases.named(world.project, key)


def test_a_duplicate_is_left_out_with_the_reason_and_who_said_so(world, three):
    a, b, _ = three
    standings.say(world.project, world.lea, b, "duplicate", a, "one face")
    case = now(world, "b")
    assert (case.status, case.other, case.why, case.by, case.counts) == (
        "duplicate", a.id, "one face", world.lea.id, False
    )  # fmt: skip
    assert history.history(world.project)[0].words == "left out the case b as a duplicate of a"
    standings.say(world.project, world.lea, b, "included")
    assert now(world, "b").counts
    assert now(world, "b").other is None
    assert history.history(world.project)[0].words == "counted the case b again"


def test_who_is_unsure_counts_and_a_suspected_fake_does_not(world, three):
    standings.say(world.project, world.lea, three[0], "unsure")
    standings.say(world.project, world.lea, three[1], "fake", why="no such street")
    assert [case.counts for case in cases.listed(world.project)] == [True, False, True]


def test_an_exclusion_needs_sense_and_a_lead(world, three):
    a, b, c = three
    standings.say(world.project, world.lea, b, "duplicate", a, "one face")
    for case, status, other, why, told in (
        (c, "fake", None, " ", "why"),
        (c, "duplicate", None, "x", "--of"),
        (c, "included", a, "", "--of"),
        (c, "duplicate", c, "x", "itself"),
        (c, "duplicate", b, "x", "does not count itself"),
        (a, "fake", None, "x", "b is left out as a duplicate of a"),
    ):
        with pytest.raises(Refused, match=told):
            standings.say(world.project, world.lea, case, status, other, why)
    with pytest.raises(Refused, match="lead"):
        standings.say(world.project, world.ann, c, "unsure")


def test_a_purge_erases_the_reasons_that_were_given_about_a_case(world, three):
    a, b, c = three
    standings.say(world.project, world.lea, b, "duplicate", a, "SECRET face")
    judgements.say(world.project, world.ann, c, a, "different", "SECRET scar")
    purge.purge_case(world.project, world.lea, a)
    assert now(world, "b").why == "(erased)"
    assert [judgement.why for judgement in judgements.listed(world.project)] == ["(erased)"]
    assert "SECRET" not in str(history.history(world.project))
    world.project.close()
    assert b"SECRET" not in world.path.read_bytes()
    assert check(world.path) == []
    with pytest.raises(Refused, match="erased"):
        standings.say(world.again(), world.lea, next(x for x in cases.listed(world.project) if x.purged), "unsure")


def test_two_copies_that_disagree_whether_a_case_counts_are_a_conflict(world, three, tmp_path):
    a, b, _ = three
    other = project.open_project(backups.backup(world.project, tmp_path))
    standings.say(world.project, world.lea, b, "duplicate", a, "one face")
    standings.say(other, world.lea, b, "fake", why="no such street")
    (conflict,) = merge(world.project, world.lea, [other.path]).conflicts
    other.close()
    assert (conflict.kind, conflict.document) == ("standing", "b")
    told = sorted(version.words for version in conflict.versions)
    assert told == ["other a, status duplicate, reason one face", "other none, status fake, reason no such street"]
