"""A brief as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.brief import Brief
from reportedly.wording import (
    counted,
    facts,
    headline,
    latest_of_each_status,
    on_whose_word,
    plain_day,
    plain_status,
    quote,
)

if TYPE_CHECKING:
    pass

__all__ = ["plain_span", "to_markdown", "what_was_read"]


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
    """The brief as Markdown, for a message or a page."""
    lines = [
        f"# {what_was_read(brief)}, {plain_span(brief)}",
        "",
    ]
    for event in brief.events[:limit]:
        lines += [f"## {headline(event)}: {plain_status(event.status)}", ""]
        lines += [
            f"- **{name}:** {value}"
            for name, value in facts(event, today=brief.today, shaken=brief.shaken.get(event.id, ()))
        ]
        lines += ["", "| said | status | on whose word | words |", "| --- | --- | --- | --- |"]
        for report in latest_of_each_status(event):
            cells = (
                plain_day(report.said or report.published),
                plain_status(report.status),
                on_whose_word(report),
                quote(report.evidence),
            )
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        lines.append("")
    if brief.notes:
        lines += ["## Notes", "", *(f"- {note.text}" for note in brief.notes), ""]
    return "\n".join(lines)
