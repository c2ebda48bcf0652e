"""What people have corrected of an event, against what its reports come to.

A correction of status or time speaks for the moment at which it was made: it counts like the newest report of all that
had been printed by then, and what is printed later counts as it always does. The same word of the same source, printed
once more, is no news, so it does not bring back what was corrected. Names, places and participants hold until they are
corrected again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reportedly.ledger.answers import CorrectionNote, ReportAnswer
from reportedly.ledger.corrections import Correction, CorrectionKind
from reportedly.ledger.events.status import date_now, earlier_dates, status_now
from reportedly.vocabulary import LinkKind

__all__ = ["Overruled", "overrule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overruled:
    """What an event comes to by its reports and what people have corrected; fields as in `EventAnswer`."""

    what: str
    participants: tuple[str, ...]
    place: str | None
    when: str | None
    earlier_dates: tuple[str, ...]
    status: str | None
    status_on_record: str | None
    shown: bool
    notes: tuple[CorrectionNote, ...]


def overrule(
    read: Overruled, reports: Sequence[ReportAnswer], corrections: Iterable[Correction], mentions: Sequence[str]
) -> Overruled:
    """An event after what was corrected of it.

    Args:
        read: What its reports come to.
        reports: Those that decide.
        corrections: That count on the day that is asked for, oldest first.
        mentions: Ids of all its mentions.
    """
    newest = {correction.kind: correction for correction in corrections}
    told = read
    overtaken: set[str] = set()
    if correction := newest.get(CorrectionKind.STATUS):
        later = _later(reports, correction, [r.status for r in reports])
        counted = [_as_report(correction, status=correction.after), *later]
        on_record = [report for report in counted if report.on_record]
        told = replace(told, status=status_now(counted), status_on_record=status_now(on_record))
        if told.status != correction.after:
            overtaken.add(correction.id)
    if correction := newest.get(CorrectionKind.WHEN):
        later = [r for r in _later(reports, correction, [r.when for r in reports]) if r.when]
        given = _as_report(correction, status=told.status or "", when=correction.after)
        when = date_now([given, *later], told.status)
        earlier = tuple(day for day in earlier_dates(reports, when) if day != correction.before)
        told = replace(told, when=when, earlier_dates=earlier)
        if when != correction.after:
            overtaken.add(correction.id)
    elif told.status != read.status and reports:
        when = date_now(reports, told.status)
        told = replace(told, when=when, earlier_dates=earlier_dates(reports, when))
    if correction := newest.get(CorrectionKind.WHAT):
        told = replace(told, what=correction.after)
    if correction := newest.get(CorrectionKind.PLACE):
        told = replace(told, place=correction.after)
    if correction := newest.get(CorrectionKind.PARTICIPANTS):
        told = replace(told, participants=tuple(correction.after))
    if (correction := newest.get(CorrectionKind.NOT_AN_EVENT)) and _is_most(correction, mentions):
        told = replace(told, shown=False)
    return replace(told, notes=tuple(_note(one, one.id in overtaken) for one in _shown(corrections, newest)))


def _shown(corrections: Iterable[Correction], newest: dict[str, Correction]) -> list[Correction]:
    """Those that an event lists: of each kind the newest, and all rulings on what belongs to it."""
    rulings = (CorrectionKind.MERGE, CorrectionKind.SPLIT)
    return [one for one in corrections if one.kind in rulings or newest[one.kind] is one]


def _note(correction: Correction, overtaken: bool) -> CorrectionNote:
    return CorrectionNote(
        id=correction.id,
        kind=correction.kind,
        made=correction.made,
        who=correction.who,
        why=correction.why,
        before=correction.before,
        after=correction.after,
        overtaken=overtaken,
    )


def _later(reports: Sequence[ReportAnswer], correction: Correction, values: Sequence[str | None]) -> list[ReportAnswer]:
    """Reports printed after the day of a correction, unless they repeat what it is against on the same word."""
    day = correction.made[:10]
    is_later = [(report.published or "")[:10] > day for report in reports]
    known = {
        report.origin
        for report, value, later in zip(reports, values, is_later, strict=True)
        if not later and value == correction.before
    }
    return [
        report
        for report, value, later in zip(reports, values, is_later, strict=True)
        if later and not (value == correction.before and (report.origin is None or report.origin in known))
    ]


def _as_report(correction: Correction, *, status: str, when: str | None = None) -> ReportAnswer:
    """A correction as a report on the record, of the day on which it was made."""
    day = correction.made[:10]
    return ReportAnswer(
        article="",
        outlet=None,
        key="",
        type="other",
        status=status,
        chain=(correction.by,),
        kinds=(LinkKind.PERSON.value,),
        said=day,
        published=day,
        day=date.fromisoformat(day),
        when=when,
        place=None,
        evidence=correction.why,
        span=(0, 0),
        statement=None,
        stance=None,
        confidence=1.0,
        on_record=True,
        origin=f"correction:{correction.id}",
    )


def _is_most(correction: Correction, mentions: Sequence[str]) -> bool:
    """Whether what was ruled no event is at least half of what the event has by now."""
    ruled = {place.mention for place in correction.places} | {correction.event}
    return 2 * sum(mention in ruled for mention in mentions) >= len(mentions)
