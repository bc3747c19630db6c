"""What a code means, beside the text: definition, when to use it and when not, what tells it from its neighbours."""

from rich.text import Text
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coder import wording
from coder.display import show
from corpus.codebook import Codebook


class CodebookPane(ScrollView, can_focus=False):
    """One code's entry, or the list of all. It paints its own lines, so that a look-up lays out nothing else anew."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "CodebookPane { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }"

    def __init__(self, codebook: Codebook, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.codebook = codebook
        self.key: str | None = None
        self.told = overview(codebook)
        self._lines: list[Text] = []

    def look_up(self, key: str | None) -> None:
        """Show a code; None: all, one a line."""
        if key != self.key:
            self.key = key
            self._tell()
            self.scroll_to(y=0, animate=False, force=True)

    def take(self, codebook: Codebook) -> None:
        """Another version of the codebook; the code that is shown stays so."""
        self.codebook = codebook
        self._tell()

    def _tell(self) -> None:
        self.told = overview(self.codebook) if self.key is None else entry(self.codebook, self.key)
        self._wrap()

    def page(self, by: int) -> None:
        """Scroll by so many pages, but for a line."""
        self.scroll_to(y=self.scroll_offset.y + by * max(1, self.size.height - 1), animate=False, force=True)

    def on_resize(self) -> None:
        """Lines are as long as the pane is wide."""
        self._wrap()

    def _wrap(self) -> None:
        width = self.scrollable_content_region.width - 1
        if width > 0:
            self._lines = list(self.told.wrap(self.app.console, width))
            # Not by the attribute, which lays out the whole screen anew: the scrollbar is always there.
            self.set_reactive(CodebookPane.virtual_size, Size(width, len(self._lines)))
            self.vertical_scrollbar.window_virtual_size = len(self._lines)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line."""
        row, style = y + self.scroll_offset.y, self.rich_style
        told = self._lines[row] if row < len(self._lines) else Text()
        strip = Strip(list(told.render(self.app.console))).apply_style(style)
        return strip.adjust_cell_length(self.scrollable_content_region.width, style)


def entry(codebook: Codebook, key: str) -> Text:
    """One code in full; of a code that is not in the codebook, that."""
    code = next((known for known in codebook.codes if known.key == key), None)
    told = Text(end="")
    told.append(show(wording.code(codebook, key)), "bold")
    if code is None:
        return told
    above = [codebook.code(parent).name for parent in codebook.ancestors(key)]
    if above:
        told.append(show(f"\npart of {', '.join(above)}", keep="\n"), "italic")
    told.append(show(f"\n{code.definition.strip()}", keep="\n"))
    for heading, lines in (("Use it for", code.use), ("Not for", code.dont), ("Examples", code.examples)):
        _section(told, heading, list(lines))
    _section(told, "Near neighbours", [f"{wording.code(codebook, other)}: {words}" for other, words in code.neighbours])
    _section(told, "Within it", [wording.code(codebook, child.key) for child in codebook.children(key)])
    return told


def overview(codebook: Codebook) -> Text:
    """All codes by name."""
    told = Text(end="")
    told.append("Codebook", "bold")
    for code in codebook.codes:
        depth = len(codebook.ancestors(code.key))
        told.append(f"\n{'  ' * depth}{show(wording.code(codebook, code.key))}")
    return told


def _section(told: Text, heading: str, lines: list[str]) -> None:
    if lines:
        told.append(f"\n\n{heading}", "bold")
        for line in lines:
            told.append(show(f"\n· {line.strip()}", keep="\n"))
