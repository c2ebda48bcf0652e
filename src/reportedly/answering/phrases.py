"""How reports, sources and changes stand in a sentence of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportedly.answering.finding import Found
from reportedly.ledger import ChangeAnswer, EventAnswer, EventSummary, ReportAnswer, StatementAnswer
from reportedly.wording import on_whose_word, plain_day, plain_status, plain_when, quote, say, taken_back_line

__all__ = [
    "also",
    "capital",
    "change_line",
    "day_of",
    "each_source",
    "newest_first",
    "says",
    "speaker_of",
    "why_nothing",
    "withdrawn_reports",
    "word_of",
]


def withdrawn_reports(event: EventAnswer) -> list[tuple[str, list[ReportAnswer]]]:
    """A sentence for each report that was taken back, with the withdrawal and the report, newest first."""
    found = []
    for report in newest_first(event.taken_back):
        by = [w for w in event.withdrawals if report.taken_back and w.article == report.taken_back.article]
        called = f"called it {plain_status(report.status)}; {taken_back_line(report)}"
        found.append((f"{capital(on_whose_word(report))}, {day_of(report)}, {called}.", [*by[:1], report]))
    return found


def newest_first(reports: Iterable[ReportAnswer]) -> list[ReportAnswer]:
    """Reports, those that count last first: by day, those on the record before others."""

    def order(report: ReportAnswer) -> tuple[str, bool, str, str]:
        return report.day.isoformat() if report.day else "", report.on_record, report.published or "", report.article

    return sorted(reports, key=order, reverse=True)


def each_source(reports: Iterable[ReportAnswer]) -> list[ReportAnswer]:
    """One report of each origin, in the order given; copies, which have none, only where there is nothing else."""
    found: dict[str | None, ReportAnswer] = {}
    for report in reports:
        found.setdefault(report.origin, report)
    if len(found) > 1:
        found.pop(None, None)
    return list(found.values())


def day_of(said: ReportAnswer | StatementAnswer) -> str:
    """The day on which something was said, in plain words."""
    return plain_day(said.said or said.published) if said.said or said.published else "on an unknown day"


def word_of(report: ReportAnswer | ChangeAnswer, *, most: int = 220) -> str:
    """ "a diplomat, in Harbour Post, 5 March 2026: “it is off”"."""
    day = day_of(report) if isinstance(report, ReportAnswer) else plain_day(report.day)
    return f"{_inner(on_whose_word(report))}, {day}: {quote(report.evidence, most=most)}"


def says(report: ReportAnswer | ChangeAnswer, *, most: int = 220) -> str:
    """ "says a diplomat, in Harbour Post, 5 March 2026: “it is off”"."""
    return f"{say(report.chain[-1] if report.chain else None)} {word_of(report, most=most)}"


def _inner(name: str) -> str:
    """A source within a sentence: "a diplomat", where its article begins a sentence with it."""
    first, _, rest = name.partition(" ")
    return f"{first.lower()} {rest}" if first in ("A", "An", "The", "Two", "Three", "Some", "Several") else name


def capital(text: str) -> str:
    """A text that begins a sentence."""
    return text[:1].upper() + text[1:]


def change_line(change: ChangeAnswer) -> str:
    """ "5 March 2026: scheduled, then postponed, according to …: “…”." """
    if change.before is None:
        told = f"first reported, {plain_status(change.status)}"
    elif change.before != change.status:
        told = f"{plain_status(change.before)} until then, now {plain_status(change.status)}"
    elif change.when != change.when_before:
        told = f"moved from {plain_when(change.when_before)} to {plain_when(change.when)}"
    elif change.on_record != change.on_record_before:
        told = f"now {plain_status(change.on_record)} on the record"
    else:
        told = plain_status(change.status)
    return f"{plain_day(change.day)}: {told}, according to {_inner(on_whose_word(change))}: {quote(change.evidence)}."


def speaker_of(statement: StatementAnswer) -> str:
    """Whose word a statement is, nearest to the event first: "Dana Reyes through Harbour Post"."""
    return " through ".join(reversed(statement.chain)) or statement.source or "an unnamed source"


def why_nothing(found: Found, type: str | None) -> str:
    """What of a question nothing that is shown has."""
    lacks = ", ".join(f"“{word}”" for word in found.missing)
    if found.kind_missing:
        return f"it has no {type} that matches"
    if found.day_missing:
        return "it has none on that day"
    return f"no event that it shows matches {lacks}" if lacks else "no event that it shows matches"


def also(events: Sequence[EventSummary]) -> str:
    """A few events in one line: "talks between Ardania and Belvar (planned, 5 March 2026); and 2 more"."""
    told = "; ".join(
        f"{event.what} ({plain_status(event.status)}{f', {plain_when(event.when)}' if event.when else ''})"
        for event in events[:3]
    )
    return told + (f"; and {len(events) - 3} more" if len(events) > 3 else "")
