"""Who stands on which side of a contradiction, and whether it is still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportedly.ledger.answers import ConflictAnswer, EventAnswer, ReportAnswer

__all__ = ["ConflictSides", "sides_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictSides:
    """The two sides of one contradiction.

    Attributes:
        a, b: What each side says: a status, a date or a place.
        a_by, b_by: Whose word each stands on, in the order of the days they speak for.
        confirmed_by, denied_by: Who confirms or denies the older of the two, as the contradiction itself tells.
        now: What the record has now: a status, a date or a place.
        open: No later report has settled it.
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
        """The JSON form, as plain data."""
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


def sides_of(event: EventAnswer, conflict: ConflictAnswer) -> ConflictSides:
    """Everybody who takes part in a contradiction of an event's reports."""
    about = conflict.about

    def says(report: ReportAnswer) -> str:
        return str(getattr(report, about) or "")

    a, b = says(conflict.a), says(conflict.b)
    return ConflictSides(
        a=a,
        b=b,
        a_by=_names(conflict.a, (report for report in event.deciding if says(report) == a)),
        b_by=_names(conflict.b, (report for report in event.deciding if says(report) == b)),
        confirmed_by=conflict.confirmed_by,
        denied_by=conflict.denied_by,
        now=str(getattr(event, about) or ""),
        open=conflict.open,
    )


def _day(report: ReportAnswer) -> date:
    return report.day or date.min


def _names(first: ReportAnswer, reports: Iterable[ReportAnswer]) -> tuple[str, ...]:
    """The ends of chains, or outlets that speak for themselves, each once; that of a certain report first."""
    found = [first, *sorted(reports, key=lambda r: (_day(r), r.published or "", r.article))]
    names = (report.chain[-1] if report.chain else report.outlet or report.article for report in found)
    return tuple(dict.fromkeys(names))
