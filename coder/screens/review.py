"""The review of disagreements: the text once, each coder's passages beside it, what they gave below it; a key decides.

What a key means is in `coder.reviewing`; this shows it."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from coder import actions, wording
from coder.disagreements import Place
from coder.display import show
from coder.proposed import INTO, Proposed
from coder.reviewing import Reviewing
from coder.screens.modal import was_left
from coder.widgets.keybar import KeyBar
from coder.widgets.line import Line
from coder.widgets.reader import Lane, Mark, Reader, Where
from corpus.refused import Refused
from corpus.text import Span
from db import comments
from db.values import Tag

if TYPE_CHECKING:
    from coder.app import CoderApp

POLL = 2.0
"""Seconds between looks whether another program has written."""
COMMENTS = 2
"""So many of the last comments are shown; agenda and command have all."""
EMPTY = (
    "No disagreement is listed.\n\nPlaces come here when two coders have finished a document, and differ in it;\n"
    "in a blind round, once it is revealed. f chooses which are listed."
)
_OFFERED = (
    "agree-place", "take-coder", "nothing", "other-code-here", "edges", "why", "next-place", "open-place",
    "undo-review", "filter",
)  # fmt: skip
"""What the last line shows, as far as there is room: what one needs most comes first."""
_EXTENDING: dict[str, Where] = {
    "shift+left": "left", "shift+right": "right", "shift+up": "up", "shift+down": "down",
    "ctrl+shift+left": "word_back", "ctrl+shift+right": "word",
}  # fmt: skip


class Review(Screen[None]):
    """One place after the other."""

    PLACE = "review"
    BINDINGS: ClassVar[list[Any]] = actions.bindings("review")
    app: "CoderApp"

    class Found(Message):
        """The disagreements were read."""

        def __init__(self, reviewing: Reviewing) -> None:
            super().__init__()
            self.reviewing = reviewing

    def __init__(self, reviewing: Reviewing | None = None) -> None:
        """`reviewing`: where one left it."""
        super().__init__()
        self.reviewing = reviewing
        self._shown: tuple[str, str] | None = None

    def compose(self) -> ComposeResult:
        """Header, text, what is said about the place, status, keys."""
        yield Line(id="head")
        yield Reader(id="text")
        yield Static(id="card", markup=False)
        yield Line(id="status")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Read what there is."""
        if was_left(self):
            return
        self.query_one("#head", Line).say(" Review")
        self.query_one(Reader).focus()
        self.set_interval(POLL, self._look)
        if self.reviewing is None:
            self.query_one("#status", Line).say(" Reading …")
            self._read()
        else:
            self.query_one(KeyBar).offer(self._keys())
            self._show()

    @work(thread=True, exclusive=True, group="review")
    def _read(self) -> None:
        project, coder = self.app.project, self.app.coder
        assert project is not None
        assert coder is not None
        try:
            self.post_message(self.Found(Reviewing(project, coder)))
        except Refused as error:
            self.app.post_message(self.app.Failed(error))
            self.app.call_from_thread(self._leave)

    def _leave(self) -> None:
        if self.is_active:
            self.app.pop_screen()

    def on_review_found(self, message: Found) -> None:
        """Show the first that is open."""
        if was_left(self):
            return
        self.reviewing = message.reviewing
        self.query_one(KeyBar).offer(self._keys())
        self._show()

    def _look(self) -> None:
        """Has another program written?"""
        if not was_left(self) and self.is_active:
            self._read_again()

    def _read_again(self) -> None:
        """Read what others have written since, if they have."""
        if self.reviewing is None:
            return
        try:
            if self.reviewing.stale():
                self.reviewing.refresh()
                self._shown = None
                self._show()
        except Refused:
            return  # somebody is writing just now; the next look comes soon

    # --- showing ---

    def _keys(self) -> list[actions.Action]:
        known = {action.id: action for action in actions.of("review")}
        lead = self.app.coder is not None and self.app.coder.role == "lead"
        return [known[id_] for id_ in _OFFERED if not (lead and id_ == "agree-place")]

    def _show(self, words: str = "") -> None:
        """Everything about the place."""
        reviewing = self.reviewing
        assert reviewing is not None
        status, head, card = (
            self.query_one("#status", Line),
            self.query_one("#head", Line),
            self.query_one("#card", Static),
        )
        status.remove_class("-refused")
        status.say(f" {words}")
        if not reviewing.places:
            head.say(" Review", reviewing.filtered())
            card.update(EMPTY, layout=False)
            self.query_one(Reader).load("")
            self._shown = None
            return
        place, done = reviewing.place, reviewing.decided
        title = reviewing.documents[place.document].title
        far = f"{reviewing.at + 1} of {done.listed} · {done.settled} settled"
        filtered = reviewing.filtered()
        head.say(
            f" {title} · {reviewing.rounds[place.round].name}", f"{f'only {filtered} · ' if filtered else ''}{far} "
        )
        self._show_text(place)
        try:
            card.update(self._card(place), layout=False)
        except Refused as error:
            card.update(show(str(error)), layout=False)

    def _show_text(self, place: Place) -> None:
        """The text, if it is another one, at the place."""
        reviewing, reader = self.reviewing, self.query_one(Reader)
        assert reviewing is not None
        if self._shown != (place.text_id, place.round):
            try:
                text = reviewing.text()
            except Refused as error:
                reader.load("")
                self.app.refuse(error)
                return
            people = reviewing.people()
            reader.load(text, cursor=place.start)
            reader.set_lanes([Lane(c, str(at)[-1], f"code-{(at - 1) % 7 + 1}") for at, c in enumerate(people, 1)])
            here = [p for p in reviewing.every if (p.text_id, p.round) == (place.text_id, place.round)]
            reader.set_marks([_mark(tag) for p in here for tag in p.tags])
            self._shown = place.text_id, place.round
        reader.action_clear_selection()
        reader.set_hits([place.span])
        reader.move_to(place.start, centre=True)

    def _card(self, place: Place) -> Text:
        """What each gave, what was said, what the code means."""
        reviewing, width = self.reviewing, max(20, self.size.width - 2)
        assert reviewing is not None
        text = reviewing.text()
        weight = reviewing.weight()
        gain = f" · |u-alpha +{weight:.3f}" if reviewing.by_leverage and weight is not None else ""
        kinds = " · ".join(place.kinds) or "all agree"
        lines = [Text(f"{kinds} · {', '.join(place.codes)}{gain} · {place.state}", style="bold")]
        for number, coder in enumerate(reviewing.people(), 1):
            told = [self._given(text, tag) for tag in place.coders[coder]]
            lines.append(Text(show(f"{number} {reviewing.called(coder)}: {' / '.join(told) or 'nothing'}")))
        if place.ruling is not None:
            lines.append(Text(show(self._said(place)), style="bold" if place.state == "settled" else "italic"))
        for comment in comments.listed(reviewing.project, place.id)[-COMMENTS:]:
            lines.append(Text(show(f"“{_one_line(comment.words)}” ({reviewing.called(comment.coder)})")))
        lines += [Text(show(told), style="dim") for told in self._meaning(place)]
        for line in lines:
            line.truncate(width, overflow="ellipsis")
        return Text("\n", no_wrap=True).join(lines)

    def _meaning(self, place: Place) -> Iterator[str]:
        """What the codes mean, and what tells those apart that are easily taken for each other."""
        assert self.reviewing is not None
        known = {code.key: code for code in self.reviewing.codebook.codes}
        for key in place.codes:
            if code := known.get(key):
                yield f"{key} {code.name}: {_one_line(code.definition)}"
                neighbours = [f"or {other}? {_one_line(apart)}" for other, apart in code.neighbours]
                yield from neighbours or [f"not: {_one_line('; '.join(code.dont))}"] * bool(code.dont)

    def _given(self, text: str, tag: Tag) -> str:
        reviewing = self.reviewing
        assert reviewing is not None
        memo = f" — {_one_line(tag.memo)}" if tag.memo else ""
        asks = " ?" if tag.query else ""
        whose = f" {reviewing.whose(tag)}" if reviewing.tells_cases() else ""
        room = max(24, self.size.width - 24 - len(memo) - len(whose))
        return f"{tag.code}{asks}{whose} {wording.both_ends(text, Span(tag.start, tag.stop), min(room, 100))}{memo}"

    def _said(self, place: Place) -> str:
        reviewing, ruling = self.reviewing, place.ruling
        assert reviewing is not None
        assert ruling is not None
        outcome = reviewing.outcome_words(ruling.outcome)
        if place.state == "changed":
            said = f"before it changed: {outcome}"
        elif ruling.how == "ruled":
            said = f"ruled by {reviewing.called(ruling.coder)}: {outcome}"
        else:
            missing = [reviewing.called(c) for c in reviewing.people() if c not in ruling.agreed]
            said = f"{'proposed' if missing else 'agreed by the coders'}: {outcome}"
            said += f" (not yet: {', '.join(missing)})" if missing else ""
        picked = next((one.words for one in comments.reasons(reviewing.project) if one.id == ruling.picked), "")
        why = "; ".join(words for words in (picked, ruling.reason) if words)
        said += f" — {_one_line(why)}" if why else ""
        return said + (f" · for the codebook: {_one_line(ruling.proposal)}" if ruling.proposal else "")

    # --- moving ---

    def _do(self, change: Callable[[Reviewing], str | None]) -> bool:
        """Make a change, or move, and show it; when it is refused, nothing changes."""
        if self.reviewing is None:
            return False
        try:
            words = change(self.reviewing)
        except Refused as error:
            self._read_again()  # it may be because somebody else has written: what is looked at again is what there is
            self.refuse(error)
            return False
        self._show(words or "")
        return True

    def refuse(self, error: Refused) -> None:
        """Say what could not be done: on the status line if it fits."""
        if len(str(error)) < self.size.width - 2:
            status = self.query_one("#status", Line)
            status.say(f" {error}")
            status.add_class("-refused")
        else:
            self.app.refuse(error)

    def action_next_place(self) -> None:
        """The next one."""
        self._do(lambda reviewing: reviewing.go(1))

    def action_previous_place(self) -> None:
        """The one before."""
        self._do(lambda reviewing: reviewing.go(-1))

    def action_open_place(self) -> None:
        """The next that needs a decision."""
        self._do(lambda reviewing: reviewing.next_open())

    def action_list(self) -> None:
        """Choose among all that are listed."""
        from coder.screens.choose import Choose, Item

        reviewing = self.reviewing
        if reviewing is None or not reviewing.places:
            return
        sign = {"settled": "✓", "proposed": "…", "changed": "!", "open": " "}
        items = [
            Item(str(at), f"{sign[p.state]} {reviewing.documents[p.document].title}", f"{', '.join(p.kinds)} · "
                 f"{', '.join(p.codes)}")
            for at, p in enumerate(reviewing.places)
        ]  # fmt: skip

        def chosen(key: str | None) -> None:
            if key is not None:
                self._do(lambda reviewing: reviewing.go_to(int(key)))

        self.app.push_screen(Choose("Go to which place?", items), chosen)

    def action_go(self, where: Where) -> None:
        """Move the cursor in the text."""
        self.query_one(Reader).action_move(where)

    def action_extend(self, key: str) -> None:
        """Shift and a move."""
        self.query_one(Reader).action_move(_EXTENDING[key], True)

    def action_start_select(self) -> None:
        """Moves select from here on."""
        self.query_one(Reader).action_start_select()

    def action_select_sentence(self) -> None:
        """The sentence, then the next too."""
        self.query_one(Reader).action_select("sentence")

    def action_select_word(self) -> None:
        """The word, then the next too."""
        self.query_one(Reader).action_select("word")

    def action_escape(self) -> None:
        """Clear the selection; with none, back."""
        reader = self.query_one(Reader)
        if reader.selection is not None or reader.selecting:
            reader.action_clear_selection()
        else:
            self._leave()

    def action_to_text(self) -> None:
        """To one's own desk, at the place."""
        reviewing = self.reviewing
        if reviewing is not None and reviewing.places:
            place = reviewing.place
            self.app.open_document(reviewing.documents[place.document], place.span)

    # --- deciding ---

    def action_take(self, digit: str) -> None:
        """One coder's tags."""
        self._do(lambda reviewing: reviewing.take(int(digit)))

    def action_take_all(self) -> None:
        """Everybody's."""
        self._do(lambda reviewing: reviewing.take_all())

    def action_nothing(self) -> None:
        """Nothing belongs here."""
        self._do(lambda reviewing: reviewing.nothing())

    def action_edges(self) -> None:
        """The code on the selected words."""
        selection = self.query_one(Reader).selection
        if selection is None:
            self.refuse(Refused("Select the words first: v, s, or Shift and an arrow. Then Enter."))
        else:
            self._do(lambda reviewing: reviewing.edges(selection))

    def action_other_code(self) -> None:
        """Another code."""
        self._ask_code("Which code belongs here?", also=False)

    def action_also_code(self) -> None:
        """One more code."""
        self._ask_code("Which code belongs here too?", also=True)

    def _ask_code(self, question: str, *, also: bool) -> None:
        from coder.screens.choose import Choose, Item

        reviewing = self.reviewing
        if reviewing is None or not reviewing.places:
            return
        place, selection = reviewing.place, self.query_one(Reader).selection
        codes = sorted(reviewing.codebook.codes, key=lambda code: code.key not in place.codes)
        items = [Item(c.key, wording.code(reviewing.codebook, c.key), _one_line(c.definition), c.key) for c in codes]

        def chosen(key: str | None) -> None:
            if key is not None:
                self._do(lambda reviewing: reviewing.code(key, selection, also=also))

        self.app.push_screen(Choose(question, items), chosen)

    def action_why(self) -> None:
        """A reason: from the list, or one's own words."""
        from coder.screens.choose import Choose, Item

        reviewing = self.reviewing
        if reviewing is None or not reviewing.places:
            return
        items = [Item(one.id, one.words) for one in comments.reasons(reviewing.project)]
        listed = {item.key for item in items}
        items.append(Item("", "In your own words …"))

        def chosen(key: str | None) -> None:
            if key == "":
                self._ask("Why?", lambda words: lambda reviewing: reviewing.because(reason=words))
            elif key in listed:
                self._do(lambda reviewing: reviewing.because(picked=key))
            elif key is not None:
                self._do(lambda reviewing: reviewing.because(reason=key))

        self.app.push_screen(Choose("Why? Choose, or type it", items, create="in your own words"), chosen)

    def action_propose(self) -> None:
        """A sentence for the codebook."""
        self._ask(
            "Which sentence should stand in the codebook?",
            lambda words: lambda reviewing: reviewing.because(proposal=words),
        )

    def action_take_sentence(self) -> None:
        """A proposed sentence into the codebook: which, then where."""
        from coder.screens.choose import Choose, Item

        if self.reviewing is None:
            return
        try:
            found = {one.id: one for one in self.reviewing.sentences()}
        except Refused as error:
            self.refuse(error)
            return

        def chosen(key: str | None) -> None:
            if key is not None:
                self._ask_where(found[key])

        items = [Item(one.id, one.words, ", ".join(one.codes)) for one in found.values()]
        self.app.push_screen(Choose("Which sentence goes into the codebook?", items), chosen)

    def _ask_where(self, sentence: Proposed) -> None:
        from coder.screens.choose import Choose, Item

        assert self.reviewing is not None
        book = self.reviewing.codebook_in_force
        codes = sorted(book.codes, key=lambda code: code.key not in sentence.codes)
        where = {f"{code.key} {into}": (code.key, into) for code in codes for into in INTO}
        items = [Item(key, wording.code(book, code), INTO[into], code) for key, (code, into) in where.items()]

        def chosen(key: str | None) -> None:
            if key is not None:
                self._do(lambda reviewing: reviewing.take_sentence(sentence, *where[key]))

        self.app.push_screen(Choose("Into which code, and where?", items), chosen)

    def action_comment(self) -> None:
        """Say something about the place."""
        self._ask("Your comment", lambda words: lambda reviewing: reviewing.comment(words))

    def action_slips(self) -> None:
        """Settle small boundary slips at once."""

        def changed(words: str) -> Callable[[Reviewing], str]:
            if not words.isdecimal() or len(words) > 4:
                raise Refused("That is no number of words.")
            return lambda reviewing: reviewing.slips(int(words))

        self._ask("Settle boundary slips of at most how many words?", changed)

    def action_sample(self) -> None:
        """Agreed places too."""

        def changed(words: str) -> Callable[[Reviewing], str]:
            if not words.isdecimal() or len(words) > 4:
                raise Refused("That is no number of places.")
            return lambda reviewing: reviewing.sample(int(words))

        self._ask("How many of the places on which they agree?", changed)

    def _ask(self, question: str, change: Callable[[str], Callable[[Reviewing], str]]) -> None:
        from coder.screens.ask import Ask

        def answered(words: str | None) -> None:
            if words:
                try:
                    what = change(words)
                except Refused as error:
                    self.refuse(error)
                else:
                    self._do(what)

        if self.reviewing is not None:
            self.app.push_screen(Ask(question), answered)

    def action_leave_open(self) -> None:
        """Take the decision back."""
        self._do(lambda reviewing: reviewing.leave_open())

    def action_agree_place(self) -> None:
        """Yes."""
        self._do(lambda reviewing: reviewing.agree())

    def action_how(self) -> None:
        """Rule, or propose."""
        self._do(lambda reviewing: reviewing.toggle_how())

    def action_undo(self) -> None:
        """Take back one's last decision."""
        self._do(lambda reviewing: reviewing.undo())

    def action_redo(self) -> None:
        """Decide again what was taken back."""
        self._do(lambda reviewing: reviewing.redo())

    # --- which ---

    def action_filter(self) -> None:
        """Only some."""
        from coder.screens.choose import Choose, Item

        reviewing = self.reviewing
        if reviewing is None:
            return
        called = {**reviewing.names, **{id_: document.title for id_, document in reviewing.documents.items()}}
        items = [Item("", "All", "take the filters off")]
        for kind, values in reviewing.filters().items():
            items += [Item(f"{kind}\n{value}", called.get(value, value), kind) for value in values]

        def chosen(key: str | None) -> None:
            if key == "":
                self._do(lambda reviewing: reviewing.all())
            elif key is not None:
                kind, _, value = key.partition("\n")
                self._do(lambda reviewing: reviewing.only(**{kind: value if kind == "state" else (value,)}))

        self.app.push_screen(Choose("Which places?", items), chosen)

    def action_sort(self) -> None:
        """By what they cost, or in the order of the texts."""
        self._do(lambda reviewing: reviewing.sort())

    def action_mask(self) -> None:
        """Names, or letters."""

        def masked(reviewing: Reviewing) -> str:
            reviewing.masked = not reviewing.masked
            return "Names are masked" if reviewing.masked else "Names are shown"

        self._do(masked)


def _mark(tag: Tag) -> Mark:
    return Mark(tag.id, tag.start, tag.stop, tag.coder, tag.code, tag.query)


def _one_line(words: str) -> str:
    return " ".join(words.split())
