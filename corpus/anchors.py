"""Where did this passage go when the text was corrected? To its place, changed or not; elsewhere; or nowhere.

What the alignment (`corpus.difference`) keeps needs no thought. A passage that was touched is compared with the words
that are in its place now, and with what stands around them. One that is not there any more is looked for in what is
new, and taken only with its surroundings. The same words elsewhere never win over changed words in the old place.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.aligning import may_be_near, near
from corpus.difference import Alignment, Kept, align, backwards, composed, kept, lengths, moved_letters
from corpus.folding import Folded, fold
from corpus.text import Span, snap

__all__ = [
    "Alignment", "Carried", "Limits", "State", "align", "backwards", "carry", "carry_all", "carry_through", "composed",
    "lengths",
]  # fmt: skip

State = Literal["kept", "moved and changed", "lost"]
"""The same words in their place; other words, or another place; no place."""


class Carried(NamedTuple):
    """Where a passage is now."""

    span: Span | None
    state: State
    score: float
    """How like the new words are to the old, 0 to 1."""
    doubtful: bool
    """Whether a person should look: True for all that is lost, elsewhere, or not much like it any more."""
    candidates: tuple[Span, ...] = ()
    """Of what is lost: where it may be."""


@dataclass(frozen=True)
class Limits:
    """Likenesses, 0 to 1, of letters; the numbers are those that placed 99.3 to 100 % of 10,000 passages in a study."""

    same: float = 0.85
    """Words in the old place that are that like are the passage, corrected."""
    changed: float = 0.5
    """Less like, down to this, they are it if what is around them is like the old …"""
    around: float = 0.6
    """… by as much as this."""
    rewritten: float = 0.25
    """Hardly like, down to this, they are a guess if what is around them …"""
    rewritten_around: float = 0.8
    """… is as like as this."""
    elsewhere: float = 0.9
    """Words elsewhere must be that like if the letters around them moved there too, and otherwise the same."""
    elsewhere_letters: int = 40
    """So many letters make a passage recognizable elsewhere by itself if there is one such place; fewer need …"""
    elsewhere_around: float = 0.75
    """… surroundings that are that like on one side, …"""
    better: float = 0.1
    """… and that much more than those of any other place."""
    short: int = 20
    """Of fewer letters, words that changed are doubtful unless what is around them is the same."""
    context: int = 32
    """Code points on each side that are looked at."""


DEFAULT = Limits()


def carry(span: Span, alignment: Alignment, old: str, new: str, limits: Limits = DEFAULT) -> Carried:
    """Where a passage of the old text is in the new one. For many passages `carry_all` prepares once."""
    return carry_all([span], alignment, old, new, limits)[0]


def carry_all(
    spans: Iterable[Span], alignment: Alignment, old: str, new: str, limits: Limits = DEFAULT
) -> list[Carried]:
    """Where each passage is, in their order. Depends on nothing but these values: the same now and in a year."""
    if lengths(alignment) != (len(old), len(new)):
        raise ValueError("the alignment is not of these texts")
    way = _Way(kept(alignment), old, new, limits)
    known: dict[Span, Carried] = {}
    return [known[span] if span in known else known.setdefault(span, way.carried(span)) for span in spans]


def carry_through(
    spans: Sequence[Span], texts: Sequence[str], alignments: Sequence[Alignment], limits: Limits = DEFAULT
) -> list[Carried]:
    """Through several corrections: texts[0] to texts[-1], with the alignment between each two.

    A text that comes back gives the passages back as they were. What one correction lost may be found again in the last
    text, by what all of them together kept."""
    last_same = max(k for k, text in enumerate(texts) if text == texts[0])
    texts, alignments = texts[last_same:], alignments[last_same:]
    if len(texts) == 1:
        return [Carried(span, "kept", 1.0, False) for span in spans]
    now = carry_all(spans, alignments[0], texts[0], texts[1], limits)
    whole = alignments[0]
    for old, new, alignment in zip(texts[1:-1], texts[2:], alignments[1:], strict=True):
        whole = composed(whole, alignment)
        there = [k for k, one in enumerate(now) if one.span is not None]
        moved = carry_all([span for one in now if (span := one.span) is not None], alignment, old, new, limits)
        for k, one in zip(there, moved, strict=True):
            now[k] = one._replace(doubtful=one.doubtful or now[k].doubtful)
    gone = [k for k, one in enumerate(now) if one.span is None]
    if len(texts) > 2 and gone:
        again = carry_all([spans[k] for k in gone], whole, texts[0], texts[-1], limits)
        for k, one in zip(gone, again, strict=True):
            now[k] = one._replace(doubtful=True)
    first, last = _Letters(texts[0]), _Letters(texts[-1])
    return [_compared(span, one, first, last) for span, one in zip(spans, now, strict=True)]


# --- one correction ---------------------------------------------------------------------------------------------------


@dataclass
class _Way:
    """From one text to the next, with what was prepared."""

    runs: list[Kept]
    old: str
    new: str
    limits: Limits

    @cached_property
    def _starts(self) -> list[int]:
        return [run.old for run in self.runs]

    def carried(self, span: Span) -> Carried:
        if not 0 <= span.start < span.stop <= len(self.old):
            raise ValueError(f"[{span.start}, {span.stop}) is no passage of a text of {len(self.old)} characters")
        k = bisect_right(self._starts, span.start) - 1
        if k >= 0 and span.stop <= self.runs[k].old + self.runs[k].length:
            start = span.start - self.runs[k].old + self.runs[k].new
            return Carried(Span(start, start + span.stop - span.start), "kept", 1.0, False)
        place = self._in_place(span)
        return (place and self._taken(span, place)) or self._elsewhere(span)

    def _in_place(self, span: Span) -> Span | None:
        """What is now where the passage was, by what is kept of it; None if nothing is."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = bisect_left(self._starts, span.stop) - 1
        inside = [
            run for run in self.runs[first : last + 1] if run.old < span.stop and run.old + run.length > span.start
        ]
        if not inside:
            return self._replaced(span)
        a, z = inside[0], inside[-1]
        start = a.new + span.start - a.old if a.old <= span.start else self._edge(a, span.start, before=True)
        inside_it = z.old + z.length >= span.stop
        stop = z.new + span.stop - z.old if inside_it else self._edge(z, span.stop, before=False)
        return snap(self.new, start, max(start + 1, stop)) if start < len(self.new) else None

    def _edge(self, run: Kept, at: int, *, before: bool) -> int:
        """An edge that went: as far into what came for it as it was into what went, then out to the word's edge."""
        k = bisect_left(self._starts, run.old)
        if before:
            previous = self.runs[k - 1] if k else Kept(0, 0, 0)
            came, went = run.new - previous.new - previous.length, run.old - at
            whole = run.old - previous.old - previous.length
            took = came if went == whole else min(came, went)
            return run.new - took
        following = self.runs[k + 1] if k + 1 < len(self.runs) else Kept(len(self.old), len(self.new), 0)
        end_old, end_new = run.old + run.length, run.new + run.length
        came, went, whole = following.new - end_new, at - end_old, following.old - end_old
        return end_new + (came if went == whole else min(came, went))

    def _replaced(self, span: Span) -> Span | None:
        """What came for a stretch of which nothing is kept, if that was not much more than the passage."""
        k = bisect_right(self._starts, span.start) - 1
        before = self.runs[k] if k >= 0 else Kept(0, 0, 0)
        after = self.runs[k + 1] if k + 1 < len(self.runs) else Kept(len(self.old), len(self.new), 0)
        start, stop = before.new + before.length, after.new
        went = after.old - before.old - before.length
        if start == stop or went > 2 * (span.stop - span.start) + 8 or stop - start > 3 * (span.stop - span.start) + 8:
            return None
        return snap(self.new, start, stop)

    def _taken(self, span: Span, place: Span) -> Carried | None:
        """Whether what is there now is the passage."""
        letters_old, letters_new = self._old.of(*span), self._new.of(*place)
        limits = self.limits
        if not letters_new and letters_old:
            return None
        score = (
            _like(letters_old, letters_new) if letters_old else _like(self.old[slice(*span)], self.new[slice(*place)])
        )
        if score < limits.rewritten:
            return None
        around = 1.0
        if score < limits.same or len(letters_old) < limits.short:
            around = self._around(span, place, limits.around if score >= limits.changed else limits.rewritten_around)
        if score == 1.0:
            return Carried(place, "kept", 1.0, around < limits.around)
        if score >= limits.same:
            doubtful = around < limits.rewritten_around or self._better_elsewhere(span, score)
            return Carried(place, "moved and changed", score, doubtful)
        if (score >= limits.changed and around >= limits.around) or around >= limits.rewritten_around:
            return Carried(place, "moved and changed", score, True)
        return None

    def _better_elsewhere(self, span: Span, score: float) -> bool:
        """Whether the very passage came elsewhere. It stays where it was; but someone should look."""
        if score > 0.95 and not self._moves:
            return False
        moved = self._moved(span)
        return moved is not None and moved[1] > score

    def _around(self, span: Span, place: Span, least: float) -> float:
        """How like the surroundings are: the mean of both sides. The second one is left out when the first is so unlike
        that they can't be this like: in a text that is another one altogether, that is nearly always so."""
        before = self._before(span, place)
        return (before + self._after(span, place)) / 2 if before + 1 >= 2 * least else before / 2

    def _before(self, span: Span, place: Span) -> float:
        n = self.limits.context
        before = self._old.masked(max(0, span.start - n), span.start)
        there = self._new.masked(max(0, place.start - n), place.start)
        return _like(before[-24:], there[-24:])

    def _after(self, span: Span, place: Span) -> float:
        n = self.limits.context
        after = self._old.masked(span.stop, min(len(self.old), span.stop + n))
        there = self._new.masked(place.stop, min(len(self.new), place.stop + n))
        return _like(after[:24], there[:24])

    def _elsewhere(self, span: Span) -> Carried:
        """The passage among what came, if what is around it moved too, or if it is long and there is one such place."""
        if moved := self._moved(span):
            return Carried(moved[0], "moved and changed", moved[1], True)
        letters = self._old.of(*span)
        places = self._came.places(letters) if len(letters) >= _GRAM else []
        ranked = sorted(
            ((max(self._before(span, place), self._after(span, place)), place) for place in places), reverse=True
        )
        if ranked:
            fit, place = ranked[0]
            alone = len(ranked) == 1 or fit >= ranked[1][0] + self.limits.better
            known = fit >= self.limits.elsewhere_around
            if alone and (known or (len(ranked) == 1 and len(letters) >= self.limits.elsewhere_letters)):
                return Carried(self._edged(span, place), "moved and changed", 1.0, True)
        return Carried(None, "lost", 0.0, True, tuple(place for _, place in ranked[:5]))

    def _moved(self, span: Span) -> tuple[Span, float] | None:
        """Where the passage went with the stretch that it lay in, and how like it is there."""
        first, last = self._went.at(span.start), self._went.at(span.stop)
        letters = self._went.letters[first:last]
        if not letters or "\0" in letters:
            return None
        begins, ends = self._move_edges
        near_by = self._moves[bisect_left(ends, first - _REACH) : bisect_right(begins, last + _REACH)]
        if sum(move.length for move in near_by) < _LEAST_MOVED or len(letters) < len(self._old.of(*span)):
            return None
        by_shift = sorted((move.new - move.old, move.length) for move in near_by)
        shifts = [shift for shift, _ in by_shift]
        upto = [0, *accumulate(length for _, length in by_shift)]
        best, share = None, 0
        for move in near_by:
            shift = move.new - move.old
            together = upto[bisect_right(shifts, shift + _SLIP)] - upto[bisect_left(shifts, shift - _SLIP)]
            distance = max(0, move.old - first, first - move.old - move.length)
            if (together, -distance) > (share, 0) or best is None or (together == share and distance < best[1]):
                best, share = (shift, distance), together
        if best is None or share < _LEAST_MOVED:
            return None
        start, stop = max(0, first + best[0]), max(0, last + best[0])
        hay = self._came.letters
        stop = min(stop, len(hay))
        if not may_be_near(letters, hay, start, stop, int((1 - self.limits.elsewhere) * len(letters)) + 1):
            return None
        aligned = near(letters, hay, start, stop)
        score = max(0.0, 1 - aligned.edits / len(letters))
        if score < self.limits.elsewhere or "\0" in hay[aligned.start : aligned.stop]:
            return None
        return self._edged(span, self._came.span(aligned.start, aligned.stop)), score

    def _edged(self, span: Span, place: Span) -> Span:
        """The place with the marks at its edges that the passage had."""
        words, (start, stop) = self.old[span.start : span.stop], place
        first = next((k for k, c in enumerate(words) if c.isalnum()), 0)
        last = next((k for k, c in enumerate(reversed(words)) if c.isalnum()), 0)
        for c in reversed(words[:first]):
            if start == 0 or self.new[start - 1] != c:
                break
            start -= 1
        for c in words[len(words) - last :]:
            if stop == len(self.new) or self.new[stop] != c:
                break
            stop += 1
        return snap(self.new, start, stop)

    @cached_property
    def _old(self) -> "_Letters":
        return _Letters(self.old)

    @cached_property
    def _new(self) -> "_Letters":
        return _Letters(self.new)

    @cached_property
    def _went(self) -> "_Stretches":
        """What is not kept of the old text."""
        return _Stretches.of(self.old, [(run.old, run.old + run.length) for run in self.runs])

    @cached_property
    def _came(self) -> "_Stretches":
        """What was not there before."""
        return _Stretches.of(self.new, [(run.new, run.new + run.length) for run in self.runs])

    @cached_property
    def _moves(self) -> list[Kept]:
        """Letters that went in one place and came in another, where there is only one such place of each."""
        return [Kept(*move) for move in moved_letters(self._went.letters, self._came.letters)]

    @cached_property
    def _move_edges(self) -> tuple[list[int], list[int]]:
        """Where the moves begin in what went and where they end; both rise."""
        return [move.old for move in self._moves], [move.old + move.length for move in self._moves]


@dataclass(frozen=True)
class _Letters:
    """The letters of any part of a text: blocks of it are folded once, since a fold of its own for each of some short
    parts of 10,000 passages takes seconds."""

    text: str
    blocks: dict[int, Folded] = field(default_factory=dict)

    def of(self, start: int, stop: int) -> str:
        """The letters of text[start:stop], numbers and stamps between the words too: each is what its code point
        becomes, wherever the part begins."""
        found = []
        for k in range(start // _BLOCK, -(-stop // _BLOCK)):
            block = self.blocks.get(k)
            if block is None:
                block = fold(self.text, k * _BLOCK, min((k + 1) * _BLOCK, len(self.text)), masked=False)
                self.blocks[k] = block
            found.append(block.letters[block.at(start) : block.at(stop)])
        return "".join(found)

    def masked(self, start: int, stop: int) -> str:
        """The letters of text[start:stop] without numbers and stamps, as `fold` gives them."""
        if _DIGIT.search(self.text, start, stop):
            return fold(self.text, start, stop).letters
        return self.of(start, stop)


@dataclass(frozen=True)
class _Stretches:
    """The letters of parts of a text, NUL between two parts, each with its place."""

    letters: str
    offsets: "NDArray[np.int64]"

    @cached_property
    def _grams(self) -> "NDArray[np.bool_]":
        """By the lower bits of its hash, whether some letters running, _GRAM of them, are there; now and then also for
        some that are not."""
        hashes = _hashes(self.letters)
        there = np.zeros(1 << min(25, (4 * len(hashes)).bit_length()), np.bool_)
        there[hashes & np.uint64(len(there) - 1)] = True
        return there

    @classmethod
    def of(cls, text: str, but: list[tuple[int, int]]) -> "_Stretches":
        """Of everything but these; a kept stretch of a few code points inside what went parts nothing."""
        letters, offsets, at = list[str](), list[NDArray[np.int64]](), 0
        for start, stop in [*((a, b) for a, b in but if b - a >= _PARTING), (len(text), len(text))]:
            if start - at >= 8:
                part = fold(text, at, start, masked=False)
                letters.append(part.letters + "\0")
                offsets.append(np.append(part.offsets, start))
            at = stop
        return cls("".join(letters), np.concatenate(offsets) if offsets else np.zeros(0, np.int64))

    def at(self, offset: int) -> int:
        """The first letter at or behind this code point."""
        return int(np.searchsorted(self.offsets, offset))

    def span(self, start: int, stop: int) -> Span:
        """Where letters [start, stop) stand."""
        return Span(int(self.offsets[start]), int(self.offsets[stop - 1]) + 1)

    def places(self, letters: str, most: int = 50) -> list[Span]:
        """Where exactly these letters (_GRAM or more) stand. To read 1 MB for each of 10,000 passages takes seconds, so
        those of which some piece is nowhere are told apart first."""
        if not self._grams[_hashes(letters) & np.uint64(len(self._grams) - 1)].all():
            return []
        found, at = list[Span](), self.letters.find(letters)
        while at >= 0 and len(found) < most:
            found.append(self.span(at, at + len(letters)))
            at = self.letters.find(letters, at + 1)
        return found


_BLOCK = 2048  # code points
_DIGIT = re.compile("[0-9]")
_GRAM = 8  # letters
_PARTING = 24  # code points kept: fewer are chance, or what is left of a sentence that was moved away
_REACH = 300  # letters around a passage in which its companions are looked for
_SLIP = 30  # letters by which companions may have shifted against each other
_LEAST_MOVED = 24  # letters that must have moved together


def _hashes(letters: str) -> "NDArray[np.uint64]":
    """Of each _GRAM letters running; none for fewer."""
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    count = max(0, len(codes) - _GRAM + 1)
    hashes = np.zeros(count, np.uint64)
    for at in range(_GRAM):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + codes[at : at + count]
    return hashes ^ (hashes >> np.uint64(29))


def _like(a: str, b: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(a, b)


def _compared(span: Span, now: Carried, first: _Letters, last: _Letters) -> Carried:
    """The state after several corrections: by the words that there were and that there are."""
    if now.span is None:
        return now
    score = _like(first.of(*span), last.of(*now.span))
    state: State = "kept" if score == 1.0 and now.state == "kept" else "moved and changed"
    if score == 1.0 and not now.doubtful:
        state = "kept"
    return now._replace(state=state, score=score)
