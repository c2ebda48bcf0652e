"""The record of one article as the API describes it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from reportedly.article import BlockKind
from reportedly.vocabulary import EntityKind, EventType, IntegrityKind, Kind, LinkKind, Role, Stance, Status, TimeType
from reportedly.web.shapes import CONFIDENCE, EDTF, SHOWN

__all__ = [
    "Block",
    "Entity",
    "Integrity",
    "Link",
    "Participant",
    "Record",
    "RecordEvent",
    "RecordStatement",
    "Time",
]


_SPAN = "Code points of the text, half open."


class Block(BaseModel):
    """A part of an article's text."""

    kind: BlockKind
    start: int
    end: int


class Link(BaseModel):
    """One source of a chain."""

    name: str
    kind: LinkKind
    entity: str | None = Field(description="Id of the entity in the record.")
    span: tuple[int, int] | None = Field(description=_SPAN)


class RecordStatement(BaseModel):
    """A statement in the text of one article."""

    id: str
    kind: Kind
    source: list[tuple[int, int]] = Field(description="Spans of the text; empty if not printed.")
    cue: list[tuple[int, int]]
    content: list[tuple[int, int]]
    chain: list[Link] = Field(description="Source chain, nearest to the reader first.")
    stance: Stance
    said: str | None = Field(description=EDTF)
    told: str | None = Field(description="To whom, as printed.")
    within: str | None = Field(description="Id of the statement that contains it.")
    confidence: float = Field(description="Calibrated probability that it is right.")


class Entity(BaseModel):
    """A person, organisation, outlet or place."""

    id: str
    kind: EntityKind
    name: str = Field(description="In its fullest form.")
    mentions: list[tuple[int, int]]
    aliases: list[str]
    country: str | None = Field(description="ISO 3166-1.")
    description: str | None


class Time(BaseModel):
    """A time expression (TIMEX3)."""

    span: tuple[int, int] = Field(description=_SPAN)
    type: TimeType
    value: str | None


class Participant(BaseModel):
    """A participant of an event."""

    entity: str | None = Field(description="Id of the entity in the record.")
    role: Role
    name: str


class RecordEvent(BaseModel):
    """One report of an event in one article."""

    id: str
    event: str = Field(description="The same for reports of one event.")
    type: EventType
    plover: str | None = Field(description="PLOVER root code.")
    what: str
    topic: str | None = Field(description="What it is about; null if not stated.")
    trigger: tuple[int, int] = Field(description=_SPAN)
    participants: list[Participant]
    place: str | None
    when: str | None = Field(description=EDTF)
    status: Status
    chain: list[Link]
    statement: str | None
    said: str | None = Field(description=EDTF)
    evidence: tuple[int, int] = Field(description=_SPAN)
    confidence: float = Field(description=CONFIDENCE)
    shown: bool = Field(description=SHOWN)
    takes_back: Status | None = Field(
        default=None, description="The status that somebody takes back; the entry itself reports nothing."
    )


class Integrity(BaseModel):
    """A problem of the text itself."""

    kind: IntegrityKind
    span: tuple[int, int] | None = Field(description=_SPAN)
    why: str


class Record(BaseModel):
    """What was read from one article."""

    id: str
    url: str | None
    outlet: str | None
    title: str | None
    published: str | None
    updated: str | None
    byline: str | None
    language: str | None
    input: str | None
    text: str
    blocks: list[Block]
    statements: list[RecordStatement]
    entities: list[Entity]
    times: list[Time]
    events: list[RecordEvent]
    integrity: list[Integrity]
