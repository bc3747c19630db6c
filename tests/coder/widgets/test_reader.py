"""The reader: what moves where, what is selected, what is painted; for small texts and for very big ones."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot
from textual.worker import Worker, WorkerState

from coder.widgets import rows
from coder.widgets.reader import Lane, Mark, Reader, Where
from corpus.text import Span

STORY = (
    "They said the mill was ours, and then they sold the flour. Nobody was asked.\n\n"
    "I asked the commander why. He laughed, and I walked home that night.\n\n"
    "My brother stayed. He wrote that the bread was good there."
)
SECOND = "I asked the commander why. He laughed, and I walked home that night."
ROAD = "\n\n".join(f"Paragraph {n} tells of the road. It was long, and the river ran beside it." for n in range(200))
LANES = [Lane("D1", "1", "code-1"), Lane("D2", "2", "#56b4e9")]
GUTTER = 1 + 2 + 3 + 1 + 2 + 1
"""Cells left of the text: a blank, two lanes, three floating ones, a query, two digits, a blank."""


class OneReader(App[None]):
    """A reader with the focus; it keeps what the reader says."""

    def __init__(self, text: str | None, marks: Sequence[Mark], at: int) -> None:
        super().__init__()
        self.text, self.marks, self.at = text, marks, at
        self.said: list[tuple[Any, ...]] = []

    def compose(self) -> ComposeResult:
        yield Reader()

    def on_mount(self) -> None:
        self.reader = self.query_one(Reader)
        self.reader.set_lanes(LANES)
        if self.text is not None:
            self.reader.load(self.text, cursor=self.at)
            self.reader.set_marks(self.marks)
        self.reader.focus()

    def on_reader_moved(self, message: Reader.Moved) -> None:
        assert message.control is self.reader
        self.said.append((message.cursor, message.step))

    def on_reader_selected(self, message: Reader.Selected) -> None:
        assert message.control is self.reader
        self.said.append((message.span,))

    # what one sees

    def painted(self) -> list[str]:
        """The rows of the window, without their last blanks."""
        return [strip.text.rstrip() for strip in self.strips()]

    def strips(self) -> list[Any]:
        return self.reader.render_lines(Region(0, 0, *self.reader.scrollable_content_region.size))

    def style_of(self, words: str) -> Style:
        """The style of the first letter of these words, which stand in one row."""
        for strip in self.strips():
            at = strip.text.find(words)
            if at >= 0:
                return next(iter(strip.crop(at, at + 1))).style
        raise AssertionError(f"{words!r} is not in the window")

    def gutter(self, words: str) -> str:
        """What stands left of the row with these words: lanes and query."""
        return next(row[1:7] for row in self.painted() if words in row)

    @property
    def selected(self) -> str | None:
        span = self.reader.selection
        return None if span is None else self.reader.text[span.start : span.stop]

    @property
    def cursor_is_seen(self) -> bool:
        seen = self.reader.visible_span
        return seen.start <= self.reader.cursor <= seen.stop


@asynccontextmanager
async def opened(
    text: str | None = STORY, marks: Sequence[Mark] = (), at: int = 0, size: tuple[int, int] = (60, 12)
) -> AsyncIterator[tuple[OneReader, Reader, Pilot[None]]]:
    """The app, its reader and who presses keys there."""
    app = OneReader(text, marks, at)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.said.clear()
        yield app, app.reader, pilot


def go(reader: Reader, *moves: Where, select: bool = False) -> int:
    """Move, and say where that led."""
    for where in moves:
        reader.action_move(where, select)
    return reader.cursor


# Moving


async def test_the_cursor_goes_by_what_is_seen_as_one_character() -> None:
    text = "ae\u0301👨‍👩‍👧🇺🇦سَلا"
    async with opened(text) as (_, reader, _):
        stops = [go(reader, "right") for _ in range(8)]
        assert stops == [1, 3, 8, 10, 12, 13, 14, 14]
        assert [go(reader, "left") for _ in range(8)] == [13, 12, 10, 8, 3, 1, 0, 0]


async def test_down_and_up_keep_the_column_over_a_short_row() -> None:
    async with opened("a long first row\nshort\nanother long row") as (_, reader, _):
        reader.move_to(12)
        assert go(reader, "down") == 22  # at the end of the short row
        assert go(reader, "down") == 23 + 12
        assert go(reader, "up", "up") == 12


async def test_down_from_the_last_row_is_the_end_and_up_from_the_first_the_top() -> None:
    async with opened("one\ntwo", at=1) as (_, reader, _):
        assert go(reader, "down", "down") == 7
        assert go(reader, "up", "up", "up") == 0


async def test_home_and_end_of_a_row() -> None:
    async with opened("one two\nthree", at=4) as (_, reader, _):
        assert go(reader, "end") == 7
        assert go(reader, "home") == 0
        reader.move_to(9)
        assert go(reader, "end") == 13
        assert go(reader, "home") == 8


async def test_top_and_bottom() -> None:
    async with opened(ROAD) as (app, reader, _):
        assert go(reader, "bottom") == len(ROAD)
        assert app.cursor_is_seen
        assert go(reader, "top") == 0
        assert app.cursor_is_seen


@pytest.mark.parametrize(
    ("forward", "back", "places"),
    [
        ("word", "word_back", ["said", "the", "mill"]),
        ("sentence", "sentence_back", ["Nobody", "I asked", "He laughed"]),
        ("paragraph", "paragraph_back", ["I asked", "My brother"]),
    ],
)
async def test_moving_by_word_sentence_and_paragraph(forward: Where, back: Where, places: list[str]) -> None:
    expected = [0, *(STORY.index(place) for place in places)]
    async with opened() as (_, reader, _):
        assert [go(reader, forward) for _ in places] == expected[1:]
        assert [go(reader, back) for _ in places] == expected[-2::-1]


async def test_a_page_is_a_window_less_two_rows_and_back_again() -> None:
    async with opened("\n".join(f"row {n}" for n in range(100)), size=(60, 12)) as (app, reader, pilot):
        assert reader.text[go(reader, "page") :].startswith("row 10\n")
        await pilot.pause()
        assert "row 10" in app.painted()[0]
        assert reader.text[go(reader, "page") :].startswith("row 20\n")
        assert go(reader, "page_back", "page_back") == 0


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "क्षत्रिय" * 30,
        "a" + "\u0301" * 3_000 + " b\n\nc",
        "🇺🇦" * 200,
        "👩🏽‍🚀" * 100,
        "他说在那里" * 60,
        "\t\n \n\t",
        "x" * 500,
    ],
    ids=["story", "conjuncts", "marks", "flags", "astronauts", "chinese", "blanks", "one word"],
)
async def test_arrows_lead_to_the_end_of_any_text_and_back(text: str) -> None:
    async with opened(text, size=(22, 6)) as (app, reader, _):
        for there, back in (("down", "up"), ("right", "left"), ("page", "page_back")):
            for where, goal in ((there, len(text)), (back, 0)):
                steps = 0
                while reader.cursor != goal:
                    before = reader.cursor
                    reader.action_move(where)
                    assert reader.cursor != before, (where, before)
                    assert app.cursor_is_seen
                    steps += 1
                assert steps <= len(text)


async def test_the_cursor_never_stands_inside_what_is_seen_as_one_character() -> None:
    text = "a👨‍👩‍👧e\u0301🇺🇦"
    async with opened(text) as (_, reader, _):
        for offset in range(len(text) + 5):
            reader.move_to(offset)
            assert reader.cursor in (0, 1, 6, 8, 10)


async def test_the_window_stands_still_while_the_cursor_is_in_it_and_scrolls_by_a_third() -> None:
    async with opened("\n".join(f"row {n}" for n in range(100)), size=(60, 12)) as (_, reader, _):
        go(reader, *["down"] * 11)
        assert reader.visible_span.start == 0
        go(reader, "down")
        assert reader.text[reader.visible_span.start :].startswith("row 4\n")


async def test_a_place_far_away_comes_to_the_upper_third() -> None:
    async with opened("\n".join(f"row {n}" for n in range(100)), size=(60, 12)) as (app, reader, pilot):
        reader.move_to(reader.text.index("row 60"), centre=True)
        await pilot.pause()
        assert "row 60" in app.painted()[4]


async def test_the_terminals_cursor_is_where_ours_is() -> None:
    async with opened("one\n他说 two") as (app, reader, pilot):
        reader.move_to(7)
        await pilot.pause()
        assert app.cursor_position == (GUTTER + 5, 1)


async def test_the_paragraph_of_the_cursor_and_the_text_in_the_window() -> None:
    async with opened(at=STORY.index("He wrote")) as (_, reader, _):
        assert reader.current_paragraph == 2
        assert reader.visible_span == Span(0, len(STORY))


# What it says


async def test_moving_on_is_a_step_and_jumping_is_none() -> None:
    async with opened(ROAD) as (app, reader, pilot):
        for where in ("right", "down", "word", "sentence", "paragraph", "page", "end", "home", "up", "left"):
            reader.action_move(where)
        await pilot.pause()
        assert [step for _, step in app.said] == [True] * 10
        app.said.clear()
        go(reader, "bottom", "top")
        reader.move_to(500)
        reader.select(700, 720)
        reader.action_other_end()
        await pilot.click(Reader, offset=(GUTTER + 2, 3))
        assert [said[1] for said in app.said if len(said) == 2] == [False] * 6


async def test_nothing_is_said_when_nothing_moved() -> None:
    async with opened() as (app, reader, pilot):
        go(reader, "left", "up", "home", "top", "word_back")
        reader.clear_selection()
        reader.move_to(0)
        await pilot.pause()
        assert app.said == []


async def test_a_selection_is_told_once_and_again_when_it_is_gone() -> None:
    async with opened() as (app, reader, pilot):
        reader.select(0, 4)
        reader.select(0, 4)
        go(reader, "right")
        await pilot.pause()
        assert app.said == [(4, False), (Span(0, 4),), (5, True), (None,)]


# Selecting


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("word", ["asked", "asked the", "asked the commander"]),
        ("sentence", ["I asked the commander why.", SECOND]),
        ("paragraph", [SECOND]),
    ],
)
async def test_selecting_by_unit_and_again_takes_the_next_one_too(unit: Any, expected: list[str]) -> None:
    async with opened(at=STORY.index("asked the")) as (app, reader, _):
        for words in expected:
            reader.action_select(unit)
            assert app.selected == words
        assert reader.cursor == reader.selection.stop


async def test_selecting_the_next_goes_on_over_a_paragraph_and_ends_with_the_text() -> None:
    async with opened() as (app, reader, _):
        for _ in range(20):
            reader.action_select("sentence")
        assert app.selected == STORY


async def test_another_unit_begins_anew_where_the_selection_begins() -> None:
    async with opened(at=STORY.index("mill")) as (app, reader, _):
        reader.action_select("word")
        reader.action_select("sentence")
        assert app.selected == "They said the mill was ours, and then they sold the flour."
        reader.action_select("word")
        assert app.selected == "They"


async def test_after_a_selected_sentence_moving_by_sentence_leads_to_the_next_one() -> None:
    text = "他们走了。没人问。我留下。"
    async with opened(text) as (_, reader, _):
        reader.action_select("sentence")
        assert go(reader, "sentence") == 5
        assert go(reader, "sentence") == 9


async def test_a_move_after_a_selection_clears_it() -> None:
    async with opened() as (app, reader, _):
        reader.action_select("word")
        go(reader, "right")
        assert app.selected is None


async def test_moves_with_shift_select_and_shrink_again() -> None:
    async with opened() as (app, reader, _):
        go(reader, "word", "word", "right", select=True)
        assert app.selected == "They said t"
        go(reader, "left", "word_back", select=True)
        assert app.selected == "They "
        go(reader, "home", select=True)
        assert app.selected is None


async def test_selecting_by_moves_begins_and_ends_with_one_key() -> None:
    async with opened(at=5) as (app, reader, _):
        reader.action_start_select()
        go(reader, "word", "word")
        assert app.selected == "said the "
        reader.action_start_select()
        assert app.selected == "said the "
        go(reader, "word")
        assert app.selected is None


async def test_going_on_from_the_other_end() -> None:
    async with opened() as (app, reader, _):
        reader.select(5, 9)
        reader.action_other_end()
        assert reader.cursor == 5
        go(reader, "left")
        assert app.selected == " said"


async def test_a_selection_holds_whole_characters() -> None:
    async with opened("xe\u0301y 👨‍👩‍👧") as (app, reader, _):
        reader.select(0, 2)
        assert app.selected == "xe\u0301"
        reader.select(7, 8)
        assert app.selected == "👨‍👩‍👧"


async def test_without_a_text_no_key_does_anything() -> None:
    for text in (None, ""):
        async with opened(text) as (app, reader, pilot):
            for where in ("left", "right", "up", "down", "page", "page_back", "home", "end", "top", "bottom", "word"):
                reader.action_move(where)
            for unit in ("word", "sentence", "paragraph"):
                reader.action_select(unit)
            reader.action_start_select()
            reader.action_other_end()
            reader.action_clear_selection()
            await pilot.click(Reader, offset=(20, 3))
            assert (reader.cursor, reader.selection, app.said) == (0, None, [])
            assert len(app.painted()) == 12


# The mouse


def at(column: int, row: int) -> tuple[int, int]:
    """A cell of the text, as a place in the reader."""
    return GUTTER + column, row


def wheel(reader: Reader) -> None:
    """One notch down."""
    reader.post_message(events.MouseScrollDown(reader, 20, 5, 0, 1, 0, False, False, False))


async def drag(pilot: Pilot[None], start: tuple[int, int], *to: tuple[int, int]) -> None:
    await pilot.mouse_down(Reader, offset=start)
    for place in to:
        await pilot.hover(Reader, offset=place)
    await pilot.mouse_up(Reader, offset=to[-1])


async def test_a_click_puts_the_cursor_on_a_character() -> None:
    async with opened("one\n他说 two\n") as (_, reader, pilot):
        await pilot.click(Reader, offset=at(3, 1))
        assert reader.cursor == 5
        await pilot.click(Reader, offset=at(30, 0))
        assert reader.cursor == 3
        await pilot.click(Reader, offset=(0, 1))
        assert reader.cursor == 4


async def test_dragging_selects_and_another_click_clears() -> None:
    async with opened() as (app, reader, pilot):
        await drag(pilot, at(5, 0), at(9, 0))
        assert app.selected == "said"
        await drag(pilot, at(8, 0), at(5, 0))
        assert app.selected == "sai"
        assert reader.cursor == 5
        await pilot.click(Reader, offset=at(1, 0))
        assert app.selected is None


async def test_moving_the_mouse_without_a_button_selects_nothing() -> None:
    async with opened() as (app, _, pilot):
        await drag(pilot, at(5, 0), at(9, 0))
        await pilot.hover(Reader, offset=at(20, 0))
        assert app.selected == "said"


async def test_dragging_beyond_the_end_of_the_text_selects_its_last_character_too() -> None:
    async with opened("She left.") as (app, _, pilot):
        await drag(pilot, at(4, 0), at(30, 0))
        assert app.selected == "left."
        await drag(pilot, at(4, 0), at(30, 5))
        assert app.selected == "left."


async def test_a_double_click_selects_the_word_and_a_triple_click_the_sentence() -> None:
    async with opened() as (app, _, pilot):
        await pilot.click(Reader, offset=at(15, 0), times=2)
        assert app.selected == "mill"
        await pilot.click(Reader, offset=at(15, 0), times=3)
        assert app.selected == "They said the mill was ours, and then they sold the flour."


async def test_a_click_with_shift_extends_the_selection() -> None:
    async with opened() as (app, _, pilot):
        await pilot.click(Reader, offset=at(5, 0))
        await pilot.click(Reader, offset=at(9, 0), shift=True)
        assert app.selected == "said"
        await pilot.click(Reader, offset=at(13, 0), shift=True)
        assert app.selected == "said the"


async def test_the_wheel_takes_the_cursor_along_as_reading_on() -> None:
    async with opened("\n".join(f"row {n}" for n in range(100))) as (app, reader, pilot):
        for _ in range(5):
            wheel(reader)
        await pilot.pause()
        assert reader.cursor == reader.visible_span.start > 0
        assert app.said[-1] == (reader.cursor, True)


async def test_the_wheel_leaves_a_selection_alone() -> None:
    async with opened("\n".join(f"row {n}" for n in range(100))) as (app, reader, pilot):
        reader.select(0, 3)
        for _ in range(5):
            wheel(reader)
        await pilot.pause()
        assert app.selected == "row"
        assert reader.visible_span.start > 3


# Another size, another text


@pytest.mark.parametrize("size", [(40, 12), (90, 12), (60, 5), (25, 30), (130, 20)])
async def test_another_size_keeps_the_place(size: tuple[int, int]) -> None:
    async with opened(ROAD, at=ROAD.index("Paragraph 100 ")) as (app, reader, pilot):
        go(reader, "page", "page_back")
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert app.cursor_is_seen
        assert ROAD[reader.cursor :].startswith("Paragraph 100 ")
        assert any("100" in row for row in app.painted())


async def test_another_width_keeps_the_first_row_of_the_window() -> None:
    async with opened(ROAD, at=ROAD.index("Paragraph 100 ")) as (_, reader, pilot):
        top = reader.visible_span.start
        reader.move_to(top)
        await pilot.resize_terminal(45, 12)
        await pilot.pause()
        seen = reader.visible_span
        assert seen.start <= top < seen.start + 45


async def test_another_text_comes_without_marks_hits_and_selection() -> None:
    async with opened(marks=[Mark("1", 0, 9, "D1", "one")]) as (app, reader, pilot):
        reader.set_hits([Span(0, 4)])
        reader.set_focus_mark("1")
        reader.action_start_select()
        go(reader, "word")
        reader.load("They came another day.")
        await pilot.pause()
        assert (reader.cursor, reader.selection, reader.selecting) == (0, None, False)
        assert app.gutter("They") == "      "
        assert app.style_of("another") == app.style_of("day")
        assert not app.style_of("hey").underline


async def test_a_text_opens_where_one_left_it() -> None:
    async with opened(ROAD, at=ROAD.index("Paragraph 150 ")) as (app, reader, _):
        assert any("Paragraph 150 " in row for row in app.painted())
        assert app.cursor_is_seen
        reader.load(ROAD, cursor=10**9)
        assert reader.cursor == len(ROAD)


# What is painted


async def test_every_row_is_as_wide_as_the_pane() -> None:
    text = "他说 " * 40 + "👨‍👩‍👧" * 40 + "سَلَام " * 40 + "ه\u200d. " * 30 + "e\u0301\t" * 50 + "🇺🇦" * 30
    async with opened(text, size=(50, 20)) as (app, _, _):
        assert {strip.cell_length for strip in app.strips()} == {49}


async def test_escape_sequences_and_markup_in_a_text_are_only_words() -> None:
    text = "a\x1b]0;PWNED\x07 [bold red]he[/] \x9b31m \u202eevil [@click=app.quit]x[/] \r \x00"
    async with opened(text, size=(110, 5)) as (app, _, _):
        row = app.painted()[0]
        assert "␛]0;PWNED␇ [bold red]he[/] �31m ␦evil [@click=app.quit]x[/] ␍ ␀" in row
        for strip in app.strips():
            assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c == "\u202e" for c in strip.text)
            assert all("@click" not in segment.style.meta for segment in strip)


async def test_a_lane_says_where_a_passage_begins_and_how_far_it_goes() -> None:
    text = "first row\nsecond row\nthird row\nfourth row"
    marks = [Mark("a", 3, 25, "D1", "one"), Mark("b", 12, 14, "D2", "two")]
    async with opened(text, marks) as (app, _, _):
        assert [app.gutter(row)[:2] for row in text.split("\n")] == ["1 ", "┃2", "┃ ", "  "]
        assert app.style_of("st row").underline
        assert not app.style_of("first").underline
        assert not app.style_of("fourth").underline


async def test_the_first_row_of_the_window_says_which_codes_go_on() -> None:
    text = "\n".join(f"row {n}" for n in range(100))
    async with opened(text, [Mark("a", 0, len(text), "D1", "one")]) as (app, reader, pilot):
        reader.move_to(text.index("row 50"), centre=True)
        await pilot.pause()
        assert [row[1] for row in app.painted()[:3]] == ["1", "┃", "┃"]


async def test_marks_far_from_the_first_window_are_there_when_one_gets_to_them() -> None:
    text = "\n".join(f"row {n:05}" for n in range(20_000))
    marks = [Mark("a", 50, len(text) - 50, "D1", "one"), Mark("b", 150_000, 150_001, "x", "Xeno")]
    async with opened(text, marks) as (app, reader, pilot):
        for place, lanes in ((0, "   "), (150_000, "┃ X"), (len(text) - 1, "   "), (100_000, "┃  ")):
            reader.move_to(place)
            await pilot.pause()
            assert app.gutter(text[place // 10 * 10 :][:9])[:3] == lanes


async def test_codes_without_a_lane_float_and_a_plus_says_that_there_are_more() -> None:
    text = "one\ntwo\nthree\nfour"
    keys = {"A": "Alpha", "B": "Beta", "C": "Gamma", "D": "Delta"}
    marks = [Mark(key, 0, 3, key, label) for key, label in keys.items()]
    async with opened(text, marks[:3]) as (app, reader, pilot):
        assert app.gutter("one")[2:5] == "ABG"
        reader.set_marks(marks)
        await pilot.pause()
        assert app.gutter("one")[2:5] == "AB+"
        assert app.gutter("two")[2:5] == "   "


async def test_a_wide_window_has_room_for_more_floating_lanes() -> None:
    marks = [Mark(key, 0, 3, key, key) for key in "ABCDEF"]
    async with opened("one", marks, size=(120, 5)) as (app, _, _):
        assert app.painted()[0][3:9] == "ABCDEF"


async def test_a_floating_lane_begins_with_a_sign_one_cell_wide() -> None:
    marks = [Mark("x", 0, 3, "x", "他 Other"), Mark("y", 0, 3, "y", "\x1b👍")]
    async with opened("one", marks) as (app, _, _):
        assert app.gutter("one")[2:4] == "O␛"


async def test_a_question_to_the_lead_is_a_sign_in_its_row() -> None:
    text = "first\nsecond"
    async with opened(text, [Mark("a", 6, 9, "D1", "one", query=True)]) as (app, _, _):
        assert [app.gutter(row)[5] for row in ("first", "second")] == [" ", "?"]


async def test_the_passage_in_focus_stands_out_in_text_and_lane() -> None:
    async with opened("they left", [Mark("a", 0, 4, "D1", "one")], at=9) as (app, reader, pilot):
        plain = app.style_of("they")
        reader.set_focus_mark("a")
        await pilot.pause()
        assert app.style_of("they") != plain
        assert app.style_of("they").bold
        assert app.style_of("1").reverse
        reader.set_focus_mark(None)
        await pilot.pause()
        assert app.style_of("they") == plain
        assert not app.style_of("1").reverse


async def test_hits_selection_and_cursor_look_different() -> None:
    async with opened("alpha beta gamma delta") as (app, reader, pilot):
        reader.set_hits([Span(17, 22), Span(6, 10)])
        reader.select(11, 16)
        await pilot.pause()
        looks = [app.style_of(words) for words in ("alpha", "beta", "gamma", " delta", "delta")]
        assert looks[1] == looks[4]
        assert len(set(looks)) == 4
        assert looks[3].reverse


async def test_the_cursor_is_painted_only_where_the_focus_is() -> None:
    async with opened("alpha") as (app, _, pilot):
        assert app.style_of("alpha").reverse
        app.set_focus(None)
        await pilot.pause()
        assert not app.style_of("alpha").reverse


async def test_the_cursor_is_seen_behind_the_last_character() -> None:
    for text in ("alpha", "alpha\n", "x" * 48):
        async with opened(text) as (app, reader, pilot):
            go(reader, "bottom")
            await pilot.pause()
            assert any(segment.style.reverse for segment in app.strips()[0])


async def test_paragraphs_are_numbered_where_they_begin() -> None:
    async with opened("One is " + "long " * 20 + "\n\nTwo.") as (app, _, _):
        numbers = [row[7:9].strip() for row in app.painted()]
        assert numbers == ["1", "", "", "", "2", *[""] * 7]


def asked_for(reader: Reader) -> set[int]:
    """The rows of the window that are painted from now on."""
    asked = set[int]()
    render_line = reader.render_line

    def counted(y: int) -> Any:
        asked.add(y)
        return render_line(y)

    reader.render_line = counted  # type: ignore[method-assign]
    return asked


async def test_only_rows_in_which_cursor_or_selection_changed_are_painted_anew() -> None:
    async with opened("\n".join(f"row {n}" for n in range(100))) as (_, reader, pilot):
        asked = asked_for(reader)
        go(reader, "down")
        await pilot.pause()
        assert asked == {0, 1}
        asked.clear()
        go(reader, "down", "down", select=True)
        await pilot.pause()
        assert asked == {1, 2, 3}


async def test_only_rows_of_marks_that_changed_are_painted_anew_but_all_are_as_they_should_be() -> None:
    text = "\n".join(f"row {n}" for n in range(100))
    kept, old = Mark("a", 0, 4, "D1", "one"), Mark("b", 12, 20, "D2", "two")
    steps = [
        ([], [Mark("c", 36, 40, "D1", "one")], "c", {6}),
        (["b", "c"], [Mark("b", 12, 26, "D2", "two"), Mark("far", 500, 600, "D2", "two")], None, {2, 3, 4, 6}),
        (["a", "b", "far"], [Mark("x", 6, 9, "x", "other")], "x", set(range(12))),
    ]
    async with opened(text, [kept, old]) as (app, reader, pilot):
        asked = asked_for(reader)
        for gone, new, focus, rows_painted in steps:
            asked.clear()
            reader.change_marks(gone, new)
            reader.set_focus_mark(focus)
            await pilot.pause()
            assert asked == rows_painted
            on_screen = [list(strip) for strip in app.strips()]
            reader.refresh()
            await pilot.pause()
            assert on_screen == [list(strip) for strip in app.strips()]


async def test_an_unknown_colour_of_a_lane_is_no_misfortune() -> None:
    async with opened() as (app, reader, pilot):
        reader.set_lanes([Lane("D1", "1", "no-such-colour")])
        reader.set_marks([Mark("a", 0, 4, "D1", "one")])
        await pilot.pause()
        assert app.painted()[0][1] == "1"


async def test_another_theme_gives_other_colours() -> None:
    async with opened() as (app, _, pilot):
        dark = app.style_of("said")
        app.theme = "textual-light"
        await pilot.pause()
        assert app.style_of("said") != dark


# Big texts

CHINESE = "".join(f"第{n}段。" + "他说在那里待了三年后来才知道真相。" * 60 + "\n\n" for n in range(1_000))
"""A million characters, 3 MB."""
COLUMNS = 80 - 1 - (GUTTER + 2) - 1
"""Cells for its rows in a window of 80: less scrollbar, gutter with two digits more, and the cell at a row's end."""


def lines(app: OneReader) -> list[str]:
    """What is painted of the text."""
    return [row[GUTTER + 2 :] for row in app.painted()]


def height(text: str) -> int:
    """How many rows it has."""
    return len(rows.wrap(text, COLUMNS, rows.odd(text)))


async def test_three_megabytes_of_chinese_show_at_once_and_stay_where_they_are() -> None:
    app = OneReader(CHINESE, (), CHINESE.index("第600段"))
    async with app.run_test(size=(80, 24)) as pilot:
        at_once = lines(app)
        assert any("第600段" in row for row in at_once)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert lines(app) == at_once
        assert app.reader.virtual_size.height == height(CHINESE)


async def test_one_can_go_anywhere_while_a_big_text_is_being_wrapped() -> None:
    app = OneReader(CHINESE, (), 0)
    async with app.run_test(size=(80, 24)) as pilot:
        reader = app.reader
        assert go(reader, "bottom") == len(CHINESE)
        assert app.cursor_is_seen
        assert go(reader, "page_back", "up") < len(CHINESE)
        reader.move_to(CHINESE.index("第500段"), centre=True)
        go(reader, *["page"] * 100)
        assert app.cursor_is_seen
        go(reader, *["page_back"] * 100)
        assert CHINESE[reader.cursor :].startswith("第500段")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.cursor_is_seen
        assert CHINESE[reader.cursor :].startswith("第500段")


async def test_rows_that_come_too_late_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coder.widgets.reader.AT_ONCE", 10_000)
    before, after = CHINESE[:50_000], "他" * 49_999 + "\n"
    app = OneReader(before, (), 0)
    async with app.run_test(size=(80, 24)) as pilot:
        [late] = app.workers
        await app.workers.wait_for_complete()
        app.reader.load(after)
        app.reader.post_message(Worker.StateChanged(late, WorkerState.SUCCESS))
        await app.workers.wait_for_complete()
        await pilot.pause()
        app.reader.post_message(Worker.StateChanged(late, WorkerState.SUCCESS))
        await pilot.pause()
        assert app.reader.virtual_size.height == len(rows.wrap(after, 80 - 1 - GUTTER - 1, rows.odd(after)))


async def test_ten_megabytes_in_one_line() -> None:
    text = "word " * 2_000_000
    async with opened(text, size=(80, 24)) as (app, reader, pilot):
        assert go(reader, "bottom") == len(text)
        go(reader, "page_back", "up", "left", "word_back")
        reader.move_to(5_000_001)
        reader.action_select("word")
        assert reader.selection == Span(5_000_000, 5_000_004)
        reader.action_select("sentence")
        reader.action_select("paragraph")
        assert app.selected == text.strip()
        await pilot.pause()
        assert len(app.painted()) == 24
