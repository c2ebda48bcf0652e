"""One event as text that can be sent to somebody: plain, or Markdown."""

from __future__ import annotations

from reportedly.brief import (
    facts,
    headline,
    latest_of_each_status,
    on_whose_word,
    plain_day,
    plain_status,
    quote,
)
from reportedly.ledger import EventAnswer
from reportedly.web.marks import visible

__all__ = ["as_markdown", "as_text"]

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|"})


def as_text(event: EventAnswer, *, as_of: str | None, today: str | None = None) -> str:
    """What, who, where, when, status, and the newest words for each status."""
    lines = [f"{headline(event)}: {plain_status(event.status)}", *_standing(as_of), ""]
    lines += [f"{name}: {value}" if name else value for name, value in facts(event, today=today)]
    lines.append("")
    for report in latest_of_each_status(event):
        day = plain_day(report.said or report.published)
        lines += [f"{day}, {plain_status(report.status)}: {on_whose_word(report)}", f"    {quote(report.evidence)}"]
    return visible("\n".join(lines)) + "\n"


def as_markdown(event: EventAnswer, *, as_of: str | None, today: str | None = None) -> str:
    """The same as Markdown; what articles wrote is escaped and cannot become markup."""
    lines = [f"## {_escaped(headline(event))}: {plain_status(event.status)}", "", *_standing(as_of)]
    lines += [
        f"- **{name}:** {_escaped(value)}" if name else f"- {_escaped(value)}"
        for name, value in facts(event, today=today)
    ]
    lines += ["", "| said | status | on whose word | words |", "| --- | --- | --- | --- |"]
    for report in latest_of_each_status(event):
        cells = (
            plain_day(report.said or report.published),
            plain_status(report.status),
            on_whose_word(report),
            quote(report.evidence),
        )
        lines.append("| " + " | ".join(_escaped(" ".join(cell.split())) for cell in cells) + " |")
    return visible("\n".join(lines)) + "\n"


def _standing(as_of: str | None) -> list[str]:
    return [f"As the record stood at the end of {plain_day(as_of)}.", ""] if as_of else []


def _escaped(text: str) -> str:
    return text.translate(_SPECIAL)
