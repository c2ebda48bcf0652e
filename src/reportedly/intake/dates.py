"""Dates as outlets write them, to ISO 8601. What is no date is None."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

__all__ = ["to_iso"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH_FIRST = re.compile(r"(?<![^\W\d_])([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b", re.IGNORECASE)
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?(?:\.?\s+|-)([a-z]{3,9})(?:\.?,?\s+|-)(\d{4})\b(?:,?\s+(\d\d:\d\d(?::\d\d)?)\b)?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(\d{4})[-/.]?(\d\d)[-/.]?(\d\d)(?!\d)")


def to_iso(value: str) -> str | None:
    """The day, or the day and time with its offset, that a printed date names; None where it names none.

    Day/month order is not guessed: "03/04/2020" is None.

    >>> to_iso("Fri, 09 Feb 2024 18:20:00 +0300"), to_iso("February 9, 2024"), to_iso("2024-13-40")
    ('2024-02-09T18:20:00+03:00', '2024-02-09', None)
    """
    value = value.strip()
    if not 6 <= len(value) <= 100:
        return None
    try:
        if _DIGITS.match(value) and not value.isdigit():
            time = datetime.fromisoformat(value.replace(" UTC", "Z").replace(" GMT", "Z").replace("/", "-"))
            return _written(time, has_time=len(value) > 10)
    except (ValueError, OverflowError):
        pass
    try:
        return _written(parsedate_to_datetime(value), has_time=":" in value)
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    if match := _DIGITS.match(value):
        return _day(*match.groups())
    if (match := _MONTH_FIRST.search(value)) and match[1].lower() in _MONTHS:
        return _day(match[3], _MONTHS[match[1].lower()], match[2])
    if (match := _DAY_FIRST.search(value)) and match[2].lower() in _MONTHS:
        day = _day(match[3], _MONTHS[match[2].lower()], match[1])
        return _at(day, match[4])
    return None


def _at(day: str | None, clock: str | None) -> str | None:
    """The day with its time, where that is one."""
    if not day or not clock:
        return day
    try:
        return datetime.fromisoformat(f"{day}T{clock}").isoformat()
    except ValueError:
        return day


def _written(time: datetime, *, has_time: bool) -> str | None:
    if not time.year >= 1000:
        return None
    return time.replace(microsecond=0).isoformat() if has_time else time.date().isoformat()


def _day(year: str | int, month: str | int, day: str | int) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
