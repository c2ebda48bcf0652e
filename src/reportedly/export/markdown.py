"""A brief, or one event of it, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reportedly.brief import Brief
from reportedly.printable import visible
from reportedly.wording import (
    counted,
    disputed_status,
    facts,
    headline,
    latest_of_each_status,
    on_whose_word,
    plain_day,
    plain_status,
    quote,
    taken_back_line,
)

if TYPE_CHECKING:
    from reportedly.ledger import EventAnswer, EventSummary

__all__ = ["escaped", "event_markdown", "plain_span", "to_markdown", "what_was_read"]

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|"})


def plain_span(brief: Brief) -> str:
    """The days that a brief covers."""
    if brief.first is None:
        return "no dates"
    return (
        plain_day(brief.first) if brief.first == brief.last else f"{plain_day(brief.first)} to {plain_day(brief.last)}"
    )


def what_was_read(brief: Brief) -> str:
    """How many articles of how many outlets."""
    articles = counted(brief.n_articles, "article")
    return f"{articles}, {counted(len(brief.outlets), 'outlet')}" if brief.outlets else articles


def to_markdown(brief: Brief, *, limit: int | None = None) -> str:
    """The brief as Markdown, for a message or a page; what articles wrote is escaped and cannot become markup."""
    lines = [f"# {what_was_read(brief)}, {plain_span(brief)}", ""]
    for event in brief.events[:limit]:
        lines += [*event_markdown(event, today=brief.today, shaken=brief.shaken.get(event.id, ())), ""]
    if brief.notes:
        lines += ["## Notes", "", *(f"- {escaped(note.text)}" for note in brief.notes), ""]
    return "\n".join(lines)


def event_markdown(
    event: EventAnswer, *, today: str | None = None, shaken: Sequence[EventSummary] = ()
) -> Iterator[str]:
    """The lines of one event: its facts, and the newest report of each status.

    Args:
        today: The day (ISO) from which its date is past.
        shaken: See `Ledger.shaken_by`.
    """
    yield f"## {escaped(headline(event))}: {disputed_status(event)}"
    yield ""
    for name, value in facts(event, today=today, shaken=shaken):
        yield f"- **{name}:** {escaped(value)}" if name else f"- {escaped(value)}"
    yield from ("", "| said | status | attributed to | words |", "| --- | --- | --- | --- |")
    for report in latest_of_each_status(event):
        cells = (
            plain_day(report.said or report.published),
            plain_status(report.status),
            on_whose_word(report),
            "; ".join(filter(None, (quote(report.evidence), taken_back_line(report)))),
        )
        yield "| " + " | ".join(escaped(cell) for cell in cells) + " |"


def escaped(text: str) -> str:
    """Untrusted text in one line that Markdown shows as it is.

    >>> escaped("<img onerror=x> [here](javascript:x)")
    '\\\\<img onerror=x\\\\> \\\\[here\\\\](javascript:x)'
    """
    return visible(" ".join(text.split())).translate(_SPECIAL)
