"""The day of an event out of a time expression: alone, beside another that makes it a stretch, with a status."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from reportedly.edtf import days_of, from_timex
from reportedly.reading.document import Document
from reportedly.record import Time
from reportedly.vocabulary import Status, TimeType

__all__ = ["day_of_status", "event_days", "is_day_of_another"]

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
_WEEKDAY = re.compile(
    r"(?:on |early |late |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening|night))?",
    re.IGNORECASE,
)
# With its day or without, but with no year and nothing that counts from today: "September 16", "early April".
_MONTH = re.compile(
    r"(?:(?:the )?\d{1,2}(?:st|nd|rd|th)? (?:of )?|early |late |mid-|mid )?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?)(?: \d{1,2}(?:st|nd|rd|th)?)?",
    re.IGNORECASE,
)
_AHEAD = frozenset({Status.SCHEDULED, Status.PLANNED, Status.POSSIBLE})
_LATE, _LONG_AGO = 4, 31  # days: what was to be that recently may just be over
_DISCLOSED = frozenset("release publish share post air broadcast date issue print record".split())
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


def day_of_status(value: str, words: str, published: date | None, status: Status) -> str:
    """A day that names no year or week, once it is known whether the event is over.

    "Its last meeting, on September 16" has no verb that says which September; that it was held does.

    Args:
        value: The day as its expression alone was resolved, EDTF.
        words: The expression.
        published: The article's day.
        status: Of the event.

    Returns:
        The day a week or a year earlier where an event that was held would be in the future, and the reverse; else
        `value`.
    """
    days = days_of(value)
    if published is None or days is None or len(value) not in (7, 10):
        return value
    is_weekday, is_month = _WEEKDAY.fullmatch(words) is not None, _MONTH.fullmatch(words) is not None
    if status is Status.HELD and (days[0] - published).days > 1:  # the day itself may be a time zone's
        back, ago = -1, 0
    elif status in _AHEAD and days[1] < published:
        back, ago = 1, (published - days[1]).days
    else:
        return value
    if is_weekday and len(value) == 10 and (back < 0 or ago >= _LATE):
        try:
            return (days[0] + timedelta(days=7 * back)).isoformat()
        except OverflowError:
            return value
    in_calendar = 1 <= days[0].year + back <= 9999
    if is_month and in_calendar and (back < 0 or ago > _LONG_AGO) and not value.endswith("-02-29"):
        return f"{int(value[:4]) + back:04}{value[4:]}"
    return value


def is_day_of_another(document: Document, token: int, day: int) -> bool:
    """Whether a day stands in a clause about somebody or something else than the trigger.

    "The funeral of Ivo Hale, who was shot last week", "were jailed for a riot that broke out on May 2", "a statement
    released on Friday about the talks".

    Args:
        document: The parsed article.
        token: The trigger's head.
        day: The token that carries the day.
    """
    node = day
    while (above := document.head(node)) != node and node != token:
        inside = document.subtree(node)
        if token in inside:
            return False
        if document.deps[node] == "relcl":
            return _is_of_other_noun(document, token, node, above)
        if document.deps[node] == "acl" and document.tags[node] == "VBN" and document.lemmas[node] in _DISCLOSED:
            return above != token
        node = above
    return False


def _is_of_other_noun(document: Document, token: int, clause: int, noun: int) -> bool:
    if noun == token or (noun in document.children[token] and document.deps[noun] in ("conj", "appos", "compound")):
        return False
    if document.head(token) == noun and document.deps[token] in ("conj", "appos", "compound", "nmod"):
        return False
    is_within = document.pos[token] in ("NOUN", "PROPN") and noun in document.subtree(token)
    # "A meeting of ministers that begins on Monday" may be parsed for ministers that begin.
    return not is_within or any(document.lemmas[t] in ("who", "whom", "whose") for t in document.children[clause])


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
