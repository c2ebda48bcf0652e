"""Dates as outlets write them, to ISO 8601. What is no date is None, and what is missing is never filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from reportedly.dates import FIGURES, DayOrder, day_in_figures
from reportedly.intake.date_labels import IS_UPDATED
from reportedly.lexicon.calendar import WEEKDAYS

__all__ = ["PrintedDay", "find_days", "to_iso"]

# Names and short forms that mean one month in all of them: English, German, French, Spanish, Italian, Portuguese,
# Catalan, Romanian, Dutch, Indonesian, Swedish, Norwegian and Danish, Polish, Czech, Slovak, Finnish, Hungarian,
# Turkish, Russian, Ukrainian, Greek. Croatian is left out: its "listopada" is October, the Polish November.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar januari janvier janv enero ene gennaio gen janeiro gener ianuarie stycznia jänner "
            "ledna januára tammikuuta január ocak января янв січня ιανουαρίου",
            "february feb februar februari février fév févr febrero febbraio fevereiro fev febrer februarie lutego "
            "února februára helmikuuta február şubat февраля фев лютого φεβρουαρίου",
            "march mar märz mär mars marzo março març martie maart mrt maret marca března maaliskuuta március mart "
            "марта мар березня μαρτίου",
            "april apr avril avr abril abr aprile aprilie kwietnia dubna apríla huhtikuuta április nisan апреля апр "
            "квітня απριλίου",
            "may mai mayo maggio mag maio maig mei maj maja května mája toukokuuta május mayıs мая травня μαΐου μαίου",
            "june jun juni juin junio giugno giu junho juny iunie czerwca června júna kesäkuuta június haziran июня "
            "червня ιουνίου",
            "july jul juli juillet juil julio luglio lug julho juliol iulie lipca července júla heinäkuuta július "
            "temmuz июля липня ιουλίου",
            "august aug août aoû agosto ago agost augustus augusti agustus sierpnia srpna augusta elokuuta augusztus "
            "ağustos августа авг серпня αυγούστου",
            "september sep sept septembre septiembre settembre set setembro setembre septembrie września září "
            "septembra syyskuuta szeptember eylül сентября сен вересня σεπτεμβρίου",
            "october oct oktober okt octobre octubre ottobre ott outubro out octombrie października října októbra "
            "lokakuuta október ekim октября окт жовтня οκτωβρίου",
            "november nov novembre noviembre novembro noiembrie listopada listopadu novembra marraskuuta kasım ноября "
            "ноя листопада νοεμβρίου",
            "december dec dezember dez décembre déc diciembre dic dicembre dezembro desember des desembre decembrie "
            "grudnia prosince decembra joulukuuta aralık декабря дек грудня δεκεμβρίου",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = tuple(name[:3] for name in WEEKDAYS)
# Hours from UTC of the zones whose short names mean one thing in news English.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip

_NAME = r"([^\W\d_]{3,12})"
_YEAR = r"(\d{4})"
_YEAR_FIRST = re.compile(r"(?<![\d.])(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?=\D|$)")
# "2026. március 4.", "2026 March 4"; Chinese, Japanese and Korean write figures alone.
_YEAR_THEN_NAME = re.compile(rf"(?<![\d.,:/-]){_YEAR}\.?[ ]{_NAME}\.?[ ](\d{{1,2}})(?![\d:])", re.IGNORECASE)
_EAST_ASIAN = re.compile(r"(?<!\d)(\d{4})[ ]?[年년][ ]?(\d{1,2})[ ]?[月월][ ]?(\d{1,2})[ ]?[日일]")
_MONTH_FIRST = re.compile(
    rf"(?<![^\W\d_]){_NAME}\.?[ ]?(\d{{1,2}})(?:st|nd|rd|th)?\.?,?[ ]{_YEAR}(?!\d)", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    rf"(?<![\d.,:/-])(\d{{1,2}})(?:st|nd|rd|th|er|º|°)?(?:\.?[ ]|\.|-)(?:(?:of|de)[ ]|d['’])?{_NAME}"
    rf"(?:\.?,?[ ](?:(?:de|del)[ ])?|-){_YEAR}(?!\d)",
    re.IGNORECASE,
)
# The two-figure year of RFC 822: only behind a weekday or before an hour, else "12 May 15" may be anything.
_SHORT_YEAR = re.compile(rf"(?<![\d.,:/-])(\d{{1,2}})[ -]{_NAME}[ -](\d\d)(?=[ ]\d{{1,2}}:)", re.IGNORECASE)
# "Tue Mar  3 16:05:00 2026", as C's asctime writes.
_ASCTIME = re.compile(
    rf"(?<![^\W\d_]){_NAME}[ ](\d{{1,2}})[ ]\d{{1,2}}:\d\d(?::\d\d)?(?:[ ][A-Z]{{3,4}})?[ ]{_YEAR}(?!\d)"
)
_CLOCK = re.compile(
    r"(?<![\d:.+-])(?:(\d{1,2})[:h](\d\d)(?!\d)(?::(\d\d))?(?:[.,]\d{1,9})?"
    r"|(\d{1,2})(?:\.(\d\d))?(?=[ ]?[ap]\.?m\b|(?<=\.\d\d)[ ](?:GMT|BST|UTC|CES?T|Uhr)\b)"
    r"|(\d\d)(\d\d)(\d\d)?(?=Z\b))"
    r"(?:[ ]?([ap])\.?m\b\.?)?[ ]?\(?([+-]\d\d:?\d\d|[A-Za-z]{1,5}\b)?",
    re.IGNORECASE,
)
_NOW_S = (631_152_000, 4_102_444_800)  # 1990 to 2100
_MAX_CHARS = 400


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """One day in a text: where its figures stand, and the day; `day` is None where its order cannot be told."""

    start: int
    end: int
    day: date | None


def to_iso(value: str, *, order: DayOrder | None = None) -> str | None:
    """The day, or the day and time with its offset, that a printed date names; None where it names none.

    Args:
        value: One date, with or without a time of day; seconds or milliseconds since 1970, too.
        order: Which of day and month comes first in "03/04/2020", where something tells; else that is None.

    >>> to_iso("Fri, 09 Feb 2024 18:20:00 +0300"), to_iso("February 9, 2024"), to_iso("2024-13-40")
    ('2024-02-09T18:20:00+03:00', '2024-02-09', None)
    >>> to_iso("03/04/2020"), to_iso("03/04/2020", order=DayOrder.MONTH), to_iso("May 6, 2025 7:05 p.m.")
    (None, '2020-03-04', '2025-05-06T19:05:00')
    """
    text = " ".join(value[:_MAX_CHARS].split())
    if not 6 <= len(text) <= 100:
        return None
    if text.isascii() and text.isdecimal():
        return _of_number(text)
    found = next((printed for printed in find_days(text, order=order) if printed.day), None)
    if found is None or found.day is None or found.day.year < 1000:
        return None
    behind = text[found.end :]
    if change := IS_UPDATED.search(behind):  # "3 March 2026, updated at 14:30"
        behind = behind[: change.start()]
    return _with_clock(found.day, text[: found.start] + "|" + behind)


def find_days(text: str, *, order: DayOrder | None = None) -> Iterator[PrintedDay]:
    """Every day that a text prints with its year, in text order, none over another."""
    found: list[PrintedDay] = []
    for pattern, groups in (
        (_YEAR_FIRST, None),
        (_ASCTIME, (3, 1, 2)),
        (_DAY_FIRST, (3, 2, 1)),
        (_SHORT_YEAR, (3, 2, 1)),
        (_MONTH_FIRST, (3, 1, 2)),
        (_YEAR_THEN_NAME, (1, 2, 3)),
        (_EAST_ASIAN, (1, 2, 3)),
    ):
        for match in pattern.finditer(text):
            if groups is None:
                parts = match[1], match[3] or match[5], match[4] or match[6]
            else:
                parts = tuple(match[group] for group in groups)  # type: ignore[assignment]
            year, month, day = parts
            number = int(month) if month.isdecimal() else _MONTHS.get(month.lower())
            if number is not None:
                end = match.end() if pattern is not _ASCTIME else match.end(2)
                found.append(PrintedDay(match.start(), end, _day(_full_year(year), number, int(day))))
    for match in FIGURES.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()].lower()
        first, second, year = int(match[1]), int(match[3]), _full_year(match[4])
        told = order or _order_of_weekday(before, first, second, year)
        found.append(PrintedDay(match.start(), match.end(), day_in_figures(first, second, year, told)))
    end = 0
    for printed in sorted(found, key=lambda one: (one.start, -one.end)):
        if printed.start >= end:
            yield printed
            end = printed.end


def _order_of_weekday(before: str, first: int, second: int, year: int) -> DayOrder | None:
    """ "Tue 03/04/2026": the weekday tells which of the two days it is."""
    match = re.search(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s*$", before)
    if not match:
        return None
    weekday = _WEEKDAYS.index(match[1])
    days = {order: day_in_figures(first, second, year, order) for order in DayOrder}
    fitting = [order for order, day in days.items() if day and day.weekday() == weekday]
    return fitting[0] if len(fitting) == 1 else None


def _of_number(digits: str) -> str | None:
    """A day without marks, or seconds or milliseconds since 1970."""
    day = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) if len(digits) in (8, 12, 14) else None
    if day is not None and 1900 <= day.year <= 2100:
        clock = digits[8:]
        return _with_clock(day, f"{clock[:2]}:{clock[2:4]}:{clock[4:] or '00'}") if clock else day.isoformat()
    if len(digits) not in (9, 10, 12, 13):
        return None
    seconds = int(digits) if len(digits) <= 10 else int(digits) // 1000
    if not _NOW_S[0] <= seconds < _NOW_S[1]:
        return None
    return datetime.fromtimestamp(seconds, tz=UTC).isoformat()


def _with_clock(day: date, rest: str) -> str:
    """The day with the first time of day in the text around it, where there is one."""
    match = _CLOCK.search(rest.replace("|T", "| "))
    if match is None:
        return day.isoformat()
    hour = int(match[1] or match[4] or match[6])
    minute, second = int(match[2] or match[5] or match[7] or 0), int(match[3] or match[8] or 0)
    if half := match[9]:
        if not 1 <= hour <= 12:
            return day.isoformat()
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return day.isoformat()
    time = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_zone(match[10]))
    return time.isoformat()


def _zone(printed: str | None) -> timezone | None:
    if not printed:
        return None
    if printed[0] in "+-":
        hours, minutes = int(printed[1:3]), int(printed[-2:])
        if printed == "-0000" or hours > 15 or minutes > 59:
            return None
        return timezone((1 if printed[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
    hours_or_none = _ZONES.get(printed.lower())
    return None if hours_or_none is None else timezone(timedelta(hours=hours_or_none))


def _full_year(year: str) -> int:
    number = int(year)
    return number if len(year) > 2 else number + (1900 if number >= 50 else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
