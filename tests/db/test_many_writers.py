"""Twenty programs write to one file at once: every tag that was said to be saved is there."""

import subprocess
import sys
from pathlib import Path

from db import coders, project, tags

from .conftest import World

WRITERS, EACH = 20, 6


def test_every_acknowledged_tag_of_twenty_programs_is_there(world: World) -> None:
    names = [coders.add(world.project, world.lea, f"coder {number}").name for number in range(WRITERS)]
    world.project.close()
    root = Path(__file__).parents[2]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.db.writers", str(world.path), name, str(EACH)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root,
        )
        for name in names
    ]  # fmt: skip
    said: list[str] = []
    for one in running:
        out, err = one.communicate(timeout=240)
        assert (one.returncode, err) == (0, "")
        said += out.split()
    with project.open_project(world.path) as opened:
        assert sorted(said) == sorted(tag.id for tag in tags.listed(opened))
    assert len(said) == WRITERS * EACH
