import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import between_words, fold, folded_words


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("The WELL was dry", "thewellwasdry"),
        ("“We knew,” she said – ‘again’ …", "weknewshesaidagain"),
        ("the promi-\nsed land", "thepromisedland"),
        ("Café, naïve, Ağrı, Łódź", "cafenaiveagrilodz"),
        ("cafe\u0301", "cafe"),
        ("ﬁne Straße Æsop", "finestrasseaesop"),
        ("a\u00adb\u200bc", "abc"),
        ("ʿAbd al-Raḥmān", "abdalrahman"),
        ("أَحْمَد", "احمد"),
        ("محـــمد", "محمد"),
        ("مدرسة على", "مدرسه علي".replace(" ", "")),
        ("١٢ x٣", "12x3"),
        ("हिन्दी", "हिनदी"),
    ],
)
def test_only_the_letters_remain(text, letters):
    assert fold(text).letters == letters


@pytest.mark.parametrize(
    "text",
    [
        "they went abroad57 and stayed",
        "they went abroad,57 and stayed",
        "they went abroadFootnote 12 and stayed",
        "they went abroad[12] and stayed",
        "they went abroad¹² and stayed",
        "[00:12:34] they went abroad and stayed",
        "they went abroad (12:34) and stayed",
        "00:12:34 they went abroad and stayed",
    ],
)
def test_footnote_marks_and_time_stamps_are_masked(text):
    assert fold(text).letters == "theywentabroadandstayed"


@pytest.mark.parametrize("text", ["AK47", "MI5", "1,500 men", "at 10:30", "in 2014", "room 12", "3.5", "covid2019"])
def test_numbers_that_are_said_stay(text):
    assert fold(text).letters == "".join(c for c in text.lower() if c.isalnum())


def test_without_masks_all_digits_stay():
    assert fold("abroad57 [12]", masked=False).letters == "abroad5712"


@given(st.text(max_size=60))
def test_every_letter_has_its_place(text):
    letters, offsets = fold(text)
    assert len(letters) == len(offsets)
    assert sorted(offsets) == list(offsets)
    for letter, at in zip(letters, offsets, strict=True):
        assert letter in fold(text[at], masked=False).letters


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_a_part_has_its_places_in_the_whole(text, a, b):
    a, b = sorted((min(a, len(text)), min(b, len(text))))
    letters, offsets = fold(text, a, b, masked=False)
    assert letters == fold(text[a:b], masked=False).letters
    assert all(a <= at < b for at in offsets)


@given(st.text("abc déÄﬁß’-\n", min_size=1, max_size=40), st.data())
def test_a_span_of_letters_folds_to_these_letters(text, data):
    folded = fold(text, masked=False)
    if folded.letters:
        i = data.draw(st.integers(0, len(folded.letters) - 1))
        j = data.draw(st.integers(i + 1, len(folded.letters)))
        assert folded.letters[i:j] in fold(text[slice(*folded.span(i, j))], masked=False).letters


def test_words_are_parted_by_blanks_and_marks_not_by_apostrophes_and_hyphens_at_line_ends():
    assert folded_words("It’s the promi-\nsed land—all ofitFootnote 3 that abroad12 counts") == [
        *("its", "the", "promised", "land", "all", "ofit", "that", "abroad", "counts")
    ]


def test_scripts_without_blanks_part_anywhere():
    text = "他说在那里"
    folded = fold(text)
    assert all(between_words(text, folded, k) for k in range(len(folded.letters) + 1))
