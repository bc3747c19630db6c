"""Told to end from outside, the program on the screen leaves the terminal as it was, and what was tagged is kept."""

import signal
from pathlib import Path

import pytest

from corpus.codebook import builtin
from corpus.readers import Imported
from db import coders, documents, project, tags
from tests.test_terminal import Terminal

termios = pytest.importorskip("termios")


@pytest.fixture
def mill(tmp_path: Path) -> Path:
    """A project of lea's with one document."""
    path = tmp_path / "mill.coder"
    with project.create(path, "lea", builtin()) as made:
        documents.add(made, coders.named(made, "lea"), Imported("mill", "They said the mill was ours.\n\nIt was not."))
    return path


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_the_terminal_restored_and_the_tags_kept(
    number: signal.Signals, mill: Path, tmp_path: Path
) -> None:
    terminal = Terminal(mill, tmp_path)
    try:
        terminal.until("not begun")
        raw = termios.tcgetattr(terminal.child.child_fd)[3]
        assert not raw & termios.ECHO
        terminal.press("\r", "They said")
        terminal.press("s", "6 words selected")
        terminal.press("1", "Infighting on")
        terminal.child.kill(number)
        rest = terminal.child.read()
        cooked = termios.tcgetattr(terminal.child.child_fd)[3]
        terminal.child.wait()
    finally:
        terminal.child.close(force=True)
    assert terminal.child.exitstatus == 128 + number
    assert cooked & termios.ECHO
    assert cooked & termios.ICANON
    assert rest.rindex(b"\x1b[?1049l") > rest.find(b"\x1b[?1049h")  # the screen from before is back
    assert b"\x1b[?25h" in rest  # and the cursor
    for mode in (b"1000", b"1003", b"1006", b"2004"):  # the mouse and pastes are the shell's again
        assert b"\x1b[?" + mode + b"l" in rest
    assert b"Traceback" not in rest
    with project.open_project(mill) as again:
        assert [tag.code for tag in tags.listed(again)] == ["D1"]
