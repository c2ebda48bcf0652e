"""Articles printed anew under a day from which their "yesterday" counts: "From our issue of May 14, 1952"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from reportedly.reading.times.grammar import Phrase
from reportedly.reading.times.meanings import Context
from reportedly.reading.times.timex import Tense, Unit, first_day, unit_of

__all__ = ["ReprintDays"]

_HEADING = re.compile(
    r"^[\s\"“*_(\[]*(?:(?:this|the) (?:article|report|story|piece|letter) (?:first )?(?:appeared|ran|was (?:first )?"
    r"(?:published|printed)) )?(?:reprinted )?(?:from|in) (?:our|the|this paper[’']s) "
    r"(?:(?:news)?paper|issue|edition|number|archives?|files?|pages)\b(?: (?:of|dated|for|from))?(?: the)?[ ,:–—-]*",
    re.IGNORECASE | re.MULTILINE,
)
_LONG_AGO = 366  # days: a nearer day may be that of what is quoted ("in our issue of last Friday")


class ReprintDays:
    """The day from which the days of a reprint count: of its paragraph, or of all below a heading that stands alone.

    Args:
        text: The article's.
        phrases: Its time expressions, in text order.
        published: The article's own day.
    """

    def __init__(self, text: str, phrases: Sequence[Phrase], published: date | None) -> None:
        self._starts: list[int] = []
        self._found: list[tuple[int, date]] = []  # where the reprint ends, and its day
        begins = [phrase.span[0] for phrase in phrases]
        for heading in _HEADING.finditer(text):
            place = bisect_right(begins, heading.end() - 1)
            if place == len(phrases) or begins[place] > heading.end() + 1 or published is None:
                continue
            value = phrases[place].meaning(Context(published=published, tense=Tense.PAST))
            day = first_day(value)
            if day is None or unit_of(value) is not Unit.DAY or (published - day).days < _LONG_AGO:
                continue
            line = text.find("\n", phrases[place].span[1])
            alone = line >= 0 and not any(map(str.isalnum, text[phrases[place].span[1] : line]))
            end = len(text) if alone or line < 0 else line
            self._starts.append(phrases[place].span[1])
            self._found.append((end, day))

    def day_of(self, phrase: Phrase) -> date | None:
        """The day of the reprint in which a phrase stands; None outside of one."""
        place = bisect_right(self._starts, phrase.span[0]) - 1
        if place < 0 or phrase.span[0] >= self._found[place][0]:
            return None
        return self._found[place][1]
