"""Two programs that back up at once, and a machine on which nobody has a home."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from db import backups, local
from db.check import check

from .conftest import World

HOMELESS = """
import pwd, sys
def nobody(_number): raise KeyError("no such user")
pwd.getpwuid = nobody
from coder.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_two_backups_of_one_moment_are_two_files(world: World, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "coder", "backup", str(world.path), str(tmp_path / "safe")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    made = [Path(one.communicate(timeout=60)[0].strip()) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert sorted(made) == sorted((tmp_path / "safe").iterdir())
    assert len(set(made)) == 2
    assert [check(copy) for copy in made] == [[], []]


def test_a_name_that_was_taken_meanwhile_is_left_alone(world: World, tmp_path: Path) -> None:
    target = tmp_path / "2026-01-01-090000-daily.coder"
    first = backups.copy_whole(world.path, target)
    before = first.read_bytes()
    again = backups.copy_whole(world.path, target)
    assert (first, again.name) == (target, "2026-01-01-090000-daily-2.coder")
    assert backups.copy_whole(world.path, target).name == "2026-01-01-090000-daily-3.coder"
    assert target.read_bytes() == before
    assert check(again) == []


def test_on_a_disk_without_links_too(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    names = [backups.copy_whole(world.path, tmp_path / "safe.coder").name for _ in range(2)]
    assert names == ["safe.coder", "safe-2.coder"]


@pytest.mark.skipif(os.name == "nt", reason="there a home is told otherwise")
def test_without_a_home_everything_works_and_nothing_is_remembered(world: World, tmp_path: Path) -> None:
    homeless = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    for key in ("HOME", "CODER_STATE", "USER", "LOGNAME", "LNAME", "USERNAME"):
        homeless.pop(key, None)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", HOMELESS, *arguments]
        return subprocess.run(command, env=homeless, cwd=tmp_path, capture_output=True, text=True, timeout=60)

    before = set(tmp_path.iterdir())
    done = run("tag", str(world.path), "mill", "--as", "ann", "--code", "D1", "--start", "0", "--stop", "9")
    assert (done.returncode, done.stderr) == (0, "")
    assert run("documents", str(world.path)).returncode == 0
    told = run("tag", str(world.path), "mill", "--code", "D2", "--start", "0", "--stop", "9")
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == "coder: Say who you are: --as NAME, or set CODER_NAME.\n"
    assert set(tmp_path.iterdir()) == before


@pytest.mark.skipif(os.name == "nt", reason="there a home is told otherwise")
def test_what_is_remembered_without_a_home_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_number: int) -> None:
        raise KeyError("no such user")

    monkeypatch.setattr("pwd.getpwuid", nobody)
    for name in ("HOME", "CODER_STATE", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    local.remember(tmp_path / "a.project")
    local.set_cursor("p1", "ann", "mill", 7)
    assert (local.recent(), local.cursor("p1", "ann", "mill")) == ([], 0)
