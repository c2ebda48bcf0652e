"""Events and statements -> JSON-LD: schema.org Event and Claim, and W3C PROV-O for their attribution.

- An event is a schema.org `Event`: `eventStatus`, `startDate`, `previousStartDate`, `location`, who takes part.
- What one origin says of it is a `Claim`, with each article that prints it as `appearance` and the earliest as
  `firstAppearance`.
- What each article prints is a `Quotation` that was quoted (`prov:wasQuotedFrom`) from what the next link of its chain
  said, and so on to the original source (`prov:hadPrimarySource`); each is attributed to its speaker.

The context stands in the document: whoever reads it needs no network.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent

from reportedly.edtf import days_of
from reportedly.lexicon.folding import fold
from reportedly.vocabulary import SPOKEN, EntityKind, LinkKind, Role, Stance, Status

if TYPE_CHECKING:
    from reportedly.ledger import ArticleAnswer, EventAnswer, ReportAnswer, StatementAnswer, TakenBack
    from reportedly.record import Record

__all__ = ["CONTEXT", "Part", "events_to_jsonld", "parts_of", "statements_to_jsonld"]

Node = dict[str, Any]

_DATE = {"@type": "schema:Date"}
_LINK = {"@type": "@id"}
CONTEXT: Mapping[str, Any] = {
    "@version": 1.1,
    "schema": "http://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "reportedly": "urn:reportedly:term:",
    "id": "@id",
    "type": "@type",
    **{
        name: f"schema:{name}"
        for name in (
            *("Claim", "Event", "NewsArticle", "Organization", "GovernmentOrganization", "Person", "Place"),
            *("Quotation", "Thing", "headline", "identifier", "name", "text"),
        )
    },
    **{name: {"@id": f"schema:{name}"} | _DATE for name in ("startDate", "endDate", "previousStartDate")},
    "datePublished": {"@id": "schema:datePublished"},
    **{
        name: {"@id": f"schema:{name}"} | _LINK
        for name in (
            *("about", "appearance", "attendee", "author", "eventStatus", "firstAppearance", "isPartOf", "location"),
            *("organizer", "performer", "publisher", "url"),
        )
    },
    **{
        name: {"@id": f"prov:{name}"} | _LINK
        for name in ("wasQuotedFrom", "wasAttributedTo", "wasDerivedFrom", "hadPrimarySource")
    },
    "invalidatedAtTime": {"@id": "prov:invalidatedAtTime"} | _DATE,
    "status": "reportedly:status",
    "statusOnRecord": "reportedly:statusOnRecord",
    "stance": "reportedly:stance",
    "takenBackBy": {"@id": "reportedly:takenBackBy"} | _LINK,
    "kind": "reportedly:kind",
    "said": "reportedly:said",
    "when": "reportedly:when",
    "topic": "reportedly:topic",
    "confidence": "reportedly:confidence",
    "shown": "reportedly:shown",
}

# What schema.org has a word for. It has none for an event that is merely possible, or that nobody could confirm.
_EVENT_STATUS: Mapping[str, str] = {
    Status.PLANNED: "schema:EventScheduled",
    Status.SCHEDULED: "schema:EventScheduled",
    Status.UNDER_WAY: "schema:EventScheduled",
    Status.HELD: "schema:EventScheduled",
    Status.POSTPONED: "schema:EventPostponed",
    Status.RESCHEDULED: "schema:EventRescheduled",
    Status.CANCELLED: "schema:EventCancelled",
    Status.RULED_OUT: "schema:EventCancelled",
}
_AGENTS: Mapping[str, list[str]] = {
    LinkKind.PERSON: ["Person", "prov:Person", "prov:Agent"],
    LinkKind.GROUP: ["prov:Agent"],
    LinkKind.ORGANISATION: ["Organization", "prov:Organization", "prov:Agent"],
    LinkKind.OUTLET: ["Organization", "prov:Organization", "prov:Agent"],
    LinkKind.PLACE: ["GovernmentOrganization", "prov:Organization", "prov:Agent"],
    LinkKind.UNNAMED: ["prov:Agent"],
    LinkKind.DOCUMENT: ["prov:Agent"],
}
# Who acts in these is on a stage; in others everybody attends.


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a record knows of one who takes part: what they are and what they do there."""

    kind: str
    role: str


def parts_of(record: Record) -> dict[str, Part]:
    """By folded name, what the entities of a record are and what they do in its events."""
    kinds = {entity.id: entity.kind.value for entity in record.entities}
    named = {fold(name): entity.kind.value for entity in record.entities for name in (entity.name, *entity.aliases)}
    roles = {fold(p.name): p.role.value for event in record.events for p in event.participants if p.name}
    by_entity = {p.entity: p.role.value for event in record.events for p in event.participants if p.entity}
    found = {
        fold(entity.name): Part(kind=kinds[entity.id], role=by_entity.get(entity.id, Role.PARTICIPANT.value))
        for entity in record.entities
    }
    for name, role in roles.items():
        if name in named:
            found[name] = Part(kind=named[name], role=role)
    return found


def events_to_jsonld(
    events: Iterable[EventAnswer],
    *,
    articles: Mapping[str, ArticleAnswer] | None = None,
    parts: Mapping[str, Mapping[str, Part]] | None = None,
    base_url: str = "",
) -> bytes:
    """A graph of events, the claims that are made of them and on whose word.

    Args:
        articles: By id, for their titles and addresses; those that are missing are named by their ids alone.
        parts: By event id, what is known of who takes part, by folded name. Who is not known there is told as what
            the event is about, since schema.org wants to know a person from an organisation.
        base_url: Address of the web application, without a slash at the end, for ids; empty: URNs.
    """
    graph = _Graph(articles or {}, base_url)
    for event in events:
        graph.event(event, (parts or {}).get(event.id, {}))
    return graph.to_bytes()


def statements_to_jsonld(
    statements: Iterable[StatementAnswer], *, articles: Mapping[str, ArticleAnswer] | None = None, base_url: str = ""
) -> bytes:
    """A graph of statements, each a claim of its original source that an article prints."""
    graph = _Graph(articles or {}, base_url)
    for statement in statements:
        graph.statement(statement)
    return graph.to_bytes()


class _Graph:
    """Nodes by id, each once, in the order in which they are first needed."""

    def __init__(self, articles: Mapping[str, ArticleAnswer], base_url: str) -> None:
        self._articles = articles
        self._base = base_url
        self._nodes: dict[str, Node] = {}

    def to_bytes(self) -> bytes:
        document = {"@context": CONTEXT, "@graph": list(self._nodes.values())}
        return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"

    def _id(self, kind: str, *parts: str) -> str:
        path = "/".join(percent(part.encode("utf-8", "replace"), safe="") for part in parts)
        if self._base and kind in ("event", "article"):
            return f"{self._base}/{kind}/{path}"
        return f"urn:reportedly:{kind}:{path}"

    def _put(self, id: str, types: str | list[str], **fields: Any) -> str:
        node = {"id": id, "type": types} | {
            name: value for name, value in fields.items() if value not in (None, [], "")
        }
        self._nodes.setdefault(id, node)
        return id

    # Events

    def event(self, event: EventAnswer, parts: Mapping[str, Part]) -> None:
        id = self._id("event", event.id)
        people: dict[str, list[str]] = {}
        for name in event.participants:
            part = parts.get(fold(name))
            people.setdefault(_property(part, event.type), []).append(self._party(name, part))
        days = days_of(event.when)
        self._put(
            id,
            "Event",
            identifier=event.id,
            name=event.what,
            kind=event.type,
            eventStatus=_EVENT_STATUS.get(event.status),
            status=event.status,
            statusOnRecord=event.status_on_record,
            startDate=_start(event.when),
            endDate=days[1].isoformat() if days and "/" in (event.when or "") else None,
            previousStartDate=[day for value in event.earlier_dates if (day := _start(value))],
            when=event.when,
            topic=event.topic,
            confidence=event.confidence,
            shown=event.shown,
            location=self._put(self._id("place", event.place), "Place", name=event.place) if event.place else None,
            **people,
        )
        for claim in _claims(report for report in event.reports if report.stance != Stance.RETRACTS):
            self._claim(id, event, claim)

    def _party(self, name: str, part: Part | None) -> str:
        if part is None:
            return self._put(self._id("thing", name), "Thing", name=name)
        return self._put(self._id("agent", part.kind, name), _AGENTS[part.kind], name=name)

    def _claim(self, event_id: str, event: EventAnswer, reports: Sequence[ReportAnswer]) -> None:
        first = reports[0]
        number = str(event.reports.index(first))
        quotations = [self._report(event, report) for report in reports]
        appearances = list(dict.fromkeys(self._article(r.article, r.outlet, r.published) for r in reports))
        self._put(
            self._id("claim", event.id, first.article, number),
            ["Claim", "prov:Entity"],
            text=first.evidence,
            about=event_id,
            status=first.status,
            when=first.when,
            shown=any(report.shown for report in reports),
            author=self._speaker(first.chain, first.kinds, first.outlet, first.article),
            appearance=appearances,
            firstAppearance=appearances[0],
            wasDerivedFrom=quotations,
            **self._taken_back(event, first.taken_back),
        )

    def _taken_back(self, event: EventAnswer, note: TakenBack | None) -> dict[str, Any]:
        """The words by which its source withdrew a claim, and when."""
        by = next((r for r in event.withdrawals if note and (r.article, r.span) == (note.article, note.span)), None)
        if note is None or by is None:
            return {}
        day = note.day.isoformat() if note.day else None
        return {"takenBackBy": self._report(event, by), "invalidatedAtTime": day}

    def _report(self, event: EventAnswer, report: ReportAnswer) -> str:
        key = (event.id, report.article, str(event.reports.index(report)))
        return self._quotation(
            key,
            words=report.evidence,
            chain=report.chain,
            kinds=report.kinds,
            article=self._article(report.article, report.outlet, report.published),
            outlet=report.outlet,
            article_id=report.article,
            about=self._id("event", event.id),
            status=report.status,
            said=report.said,
        )

    # Statements

    def statement(self, statement: StatementAnswer) -> None:
        article = self._article(statement.article, statement.outlet, statement.published)
        quotation = self._quotation(
            (statement.article, statement.id),
            words=statement.content,
            chain=statement.chain,
            kinds=(),
            article=article,
            outlet=statement.outlet,
            article_id=statement.article,
            said=statement.said,
        )
        self._put(
            self._id("claim", statement.article, statement.id),
            ["Claim", "prov:Entity"],
            text=statement.content,
            author=self._speaker(statement.chain, (), statement.outlet, statement.article),
            stance=statement.stance,
            kind=statement.kind,
            appearance=[article],
            firstAppearance=article,
            wasDerivedFrom=[quotation],
        )

    # What both stand on

    def _article(self, id: str, outlet: str | None, published: str | None) -> str:
        known = self._articles.get(id)
        publisher = self._outlet(outlet) if outlet else None
        url = known.url if known else None
        return self._put(
            self._id("article", id),
            ["NewsArticle", "prov:Entity"],
            identifier=id,
            headline=known.title if known else None,
            datePublished=published,
            publisher=publisher,
            wasAttributedTo=publisher,
            url=url if url and _is_address(url) else None,
        )

    def _outlet(self, name: str) -> str:
        return self._put(self._id("agent", LinkKind.OUTLET, name), _AGENTS[LinkKind.OUTLET], name=name)

    def _agent(self, name: str, kind: str, article_id: str) -> str:
        # "A diplomatic source" of one article need not be that of another.
        scope = (article_id,) if kind in (LinkKind.UNNAMED, LinkKind.DOCUMENT) else ()
        return self._put(self._id("agent", kind, *scope, name), _AGENTS.get(kind, ["prov:Agent"]), name=name)

    def _speaker(self, chain: Sequence[str], kinds: Sequence[str], outlet: str | None, article_id: str) -> str | None:
        if chain:
            return self._agent(chain[-1], kinds[-1] if kinds else LinkKind.UNNAMED, article_id)
        return self._outlet(outlet) if outlet else None

    def _quotation(
        self,
        key: tuple[str, ...],
        *,
        words: str,
        chain: Sequence[str],
        kinds: Sequence[str],
        article: str,
        outlet: str | None,
        article_id: str,
        **fields: Any,
    ) -> str:
        """What an article prints, quoted from what each link of its chain passed on, the original source last."""
        hops = [self._id("words", *key, str(n)) for n in range(1, len(chain) + 1)]
        printed = self._put(
            self._id("words", *key),
            ["Quotation", "prov:Entity"],
            text=words,
            isPartOf=article,
            wasAttributedTo=self._outlet(outlet) if outlet else None,
            wasQuotedFrom=hops[0] if hops else None,
            hadPrimarySource=hops[-1] if hops else None,
            **fields,
        )
        for n, (hop, name) in enumerate(zip(hops, chain, strict=True)):
            kind = kinds[n] if n < len(kinds) else LinkKind.UNNAMED
            self._put(
                hop,
                "prov:Entity",
                wasAttributedTo=self._agent(name, kind, article_id),
                wasQuotedFrom=hops[n + 1] if n + 1 < len(hops) else None,
            )
        return printed


def _property(part: Part | None, event_type: str) -> str:
    """How schema.org says that somebody takes part."""
    if part is None:
        return "about"
    if part.role == Role.HOST:
        return "organizer"
    if part.role == Role.ACTOR and event_type in SPOKEN and part.kind != EntityKind.PLACE:
        return "performer"
    return "attendee"


def _claims(reports: Iterable[ReportAnswer]) -> list[list[ReportAnswer]]:
    """Reports of one origin that give the same status and time, first printed first: one claim, printed often."""
    claims: dict[tuple[str, str | None, str, bool], list[ReportAnswer]] = {}
    for report in sorted(reports, key=lambda report: (report.published or "9999", report.article)):
        origin = report.origin or f"echo in {report.article}"
        claims.setdefault((report.status, report.when, origin, report.taken_back is None), []).append(report)
    return list(claims.values())


def _start(when: str | None) -> str | None:
    """The first day, or the month or year where no day is told, as ISO 8601 writes it."""
    days = days_of(when)
    if days is None or not when:
        return None
    first = when.partition("/")[0].rstrip("~?%")
    is_plain = first.replace("-", "").isdigit() and not (len(first) == 7 and int(first[5:]) > 12)
    return first[:10] if is_plain else days[0].isoformat()


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://")) and not any(c <= " " or c in '<>"{}|\\^`' for c in url)
