"""An event in a line, and what of its record changed from one day of publication to the next."""

from __future__ import annotations

from datetime import date

from reportedly.ledger.answers import ChangeAnswer, EventAnswer, EventSummary, ReportAnswer
from reportedly.ledger.corrections import NOBODY

__all__ = ["change_of", "summary_of"]


def summary_of(event: EventAnswer, before: EventSummary | None) -> EventSummary:
    """An event in a line; `before` is how it stood on the day before, None where it was not known."""
    summary = EventSummary(
        id=event.id,
        type=event.type,
        what=event.what,
        participants=event.participants,
        place=event.place,
        when=event.when,
        earlier_dates=event.earlier_dates,
        status=event.status,
        status_on_record=event.status_on_record,
        origins=event.origins,
        origins_on_record=event.origins_on_record,
        outlets=event.outlets,
        topic=event.topic,
        confidence=event.confidence,
        shown=event.shown,
        corrections=event.corrections,
        articles=len(event.articles),
        reports=len(event.deciding),
        conflict=event.conflict,
        newest=event.newest,
        sequence=before.sequence if before else 0,
    )
    if before is None or _record(before) == _record(summary):
        return summary
    from dataclasses import replace

    return replace(summary, sequence=before.sequence + 1)


def _record(event: EventSummary) -> tuple[str | None, ...]:
    """What a change of is a change of the record."""
    return event.status, event.status_on_record, event.when, event.place


def change_of(event: EventAnswer, summary: EventSummary, before: EventSummary | None, day: date) -> ChangeAnswer | None:
    """How the record of an event changed on a day of publication; None where it did not."""
    if before is not None and before.sequence == summary.sequence:
        return None
    report = _telling(event, day)
    return ChangeAnswer(
        event=event.id,
        what=event.what,
        type=event.type,
        participants=event.participants,
        place=event.place,
        day=day.isoformat(),
        sequence=summary.sequence,
        before=before.status if before else None,
        status=event.status,
        on_record_before=before.status_on_record if before else None,
        on_record=event.status_on_record,
        when_before=before.when if before else None,
        when=event.when,
        article=report.article,
        outlet=report.outlet,
        chain=report.chain,
        evidence=report.evidence,
        shown=event.shown,
        corrected_by=_corrected_by(event, before),
    )


def _corrected_by(event: EventAnswer, before: EventSummary | None) -> str | None:
    """Who corrected by hand what has changed; None where it is as its reports have it."""
    changed = {
        "status": before is None or before.status != event.status,
        "when": before is None or before.when != event.when,
        "place": before is None or before.place != event.place,
    }
    by = (note for note in event.corrections if changed.get(note.kind) and not note.overtaken)
    return ", ".join(dict.fromkeys(note.who or NOBODY for note in by)) or None


def _telling(event: EventAnswer, day: date) -> ReportAnswer:
    """The newest report of a day that carries the status; else the newest that does, of any day.

    Where no report of that day does, it may be a withdrawal by which the status is what it was before.
    """
    same = [r for r in event.deciding if r.status == event.status] or list(event.deciding) or list(event.reports)
    today = [report for report in same if (report.published or "")[:10] == day.isoformat()]
    today = today or [report for report in event.withdrawals if (report.published or "")[:10] == day.isoformat()]
    return max(today or same, key=lambda report: (report.published or "", report.article, report.span, report.chain))
