"""Answers of a ledger -> one screen, as plain data. Front ends print it; nothing here knows a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from reportedly.ledger import (
        ArticleAnswer,
        ChangeAnswer,
        ConflictAnswer,
        EventAnswer,
        EventFilter,
        EventSummary,
        Ledger,
        ReportAnswer,
    )
    from reportedly.ledger.corrections import Correction

__all__ = [
    "Brief",
    "Note",
    "in_doubt",
    "is_folded",
    "latest_of_each_status",
    "leading",
    "make_brief",
    "no_word_since",
    "plain_day",
    "plain_when",
    "ranked",
    "to_markdown",
]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_DECADE = re.compile(r"\d{3}X")

_DOUBTFUL = 0.5  # confidence below which a report is wrong more often than not
# Events looked at before the first are shown: the newest by the hour is seldom what most tell of that day.
_LOOK_AT = 120
_LOOKED_INTO = 40
_JUST_NOW = 7  # days before the newest in print
_MANY = 2  # independent origins
_MOST_CONFLICTS = 3
_MOST_NOTES = 10  # of each kind

# What signs of one kind in one article come to.
_SIGNS = {"translated_copy": "reads like a machine translation", "broken_copy": "looks like a broken copy"}


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
        events: In the order of `ranked`.
        more: There are further events than these.
        hidden: Events that are left out because their confidence is below the floor.
        notes: Echoes, drifted quotations and doubtful copies.
        today: The day (ISO) from which events are ahead or past: the one asked for, else that of the newest article.
        shaken: Of each event that is in doubt the events it belongs to; see `Ledger.shaken_by`. Of the first 40.
    """

    n_articles: int
    outlets: tuple[str, ...]
    first: str | None
    last: str | None
    events: tuple[EventAnswer, ...]
    notes: tuple[Note, ...]
    more: bool = False
    hidden: int = 0
    today: str | None = None
    shaken: Mapping[str, tuple[EventSummary, ...]] = field(default_factory=dict)


def make_brief(
    ledger: Ledger,
    *,
    as_of: str | None = None,
    limit: int | None = None,
    everything: bool = False,
    filter: EventFilter | None = None,
) -> Brief:
    """What a ledger holds, as one screen, as the record stood at the end of a day (ISO; None: now).

    First comes what is ahead or has just changed, what most outlets tell before the rest; speeches and interviews that
    are over come last. With `limit` only so many events are worked out, of those last reported on and those ahead, and
    so many notes, however large the ledger is. With `everything` events whose confidence is below the floor are among
    them, after all others.

    Args:
        filter: Only events that it lets through; notes are of all articles.
    """
    from reportedly.ledger import EventFilter

    coverage = ledger.coverage(as_of=as_of)
    today = as_of or coverage.last
    asked = replace(filter or EventFilter(), shown=None if everything else True)
    events, more = _events(ledger, as_of, limit, asked, today)
    hidden = replace(filter or EventFilter(), shown=False)
    return Brief(
        n_articles=coverage.articles,
        outlets=coverage.outlets,
        first=coverage.first,
        last=coverage.last,
        events=events,
        notes=tuple(_notes(ledger, as_of, most=None if limit is None else _MOST_NOTES)),
        more=more,
        hidden=0 if everything else ledger.count_events(hidden, as_of=as_of),
        today=today,
        shaken={event.id: by for event in events[:_LOOKED_INTO] if (by := ledger.shaken_by(event, as_of=as_of))},
    )


def _events(
    ledger: Ledger, as_of: str | None, limit: int | None, asked: EventFilter, today: str | None
) -> tuple[tuple[EventAnswer, ...], bool]:
    """The events to show, and whether there are more; with a limit those alone are worked out whole."""
    from reportedly.ledger import EventFilter

    if limit is None:
        kept: set[str] | None = None
        if replace(asked, shown=None) != EventFilter():
            kept = {event.id for event in _every(ledger, asked, as_of)}
        every = [
            event
            for event in ledger.events(as_of=as_of)
            if (event.shown or not asked.shown) and (kept is None or event.id in kept)
        ]
        return tuple(ranked(every, today)), False
    found = leading(ledger, asked, as_of=as_of, limit=limit + 1, today=today)
    order = {event.id: place for place, event in enumerate(found[:limit])}
    shown = ledger.events_by_id(order, as_of=as_of)
    # Of what another process has added since, an event may have an earlier report, whose name it then has.
    return tuple(sorted(shown, key=lambda event: order.get(event.id, limit))), len(found) > limit


def leading(
    ledger: Ledger, asked: EventFilter, *, as_of: str | None = None, limit: int, today: str | None = None
) -> list[EventSummary]:
    """The events to begin with, in the order of `ranked`, out of the 120 last reported on and as many ahead.

    `today`: the day (ISO) from which events are ahead; None: the day asked for, else that of the newest article.
    """
    today = today or as_of or ledger.newest_day()
    most = max(limit, _LOOK_AT)
    newest = ledger.find_events(asked, as_of=as_of, limit=most).items
    found = {event.id: event for event in newest}
    if today and len(newest) == most:
        ahead = asked if asked.since else replace(asked, since=today)
        found |= {event.id: event for event in ledger.find_events(ahead, as_of=as_of, order="date", limit=most).items}
    return ranked(found.values(), today)[:limit]


def _every(ledger: Ledger, asked: EventFilter, as_of: str | None) -> Iterator[EventSummary]:
    cursor: str | None = None
    while True:
        page = ledger.find_events(asked, as_of=as_of, limit=1000, cursor=cursor)
        yield from page.items
        if (cursor := page.next) is None:
            return


_Event = TypeVar("_Event", "EventAnswer", "EventSummary")


def ranked(events: Iterable[_Event], today: str | None) -> list[_Event]:
    """What is ahead or has just changed first, of it what most outlets and origins tell; what is over and merely said,
    and what names nobody and no place, after all others, and less certain ones after those."""

    def size(event: EventAnswer | EventSummary) -> tuple[int, int, int]:
        articles = event.articles
        return event.outlets, event.origins, articles if isinstance(articles, int) else len(articles)

    by_day = sorted(sorted(events, key=lambda event: event.id), key=lambda event: event.newest, reverse=True)
    by_size = sorted(by_day, key=size, reverse=True)
    return sorted(
        by_size,
        key=lambda event: (not event.shown, is_folded(event), _is_bare(event), not is_current(event, today)),
    )


def is_current(event: EventAnswer | EventSummary, today: str | None) -> bool:
    """Whether an event is ahead, or was last reported on within a week."""
    if today is None:
        return True
    from reportedly.ledger.events.outlook import is_open

    if event.when is not None and is_open(event, today):
        return True
    return event.newest[:10] >= (date.fromisoformat(today[:10]) - timedelta(days=_JUST_NOW)).isoformat()


def is_folded(event: EventAnswer | EventSummary) -> bool:
    """Whether an event is a speech or an interview that is over, told by one origin: somebody said something."""
    return event.type in ("speech", "interview") and event.status == "held" and event.origins < _MANY


def _name(article: ArticleAnswer) -> str:
    return article.outlet or (quote(article.title, most=50) if article.title else article.id)


def _is_bare(event: EventAnswer | EventSummary) -> bool:
    """Whether nothing but the word for the happening is told of an event."""
    return not event.participants and not event.place


def _notes(ledger: Ledger, as_of: str | None, *, most: int | None) -> list[Note]:
    """Notes in the order of printing; of each kind the newest, where only so many are asked for."""
    if most is None:
        echoes, utterances = ledger.echoes(as_of=as_of, copies_only=True), ledger.drift(as_of=as_of)
    else:
        echoes = ledger.echoes_page(as_of=as_of, limit=most).items
        utterances = ledger.drift_page(as_of=as_of, limit=most).items
    signed = ledger.integrity(as_of=as_of, limit=most)
    shown = {id for echo in echoes for id in echo.articles} | {id for id, _ in signed}
    shown |= {version.article for utterance in utterances for version in utterance.versions}
    articles = ledger.articles_by_id(shown)
    outlets = {id: _name(article) for id, article in articles.items()}
    order = {id: (article.published or "9999", id) for id, article in articles.items()}
    notes = []
    echoes = tuple(sorted(echoes, key=lambda echo: order[echo.articles[0]]))
    utterances = tuple(sorted(utterances, key=lambda utterance: order[utterance.versions[0].article]))
    for echo in echoes:
        first, *rest = dict.fromkeys(outlets[article] for article in echo.articles)
        if rest:
            notes.append(Note(kind="echo", text=f"{', '.join(rest)} {_print(rest)} the text of {first}."))
    for utterance in utterances:
        wordings = "; ".join(f"{quote(v.words, most=160)} ({outlets[v.article]})" for v in utterance.versions)
        notes.append(Note(kind="drift", text=f"One utterance of {utterance.source or 'one source'}: {wordings}."))
    signs: dict[tuple[str, str], list[str]] = {}
    for article, integrity in signed:
        signs.setdefault((article, integrity.kind.value), []).append(integrity.why)
    for (article, kind), whys in signs.items():
        if len(whys) == 1:
            told = whys[0]
        else:
            told = f"{_SIGNS.get(kind, kind.replace('_', ' '))} ({counted(len(whys), 'place')}): {whys[0]}"
        notes.append(Note(kind=kind, text=f"{outlets[article]}: {told}"))
    return notes


def _print(outlets: Sequence[str]) -> str:
    return "prints" if len(outlets) == 1 else "print"


def latest_of_each_status(event: EventAnswer, *, everything: bool = False) -> list[ReportAnswer]:
    """The newest report of every status that is told of an event, newest first.

    With `everything` also the newest less certain one of each status that nothing else tells.
    """
    newest: dict[str, ReportAnswer] = {}
    reports = event.reports if everything else event.deciding
    for report in sorted(reports, key=lambda report: (report.shown, *_order(report))):
        newest[report.status] = report
    return sorted(newest.values(), key=_order, reverse=True)


def _order(report: ReportAnswer) -> tuple[str, str, str]:
    return report.day.isoformat() if report.day else "", report.published or "", report.article


def unquoted(words: str) -> str:
    """Words without the quotation marks that they bring along, for where others are set around them."""
    return words.strip("“”\"'‘’ ")


def quote(words: str, *, most: int = 220) -> str:
    """Words in quotation marks, without doubling those that they bring along; long ones cut at a word."""
    bare = unquoted(" ".join(words.split()))
    if len(bare) > most:
        bare = bare[:most].rsplit(" ", 1)[0].rstrip(",;:– ") + " …"
    return f"“{bare}”"


def headline(event: EventAnswer) -> str:
    """What an event is called, with a capital."""
    return event.what[:1].upper() + event.what[1:]


def on_whose_word(report: ReportAnswer | ChangeAnswer) -> str:
    """A chain for people: "a diplomatic source in Turkey, through Tass, in Example Post"."""
    by = f" (corrected by {report.corrected_by})" if report.corrected_by else ""
    if not report.chain:
        own = "in its own voice" if not is_hearsay(report) else "without saying on whose word"
        return f"{report.outlet or 'the article'}, {own}{by}"
    *through, source = report.chain
    printed = f", in {report.outlet}" if report.outlet else ""
    return f"{source}{''.join(f', through {link}' for link in reversed(through))}{printed}{by}"


def is_hearsay(report: ReportAnswer | ChangeAnswer) -> bool:
    """Whether the article says that it is said, and not by whom ("reportedly")."""
    origin: str | None = getattr(report, "origin", None)  # a change has none
    return not report.chain and (origin or "").startswith("unnamed:")


def plain_day(value: str | None) -> str:
    """An ISO or EDTF day, month, season, year or decade for people: "12 February 2024"; other forms as they are.

    >>> plain_day("2024-22"), plain_day("199X"), plain_day("2024-02-XX")
    ('summer 2024', 'the 1990s', 'February 2024')
    """
    if not value:
        return "-"
    value = value.removesuffix("-XX").removesuffix("-XX")
    if _DECADE.fullmatch(value):
        return f"the {value[:3]}0s"
    if len(value) == 7 and (season := _SEASONS.get(value[5:])):
        return f"{season} {value[:4]}"
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
    """A status in words, which are the same everywhere."""
    return (status or "nothing said").replace("_", " ")


def both_statuses(event: EventAnswer) -> str:
    """The status by all sources and by those on the record."""
    now = plain_status(event.status)
    if event.status_on_record is None:
        return f"{now}; nobody says so on the record"
    if event.status_on_record == event.status:
        return f"{now}, also on the record"
    return f"{now}; on the record: {plain_status(event.status_on_record)}"


def counted(n: int, thing: str) -> str:
    """ "1 article", "2 articles"."""
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def told_by(event: EventAnswer) -> str:
    """How many articles, outlets and independent origins an event stands on."""
    line = counted(len(event.articles), "article")
    if any(report.outlet for report in event.deciding):
        line += f", {counted(event.outlets, 'outlet')}"
    unnamed = event.origins - event.origins_on_record
    if event.origins == 1:
        return f"{line}, 1 independent origin, {'not ' if unnamed else ''}on the record"
    line += f", {event.origins} independent origins"
    if not unnamed:
        return f"{line}, all on the record" if event.origins else line
    return f"{line} ({event.origins_on_record} on the record, {unnamed} not)"


def correction_lines(event: EventAnswer | EventSummary) -> list[str]:
    """What people corrected of an event, a line for each: "status by Ana Kos on 14 March 2026: held → cancelled"."""
    from reportedly.ledger.corrections import NOBODY, plain_kind

    lines = []
    for note in event.corrections:
        line = f"{plain_kind(note.kind)} by {note.who or NOBODY}"
        if note.made:
            line += f" on {plain_day(note.made[:10])}"
        if note.before != note.after:
            before, after = (_corrected_value(note.kind, value) for value in (note.before, note.after))
            line += f": {before} → {after}"
        if note.overtaken:
            line += "; reports printed since say otherwise"
        lines.append(f"{line} ({note.why})" if note.why else line)
    return lines


def _corrected_value(kind: str, value: Any) -> str:
    if kind == "when":
        return plain_when(value)
    if kind == "status":
        return plain_status(value)
    return (", ".join(value) if isinstance(value, list | tuple) else value) or "not told"


def correction_line(correction: Correction) -> str:
    """A correction in a line, with its id: "3fa1c2 status of 5d1f0c3a: held → cancelled; by Ana Kos on 2026-03-14"."""
    from reportedly.ledger.corrections import plain_kind

    what = plain_kind(correction.kind)
    if correction.kind == "speaker":
        before, after = (" < ".join(name for name, _ in chain) or "own voice" for chain in _both_chains(correction))
        what += f" of {correction.statement} in {correction.article}: {before} → {after}"
    elif correction.kind in ("merge_names", "split_name"):
        what += f": {', '.join(correction.before)} → {correction.after['name']}"
    elif correction.article is not None:
        what += f": {correction.article}"
    elif correction.pairs:
        what += f": {', '.join(dict.fromkeys(id for pair in correction.pairs for id in pair))}"
    else:
        what += f" of {correction.event}"
        if correction.kind != "not_an_event":
            what += f": {_plain_value(correction.before)} → {_plain_value(correction.after)}"
    told = f"{correction.id}  {what}; by {correction.by}"
    if correction.made:
        told += f" on {correction.made[:10]}"
    if correction.why:
        told += f": {correction.why}"
    if correction.undone:
        told += f" (taken back by {correction.undone_by or 'somebody'} on {correction.undone[:10]})"
    return told


def _both_chains(correction: Correction) -> tuple[Sequence[Sequence[str]], Sequence[Sequence[str]]]:
    return correction.before or (), correction.after or ()


def _plain_value(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value) or "nobody"
    return str(value or "unknown")


def doubt(event: EventAnswer) -> str | None:
    """Why an event may be none: its confidence is below the floor, or it stands on one report that is a mere guess."""
    if not event.shown and not any(note.kind == "not_an_event" for note in event.corrections):
        which = "its only report" if len(event.reports) == 1 else f"all of its {len(event.reports)} reports"
        return f"less certain: {which} may be misread (confidence {event.confidence:.2f})"
    if len(event.deciding) == 1 and 0.0 < event.confidence < _DOUBTFUL:
        return f"stands on one report, which may be misread (confidence {event.confidence:.2f})"
    return None


def not_shown(n: int) -> str:
    """The line that says how many events a list leaves out."""
    verb, them = ("is", "it") if n == 1 else ("are", "them")
    return f"{counted(n, 'less certain event')} {verb} not shown; --all shows {them}."


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


def no_word_since(event: EventAnswer | EventSummary, today: str | None) -> str | None:
    """ "no report since 18 March 2026 that it took place", where its day went by without word; else None."""
    from reportedly.ledger.events.outlook import has_passed, last_day

    last = last_day(event)
    if last is None or not has_passed(event, today):
        return None
    return f"no report since {plain_day(last.isoformat())} that it took place"


def in_doubt(event: EventSummary) -> str:
    """Why an event that belongs to another, which was moved or called off, is in doubt."""
    if event.status in ("postponed", "cancelled", "ruled_out"):
        return f"{event.what}, which it belongs to, is {plain_status(event.status)}"
    return f"{event.what}, which it belongs to, was moved to {plain_when(event.when)}"


def facts(
    event: EventAnswer, *, today: str | None = None, shaken: Sequence[EventSummary] = ()
) -> list[tuple[str, str]]:
    """What, who, where, when, status and support of an event as (name, value) lines for people.

    `today`: the day (ISO) from which its date is past. `shaken`: see `Ledger.shaken_by`.
    """
    when = plain_when(event.when)
    earlier = [plain_when(day) for day in event.earlier_dates]
    rows: list[tuple[str, str]] = [
        ("When", f"{when} (before: {', '.join(earlier)})" if earlier else when),
        ("Where", event.place or "not told"),
        ("Who", ", ".join(event.participants) or "not told"),
        ("Status", "; ".join(filter(None, (both_statuses(event), no_word_since(event, today))))),
        ("Told by", told_by(event)),
        *(("Corrected", line) for line in correction_lines(event)),
    ]
    others = [other.what for other in event.linked if other.shown or not event.shown]
    if others:
        rows.append(("See also", "; ".join(others)))
    rows += [("Doubt", in_doubt(other)) for other in shaken]
    rows += [("Circular", _circle(circle)) for circle in event.circular]
    if (why := doubt(event)) is not None:
        rows.append(("Doubt", why))
    standing = (f"{contradiction(c)}{'' if c.open else '; settled since'}" for c in event.conflicts)
    lines = list(dict.fromkeys(standing))
    rows += [("Conflict", line) for line in lines[:_MOST_CONFLICTS]]
    if len(lines) > _MOST_CONFLICTS:
        rows.append(("", f"and {len(lines) - _MOST_CONFLICTS} more"))
    return rows


def _circle(circle: Sequence[str]) -> str:
    """Outlets that have it from each other, and so from nobody."""
    return ", ".join(f"{a} cites {b}" for a, b in pairwise((*circle, circle[0])))


def contradiction(conflict: ConflictAnswer) -> str:
    """Two reports that cannot both hold, in one line."""
    return f"{_side(conflict.a, conflict.about)} / {_side(conflict.b, conflict.about)}"


def _side(report: ReportAnswer, about: str) -> str:
    what = plain_status(report.status)
    if about == "when":
        what += f" for {plain_when(report.when)}"
    elif about == "place":
        what += f" in {report.place}"
    *through, source = report.chain or (report.outlet or "the article",)
    relay = "".join(f" through {link}" for link in reversed(through))
    return f"{what}, says {source}{relay} ({plain_day(report.said or report.published)})"
