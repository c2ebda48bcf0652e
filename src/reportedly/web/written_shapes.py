"""Requests that write, and their answers."""

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
    """One manual correction, with author, time and reason."""

    id: str
    kind: CorrectionKind
    made: str = Field(description="ISO time in UTC; empty if it was not stored.")
    who: str
    why: str
    before: Any = Field(description="The value as read, depending on the kind.")
    after: Any = Field(description="The corrected value.")
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
    when: str | None = Field(None, description="EDTF; empty for unknown.")
    what: str | None = Field(None, description="Correct name of the event.")
    place: str | None = Field(None, description="Empty for unknown.")
    participants: list[str] | None = None
    not_an_event: bool = False
    merge: str | None = Field(None, description="Id of an event to merge with.")
    split: list[str] | None = Field(None, description="Ids of articles to split off, which report another event.")
    as_of: str | None = Field(None, description="The day on whose record the event is corrected.")
    article: str | None = Field(None, description="Id of an article to correct.")
    statement: str | None = Field(None, description="With `speaker`: id of the statement to correct.")
    speaker: str | list[str] | None = Field(None, description="The correct speaker, or the whole chain.")
    hide: bool = Field(False, description="Hide the article: it no longer counts.")
    remove: bool = Field(False, description="Delete the article with its text.")
    name: str | None = Field(
        None, description="With `other`, or with `articles` and `called`: a name to merge or split."
    )
    other: str | None = Field(None, description="Another form of the name.")
    articles: list[str] | None = Field(None, description="Articles in which the name is somebody else's.")
    called: str | None = Field(None, description="Name of the other source.")
    who: str = Field("", description="Who corrects.")
    why: str = Field("", description="The reason.")


class ArticleIn(BaseModel):
    """An article to add. Its text is stored exactly."""

    text: str = Field(min_length=1)
    id: str | None = Field(None, description="A hash of the other fields if not given.")
    title: str | None = None
    published: str | None = Field(None, description="ISO 8601 day or time.")
    outlet: str | None = None
    url: str | None = None
    byline: str | list[str] | None = None
    language: str | None = None


class AddedArticle(BaseModel):
    """An article that is in the ledger now."""

    id: str
    added: bool = Field(description="false: it was already there, hidden or removed")
    withdrawn: Literal["hide", "remove"] | None = Field(None, description="Why it was kept out.")


class Unread(BaseModel):
    """An article that was not read."""

    source: str
    reason: str
    advice: str | None


class Added(BaseModel):
    """The outcome of one request to add articles."""

    items: list[AddedArticle]
    added: int
    known: int
    unread: list[Unread]
