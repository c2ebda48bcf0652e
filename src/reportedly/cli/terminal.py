"""Briefs and articles as terminal text. Rich is imported here only, and this module late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from reportedly.brief import Brief, is_folded
from reportedly.export.markdown import plain_span, what_was_read
from reportedly.ledger import EventAnswer, EventSummary
from reportedly.printable import printable
from reportedly.record import Record, Statement
from reportedly.wording import (
    counted,
    disputed_status,
    facts,
    headline,
    latest_of_each_status,
    not_shown,
    on_whose_word,
    plain_day,
    plain_status,
    plain_when,
    quote,
    taken_back_line,
)

__all__ = ["Harmless", "brief_text", "console", "event_text", "explained"]

_COLOUR = {
    "scheduled": "green",
    "planned": "green",
    "under_way": "green",
    "held": "blue",
    "possible": "cyan",
    "unconfirmed": "yellow",
    "postponed": "dark_orange",
    "rescheduled": "magenta",
    "cancelled": "red",
    "ruled_out": "red",
}


def brief_text(brief: Brief, *, limit: int | None = None, everything: bool = False) -> RenderableType:
    """The brief for a terminal of 80 columns and more; less certain reports are marked, where it has `everything`."""
    head = Text.assemble(
        (what_was_read(brief), "bold"),
        f" · {plain_span(brief)} · {counted(len(brief.events), 'event')}{' and more' if brief.more else ''}",
    )
    parts: list[RenderableType] = [head, Text()]
    shown = brief.events[:limit]
    folded = [event for event in shown if event.shown and is_folded(event)]
    for number, event in enumerate((event for event in shown if event not in folded), start=1):
        shaken = brief.shaken.get(event.id, ())
        parts += [_event(number, event, everything=everything, today=brief.today, shaken=shaken), Text()]
    if folded:
        parts.append(Rule("Past speeches and interviews", align="left", style="dim", characters="-"))
        lines = Table.grid(padding=(0, 2))
        lines.add_column(style="dim", no_wrap=True, min_width=12)
        lines.add_column(ratio=1)
        for event in folded:
            lines.add_row(_short_day(event.when), Text(headline(event)))
        parts += [lines, Text()]
    if brief.more or len(shown) < len(brief.events):
        parts += [Text("There are more events: --limit 0 shows them all.", "dim"), Text()]
    if brief.notes:
        parts.append(Rule("About the texts", align="left", style="dim", characters="-"))
        notes = Table.grid(padding=(0, 2))
        notes.add_column(style="dim", no_wrap=True)
        notes.add_column(ratio=1)
        for note in brief.notes:
            notes.add_row(note.kind.replace("_", " "), Text(note.text))
        parts.append(notes)
    if brief.hidden:
        parts += [*([Text()] if brief.notes else []), Text(not_shown(brief.hidden), "dim")]
    return Group(*parts)


def event_text(
    event: EventAnswer,
    *,
    number: int = 1,
    everything: bool = False,
    today: str | None = None,
    shaken: Sequence[EventSummary] = (),
) -> RenderableType:
    """One event as in the brief, with its id, by which commands know it; `today` and `shaken` as in `brief.facts`."""
    told = _event(number, event, everything=everything, today=today, shaken=shaken)
    return Group(told, Padding(Text(f"Id: {event.id}", "dim"), (1, 0, 0, 3)))


def _event(
    number: int,
    event: EventAnswer,
    *,
    everything: bool = False,
    today: str | None = None,
    shaken: Sequence[EventSummary] = (),
) -> RenderableType:
    status = event.status or ""
    title = Text.assemble(
        (f"{number}. ", "dim"),
        (headline(event), "bold"),
        "  ",
        (disputed_status(event).upper(), f"bold {_COLOUR.get(status, '')}"),
        f" · {plain_when(event.when)}" if event.when else "",
    )
    about = Table.grid(padding=(0, 2))
    about.add_column(style="dim", no_wrap=True, min_width=8)
    about.add_column(ratio=1)
    for name, value in facts(event, today=today, shaken=shaken):
        about.add_row(name, Text(value, "yellow" if name in {"Conflict", "Doubt"} else ""))
    reports = Table.grid(padding=(0, 2))
    reports.add_column(no_wrap=True, style="dim", min_width=12)
    reports.add_column(no_wrap=True, min_width=11)
    reports.add_column(ratio=1)
    for report in latest_of_each_status(event, everything=everything):
        who = on_whose_word(report) if report.shown else f"{on_whose_word(report)} (less certain)"
        told = [Text(who), Text(quote(report.evidence), "italic")]
        colour = _COLOUR.get(report.status, "")
        if (line := taken_back_line(report)) is not None:
            told.append(Text(line, "yellow"))
            colour = "dim strike"
        reports.add_row(
            _short_day(report.said or report.published), Text(plain_status(report.status), colour), Group(*told)
        )
    return Group(title, Padding(about, (0, 0, 0, 3)), Padding(reports, (1, 0, 0, 3)))


def _short_day(value: str | None) -> str:
    day = plain_day(value)
    parts = day.split()
    return f"{parts[0]} {parts[1][:3]} {parts[2]}" if len(parts) == 3 else day


def explained(record: Record) -> RenderableType:
    """An article with its statements marked: source underlined, cue bold, content in colour, a line for each below."""
    article = record.article
    head = Text.assemble(
        (article.title or "(no title)", "bold"),
        "\n",
        (f"{article.outlet or '(no outlet)'} · {article.published or '-'}", "dim"),
        (f" · updated {article.updated}" if article.updated else "", "dim"),
    )
    text = Text(printable(article.text))
    for statement in record.statements:
        for spans, style in (
            (statement.content, "green"),
            (statement.source, "cyan underline"),
            (statement.cue, "bold"),
        ):
            for start, end in spans:
                text.stylize(style, start, end)
    for time in record.times:
        text.stylize("magenta", *time.span)
    for event in record.events:
        text.stylize("reverse", *event.trigger)
    parts: list[RenderableType] = [head, Text()]
    for start, end in _paragraphs(article.text):
        parts.append(text[start:end])
        here = [s for s in record.statements if start <= _first(s) < end]
        parts += [Padding(_margin(s, record), (0, 0, 0, 4)) for s in here]
        parts.append(Text())
    for event in record.events:
        parts.append(
            Text.assemble(
                (f"{event.what}: ", "bold"),
                (plain_status(event.status), _COLOUR.get(event.status, "")),
                f" · {event.when or 'no date'} · {event.place or 'no place'} · ",
                (_chain_words(event.chain) or "in the article's own voice", "cyan"),
                "" if event.shown else " · less certain",
                f"\n    {quote(record.words(event.evidence))}",
            )
        )
    parts += [Text(f"note: {entry.why}", "yellow") for entry in record.integrity]
    return Group(*parts)


def _margin(statement: Statement, record: Record) -> Text:
    said = f", said {statement.said}" if statement.said else ""
    chain = _chain_words(statement.chain) or "source not named"
    if statement.corrected_by:
        said += f", corrected by {statement.corrected_by}"
    return Text(
        f"{statement.id} {chain} {plain_status(statement.stance)}{said} ({statement.kind}, {statement.confidence:.2f})",
        "dim",
    )


def _chain_words(chain: tuple[object, ...]) -> str:
    return " < ".join(link.name for link in chain)  # type: ignore[attr-defined]


def _first(statement: Statement) -> int:
    spans = statement.cue or statement.source or statement.content
    return spans[0][0] if spans else 0


def _paragraphs(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if line.strip():
            spans.append((start, end - (len(line) - len(line.rstrip()))))
        start = end
    return spans


class Harmless:
    """What Rich draws, without what its words could do to the reader's terminal."""

    def __init__(self, renderable: RenderableType) -> None:
        self._renderable = renderable

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in console.render(self._renderable, options):
            yield segment if segment.control else Segment(printable(segment.text), segment.style)


def console(*, stderr: bool = False, paged: bool = False) -> Console:
    """A console that is plain and 80 columns wide where it is piped; a pager shows what a terminal would."""
    # Whether it is a terminal is told by the environment (TTY_COMPATIBLE, FORCE_COLOR) too, where nothing is forced.
    return Console(stderr=stderr, highlight=False, emoji=False, markup=False, force_terminal=True if paged else None)
