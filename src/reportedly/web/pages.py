"""Pages: answers of a ledger as HTML, rendered here, readable without a script."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from reportedly.article import Article, BlockKind, Span
from reportedly.brief import correction_line, doubt, in_doubt, is_folded, leading, plain_day
from reportedly.edtf import days_of, n_days
from reportedly.errors import LedgerError, NotFound, QuestionError
from reportedly.ledger import (
    ArticleAnswer,
    ConflictAnswer,
    EventAnswer,
    EventFilter,
    EventSummary,
    Page,
    ProfileAnswer,
    StatementFilter,
    UtteranceAnswer,
    VersionAnswer,
)
from reportedly.lexicon.names import fold
from reportedly.record import Record
from reportedly.vocabulary import EventType, IntegrityKind, Kind, LinkKind, Stance, Status
from reportedly.web.common import AsOf, BadRequestError, Book
from reportedly.web.conditional import KeptRoute
from reportedly.web.copies import Citing, as_markdown, as_text, citation
from reportedly.web.figures import chain_graph, lanes
from reportedly.web.marks import Mark, Paragraph, marks_of, own_share, own_spans, paragraphs, word_changes
from reportedly.web.rendering import Marker, month_label, page, web_address

__all__ = ["router", "tell_errors"]

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=KeptRoute)

Asked = Annotated[str | None, Query(max_length=1000)]
"""A word of a query: empty means not asked."""

_EVENTS, _STATEMENTS, _NAMES = 40, 20, 100
_LEAD = 6  # events that a list begins with
_FEW = 5  # events, names and articles beside the statements of a search
_ROWS = 60  # reports in one part of an event's table
_MOST_PAIRS, _MOST_CHANGES, _MOST_ARTICLES = 6, 40, 60
_PART = 100_000  # bytes, about, of one part of a long article
_SHOWN = EventFilter(shown=True)
_LOOSE = 10  # days from which on an event's date is no day of a calendar

_MEANINGS = {
    Status.POSSIBLE: "It may happen; nobody has decided.",
    Status.PLANNED: "It is meant to happen; no date is told.",
    Status.SCHEDULED: "A date is set.",
    Status.UNDER_WAY: "It is going on.",
    Status.HELD: "It took place.",
    Status.POSTPONED: "It is put off; no new date is told.",
    Status.RESCHEDULED: "It is moved to a new date.",
    Status.CANCELLED: "It is called off.",
    Status.RULED_OUT: "It is said that it will not happen, or not on that date.",
    Status.UNCONFIRMED: "Somebody who should know does not confirm it.",
}


_DOUBTS = {
    IntegrityKind.TRANSLATED_COPY: "reads like a machine translation",
    IntegrityKind.BROKEN_COPY: "a broken copy",
}


# Today


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A day of the calendar; `moved` events were to be on it and are not any more."""

    day: str
    number: int
    inside: bool
    events: tuple[EventSummary, ...]
    moved: tuple[EventSummary, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """Events under one heading; `loose` where their date is no single day, `moved` as in `_Cell`."""

    id: str
    label: str
    loose: bool
    events: tuple[EventSummary, ...]
    moved: tuple[EventSummary, ...] = ()


@router.get("/")
def today(request: Request, book: Book, as_of: AsOf, month: Asked = None, cursor: Asked = None) -> Response:
    """A month of events, what changed on the newest day, what was last reported."""
    with book.at_once():
        newest = book.newest_day(as_of=as_of)
        first = _month_of(month, newest)
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        dated = book.find_events(
            EventFilter(since=first.isoformat(), until=last.isoformat(), shown=True),
            as_of=as_of,
            order="date",
            limit=_EVENTS,
            cursor=cursor or None,
        )
        moved = _moved(first, last, book.moved_away(first, last, as_of=as_of, limit=_EVENTS, shown_only=True))
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
        month_before=f"{before:%Y-%m}",
        month_after=f"{after:%Y-%m}",
        weeks=_weeks(first, dated.items, moved),
        days=_days(first, last, dated.items, moved),
        dated_next=dated.next,
        next_month=_month_within(ahead[0].when, after) if ahead else None,
        changes=changed.items if changed else (),
        more_changes=bool(changed and changed.next),
        lead=[event for event in lead if not is_folded(event)],
        folded=[event for event in lead if is_folded(event)],
        counts=counts,
    )


def _month_within(when: str | None, first: date) -> str | None:
    """The month in which an event is next, from a day on: "2026-05"."""
    days = days_of(when)
    return f"{max(days[0], first):%Y-%m}" if days else None


def _month_of(month: str | None, newest: str | None) -> date:
    if not month:
        return date.fromisoformat(newest or "2000-01-01").replace(day=1)
    try:
        found = date.fromisoformat(f"{month}-01")
        if not 2 <= found.year <= 9998:
            raise ValueError
    except ValueError:
        raise BadRequestError(f"month: {month[:40]!r} is not a month. Write YYYY-MM.") from None
    return found


_Moved = Mapping[date, Sequence[EventSummary]]


def _moved(first: date, last: date, events: Sequence[EventSummary]) -> _Moved:
    """Events by the days of a month that they were to be on and are not any more."""
    on: dict[date, list[EventSummary]] = defaultdict(list)
    for event in events:
        now = days_of(event.when)
        for earlier in event.earlier_dates:
            span = days_of(earlier)
            if span is None or n_days(span) >= _LOOSE:
                continue
            for day in (span[0] + timedelta(days=n) for n in range(n_days(span))):
                if first <= day <= last and not (now and now[0] <= day <= now[1]) and event not in on[day]:
                    on[day].append(event)
    return on


def _weeks(first: date, events: Sequence[EventSummary], moved: _Moved) -> list[list[_Cell]]:
    on: dict[date, list[EventSummary]] = defaultdict(list)
    for event in events:
        span = days_of(event.when)
        if span and n_days(span) < _LOOSE:
            for n in range(n_days(span)):
                on[span[0] + timedelta(days=n)].append(event)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [
        [
            _Cell(
                day=day.isoformat(),
                number=day.day,
                inside=day.month == first.month,
                events=tuple(on[day]) if day.month == first.month else (),
                moved=tuple(moved.get(day, ())),
            )
            for day in week
        ]
        for week in weeks
    ]


def _days(first: date, last: date, events: Sequence[EventSummary], moved: _Moved) -> list[_Day]:
    on: dict[date, list[EventSummary]] = defaultdict(list)
    on.update({day: [] for day, gone in moved.items() if gone})
    loose = []
    for event in events:
        span = days_of(event.when)
        if span is None or n_days(span) >= _LOOSE:
            loose.append(event)
            continue
        for n in range(n_days(span)):
            day = span[0] + timedelta(days=n)
            if first <= day <= last:
                on[day].append(event)
    found = [
        _Day(
            id=day.isoformat(),
            label=f"{calendar.day_name[day.weekday()]}, {plain_day(day.isoformat())}",
            loose=any(n_days(days_of(event.when) or (day, day)) > 1 for event in events),
            events=tuple(events),
            moved=tuple(moved.get(day, ())),
        )
        for day, events in sorted(on.items())
    ]
    if loose:
        found.append(_Day(id="loose", label="Without a fixed day", loose=True, events=tuple(loose)))
    return found


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


# One event


@router.get("/event/{event_id}.cite.{form}")
def event_citation(request: Request, event_id: str, form: Citing, book: Book, as_of: AsOf) -> Response:
    """A line that cites an event: what, status, on whose word, the words, where printed, and where the record is."""
    with book.at_once():
        found = book.event(event_id, as_of=as_of)
        articles = book.articles_by_id({report.article for report in found.reports})
    asked = f"?as_of={as_of}" if as_of else ""
    here = f"{str(request.base_url).rstrip('/')}/event/{quote(found.id, safe='')}{asked}"
    # Plain for HTML too: it is to be copied, and shown by nobody.
    return PlainTextResponse(citation(found, articles, form=form, address=here))


@router.get("/event/{event_id}.txt")
def event_text(event_id: str, book: Book, as_of: AsOf) -> Response:
    """One event as plain text, to send to somebody."""
    today = as_of or book.newest_day()
    return PlainTextResponse(as_text(book.event(event_id, as_of=as_of), as_of=as_of, today=today))


@router.get("/event/{event_id}.md")
def event_markdown(event_id: str, book: Book, as_of: AsOf) -> Response:
    """One event as Markdown."""
    today = as_of or book.newest_day()
    text = as_markdown(book.event(event_id, as_of=as_of), as_of=as_of, today=today)
    return PlainTextResponse(text, media_type="text/markdown")


@router.get("/event/{event_id}")
def event(
    request: Request,
    event_id: str,
    book: Book,
    as_of: AsOf,
    day: Annotated[int | None, Query(ge=0)] = None,
    part: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """One event: what is known, on whose word, and how that came about."""
    with book.at_once():
        days = book.event_days(event_id)
        if day is not None:
            # The slider without a script sends its place among the days.
            chosen = "" if day >= len(days) - 1 else f"?as_of={days[day]}"
            return RedirectResponse(f"/event/{quote(event_id, safe='')}{chosen}", status_code=303)
        try:
            found = book.event(event_id, as_of=as_of)
        except NotFound:
            if as_of is None:
                raise
            return page(
                request,
                "error.html",
                as_of=as_of,
                status=404,
                heading="Not yet reported",
                message=f"No article printed by {plain_day(as_of)} tells of this event.",
                more=(f"/event/{quote(event_id, safe='')}", "The event as it stands now"),
            )
        history = book.event_history(event_id, as_of=as_of)
        shaken = book.shaken_by(found, as_of=as_of)
        titles = book.articles_by_id(found.articles[:_MOST_ARTICLES])
    rows = [*found.reports[::-1]]
    n_parts = max(1, -(-len(rows) // _ROWS))
    part = min(part, n_parts)
    return page(
        request,
        "event.html",
        as_of=as_of,
        event=found,
        days=days,
        day_index=_day_index(days, as_of),
        doubt=doubt(found),
        shaken=[(other.id, in_doubt(other)) for other in shaken],
        told_by=_told_by(found, titles),
        see_also=[other for other in found.linked if other.shown or not found.shown],
        figure=lanes(found.reports),
        graph=chain_graph(found.reports),
        used=[s.value for s in Status if any(report.status == s for report in found.reports)],
        reports=rows[(part - 1) * _ROWS : part * _ROWS],
        n_reports=len(rows),
        part=part,
        parts_of_reports=n_parts,
        conflicts=_distinct(found),
        history=history[-_MOST_CHANGES:],
        history_cut=len(history) > _MOST_CHANGES,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """An article that tells of an event: what it says, the words that say so first, and where it was printed."""

    article: ArticleAnswer
    statuses: tuple[str, ...]
    words: str
    span: Span
    link: str | None


def _told_by(event: EventAnswer, titles: Mapping[str, ArticleAnswer]) -> list[_Teller]:
    """The articles that tell of an event, last printed first."""
    found = []
    for id in reversed(event.articles):
        reports = [report for report in event.deciding if report.article == id]
        if id in titles and reports:
            article = titles[id]
            statuses = tuple(dict.fromkeys(report.status for report in reports))
            first = reports[0]
            found.append(
                _Teller(article=article, statuses=statuses, words=first.evidence, span=first.span,
                        link=web_address(article.url))
            )  # fmt: skip
    return found


def _day_index(days: Sequence[str], as_of: str | None) -> int:
    """The place of the last day that is not after the one asked for."""
    if as_of is None:
        return max(0, len(days) - 1)
    return max(0, sum(day <= as_of for day in days) - 1)


def _distinct(event: EventAnswer) -> tuple[ConflictAnswer, ...]:
    """One conflict for each pair of claims by two sources; the rest say the same again."""
    found: dict[tuple[object, ...], ConflictAnswer] = {}
    for conflict in event.conflicts:
        sides = [(r.status, r.when, r.place, r.chain[-1:] or r.outlet) for r in (conflict.a, conflict.b)]
        found.setdefault((conflict.about, *sides), conflict)
    return tuple(found.values())[:_MOST_PAIRS]


# One article


@router.get("/article/{article_id:path}")
def article(
    request: Request,
    article_id: str,
    book: Book,
    as_of: AsOf,
    at: Asked = None,
    s: Asked = None,
    show: Asked = None,
    part: Annotated[int | None, Query(ge=1, le=10_000)] = None,
) -> Response:
    """One article with all that was read in it; `at` and `s` point at a passage or a statement."""
    with book.at_once():
        record = book.record(article_id)
        text = record.article
        if as_of is not None and (text.published is None or text.published[:10] > as_of):
            return _not_yet_printed(request, text, as_of)
        shared = book.shared(article_id, as_of=as_of)
        reported = [event for event in book.events_of(article_id, as_of=as_of) if event.shown][:_EVENTS]
    covered = [span for other in shared for span in other.spans]
    if show == "shared":
        marks = [Mark(span=span, name="share") for span in covered]
        marks += [Mark(span=span, name="own") for span in own_spans(text.text, covered)]
    else:
        marks = list(marks_of(record))
    pointed = _span_of(at, text) or _pieces_of(s, record)
    parts = _parts(paragraphs(text, marks, at=pointed))
    if part is None:
        part = next((n for n, here in enumerate(parts, 1) if pointed and here[-1].span[1] > pointed[0]), 1)
    part = min(part, len(parts))
    return page(
        request,
        "article.html",
        as_of=as_of,
        article=text,
        link=web_address(text.url),
        show=show,
        paragraphs=parts[part - 1],
        part=part,
        n_parts=len(parts),
        title_in_text=parts[part - 1][:1] and parts[part - 1][0].kind == BlockKind.TITLE,
        statements=_margin(record),
        chosen=s,
        shared=shared,
        own=own_share(text.text, covered),
        events=reported,
        whole=[note for note in record.integrity if note.span is None],
        odd=[
            {"kind": note.kind.value, "why": note.why, "words": record.words(note.span)}
            for note in record.integrity
            if note.span is not None
        ][:_EVENTS],
    )


def _not_yet_printed(request: Request, text: Article, as_of: str) -> Response:
    when = f"was printed later, on {plain_day(text.published)}" if text.published else "has no date of publication"
    return page(
        request,
        "error.html",
        as_of=as_of,
        status=404,
        heading="Not yet printed",
        message=f"On {plain_day(as_of)} nobody had read this article: it {when}.",
        more=(request.url.path, "Read it all the same"),
    )


def _margin(record: Record) -> dict[str, dict[str, Any]]:
    """What the margin says of each statement, numbered in the order of the text."""
    spans = {s.id: (*s.source, *s.cue, *s.content) for s in record.statements}
    order = sorted(record.statements, key=lambda s: min(spans[s.id], default=(0, 0)))
    return {
        s.id: {
            "no": no,
            "names": [link.name for link in s.chain],
            "stance": s.stance.value,
            "kind": s.kind.value,
            "said": s.said,
            "told": s.told,
            "within": s.within,
            "confidence": s.confidence,
            "corrected_by": s.corrected_by,
        }
        for no, s in enumerate(order, 1)
    }


def _span_of(at: str | None, article: Article) -> Span | None:
    """The passage that "120-180" names."""
    if not at:
        return None
    start, _, end = at.partition("-")
    if not (start.isdecimal() and end.isdecimal() and len(at) < 30 and int(start) < int(end) <= len(article.text)):
        raise BadRequestError(f"at: {at[:40]!r} is no passage of this text. Write START-END, as in 120-180.")
    return int(start), int(end)


def _pieces_of(id: str | None, record: Record) -> Span | None:
    """All that a statement covers."""
    found = next((s for s in record.statements if s.id == id), None)
    pieces = (*found.source, *found.cue, *found.content) if found else ()
    return (min(a for a, _ in pieces), max(b for _, b in pieces)) if pieces else None


def _parts(found: Sequence[Paragraph]) -> list[tuple[Paragraph, ...]]:
    """A long text in parts that make a page each."""
    parts: list[list[Paragraph]] = [[]]
    weight = 0
    for paragraph in found:
        own = paragraph.span[1] - paragraph.span[0] + 150 * len(paragraph.segments) + 900 * len(paragraph.statements)
        if parts[-1] and weight + own > _PART:
            parts.append([])
            weight = 0
        parts[-1].append(paragraph)
        weight += own
    return [tuple(part) for part in parts]


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
    """On whose word things are told."""
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
    return page(request, "help.html", as_of=as_of, meanings=[(s.value, told) for s, told in _MEANINGS.items()])


# Errors


def tell_errors(app: FastAPI) -> None:
    """Errors as a page in plain words; the path of the ledger stays here."""

    def told(request: Request, status: int, message: str) -> Response:
        heading = {400: "That cannot be shown", 404: "Not here"}.get(status, "That did not work")
        return page(request, "error.html", as_of=None, status=status, heading=heading, message=message, more=None)

    def bad_request(request: Request, error: Exception) -> Response:
        return told(request, 400, str(error))

    def ledger_error(request: Request, error: Exception) -> Response:
        if isinstance(error, NotFound):
            return told(request, 404, f"This ledger has {_reason(error)}.")
        if isinstance(error, QuestionError):
            return told(request, 400, f"{_reason(error)}.")
        # The question was a good one; the ledger is locked, full, damaged or away.
        answer = told(request, 503, f"{_reason(error)}.")
        answer.headers["Retry-After"] = "10"
        return answer

    def invalid(request: Request, error: Exception) -> Response:
        first = error.errors()[0] if isinstance(error, RequestValidationError) else {}
        where = ".".join(str(part) for part in first.get("loc", ())[1:])
        return told(request, 400, f"{where}: {first.get('msg', 'not understood')}.")

    def http_error(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        message = "There is no such page." if status == 404 else f"The request was refused ({status})."
        return told(request, status, message)

    app.add_exception_handler(BadRequestError, bad_request)
    app.add_exception_handler(LedgerError, ledger_error)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http_error)


def _reason(error: Exception) -> str:
    reason = error.reason if isinstance(error, LedgerError) else str(error)
    return reason.rstrip(".")
