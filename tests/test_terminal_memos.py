"""Memos in the real program in a real pseudo-terminal: killed while one writes, and pasted into."""

import os
import signal
from pathlib import Path

import pytest

from tests.test_terminal import Terminal, nasty, pexpect

__all__ = ["nasty"]


def opened(path: Path, tmp_path: Path) -> Terminal:
    """The document is on the screen."""
    found = Terminal(path, tmp_path)
    found.until("read 0 %")
    found.press("\r", "Read on")
    found.press("\r", "read to ¶", gone="Read on")
    return found


def drafts(tmp_path: Path) -> str:
    """What is kept of what is being written."""
    found = [path for path in (tmp_path / "state" / "drafts").rglob("*.json") if path.is_file()]
    return "".join(path.read_text("utf-8") for path in found)


def test_a_memo_outlives_the_program_that_is_killed(nasty: Path, tmp_path: Path) -> None:
    terminal = opened(nasty, tmp_path)
    terminal.press("M", "Memo on T")
    terminal.press("zanzibar", "zanzibar")
    while "zanzibar" not in drafts(tmp_path):
        try:
            terminal.written += terminal.child.read_nonblocking(65536, timeout=0.1)  # waits, and keeps the pipe empty
        except pexpect.TIMEOUT:
            assert terminal.child.isalive()
    terminal.child.kill(signal.SIGKILL)
    terminal.child.close(force=True)
    again = opened(nasty, tmp_path)
    again.press("M", "zanzibar")
    again.until("You had not closed this memo")
    again.press("\x13", "Memo on the document kept", gone="Memo on T")
    assert "zanzibar" not in drafts(tmp_path)
    again.child.close(force=True)


@pytest.mark.parametrize("words", ["é\u202e\x1b[31m" * 1500, "word " * 20_000], ids=["odd", "plain"])
def test_much_that_is_pasted_does_not_hold_the_program_up(
    nasty: Path,
    tmp_path: Path,
    words: str,
) -> None:
    terminal = opened(nasty, tmp_path)
    terminal.press("M", "Memo on T")
    terminal.child.delaybeforesend = None
    data = f"\x1b[200~{words}\x1b[201~".encode()
    while data:  # a terminal hands on no more than is read
        data = data[os.write(terminal.child.child_fd, data[:1024]) :]
    terminal.until("␛[31m" if "\x1b" in words else "too long to paste")
    terminal.press("\x13", "Help", gone="Memo on T")
    terminal.child.send("\x11")
    terminal.child.expect(pexpect.EOF, timeout=20)
    terminal.child.close()
    assert terminal.child.exitstatus == 0
