"""Whether an event is still ahead, or its day went by and nobody said what became of it; seen from a day."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from reportedly.edtf import days_of
from reportedly.vocabulary import AWAITED, OVER, Status

__all__ = ["has_passed", "is_open", "last_day", "open_of"]


class _Event(Protocol):
    """An event, in a line or whole."""

    @property
    def status(self) -> str: ...
    @property
    def when(self) -> str | None: ...


def is_open(event: _Event, today: str | None) -> bool:
    """Whether it may still take place: it is not off, and its day is ahead or not known.

    What is put off without a new date is open, whatever date it had.

    Args:
        today: The day (ISO) it is seen from; None: no day has gone by.
    """
    if event.status in OVER:
        return False
    return event.status == Status.POSTPONED or not _is_past(event, today)


def has_passed(event: _Event, today: str | None) -> bool:
    """Whether its day went by while it stood as planned, and nobody reported what became of it."""
    return event.status in AWAITED and _is_past(event, today)


def open_of(event: _Event, today: str | None) -> bool | str:
    """What JSON tells as `open`: true, false, or "passed" where its day has passed without a report of the outcome.

    >>> from types import SimpleNamespace
    >>> open_of(SimpleNamespace(status="scheduled", when="2026-03-18"), "2026-03-20")
    'passed'
    """
    return "passed" if has_passed(event, today) else is_open(event, today)


def last_day(event: _Event) -> date | None:
    """The last day on which it was to be; None where no date is known."""
    days = days_of(event.when)
    return days[1] if days else None


def _is_past(event: _Event, today: str | None) -> bool:
    last = last_day(event)
    return last is not None and today is not None and last < date.fromisoformat(today[:10])
