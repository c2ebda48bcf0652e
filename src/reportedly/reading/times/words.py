"""Words of the calendar: numbers, units, months, holidays, as numbers and days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from reportedly.dates import DayOrder, day_in_figures
from reportedly.lexicon import calendar
from reportedly.reading.times.timex import Unit

__all__ = [
    "DECADES",
    "MONTHS",
    "ORDINALS",
    "PARTS",
    "SEASONS",
    "SMALL",
    "TENS",
    "WEEKDAYS",
    "day_number",
    "day_of",
    "easter",
    "holiday_in",
    "iso_day",
    "length",
    "month_number",
    "number",
    "slashed_day",
    "time_of",
    "unit",
    "year_number",
]

WEEKDAYS = {name: i for i, name in enumerate(name[:3] for name in calendar.WEEKDAYS)}
MONTHS = {name: i + 1 for i, name in enumerate(name[:3] for name in calendar.MONTHS)}
_UNITS = {
    "second": Unit.SECOND, "minute": Unit.MINUTE, "hour": Unit.HOUR, "day": Unit.DAY, "week": Unit.WEEK,
    "month": Unit.MONTH, "quarter": Unit.QUARTER, "year": Unit.YEAR, "decade": Unit.DECADE, "century": Unit.CENTURY,
    "centurie": Unit.CENTURY,
}  # fmt: skip
SMALL = {
    word: i
    for i, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {word: 10 * (i + 2) for i, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
ORDINALS = {
    word: i + 1
    for i, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
    )
} | {"thirtieth": 30, "final": 4}
DECADES = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
    "nineties": 9,
}  # fmt: skip
PARTS = {
    "morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "noon": "T12:00", "midnight": "T00:00",
    "midday": "T12:00", "dawn": "TMO", "dusk": "TEV", "lunchtime": "T12:00",
}  # fmt: skip
SEASONS = {"spring": ("SP", 3), "summer": ("SU", 6), "autumn": ("FA", 9), "fall": ("FA", 9), "winter": ("WI", 12)}
_FROM_EASTER = {
    "ash wednesday": -46, "palm sunday": -7, "maundy thursday": -3, "good friday": -2, "easter monday": 1,
    "ascension day": 39, "whit sunday": 49, "whit monday": 50,
}  # fmt: skip
_NUMBER = re.compile(r"\d/\d+|\d[\d,]*(?:\.\d+)?|[a-z]+")


def number(words: str) -> float | None:
    """The count that words or figures tell; None where it is left open ("several", "two or three" is two).

    >>> number("twenty-six"), number("2 1/2"), number("a hundred"), number("a few"), number("12 to 18")
    (26.0, 2.5, 100.0, None, None)
    """
    total = current = 0.0
    n_figures = 0
    half = "half" in words
    for piece in _NUMBER.findall(words):
        if piece[0].isdigit():
            if "/" in piece:
                top, _, bottom = piece.partition("/")
                current += int(top) / (int(bottom) or 1)
            else:
                n_figures += 1
                current = float(piece.replace(",", "")[:12])
        elif piece in SMALL:
            current += SMALL[piece]
        elif piece in TENS:
            current += TENS[piece]
        elif piece == "hundred":
            current = (current or 1) * 100
        elif piece == "thousand":
            total, current = total + (current or 1) * 1000, 0
        elif piece == "dozen":
            current = (current or 1) * 12
        elif piece == "couple":
            current = 2
        elif piece in ("few", "several", "many", "some"):
            return None
        elif piece in ("a", "an", "another") and not current and not half and words in ("a", "an", "another"):
            current = 1
        elif piece in ("to", "or"):
            return None
    if words.startswith("an additional"):
        current = 1
    if n_figures > 1 and "/" not in words:
        return None
    return total + current + (0.5 if half else 0) or None


def unit(word: str) -> Unit:
    """The unit that a word names: "year", "years", "fiscal year"."""
    word = word.split()[-1]
    return _UNITS[word.removesuffix("s") if word not in _UNITS else word]


def length(count: float | None, of: Unit) -> str:
    """TIMEX3 value of a duration: `P3D`, `PT1H30M`; `X` for the number where the count is unknown."""
    if count is None:
        text = "X"
    elif count == int(count):
        text = str(int(count))
    elif of is Unit.HOUR:
        hours, minutes = divmod(round(count * 60), 60)
        return f"PT{hours}H{minutes}M" if hours else f"PT{minutes}M"
    else:
        text = f"{count:.2f}".rstrip("0")
    if of in (Unit.SECOND, Unit.MINUTE, Unit.HOUR):
        return f"PT{text}{of.value[-1]}"
    return f"P{text}{of.value}"


def year_number(words: str | None) -> int | None:
    """A year in figures or words: 1989, "nineteen ninety-six", "two thousand and one"."""
    if not words:
        return None
    if words.isdecimal():
        return int(words)
    pieces = [piece for piece in re.findall(r"[a-z]+", words) if piece != "and"]
    if pieces[0] == "two":
        return 2000 + sum(SMALL.get(piece, 0) for piece in pieces[2:])
    return 100 * SMALL[pieces[0]] + sum(TENS.get(piece, SMALL.get(piece, 0)) for piece in pieces[1:])


def month_number(word: str) -> int:
    """1 for "January", "Jan." …"""
    return MONTHS[word[:3]]


def day_number(words: str) -> int:
    """12 for "12", "12th", "twelfth"; 0 for anything else."""
    digits = re.sub(r"\D", "", words)
    return int(digits) if digits else ORDINALS.get(words, 0)


def day_of(year: int, month: int, day: int) -> date | None:
    """A day; None where there is none such ("February 30")."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def iso_day(words: str) -> date | None:
    """A day in figures, "2024-02-12" with or without a time."""
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None


def slashed_day(words: str, order: DayOrder | None) -> date | None:
    """ "03/04/2026" in the order that is told; without one, only where a single reading is a day."""
    a, b, y = (int(piece) for piece in re.split("[/.-]", words))
    return day_in_figures(a, b, y, order)


def time_of(groups: Mapping[str, str]) -> str | None:
    """The time of day of a phrase, "T10:35"; None where there is none such."""
    if "word" in groups:
        return PARTS[groups["word"]]
    if "hhmm" in groups:
        hour, minute = int(groups["hhmm"][:2]), int(groups["hhmm"][2:])
    elif "clock" in groups:
        pieces = re.split("[:.]", groups["clock"])
        hour, minute = int(pieces[0]), int(pieces[1])
    else:
        hour, minute = int(groups["h"]), 0
    afternoon = groups.get("ap", "").startswith("p") or groups.get("part") in ("afternoon", "evening")
    if groups.get("ap") and hour == 12:
        hour = 12 if afternoon else 0
    elif afternoon and hour < 12:
        hour += 12
    return f"T{hour:02}:{minute:02}" if hour <= 24 and minute < 60 else None


def easter(year: int) -> date | None:
    """Of the Gregorian calendar (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    x = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * x) // 451
    month, day = divmod(h + x - 7 * m + 114, 31)
    return day_of(year, month, day + 1)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1))


def holiday_in(name: str, year: int) -> date | None:
    """The day of a holiday in a year."""
    fixed_days = {
        "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "independence day": (7, 4),
        "halloween": (10, 31), "veterans day": (11, 11), "boxing day": (12, 26), "bastille day": (7, 14),
        "armistice day": (11, 11), "anzac day": (4, 25), "may day": (5, 1),
    }  # fmt: skip
    if name in fixed_days:
        return date(year, *fixed_days[name])
    if name.startswith("new year"):
        return date(year, 1, 1) if name.endswith("day") else date(year, 12, 31)
    if name.startswith("valentine"):
        return date(year, 2, 14)
    if name.startswith("thanksgiving"):
        return _nth(year, 11, 3, 4)
    if name == "labor day":
        return _nth(year, 9, 0, 1)
    if name == "memorial day":
        return _nth(year, 5, 0, 5) if _nth(year, 5, 0, 5).month == 5 else _nth(year, 5, 0, 4)
    if name == "election day":
        return _nth(year, 11, 0, 1) + timedelta(1)
    sunday = easter(year)
    if sunday is None:
        return None
    return sunday + timedelta(_FROM_EASTER.get(name, 0))
