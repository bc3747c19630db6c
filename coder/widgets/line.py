"""One line of words at the left and at the right. Foreign text is made safe here and never read as markup."""

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.widget import Widget

from coder.display import show


class Line(Widget):
    """Words at the left, cut off if they must be, and words at the right, which never are."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.left = self.right = ""

    def say(self, left: str, right: str = "") -> None:
        """Show these words; nothing is painted when they are the same as before."""
        left, right = show(left), show(right)
        if (left, right) != (self.left, self.right):
            self.left, self.right = left, right
            self.refresh()

    def render(self) -> Text:
        """The line, exactly as wide as there is room."""
        room = self.content_size.width - cell_len(self.right) - (1 if self.right else 0)
        left = self.left
        if cell_len(left) > room:
            left = set_cell_size(left, max(0, room - 1)).rstrip() + "…"
        left = set_cell_size(left, max(0, room))
        return Text(f"{left} {self.right}" if self.right else left, no_wrap=True, end="")
