"""A month of events as a calendar: its weeks as a grid, its days as a list, what was moved away from them."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reportedly.edtf import days_of, n_days
from reportedly.ledger import EventSummary
from reportedly.web.common import BadRequestError
from reportedly.wording import plain_day

__all__ = ["days_of_month", "month_of", "month_within", "moved_away", "weeks_of"]

_LOOSE = 10  # days from which on an event's date is no day of a calendar
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A day of the calendar; `moved` events were to be on it and are not any more."""

    day: str
    number: int
    inside: bool
    events: tuple[EventSummary, ...]
    moved: tuple[EventSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """Events under one heading; `loose` where their date is no single day, `moved` as in `Cell`."""

    id: str
    label: str
    loose: bool
    events: tuple[EventSummary, ...]
    moved: tuple[EventSummary, ...] = ()


def month_within(when: str | None, first: date) -> str | None:
    """The month in which an event is next, from a day on: "2026-05"."""
    days = days_of(when)
    return f"{max(days[0], first):%Y-%m}" if days else None


def month_of(month: str | None, newest: str | None) -> date:
    """The first day of the month that is asked for, else of the newest day's."""
    if not month:
        return date.fromisoformat(newest or "2000-01-01").replace(day=1)
    try:
        found = date.fromisoformat(f"{month}-01")
        if not 2 <= found.year <= 9998:
            raise ValueError
    except ValueError:
        raise BadRequestError(f"month: {month[:40]!r} is not a month. Write YYYY-MM.") from None
    return found


def _is_loose(span: tuple[date, date]) -> bool:
    """Whether a date names no days: it is long, or a whole week ("next week")."""
    return n_days(span) >= _LOOSE or (n_days(span) == _WEEK and span[0].weekday() == calendar.MONDAY)


Moved = Mapping[date, Sequence[EventSummary]]


def moved_away(first: date, last: date, events: Sequence[EventSummary]) -> Moved:
    """Events by the days of a month that they were to be on and are not any more."""
    on: dict[date, list[EventSummary]] = defaultdict(list)
    for event in events:
        now = days_of(event.when)
        for earlier in event.earlier_dates:
            span = days_of(earlier)
            if span is None or _is_loose(span):
                continue
            for day in (span[0] + timedelta(days=n) for n in range(n_days(span))):
                if first <= day <= last and not (now and now[0] <= day <= now[1]) and event not in on[day]:
                    on[day].append(event)
    return on


def weeks_of(first: date, events: Sequence[EventSummary], moved: Moved) -> list[list[Cell]]:
    """The weeks that a month is part of, day by day, with its events."""
    on: dict[date, list[EventSummary]] = defaultdict(list)
    for event in events:
        span = days_of(event.when)
        if span and not _is_loose(span):
            for n in range(n_days(span)):
                on[span[0] + timedelta(days=n)].append(event)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [
        [
            Cell(
                day=day.isoformat(),
                number=day.day,
                inside=day.month == first.month,
                events=tuple(on[day]) if day.month == first.month else (),
                moved=tuple(moved.get(day, ())),
            )
            for day in week
        ]
        for week in weeks
    ]


def days_of_month(first: date, last: date, events: Sequence[EventSummary], moved: Moved) -> list[_Day]:
    """The days of a month that have events, then events without a fixed day."""
    on: dict[date, list[EventSummary]] = defaultdict(list)
    on.update({day: [] for day, gone in moved.items() if gone})
    loose = []
    for event in events:
        span = days_of(event.when)
        if span is None or _is_loose(span):
            loose.append(event)
            continue
        for n in range(n_days(span)):
            day = span[0] + timedelta(days=n)
            if first <= day <= last:
                on[day].append(event)
    found = [
        _Day(
            id=day.isoformat(),
            label=f"{calendar.day_name[day.weekday()]}, {plain_day(day.isoformat())}",
            loose=any(n_days(days_of(event.when) or (day, day)) > 1 for event in events),
            events=tuple(events),
            moved=tuple(moved.get(day, ())),
        )
        for day, events in sorted(on.items())
    ]
    if loose:
        found.append(_Day(id="loose", label="Without a fixed day", loose=True, events=tuple(loose)))
    return found
