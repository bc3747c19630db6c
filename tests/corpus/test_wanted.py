import pytest

from corpus.wanted import unwrapped, wanted, without_additions


@pytest.mark.parametrize("dots", ["…", "...", "[...]", "(...)", "[…]", "(…)", ". . .", "....", " … "])
def test_an_ellipsis_of_any_kind_parts_a_quote(dots):
    assert wanted(f"We left {dots} at night").parts == ("weleft", "atnight")


def test_an_ellipsis_at_an_end_parts_nothing():
    assert wanted("… at night...").parts == ("atnight",)
    assert wanted("We left. At night.").parts == ("weleftatnight",)


@pytest.mark.parametrize("words", ["“We left”", '"We left"', "‘“We left”’", "»We left«", "'We left'"])
def test_marks_around_all_of_it_come_off(words):
    assert unwrapped(words) == "We left"
    assert unwrapped("We “left”") == "We “left”"


@pytest.mark.parametrize(
    ("quote", "fewer"),
    [
        ("When [the men] left", ["whenleft"]),
        ("“We left,” he said, “at night”", ["weleftatnight"]),
        ('"We left," the driver told me, "at night"', ["weleftatnight"]),
        ("We left, she told him later, at night", ["weleftatnight"]),
        ("‘We [all] left’, he added: ‘at night’", ["weleftheaddedatnight", "weallleftatnight", "weleftatnight"]),
        ("It’s Ali’s, isn’t it? We don't know", []),
        ("We left at night", []),
    ],
)
def test_what_the_quoter_put_in_is_tried_without(quote, fewer):
    assert [some.letters for some in without_additions(quote)] == fewer
