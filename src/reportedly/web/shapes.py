"""The JSON shapes of the API, for its description: the same names and fields as the answers of a `Ledger`."""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, Field, WithJsonSchema

from reportedly.ledger.corrections import CorrectionKind
from reportedly.vocabulary import EventType, Kind, LinkKind, Stance, Status

__all__ = [
    "CONFIDENCE",
    "EDTF",
    "SHOWN",
    "Answer",
    "Article",
    "Change",
    "Citation",
    "Conflict",
    "ConflictOfEvent",
    "CorrectionNote",
    "Counts",
    "Echo",
    "Event",
    "Linked",
    "Name",
    "Origin",
    "Origins",
    "PageOf",
    "Place",
    "Problem",
    "Profile",
    "Report",
    "Sentence",
    "Shared",
    "Statement",
    "Statements",
    "Summary",
    "Utterance",
    "Version",
]


T = TypeVar("T")

CONFIDENCE = "Calibrated probability that all of it is right; for an event the highest of its reports."
SHOWN = "Whether pages, calendars and feeds show it: its confidence reaches the floor."
_OPEN = "true: it may still take place; passed: its day has passed without a report of the outcome."
# Told as a list of one word: what is told as a constant beside another type, generated clients read wrongly.
_Open = Annotated[
    bool | Literal["passed"],
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "string", "enum": ["passed"]}]}),
]
_CORRECTED = "Who corrected it by hand; null if it was not corrected."
EDTF = "EDTF (ISO 8601-2): a day, month, year or interval; null if not stated."


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field("about:blank", description="A URI for the kind of problem; about:blank: see the status.")
    title: str
    status: int
    detail: str = Field(description="What was wrong and what to do, as text.")


class Article(BaseModel):
    """An article without its text."""

    id: str
    outlet: str | None
    url: str | None
    title: str | None
    published: str | None = Field(description="ISO 8601 day or time; null if unknown.")


class CorrectionNote(BaseModel):
    """A manual correction of an event."""

    id: str
    kind: CorrectionKind
    made: str = Field(description="ISO time in UTC; empty if it was not stored.")
    who: str
    why: str
    before: str | list[str] | None = Field(description="The value according to its reports.")
    after: str | list[str] | None = Field(description="The corrected value.")
    overtaken: bool = Field(description="Articles printed since say otherwise, and take precedence.")


class TakenBack(BaseModel):
    """The withdrawal of a report by its source."""

    by: str = Field(description="Who took it back.")
    day: str | None = Field(description="The day on which it was taken back; null if unknown.")
    article: str = Field(description="Where the withdrawal was printed.")
    outlet: str | None
    published: str | None
    evidence: str = Field(description="The words that take it back.")
    span: tuple[int, int] = Field(description="Code points of that article's text, half open.")
    statement: str | None = Field(description="The statement with stance retracts.")


class Report(BaseModel):
    """One report of an event: what one article says, with its source and words."""

    article: str
    outlet: str | None
    status: Status
    stance: Stance | None = Field(description="retracts: a withdrawal; its status is what it takes back.")
    chain: list[str] = Field(description="Source chain, nearest to the reader first; empty: the article's own voice.")
    kinds: list[LinkKind]
    said: str | None = Field(description=EDTF)
    published: str | None
    when: str | None = Field(description=EDTF)
    place: str | None
    evidence: str
    span: tuple[int, int] = Field(description="Code points of the article's text, half open.")
    statement: str | None
    on_record: bool
    origin: str | None
    topic: str | None = Field(description="What it is about; null if not stated.")
    confidence: float = Field(description=CONFIDENCE)
    shown: bool = Field(description=SHOWN)
    corrected_by: str | None = Field(description=_CORRECTED)
    taken_back: TakenBack | None = Field(description="By which withdrawal it counts no longer; null: it stands.")


class Conflict(BaseModel):
    """Two reports of one event that contradict each other."""

    about: str = Field(description="status, when or place")
    a: Report = Field(description="The newer of the two.")
    b: Report = Field(description="The claim that it contradicts.")
    confirmed_by: list[str] = Field(description="Other origins that support the claim.")
    denied_by: list[str] = Field(description="Who contradicts it.")
    open: bool = Field(description="No later report has settled it.")


class ConflictOfEvent(Conflict):
    """A conflict with its event."""

    event: str
    what: str
    shown: bool = Field(description="Whether pages show the event.")


class Linked(BaseModel):
    """A related event."""

    id: str
    what: str
    type: EventType
    shown: bool = Field(description=SHOWN)


class Summary(BaseModel):
    """Summary of one event."""

    id: str
    type: EventType
    what: str
    participants: list[str]
    place: str | None
    when: str | None = Field(description=EDTF)
    earlier_dates: list[str]
    status: Status
    status_on_record: Status | None
    origins: int
    origins_on_record: int
    outlets: int
    topic: str | None = Field(description="What it is about; null if not stated.")
    confidence: float = Field(description=CONFIDENCE)
    shown: bool = Field(description=SHOWN)
    corrections: list[CorrectionNote] = Field(description="Manual corrections, oldest first.")
    articles: int
    reports: int
    conflict: bool
    newest: str = Field(description="Newest publication, ISO; empty if unknown.")
    sequence: int = Field(description="How often status, date or place have changed, by day of publication.")
    open: _Open = Field(description=_OPEN)


class Event(BaseModel):
    """One event with all of its reports."""

    id: str
    type: EventType
    what: str
    participants: list[str]
    place: str | None
    when: str | None = Field(description=EDTF)
    earlier_dates: list[str]
    status: Status
    status_on_record: Status | None
    origins: int
    origins_on_record: int
    origins_unnamed: int
    outlets: int
    topic: str | None = Field(description="What it is about; null if not stated.")
    confidence: float = Field(description=CONFIDENCE)
    shown: bool = Field(description=SHOWN)
    corrections: list[CorrectionNote] = Field(description="Manual corrections, oldest first.")
    articles: list[str]
    conflict: bool
    conflicts: list[Conflict]
    circular: list[list[str]]
    linked: list[Linked]
    reports: list[Report] = Field(
        description="All, shown or not; all other fields are based on the shown ones, if any."
    )
    open: _Open = Field(description=_OPEN)


class Change(BaseModel):
    """A change of one event on a day of publication: the new values and the old ones."""

    event: str
    what: str
    type: EventType
    participants: list[str]
    place: str | None
    day: str
    sequence: int
    before: Status | None = Field(description="null: first reported")
    status: Status
    on_record_before: Status | None
    on_record: Status | None
    when_before: str | None
    when: str | None
    article: str
    outlet: str | None
    chain: list[str]
    evidence: str
    shown: bool = Field(description="Whether pages and feeds show the event.")
    corrected_by: str | None = Field(description=_CORRECTED)


class Statement(BaseModel):
    """One statement with its text and its article."""

    article: str
    outlet: str | None
    published: str | None
    id: str
    kind: Kind
    stance: Stance
    source: str
    cue: str
    content: str
    chain: list[str]
    said: str | None = Field(description=EDTF)
    title: str | None = Field(description="Of the article.")
    url: str | None = Field(description="Of the article.")
    span: tuple[int, int] | None = Field(
        description="From its first to its last word in the article's text; code points, half open."
    )
    content_spans: list[tuple[int, int]] = Field(description="Spans of the content, which the article may interrupt.")
    confidence: float | None = Field(description="Calibrated probability that it is right.")
    corrected_by: str | None = Field(description=_CORRECTED)


class Shared(BaseModel):
    """An article that shares passages with another."""

    article: Article
    ours: float = Field(description="Share of the given text that it contains.")
    theirs: float = Field(description="Share of its own text.")
    first: bool = Field(description="Whether it was printed earlier.")
    spans: list[tuple[int, int]] = Field(description="The shared passages in the given text.")


class Name(BaseModel):
    """A source with its counts."""

    name: str
    kind: LinkKind
    statements: int
    articles: int


class Profile(BaseModel):
    """Profile of one person, organisation or outlet."""

    name: str
    kind: str
    statements: int
    articles: int
    first: str | None
    last: str | None
    stances: list[tuple[str, int]]
    outlets: list[tuple[str, int]]
    events: list[Summary]
    printed: int
    printed_first: int
    echoes: int
    cites: list[tuple[str, int]]


class Echo(BaseModel):
    """Articles that go back to one text or one origin, in order of printing."""

    articles: list[str]
    kind: str = Field(description="copy or origin")
    origin: str | None
    shared: float | None


class Version(BaseModel):
    """One article's wording of an utterance."""

    article: str
    outlet: str | None
    published: str | None
    statement: str
    words: str
    changes: list[tuple[str, str, str]] = Field(
        description="(replace, delete or insert; words in the likeliest form; words here)"
    )
    doubt: str | None = Field(description="A problem of the article's text: translated_copy or broken_copy.")


class Utterance(BaseModel):
    """One utterance as quoted by several articles."""

    source: str | None
    likeliest: str = Field(description="The likeliest verbatim form.")
    why: str = Field(description="Why it is the likeliest, as text.")
    versions: list[Version]


class Origin(BaseModel):
    """One origin with the articles and events that go back to it."""

    origin: str
    name: str
    kind: str
    on_record: bool
    articles: list[str]
    events: list[str]


class Place(BaseModel):
    """Where a correction applies."""

    mention: str
    article: str
    span: tuple[int, int]
    words: str
    read: Status


class Counts(BaseModel):
    """The size of the ledger."""

    articles: int
    outlets: int
    statements: int
    mentions: int


class Citation(BaseModel):
    """A citation in an answer."""

    article: str
    outlet: str | None
    title: str | None
    url: str | None
    published: str | None
    source: str = Field(description="Attribution, as text.")
    on_record: bool
    words: str = Field(description="As printed.")
    span: tuple[int, int] | None = Field(
        description="Of the words in the article; null if they are those of `statement`."
    )
    statement: str | None


class Sentence(BaseModel):
    """One sentence of an answer."""

    text: str
    event: str | None = Field(description="Id of the event that it is about.")
    cites: list[Citation]


class Answer(BaseModel):
    """The answer to a plain question."""

    question: str
    understood: dict[str, str | None] = Field(description="The interpretation, by the parameters that override it.")
    counted_from: str | None = Field(description="The day from which days such as Monday are counted.")
    says: bool = Field(description="Whether the ledger has an answer.")
    text: str = Field(description="All sentences.")
    sentences: list[Sentence]
    events: list[Summary] = Field(description="What the answer is about, or what was found.")
    nearest: list[Summary] = Field(description="Closest matches, if no event matches fully.")


class PageOf(BaseModel, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = Field(description="Pass it as `cursor` for the next page; null: this is the last page.")


class Statements(PageOf[Statement]):
    """One page of a search, with counts."""

    facets: dict[str, list[tuple[str, int]]]


class Origins(PageOf[Origin]):
    """One page of origins, and the numbers of events they come from."""

    events: int = Field(description="How many of the newest events were looked at.")
    of_events: int = Field(description="How many events there are.")
