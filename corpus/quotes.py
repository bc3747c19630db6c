"""Where does this quote stand? Found, in several places, perhaps here, or nowhere: never a guess dressed as a find.

A quote is looked for exactly, then by its letters alone (`corpus.folding`), then in the pieces around its ellipses,
then with errors, then with gaps in the text; the first that holds, holds. Places are code points, ends exclusive, at
the edges of graphemes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from corpus.aligning import Aligned, chained, common, infix, near
from corpus.folding import Folded, between_words
from corpus.index import Block, Index, Interrupted, Plain, Source, Stop
from corpus.meaning import contrary
from corpus.places import DOUBLE, INSIDE, SAME_WORDS, SINGLE, TYPOGRAPHY, How, Match, apart, placed, rank_of, with_marks
from corpus.wanted import Wanted, wanted, without_additions

__all__ = [
    "Answer", "How", "Index", "Interrupted", "Match", "Plain", "Source", "Status", "Thresholds", "everywhere", "locate",
    "pattern_of",
]  # fmt: skip

Status = Literal["found", "ambiguous", "unsure", "not found"]
"""One place; several about equally good ones; a guess that is too weak, or a quote too short; none worth telling."""


@dataclass(frozen=True)
class Thresholds:
    """From when on a place is taken. A score is 1 - edits / letters; lengths are letters and digits of the quote.

    The numbers are those of a study with 400 damaged and 120 absent quotes in 10 KB to 100 MB of text: with them 1 to 3
    of 100 absent ones were taken, all near copies, and none of the rest. By chance an absent quote reached .94 with
    under 20 letters, .91 with 20 to 29, .79 with 30 to 59, .68 with more."""

    short: int = 20
    """Of fewer letters only the same words are taken: "Abu Salim" is too like "Abu Selim"."""
    steps: tuple[tuple[int, float], ...] = ((60, 0.72), (30, 0.80), (20, 0.85))
    """From this many letters on, this score is enough."""
    gap: float = 0.05
    """A quote with gaps in the text needs that much more, since its pieces may be moved."""
    floor: float = 0.60
    """Below this score nothing is worth showing: of true places none was below .62."""
    margin: float = 0.03
    """A second place that is worse by no more than this makes it ambiguous, …"""
    margin_edits: float = 1.5
    """… or by no more than this many edits, which matter in a short quote."""
    sure: float = 0.9
    """Above this score no further effort is made: gaps, additions of the quoter, a wider search."""
    reach: int = 4_000
    """Letters from one piece of a quote with ellipses to the next."""
    longest: int = 20_000
    """Letters: more are not looked for with errors."""
    most: int = 1_000
    """Places: of more, this many are told and the answer says that there are more."""
    guesses: int = 5
    """So many places with errors are told."""

    def needed(self, letters: int) -> float:
        """The score that is enough for so many letters; above 1 if none is."""
        return next((score for least, score in self.steps if letters >= max(least, self.short)), 1.01)


@dataclass(frozen=True)
class Answer:
    """What became of a quote. Only *found* may be taken without asking, and then it is the first match."""

    quote: str
    status: Status
    matches: tuple[Match, ...] = ()
    """Best first; for *ambiguous* the equally good ones and whatever is worse, for *unsure* the guesses."""
    complete: bool = True
    """Whether all equal places are among the matches."""


DEFAULT = Thresholds()


def _never() -> bool:
    return False


def locate(
    quote: str, texts: Mapping[str, str] | Source, thresholds: Thresholds = DEFAULT, stop: Stop = _never
) -> Answer:
    """Where the quote stands in these texts (by id), or in those of an index, which pays from about 1 MB on.

    `stop` is asked every few milliseconds, and Interrupted raised when it says so."""
    search = _Search(_source(texts), thresholds, stop)
    asked = wanted(quote)
    if not asked.letters:
        return Answer(quote, "not found")
    unsure: _Outcome | None = None
    for look in (search.equal, search.pieces, search.rough):
        outcome = look(asked)
        if outcome is not None and outcome[0] in ("found", "ambiguous"):
            return Answer(quote, *outcome)
        if outcome is not None and outcome[0] == "unsure":
            unsure = unsure or outcome
    return Answer(quote, *(unsure or ("not found", (), True)))


def everywhere(
    quote: str,
    texts: Mapping[str, str] | Source,
    thresholds: Thresholds = DEFAULT,
    stop: Stop = _never,
    *,
    least: float | None = None,
) -> list[Match]:
    """Every place that is good enough to be this quote, equal ones first, then the likest, of any text.

    Unlike `locate` it does not stop at equal places; at most as many places with errors as there are blocks looked at.
    With `least` a place needs this score, whatever the thresholds say; short quotes have equal places only."""
    search, asked = _Search(_source(texts), thresholds, stop), wanted(quote)
    equal = [match for _, match in search.equal_places(asked)[0]] if asked.letters else []
    if not thresholds.short <= len(asked.letters) <= thresholds.longest:
        return equal
    like = search.fuzzy(asked, thorough=True)
    if least is None:
        needed = thresholds.needed(len(asked.letters))
        return apart([*equal, *(match for match in like if match.whole and match.score >= needed)])
    return apart([*equal, *(match for match in like if match.score >= least)])


def pattern_of(quote: str) -> str:
    """A pattern for the quote in which blanks match blanks, and quotation marks their like."""
    pattern, at = [], 0
    for part in _PARTS.finditer(quote):
        pattern.append(re.escape(quote[at : part.start()]))
        mark = part[0]
        kind = SINGLE if mark in SINGLE else DOUBLE
        pattern.append(r"\s+" if mark.isspace() else f"[{re.escape(kind)}]")
        at = part.end()
    return "".join(pattern) + re.escape(quote[at:])


# --- the search -------------------------------------------------------------------------------------------------------

_Outcome = tuple[Status, tuple[Match, ...], bool]


@dataclass(frozen=True)
class _Search:
    """One question to some texts."""

    source: Source
    thresholds: Thresholds
    stop: Stop

    def equal(self, asked: Wanted) -> _Outcome | None:
        """Where the same letters stand. Several are told apart only by what a quoter does not change."""
        ranked, complete = self.equal_places(asked)
        if not ranked:
            return None
        matches = tuple(match for _, match in ranked)
        short = len(asked.letters) < self.thresholds.short
        if short and ranked[0][0] > SAME_WORDS:
            return "unsure", matches, complete
        if matches[0].how != "exact" and self._contrary(asked.words, matches[0]):
            return "unsure", matches, complete
        rivals = [match for rank, match in ranked if short or rank <= max(TYPOGRAPHY, ranked[0][0])]
        return ("found" if len(rivals) == 1 and complete else "ambiguous"), matches, complete

    def equal_places(self, asked: Wanted) -> tuple[list[tuple[int, Match]], bool]:
        """All places of the same letters with how like they are (0 is best); and whether these are all."""
        whole, inside = dict[tuple[str, int], tuple[int, Match]](), dict[tuple[str, int], tuple[int, Match]]()
        complete, skipped, n = True, 0, len(asked.letters)
        pad = 64 if n <= 512 else 3 * n
        for block in self.source.having(asked.letters, self.stop):
            self._ask()
            part, text = self.source.folded(block, pad), self.source.texts[block.id]
            at = part.letters.find(asked.letters)
            while at >= 0 and complete:
                places = whole if between_words(text, part, at) and between_words(text, part, at + n) else inside
                if places is inside and len(inside) >= self.thresholds.most:  # go on: a whole word is worth more
                    self._ask()
                    skipped += 1
                    complete = skipped < _SKIPPED
                    at = part.letters.find(asked.letters, at + 1)
                    continue
                span = with_marks(text, part.span(at, at + n), asked.words)
                how: How = "exact" if text[span.start : span.stop] == asked.words else "folded"
                match = Match(block.id, *span, 1.0, how, (span,))
                places.setdefault((block.id, span.start), (rank_of(text, span, asked.words), match))
                complete = len(whole) < self.thresholds.most
                at = part.letters.find(asked.letters, at + 1)
            if not complete:
                break
        found = whole or {key: (max(rank, INSIDE), match) for key, (rank, match) in inside.items()}
        complete = complete and (bool(whole) or not skipped)
        return sorted(found.values(), key=lambda one: (one[0], one[1].id, one[1].start)), complete

    def pieces(self, asked: Wanted) -> _Outcome | None:
        """Where the parts around the ellipses stand, in order, around the longest."""
        if len(asked.parts) < 2:
            return self.equal(asked._replace(letters=asked.parts[0])) if asked.parts else None
        longest = max(range(len(asked.parts)), key=lambda k: len(asked.parts[k]))
        anchor = Wanted(asked.parts[longest], asked.parts[longest], (asked.parts[longest],))
        ranked, complete = self.equal_places(anchor)
        anchors = [match for _, match in ranked] or self.fuzzy(anchor)[:3]
        done = [chain for match in anchors if (chain := self._around(asked.parts, longest, match))]
        matches = apart(sorted(done, key=lambda match: (-match.score, not match.whole)))
        outcome = self._decided(matches, asked.words, sum(map(len, asked.parts)))
        return ("unsure", *outcome[1:]) if outcome[0] == "found" and not complete else outcome

    def _around(self, parts: tuple[str, ...], longest: int, anchor: Match) -> Match | None:
        """The other parts before and after this place of the longest; *whole* if all are there."""
        self._ask()
        text, reach = self.source.texts[anchor.id], self.thresholds.reach
        block = Block(anchor.id, anchor.start, anchor.stop)
        part = self.source.folded(block, 2 * reach)
        first, last = part.at(anchor.start), part.at(anchor.stop)
        edits = round((1 - anchor.score) * len(parts[longest]))
        spans, missing, edge = [(first, last)], 0, last
        for wanted_part in parts[longest + 1 :]:
            found = _beside(text, part, wanted_part, edge, min(edge + reach, len(part.letters)))
            edits += found[0]
            missing += found[1] is None
            if found[1]:
                spans.append(found[1])
                edge = found[1][1]
        edge = first
        for wanted_part in reversed(parts[:longest]):
            found = _beside(text, part, wanted_part, max(0, edge - reach), edge, backwards=True)
            edits += found[0]
            missing += found[1] is None
            if found[1]:
                spans.append(found[1])
                edge = found[1][0]
        aligned, letters = Aligned(edits, tuple(sorted(spans))), "".join(parts)
        if edits >= len(letters):
            return None
        return placed(text, part, aligned, letters, anchor.id, "pieces")._replace(whole=not missing)

    def rough(self, asked: Wanted) -> _Outcome:
        """With errors; with what the quoter added taken away; with gaps."""
        letters = len(asked.letters)
        if letters > self.thresholds.longest:
            return "not found", (), True
        guesses = self.fuzzy(asked)
        best = guesses[0].score if guesses else 0.0
        if best < 0.97:
            for fewer in without_additions(asked.words):
                outcome = self.equal(fewer) or self.pieces(fewer)
                if outcome and outcome[0] in ("found", "ambiguous"):
                    return outcome[0], tuple(m._replace(how="fuzzy") for m in outcome[1]), outcome[2]
                guesses += self.fuzzy(fewer)
        guesses = apart(sorted(guesses, key=lambda match: -match.score))
        outcome = self._decided(guesses, asked.words, letters)
        return self._guessed(guesses) if len(asked.parts) > 1 else outcome

    def fuzzy(self, asked: Wanted, *, thorough: bool = False) -> list[Match]:
        """The places with the fewest errors, best first, those with gaps among them."""
        found = list[Match]()
        for effort in (0, 1):
            blocks = self.source.like(asked.letters, self.stop, effort)
            found = self._refined(asked, blocks, thorough=thorough)
            if isinstance(self.source, Plain) or (found and found[0].score >= self.thresholds.sure):
                break
        return [match for match in found if match.score >= self.thresholds.floor]

    def _refined(self, asked: Wanted, blocks: list[Block], *, thorough: bool) -> list[Match]:
        rough = list[tuple[float, Block, tuple[int, int], Folded]]()
        pad, best = len(asked.words) // 3 + 64 if len(asked.letters) <= 512 else 2 * len(asked.words) + 64, 0.0
        for block in blocks:
            self._ask()
            part = self.source.folded(block, pad)
            for score, place in _rough_places(asked.letters, part.letters, max(_ROUGH, best - _ROUGH_MARGIN)):
                best = max(best, score)
                rough.append((score, block, place, part))
        rough = sorted((one for one in rough if one[0] >= best - _ROUGH_MARGIN), key=lambda one: -one[0])
        found = list[Match]()
        for _, block, place, part in rough[: len(rough) if thorough else 8]:
            self._ask()
            aligned = near(asked.letters, part.letters, *place, asked.heads, asked.tails)
            found.append(self._match_of(asked, aligned, block.id, part, "fuzzy"))
        found = apart(sorted(found, key=lambda match: -match.score))
        if len(asked.letters) >= 2 * self.thresholds.short and (not found or found[0].score < self.thresholds.sure):
            found += self._with_gaps(asked, blocks)
        return apart(sorted(found, key=lambda match: -match.score))

    def _with_gaps(self, asked: Wanted, blocks: list[Block]) -> Iterator[Match]:
        """Around the few blocks that hold the most pieces of the quote."""
        held = [(common(asked.letters, self.source.folded(block, 64).letters), block) for block in blocks[:12]]
        held = sorted((one for one in held if one[0] >= _HELD), key=lambda one: -one[0])
        for _, block in held[:4]:
            self._ask()
            part = self.source.folded(block, 2_000 + 2 * len(asked.words))
            if in_pieces := chained(asked.letters, part.letters):
                yield self._match_of(asked, in_pieces, block.id, part, "gapped")

    def _match_of(self, asked: Wanted, aligned: Aligned, id_: str, part: Folded, how: How) -> Match:
        return placed(self.source.texts[id_], part, aligned, asked.letters, id_, how, asked.words)

    def _decided(self, guesses: list[Match], words: str, letters: int) -> _Outcome:
        """Whether the best of these, sorted, is good enough, says no other thing, and stands alone."""
        limits = self.thresholds
        if not guesses:
            return "not found", (), True
        best = guesses[0]
        if not best.whole or best.score < limits.needed(letters) + (limits.gap if best.how == "gapped" else 0):
            return self._guessed(guesses)
        if self._contrary(words, best):
            return self._guessed(guesses)
        margin = max(limits.margin, limits.margin_edits / letters)
        rivals = [match for match in guesses if match.score >= best.score - margin]
        return ("found" if len(rivals) == 1 else "ambiguous"), tuple(guesses[: max(len(rivals), limits.guesses)]), True

    def _contrary(self, words: str, match: Match) -> bool:
        """Whether the words there have another negation or number; short words in a gap within a line count."""
        text, there = self.source.texts[match.id], ""
        for piece, following in zip_longest(match.pieces, match.pieces[1:]):
            there += text[slice(*piece)]
            gap = text[piece.stop : following.start] if following else ""
            said = match.how != "pieces" and len(gap) <= _SAID_BETWEEN and "\n" not in gap
            there += gap if said else "\n"
        return contrary(words, there)

    def _guessed(self, guesses: list[Match]) -> _Outcome:
        some = tuple(match for match in guesses if match.score >= self.thresholds.floor)[: self.thresholds.guesses]
        return ("unsure" if some else "not found"), some, True

    def _ask(self) -> None:
        if self.stop():
            raise Interrupted


def _source(texts: Mapping[str, str] | Source) -> Source:
    return Plain(texts) if isinstance(texts, Mapping) else texts


# --- places -----------------------------------------------------------------------------------------------------------

_ROUGH, _ROUGH_MARGIN = 52.0, 25.0
"""Partial ratios, 0 to 100: below the first no place reaches the floor; so much worse than the best none is better."""
_SAID_BETWEEN = 30
"""Code points between two pieces that may be words which the quote leaves out, and not who spoke."""
_HELD = 0.2
"""Share of a quote's pieces of six letters that a part must have for gaps to be worth looking for."""
_SKIPPED = 100_000
"""Hits within words, beyond those told, that are passed by in search of whole ones: half a second."""
_PARTS = re.compile(rf"\s+|[{SINGLE}]|[{re.escape(DOUBLE)}]")


def _rough_places(letters: str, hay: str, least: float) -> Iterator[tuple[float, tuple[int, int]]]:
    """Up to three places in the hay by rapidfuzz's window, of the quote or of parts of a long one."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    if len(hay) <= len(letters):
        yield 100.0, (0, len(hay))
        return
    middle = (len(letters) - 300) // 2
    chunks = [(0, letters)]
    if len(letters) > 512:
        chunks = [(at, letters[at : at + 300]) for at in (0, middle, len(letters) - 300)]
    for offset, chunk in chunks:
        todo, told = [(0, len(hay))], 0
        while todo and told < 3:
            start, stop = todo.pop()
            if stop - start < len(chunk):
                continue
            found = partial_ratio_alignment(chunk, hay[start:stop], score_cutoff=least)
            if found is None or found.dest_end == found.dest_start:
                continue
            a, b = start + found.dest_start, start + found.dest_end
            yield found.score, (max(0, a - offset), min(len(hay), a - offset + len(letters)))
            least, told = max(least, found.score - 8), told + 1
            todo += [(start, a), (b, stop)]


def _beside(
    text: str, part: Folded, letters: str, first: int, last: int, *, backwards: bool = False
) -> tuple[int, tuple[int, int] | None]:
    """The next place of a piece in part[first:last] with its edits; if it is nowhere, all its letters are edits."""
    n = len(letters)
    at = part.letters.rfind(letters, first, last) if backwards else part.letters.find(letters, first, last)
    while at >= 0:
        if between_words(text, part, at) and between_words(text, part, at + n):
            return 0, (at, at + n)
        again = (part.letters.rfind, first, at + n - 1) if backwards else (part.letters.find, at + 1, last)
        at = again[0](letters, *again[1:])
    if n >= 10 and last > first:
        edits, ((start, stop),) = infix(letters, part.letters[first:last])
        if edits <= n // 4:
            return edits, (first + start, first + stop)
    return n, None
