import pytest

from corpus.attribute_files import dumps, loads
from corpus.refused import Refused

FILE = """
key: number
name: person
leave out: [remarks]
attributes:
  nationality:
    type: choice
    values: {Sylvania: Sylvanian}
    uncertain: {Likely Freedonian: Freedonian}
    missing: [not asked]
    groups:
      region:
        North: [Sylvanian, Freedonian]
        South: [Ruritanian]
  date: {type: date, order: mdy}
"""


def test_a_file_says_what_columns_are_and_what_words_mean():
    found = loads(FILE, "map.yaml")
    assert found.roles == {"number": "key", "person": "name", "remarks": "leave out"}
    nation, date = found.attributes
    assert nation.values == {"Sylvania": "Sylvanian"}
    assert nation.groups == {"region": {"North": ("Sylvanian", "Freedonian"), "South": ("Ruritanian",)}}
    assert (date.type, date.order) == ("date", "mdy")


def test_what_is_written_is_read_again():
    attributes = loads(FILE, "map.yaml").attributes
    assert loads(dumps(attributes), "again.yaml").attributes == attributes


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("attributes:\n  a:\n    typ: text\n", r"line 3.*'typ'"),
        ("attributes:\n  a:\n    type: words\n", r"line 3.*none of text"),
        ("attributes:\n  a:\n    type: text\n    order: dmy\n", r"line 4.*order"),
        ("attributes:\n  a:\n    groups:\n      g:\n        x: [v]\n        y: [V]\n", "twice"),
        ("attributes:\n  d:\n    type: date\n    groups:\n      year: {x: [v]}\n", "like a period"),
        ("attributes:\n  a:\n", "line 2.*nothing of a"),
        ("attributes:\n  A: {type: text}\n  a: {type: text}\n", "twice"),
        ("attributes:\n  a: {values: {1: x}}\n", "quotation marks"),
        ("attribute: {}\n", "'attribute'"),
        ("- a\n", "needs 'attributes:'"),
        ("a: [\n", "no YAML"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(words, told):
    with pytest.raises(Refused, match=told) as refused:
        loads(words, "map.yaml")
    assert "\n" not in str(refused.value)
