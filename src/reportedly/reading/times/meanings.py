"""What a time expression means: from the words of its parts to a TIMEX3 value, once its context is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from reportedly.dates import DayOrder
from reportedly.reading.times.timex import Tense, Unit, first_day, of_day, pick, shift, unit_of
from reportedly.reading.times.words import (
    DECADES,
    ORDINALS,
    PARTS,
    SEASONS,
    TENS,
    WEEKDAYS,
    day_number,
    day_of,
    easter,
    holiday_in,
    iso_day,
    length,
    month_number,
    number,
    slashed_day,
    time_of,
    unit,
    year_number,
)

__all__ = ["Context", "Groups", "Meaning"]

_AMERICAN_ZONES = frozenset("est edt cst cdt mst mdt pst pdt et ct pt".split())

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


def hence(groups: Groups) -> Meaning | None:
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


def _recurring(context: Context, which: str | None, starts: Callable[[int], date | None], unit: Unit) -> date | None:
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
        start = _recurring(context, which, lambda year: date(year, m, 1), Unit.MONTH)
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
        start = _recurring(context, which, lambda year: date(year, m, 1), Unit.MONTH)
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
        start = _recurring(context, None, lambda year: _quarter_start(year, q), Unit.QUARTER)
        return of_day(start, Unit.QUARTER) if start else None

    return value


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


def _weekday(which: str | None, index: int) -> Callable[[Context], date | None]:
    def value(context: Context) -> date | None:
        now = context.published
        if now is None:
            return None
        word = which.split()[-1] if which else ""
        if word in ("previous", "following"):
            now = first_day(context.anchor) or now
        back, on = (now.weekday() - index) % 7, (index - now.weekday()) % 7
        try:
            past, future = now - timedelta(back), now + timedelta(on)
            if word in ("last", "previous", "past"):
                return now - timedelta(back or 7)
            if word in ("next", "following", "coming"):
                return now + timedelta(on or 7)
            if word == "this":
                return now + timedelta(index - now.weekday())
        except OverflowError:
            return None
        return pick(past, future, published=now, tense=context.tense)

    return value


def _date(groups: Groups) -> Callable[[Context], date | None]:
    """The day of a phrase that names one."""
    if deictic := groups.get("deictic"):
        step = {
            "yesterday": -1, "tomorrow": 1, "last night": -1, "overnight": -1,
            "the day before yesterday": -2, "the day after tomorrow": 2,
        }.get(deictic, 0)  # fmt: skip
        return lambda context: first_day(shift(context.published, step, Unit.DAY))
    if "iso" in groups:
        iso = iso_day(groups["iso"])
        return lambda context: iso
    if "slash" in groups:
        words = groups["slash"]
        # "08-07-98 0855EDT": the American wires' own datelines
        wire = DayOrder.MONTH if groups.get("zone", "") in _AMERICAN_ZONES else None
        return lambda context: slashed_day(words, wire or context.order)
    if "m" in groups:
        m = month_number(groups["m"])
        d = day_number(groups["d"])
        y = year_number(groups.get("y"))
        which = groups.get("rel")
        weekday = WEEKDAYS[groups["wd"][:3]] if "wd" in groups else None

        def month_day(context: Context) -> date | None:
            if y is not None:
                return day_of(y, m, d)
            if weekday is not None and context.published:
                # The weekday tells the year.
                years = (context.published.year + n for n in (0, -1, 1, -2, 2))
                for year in years:
                    day = day_of(year, m, d)
                    if day and day.weekday() == weekday:
                        return day
            return _recurring(context, which, lambda year: day_of(year, m, d), Unit.DAY)

        return month_day
    return _weekday(groups.get("rel"), WEEKDAYS[groups["wd"][:3]])


def day(groups: Groups) -> Meaning:
    """ "Friday", "last Monday", "Feb. 12", "2024-02-12", "tomorrow"."""
    date_of = _date(groups)
    return lambda context: of_day(found, Unit.DAY) if (found := date_of(context)) else None


def part_of_day(groups: Groups) -> Meaning:
    """ "Friday morning", "last night"."""
    date_of = _date(groups)
    part = PARTS[groups.get("part", "night")]
    return lambda context: of_day(found, Unit.DAY) + part if (found := date_of(context)) else None


def part_of_anchor(groups: Groups) -> Meaning:
    """ "the next morning", "that evening": of the day mentioned last."""
    step = {"next": 1, "following": 1, "previous": -1}.get(groups.get("rel", ""), 0)
    part = PARTS[groups["part"]]

    def value(context: Context) -> str | None:
        start = context.anchor if unit_of(context.anchor) is Unit.DAY else None
        found = shift(start and start[:10], step, Unit.DAY)
        return found + part if found else None

    return value


def clock(groups: Groups) -> Meaning | None:
    """ "10:35 a.m.", "noon Saturday", "5 p.m. EST Nov. 9": hours as printed, whatever the zone."""
    time = time_of(groups)
    if time is None:
        return None
    if {"wd", "m", "deictic", "iso", "slash"} & groups.keys():
        date_of = _date(groups)
        return lambda context: of_day(found, Unit.DAY) + time if (found := date_of(context)) else None

    def value(context: Context) -> str | None:
        if context.day:
            return context.day[:10] + time
        if context.anchor and unit_of(context.anchor) is Unit.DAY:
            return context.anchor[:10] + time
        return of_day(context.published, Unit.DAY) + time if context.published else None

    return value


def week_of(groups: Groups) -> Meaning:
    """ "the week of March 6"."""
    date_of = _date(groups)
    return lambda context: of_day(found, Unit.WEEK) if (found := date_of(context)) else None


def week_after_next(context: Context) -> str | None:
    """ "the week after next"."""
    return shift(context.published, 2, Unit.WEEK)


def weekday_of_month(groups: Groups) -> Meaning:
    """ "the last Friday of this month", "the first Monday of April"."""
    index = WEEKDAYS[groups["wd"][:3]]
    nth = groups["nth"]
    of_month = relative({"u": "month", **groups}) if "m" not in groups else None

    def in_month(start: date) -> date | None:
        first = start + timedelta((index - start.weekday()) % 7)
        if nth != "last":
            return first + timedelta(7 * (ORDINALS[nth] - 1))
        following = first_day(shift(of_day(start, Unit.MONTH), 1, Unit.MONTH))
        return following and following - timedelta((following.weekday() - index - 1) % 7 + 1)

    def value(context: Context) -> str | None:
        if of_month is not None:
            start = first_day(of_month(context))
            found = start and in_month(start)
        elif (y := year_number(groups.get("y"))) is not None:
            found = in_month(date(y, month_number(groups["m"]), 1))
        else:
            m = month_number(groups["m"])
            found = _recurring(context, None, lambda year: in_month(date(year, m, 1)), Unit.DAY)
        return of_day(found, Unit.DAY) if found else None

    return value


def this_day_in(groups: Groups) -> Meaning:
    """ "this day in 1974": the day of printing, of another year."""
    y = year_number(groups["y"])

    def value(context: Context) -> str | None:
        if "m" in groups:
            found = day_of(y or 0, month_number(groups["m"]), day_number(groups["d"]))
        else:
            now = context.published
            found = day_of(y or 0, now.month, now.day) if now else None
        return of_day(found, Unit.DAY) if found else f"{y:04}"

    return value


def weekend(groups: Groups) -> Meaning:
    """ "over the weekend", "next weekend"."""
    saturday = _weekday({"the": None, "that": None}.get(groups["rel"], groups["rel"]), 5)

    def value(context: Context) -> str | None:
        found = saturday(context)
        return of_day(found, Unit.WEEK) + "-WE" if found else None

    return value


def holiday(groups: Groups) -> Meaning:
    """ "Thanksgiving Day", "last Christmas"."""
    name = groups["hol"]
    y = year_number(groups.get("y"))
    which = groups.get("rel")

    def value(context: Context) -> str | None:
        if y is not None:
            found = holiday_in(name, y)
        else:
            found = _recurring(context, which, lambda year: holiday_in(name, year), Unit.DAY)
        return of_day(found, Unit.DAY) if found else None

    return value


def easter_week(context: Context) -> str | None:
    """The week from the Sunday before Easter, as the calendar week it begins in the newspapers."""

    def monday(year: int) -> date | None:
        return first_day(of_day(easter(year) or date(year, 4, 1), Unit.WEEK))

    found = _recurring(context, None, monday, Unit.WEEK)
    return of_day(found, Unit.WEEK) if found else None


def often(groups: Groups) -> Meaning:
    """ "daily", "annually"."""
    return fixed({
        "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y", "annually": "P1Y",
        "hourly": "PT1H",
    }[groups["how"]])  # fmt: skip


def every(groups: Groups) -> Meaning:
    """ "every Monday", "each July", "every two years", "a year" as a rate."""
    if "wd" in groups:
        part = PARTS[groups["part"].removesuffix("s")] if "part" in groups else ""
        return fixed(f"XXXX-WXX-{WEEKDAYS[groups['wd'][:3]] + 1}{part}")
    if "m" in groups:
        return fixed(f"XXXX-{month_number(groups['m']):02}")
    if "s" in groups:
        return fixed(f"XXXX-{SEASONS[groups['s']][0]}")
    words = groups.get("n")
    count = 2.0 if words == "other" else number(words) if words else 1.0
    return fixed(length(count, unit(groups["u"])))
