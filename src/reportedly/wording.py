"""Answers in plain English: names, days, states, sources, doubts, and what was corrected by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from reportedly.lexicon.calendar import CAPITAL_MONTHS
from reportedly.lexicon.plurals import is_plural_name
from reportedly.vocabulary import OFF, Stance

if TYPE_CHECKING:
    from reportedly.ledger import (
        ChangeAnswer,
        ConflictAnswer,
        EventAnswer,
        EventSummary,
        ReportAnswer,
    )
    from reportedly.ledger.corrections import Correction

__all__ = [
    "contradiction",
    "correction_line",
    "correction_lines",
    "counted",
    "disputed_status",
    "doubt",
    "facts",
    "headline",
    "in_doubt",
    "latest_of_each_status",
    "no_word_since",
    "not_shown",
    "on_whose_word",
    "plain_day",
    "plain_stance",
    "plain_status",
    "plain_when",
    "quote",
    "say",
    "taken_back_line",
    "told_by",
    "unquoted",
]


_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_DECADE = re.compile(r"\d{3}X")

_DOUBTFUL = 0.5  # confidence below which a report is wrong more often than not
_MOST_CONFLICTS = 3


def latest_of_each_status(event: EventAnswer, *, everything: bool = False) -> list[ReportAnswer]:
    """The newest report of every status that is told of an event, newest first; of what was taken back, too.

    With `everything` also the newest less certain one of each status that nothing else tells.
    """
    newest: dict[tuple[str, bool], ReportAnswer] = {}
    reports = event.reports if everything else (*event.deciding, *event.taken_back)
    for report in sorted(reports, key=lambda report: (report.shown, *_order(report))):
        if report.stance != Stance.RETRACTS:  # told beside what it takes back
            newest[report.status, report.taken_back is not None] = report
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
        own = "in its own voice" if not is_hearsay(report) else "without naming a source"
        return f"{report.outlet or 'the article'}, {own}{by}"
    *through, source = report.chain
    printed = f", in {report.outlet}" if report.outlet else ""
    return f"{source}{''.join(f', through {link}' for link in reversed(through))}{printed}{by}"


def taken_back_line(report: ReportAnswer) -> str | None:
    """ "taken back by Adriapress on 4 March 2026: “…”"; None for a report that stands."""
    note = report.taken_back
    if note is None:
        return None
    printed = f", in {note.outlet}" if note.outlet and note.outlet != note.by else ""
    day = f" on {plain_day(note.day.isoformat())}" if note.day else ""
    return f"taken back by {note.by}{day}{printed}: {quote(note.evidence)}"


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
    month = f"{CAPITAL_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


def plain_when(value: str | None) -> str:
    """An EDTF date or interval for people: "13 June 2016 to 19 June 2016"."""
    if value and "/" in value:
        start, end = value.split("/", 1)
        return f"{plain_day(start)} to {plain_day(end)}"
    return plain_day(value) if value else "not stated"


def plain_status(status: str | None) -> str:
    """A status in words, which are the same everywhere."""
    return (status or "not stated").replace("_", " ")


def plain_stance(stance: str, source: str | None = None) -> str:
    """A stance as the verb beside its source: "asserts", of more than one "assert".

    >>> plain_stance("asserts", "two people"), plain_stance("denies", "officials"), plain_stance("denies", "Orr")
    ('assert', 'deny', 'denies')
    """
    verb, space, rest = plain_status(stance).partition(" ")
    if source and is_plural_name(source) and verb.endswith("s"):
        verb = f"{verb[:-3]}y" if verb.endswith("ies") else verb[:-1]
    return f"{verb}{space}{rest}"


def say(source: str | None) -> str:
    """ "says", of a source that is more than one "say"."""
    return "say" if source and is_plural_name(source) else "says"


def disputed_status(event: EventAnswer) -> str:
    """The status in words, with a mark where one source has the event on and another has it off."""
    return f"{plain_status(event.status)} (disputed)" if event.disputed else plain_status(event.status)


def both_statuses(event: EventAnswer) -> str:
    """The status by all sources and by those on the record, and whether somebody disputes it."""
    now = disputed_status(event)
    if event.status_on_record is None:
        return f"{now}; not on the record"
    if event.status_on_record == event.status:
        return f"{now}, also on the record"
    return f"{now}; on the record: {plain_status(event.status_on_record)}"


def counted(n: int, thing: str) -> str:
    """ "1 article", "2 articles"."""
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def told_by(event: EventAnswer) -> str:
    """How many articles, outlets and independent origins an event stands on."""
    if not event.articles and event.taken_back:
        return f"none that stands; {counted(len(event.taken_back), 'report')} taken back"
    line = counted(len(event.articles), "article")
    if event.taken_back:
        return f"{_support(event, line)}; {counted(len(event.taken_back), 'further report')} taken back"
    return _support(event, line)


def _support(event: EventAnswer, line: str) -> str:
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
    return (", ".join(value) if isinstance(value, list | tuple) else value) or "not stated"


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
        told += f" (undone by {correction.undone_by or 'somebody'} on {correction.undone[:10]})"
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


def no_word_since(event: EventAnswer | EventSummary, today: str | None) -> str | None:
    """ "no report since 18 March 2026 that it took place", where its day went by without word; else None."""
    from reportedly.ledger.events.outlook import has_passed, last_day

    last = last_day(event)
    if last is None or not has_passed(event, today):
        return None
    return f"no report since {plain_day(last.isoformat())} that it took place"


def in_doubt(event: EventSummary) -> str:
    """Why an event that belongs to another, which was moved or called off, is in doubt."""
    if event.status in OFF:
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
        ("Where", event.place or "not stated"),
        ("Who", ", ".join(event.participants) or "not stated"),
        ("Status", "; ".join(filter(None, (both_statuses(event), no_word_since(event, today))))),
        ("Reports", told_by(event)),
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
    return f"{what}, {say(source)} {source}{relay} ({plain_day(report.said or report.published)})"
