"""A text becomes rows: nothing is lost, nothing sticks out, and every character is where one clicks."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from coder.widgets import rows

PIECES = (
    "the road", "a", " ", "  ", "\n", "\n\n", "\t", "unbreakablywrittenword", "-", "—", "\u00ad",
    "سَلَام", "كَتَبَ", "خرج من البيت", "ه\u200d.", "שָׁלוֹם", "क्षत्रिय", "กี่",
    "他说在那里", "。", "한국어", "\u1112\u1161\u11ab",
    "👨‍👩‍👧", "👩🏽‍🚀", "👍🏽", "🇺🇦", "🇵🇸", "🇺", "1️⃣", "❤️", "e\u0301", "\u0301", "\u200b", "\u200d",
    "\x1b[31m", "\x07", "\u202e", "\ufeff",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map("".join)
WIDTHS = st.integers(min_value=2, max_value=30)


def wrapped(text: str, width: int) -> list[str]:
    """The rows of a text."""
    found = rows.wrap(text, width, rows.odd(text))
    return [text[slice(*found.span(row))] for row in range(len(found))]


def cells(row: str) -> int:
    return sum(cluster.cells for cluster in rows.clusters(row))


@settings(deadline=None)
@given(TEXTS, WIDTHS)
def test_rows_tile_the_text(text: str, width: int) -> None:
    assert "".join(wrapped(text, width)) == text


@settings(deadline=None)
@given(TEXTS, WIDTHS)
@example("🇺🇦" * 9, 2)
@example("ab👨‍👩‍👧", 3)
@example("the road \n", 2)
def test_no_row_is_wider_than_the_pane_but_for_the_blank_that_ends_it(text: str, width: int) -> None:
    for row in wrapped(text, width):
        assert cells(row) <= width + (2 if row.endswith(" \n") else row[-1:] in (" ", "\n"))
        assert cells(row.removesuffix("\n").removesuffix(" ")) <= width or row.endswith(" \n")


@settings(deadline=None)
@given(TEXTS, WIDTHS)
def test_a_row_never_holds_more_than_one_line(text: str, width: int) -> None:
    assert all("\n" not in row[:-1] for row in wrapped(text, width))


@settings(deadline=None)
@given(TEXTS, WIDTHS, st.data())
def test_a_part_of_a_text_is_wrapped_as_the_whole_is(text: str, width: int, data: st.DataObject) -> None:
    lines = [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]
    start, stop = sorted(data.draw(st.tuples(st.sampled_from(lines), st.sampled_from(lines))))
    whole, part = rows.wrap(text, width, rows.odd(text)), rows.wrap(text, width, rows.odd(text), start, stop)
    if start < stop:
        assert list(part.starts) == [at for at in whole.starts if start <= at < stop]


@settings(deadline=None)
@given(TEXTS, WIDTHS)
def test_every_offset_is_in_the_row_that_is_said_to_hold_it(text: str, width: int) -> None:
    found = rows.wrap(text, width, rows.odd(text))
    for offset in range(len(text)):
        start, stop = found.span(found.at(offset))
        assert start <= offset < stop
    assert found.at(len(text)) == len(found) - 1


@settings(deadline=None)
@given(TEXTS)
def test_the_column_of_a_character_leads_back_to_it(row: str) -> None:
    for cluster in rows.clusters(row):
        if cluster.cells:
            column = rows.column_of(row, cluster.start)
            for cell in range(column, column + cluster.cells):
                assert rows.offset_at(row, cell) == cluster.start


@settings(deadline=None)
@given(TEXTS)
def test_clusters_tile_a_row_and_are_as_wide_as_what_is_shown(row: str) -> None:
    found = rows.clusters(row)
    assert "".join(row[start:stop] for start, stop, _ in found) == row
    assert all(0 <= cluster.cells <= 2 for cluster in found)
    assert cells(row) == cell_len(rows.shown(row))


@settings(deadline=None)
@given(TEXTS)
def test_what_is_shown_is_one_character_for_one_and_in_one_line(text: str) -> None:
    shown = rows.shown(text)
    assert len(shown) == len(text)
    assert not any(ord(character) < 32 for character in shown)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two three", ["one two ", "three"]),
        ("12345678 x", ["12345678 ", "x"]),
        ("1234567890", ["12345678", "90"]),
        ("a\n\nb", ["a\n", "\n", "b"]),
        ("", [""]),
        ("a\n", ["a\n"]),
        ("in 他说在那里待", ["in 他说", "在那里待"]),
        ("👨‍👩‍👧" * 5, ["👨‍👩‍👧" * 4, "👨‍👩‍👧"]),
        ("🇺🇦" * 5, ["🇺🇦" * 4, "🇺🇦"]),
        ("سَلَام سَلَام", ["سَلَام ", "سَلَام"]),
    ],
)
def test_breaks_are_where_a_reader_expects_them(text: str, expected: list[str]) -> None:
    assert wrapped(text, 8) == expected


@pytest.mark.parametrize(
    ("row", "widths"),
    [
        ("e\u0301a", [1, 1]),
        ("👨‍👩‍👧a", [2, 1]),
        ("🇺🇦🇵🇸", [2, 2]),
        ("1️⃣", [2]),
        ("\u0301a", [1]),  # nothing that takes no room begins a row
        ("a\tb", [1, 1, 1]),
        ("他\u0301", [2]),
        ("كَتَ", [1, 1]),
        ("ه\u200d.ش", [1, 1, 1]),  # a joiner that joins no emoji
    ],
)
def test_what_stands_in_the_same_cells_is_one_cluster(row: str, widths: list[int]) -> None:
    assert [cluster.cells for cluster in rows.clusters(row)] == widths


def test_a_click_right_of_a_row_is_its_last_character() -> None:
    assert rows.offset_at("abc", 99) == 2
    assert rows.offset_at("他说", 99) == 1
    assert rows.offset_at("", 5) == rows.offset_at("abc", -3) == 0


def test_a_click_on_the_second_half_of_a_wide_character_is_that_character() -> None:
    assert [rows.offset_at("他说", cell) for cell in range(4)] == [0, 0, 1, 1]


def test_a_thousand_marks_on_one_letter_end_a_row_somewhere() -> None:
    text = "a" + "\u0301" * 10_000 + "b"
    assert "".join(wrapped(text, 20)) == text


def test_nothing_has_to_be_measured_in_a_text_of_plain_letters() -> None:
    assert rows.odd("Zoë Łódź — “Привет”") is None
    assert rows.odd("plain") is None
    assert rows.odd("他") is not None


def test_row_starts_grow() -> None:
    starts = rows.wrap("word " * 1000, 33, None).starts
    assert all(a < b for a, b in pairwise(starts))
