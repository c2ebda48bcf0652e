"""What a request asks to be corrected, as the calls that correct it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportedly.ledger import Ledger
from reportedly.ledger.corrections import Correction
from reportedly.web.written_shapes import CorrectionIn

__all__ = ["correct_as_asked"]


def correct_as_asked(book: Ledger, asked: CorrectionIn) -> tuple[Correction, ...]:
    """Make the one correction that is asked for.

    Raises:
        ValueError: None is, or several are.
        LedgerError: See `Ledger.correct` and the others.
    """
    signed: dict[str, Any] = {"who": asked.who, "why": asked.why}
    names = ("status", "when", "what", "place", "participants", "not_an_event")
    fields: dict[str, Any] = {name: value for name in names if (value := getattr(asked, name)) not in (None, False)}
    ways: list[tuple[bool, Callable[[], tuple[Correction, ...]]]] = [
        (
            bool(asked.event and fields),
            lambda: book.correct(asked.event or "", as_of=asked.as_of, **fields, **signed),
        ),
        (
            bool(asked.event and asked.merge),
            lambda: (book.merge(book.event(asked.event or "").id, book.event(asked.merge or "").id, **signed),),
        ),
        (
            bool(asked.event and asked.split),
            lambda: (book.split(asked.event or "", asked.split or [], **signed),),
        ),
        (
            bool(asked.article and asked.statement and asked.speaker is not None),
            lambda: (book.correct_speaker(asked.article or "", asked.statement or "", _said(asked.speaker), **signed),),
        ),
        (bool(asked.article and asked.hide), lambda: (book.hide_article(asked.article or "", **signed),)),
        (bool(asked.article and asked.remove), lambda: (book.remove_article(asked.article or "", **signed),)),
        (bool(asked.name and asked.other), lambda: (book.merge_names(asked.name or "", asked.other or "", **signed),)),
        (
            bool(asked.name and asked.articles and asked.called),
            lambda: (book.split_name(asked.name or "", asked.articles or [], called=asked.called or "", **signed),),
        ),
    ]
    chosen = [write for is_asked, write in ways if is_asked]
    if len(chosen) != 1:
        raise ValueError(
            "Give one correction: an event with its fields, merge or split; an article with statement and "
            "speaker, hide or remove; or a name with other, or with articles and called."
        )
    return chosen[0]()


def _said(speaker: str | list[str] | None) -> str | list[str]:
    """An empty chain is the article's own voice, and not the same as no word on it."""
    return "" if speaker is None else speaker
