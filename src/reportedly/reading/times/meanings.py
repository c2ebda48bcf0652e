"""What a time expression means: from the words of its parts to a TIMEX3 value, once its context is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from reportedly.dates import DayOrder
from reportedly.reading.times.timex import Tense, Unit, first_day, of_day, pick, shift, unit_of
from reportedly.reading.times.words import (
    DECADES,
    ORDINALS,
    SEASONS,
    TENS,
    length,
    month_number,
    number,
    unit,
    year_number,
)

__all__ = ["Context", "Groups", "Meaning", "fixed", "recurring", "relative"]


Groups = dict[str, str]
"""Words of the parts of an expression, in lower case, by the names that the grammar gives them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the text around an expression tells.

    Attributes:
        published: The article's day; None where not known.
        tense: Where the text puts what the expression dates.
        anchor: The date mentioned last, for "the following year".
        quarter: The quarter mentioned last, for "the latest quarter".
        day: The day that this sentence names, for "at 10 a.m.".
        said: The month or year in which this sentence puts a saying of what was to come: "In late 2022 he said that it
            could open early next year" means 2023.
        order: Which of day and month comes first in dates in figures, where something tells.
    """

    published: date | None
    tense: Tense = Tense.UNKNOWN
    anchor: str | None = None
    quarter: str | None = None
    day: str | None = None
    said: str | None = None
    order: DayOrder | None = None


Meaning = Callable[[Context], str | None]


def nothing(context: Context) -> None:
    """Of an expression that has no value."""


def fixed(value: str | None) -> Meaning:
    """Of an expression that means the same everywhere."""
    return lambda context: value


def duration(groups: Groups) -> Meaning | None:
    """ "three days", "the past four months", "weeks"."""
    of = unit(groups["u"]) if "u" in groups else unit(groups["n"])
    if "u" not in groups:
        return fixed(length(1, of))
    words = groups.get("n")
    count = number(words) if words is not None else 1 if not groups["u"].endswith("s") else None
    return fixed(length(count, of))


def ago(groups: Groups) -> Meaning:
    """ "two years ago"; without a count, some time in the past."""
    of = unit(groups["u"])
    count = number(groups["n"]) if "n" in groups else None
    if count is None:
        return fixed("PAST_REF")
    if of in (Unit.SECOND, Unit.MINUTE, Unit.HOUR):
        return lambda context: of_day(context.published, Unit.DAY) if context.published else None
    if count != int(count):
        of, count = (Unit.MONTH, count * 12) if of is Unit.YEAR else (of, int(count))
    if of in (Unit.DECADE, Unit.CENTURY):
        of, count = Unit.YEAR, count * (10 if of is Unit.DECADE else 100)
    n = -int(count)
    return lambda context: shift(context.published, n, of)


def away(groups: Groups) -> Meaning:
    """ "two days later", "a year earlier": from the date mentioned last."""
    of = unit(groups["u"])
    count = number(groups["n"])
    way = groups["way"]
    if count is None or of in (Unit.SECOND, Unit.MINUTE, Unit.HOUR):
        return nothing
    n = int(count) * (-1 if way in ("earlier", "before that") else 1)
    if way in ("from now", "hence"):
        return lambda context: shift(context.published, n, of)

    def value(context: Context) -> str | None:
        start = context.anchor
        if start is None and context.published is not None:
            start = of_day(context.published, Unit.DAY)
        # A week after a day is a day; a year after a day is a year.
        moved = shift(start, n, of, keep=of in (Unit.DAY, Unit.WEEK) and unit_of(start) is Unit.DAY)
        day = first_day(moved)
        # "36 years later she told it": counted from a date that the text does not give.
        beyond = day and context.published and day > context.published and context.tense is not Tense.FUTURE
        return None if beyond else moved

    return value


def offset_from_publication(groups: Groups) -> Meaning | None:
    """ "in two weeks", of what is to come: a date."""
    of = unit(groups["u"])
    count = number(groups["n"])
    if count is None or of in (Unit.SECOND, Unit.MINUTE, Unit.HOUR, Unit.QUARTER):
        return None
    n = int(count)
    return lambda context: shift(context.published, n, of)


def relative(groups: Groups) -> Meaning:
    """ "last week", "next year", "that month", "the following year"."""
    of = unit(groups["u"])
    which = groups.get("rel") or "that"
    return lambda context: _relative(context, which, of)


def _relative(context: Context, which: str, of: Unit) -> str | None:
    words = which.split()
    if words[-1] in ("previous", "following", "same", "that"):
        step = {"previous": -1, "following": 1}.get(words[-1], 0)
        start = context.anchor
        if start is None:
            return shift(context.published, step, of)
        return shift(start, step, of, keep=False)
    step = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(words[-1], 0)
    if words[0] == "this":
        step = 0
    if step == 1 and context.said and unit_of(context.said) in (of, Unit.MONTH) and of in (Unit.MONTH, Unit.YEAR):
        return shift(context.said, step, of)
    return shift(context.published, step, of)


def current(groups: Groups) -> Meaning:
    """ "earlier this month", "the end of the year": the one that the text stands in."""
    of = unit(groups["u"])
    return lambda context: shift(context.published, 0, of)


def year_end(groups: Groups) -> Meaning:
    """ "by year-end", "month-end": the last day, of the year before where the tense says so."""
    of = unit(groups["u"])

    def value(context: Context) -> str | None:
        if context.published is None:
            return None
        last = shift(first_day(shift(context.published, 1, of)), -1, Unit.DAY)
        if of is Unit.YEAR and context.tense is Tense.PAST:
            return shift(first_day(shift(context.published, 0, of)), -1, Unit.DAY)
        return last

    return value


def year(groups: Groups) -> Meaning:
    """ "1995", "fiscal 1989", "late 2023"."""
    return fixed(f"{year_number(groups['y']):04}")


def decade(groups: Groups) -> Meaning:
    """ "the 1990s", "the '80s", "the nineties"."""
    digits = re.sub(r"\D", "", groups["dec"])
    if not digits:
        return fixed(f"19{DECADES[groups['dec']]}")
    if len(digits) == 4:
        return fixed(digits[:3])

    def value(context: Context) -> str | None:
        # Two figures mean the latest such decade that has begun.
        now = context.published.year if context.published else 1999
        return f"{now // 100 if int(digits) <= now % 100 else now // 100 - 1:02}{digits[0]}"

    return value


def century(groups: Groups) -> Meaning | None:
    """ "the 20th century"."""
    words = groups["c"]
    digits = re.sub(r"\D", "", words)
    count = int(digits) if digits else sum(TENS.get(w, ORDINALS.get(w, 0)) for w in re.findall(r"[a-z]+", words))
    return fixed(f"{count - 1:02}") if 1 <= count <= 100 else None


def _step_in(which: str) -> int:
    last = which.split()[-1]
    return -1 if last in ("last", "previous") else 1 if last in ("next", "following") else 0


def recurring(context: Context, which: str | None, starts: Callable[[int], date | None], unit: Unit) -> date | None:
    """The one that is meant of something that comes once a year.

    Args:
        context: Its `published` is where past and future part; inside the unit itself, both are now.
        which: "last", "next", "this" …; None where the tense has to tell.
        starts: Its first day in a year; None where it has none ("February 29").
        unit: What is compared: days, or the months or quarters that they lie in.
    """
    published = context.published
    if published is None:
        return None
    if which:
        word = which.split()[-1]
        anchored = word in ("previous", "following") and (first_day(context.anchor) or published)
        published = anchored or published
    now = first_day(of_day(published, unit)) or published
    days = [day for n in (-4, -3, -2, -1, 0, 1, 2, 3, 4) if 1 <= now.year + n <= 9999 and (day := starts(now.year + n))]
    past = [day for day in days if day <= now]
    future = [day for day in days if day >= now]
    if not past or not future:
        return None
    if which:
        word = which.split()[-1]
        if word in ("last", "previous") or (word == "past" and past[-1] != now):
            before = [day for day in past if day < now]
            return before[-1] if before else None
        if word in ("next", "following", "coming"):
            after = [day for day in future if day > now]
            return after[0] if after else None
        if word == "past":
            return past[-1]
        return starts(now.year)
    if context.tense in (Tense.FUTURE, Tense.APPOINTED) and unit is Unit.DAY:
        # "hopes for a ruling by Jan. 14", printed on Jan. 15: in a year would be said
        return past[-1] if (now - past[-1]).days <= 14 else future[0]
    if context.tense is Tense.PRESENT and unit is Unit.DAY:
        # "The conference opens Nov. 12", printed in March: what is long over would stand in another tense.
        return past[-1] if (now - past[-1]).days <= 60 else future[0]
    return pick(past[-1], future[0], published=now, tense=context.tense)


def month(groups: Groups) -> Meaning:
    """ "in September", "last October", "July 1997", "January this year"."""
    m = month_number(groups["m"])
    y = year_number(groups.get("y"))
    if y is not None:
        return fixed(f"{y:04}-{m:02}")
    if "relyear" in groups:
        of_year = groups["relyear"]

        def in_year(context: Context) -> str | None:
            found = _relative(context, of_year, Unit.YEAR)
            return f"{found}-{m:02}" if found else None

        return in_year
    which = groups.get("rel")

    def value(context: Context) -> str | None:
        start = recurring(context, which, lambda year: date(year, m, 1), Unit.MONTH)
        if which == "last" and start and of_day(start, Unit.MONTH) == shift(context.published, -1, Unit.MONTH):
            return shift(start, -12, Unit.MONTH)  # the month just over is "last month"
        return of_day(start, Unit.MONTH) if start else None

    return value


def season(groups: Groups) -> Meaning:
    """ "last fall", "the summer", "the winter of 1994"."""
    code, m = SEASONS[groups["s"]]
    y = year_number(groups.get("y"))
    if y is not None:
        return fixed(f"{y:04}-{code}")
    which = groups.get("rel")

    def value(context: Context) -> str | None:
        start = recurring(context, which, lambda year: date(year, m, 1), Unit.MONTH)
        over = start is None or context.published is None or (context.published - start).days >= 80
        if which == "last" and start and not over and start.year > 1:
            start = start.replace(year=start.year - 1)  # "last summer" in August is the year before's
        return f"{start.year:04}-{code}" if start else None

    return value


def _quarter_start(year: int, q: int) -> date:
    return date(year, 3 * q - 2, 1)


def quarter(groups: Groups) -> Meaning:
    """ "the third quarter", "fourth-quarter", "next year's first quarter", "the 1988 third quarter"."""
    q = ORDINALS[groups["q"]]
    y = year_number(groups.get("y"))
    if y is not None:
        return fixed(f"{y:04}-Q{q}")
    which = groups.get("rel")

    def value(context: Context) -> str | None:
        if context.published is None:
            return None
        if which:
            year = shift(context.published, _step_in(which), Unit.YEAR)
            return f"{year}-Q{q}" if year else None
        now = context.published
        before = shift(now, -1, Unit.QUARTER)
        if before and before.endswith(str(q)):
            return before  # results of a quarter come out in the next, whatever the tense: "expects to report a loss"
        start = recurring(context, None, lambda year: _quarter_start(year, q), Unit.QUARTER)
        return of_day(start, Unit.QUARTER) if start else None

    return value


def last_quarter(groups: Groups) -> Meaning:
    """ "the last quarter of 2007"."""
    return fixed(f"{year_number(groups['y']):04}-Q4")


def half(groups: Groups) -> Meaning:
    """ "the second half of 1989", "the first half of next year"."""
    n = "1" if groups.get("half", "first") == "first" else "2"
    y = year_number(groups.get("y"))
    if y is not None:
        return fixed(f"{y:04}-H{n}")
    which = groups["rel"]

    def value(context: Context) -> str | None:
        year = shift(context.published, _step_in(which), Unit.YEAR)
        return f"{year}-H{n}" if year else None

    return value


def the_quarter(groups: Groups) -> Meaning:
    """ "the latest quarter": the one spoken of, else the last one over."""
    return lambda context: context.quarter or shift(context.published, -1, Unit.QUARTER)


def quarter_of(groups: Groups) -> Meaning:
    """ "the 1988 quarter": the one spoken of, in that year."""
    y = year_number(groups["y"])
    return lambda context: f"{y}-{context.quarter[5:]}" if context.quarter else f"{y}"


def year_before(groups: Groups) -> Meaning:
    """ "a year earlier": the period that is compared, a year before; of a day or nothing, the year before."""

    def value(context: Context) -> str | None:
        if context.quarter:
            return shift(context.quarter, -1, Unit.YEAR, keep=True)
        return shift(context.published, -1, Unit.YEAR)

    return value
