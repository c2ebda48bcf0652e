"""The page that answers a plain question, with how it was understood as filters that can be changed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from reportedly.answering import Asks, Question, ask, understand
from reportedly.ledger import EventFilter
from reportedly.vocabulary import EventType, Status
from reportedly.web.common import AsOf, BadRequestError, Book
from reportedly.web.conditional import KeptRoute
from reportedly.web.rendering import page

__all__ = ["MEANINGS", "router"]

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=KeptRoute)

_Asked = Annotated[str | None, Query(max_length=500)]

MEANINGS = {
    Asks.STATUS: "whether it is on",
    Asks.WHEN: "when it is",
    Asks.SINCE: "since when",
    Asks.WHERE: "where it is",
    Asks.WHO: "who takes part",
    Asks.SAYS: "who says so",
    Asks.DISAGREES: "who disagrees",
    Asks.CHANGED: "what changed",
    Asks.SAID: "what somebody said",
    Asks.EVENTS: "which events",
    Asks.COUNT: "how many sources",
    Asks.REASON: "why",
}


@router.get("/ask")
def asked(
    request: Request,
    book: Book,
    as_of: AsOf,
    q: _Asked = None,
    asks: _Asked = None,
    about: _Asked = None,
    source: _Asked = None,
    type: _Asked = None,
    status: _Asked = None,
    since: _Asked = None,
    until: _Asked = None,
) -> Response:
    """An answer of a few sentences with their sources; the filters that are set by hand come before the question."""
    given = {"asks": asks, "about": about, "source": source, "type": type, "status": status, "since": since,
             "until": until}  # fmt: skip
    filters = {name: value for name, value in given.items() if value is not None}
    answer = None
    with book.at_once():
        if (q or "").strip() or any(filters.values()):
            try:
                answer = ask(book, q or "", as_of=as_of, filters=filters)
            except ValueError as error:
                raise BadRequestError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
        newest = book.find_events(EventFilter(shown=True), as_of=as_of, limit=4).items if answer is None else ()
    return page(
        request,
        "ask.html",
        as_of=as_of,
        q=q or "",
        answer=answer,
        numbers={cite: i for i, cite in enumerate(answer.cites, 1)} if answer else {},
        understood=answer.question.filters() if answer else Question().filters(),
        asks=[(kind.value, told) for kind, told in MEANINGS.items()],
        types=[kind.value for kind in EventType],
        all_statuses=[kind.value for kind in Status],
        newest=newest,
    )


def prepare() -> None:
    """Make what questions are read by ready, so that the first to ask need not wait for it."""
    understand("What changed since Monday 2 March?", today="2026-03-06")
