"""Merging in any order, twice, gives the same project; nothing is dropped; what can't be merged changes nothing."""

import itertools
import json
import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from corpus.codebook import builtin
from corpus.readers import Imported
from corpus.refused import Refused
from db import (
    backups,
    cases,
    codebooks,
    coders,
    conflicts,
    documents,
    drafts,
    events,
    history,
    merge,
    project,
    purge,
    readings,
    rounds,
    schema,
    tags,
    undo,
)
from db.project import Project
from db.restore import restore
from db.values import NewTag, Reading, Tag

from .conftest import World, make


def copied(world: World, path: Path) -> Project:
    """The project on another machine: another file, which has another replica's name."""
    return project.open_project(backups.copy_whole(world.path, path))


@pytest.fixture
def other(world: World, tmp_path: Path) -> Project:
    return copied(world, tmp_path / "laptop.coder")


def reading(of: Project, coder: str = "ann", document: str = "mill") -> Reading:
    chosen = documents.named(of, document)
    return readings.of(of, coders.named(of, coder), chosen, rounds.current(of))


def tag(of: Project, coder: str, *new: NewTag) -> list[Tag]:
    return tags.add(of, coders.named(of, coder), reading(of, coder), new)


def merged(into: Project, *others: Project, dry_run: bool = False) -> merge.Merged:
    return merge.merge(into, coders.named(into, "lea"), [other.path for other in others], dry_run=dry_run)


def content(of: Project) -> tuple[object, ...]:
    """All that is kept, but for the order in which it was written."""
    with of.read() as connection:
        kept = events.kept(connection)
        state = {name: sorted(map(str, (dict(row) for row in rows))) for name, rows in kept.state.items()}
        return sorted(kept.events), sorted(map(str, kept.bodies)), sorted(kept.texts), sorted(kept.heads), state


def test_what_was_done_elsewhere_comes_home_and_nothing_is_doubled(world: World, other: Project) -> None:
    tag(world.project, "ann", NewTag("D3", 0, 9, memo="here"))
    theirs = tag(other, "ben", NewTag("D4", 0, 9, memo="there"), NewTag("R1", 10, 20))
    readings.finish(other, coders.named(other, "ben"), reading(other, "ben"))
    told = merged(world.project, other)
    assert told.coders[world.ben.id] == merge.OfCoder(new=2, finished=1)
    assert [t for t in tags.listed(world.project) if t.coder == world.ben.id] == theirs
    assert told.backup is not None
    before = world.path.read_bytes()
    again = merged(world.project, other)
    assert (again.events, again.backup) == (0, None)
    assert world.path.read_bytes() == before
    merged(other, world.project)
    assert content(other) == content(world.project)
    assert history.history(other) == history.history(world.project)


def test_a_dry_run_tells_and_changes_nothing(world: World, other: Project) -> None:
    [one, two] = tag(world.project, "ann", NewTag("D3", 0, 9), NewTag("D3", 10, 20))
    merged(other, world.project)
    ann = coders.named(other, "ann")
    tags.edit(other, ann, one, code="D4")
    tags.remove(other, ann, two)
    tag(other, "ann", NewTag("R1", 0, 30))
    cases.add(other, ann, "K1")
    before = world.path.read_bytes()
    told = merged(world.project, other, dry_run=True)
    assert (told.coders[world.ann.id], told.also) == (merge.OfCoder(new=1, changed=1, removed=1), {"case": 1})
    assert world.path.read_bytes() == before
    assert not backups.listed(world.path)
    done = merged(world.project, other)
    assert (done.coders, done.also) == (told.coders, told.also)


def test_a_tag_changed_on_both_sides_is_a_conflict_until_somebody_decides(world: World, other: Project) -> None:
    [one] = tag(world.project, "ann", NewTag("D3", 0, 9))
    merged(other, world.project)
    tags.edit(world.project, world.ann, one, code="D4")
    tags.edit(other, coders.named(other, "ann"), one, stop=14, memo="wider")
    told = merged(world.project, other)
    merged(other, world.project)
    [conflict] = told.conflicts
    assert (conflict.kind, conflict.document, conflict.whose) == ("tag", "mill", "Ann")
    assert {version.words for version in conflict.versions} == {
        "code D4, stop 9, memo none",
        "code D3, stop 14, memo wider",
    }
    assert conflicts.listed(other) == [conflict]
    [shown] = [version for version in conflict.versions if version.shown]
    assert tags.listed(world.project)[0].code in shown.words
    [hidden] = [version for version in conflict.versions if not version.shown]
    with pytest.raises(Refused, match="Only leads"):
        conflicts.settle(world.project, world.ben, conflict, hidden.event)
    conflicts.settle(world.project, world.ann, conflict, hidden.event[:8])
    assert conflicts.listed(world.project) == []
    assert tags.listed(world.project)[0].code in hidden.words
    assert merged(other, world.project).conflicts == []
    assert tags.listed(other) == tags.listed(world.project)
    with pytest.raises(Refused, match="settled meanwhile"):
        conflicts.settle(world.project, world.ann, conflict, hidden.event)


def test_removed_here_and_changed_there_is_one_too(world: World, other: Project) -> None:
    [one] = tag(world.project, "ann", NewTag("D3", 0, 9))
    merged(other, world.project)
    tags.remove(world.project, world.ann, one)
    tags.edit(other, coders.named(other, "ann"), one, code="D4")
    [conflict] = merged(world.project, other).conflicts
    assert sorted(v.words.split(",")[0] for v in conflict.versions) == ["removed", "there"]


def test_a_codebook_changed_on_both_sides_is_a_conflict_of_the_round(world: World, other: Project) -> None:
    import dataclasses

    for where, title in ((world.project, "Here"), (other, "There")):
        codebooks.load(where, coders.named(where, "lea"), dataclasses.replace(builtin(), title=title))
    [conflict] = merged(world.project, other).conflicts
    assert conflict.kind == "round"
    assert len(codebooks.listed(world.project)) == 3
    merged(other, world.project)
    assert codebooks.of_round(other, rounds.current(other)) == codebooks.of_round(
        world.project, rounds.current(world.project)
    )


def test_the_same_change_on_both_sides_is_none(world: World, other: Project) -> None:
    import dataclasses

    book = dataclasses.replace(builtin(), title="The same")
    for where in (world.project, other):
        codebooks.load(where, coders.named(where, "lea"), book)
        documents.add(where, coders.named(where, "lea"), Imported("new", "A new text, the same on both sides."))
        readings.advance(where, coders.named(where, "ann"), reading(where), 5 if where is other else 9)
    assert merged(world.project, other).conflicts == []
    assert len(documents.listed(world.project)) == 3


def test_one_text_under_two_names_is_one_document_and_the_names_a_conflict(world: World, other: Project) -> None:
    """QualCoder matches by name: the same file under two names becomes two sources there."""
    text = "He said: “brutality”, and then he said nothing."
    for where, title in ((world.project, "interview 1"), (other, "Interview one (final)")):
        made, _ = documents.add(where, coders.named(where, "lea"), Imported(title, text))
        who = coders.named(where, "ann" if where is other else "ben")
        tags.add(where, who, readings.of(where, who, made, rounds.current(where)), [NewTag("D3", 9, 20)])
    [conflict] = merged(world.project, other).conflicts
    assert conflict.kind == "document"
    assert {v.words for v in conflict.versions} == {"title interview 1", "title Interview one (final)"}
    [both] = [d for d in documents.listed(world.project) if d.length == len(text)]
    assert [t.coder for t in tags.listed(world.project, documents=[both.id])] != []
    assert len(tags.listed(world.project, documents=[both.id])) == 2


def test_one_extra_comma_is_another_text_and_no_tag_moves(world: World, other: Project) -> None:
    """QualCoder takes two sources of one name for one, and the positions then point elsewhere."""
    plain = "They beat him in the yard and killed the others. We heard it."
    for where, text in ((world.project, plain), (other, plain.replace("yard", "yard,"))):
        made, _ = documents.add(where, coders.named(where, "lea"), Imported("yard", text))
        who = coders.named(where, "ann")
        at = text.index("killed")
        tags.add(where, who, readings.of(where, who, made, rounds.current(where)), [NewTag("D3", at, at + 6)])
    assert merged(world.project, other).conflicts == []
    both = [d for d in documents.listed(world.project) if d.title == "yard"]
    assert len(both) == 2
    for document in both:
        [one] = tags.listed(world.project, documents=[document.id])
        assert documents.text(world.project, document)[one.start : one.stop] == "killed"
    with pytest.raises(Refused, match="2 documents are called 'yard'"):
        documents.named(world.project, "yard")


def test_a_name_with_a_blank_is_the_same_name_and_a_code_is_its_key(world: World, other: Project) -> None:
    """QualCoder's merge makes a third code of "brutality ", since it ends in a blank."""
    coders.add(other, coders.named(other, "lea"), "Cem ")
    with pytest.raises(Refused, match="already"):
        coders.add(other, coders.named(other, "lea"), " cem")
    with pytest.raises(Refused):
        tag(other, "ben", NewTag("D3 ", 0, 9))
    tag(other, "ben", NewTag("D3", 0, 9))
    tag(world.project, "ann", NewTag("D3", 0, 9))
    merged(world.project, other)
    assert {t.code for t in tags.listed(world.project)} == {"D3"}
    assert [c.name for c in coders.listed(world.project)] == ["Ann", "Ben", "Cem", "Lea"]


def test_a_code_inside_another_comes_along_whole(world: World, other: Project) -> None:
    """Spans within spans are lost in tools that keep the longest one."""
    tag(world.project, "ann", NewTag("D3", 0, 40), NewTag("D1", 10, 20))
    tag(other, "ben", NewTag("D3", 0, 40), NewTag("D1", 12, 16))
    merged(world.project, other)
    assert [(t.code, t.start, t.stop) for t in tags.listed(world.project)] == [
        ("D3", 0, 40), ("D3", 0, 40), ("D1", 10, 20), ("D1", 12, 16),
    ]  # fmt: skip


def test_two_coders_of_one_name_are_told_apart_and_an_unclear_name_is_refused(world: World, other: Project) -> None:
    one = coders.add(world.project, world.lea, "Cem")
    two = coders.add(other, coders.named(other, "lea"), "cem")
    merged(world.project, other)
    with pytest.raises(Refused, match="2 coders are called 'cem'") as refused:
        coders.named(world.project, "cem")
    assert one.id[:12] in str(refused.value)
    assert two.id[:12] in str(refused.value)
    assert coders.named(world.project, one.id[:12]).id == one.id
    names = [coder.name for coder in coders.listed(world.project)]
    assert len(set(names)) == len(names)
    assert coders.named(world.project, f"Cem ({one.id[:6]})").id == one.id
    with pytest.raises(Refused, match="already"):
        coders.add(world.project, world.lea, "CEM")


def test_a_purge_wins_also_over_what_was_said_at_the_same_time(world: World, other: Project) -> None:
    tag(other, "ben", NewTag("D3", 0, 9, memo="said while it was erased elsewhere"))
    purge.purge_document(world.project, world.lea, world.mill)
    told = merged(world.project, other)
    assert told.erased == 0  # it never got in
    merged(other, world.project)
    assert content(other) == content(world.project)
    for where in (world.project, other):
        [one] = tags.listed(where)
        assert one.memo == "(erased)"
        assert b"said while" not in where.path.read_bytes()
        assert b"the mill was ours" not in where.path.read_bytes()


def test_a_purged_case_takes_the_memos_of_tags_that_named_it_elsewhere(world: World, other: Project) -> None:
    case = cases.add(world.project, world.lea, "K1", "A name")
    merged(other, world.project)
    tag(other, "ben", NewTag("D3", 0, 9, memo="about the person", case=case.id))
    purge.purge_case(world.project, world.lea, case)
    [one] = tags.listed(other)
    draft = drafts.Draft(other.id, one.document, one.id, one.coder)
    draft.write("and more about the person", "")
    merged(other, world.project)
    assert draft.read() is None
    merged(world.project, other)
    assert content(other) == content(world.project)
    assert b"about the person" not in other.path.read_bytes()


def test_undo_after_a_merge_takes_back_one_action_whole(world: World, other: Project) -> None:
    """Both machines wrote at the same time, so the events of two actions stand between each other."""
    for where, code in ((world.project, "D3"), (other, "D4")):
        tag(where, "ann", *(NewTag(code, n, n + 9) for n in range(4)))
    merged(world.project, other)
    taken: list[int] = []
    while undo.undo(world.project, world.ann, reading(world.project)):
        taken.append(len(tags.listed(world.project)))
    assert taken == [4, 0]
    while undo.redo(world.project, world.ann, reading(world.project)):
        taken.append(len(tags.listed(world.project)))
    assert taken == [4, 0, 4, 8]
    ids = {c.words for c in history.history(world.project)}
    assert "tagged 4 passages" in ids


def test_undo_gives_back_what_was_there_before_not_what_another_machine_did(world: World, other: Project) -> None:
    [one] = tag(world.project, "ann", NewTag("D3", 0, 9))
    merged(other, world.project)
    ann = coders.named(other, "ann")
    tags.edit(other, ann, one, code="D4")
    readings.advance(world.project, world.ann, reading(world.project), 40)
    tags.edit(world.project, world.ann, one, code="R1")
    merged(world.project, other)
    assert tags.listed(world.project)[0].code == "R1"
    undo.undo(world.project, world.ann, reading(world.project))
    assert tags.listed(world.project)[0].code == "D3"


def test_a_merge_is_taken_back_by_a_restore_and_can_be_done_again(world: World, other: Project) -> None:
    mine = tag(world.project, "ann", NewTag("D3", 0, 9))
    tag(other, "ben", NewTag("D4", 0, 9))
    told = merged(world.project, other)
    assert told.backup is not None
    world.project.close()
    restore(world.path, told.backup, "lea")
    world.again()
    assert tags.listed(world.project) == mine
    tag(world.project, "ann", NewTag("R1", 0, 9))
    assert merged(world.project, other).coders[world.ben.id].new == 1
    assert len(tags.listed(world.project)) == 3


# --- what can't be merged --------------------------------------------------------------------------------------------


def _refused(world: World, *paths: Path) -> str:
    before = world.path.read_bytes()
    with pytest.raises(Refused) as refused:
        merge.merge(world.project, world.lea, paths)
    assert world.path.read_bytes() == before
    assert not backups.listed(world.path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.damaged
def test_what_can_not_be_merged_is_refused_in_a_line_and_changes_nothing(
    world: World, other: Project, tmp_path: Path
) -> None:
    tag(other, "ben", NewTag("D4", 0, 9))
    assert "There is no project" in _refused(world, tmp_path / "none.coder")
    assert "the project itself" in _refused(world, world.path)
    (tmp_path / "words.coder").write_text("no project")
    assert "not a coder project" in _refused(world, tmp_path / "words.coder")
    stranger = make(tmp_path / "stranger.coder")
    stranger.project.close()
    assert "another project" in _refused(world, stranger.path)
    for name, statement, words in (
        ("newer", "PRAGMA user_version = 99", "newer coder"),
        ("damaged", "UPDATE tag SET start = 1", "can't be merged"),
    ):
        bad = tmp_path / f"{name}.coder"
        shutil.copy(other.path, bad)
        with closing(sqlite3.connect(bad)) as connection:
            connection.execute(statement)
            connection.commit()
        assert words in _refused(world, bad)
    assert "another project" in _refused(world, other.path, stranger.path)  # all or nothing
    with pytest.raises(Refused, match="Only leads merge"):
        merge.merge(world.project, world.ann, [other.path])


def test_a_fork_is_refused(world: World, tmp_path: Path) -> None:
    """A file and the memory of this machine were copied together: two copies go on under one name."""
    twin = copied(world, tmp_path / "twin.coder")
    twin.replica = world.project.replica
    tag(world.project, "ann", NewTag("D3", 0, 9))
    tag(twin, "ann", NewTag("D4", 0, 9))
    assert "forked" in _refused(world, twin.path)


# --- the laws --------------------------------------------------------------------------------------------------------


class Replicas(RuleBasedStateMachine):
    """Three machines change one project and merge as it happens; at the end all orders of merging give the same."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.here = self.folder / secrets.token_hex(8)
        self.here.mkdir()
        world = make(self.here / "0.coder")
        self.projects = [world.project, *(copied(world, self.here / f"{n}.coder") for n in (1, 2))]
        self.acknowledged: set[str] = set()

    which, coder = st.integers(0, 2), st.sampled_from(["ann", "ben"])

    def _tags(self, where: Project, coder: str) -> list[Tag]:
        return tags.of_reading(where, reading(where, coder))

    @rule(which=which, coder=coder, at=st.integers(0, 40), clock=st.integers(-(10**9), 10**9))
    def add(self, which: int, coder: str, at: int, clock: int) -> None:
        where = self.projects[which]
        new = NewTag("D3", at, at + 9, memo=f"memo {clock}")
        try:
            self.acknowledged |= {t.id for t in tag(where, coder, new, NewTag("D4", at, at + 5))}
        except Refused:  # there already
            return

    @rule(which=which, coder=coder, pick=st.integers(0, 9), change=st.sampled_from(["code", "memo", "remove"]))
    def change(self, which: int, coder: str, pick: int, change: str) -> None:
        where = self.projects[which]
        known = self._tags(where, coder)
        if not known:
            return
        chosen, who = known[pick % len(known)], coders.named(where, coder)
        try:
            if change == "remove":
                tags.remove(where, who, chosen)
            else:
                tags.edit(where, who, chosen, **({"code": "R1"} if change == "code" else {"memo": f"memo of {which}"}))
        except Refused:  # twice the same
            return

    @rule(which=which, coder=coder, turn=st.sampled_from([undo.undo, undo.redo]))
    def turn(self, which: int, coder: str, turn) -> None:  # type: ignore[no-untyped-def]
        where = self.projects[which]
        try:
            turn(where, coders.named(where, coder), reading(where, coder))
        except Refused:
            return

    @rule(into=which, other=which)
    def merge(self, into: int, other: int) -> None:
        if into != other:
            merged(self.projects[into], self.projects[other])

    @invariant()
    def sound(self) -> None:
        for where in self.projects:
            with where.read() as connection:
                assert events.verify(events.kept(connection)) == []

    def teardown(self) -> None:
        results = []
        for order in itertools.permutations(range(3)):
            first, *rest = order
            path = backups.copy_whole(self.projects[first].path, self.here / f"all-{json.dumps(order)}.coder")
            with project.open_project(path) as whole:
                for other in (*rest, *rest):
                    merged(whole, self.projects[other])
                results.append((content(whole), conflicts.listed(whole), history.history(whole)))
                with whole.read() as connection:
                    from sqlalchemy import select

                    there = set(connection.scalars(select(schema.tag.c.id)))
        assert there == self.acknowledged
        assert all(result == results[0] for result in results)
        for where in self.projects:
            where.close()
        shutil.rmtree(self.here)


def test_merging_is_idempotent_commutative_and_associative(tmp_path: Path) -> None:
    machine = type("Machine", (Replicas,), {"folder": tmp_path})
    limits = settings(
        max_examples=12,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(machine, settings=limits)
