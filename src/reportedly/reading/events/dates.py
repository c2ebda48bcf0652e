"""Days of events: TIMEX3 values as EDTF, and the first and last day that one spans."""

from __future__ import annotations

import re
from datetime import date, timedelta

__all__ = ["day_range", "to_edtf"]

_DAY = re.compile(r"^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*|TEV|TMO|TAF|TNI)?$")
_WEEK = re.compile(r"^(\d{4})-W(\d\d)(-WE)?$")
_YEAR = re.compile(r"^\d{4}(?!\d)")
_SEASON = re.compile(r"^(\d{4})-(SP|SU|FA|WI)$")
_SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}
_QUARTER = re.compile(r"^(\d{4})-([QH])([1-4])$")


def to_edtf(value: str | None) -> str | None:
    """The TIMEX3 value of a calendar date as EDTF (ISO 8601-2); None for anything else.

    Weeks, weekends, quarters and halves are intervals of days or months, seasons have their own codes.

    >>> to_edtf("2016-W24"), to_edtf("2024-SU"), to_edtf("2009-Q3")
    ('2016-06-13/2016-06-19', '2024-22', '2009-07/2009-09')
    """
    edtf = _edtf(value) if value and _YEAR.match(value) else None
    return edtf if day_range(edtf) is not None else None


def _edtf(value: str) -> str | None:
    if match := _DAY.match(value):
        return "-".join(part for part in match.groups() if part)
    if match := _WEEK.match(value):
        try:
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        except ValueError:
            return None
        first = monday + timedelta(5) if match[3] else monday
        return f"{first.isoformat()}/{(monday + timedelta(6)).isoformat()}"
    if match := _SEASON.match(value):
        return f"{match[1]}-{_SEASONS[match[2]]}"
    if match := _QUARTER.match(value):
        months = 3 if match[2] == "Q" else 6
        last = int(match[3]) * months
        if last > 12:
            return None
        return f"{match[1]}-{last - months + 1:02d}/{match[1]}-{last:02d}"
    return value


def day_range(value: str | None) -> tuple[date, date] | None:
    """First and last day of an EDTF day, month, season, year or interval of them; None where it is none of these."""
    if not value:
        return None
    start, _, end = value.partition("/")
    try:
        first, last = _days(start), _days(end or start)
    except ValueError:
        return None
    return first[0], last[1]


def _days(value: str) -> tuple[date, date]:
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 3:
        day = date(*parts)
        return day, day
    year = parts[0]
    if len(parts) == 1:
        return date(year, 1, 1), date(year, 12, 31)
    if parts[1] in range(21, 25):
        # Meteorological seasons of the northern half; winter runs into the next year.
        month = 3 * (parts[1] - 20)
        return date(year, month, 1), _last_of(year, month + 2)
    return date(year, parts[1], 1), _last_of(year, parts[1])


def _last_of(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
