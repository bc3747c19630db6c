"""The first frame: painted before the project is opened and the database imported."""

from textual.app import ComposeResult
from textual.screen import Screen

from coder.widgets.line import Line


class Start(Screen[None]):
    """The program's name, and what is being opened."""

    PLACE = "start"

    def compose(self) -> ComposeResult:
        """One line."""
        yield Line(id="opening")

    def on_mount(self) -> None:
        """Paint, then begin."""
        path = getattr(self.app, "path", None)
        self.query_one(Line).say(f" coder · opening {path.name} …" if path is not None else " coder")
        self.call_after_refresh(self.app.begin)  # type: ignore[attr-defined]
