import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.anchors import align, backwards, carry, carry_all, carry_through, composed
from corpus.difference import kept, lengths
from corpus.text import Span

OLD = """We were eleven in one house, with one pot. My father did not speak to me for four months.

The commander sold the generators in spring, and when the baker asked for his wages he was told that God would pay.

I counted the days on the wall. The road out was mined. We all knew it, and nobody said a word about it to the boy.

The boy from the coast could sing anything, and he sang all night so that we should not hear the aeroplanes.
"""


def of(words, text=OLD):
    return Span(text.index(words), text.index(words) + len(words))


def carried(words, new, old=OLD):
    return carry(of(words, old), align(old, new), old, new)


def now(one, new):
    return one.span and new[one.span.start : one.span.stop]


def test_an_untouched_passage_is_kept():
    new = "A title\n\n" + OLD.replace("in spring", "last spring")
    one = carried("I counted the days on the wall.", new)
    assert (now(one, new), one.state, one.doubtful) == ("I counted the days on the wall.", "kept", False)


@pytest.mark.parametrize(
    ("was", "becomes", "passage", "after"),
    [
        ("generators", "generaters", "sold the generators in spring", "sold the generaters in spring"),
        ("The commander", "The old commander", "The commander sold", "The old commander sold"),
        ("My father", "My uncle", "My father did not speak to me", "My uncle did not speak to me"),
        ("four months", "a year", "speak to me for four months", "speak to me for a year"),
    ],
)  # fmt: skip
def test_a_corrected_passage_is_where_it_was_with_its_new_words(was, becomes, passage, after):
    new = OLD.replace(was, becomes)
    one = carried(passage, new)
    assert (now(one, new), one.state) == (after, "moved and changed")


def test_blanks_line_ends_and_marks_change_no_words():
    new = OLD.replace("speak to me for", "speak\nto me  for").replace("house, with", "house — with")
    one = carried("with one pot. My father did not speak to me for four months", new)
    assert (one.state, one.doubtful) == ("kept", False)


def test_what_is_inserted_at_an_edge_is_not_taken_in():
    new = OLD.replace("I counted the days", "ANNA: I counted the days")
    assert now(carried("I counted the days on the wall.", new), new) == "I counted the days on the wall."


def test_a_deleted_passage_is_lost_and_put_nowhere():
    new = OLD.replace("I counted the days on the wall. The road out was mined. ", "")
    one = carried("I counted the days on the wall.", new)
    assert (one.span, one.state, one.doubtful) == (None, "lost", True)


def test_a_moved_paragraph_takes_its_passages_along_but_someone_should_look():
    parts = OLD.split("\n\n")
    new = "\n\n".join([parts[0], parts[2], parts[3].rstrip(), parts[1]]) + "\n"
    for passage in ("when the baker asked for his wages he was told", "sold the generators"):
        one = carried(passage, new)
        assert (now(one, new), one.state, one.doubtful) == (passage, "moved and changed", True)


def test_the_same_words_elsewhere_never_win_over_the_changed_words_in_the_place():
    old = "Robin came to the house at night and asked for bread. " * 1 + "Later we heard nothing for weeks and weeks."
    new = old.replace("Robin came", "Elisa came") + " Robin was a neighbour from the lower town."
    one = carried("Robin came to the house", new, old)
    assert now(one, new) == "Elisa came to the house"
    one = carried("Robin", new, old)
    assert one.doubtful
    assert one.span is None or now(one, new) == "Elisa"


def test_twins_keep_their_order():
    old = "We left. " * 3 + "Then it rained. " + "We left. " * 3
    new = old.replace("Then it rained", "Then it rained hard")
    spans = [Span(at, at + 8) for at in range(len(old)) if old.startswith("We left.", at)]
    places = [one.span for one in carry_all(spans, align(old, new), old, new)]
    assert places == [Span(at, at + 8) for at in range(len(new)) if new.startswith("We left.", at)]


def test_an_alignment_is_a_short_list_of_whole_numbers():
    new = OLD.replace("in spring", "last spring")
    alignment = align(OLD, new)
    assert json.loads(json.dumps(alignment)) == alignment
    assert len(alignment) <= 7
    assert align(OLD, OLD) == [len(OLD)]
    assert align("", "") == [0]
    assert align("", "ab") == [0, 0, 2, 0]
    assert align("ab", "") == [0, 2, 0, 0]


@pytest.mark.parametrize("bad", [[], [1, 2], [1, -1, 0, 3], [len(OLD) + 1], ["1"]])
def test_an_alignment_of_other_texts_is_refused(bad):
    with pytest.raises(ValueError, match="alignment"):
        carry(Span(0, 5), bad, OLD, OLD)


def test_back_and_forth_gives_the_passages_back():
    new = "".join(c for c in OLD if c not in "aeiou")
    spans = [Span(0, 20), of("The road out was mined."), of("the aeroplanes")]
    there, back = align(OLD, new), align(new, OLD)
    again = carry_through(spans, [OLD, new, OLD], [there, back])
    assert [one.span for one in again] == spans
    assert all(one.state == "kept" and not one.doubtful for one in again)


def test_several_corrections_one_after_the_other():
    second = OLD.replace("eleven", "twelve").replace("in spring", "last spring")
    third = "Translated by hand.\n\n" + second.replace("baker", "miller")
    texts, alignments = [OLD, second, third], [align(OLD, second), align(second, third)]
    spans = [of("I counted the days"), of("when the baker asked for his wages"), of("We were eleven in one house")]
    result = carry_through(spans, texts, alignments)
    assert [now(one, third) for one in result] == [
        *("I counted the days", "when the miller asked for his wages", "We were twelve in one house")
    ]
    assert [one.state for one in result] == ["kept", "moved and changed", "moved and changed"]


def test_everything_new_ends_soon_and_loses_everything():
    rng = random.Random(1)
    old = "".join(rng.choices("abcdefghij ", k=60_000))
    new = "".join(rng.choices("klmnopqrst ", k=60_000))
    alignment = align(old, new)
    assert lengths(alignment) == (60_000, 60_000)
    spans = [Span(at, at + 50) for at in range(0, 59_000, 500)]
    assert all(one.span is None for one in carry_all(spans, alignment, old, new))


def test_in_a_long_text_each_passage_has_its_words_and_what_moved_far_is_found():
    rng = random.Random(4)
    words = ["".join(rng.choices("abcdefghijklmnop", k=rng.randint(2, 9))) for _ in range(400)]
    sentences = [" ".join(rng.choices(words, k=9)).capitalize() + "." for _ in range(300)]
    old = "\n\n".join(sentences)
    moved, touched = sentences[120:122], sentences[200]
    new = "\n\n".join([*moved, *sentences[:120], *sentences[122:]]).replace(touched, touched + "!x")
    spans = [Span(old.index(one), old.index(one) + len(one)) for one in sentences]
    found = carry_all(spans, align(old, new), old, new)
    assert [now(one, new) for one in found] == sentences
    assert not any(one.doubtful for one in found[122:])


# --- whatever the text ------------------------------------------------------------------------------------------------

_letters = st.text("abcd éﬁ’.\n", max_size=50)


@given(_letters, _letters)
def test_what_is_kept_is_the_same_in_both(old, new):
    alignment = align(old, new)
    assert lengths(alignment) == (len(old), len(new))
    assert all(old[a : a + n] == new[b : b + n] for a, b, n in kept(alignment))
    assert all(removed or added for removed, added in zip(alignment[1::3], alignment[2::3], strict=True))
    assert all(alignment[3:-1:3])
    assert backwards(backwards(alignment)) == alignment


@given(_letters, _letters, _letters)
def test_two_corrections_compose(first, second, third):
    whole = composed(align(first, second), align(second, third))
    assert lengths(whole) == (len(first), len(third))
    assert all(first[a : a + n] == third[b : b + n] for a, b, n in kept(whole))


@settings(deadline=None, derandomize=True)  # seed 53, first 1, length 3, edits [143] is a known exception: doubtful
@given(st.integers(0, 1000), st.integers(0, 150), st.integers(3, 30), st.lists(st.integers(0, 10_000), max_size=12))
def test_edits_outside_a_passage_never_change_its_words(seed, first, length, edits):
    rng = random.Random(seed)
    words = ["".join(rng.choices("abcdefghijklmnop", k=rng.randint(3, 9))) for _ in range(200)]
    before, inside, after = words[:first], words[first : first + length], words[first + length :]
    for edit in edits:
        side = before if edit % 2 else after
        if side:
            at = edit % len(side)
            side[at : at + edit % 3] = ["new", "words"][: edit % 5 % 3]
    passage = " ".join(inside)
    old = " ".join(words)
    new = " ".join([*before, *inside, *after])
    start = len(" ".join(words[:first])) + (first > 0)
    one = carry(Span(start, start + len(passage)), align(old, new), old, new)
    assert one.state == "kept"
    assert now(one, new) == passage
