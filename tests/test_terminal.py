"""The real program in a real pseudo-terminal: nothing that a text says reaches the terminal as a command."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.codebook import loads
from corpus.readers import Imported
from db import cases, coders, documents, project, readings, rounds, tags
from db.values import NewTag

pexpect = pytest.importorskip("pexpect")
pyte = pytest.importorskip("pyte")
if os.name == "nt":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

NASTY = (
    "\x1b]0;PWNED\x07\x1b]52;c;UFdORUQ=\x07\x1b[31mPWNED\x9b31m\x9d0;PWNED\x07"
    " [red]PWNED[/red] \u202egnp [/x] [@click=app.quit]P"
)
"""Sets the title, fills the clipboard, colours, in seven and eight bits; Textual's markup; turns the reading order."""
COLUMNS, ROWS = 100, 30
BOOK = """\
title: Nasty
codes:
  - key: a
    name: "[b]A[/b] [/x]"
    definition: "[red]of A[/red] [/x]"
  - key: b
    name: B
"""


@pytest.fixture
def nasty(tmp_path: Path) -> Path:
    """A project in which every free text is nasty."""
    path = tmp_path / "nasty.coder"
    with project.create(path, "lea", loads(BOOK)) as made:
        lea = coders.named(made, "lea")
        body = f"First {NASTY} words.\n\nSecond {NASTY} words.\t\x08\x7f end"
        about = dict.fromkeys(("title", "source", "date", "language", "warning"), f"T {NASTY}")
        document, _ = documents.add(made, lea, Imported(text=body, **about))
        case = cases.add(made, lea, "c1", name=NASTY, note=NASTY)
        reading = readings.of(made, lea, document, rounds.current(made))
        tags.add(made, lea, reading, [NewTag("a", 0, 30, memo=f"why {NASTY}", case=case.id, query=True)])
        readings.set_memo(made, lea, readings.of(made, lea, document, rounds.current(made)), f"of it {NASTY}")
    return path


class Terminal:
    """The program, what it wrote, and what a terminal shows of it."""

    def __init__(self, path: Path, tmp_path: Path) -> None:
        environment = {**os.environ, "TERM": "xterm-256color", "CODER_STATE": str(tmp_path / "state")}
        command = [sys.executable, "-m", "coder", "open", str(path), "--as", "lea"]
        self.child = pexpect.spawn(command[0], command[1:], env=environment, dimensions=(ROWS, COLUMNS), timeout=30)
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.written = b""

    def shows(self, words: str) -> bool:
        """Whether these words stand on the screen."""
        return any(words in line for line in self.screen.display)

    def until(self, words: str, gone: str | None = None) -> None:
        """Read until the terminal shows these words, and no longer those that are to be gone."""
        while not self.shows(words) or (gone is not None and self.shows(gone)):
            try:
                chunk = self.child.read_nonblocking(65536, timeout=20)
            except (pexpect.TIMEOUT, pexpect.EOF):
                pytest.fail(f"{words!r} did not come:\n" + "\n".join(self.screen.display))
            self.written += chunk
            self.stream.feed(_understood(chunk))

    def press(self, keys: str, words: str, gone: str | None = None) -> None:
        """Press keys, and wait for what they show."""
        self.child.send(keys)
        self.until(words, gone)


def _understood(chunk: bytes) -> bytes:
    """Without what pyte does not know: the answers that Textual asks a terminal for."""
    return re.sub(rb"\x1b\[[?>=<][0-9;]*[$a-zA-Z]{1,2}", b"", chunk)


@pytest.fixture
def terminal(nasty: Path, tmp_path: Path) -> Iterator[Terminal]:
    """Lea opens the project."""
    found = Terminal(nasty, tmp_path)
    yield found
    found.child.close(force=True)


def test_nothing_in_a_text_acts_on_the_terminal(terminal: Terminal) -> None:
    terminal.until("read 0 %")
    terminal.press("\r", "Read on")
    terminal.press("\r", "read to ¶", gone="Read on")
    terminal.press("c", "of A")
    terminal.press("m", "Memo on 1")
    terminal.press("\x13", "Recode", gone="Memo on")
    terminal.press("M", "Memo on T")
    terminal.press("\x13", "Recode", gone="Memo on")
    terminal.press("i", "Case: choose")
    terminal.press("c1", "c1 ")
    terminal.press("\x1b", "Recode", gone="Case: choose")
    terminal.press("u", "Undone")
    terminal.press("\x12", "Done again")
    terminal.press("/", "Search in")
    terminal.press("Second\r", "1 of 1", gone="Search in")
    terminal.press("\x06", "1 passage in 1 document")
    terminal.until("]0;PWNED")  # the words are there, and do nothing
    terminal.press("t", "In which document?")
    written = terminal.written
    for commanding in (b"\x1b]0;PWNED", b"\x1b]52", b"\x1b[31mPWNED", b"\xc2\x9b", b"\xc2\x9d", "\u202e".encode()):
        assert commanding not in written
    assert "[red]PWNED" in written.decode(errors="replace")
