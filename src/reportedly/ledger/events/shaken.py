"""Events that are in doubt because the visit, summit or conference they belong to was moved or called off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reportedly.edtf import days_of, n_days, overlaps
from reportedly.ledger.events.event import is_wide
from reportedly.lexicon.names import is_same_name
from reportedly.vocabulary import AWAITED, OFF

if TYPE_CHECKING:
    from reportedly.ledger.answers import EventAnswer, EventSummary

__all__ = ["can_be_shaken", "shaken_by"]

_WIDEST = 31  # days; what is only known to be in a longer time is on no day


def can_be_shaken(event: EventAnswer | EventSummary) -> bool:
    """Whether an event is one within others, awaited on a known day."""
    days = days_of(event.when)
    return event.status in AWAITED and not is_wide(event) and days is not None and n_days(days) <= _WIDEST


def shaken_by(event: EventAnswer | EventSummary, others: Iterable[EventSummary]) -> tuple[EventSummary, ...]:
    """Those of some wider events that an event was part of, and that were moved away from its day or called off since.

    They share somebody with it, and were reported on no earlier than it was: a meeting that was announced after its
    visit was moved belongs with the new date.
    """
    days = days_of(event.when)
    if days is None or not can_be_shaken(event):
        return ()
    found = {}
    for other in others:
        if other.id == event.id or not is_wide(other) or other.newest < event.newest:
            continue
        if not any(is_same_name(a, b) for a in event.participants for b in other.participants):
            continue
        now = days_of(other.when)
        before = [span for span in map(days_of, other.earlier_dates) if span]
        moved = any(overlaps(days, span) for span in before) and not (now and overlaps(days, now))
        off = other.status in OFF and now is not None and overlaps(days, now)
        if moved or off:
            found[other.id] = other
    return tuple(found[id] for id in sorted(found))
