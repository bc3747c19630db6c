"""The small screens above the others: a list to choose from, a question, a memo."""

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.widgets import Input, Static, TextArea

from coder.app import CoderApp
from coder.screens.ask import Ask
from coder.screens.choose import Choose, Item
from coder.screens.memo import MemoEditor, _edited
from db import local
from tests.coder.screens.conftest import notices, rows, screen_text

NOTHING = object()
CODES = (
    Item("D1", "1 Infighting", "Fighting one another", "D1"),
    Item("D2", "2 Brutality", "Cruelty to people, as in D1", "D2"),
    Item("D2.s", "D2.s Victims", "Who they were"),
)


class Asking(CoderApp):
    """Shows one screen and keeps the answer."""

    def __init__(self, screen: Choose | Ask | MemoEditor) -> None:
        super().__init__()
        self._first, self.answer = screen, NOTHING

    def begin(self) -> None:
        """Ask."""
        self.push_screen(self._first, self._keep)

    def _keep(self, answer: object) -> None:
        self.answer = answer


def choosing(items: Sequence[Item] = CODES, create: str = "") -> Asking:
    return Asking(Choose("Which?", items, create))


def names(app: App[Any]) -> list[str]:
    return [row.split("  ")[0] for row in rows(app)]


async def test_typing_filters_by_name_note_and_key_whatever_the_case() -> None:
    app = choosing()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert len(rows(app)) == 3
        app.screen.query_one(Input).value = "CRUELTY"
        await pilot.pause()
        assert names(app) == ["▸ 2 Brutality"]
        app.screen.query_one(Input).value = "cruel d2"
        await pilot.pause()
        assert names(app) == ["▸ 2 Brutality"]
        await pilot.press("enter")
    assert app.answer == "D2"


async def test_what_is_called_that_comes_before_what_only_mentions_it() -> None:
    app = choosing([CODES[1], CODES[0], CODES[2]])
    async with app.run_test() as pilot:
        await pilot.press("d", "1")
        assert names(app)[0] == "▸ 1 Infighting"
        await pilot.press("backspace", "2")
        assert names(app)[0] == "▸ 2 Brutality"
        await pilot.press("enter")
    assert app.answer == "D2"


async def test_a_word_of_a_name_counts_for_more_than_one_of_a_note() -> None:
    app = choosing([Item("a", "1 Hunger", "Not for lack of faith"), Item("b", "2 Faith and law")])
    async with app.run_test() as pilot:
        app.screen.query_one(Input).value = "faith"
        await pilot.press("enter")
    assert app.answer == "b"


async def test_the_arrows_choose_while_one_types() -> None:
    app = choosing()
    async with app.run_test() as pilot:
        await pilot.press("down", "down", "down", "up")
        assert rows(app)[1].startswith("▸ 2 Brutality")
        await pilot.press("pagedown")
        assert rows(app)[2].startswith("▸ D2.s")
        await pilot.press("pageup", "enter")
    assert app.answer == "D1"


async def test_a_click_chooses_and_another_takes() -> None:
    app = choosing()
    async with app.run_test() as pilot:
        await pilot.click("Listing", offset=(4, 1))
        assert app.answer is NOTHING
        await pilot.click("Listing", offset=(4, 1))
    assert app.answer == "D2"


async def test_after_a_click_one_goes_on_typing() -> None:
    app = choosing()
    async with app.run_test() as pilot:
        await pilot.click("Listing", offset=(4, 1))
        await pilot.press("d", "2", "enter")
    assert app.answer == "D2"


async def test_esc_chooses_nothing() -> None:
    app = choosing()
    async with app.run_test() as pilot:
        await pilot.press("2", "escape")
    assert app.answer is None


async def test_what_is_not_there_is_not_taken() -> None:
    app = choosing()
    async with app.run_test() as pilot:
        app.screen.query_one(Input).value = "zzz"
        await pilot.press("enter")
        assert app.answer is NOTHING
        assert "Nothing is called that." in screen_text(app)


async def test_what_was_typed_can_be_made_new_unless_something_is_called_that() -> None:
    cases = [Item("83ac12", "c12", "Karim"), Item("00c121", "c121", "Elif")]
    app = choosing(cases, create="make it new")
    async with app.run_test() as pilot:
        line = app.screen.query_one(Input)
        line.value = " C12 "
        await pilot.pause()
        assert names(app)[0] == "▸ c12"
        assert not any("make it new" in row for row in rows(app))
        line.value = "83"
        await pilot.pause()
        assert rows(app) == ["▸ “83”  make it new"]
        line.value = "new one"
        await pilot.press("enter")
    assert app.answer == "new one"


async def test_labels_are_shown_as_they_are_and_cut_where_there_is_no_room() -> None:
    app = choosing([Item("a", "[red]A\x1b[31m", "[/] " + "very " * 40 + "long"), Item("b", "字" * 80)])
    async with app.run_test() as pilot:
        await pilot.pause()
        first, second = rows(app)
        assert first.startswith("▸ [red]A␛[31m  [/] very")
        assert first.endswith("…")
        assert second.endswith("…")


async def test_a_hundred_things_scroll_with_the_choice() -> None:
    app = choosing([Item(str(n), f"Thing {n}") for n in range(100)])
    async with app.run_test() as pilot:
        await pilot.press("pagedown", "pagedown", "down")
        assert any(row.startswith("▸") for row in rows(app))
        await pilot.press("9", "9")
        assert rows(app) == ["▸ Thing 99"]


@pytest.mark.parametrize(("keys", "answer"), [("a b enter", "ab"), ("space enter", ""), ("a escape", None)])
async def test_a_question_is_answered_with_enter_and_left_with_esc(keys: str, answer: str | None) -> None:
    app = Asking(Ask("[What]?"))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "[What]?" in str(app.screen.query_one(Static).content)
        await pilot.press(*keys.split())
    assert app.answer == answer


async def test_what_is_typed_after_enter_chooses_nothing_else() -> None:
    items = [Item(key, key) for key in ("K1", "K2", "K3", "K21")]
    for keys, answer in ((("enter", "2"), "K1"), (("down", "down", "enter", "2"), "K3"), (("3", "enter", "9"), "K3")):
        app = Asking(Choose("Which?", items))
        async with app.run_test() as pilot:
            await pilot.pause()
            for key in keys:  # all at once, as somebody types who does not look
                app.simulate_key(key)
            await pilot.pause()
            await pilot.pause()
        assert app.answer == answer


@pytest.mark.parametrize("key", ["escape", "ctrl+s"])
async def test_leaving_a_memo_keeps_it(key: str) -> None:
    app = Asking(MemoEditor("Memo on [1]", "It began"))
    async with app.run_test() as pilot:
        await pilot.press("space", "h", "e", "r", "e", "enter", "q", key)
    assert app.answer == "It began here\nq"


async def test_a_memo_left_as_it_was_is_no_change() -> None:
    app = Asking(MemoEditor("Memo", "It began\nhere\tand \x1b ended"))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.screen.query_one(TextArea).text == "It began\nhere\tand ␛ ended"
        await pilot.press("x", "backspace", "escape")
    assert app.answer is None


async def test_no_key_that_leaves_the_program_throws_a_memo_away() -> None:
    app = Asking(MemoEditor("Memo", ""))
    async with app.run_test() as pilot:
        await pilot.press("h", "i", "ctrl+q", "f2", "f4", "f1", "ctrl+p")
        assert app.is_running
        assert app.screen.query_one(TextArea).text == "hi"
        await pilot.press("escape")
    assert app.answer == "hi"


async def test_without_an_editor_one_is_told_to_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    app = Asking(MemoEditor("Memo", "kept"))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+e")
        assert notices(app) == ["Set EDITOR to the editor that you like."]
        monkeypatch.setenv("EDITOR", "ed")
        await pilot.press("ctrl+e")
        assert notices(app)[1] == "This terminal can't be lent to another program."
        assert app.screen.query_one(TextArea).text == "kept"


# Textual's pilot can't lend its terminal to another program, so the editor is called without the screen.


def script(tmp_path: Path, words: str) -> str:
    """A little program as one's editor."""
    path = tmp_path / "my editor"
    path.write_text(f"#!/bin/sh\n{words}\n")
    path.chmod(0o700)
    return f"'{path}' --wait"


def test_ones_editor_gets_the_words_and_gives_them_back(tmp_path: Path) -> None:
    editor = script(tmp_path, f'cat "$2" > {tmp_path}/seen; stat -c %a "$2" > {tmp_path}/mode; echo "and on" >> "$2"')
    assert _edited(editor, "Ärger\n字 ") == "Ärger\n字 and on\n"
    assert (tmp_path / "seen").read_text("utf-8") == "Ärger\n字 "
    assert (tmp_path / "mode").read_text().strip() == "600"


def test_nothing_of_a_memo_stays_behind_in_a_file(tmp_path: Path) -> None:
    _edited(script(tmp_path, 'echo changed > "$2"'), "secret")
    _edited(script(tmp_path, "exit 1"), "secret")
    with pytest.raises(OSError, match="No such file"):
        _edited("/no/such/program", "secret")
    with pytest.raises(ValueError, match="No closing quotation"):
        _edited("'unclosed", "secret")
    assert list(local.folder().iterdir()) == []
    assert stat.S_IMODE(local.folder().stat().st_mode) == 0o700


@pytest.mark.parametrize("end", ['echo spoilt > "$2"; exit 3', 'rm "$2"; exit 1', "kill -9 $$"])
def test_an_editor_that_fails_leaves_the_words_as_they_were(tmp_path: Path, end: str) -> None:
    assert _edited(script(tmp_path, end), "kept") == "kept"


def test_an_editor_that_puts_another_file_in_its_place_is_read_too(tmp_path: Path) -> None:
    editor = script(tmp_path, 'echo fresh > "$2.new"; mv "$2.new" "$2"')
    assert _edited(editor, "old") == "fresh\n"


def test_what_is_no_text_is_read_as_far_as_it_is(tmp_path: Path) -> None:
    assert _edited(script(tmp_path, "printf 'a\\377b' > \"$2\""), "old") == "a\ufffdb"
