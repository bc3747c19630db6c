"""What a code means, beside the text: definition, when to use it and when not, what tells it from its neighbours."""

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from coder import wording
from coder.display import show
from corpus.codebook import Codebook


class CodebookPane(VerticalScroll, can_focus=False):
    """One code's entry, or the list of all."""

    def __init__(self, codebook: Codebook, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.codebook = codebook
        self.key: str | None = ""

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(markup=False)

    def look_up(self, key: str | None) -> None:
        """Show a code; None: all, one a line."""
        if key != self.key:
            self.key = key
            self.query_one(Static).update(overview(self.codebook) if key is None else entry(self.codebook, key))
            self.scroll_home(animate=False)


def entry(codebook: Codebook, key: str) -> Text:
    """One code in full."""
    code = codebook.code(key)
    told = Text(show(wording.code(codebook, key)), style="bold")
    above = [codebook.code(parent).name for parent in codebook.ancestors(key)]
    if above:
        told.append(show(f"\npart of {', '.join(above)}", keep="\n"), "not bold italic")
    told.append(show(f"\n{code.definition.strip()}", keep="\n"), "not bold")
    for heading, lines in (("Use it for", code.use), ("Not for", code.dont), ("Examples", code.examples)):
        _section(told, heading, list(lines))
    _section(told, "Near neighbours", [f"{wording.code(codebook, other)}: {words}" for other, words in code.neighbours])
    _section(told, "Within it", [wording.code(codebook, child.key) for child in codebook.children(key)])
    return told


def overview(codebook: Codebook) -> Text:
    """All codes by name."""
    told = Text("Codebook", style="bold")
    for code in codebook.codes:
        depth = len(codebook.ancestors(code.key))
        told.append(f"\n{'  ' * depth}{show(wording.code(codebook, code.key))}", "not bold")
    return told


def _section(told: Text, heading: str, lines: list[str]) -> None:
    if lines:
        told.append(f"\n\n{heading}", "bold")
        for line in lines:
            told.append(show(f"\n· {line.strip()}", keep="\n"), "not bold")
