"""What a caller may choose about intake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["Options"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How inputs are turned into articles.

    Args:
        with_pages: Fetch the page of each feed entry, in place of what the feed prints of it.
        allow_private: Fetch from this machine and private networks too.
        today: The latest day that a page may be guessed to be from. Intake knows no clock: None sets no bound.
        max_bytes: The largest page, feed or text read as one piece, unpacked. JSON lines and WARC are streamed.
    """

    with_pages: bool = False
    allow_private: bool = False
    today: date | None = None
    max_bytes: int = 48_000_000
