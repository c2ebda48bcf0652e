"""Mentions of one event -> the answer that a ledger gives of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from reportedly.edtf import days_of, n_days, overlaps
from reportedly.ledger.answers import EventAnswer, EventSummary, LinkedEvent, OriginAnswer, ReportAnswer, TakenBack
from reportedly.ledger.corrections import Correction
from reportedly.ledger.events.conflicts import find_conflicts
from reportedly.ledger.events.status import date_now, earlier_dates, status_now
from reportedly.ledger.events.withdrawals import taken_back
from reportedly.ledger.matching.features import names_testimony
from reportedly.ledger.matching.origins import (
    NAMED,
    Attestation,
    circles,
    is_on_record,
    members_of,
    only_match,
    origin_names,
    origins_of,
)
from reportedly.ledger.mentions import Mention, Report, standing, standing_or_taken_back
from reportedly.ledger.overruling import Overruled, overrule
from reportedly.lexicon.names import is_same_name, name_tokens
from reportedly.vocabulary import WIDE, EventType, Stance, Status

__all__ = [
    "answer_event",
    "answer_origin",
    "linked",
    "origin_forms",
    "origin_in",
    "origins_in",
    "types_linked",
]

# What may have other events within it; so may a hearing have testimonies.


class _Told(NamedTuple):
    """A report with the mention that it is of, and by which words it was taken back."""

    mention: Mention
    report: Report
    taken_back: TakenBack | None = None

    @property
    def shown(self) -> bool:
        return self.report.shown

    @property
    def stance(self) -> str | None:
        return self.report.stance


def answer_event(
    mentions: Iterable[Mention],
    *,
    echo_of: Mapping[str, str] | None = None,
    corrections: Sequence[Correction] = (),
    id: str | None = None,
) -> EventAnswer:
    """What the ledger knows of one event: all of its reports, and what those that decide come to (see `deciding`).

    Args:
        mentions: At least one, in any order.
        echo_of: For each article whose text repeats another's, the article that printed it first.
        id: Of the mention that names the event, where that may be one which no longer stands.
        corrections: Manual corrections, oldest first.
    """
    mentions = sorted(mentions, key=lambda mention: mention.order)
    every = _with_taken_back([_Told(mention, report) for mention in mentions for report in mention.reports], echo_of)
    told = standing_or_taken_back(every)
    words = [_word(one, echo_of or {}) for one in told]
    others = _others(every, told) if len(told) < len(every) else []
    further = [_word(one, echo_of or {}) for one in others]
    listed = [_answer_report(one, origin) for one, origin in zip(told, origins_of(words, further), strict=True)]
    if others:
        # What does not count tells of the others only whose spokesman somebody is; its own origins come after theirs.
        known = origins_of([*words, *further])[len(words) :]
        listed += [_answer_report(one, origin) for one, origin in zip(others, known, strict=True)]
    listed.sort(key=lambda r: (r.day or date.min, r.published or "", r.article, r.span, r.status, r.chain))
    reports = standing(listed)
    # Where all that was reported is taken back nobody's word stands: neither that it is on nor that it is off.
    status = status_now(reports) or Status.UNCONFIRMED.value
    on_record = [report for report in reports if report.on_record]
    when = date_now(reports or standing_or_taken_back(listed), status)
    origins = {one for report in reports if report.origin is not None for one in members_of(report.origin)}
    named = {one for report in on_record if report.origin is not None for one in members_of(report.origin)}
    plain = [one.report for one in told]
    stands = Overruled(
        what=_what(plain),
        participants=_participants(plain),
        place=_place(reports, status),
        when=when,
        earlier_dates=earlier_dates(reports, when),
        status=status,
        status_on_record=status_now(on_record),
        shown=told[0].shown,
        notes=(),
    )
    if corrections:
        stands = overrule(stands, reports, corrections, [mention.id for mention in mentions])
    return EventAnswer(
        id=id or min(mentions, key=lambda mention: mention.precedence).id,
        type=_type(plain),
        what=stands.what,
        participants=stands.participants,
        place=stands.place,
        when=stands.when,
        earlier_dates=stands.earlier_dates,
        status=stands.status or "",
        status_on_record=stands.status_on_record,
        origins=len(origins),
        origins_on_record=len(named),
        outlets=len({report.outlet or report.article for report in reports}),
        topic=_commonest(report.topic for report in plain if report.topic),
        confidence=max(report.confidence for report in plain),
        shown=stands.shown,
        corrections=stands.notes,
        articles=tuple(dict.fromkeys(one.mention.article for one in told if _counts(one))),
        conflicts=find_conflicts(reports),
        circular=circles(words),
        linked=(),
        reports=tuple(listed),
    )


def _with_taken_back(every: list[_Told], echo_of: Mapping[str, str] | None) -> list[_Told]:
    """Reports with the withdrawals that take them back."""
    if not any(one.stance == Stance.RETRACTS for one in every):
        return every
    origins = origins_of([_word(one, echo_of or {}) for one in every])
    found = taken_back([_answer_report(one, origin) for one, origin in zip(every, origins, strict=True)], echo_of)
    return [one._replace(taken_back=found.get(i)) for i, one in enumerate(every)]


def _others(every: Sequence[_Told], told: Sequence[_Told]) -> list[_Told]:
    counted = {id(one) for one in told}
    return [one for one in every if id(one) not in counted]


def _counts(told: _Told) -> bool:
    return told.taken_back is None and told.stance != Stance.RETRACTS


def _word(told: _Told, echo_of: Mapping[str, str]) -> Attestation:
    mention, report = told.mention, told.report
    day = mention.said_on(report)
    return Attestation(
        article=mention.article,
        outlet=mention.outlet,
        day=day.isoformat() if day else None,
        chain=report.chain,
        echo_of=echo_of.get(mention.article),
        speaks_for=report.speaks_for,
        hearsay=report.hearsay,
    )


def _answer_report(told: _Told, origin: str | None) -> ReportAnswer:
    mention, report = told.mention, told.report
    return ReportAnswer(
        article=mention.article,
        outlet=mention.outlet,
        key=mention.key,
        type=report.type,
        status=report.status,
        chain=tuple(link.name for link in report.chain),
        kinds=tuple(link.kind.value for link in report.chain),
        said=report.said,
        published=mention.published,
        day=mention.said_on(report),
        when=report.when,
        place=report.place,
        evidence=report.evidence,
        span=report.span,
        statement=report.statement,
        stance=report.stance,
        confidence=report.confidence,
        # Who had it from others answers for nothing: an agency that relays an unnamed diplomat is not on the record.
        on_record=origin is not None and not report.hearsay and is_on_record(report.chain),
        origin=origin,
        topic=report.topic,
        shown=report.shown,
        insists=report.insists,
        corrected_by=report.corrected_by,
        taken_back=told.taken_back,
    )


def _commonest(values: Iterable[str]) -> str | None:
    """The most frequent value, the earliest met of equals."""
    votes = Counter(values)
    return max(votes, key=lambda value: votes[value]) if votes else None


def _type(reports: Sequence[Report]) -> str:
    chosen = _commonest(report.type for report in reports if report.type != "other")
    n_other = sum(report.type == "other" for report in reports)
    n_chosen = sum(report.type == chosen for report in reports)
    return chosen if chosen and n_chosen * 2 >= n_other else "other"


def _what(reports: Sequence[Report]) -> str:
    return _commonest(report.what for report in reports if report.what) or (reports[0].trigger or reports[0].evidence)


def _place(reports: Sequence[ReportAnswer], status: str | None) -> str | None:
    now = [report for report in reports if report.status == status and report.place]
    return _commonest(report.place for report in now or reports if report.place)


def _participants(reports: Sequence[Report]) -> tuple[str, ...]:
    """Everybody who takes part, once, under the fullest name, the most often named first."""
    votes = Counter(name for report in reports for name in report.participants)
    fullest: dict[str, int] = {}
    for name in sorted(votes, key=lambda name: (-len(name_tokens(name)), name)):
        known = only_match(name, fullest) or name
        fullest[known] = fullest.get(known, 0) + votes[name]
    order = {name: i for i, name in enumerate(votes)}
    return tuple(sorted(fullest, key=lambda name: (-fullest[name], order[name])))


def linked(event: EventAnswer, events: Iterable[EventAnswer | EventSummary]) -> EventAnswer:
    """The event with those among others that belong with it: a meeting during a visit, and the visit of a meeting.

    So does a testimony with its hearing. They share somebody and a day (or a month, where no day is told), and one of
    the two can have others within it.
    """
    days = days_of(event.when)
    if days is None:
        return event
    found = []
    for other in events:
        if other.id == event.id or is_wide(event) == is_wide(other):
            continue
        theirs = days_of(other.when)
        if theirs is None or not overlaps(days, theirs) or max(n_days(days), n_days(theirs)) > 31:
            continue
        if any(is_same_name(a, b) for a in event.participants for b in other.participants):
            found.append(LinkedEvent(id=other.id, what=other.what, type=other.type, shown=other.shown))
    return replace(event, linked=tuple(sorted(found, key=lambda link: link.id))) if found else event


def types_linked(event: EventAnswer) -> tuple[str, ...]:
    """The types of events that may belong with one; see `linked`."""
    narrow = {kind.value for kind in EventType} - WIDE
    return tuple(sorted(narrow if is_wide(event) else {*WIDE, "hearing"}))


def is_wide(event: EventAnswer | EventSummary) -> bool:
    """Whether other events may be part of it: a visit holds meetings."""
    return event.type in WIDE or (event.type == "hearing" and not names_testimony(event.what))


def origins_in(events: Iterable[EventAnswer]) -> tuple[OriginAnswer, ...]:
    """Original sources of events by the reports that decide, the origin of most articles first."""
    found = [(event.id, report) for event in events for report in standing(event.reports) if report.origin is not None]
    forms = origin_forms(report.origin for _, report in found)
    reports: dict[str, list[tuple[str, ReportAnswer]]] = defaultdict(list)
    for event, report in found:
        reports[origin_in(report.origin or "", forms)].append((event, report))
    answers = (answer_origin(origin, found) for origin, found in reports.items())
    return tuple(sorted(answers, key=lambda answer: (-len(answer.articles), answer.origin)))


def origin_forms(origins: Iterable[str | None]) -> dict[str, str]:
    """The one form of each name among origins: one event knows "Putin", another "Vladimir Putin"."""
    return origin_names((origin or "").removeprefix(NAMED) for origin in origins if _is_named(origin))


def origin_in(origin: str, forms: Mapping[str, str]) -> str:
    """An origin under the form of its name that `origin_forms` gives."""
    name = forms[origin.removeprefix(NAMED)] if _is_named(origin) else None
    return f"{NAMED}{name}" if name else origin


def answer_origin(origin: str, found: Sequence[tuple[str, ReportAnswer]]) -> OriginAnswer:
    """What goes back to one origin: reports with the ids of their events, in the order in which events are listed."""
    return OriginAnswer(
        origin=origin,
        name=_commonest(r.chain[-1] if r.chain else r.outlet or r.article for _, r in found) or origin,
        kind=(found[0][1].kinds or ("outlet",))[-1],
        on_record=any(r.on_record for _, r in found),
        articles=tuple(sorted({r.article for _, r in found})),
        events=tuple(sorted({event for event, _ in found})),
    )


def _is_named(origin: str | None) -> bool:
    return origin is not None and origin.startswith(NAMED)
