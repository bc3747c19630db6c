"""What is one place: tags of several coders that are agreed on, or to be decided together."""

import random

from hypothesis import given
from hypothesis import strategies as st

from coder.connecting import connected, kinds, shares_words
from corpus.text import Span
from db.values import Tag

TEXT = "We left on the second night by the road behind the mill and nobody spoke because the soldiers were near. " * 30


def _tag(coder: str, code: str, start: int, stop: int, case: str | None = None) -> Tag:
    return Tag(f"{coder}-{code}-{start}-{stop}-{case}", coder, coder, "d", "r", "t", code, start, stop, "v", case=case)


def _groups(*tags: Tag, coders: str = "abc", case: str | None = None, top: dict[str, str] | None = None):
    """(agreed, differing), each group as (coder, code) pairs in order."""
    of = {coder: [tag for tag in tags if tag.coder == coder] for coder in coders}
    found = connected(of, lambda: TEXT, case=case, top=top)
    return [[[(tag.coder, tag.code) for tag in some] for some in groups] for groups in found]


def _kinds(*tags: Tag, coders: str = "abc", case: str | None = None):
    return kinds({coder: [tag for tag in tags if tag.coder == coder] for coder in coders}, case)


def test_what_all_tagged_alike_is_agreed_on_and_no_disagreement() -> None:
    same = [_tag(coder, "D1", 3, 20) for coder in "abc"]
    assert _groups(*same) == [[[("a", "D1"), ("b", "D1"), ("c", "D1")]], []]


def test_an_overlapping_passage_where_each_gave_both_codes_is_no_disagreement() -> None:
    tags = [_tag(coder, code, *span) for coder in "ab" for code, span in (("D1", (0, 40)), ("D2", (10, 60)))]
    agreed, differing = _groups(*tags, coders="ab")
    assert (len(agreed), differing) == (2, [])


def test_other_edges_of_the_same_code_are_one_place_however_many_coders() -> None:
    tags = [_tag("a", "D1", 0, 40), _tag("b", "D1", 11, 40), _tag("c", "D1", 11, 60)]
    assert _groups(*tags)[1] == [[("a", "D1"), ("b", "D1"), ("c", "D1")]]
    assert _kinds(*tags) == ("boundary",)


def test_who_gave_nothing_is_an_omission() -> None:
    assert _groups(_tag("a", "D1", 0, 40))[1] == [[("a", "D1")]]
    assert _kinds(_tag("a", "D1", 0, 40)) == ("omission",)


def test_different_codes_on_the_same_words_are_one_place() -> None:
    tags = [_tag("a", "D1", 0, 40), _tag("b", "R2", 3, 40), _tag("c", "D1", 0, 40)]
    assert _groups(*tags)[1] == [[("a", "D1"), ("c", "D1"), ("b", "R2")]]
    assert _kinds(*tags) == ("boundary", "code")


def test_a_second_code_that_one_alone_gave_is_a_place_of_its_own() -> None:
    """The other gave the first code too, so nobody took the one for the other."""
    tags = [_tag("a", "D1", 0, 40), _tag("a", "D2", 0, 40), _tag("b", "D1", 3, 40)]
    assert _groups(*tags, coders="ab")[1] == [[("a", "D1"), ("b", "D1")], [("a", "D2")]]


def test_a_long_passage_does_not_glue_a_page_together() -> None:
    tags = [_tag("a", "D1", 0, 1000), *(_tag("b", code, at, at + 60) for code, at in (("D2", 50), ("D3", 400)))]
    assert len(_groups(*tags, coders="ab")[1]) == 3


def test_of_codes_below_the_same_top_code_a_word_is_enough() -> None:
    tags = [_tag("a", "D3", 0, 1000), _tag("b", "D3.pay", 50, 110)]
    assert len(_groups(*tags, coders="ab")[1]) == 2
    assert _groups(*tags, coders="ab", top={"D3.pay": "D3"})[1] == [[("a", "D3"), ("b", "D3.pay")]]


def test_whose_words_they_are_is_a_disagreement_and_the_documents_case_is_meant_where_nobody_says() -> None:
    tags = [_tag("a", "D1", 0, 40, "c1"), _tag("b", "D1", 0, 40)]
    assert _groups(*tags, coders="ab")[1] == [[("a", "D1"), ("b", "D1")]]
    assert _kinds(*tags, coders="ab") == ("case",)
    assert _groups(*tags, coders="ab", case="c1") == [[[("a", "D1"), ("b", "D1")]], []]


def test_the_same_edges_codes_and_cases_put_together_otherwise_are_a_disagreement() -> None:
    tags = [_tag("a", "D3", 10, 47, "x"), _tag("a", "D3", 33, 57, "y")]
    swapped = [_tag("b", "D3", 10, 47, "y"), _tag("b", "D3", 33, 57, "x")]
    assert _kinds(*tags, *swapped, coders="ab") == ("case",)
    codes = [_tag("a", "D3", 10, 47), _tag("a", "D1", 33, 57), _tag("b", "D1", 10, 47), _tag("b", "D3", 33, 57)]
    assert _kinds(*codes, coders="ab") == ("code",)


def test_passages_hang_together_by_a_whole_word_not_by_a_letter() -> None:
    at = TEXT.index("night")
    assert not shares_words(Span(0, at + 2), Span(at, at + 60), lambda: TEXT)
    assert shares_words(Span(0, at + 5), Span(at, at + 60), lambda: TEXT)
    assert not shares_words(Span(0, at + 7), Span(at + 1, at + 60), lambda: TEXT)  # "ight b": not even "by"
    assert shares_words(Span(0, at + 60), Span(at + 1, at + 3), lambda: TEXT)  # the one within the other


_TAGS = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.sampled_from(["D1", "D2", "D3", "D3.pay"]), st.integers(0, 200), st.integers(1, 90)
    ),
    max_size=25,
)


@given(_TAGS, st.randoms())
def test_every_tag_is_in_one_group_whatever_the_order(
    drawn: list[tuple[str, str, int, int]], dice: random.Random
) -> None:
    tags = list(
        {_tag(c, code, start, start + n).id: _tag(c, code, start, start + n) for c, code, start, n in drawn}.values()
    )
    of = {coder: [tag for tag in tags if tag.coder == coder] for coder in "abc"}
    agreed, differing = connected(of, lambda: TEXT, top={"D3.pay": "D3"})
    assert sorted(tag.id for some in (*agreed, *differing) for tag in some) == sorted(tag.id for tag in tags)
    assert all(kinds({c: [t for t in some if t.coder == c] for c in "abc"}) for some in differing)
    assert not any(kinds({c: [t for t in some if t.coder == c] for c in "abc"}) for some in agreed)
    shuffled = {coder: dice.sample(some, len(some)) for coder, some in reversed(of.items())}
    again = connected(shuffled, lambda: TEXT, top={"D3.pay": "D3"})
    assert [{t.id for t in some} for some in again.differing] == [{t.id for t in some} for some in differing]


@given(_TAGS)
def test_tags_of_one_code_that_share_words_are_never_apart(drawn: list[tuple[str, str, int, int]]) -> None:
    tags = list(
        {_tag(c, code, start, start + n).id: _tag(c, code, start, start + n) for c, code, start, n in drawn}.values()
    )
    of = {coder: [tag for tag in tags if tag.coder == coder] for coder in "abc"}
    agreed, differing = connected(of, lambda: TEXT)
    settled = {tag.id for some in agreed for tag in some}
    place = {tag.id: number for number, some in enumerate(differing) for tag in some}
    for one in tags:
        for other in tags:
            left = one.id not in settled and other.id not in settled and one.coder != other.coder
            if left and one.code == other.code:
                shared = shares_words(Span(one.start, one.stop), Span(other.start, other.stop), lambda: TEXT)
                assert not shared or place[one.id] == place[other.id]


def test_nested_passages_do_not_cost_their_square() -> None:
    import time

    of = {
        coder: [_tag(coder, "D1", at, 3000 - at) for at in range(number, 1400, 3)] for number, coder in enumerate("abc")
    }
    began = time.perf_counter()
    [some] = connected(of, lambda: TEXT).differing
    assert len(some) == 1400
    assert time.perf_counter() - began < 2
