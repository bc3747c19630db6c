"""The history says each action once, also what was merged and what was restored."""

import secrets
from pathlib import Path

from db import backups, history, readings, tags
from db.events import PROJECT, Action
from db.restore import restore
from db.values import NewTag

from .conftest import World


def test_actions_whose_events_stand_between_each_other_are_one_line_each(world: World) -> None:
    """As after a merge: two replicas wrote at the same time, so their Lamport numbers run alike."""
    with world.project.write(world.lea.id) as mine:
        theirs = Action(mine.connection, world.project.id, secrets.token_hex(8), world.ann.id)
        for number in range(3):
            for action, by in ((mine, "mine"), (theirs, "theirs")):
                about = action.body(f'{{"attributes":{{}},"key":"{by}{number}","name":"","note":""}}')
                action.append(PROJECT, "case.add", f"{by}{number}", {"@about": about})
    told = [change.words for change in history.history(world.project, limit=2)]
    assert sorted(told) == [
        "added the case mine0; added the case mine1; added the case mine2",
        "added the case theirs0; added the case theirs1; added the case theirs2",
    ]
    assert len(history.history(world.project, coder=world.ann)) == 1
    assert history.history(world.project, limit=1) == history.history(world.project)[:1]


def test_the_limit_counts_lines_and_reading_on_is_none(world: World) -> None:
    for start in range(3):
        tags.add(world.project, world.ann, world.reading(), [NewTag("D3", start, start + 9)])
        readings.advance(world.project, world.ann, world.reading(), start + 1)
    assert len(history.history(world.project, limit=2)) == 2
    *tagged, imported = history.history(world.project, document=world.mill)
    assert [change.words.split()[0] for change in tagged] == ["tagged"] * 3
    assert imported.words == "imported 'mill'"


def test_a_restore_is_told_with_its_backup_and_its_lead(world: World, tmp_path: Path) -> None:
    copy = backups.backup(world.project, tmp_path / "safe")
    tags.add(world.project, world.ann, world.reading(), [NewTag("D3", 0, 9)])
    before = history.history(world.project)[1:]
    world.project.close()
    for _ in range(2):
        restore(world.path, copy, "lea")
    latest, *rest = history.history(world.again())
    assert (latest.actor, latest.words) == ("Lea", f"restored the project from the backup {copy.name}")
    assert latest.at >= before[0].at
    assert rest == before
    assert tags.listed(world.project) == []
