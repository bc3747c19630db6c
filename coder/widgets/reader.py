"""The reader: a document with its tagged passages, a cursor and a selection.

It draws what it is given (text, lanes, marks, search hits) and tells by messages where the cursor is and what is
selected; it knows no codebook and no database. Only rows in the window are painted: a key costs the same in any text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar, Literal, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.worker import Worker, WorkerState

from coder.display import show
from coder.widgets import motion, paint, rows, runs
from coder.widgets.runs import Lane, Mark
from corpus.text import Span, paragraphs

__all__ = ["Lane", "Mark", "Reader", "Where"]

AT_ONCE = 400_000
"""Characters of a text with wide characters that are wrapped before the first frame; more are wrapped in a thread."""

AROUND = 20_000
"""Marks so many characters before and after the window are laid out with those in it."""

FEW = 50
"""When fewer marks than these change, only their rows are painted anew."""

NO_RUNS = runs.flatten([])

Where = Literal[
    "left", "right", "up", "down", "page", "page_back", "home", "end", "top", "bottom",
    "word", "word_back", "sentence", "sentence_back", "paragraph", "paragraph_back",
]  # fmt: skip
"""Where a move goes: home and end of the row, top and bottom of the text; the others forward, or back."""

ROWWISE = ("up", "down", "page", "page_back")


class Reader(ScrollView, can_focus=True, inherit_bindings=False):
    """One document, with lanes at the left that say which codes hold where."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reader--number",
        "reader--query",
        "reader--tagged",
        "reader--focused",
        "reader--hit",
        "reader--selection",
        "reader--cursor",
    }
    """
    | Class | Description |
    | :- | :- |
    | `reader--number` | Paragraph numbers, and lanes whose colour is unknown. |
    | `reader--query` | The `?` where a passage begins about which the coder asks. |
    | `reader--tagged` | Text in a tagged passage. |
    | `reader--focused` | Text of the passage chosen with `set_focus_mark`. |
    | `reader--hit` | What a search found. |
    | `reader--selection` | The selected text. |
    | `reader--cursor` | The character under the cursor. |
    """

    DEFAULT_CSS = """
    Reader {
        width: 1fr;
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;
        & > .reader--number { color: $text-muted; }
        & > .reader--query { color: $text-warning; text-style: bold; }
        & > .reader--tagged { text-style: underline; }
        & > .reader--focused { background: $surface-lighten-2; text-style: bold underline; }
        & > .reader--hit { background: $warning-muted; color: $text-warning; }
        & > .reader--selection { background: $primary; color: $text; }
        & > .reader--cursor { text-style: reverse; }
        &:ansi > .reader--selection { background: ansi_blue; color: ansi_bright_white; }
        &:ansi > .reader--hit { background: ansi_yellow; color: ansi_black; }
        &:ansi > .reader--focused { background: ansi_default; text-style: bold underline; }
    }
    """

    class Moved(Message):
        """The cursor went to another character."""

        def __init__(self, reader: Reader, cursor: int, step: bool) -> None:
            """`step`: by reading on (arrows, words, pages); otherwise it jumped."""
            super().__init__()
            self.reader = reader
            self.cursor = cursor
            self.step = step

        @property
        def control(self) -> Reader:
            """The reader whose cursor it is."""
            return self.reader

    class Selected(Message):
        """The selection is another one, or gone."""

        def __init__(self, reader: Reader, span: Span | None) -> None:
            super().__init__()
            self.reader = reader
            self.span = span

        @property
        def control(self) -> Reader:
            """The reader in which it was selected."""
            return self.reader

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        """An empty reader; `load` gives it a text."""
        super().__init__(name=name, id=id, classes=classes)
        self.text = ""
        self.paragraphs: Sequence[Span] = [Span(0, 0)]
        self.selecting = False
        """Do plain moves extend the selection (`start_select`)?"""
        self._uneven = rows.odd("")
        self._rows: rows.Rows | None = None
        self._width = 0
        self._cursor = 0
        self._anchor: int | None = None
        self._goal: int | None = None
        self._unit: motion.Unit | None = None
        self._lanes: list[Lane] = []
        self._marks: dict[str, Mark] = {}
        self._runs = NO_RUNS
        self._laid_out: Span | None = None
        self._first: dict[str, str] = {}
        self._floating: tuple[str, ...] = ()
        self._hits: list[Span] = []
        self._focus_mark: str | None = None
        self._brush: paint.Brush | None = None
        self._dragging = False
        self._wrapping: Worker[rows.Rows] | None = None

    # What it shows

    def load(self, text: str, *, cursor: int = 0, paragraphs: Sequence[Span] | None = None) -> None:
        """Show another text, without marks, hits and selection; `paragraphs` saves splitting it again."""
        self.text = text
        self.paragraphs = paragraphs if paragraphs is not None else _paragraphs(text)
        self._uneven = rows.odd(text)
        self._anchor = self._goal = self._unit = None
        self.selecting = False
        self._hits, self._focus_mark = [], None
        self._take_marks([])
        self._cursor = motion.grapheme_start(text, min(max(0, cursor), len(text)))
        self._wrap(centre=True)

    def set_lanes(self, lanes: Sequence[Lane]) -> None:
        """The codes that have a lane of their own, from left to right."""
        self._lanes = list(lanes)
        self._brush = None
        self._take_marks(self._marks.values())
        self._wrap()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """The tagged passages; those of codes without a lane get floating lanes while they are in the window."""
        self._take_marks(marks)
        self.refresh()

    def change_marks(self, gone: Iterable[str], new: Sequence[Mark]) -> None:
        """Take marks away, by their ids, and put others in. Where these are few, only their rows are painted anew."""
        changed = [mark for id in gone if (mark := self._marks.pop(id, None)) is not None]
        changed += new
        self._marks.update((mark.id, mark) for mark in new)
        self._laid_out = None
        lanes = {lane.key for lane in self._lanes}
        if len(changed) < FEW and all(mark.key in lanes for mark in changed):
            self._refresh_rows((mark.start, mark.stop) for mark in changed)
        else:
            self.refresh()

    def set_hits(self, hits: Sequence[Span]) -> None:
        """What a search found."""
        self._hits = sorted(hits)
        self.refresh()

    def set_focus_mark(self, mark_id: str | None) -> None:
        """The passage that is being looked at or changed stands out."""
        marks = [self._marks.get(id or "") for id in (self._focus_mark, mark_id)]
        self._focus_mark = mark_id
        self._refresh_rows((mark.start, mark.stop) for mark in marks if mark is not None)

    @property
    def cursor(self) -> int:
        """Offset of the cursor, at a grapheme; the end of the text is the last place it can be."""
        return self._cursor

    @property
    def selection(self) -> Span | None:
        """The selected text, if any."""
        if self._anchor is None or self._anchor == self._cursor:
            return None
        return Span(*sorted((self._anchor, self._cursor)))

    @property
    def current_paragraph(self) -> int:
        """Number of the cursor's paragraph, from 0."""
        return motion.paragraph_at(self.paragraphs, self._cursor)

    @property
    def visible_span(self) -> Span:
        """The part of the text that is in the window."""
        if not self._rows:
            return Span(0, 0)
        first, last = self._window
        return Span(self._rows.span(first)[0], self._rows.span(last)[1])

    # Moving and selecting

    def move_to(self, offset: int, *, select: bool = False, centre: bool = False) -> None:
        """Jump; `select` extends the selection, `centre` brings the place to the middle unless it is in the window."""
        self._go(offset, select=select, step=False, centre=centre)

    def select(self, start: int, stop: int) -> None:
        """Select text[start:stop], out to whole characters; the cursor stands behind it."""
        behind = motion.grapheme_after(self.text, stop - 1) if start < stop else stop
        self._go(behind, anchor=motion.grapheme_start(self.text, start), step=False)

    def clear_selection(self) -> None:
        """Nothing is selected and moves select nothing."""
        self.selecting = False
        self._go(self._cursor, step=False)

    def action_move(self, where: Where, select: bool = False) -> None:
        """Move the cursor; `select` extends the selection."""
        if not self._rows:
            return
        if where in ROWWISE:
            self._go_rows(where, select)
        else:
            self._go(self._target(where), select=select, step=where not in ("top", "bottom"))

    def action_select(self, unit: motion.Unit) -> None:
        """Select the word, sentence or paragraph at the cursor; once more: the next one too."""
        selection = self.selection
        if selection is not None and self._unit == unit:
            end = motion.unit_at(self.text, self.paragraphs, selection.stop - 1, unit).stop
            if end >= len(self.text):
                return
            start = selection.start
            stop = motion.exactly(self.text, motion.unit_at(self.text, self.paragraphs, end, unit), unit).stop
        else:
            at = selection.start if selection is not None else self._cursor
            start, stop = motion.exactly(self.text, motion.unit_at(self.text, self.paragraphs, at, unit), unit)
        self.selecting = False
        self.select(start, stop)
        self._unit = unit

    def action_start_select(self) -> None:
        """From here on moves extend the selection; once more: no longer, and what is selected stays."""
        if self.selecting:
            self.selecting = False
        else:
            self._anchor = self._cursor if self._anchor is None else self._anchor
            self.selecting = True

    def action_other_end(self) -> None:
        """The cursor goes to the other end of the selection, and moves extend it from there."""
        if self.selection is not None and self._anchor is not None:
            self._go(self._anchor, anchor=self._cursor, step=False)
            self.selecting = True

    def action_clear_selection(self) -> None:
        """Nothing is selected any more."""
        self.clear_selection()

    def _target(self, where: Where) -> int:
        assert self._rows is not None
        text, at = self.text, self._cursor
        start, stop = self._rows.span(self._rows.at(at))
        match where:
            case "left":
                return motion.grapheme_before(text, at)
            case "right":
                return motion.grapheme_after(text, at)
            case "home":
                return start
            case "end":
                return stop if stop == len(text) and text[-1:] != "\n" else motion.grapheme_before(text, stop)
            case "top":
                return 0
            case "bottom":
                return len(text)
            case "word_back" | "sentence_back" | "paragraph_back":
                return motion.back(text, self.paragraphs, at, _unit(where))
            case "word" | "sentence" | "paragraph":
                # Behind what was selected as a unit the cursor may stand on the next one: that is where it goes.
                behind = self._unit is not None and not self.selecting
                return motion.forward(text, self.paragraphs, at - 1 if behind else at, _unit(where))
        raise ValueError(f"no such move: {where}")

    def _go_rows(self, where: Where, select: bool) -> None:
        self._reach(self._cursor)
        assert self._rows is not None
        here = self._rows.at(self._cursor)
        page = max(1, self._height - 2)
        row = here + {"up": -1, "down": 1, "page_back": -page, "page": page}[where]
        column = self._goal if self._goal is not None else self._column(here)
        if row < 0:
            target = 0
        elif row >= len(self._rows):
            target = len(self.text)
        else:
            start, stop = self._rows.span(row)
            target = start + rows.offset_at(self.text[start:stop], column)
            if row > here and motion.grapheme_start(self.text, target) <= self._cursor:
                target = motion.grapheme_after(self.text, self._cursor)  # this one character goes on over the row
        if "page" in where:
            self._scroll(self._top + row - here)
        self._go(target, select=select, step=True)
        self._goal = column

    def _go(
        self, offset: int, *, select: bool = False, anchor: int | None = None, step: bool, centre: bool = False
    ) -> None:
        """Every change of cursor and selection comes through here."""
        old_cursor, old_selection = self._cursor, self.selection
        if anchor is not None:
            self._anchor = anchor
        elif not (select or self.selecting):
            self._anchor = None
        elif self._anchor is None:
            self._anchor = old_cursor
        self._cursor = motion.grapheme_start(self.text, min(max(0, offset), len(self.text)))
        self._goal = self._unit = None
        self._reach(self._cursor)
        self._scroll_to_cursor(centre)
        self._repaint(old_cursor, old_selection)
        if self._cursor != old_cursor:
            self.post_message(self.Moved(self, self._cursor, step))
        if self.selection != old_selection:
            self.post_message(self.Selected(self, self.selection))

    # Wrapping and scrolling

    @property
    def _height(self) -> int:
        return max(1, self.scrollable_content_region.height)

    @property
    def _top(self) -> int:
        return self.scroll_offset.y

    @property
    def _window(self) -> tuple[int, int]:
        """First and last row in the window."""
        last = len(self._rows or ()) - 1
        return min(self._top, last), min(self._top + self._height - 1, last)

    @property
    def _digits(self) -> int:
        return max(2, len(str(len(self.paragraphs))))

    @property
    def _room(self) -> int:
        """How many floating lanes there are: what a pane of 80 columns can spare, twice as many in a wide one."""
        return 3 if self._width < 110 else 6

    @property
    def _text_column(self) -> int:
        return 1 + len(self._lanes) + self._room + 1 + self._digits + 1

    def _wrap(self, *, centre: bool = False) -> None:
        """Break the text anew for the width there is now, keeping the place; a big uneven text in a thread."""
        self._width = self.scrollable_content_region.width
        if not self._width:
            return
        first = self._rows.span(self._window[0])[0] if self._rows and not centre else None
        columns = self._columns
        self.workers.cancel_node(self)
        self._wrapping = None
        if self._uneven is None or len(self.text) <= AT_ONCE:
            self._take_rows(rows.wrap(self.text, columns, self._uneven), first)
        else:
            self._wrap_part(self._cursor)
            whole = partial(rows.wrap, self.text, columns, self._uneven)
            self._wrapping = self.run_worker(whole, thread=True, exit_on_error=False)
        self._scroll_to_cursor(centre)

    @property
    def _columns(self) -> int:
        """Cells for a row; one more is kept for the blank that ends it, or the cursor behind it."""
        return max(2, self._width - self._text_column - 1)

    def _wrap_part(self, offset: int) -> None:
        start = motion.grapheme_start(self.text, max(0, offset - AT_ONCE // 8))
        start = self.text.rfind("\n", 0, start) + 1 or start if start else 0
        stop = min(len(self.text), offset + AT_ONCE // 8)
        self._take_rows(rows.wrap(self.text, self._columns, self._uneven, start, stop), None)

    def _reach(self, offset: int) -> None:
        """While a big text is being wrapped only a part has rows: see to it that the offset's neighbourhood does."""
        if self._rows is None or (self._rows.starts[0] == 0 and self._rows.stop == len(self.text)):
            return
        row, margin = self._rows.at(offset), 3 * self._height
        before = row >= margin or self._rows.starts[0] == 0
        after = row + margin < len(self._rows) or self._rows.stop == len(self.text)
        if not (before and after and self._rows.starts[0] <= offset <= self._rows.stop):
            self._wrap_part(offset)

    def _take_rows(self, wrapped: rows.Rows, first: int | None) -> None:
        """Use these rows; the offset `first` stays at the top of the window."""
        self._rows = wrapped
        self.virtual_size = Size(self._width, len(wrapped))
        if first is not None:
            self._scroll(wrapped.at(first))
        self.refresh()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The whole of a big text is wrapped: its rows replace those of the part, and nothing moves on the screen."""
        event.stop()
        whole = event.worker.result
        if event.worker is self._wrapping and event.state is WorkerState.SUCCESS and whole is not None and self._rows:
            self._take_rows(whole, self._rows.span(self._window[0])[0])
            self._scroll_to_cursor(False)

    def _scroll(self, row: int) -> None:
        self.scroll_to(y=max(0, row), animate=False, force=True)

    def _scroll_to_cursor(self, centre: bool) -> None:
        """Bring the cursor into the window: by a third of a page, because every scrolled row repaints all of them."""
        if not self._rows:
            return
        row, top, height = self._rows.at(self._cursor), self._top, self._height
        if top <= row < top + height:
            pass
        elif centre or not top - height <= row < top + 2 * height:
            self._scroll(row - height // 3)
        elif row < top:
            self._scroll(min(row, top - height // 3))
        else:
            self._scroll(max(row - height + 1, top + height // 3))
        self._tell_terminal()

    def _tell_terminal(self) -> None:
        """Put the terminal's own cursor at ours, for input methods and magnifiers."""
        if self.has_focus and self._rows:
            row = self._rows.at(self._cursor)
            x = self._text_column + self._column(row)
            self.app.cursor_position = self.content_region.offset + Offset(x, row - self._top)

    def _column(self, row: int) -> int:
        """The cursor's column in its row's text."""
        assert self._rows is not None
        start, stop = self._rows.span(row)
        return min(rows.column_of(self.text[start:stop], self._cursor - start), self._columns)

    # Painting

    def _take_marks(self, marks: Iterable[Mark]) -> None:
        self._marks = {mark.id: mark for mark in marks}
        self._laid_out = None

    def _lay_out(self) -> None:
        """Flatten the marks in and around the window, unless that was done: a key costs the same with many marks."""
        seen = self.visible_span
        if self._laid_out and self._laid_out.start <= seen.start and seen.stop <= self._laid_out.stop:
            return
        start, stop = max(0, seen.start - AROUND), seen.stop + AROUND
        self._laid_out = Span(start, stop)
        near = [mark for mark in self._marks.values() if mark.start < stop and start < mark.stop]
        self._runs = runs.flatten(near, [lane.key for lane in self._lanes])
        self._first = {mark.key: _initial(mark.label) for mark in near}
        self._first.update((lane.key, lane.digit) for lane in self._lanes)

    def _repaint(self, old_cursor: int, old_selection: Span | None) -> None:
        """Mark the rows dirty in which cursor or selection changed."""
        changed = [(old_cursor, old_cursor), (self._cursor, self._cursor)]
        new = self.selection
        if old_selection != new:
            old_edges, new_edges = old_selection or (self._cursor, self._cursor), new or (self._cursor, self._cursor)
            changed += [(min(a, b), max(a, b)) for a, b in zip(old_edges, new_edges, strict=True) if a != b]
            if old_selection is None and new is not None:
                changed.append(new)
            elif new is None and old_selection is not None:
                changed.append(old_selection)
        self._refresh_rows(changed)

    def _refresh_rows(self, spans: Iterable[tuple[int, int]]) -> None:
        """Mark the rows in the window dirty in which one of the spans has a part."""
        if not self._rows:
            return
        first, last = self._window
        dirty = set[int]()
        for start, stop in spans:
            dirty.update(range(max(first, self._rows.at(start)), min(last, self._rows.at(stop)) + 1))
        if dirty:
            self.refresh(*(Region(0, row - self._top, self.size.width, 1) for row in sorted(dirty)))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lay out marks and floating lanes for this window, then paint."""
        if self._rows:
            self._lay_out()
            floating = runs.float_lanes(self._in_use(), self._floating, self._room)
            if floating != self._floating:
                self._floating = floating
                self._styles_cache.clear()
        return super().render_lines(crop)

    def _in_use(self) -> list[str]:
        """Codes without a lane of their own in the window."""
        mask = self._runs.within(*self.visible_span) >> len(self._lanes) << len(self._lanes)
        return self._runs.named(mask)

    def render_line(self, y: int) -> Strip:
        """One row of the window."""
        brush = self._brushes()
        row = self._top + y
        width = self.scrollable_content_region.width
        if self._rows is None or row >= len(self._rows) or not self._width:
            return Strip.blank(width, brush.base)
        start, stop = self._rows.span(row)
        focused = self._marks.get(self._focus_mark or "")
        lit = paint.Lit(
            self._cursor if self.has_focus else None,
            self.selection,
            Span(focused.start, focused.stop) if focused else None,
            self._hits,
        )
        gutter = self._gutter(start, stop, y == 0, focused, brush)
        return paint.strip(
            [*gutter, *paint.paint_text(self.text, start, stop, self._runs, lit, brush)], width, brush.base
        )

    def _gutter(self, start: int, stop: int, top: bool, focused: Mark | None, brush: paint.Brush) -> list[Segment]:
        lanes = [*(lane.key for lane in self._lanes), *self._floating]
        lanes += [""] * (len(self._lanes) + self._room - len(lanes))
        holds = set(self._runs.named(self._runs.within(start, stop)))
        begins = set(self._runs.named(self._runs.beginning(start, stop)))
        glyphs = runs.lane_glyphs(lanes, begins, holds, self._first, top)
        here = focused is not None and focused.start < stop and start < focused.stop
        paragraph = motion.paragraph_at(self.paragraphs, start)
        number = paragraph + 1 if self.paragraphs[paragraph].start == start else None
        key = focused.key if here and focused else ""
        return paint.paint_gutter(lanes, glyphs, key, self._runs.asks(start, stop), number, self._digits, brush)

    def _brushes(self) -> paint.Brush:
        if self._brush is None:
            base = self.rich_style
            part = self.get_component_rich_style
            self._brush = paint.Brush(
                base,
                part("reader--number"),
                part("reader--query"),
                part("reader--tagged"),
                part("reader--hit"),
                part("reader--focused"),
                part("reader--selection"),
                part("reader--cursor"),
                {lane.key: base + self._colour(lane.colour) for lane in self._lanes},
            )
        return self._brush

    def _colour(self, colour: str) -> Style:
        """Style of a lane; a colour that the theme does not know leaves the text's own."""
        value = colour if colour.startswith("#") else self.app.theme_variables.get(colour, "")
        return Style.from_color(Color.parse(value).rich_color) if value else Style()

    def notify_style_update(self) -> None:
        """Another theme: look the colours up again."""
        self._brush = None
        super().notify_style_update()

    # Events

    def on_resize(self) -> None:
        """Wrap for the new width; another height alone only brings the cursor back into the window."""
        if self.scrollable_content_region.width != self._width:
            self._wrap(centre=self._rows is None)
        else:
            self._scroll_to_cursor(False)

    def on_focus(self) -> None:
        """The terminal's cursor comes along, once the focus is here."""
        self.call_later(self._tell_terminal)

    def _offset_of(self, event: events.MouseEvent) -> int | None:
        """Offset of the character under the pointer; beside and below the text: the nearest."""
        if not self._rows:
            return None
        point = event.get_content_offset_capture(self)
        row = min(max(0, self._top + point.y), len(self._rows) - 1)
        start, stop = self._rows.span(row)
        words, column = self.text[start:stop], point.x - self._text_column
        if stop == len(self.text) and words[-1:] != "\n" and column >= rows.column_of(words, len(words)):
            return stop  # behind the last character: a drag selects that one too
        return start + rows.offset_at(words, column)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The cursor goes where the pointer is; with Shift the selection does."""
        offset = self._offset_of(event)
        if event.button != 1 or offset is None:
            return
        event.stop()
        self.selecting = False
        self._go(offset, select=event.shift, step=False)
        self._dragging = True
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Dragging selects, beyond the window too."""
        offset = self._offset_of(event)
        if self._dragging and offset is not None and offset != self._cursor:
            event.stop()
            self._go(offset, select=True, step=False)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The end of a drag."""
        if self._dragging:
            event.stop()
            self._dragging = False
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Twice: the word; three times: the sentence."""
        if event.chain in (2, 3):
            event.stop()
            self.action_select("word" if event.chain == 2 else "sentence")
            self._unit = None if event.chain == 2 else self._unit

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls."""
        self._wheel(event, self.app.scroll_sensitivity_y)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel scrolls."""
        self._wheel(event, -self.app.scroll_sensitivity_y)

    def _wheel(self, event: events.MouseEvent, by: float) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_to(y=self.scroll_target_y + by, animate=False)
        self._follow()

    def _follow(self) -> None:
        """The wheel takes the cursor along, so that reading by wheel is reading; a selection stays where it is."""
        if not self._rows or self._anchor is not None:
            return
        first, last = self._window
        row = min(max(first, self._rows.at(self._cursor)), last)
        if row != self._rows.at(self._cursor):
            self._go(self._rows.span(row)[0], step=True)


def _unit(where: str) -> motion.Unit:
    return cast(motion.Unit, where.removesuffix("_back"))


def _paragraphs(text: str) -> Sequence[Span]:
    return paragraphs(text) or [Span(0, len(text))]


def _initial(label: str) -> str:
    """The first character of a label that is one cell wide."""
    return next((character for character in show(label) if rows.WIDTHS[character] == 1 and character.strip()), "•")
