"""A document's content warning, before its text is shown."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from coder.display import show
from coder.screens.modal import Modal
from db.values import Document


class ContentWarning(Modal[bool]):
    """Enter reads on, Esc goes back; the answer says which."""

    PLACE = "warning"
    BINDINGS = [
        Binding("enter", "read", "Read on", show=False),
        Binding("escape,q", "leave", "Back", show=False),
    ]

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document

    def compose(self) -> ComposeResult:
        """What the document is called, what it holds, what to press."""
        with Vertical(classes="card"):
            yield Static(show(self.document.title), markup=False, classes="title")
            yield Static(show(self.document.warning, keep="\n"), markup=False)
            yield Static("Enter  Read on    Esc  Back to the documents", markup=False, classes="keys")

    def action_read(self) -> None:
        """Show the text."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Don't."""
        self.dismiss(False)
