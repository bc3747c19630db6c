"""What the small screens above another one have in common, and how a screen sees that it was left already."""

from typing import Any, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

T = TypeVar("T")


class Modal(ModalScreen[T]):
    """A small screen that answers once."""

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Answer, and go. A second Enter or Esc may be on its way by then: it must not close the screen below."""
        return super().dismiss(result) if self.is_active else AwaitComplete()


def was_left(screen: Screen[Any]) -> bool:
    """Whether it is no longer there. Keys come faster than screens are built: what was pushed just now may be popped,
    or the program left, before its first message is handled, and then it has no widgets."""
    return not screen.is_attached or screen not in screen.app.screen_stack
