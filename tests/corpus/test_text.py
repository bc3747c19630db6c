"""What is kept as a text, and the spans in it: they tile it, and nothing is ever cut inside a character."""

import hashlib
from itertools import pairwise

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.refused import Refused
from corpus.text import (
    MAX_LENGTH,
    Span,
    bare,
    bare_word,
    canonical,
    count_words,
    paragraphs,
    sentences,
    snap,
    text_id,
    words,
)

E_ACUTE, FAMILY, SYRIA, WARNING = "e\u0301", "👩\u200d👩\u200d👦", "🇸🇾", "⚠\ufe0f"
PIECES = [*"abAB .!?…\n\t'\"“”()[]12:-*#•_،؟。中ياж", "\u00a0", "\u2028", "No. ", "e.g. ", "Q: ", "\n\n", "\n- "]
PIECES += [E_ACUTE, FAMILY, SYRIA, WARNING, "\u0301", "\ufe0f", "🇩", "क्ष", "각", "\x1b", "\u202e"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
QUICK = settings(deadline=None, max_examples=100)


def edges(text):
    return [*(match.start() for match in regex.finditer(r"\X", text)), len(text)]


# --- what is kept -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("one\r\r\ntwo", "one\n\ntwo"),
        ("\ufeffone", "one"),
        ("one\ufeff", "one\ufeff"),
        ("  one \t\n\n", "  one \t\n\n"),
        ("cafe\u0301 ﬁ “q” — a\u200db", "cafe\u0301 ﬁ “q” — a\u200db"),
    ],
)
def test_only_line_ends_and_the_leading_mark_are_changed(raw, kept):
    assert canonical(raw) == kept


@given(st.text(max_size=60))
@QUICK
def test_a_kept_text_is_kept_as_it_is(raw):
    kept = canonical("a" + raw.replace("\0", "\r"))
    assert "\r" not in kept
    assert canonical(kept) == kept


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", "the text is empty"),
        ("\ufeff", "the text is empty"),
        (" \r\n\t\u3000", "the text is empty"),
        ("one\ntwo\0", "there is a NUL at character 8 (line 2)"),
        ("one\ud800", "half a character (a lone surrogate) at character 4 (line 1)"),
        ("a" * (MAX_LENGTH + 1), "the text has 20,000,001 characters and a document holds at most 20,000,000"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(raw, why):
    with pytest.raises(Refused) as refused:
        canonical(raw)
    assert why in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_twenty_million_characters_are_kept():
    assert len(canonical("ab\r\n" * (MAX_LENGTH // 3) + "ab")) == MAX_LENGTH


def test_a_text_is_named_by_the_sha256_of_its_utf8():
    assert text_id("Ahlan, أهلا") == hashlib.sha256("Ahlan, أهلا".encode()).hexdigest()
    assert text_id("one") != text_id("one ")


# --- tiles ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tiles", [paragraphs, sentences, words])
@given(text=TEXTS)
@QUICK
def test_every_code_point_lies_in_exactly_one_tile(tiles, text):
    spans = tiles(text)
    assert "".join(text[span.start : span.stop] for span in spans) == text
    assert all(a.start < a.stop == b.start < b.stop for a, b in pairwise(spans))


@pytest.mark.parametrize("tiles", [sentences, words])
@given(text=TEXTS, data=st.data())
@QUICK
def test_a_part_is_tiled_from_its_start_to_its_stop(tiles, text, data):
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    spans = tiles(text, start, stop)
    assert "".join(text[a:b] for a, b in spans) == text[start:stop]
    assert [span.start for span in spans] == sorted({span.start for span in spans})


@pytest.mark.parametrize("tiles", [paragraphs, sentences, words])
@given(text=st.lists(st.sampled_from([p for p in PIECES if p != "\u0301" and p != "\ufe0f"]), max_size=40).map("".join))
@QUICK
def test_no_tile_begins_inside_a_grapheme(tiles, text):
    assert {span.start for span in tiles(text)} <= set(edges(text))


@given(text=TEXTS)
@QUICK
def test_a_paragraph_begins_a_sentence(text):
    assert {span.start for span in paragraphs(text)} <= {span.start for span in sentences(text)}


def test_an_empty_text_has_no_tiles():
    assert paragraphs("") == sentences("") == words("") == []


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("We left, at night.", ["We ", "left, ", "at ", "night."]),
        ("“We left”", ["“", "We ", "left”"]),
        ("didn’t can't U.S. 3.50", ["didn’t ", "can't ", "U.S. ", "3.50"]),
        ("al-Bab", ["al-", "Bab"]),
        ("we _really_ left", ["we ", "_really_ ", "left"]),
        ("__Omar__ dezo_21", ["__Omar__ ", "dezo_21"]),
        ("他们来了", ["他", "们", "来", "了"]),
        ("ذهبنا إلى", ["ذهبنا ", "إلى"]),
        (f"caf{E_ACUTE}s {SYRIA} x", [f"caf{E_ACUTE}s {SYRIA} ", "x"]),
        ("… — !", ["… — !"]),
    ],
)
def test_a_word_has_the_blanks_and_marks_after_it(text, split):
    assert [text[span.start : span.stop] for span in words(text)] == split


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("… — !", 0), ("We left, at night.", 4), ("他们来了。", 4), ("didn’t", 1), ("_one_ two", 2)],
)
def test_words_are_counted_as_they_are_split(text, count):
    assert count_words(text) == count


@given(text=TEXTS)
@QUICK
def test_the_bare_span_is_the_span_without_its_blanks(text):
    for span in [*paragraphs(text), *sentences(text), *words(text)]:
        found = bare(text, span)
        assert text[found.start : found.stop] == text[span.start : span.stop].strip()
        assert span.start <= found.start <= found.stop <= span.stop


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("left, ", "left"),
        (" “didn’t…” ", "didn’t"),
        (f"caf{E_ACUTE}. ", f"caf{E_ACUTE}"),
        ("_really_ ", "really"),
        (" … ", "…"),
        ("  ", ""),
    ],
)
def test_the_bare_word_has_no_marks_around_it(text, inside):
    found = bare_word(text, Span(0, len(text)))
    assert text[found.start : found.stop] == inside


# --- graphemes --------------------------------------------------------------------------------------------------------


@given(text=TEXTS.filter(bool), data=st.data())
@QUICK
def test_snapping_goes_outward_to_the_nearest_edges_and_stays_there(text, data):
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    span = snap(text, start, stop)
    assert span == snap(text, *span)
    assert {span.start, span.stop} <= set(edges(text))
    assert span.start <= start
    assert stop <= span.stop
    assert span.start < span.stop
    if start < stop:
        assert span.start == max(edge for edge in edges(text) if edge <= start)
        assert span.stop == min(edge for edge in edges(text) if edge >= stop)


@pytest.mark.parametrize("whole", [E_ACUTE, FAMILY, SYRIA, WARNING, "각", "क्ष"])
def test_a_character_of_several_code_points_is_never_cut(whole):
    text = f"a{whole}b"
    for index in range(1, 1 + len(whole)):
        assert snap(text, index, index + 1) == (1, 1 + len(whole))
        assert snap(text, index, index) == (1, 1 + len(whole))


def test_flags_side_by_side_are_pairs():
    text = SYRIA * 3
    assert [snap(text, index, index) for index in range(6)] == [(0, 2), (0, 2), (2, 4), (2, 4), (4, 6), (4, 6)]


def test_an_empty_span_becomes_the_character_it_stands_before():
    assert snap("abc", 1, 1) == (1, 2)
    assert snap("abc", 3, 3) == (2, 3)
    assert snap("", 0, 0) == (0, 0)


@pytest.mark.parametrize("span", [(-1, 1), (2, 1), (0, 4)])
def test_what_lies_outside_the_text_is_an_error(span):
    with pytest.raises(ValueError, match="no part of a text of 3 characters"):
        snap("abc", *span)


# --- large texts ------------------------------------------------------------------------------------------------------

SIZE = 100_000  # anything quadratic takes a minute with it


@pytest.mark.parametrize(
    "unit",
    ["a", "他", "他来。", "\n", " ", ".", "'", "(", ")", '."', "a. ", "1. ", "Ab:\n", "\n- ", "…”", SYRIA, FAMILY],
)
def test_a_long_text_of_one_thing_again_and_again_is_tiled_too(unit):
    text = unit * (SIZE // len(unit))
    for tiles in (paragraphs(text), sentences(text), words(text)):
        assert (tiles[0].start, tiles[-1].stop) == (0, len(text))
    assert snap(text, len(text) // 2, len(text) // 2).start <= len(text) // 2
