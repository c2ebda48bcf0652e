"""Changes of the record and statements -> Atom (RFC 4287).

One entry for each event and day on which its record changed, or for each statement.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote as percent
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from reportedly.wording import on_whose_word, plain_day, plain_status, plain_when, quote

if TYPE_CHECKING:
    from reportedly.ledger import ChangeAnswer, EventSummary, StatementAnswer

__all__ = ["change_title", "statements_to_atom", "to_atom"]

_NAMESPACE = "http://www.w3.org/2005/Atom"
_IDS = uuid.UUID("5f1f0c0a-3d57-5b0e-9d0c-5b8a2f6c6f7e")  # made once; every id of ours is derived from it

# Characters that XML 1.0 has no way to write (section 2.2).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# An empty feed needs a time too, and the clock would make each answer another one.
_NO_TIME = "1970-01-01T00:00:00Z"


def to_atom(
    changes: Sequence[ChangeAnswer],
    *,
    title: str = "What changed",
    about: str = "",
    base_url: str = "",
    self_url: str = "",
    passed: Sequence[tuple[EventSummary, str]] = (),
) -> bytes:
    """A feed of changes, in the order given (newest first).

    Ids stay: of an entry by event and day, of the feed by `about`. `updated` is the day of publication on which
    the record changed, at its first moment.

    Args:
        title: Of the feed.
        about: What the feed is of (its query), from which its id is made.
        base_url: Address of the web application, without a slash at the end; empty: links are relative.
        self_url: Where this feed is.
        passed: Events whose day went by without word, each with that day (ISO): an entry of the day after.
    """
    days = [*(change.day for change in changes), *(_day_after(day) for _, day in passed)]
    feed = _feed(_id("feed", about), title, days, base_url, self_url)
    for event, day in passed:
        entry = SubElement(feed, "entry")
        _add(entry, "id", _id("passed", event.id, day))
        _add(entry, "title", f"{event.what[:1].upper()}{event.what[1:]}: no word whether held")
        _add(entry, "updated", _moment(_day_after(day)))
        SubElement(
            entry,
            "link",
            {"rel": "alternate", "type": "text/html", "href": f"{_xml(base_url)}/event/{_percent(event.id)}"},
        )
        SubElement(entry, "category", {"term": _xml(event.status), "label": plain_status(event.status)})
        SubElement(entry, "category", {"term": _xml(event.type)})
        text = (
            f"It was {plain_status(event.status)} for {plain_when(event.when)}. No report since {plain_day(day)} says"
        )
        _add(entry, "content", f"{text} that it took place.").set("type", "text")
    for change in changes:
        entry = SubElement(feed, "entry")
        _add(entry, "id", _id("change", change.event, change.day))
        _add(entry, "title", change_title(change))
        _add(entry, "updated", _moment(change.day))
        _add(entry, "published", _moment(change.day))
        SubElement(
            entry,
            "link",
            {"rel": "alternate", "type": "text/html", "href": f"{_xml(base_url)}/event/{_percent(change.event)}"},
        )
        SubElement(entry, "category", {"term": _xml(change.status), "label": plain_status(change.status)})
        SubElement(entry, "category", {"term": _xml(change.type)})
        _add(entry, "content", _content(change)).set("type", "text")
    return _written(feed)


def statements_to_atom(
    statements: Sequence[StatementAnswer], *, title: str, about: str, base_url: str = "", self_url: str = ""
) -> bytes:
    """A feed of statements, in the order given (newest first); the arguments are those of `to_atom`.

    An entry's id stays by article and statement. Its `updated` is the day of publication; a statement of no day is of
    the first there is.
    """
    days = [statement.published[:10] for statement in statements if statement.published]
    feed = _feed(_id("statements", about), title, days, base_url, self_url)
    for statement in statements:
        entry = SubElement(feed, "entry")
        _add(entry, "id", _id("statement", statement.article, statement.id))
        who = " through ".join(reversed(statement.chain)) or statement.source or "a source that is not named"
        _add(entry, "title", f"{who}: {quote(statement.content, most=120)}")
        _add(entry, "updated", _moment(statement.published) if statement.published else _NO_TIME)
        address = f"{_xml(base_url)}/article/{_percent(statement.article)}?s={_percent(statement.id)}"
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
        SubElement(entry, "category", {"term": _xml(statement.stance), "label": plain_status(statement.stance)})
        printed = [statement.outlet or "outlet not known"]
        printed += [quote(statement.title, most=120)] if statement.title else []
        printed += [plain_day(statement.published)] if statement.published else []
        lines = [f"{who}, {plain_status(statement.stance)}:", quote(statement.content, most=2000), ", ".join(printed)]
        _add(entry, "content", "\n".join(lines)).set("type", "text")
    return _written(feed)


def _feed(id: str, title: str, days: Sequence[str], base_url: str, self_url: str) -> Element:
    """A feed without entries; `days` are those of its entries."""
    feed = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "en"})
    _add(feed, "id", id)
    _add(feed, "title", title)
    _add(feed, "updated", max(map(_moment, days), default=_NO_TIME))
    _add(SubElement(feed, "author"), "name", "Reportedly")
    _add(feed, "generator", "Reportedly")
    if self_url:
        SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": _xml(self_url)})
    if base_url:
        SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": _xml(base_url) + "/"})
    return feed


def _written(feed: Element) -> bytes:
    indent(feed, " ")
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + written + b"\n"


def change_title(change: ChangeAnswer) -> str:
    """A change in one line: "Elena Varga visits Norland: postponed (was scheduled)"."""
    line = f"{change.what[:1].upper()}{change.what[1:]}: {plain_status(change.status)}"
    if change.before is None:
        return f"{line} (first reported)"
    if change.before != change.status:
        return f"{line} (was {plain_status(change.before)})"
    if change.when != change.when_before:
        return f"{line}, now {plain_when(change.when)} (was {plain_when(change.when_before)})"
    if change.on_record != change.on_record_before:
        return f"{line}; on the record: {plain_status(change.on_record)}"
    return line


def _content(change: ChangeAnswer) -> str:
    lines = [f"Source: {on_whose_word(change)}"]
    if change.evidence:
        lines.append(quote(change.evidence))
    when = plain_when(change.when)
    if change.before is not None and change.when != change.when_before:
        when += f" (before: {plain_when(change.when_before)})"
    lines += [f"When: {when}", f"Where: {change.place or 'not told'}"]
    if change.participants:
        lines.append(f"Who: {', '.join(change.participants)}")
    lines.append(f"On the record: {plain_status(change.on_record)}")
    return "\n".join(lines)


def _day_after(day: str) -> str:
    last = date.fromisoformat(day)
    return (last + timedelta(days=1)).isoformat() if last < date.max else day


def _moment(day: str) -> str:
    return f"{day[:10]}T00:00:00Z"


def _id(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_IDS, '/'.join(_percent(part) for part in parts))}"


def _percent(part: str) -> str:
    return percent(part.encode("utf-8", "replace"), safe="")


def _xml(value: str) -> str:
    return _NOT_XML.sub("\ufffd", value)


def _add(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = _xml(text)
    return element
