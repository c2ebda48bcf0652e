"""The API under /api: what a `Ledger` answers, under the same names and with the same fields, as JSON.

Lists are `{"items": […], "next": …}`, page by page; every answer has a strong ETag; every error is problem details.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Annotated, Any, Literal, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request, Security
from fastapi.responses import Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from reportedly.answering import Asks
from reportedly.answering import ask as answer_to
from reportedly.article import Article, Unread
from reportedly.brief import leading
from reportedly.ledger import Ledger, StatementFilter
from reportedly.ledger.corrections import Correction
from reportedly.ledger.events.outlook import open_of
from reportedly.vocabulary import EventType, Kind, LinkKind, Stance, Status
from reportedly.web import record_shapes, shapes, written_shapes
from reportedly.web.api_parameters import Asked, AskedShort, Day, Filter, Text, event_filter
from reportedly.web.common import Book, is_token
from reportedly.web.corrections import correct_as_asked
from reportedly.web.problems import PROBLEM, UNCHANGED, json_bytes, problem, tagged

__all__ = ["router"]


F = TypeVar("F", bound=Callable[..., Response])

_MOST_BYTES = 2_000_000
_MOST_ARTICLES = 200

router = APIRouter(prefix="/api", tags=["api"], generate_unique_id_function=lambda route: route.name)

# One thread reads what is posted, so that pages are answered while it does.
_reader = CapacityLimiter(1)


def _get(path: str, shape: Any, *, missing: bool = False) -> Callable[[F], F]:
    """A way to ask, described in full; HEAD is answered too."""
    responses: dict[int | str, dict[str, Any]] = {304: UNCHANGED, "default": {"description": "An error."} | PROBLEM}
    responses[400] = {"description": "Invalid value."} | PROBLEM
    if missing:
        responses[404] = {"description": "Not in the ledger."} | PROBLEM

    def decorate(endpoint: F) -> F:
        router.get(path, response_model=shape, responses=responses)(endpoint)
        router.head(path, include_in_schema=False, name=f"{endpoint.__name__}_head")(endpoint)
        return endpoint

    return decorate


def _answer(request: Request, book: Ledger, ask: Any, *, keep: bool = False) -> Response:
    return tagged(request, book, lambda: json_bytes(ask()), keep=keep)


def _page(page: Any) -> dict[str, Any]:
    return {"items": [item.to_dict() for item in page.items], "next": page.next}


def _list(items: Iterable[Any]) -> dict[str, Any]:
    return {"items": [item.to_dict() for item in items], "next": None}


def _open_each(book: Ledger, as_of: str | None, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events, each with `open`."""
    today = as_of or book.newest_day()
    return [event | {"open": open_of(SimpleNamespace(**event), today)} for event in events]


def _opened(book: Ledger, as_of: str | None, page: dict[str, Any]) -> dict[str, Any]:
    return page | {"items": _open_each(book, as_of, page["items"])}


# Events


@_get("/events", shapes.PageOf[shapes.Summary])
def find_events(
    request: Request,
    book: Book,
    filter: Filter,
    part: Asked,
    order: Literal["newest", "date", "size", "lead"] = "newest",
) -> Response:
    """Events: most recently reported first, by their own date, by number of articles, or most relevant first."""

    def told() -> dict[str, Any]:
        if order == "lead":
            return _list(leading(book, filter, as_of=part["as_of"], limit=part["limit"]))
        return _page(book.find_events(filter, order=order, **part))

    return _answer(request, book, lambda: _opened(book, part["as_of"], told()))


@_get("/events/{id}", shapes.Event, missing=True)
def event(request: Request, book: Book, id: str, as_of: Day = None) -> Response:
    """One event with every report of it."""
    return _answer(request, book, lambda: _open_each(book, as_of, [book.event(id, as_of=as_of).to_dict()])[0])


@_get("/events/{id}/history", shapes.PageOf[shapes.Change], missing=True)
def event_history(request: Request, book: Book, id: str, as_of: Day = None) -> Response:
    """History of one event by day of publication, oldest first; all on one page."""
    return _answer(request, book, lambda: _list(book.event_history(id, as_of=as_of)))


@_get("/changes", shapes.PageOf[shapes.Change], missing=True)
def changes(
    request: Request,
    book: Book,
    part: Asked,
    words: Text = None,
    name: Text = None,
    place: Text = None,
    type: EventType | None = None,
    status: Status | None = None,
    outlet: Text = None,
    conflict: bool | None = None,
    shown: bool | None = None,
    event: Text = None,
    since: Day = None,
    until: Day = None,
) -> Response:
    """Changes of the record, newest first; `since` and `until` are days on which the record changed."""
    filter = event_filter(words, name, place, type, status, outlet, conflict, shown)
    return _answer(
        request,
        book,
        lambda: _page(book.changes(filter, event=event or None, since=since, until=until, **part)),
    )


# Articles. Their ids are as their input gave them, and may hold slashes: what comes after an id is matched first.


@_get("/articles", shapes.PageOf[shapes.Article])
def articles_page(request: Request, book: Book, part: Asked, outlet: Text = None) -> Response:
    """Articles, newest first."""
    return _answer(
        request,
        book,
        lambda: _page(book.articles_page(outlet=outlet or None, **part)),
    )


@_get("/articles/{id:path}/shared", shapes.PageOf[shapes.Shared], missing=True)
def shared(request: Request, book: Book, id: str, as_of: Day = None) -> Response:
    """Articles that share passages with this one; all on one page."""
    return _answer(request, book, lambda: _list(book.shared(id, as_of=as_of)))


@_get("/articles/{id:path}/events", shapes.PageOf[shapes.Summary], missing=True)
def events_of(request: Request, book: Book, id: str, as_of: Day = None) -> Response:
    """Events that an article reports; all on one page."""
    return _answer(request, book, lambda: _opened(book, as_of, _list(book.events_of(id, as_of=as_of))))


@_get("/articles/{id:path}", record_shapes.Record, missing=True)
def record(request: Request, book: Book, id: str) -> Response:
    """The record of one article: its text with statements, entities, times and events."""
    return _answer(request, book, lambda: book.record(id).to_dict())


# Statements and names


@_get("/statements", shapes.Statements)
def search(
    request: Request,
    book: Book,
    part: Asked,
    words: Text = None,
    source: Text = None,
    outlet: Text = None,
    stance: Stance | None = None,
    kind: Kind | None = None,
    since: Day = None,
    until: Day = None,
) -> Response:
    """Statements, newest first, with counts by outlet, stance, kind and month."""
    filter = StatementFilter(
        words=words or None,
        source=source or None,
        outlet=outlet or None,
        stance=stance,
        kind=kind,
        since=since,
        until=until,
    )
    return _answer(request, book, lambda: book.search(filter, located=True, **part).to_dict())


@_get("/names", shapes.PageOf[shapes.Name])
def names(
    request: Request,
    book: Book,
    part: Asked,
    words: Text = None,
    kind: LinkKind | None = None,
) -> Response:
    """Sources by name, the one with most statements first."""
    return _answer(
        request,
        book,
        lambda: _page(book.names(words or None, kind=kind, **part)),
        keep=True,
    )


@_get("/names/{name:path}", shapes.Profile, missing=True)
def profile(request: Request, book: Book, name: str, as_of: Day = None) -> Response:
    """Profile of one person, organisation or outlet."""

    def told() -> dict[str, Any]:
        found = book.profile(name, as_of=as_of).to_dict()
        return found | {"events": _open_each(book, as_of, found["events"])}

    return _answer(request, book, told, keep=True)


# Across articles. These are worked out over the whole ledger: once for each state of it.


@_get("/conflicts", shapes.PageOf[shapes.ConflictOfEvent])
def conflicts_page(request: Request, book: Book, part: AskedShort) -> Response:
    """Reports of one event that cannot both hold, each with its event."""

    def ask() -> dict[str, Any]:
        page = book.conflicts_page(**part)
        items = [
            {"event": event.id, "what": event.what, "shown": event.shown} | conflict.to_dict()
            for event, conflict in page.items
        ]
        return {"items": items, "next": page.next}

    return _answer(request, book, ask, keep=True)


@_get("/drift", shapes.PageOf[shapes.Utterance])
def drift_page(request: Request, book: Book, part: AskedShort) -> Response:
    """Utterances that articles quote in different words."""
    return _answer(request, book, lambda: _page(book.drift_page(**part)), keep=True)


@_get("/echoes", shapes.PageOf[shapes.Echo])
def echoes_page(request: Request, book: Book, part: AskedShort) -> Response:
    """Groups of articles that go back to one text, in order of printing."""
    return _answer(request, book, lambda: _page(book.echoes_page(**part)), keep=True)


@_get("/origins", shapes.Origins)
def origins_page(
    request: Request,
    book: Book,
    part: Asked,
    events: Annotated[int, Query(ge=1, le=500, description="How many of the newest events to look at.")] = 100,
) -> Response:
    """Original sources of the newest events, most articles first."""
    return _answer(
        request,
        book,
        lambda: book.origins_page(events=events, **part).to_dict(),
        keep=True,
    )


@_get("/counts", shapes.Counts)
def counts(request: Request, book: Book) -> Response:
    """The size of the ledger."""
    return _answer(request, book, lambda: book.counts().to_dict())


@_get("/ask", shapes.Answer)
def ask(
    request: Request,
    book: Book,
    q: Annotated[
        str,
        Query(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$", description="The question, in plain English."),
    ] = "",
    asks: Asks | None = None,
    about: Text = None,
    source: Text = None,
    type: EventType | None = None,
    status: Status | None = None,
    since: Day = None,
    until: Day = None,
    as_of: Day = None,
) -> Response:
    """Answer a plain question in a few sentences from the record alone; parameters override the interpretation."""
    given = {"asks": asks, "about": about, "source": source, "type": type, "status": status, "since": since,
             "until": until}  # fmt: skip
    # An empty value takes away what was understood; of a closed list it is not sent.
    filters = {name: value for name, value in given.items() if value is not None}

    def told() -> dict[str, Any]:
        found = answer_to(book, q, as_of=as_of, filters=filters).to_dict()
        return found | {name: _open_each(book, as_of, found[name]) for name in ("events", "nearest")}

    return _answer(request, book, told)


# Articles in

_bearer = HTTPBearer(auto_error=False, description="The token that the server was started with.")
_ARTICLE = {"$ref": f"#/components/schemas/{written_shapes.ArticleIn.__name__}"}
# JSON lines are told of in words alone: a kind of body that a generator of clients does not know costs it the whole
# operation.
_BODY = {
    "required": True,
    "description": (
        f"One article or a list of them; at most {_MOST_ARTICLES}, in {_MOST_BYTES:,} bytes. JSON lines, an article a "
        "line, are taken too, as application/x-ndjson."
    ),
    "content": {
        "application/json": {
            "schema": {"anyOf": [_ARTICLE, {"type": "array", "items": _ARTICLE, "minItems": 1}]},
        },
    },
}


@router.post(
    "/articles",
    response_model=written_shapes.Added,
    openapi_extra={"requestBody": _BODY},
    responses={
        400: {"description": "No article in it could be read."} | PROBLEM,
        401: {"description": "The token is missing or wrong."} | PROBLEM,
        403: {"description": "This server accepts no articles: it was started without a token."} | PROBLEM,
        413: {"description": "Too many bytes or articles."} | PROBLEM,
        415: {"description": "Neither JSON nor JSON lines."} | PROBLEM,
        "default": {"description": "An error."} | PROBLEM,
    },
)
async def add(
    request: Request,
    book: Book,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Response:
    """Read articles and add them; those already in the ledger stay unchanged."""
    if not request.app.state.token:
        return problem(403, "This server accepts no articles. Start it with a token to allow this.")
    if not is_token(request, bearer.credentials if bearer else ""):
        return problem(
            401,
            "Send the header `Authorization: Bearer TOKEN`.",
            headers={"WWW-Authenticate": 'Bearer realm="articles"'},
        )
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "application/x-ndjson", "application/jsonl"):
        return problem(415, "Send application/json, or application/x-ndjson with one article a line.")
    body = await _body(request)
    if body is None:
        return problem(413, f"At most {_MOST_BYTES:,} bytes at a time. Send fewer articles.")
    return await to_thread.run_sync(functools.partial(_add, book, body), limiter=_reader)


async def _body(request: Request) -> bytes | None:
    """The body; None where it is too long, of which no more is kept than was allowed."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= _MOST_BYTES:
            parts.append(part)
    return b"".join(parts) if size <= _MOST_BYTES else None


def _add(book: Ledger, body: bytes) -> Response:
    from reportedly.intake.jsonl import read_json_lines
    from reportedly.reading import read_all

    given = list(read_json_lines(io.BytesIO(body), source="body", max_bytes=_MOST_BYTES))
    if len(given) > _MOST_ARTICLES:
        return problem(413, f"At most {_MOST_ARTICLES} articles at a time; these are {len(given)}.")
    items: list[dict[str, Any]] = []
    unread: list[dict[str, Any]] = []
    for item in read_all(_each(given)):
        if isinstance(item, Unread):
            unread.append(item.to_dict())
        else:
            items.append({"id": item.article.id, "added": book.add(item)})
            if not items[-1]["added"] and (gone := book.withdrawn([item.article])):
                items[-1]["withdrawn"] = gone[item.article.id].kind
    if not items:
        reason = f"{unread[0]['source']}: {unread[0]['reason']}." if unread else "There is no article in it."
        return problem(400, reason, unread=unread)
    added = sum(item["added"] for item in items)
    return Response(
        json_bytes({"items": items, "added": added, "known": len(items) - added, "unread": unread}),
        media_type="application/json",
    )


def _each(given: list[Article | Unread]) -> Iterator[Article | Unread]:
    yield from given


# Corrections: listed for everybody, made and undone with the token

_Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]

_WRITING: dict[int | str, dict[str, Any]] = {
    400: {"description": "Invalid value, or nothing to correct."} | PROBLEM,
    401: {"description": "The token is missing or wrong."} | PROBLEM,
    403: {"description": "This server accepts no corrections: it was started without a token."} | PROBLEM,
    404: {"description": "Not in the ledger."} | PROBLEM,
    "default": {"description": "An error."} | PROBLEM,
}


@_get("/corrections", shapes.PageOf[written_shapes.Correction], missing=True)
def corrections(
    request: Request, book: Book, event: Text = None, article: Text = None, undone: bool = False
) -> Response:
    """Corrections, oldest first, all on one page; `undone`: include those that were undone."""

    def told() -> dict[str, Any]:
        found = book.corrections(event=event or None, article=article or None, undone=undone)
        return {"items": [one.to_dict() for one in found], "next": None}

    return _answer(request, book, told)


@router.post("/corrections", response_model=written_shapes.Corrections, responses=_WRITING)
def correct(request: Request, book: Book, asked: written_shapes.CorrectionIn, bearer: _Bearer) -> Response:
    """Correct an event, a statement, an article or a name."""
    return _written(request, bearer, lambda: correct_as_asked(book, asked))


@router.delete("/corrections/{id}", response_model=written_shapes.Corrections, responses=_WRITING)
def undo_correction(request: Request, book: Book, id: str, bearer: _Bearer, who: Text = None) -> Response:
    """Undo a correction."""
    return _written(request, bearer, lambda: (book.undo_correction(id, who=who or ""),))


def _written(
    request: Request, bearer: HTTPAuthorizationCredentials | None, write: Callable[[], tuple[Correction, ...]]
) -> Response:
    if not request.app.state.token:
        return problem(403, "This server accepts no corrections. Start it with a token to allow this.")
    if not is_token(request, bearer.credentials if bearer else ""):
        headers = {"WWW-Authenticate": 'Bearer realm="corrections"'}
        return problem(401, "Send the header `Authorization: Bearer TOKEN`.", headers=headers)
    try:
        made = write()
    except ValueError as error:
        return problem(400, str(error))
    return Response(json_bytes({"items": [one.to_dict() for one in made]}), media_type="application/json")
