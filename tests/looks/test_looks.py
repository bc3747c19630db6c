"""What the screens look like.

After a change that is wanted: `pytest tests/looks --snapshot-update`, and look at the pictures."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from coder.app import CoderApp
from db import local
from tests.coder.conftest import Study
from tests.looks.conftest import FERRY

Compare = Callable[..., bool]
SMALL, LARGE = (80, 24), (140, 40)
SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])


def after(*keys: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Press keys, wait for what they began, and stop what blinks."""

    async def run(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        await _settled(pilot)
        for key in keys:
            await pilot.press(key)
            await _settled(pilot)
        for widget in pilot.app.screen.query("Input, TextArea"):
            assert isinstance(widget, Input | TextArea)
            widget.cursor_blink = False
        await pilot.pause()

    return run


async def _settled(pilot: Pilot[Any]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def on_ferry(study: Study, theme: str = "night") -> CoderApp:
    """Ann at the first passage of the second long answer."""
    local.set_cursor(study.project.id, study.ann.id, study.mill.id, FERRY.index("We had come"))
    app = CoderApp(study.path, "Ann")
    app.theme = theme
    return app


@SIZES
def test_documents_of_a_coder(study: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(CoderApp(study.path, "Ann"), terminal_size=size, run_before=after("home", "down", "down"))


@SIZES
def test_documents_of_a_lead(study: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(CoderApp(study.path, "Lea"), terminal_size=size, run_before=after("G", "up"))


@SIZES
def test_desk_at_a_tag(study: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(on_ferry(study), terminal_size=size, run_before=after("G", "up", "enter"))


@SIZES
def test_desk_with_a_selection(study: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
    keys = ("G", "up", "enter", "right_parenthesis", "right_parenthesis", "s", "s")
    assert snap_compare(on_ferry(study), terminal_size=size, run_before=after(*keys))


def test_desk_with_a_pane_in_a_small_window(study: Study, snap_compare: Compare) -> None:
    keys = ("G", "up", "enter", "c")
    assert snap_compare(on_ferry(study), terminal_size=SMALL, run_before=after(*keys))


def test_desk_with_search_hits(study: Study, snap_compare: Compare) -> None:
    keys = ("G", "up", "enter", "slash", *"school", "enter")
    assert snap_compare(on_ferry(study), terminal_size=SMALL, run_before=after(*keys))


def test_desk_that_refused(study: Study, snap_compare: Compare) -> None:
    keys = ("G", "up", "enter", "escape", "g", "m")
    assert snap_compare(on_ferry(study), terminal_size=SMALL, run_before=after(*keys))


def test_desk_of_a_finished_document(study: Study, snap_compare: Compare) -> None:
    assert snap_compare(CoderApp(study.path, "Ann"), terminal_size=SMALL, run_before=after("G", "enter"))


@pytest.mark.parametrize("theme", ["paper", "ansi-dark", "ansi-light"])
def test_desk_in_other_colours(study: Study, snap_compare: Compare, theme: str) -> None:
    keys = ("G", "up", "enter", "right_parenthesis", "right_parenthesis", "s")
    assert snap_compare(on_ferry(study, theme), terminal_size=LARGE, run_before=after(*keys))


def test_desk_without_colours(study: Study, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    keys = ("G", "up", "enter", "right_parenthesis", "right_parenthesis", "s")
    assert snap_compare(on_ferry(study, "ansi-dark"), terminal_size=SMALL, run_before=after(*keys))


@SIZES
def test_passages_across_documents(study: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(CoderApp(study.path, "Lea"), terminal_size=size, run_before=after("f4", "down", "down"))


def test_passages_one_a_row(study: Study, snap_compare: Compare) -> None:
    assert snap_compare(CoderApp(study.path, "Lea"), terminal_size=SMALL, run_before=after("f4", "z", "z", "down"))


@SIZES
def test_help_on_the_desk(study: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
    keys = ("G", "up", "enter", "question_mark")
    assert snap_compare(on_ferry(study), terminal_size=size, run_before=after(*keys))


def test_help_on_the_documents(study: Study, snap_compare: Compare) -> None:
    assert snap_compare(CoderApp(study.path, "Ann"), terminal_size=SMALL, run_before=after("question_mark"))


def test_commands_by_name(study: Study, snap_compare: Compare) -> None:
    keys = ("G", "up", "enter", "ctrl+p")
    assert snap_compare(on_ferry(study), terminal_size=SMALL, run_before=after(*keys))


@SIZES
def test_picker(
    study: Study, snap_compare: Compare, size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["studies/ferry.coder", "studies/2015/harbour and cellar.coder", f"{'deep/' * 20}last.coder"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).with_suffix(".text").touch()
    monkeypatch.chdir(tmp_path)  # paths from here on, so that the picture knows nothing of this machine
    listed = [name.replace(".coder", ".text") for name in names]
    (local.folder() / "recent.json").write_text(json.dumps({"projects": listed}))
    assert snap_compare(CoderApp(), terminal_size=size, run_before=after("down"))


def test_picker_on_a_new_machine(snap_compare: Compare) -> None:
    assert snap_compare(CoderApp(), terminal_size=SMALL, run_before=after())


def test_a_question(snap_compare: Compare) -> None:
    assert snap_compare(CoderApp(), terminal_size=SMALL, run_before=after("o", *"study"))


@SIZES
def test_list_of_codes(study: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
    keys = ("G", "up", "enter", "a", "down", "down")
    assert snap_compare(on_ferry(study), terminal_size=size, run_before=after(*keys))


def test_list_of_cases_with_a_new_one(study: Study, snap_compare: Compare) -> None:
    keys = ("G", "up", "enter", "i", *"c0")
    assert snap_compare(on_ferry(study), terminal_size=SMALL, run_before=after(*keys))


def test_list_of_qualifiers(study: Study, snap_compare: Compare) -> None:
    keys = ("G", "up", "enter", "right_square_bracket", "right_square_bracket", "y")
    assert snap_compare(on_ferry(study), terminal_size=SMALL, run_before=after(*keys))


@SIZES
def test_memo(study: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(on_ferry(study), terminal_size=size, run_before=after("G", "up", "enter", "m"))


@SIZES
def test_content_warning(study: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(CoderApp(study.path, "Lea"), terminal_size=size, run_before=after("down", "enter"))


@SIZES
def test_cases(counted: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(CoderApp(counted.path, "Ann"), terminal_size=size, run_before=after("f9", "down"))


@SIZES
def test_a_case(counted: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
    keys = ("f9", "enter", *["down"] * 9)
    assert snap_compare(CoderApp(counted.path, "Ann"), terminal_size=size, run_before=after(*keys))


@SIZES
def test_cases_that_may_be_one_person(counted: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(CoderApp(counted.path, "Lea"), terminal_size=size, run_before=after("f9", "a"))


@SIZES
def test_shares(counted: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(CoderApp(counted.path, "Lea"), terminal_size=size, run_before=after("f10", "down"))


def test_shares_without_colours(counted: Study, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = CoderApp(counted.path, "Lea")
    app.theme = "ansi-dark"
    assert snap_compare(app, terminal_size=SMALL, run_before=after("f10", "b", *"region", "enter", "down"))


@SIZES
def test_the_mirror(counted: Study, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(CoderApp(counted.path, "Lea"), terminal_size=size, run_before=after("f10", "tab"))


def test_shares_over_time(counted: Study, snap_compare: Compare) -> None:
    assert snap_compare(CoderApp(counted.path, "Lea"), terminal_size=SMALL, run_before=after("f10", "shift+tab"))
