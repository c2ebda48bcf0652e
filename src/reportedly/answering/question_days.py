"""The days of a plain question: which they are, and whether something was moved to them."""

from __future__ import annotations

import re
from datetime import date

from reportedly.edtf import days_of, from_timex
from reportedly.lexicon.calendar import MONTHS, WEEKDAYS

__all__ = ["without_days"]

# The day behind it is where the event went, not one that it had: "Was it moved to April 2?"
_MOVED_TO = re.compile(
    r"\b(?:moved|rescheduled|postponed|delayed|put off|pushed back|put back|deferred|brought forward|shifted|changed|"
    r"switched)(?: (?:back|forward))? (?:to|until|till|for)(?: the)?\s*$",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:did|was|were|had|happened|took|since|held|changed|ago|after|before)\b")
_SINCE_WORD = re.compile(r"(?:^|\s)(?:ever )?(?:since|after|from)(?: the)?\s*$", re.IGNORECASE)
_UNTIL_WORD = re.compile(r"(?:^|\s)(?:until|till|before|by|up to|to|and)(?: the)?\s*$", re.IGNORECASE)
_ON_WORD = re.compile(r"(?:^|\s)(?:on|in|for|at|during|of|between|this|around)(?: the)?\s*$", re.IGNORECASE)

_CALENDAR = "|".join((*WEEKDAYS, *(month for month in MONTHS if month not in ("march", "may"))))
_CAPITALS = re.compile(rf"\b(?:{_CALENDAR})\b|(?<=\d )(?:march|may)\b|\b(?:march|may)(?= \d)|(?<=\bin )(?:march|may)\b")
_MONTH_NAME = re.compile(r"(?:April|May|June|August|March)", re.IGNORECASE)


def without_days(asked: str, today: str | None, *, off: bool) -> tuple[str, str | None, str | None, bool]:
    """The question without its days and the words before them, the first and last of them, and whether something was
    moved to them.

    Args:
        asked: The question.
        today: The day (ISO) from which days are counted; None: days stay as they are.
        off: Whether the question is of something that was called off or moved.
    """
    if today is None:
        return asked, None, None, False
    from reportedly.reading.times.grammar import find_phrases
    from reportedly.reading.times.meanings import Context
    from reportedly.reading.times.timex import Tense
    from reportedly.vocabulary import TimeType

    asked = _CAPITALS.sub(lambda found: found[0].capitalize(), asked)
    past = bool(_PAST.search(asked.casefold()))
    tense = Tense.PAST if past else Tense.FUTURE
    if past and off:
        tense = Tense.UNKNOWN  # what was called off or moved may lie on either side: the nearer day is meant
    context = Context(published=date.fromisoformat(today), tense=tense)
    since = until = None
    moved_to = False
    cut: list[tuple[int, int]] = []
    for phrase in find_phrases(asked):
        start, end = phrase.span
        if phrase.type not in (TimeType.DATE, TimeType.TIME):
            continue
        if start > 0 and asked[start:end] in ("Today", "Tonight", "Tomorrow", "Yesterday"):
            continue  # of a name: "the Tonight Show"
        before = asked[:start]
        named = _ON_WORD.search(before) or _SINCE_WORD.search(before) or _UNTIL_WORD.search(before)
        # "May's visit", "the April plan": a month is one where it stands as one does.
        if _MONTH_NAME.fullmatch(asked[start:end]) and (not named or asked[end : end + 2] in ("'s", "’s")):
            continue
        try:
            days = days_of(from_timex(phrase.meaning(context)))
        except (ValueError, OverflowError):
            days = None
        if days is None:
            continue
        first, last = days[0].isoformat(), days[1].isoformat()
        if _MOVED_TO.search(before):
            since, until, moved_to = first, last, True
            found = _UNTIL_WORD.search(before) or _ON_WORD.search(before)
        elif found := _SINCE_WORD.search(before):
            since = first
        elif (found := _UNTIL_WORD.search(before)) and (since is not None or not before.casefold().endswith("and ")):
            # "between Monday and Friday", "by Friday", "from May to July".
            until = last
            if since is not None and since > until:
                since = _before(since, until)  # "between 10 June and 17 June 2020": the year is told once
        else:
            found = _ON_WORD.search(before)
            since, until = first, last
        cut.append((found.start() if found else start, end))
    for start, end in reversed(cut):
        asked = f"{asked[:start]} {asked[end:]}"
    return " ".join(asked.split()), since, until, moved_to


def _before(since: str, until: str) -> str:
    """A day of the year that its end is in, or of the one before."""
    for year in (int(until[:4]), int(until[:4]) - 1):
        try:
            moved = date.fromisoformat(since).replace(year=year).isoformat()
        except ValueError:
            continue
        if moved <= until:
            return moved
    return until
