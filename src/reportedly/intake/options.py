"""What a caller may choose about intake."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

__all__ = ["Facts", "Options"]

_log = logging.getLogger(__name__)


def _to_log(notice: str) -> None:
    _log.warning("%s", notice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the user says of the articles of a run; it goes before what they say themselves.

    Args:
        title: The headline, of one text: no second article may follow.
        published: ISO 8601 day or time of first printing.
        outlet: The outlet's name.
        language: ISO 639-1 code.
    """

    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    language: str | None = None

    def given(self) -> dict[str, str]:
        """The fields that the user gave."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How inputs are turned into articles. Intake knows no clock: the same input gives the same articles on any day.

    Args:
        with_pages: Fetch the page of each entry of a feed, a table or a list, in place of what is printed of it there.
        allow_private: Fetch from this machine and private networks too.
        max_bytes: The largest page, feed, table or text read as one piece, unpacked. JSON lines and WARC are streamed.
        columns: The column or key of an input that holds each field of an article: `{"text": "body"}`.
        facts: What the user says of the articles.
        notice: Called with what the user should know of an input that is read: a key that is not used, a date whose
            order of day and month nothing tells. Each is said once for an input.
    """

    with_pages: bool = False
    allow_private: bool = False
    max_bytes: int = 48_000_000
    columns: Mapping[str, str] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    notice: Callable[[str], None] = _to_log
