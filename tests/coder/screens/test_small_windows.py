"""Windows of any size, and screens that are left before they are there: neither ends the program."""

from collections.abc import Callable

import pytest
from textual.screen import Screen

from coder.app import CoderApp
from coder.screens.ask import Ask
from coder.screens.cases import Cases
from coder.screens.choose import Choose, Item
from coder.screens.deciding import Deciding
from coder.screens.desk import Desk
from coder.screens.documents import Documents
from coder.screens.help import Help
from coder.screens.memo import FROM_BEFORE, MemoEditor
from coder.screens.one_case import OneCase
from coder.screens.pairs import Pairs
from coder.screens.passages import Passages
from coder.screens.picker import Picker
from coder.screens.quotes import Quotes
from coder.screens.shares import Shares
from coder.screens.warning import ContentWarning
from db import cases, codebooks, rounds
from tests.coder.conftest import Study
from tests.coder.screens.conftest import OnDesk, screen_text, settled

SIZES = [(1, 1), (2, 1), (1, 50), (8, 4), (80, 1), (80, 3), (80, 4), (20, 10), (80, 6)]
OPENED = {
    "desk": "", "commands": "ctrl+p", "help": "question_mark", "codes": "s a", "qualifiers": "s 1 y", "memo": "M",
    "question": "ctrl+g", "passages": "f4", "a pane": "p", "commands of passages": "f4 ctrl+p",
    "quotes": "f5 r o a d", "cases": "f9", "a case": "f9 enter", "pairs": "f9 a", "shares": "f10", "mirror": "f10 tab",
}  # fmt: skip
MADE: dict[str, Callable[[Study], Screen[object]]] = {
    "desk": lambda study: Desk(study.coding()),
    "documents": lambda _: Documents(),
    "passages": lambda study: Passages(codebooks.of_round(study.project, rounds.current(study.project))),
    "picker": lambda _: Picker(),
    "quotes": lambda _: Quotes(),
    "cases": lambda _: Cases(),
    "pairs": lambda _: Pairs(),
    "shares": lambda _: Shares(),
    "case": lambda study: OneCase(cases.add(study.project, study.lea, "k1")),
    "deciding": lambda study: Deciding(study.path.with_name("gone.csv")),
    "help": lambda _: Help("desk"),
    "choose": lambda _: Choose("Which?", [Item("a", "a")]),
    "ask": lambda _: Ask("What?"),
    "memo": lambda _: MemoEditor("Memo", ""),
    "warning": lambda study: ContentWarning(study.harsh),
}  # type: ignore[dict-item]


@pytest.mark.parametrize("name", OPENED)
async def test_no_size_of_the_window_ends_the_program(study: Study, on_desk: Callable[..., OnDesk], name: str) -> None:
    cases.add(study.project, study.lea, "k1", "Mina", {"sex": "F"})
    app = on_desk(study.long)
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.press(*OPENED[name].split())
        await settled(pilot)
        screen = app.screen
        for size in SIZES:
            await pilot.resize_terminal(*size)
            for key in ("down", "pagedown", "pageup", "up"):
                app.simulate_key(key)
            await pilot.pause()
        assert app.screen is screen
        assert app.is_running


@pytest.mark.parametrize("size", [(30, 4), (30, 6), (30, 8), (30, 10), (40, 14), (80, 19), (80, 24)])
@pytest.mark.parametrize("told", ["", FROM_BEFORE])
async def test_what_one_writes_is_seen_in_a_low_window_too(
    study: Study, on_desk: Callable[..., OnDesk], size: tuple[int, int], told: str
) -> None:
    app = on_desk()
    async with app.run_test(size=size) as pilot:
        app.push_screen(MemoEditor("Memo on something that has a long name", "", "one", told))
        await settled(pilot)
        assert "one" in screen_text(app)
        await pilot.press("enter", *"two")
        await settled(pilot)
        assert "two" in screen_text(app)
        if told and size[1] >= 8:
            assert "You had not closed" in screen_text(app)
        if size[1] >= 14:
            assert "Memo on something" in screen_text(app)
            assert "Esc keeps" in screen_text(app)


@pytest.mark.parametrize("name", MADE)
async def test_a_screen_may_be_left_before_it_is_there(study: Study, name: str) -> None:
    app = CoderApp(study.path, "Lea")
    async with app.run_test() as pilot:
        await settled(pilot)
        below = app.screen
        app.push_screen(MADE[name](study))
        app.pop_screen()
        await settled(pilot)
        assert app.screen is below


@pytest.mark.parametrize("name", MADE)
async def test_the_program_may_be_left_before_a_screen_is_there(study: Study, name: str) -> None:
    app = CoderApp(study.path, "Lea")
    async with app.run_test() as pilot:
        await settled(pilot)
        app.exit(0)
        app.push_screen(MADE[name](study))
        await pilot.pause()
    assert app.return_code == 0


async def test_an_answer_that_is_given_twice_closes_only_the_question(
    study: Study, on_desk: Callable[..., OnDesk]
) -> None:
    app = on_desk(study.long)
    async with app.run_test() as pilot:
        for keys in (("ctrl+g", "9", "enter", "enter"), ("ctrl+p", "enter", "enter"), ("M", "ctrl+s", "ctrl+s")):
            for key in keys:
                app.simulate_key(key)
            await settled(pilot)
            assert app.desk in app.screen_stack
            for _ in range(2):
                await pilot.press("escape")
