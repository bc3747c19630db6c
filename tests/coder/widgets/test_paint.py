"""A row is painted: every character once, styled by what holds there, and never wider than it is."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from coder.widgets import paint, rows, runs
from coder.widgets.runs import Mark
from corpus.text import Span
from tests.coder.widgets.test_rows import TEXTS, cells

PARTS = ("base", "number", "query", "tagged", "hit", "focused", "selection", "cursor")


def brush() -> paint.Brush:
    """A brush whose styles say what they are for."""
    return paint.Brush(*(Style(meta={part: True}) for part in PARTS), lanes={})


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """Any stretch of the text, also one that cuts what is seen as one character."""
    return Span(*sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2))))


@st.composite
def lit(draw: st.DrawFn, text: str) -> paint.Lit:
    """Any cursor, selection, passage in focus and hits."""
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    hits = [Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]
    cursor = draw(st.none() | st.integers(0, len(text)))
    return paint.Lit(cursor, draw(st.none() | spans(text)), draw(st.none() | spans(text)), hits)


@settings(deadline=None)
@given(TEXTS, st.data())
def test_every_character_is_painted_once_and_takes_the_room_it_takes(text: str, data: st.DataObject) -> None:
    marks = [Mark(str(n), *data.draw(spans(text)), "D1", "D1") for n in range(3)]
    shine = data.draw(lit(text))
    segments = paint.paint_text(text, 0, len(text), runs.flatten(marks), shine, brush())
    behind = " " if shine.cursor == len(text) else ""
    assert "".join(segment.text for segment in segments) == rows.shown(text) + behind
    assert sum(cell_len(segment.text) for segment in segments) == cells(text) + len(behind)


@settings(deadline=None)
@given(st.text("abc ", min_size=1, max_size=40), st.data())
def test_every_character_says_what_holds_there(text: str, data: st.DataObject) -> None:
    marks = [Mark(str(n), *data.draw(spans(text)), "D1", "D1") for n in range(3)]
    shine = data.draw(lit(text))
    start, stop = data.draw(spans(text))
    segments = paint.paint_text(text, start, stop, runs.flatten(marks), shine, brush())
    told = [set(segment.style.meta) for segment in segments if segment.style for _ in segment.text]
    for offset in range(start, stop):
        found = {
            "base": True,
            "tagged": any(mark.start <= offset < mark.stop for mark in marks),
            "focused": shine.focused is not None and shine.focused.start <= offset < shine.focused.stop,
            "hit": any(hit.start <= offset < hit.stop for hit in shine.hits),
            "selection": shine.selection is not None and shine.selection.start <= offset < shine.selection.stop,
            "cursor": offset == shine.cursor,
        }
        assert told[offset - start] == {name for name, holds in found.items() if holds}


@settings(deadline=None)
@given(TEXTS, st.integers(0, 40))
def test_a_strip_is_as_wide_as_the_pane(text: str, width: int) -> None:
    segments = paint.paint_text(text, 0, len(text), runs.flatten([]), paint.Lit(None, None, None, []), brush())
    assert paint.strip(segments, width, Style()).cell_length == width


def test_the_cursor_covers_all_that_is_seen_as_one_character() -> None:
    for one in ("👨‍👩‍👧", "🇺🇦", "e\u0301", "1️⃣", "سَ"):
        text = f"a{one}b"
        segments = paint.paint_text(text, 0, len(text), runs.flatten([]), paint.Lit(1, None, None, []), brush())
        assert [segment.text for segment in segments if segment.style and "cursor" in segment.style.meta] == [one]


def test_the_gutter_has_a_lane_a_code_a_question_mark_and_the_number() -> None:
    segments = paint.paint_gutter(["D1", "", "x"], ["1", " ", "┃"], "x", True, 7, 3, brush())
    assert "".join(segment.text for segment in segments) == " 1 ┃?  7 "
    assert [segment.text for segment in segments if segment.style and segment.style.reverse] == ["┃"]
    nothing = paint.paint_gutter(["D1"], [" "], "", False, None, 2, brush())
    assert "".join(segment.text for segment in nothing) == "      "
