"""A memo: a few lines of one's own words. Leaving keeps it; `u` on the desk takes it back."""

import contextlib
import os
import secrets
import shlex
import subprocess

from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from coder.display import show
from coder.widgets.fields import InputArea
from db import local

KEYS = "Esc keeps it · u takes it back later · Ctrl+E opens your editor"


class MemoEditor(ModalScreen[str | None]):
    """The words as they are left; None when they are left as the memo had been."""

    PLACE = "memo"
    BINDINGS = [
        Binding("escape,ctrl+s", "keep", "Keep", show=False, priority=True),
        Binding("ctrl+e", "editor", "Your editor", show=False, priority=True),
    ]

    def __init__(self, title: str, memo: str, draft: str | None = None, refused: str = "") -> None:
        """`draft`: what was written already, but could not be kept; `refused`: why, just now."""
        super().__init__()
        self.heading = title
        self.before = show(memo, keep="\n\t")
        self.refused = refused
        self.draft = self.before if draft is None else draft

    def compose(self) -> ComposeResult:
        """What it is about, the words, what to press."""
        with Vertical(classes="card memo"):
            yield Static(show(self.heading), markup=False, classes="title")
            yield InputArea(self.draft, soft_wrap=True, tab_behavior="indent", compact=True)
            told = f"{self.refused} Esc tries again." if self.refused else KEYS
            yield Static(show(told), markup=False, classes="keys")

    def on_mount(self) -> None:
        """Go on at the end."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()

    def action_keep(self) -> None:
        """Leave; nothing typed is ever thrown away."""
        words = self.query_one(TextArea).text
        self.dismiss(None if words == self.before else words)

    def action_editor(self) -> None:
        """Write on in $VISUAL or $EDITOR."""
        area = self.query_one(TextArea)
        command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not command:
            self.notify("Set EDITOR to the editor that you like.", markup=False)
            return
        try:
            with self.app.suspend():
                words = _edited(command, area.text)
        except SuspendNotSupported:
            self.notify("This terminal can't be lent to another program.", markup=False)
        except (OSError, ValueError) as error:
            self.notify(show(f"{command} can't be used: {error}"), markup=False, severity="warning")
        else:
            area.text = show(words.rstrip("\n"), keep="\n\t")
            area.move_cursor(area.document.end)


def _edited(command: str, words: str) -> str:
    """What a person's editor makes of the words. Memos are sensitive: the file stands in our own folder."""
    folder = local.folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"memo-{secrets.token_hex(4)}.txt"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(words)
        done = subprocess.run([*shlex.split(command, posix=os.name != "nt"), str(path)], check=False)
        if done.returncode:
            return words
        return path.read_text("utf-8", errors="replace")
    finally:
        with contextlib.suppress(OSError):
            path.unlink()
