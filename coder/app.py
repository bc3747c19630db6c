"""The application: it opens the project, shows screens, and says what happened. What keys do is in `coder.actions`.

The first frame comes before the database is imported: the project is opened by a worker thread, which touches no
widget and posts messages; their handlers own every change of state."""

import asyncio
import contextlib
import os
import signal
import sys

os.environ.setdefault("TEXTUAL_FPS", "120")  # read when Textual is imported; halves the wait from key to frame

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome, NoColor
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from coder import actions, themes
from coder.display import show
from coder.pasting import PasteParser
from corpus.refused import Refused

if TYPE_CHECKING:
    from coder.coding import Coding
    from coder.screens.passages import Left
    from corpus.text import Span
    from db.project import Project
    from db.values import Coder, Document, Tag

    Goal = Tag | Span
    """Where to go in a document: to a tag, or to a passage, which is selected."""

PATIENCE = 0.25
"""Seconds that a key may wait for another program that is writing to the same file."""


def _start() -> Screen[None]:
    from coder.screens.start import Start

    return Start()


class CoderApp(App[int]):
    """Code testimony: `project` and `coder` are set once a project is open."""

    TITLE = "coder"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    MODES: ClassVar[dict[str, Any]] = {"main": _start}
    DEFAULT_MODE = "main"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("app")
    PLACE = "app"

    project: "Project | None" = None
    coder: "Coder | None" = None
    _passages_left: "Left | None" = None
    """The list from which one went back to a desk below it: it goes on there."""
    _quote_left = ""
    """The same of a quote that was looked for."""

    class Opened(Message):
        """A project is open; `coder` is None when it has still to be said who is there."""

        def __init__(self, project: "Project", coder: "Coder | None") -> None:
            super().__init__()
            self.project, self.coder = project, coder

    class Ready(Message):
        """A document's text and tags are read."""

        def __init__(self, coding: "Coding", goal: "Goal | None") -> None:
            super().__init__()
            self.coding, self.goal = coding, goal

    class Failed(Message):
        """A worker could not do what was asked."""

        def __init__(self, error: Refused) -> None:
            super().__init__()
            self.error = error

    def __init__(self, path: Path | None = None, name: str | None = None) -> None:
        super().__init__()
        self.path, self.coder_name = path, name
        self.failure: Refused | None = None
        self.animation_level = "none"
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.set_reactive(CoderApp.theme, themes.preferred())  # not the attribute: the style sheet is not there yet

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The code colours, for themes that name none."""
        return themes.ANSI_CODES

    def get_line_filters(self) -> Sequence[LineFilter]:
        """With NO_COLOR greys, or no colour at all under a theme that has only the terminal's own.

        Textual decides between the two when it does not know the theme yet."""
        filters = super().get_line_filters()
        if self.no_color and self.native_ansi_color:
            return [*(known for known in filters if not isinstance(known, Monochrome)), NoColor()]
        return filters

    def get_driver_class(self) -> type[Driver]:
        """Textual's, with our own reading of what is pasted; it offers no other way to name a parser."""
        driver = super().get_driver_class()
        for name in ("textual.drivers.linux_driver", "textual.drivers.win32"):
            if name in sys.modules:
                vars(sys.modules[name])["XTermParser"] = PasteParser
        return driver

    # --- opening ---

    def begin(self) -> None:
        """Open the project that was named, or offer those there are. Called by the first screen."""
        self._leave_at_signals()
        if self.path is None:
            from coder.screens.picker import Picker

            self.push_screen(Picker())
        else:  # a frame later: importing the database would hold up the first one
            self.call_after_refresh(self.open_project, self.path)

    def _leave_at_signals(self) -> None:
        """Told to end, or without a terminal any more: leave in order, so that the terminal is left as it was."""
        with contextlib.suppress(NotImplementedError, RuntimeError, AttributeError, ValueError):  # not on Windows
            for number in (signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(number, self.exit, 128 + number)

    def open_project(self, path: Path, name: str | None = None) -> None:
        """Open a project file and show its documents. A file that can't be opened becomes a notice."""
        self._open_project(path, name or self.coder_name)

    @work(thread=True, exclusive=True, group="open")
    def _open_project(self, path: Path, name: str | None) -> None:
        try:
            from db import coders
            from db.project import open_project

            project = open_project(path, patience=PATIENCE)
            try:
                coder = coders.named(project, name) if name else coders.logged_in(project)
            except Refused:
                project.close()
                raise
        except Refused as error:
            self.post_message(self.Failed(error))
            return
        if get_current_worker().is_cancelled:
            project.close()
        else:
            self.post_message(self.Opened(project, coder))

    def on_coder_app_opened(self, message: Opened) -> None:
        """The documents, after it is known who is there."""
        if self.project is not None:
            self.project.close()
        self.project, self.coder = message.project, None
        if message.coder is not None:
            self._enter(message.coder)
        else:
            self.ask_who()

    def on_coder_app_failed(self, message: Failed) -> None:
        """Started for a project that can't be opened: end, and say so on the command line. Else a notice."""
        if self.path is not None and self.project is None:
            self.failure = message.error
            self.exit(2)
        else:
            self.refuse(message.error)

    def ask_who(self) -> None:
        """Let somebody say who they are; alone in a project one need not."""
        from coder.screens.choose import Choose, Item
        from db import coders

        assert self.project is not None
        try:
            known = coders.listed(self.project)
        except Refused as error:
            self.refuse(error)
            return
        if len(known) == 1:
            self._enter(known[0])
            return
        by_id = {coder.id: coder for coder in known}

        def chosen(key: str | None) -> None:
            if key in by_id:
                self._enter(by_id[key])
            elif self.path is not None and self.coder is None:
                self.exit(0)

        items = [Item(coder.id, coder.name, coder.role) for coder in known]
        self.push_screen(Choose("Who are you?", items), chosen)

    def _enter(self, coder: "Coder") -> None:
        from coder.screens.documents import Documents

        self.coder, self._passages_left, self._quote_left = coder, None, ""
        if self.project is not None:
            self.project.viewer = coder.id  # what of the others is shown from now on, see db.sight
        if isinstance(self.screen, Documents):
            self.screen.again()
        else:
            self.push_screen(Documents())

    # --- documents ---

    def open_document(self, document: "Document", goal: "Goal | None" = None) -> None:
        """Show a document to code, at a tag, a passage, or where the coder left it; its content warning first."""
        if self._back_to_desk(document, goal):
            return
        if not document.warning:
            self._read(document, goal)
            return
        from coder.screens.warning import ContentWarning

        def answered(go: bool | None) -> None:
            if go:
                self._read(document, goal)

        self.push_screen(ContentWarning(document), answered)

    def open_document_of(self, tag: "Tag") -> None:
        """Show the document of a tag, at its passage."""
        from db import documents

        assert self.project is not None
        try:
            self.open_document(documents.named(self.project, tag.document), tag)
        except Refused as error:
            self.refuse(error)

    def _back_to_desk(self, document: "Document", goal: "Goal | None") -> bool:
        """Go back to the document's desk, if it lies open below, rather than open a second one."""
        from coder.screens.desk import Desk
        from coder.screens.passages import Passages
        from coder.screens.quotes import Quotes

        desks = (screen for screen in self.screen_stack if isinstance(screen, Desk))
        desk = next((known for known in desks if known.coding.document.id == document.id), None)
        if desk is None:
            return False
        while self.screen is not desk:
            if isinstance(self.screen, Passages):
                self._passages_left = self.screen.left()
            if isinstance(self.screen, Quotes):
                self._quote_left = self.screen.words
            self.pop_screen()
        if goal is not None:
            desk.go_to(goal)
        return True

    @work(thread=True, exclusive=True, group="open")
    def _read(self, document: "Document", goal: "Goal | None") -> None:
        from coder.coding import Coding

        assert self.project is not None
        assert self.coder is not None
        try:
            coding = Coding.open(self.project, self.coder, document)
        except Refused as error:
            self.post_message(self.Failed(error))
            return
        if not get_current_worker().is_cancelled:
            self.post_message(self.Ready(coding, goal))

    def on_coder_app_ready(self, message: Ready) -> None:
        """The desk, above the list from which the document was chosen."""
        from coder.screens.desk import Desk

        if not self._back_to_desk(message.coding.document, message.goal):  # Enter was pressed twice
            self.push_screen(Desk(message.coding, goal=message.goal))

    # --- saying ---

    def say(self, words: str) -> None:
        """A short notice."""
        self.notify(show(words), markup=False, timeout=4)

    def refuse(self, error: Refused) -> None:
        """What could not be done, in its one sentence."""
        self.notify(show(str(error)), markup=False, severity="warning", timeout=8)

    # --- actions for everywhere ---

    async def action_back(self) -> None:
        """One screen back; from the first one, out."""
        if len(self.screen_stack) > 2:
            self.pop_screen()
        else:
            self.exit(0)

    def action_command_palette(self) -> None:
        """Every command of this screen by its name, with its key. Textual's own palette ends the program in a window
        of few rows."""
        from coder.screens.choose import Choose, Item

        screen = self.screen
        here = actions.places(getattr(screen, "PLACE", ""))
        known = {action.id: action for place in here for action in actions.of(place) if action.palette}

        def chosen(key: str | None) -> None:
            if key is not None:
                action = known[key]
                self.call_later(self.run_action, action.run, None if action.where == "app" else screen)

        items = [Item(id_, a.label, f"{actions.signs(a)} · {a.help}") for id_, a in known.items()]
        self.push_screen(Choose("Commands", items), chosen)

    def action_help(self) -> None:
        """Every key that works here."""
        from coder.screens.help import Help

        self.push_screen(Help(getattr(self.screen, "PLACE", "app")))

    def action_retrieval(self) -> None:
        """All passages of a code, across documents."""
        if self.project is None or self.coder is None:
            self.say("Open a project first.")
            return
        from coder.screens.passages import Passages

        if any(isinstance(screen, Passages) for screen in self.screen_stack):
            while not isinstance(self.screen, Passages):
                self.pop_screen()
            return
        from db import codebooks, rounds

        try:
            codebook = codebooks.of_round(self.project, rounds.current(self.project))
        except Refused as error:
            self.refuse(error)
        else:
            self.push_screen(Passages(codebook, self._passages_left))
            self._passages_left = None

    def action_quotes(self) -> None:
        """Look for a quote in all documents."""
        if self.project is None or self.coder is None:
            self.say("Open a project first.")
            return
        from coder.screens.quotes import Quotes

        if any(isinstance(screen, Quotes) for screen in self.screen_stack):
            while not isinstance(self.screen, Quotes):
                self.pop_screen()
        else:
            self.push_screen(Quotes(self._quote_left))
            self._quote_left = ""

    def action_agreement(self) -> None:
        """How far the coders agree."""
        from coder.screens.agreement import Agreement

        self._go(Agreement)

    def action_review(self) -> None:
        """The disagreements, one after the other."""
        from coder.screens.review import Review

        self._go(Review)

    def action_cases(self) -> None:
        """The register."""
        from coder.screens.cases import Cases

        self._go(Cases)

    def action_shares(self) -> None:
        """How many cases gave what."""
        from coder.screens.shares import Shares

        self._go(Shares)

    def _go(self, kind: type[Screen[None]]) -> None:
        """To that screen, where it lies open below; else above this one."""
        if self.project is None or self.coder is None:
            self.say("Open a project first.")
        elif any(type(screen) is kind for screen in self.screen_stack):
            while type(self.screen) is not kind:
                self.pop_screen()
        else:
            self.push_screen(kind())

    def action_corrections(self) -> None:
        """What was settled otherwise than the coder had it."""
        if self.project is None or self.coder is None:
            self.say("Open a project first.")
            return
        from coder.screens.corrected_passages import Corrections

        if not any(isinstance(screen, Corrections) for screen in self.screen_stack):
            self.push_screen(Corrections())

    def action_colours(self) -> None:
        """The next theme."""
        self.theme = themes.after(self.theme)
        self.say(f"Colours: {self.theme}")

    def _fatal_error(self) -> None:
        """Textual would print each frame's variables, testimony among them; `run` hands the error on instead."""
        self._close_messages_no_wait()


def run(project: Path | None, name: str | None) -> int:
    """Run the application until it is left; its exit status. Raises Refused when the project can't be opened."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("The screen needs a terminal; what can be done without one, see: coder --help")
    app = CoderApp(project, name)
    status = app.run()
    if app.project is not None:
        app.project.close()
    if app.failure is not None:
        raise app.failure
    if app._exception is not None:
        raise app._exception
    return status or 0
