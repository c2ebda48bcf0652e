"""Answers about events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from reportedly.article import Span
from reportedly.ledger.mentions import deciding, standing
from reportedly.vocabulary import Stance, Status

__all__ = [
    "ChangeAnswer",
    "ConflictAnswer",
    "CorrectionNote",
    "EventAnswer",
    "EventSummary",
    "LinkedEvent",
    "OriginAnswer",
    "OriginPage",
    "ReportAnswer",
    "TakenBack",
    "taken_back_cells",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """By which words of which article a report was taken back, by whom and when.

    Attributes:
        by: The last link of the withdrawal's chain, else its outlet; that of the report's own origin.
        day: The day on which it was taken back; None if unknown.
        article, outlet, published: Where the withdrawal was printed.
        evidence, span: The words, and where they stand in that article.
        statement: The statement with stance `retracts`.
    """

    by: str
    day: date | None
    article: str
    outlet: str | None
    published: str | None
    evidence: str
    span: Span
    statement: str | None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "by": self.by,
            "day": self.day.isoformat() if self.day else None,
            "article": self.article,
            "outlet": self.outlet,
            "published": self.published,
            "evidence": self.evidence,
            "span": list(self.span),
            "statement": self.statement,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAnswer:
    """One report of an event: what one article says, with its source and words.

    Attributes:
        key: The event's key within the article.
        chain, kinds: Names and link kinds, nearest to the reader first; empty for the article's own voice.
        said: EDTF; None if the text does not say.
        day: The day the report applies to: `said`, else `published`.
        on_record: The original source is named, or the article speaks in its own voice.
        origin: The original source as one identity across articles; None if the article is an echo of another
            and says it in its own voice.
        stance: Of the statement that contains it; `retracts`: a withdrawal, and `status` is what it takes back.
        topic: What the event is about according to this report, or None.
        confidence: Calibrated probability that the whole report is right.
        shown: Whether its confidence reaches the floor for being shown.
        insists: Somebody says that it goes ahead, against whoever may say that it does not.
        corrected_by: Who corrected its source by hand, or None.
        taken_back: Who took it back, when, and with which words; None if it stands. What is taken back decides nothing.
    """

    article: str
    outlet: str | None
    key: str
    type: str
    status: str
    chain: tuple[str, ...]
    kinds: tuple[str, ...]
    said: str | None
    published: str | None
    day: date | None
    when: str | None
    place: str | None
    evidence: str
    span: Span
    statement: str | None
    stance: str | None
    confidence: float
    on_record: bool
    origin: str | None
    topic: str | None = None
    shown: bool = True
    insists: bool = False
    corrected_by: str | None = None
    taken_back: TakenBack | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "article": self.article,
            "outlet": self.outlet,
            "status": self.status,
            "stance": self.stance,
            "chain": list(self.chain),
            "kinds": list(self.kinds),
            "said": self.said,
            "published": self.published,
            "when": self.when,
            "place": self.place,
            "evidence": self.evidence,
            "span": list(self.span),
            "statement": self.statement,
            "on_record": self.on_record,
            "origin": self.origin,
            "topic": self.topic,
            "confidence": self.confidence,
            "shown": self.shown,
            "corrected_by": self.corrected_by,
            "taken_back": self.taken_back.to_dict() if self.taken_back else None,
        }


def taken_back_cells(report: ReportAnswer) -> dict[str, str | None]:
    """Columns of tables: who took a report back, when, in which article and with which words; None if it stands."""
    note = report.taken_back
    return {
        "taken_back_by": note.by if note else None,
        "taken_back_on": note.day.isoformat() if note and note.day else None,
        "taken_back_in": note.article if note else None,
        "taken_back_words": note.evidence if note else None,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAnswer:
    """Two reports of one event that contradict each other; `about` is "status", "when" or "place".

    Attributes:
        a, b: The newer of the two, and the claim that it contradicts.
        confirmed_by, denied_by: Other origins that support the claim, and those that contradict it; each once.
        open: Whether no later report has settled it.
    """

    about: str
    a: ReportAnswer
    b: ReportAnswer
    confirmed_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    open: bool = True

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "about": self.about,
            "a": self.a.to_dict(),
            "b": self.b.to_dict(),
            "confirmed_by": list(self.confirmed_by),
            "denied_by": list(self.denied_by),
            "open": self.open,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedEvent:
    """A related event: a meeting during a visit. `shown` as in `EventSummary`."""

    id: str
    what: str
    type: str
    shown: bool = True

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {"id": self.id, "what": self.what, "type": self.type, "shown": self.shown}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionNote:
    """A manual correction, as listed by its event; fields as in `Correction`.

    `overtaken`: articles printed since say otherwise, and take precedence.
    """

    id: str
    kind: str
    made: str
    who: str
    why: str
    before: Any = None
    after: Any = None
    overtaken: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "id": self.id,
            "kind": self.kind,
            "made": self.made,
            "who": self.who,
            "why": self.why,
            "before": self.before,
            "after": self.after,
            "overtaken": self.overtaken,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _EventTold:
    """What an event and its summary have in common, according to the deciding reports: the shown ones, if any.

    Attributes:
        id: That of its earliest shown mention, else of its earliest; independent of the order of adding.
        status: By all sources; `status_on_record` by named sources and the outlets' own voice, None without any.
        when, earlier_dates: EDTF; its earlier dates, oldest first.
        origins: Independent origins, echoes collapsed; `origins_on_record` of them are named.
        outlets: How many outlets report it.
        topic: What it is about according to most reports, or None.
        confidence: The highest of its reports.
        shown: Whether front ends show it: any of its reports is shown, and nobody marked it as not an event.
        corrections: Manual corrections, oldest first.
    """

    id: str
    type: str
    what: str
    participants: tuple[str, ...]
    place: str | None
    when: str | None
    earlier_dates: tuple[str, ...]
    status: str
    status_on_record: str | None
    origins: int
    origins_on_record: int
    outlets: int
    topic: str | None = None
    confidence: float = 0.0
    shown: bool = True
    corrections: tuple[CorrectionNote, ...] = ()

    def _told(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "type": self.type,
            "what": self.what,
            "participants": list(self.participants),
            "place": self.place,
            "when": self.when,
            "earlier_dates": list(self.earlier_dates),
            "status": self.status,
            "status_on_record": self.status_on_record,
            "origins": self.origins,
            "origins_on_record": self.origins_on_record,
            "outlets": self.outlets,
            "topic": self.topic,
            "confidence": self.confidence,
            "shown": self.shown,
            "corrections": [note.to_dict() for note in self.corrections],
        }


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EventAnswer(_EventTold):
    """One event with all of its reports.

    Attributes:
        articles: Ids of the articles of the deciding reports, in order of publication.
        reports: All reports, shown or not, in order of the day they apply to.
        linked: Related events.
    """

    articles: tuple[str, ...]
    conflicts: tuple[ConflictAnswer, ...]
    circular: tuple[tuple[str, ...], ...]
    linked: tuple[LinkedEvent, ...]
    reports: tuple[ReportAnswer, ...]

    def __repr__(self) -> str:
        when = f", {self.when}" if self.when else ""
        return f"<EventAnswer {self.id[:8]} {self.what!r}: {self.status}{when}, {len(self.articles)} articles>"

    @property
    def deciding(self) -> tuple[ReportAnswer, ...]:
        """The reports that all other fields are based on: the shown ones, if any, that nobody took back.

        None where all are taken back; then only name, date, place and participants are those of what was reported.
        """
        return standing(self.reports)

    @property
    def taken_back(self) -> tuple[ReportAnswer, ...]:
        """The reports that would decide too, had their source not taken them back."""
        return tuple(report for report in deciding(self.reports) if report.taken_back is not None)

    @property
    def withdrawals(self) -> tuple[ReportAnswer, ...]:
        """The reports by which something was taken back, in order of their days."""
        by = {(note.article, note.span) for r in self.reports if (note := r.taken_back) is not None}
        return tuple(r for r in self.reports if r.stance == Stance.RETRACTS and (r.article, r.span) in by)

    @property
    def conflict(self) -> bool:
        """Whether two of its reports contradict each other."""
        return bool(self.conflicts)

    @property
    def disputed(self) -> bool:
        """Whether one report has it on and another off, and no later word has settled which."""
        return any(
            conflict.open and {Status(conflict.a.status).side, Status(conflict.b.status).side} == {"on", "off"}
            for conflict in self.conflicts
            if conflict.about == "status"
        )

    @property
    def newest(self) -> str:
        """The newest time of publication of deciding reports and of withdrawals, for sorting; empty if unknown."""
        told = (*self.deciding, *self.taken_back, *self.withdrawals)
        return max((report.published or "" for report in told), default="")

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            **self._told(),
            "origins_unnamed": self.origins - self.origins_on_record,
            "articles": list(self.articles),
            "conflict": self.conflict,
            "conflicts": [conflict.to_dict() for conflict in self.conflicts],
            "circular": [list(circle) for circle in self.circular],
            "linked": [event.to_dict() for event in self.linked],
            "reports": [report.to_dict() for report in self.reports],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginAnswer:
    """One origin with the articles and events that go back to it."""

    origin: str
    name: str
    kind: str
    on_record: bool
    articles: tuple[str, ...]
    events: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "origin": self.origin,
            "name": self.name,
            "kind": self.kind,
            "on_record": self.on_record,
            "articles": list(self.articles),
            "events": list(self.events),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginPage:
    """A page of the origins of the newest events, most articles first.

    Attributes:
        next: The cursor of the next page; None at the end.
        events: How many of the newest events were looked at; `of_events` how many there are.
    """

    items: tuple[OriginAnswer, ...]
    events: int
    of_events: int
    next: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "items": [item.to_dict() for item in self.items],
            "next": self.next,
            "events": self.events,
            "of_events": self.of_events,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSummary(_EventTold):
    """One event without its reports.

    Attributes:
        articles, reports: Numbers of deciding articles and reports.
        newest: Newest publication, ISO; empty if unknown.
        sequence: How often status (by all, on the record), date or place have changed since it was first reported,
            by day of publication; it never decreases over time.
    """

    articles: int
    reports: int
    conflict: bool
    newest: str
    sequence: int

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            **self._told(),
            "articles": self.articles,
            "reports": self.reports,
            "conflict": self.conflict,
            "newest": self.newest,
            "sequence": self.sequence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAnswer:
    """A change of one event on a day of publication: the new values and the old ones.

    Attributes:
        day: Day of publication, ISO.
        sequence: As in `EventSummary`; 0 when first reported. `shown` as there, too.
        before, on_record_before, when_before: None if first reported (`before`) or not stated before.
        article, outlet, chain, evidence: Of the newest report of that day with the status; if there is none (only a
            date changed, or reports turned out to be of one event), of the newest report with it.
        corrected_by: Who corrected the status, date or place by hand, or None.
    """

    event: str
    what: str
    type: str
    participants: tuple[str, ...]
    place: str | None
    day: str
    sequence: int
    before: str | None
    status: str
    on_record_before: str | None
    on_record: str | None
    when_before: str | None
    when: str | None
    article: str
    outlet: str | None
    chain: tuple[str, ...]
    evidence: str
    shown: bool = True
    corrected_by: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "event": self.event,
            "what": self.what,
            "type": self.type,
            "participants": list(self.participants),
            "place": self.place,
            "day": self.day,
            "sequence": self.sequence,
            "before": self.before,
            "status": self.status,
            "on_record_before": self.on_record_before,
            "on_record": self.on_record,
            "when_before": self.when_before,
            "when": self.when,
            "article": self.article,
            "outlet": self.outlet,
            "chain": list(self.chain),
            "evidence": self.evidence,
            "shown": self.shown,
            "corrected_by": self.corrected_by,
        }
