"""Answers of a ledger -> one screen, as plain data. Front ends print it; nothing here knows a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportedly.ledger import EventAnswer, Ledger, ReportAnswer

__all__ = ["Brief", "Note", "latest_of_each_status", "make_brief", "plain_day", "plain_when", "to_markdown"]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something a careful reader would want to know of the texts: an echo, a drifted quotation, a broken copy."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What one screen tells.

    Attributes:
        n_articles: Articles read.
        outlets: Their outlets, sorted.
        first, last: Days of publication, ISO; None where no article has one.
        events: Newest first.
        notes: Echoes, drifted quotations and doubtful copies.
    """

    n_articles: int
    outlets: tuple[str, ...]
    first: str | None
    last: str | None
    events: tuple[EventAnswer, ...]
    notes: tuple[Note, ...]


def make_brief(ledger: Ledger, *, as_of: str | None = None) -> Brief:
    """What a ledger holds, as one screen, as the record stood at the end of a day (ISO; None: now)."""
    articles = ledger.articles(as_of=as_of)
    days = sorted(article.published[:10] for article in articles if article.published)
    return Brief(
        n_articles=len(articles),
        outlets=tuple(sorted({article.outlet for article in articles if article.outlet})),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        events=tuple(ledger.events(as_of=as_of)),
        notes=tuple(_notes(ledger, as_of)),
    )


def _notes(ledger: Ledger, as_of: str | None) -> list[Note]:
    outlets = {article.id: article.outlet or article.id for article in ledger.articles(as_of=as_of)}
    notes = []
    for echo in ledger.echoes(as_of=as_of):
        if echo.kind == "copy":
            first, *rest = (outlets[article] for article in echo.articles)
            notes.append(Note(kind="echo", text=f"{', '.join(rest)} {_print(rest)} the text of {first}."))
    for utterance in ledger.drift(as_of=as_of):
        wordings = "; ".join(f"{quote(v.words)} ({outlets.get(v.article, v.article)})" for v in utterance.versions)
        notes.append(Note(kind="drift", text=f"One utterance of {utterance.source or 'one source'}: {wordings}."))
    for article, integrity in ledger.integrity(as_of=as_of):
        notes.append(Note(kind=integrity.kind.value, text=f"{outlets[article]}: {integrity.why}"))
    return notes


def _print(outlets: Sequence[str]) -> str:
    return "prints" if len(outlets) == 1 else "print"


def latest_of_each_status(event: EventAnswer) -> list[ReportAnswer]:
    """The newest report of every status that is told of an event, newest first."""
    newest: dict[str, ReportAnswer] = {}
    for report in sorted(event.reports, key=lambda r: (r.said or r.published or "", r.published or "", r.article)):
        newest[report.status] = report
    return sorted(newest.values(), key=lambda r: (r.said or r.published or "", r.published or ""), reverse=True)


def quote(words: str) -> str:
    """Words in quotation marks, without doubling those that they bring along."""
    bare = " ".join(words.split()).strip("“”\"'‘’ ")
    return f"“{bare}”"


def on_whose_word(report: ReportAnswer) -> str:
    """A chain for people: "a diplomatic source in Turkey, through Tass, in Example Post"."""
    outlet = report.outlet or report.article
    if not report.chain:
        return f"{outlet}, in its own voice"
    *through, source = report.chain
    return f"{source}{''.join(f', through {link}' for link in reversed(through))}, in {outlet}"


def plain_day(value: str | None) -> str:
    """An ISO or EDTF day, month or year for people: "12 February 2024"; other forms as they are."""
    if not value:
        return "-"
    parts = value[:10].split("-")
    if not all(part.isdigit() for part in parts) or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return value
    if len(parts) == 1:
        return parts[0]
    month = f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


def plain_when(value: str | None) -> str:
    """An EDTF date or interval for people: "13 June 2016 to 19 June 2016"."""
    if value and "/" in value:
        start, end = value.split("/", 1)
        return f"{plain_day(start)} to {plain_day(end)}"
    return plain_day(value) if value else "not told"


def plain_status(status: str | None) -> str:
    """A status in words: "called off" reads better on a screen than `cancelled`? No: the same words everywhere."""
    return (status or "nothing said").replace("_", " ")


def counted(n: int, thing: str) -> str:
    """ "1 article", "2 articles"."""
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def told_by(event: EventAnswer) -> str:
    """How many articles, outlets and independent origins an event stands on."""
    line = (
        f"{counted(len(event.articles), 'article')}, {counted(event.outlets, 'outlet')}, "
        f"{counted(event.origins, 'independent origin')}"
    )
    if event.origins:
        line += f" ({event.origins_on_record} on the record, {event.origins - event.origins_on_record} not)"
    return line


def plain_span(brief: Brief) -> str:
    """The days that a brief covers."""
    if brief.first is None:
        return "no dates"
    return (
        plain_day(brief.first) if brief.first == brief.last else f"{plain_day(brief.first)} to {plain_day(brief.last)}"
    )


def to_markdown(brief: Brief, *, limit: int | None = None) -> str:
    """The brief as Markdown, for a message or a page."""
    lines = [
        f"# {counted(brief.n_articles, 'article')}, {counted(len(brief.outlets), 'outlet')}, {plain_span(brief)}",
        "",
    ]
    for event in brief.events[:limit]:
        lines += [f"## {event.what}: {plain_status(event.status)}", ""]
        lines += [f"- **{name}:** {value}" for name, value in facts(event)]
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


def facts(event: EventAnswer) -> list[tuple[str, str]]:
    """What, who, where, when, status and support of an event as (name, value) lines for people."""
    when = plain_when(event.when)
    earlier = [plain_when(day) for day in event.earlier_dates]
    rows: list[tuple[str, str]] = [
        ("When", f"{when} (before: {', '.join(earlier)})" if earlier else when),
        ("Where", event.place or "not told"),
        ("Who", ", ".join(event.participants) or "not told"),
        ("Status", f"{plain_status(event.status)}; on the record: {plain_status(event.status_on_record)}"),
        ("Told by", told_by(event)),
    ]
    rows += [("Conflict", line) for line in (contradiction(c) for c in event.conflicts)]
    return rows


def contradiction(conflict: Any) -> str:
    """Two reports that cannot both hold, for people."""
    a, b = conflict.a, conflict.b
    return (
        f"{plain_status(a.status)} ({on_whose_word(a)}, {plain_day(a.said or a.published)}) against "
        f"{plain_status(b.status)} ({on_whose_word(b)}, {plain_day(b.said or b.published)})"
    )
