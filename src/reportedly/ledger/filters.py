"""What can be asked of a ledger: filters, days and cursors, checked before anything is looked up."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportedly.errors import QuestionError
from reportedly.lexicon.folding import fold
from reportedly.vocabulary import EventType, Kind, LinkKind, Stance, Status

__all__ = [
    "EVERY_EVENT",
    "MOST_WORDS",
    "Day",
    "EventFilter",
    "StatementFilter",
    "check_kind",
    "check_limit",
    "check_order",
    "check_words",
    "cursor_of",
    "day_of",
    "key_of",
    "terms_of",
]

Day = date | str | None

_MOST = 1000
"""Items that one page may have."""
MOST_WORDS = 100
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """A filter of events; None for no condition.

    Attributes:
        words: Must all occur in its name, participants or place; case, accents and endings are ignored.
        name: Words of a participant. place: Words of the place.
        type, status: One of the vocabulary; `status` by all sources.
        outlet: An outlet that reports it (full name).
        conflict: Whether two of its reports contradict each other.
        shown: Whether front ends show it.
        since, until: Days, both included, that overlap the event's own date; undated events are then excluded.
        open: Whether it may still take place as of `today`; see `outlook.is_open`.
        today: None: the day of `as_of`, else that of the newest article.
    """

    words: str | None = None
    name: str | None = None
    place: str | None = None
    type: str | None = None
    status: str | None = None
    outlet: str | None = None
    conflict: bool | None = None
    shown: bool | None = None
    since: Day = None
    until: Day = None
    open: bool | None = None
    today: Day = None

    def checked(self, source: str) -> EventFilter:
        """The filter itself, if its values are valid.

        Raises:
            QuestionError: An invalid value.
        """
        check_words(source, self.words)
        _check(source, "type", self.type, EventType)
        _check(source, "status", self.status, Status)
        day_of(self.since, source, "since")
        day_of(self.until, source, "until")
        day_of(self.today, source, "today")
        return self


EVERY_EVENT = EventFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter:
    """A filter of statements; None for no condition.

    Attributes:
        words: Must all occur in source, content or chain, in any order; "in quotation marks" for an exact phrase.
        source: A name, or consecutive words of one, anywhere in the chain; titles are ignored.
        outlet: The outlet that printed it (full name).
        stance, kind: One of the vocabulary.
        since, until: Days of publication, both included.
    """

    words: str | None = None
    source: str | None = None
    outlet: str | None = None
    stance: str | None = None
    kind: str | None = None
    since: Day = None
    until: Day = None

    def checked(self, source: str) -> StatementFilter:
        """The filter itself, if its values are valid.

        Raises:
            QuestionError: An invalid value.
        """
        check_words(source, self.words)
        _check(source, "stance", self.stance, Stance)
        _check(source, "kind", self.kind, Kind)
        day_of(self.since, source, "since")
        day_of(self.until, source, "until")
        return self


def _check(source: str, name: str, value: str | None, known: Any) -> None:
    if value is not None and value not in set(known):
        raise QuestionError(source, f"no such {name}: {value!r}", f"Write one of {', '.join(known)}")


def check_words(source: str, text: str | None) -> None:
    """Refuses more words than anybody looks for: each is a condition of its own, and databases take only so many."""
    n_words = len(_WORD.findall(text)) if text else 0
    if n_words > MOST_WORDS:
        raise QuestionError(source, f"words: {n_words:,} of them", f"Write {MOST_WORDS} at most")


def check_kind(source: str, kind: str | None) -> None:
    """Refuses a kind that no link of a chain has."""
    _check(source, "kind", kind, LinkKind)


def check_order(source: str, order: str) -> None:
    """Raises a `QuestionError` where events have no such order."""
    if order not in ("newest", "date", "size"):
        raise QuestionError(source, f"no such order: {order!r}", "Write newest, date or size")


def check_limit(source: str, limit: int, name: str = "limit") -> int:
    """How many are asked for, when it is a number that makes a page."""
    if not 1 <= limit <= _MOST:
        raise QuestionError(source, f"{name} is {limit}", f"Write a number from 1 to {_MOST}")
    return limit


def day_of(value: Day, source: str, name: str) -> date | None:
    """The day that was asked for; a time of day is left off."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        raise QuestionError(source, f"{name} is no day: {value!r}", "Write YYYY-MM-DD") from None


def cursor_of(*key: str | int) -> str:
    """The opaque form of the place in a list after which to go on."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def key_of(cursor: str, source: str, *types: type) -> tuple[Any, ...]:
    """What `cursor_of` was given."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        key = None
    if (
        not isinstance(key, list)
        or len(key) != len(types)
        or any(type(k) is not t for k, t in zip(key, types, strict=True))
    ):
        raise QuestionError(source, f"not a cursor of this list: {cursor[:80]!r}", "Use `next` of the previous page")
    return tuple(key)


def terms_of(text: str) -> tuple[str, ...]:
    """The words that are looked for, folded, each once."""
    return tuple(dict.fromkeys(fold(text).split()))
