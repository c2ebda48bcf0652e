"""The day of an event out of a time expression: a day, or the first and the last of several that stand together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from reportedly.edtf import days_of, from_timex
from reportedly.reading.document import Document
from reportedly.record import Time
from reportedly.vocabulary import TimeType

__all__ = ["event_days"]

_TO = r"(?:to|through|thru|until|till|-|–|—)"
_NUMBER = r"(?P<number>\d{1,2})(?:st|nd|rd|th)?"
# Between two days that are both printed whole: "from March 20 to March 22", "9 through 12 June", "Friday and Saturday".
_BETWEEN = re.compile(rf"\s*(?:,\s*)?(?:(?P<to>{_TO})|(?P<and>and))\s*(?:on\s+)?(?:the\s+)?")
# Behind "May 1" and before "15 May": a number that is the other day. Behind it no noun may follow ("March 11 to 13
# people"), so that what goes on is punctuation or a small word. "March 3-4" needs no such care.
_FIGURES_BEHIND = re.compile(r"(?P<to>[-–—])(?P<number>\d{1,2})(?![\w:.,%/–—-]*\d)(?![\w%])")
_NUMBER_BEHIND = re.compile(
    rf"\s*(?:(?P<to>{_TO})|(?P<and>and|&))\s*{_NUMBER}(?![\w:.,%/-]*\d)(?=\s*(?:[,.;:)\]”’\"—–]|$)|\s+(?:in|at|on|for|of|and|"
    r"but|with|by|when|as|to|if|after|before|this|next|because|near|inside|outside|under|\d{4})\b)"
)
_NUMBER_BEFORE = re.compile(rf"(?<![\w:.,/-]){_NUMBER}\s*(?:(?P<to>{_TO})|(?P<and>and|&))\s*$")
_BOTH_BEFORE = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
# Something that is moved goes from one day to another, and takes place on the other alone.
_MOVING = frozenset(
    "move postpone reschedule shift push delay defer bring change put switch advance adjourn slip alter".split()
)
# Days of other years: "twenty years ago on Wednesday", "today in history".
_YEARS_AGO = re.compile(r"\b(?:years?|decades?|century|centuries) ago,?\s*(?:on\s+|this\s+)?$", re.IGNORECASE)
_IN_HISTORY = re.compile(r"\s*(?:in history\b|in the year \d{4}\b|in \d{4}\b)", re.IGNORECASE)
_THIS_DAY = re.compile(r"(?:today|this day)", re.IGNORECASE)
_LONGEST = 62
"""Days that one event runs over at most; two days further apart are two dates."""


def event_days(document: Document, times: Sequence[Time], index: int) -> str | None:
    """What a time expression says of the day of what it dates, as EDTF; None where it names no stretch of the calendar.

    Args:
        document: The article.
        times: Its time expressions in text order.
        index: Which of them.

    Returns:
        "2026-03-11/2026-03-13" for either end of "March 11 to 13"; else the expression's own day, month or season.
    """
    time = times[index]
    value = from_timex(time.value)
    if value is None or time.type not in (TimeType.DATE, TimeType.TIME):
        return value
    text = document.text
    before, behind = text[max(0, time.span[0] - 40) : time.span[0]], text[time.span[1] : time.span[1] + 40]
    words = text[time.span[0] : time.span[1]]
    if _YEARS_AGO.search(before) or (_THIS_DAY.fullmatch(words) and _IN_HISTORY.match(behind)):
        return None
    if _is_moved(document, time):
        return value
    return (
        _of_numbers(value, words, before, behind)
        or _of_two(text, times, index, index + 1)
        or _of_two(text, times, index - 1, index)
        or value
    )


def _is_moved(document: Document, time: Time) -> bool:
    token = document.token_at(time.span[0])
    if token is None:
        return False
    around = document.tokens_of_sentence(document.sentence_of(token))
    return any(document.lemmas[other] in _MOVING and document.pos[other] == "VERB" for other in around)


def _of_numbers(value: str, words: str, before: str, behind: str) -> str | None:
    """ "May 1-3" and "14 and 15 May": one of the two is a bare number."""
    if len(value) != 10 or "/" in value:
        return None
    is_behind = words[-1:].isdigit() or words[-2:] in ("st", "nd", "rd", "th")
    if not is_behind and not words[:1].isdigit():
        return None
    if is_behind:
        match = _FIGURES_BEHIND.match(behind) or _NUMBER_BEHIND.match(behind)
    else:
        match = _NUMBER_BEFORE.search(before)
    if match is None:
        return None
    other = f"{value[:8]}{int(match['number']):02}"
    first, last = (value, other) if is_behind else (other, value)
    between = _BOTH_BEFORE.search(before[: match.start()] if not is_behind else before)
    return _joined(first, last, apart=match.groupdict().get("and") is not None and between is None)


def _of_two(text: str, times: Sequence[Time], one: int, other: int) -> str | None:
    """Two days printed whole with a word between them that makes them one stretch."""
    if one < 0 or other >= len(times):
        return None
    first, last = times[one], times[other]
    match = _BETWEEN.fullmatch(text, first.span[1], max(first.span[1], last.span[0]))
    if match is None or last.type not in (TimeType.DATE, TimeType.TIME) or first.type is TimeType.DURATION:
        return None
    before = text[max(0, first.span[0] - 40) : first.span[0]]
    apart = match["and"] is not None and not _BOTH_BEFORE.search(before)
    return _joined(from_timex(first.value), from_timex(last.value), apart=apart)


def _joined(first: str | None, last: str | None, *, apart: bool) -> str | None:
    """The stretch from one to the other; None where the second is not the later, or "and" joins days far apart."""
    start, end = days_of(first), days_of(last)
    if first is None or last is None or start is None or end is None or len(first) != len(last) or "/" in first + last:
        return None
    n_days = (end[0] - start[0]).days
    if not 0 < n_days <= _LONGEST or (apart and not _are_neighbours(start, end)):
        return None
    return f"{first}/{last}"


def _are_neighbours(start: tuple[date, date], end: tuple[date, date]) -> bool:
    return (end[0] - start[1]).days == 1
