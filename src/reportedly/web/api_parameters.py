"""Parameters of the API: words, days, filters of events, and which part of a list is asked for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypedDict

from fastapi import Depends, Query
from pydantic import AfterValidator

from reportedly.ledger import EventFilter
from reportedly.vocabulary import EventType, Status

__all__ = ["Asked", "AskedShort", "Day", "Filter", "Text", "event_filter"]


def _is_day(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is not a day; write YYYY-MM-DD") from None
    return value


Text = Annotated[str | None, Query(max_length=1000, pattern=r"^[^\x00-\x1f\x7f]*$")]
Day = Annotated[
    str | None,
    Query(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"}),
    AfterValidator(lambda value: value if value is None else _is_day(value)),
]
Limit = Annotated[int, Query(ge=1, le=200, description="Maximum number of items.")]
Cursor = Annotated[
    str | None, Query(max_length=2000, description="`next` of the previous page; leave it out for the first.")
]


def event_filter(
    words: Text = None,
    name: Text = None,
    place: Text = None,
    type: EventType | None = None,
    status: Status | None = None,
    outlet: Text = None,
    conflict: bool | None = None,
    shown: bool | None = None,
    since: Day = None,
    until: Day = None,
    open: bool | None = None,
) -> EventFilter:
    """Which events are asked for; `since` and `until` are days that the event's own date shares, `open` those ahead."""
    return EventFilter(
        words=words or None,
        name=name or None,
        place=place or None,
        type=type,
        status=status,
        outlet=outlet or None,
        conflict=conflict,
        shown=shown,
        since=since,
        until=until,
        open=open,
    )


Filter = Annotated[EventFilter, Depends(event_filter)]


class Part(TypedDict):
    """Which part of a list is asked for, on which day's record."""

    as_of: str | None
    limit: int
    cursor: str | None


def _part(as_of: Day = None, limit: Limit = 50, cursor: Cursor = None) -> Part:
    return Part(as_of=as_of, limit=limit, cursor=cursor)


def _short_part(as_of: Day = None, limit: Limit = 20, cursor: Cursor = None) -> Part:
    return Part(as_of=as_of, limit=limit, cursor=cursor)


Asked = Annotated[Part, Depends(_part)]
AskedShort = Annotated[Part, Depends(_short_part)]
