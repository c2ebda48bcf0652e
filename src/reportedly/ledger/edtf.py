"""Days, months, years and intervals as EDTF writes them (ISO 8601-2:2019, levels 0 and 1), as ranges of days."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

__all__ = ["Days", "days_apart", "days_of", "n_days", "overlaps"]

Days = tuple[date, date]
"""First and last day, both included."""

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})$")
_YEAR = re.compile(r"(\d{4})$")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14), 33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}


@lru_cache(maxsize=65536)
def days_of(value: str | None) -> Days | None:
    """The days that a value covers; None where it is None, open on both sides or not a date.

    >>> days_of("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> days_of("2018-09-24/2018-09-30")[1]
    datetime.date(2018, 9, 30)
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
    if match := _MONTH.match(value):
        year, month = int(match[1]), int(match[2])
        if month in _SEASONS:
            first, last = _SEASONS[month]
            return date(year, first, 1), _last_day(year + (last > 12), (last - 1) % 12 + 1)
        return date(year, month, 1), _last_day(year, month)
    if match := _YEAR.match(value):
        year = int(match[1])
        return date(year, 1, 1), date(year, 12, 31)
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
