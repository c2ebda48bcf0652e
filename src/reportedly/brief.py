"""Answers of a ledger -> one screen, as plain data. Front ends print it; nothing here knows a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from reportedly.vocabulary import SPOKEN
from reportedly.wording import counted, quote

if TYPE_CHECKING:
    from reportedly.ledger import (
        ArticleAnswer,
        EventAnswer,
        EventFilter,
        EventSummary,
        Ledger,
    )
    from reportedly.ledger.matching.stories import Story

__all__ = ["Brief", "Note", "is_folded", "leading", "make_brief", "ranked"]

# Events looked at before the first are shown: the newest by the hour is seldom what most report that day.
_LOOK_AT = 120
_LOOKED_INTO = 40
_RANKED_BY_STORY = 60  # of those looked at
_JUST_NOW = 7  # days before the newest in print
_MANY = 2  # independent origins
_MOST_NOTES = 10  # of each kind

# What signs of one kind in one article come to.
_SIGNS = {"translated_copy": "reads like a machine translation", "broken_copy": "looks like a broken copy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something a careful reader would want to know of the texts: an echo, a drifted quotation, a broken copy."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A summary of a ledger that fits on one screen.

    Attributes:
        n_articles: Articles read.
        outlets: Their outlets, sorted.
        first, last: Days of publication, ISO; None where no article has one.
        events: In the order of `ranked`.
        more: There are further events than these.
        hidden: Events that are left out because their confidence is below the floor.
        notes: Echoes, drifted quotations and doubtful copies.
        today: The day (ISO) from which events are ahead or past: the one asked for, else that of the newest article.
        shaken: Of each event that is in doubt the events it belongs to; see `Ledger.shaken_by`. Of the first 40.
    """

    n_articles: int
    outlets: tuple[str, ...]
    first: str | None
    last: str | None
    events: tuple[EventAnswer, ...]
    notes: tuple[Note, ...]
    more: bool = False
    hidden: int = 0
    today: str | None = None
    shaken: Mapping[str, tuple[EventSummary, ...]] = field(default_factory=dict)


def make_brief(
    ledger: Ledger,
    *,
    as_of: str | None = None,
    limit: int | None = None,
    everything: bool = False,
    filter: EventFilter | None = None,
) -> Brief:
    """A summary of a ledger, as of the end of a day (ISO; None: now).

    Upcoming and recently changed events come first, most reported first; past speeches and interviews come last.
    `limit` bounds the number of events that are computed and of notes, whatever the size of the ledger. With
    `everything`, events whose confidence is below the floor are included, after all others.

    Args:
        filter: Only matching events; notes cover all articles.
    """
    from reportedly.ledger import EventFilter

    coverage = ledger.coverage(as_of=as_of)
    today = as_of or coverage.last
    asked = replace(filter or EventFilter(), shown=None if everything else True)
    events, more = _events(ledger, as_of, limit, asked, today)
    hidden = replace(filter or EventFilter(), shown=False)
    return Brief(
        n_articles=coverage.articles,
        outlets=coverage.outlets,
        first=coverage.first,
        last=coverage.last,
        events=events,
        notes=tuple(_notes(ledger, as_of, most=None if limit is None else _MOST_NOTES)),
        more=more,
        hidden=0 if everything else ledger.count_events(hidden, as_of=as_of),
        today=today,
        shaken={event.id: by for event in events[:_LOOKED_INTO] if (by := ledger.shaken_by(event, as_of=as_of))},
    )


def _events(
    ledger: Ledger, as_of: str | None, limit: int | None, asked: EventFilter, today: str | None
) -> tuple[tuple[EventAnswer, ...], bool]:
    """The events to show, and whether there are more; with a limit those alone are worked out whole."""
    from reportedly.ledger import EventFilter

    if limit is None:
        kept: set[str] | None = None
        if replace(asked, shown=None) != EventFilter():
            kept = {event.id for event in _every(ledger, asked, as_of)}
        every = [
            event
            for event in ledger.events(as_of=as_of)
            if (event.shown or not asked.shown) and (kept is None or event.id in kept)
        ]
        stories = ledger.stories([event.id for event in every], as_of=as_of)
        return tuple(ranked(every, today, stories)), False
    found = leading(ledger, asked, as_of=as_of, limit=limit + 1, today=today)
    order = {event.id: place for place, event in enumerate(found[:limit])}
    shown = ledger.events_by_id(order, as_of=as_of)
    # Of what another process has added since, an event may have an earlier report, whose name it then has.
    return tuple(sorted(shown, key=lambda event: order.get(event.id, limit))), len(found) > limit


def leading(
    ledger: Ledger, asked: EventFilter, *, as_of: str | None = None, limit: int, today: str | None = None
) -> list[EventSummary]:
    """The events to begin with, in the order of `ranked`, out of the 120 last reported on and as many ahead.

    `today`: the day (ISO) from which events are ahead; None: the day asked for, else that of the newest article.
    """
    today = today or as_of or ledger.newest_day()
    most = max(limit, _LOOK_AT)
    newest = ledger.find_events(asked, as_of=as_of, limit=most).items
    found = {event.id: event for event in newest}
    if today and len(newest) == most:
        ahead = asked if asked.since else replace(asked, since=today)
        found |= {event.id: event for event in ledger.find_events(ahead, as_of=as_of, order="date", limit=most).items}
    first = ranked(found.values(), today)
    part = max(limit, _RANKED_BY_STORY)
    stories = ledger.stories([event.id for event in first[:part]], as_of=as_of)
    return ranked(first[:part], today, stories)[:limit]


def _every(ledger: Ledger, asked: EventFilter, as_of: str | None) -> Iterator[EventSummary]:
    cursor: str | None = None
    while True:
        page = ledger.find_events(asked, as_of=as_of, limit=1000, cursor=cursor)
        yield from page.items
        if (cursor := page.next) is None:
            return


_Event = TypeVar("_Event", "EventAnswer", "EventSummary")


def ranked(
    events: Iterable[_Event], today: str | None, stories: Mapping[str, Story] = MappingProxyType({})
) -> list[_Event]:
    """What is ahead or has just changed first, of it what most outlets and origins tell; what is over and merely said,
    and what names nobody and no place, after all others, and less certain ones after those.

    Args:
        stories: Of each event, by id, the story that it belongs to: its first event counts as told by all outlets that
            print the story, the second by half of them, and so on, so that no story fills a screen.
    """

    def size(event: EventAnswer | EventSummary) -> tuple[int, int, int]:
        articles = event.articles
        return event.outlets, event.origins, articles if isinstance(articles, int) else len(articles)

    by_day = sorted(sorted(events, key=lambda event: event.id), key=lambda event: event.newest, reverse=True)
    by_size = sorted(by_day, key=size, reverse=True)
    groups = {
        event.id: (not event.shown, is_folded(event), _is_bare(event), not is_current(event, today))
        for event in by_size
    }
    reach = _reach(sorted(by_size, key=lambda event: groups[event.id]), stories) if stories else {}
    return sorted(by_size, key=lambda event: (groups[event.id], -max(reach.get(event.id, 0.0), event.outlets)))


def _reach(events: Sequence[EventAnswer | EventSummary], stories: Mapping[str, Story]) -> dict[str, float]:
    """Outlets of each event's story, divided by its place among the events of the story."""
    reach: dict[str, float] = {}
    before: dict[int, int] = {}  # by article: events of its story that came before
    told = [event for event in events if event.id in stories]
    for event in sorted(told, key=lambda event: (-event.outlets, -stories[event.id].outlets)):
        story = stories[event.id]
        n_before = max((before.get(article, 0) for article in story.own), default=0)
        reach[event.id] = story.outlets / (1 + n_before)
        for article in story.articles:
            before[article] = before.get(article, 0) + 1
    return reach


def is_current(event: EventAnswer | EventSummary, today: str | None) -> bool:
    """Whether an event is ahead, or was last reported on within a week."""
    if today is None:
        return True
    from reportedly.ledger.events.outlook import is_open

    if event.when is not None and is_open(event, today):
        return True
    return event.newest[:10] >= (date.fromisoformat(today[:10]) - timedelta(days=_JUST_NOW)).isoformat()


def is_folded(event: EventAnswer | EventSummary) -> bool:
    """Whether an event is a speech or an interview that is over, told by one origin: somebody said something."""
    return event.type in SPOKEN and event.status == "held" and event.origins < _MANY


def _name(article: ArticleAnswer) -> str:
    return article.outlet or (quote(article.title, most=50) if article.title else article.id)


def _is_bare(event: EventAnswer | EventSummary) -> bool:
    """Whether nothing but its kind is known of an event."""
    return not event.participants and not event.place


def _notes(ledger: Ledger, as_of: str | None, *, most: int | None) -> list[Note]:
    """Notes in the order of printing; of each kind the newest, where only so many are asked for."""
    if most is None:
        echoes, utterances = ledger.echoes(as_of=as_of, copies_only=True), ledger.drift(as_of=as_of)
    else:
        echoes = ledger.echoes_page(as_of=as_of, limit=most).items
        utterances = ledger.drift_page(as_of=as_of, limit=most).items
    signed = ledger.integrity(as_of=as_of, limit=most)
    shown = {id for echo in echoes for id in echo.articles} | {id for id, _ in signed}
    shown |= {version.article for utterance in utterances for version in utterance.versions}
    articles = ledger.articles_by_id(shown)
    outlets = {id: _name(article) for id, article in articles.items()}
    order = {id: (article.published or "9999", id) for id, article in articles.items()}
    notes = []
    echoes = tuple(sorted(echoes, key=lambda echo: order[echo.articles[0]]))
    utterances = tuple(sorted(utterances, key=lambda utterance: order[utterance.versions[0].article]))
    for echo in echoes:
        first, *rest = dict.fromkeys(outlets[article] for article in echo.articles)
        if rest:
            notes.append(Note(kind="echo", text=f"{', '.join(rest)} {_print(rest)} the text of {first}."))
    for utterance in utterances:
        wordings = "; ".join(f"{quote(v.words, most=160)} ({outlets[v.article]})" for v in utterance.versions)
        notes.append(Note(kind="drift", text=f"One utterance of {utterance.source or 'one source'}: {wordings}."))
    signs: dict[tuple[str, str], list[str]] = {}
    for article, integrity in signed:
        signs.setdefault((article, integrity.kind.value), []).append(integrity.why)
    for (article, kind), whys in signs.items():
        if len(whys) == 1:
            told = whys[0]
        else:
            told = f"{_SIGNS.get(kind, kind.replace('_', ' '))} ({counted(len(whys), 'place')}): {whys[0]}"
        notes.append(Note(kind=kind, text=f"{outlets[article]}: {told}"))
    return notes


def _print(outlets: Sequence[str]) -> str:
    return "prints" if len(outlets) == 1 else "print"
