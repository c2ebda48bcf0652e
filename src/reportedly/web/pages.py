"""Pages: answers of a ledger as HTML, rendered here, readable without a script."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

from fastapi import Request
from fastapi.responses import Response

from reportedly.brief import is_folded, leading
from reportedly.errors import NotFound
from reportedly.ledger import (
    ConflictAnswer,
    EventAnswer,
    EventFilter,
    Page,
    ProfileAnswer,
    StatementFilter,
    UtteranceAnswer,
    VersionAnswer,
)
from reportedly.lexicon.calendar import CAPITAL_WEEKDAYS
from reportedly.lexicon.folding import fold
from reportedly.vocabulary import EventType, IntegrityKind, Kind, LinkKind, Stance, Status
from reportedly.web.common import Asked, AsOf, Book
from reportedly.web.conditional import page_router
from reportedly.web.marks import word_changes
from reportedly.web.month import days_of_month, month_of, month_within, moved_away, weeks_of
from reportedly.web.rendering import Marker, month_label, page
from reportedly.wording import correction_line

__all__ = ["router"]


router = page_router()

_STATEMENTS, _NAMES = 20, 100
_EVENTS = 40
_LEAD = 6  # events that a list begins with
_FEW = 5  # events, names and articles beside the statements of a search
_SHOWN = EventFilter(shown=True)

_DOUBTS = {
    IntegrityKind.TRANSLATED_COPY: "reads like a machine translation",
    IntegrityKind.BROKEN_COPY: "a broken copy",
}


@router.get("/")
def today(request: Request, book: Book, as_of: AsOf, month: Asked = None, cursor: Asked = None) -> Response:
    """A month of events, what changed on the newest day, what was last reported."""
    with book.at_once():
        newest = book.newest_day(as_of=as_of)
        first = month_of(month, newest)
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        dated = book.find_events(
            EventFilter(since=first.isoformat(), until=last.isoformat(), shown=True),
            as_of=as_of,
            order="date",
            limit=_EVENTS,
            cursor=cursor or None,
        )
        moved = moved_away(first, last, book.moved_away(first, last, as_of=as_of, limit=_EVENTS, shown_only=True))
        changed = book.changes(_SHOWN, since=newest, as_of=as_of, limit=12) if newest else None
        lead = leading(book, _SHOWN, as_of=as_of, limit=8)
        counts = book.counts()
        ahead = None
        if not dated.items and not cursor and last < date.max:
            begins = EventFilter(since=(last + timedelta(days=1)).isoformat(), shown=True)
            ahead = book.find_events(begins, as_of=as_of, order="date", limit=1).items
    before = first - timedelta(days=1)
    after = last + timedelta(days=1) if last < date.max else last
    return page(
        request,
        "today.html",
        as_of=as_of,
        newest=newest,
        day_before=(date.fromisoformat(newest) - timedelta(days=1)).isoformat() if newest else None,
        month_name=month_label(f"{first:%Y-%m}"),
        weekdays=CAPITAL_WEEKDAYS,
        month_before=f"{before:%Y-%m}",
        month_after=f"{after:%Y-%m}",
        weeks=weeks_of(first, dated.items, moved),
        days=days_of_month(first, last, dated.items, moved),
        dated_next=dated.next,
        next_month=month_within(ahead[0].when, after) if ahead else None,
        changes=changed.items if changed else (),
        more_changes=bool(changed and changed.next),
        lead=[event for event in lead if not is_folded(event)],
        folded=[event for event in lead if is_folded(event)],
        counts=counts,
    )


@router.get("/events")
def events(
    request: Request,
    book: Book,
    as_of: AsOf,
    words: Asked = None,
    name: Asked = None,
    place: Asked = None,
    type: Asked = None,
    status: Asked = None,
    outlet: Asked = None,
    since: Asked = None,
    until: Asked = None,
    open: Asked = None,
    conflict: Asked = None,
    sort: Asked = None,
    all: Asked = None,
    cursor: Asked = None,
) -> Response:
    """Events by all filters; the one last reported on first, or by their own date; less certain ones with `all`."""
    values = {
        "words": words, "name": name, "place": place, "type": type, "status": status, "outlet": outlet,
        "since": since, "until": until,
    }  # fmt: skip
    asked = {name: value or None for name, value in values.items()}
    filter = EventFilter(
        words=asked["words"],
        name=asked["name"],
        place=asked["place"],
        type=asked["type"],
        status=asked["status"],
        outlet=asked["outlet"],
        since=asked["since"],
        until=asked["until"],
        open=True if open else None,
        conflict=True if conflict else None,
    )
    with book.at_once():
        wanted = filter if all else replace(filter, shown=True)
        order: Literal["newest", "date", "size"] = "date" if sort == "date" else "size" if sort == "size" else "newest"
        found = book.find_events(wanted, as_of=as_of, order=order, limit=_EVENTS, cursor=cursor or None)
        total = book.count_events(wanted, as_of=as_of)
        lead = leading(book, wanted, as_of=as_of, limit=_LEAD) if not cursor and order == "newest" else []
        less_certain = book.count_events(replace(filter, shown=False), as_of=as_of)
    flags = {"all": all, "open": open, "conflict": conflict}
    return page(
        request,
        "events.html",
        as_of=as_of,
        page=found,
        total=total,
        lead=lead if len(found.items) > _LEAD else [],
        sort=order,
        asked=asked | {name: "1" if value else None for name, value in flags.items()},
        less_certain=less_certain,
        types=[t.value for t in EventType],
    )


@router.get("/articles")
def articles(
    request: Request, book: Book, as_of: AsOf, outlet: Asked = None, words: Asked = None, cursor: Asked = None
) -> Response:
    """Every article, or those of one outlet or with words in the title, newest first."""
    total = None
    with book.at_once():
        if words:
            titled = book.find_articles(words, as_of=as_of, limit=_NAMES)
            wanted = fold(outlet) if outlet else None
            found = Page(items=tuple(one for one in titled if wanted in (None, fold(one.outlet or ""))))
        else:
            found = book.articles_page(outlet=outlet or None, as_of=as_of, limit=_NAMES, cursor=cursor or None)
            if not outlet:
                total = book.counts().articles if as_of is None else book.coverage(as_of=as_of).articles
    return page(
        request, "articles.html", as_of=as_of, page=found, outlet=outlet or None, words=words or None, total=total
    )


# Names, search, and what runs across articles


@router.get("/who/{name:path}")
def who(request: Request, name: str, book: Book, as_of: AsOf, cursor: Asked = None) -> Response:
    """What somebody said, who printed it; of an outlet how often it was first."""
    with book.at_once():
        try:
            profile = book.profile(name, as_of=as_of, shown_only=True)
        except NotFound:
            # Who is told of need not have said anything.
            events = book.find_events(EventFilter(name=name, shown=True), as_of=as_of, limit=20).items
            if not events:
                raise
            profile = ProfileAnswer(
                name=name,
                kind="",
                statements=0,
                articles=0,
                first=None,
                last=None,
                stances=(),
                outlets=(),
                events=events,
            )
        found = book.search(
            StatementFilter(source=profile.name), as_of=as_of, limit=_STATEMENTS, cursor=cursor or None, facets=False
        )
        ruled = book.corrections(name=profile.name)
    return page(
        request,
        "who.html",
        as_of=as_of,
        profile=profile,
        found=found,
        ruled=[correction_line(one).partition("  ")[2] for one in ruled],
    )


@router.get("/names")
def names(
    request: Request, book: Book, as_of: AsOf, words: Asked = None, kind: Asked = None, cursor: Asked = None
) -> Response:
    """Sources by name."""
    found = book.names(words or None, kind=kind or None, as_of=as_of, limit=_NAMES, cursor=cursor or None)
    kinds = [k.value for k in LinkKind]
    return page(request, "names.html", as_of=as_of, page=found, words=words, kind=kind, kinds=kinds)


@router.get("/search")
def search(
    request: Request,
    book: Book,
    as_of: AsOf,
    words: Asked = None,
    source: Asked = None,
    outlet: Asked = None,
    stance: Asked = None,
    kind: Asked = None,
    since: Asked = None,
    until: Asked = None,
    cursor: Asked = None,
    q: Asked = None,
) -> Response:
    """Statements by words, source, outlet, stance, kind and day; by words alone events, names and articles too.

    `q` is what stands in the box above every page.
    """
    words = words or q
    values = {
        "words": words, "source": source, "outlet": outlet, "stance": stance, "kind": kind,
        "since": since, "until": until,
    }  # fmt: skip
    asked = {name: value.strip() or None if value else None for name, value in values.items()}
    with book.at_once():
        found = book.search(StatementFilter(**asked), as_of=as_of, limit=_STATEMENTS, cursor=cursor or None)
        # What else has these words; a filter of statements, or a further page of them, asks for statements alone.
        wide = asked["words"] if not cursor and not any(asked[name] for name in asked if name != "words") else None
        events = book.find_events(EventFilter(words=wide, shown=True), as_of=as_of, limit=_FEW + 1) if wide else None
        names = book.names(wide, as_of=as_of, limit=_FEW) if wide else None
        titled = book.find_articles(wide, as_of=as_of, limit=_FEW) if wide else ()
    return page(
        request,
        "search.html",
        as_of=as_of,
        asked=asked,
        found=found,
        marked=Marker(asked["words"]),
        events=events.items[:_FEW] if events else (),
        more_events=bool(events and len(events.items) > _FEW),
        names=names.items if names else (),
        titled=titled,
        stances=[s.value for s in Stance],
        kinds=[k.value for k in Kind],
    )


@router.get("/conflicts")
def conflicts(
    request: Request,
    book: Book,
    as_of: AsOf,
    name: Asked = None,
    place: Asked = None,
    outlet: Asked = None,
    since: Asked = None,
    until: Asked = None,
    open: Asked = None,
    cursor: Asked = None,
) -> Response:
    """Reports that cannot both hold, folded by event."""
    values = {"name": name, "place": place, "outlet": outlet, "since": since, "until": until}
    asked: dict[str, Any] = {name: value or None for name, value in values.items()}
    wanted = EventFilter(**asked, conflict=True, shown=True)
    filtered = bool(open) or any(asked.values())
    groups: dict[str, tuple[EventAnswer, list[ConflictAnswer]]] = {}
    with book.at_once():
        total = book.count_events(wanted, as_of=as_of)
        if filtered:
            listed = book.find_events(wanted, as_of=as_of, limit=20, cursor=cursor or None)
            following = listed.next
            for event in book.events_by_id([event.id for event in listed.items], as_of=as_of):
                pairs = [conflict for conflict in event.conflicts if conflict.open or not open]
                groups |= {event.id: (event, pairs)} if pairs else {}
        else:
            found = book.conflicts_page(as_of=as_of, limit=20, cursor=cursor or None, shown_only=True)
            following = found.next
            for event, conflict in found.items:
                groups.setdefault(event.id, (event, []))[1].append(conflict)
    return page(
        request,
        "conflicts.html",
        as_of=as_of,
        asked=asked | {"open": open or None},
        filtered=filtered,
        total=total,
        groups=list(groups.values()),
        next=following,
    )


@router.get("/drift")
def drift(request: Request, book: Book, as_of: AsOf, cursor: Asked = None) -> Response:
    """Utterances in several wordings, with the words that differ."""
    found = book.drift_page(as_of=as_of, limit=12, cursor=cursor or None)
    utterances = [
        {
            "source": utterance.source,
            "why": utterance.why,
            "left_out": max(0, len(utterance.versions) - 12),
            "versions": [
                {
                    "article": version.article,
                    "outlet": version.outlet,
                    "published": version.published,
                    "statement": version.statement,
                    "likeliest": i == 0,
                    "changed": bool(version.changes),
                    "doubt": _DOUBTS[IntegrityKind(version.doubt)] if version.doubt else None,
                    "words": word_changes(utterance.likeliest, version.words),
                }
                for i, version in enumerate(_likeliest_first(utterance)[:12])
            ],
        }
        for utterance in found.items
    ]
    return page(request, "drift.html", as_of=as_of, utterances=utterances, next=found.next)


def _likeliest_first(utterance: UtteranceAnswer) -> list[VersionAnswer]:
    """The form that all others are compared with, then the rest as they were printed."""
    return sorted(utterance.versions, key=lambda version: version.words != utterance.likeliest)


@router.get("/echoes")
def echoes(request: Request, book: Book, as_of: AsOf, cursor: Asked = None) -> Response:
    """Articles that print one text."""
    with book.at_once():
        found = book.echoes_page(as_of=as_of, limit=10, cursor=cursor or None)
        titles = book.articles_by_id(id for echo in found.items for id in echo.articles[:12])
    return page(request, "echoes.html", as_of=as_of, page=found, titles=titles)


@router.get("/help")
def help(request: Request, as_of: AsOf) -> Response:
    """What the words of these pages mean."""
    return page(request, "help.html", as_of=as_of, meanings=[(s.value, s.meaning) for s in Status])
