"""Every list of the room as CSV, JSON or XLSX, by the same filters as its page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from reportedly.export.lists import Listing
from reportedly.export.tables import EVENTS, event_rows
from reportedly.ledger import EventFilter, StatementFilter
from reportedly.web.common import AsOf, Book

__all__ = ["MOST", "guarded", "router"]

router = APIRouter(include_in_schema=False)

MOST = 10_000
"""Entries of a list that are written; what is left out is told in the header `X-Left-Out`."""

_FEW = 1_000
"""The same of lists whose every entry is worked out when it is asked for."""

_PAGE = 200

Form = Literal["csv", "json", "xlsx"]
Asked = Annotated[str | None, Query(max_length=1000)]

_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """A text as a cell of CSV that no spreadsheet takes for a formula: an apostrophe before what could begin one.

    >>> guarded("=1+1"), guarded("Varga")
    ("'=1+1", 'Varga')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


@router.get("/events.{form}")
def events(
    form: Form,
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
) -> Response:
    """The events that the page of the same query lists."""
    filter = EventFilter(
        words=words or None,
        name=name or None,
        place=place or None,
        type=type or None,
        status=status or None,
        outlet=outlet or None,
        since=since or None,
        until=until or None,
        open=True if open else None,
        conflict=True if conflict else None,
    )
    wanted = filter if all else replace(filter, shown=True)
    order: Literal["newest", "date", "size"] = "date" if sort == "date" else "size" if sort == "size" else "newest"
    with book.at_once():
        found, more = _every(lambda **part: book.find_events(wanted, as_of=as_of, order=order, **part))
    rows = [list(row.values()) for row in event_rows(found)]
    return _written(form, "events", Listing(items=[e.to_dict() for e in found], columns=tuple(EVENTS), rows=rows,
                                            lines=()), more)  # fmt: skip


@router.get("/articles.{form}")
def articles(form: Form, book: Book, as_of: AsOf, outlet: Asked = None, words: Asked = None) -> Response:
    """Articles, newest first."""
    columns = ("id", "outlet", "published", "title", "url")
    with book.at_once():
        if words:
            found, more = list(book.find_articles(words, as_of=as_of, limit=_PAGE * 5)), False
        else:
            found, more = _every(lambda **part: book.articles_page(outlet=outlet or None, as_of=as_of, **part))
    return _answers(form, "articles", columns, found, more)


@router.get("/names.{form}")
def names(form: Form, book: Book, as_of: AsOf, words: Asked = None, kind: Asked = None) -> Response:
    """Names, those of most statements first."""
    columns = ("name", "kind", "statements", "articles")
    found, more = _every(lambda **part: book.names(words or None, kind=kind or None, as_of=as_of, **part))
    return _answers(form, "names", columns, found, more)


@router.get("/search.{form}")
def statements(
    form: Form,
    book: Book,
    as_of: AsOf,
    words: Asked = None,
    source: Asked = None,
    outlet: Asked = None,
    stance: Asked = None,
    kind: Asked = None,
    since: Asked = None,
    until: Asked = None,
    q: Asked = None,
) -> Response:
    """The statements that a search finds."""
    given = {"words": words or q, "source": source, "outlet": outlet, "stance": stance, "kind": kind, "since": since,
             "until": until}  # fmt: skip
    filter = StatementFilter(**{name: (value or "").strip() or None for name, value in given.items()})
    columns = ("article", "outlet", "published", "id", "kind", "stance", "source", "cue", "content", "chain", "said",
               "corrected_by")  # fmt: skip
    found, more = _every(lambda **part: book.search(filter, as_of=as_of, facets=False, **part))
    return _answers(form, "statements", columns, found, more)


@router.get("/conflicts.{form}")
def conflicts(form: Form, book: Book, as_of: AsOf) -> Response:
    """Reports that cannot both hold."""
    from reportedly.export.lists import conflict_list
    from reportedly.ledger.events.sides import sides_of

    with book.at_once():
        found, more = _every(lambda **part: book.conflicts_page(as_of=as_of, shown_only=True, **part), most=_FEW)
        told = [(event, conflict, sides_of(event, conflict)) for event, conflict in found]
    return _written(form, "conflicts", conflict_list(told), more)


@router.get("/drift.{form}")
def drift(form: Form, book: Book, as_of: AsOf) -> Response:
    """Utterances in several wordings."""
    from reportedly.export.lists import drift_list

    found, more = _every(lambda **part: book.drift_page(as_of=as_of, **part), most=_FEW)
    return _written(form, "drift", drift_list(found), more)


@router.get("/echoes.{form}")
def echoes(form: Form, book: Book, as_of: AsOf) -> Response:
    """Articles that print one text."""
    from reportedly.export.lists import echo_list

    with book.at_once():
        found, more = _every(lambda **part: book.echoes_page(as_of=as_of, **part), most=_FEW)
        titles = book.articles_by_id({id for echo in found for id in echo.articles})
    return _written(form, "echoes", echo_list(found, titles, {}), more)


def _every(page: Callable[..., Any], *, most: int = MOST) -> tuple[list[Any], bool]:
    """All entries of a list, or the first so many, and whether there are more."""
    found: list[Any] = []
    cursor: str | None = None
    while len(found) < most:
        part = page(limit=min(_PAGE, most - len(found)), cursor=cursor)
        found += part.items
        if (cursor := part.next) is None:
            return found, False
    return found, True


def _answers(form: Form, name: str, columns: tuple[str, ...], found: Sequence[Any], more: bool) -> Response:
    rows = [[getattr(one, column) for column in columns] for one in found]
    listing = Listing(items=[one.to_dict() for one in found], columns=columns, rows=rows, lines=())
    return _written(form, name, listing, more)


def _written(form: Form, name: str, listing: Listing, more: bool) -> Response:
    if form == "json":
        data = json.dumps(list(listing.items), ensure_ascii=False, indent=1).encode("utf-8", "replace")
    elif form == "csv":
        data = _csv(listing)
    else:
        from reportedly.export.xlsx import to_xlsx

        data = to_xlsx(listing.columns, listing.rows, name=name)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Cache-Control": "no-cache"}
    if more:
        headers["X-Left-Out"] = f"more than the first {len(listing.items)}"
    return Response(data, media_type=_KINDS[form], headers=headers)


def _csv(listing: Listing) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(listing.columns)
    writer.writerows(list(_cells(row)) for row in listing.rows)
    # The mark by which spreadsheets know UTF-8.
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8", "replace")


def _cells(row: Sequence[Any]) -> Iterator[str]:
    for value in row:
        if value is None:
            yield ""
        elif isinstance(value, bool):
            yield "yes" if value else "no"
        elif isinstance(value, int | float):
            yield str(value)
        else:
            yield guarded("; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))
