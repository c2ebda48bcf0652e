"""A ledger -> one file of a form: what to ask it, page by page, and which pure function writes the answer."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from reportedly.errors import ReportedlyError
from reportedly.ledger.events.outlook import open_of
from reportedly.lexicon.folding import fold

if TYPE_CHECKING:
    from reportedly.export.ics import Entry
    from reportedly.export.jsonld import Part
    from reportedly.ledger import ChangeAnswer, EventAnswer, EventFilter, EventSummary, Ledger, Page, StatementAnswer

__all__ = [
    "FORMS",
    "Form",
    "What",
    "calendar_entries",
    "event_jsonld",
    "every",
    "export",
    "passed_lately",
    "write_whole",
]

T = TypeVar("T")

_PAGE = 1000
# Records looked into for what the participants of one event are.
_MOST_RECORDS = 3
_LATELY = 60  # days in which an event that went by without word is told of


class Form(StrEnum):
    """A form that other programs read."""

    ICS = "ics"
    ATOM = "atom"
    CSV = "csv"
    PARQUET = "parquet"
    JSONLD = "jsonld"
    JSON = "json"
    MARKDOWN = "markdown"


class What(StrEnum):
    """What of a ledger is exported."""

    EVENTS = "events"
    REPORTS = "reports"
    STATEMENTS = "statements"
    CHANGES = "changes"


FORMS: Mapping[Form, tuple[What, ...]] = {
    Form.ICS: (What.EVENTS,),
    Form.ATOM: (What.CHANGES,),
    Form.CSV: tuple(What),
    Form.PARQUET: tuple(What),
    Form.JSONLD: (What.EVENTS, What.STATEMENTS),
    Form.JSON: tuple(What),
    Form.MARKDOWN: (What.EVENTS,),
}
"""The contents that each format supports; the first is the default."""


def every(page: Callable[..., Page[T]], *args: Any, **options: Any) -> Iterator[T]:
    """All items of a paged query of the ledger."""
    cursor: str | None = None
    while True:
        found = page(*args, limit=_PAGE, cursor=cursor, **options)
        yield from found.items
        cursor = found.next
        if cursor is None:
            return


def export(
    ledger: Ledger,
    *,
    form: str,
    what: str | None = None,
    name: str | None = None,
    place: str | None = None,
    type: str | None = None,
    filter: EventFilter | None = None,
    as_of: str | None = None,
    base_url: str = "",
) -> bytes:
    """The contents of a ledger, as the bytes of one file.

    Args:
        form: One of `Form`.
        what: One of `What`; None: the first of `FORMS[form]`.
        name: Filter events by participant, statements by a name in their chain.
        place: Filter events by place.
        type: Filter events by type.
        filter: Any filter of events, instead of `name`, `place` and `type`; for statements its name, words and days
            of publication apply.
        as_of: As of the end of that day (ISO).
        base_url: Address of the web application, for links.

    Raises:
        ReportedlyError: A format that does not support `what`, or that needs a package that is not installed.
        LedgerError: The ledger cannot be read.
    """
    form, what = _checked(form, what)
    from reportedly.ledger import EventFilter

    if filter is None:
        filter = EventFilter(name=name, place=place, type=type)
    if what is What.STATEMENTS and (filter.place or filter.type or filter.status or filter.open):
        raise ReportedlyError(
            "Statements",
            "they have no place, type or status of an event",
            "Leave out --place, --type, --status and --open",
        )
    asked = _Asked(ledger, filter, as_of)
    if form is Form.ICS:
        from reportedly.export.ics import to_ics

        today = as_of or ledger.newest_day()
        return to_ics(calendar_entries(ledger, asked.filter, as_of=as_of), base_url=base_url, today=today)
    if form is Form.ATOM:
        from reportedly.export.atom import to_atom

        more = [filter.words, filter.status, str(filter.since), str(filter.until), filter.open]
        is_more = any((filter.words, filter.status, filter.since, filter.until, filter.open))
        query = json.dumps([filter.name, filter.place, filter.type, *(more if is_more else ())])
        changes = [change for change in asked.changes() if change.shown]
        passed = passed_lately(ledger, filter, as_of=as_of)
        return to_atom(changes, about=query, base_url=base_url, passed=passed)
    if form is Form.MARKDOWN:
        return _markdown(asked)
    if form is Form.JSONLD:
        return _jsonld(asked, what, base_url)
    if form is Form.JSON:
        return _json(asked, what)
    return _table(asked, form, what)


def _checked(form: str, what: str | None) -> tuple[Form, What]:
    if form not in tuple(Form):
        raise ReportedlyError(f"Form {form!r}", "there is no such form", f"One of: {', '.join(Form)}")
    if what is not None and what not in tuple(What):
        raise ReportedlyError(f"{what!r}", "a ledger has no such thing", f"One of: {', '.join(What)}")
    can = FORMS[Form(form)]
    if what is not None and what not in can:
        raise ReportedlyError(f"Form {form!r}", f"it cannot hold {what}", f"It holds: {', '.join(can)}")
    return Form(form), What(what) if what else can[0]


class _Asked:
    """The answers of a ledger that an export is made of, lazily."""

    def __init__(self, ledger: Ledger, filter: EventFilter, as_of: str | None) -> None:
        from reportedly.ledger import EventFilter

        self.ledger = ledger
        self.as_of = as_of
        self.filter = filter
        self._all = filter == EventFilter()

    def summaries(self) -> Iterator[EventSummary]:
        return every(self.ledger.find_events, self.filter, as_of=self.as_of)

    def events(self) -> Iterable[EventAnswer]:
        """Events with all their reports, the one last reported on first."""
        if self._all:
            return self.ledger.events(as_of=self.as_of)
        return (self.ledger.event(found.id, as_of=self.as_of) for found in self.summaries())

    def changes(self) -> Iterator[ChangeAnswer]:
        return every(self.ledger.changes, self.filter, as_of=self.as_of)

    def statements(self, *, located: bool = False) -> Iterable[StatementAnswer]:
        asked = self.filter
        last = min((str(day) for day in (self.as_of, asked.until) if day), default=None)
        return self.ledger.statements(asked.words, source=asked.name, since=asked.since, as_of=last, located=located)


def calendar_entries(
    ledger: Ledger, filter: EventFilter, *, as_of: str | None = None, limit: int | None = None
) -> list[Entry]:
    """Calendar entries of the dated events that pass a filter, the one last reported on first; at most so many.

    Only events that front ends show, unless the filter says otherwise.
    """
    from dataclasses import replace
    from itertools import islice

    from reportedly.export.ics import Entry

    # An event without a date is no entry: it takes no place among the most.
    dated = filter if filter.since or filter.until else replace(filter, since="0001-01-01")
    dated = replace(dated, shown=True) if dated.shown is None else dated
    events = list(islice(every(ledger.find_events, dated, as_of=as_of), limit))
    newest = ledger.last_changes((event.id for event in events), as_of=as_of)
    return [Entry(event, newest.get(event.id)) for event in events]


def passed_lately(
    ledger: Ledger, filter: EventFilter, *, as_of: str | None = None, limit: int = 50
) -> list[tuple[EventSummary, str]]:
    """Events whose day went by without word in the 60 days before the newest in print, the last first, each with it."""
    from dataclasses import replace
    from datetime import date, timedelta

    from reportedly.ledger.events.outlook import has_passed, last_day

    today = as_of or ledger.newest_day()
    if today is None:
        return []
    last = date.fromisoformat(today)
    since = max(last - timedelta(days=_LATELY), date.min + timedelta(days=1))
    asked = replace(filter, since=since, until=last - timedelta(days=1), shown=True, open=None)
    found = ledger.find_events(asked, as_of=as_of, order="date", limit=500).items
    passed = [(event, day.isoformat()) for event in found if has_passed(event, today) and (day := last_day(event))]
    return sorted(passed, key=lambda pair: (pair[1], pair[0].id), reverse=True)[:limit]


def _markdown(asked: _Asked) -> bytes:
    from dataclasses import replace

    from reportedly.brief import make_brief
    from reportedly.export.markdown import to_markdown

    told = make_brief(asked.ledger, as_of=asked.as_of)
    if not asked._all:
        kept = {found.id for found in asked.summaries()}
        told = replace(told, events=tuple(event for event in told.events if event.id in kept))
    return (to_markdown(told) + "\n").encode("utf-8", "replace")


def _json(asked: _Asked, what: What) -> bytes:
    answers: list[dict[str, Any]]
    if what is What.EVENTS:
        today = asked.as_of or asked.ledger.newest_day()
        answers = [event.to_dict() | {"open": open_of(event, today)} for event in asked.events()]
    elif what is What.REPORTS:
        answers = [
            report.to_dict() | {"event": event.id, "what": event.what}
            for event in asked.events()
            for report in event.reports
        ]
    elif what is What.CHANGES:
        answers = [change.to_dict() for change in asked.changes()]
    else:
        answers = [statement.to_dict() for statement in asked.statements(located=True)]
    return json.dumps(answers, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _table(asked: _Asked, form: Form, what: What) -> bytes:
    from reportedly.export import tables

    if what is What.EVENTS:
        columns, rows = tables.EVENTS, tables.event_rows(asked.summaries())
    elif what is What.REPORTS:
        columns, rows = tables.REPORTS, tables.report_rows(asked.events())
    elif what is What.CHANGES:
        columns, rows = tables.CHANGES, tables.rows_of(tables.CHANGES, asked.changes())
    else:
        columns, rows = tables.STATEMENTS, tables.rows_of(tables.STATEMENTS, asked.statements())
    if form is Form.CSV:
        from reportedly.export.csv import to_csv

        return to_csv(columns, rows)
    from reportedly.export.parquet import to_parquet

    return to_parquet(columns, rows)


def _jsonld(asked: _Asked, what: What, base_url: str) -> bytes:
    from reportedly.export.jsonld import events_to_jsonld, statements_to_jsonld

    articles = {article.id: article for article in asked.ledger.articles(as_of=asked.as_of)}
    if what is What.STATEMENTS:
        return statements_to_jsonld(asked.statements(), articles=articles, base_url=base_url)
    events = list(asked.events())
    parts = {event.id: _parts(asked.ledger, event) for event in events}
    return events_to_jsonld(events, articles=articles, parts=parts, base_url=base_url)


def event_jsonld(ledger: Ledger, event: EventAnswer, *, base_url: str = "") -> bytes:
    """One event as JSON-LD, with what its articles know of who takes part."""
    from reportedly.export.jsonld import events_to_jsonld

    articles = ledger.articles_by_id({report.article for report in event.reports})
    parts = {event.id: _parts(ledger, event)}
    return events_to_jsonld([event], articles=articles, parts=parts, base_url=base_url)


def _parts(ledger: Ledger, event: EventAnswer) -> dict[str, Part]:
    """What the first articles of an event know of its participants, the first that knows them."""
    from reportedly.export.jsonld import parts_of

    missing = {fold(name) for name in event.participants}
    found: dict[str, Part] = {}
    for article in event.articles[:_MOST_RECORDS]:
        if not missing:
            break
        known = parts_of(ledger.record(article))
        found |= {name: known[name] for name in missing if name in known}
        missing -= set(found)
    return found


def write_whole(path: str | Path, data: bytes) -> None:
    """Write a file whole or not at all: a reader sees the old one or the new one, never a part.

    Raises:
        ReportedlyError: It cannot be written; the file that was there, if any, is as it was.
    """
    target = Path(path)
    temporary = ""
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        reason = error.strerror or str(error)
        raise ReportedlyError(str(path), f"cannot be written: {reason}", "Name another file") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
