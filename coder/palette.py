"""The command palette: every command of the table that belongs to the screen it was called from, with its key."""

from collections.abc import Coroutine, Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from coder import actions


class ActionCommands(Provider):
    """Commands of the screen's `PLACE`, and of everywhere."""

    def _here(self) -> Iterator[actions.Action]:
        for place in actions.places(getattr(self.screen, "PLACE", "")):
            yield from (action for action in actions.of(place) if action.palette)

    def _run(self, action: actions.Action) -> partial[Coroutine[Any, Any, bool]]:
        return partial(self.app.run_action, action.run, None if action.where == "app" else self.screen)

    async def discover(self) -> Hits:
        """All, before anything is typed."""
        for action in self._here():
            yield DiscoveryHit(action.label, self._run(action), help=_told(action))

    async def search(self, query: str) -> Hits:
        """Those whose name is like what was typed."""
        matcher = self.matcher(query)
        for action in self._here():
            score = matcher.match(action.label)
            if score > 0:
                yield Hit(score, matcher.highlight(action.label), self._run(action), help=_told(action))


def _told(action: actions.Action) -> str:
    return f"{actions.signs(action)} · {action.help}"
