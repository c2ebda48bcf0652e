"""Record and its parts: what is read from one article, and its JSON form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reportedly.article import Article, Pieces, Span
from reportedly.errors import ReportedlyError
from reportedly.frames import to_frame
from reportedly.marked import Marked, marked_html
from reportedly.vocabulary import EntityKind, EventType, IntegrityKind, Kind, LinkKind, Role, Stance, Status, TimeType

__all__ = ["Entity", "Event", "Integrity", "Link", "Participant", "Record", "Statement", "Time"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of a source chain: who said or relayed the content.

    `name` is the fullest form in the article, for an unnamed source its description; `span` is the mention here, None
    if the link is implied (an outlet named once for a whole interview).
    """

    name: str
    kind: LinkKind
    entity: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One attribution.

    Attributes:
        source, cue, content: Spans in text order; empty if not printed.
        chain: The sources of the content, nearest to the reader first, without the article's own outlet.
        said: When it was said according to the text (EDTF day, month or year), or None.
        told: To whom, as printed.
        within: Id of the statement that contains this one.
        confidence: Calibrated probability that source and content are right.
        corrected_by: Who corrected the chain by hand; None for a statement as it was read.
    """

    id: str
    kind: Kind
    source: Pieces
    cue: Pieces
    content: Pieces
    chain: tuple[Link, ...] = ()
    stance: Stance = Stance.ASSERTS
    said: str | None = None
    told: str | None = None
    within: str | None = None
    confidence: float = 0.0
    corrected_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A named person, organisation, outlet or place of an article: `name` in its fullest form, mentions in text order.

    `country` is ISO 3166-1 alpha-2 if the entity is a place or denotes a government, else None; `description` is what
    the text calls it ("Kremlin spokesman").
    """

    id: str
    kind: EntityKind
    name: str
    mentions: tuple[Span, ...] = ()
    aliases: tuple[str, ...] = ()
    country: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """One time expression; `value` as in TIMEX3, None if the text does not determine it."""

    span: Span
    type: TimeType
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A participant of an event: an entity of the record, or only a name if no entity corresponds to it."""

    entity: str | None
    role: Role
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One report of an event: one for each distinct (event, status, chain) of the article.

    Attributes:
        event: Key of the event within the article; entries of one event share it.
        trigger: The word or words that name the event.
        when: Date of the event, an EDTF (ISO 8601-2) day, month, year or interval; None if not stated.
        place: City, else country; None if not stated.
        chain: The sources, nearest to the reader first; empty if the article says it in its own voice.
        statement: Id of the statement that contains it, None for the article's own voice.
        evidence: The clause that reports it.
        what: A label in plain English.
        topic: What it is about ("the budget"), or None.
        confidence: Calibrated probability that the whole entry is right.
        shown: Whether front ends show it: its confidence reaches the floor.
        takes_back: The status that somebody takes back, or None; such an entry reports nothing and is not shown.
    """

    id: str
    event: str
    type: EventType
    plover: str | None
    trigger: Span
    participants: tuple[Participant, ...]
    place: str | None
    when: str | None
    status: Status
    chain: tuple[Link, ...] = ()
    statement: str | None = None
    said: str | None = None
    evidence: Span
    what: str = ""
    topic: str | None = None
    confidence: float = 0.0
    shown: bool = True
    takes_back: Status | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrity:
    """A problem of the text itself; `span` is None if it concerns the whole text."""

    kind: IntegrityKind
    span: Span | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Record:
    """What is read from one article. `to_dict` and `from_dict` convert to and from the JSON form."""

    article: Article
    statements: tuple[Statement, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()
    events: tuple[Event, ...] = ()
    integrity: tuple[Integrity, ...] = field(default=())

    def __repr__(self) -> str:
        article = self.article
        named = ", ".join(filter(None, (repr(article.title) if article.title else None, article.outlet)))
        told = ", ".join(
            f"{len(found)} {name if len(found) != 1 else one}"
            for found, name, one in (
                (self.statements, "statements", "statement"),
                (self.events, "events", "event"),
                (self.entities, "names", "name"),
                (self.times, "times", "time"),
            )
        )
        day = f", {article.published[:10]}" if article.published else ""
        return f"<Record {named or article.id}{day}: {told}>"

    def _repr_html_(self) -> str:
        """The article with its statements, times and events marked, as notebooks show it."""
        marks = []
        for statement in self.statements:
            chain = " < ".join(link.name for link in statement.chain) or "source not named"
            told = f"{chain}: {statement.stance.replace('_', ' ')}"
            for label, pieces in (("content", statement.content), ("source", statement.source), ("cue", statement.cue)):
                marks += [Marked(span, label, told) for span in pieces]
        marks += [Marked(time.span, "time", time.value or "") for time in self.times]
        marks += [Marked(e.trigger, "event", f"{e.what}: {e.status.replace('_', ' ')}") for e in self.events if e.shown]
        return marked_html(self.article.text, marks, heading=self.article.title or "")

    def to_frame(self, what: str = "statements", *, library: str | None = None) -> Any:
        """A table (pandas or polars DataFrame) of the record's "statements", "events", "entities" or "times".

        Quoted words come with their offsets. See `frames.to_frame` for `library`.

        Raises:
            ReportedlyError: No such table, or neither library is installed.
        """
        if what not in _TABLES:
            raise ReportedlyError(f"table {what!r}", "a record has no such table", f"Write one of {', '.join(_TABLES)}")
        return to_frame(list(self._rows(what)), _TABLES[what], library)

    def _rows(self, what: str) -> Iterator[dict[str, Any]]:
        words, id = self.words, self.article.id
        if what == "statements":
            for s in self.statements:
                yield {
                    "article": id,
                    "id": s.id,
                    "kind": s.kind.value,
                    "stance": s.stance.value,
                    "source": words(s.source),
                    "cue": words(s.cue),
                    "content": words(s.content),
                    "chain": [link.name for link in s.chain],
                    "said": s.said,
                    "told": s.told,
                    "within": s.within,
                    **{f"{name}_span": _lists(getattr(s, name)) for name in ("source", "cue", "content")},
                    "confidence": s.confidence,
                }
        elif what == "events":
            for e in self.events:
                yield {
                    "article": id,
                    "id": e.id,
                    "event": e.event,
                    "type": e.type.value,
                    "what": e.what,
                    "participants": [p.name for p in e.participants],
                    "place": e.place,
                    "when": e.when,
                    "status": e.status.value,
                    "chain": [link.name for link in e.chain],
                    "said": e.said,
                    "trigger": words(e.trigger),
                    "evidence": words(e.evidence),
                    "evidence_span": list(e.evidence),
                    "topic": e.topic,
                    "confidence": e.confidence,
                    "shown": e.shown,
                }
        elif what == "entities":
            for n in self.entities:
                yield {
                    "article": id,
                    "id": n.id,
                    "kind": n.kind.value,
                    "name": n.name,
                    "aliases": list(n.aliases),
                    "country": n.country,
                    "description": n.description,
                    "mentions": _lists(n.mentions),
                }
        else:
            for t in self.times:
                yield {
                    "article": id,
                    "words": words(t.span),
                    "type": t.type.value,
                    "value": t.value,
                    "span": list(t.span),
                }

    def words(self, pieces: Span | Pieces | None) -> str:
        """The article's words at a span, or at several spans, joined by " … "."""
        if not pieces:
            return ""
        if isinstance(pieces[0], int):
            start, end = pieces
            return self.article.text[start:end]
        return " … ".join(self.article.text[start:end] for start, end in pieces)

    def to_dict(self) -> dict[str, Any]:
        """The record as plain JSON data."""
        return self.article.to_dict() | {
            "statements": [_statement_to_dict(s) for s in self.statements],
            "entities": [
                {
                    "id": e.id,
                    "kind": e.kind.value,
                    "name": e.name,
                    "mentions": _lists(e.mentions),
                    "aliases": list(e.aliases),
                    "country": e.country,
                    "description": e.description,
                }
                for e in self.entities
            ],
            "times": [{"span": list(t.span), "type": t.type.value, "value": t.value} for t in self.times],
            "events": [_event_to_dict(e) for e in self.events],
            "integrity": [
                {"kind": i.kind.value, "span": list(i.span) if i.span else None, "why": i.why} for i in self.integrity
            ],
        }

    def to_json(self) -> str:
        """The record as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Record:
        """The record that `to_dict` wrote."""
        return cls(
            article=Article.from_dict(data),
            statements=tuple(_statement_from_dict(s) for s in data.get("statements") or ()),
            entities=tuple(
                Entity(
                    id=e["id"],
                    kind=EntityKind(e["kind"]),
                    name=e["name"],
                    mentions=_spans(e["mentions"]),
                    aliases=tuple(e.get("aliases") or ()),
                    country=e.get("country"),
                    description=e.get("description"),
                )
                for e in data.get("entities") or ()
            ),
            times=tuple(
                Time(span=_span(t["span"]), type=TimeType(t["type"]), value=t["value"]) for t in data.get("times") or ()
            ),
            events=tuple(_event_from_dict(e) for e in data.get("events") or ()),
            integrity=tuple(
                Integrity(kind=IntegrityKind(i["kind"]), span=_span(i["span"]) if i["span"] else None, why=i["why"])
                for i in data.get("integrity") or ()
            ),
        )

    @classmethod
    def from_json(cls, line: str) -> Record:
        """The record that `to_json` wrote."""
        return cls.from_dict(json.loads(line))


_TABLES: Mapping[str, tuple[str, ...]] = {
    "statements": (
        *("article", "id", "kind", "stance", "source", "cue", "content", "chain", "said", "told", "within"),
        *("source_span", "cue_span", "content_span", "confidence"),
    ),
    "events": (
        *("article", "id", "event", "type", "what", "participants", "place", "when", "status", "chain", "said"),
        *("trigger", "evidence", "evidence_span", "topic", "confidence", "shown"),
    ),
    "entities": ("article", "id", "kind", "name", "aliases", "country", "description", "mentions"),
    "times": ("article", "words", "type", "value", "span"),
}


def _lists(pieces: Iterable[Span]) -> list[list[int]]:
    return [list(span) for span in pieces]


def _span(pair: Iterable[int]) -> Span:
    start, end = pair
    return start, end


def _spans(pairs: Iterable[Iterable[int]]) -> Pieces:
    return tuple(_span(pair) for pair in pairs)


def _chain_to_list(chain: Iterable[Link]) -> list[dict[str, Any]]:
    return [
        {"name": k.name, "kind": k.kind.value, "entity": k.entity, "span": list(k.span) if k.span else None}
        for k in chain
    ]


def _chain_from_list(chain: Iterable[Mapping[str, Any]]) -> tuple[Link, ...]:
    return tuple(
        Link(
            name=k["name"],
            kind=LinkKind(k["kind"]),
            entity=k.get("entity"),
            span=_span(k["span"]) if k.get("span") else None,
        )
        for k in chain
    )


def _statement_to_dict(s: Statement) -> dict[str, Any]:
    return {
        "id": s.id,
        "kind": s.kind.value,
        "source": _lists(s.source),
        "cue": _lists(s.cue),
        "content": _lists(s.content),
        "chain": _chain_to_list(s.chain),
        "stance": s.stance.value,
        "said": s.said,
        "told": s.told,
        "within": s.within,
        "confidence": round(s.confidence, 4),
        # Only where it says something: a record as it was read has no such field.
        **({"corrected_by": s.corrected_by} if s.corrected_by else {}),
    }


def _statement_from_dict(s: Mapping[str, Any]) -> Statement:
    return Statement(
        id=s["id"],
        kind=Kind(s["kind"]),
        source=_spans(s["source"]),
        cue=_spans(s["cue"]),
        content=_spans(s["content"]),
        chain=_chain_from_list(s["chain"]),
        stance=Stance(s["stance"]),
        said=s.get("said"),
        told=s.get("told"),
        within=s.get("within"),
        confidence=s.get("confidence", 0.0),
        corrected_by=s.get("corrected_by"),
    )


def _event_to_dict(e: Event) -> dict[str, Any]:
    return {
        "id": e.id,
        "event": e.event,
        "type": e.type.value,
        "plover": e.plover,
        "what": e.what,
        "topic": e.topic,
        "trigger": list(e.trigger),
        "participants": [{"entity": p.entity, "role": p.role.value, "name": p.name} for p in e.participants],
        "place": e.place,
        "when": e.when,
        "status": e.status.value,
        "chain": _chain_to_list(e.chain),
        "statement": e.statement,
        "said": e.said,
        "evidence": list(e.evidence),
        "confidence": round(e.confidence, 4),
        "shown": e.shown,
        **({"takes_back": e.takes_back.value} if e.takes_back else {}),
    }


def _event_from_dict(e: Mapping[str, Any]) -> Event:
    return Event(
        id=e["id"],
        event=e.get("event") or e["id"],
        type=EventType(e["type"]),
        plover=e.get("plover"),
        what=e.get("what") or "",
        trigger=_span(e["trigger"]),
        participants=tuple(
            Participant(entity=p.get("entity"), role=Role(p["role"]), name=p.get("name") or "")
            for p in e["participants"]
        ),
        place=e.get("place"),
        when=e.get("when"),
        status=Status(e["status"]),
        chain=_chain_from_list(e["chain"]),
        statement=e.get("statement"),
        said=e.get("said"),
        evidence=_span(e["evidence"]),
        topic=e.get("topic"),
        confidence=e.get("confidence", 0.0),
        shown=e.get("shown", True),
        takes_back=Status(e["takes_back"]) if e.get("takes_back") else None,
    )
