"""Dates as people write them, of which the month or the day may not be known, and the periods that they are in."""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

Order = Literal["dmy", "mdy"]
ORDERS: dict[Order, str] = {"dmy": "dd/mm/yy", "mdy": "mm/dd/yy"}
"""In which order day and month stand, where both are numbers. What begins with a year of four digits has one order."""

Period = Literal["year", "season", "quarter", "month"]
PERIODS: tuple[Period, ...] = ("year", "season", "quarter", "month")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
         "november", "december")  # fmt: skip
_SEASONS = ("winter", "spring", "summer", "autumn")
_CENTURY = 69
"""Years of two digits from here on are of the 1900s."""


class PartialDate(NamedTuple):
    """A date, or what is known of one: a year, or a year and a month (1 to 12)."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """ISO 8601: 2015, 2015-07 or 2015-07-14."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    @property
    def full(self) -> date | None:
        """The date, when it is known to the day."""
        return date(self.year, self.month, self.day) if self.month and self.day else None


@lru_cache(20_000)
def parse(written: str, order: Order) -> PartialDate | None:
    """What a cell says in a column of that order: 14/07/15, 2015-07-14, 07/2015, 14 July 2015, 2015 …; None: no date.

    Years of two digits are 1969 to 2068."""
    words = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", written)).strip().casefold()
    if numbers := _numbers(words):
        day, month, year = numbers if order == "dmy" else (numbers[1], numbers[0], numbers[2])
        return _checked(year, month, day)
    if found := re.fullmatch(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?", words):
        return _checked(*(int(found[n]) if found[n] else None for n in (1, 3, 4)))
    if found := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", words):
        return _checked(int(found[2]), int(found[1]), None)
    return _with_a_name(words)


def both_ways(written: str) -> bool:
    """Whether a cell is one date as day and month, and another one as month and day."""
    one, other = parse(written, "dmy"), parse(written, "mdy")
    return one is not None and other is not None and one != other


def only_year(written: str) -> PartialDate | None:
    """Of what is no date in its column's order: the year, if another order of day and month gives a date."""
    words = unicodedata.normalize("NFKC", written).strip()
    if turned := re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", words):  # year, day, month
        other = _checked(int(turned[1]), int(turned[4]), int(turned[3]))
        return PartialDate(other.year) if other else None
    years = {found.year for order in ORDERS if (found := parse(written, order))}
    return PartialDate(years.pop()) if len(years) == 1 else None


def period(date_: PartialDate, of: Period) -> tuple[str, PartialDate] | None:
    """The period that a date is in, and its beginning (to sort by); None when too little of the date is known.

    Seasons are those of the north, by whole months: summer is June to August, and the winter of January 2015 is
    "winter 2014/15"."""
    year, month, _ = date_
    if of == "year":
        return str(year), PartialDate(year)
    if month is None:
        return None
    if of == "month":
        return f"{year:04}-{month:02}", PartialDate(year, month)
    if of == "quarter":
        quarter = (month - 1) // 3
        return f"{year:04}-Q{quarter + 1}", PartialDate(year, 3 * quarter + 1)
    season = month % 12 // 3
    if season:
        return f"{_SEASONS[season]} {year}", PartialDate(year, 3 * season)
    first = year if month == 12 else year - 1
    return f"winter {first}/{(first + 1) % 100:02}", PartialDate(first, 12)


def _numbers(words: str) -> tuple[int, int, int] | None:
    """Three numbers with the year last, as they stand."""
    found = re.fullmatch(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})", words)
    return (int(found[1]), int(found[3]), _year(found[4])) if found else None


def _with_a_name(words: str) -> PartialDate | None:
    """14 July 2015, July 14, 2015, 14-Jul-15, July 2015."""
    bare = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|[,.]", " ", words)
    day_first = re.fullmatch(r"(?:(\d{1,2})[ -]+)?([a-z]+)[ -]+(\d{4}|\d{2})", bare.strip())
    month_first = re.fullmatch(r"([a-z]+) +(\d{1,2}) +(\d{4})", bare.strip())
    if month_first:
        name, day, year = month_first.groups()
    elif day_first:
        day, name, year = day_first.groups()
    else:
        return None
    if name in _FULL or name in _MONTHS or name == "sept":
        return _checked(_year(year), _MONTHS.index(name[:3]) + 1, int(day) if day else None)
    return None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else int(digits) + (1900 if int(digits) >= _CENTURY else 2000)


def _checked(year: int | None, month: int | None, day: int | None) -> PartialDate | None:
    """None for what no calendar has."""
    assert year is not None
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return None if 0 in (month, day) else PartialDate(year, month, day)
