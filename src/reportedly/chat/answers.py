"""Ledger -> what a chat program is answered: text that names its sources, and the same as JSON.

What an article says is hostile text to a language model. Here it stands between quotation marks on one line, without
control, formatting or invisible characters, and it never stands where the program's own words do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from reportedly.answering import ask as answer_to
from reportedly.errors import NotFound
from reportedly.ledger import ArticleAnswer, EventFilter, EventSummary, Ledger, StatementAnswer, StatementFilter
from reportedly.ledger.events.outlook import open_of
from reportedly.vocabulary import Stance
from reportedly.wording import (
    counted,
    facts,
    on_whose_word,
    plain_day,
    plain_status,
    plain_when,
    quote,
    taken_back_line,
)

__all__ = ["MOST_CHARACTERS", "Told", "article", "ask", "clean", "event", "search", "who"]

MOST_CHARACTERS = 20_000
"""Of an article's text in one answer."""

_MOST_REPORTS = 40
_MOST_SOURCES = 6
_LONG = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One answer.

    Attributes:
        text: For a language model and for people, with numbered sources.
        data: The same for programs: plain JSON, with offsets and ids.
    """

    text: str
    data: dict[str, Any]


def clean(value: Any) -> Any:
    """JSON data without the characters that nobody sees, each replaced one for one, so that offsets still hold.

    Control characters steer terminals; format characters (text that runs the other way, tags, joiners of no width)
    hide words from people that a model reads.

    >>> clean({"words": "on\\u202e the\\xa0record"})
    {'words': 'on\\ufffd the record'}
    """
    if isinstance(value, str):
        if value.isascii() and value.isprintable():
            return value
        return "".join(map(_visible, value))
    if isinstance(value, dict):
        return {clean(name): clean(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value


def _visible(character: str) -> str:
    if character.isprintable() or character in "\n\t":
        return character
    # Spaces of other widths count as not printable, and are harmless.
    return " " if unicodedata.category(character) == "Zs" else "\ufffd"


class _Lines:
    """Lines of an answer and the articles that they stand on, numbered as they come."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lines: list[str] = []
        self._numbers: dict[str, int] = {}

    def add(self, line: str, articles: Iterable[str] = ()) -> None:
        """A line and the ids of the articles it stands on."""
        marks = "".join(f" [{self.number(id)}]" for id in dict.fromkeys(articles))
        self._lines.append(f"{line}{marks}")

    def number(self, article_id: str) -> int:
        return self._numbers.setdefault(article_id, len(self._numbers) + 1)

    def sources(self) -> list[ArticleAnswer]:
        """The articles named so far, in order of their numbers."""
        found = self._ledger.articles_by_id(self._numbers)
        return [found[id] for id in self._numbers if id in found]

    def told(self, data: dict[str, Any]) -> Told:
        """The answer: `data` and its `sources`."""
        sources = self.sources()
        lines = [*self._lines, "", "Sources:"] if sources else self._lines
        lines += [f"[{self._numbers[source.id]}] {_printed(source)}" for source in sources]
        text = "\n".join(" ".join(str(clean(line)).split()) for line in lines)
        return Told(text=text, data=clean(data | {"sources": [source.to_dict() for source in sources]}))


def _printed(article: ArticleAnswer) -> str:
    parts = [article.outlet or "outlet unknown"]
    if article.title:
        parts.append(quote(article.title, most=120))
    parts.append(plain_day(article.published) if article.published else "no date")
    if article.url:
        parts.append(article.url)
    return f"{', '.join(parts)} (article {article.id})"


def ask(
    ledger: Ledger, question: str, *, as_of: str | None = None, filters: dict[str, str | None] | None = None
) -> Told:
    """A plain question, answered from the record alone.

    Raises:
        ValueError: A filter that there is not.
        LedgerError: The ledger cannot be read.
    """
    with ledger.at_once():
        answer = answer_to(ledger, question, as_of=as_of, filters=filters)
        lines = _Lines(ledger)
        for sentence in answer.sentences:
            lines.add(sentence.text, (cite.article for cite in sentence.cites))
        for cite in answer.cites:
            lines.add(f"- {cite.source}: {quote(cite.words, most=_LONG)}", [cite.article])
        for event in answer.events:
            lines.add(f"Event {event.id}: {event.what}.")
        told = (f"{name} {value}" for name, value in answer.question.filters().items() if value)
        lines.add(f"Understood as: {', '.join(told)}.")
        if answer.counted_from:
            lines.add(f"Days are counted from {answer.counted_from}.")
        return lines.told(answer.to_dict())


def event(ledger: Ledger, id: str, *, as_of: str | None = None) -> Told:
    """One event: what, when, where, its status by all and on the record, every report with its words.

    Raises:
        NotFound: The ledger has no such event.
    """
    with ledger.at_once():
        found = ledger.event(id, as_of=as_of)
        today = as_of or ledger.newest_day()
        lines = _Lines(ledger)
        lines.add(f"Event {found.id}: {found.what}.")
        for name, value in facts(found, today=today, shaken=ledger.shaken_by(found, as_of=as_of)):
            lines.add(f"{name or 'Conflict'}: {value}")
        if not found.shown:
            lines.add("This event is less certain than those that pages and lists show.")
        reports = sorted(found.reports, key=lambda report: report.published or "", reverse=True)
        for report in reports[:_MOST_REPORTS]:
            said = plain_day(report.said or report.published)
            does = "takes back " if report.stance == Stance.RETRACTS else ""
            less = "" if report.shown or does else " (less certain)"
            note = taken_back_line(report)
            lines.add(
                f"- {said}: {does}{plain_status(report.status)}, {on_whose_word(report)}{less}: "
                f"{quote(report.evidence, most=_LONG)}{f'; {note}' if note else ''}",
                [report.article, *([report.taken_back.article] if report.taken_back else [])],
            )
        if len(reports) > _MOST_REPORTS:
            lines.add(f"{len(reports) - _MOST_REPORTS} older reports are left out here; the data have them all.")
        for other in found.linked:
            lines.add(f"Belongs with event {other.id}: {other.what}.")
        return lines.told(found.to_dict() | {"open": open_of(found, today)})


def search(
    ledger: Ledger,
    words: str,
    *,
    source: str | None = None,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
    limit: int = 10,
    cursor: str | None = None,
) -> Told:
    """Statements with these words, newest first; on the first page also events, names and titles that have them.

    Args:
        source: Whose statements; outlet: printed where; since, until: days of publication. They choose statements.
        limit: Of each kind; at most 50.
        cursor: `next` of the page before.
    """
    narrowed = bool(source or outlet or since or until or cursor)
    with ledger.at_once():
        asked = StatementFilter(words=words or None, source=source, outlet=outlet, since=since, until=until)
        found = ledger.search(asked, as_of=as_of, limit=limit, cursor=cursor, facets=False, located=True)
        events: Sequence[EventSummary] = ()
        names: Sequence[Any] = ()
        titled: Sequence[ArticleAnswer] = ()
        if words and not narrowed:
            events = ledger.find_events(EventFilter(words=words, shown=True), as_of=as_of, limit=limit).items
            names = ledger.names(words, as_of=as_of, limit=limit).items
            titled = ledger.find_articles(words, as_of=as_of, limit=limit)
        today = as_of or ledger.newest_day()
        lines = _Lines(ledger)
        if events:
            lines.add("Events:")
        articles_of = _articles_of(ledger, events, as_of)
        for event in events:
            lines.add(_line_of(event), articles_of[event.id])
        if titled:
            lines.add("Articles by title:")
        for one in titled:
            lines.add(f"- {quote(one.title or '(no title)', most=120)}", [one.id])
        if names:
            lines.add("Names:")
        for name in names:
            lines.add(f"- {name.name} ({name.kind}): {counted(name.statements, 'statement')}")
        if found.items:
            lines.add("Statements, newest first:")
        for statement in found.items:
            lines.add(_said(statement), [statement.article])
        if not (events or titled or names or found.items):
            lines.add("The ledger has nothing with these words.")
        if found.next:
            lines.add(f"There are more statements: search again with cursor {found.next}")
        opened = [event.to_dict() | {"open": open_of(SimpleNamespace(**event.to_dict()), today)} for event in events]
        return lines.told(
            {
                "events": [one | {"sources": articles_of[event.id]} for one, event in zip(opened, events, strict=True)],
                "articles": [one.to_dict() for one in titled],
                "names": [name.to_dict() for name in names],
                "statements": [statement.to_dict() for statement in found.items],
                "next": found.next,
            }
        )


def _articles_of(ledger: Ledger, events: Sequence[EventSummary], as_of: str | None) -> dict[str, list[str]]:
    """Some of the articles that report each event, by its id."""
    found = {one.id: one.articles for one in ledger.events_by_id([event.id for event in events], as_of=as_of)}
    return {event.id: list(found.get(event.id, ())[:_MOST_SOURCES]) for event in events}


def _line_of(event: EventSummary) -> str:
    when = f", {plain_when(event.when)}" if event.when else ""
    return f"- {event.what}: {plain_status(event.status)}{when} (event {event.id})"


def _said(statement: StatementAnswer) -> str:
    name = " through ".join(reversed(statement.chain)) or statement.source or "an unnamed source"
    day = plain_day(statement.said or statement.published)
    return f"- {name} {plain_status(statement.stance)}, {day}: {quote(statement.content, most=_LONG)}"


def article(ledger: Ledger, id: str, *, offset: int = 0) -> Told:
    """One article: its text from `offset` on, and what was read in it there.

    Raises:
        NotFound: The ledger has no such article.
    """
    with ledger.at_once():
        record = ledger.record(id)
        events = ledger.events_of(id)
        text = record.article.text
        start, end = min(offset, len(text)), min(offset + MOST_CHARACTERS, len(text))
        lines = _Lines(ledger)
        lines.number(record.article.id)
        lines.add(f"Characters {start} to {end} of {len(text)}, as printed:")
        for paragraph in text[start:end].splitlines():
            if paragraph.strip():
                lines.add(f"> {paragraph}")
        if end < len(text):
            lines.add(f"There is more: ask again with offset {end}")
        statements = [s for s in record.statements if start <= _first(s) < end or not start]
        if statements:
            lines.add("Statements:")
        for statement in statements:
            name = " through ".join(link.name for link in reversed(statement.chain)) or record.words(statement.source)
            stance = plain_status(statement.stance)
            words = quote(record.words(statement.content), most=_LONG)
            lines.add(f"- {statement.id}: {name or 'an unnamed source'} {stance}: {words}")
        if events:
            lines.add("Events that it reports:")
        for event in events:
            lines.add(f"- {event.what}: {plain_status(event.status)} (event {event.id})")
        for note in record.integrity:
            lines.add(f"Note on the text: {note.why}")
        whole = record.to_dict()
        data = {name: whole[name] for name in ("id", "url", "outlet", "title", "published", "byline", "language")}
        kept = {statement.id for statement in statements}
        return lines.told(
            data
            | {
                "text": text[start:end],
                "offset": start,
                "next_offset": end if end < len(text) else None,
                "characters": len(text),
                "statements": [one for one in whole["statements"] if one["id"] in kept],
                "events": [event.to_dict() for event in events],
            }
        )


def _first(statement: Any) -> int:
    spans = [*statement.source, *statement.cue, *statement.content]
    return int(min(start for start, _ in spans)) if spans else 0


def who(ledger: Ledger, name: str, *, as_of: str | None = None, limit: int = 10, cursor: str | None = None) -> Told:
    """What one person, organisation or outlet said, newest first, and the events that it takes part in.

    Raises:
        NotFound: Nobody of that name says anything or takes part in an event.
    """
    with ledger.at_once():
        lines = _Lines(ledger)
        profile: dict[str, Any] = {"name": name, "kind": None, "statements": 0, "articles": 0}
        try:
            found = ledger.profile(name, as_of=as_of, shown_only=True)
            profile = {field: getattr(found, field) for field in ("name", "kind", "statements", "articles")}
            events: Sequence[EventSummary] = found.events
            first, last = plain_day(found.first), plain_day(found.last)
            lines.add(
                f"{found.name} ({found.kind}): {counted(found.statements, 'statement')} in "
                f"{counted(found.articles, 'article')}, {first} to {last}."
            )
            if found.printed:
                lines.add(
                    f"It printed {counted(found.printed, 'article')}, {found.printed_first} of them first, and "
                    f"{counted(found.echoes, 'echo')}."
                )
        except NotFound:
            events = ledger.find_events(EventFilter(name=name, shown=True), as_of=as_of, limit=20).items
            if not events:
                raise
            lines.add(f"{name} says nothing in the ledger, but takes part in events.")
        said = ledger.search(
            StatementFilter(source=profile["name"]),
            as_of=as_of,
            limit=limit,
            cursor=cursor,
            facets=False,
            located=True,
        )
        for statement in said.items:
            lines.add(_said(statement), [statement.article])
        if said.next:
            lines.add(f"There are more statements: ask again with cursor {said.next}")
        articles_of = _articles_of(ledger, events, as_of)
        for event in events:
            lines.add(_line_of(event), articles_of[event.id])
        return lines.told(
            {
                "profile": profile,
                "statements": [statement.to_dict() for statement in said.items],
                "events": [event.to_dict() | {"sources": articles_of[event.id]} for event in events],
                "next": said.next,
            }
        )
