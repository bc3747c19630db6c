"""Rulings, comments, answers: merged like everything else, erased with their document, told to whom they concern."""

import shutil
from pathlib import Path

import pytest

from coder import disagreements, settling
from corpus.refused import Refused
from db import (
    coders,
    comments,
    conflicts,
    merge,
    package,
    purge,
    queries,
    readings,
    rounds,
    rulings,
    rulings_undo,
    schema,
    tags,
    undo,
)
from db.check import check
from db.project import Project, open_project
from db.values import NewTag

from .conftest import World


def _coded(world: World) -> None:
    """Ann asks about her passage, Ben has nothing; both have finished."""
    tags.add_many(
        world.project, world.ann, {world.reading(): [NewTag("D3", 0, 27, "D3 or D4?", query=True)]}, finish=True
    )
    tags.add_many(world.project, world.ben, {world.reading(world.ben): []}, finish=True)


def _rule(project: Project, who: str, *outcome: bool, reason: str = "") -> None:
    [place] = disagreements.listed(project)
    said = settling.all_of(place) if outcome else ()
    rulings.rule(project, coders.named(project, who), [settling.settled(place, said, reason=reason)])


def _words(project: Project) -> set[str]:
    with project.read() as connection:
        return {row[0] for row in connection.execute(schema.body.select().with_only_columns(schema.body.c.words))}


def test_two_leads_who_ruled_otherwise_are_a_conflict_that_is_listed_and_settled(world: World, tmp_path: Path) -> None:
    _coded(world)
    coders.add(world.project, world.lea, "Eve", "lead")
    (tmp_path / "there").mkdir()
    there = Path(shutil.copy(world.path, tmp_path / "there" / "study.coder"))
    _rule(world.project, "Lea", reason="Nothing is promised.")
    with open_project(there) as other:
        _rule(other, "Eve", True)
        [place] = disagreements.listed(other)
        comments.add(other, world.ann, place.id, place.document, place.round, "It is promised.")
    told = merge.merge(world.project, world.lea, [there])
    assert told.also == {"comment": 1}
    [conflict] = conflicts.listed(world.project)
    assert (conflict.kind, conflict.document) == ("ruling", "mill")
    words = {version.coder: version.words for version in conflict.versions}
    assert "outcome nothing" in words["Lea"]
    assert "outcome D3 0-27" in words["Eve"]
    assert [comment.words for comment in comments.listed(world.project)] == ["It is promised."]
    with open_project(there) as other:
        merge.merge(other, world.lea, [world.path])
        assert disagreements.listed(other) == disagreements.listed(world.project)
    kept = next(version for version in conflict.versions if version.coder == "Eve")
    conflicts.settle(world.project, world.lea, conflict, kept.event)
    assert conflicts.listed(world.project) == []
    [place] = disagreements.listed(world.project)
    assert place.ruling is not None
    assert [one.code for one in place.ruling.outcome] == ["D3"]


def test_a_purge_erases_what_was_said_about_a_documents_places(world: World) -> None:
    _coded(world)
    [place] = disagreements.listed(world.project)
    [tag] = tags.listed(world.project)
    comments.add(world.project, world.ben, place.id, place.document, place.round, "Secret comment")
    queries.answer(world.project, world.lea, tag, "Secret answer")
    proposed = settling.settled(place, (), reason="Secret reason", proposal="Secret sentence")
    rulings.rule(world.project, world.lea, [proposed])
    assert {"Secret comment", "Secret answer", "Secret reason", "Secret sentence"} <= _words(world.project)
    purge.purge_document(world.project, world.lea, world.mill)
    assert not any(words and "Secret" in words for words in _words(world.project))
    assert disagreements.listed(world.project) == []
    [ruling] = rulings.listed(world.project)
    assert (ruling.reason, ruling.proposal) == ("(erased)", "(erased)")
    with pytest.raises(Refused, match="erased"):
        rulings.rule(world.project, world.lea, [proposed])
    with pytest.raises(Refused, match="erased"):
        comments.add(world.project, world.ben, place.id, place.document, place.round, "More")
    assert check(world.path) == []


def test_an_answer_goes_into_the_package_of_who_asked_and_into_nobody_elses(world: World, tmp_path: Path) -> None:
    _coded(world)
    [tag] = tags.listed(world.project)
    with pytest.raises(Refused, match="Only leads"):
        queries.answer(world.project, world.ben, tag, "D3.")
    queries.answer(world.project, world.lea, tag, "It is D3.")
    queries.answer(world.project, world.lea, tag, "It is D3: somebody is favoured.")
    for coder, said in ((world.ann, ["It is D3: somebody is favoured."]), (world.ben, [])):
        path = tmp_path / f"{coder.name}.coder"
        package.package(world.project, world.lea, coder, path)
        with open_project(path) as home:
            home.viewer = coder.id
            assert [answer.words for answer in queries.answers(home).values()] == said
            assert ("It is D3." in _words(home)) is (coder is world.ann)


def test_an_answer_to_ones_own_question_is_no_coding_to_undo(world: World) -> None:
    reading = readings.of(world.project, world.lea, world.mill, rounds.current(world.project))
    [tag] = tags.add(world.project, world.lea, reading, [NewTag("D3", 0, 27, query=True)])
    queries.answer(world.project, world.lea, tag, "Yes.")
    assert undo.undo(world.project, world.lea) == "tagged “They said the mill was ours” D3"
    with pytest.raises(Refused, match="removed meanwhile"):
        queries.answer(world.project, world.lea, tag, "Yes.")


def test_nothing_is_asked_with_a_tag_that_is_not_marked(world: World) -> None:
    [tag] = tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 27)])
    with pytest.raises(Refused, match="Nothing is asked"):
        queries.answer(world.project, world.lea, tag, "Yes.")


def test_reasons_are_a_list_that_leads_keep(world: World) -> None:
    comments.add_reason(world.project, world.lea, "The words  say so")
    comments.add_reason(world.project, world.lea, "No victim is named")
    assert [reason.words for reason in comments.reasons(world.project)] == ["The words say so", "No victim is named"]
    assert comments.reason_named(world.project, "2") == comments.reason_named(world.project, "no victim is named")
    for who, words, refused in ((world.ann, "x", "Only leads"), (world.lea, "the words say SO", "already")):
        with pytest.raises(Refused, match=refused):
            comments.add_reason(world.project, who, words)
    _coded(world)
    [place] = disagreements.listed(world.project)
    reason = comments.reason_named(world.project, "1")
    rulings.rule(world.project, world.lea, [settling.settled(place, (), picked=reason.id)])
    comments.remove_reason(world.project, world.lea, reason)
    assert [one.words for one in comments.reasons(world.project)] == ["No victim is named"]
    assert rulings.listed(world.project)[0].picked == reason.id
    with pytest.raises(Refused, match="No reason is called"):
        comments.reason_named(world.project, "The words say so")


def test_only_who_finished_or_leads_may_comment_and_take_back_their_own(world: World) -> None:
    _coded(world)
    [place] = disagreements.listed(world.project)
    cem = coders.add(world.project, world.lea, "Cem")
    with pytest.raises(Refused, match="Cem has not finished"):
        comments.add(world.project, cem, place.id, place.document, place.round, "Hm.")
    comments.add(world.project, world.ann, place.id, place.document, place.round, "Hm.")
    [comment] = comments.listed(world.project, place.id)
    with pytest.raises(Refused, match="another's"):
        comments.remove(world.project, world.lea, comment)
    comments.remove(world.project, world.ann, comment)
    assert comments.listed(world.project) == []


def test_in_a_package_no_ruling_is_taken_back_nor_done_again(world: World, tmp_path: Path) -> None:
    _coded(world)
    _rule(world.project, "Lea", reason="Nothing is promised.")
    package.package(world.project, world.lea, world.ann, tmp_path / "ann.coder")
    with open_project(tmp_path / "ann.coder") as home:
        [ruling] = rulings.listed(home)
        lea = coders.named(home, "Lea")
        for refused in (
            lambda: rulings_undo.undo(home, lea),
            lambda: rulings_undo.redo(home, lea),
            lambda: rulings.open_again(home, lea, ruling),
        ):
            with pytest.raises(Refused, match="This is a package"):
                refused()
        assert rulings.listed(home) == [ruling]
