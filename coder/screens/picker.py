"""The projects that were open on this machine, and the ways to another one."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.screen import Screen

from coder import actions
from coder.display import show
from coder.screens.modal import was_left
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from corpus.refused import Refused
from db import local

if TYPE_CHECKING:
    from coder.app import CoderApp

EMPTY = "No project was opened on this machine yet.\n\nn  Make one\no  Open one by its path\nt  Try the made-up demo"


class Picker(Screen[None]):
    """A project a line, the latest first."""

    PLACE = "picker"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("picker")
    app: "CoderApp"

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[Path] = []

    def compose(self) -> ComposeResult:
        """Header, list, keys."""
        yield Line(id="head")
        yield Listing(empty=EMPTY, id="list")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """What was open before."""
        if was_left(self):
            return
        self.query_one("#head", Line).say(" coder · projects")
        self.query_one(KeyBar).offer(actions.offered("picker"))
        self.query_one(Listing).focus()

    def on_screen_resume(self) -> None:
        """The last one open is the first one here."""
        if was_left(self):
            return
        self.paths = local.recent()
        self.query_one(Listing).fill(self.paths, self._painted)

    def _painted(self, number: int, width: int) -> list[Text]:
        path = self.paths[number]
        text = Text(show(path.stem), no_wrap=True).append(f"  {show(str(path.parent))}", "dim")
        text.truncate(width, overflow="ellipsis")
        return [text]

    def on_listing_taken(self, message: Listing.Taken) -> None:
        """Open it."""
        self.app.open_project(message.entry)

    def action_open_path(self) -> None:
        """By its path."""
        self._ask("Which project? (the path of its .coder file)", lambda path: self.app.open_project(_path(path)))

    def action_new_project(self) -> None:
        """A path, then a name."""

        def named(path: str) -> None:
            self._ask("Your name in it? (you are its lead)", lambda name: self._make(_path(path), name))

        self._ask("Where? (a path such as study.coder)", named)

    def action_demo(self) -> None:
        """Make the demo where one is, unless it is there."""
        self._make_demo(Path("demo.coder").absolute())

    def _ask(self, question: str, then: Any) -> None:
        from coder.screens.ask import Ask

        self.app.push_screen(Ask(question), lambda answer: then(answer) if answer else None)

    @work(thread=True, exclusive=True, group="make")
    def _make(self, path: Path, name: str) -> None:
        from corpus.codebook import builtin
        from db.project import create

        try:
            create(path, name, builtin()).close()
        except Refused as error:
            self.app.post_message(self.app.Failed(error))
        else:
            self.app.call_from_thread(self.app.open_project, path, name)

    @work(thread=True, exclusive=True, group="make")
    def _make_demo(self, path: Path) -> None:
        from coder import demo

        try:
            if not path.exists():
                demo.build(path)
        except Refused as error:
            self.app.post_message(self.app.Failed(error))
        else:
            self.app.call_from_thread(self.app.open_project, path, demo.CODER)


def _path(words: str) -> Path:
    from coder.screens.ask import as_path

    path = as_path(words)
    return path if path.suffix or path.name in ("", "..") else path.with_suffix(".coder")
