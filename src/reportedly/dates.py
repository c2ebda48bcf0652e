"""Dates as they are printed in figures: which of day and month comes first is told by something, or unknown.

Below intake and reading, which both meet "03/04/2026": on an American page it is 4 March, on a British one 3 April.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

__all__ = ["FIGURES", "DayOrder", "day_in_figures", "order_of_address", "order_of_days", "order_of_locale"]


class DayOrder(StrEnum):
    """What comes first in a date such as "03/04/2026"."""

    DAY = "day"
    MONTH = "month"


FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?![\d/-]|\.\d)")
"""Two of day and month in either order, then the year."""

# Regions that write the month first. Canada and the Philippines write both ways, so that they tell nothing.
_MONTH_FIRST_REGIONS = frozenset(("us", "bz", "fm", "gu", "mh", "pr", "pw", "vi"))
_EITHER_REGIONS = frozenset(("ca", "ph"))
# Languages without a region: all but English have one order.
_YEAR_FIRST_LANGUAGES = frozenset(("zh", "ja", "ko", "hu", "lt", "mn"))
_LOCALE_IN_PATH = re.compile(r"/([a-z]{2}[-_][a-zA-Z]{2})(?=/|$)")
_MONTH_FIRST_HOSTS = (".us", ".gov", ".mil")
# Country domains that are sold to anybody, and so tell no country.
_GENERIC_HOSTS = frozenset("ai am cc co fm gg io la ly me nu sh st tk to tv vc ws".split()) | _EITHER_REGIONS


def day_in_figures(first: int, second: int, year: int, order: DayOrder | None) -> date | None:
    """The day that three figures name; None where there is no such day, or both orders name one and none is told.

    >>> day_in_figures(31, 12, 2026, None), day_in_figures(3, 4, 2026, None)
    (datetime.date(2026, 12, 31), None)
    >>> day_in_figures(3, 4, 2026, DayOrder.MONTH)
    datetime.date(2026, 3, 4)
    """
    if year < 100:
        year += 1900 if year >= 50 else 2000
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if day_first == month_first or day_first is None or month_first is None:
        return day_first or month_first
    if order is None:
        return None
    return day_first if order is DayOrder.DAY else month_first


def order_of_locale(locale: str | None) -> DayOrder | None:
    """What a language with its region says: "en-US", "en_GB", "de". English alone says nothing.

    >>> order_of_locale("en_US"), order_of_locale("en-GB"), order_of_locale("en")
    (<DayOrder.MONTH: 'month'>, <DayOrder.DAY: 'day'>, None)
    """
    parts = re.split(r"[-_]", (locale or "").strip().lower())
    language = parts[0]
    region = next((part for part in parts[1:] if len(part) == 2 and part.isalpha()), "")
    if not re.fullmatch(r"[a-z]{2,3}", language) or language in _YEAR_FIRST_LANGUAGES:
        return None
    if region in _EITHER_REGIONS or (not region and language == "en"):
        return None
    return DayOrder.MONTH if region in _MONTH_FIRST_REGIONS else DayOrder.DAY


def order_of_address(url: str | None) -> DayOrder | None:
    """What an address says: a locale in it ("/en-gb/"), else the country of its host (".co.uk", ".gov").

    Domains that are sold to anybody say nothing.
    """
    try:
        parts = urlsplit(url or "")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if match := _LOCALE_IN_PATH.match(parts.path):
        return order_of_locale(match[1])
    if host.endswith(_MONTH_FIRST_HOSTS):
        return DayOrder.MONTH
    country = host.rpartition(".")[2]
    if len(country) != 2 or not country.isalpha() or country in _GENERIC_HOSTS:
        return None
    return DayOrder.DAY


def order_of_days(printed: Iterable[str], *, near: Iterable[date] = ()) -> DayOrder | None:
    """What other dates of the same text say: one that can be read in one way only, or one that is a known day.

    Args:
        printed: Texts with dates in figures in them.
        near: Days that the text is known to be about, such as a day in its address.

    Returns:
        None where nothing tells, or where they contradict one another.

    >>> order_of_days(["31/12/2025"]), order_of_days(["03/04/2026"], near=[date(2026, 3, 4)])
    (<DayOrder.DAY: 'day'>, <DayOrder.MONTH: 'month'>)
    """
    known = frozenset(near)
    found: set[DayOrder] = set()
    for text in printed:
        for match in FIGURES.finditer(text):
            first, second, year = int(match[1]), int(match[3]), int(match[4])
            readings = {order: day_in_figures(first, second, year, order) for order in DayOrder}
            if first > 12 or second > 12:
                day = readings[DayOrder.DAY]
                if day is not None and 1 <= max(first, second) <= 31:
                    found.add(DayOrder.DAY if first > 12 else DayOrder.MONTH)
            elif known and first != second:
                found |= {order for order, day in readings.items() if day in known}
    return found.pop() if len(found) == 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
