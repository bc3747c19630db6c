"""A memo: a few lines of one's own words. Leaving keeps it; `u` on the desk takes it back."""

import contextlib
import os
import secrets
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static

from coder.display import show
from coder.screens.modal import Modal, was_left
from coder.widgets.fields import InputArea
from corpus.refused import Erased, Refused
from db import local
from db.drafts import Draft

if TYPE_CHECKING:
    from coder.app import CoderApp

KEYS = "Esc keeps it · u takes it back later · Ctrl+E opens your editor"
FROM_BEFORE = "You had not closed this memo; here is what you typed. Esc keeps it."
ELSEWHERE = "It was changed in another window meanwhile: both are here. Make one of them; Esc keeps it."
REMOVED = "The memo was removed in another window meanwhile. Esc keeps what stands here."
LITTLE, LOW, ROOMY = 6, 10, 20
"""Rows of the window from which on there is room for a frame and for what is to be said, for all, and for margins."""
SAVED_AFTER = 0.5
"""Seconds after which what is being written is kept as a draft."""


@dataclass(frozen=True)
class About:
    """What a memo is about. `now` says the memo that is kept, `keep` keeps another; both raise Refused."""

    title: str
    draft: Draft
    now: Callable[[], str]
    keep: Callable[[str], str]


def write_memo(app: "CoderApp", about: About, before: str, kept: Callable[[str], None]) -> None:
    """Let a memo be written that is `before` now; `kept` is called with what is to be said when another one is kept."""
    left = about.draft.read()
    if left is None or left.words.strip() == before:
        _edit(app, about, before, before, "", kept)
    elif left.before == before:
        _edit(app, about, before, left.words, FROM_BEFORE, kept)
    else:
        _edit_both(app, about, before, left.words, kept)


def _edit(
    app: "CoderApp",
    about: About,
    before: str,
    words: str,
    told: str,
    kept: Callable[[str], None],
    *,
    again: bool = False,
) -> None:
    """Show the editor with these words. A memo that can't be kept comes back into it once; after that (`again`) it is
    on the clipboard, and in the editor when that is opened again."""

    def left(memo: str | None) -> None:
        if memo is None or memo.strip() == before:
            about.draft.drop()
            return
        try:
            now = about.now()
            if now not in (before, memo.strip()):
                _edit_both(app, about, now, memo, kept)
                return
            done = about.keep(memo)
        except Refused as error:
            if isinstance(error, Erased):
                about.draft.drop()
            elif not again:
                _edit(app, about, before, memo, f"{error} Esc tries again.", kept, again=True)
                return
            app.copy_to_clipboard(memo)
            app.refuse(Refused(f"{error} What you wrote is on the clipboard."))
        else:
            about.draft.drop()
            kept(done)

    app.push_screen(MemoEditor(about.title, before, words, told, about), left)


def _edit_both(app: "CoderApp", about: About, now: str, mine: str, kept: Callable[[str], None]) -> None:
    """Two windows wrote the same memo: neither is thrown away, and whoever comes second sees both."""
    words = f"{mine.rstrip()}\n\n— from the other window: —\n{now}" if now else mine
    _edit(app, about, now, words, ELSEWHERE if now else REMOVED, kept)


class MemoEditor(Modal[str | None]):
    """The words as they are left; None when they are left as the memo had been."""

    PLACE = "memo"
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (LITTLE, "-little"), (LOW, "-low"), (ROOMY, "-roomy")]
    CSS = """
    MemoEditor.-tiny .card.memo, MemoEditor.-little .card.memo, MemoEditor.-low .card.memo {
        height: 100%; max-height: 100%; padding: 0 1;
    }
    MemoEditor.-tiny .card.memo { border: none; }
    MemoEditor.-low .card.memo .title { height: 1; }
    MemoEditor.-tiny .title, MemoEditor.-little .title, MemoEditor.-tiny .keys { display: none; }
    MemoEditor.-little .keys { display: none; }
    MemoEditor.-little .keys.-told { display: block; max-height: 3; }
    MemoEditor.-low .card.memo .title, MemoEditor.-low .card.memo .keys { margin: 0; }
    MemoEditor.-little .card.memo .keys { margin: 0; }
    """
    """In a low window what one writes comes first: the title and the keys are left out before it is."""
    BINDINGS = [
        Binding("escape,ctrl+s", "keep", "Keep", show=False, priority=True),
        Binding("ctrl+e", "editor", "Your editor", show=False, priority=True),
    ]

    def __init__(
        self, title: str, memo: str, words: str | None = None, told: str = "", about: About | None = None
    ) -> None:
        """`memo`: as it is kept now; `words`: what to write on, if that is something else, and `told`: why.
        `about`: what it is about; the words are kept as a draft of it as they are written."""
        super().__init__()
        self.heading, self.told, self.about = title, told or KEYS, about
        self.memo, self.before = memo, show(memo, keep="\n\t")
        self.area = InputArea(self.before if words is None else words, tab_behavior="indent", compact=True)
        self._saving: Timer | None = None
        self._answered = False

    def compose(self) -> ComposeResult:
        """What it is about, the words, what to press."""
        with Vertical(classes="card memo"):
            yield Static(show(self.heading), markup=False, classes="title")
            yield self.area
            yield Static(show(self.told), markup=False, classes="keys" if self.told == KEYS else "keys -told")

    def on_mount(self) -> None:
        """Go on at the end."""
        if not was_left(self):
            self.area.move_cursor(self.area.document.end)
            self.area.focus()

    def on_text_area_changed(self) -> None:
        """Keep a draft soon: once for all that is typed until then, so that typing is not slowed down."""
        if self._saving is None and not self._answered:
            self._saving = self.set_timer(SAVED_AFTER, self._save)

    def _save(self) -> None:
        self._saving = None
        if self.about is None or self._answered:
            return
        try:
            self.about.now()
        except Erased:  # a withdrawn consent: nothing about it is kept any more, on this machine either
            self.about.draft.drop()
            return
        except Refused:
            pass  # the tag is gone, or somebody is writing: that is asked again when the memo is left
        self.about.draft.write(self.area.text, self.memo)

    def on_unmount(self) -> None:
        """The program was told to end while somebody was writing."""
        if self._saving is not None:
            self._save()

    def action_keep(self) -> None:
        """Leave; nothing typed is ever thrown away."""
        words = self.area.text
        if words != self.before:
            self._save()  # until it is in the project
        self._answered = True
        self.dismiss(None if words == self.before else words)

    def action_editor(self) -> None:
        """Write on in $VISUAL or $EDITOR."""
        area = self.area
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
