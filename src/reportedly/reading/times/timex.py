"""Calendar arithmetic on TIMEX3 values: what a value covers, shifting it, choosing past or future. Pure; no text here.

A value is written as in TIMEX3 (ISO 24617-1): "2024-02-07", "2024-W06", "2024-02", "2023-Q4", "2023-FA", "2023", "199"
(the 1990s), "19" (the 20th century), "2024-02-07TMO" (its morning), "2024-02-07T10:30", "P3D", "PRESENT_REF".
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from enum import Enum, StrEnum
from functools import lru_cache

__all__ = ["Tense", "Unit", "first_day", "of_day", "pick", "shift", "unit_of"]


class Tense(Enum):
    """Where the text puts what a time expression dates, seen from the day of publication.

    APPOINTED is of what a finished verb calls off, moves or announces: "the summit on March 19 has been cancelled"
    means the coming one, unless the last one is hardly over.
    """

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    APPOINTED = "appointed"
    UNKNOWN = "unknown"


class Unit(StrEnum):
    """Units of the calendar, as TIMEX3 writes them in durations (M of the time of day is MINUTE here)."""

    SECOND = "S"
    MINUTE = "TM"
    HOUR = "H"
    DAY = "D"
    WEEK = "W"
    MONTH = "M"
    QUARTER = "Q"
    YEAR = "Y"
    DECADE = "DE"
    CENTURY = "CE"


_MONTHS_IN = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12, Unit.DECADE: 120, Unit.CENTURY: 1200}
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_PATTERNS = (
    (re.compile(r"\d{4}-\d\d-\d\d"), Unit.DAY),
    (re.compile(r"\d{4}-W\d\d"), Unit.WEEK),
    (re.compile(r"\d{4}-\d\d"), Unit.MONTH),
    (re.compile(r"\d{4}-Q[1-4]"), Unit.QUARTER),
    (re.compile(r"\d{4}"), Unit.YEAR),
    (re.compile(r"\d{3}"), Unit.DECADE),
    (re.compile(r"\d\d"), Unit.CENTURY),
)
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)")
_HALF = re.compile(r"(\d{4})-H([12])")
_WEEKEND = re.compile(r"(\d{4}-W\d\d)-WE")


def unit_of(value: str | None) -> Unit | None:
    """The unit that a value names one of; None for parts of units, durations, sets and vague references.

    >>> unit_of("2023-Q4"), unit_of("2024-02-07TMO"), unit_of("P3D")
    (<Unit.QUARTER: 'Q'>, <Unit.DAY: 'D'>, None)
    """
    if value:
        day = value.partition("T")[0]
        for pattern, unit in _PATTERNS:
            if pattern.fullmatch(day):
                return unit
    return None


@lru_cache(maxsize=4096)
def first_day(value: str | None) -> date | None:
    """The first day that a value covers; None where it is no date or lies outside the years 1 to 9999."""
    if not value:
        return None
    day = value.partition("T")[0]
    try:
        if match := _SEASON.fullmatch(day):
            return date(int(match[1]), _SEASONS[match[2]], 1)
        if match := _HALF.fullmatch(day):
            return date(int(match[1]), 1 if match[2] == "1" else 7, 1)
        if match := _WEEKEND.fullmatch(day):
            return date.fromisocalendar(int(day[:4]), int(day[6:8]), 6)
        unit = unit_of(day)
        if unit is Unit.DAY:
            return date(int(day[:4]), int(day[5:7]), int(day[8:]))
        if unit is Unit.WEEK:
            return date.fromisocalendar(int(day[:4]), int(day[6:]), 1)
        if unit is Unit.MONTH:
            return date(int(day[:4]), int(day[5:]), 1)
        if unit is Unit.QUARTER:
            return date(int(day[:4]), 3 * int(day[6]) - 2, 1)
        if unit in (Unit.YEAR, Unit.DECADE, Unit.CENTURY):
            return date(int(day.ljust(4, "0")), 1, 1)
    except ValueError:
        pass
    return None


def of_day(day: date, unit: Unit) -> str:
    """The value of the unit that a day lies in.

    >>> of_day(date(2024, 2, 7), Unit.WEEK), of_day(date(2024, 2, 7), Unit.QUARTER)
    ('2024-W06', '2024-Q1')
    """
    year = f"{day.year:04}"
    if unit is Unit.WEEK:
        iso = day.isocalendar()
        return f"{iso.year:04}-W{iso.week:02}"
    if unit is Unit.MONTH:
        return f"{year}-{day.month:02}"
    if unit is Unit.QUARTER:
        return f"{year}-Q{(day.month + 2) // 3}"
    if unit is Unit.YEAR:
        return year
    if unit is Unit.DECADE:
        return year[:3]
    if unit is Unit.CENTURY:
        return year[:2]
    return f"{year}-{day.month:02}-{day.day:02}"


def shift(value: str | date | None, count: int, unit: Unit, *, keep: bool = False) -> str | None:
    """A value moved by a number of units.

    Args:
        value: Where to start.
        count: How many units on; negative is back.
        unit: What is counted.
        keep: Whether the answer keeps the start's own unit ("1989-Q3" a year earlier is "1988-Q3"); else it is of the
            counted unit, and no finer ("a year earlier" than a day is a year).

    Returns:
        None where the start is no date, or the answer lies outside the years 1 to 9999.

    >>> shift("1995-05-22", 1, Unit.YEAR), shift("1989-Q3", -1, Unit.YEAR, keep=True)
    ('1996', '1988-Q3')
    """
    start = value if isinstance(value, date) else first_day(value)
    if start is None:
        return None
    own = Unit.DAY if isinstance(value, date) else unit_of(value)
    try:
        if unit in _MONTHS_IN:
            months = start.year * 12 + start.month - 1 + count * _MONTHS_IN[unit]
            year, month = months // 12, months % 12 + 1
            moved = date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
        elif unit is Unit.WEEK:
            moved = start + timedelta(weeks=count)
        elif unit is Unit.DAY:
            moved = start + timedelta(days=count)
        else:
            moved = start
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return None
    if keep and not isinstance(value, date) and (match := _SEASON.fullmatch(value or "")):
        return f"{moved.year:04}-{match[2]}"
    return of_day(moved, own if keep and own else unit)


def pick(past: date, future: date, *, published: date, tense: Tense) -> date:
    """Of the last and the next day that a phrase may mean, the one that the tense asks for.

    Without a tense the nearer of the two, the past one where both are as near: text without a verb is mostly a
    headline, a dateline or a list, and those stand close to the day they are printed on.
    """
    if tense is Tense.PAST:
        return past
    if tense is Tense.FUTURE:
        return future
    if tense in (
        Tense.PRESENT,
        Tense.APPOINTED,
    ):  # "leaves Friday", "opens in May": a plan, unless what is named is hardly over
        weekly = (future - past).days <= 7
        return future if (future - published).days <= (3 if weekly else 1) * (published - past).days else past
    return past if published - past <= future - published else future
