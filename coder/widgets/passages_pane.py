"""The tags of this document, one a line, in the order of the text. A click goes there."""

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coder.display import show
from db.values import Tag


class PassagesPane(ScrollView, can_focus=False):
    """Only rows in the window are painted, so ten thousand tags cost nothing."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "PassagesPane { overflow-x: hidden; scrollbar-size-vertical: 1; }"
    EMPTY = ("No tags here.", "Reading a text and finding", "nothing is a result too.")

    class Pressed(Message):
        """A tag was clicked."""

        def __init__(self, id: str) -> None:
            super().__init__()
            self.tag_id = id

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.tags: Sequence[Tag] = ()
        self.words: Callable[[Tag], str] = str
        self.current: str | None = None

    def list_tags(self, tags: Sequence[Tag], words: Callable[[Tag], str]) -> None:
        """These are the tags; `words` says a line for one, and is asked only for what is in the window."""
        self.tags, self.words = tags, words
        size, before, room = Size(self.size.width, len(tags) + 1), self.virtual_size.height, self.size.height
        if before > room and size.height > room:  # the scrollbar stays: no need to lay out the whole screen anew
            self.set_reactive(PassagesPane.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = size.height
        else:
            self.virtual_size = size
        self.refresh()

    def choose(self, id: str | None) -> None:
        """The tag at the cursor stands out, and is in the window."""
        if id == self.current:
            return
        self.current = id
        at = next((row for row, tag in enumerate(self.tags, 1) if tag.id == id), None)
        top, height = self.scroll_offset.y, self.size.height
        if at is not None and height and not top <= at < top + height:
            self.scroll_to(y=max(0, at - height // 3), animate=False, force=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The heading, then a tag a line."""
        row, width, style = y + self.scroll_offset.y, self.size.width, self.rich_style
        chosen = False
        if row == 0:
            words, style = f"Passages ({len(self.tags):,})", style + Style(bold=True)
        elif row <= len(self.tags):
            tag = self.tags[row - 1]
            chosen = tag.id == self.current
            words = f"{'▸' if chosen else ' '}{show(self.words(tag))}"
        else:
            words = self.EMPTY[row - 1] if not self.tags and row <= len(self.EMPTY) else ""
        style = style + Style(bold=True) if chosen else style
        return Strip([Segment(words, style)]).adjust_cell_length(width, style)

    def on_click(self, event: events.Click) -> None:
        """Which tag stands there?"""
        row = event.y + self.scroll_offset.y
        if 1 <= row <= len(self.tags):
            self.post_message(self.Pressed(self.tags[row - 1].id))
