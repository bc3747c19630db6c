import pytest

from corpus.attributes import Attribute, as_number, either_way, from_plain, to_plain

NATION = Attribute(
    "nationality",
    "choice",
    values={"Sylvania": "Sylvanian"},
    uncertain={"Likely Freedonian": "Freedonian", "One of the islands": ""},
    missing=("not asked",),
    groups={"region": {"North": ("Sylvanian", "Freedonian"), "South": ("Ruritanian",)}},
)


@pytest.mark.parametrize(
    ("cell", "words", "state"),
    [
        ("Sylvanian", "Sylvanian", "given"),
        (" sylvania ", "Sylvanian", "given"),
        ("Likely Freedonian", "Freedonian", "uncertain"),
        ("One of the islands", "", "uncertain"),
        ("Not asked", "", "missing"),
        ("UNKNOWN", "", "missing"),
        ("", "", "missing"),
    ],
)
def test_what_words_mean_is_said_by_the_attributes_lists(cell, words, state):
    assert NATION.value(cell) == (words, state)


def test_a_value_is_in_the_group_that_names_it_or_in_none():
    assert NATION.group("region", "sylvanian") == "North"
    assert NATION.group("region", "Klopstokian") is None


def test_what_a_type_can_not_be_is_unread_and_a_date_may_keep_its_year():
    date = Attribute("date", "date")
    assert date.value("03/17/15") == ("2015", "unread")
    assert date.value("some time") == ("", "unread")
    assert Attribute("age", "number").value("about 30") == ("", "unread")
    assert Attribute("married", "yes/no").value("Y") == ("yes", "given")


@pytest.mark.parametrize(
    ("written", "plain"),
    [("1,200", "1200"), ("3.0", "3"), ("-0", "0"), ("+7.50", "7.5"), ("−4", "-4"), ("1,20", None), ("1e5", None)],
)
def test_a_number_has_one_plain_form(written, plain):
    assert as_number(written) == plain


def test_mixed_formats_are_counted():
    cells = ["14/07/15", "03/17/15", "03/04/15", "05/05/15", "unknown"]
    assert either_way(Attribute("date", "date"), cells) == (1, 1)
    assert either_way(Attribute("words", "text"), cells) == (0, 0)


def test_an_attribute_is_written_down_and_read_again():
    assert from_plain(to_plain(NATION)) == NATION
    assert from_plain(to_plain(Attribute("date", "date", "mdy"))) == Attribute("date", "date", "mdy")
