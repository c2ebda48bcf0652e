"""One event as text that can be sent to somebody: plain, or Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from urllib.parse import quote as percent

from markupsafe import escape

from reportedly.export.markdown import escaped, event_markdown
from reportedly.ledger import ArticleAnswer, EventAnswer
from reportedly.ledger.corrections import note_of
from reportedly.printable import visible
from reportedly.web.rendering import web_address
from reportedly.wording import (
    facts,
    headline,
    latest_of_each_status,
    on_whose_word,
    plain_day,
    plain_status,
    plain_when,
    quote,
    taken_back_line,
)

__all__ = ["Citing", "as_markdown", "as_text", "citation"]


def as_text(event: EventAnswer, *, as_of: str | None, today: str | None = None) -> str:
    """What, who, where, when, status, and the newest words for each status."""
    lines = [f"{headline(event)}: {plain_status(event.status)}", *_standing(as_of), ""]
    lines += [f"{name}: {value}" if name else value for name, value in facts(event, today=today)]
    lines.append("")
    for report in latest_of_each_status(event):
        day = plain_day(report.said or report.published)
        lines += [f"{day}, {plain_status(report.status)}: {on_whose_word(report)}", f"    {quote(report.evidence)}"]
        lines += [f"    {line}" for line in [taken_back_line(report)] if line]
    return visible("\n".join(lines)) + "\n"


def as_markdown(event: EventAnswer, *, as_of: str | None, today: str | None = None) -> str:
    """The same as Markdown; what articles wrote is escaped and cannot become markup."""
    return "\n".join([*_standing(as_of), *event_markdown(event, today=today)]) + "\n"


Citing = Literal["txt", "md", "html"]


def citation(event: EventAnswer, articles: Mapping[str, ArticleAnswer], *, form: Citing, address: str) -> str:
    """One line that cites an event by the newest report that carries its status, with day, words and address.

    Args:
        articles: Those of its reports, by id.
        address: Of the event's own page.
    """
    same = [report for report in event.deciding if report.status == event.status] or list(event.deciding)
    same = same or list(event.withdrawals or event.reports)
    report = same[-1]  # in order of the day that they speak for
    article = articles.get(report.article)
    link = web_address(article.url) if article else None
    day = plain_day(report.said or report.published)
    when = f" for {plain_when(event.when)}" if event.when else ""
    corrected = note_of(event.corrections)
    what = f"{headline(event)}: {plain_status(event.status)}{when}{f' ({corrected})' if corrected else ''}"
    who, words = on_whose_word(report), quote(report.evidence)
    if form == "html":
        told = f"{escape(visible(what))}. {escape(visible(who))}, {escape(day)}: <q>{escape(visible(words[1:-1]))}</q>."
        printed = f' <a href="{escape(link)}">{escape(visible(link))}</a>' if link else ""
        return f'<p>{told}{printed} <a href="{escape(address)}">Record of reports</a></p>\n'
    if form == "md":
        printed = f" <{quoted_address(link)}>" if link else ""
        told = f"{escaped(what)}. {escaped(who)}, {day}: {escaped(words)}."
        return visible(f"{told}{printed} ([record of reports]({address}))") + "\n"
    printed = f" {link}" if link else ""
    return visible(f"{what}. {who}, {day}: {words}.{printed} (Record of reports: {address})") + "\n"


def quoted_address(address: str) -> str:
    """An address that ends where it should within Markdown's angle brackets."""
    return percent(address, safe="%/:?#[]@!$&'()*+,;=~-._")


def _standing(as_of: str | None) -> list[str]:
    return [f"As the record stood at the end of {plain_day(as_of)}.", ""] if as_of else []
