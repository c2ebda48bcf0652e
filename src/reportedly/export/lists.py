"""What a ledger answers, as lists to print: a function from answers to a `Listing` for each kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportedly.ledger.answers import taken_back_cells
from reportedly.ledger.corrections import note_of
from reportedly.ledger.events.outlook import open_of
from reportedly.vocabulary import Stance
from reportedly.wording import counted, on_whose_word, plain_day, plain_status, plain_when, quote, taken_back_line

if TYPE_CHECKING:
    from reportedly.ledger import (
        ArticleAnswer,
        ConflictAnswer,
        EchoAnswer,
        EventAnswer,
        OriginAnswer,
        ReportAnswer,
        StatementAnswer,
        UtteranceAnswer,
    )
    from reportedly.ledger.events.sides import ConflictSides
    from reportedly.ledger.matching.own_text import Added

__all__ = [
    "Listing",
    "conflict_list",
    "drift_list",
    "echo_list",
    "event_list",
    "origin_list",
    "report_list",
    "statement_list",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Answers of one kind, ready to be printed in any form.

    Attributes:
        items: As JSON, whole.
        columns: Of the table.
        rows: A cell for each column; there may be several rows for an item.
        lines: For people.
    """

    items: Sequence[dict[str, Any]]
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    lines: Sequence[str]


_EVENT = (
    *("id", "type", "what", "participants", "place", "when", "earlier_dates", "status", "status_on_record"),
    *("origins", "origins_on_record", "outlets", "articles", "conflict", "topic", "confidence", "shown"),
)
_REPORT = (
    *("article", "outlet", "published", "said", "status", "when", "place", "chain", "on_record", "origin", "stance"),
    *("evidence", "topic", "confidence", "shown", "corrected_by"),
)
_TAKEN_BACK = ("taken_back_by", "taken_back_on", "taken_back_in", "taken_back_words")
_STATEMENT = (
    *("article", "outlet", "published", "id", "kind", "stance", "source", "cue", "content", "chain", "said"),
    "corrected_by",
)
_ORIGIN = ("origin", "name", "kind", "on_record", "articles", "events")


def _fields(answer: Any, columns: Iterable[str]) -> list[Any]:
    return [getattr(answer, column) for column in columns]


def event_list(events: Sequence[EventAnswer], today: str | None) -> Listing:
    """A row for each event, a line for people; `today` is the day (ISO) from which it is open or past."""
    return Listing(
        items=[event.to_dict() | {"open": open_of(event, today)} for event in events],
        columns=(*_EVENT, "open", "corrected"),
        rows=[[*_fields(event, _EVENT), open_of(event, today), note_of(event.corrections)] for event in events],
        lines=[f"{event.id}  {plain_status(event.status)}, {plain_when(event.when)}: {event.what}" for event in events],
    )


def report_list(event: EventAnswer, today: str | None) -> Listing:
    """One event: a row for each report of it; `today` as in `event_list`."""
    return Listing(
        items=[event.to_dict() | {"open": open_of(event, today)}],
        columns=(*_REPORT, *_TAKEN_BACK),
        rows=[[*_fields(report, _REPORT), *taken_back_cells(report).values()] for report in event.reports],
        lines=[_report_line(report) for report in event.reports],
    )


def _report_line(report: ReportAnswer) -> str:
    does = "takes back: " if report.stance == Stance.RETRACTS else ""
    line = f"{plain_day(report.said or report.published)}  {does}{plain_status(report.status)}: {on_whose_word(report)}"
    if (note := taken_back_line(report)) is not None:
        line += f" ({note})"
    return line if report.shown or does else f"{line} (less certain)"


def statement_list(statements: Sequence[StatementAnswer]) -> Listing:
    """A row and a line for each statement."""
    return Listing(
        items=[statement.to_dict() for statement in statements],
        columns=_STATEMENT,
        rows=[_fields(statement, _STATEMENT) for statement in statements],
        lines=[_statement_line(statement) for statement in statements],
    )


def _statement_line(statement: StatementAnswer) -> str:
    day = (statement.published or "-")[:10]
    source = " < ".join(statement.chain) or statement.source or "-"
    words = " ".join(statement.content.split())
    by = f" (corrected by {statement.corrected_by})" if statement.corrected_by else ""
    return f"{day}  {statement.outlet or statement.article}: {source}{by} {plain_status(statement.stance)}: {words}"


def origin_list(origins: Sequence[OriginAnswer]) -> Listing:
    """A row and a line for each origin."""
    return Listing(
        items=[origin.to_dict() for origin in origins],
        columns=_ORIGIN,
        rows=[_fields(origin, _ORIGIN) for origin in origins],
        lines=[
            f"{counted(len(origin.articles), 'article')}, {counted(len(origin.events), 'event')}: {origin.name} "
            f"({origin.kind.replace('_', ' ')}, {'on' if origin.on_record else 'not on'} the record)"
            for origin in origins
        ],
    )


def echo_list(
    echoes: Sequence[EchoAnswer], articles: Mapping[str, ArticleAnswer], added: Mapping[str, Added]
) -> Listing:
    """A row for each article of each group: who printed it first, and what each later one has of its own."""
    rows, lines = [], []
    for number, echo in enumerate(echoes, 1):
        what = f"one origin, {echo.origin}" if echo.kind == "origin" else "one text"
        lines.append(f"{counted(len(echo.articles), 'article')} of {what}:")
        for place, id in enumerate(echo.articles):
            article, own = articles[id], added.get(id) if place else None
            first = place == 0
            share = own.share if own else None
            words = own.words if own else ""
            known = (article.outlet, article.published, article.title)
            rows.append((number, echo.kind, echo.origin, first, id, *known, share, words))
            lines.append(
                f"    {plain_day(article.published)}  {article.outlet or '-'}: {article.title or id}"
                + (" (printed first)" if first and article.published else "")
            )
            if own:
                told = f"adds {own.share:.0%} of its own" if own.words else "adds nothing"
                lines.append(f"        {told}{': ' + quote(own.words, most=160) if own.words else ''}")
    columns = ("group", "kind", "origin", "first", "article", "outlet", "published", "title", "own_share", "own_words")
    items = [
        echo.to_dict() | {"added": {id: added[id].to_dict() for id in echo.articles[1:] if id in added}}
        for echo in echoes
    ]
    return Listing(items=items, columns=columns, rows=rows, lines=lines)


def conflict_list(conflicts: Sequence[tuple[EventAnswer, ConflictAnswer, ConflictSides]]) -> Listing:
    """A row for each contradiction: both sides with their chains, who stands on each, and whether it is open."""
    items, rows, lines = [], [], []
    for event, conflict, sides in conflicts:
        told = {"event": event.id, "what": event.what, "shown": event.shown}
        items.append(told | conflict.to_dict() | sides.to_dict())
        row: list[Any] = [event.id, event.what, conflict.about]
        plain = {"status": plain_status, "when": plain_when}.get(conflict.about, str)
        state = "still open" if sides.open else f"settled: {plain(sides.now)}"
        lines.append(f"{event.what} ({conflict.about}): {state}")
        for report, says, by in ((conflict.a, sides.a, sides.a_by), (conflict.b, sides.b, sides.b_by)):
            row += [says, by, report.chain, report.outlet, report.published, " ".join(report.evidence.split())]
            lines.append(f"    {plain(says)}: {on_whose_word(report)}, {plain_day(report.said or report.published)}")
            lines.append(f"        {quote(report.evidence, most=160)}")
            others = [name for name in by if name != by[0]]
            if others:
                lines.append(f"        also {', '.join(others)}")
        for word, names in (("confirmed", sides.confirmed_by), ("denied", sides.denied_by)):
            if names:
                lines.append(f"    {word} by {', '.join(names)}")
        rows.append([*row, sides.confirmed_by, sides.denied_by, sides.open, event.shown])
    side = ("says", "by", "chain", "outlet", "published", "words")
    columns = (
        *("event", "what", "about"),
        *(f"a_{name}" for name in side),
        *(f"b_{name}" for name in side),
        *("confirmed_by", "denied_by", "open", "shown"),
    )
    return Listing(items=items, columns=columns, rows=rows, lines=lines)


def drift_list(utterances: Sequence[UtteranceAnswer]) -> Listing:
    """A row for each wording of each utterance; what differs from the likeliest form is marked for people."""
    rows, lines = [], []
    for number, utterance in enumerate(utterances, 1):
        lines.append(f"{utterance.source or '-'}: {quote(utterance.likeliest, most=400)}  ({utterance.why})")
        for version in utterance.versions:
            changes = [f"{there or '∅'} → {here or '∅'}" for _, there, here in version.changes]
            own = (version.article, version.outlet, version.published, version.statement, version.words)
            rows.append((number, utterance.source, utterance.likeliest, *own, changes))
            lines.append(f"    {version.outlet or version.article}: {quote(version.words, most=400)}")
            if changes:
                lines.append(f"        {'; '.join(changes)}")
    columns = ("utterance", "source", "likeliest", "article", "outlet", "published", "statement", "words", "changes")
    return Listing(items=[u.to_dict() for u in utterances], columns=columns, rows=rows, lines=lines)
