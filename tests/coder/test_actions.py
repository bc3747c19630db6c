"""One table of actions: every key works, is in the help, the palette and docs/keys.md."""

import importlib
from collections import Counter
from pathlib import Path

import pytest
from textual.dom import DOMNode
from textual.keys import _character_to_key

from coder import actions
from coder.app import CoderApp
from coder.screens import help as help_page
from coder.screens.ask import Ask
from coder.screens.choose import Choose

SCREENS = {
    "app": "coder.app.CoderApp",
    "desk": "coder.screens.desk.Desk",
    "documents": "coder.screens.documents.Documents",
    "passages": "coder.screens.passages.Passages",
    "quotes": "coder.screens.quotes.Quotes",
    "deciding": "coder.screens.deciding.Deciding",
    "picker": "coder.screens.picker.Picker",
    "places": "coder.screens.agreement_places.Places",
    "cases": "coder.screens.cases.Cases",
    "case": "coder.screens.one_case.OneCase",
    "pairs": "coder.screens.pairs.Pairs",
    "shares": "coder.screens.shares.Shares",
    "list": "coder.widgets.listing.Listing",
}


def owner(place: str) -> type[DOMNode]:
    """The class whose methods the actions of a place are."""
    module, _, name = SCREENS[place].rpartition(".")
    found = getattr(importlib.import_module(module), name)
    assert issubclass(found, DOMNode)
    return found


@pytest.mark.parametrize("action", actions.ACTIONS, ids=lambda action: f"{action.where}-{action.id}")
def test_every_action_has_a_key_words_and_a_method(action: actions.Action) -> None:
    assert action.keys
    assert action.label
    if action.where in SCREENS:
        assert hasattr(owner(action.where), f"action_{action.run.split('(')[0]}")


@pytest.mark.parametrize("place", SCREENS)
def test_every_key_of_the_table_is_bound(place: str) -> None:
    bound = {binding.key for binding in owner(place).BINDINGS}  # type: ignore[union-attr]
    assert {key for action in actions.of(place) for key in action.keys} <= bound


@pytest.mark.parametrize("place", actions.PLACES)
def test_no_key_means_two_things_in_one_place(place: str) -> None:
    used = Counter(key for action in actions.of(place) for key in action.keys)
    assert [key for key, times in used.items() if times > 1] == []


def test_no_key_of_a_screen_hides_one_that_works_everywhere() -> None:
    everywhere = {key for action in actions.of("app") for key in action.keys}
    for place in actions.PLACES:
        if place != "app":
            assert not everywhere & {key for action in actions.of(place) for key in action.keys}, place


def test_signs_are_textuals_names_for_the_keys() -> None:
    for action in actions.ACTIONS:
        for key in action.keys:
            sign = actions.sign(key)
            if len(sign) == 1 and sign.isascii() and not sign.isalnum():
                assert _character_to_key(sign) == key


@pytest.mark.parametrize("place", SCREENS)
def test_every_action_is_on_the_help_page(place: str) -> None:
    page = dict(help_page.lines(place))
    for action in actions.of(place):
        assert page[actions.signs(action)].startswith(action.label)


async def test_every_command_is_in_the_palette_with_its_key() -> None:
    app = CoderApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, Choose)
        told = {item.label: item.note for item in app.screen.items}
    for action in (*actions.of("picker"), *actions.of("app")):
        if action.palette:
            assert told[action.label].startswith(actions.signs(action))


def test_every_command_in_the_palette_says_more_than_its_name() -> None:
    assert [action.id for action in actions.ACTIONS if action.palette and not action.help] == []


async def test_a_command_is_run_on_the_screen_that_it_was_called_from() -> None:
    app = CoderApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p", *"open a project", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Ask)
        await pilot.press("escape", "ctrl+p", *"help", "enter")
        await pilot.pause()
        assert isinstance(app.screen, help_page.Help)


def test_what_the_palette_leaves_out_needs_its_key_pressed_at_a_place() -> None:
    left_out = {action.group for action in actions.ACTIONS if not action.palette}
    assert left_out <= {
        "Move",
        "Select",
        "Code",
        "Decide",
        "Find",
        "Which passages",
        "Lists",
        "Everywhere",
        "Quotes in all documents",
    }


def test_the_key_map_in_the_docs_is_current() -> None:
    written = Path(__file__).parents[2] / "docs" / "keys.md"
    assert written.read_text("utf-8") == actions.key_map(), "run: python -m coder.actions > docs/keys.md"
