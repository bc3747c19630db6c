"""Whether a case counts: a lead says it, with the reason; for the screens on which cases are listed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, get_args

from coder.register import Register
from coder.screens.ask import Ask
from coder.screens.choose import Choose, Item
from corpus.refused import Refused
from db import standings
from db.values import Case, Status

if TYPE_CHECKING:
    from coder.app import CoderApp

STATUSES: dict[Status, str] = {
    "included": "it counts",
    "duplicate": "of another case; left out of every count",
    "fake": "suspected; left out of every count",
    "unsure": "it counts, and every count says so",
}


def words(register: Register, case: Case) -> str:
    """The status and its reason; "" while nobody said anything."""
    if case.status == "included" and not case.why:
        return ""
    keys = {known.id: known.key for known in register.known}
    of = f" of {keys.get(case.other, '(erased)')}" if case.other else ""
    return f"{case.status}{of}{f' ({case.why})' if case.why else ''}"


def ask(app: "CoderApp", register: Register, case: Case, then: Callable[[], None]) -> None:
    """The status, of what it is a duplicate, and why; `then`: after it is kept."""
    project, coder = app.project, app.coder
    assert project is not None
    assert coder is not None
    if coder.role != "lead":
        app.say("Only leads say which cases count.")
        return
    known = {one.id: one for one in register.known}

    def why(status: Status, other: Case | None) -> None:
        def answered(reason: str | None) -> None:
            if reason is None:
                return
            try:
                standings.say(project, coder, case, status, other, reason)
            except Refused as error:
                app.refuse(error)
            else:
                app.say(f"{case.key}: {status}{f' of {other.key}' if other else ''}")
                then()

        app.push_screen(Ask(f"Why is {case.key} {status}?"), answered)

    def of(key: str | None) -> None:
        if key is not None:
            why("duplicate", known[key])

    def chosen(key: str | None) -> None:
        status = next((status for status in get_args(Status) if status == key), None)
        if status == "duplicate":
            others = [Item(one.id, f"{one.key} {one.name}") for one in register.cases if one.id != case.id]
            app.push_screen(Choose(f"{case.key} is a duplicate of which case?", others), of)
        elif status is not None:
            why(status, None)

    items = [Item(status, status, note) for status, note in STATUSES.items()]
    app.push_screen(Choose(f"{case.key} {case.name}: does it count?", items), chosen)
