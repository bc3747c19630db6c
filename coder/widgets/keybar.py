"""The last line: keys that are of use now. A click is that key."""

from collections.abc import Iterable
from itertools import groupby

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events
from textual.widget import Widget

from coder.actions import Action, sign, signs

_MANY = 9
"""An action with so many keys, the digits, is no single key to press."""


class KeyBar(Widget):
    """As many of the keys as there is room for, the first ones first, and help at the right."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "KeyBar { height: 1; width: 1fr; }"
    LAST = ("?", "Help")

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._actions: list[Action] = []
        self._places: list[tuple[int, int, Action]] = []

    def offer(self, actions: Iterable[Action]) -> None:
        """Show these."""
        actions = list(actions)
        if actions != self._actions:
            self._actions = actions
            self.refresh()

    def render(self) -> Text:
        """`s Sentence  v Select …  ? Help`."""
        room = self.content_size.width - cell_len(" ".join(self.LAST))
        key_style, bar, column = Style(bold=True), Text(no_wrap=True, end=""), 0
        self._places = []
        gap = " " if self.content_size.width < 110 else "  "
        for hint, some in groupby(self._actions, key=lambda action: action.hint or action.label):
            same = list(some)
            keys = " ".join(_first(action) for action in same)
            width = cell_len(keys) + 1 + cell_len(hint)
            if column + width + 1 > room:
                break
            bar.append(keys, key_style).append(f" {hint}{gap}")
            self._places.append((column, column + width, same[0]))
            column += width + len(gap)
        bar.append(" " * max(0, room - column))
        return bar.append(self.LAST[0], key_style).append(f" {self.LAST[1]}")

    def on_click(self, event: events.Click) -> None:
        """Which key stands there?"""
        found = next(
            (action for start, stop, action in self._places if start <= event.x - self.gutter.left < stop), None
        )
        if found is not None and len(found.keys) < _MANY:
            self.app.simulate_key(found.keys[0])
        elif event.x >= self.content_size.width - cell_len(" ".join(self.LAST)):
            self.app.simulate_key("question_mark")


def _first(action: Action) -> str:
    return signs(action) if len(action.keys) >= _MANY else sign(action.keys[0])
