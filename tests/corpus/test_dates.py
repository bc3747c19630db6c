import pytest

from corpus.dates import PartialDate, both_ways, only_year, parse, period


@pytest.mark.parametrize(
    ("written", "dmy", "mdy"),
    [
        ("14/07/15", "2015-07-14", None),
        ("07/14/15", None, "2015-07-14"),
        ("03/04/15", "2015-04-03", "2015-03-04"),
        ("3.4.2015", "2015-04-03", "2015-03-04"),
        ("2015-07-14", "2015-07-14", "2015-07-14"),
        ("2015-07", "2015-07", "2015-07"),
        ("07/2015", "2015-07", "2015-07"),
        ("2015", "2015", "2015"),
        ("14 July 2015", "2015-07-14", "2015-07-14"),
        ("July 14th, 2015", "2015-07-14", "2015-07-14"),
        ("14-Sept-15", "2015-09-14", "2015-09-14"),
        ("July 2015", "2015-07", "2015-07"),
        ("05/05/70", "1970-05-05", "1970-05-05"),
        ("29/02/15", None, None),
        ("00/05/15", None, None),
        ("1/2", None, None),
        ("soon", None, None),
        ("", None, None),
    ],
)
def test_a_cell_is_a_date_in_its_columns_order_or_none(written, dmy, mdy):
    assert [parse(written, order) and str(parse(written, order)) for order in ("dmy", "mdy")] == [dmy, mdy]


def test_a_cell_that_could_be_read_either_way_is_told_from_one_that_could_not():
    assert both_ways("03/04/15")
    assert not any(map(both_ways, ["05/05/15", "14/07/15", "2015-03-04", "3 April 2015"]))


def test_of_a_date_in_another_order_the_year_is_known_where_both_readings_agree():
    assert only_year("03/17/15") == PartialDate(2015)
    assert only_year("2015-17-03") == PartialDate(2015)
    assert only_year("30/30/15") is None


@pytest.mark.parametrize(
    ("date", "season", "quarter"),
    [
        (PartialDate(2015, 1, 31), "winter 2014/15", "2015-Q1"),
        (PartialDate(2014, 12), "winter 2014/15", "2014-Q4"),
        (PartialDate(2015, 6, 1), "summer 2015", "2015-Q2"),
        (PartialDate(2015, 11, 30), "autumn 2015", "2015-Q4"),
        (PartialDate(1999, 12, 1), "winter 1999/00", "1999-Q4"),
    ],
)
def test_seasons_and_quarters_have_whole_months(date, season, quarter):
    assert period(date, "season")[0] == season
    assert period(date, "quarter")[0] == quarter


def test_of_a_year_alone_no_month_is_guessed():
    assert period(PartialDate(2015), "year") == ("2015", PartialDate(2015))
    assert [period(PartialDate(2015), of) for of in ("month", "quarter", "season")] == [None] * 3
