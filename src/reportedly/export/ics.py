"""Events -> iCalendar (RFC 5545), so that a subscribed calendar moves or strikes an entry when the record changes.

What is and is not an entry:

- A day, or an interval of days, is an all-day entry on those days.
- A week or a month ("in March") is a tentative entry over all of it that says so: the day is not known, and a
  calendar should not pretend to know it. Seasons, years and undated events are left out.
- Entries never make their reader busy (TRANSP:TRANSPARENT): they are news, not appointments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote as percent

from reportedly.edtf import Days, days_of, n_days, overlaps
from reportedly.lexicon.names import name_tokens
from reportedly.lexicon.places import countries_of
from reportedly.vocabulary import CALLED_OFF, CHANGES, FIRM, PLANS, EventType, Status
from reportedly.wording import (
    correction_lines,
    no_word_since,
    on_whose_word,
    plain_day,
    plain_status,
    plain_when,
    quote,
)

if TYPE_CHECKING:
    from reportedly.ledger import ChangeAnswer, EventAnswer, EventSummary

__all__ = ["Entry", "entry_of_event", "to_ics"]

# Told in front of the name, since a calendar shows little else.
_TOLD_FIRST = frozenset(status for status in Status if status.side != "on")

# What is held on a visit.
_ON_VISITS = frozenset({EventType.MEETING, EventType.TALKS, EventType.SPEECH, EventType.SIGNING, EventType.CONFERENCE})

# RFC 5545 wants a time stamp on every entry; an event of which no report has a date gets the first that there is.
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)

_MOST_OCTETS = 75
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as a calendar tells it, with the newest change of its record: on whose word it stands, in which words.

    Its sequence - how often status, time or place changed - tells a calendar which copy is newer.
    """

    event: EventSummary
    change: ChangeAnswer | None = None


def entry_of_event(event: EventAnswer, history: Iterable[ChangeAnswer]) -> Entry:
    """The entry of one event with the history of its record, oldest first."""
    from reportedly.ledger.events.history import summary_of

    newest = max(history, key=lambda change: change.sequence, default=None)
    return Entry(replace(summary_of(event, None), sequence=newest.sequence if newest else 0), newest)


def to_ics(
    entries: Iterable[Entry], *, name: str = "Reportedly", base_url: str = "", today: str | None = None
) -> bytes:
    """A calendar of all entries that have a day, a week or a month; by day, the same bytes for the same entries.

    Args:
        name: What calendar programs call it.
        base_url: Address of the web application, without a slash at the end, to link entries to; empty: no links.
        today: The day (ISO) from which dates are past: an entry whose day went by without word says so.
    """
    dated = [(days, entry) for entry in entries if (days := _days(entry.event.when)) is not None]
    dated.sort(key=lambda pair: (pair[0], pair[1].event.id))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Reportedly//Reportedly//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    moved: dict[str, list[EventSummary]] = {}
    for _, entry in dated:
        if entry.event.type == EventType.VISIT and entry.event.status in CHANGES:
            for name in set(entry.event.participants):
                moved.setdefault(name, []).append(entry.event)
    for days, entry in dated:
        visits = (visit for name in entry.event.participants for visit in moved.get(name, ()))
        visit = next((visit for visit in visits if _is_part_of(entry.event, days, visit)), None)
        lines += _event(entry.event, entry.change, days, base_url, today, visit)
    lines.append("END:VCALENDAR")
    return b"".join(folded for line in lines for folded in _folded(line))


def _is_part_of(event: EventSummary, days: Days, visit: EventSummary) -> bool:
    """Whether an event was to be held on a visit that has since been moved or called off, and nobody has fixed it anew.

    Told by the day and a place in the country visited; somebody takes part in both.
    """
    if event.type not in _ON_VISITS or event.status not in PLANS or event.newest > visit.newest:
        return False
    before = [*visit.earlier_dates, *([visit.when] if visit.status in CALLED_OFF else [])]
    if not any((of_visit := days_of(day)) is not None and overlaps(of_visit, days) for day in before):
        return False
    here, visited = countries_of(event.place or ""), visit.place or ""
    there = countries_of(visited) or {" ".join(name_tokens(visited))}
    return not here or not visited or not here.isdisjoint(there)


def _days(when: str | None) -> Days | None:
    """The days that an entry covers; None where they are not known to a month or better."""
    days = days_of(when)
    if days is None or (n_days(days) > 31 and not _is_exact(when)):
        return None
    return days


def _is_exact(when: str | None) -> bool:
    """Whether it is told to the day: a day, or an interval between days."""
    return bool(when) and all(_DAY.match(part[:10]) for part in str(when).split("/") if part.strip("."))


def _event(
    event: EventSummary,
    change: ChangeAnswer | None,
    days: Days,
    base_url: str,
    today: str | None,
    visit: EventSummary | None,
) -> Iterator[str]:
    exact = _is_exact(event.when)
    stamp = _stamp(event.newest)
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.id)}@reportedly"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART;VALUE=DATE:{_date(days[0])}"
    if days[1] < date.max:  # the end is the day after, which the last day of all has not
        yield f"DTEND;VALUE=DATE:{_date(days[1] + timedelta(days=1))}"
    passed = no_word_since(event, today)
    yield f"STATUS:{_status(event, exact=exact and passed is None and visit is None)}"
    yield f"SUMMARY:{_text(_summary(event, exact=exact, passed=passed))}"
    told = _description(event, change, passed)
    if visit is not None:
        told += f"\nIn doubt: {visit.what} ({plain_status(visit.status)})"
    yield f"DESCRIPTION:{_text(told)}"
    yield f"CATEGORIES:{_text(event.type)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if base_url:
        yield f"URL:{base_url}/event/{percent(event.id, safe='')}"
    yield "TRANSP:TRANSPARENT"
    yield f"X-REPORTEDLY-STATUS:{_text(event.status)}"
    if event.status_on_record:
        yield f"X-REPORTEDLY-STATUS-ON-RECORD:{_text(event.status_on_record)}"
    yield "END:VEVENT"


def _status(event: EventSummary, *, exact: bool) -> str:
    """Off on an unnamed word while it stands on the record is in doubt, not off: calendars strike what is cancelled."""
    if event.status in CALLED_OFF:
        return "CANCELLED" if event.status_on_record in (None, *CALLED_OFF) else "TENTATIVE"
    return "CONFIRMED" if event.status in FIRM and exact else "TENTATIVE"


def _summary(event: EventSummary, *, exact: bool, passed: str | None) -> str:
    told = event.what[:1].upper() + event.what[1:]
    if passed:
        return f"Outcome unknown: {told}"
    if not exact:
        told += f" ({_loosely(event.when)})"
    return f"{plain_status(event.status).capitalize()}: {told}" if event.status in _TOLD_FIRST else told


def _loosely(when: str | None) -> str:
    if when and re.fullmatch(r"\d{4}-W\d{2}", when):
        return "some day that week"
    return f"some day in {plain_when(when)}"


def _description(event: EventSummary, change: ChangeAnswer | None, passed: str | None) -> str:
    on_record = event.status_on_record
    status = f"Status: {plain_status(event.status)}"
    if on_record is None:
        status += "; not on the record"
    elif on_record != event.status:
        status += f"; on the record: {plain_status(on_record)}"
    lines = [status]
    if passed:
        lines.append(f"{passed[0].upper()}{passed[1:]}.")
    if change is not None:
        lines.append(f"Attributed to: {on_whose_word(change)} ({plain_day(change.day)})")
        if change.evidence:
            lines.append(quote(change.evidence))
    if event.earlier_dates:
        lines.append(f"Before: {', '.join(plain_when(day) for day in event.earlier_dates)}")
    if event.participants:
        lines.append(f"Who: {', '.join(event.participants)}")
    articles = "1 article" if event.articles == 1 else f"{event.articles} articles"
    origins = "1 independent origin" if event.origins == 1 else f"{event.origins} independent origins"
    lines.append(f"Reports: {articles}, {origins} ({event.origins_on_record} on the record)")
    lines += [f"Corrected: {line}" for line in correction_lines(event)]
    if event.conflict:
        lines.append("Reports contradict each other.")
    return "\n".join(lines)


def _stamp(published: str) -> str:
    """A time of publication in UTC as RFC 5545 writes it; a day is its first moment, a time without zone is UTC."""
    try:
        time = datetime.fromisoformat(published)
        time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        time = _NO_TIME
    return f"{time.year:04}{time:%m%dT%H%M%SZ}"


def _date(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(value: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line ends escaped; what no calendar may hold left out."""
    value = _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """The line as octets, in pieces of at most 75 with a space before each but the first; no character is cut."""
    data = line.encode("utf-8", "replace")
    room = _MOST_OCTETS
    first = True
    while data:
        end = min(room, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        yield (b"" if first else b" ") + data[:end] + b"\r\n"
        data, first, room = data[end:], False, _MOST_OCTETS - 1
