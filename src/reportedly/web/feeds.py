"""What calendar programs and feed readers subscribe to, and one event for other programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from reportedly.export.atom import statements_to_atom, to_atom
from reportedly.export.ics import entry_of_event, to_ics
from reportedly.export.whole import calendar_entries, event_jsonld, passed_lately
from reportedly.ledger import EventFilter, StatementAnswer, StatementFilter
from reportedly.vocabulary import EventType, Kind, Stance, Status
from reportedly.web.api_parameters import Day, Filter, Text, event_filter
from reportedly.web.common import Book
from reportedly.web.problems import PROBLEM, UNCHANGED, tagged

__all__ = ["router"]

F = TypeVar("F", bound=Callable[..., Response])

_MOST_ENTRIES = 2000

router = APIRouter(tags=["feeds"], generate_unique_id_function=lambda route: route.name)

_FeedEntries = Annotated[int, Query(ge=1, le=200, description="Maximum number of entries, newest first.")]
_Entries = Annotated[int, Query(ge=1, le=_MOST_ENTRIES, description="Maximum number of entries, newest first.")]


class _Calendar(Response):
    media_type = "text/calendar"


class _Feed(Response):
    media_type = "application/atom+xml"


class _LinkedData(Response):
    media_type = "application/ld+json"


def _get(path: str, kind: type[Response], *, missing: bool = False) -> Callable[[F], F]:
    responses: dict[int | str, dict[str, Any]] = {304: UNCHANGED, "default": {"description": "An error."} | PROBLEM}
    responses[200] = {"content": {str(kind.media_type): {"schema": {"type": "string"}}}}
    if kind is _LinkedData:
        responses[200] = {"content": {str(kind.media_type): {"schema": {"type": "object"}}}}
    responses[400] = {"description": "Invalid value."} | PROBLEM
    if kind is _Feed:
        responses[200]["content"]["text/xml"] = {"schema": {"type": "string"}}
    if missing:
        responses[404] = {"description": "Not in the ledger."} | PROBLEM

    def decorate(endpoint: F) -> F:
        router.get(path, response_class=kind, responses=responses)(endpoint)
        router.head(path, include_in_schema=False, name=f"{endpoint.__name__}_head")(endpoint)
        return endpoint

    return decorate


@_get("/calendar.ics", _Calendar)
def calendar(
    request: Request, book: Book, filter: Filter, as_of: Day = None, limit: _Entries = _MOST_ENTRIES
) -> Response:
    """Dated events as iCalendar, those most recently reported, filtered by name, place or type.

    Less certain events are left out.
    """
    asked = replace(filter, shown=True) if filter.shown is None else filter

    def make() -> bytes:
        entries = calendar_entries(book, asked, as_of=as_of, limit=limit)
        today = as_of or book.newest_day()
        return to_ics(entries, name=_name(filter), base_url=_base(request), today=today)

    def newest() -> str:
        found = book.find_events(asked, as_of=as_of, limit=1).items
        return found[0].newest if found else ""

    return tagged(request, book, make, media_type=_CALENDAR, newest=newest, keep=True)


@_get("/changes.atom", _Feed, missing=True)
def changes_feed(
    request: Request,
    book: Book,
    event: Text = None,
    name: Text = None,
    words: Text = None,
    place: Text = None,
    type: EventType | None = None,
    status: Status | None = None,
    outlet: Text = None,
    conflict: bool | None = None,
    as_of: Day = None,
    limit: _FeedEntries = 50,
) -> Response:
    """Changes of the record as Atom, newest first: of everything, of one event, or of the events of a saved search.

    `status` is what an event has come to. Those of less certain events are left out, unless one is asked for.
    """
    filter = event_filter(words, name, place, type, status, outlet, conflict, None if event else True)

    def found() -> Any:
        return book.changes(filter, event=event or None, as_of=as_of, limit=limit).items

    def make() -> bytes:
        asked = (words, name, place, type, status, outlet, "in conflict" if conflict else None)
        told = " and ".join(f"“{part}”" for part in asked if part)
        more = {"place": place, "type": type, "status": status, "outlet": outlet, "conflict": conflict}
        about = "".join(f"&{name}={value}" for name, value in more.items() if value not in (None, ""))
        return to_atom(
            found(),
            title=f"What changed: {told}" if told else "What changed",
            about=f"event={event or ''}&name={name or ''}&words={words or ''}{about}",
            base_url=_base(request),
            self_url=str(request.url),
            passed=() if event else passed_lately(book, filter, as_of=as_of, limit=limit),
        )

    def newest() -> str:
        items = book.changes(filter, event=event or None, as_of=as_of, limit=1).items
        return items[0].day if items else ""

    return tagged(
        request, book, make, media_type=_feed_type(request), newest=newest, headers={"Vary": "Accept"}, keep=True
    )


@_get("/statements.atom", _Feed)
def statements_feed(
    request: Request,
    book: Book,
    words: Text = None,
    source: Text = None,
    outlet: Text = None,
    stance: Stance | None = None,
    kind: Kind | None = None,
    since: Day = None,
    as_of: Day = None,
    limit: _FeedEntries = 50,
) -> Response:
    """Statements of a saved search as Atom, newest first."""
    filter = StatementFilter(
        words=words or None, source=source or None, outlet=outlet or None, stance=stance, kind=kind, since=since
    )
    asked = {"words": words, "source": source, "outlet": outlet, "stance": stance, "kind": kind, "since": since}

    def found(most: int) -> Sequence[StatementAnswer]:
        return book.search(filter, as_of=as_of, limit=most, facets=False).items

    def make() -> bytes:
        told = " and ".join(f"“{value}”" for value in asked.values() if value)
        return statements_to_atom(
            found(limit),
            title=f"Statements: {told}" if told else "Statements",
            about="&".join(f"{name}={value or ''}" for name, value in asked.items()),
            base_url=_base(request),
            self_url=str(request.url),
        )

    def newest() -> str:
        return next((statement.published or "" for statement in found(1)), "")

    return tagged(
        request, book, make, media_type=_feed_type(request), newest=newest, headers={"Vary": "Accept"}, keep=True
    )


@_get("/event/{id}.ics", _Calendar, missing=True)
def event_calendar(request: Request, book: Book, id: str, as_of: Day = None) -> Response:
    """One event as iCalendar."""

    def make() -> bytes:
        event = book.event(id, as_of=as_of)
        entry = entry_of_event(event, book.event_history(id, as_of=as_of))
        today = as_of or book.newest_day()
        return to_ics([entry], name=event.what, base_url=_base(request), today=today)

    return tagged(
        request,
        book,
        make,
        media_type=_CALENDAR,
        newest=lambda: book.event(id, as_of=as_of).newest,
        headers={"Content-Disposition": 'attachment; filename="event.ics"'},
    )


@_get("/event/{id}.jsonld", _LinkedData, missing=True)
def event_linked_data(request: Request, book: Book, id: str, as_of: Day = None) -> Response:
    """One event as JSON-LD: schema.org Event and Claim, with PROV-O for attribution."""
    return tagged(
        request,
        book,
        lambda: event_jsonld(book, book.event(id, as_of=as_of), base_url=_base(request)),
        media_type=str(_LinkedData.media_type),
        newest=lambda: book.event(id, as_of=as_of).newest,
    )


def _feed_type(request: Request) -> str:
    """Atom by its own name; as text/xml, which more programs know, where that alone is asked for."""
    accepted = request.headers.get("accept", "*/*")
    is_xml = "text/xml" in accepted and not any(kind in accepted for kind in ("atom+xml", "*/*"))
    return "text/xml; charset=utf-8" if is_xml else str(_Feed.media_type)


_CALENDAR = "text/calendar; charset=utf-8"


def _name(filter: EventFilter) -> str:
    told = [value for value in (filter.words, filter.name, filter.place, filter.type, filter.status) if value]
    return f"Reportedly: {', '.join(told)}" if told else "Reportedly"


def _base(request: Request) -> str:
    """Where the site is, as the request names it: only under names that the guard knows."""
    return str(request.base_url).rstrip("/")
