"""The desk on a real project, without going through the list of documents."""

from collections.abc import Callable

import pytest

from coder.app import CoderApp
from coder.screens.desk import Desk
from db.values import Coder, Document
from tests.coder.conftest import Study


class OnDesk(CoderApp):
    """The program, with a document open."""

    def __init__(self, study: Study, document: Document | None, coder: Coder | None, at: int | None) -> None:
        super().__init__(study.path)
        self._study, self._document, self._who, self._at = study, document, coder, at

    def begin(self) -> None:
        """Open the desk at once."""
        self.project, self.coder = self._study.project, self._who or self._study.ann
        self.push_screen(Desk(self._study.coding(self.coder, self._document), self._at))

    @property
    def desk(self) -> Desk:
        """The desk that is uppermost."""
        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, Desk))


@pytest.fixture
def on_desk(study: Study) -> Callable[..., OnDesk]:
    """Ann at the mill, or somebody elsewhere."""

    def opened(document: Document | None = None, coder: Coder | None = None, at: int | None = 0) -> OnDesk:
        return OnDesk(study, document, coder, at)

    return opened
