"""After the reveal: what leads and coders decide and say on several machines, merged in any order, is one project, and
`coder export --format json` writes the same bytes of it."""

import itertools
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from coder import disagreements, proposed, settling
from coder.cli import main
from coder.disagreements import Place
from corpus.refused import Refused
from db import backups, coders, comments, conflicts, events, merge, queries, rounds, rulings, rulings_undo, tags
from db.project import Project, open_project
from db.values import Coder, NewTag
from tests.coder.reviewed import make

PEOPLE = ("Lea", "Eve", "Ann", "Ben", "Cem")
"""The first two lead; the others code."""


def revealed(path: Path) -> Path:
    """A project with two leads, in which a blind round was coded by three and revealed: they differ in three places."""
    team = make(path)
    coders.add(team.project, team.lea, "Eve", "lead")
    people = [team.ann, team.ben, team.cem]
    round_ = rounds.plan(team.project, team.lea, "first", purpose="reliability", people=people, blind=True)
    team.code(team.ann, team.mill, NewTag("D3", 0, 27, query=True), NewTag("D1", 60, 89), round_=round_)
    team.code(team.ben, team.mill, NewTag("D3", 5, 27), NewTag("D2", 60, 89, query=True), round_=round_)
    team.code(team.cem, team.mill, NewTag("D4", 89, 110), round_=round_)
    for coder in people:
        team.code(coder, team.road, round_=round_)
    team.project.viewer = team.lea.id
    rounds.reveal(team.project, team.lea, round_, '{"documents": 2}', team.project.changes())
    team.project.close()
    return path


@contextmanager
def as_somebody(project: Project, name: str) -> Iterator[Coder]:
    who = coders.named(project, name)
    project.viewer = who.id
    yield who


def places(project: Project) -> list[Place]:
    return disagreements.listed(project)


def decide(project: Project, name: str, at: int, how: str, words: str = "") -> None:
    """One thing that somebody does about the place with that number."""
    with as_somebody(project, name) as who:
        place = places(project)[at % 3]
        if how in ("agree", "open") and place.ruling is None:
            raise Refused("Nothing is decided there yet.")
        if how == "agree":
            assert place.ruling is not None
            rulings.agree(project, who, place.ruling)
        elif how == "open":
            assert place.ruling is not None
            rulings.open_again(project, who, place.ruling)
        elif how == "comment":
            comments.add(project, who, place.id, place.document, place.round, words or "Hm.")
        elif how == "answer":
            asked = [tag for tag in tags.listed(project) if tag.query]
            queries.answer(project, who, asked[at % len(asked)], words or "So.")
        elif how == "sentence":
            offered = [one for one in proposed.proposed(project) if one.state != "taken"]
            if offered:
                proposed.take(project, who, offered[0], "D3")
        else:
            outcome = {"all": settling.all_of(place), "nothing": (), "code": settling.coded(place, ["R1"])}[how]
            new = settling.settled(place, outcome, reason=words, proposal=words)
            rulings.rule(project, who, [new], "ruled" if who.role == "lead" else "agreed")


def exported(path: Path) -> bytes:
    out = path.with_suffix(".json")
    assert main(["export", str(path), "--format", "json", str(out), "--force", "--as", "Lea"]) == 0
    return out.read_bytes()


def merged(order: Sequence[Path], into: Path) -> bytes:
    """The export of a copy of the first, the others merged into it in this order; twice changes nothing."""
    first, *rest = order
    backups.copy_whole(first, into)
    with open_project(into) as whole:
        lea = coders.named(whole, "Lea")
        for other in rest:
            merge.merge(whole, lea, [other])
        before = exported(into)
        for other in rest:
            assert merge.merge(whole, lea, [other]).events == 0
        with whole.read() as connection:
            assert events.verify(events.kept(connection)) == []
    assert exported(into) == before
    return before


def test_what_is_decided_on_two_machines_after_the_reveal_is_the_same_in_either_order(tmp_path: Path) -> None:
    here = revealed(tmp_path / "here.coder")
    there, third = (backups.copy_whole(here, tmp_path / f"{name}.coder") for name in ("there", "third"))
    with open_project(here) as project:
        decide(project, "Lea", 0, "all", "A mill is property.")
        decide(project, "Ann", 1, "nothing", "It is no criticism.")
        decide(project, "Ben", 1, "agree")
        decide(project, "Ann", 2, "comment", "Here.")
        decide(project, "Lea", 0, "answer", "Yes.")
        decide(project, "Lea", 0, "sentence")
    with open_project(there) as project:
        decide(project, "Eve", 0, "nothing", "Otherwise.")
        decide(project, "Cem", 1, "code", "He laughs.")
        decide(project, "Ben", 2, "comment", "There.")
        decide(project, "Eve", 0, "answer", "No.")
        decide(project, "Eve", 2, "code", "A third.")
        with as_somebody(project, "Eve") as eve:
            rulings_undo.undo(project, eve)
            rulings_undo.redo(project, eve)
        decide(project, "Eve", 0, "sentence")
    with open_project(third) as project:
        decide(project, "Lea", 2, "nothing")
        decide(project, "Ann", 2, "comment", "Elsewhere.")
        with as_somebody(project, "Lea") as lea:
            rulings_undo.undo(project, lea)
    two = [merged(order, tmp_path / f"two-{n}.coder") for n, order in enumerate(((here, there), (there, here)))]
    assert two[0] == two[1]
    every = [merged(o, tmp_path / f"all-{n}.coder") for n, o in enumerate(itertools.permutations((here, there, third)))]
    assert set(every) == {every[0]}
    with open_project(tmp_path / "all-0.coder") as project, as_somebody(project, "Lea"):
        kinds = [conflict.kind for conflict in conflicts.listed(project)]
        assert {"ruling", "answer", "round"} <= set(kinds)
        said = {comment.words for comment in comments.listed(project)}
        assert said == {"Here.", "There.", "Elsewhere."}
        assert rounds.figures(project, rounds.named(project, "first")) == {"documents": 2}
        for conflict in conflicts.listed(project):
            conflicts.settle(project, coders.named(project, "Eve"), conflict, conflict.versions[0].event)
        assert conflicts.listed(project) == []
    for n in range(1, 6):
        with open_project(tmp_path / f"all-{n}.coder") as project:
            merge.merge(project, coders.named(project, "Lea"), [tmp_path / "all-0.coder"])
        assert exported(tmp_path / f"all-{n}.coder") == exported(tmp_path / "all-0.coder")


class Reviewers(RuleBasedStateMachine):
    """Leads and coders decide on three machines and merge as it happens; at the end all orders give the same bytes."""

    folder: Path
    start: Path

    def __init__(self) -> None:
        super().__init__()
        self.here = self.folder / secrets.token_hex(8)
        self.here.mkdir()
        self.paths = [backups.copy_whole(self.start, self.here / f"{n}.coder") for n in range(3)]
        self.projects = [open_project(path) for path in self.paths]

    which = st.integers(0, 2)
    how = st.sampled_from(["all", "nothing", "code", "agree", "open", "comment", "answer", "sentence"])

    @rule(which=which, who=st.sampled_from(PEOPLE), at=st.integers(0, 2), how=how)
    def decide(self, which: int, who: str, at: int, how: str) -> None:
        try:
            decide(self.projects[which], who, at, how, f"{who} says {how} on {which}.")
        except Refused:  # nothing is decided there yet, or they may not
            return

    @rule(which=which, who=st.sampled_from(PEOPLE), turn=st.sampled_from([rulings_undo.undo, rulings_undo.redo]))
    def turn(self, which: int, who: str, turn: Callable[[Project, Coder], str | None]) -> None:
        try:
            with as_somebody(self.projects[which], who) as somebody:
                turn(self.projects[which], somebody)
        except Refused:
            return

    @rule(into=which, other=which)
    def merge(self, into: int, other: int) -> None:
        if into != other:
            merge.merge(self.projects[into], coders.named(self.projects[into], "Lea"), [self.paths[other]])

    def teardown(self) -> None:
        for project in self.projects:
            project.close()
        orders = itertools.permutations(self.paths)
        assert len({merged(order, self.here / f"all-{n}.coder") for n, order in enumerate(orders)}) == 1
        shutil.rmtree(self.here)


def test_reviews_on_three_machines_merge_in_any_order_to_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = revealed(tmp_path / "start.coder")
    machine = type("Machine", (Reviewers,), {"folder": tmp_path, "start": start})
    limits = settings(
        max_examples=5,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(machine, settings=limits)
