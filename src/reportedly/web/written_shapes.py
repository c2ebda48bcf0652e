"""What the API takes in, and what it answers when something was written."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from reportedly.ledger.corrections import CorrectionKind
from reportedly.vocabulary import Status
from reportedly.web.shapes import Place

__all__ = [
    "Added",
    "AddedArticle",
    "ArticleIn",
    "Correction",
    "CorrectionIn",
    "Corrections",
    "Unread",
]


class Correction(BaseModel):
    """One correction by hand, with who made it, when and why."""

    id: str
    kind: CorrectionKind
    made: str = Field(description="ISO time in UTC; empty where it was not kept.")
    who: str
    why: str
    before: Any = Field(description="What was read, as the kind has it.")
    after: Any = Field(description="What is right instead.")
    day: str | None = Field(description="The day of publication from which on it counts; null: all days.")
    event: str | None
    article: str | None
    statement: str | None
    span: tuple[int, int] | None
    places: list[Place]
    pairs: list[tuple[str, str]] = Field(description="Of a merge or split: mentions that are one event, or not.")
    undone: str | None
    undone_by: str | None


class Corrections(BaseModel):
    """The corrections that were made by one request."""

    items: list[Correction]


class CorrectionIn(BaseModel):
    """A correction to make: of an event, of a statement, of an article, or of names. Only one of them at a time."""

    model_config = {"extra": "forbid"}

    event: str | None = Field(None, description="Id of the event to correct.")
    status: Status | None = None
    when: str | None = Field(None, description="EDTF; empty: no date is known.")
    what: str | None = Field(None, description="What the event is called.")
    place: str | None = Field(None, description="Empty: no place is known.")
    participants: list[str] | None = None
    not_an_event: bool = False
    merge: str | None = Field(None, description="Id of another event that is the same one.")
    split: list[str] | None = Field(None, description="Ids of articles that report another event.")
    as_of: str | None = Field(None, description="The day on whose record the event is corrected.")
    article: str | None = Field(None, description="Id of an article to correct.")
    statement: str | None = Field(None, description="With `speaker`: the statement whose speaker was read wrongly.")
    speaker: str | list[str] | None = Field(None, description="The correct speaker, or the whole chain.")
    hide: bool = Field(False, description="Hide the article: it no longer counts.")
    remove: bool = Field(False, description="Delete the article with its text.")
    name: str | None = Field(None, description="With `other`, or with `articles` and `called`: a name to rule on.")
    other: str | None = Field(None, description="Another form of the name.")
    articles: list[str] | None = Field(None, description="Articles in which the name is somebody else's.")
    called: str | None = Field(None, description="Name of the other source.")
    who: str = Field("", description="Who corrects.")
    why: str = Field("", description="The reason.")


class ArticleIn(BaseModel):
    """An article to be read. Its text is kept to the letter."""

    text: str = Field(min_length=1)
    id: str | None = Field(None, description="Made from the rest where it is not given.")
    title: str | None = None
    published: str | None = Field(None, description="ISO 8601 day or time.")
    outlet: str | None = None
    url: str | None = None
    byline: str | list[str] | None = None
    language: str | None = None


class AddedArticle(BaseModel):
    """An article that is in the ledger now."""

    id: str
    added: bool = Field(description="false: it was known, hidden or removed")
    withdrawn: Literal["hide", "remove"] | None = Field(None, description="Why it was kept out.")


class Unread(BaseModel):
    """An article that was not read."""

    source: str
    reason: str
    advice: str | None


class Added(BaseModel):
    """What became of the articles of one request."""

    items: list[AddedArticle]
    added: int
    known: int
    unread: list[Unread]
