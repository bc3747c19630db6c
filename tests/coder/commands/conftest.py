"""The commands as they are called: in this process (`call`), or as a program of their own (`program`)."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from coder.cli import main

ORCHARD = """We had an orchard behind the house, and in spring the whole street smelled of it.

When the fighters came they fought the other brigades before they fought anyone else. "Why them?" I asked.

The commander’s cousins ate first. The rest of us waited for the bread, and sometimes the bread did not come.

The commander’s cousins ate first. I say it twice because it happened twice.
"""
HARBOUR = """At the harbour nobody asked for papers; they asked who your father was.

I wanted to help the people under the bombs. That is all I wanted.
"""


@dataclass
class Outcome:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run a command in this process."""

    def run(*arguments: object) -> Outcome:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        return Outcome(status, *capsys.readouterr())

    return run


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., Outcome]:
    """Run a command as a program of its own."""

    def run(*arguments: object, **environment: str) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "coder", *map(str, arguments)],
            capture_output=True,
            env={**os.environ, **environment},
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def study(tmp_path: Path, call: Callable[..., Outcome]) -> Path:
    """A project of lea's, with the coders ann and ben and two made-up documents."""
    path = tmp_path / "study.coder"
    (tmp_path / "orchard.txt").write_text(ORCHARD, encoding="utf-8")
    (tmp_path / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    for arguments in (
        ["new", path, "--as", "lea"],
        ["coders", path, "--add", "ann", "--as", "lea"],
        ["coders", path, "--add", "ben", "--role", "coder", "--as", "lea"],
        ["import", path, tmp_path / "orchard.txt", tmp_path / "harbour.txt", "--as", "lea"],
    ):
        outcome = call(*arguments)
        assert outcome.status == 0, outcome.err
    return path
