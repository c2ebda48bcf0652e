"""Who stands on which side of a contradiction, and whether it is still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportedly.ledger.answers import ConflictAnswer, EventAnswer, ReportAnswer
from reportedly.record import Stance

__all__ = ["Sides", "sides_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The two sides of one contradiction.

    Attributes:
        a, b: What each side says: a status, a date or a place.
        a_by, b_by: Whose word each stands on, in the order of the days they speak for.
        confirmed_by, denied_by: Who confirms or denies something of the event, in those words.
        now: What the record has now: a status, a date or a place.
        open: Nobody on the record has spoken for `now` later than the last who says otherwise.
    """

    a: str
    b: str
    a_by: tuple[str, ...]
    b_by: tuple[str, ...]
    confirmed_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    now: str
    open: bool

    def to_dict(self) -> dict[str, Any]:
        return {
            "a_says": self.a,
            "b_says": self.b,
            "a_by": list(self.a_by),
            "b_by": list(self.b_by),
            "confirmed_by": list(self.confirmed_by),
            "denied_by": list(self.denied_by),
            "now": self.now,
            "open": self.open,
        }


def sides_of(event: EventAnswer, conflict: ConflictAnswer) -> Sides:
    """Everybody who takes part in a contradiction of an event's reports."""
    about = conflict.about

    def says(report: ReportAnswer) -> str:
        return str(getattr(report, about) or "")

    a, b = says(conflict.a), says(conflict.b)
    now = str(getattr(event, about) or "")
    on_record = [_day(report) for report in event.reports if says(report) == now and report.on_record]
    against = [_day(report) for report in event.reports if says(report) in {a, b} - {now}]
    return Sides(
        a=a,
        b=b,
        a_by=_names(conflict.a, (report for report in event.reports if says(report) == a)),
        b_by=_names(conflict.b, (report for report in event.reports if says(report) == b)),
        confirmed_by=_names(None, (report for report in event.reports if report.stance == Stance.CONFIRMS)),
        denied_by=_names(None, (report for report in event.reports if report.stance == Stance.DENIES)),
        now=now,
        open=not on_record or (bool(against) and max(on_record) <= max(against)),
    )


def _day(report: ReportAnswer) -> date:
    return report.day or date.min


def _names(first: ReportAnswer | None, reports: Iterable[ReportAnswer]) -> tuple[str, ...]:
    """The ends of chains, or outlets that speak for themselves, each once; that of a certain report first."""
    found = ([first] if first else []) + sorted(reports, key=lambda r: (_day(r), r.published or "", r.article))
    names = (report.chain[-1] if report.chain else report.outlet or report.article for report in found)
    return tuple(dict.fromkeys(names))
