"""Options of reading inputs."""

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
    """Facts about all articles of a run, given by the user; they override what the inputs say.

    Args:
        title: The headline; only for a single article.
        published: ISO 8601 day or time of first publication.
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
    """How inputs become articles. Nothing depends on the clock: the same input gives the same articles on any day.

    Args:
        with_pages: Fetch the page of each entry of a feed, table or list, instead of reading the entry itself.
        allow_private: Also fetch from this machine and from private networks.
        max_bytes: Maximum size of a page, feed, table or text, decompressed. JSON lines and WARC are streamed.
        columns: The column or key of an input that holds each field of an article: `{"text": "body"}`.
        facts: Facts about all articles.
        notice: Called with remarks on an input that is read: a key that is not used, a date whose order of day and
            month is unclear. Each is given once per input.
    """

    with_pages: bool = False
    allow_private: bool = False
    max_bytes: int = 48_000_000
    columns: Mapping[str, str] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    notice: Callable[[str], None] = _to_log
