"""Dates as EDTF writes them (ISO 8601-2:2019): made from TIMEX3 values, and as ranges of days.

The one module that knows the notation: reading writes values with it, and ledger, pages and exports ask which days they
cover. Days, months, years, seasons, quarters, halves, decades, centuries and intervals of these; pure, no clock.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

__all__ = ["Days", "days_apart", "days_of", "from_timex", "n_days", "overlaps"]

Days = tuple[date, date]
"""First and last day, both included."""

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})$")
_YEAR = re.compile(r"(\d{4})$")
_DECADE = re.compile(r"(\d{3})X$")
_CENTURY = re.compile(r"(\d{2})XX$")
# Parts of a year by their code: first and last month, those above 12 in the next year. Meteorological seasons, without
# and with a half of the earth; quarters; thirds; halves.
_PARTS = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14),
    25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (12, 14),
    29: (9, 11), 30: (12, 14), 31: (3, 5), 32: (6, 8),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip

_TIMEX_PLAIN = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?|\d{4}-(?:XX-XX|XX|\d\d-XX)")
_TIMEX_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_TIMEX_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)")
_TIMEX_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_TIMEX_HALF = re.compile(r"(\d{4})-H([12])")
_TIMEX_YEARS = re.compile(r"\d{2,3}")
_SEASON_CODES = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}


def from_timex(value: str | None) -> str | None:
    """The TIMEX3 value (ISO 24617-1) of a stretch of the calendar as EDTF level 1; None for anything else.

    Weeks, weekends, quarters and halves become intervals, since level 1 has no codes for them; a time of day is cut to
    its day.

    >>> from_timex("2016-W24"), from_timex("2024-SU"), from_timex("2009-Q3"), from_timex("199")
    ('2016-06-13/2016-06-19', '2024-22', '2009-07/2009-09', '199X')
    >>> from_timex("2024-02-07TMO"), from_timex("P3D"), from_timex("PRESENT_REF")
    ('2024-02-07', None, None)
    """
    if not value:
        return None
    if "/" in value:
        start, _, end = value.partition("/")
        first, last = from_timex(start), from_timex(end)
        # Each end may be an interval itself: "2024-Q1/2024-Q2".
        edtf = f"{first.partition('/')[0]}/{last.rpartition('/')[2]}" if first and last else None
    else:
        try:
            edtf = _of_timex(value.partition("T")[0])
        except ValueError:
            return None
    return edtf if days_of(edtf) is not None else None


def _of_timex(value: str) -> str | None:
    if not value.isascii():
        return None  # other digits than ours are digits to `re`
    if _TIMEX_PLAIN.fullmatch(value):
        return value
    if match := _TIMEX_WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        sunday = date.fromisocalendar(int(match[1]), int(match[2]), 7)
        first = sunday - timedelta(days=1) if match[3] else monday
        return f"{first.isoformat()}/{sunday.isoformat()}"
    if match := _TIMEX_SEASON.fullmatch(value):
        return f"{match[1]}-{_SEASON_CODES[match[2]]}"
    if match := _TIMEX_QUARTER.fullmatch(value):
        last = 3 * int(match[2])
        return f"{match[1]}-{last - 2:02}/{match[1]}-{last:02}"
    if match := _TIMEX_HALF.fullmatch(value):
        last = 6 * int(match[2])
        return f"{match[1]}-{last - 5:02}/{match[1]}-{last:02}"
    if _TIMEX_YEARS.fullmatch(value):
        return value.ljust(4, "X")
    return None


@lru_cache(maxsize=65536)
def days_of(value: str | None) -> Days | None:
    """The days that a value covers; None where it is None, open on both sides or not a date.

    >>> days_of("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> days_of("2018-09-24/2018-09-30")[1], days_of("199X")[0]
    (datetime.date(2018, 9, 30), datetime.date(1990, 1, 1))
    """
    if not value:
        return None
    if "/" in value:
        start, _, end = value.partition("/")
        first, last = days_of(start), days_of(end)
        if first and last:
            return (first[0], last[1]) if first[0] <= last[1] else None
        return first or last
    try:
        return _one(value.strip().rstrip("~?%"))
    except ValueError:
        return None


def _one(value: str) -> Days | None:
    if match := _DAY.match(value):
        day = date(*(int(part) for part in match.groups()))
        return day, day
    if match := _WEEK.match(value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday, monday + timedelta(days=6)
    while value.endswith("-XX"):  # some day of a month, some month of a year
        value = value.removesuffix("-XX")
    if match := _MONTH.match(value):
        year, month = int(match[1]), int(match[2])
        if month in _PARTS:
            first, last = _PARTS[month]
            return date(year, first, 1), _last_day(year + (last > 12), (last - 1) % 12 + 1)
        return date(year, month, 1), _last_day(year, month)
    if match := _YEAR.match(value):
        year = int(match[1])
        return date(year, 1, 1), date(year, 12, 31)
    if match := _DECADE.match(value) or _CENTURY.match(value):
        n_years = 10 if len(match[1]) == 3 else 100
        start = int(match[1]) * n_years
        return date(start, 1, 1), date(start + n_years - 1, 12, 31)
    return None


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def n_days(days: Days) -> int:
    """How many days a range covers: 1 for a day, 28 to 31 for a month."""
    return (days[1] - days[0]).days + 1


def overlaps(a: Days, b: Days) -> bool:
    """Whether two ranges share a day."""
    return a[0] <= b[1] and b[0] <= a[1]


def days_apart(a: Days, b: Days) -> int:
    """Days between two ranges; 0 where they overlap."""
    if overlaps(a, b):
        return 0
    return (b[0] - a[1]).days if a[1] < b[0] else (a[0] - b[1]).days
