from datetime import date

import pytest

from corpus.names import Person, name_likeness, nom_de_guerre, same_people, unknown


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Abu al-Zuhayr", "Abou el-Zouheir"),
        ("Muhammad al-Qasimi", "Mohammed Qasimi"),
        ("Youssef Haddad", "Yusuf Hadad"),
        ("Abd al-Rahman Said", "Abdul Rahman Saïd"),
        ("Khalid Nasser", "Haled Naser".replace("H", "Kh", 1)),
        ("Umm Layla", "Oum Leila"),
        ("Peter Anders", "Anders, Peter"),
        ("Husayn ibn Tariq", "Hussein bin Tarek"),
    ],
)
def test_one_name_in_many_spellings(a, b):
    assert name_likeness(a, b) >= 85
    assert name_likeness(a, b) == name_likeness(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Abu Idris", "Abu Darsa"),
        ("Abu Karim", "Karim Said"),
        ("Abu Karim", "Umm Karim"),
        ("Samir Haddad", "Tariq Nasser"),
        ("Unknown", "Unknown"),
        ("", ""),
    ],
)
def test_other_names(a, b):
    assert name_likeness(a, b) < 80


@pytest.mark.parametrize(
    "name", ["Unknown", "unknown (3)", "UNKNOWN 12", "N/A", "anonymous", "?", "", "B.", "name withheld"]
)
def test_nobody(name):
    assert unknown(name)


def test_a_kunya_is_told_from_a_civil_name():
    assert nom_de_guerre("Abu Karim")
    assert nom_de_guerre("Oum Layla")
    assert not nom_de_guerre("Karim Abutalib")


REGISTER = [
    Person("1", "Abu Daoud", "Freedonian", "M", date(2014, 4, 2), "Channel 4 News"),
    Person("2", "Alan Marsh", "Freedonian", "M", date(2014, 7, 11), "The Courier"),
    *(Person(f"s{n}", f"{name} Said", "Sylvanian", "M", date(2015, 1, n + 1), "Radio") for n, name in
      enumerate(["Tariq", "Bilal", "Osman", "Fuad", "Nizar", "Walid"])),
    Person("7", "Unknown", "Sylvania", "M", date(2015, 3, 1), "Radio"),
    Person("8", "Unknown", "Sylvanian", "M", date(2015, 3, 4), "The Courier"),
    Person("9", "Abu Zuhayr", "Sylvanian", "M", date(2013, 3, 5), "Evening Post"),
    Person("10", "Abu al-Zouheir", "Sylvania", "M", date(2013, 12, 27), "Channel 4"),
    Person("11", "Umm Daoud", "Freedonian", "F", date(2014, 4, 4), "Radio"),
]  # fmt: skip


def test_a_kunya_and_a_civil_name_of_a_rare_nationality_may_be_one_person():
    found = {frozenset((pair.a, pair.b)): pair for pair in same_people(REGISTER)}
    assert frozenset(("9", "10")) in found
    assert found[frozenset(("9", "10"))].band == "check"
    pair = next(iter(same_people(REGISTER, least=2)), None)
    assert pair
    assert frozenset(("1", "2")) in {frozenset((p.a, p.b)) for p in same_people(REGISTER, least=2)}


def test_the_reasons_are_told_and_add_up():
    for pair in same_people(REGISTER):
        assert pair.weight == pytest.approx(sum(weight for _, weight in pair.reasons), abs=0.01)


def test_unknown_never_matches():
    assert not [pair for pair in same_people(REGISTER, least=-99) if {"7", "8"} & {pair.a, pair.b}]


def test_one_source_of_one_day_names_several_people_and_sexes_differ():
    two = [
        Person("a", "Nizar Said", "", "M", date(2015, 1, 1), "Radio"),
        Person("b", "Nizar Saïd", "", "M", date(2015, 1, 1), "Radio"),
    ]
    assert same_people(two) == []
    assert same_people([Person("a", "Noor Said", sex="M"), Person("b", "Noor Said", sex="F")]) == []
