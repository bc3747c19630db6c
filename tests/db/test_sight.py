"""Blind stays blind: every listing of the database shows a viewer what they may see, and nobody nothing."""

import pytest

from corpus.refused import Refused
from db import cases, codebooks, conflicts, history, judgements, readings, rounds, sight, tags
from db.project import Project
from db.values import Coder, NewTag, Round

from .conftest import World


@pytest.fixture
def blind(world: World) -> Round:
    """Ann and Ben tag both documents; both finished the mill, only Ben the road."""
    first = rounds.plan(
        world.project, world.lea, "first", purpose="reliability", people=[world.ann, world.ben], blind=True
    )
    everything = sight.whole(world.project)
    for coder in (world.ann, world.ben):
        for document in (world.mill, world.road):
            reading = readings.of(everything, coder, document, first)
            tags.add(world.project, coder, reading, [NewTag("D3", 0, 9, memo=f"memo of {coder.name}", query=True)])
            readings.set_memo(world.project, coder, reading, f"{coder.name} on {document.title}")
            if document is world.mill or coder is world.ben:
                readings.finish(world.project, coder, reading)
    cases.add(world.project, world.ben, "a-case-of-ben")
    return first


def _seen(project: Project, viewer: Coder) -> Project:
    return sight.seen_by(project, viewer.id)


def test_who_does_not_say_who_they_are_is_shown_nothing(world: World, blind: Round) -> None:
    for attempt in (
        lambda: tags.listed(world.project),
        lambda: tags.get(world.project, "abcdef"),
        lambda: readings.listed(world.project),
        lambda: readings.progress(world.project),
        lambda: readings.of(world.project, world.ben, world.mill, blind),
        lambda: readings.finished_on(world.project),
        lambda: history.history(world.project),
        lambda: rounds.assignments(world.project, blind),
        lambda: conflicts.listed(world.project),
    ):
        with pytest.raises(Refused, match="say who you are"):
            attempt()


def test_a_coder_sees_their_own(world: World, blind: Round) -> None:
    mine = _seen(world.project, world.ann)
    assert {tag.coder for tag in tags.listed(mine)} == {world.ann.id}
    assert {reading.coder for reading in readings.progress(mine)} == {world.ann.id}
    assert {one.coder for one in rounds.assignments(mine, blind)} == {world.ann.id}
    assert len(readings.finished_on(mine)) == 1
    told = history.history(mine)
    assert {change.actor for change in told} == {"Ann", "Lea"}
    theirs = readings.of(mine, world.ben, world.mill, blind)
    assert (theirs.begun, theirs.tags, theirs.finished, theirs.memo) == (False, 0, False, "")
    assert tags.of_reading(mine, theirs) == []
    for tag in tags.listed(sight.whole(world.project)):
        if tag.coder == world.ben.id:
            with pytest.raises(Refused, match="No tag has the id"):
                tags.get(mine, tag.id)


def test_a_lead_sees_progress_and_the_tags_of_what_all_have_finished(world: World, blind: Round) -> None:
    lead = _seen(world.project, world.lea)
    assert {tag.document for tag in tags.listed(lead)} == {world.mill.id}
    assert len(tags.listed(lead)) == 2
    known = readings.progress(lead)
    assert len(known) == 4
    assert {(r.document, r.tags, r.memo) for r in known if r.hidden} == {(world.road.id, 0, "")}
    assert [r.finished for r in known if r.hidden and r.coder == world.ben.id] == [True]
    assert {r.document for r in readings.listed(lead)} == {world.mill.id}
    assert all(change.document != "road" for change in history.history(lead) if change.actor != "Lea")
    readings.finish(world.project, world.ann, readings.of(_seen(lead, world.ann), world.ann, world.road, blind))
    assert len(tags.listed(lead)) == 4
    reopened = readings.of(_seen(lead, world.ann), world.ann, world.mill, blind)
    readings.reopen(world.project, world.ann, reopened)
    assert {tag.document for tag in tags.listed(lead)} == {world.road.id}


def test_a_lead_who_codes_in_it_is_a_coder_there(world: World) -> None:
    first = rounds.plan(
        world.project, world.lea, "first", purpose="reliability", people=[world.lea, world.ben], blind=True
    )
    reading = readings.of(sight.whole(world.project), world.ben, world.mill, first)
    tags.add(world.project, world.ben, reading, [NewTag("D3", 0, 9)])
    lead = _seen(world.project, world.lea)
    assert tags.listed(lead) == []
    assert readings.progress(lead) == []
    assert {one.coder for one in rounds.assignments(lead, first)} == {world.lea.id}
    assert all(change.actor != "Ben" for change in history.history(lead))


def test_after_the_reveal_everybody_sees_everything(world: World, blind: Round) -> None:
    rounds.reveal(world.project, world.lea, blind, "{}", world.project.changes())
    assert len(tags.listed(world.project)) == 4
    assert len(readings.listed(_seen(world.project, world.ann))) == 4
    assert len(rounds.assignments(world.project, blind)) == 4


def test_other_rounds_stay_as_open_as_they_are(world: World, blind: Round) -> None:
    main = rounds.named(world.project, "main")
    reading = readings.of(world.project, world.ben, world.mill, main)
    tags.add(world.project, world.ben, reading, [NewTag("R1", 0, 9)])
    assert [tag.code for tag in tags.of_reading(world.project, reading)] == ["R1"]
    mine = _seen(world.project, world.ann)
    assert {(tag.coder, tag.code) for tag in tags.listed(mine)} == {(world.ann.id, "D3"), (world.ben.id, "R1")}


def test_a_refused_codebook_does_not_count_their_tags(world: World, blind: Round) -> None:
    import dataclasses

    book = codebooks.of_round(world.project, blind)
    smaller = dataclasses.replace(book, codes=tuple(code for code in book.codes if code.key != "D3"))
    with pytest.raises(Refused) as refused:
        codebooks.load(world.project, world.lea, smaller)
    assert "D3;" in str(refused.value)
    assert "tags)" not in str(refused.value)


def test_merging_counts_nothing_that_is_hidden(world: World, blind: Round) -> None:
    from db import backups, merge, project

    other = project.open_project(backups.copy_whole(world.path, world.path.with_name("other.coder")))
    for coder in (world.ann, world.ben):
        reading = readings.of(sight.whole(other), coder, world.road if coder is world.ann else world.mill, blind)
        if coder is world.ann:
            tags.add(other, coder, reading, [NewTag("R1", 0, 9)])
    told = merge.merge(world.project, world.lea, [other.path], dry_run=True)
    assert told.hidden
    assert told.coders == {}
    other.close()


def test_whom_others_met_in_a_blind_round_is_hidden(world: World, blind: Round) -> None:
    before = len(cases.listed(sight.whole(world.project))) - 1
    ann, ben, lea = (_seen(world.project, coder) for coder in (world.ann, world.ben, world.lea))

    def keys(viewer: Project) -> list[str]:
        return [case.key for case in cases.listed(viewer)]

    assert ("a-case-of-ben" in keys(ben), "a-case-of-ben" in keys(lea)) == (True, True)
    for viewer in (ann, world.project):  # the project itself: nobody looks
        assert "a-case-of-ben" not in keys(viewer)
        assert len(keys(viewer)) == before
        with pytest.raises(Refused, match="No case has the id"):
            cases.named(viewer, "a-case-of-ben")
    theirs = cases.named(ben, "a-case-of-ben")
    judgements.say(ben, world.ben, theirs, cases.add(ben, world.ben, "another"), "different")
    assert (judgements.listed(ann), len(judgements.listed(ben))) == ([], 1)
    mine = cases.add(ann, world.ann, "a-case-of-ben")  # that it is there already is not told either
    assert keys(ann).count("a-case-of-ben") == 1
    rounds.reveal(world.project, world.lea, blind, "{}", world.project.changes())
    assert keys(ann).count("a-case-of-ben") == 2
    [line] = cases.twins(cases.listed(ann))
    assert mine.id in line
    assert "cases --edit" in line
    with pytest.raises(Refused, match="exists already"):
        cases.edit(lea, world.lea, mine, key="another")
    cases.edit(lea, world.lea, mine, key="a-case-of-ann")
    assert cases.twins(cases.listed(ann)) == []
    with pytest.raises(Refused, match="stays unless"):
        cases.edit(lea, world.lea, mine, key="one-more")


def test_a_case_that_the_viewer_names_is_shown(world: World, blind: Round) -> None:
    ben, ann = _seen(world.project, world.ben), _seen(world.project, world.ann)
    theirs = cases.named(ben, "a-case-of-ben")
    reading = readings.of(ann, world.ann, world.road, blind)
    tags.add(ann, world.ann, reading, [NewTag("D3", 0, 4, case=theirs.id)])
    assert "a-case-of-ben" in [case.key for case in cases.listed(ann)]
