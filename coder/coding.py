"""One document being coded: what each key does, without any screen.

Every method that changes something writes it to the project first, then changes what is held here, and returns the
words for the status line. When it raises Refused, nothing has changed, on disk or here; but where the codebook changed
under the coder's hands, all is read again first."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coder import edges, wording
from corpus.codebook import Codebook
from corpus.refused import Refused
from corpus.text import Span, bare, paragraphs, snap
from db import cases, codebooks, documents, queries, readings, rounds, tags, undo
from db.project import Project
from db.values import Case, Coder, Document, NewTag, Reading, Round, Tag

SELECT_FIRST = "Select a passage first: s, v or drag."
NO_TAG = "No tag is under the cursor: go to one with ] or [."
OTHER_CODEBOOK = "The lead loaded another codebook; look at it before you go on."
FINISHED = "You finished this document. Press d to reopen it first."
FINISHED_FOR_GOOD = "You finished this document, and it can't be reopened: nothing is changed in it any more."
ONLY_READ = "You only read here: no round has this document for you to code."
_BLANKS = 4
"""So far behind a tag's end the cursor may stand and still be on it, when only blanks lie between."""


@dataclass(frozen=True)
class Place:
    """Where a key was pressed: the cursor and, if there is one, the selection; in code points."""

    cursor: int
    selection: Span | None = None


class Coding:
    """One coder's reading of one document. Attributes hold what is kept; methods change it."""

    tags: list[Tag]
    _by_id: dict[str, Tag]
    _starts: list[int]
    _longest: int

    def __init__(
        self, project: Project, coder: Coder, document: Document, round_: Round, codebook: Codebook, text: str
    ) -> None:
        """Use `open`."""
        self.project, self.coder, self.document, self.round = project, coder, document, round_
        self.codebook, self.text = codebook, text
        self.paragraphs: Sequence[Span] = paragraphs(text)
        self.edge: edges.Edge | None = None
        """The edge of the tag in focus that moves now."""
        self.focus: str | None = None
        """Id of the tag that was chosen or changed last, as long as the cursor stays on it."""
        self.seen = -1
        """What `Project.changes_elsewhere` said before the last reading: all that is held here is at least so new."""
        self.refresh()
        self.undoable, self.redoable = undo.state(project, coder, self.reading)
        newest = sorted(self.tags, key=lambda tag: tag.created, reverse=True)
        self.recent: list[str] = list(dict.fromkeys(tag.code for tag in newest))
        """Codes in this document, last used first."""

    @classmethod
    def open(cls, project: Project, coder: Coder, document: Document, round_: Round | None = None) -> "Coding":
        """The document in a round (default: the latest open one; see `rounds.to_read`). Raises Refused."""
        round_ = round_ or rounds.to_read(project, document, coder)
        text = documents.text(project, document)
        return cls(project, coder, document, round_, codebooks.of_round(project, round_), text)

    def refresh(self) -> None:
        """Read again what is kept: another program may have written. Raises Refused, also when the text was erased."""
        seen = self.project.changes_elsewhere()
        self._take_text()
        reading = readings.of(self.project, self.coder, self.document, self.round)
        found = tags.of_reading(self.project, reading)
        known = {case.id: case for case in cases.listed(self.project)}
        round_ = rounds.named(self.project, self.round.id)
        if round_.codebook != self.round.codebook:
            self.codebook = codebooks.of_round(self.project, round_)
        self.round = round_
        self.coded_here = rounds.has(self.project, round_, self.document, self.coder)
        """Whether the coder is to code here; else it was opened only to be read."""
        self.reading: Reading = reading
        self.cases: dict[str, Case] = known
        self.answers = {tag: answer.words for tag, answer in queries.answers(self.project).items()}
        self._hold([tag for tag in found if not tag.lost])
        self.waiting: list[Tag] = [tag for tag in found if tag.waits]
        """Passages whose place in a corrected text the coder has to confirm."""
        if self.focus not in self._by_id:
            self.focus = self.edge = None
        self.seen = seen

    def _take_text(self) -> None:
        """The text in force, which may have been corrected. Raises Refused when it was erased."""
        now = next(known for known in documents.listed(self.project) if known.id == self.document.id)
        text = documents.text(self.project, now)
        self.document = now
        if text != self.text:
            self.text, self.paragraphs = text, paragraphs(text)

    # --- where one is ---

    def here(self, place: Place) -> list[Tag]:
        """Tags under the cursor (or that end there, blanks aside, if none is), or that share something with the
        selection."""
        start, stop = place.selection or (place.cursor, place.cursor + 1)
        near = self.tags[bisect_left(self._starts, start - self._longest - _BLANKS) : bisect_left(self._starts, stop)]
        found = [tag for tag in near if tag.stop > start]
        return found or [tag for tag in near if place.selection is None and self._ends_at(tag, start)]

    def current(self, place: Place) -> Tag | None:
        """The tag that `m`, `y` and so on are about: the one in focus, else the shortest one here, the newest first."""
        focused = self.focused(place)
        if focused is not None:
            return focused
        exact, here = self._exact(place.selection), self.here(place)
        found = [tag for tag in here if (tag.start, tag.stop) == exact] or here
        return min(found, key=lambda tag: (tag.stop - tag.start, -tag.created), default=None)

    def focused(self, place: Place) -> Tag | None:
        """The tag in focus, if the cursor or selection is still on it."""
        tag = self._by_id.get(self.focus or "")
        if tag is None:
            return None
        if place.selection is not None:
            touches = tag.start < place.selection.stop and place.selection.start < tag.stop
        else:
            touches = tag.start <= place.cursor < tag.stop or self._ends_at(tag, place.cursor)
        return tag if touches else None

    def _ends_at(self, tag: Tag, offset: int) -> bool:
        """Whether only blanks, a few at most, are between the tag's last letter and the offset."""
        between = self.text[tag.stop : offset]
        return tag.stop <= offset <= tag.stop + _BLANKS and not between.strip() and "\n" not in between

    def checked(self, place: Place) -> set[str]:
        """The codes that their digit would take off here."""
        passage = self._passage(place)
        every = place.selection is None and self.focused(place) is None
        return {tag.code for tag in self.here(place) if every or (tag.start, tag.stop) == passage}

    def paragraph(self, offset: int) -> int:
        """Number of the paragraph that holds the offset, from 0."""
        return max(0, bisect_right(self.paragraphs, offset, key=lambda span: span.start) - 1)

    def told(self, place: Place) -> str:
        """The status line: where one is, which codes hold, what the current tag says."""
        here, tag = self.here(place), self.current(place)
        paragraph = self.paragraph(place.cursor)
        words = wording.place(self.text, paragraph, place.selection, here, tag, self.codebook)
        if not self.coded_here:
            words = f"only to read · {words}"
        if tag is None:
            return words
        said = wording.about(tag, self.codebook, self.cases)
        if tag.id in self.answers:
            said = f"answer: {' '.join(self.answers[tag.id].split())}{' · ' if said else ''}{said}"
        return f"{words} · {said}" if said else words

    # --- codes ---

    def toggle(self, code: str, place: Place) -> str:
        """Put a code on the selection, or take it off; without a selection, on or off the passage under the cursor."""
        self.check_open()
        passage = self._passage(place)
        if passage is None:
            raise Refused(SELECT_FIRST)
        begun = self.tags[bisect_left(self._starts, passage.start) : bisect_right(self._starts, passage.start)]
        there = [tag for tag in begun if tag.code == code and tag.stop == passage.stop]
        if not there and place.selection is None and self.focused(place) is None:
            there = sorted((t for t in self.here(place) if t.code == code), key=lambda tag: tag.stop - tag.start)
        return self.remove(there[0]) if there else self._add(code, passage)

    def recode(self, tag: Tag, code: str) -> str:
        """Give a tag another code."""
        old = tag.code
        new = self._edit(tag, code=code)
        self._used(code)
        return f"{self.name(old)} is {self.name(new.code)} now"

    def name(self, code: str) -> str:
        """A code as the screens name it."""
        return wording.code(self.codebook, code)

    def codes_for_choice(self) -> list[str]:
        """Keys of all codes: those used here, the last one first, then the codebook's order."""
        known = [code.key for code in self.codebook.codes]
        recent = [key for key in self.recent if key in known]
        return recent + [key for key in known if key not in recent]

    # --- tags ---

    def next_tag(self, place: Place) -> Tag:
        """The tag after the one in focus or the cursor; it comes into focus. Raises Refused at the last one."""
        at = self._index(place)
        found = self.tags[at + 1 :] if at is not None else self.tags[bisect_right(self._starts, place.cursor) :]
        return self._to(found[0] if found else None, "No tag comes after this.")

    def previous_tag(self, place: Place) -> Tag:
        """The tag before; see `next_tag`."""
        at = self._index(place)
        found = self.tags[:at] if at is not None else self.tags[: bisect_left(self._starts, place.cursor)]
        return self._to(found[-1] if found else None, "No tag comes before this.")

    def cycle(self, place: Place) -> Tag:
        """The next of the tags here, around. Raises Refused if there is none."""
        here = self.here(place)
        if not here:
            raise Refused(NO_TAG)
        ids = [tag.id for tag in here]
        current = self.current(place)
        at = ids.index(current.id) if current is not None and current.id in ids else -1
        return self._to(here[(at + 1) % len(here)], NO_TAG)

    def the_current(self, place: Place) -> Tag:
        """As `current`; raises Refused if there is none, or if the document is finished."""
        self.check_open()
        tag = self.current(place)
        if tag is None:
            raise Refused(NO_TAG)
        return tag

    def remove(self, tag: Tag) -> str:
        """Take a tag away."""
        self.check_open()
        tags.remove(self.project, self.coder, tag)
        self._keep(remove=tag)
        self.focus = self.edge = None
        return f"{self.name(tag.code)} taken off {self.quote(tag)}"

    def set_memo(self, tag: Tag, memo: str) -> str:
        """Write a tag's memo; an empty one removes it."""
        new = self._edit(tag, memo=memo)
        return "Memo kept" if new.memo else "No memo"

    def qualify(self, tag: Tag, key: str, value: str) -> str:
        """Set a qualifier; the value that it has already is taken off."""
        values = dict(tag.qualifiers)
        if values.get(key) == value:
            del values[key]
        else:
            values[key] = value
        new = self._edit(tag, qualifiers=values)
        return f"{self.name(tag.code)}: {', '.join(wording.qualifiers(self.codebook, new.qualifiers)) or 'unqualified'}"

    def set_case(self, tag: Tag, case: str | None) -> str:
        """Say whose words a passage is, by the case's id."""
        new = self._edit(tag, case=case)
        return f"Case {self.cases[new.case].key}" if new.case in self.cases else "No case"

    def new_case(self, tag: Tag, key: str) -> str:
        """Make a case and say that the passage is theirs."""
        self.check_open()
        case = cases.add(self.project, self.coder, key)
        self.cases[case.id] = case
        return f"{self.set_case(tag, case.id)}, which is new"

    def toggle_query(self, tag: Tag) -> str:
        """Mark a tag as a question to the lead, or take the mark off."""
        new = self._edit(tag, query=not tag.query)
        return "Marked for the lead" if new.query else "No longer marked for the lead"

    def place(self, tag: Tag, span: Span) -> str:
        """Say where a passage is in the corrected text, also when the document is finished."""
        new = tags.place(self.project, self.coder, tag, span, text_id=self.document.text_id)
        self.refresh()
        self._done()
        return f"{self.name(new.code)} is on {self.quote(new)}"

    def gone(self, tag: Tag) -> str:
        """Say that the corrected text has no such passage; its tag is removed."""
        tags.gone(self.project, self.coder, tag)
        self.refresh()
        self._done()
        return f"{self.name(tag.code)} removed; u brings it back"

    # --- edges ---

    def choose_edge(self, edge: edges.Edge, place: Place) -> str:
        """From here on `move_edge` moves the first or last edge of the current tag."""
        tag = self.the_current(place)
        self.focus, self.edge = tag.id, edge
        which = "First" if edge == "start" else "Last"
        return f"{which} edge of {self.name(tag.code)}: move it with ← → w b ( )"

    def move_edge(self, unit: edges.Unit, forward: bool) -> str:
        """Move the chosen edge. Raises Refused where it can't go further."""
        tag = self._by_id.get(self.focus or "")
        if tag is None or self.edge is None:
            raise Refused("Choose an edge first: < or >.")
        span = edges.moved(self.text, Span(tag.start, tag.stop), self.edge, unit, forward)
        if span == (tag.start, tag.stop):
            raise Refused("The edge can't go further that way.")
        new = self._edit(tag, start=span.start, stop=span.stop)
        words = wording.quote(self.text, Span(new.start, new.stop), from_end=self.edge == "stop")
        return f"{'First' if self.edge == 'start' else 'Last'} edge: {words}"

    def edge_at(self) -> int | None:
        """Where the chosen edge stands."""
        tag = self._by_id.get(self.focus or "")
        if tag is None or self.edge is None:
            return None
        return tag.start if self.edge == "start" else tag.stop

    # --- the reading ---

    @property
    def read(self) -> int:
        """How many paragraphs were read; also the number, from 0, of the first unread one."""
        return bisect_right(self.paragraphs, self.reading.position, key=lambda span: span.stop)

    def first_unread(self) -> int | None:
        """Where the first unread paragraph begins; None if all were read."""
        return self.paragraphs[self.read].start if self.read < len(self.paragraphs) else None

    def read_on(self, before: int, cursor: int, window: Span) -> bool:
        """The cursor went from `before` to `cursor` by reading on, with `window` on the screen: keep how far that is.

        What lies before the cursor's paragraph was read; the last paragraph too, when its end is in the window. One
        who jumped over unread paragraphs that are not on the screen has not read them. Returns whether it changed.
        Raises Refused."""
        here, unread = self.paragraph(cursor), self.first_unread()
        if not (self.coded_here and self.round.open):
            return False
        if unread is None or (self.paragraph(before) > self.read and unread < window.start):
            return False
        to_the_end = here == len(self.paragraphs) - 1 and window.stop >= len(self.text)
        position = len(self.text) if to_the_end else self.paragraphs[here].start
        if position <= self.reading.position:
            return False
        self.reading = readings.advance(self.project, self.coder, self.reading, position, text_id=self.document.text_id)
        return True

    def check_open(self) -> None:
        """Raises Refused when nothing can be changed here: it is finished, or only to be read."""
        if not self.coded_here:
            raise Refused(ONLY_READ)
        if self.reading.finished:
            raise Refused(FINISHED if self.reopens() else FINISHED_FOR_GOOD)

    def finish(self) -> str:
        """Read to the end and nothing more to tag."""
        self.check_open()
        self.reading = readings.finish(self.project, self.coder, self.reading)
        self.edge = None
        self._done()
        told = f"Finished, with {wording.many(len(self.tags), 'tag')}."
        return f"{told} Press d to reopen it." if self.reopens() else told

    def reopens(self) -> bool:
        """Whether the document, once finished, can be reopened: not when its blind round was revealed, or is closed."""
        return rounds.reopens(self.project, self.reading)

    def reopen(self) -> str:
        """Take the finish back."""
        self.reading = readings.reopen(self.project, self.coder, self.reading)
        self._done()
        return "Open again"

    def set_document_memo(self, memo: str) -> str:
        """Write the memo on the document as a whole."""
        self.check_open()
        self.reading = readings.set_memo(self.project, self.coder, self.reading, memo.strip())
        self._done()
        return "Memo on the document kept" if self.reading.memo else "No memo on the document"

    def undo(self) -> tuple[str, Span | None]:
        """Take back the last action: what it was, and where. Raises Refused if there is nothing."""
        return self._turned(undo.undo(self.project, self.coder, self.reading), "Undone", "Nothing to undo here.")

    def redo(self) -> tuple[str, Span | None]:
        """Do again what was taken back; see `undo`."""
        return self._turned(
            undo.redo(self.project, self.coder, self.reading), "Done again", "Nothing to do again here."
        )

    # --- inside ---

    def _turned(self, words: str | None, what: str, nothing: str) -> tuple[str, Span | None]:
        if words is None:
            self.undoable, self.redoable = undo.state(self.project, self.coder, self.reading)
            raise Refused(nothing)
        old = set(self.tags_by_state())
        self.refresh()
        self.undoable, self.redoable = undo.state(self.project, self.coder, self.reading)
        changed = old.symmetric_difference(self.tags_by_state())
        spans = sorted((start, stop) for _, start, stop, _ in changed)
        back = [tag.id for tag in self.tags if (tag.id, tag.start, tag.stop, repr(tag)) in changed]
        if len(back) == 1:
            self.focus, self.edge = back[0], None
        return f"{what}: {words}", Span(*spans[0]) if spans else None

    def tags_by_state(self) -> list[tuple[str, int, int, str]]:
        """Each tag as what can be compared: id, start, stop and the rest in words."""
        return [(tag.id, tag.start, tag.stop, repr(tag)) for tag in self.tags]

    def _passage(self, place: Place) -> Span | None:
        """What a digit would tag here."""
        if place.selection is not None:
            return self._exact(place.selection)
        current = self.current(place)
        return Span(current.start, current.stop) if current is not None else None

    def _exact(self, selection: Span | None) -> Span | None:
        """The selection as it is kept: without blanks around it, out to whole graphemes."""
        if selection is None:
            return None
        inner = bare(self.text, selection)
        return snap(self.text, *inner) if inner.start < inner.stop else None

    def _add(self, code: str, passage: Span) -> str:
        self._same_codebook()
        new_tag = NewTag(code, passage.start, passage.stop)
        new = tags.add(self.project, self.coder, self.reading, [new_tag], text_id=self.document.text_id)
        if not self.reading.begun:
            self.reading = readings.of(self.project, self.coder, self.document, self.round)
        self._keep(add=new[0])
        self._used(code)
        return f"{self.name(code)} on {self.quote(new[0])}"

    def _edit(self, tag: Tag, **changes: Any) -> Tag:
        self.check_open()
        if "code" in changes:
            self._same_codebook()
        new = tags.edit(self.project, self.coder, tag, **changes)
        self._keep(remove=tag, add=new)
        return new

    def _keep(self, *, remove: Tag | None = None, add: Tag | None = None) -> None:
        """What was written just now, held here too; tags stay in the order of their place."""
        held = list(self.tags)  # a new one: the screen compares it with the one that it has
        if remove is not None:
            at = next(number for number, tag in enumerate(held) if tag.id == remove.id)
            del held[at], self._starts[at], self._by_id[remove.id]
        if add is not None:
            at = bisect_right(held, _place(add), key=_place)
            held.insert(at, add)
            self._starts.insert(at, add.start)
            self._by_id[add.id] = add
            self._longest = max(self._longest, add.stop - add.start)
            self.focus = add.id
        self.tags = held
        self._done()

    def _hold(self, held: list[Tag]) -> None:
        """The tags by place, and what makes finding those at a place quick among ten thousand: where they start, and
        how long the longest is, or was."""
        self.tags = held
        self._by_id = {tag.id: tag for tag in held}
        self._starts = [tag.start for tag in held]
        self._longest = max((tag.stop - tag.start for tag in held), default=0)

    def _done(self) -> None:
        self.undoable, self.redoable = True, False

    def _used(self, code: str) -> None:
        self.recent = [code, *(key for key in self.recent if key != code)]

    def _index(self, place: Place) -> int | None:
        """Number of the tag from which `]` and `[` go on: the one in focus, or the current one if it begins here."""
        tag = self.focused(place) or self.current(place)
        if tag is None or (tag.start != place.cursor and tag.id != self.focus):
            return None
        return self.tags.index(tag)

    def _to(self, tag: Tag | None, otherwise: str) -> Tag:
        if tag is None:
            raise Refused(otherwise)
        self.focus, self.edge = tag.id, None
        return tag

    def quote(self, tag: Tag) -> str:
        """The words of a tag's passage, shortened."""
        return wording.quote(self.text, Span(tag.start, tag.stop))

    def _same_codebook(self) -> None:
        """A tag is given under the round's codebook, so it must be the one that the coder sees."""
        if rounds.named(self.project, self.round.id).codebook != self.round.codebook:
            self.refresh()
            raise Refused(OTHER_CODEBOOK)


def _place(tag: Tag) -> tuple[int, int, str, str]:
    return tag.start, tag.stop, tag.code, tag.id
