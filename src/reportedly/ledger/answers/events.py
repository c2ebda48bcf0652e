"""What a ledger answers of events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from reportedly.article import Span
from reportedly.ledger.mentions import deciding

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
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAnswer:
    """What one article says of an event, on whose word, in which words.

    Attributes:
        key: The event's key within the article.
        chain, kinds: Names and link kinds, nearest to the reader first; empty for the article's own voice.
        said: EDTF; None where the text gives none.
        day: The day that the report speaks for: said, else published.
        on_record: The original source is named, or the article speaks in its own voice.
        origin: The original source as one identity across articles; None where the article is an echo of
            another and says it in its own voice.
        stance: Of the statement that it stands in.
        topic: What the event is about by this report; None where not said.
        confidence: Calibrated probability that the report is right as it stands.
        shown: Whether its confidence reaches the floor for being shown.
        corrected_by: Who corrected by hand whose word it is; None where it is as it was read.
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
    corrected_by: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "article": self.article,
            "outlet": self.outlet,
            "status": self.status,
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
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictAnswer:
    """Two reports of one event that cannot both hold; `about` is "status", "when" or "place".

    Attributes:
        a, b: The newer of the two, and the claim that it stands against.
        confirmed_by, denied_by: Who besides the claim's own origin says what it says, and who says what cannot hold
            with it; each origin once.
        open: No later report has settled it.
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
    """Another event that belongs with this one: a meeting during a visit. `shown` as in `EventSummary`."""

    id: str
    what: str
    type: str
    shown: bool = True

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {"id": self.id, "what": self.what, "type": self.type, "shown": self.shown}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionNote:
    """A correction by hand, as an event tells of it; fields as in `Correction`.

    `overtaken`: articles printed since then say something else, which counts.
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
    """What is told of an event in a line as in full, by the reports that decide: those that are shown, if any is.

    Attributes:
        id: Of its earliest mention that is shown, else of its earliest, so the same whatever the order of adding.
        status: Now, by all sources; `status_on_record` by named sources and the outlets' own voice, None where
            there is none.
        when, earlier_dates: EDTF; the dates that it had before, oldest first.
        origins: Independent origins, echoes collapsed; `origins_on_record` of them are named.
        outlets: How many outlets report it.
        topic: What it is about, by most reports; None where none says.
        confidence: The highest of its reports.
        shown: Whether any of its reports is, so that front ends show it, unless somebody ruled that it is no event.
        corrections: What people have corrected of it, oldest first.
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
    """One event with all that is reported of it.

    Attributes:
        articles: Ids in order of publication, of the reports that decide.
        reports: All of them, shown or not, in order of the day that they speak for.
        linked: Events that belong with it.
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
        """The reports that everything else is told by; see `reports.deciding`."""
        return deciding(self.reports)

    @property
    def conflict(self) -> bool:
        """Whether two reports of it cannot both hold."""
        return bool(self.conflicts)

    @property
    def newest(self) -> str:
        """The newest time of publication among the reports that decide, for sorting; empty where none is known."""
        return max((report.published or "" for report in self.deciding), default="")

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
    """Part of the origins of the newest events, those of most articles first.

    Attributes:
        next: The cursor that asks for what follows; None at the end.
        events: How many events were looked at, the newest; `of_events` how many there are.
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
    """One event in a line: what `EventAnswer` tells without its reports.

    Attributes:
        articles, reports: How many, of those that decide.
        newest: Newest publication, ISO; empty where none is known.
        sequence: How often status (by all, by those on the record), date or place have changed since it was first
            reported, a day of publication at a time; it only rises as time goes on.
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
    """What the record of one event came to on a day of publication, and what it had been.

    Attributes:
        day: Day of publication, ISO.
        sequence: As in `EventSummary`; 0 when first reported. `shown` as there, too.
        before, on_record_before, when_before: None where it is first reported (`before`) or nothing had been said.
        article, outlet, chain, evidence: Of the newest report of that day that carries the status; where that day
            brings none (only a date has changed, or reports proved to be of one event), of the newest that does.
        corrected_by: Who corrected the status, date or place by hand that it tells of; None where nobody did.
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
