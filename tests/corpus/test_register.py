from importlib.resources import files

import pytest

from coder.csv_cells import lines as cells
from corpus.attribute_files import loads
from corpus.attributes import Attribute
from corpus.refused import Refused
from corpus.register import Understood, lines, told, understand

DEMO = files("corpus") / "data" / "demo"


def read(words: str, file: str = "", known: tuple[Attribute, ...] = ()) -> Understood:
    return understand(*lines(cells(words.encode(), "r.csv"), "r.csv"), known, loads(file, "m") if file else None)


def types(register: Understood) -> dict[str, str]:
    return {column.header: column.attribute.type if column.attribute else column.role for column in register.columns}


def test_columns_are_understood_from_what_they_say():
    register = read(
        "No,Name,Age,Married,Born,Seen,Town,Remarks,Words\n"
        "1,Ilse Baum,31,yes,1984,14/07/15,Harbour,,one thing\n"
        "2,Otto Kern,about 40,no,1975,2015-08,Harbour,tired,another\n"
        '3,"Roth, Jan",29,Y,1986,3 May 2015,Hill,,a third\n'
        "4,Mia Lenz,55,N,1960,30.06.15,Hill,,a fourth\n"
        "5,Nora Falk,20,n,1990,01/08/2014,Harbour,,a fifth\n"
    )
    assert types(register) == {
        "No": "key", "Name": "name", "Age": "number", "Married": "yes/no", "Born": "date", "Seen": "date",
        "Town": "choice", "Remarks": "note", "Words": "text",
    }  # fmt: skip
    assert [(t.number, t.line, t.column, t.cell) for t in register.unread] == [(2, 3, "Age", "about 40")]
    assert register.rows[2].name == "Roth, Jan"
    assert register.rows[1].attributes["Seen"] == "2015-08"


def test_the_order_of_day_and_month_is_the_one_in_which_more_cells_are_dates():
    rows = ["03/04/15", "07/14/15", "12/30/14"]
    register = read("id,date\n" + "".join(f"k{n},{date}\n" for n, date in enumerate(rows)))
    assert register.columns[1].attribute == Attribute("date", "date", "mdy")
    assert register.unread == ()
    assert register.doubts == ()


def test_when_every_date_can_be_read_either_way_it_is_said():
    (doubt,) = read("id,date\na,03/04/15\nb,05/06/15\n").doubts
    assert "either way" in doubt
    assert read("id,date\na,03/04/15\n", "attributes:\n  date: {type: date, order: mdy}\n").doubts == ()


def test_one_date_in_another_order_is_kept_told_and_makes_the_others_doubtful():
    rows = ["14/07/15", "03/17/15", "03/04/15", "30/06/15", "2015-02-03", "21/06/15"]
    register = read("id,date\n" + "".join(f"k{n},{date}\n" for n, date in enumerate(rows)))
    (cell,) = register.unread
    assert (cell.number, cell.line, cell.cell) == (2, 3, "03/17/15")
    assert "counts for 2015 only" in cell.what
    assert register.rows[1].attributes["date"] == "03/17/15"
    assert "of the dates, 1 (day and month" in register.doubts[0]


def test_likely_values_are_uncertain_only_among_others_that_are_not():
    register = read(
        "id,nationality\n1,Likely Freedonian\n2,Freedonian\n3,Freedonian\n4,Sylvanian?\n5,Freedonian\n6,Unknown\n"
    )
    attribute = register.columns[1].attribute
    assert attribute is not None
    assert attribute.uncertain == {"Likely Freedonian": "Freedonian"}
    assert attribute.value("Unknown").state == "missing"


def test_without_a_key_the_rows_numbers_are_the_keys_and_empty_rows_are_none():
    register = read("name,sex\nIlse,F\n,\n\n  , \nOtto,M\n")
    assert not register.keyed
    assert [(row.key, row.name, row.line) for row in register.rows] == [("1", "Ilse", 2), ("2", "Otto", 6)]


def test_numbers_that_two_rows_share_are_no_key():
    assert not read("number,sex\n1,F\n1,M\n").keyed


def test_a_row_is_left_out_only_when_its_key_is_bad_and_that_is_said():
    register = read("id,sex\na,F\nA,M\n,F\nno key,M\nb,M\n")
    assert [row.key for row in register.rows] == ["a", "b"]
    assert [(t.number, t.line) for t in register.left_out] == [(2, 3), (3, 4), (4, 5)]
    assert "row 1 has the same id" in register.left_out[0].what


def test_what_is_said_before_goes_before_what_a_column_looks_like():
    known = (Attribute("town", "text"),)
    register = read("code,town,x\na,Hill,1\nb,Hill,2\n", "key: code\nleave out: x\nattributes: {}\n", known)
    assert types(register) == {"code": "key", "town": "text", "x": "left out"}
    with pytest.raises(Refused, match="'person'"):
        read("id\na\n", "name: person\nattributes: {}\n")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "empty"),
        (" , \n", "empty"),
        ("id,name\n", "no rows"),
        ("1,Ilse,14/07/15\n2,Otto,15/07/15\n", "no header"),
        ("id,,sex\na,b,F\n", "no name"),
        ("id,Sex,sex\na,F,F\n", "twice"),
        ("id,a=b\nk,1\n", "'='"),
        ("id,sex\na,F,x\n", "line 2: cells: 3; the header has 2"),
        ("id,sex\na,F\nb\n", "line 3: cells: 1"),
        ('id,sex\na,"F\n', "not CSV"),
        ("id,sex\na,\0\n", "no table"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(words, why):
    with pytest.raises(Refused, match=why) as refused:
        read(words)
    assert "\n" not in str(refused.value)


def test_the_made_up_register_is_as_untidy_as_a_real_one_and_is_understood():
    register = read((DEMO / "register.csv").read_text("utf-8"), (DEMO / "attributes.yaml").read_text("utf-8"))
    assert len(register.rows) == 24
    assert [(t.number, t.cell) for t in register.unread] == [(15, "03/17/15")]
    assert len(register.doubts) == 1
    assert register.left_out == ()
    columns = {column.header: column for column in register.columns}
    said = [row.attributes["nationality"] for row in register.rows]
    assert "1 uncertain; 2 missing" in told(columns["nationality"], said)
