"""The program on a real project: with a document open (`on_desk`), or as it is started (`CoderApp`)."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from coder.app import CoderApp
from coder.screens.desk import Desk
from coder.widgets.line import Line
from coder.widgets.listing import Listing
from corpus.attributes import Attribute
from db import attributes, cases, documents, readings, rounds, tags
from db.values import Coder, Document, NewTag
from tests.coder.conftest import MILL, Study


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


@pytest.fixture
def people(study: Study) -> Study:
    """Three cases; the mill holds the words of k1, the road those of k2, and Ann finished both; k1 and k3 may be one
    person."""
    project, lea, ann = study.project, study.lea, study.ann
    groups = {"region": {"North": ("Sylvanian",), "South": ("Freedonian",)}}
    attributes.load(project, lea, [Attribute("nationality", "choice", groups=groups), Attribute("date", "date")])
    known = {"nationality": "Sylvanian", "sex": "F"}
    one = cases.add(project, lea, "k1", "Mina Kern", {**known, "date": "14/07/15"}, note="Asked [twice]")
    two = cases.add(project, lea, "k2", "Otto", {"nationality": "Freedonian", "sex": "M", "date": "30/08/14"})
    cases.add(project, lea, "k3", "Mina Kern", known)
    study.mill = documents.edit(project, lea, study.mill, case=one)
    study.long = documents.edit(project, lea, study.long, case=two)
    start = MILL.index("Nobody was asked.")
    said = {
        study.mill: [NewTag("D3", 0, 27, qualifiers={"voice": "own"}), NewTag("D2", start, start + 17)],
        study.long: [NewTag("D3.deals", 0, 11), NewTag("R1", 0, 11)],
    }
    for document, new in said.items():
        reading = readings.of(project, ann, document, rounds.current(project))
        tags.add_many(project, ann, {reading: new}, finish=True)
    return study


async def settled(pilot: Pilot[Any]) -> None:
    """Everything that was asked for has been done and is shown."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def typed(pilot: Pilot[Any], words: str, *keys: str) -> None:
    """Fill the line of a question at once, then press keys."""
    pilot.app.screen.query_one(Input).value = words
    await pilot.press(*(keys or ("enter",)))
    await settled(pilot)


def rows(app: App[Any]) -> list[str]:
    """What the list of the uppermost screen shows, without blank rows."""
    listing = app.screen.query_one(Listing)
    painted = [listing.render_line(y).text.rstrip() for y in range(listing.size.height)]
    return [row for row in painted if row]


def line(app: App[Any], id: str) -> str:
    """What a line of the uppermost screen says, left and right."""
    found = app.screen.query_one(f"#{id}", Line)
    return f"{found.left}|{found.right}"


def notices(app: App[Any]) -> list[str]:
    """Every notice that was shown."""
    return [notification.message for notification in app._notifications]


def screen_text(app: App[Any]) -> str:
    """All that stands on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())
