"""Moving one edge of a passage by letter, word or sentence. Pure."""

from collections.abc import Callable
from typing import Literal

from corpus.text import Span, bare, bare_word, sentences, snap, words

Edge = Literal["start", "stop"]
Unit = Literal["letter", "word", "sentence"]

_REACH = {"word": 300, "sentence": 5_000}
"""How far from the edge the text is looked at, in characters: a key costs the same in a text of any length."""


def moved(text: str, span: Span, edge: Edge, unit: Unit, forward: bool) -> Span:
    """The span with one edge at the next place of that kind: a first edge goes to where words begin, a last one to
    where they end, and blanks are no letters; so what was moved neither begins nor ends with blanks. At the end of the
    text, or when nothing would be left, the span stays as it is."""
    at = span.start if edge == "start" else span.stop
    to = _letter(text, at, edge, forward) if unit == "letter" else _nearest(text, at, edge, unit, forward)
    new = Span(to, span.stop) if edge == "start" else Span(span.start, to)
    if to == at or new.start >= new.stop or not text[new.start : new.stop].strip():
        return span
    return snap(text, *bare(text, new))


def _letter(text: str, at: int, edge: Edge, forward: bool) -> int:
    """The passage grows over blanks and the letter behind them; when it shrinks, the blanks go with the letter."""
    if forward:
        last = _letter_from(text, range(at, len(text)), skip=edge == "stop")
        return at if last is None else snap(text, last, last + 1).stop
    first = _letter_from(text, range(at - 1, -1, -1), skip=edge == "start")
    return at if first is None else snap(text, first, first + 1).start


def _letter_from(text: str, places: range, *, skip: bool) -> int | None:
    """The first of the places; with `skip` the first at which no blank stands."""
    return next((place for place in places if not skip or not text[place].isspace()), None)


def _nearest(text: str, at: int, edge: Edge, unit: Unit, forward: bool) -> int:
    reach = _REACH[unit]
    low, high = max(0, at - reach), min(len(text), at + reach)
    split: Callable[[str, int, int], list[Span]] = words if unit == "word" else sentences
    core: Callable[[str, Span], Span] = bare_word if unit == "word" else bare
    cores = [core(text, tile) for tile in split(text, low, high)]
    places = [span.start if edge == "start" else span.stop for span in cores if span.start < span.stop]
    if forward:
        return next((place for place in places if place > at), at)
    return next((place for place in reversed(places) if place < at), at)
