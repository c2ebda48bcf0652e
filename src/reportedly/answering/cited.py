"""An answer: sentences, each with its citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportedly.answering.phrases import speaker_of
from reportedly.answering.question import Question
from reportedly.article import Span
from reportedly.ledger import ArticleAnswer, ChangeAnswer, EventSummary, ReportAnswer, StatementAnswer
from reportedly.wording import on_whose_word

__all__ = ["Answer", "Citation", "Draft", "Sentence", "cite"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A citation: the source, the article and the words.

    Attributes:
        source: The attribution, as text.
        span: Of the words in the article's text; None if they are those of `statement`.
    """

    article: str
    outlet: str | None
    title: str | None
    url: str | None
    published: str | None
    source: str
    on_record: bool
    words: str
    span: Span | None = None
    statement: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {
            "article": self.article,
            "outlet": self.outlet,
            "title": self.title,
            "url": self.url,
            "published": self.published,
            "source": self.source,
            "on_record": self.on_record,
            "words": self.words,
            "span": list(self.span) if self.span else None,
            "statement": self.statement,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an answer, the event that it is about, and its citations."""

    text: str
    event: str | None = None
    cites: tuple[Citation, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {"text": self.text, "event": self.event, "cites": [cite.to_dict() for cite in self.cites]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer of a ledger to a question.

    Attributes:
        question: As interpreted.
        says: Whether the ledger has an answer; else the sentences say what is missing.
        sentences: In order of reading.
        events: The events that the answer is about, or that were found.
        nearest: The closest matches, if no event matches fully.
        counted_from: The day (ISO) from which "Monday" was counted and by which events are past; None: no dates.
    """

    question: Question
    says: bool
    sentences: tuple[Sentence, ...]
    events: tuple[EventSummary, ...] = ()
    nearest: tuple[EventSummary, ...] = ()
    counted_from: str | None = None

    @property
    def text(self) -> str:
        """The answer without its sources."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def cites(self) -> tuple[Citation, ...]:
        """All citations, each once, in order of appearance."""
        return tuple(dict.fromkeys(cite for sentence in self.sentences for cite in sentence.cites))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {
            "question": self.question.text,
            "understood": self.question.filters(),
            "counted_from": self.counted_from,
            "says": self.says,
            "text": self.text,
            "sentences": [sentence.to_dict() for sentence in self.sentences],
            "events": [event.to_dict() for event in self.events],
            "nearest": [event.to_dict() for event in self.nearest],
        }


def cite(report: ReportAnswer | ChangeAnswer | StatementAnswer, article: ArticleAnswer | None) -> Citation:
    """Whose word a sentence stands on, and where that was printed."""
    made = Citation(
        article=report.article,
        outlet=report.outlet,
        title=article.title if article else None,
        url=article.url if article else None,
        published=article.published if article else None,
        source="",
        on_record=False,
        words="",
    )
    if isinstance(report, StatementAnswer):
        printed = f", in {report.outlet}" if report.outlet else ""
        return replace(made, source=speaker_of(report) + printed, words=report.content, statement=report.id)
    made = replace(made, source=on_whose_word(report), words=report.evidence)
    if isinstance(report, ReportAnswer):
        return replace(made, on_record=report.on_record, span=report.span, statement=report.statement)
    return made


@dataclass(slots=True)
class Draft:
    """A sentence before the articles of its sources are looked up."""

    text: str
    event: str | None = None
    reports: Sequence[ReportAnswer | ChangeAnswer | StatementAnswer] = ()
