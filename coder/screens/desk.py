"""The desk: a document on the screen, being coded. What a key means is in `coder.coding`; this shows it."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from coder import actions, themes, wording
from coder.actions import Action, Mode
from coder.coding import NO_TAG, Coding, Place
from coder.edges import Unit
from coder.screens import questions
from coder.screens.modal import was_left
from coder.screens.seeking import Sought, seek
from coder.search import Hit
from coder.widgets import codebar
from coder.widgets.codebar import CodeBar
from coder.widgets.codebook_pane import CodebookPane
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.passages_pane import PassagesPane
from coder.widgets.reader import Lane, Mark, Reader, Where
from corpus.codebook import Codebook
from corpus.refused import Erased, Refused
from corpus.text import Span
from db import coders, local
from db.values import Tag

if TYPE_CHECKING:
    from coder.app import CoderApp

T = TypeVar("T")
WIDE = 110
"""From this many columns on, the panes stand beside the text."""
POLL = 2.0
"""Seconds between looks whether another program has written."""

_EXTENDING: dict[str, Where] = {
    "shift+left": "left", "shift+right": "right", "shift+up": "up", "shift+down": "down", "shift+home": "home",
    "shift+end": "end", "shift+pageup": "page_back", "shift+pagedown": "page", "ctrl+shift+left": "word_back",
    "ctrl+shift+right": "word",
}  # fmt: skip
_EDGE_MOVES: dict[Where, tuple[Unit, bool]] = {
    "left": ("letter", False), "right": ("letter", True), "word_back": ("word", False), "word": ("word", True),
    "sentence_back": ("sentence", False), "sentence": ("sentence", True),
}  # fmt: skip
"""What a move does to a chosen edge: by what, and forward?"""


class Desk(Screen[None]):
    """One document, its codes, its tags."""

    PLACE = "desk"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("desk")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    app: "CoderApp"

    class Found(Message):
        """A search has ended; the hits are best first."""

        def __init__(self, words: str, hits: list[Hit]) -> None:
            super().__init__()
            self.words, self.hits = words, hits

    def __init__(self, coding: Coding, at: int | None = None, goal: "Tag | Span | None" = None) -> None:
        """Opened at a code point, at a tag, which may be another coder's, or at a passage; else where it was left."""
        super().__init__()
        self.coding = coding
        self._at, self._goal = goal.start if goal is not None else at, goal
        self._last = 0
        self._said: tuple[Place, str] | None = None
        self._confirming: Literal["", "unread", "words"] = ""
        """What was said when one wanted to finish; the same key again finishes all the same."""
        self._looked_up: str | None = None
        self._panes = {"-wide": {"codebook", "passages"}, "-narrow": set[str]()}
        self._codebook, self._text = coding.codebook, coding.text
        self._left_at = coding.project.written
        self._kept_cursor: int | None = None  # None: no text is shown yet
        self._going_to: int | None = None
        self._focus_mark: str | None = None
        self._shown: Sequence[Tag] = ()
        self._sought = Sought()

    # --- what stands where ---

    def compose(self) -> ComposeResult:
        """Header, text and panes, codes, status, keys."""
        yield Line(id="head")
        with Container(id="middle"):
            yield Reader(id="text")
            with Vertical(id="side"):
                yield CodebookPane(self.coding.codebook)
                yield PassagesPane()
        yield Line(id="status")
        yield CodeBar(_entries(self.coding.codebook), id="codes")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Show the document where the coder left it."""
        if was_left(self):
            return
        coding = self.coding
        self.reader, self._kept_cursor = self.query_one(Reader), -1
        self.reader.set_lanes(_lanes(coding.codebook))
        at = self._at
        memo_on, unclosed = questions.unclosed(self, elsewhere=at is not None)
        if at is None and memo_on is not None:
            at, coding.focus = memo_on.start, memo_on.id
        if at is None:
            at = local.cursor(coding.project.id, coding.coder.id, coding.document.id)
        self.reader.load(coding.text, cursor=at, paragraphs=coding.paragraphs)
        self._last = self.reader.cursor
        self.reader.focus()
        self.show_tags()
        if unclosed:
            self._remind(unclosed)
        elif coding.waiting:
            self._remind(_waiting(len(coding.waiting)))
        if self._goal is not None:
            self.call_after_refresh(self.go_to, self._goal)  # after the cursor has come to its place
        self.set_interval(POLL, self._look)
        self.call_after_refresh(_set_aside)

    def _remind(self, words: str) -> None:
        """On the status line if it is seen whole and nothing else is said there; else as a notice."""
        if self._at is None and len(words) < self.app.size.width - 2:
            self._show(words)
        else:
            self.app.say(words)

    def on_screen_suspend(self) -> None:
        """Another screen is above this one."""
        self._left_at = self.coding.project.written

    def on_screen_resume(self) -> None:
        """Something may have been changed on the screen that was above."""
        if self._left_at != self.coding.project.written:
            self.coding.seen = -1
        self._look()

    def on_unmount(self) -> None:
        """The cursor is where one goes on."""
        self._keep_cursor()

    def jump(self, at: int) -> None:
        """Go to a code point."""
        self.reader.move_to(at, centre=True)

    def go_to(self, goal: "Tag | Span") -> None:
        """Go to a tag, or select a passage, so that a digit tags it."""
        if isinstance(goal, Tag):
            self.show_tag(goal)
        elif not was_left(self):
            self._select(goal)
            coding = self.coding
            if not coding.coded_here:
                self._show()
            elif not coding.reading.finished:
                self._show("Selected: press a code's digit.")
            elif coding.reopens():
                self._show("Selected: press d to reopen it, then a code's digit.")
            else:
                self._show("Selected, to be read: you finished this document, and it can't be reopened.")

    def _select(self, span: Span) -> None:
        """Select a passage, with the cursor at its beginning."""
        self.reader.select(span.start, span.stop)
        self.reader.action_other_end()

    def show_tag(self, tag: Tag) -> None:
        """Go to a tag; another coder's has no mark here, so its passage is selected, and the status line says it."""
        if was_left(self):
            return
        mine = next((known for known in self.coding.tags if known.id == tag.id), None)
        if mine is not None:
            self._go_to(mine)
            return
        if tag.lost:
            self._show("That passage is nowhere in the corrected text; T shows where it may be.")
            return
        self._select(Span(tag.start, tag.stop))
        people = self._try(lambda: coders.listed(self.coding.project)) or []
        whose = next((coder.name for coder in people if coder.id == tag.coder), "?")
        said = wording.about(tag, self.coding.codebook, self.coding.cases)
        self._show(f"{whose}’s passage: {self.coding.name(tag.code)}{' · ' if said else ''}{said}")

    # --- showing ---

    @property
    def place(self) -> Place:
        """Where the cursor is and what is selected."""
        return Place(self.reader.cursor, self.reader.selection)

    @property
    def mode(self) -> Mode:
        """What the keys are about now."""
        if self.coding.reading.finished:
            return "finished"
        if self.coding.edge is not None:
            return "edge"
        if self.reader.selection is not None:
            return "selected"
        return "tagged" if self.coding.current(self.place) is not None else "reading"

    def _show(self, words: str | None = None) -> None:
        """Everything that depends on the place; `words`: what was done just now, shown until one moves on."""
        coding, place = self.coding, self.place
        if coding.codebook is not self._codebook:
            self._take_codebook()
        if words is not None:
            self._said = (place, words)
        elif self._said is not None and self._said[0] != place:
            self._said = None
        self.query_one("#head", Line).say(f" {coding.document.title}", self._progress())
        status = self.query_one("#status", Line)
        status.remove_class("-refused")
        status.say(f" {self._said[1] if self._said else coding.told(place)}")
        self.query_one(CodeBar).check(coding.checked(place))
        self.query_one(KeyBar).offer(self._keys())
        focused = coding.focused(place)
        focus = focused.id if focused is not None else None
        if focus != self._focus_mark:
            self._focus_mark = focus
            self.reader.set_focus_mark(focus)
        self.call_after_refresh(self._show_beside)

    def _show_beside(self) -> None:
        """What the panes beside the text say; a frame later, for the text and the status line come first."""
        if was_left(self):
            return
        coding = self.coding
        current = coding.current(self.place)
        if current is not None:
            self._looked_up = current.code
        self.query_one(CodebookPane).look_up(self._looked_up)
        passages = self.query_one(PassagesPane)
        if passages.tags is not coding.tags:
            passages.list_tags(coding.tags, self._line_of)
        passages.choose(current.id if current is not None else None)

    def _take_codebook(self) -> None:
        """The lead loaded another codebook: digits, colours and definitions are its own from now on."""
        self._codebook = codebook = self.coding.codebook
        self.reader.set_lanes(_lanes(codebook))
        self.query_one(CodeBar).take(_entries(codebook))
        self.query_one(CodebookPane).take(codebook)
        self.app.say("The lead loaded another codebook.")

    def _keys(self) -> list[Action]:
        """What the last line offers: what works now."""
        coding, mode = self.coding, self.mode
        no_tag = coding.current(self.place) is None
        useless = {
            **dict.fromkeys(("memo", "qualifiers", "case", "query"), no_tag),
            "undo": not coding.undoable,
            "cycle": len(coding.here(self.place)) < 2,
            "unread": coding.first_unread() is None,
            "placing": not coding.waiting,
        }
        offered = [a for a in actions.of("desk") if mode in a.footer and not useless.get(a.id)]
        other = {("finish", "finished"): "Reopen", ("escape", "edge"): "Done"}
        return [replace(a, hint=other.get((a.id, mode), a.hint)) for a in offered]

    def refuse(self, error: Refused) -> None:
        """Say what could not be done: on the status line if it fits, so that nothing is hidden; else as a notice."""
        if self._shown is not self.coding.tags:  # read again because something had changed
            self.show_tags()
        if len(str(error)) < self.size.width - 2:
            self._show(str(error))
            self.query_one("#status", Line).add_class("-refused")
        else:
            self.app.refuse(error)

    def show_tags(self, words: str | None = None) -> None:
        """The tags changed: lanes, list, and all the rest."""
        coding = self.coding
        if coding.text is not self._text:
            words = self._take_text()
        gone, new = _difference(self._shown, coding.tags)
        self._shown = coding.tags
        self.reader.change_marks([tag.id for tag in gone], [_mark(tag) for tag in new])
        self._show(words)

    def _take_text(self) -> str:
        """The lead corrected the text: show it, with the cursor where it was; the words to say."""
        coding = self.coding
        self._text, self._sought = coding.text, Sought()
        self.reader.set_hits([])
        self.reader.change_marks([tag.id for tag in self._shown], [])
        self._shown = ()
        self.reader.load(
            coding.text, cursor=min(self.reader.cursor, len(coding.text) - 1), paragraphs=coding.paragraphs
        )
        self._last = self.reader.cursor
        told = f" {_waiting(len(coding.waiting))}" if coding.waiting else ""
        return f"The text of this document was corrected.{told}"

    def _line_of(self, tag: Tag) -> str:
        """A tag in the list of passages."""
        digits = {code.key: str(digit) for digit, code in enumerate(self.coding.codebook.top, 1)}
        code = f"{digits.get(tag.code, tag.code)} {'? ' if tag.query else ''}"
        room = self.query_one(PassagesPane).size.width - len(code) - 3  # the sign before it, and quotation marks
        return f"{code}{wording.quote(self.coding.text, Span(tag.start, tag.stop), max(8, room))}"

    def _progress(self) -> str:
        coding = self.coding
        finished = " · finished ✓" if coding.reading.finished else ""
        return f"{coding.coder.name} · read to ¶ {coding.read} of {len(coding.paragraphs)}{finished} "

    def _try(self, call: Callable[[], T]) -> T | None:
        """What a call returns; None, and a word why, when it is refused."""
        try:
            return call()
        except Refused as error:
            self.refuse(error)
            return None

    def do(self, change: Callable[[], str]) -> None:
        """Make a change and show it; when it is refused, nothing else on the screen changes."""
        words = self._try(change)
        if words is not None:
            self.show_tags(words)

    def _with_tag(self, then: Callable[["Desk", Tag], None]) -> None:
        """Do something with the tag under the cursor, if there is one that can be changed."""
        tag = self._try(lambda: self.coding.the_current(self.place))
        if tag is not None:
            then(self, tag)

    # --- what the widgets say ---

    def on_reader_moved(self, message: Reader.Moved) -> None:
        """The cursor moved: maybe that was reading."""
        before, self._last = self._last, message.cursor
        coding = self.coding
        self._confirming = ""
        if message.cursor == self._going_to:
            self._going_to = None
        elif not message.step or coding.focused(self.place) is None:
            coding.focus = coding.edge = None
        window = self.reader.visible_span
        if not message.step or self._try(lambda: coding.read_on(before, message.cursor, window)) is not None:
            self._show()

    def on_reader_selected(self) -> None:
        """Something else is selected."""
        if self.reader.selection is not None:
            self.coding.focus = self.coding.edge = None
        self._show()

    def on_code_bar_pressed(self, message: CodeBar.Pressed) -> None:
        """A click on a code."""
        self.action_code(message.digit)

    def on_passages_pane_pressed(self, message: PassagesPane.Pressed) -> None:
        """A click on a tag."""
        tag = next((tag for tag in self.coding.tags if tag.id == message.tag_id), None)
        if tag is not None:
            self.coding.focus, self.coding.edge = tag.id, None
            self._go_to(tag)

    def on_resize(self) -> None:
        """Panes stand elsewhere in a narrow window."""
        self._show_panes()

    def _look(self) -> None:
        """Has another program written? Where is the cursor?"""
        if was_left(self):
            return
        try:
            if self.coding.project.changes_elsewhere() != self.coding.seen:
                self.coding.refresh()
                self.show_tags()
        except Erased as error:
            if self.is_active:  # else it is told when the screen above is left: a memo is being written there
                self.app.refuse(error)
                self.app.pop_screen()
            return
        except Refused:
            return  # somebody is writing just now; the next look comes soon, and a change says what is wrong
        self._keep_cursor()

    def _keep_cursor(self) -> None:
        coding = self.coding
        if self._kept_cursor is not None and self.reader.cursor != self._kept_cursor:
            self._kept_cursor = self.reader.cursor
            local.set_cursor(coding.project.id, coding.coder.id, coding.document.id, self.reader.cursor)

    # --- codes ---

    def action_code(self, digit: str) -> None:
        """Put the code under a digit on the passage, or take it off."""
        top = self.coding.codebook.top
        if int(digit) > len(top):
            self.app.say(f"No code is under {digit}; a lists all codes.")
            return
        self.do(lambda: self.coding.toggle(top[int(digit) - 1].key, self.place))

    def action_other_code(self) -> None:
        """Any code, from a list."""
        coding = self.coding
        closed = coding.reading.finished or not coding.coded_here
        if closed or (self.reader.selection is None and coding.current(self.place) is None):
            self.do(lambda: coding.toggle("", self.place))  # refused, in the words for it
            return
        questions.ask_code(self, "Tag with", lambda key: self.do(lambda: coding.toggle(key, self.place)))

    def action_recode(self) -> None:
        """Another code for the tag under the cursor."""
        self._with_tag(questions.ask_other_code)

    def action_look_up(self) -> None:
        """Read what a code means."""

        def shown(key: str) -> None:
            self._looked_up = key
            self._panes[self._width_class].add("codebook")
            self._show_panes(first="codebook")
            self.query_one(CodebookPane).look_up(key)

        questions.ask_code(self, "Look up", shown)

    # --- the tag under the cursor ---

    def action_more_like(self) -> None:
        """Passages like the tag's that one has not tagged."""
        tag = self.coding.current(self.place)
        if tag is None:
            self._show(NO_TAG)
        else:
            from coder.screens import consistency

            consistency.show_more_like(self, tag)

    def action_next_tag(self) -> None:
        """To the next tag."""
        self._walk(self.coding.next_tag)

    def action_previous_tag(self) -> None:
        """To the tag before."""
        self._walk(self.coding.previous_tag)

    def action_cycle(self) -> None:
        """To the next of those that overlap here."""
        self._walk(self.coding.cycle, stay=True)

    def _walk(self, to: Callable[[Place], Tag], *, stay: bool = False) -> None:
        tag = self._try(lambda: to(self.place))
        if tag is None:
            return
        if stay and self.coding.focused(self.place) is not None:
            self._show()
        else:
            self._go_to(tag)

    def _go_to(self, tag: Tag) -> None:
        self._steer(tag.start)
        self.coding.focus = tag.id
        self._show()

    def _steer(self, at: int) -> None:
        """Move the cursor to where the tag in focus, or its edge, is."""
        self._going_to = at if at != self.reader.cursor else None
        self.reader.clear_selection()
        self.reader.move_to(at, centre=True)

    def action_memo(self) -> None:
        """A memo on the tag."""
        self._with_tag(questions.ask_memo)

    def action_qualifiers(self) -> None:
        """Whose words, and the like."""
        if self.coding.codebook.qualifiers:
            self._with_tag(questions.ask_qualifiers)
        else:
            self.app.say("This codebook has no qualifiers.")

    def action_case(self) -> None:
        """Whose words: a case."""
        self._with_tag(questions.ask_case)

    def action_query(self) -> None:
        """Ask the lead about it, or no longer."""
        self._with_tag(lambda _, tag: self.do(lambda: self.coding.toggle_query(tag)))

    def action_remove(self) -> None:
        """Take the tag away."""
        self._with_tag(lambda _, tag: self.do(lambda: self.coding.remove(tag)))

    def action_edge(self, edge: Any) -> None:
        """Choose an edge of the tag under the cursor; moves move it then."""
        self._to_edge(self._try(lambda: self.coding.choose_edge(edge, self.place)))

    def _to_edge(self, words: str | None) -> None:
        if words is None:
            return
        at = self.coding.edge_at()
        if at is not None:
            self._steer(at)
        self.show_tags(words)

    def action_settle(self) -> None:
        """The edge is where it should be."""
        if self.coding.edge is not None:
            self.coding.edge = None
            self._show("The edge is kept.")

    # --- selecting and moving ---

    def action_select_sentence(self) -> None:
        """The sentence, then the next too."""
        self.reader.action_select("sentence")

    def action_select_word(self) -> None:
        """The word, then the next too."""
        self.reader.action_select("word")

    def action_select_paragraph(self) -> None:
        """The paragraph, then the next too."""
        self.reader.action_select("paragraph")

    def action_start_select(self) -> None:
        """Moves select from here on."""
        self.reader.action_start_select()
        if self.reader.selecting:
            self._show("Selecting: move to where the passage ends.")
        else:
            self._show("Selected: press a code's digit." if self.reader.selection else None)

    def action_extend(self, key: str) -> None:
        """Shift and a move."""
        self.coding.edge = None
        self.reader.action_move(_EXTENDING[key], True)

    def action_other_end(self) -> None:
        """To the other end of the selection."""
        self.reader.action_other_end()

    def action_escape(self) -> None:
        """Out of the innermost thing."""
        if self.coding.edge is not None:
            self.action_settle()
        elif self.reader.selection is not None or self.reader.selecting:
            self.reader.clear_selection()
            self._show()
        elif not self._leave_search() and self._panes["-narrow"] and self._width_class == "-narrow":
            self._panes["-narrow"].clear()
            self._show_panes()

    def action_go(self, where: Where) -> None:
        """Move the cursor, or the chosen edge."""
        if self.coding.edge is None or where not in _EDGE_MOVES:
            self.coding.edge = None
            self.reader.action_move(where)
            return
        self._to_edge(self._try(lambda: self.coding.move_edge(*_EDGE_MOVES[where])))

    def action_paragraph_number(self) -> None:
        """To a paragraph by its number."""
        from coder.screens.ask import Ask

        paragraphs = self.coding.paragraphs

        def go(answer: str | None) -> None:
            if not answer:
                return
            digits = answer.lstrip("0")
            if not answer.isdecimal():
                self.refuse(Refused("That is no number of a paragraph."))
            else:
                number = len(paragraphs) if len(digits) > 9 else min(max(1, int(answer)), len(paragraphs))
                self.jump(paragraphs[number - 1].start)

        self.app.push_screen(Ask(f"Go to paragraph (1 to {len(paragraphs)})"), go)

    def action_unread(self) -> None:
        """To where reading goes on."""
        coding = self.coding
        at, read, finished = coding.first_unread(), coding.read, coding.reading.finished
        if at is not None:
            self.reader.clear_selection()
            self.reader.move_to(at, centre=True)
            how = "not read, though you finished this document." if finished else "read on from here."
            self._show(f"¶ {read + 1}: {how}")
        elif finished:
            told = "You finished this document, so all of it counts as read."
            self._show(f"{told} d reopens it." if coding.reopens() else told)
        else:
            self._show(f"Read to ¶ {read} of {len(coding.paragraphs)}: no more to read. d says that you are done.")

    # --- finding ---

    def action_search(self) -> None:
        """Look for words in this text."""
        from coder.screens.ask import Ask

        def asked(words: str | None) -> None:
            if words:
                self._show(f"Searching for “{words}” …")
                self._search(words)

        self.app.push_screen(Ask("Search in this text: words, or a quote"), asked)

    @work(thread=True, exclusive=True, group="search")
    def _search(self, words: str) -> None:
        worker = get_current_worker()
        hits = seek(self.coding.text, words, lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self.post_message(self.Found(words, hits))

    def on_desk_found(self, message: Found) -> None:
        """Show the places, and go to the first."""
        self._sought = Sought(message.words, message.hits)
        self.reader.set_hits(self._sought.spans)
        if self._sought.hits:
            self._to_hit(self._sought.first(self.reader.cursor))
        else:
            self._show(f"“{message.words}” does not stand here, nor anything like it.")

    def action_next_hit(self) -> None:
        """To the next place found."""
        if self._sought.hits:
            self._to_hit(self._sought.after(self.reader.cursor))
        else:
            self.action_search()

    def action_previous_hit(self) -> None:
        """To the place found before."""
        if self._sought.hits:
            self._to_hit(self._sought.before(self.reader.cursor))
        else:
            self.action_search()

    def _to_hit(self, number: int) -> None:
        hit = self._sought.hits[number]
        self.reader.clear_selection()
        self.jump(hit.start)
        if self._sought.is_quote:
            self._select(hit.span)
        self._show(self._sought.told(number))

    def _leave_search(self) -> bool:
        """Clear what was found; False if nothing was."""
        found, self._sought = bool(self._sought.hits), Sought()
        self.reader.set_hits([])
        self._show()
        return found

    # --- the document ---

    def action_undo(self) -> None:
        """Take back."""
        self._turn(self.coding.undo)

    def action_redo(self) -> None:
        """Do again."""
        self._turn(self.coding.redo)

    def _turn(self, turn: Callable[[], tuple[str, Span | None]]) -> None:
        turned = self._try(turn)
        if turned is None:
            return
        words, span = turned
        if span is not None and not self._in_window(span):
            self.reader.move_to(span.start, centre=True)
        self.show_tags(words)

    def _in_window(self, span: Span) -> bool:
        window = self.reader.visible_span
        return window.start <= span.start < window.stop

    def action_finish(self) -> None:
        """Finish; a finished one is opened again."""
        coding = self.coding
        if coding.reading.finished:
            self.do(coding.reopen)
        elif not coding.coded_here:
            self.do(coding.finish)  # refused, in the words for it
        elif coding.first_unread() is not None and not self._confirming:
            self._confirming = "unread"
            self._show(f"Read to ¶ {coding.read} of {len(coding.paragraphs)}: e goes there, d again finishes anyway.")
        elif self._confirming == "words" or self._consistent():
            self._confirming = ""
            self.do(coding.finish)

    def _consistent(self) -> bool:
        """Whether no words here are tagged otherwise somewhere; if some are, it is said, and d again finishes."""
        from coder.screens import consistency

        number = consistency.tagged_otherwise(self)
        if number:
            self._confirming = "words"
            passages = wording.many(number, "passage")
            self._show(f"{passages} here: tagged otherwise elsewhere. S shows; d again finishes.")
        return not number

    def action_own_otherwise(self) -> None:
        """The same words, tagged otherwise by the same coder."""
        from coder.screens import consistency

        consistency.show_tagged_otherwise(self)

    def action_document_memo(self) -> None:
        """A memo on the whole."""
        try:
            self.coding.check_open()
        except Refused as error:
            self.refuse(error)
            return
        questions.ask_document_memo(self)

    def action_codebook(self) -> None:
        """Show or hide the codebook."""
        self._toggle_pane("codebook")

    def action_passages(self) -> None:
        """Show or hide the list of tags."""
        self._toggle_pane("passages")

    def action_placing(self) -> None:
        """Passages whose place in the corrected text is in doubt."""
        from coder.screens.placing import Placing

        if self.coding.waiting:
            self.app.push_screen(Placing(self.coding, self.reader.selection))
        else:
            self._show("No passage of yours waits here: all have their place in this text.")

    def action_scroll_pane(self, pages: str) -> None:
        """On or back in the codebook pane."""
        pane = self.query_one(CodebookPane)
        if not pane.display:
            self.action_codebook()
        else:
            pane.page(int(pages))

    # --- panes ---

    @property
    def _width_class(self) -> str:
        return "-wide" if self.size.width >= WIDE else "-narrow"

    def _toggle_pane(self, name: str) -> None:
        shown = self._panes[self._width_class]
        shown.symmetric_difference_update({name})
        self._show_panes(first=name)

    def _show_panes(self, first: str = "") -> None:
        """Beside the text both, below it one."""
        shown = self._panes[self._width_class]
        if self._width_class == "-narrow" and len(shown) > 1:
            shown.intersection_update({first})
        for name in ("codebook", "passages"):
            self.set_class(name in shown, f"-{name}")


def _entries(codebook: Codebook) -> list[codebar.Entry]:
    """The codes on the bar."""
    return [
        codebar.Entry(str(digit), code.key, code.name, code.family, themes.of_code(code, digit))
        for digit, code in enumerate(codebook.top, 1)
    ]


def _waiting(number: int) -> str:
    return f"{wording.many(number, 'passage')} of yours may have moved in the corrected text: T shows them."


def _set_aside() -> None:
    """Leave what is held now out of later garbage collections: with ten thousand tags each made a key wait 70 ms."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _lanes(codebook: Codebook) -> list[Lane]:
    """The codes that have a lane of their own."""
    return [Lane(code.key, str(digit), themes.of_code(code, digit)) for digit, code in enumerate(codebook.top, 1)]


def _difference(old: Sequence[Tag], new: Sequence[Tag]) -> tuple[Sequence[Tag], Sequence[Tag]]:
    """The stretches in which two lists differ that mostly hold the very same tags: one tag among ten thousand."""
    most, start, end = min(len(old), len(new)), 0, 0
    while start < most and old[start] is new[start]:
        start += 1
    while end < most - start and old[-1 - end] is new[-1 - end]:
        end += 1
    return old[start : len(old) - end], new[start : len(new) - end]


def _mark(tag: Tag) -> Mark:
    """A tag for the reader; where its code has no lane of its own it shows the first letter after the last dot."""
    return Mark(tag.id, tag.start, tag.stop, tag.code, tag.code.rsplit(".", 1)[-1], tag.query)
