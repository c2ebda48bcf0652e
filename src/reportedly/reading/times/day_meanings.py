"""What phrases mean that name days, parts of days, clock times and what recurs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from reportedly.dates import DayOrder
from reportedly.reading.times.meanings import Context, Groups, Meaning, fixed, recurring, relative
from reportedly.reading.times.timex import Unit, first_day, of_day, pick, shift, unit_of
from reportedly.reading.times.words import (
    ORDINALS,
    PARTS,
    SEASONS,
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

_AMERICAN_ZONES = frozenset("est edt cst cdt mst mdt pst pdt et ct pt".split())


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
            return recurring(context, which, lambda year: day_of(year, m, d), Unit.DAY)

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


def weeks_on(groups: Groups) -> Meaning:
    """ "Tuesday week", "a fortnight on Friday": a week or two after the next day of that name."""
    days = 14 if groups["then"] == "fortnight" else 7
    ahead = _weekday("coming", WEEKDAYS[groups["wd"][:3]]) if "wd" in groups else _date({"deictic": "tomorrow"})

    def value(context: Context) -> str | None:
        start = ahead(context)
        return of_day(start + timedelta(days), Unit.DAY) if start else None

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
            found = recurring(context, None, lambda year: in_month(date(year, m, 1)), Unit.DAY)
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
            found = recurring(context, which, lambda year: holiday_in(name, year), Unit.DAY)
        return of_day(found, Unit.DAY) if found else None

    return value


def easter_week(context: Context) -> str | None:
    """The week from the Sunday before Easter, as the calendar week it begins in the newspapers."""

    def monday(year: int) -> date | None:
        return first_day(of_day(easter(year) or date(year, 4, 1), Unit.WEEK))

    found = recurring(context, None, monday, Unit.WEEK)
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
