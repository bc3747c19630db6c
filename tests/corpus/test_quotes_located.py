"""Where quotes stand, on made-up texts; the call that gives one place or refuses is in test_quotes.py."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.quotes import Index, Interrupted, Thresholds, everywhere, locate

TEXT = """The pump workshop

On the first morning the commander read out a list. “Whoever stays is a brother,” he told us, “and whoever leaves
is a dead man.” Nobody leftFootnote 12 . We were eleven in one house, with one pot and a boy from the coast who
could sing anything.

[00:12:34] My father did not speak to me for four months; my mother sent grey socks with a bus driver. That was how
I knew that she had forgiv-
en me. In the second winter they came for the market, then for the bakery queue,57 and then for the school at the
mill. I helped carry.

1
2
See the letter home, cassette B, and the second interview with the baker of Tell Mazrun.
 17

I won't talk about what I carried. It isn’t a state, it is a warehouse with flags. The emir’s brother sold the
generators, and when the baker asked for his wages he was told that God would pay him. I counted the days on the
wall, and I count them still.

The road out was mined in spring. We all knew it.

Abu Karim went first, then Abu Karam. The road out was mined in spring. We all said so.
"""


def words(answer, text=TEXT):
    return text[answer.matches[0].start : answer.matches[0].stop]


@pytest.mark.parametrize(
    ("quote", "how", "there"),
    [
        ("the commander read out a list.", "exact", "the commander read out a list."),
        ("THE COMMANDER READ OUT", "folded", "the commander read out"),
        ('"It isn\'t a state, it is a warehouse"', "folded", "It isn’t a state, it is a warehouse"),
        ("whoever leaves is a\u00a0dead man", "folded", "whoever leaves\nis a dead man"),
        ("she had forgiven me", "folded", "she had forgiv-\nen me"),
        ("the com-\nmander read out a list", "folded", "the commander read out a list"),
        ("the bakery queue, and then for the school", "folded", "the bakery queue,57 and then for the school"),
        ("Nobody left. We were eleven", "folded", "Nobody leftFootnote 12 . We were eleven"),
        ("Thė cömmander rēad out a list", "folded", "the commander read out a list"),
        ("we were eleven 3 in one house", "fuzzy", "We were eleven in one house"),
        ("the first morning the cornmander rcad out a 1ist", "fuzzy",
         "the first morning the commander read out a list"),
        ("the emir’s [eldest] brother sold the generators", "fuzzy", "The emir’s brother sold the\ngenerators"),
        ("Whoever stays is a brother and whoever leaves is a dead man", "gapped",
         "Whoever stays is a brother,” he told us, “and whoever leaves\nis a dead man"),
        ("“I counted the days on the wall,” she told the reporter, “and I count them still”", "fuzzy",
         "I counted the days on the\nwall, and I count them still"),
        ("My father did not speak to me … grey socks with a bus driver", "pieces",
         "My father did not speak to me for four months; my mother sent grey socks with a bus driver"),
        ("My father did not speak [...] grey socks (…) the market ... bakery queue", "pieces", None),
        ("… a warehouse with flags", "folded", "a warehouse with flags"),
        ("then for the school at the mill. I helped carry. I won't talk about what I carried. It isn't a state",
         "gapped", None),
    ],
)  # fmt: skip
def test_a_quote_is_found_whatever_was_done_to_it(quote, how, there):
    answer = locate(quote, {"a": TEXT})
    assert (answer.status, answer.matches[0].how) == ("found", how)
    if there:
        assert words(answer) == there


def test_pieces_are_told_one_by_one_and_the_place_goes_from_the_first_to_the_last():
    [match] = locate("Whoever stays is a brother … one pot and a boy from the coast", {"a": TEXT}).matches
    assert [TEXT[a:b] for a, b in match.pieces] == ["Whoever stays is a brother", "one pot and a boy from the coast"]
    assert match.span == (match.pieces[0].start, match.pieces[-1].stop)
    [match] = locate("the school at the mill. I helped carry. I won't talk about what I carried", {"a": TEXT}).matches
    assert [TEXT[a:b].split()[-1] for a, b in match.pieces] == ["carry", "carried"]


@pytest.mark.parametrize(
    "quote",
    [
        "The road out was mined in spring.",
        "the road OUT was mined in spring",
        "The road out wus mined ln spring",
        "The road out … mined in spring",
        "carried",
    ],
)
def test_several_equal_places_are_all_told_and_none_is_chosen(quote):
    text = TEXT.replace("what I carried", "what I carried, I carried")
    answer = locate(quote, {"a": text})
    assert answer.status == "ambiguous"
    assert len(answer.matches) == 2
    assert abs(answer.matches[0].score - answer.matches[1].score) < 0.03


def test_the_same_quote_in_two_texts_is_ambiguous():
    answer = locate("the emir’s brother sold the generators", {"a": TEXT, "b": TEXT[400:]})
    assert answer.status == "ambiguous"
    assert {match.id for match in answer.matches} == {"a", "b"}


def test_line_ends_and_quotation_marks_do_not_choose_between_places():
    text = 'She said: ‘we left at night’. Later: "we left\nat night".'
    assert locate("we left at night", {"a": text}).status == "ambiguous"


def test_other_words_choose_where_only_letters_are_the_same():
    text = "The therapist came on Monday and the rapist never did. We left on the night train at ten."
    assert words(locate("the rapist never did", {"a": text}), text) == "the rapist never did"
    assert locate("thera pist", {"a": text}).status == "unsure"


@pytest.mark.parametrize(
    "quote",
    [
        "They sold my passport to a man from the border town",
        "Nobody paid the smuggler, he came along himself",
        "I was a cook and never carried a weapon",
        "salaries stopped in the winter",
        "the second commander",
        "xyzzy",
        "…",
        "?!",
        "",
        "   ",
    ],
)
def test_what_is_absent_is_never_found(quote):
    assert locate(quote, {"a": TEXT}).status in ("not found", "unsure")
    assert locate(quote, {}).status == "not found"


@pytest.mark.parametrize(
    "quote",
    [
        "The emir’s brother sold the generators and walked home over the mountains",
        "Before we had heard a word of it the emir’s brother sold the generators",
        "when the baker asked for his wages the whole of the village laughed at him",
        "On the first morning the commander sold the generators, and when the baker asked for his wages",
        "My father did not speak to me … and never wrote to me from the capital",
        "the market was mined in spring … My father did not speak to me for four months",
        "I counted the days on the wall … Nobody left. We were eleven in one house",
    ],
)
def test_a_quote_of_which_a_part_is_nowhere_is_only_guessed(quote):
    answer = locate(quote, {"a": TEXT})
    assert answer.status in ("unsure", "not found")
    assert all(not match.whole or match.score < 0.8 for match in answer.matches)


def test_a_short_quote_with_errors_is_offered_not_taken():
    answer = locate("Abu Karem", {"a": TEXT.replace("then Abu Karam", "then his son")})
    assert answer.status == "unsure"
    assert words(answer) == "Abu Karim"
    assert locate("grey sox", {"a": TEXT}).status in ("unsure", "not found")


def test_a_short_quote_is_a_word_not_a_part_of_one():
    assert locate("mill", {"a": "The miller and the mill."}).matches[0].span == (19, 23)
    assert locate("mill", {"a": "The miller."}).status == "unsure"


def test_the_thresholds_can_be_changed():
    quote = "the commander red out the old lists"
    strict, lenient = Thresholds(steps=((20, 0.99),)), Thresholds(steps=((20, 0.6),))
    assert locate(quote, {"a": TEXT}, strict).status == "unsure"
    assert locate(quote, {"a": TEXT}, lenient).status == "found"
    assert locate("Abu Karem", {"a": "Then Abu Karim went."}, Thresholds(short=5, steps=((5, 0.8),))).status == "found"


def test_fewer_letters_need_a_higher_score():
    limits = Thresholds()
    needed = [limits.needed(n) for n in (5, 19, 20, 30, 60, 1000)]
    assert needed[0] == needed[1] > 1
    assert needed == sorted(needed, reverse=True)


def test_more_places_than_are_told_are_said_to_be_more():
    answer = locate("on", {"a": "on and on " * 50}, Thresholds(most=20))
    assert (answer.status, len(answer.matches), answer.complete) == ("ambiguous", 20, False)


def test_every_place_of_a_quote_with_and_without_errors():
    texts = {"a": TEXT, "b": "He wrote: the ernir’s brother sold the gcnerators in May.", "c": "Nothing of that kind."}
    found = everywhere("the emir’s brother sold the generators", texts)
    assert [match.id for match in found] == ["a", "b"]


def test_a_search_can_be_stopped():
    with pytest.raises(Interrupted):
        locate("anything at all that takes some time", {"a": TEXT}, stop=lambda: True)
    with pytest.raises(Interrupted):
        locate("anything at all that takes some time", Index({"a": TEXT}), stop=lambda: True)


def test_letters_of_every_script():
    text = "قال لنا القائِد: «مَن يبقى فهو أخ، ومن يغادر فهو ميت». 他说在那里待了三年，后来才知道真相。"
    assert words(locate("من يبقى فهو اخ ومن يغادر", {"a": text}), text) == "مَن يبقى فهو أخ، ومن يغادر"
    assert words(locate("在那里待了三年", {"a": text}), text) == "在那里待了三年"


def test_places_begin_and_end_at_whole_characters():
    text = "We met at the cafe\u0301 by the river every night."
    assert words(locate("at the cafe", {"a": text}), text) == "at the cafe\u0301"


def test_a_quote_longer_than_a_block():
    rng = random.Random(3)
    some = ["road", "house", "night", "market", "letter", "brother", "promised", "waited", "crossed", "bread"]
    text = " ".join(rng.choice(some) + str(rng.randrange(90)) for _ in range(3000))
    for texts in ({"a": text}, Index({"a": text})):
        answer = locate(text[4000:9000], texts)
        assert (answer.status, answer.matches[0].how) == ("found", "exact")
        damaged = text[4003:9000].replace("bread", "brcad").replace("night", "n1ght")
        [match] = locate(damaged, texts).matches
        assert abs(match.start - 4003) < 10
        assert abs(match.stop - 9000) < 10


# --- whatever the text ------------------------------------------------------------------------------------------------

_SYLLABLES = ["ba", "ker", "dor", "min", "sel", "tav", "run", "gol", "pim", "esh", "wok", "lat"]


def made_up(seed: int, n: int = 400) -> list[str]:
    """Words of which few occur twice."""
    rng = random.Random(seed)
    return ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(n)]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.integers(0, 380), st.integers(4, 40))
def test_every_rare_part_is_found_at_its_place(seed, first, length):
    some = made_up(seed)
    text, quote = " ".join(some), " ".join(some[first : first + length])
    answer = locate(quote, {"a": text})
    if f" {text} ".count(f" {quote} ") == 1:
        assert answer.status == "found"
        assert words(answer, text) == quote
    else:
        assert answer.status == "ambiguous"


@settings(deadline=None, max_examples=80)
@given(st.integers(0, 10_000), st.integers(0, 380), st.integers(5, 30), st.integers(1, 12), st.randoms())
def test_damage_is_found_at_the_place_or_not_taken(seed, first, length, edits, rng):
    some = made_up(seed)
    text, quote = " ".join(some), list(" ".join(some[first : first + length]))
    start = len(" ".join(some[:first])) + (first > 0)
    stop = start + len(quote)
    for _ in range(edits):
        at = rng.randrange(len(quote))
        quote[at : at + rng.randint(0, 1)] = rng.choice(["", "x", "e", " "])
    for texts in ({"a": text}, Index({"a": text})):
        answer = locate("".join(quote), texts)
        if answer.status == "found":
            [match] = answer.matches[:1]
            assert min(match.stop, stop) - max(match.start, start) > 0.5 * (stop - start)
        elif length >= 20 and edits <= 4:
            raise AssertionError("a long quote with few errors must be found")


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(4, 40))
def test_what_is_in_no_text_is_never_taken(seed, other, length):
    text = " ".join(made_up(seed))
    rng = random.Random(other)
    quote = " ".join("".join(rng.choices("quizjvcfhx", k=5)) for _ in range(length))
    assert locate(quote, {"a": text}).status in ("not found", "unsure")
