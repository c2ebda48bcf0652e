"""Report and Mention: what one article says of one event, cut loose from its record."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from reportedly.article import Span
from reportedly.edtf import days_of
from reportedly.ledger.insistence import is_insisted
from reportedly.lexicon.hearsay import is_hearsay_name
from reportedly.lexicon.names import head, speaks_for, stems
from reportedly.record import Event, Link, Record, Statement
from reportedly.vocabulary import CALLED_OFF, VAGUE, LinkKind, Stance, Status

__all__ = ["Mention", "Report", "deciding", "mention_id", "mentions_of", "standing", "standing_or_taken_back"]

_MOST_NAMED = 6


class _MayBeShown(Protocol):
    """A report in any form: `shown` says whether its confidence reaches the floor."""

    @property
    def shown(self) -> bool: ...


R = TypeVar("R", bound=_MayBeShown)


def deciding(reports: Iterable[R]) -> tuple[R, ...]:
    """The reports that decide what an event is: its name, date, place, status, sources and conflicts.

    Of an event with reports that are shown only those count, so that a doubtful reading changes nothing that people
    see; an event without any is not shown itself, and all of its reports count.
    """
    every = tuple(reports)
    return tuple(report for report in every if report.shown) or every


class _MayBeTakenBack(_MayBeShown, Protocol):
    """A report of an event; `taken_back` says by whom and with which words, None where nobody did."""

    @property
    def stance(self) -> str | None: ...
    @property
    def taken_back(self) -> object: ...


T = TypeVar("T", bound=_MayBeTakenBack)


def standing(reports: Iterable[T]) -> tuple[T, ...]:
    """Those of the deciding reports that nobody has taken back; a withdrawal itself is no report of a status."""
    return tuple(one for one in deciding(reports) if one.taken_back is None and one.stance != Stance.RETRACTS)


def standing_or_taken_back(reports: Iterable[T]) -> tuple[T, ...]:
    """As `standing`; of an event all of whose reports are taken back, these, so that it keeps its name."""
    every = tuple(reports)
    pool = deciding(every)
    return standing(every) or tuple(one for one in pool if one.taken_back is not None) or pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One event report of one article; fields as in `Event`, `evidence` in words, `stance` that of its statement.

    `alone`: the article reports no other event of that type. `instead`: it is open, and the article reports another
    of that type that was called off. `hearsay`: the article says that it is said, and not by whom. `speaks_for`: whose
    spokesman or lawyer the article calls the named person whose word it is. Of an event that is shown, `alone` and
    `instead` look at shown entries only. `corrected_by`: who corrected by hand whose word it is. `insists`: see
    `is_insisted`.
    """

    type: str
    status: str
    what: str
    participants: tuple[str, ...]
    place: str | None
    when: str | None
    chain: tuple[Link, ...]
    said: str | None
    evidence: str
    span: Span
    trigger: str
    statement: str | None
    stance: str | None
    confidence: float
    alone: bool = False
    instead: bool = False
    speaks_for: str | None = None
    topic: str | None = None
    shown: bool = True
    hearsay: bool = False
    insists: bool = False
    corrected_by: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data, as the ledger stores it."""
        return {
            "type": self.type,
            "status": self.status,
            "what": self.what,
            "participants": list(self.participants),
            "place": self.place,
            "when": self.when,
            "chain": [[link.name, link.kind.value] for link in self.chain],
            "said": self.said,
            "evidence": self.evidence,
            "span": list(self.span),
            "trigger": self.trigger,
            "statement": self.statement,
            "stance": self.stance,
            "confidence": self.confidence,
            "alone": self.alone,
            "instead": self.instead,
            "speaks_for": self.speaks_for,
            "topic": self.topic,
            "shown": self.shown,
            "hearsay": self.hearsay,
            **({"insists": True} if self.insists else {}),
            **({"corrected_by": self.corrected_by} if self.corrected_by else {}),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Report:
        """The report that `to_dict` wrote."""
        start, end = data["span"]
        return cls(
            type=data["type"],
            status=Status(data["status"]).value,
            what=data["what"],
            participants=tuple(data["participants"]),
            place=data["place"],
            when=data["when"],
            chain=tuple(Link(name=name, kind=LinkKind(kind)) for name, kind in data["chain"]),
            said=data["said"],
            evidence=data["evidence"],
            span=(start, end),
            trigger=data["trigger"],
            statement=data["statement"],
            stance=data["stance"],
            confidence=data["confidence"],
            alone=data.get("alone", False),
            instead=data.get("instead", False),
            speaks_for=data.get("speaks_for"),
            topic=data.get("topic"),
            shown=data.get("shown", True),
            hearsay=data.get("hearsay", False),
            insists=data.get("insists", False),
            corrected_by=data.get("corrected_by"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One event as one article reports it: the unit that is merged across articles.

    Attributes:
        id: Made from article and key, so that it is the same in every ledger.
        key: The event's key within its article.
        published: ISO day or time of the article; None where not known.
        reports: In the order of the record, at least one.
        about: Whom and what the article names most, the most often named first, and the words of its title.
        since: Day from which on the article stands, where it is a later version of a page; None: of publication.
        until: Day from which on a later version stands in its place.
    """

    id: str
    article: str
    key: str
    outlet: str | None
    published: str | None
    reports: tuple[Report, ...]
    about: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def stands(self, day: date | None) -> bool:
        """Whether what it reports is the word of its article on a day; None: now."""
        if day is None:
            return self.until is None
        from_day = self.since or self.day
        return (from_day is not None and from_day <= day) and (self.until is None or day < self.until)

    @property
    def day(self) -> date | None:
        """The article's day of publication."""
        return date.fromisoformat(self.published[:10]) if self.published else None

    @property
    def order(self) -> tuple[str, str, str]:
        """Sorts the earliest article first, and the same whatever the order of adding."""
        return self.published or "9999", self.article, self.key

    @property
    def shown(self) -> bool:
        """Whether any of its reports is."""
        return any(report.shown for report in self.reports)

    @property
    def precedence(self) -> tuple[bool, str, str, str]:
        """Sorts first the mention that names a merged event: the earliest that is shown, else the earliest."""
        first = self.since.isoformat() if self.since else self.published or "9999"
        return (not self.shown, first, self.article, self.key)

    def said_on(self, report: Report) -> date | None:
        """The day that a report speaks for: when it was said, else published, and never after publication."""
        said, published = days_of(report.said), self.day
        if said and published:
            return min(said[1], published)
        return said[1] if said else published


def mention_id(article: str, key: str) -> str:
    """Sixteen hexadecimal digits that name the event of that key in that article."""
    return hashlib.blake2b(f"{article}\0{key}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def mentions_of(record: Record) -> tuple[Mention, ...]:
    """The events of one record, in the order of their first reports."""
    statements = {statement.id: statement for statement in record.statements}
    names = {entity.id: entity.name for entity in record.entities}
    reports: dict[str, list[Report]] = {}
    shown = tuple(event for event in record.events if event.shown)
    shown_keys = {event.event for event in shown}
    n_alike = {True: _n_alike(shown), False: _n_alike(record.events)}
    instead = {True: _instead(shown), False: _instead(record.events)}
    for event in record.events:
        is_shown = event.event in shown_keys
        statement = statements.get(event.statement or "")
        participants = (p.name or names.get(p.entity or "", "") for p in event.participants)
        reports.setdefault(event.event, []).append(
            Report(
                type=event.type.value,
                status=(event.takes_back or event.status).value,
                what=event.what,
                participants=tuple(dict.fromkeys(name for name in participants if name)),
                place=event.place,
                when=event.when,
                chain=tuple(Link(name=link.name, kind=link.kind) for link in event.chain),
                said=event.said or (statement.said if statement else None),
                evidence=record.words(event.evidence),
                span=event.evidence,
                trigger=record.words(event.trigger),
                statement=event.statement,
                stance=statement.stance.value if statement else None,
                confidence=round(event.confidence, 4),
                alone=n_alike[is_shown][event.type] == 1,
                instead=event.event in instead[is_shown],
                speaks_for=_speaks_for(record, statement, event.chain),
                topic=event.topic,
                shown=event.shown,
                hearsay=_is_hearsay(statement, event.chain),
                insists=is_insisted(record, event, statement),
                corrected_by=statement.corrected_by if statement else None,
            )
        )
    article = record.article
    about = _about(record)
    return tuple(
        Mention(
            id=mention_id(article.id, key),
            article=article.id,
            key=key,
            outlet=article.outlet,
            published=article.published,
            reports=tuple(group),
            about=about,
        )
        for key, group in reports.items()
    )


def _is_hearsay(statement: Statement | None, chain: Sequence[Link]) -> bool:
    """Whether a report stands on nobody's word: no source is printed, or the words that stand for one."""
    if not chain:
        return statement is not None and not statement.source
    return len(chain) == 1 and chain[0].kind is LinkKind.UNNAMED and is_hearsay_name(chain[0].name)


def _n_alike(events: Iterable[Event]) -> Counter[str]:
    """How many events of each type an article reports."""
    return Counter(type for _, type in {(event.event, event.type) for event in events})


def _instead(events: Sequence[Event]) -> frozenset[str]:
    """Keys of events that an article leaves open, without a day, where it tells that another of the type is off."""
    is_open = {event.event for event in events if event.status in VAGUE}
    firm = {event.event for event in events if event.when or event.status not in VAGUE}
    off = {(e.type, e.event) for e in events if e.status in CALLED_OFF and e.event not in is_open}
    return frozenset(
        event.event
        for event in events
        if event.event not in firm and any(type is event.type and key != event.event for type, key in off)
    )


def _speaks_for(record: Record, statement: Statement | None, chain: Sequence[Link]) -> str | None:
    """Whom a person speaks for, out of the words that introduce the source: "Varga's spokesman Matej Kranjc"."""
    if statement is None or not chain or chain[-1].kind is not LinkKind.PERSON:
        return None
    return speaks_for(" ".join(record.words(piece) for piece in statement.source), chain[-1].name)


def _about(record: Record) -> tuple[str, ...]:
    ranked = sorted(record.entities, key=lambda entity: -len(entity.mentions))
    names = [head(entity.name) for entity in ranked if len(entity.mentions) > 1][:_MOST_NAMED]
    return tuple(dict.fromkeys([*names, *sorted(stems(record.article.title or ""))]))
