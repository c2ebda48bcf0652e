"""Which reports of one event their source has taken back: "Adriapress withdrew its report that the summit was off".

A withdrawal takes back what the same source said before:

1. A person or body takes back its own word, wherever that was printed.
2. An outlet takes back what it printed itself, on whose word ever, and what others relay of it or repeat from its text.
   The word of the same minister in another outlet stands: that one heard it too.
3. It takes back what says the same: that the event is off, moved, planned or held. Of two plans only that for the same
   date.
4. What the source says after it is a new report. On one day the hour of publication decides, and within one article
   only the source's own word is taken back, not what others say that day.

Of several withdrawals the first is the one that took a report back, so a second changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from reportedly.edtf import days_of, n_days, overlaps
from reportedly.ledger.answers import ReportAnswer, TakenBack
from reportedly.ledger.matching.origins import is_outlet_link, only_match, outlet_key
from reportedly.record import Link
from reportedly.vocabulary import LinkKind, Stance, Status

__all__ = ["taken_back"]

# Statuses that say the same: who withdraws that it was "called off" withdraws that it "will not be held".
_CLAIMS = (
    frozenset({Status.CANCELLED, Status.RULED_OUT}),
    frozenset({Status.POSTPONED, Status.RESCHEDULED}),
    frozenset({Status.POSSIBLE, Status.PLANNED, Status.SCHEDULED}),
    frozenset({Status.UNDER_WAY, Status.HELD}),
    frozenset({Status.UNCONFIRMED}),
)
_DATED = frozenset({Status.RESCHEDULED, Status.SCHEDULED})
_WIDEST = 31  # days; a longer time is no date


def taken_back(reports: Sequence[ReportAnswer], echo_of: Mapping[str, str] | None = None) -> dict[int, TakenBack]:
    """The reports of one event that are taken back, by their positions, with the withdrawal of each.

    Args:
        reports: All reports of the event, withdrawals (stance `retracts`) among them, in any order.
        echo_of: For each article whose text repeats another's, the article that printed it first.
    """
    withdrawals = sorted((report for report in reports if report.stance == Stance.RETRACTS), key=_order)
    if not withdrawals:
        return {}
    printed = {report.article: report.outlet for report in reports}
    outlets = sorted({outlet_key(outlet) for outlet in printed.values() if outlet})
    found: dict[int, TakenBack] = {}
    for i, report in enumerate(reports):
        if report.stance == Stance.RETRACTS:
            continue
        first = printed.get((echo_of or {}).get(report.article, ""))
        for withdrawal in withdrawals:
            own = _is_own_word(report, withdrawal)
            is_his = own or _is_printed_by(report, first, withdrawal, outlets)
            if is_his and _says_the_same(report, withdrawal) and _is_earlier(report, withdrawal, own=own):
                found[i] = _note(withdrawal)
                break
    return found


def _note(withdrawal: ReportAnswer) -> TakenBack:
    return TakenBack(
        by=withdrawal.chain[-1] if withdrawal.chain else withdrawal.outlet or withdrawal.article,
        day=withdrawal.day,
        article=withdrawal.article,
        outlet=withdrawal.outlet,
        published=withdrawal.published,
        evidence=withdrawal.evidence,
        span=withdrawal.span,
        statement=withdrawal.statement,
    )


def _order(report: ReportAnswer) -> tuple[date, str, str, tuple[int, int], str]:
    return report.day or date.max, report.published or "9999", report.article, report.span, report.status


def _is_own_word(report: ReportAnswer, withdrawal: ReportAnswer) -> bool:
    """Whether the one who takes something back is the one who said it."""
    return report.origin is not None and report.origin == withdrawal.origin


def _is_printed_by(report: ReportAnswer, first: str | None, withdrawal: ReportAnswer, outlets: Sequence[str]) -> bool:
    """Whether the outlet that takes something back printed or relayed a report; `first`: who printed its text first."""
    name = _outlet_of(withdrawal)
    if not name:
        return withdrawal.chain == () and report.chain == () and report.article == withdrawal.article
    known = name if name in outlets else only_match(name, outlets) or name
    through = [link.name for link in _links(report) if is_outlet_link(link)]
    own = [outlet for outlet in (report.outlet, first) if outlet]
    return any(outlet_key(outlet) in (name, known) for outlet in (*own, *through))


def _outlet_of(withdrawal: ReportAnswer) -> str | None:
    """The outlet that takes something back, as it is compared; none for a person, a body, or "a newspaper"."""
    if not withdrawal.chain:
        return outlet_key(withdrawal.outlet) if withdrawal.outlet else None
    last = _links(withdrawal)[-1]
    return outlet_key(last.name) if is_outlet_link(last) else None


def _links(report: ReportAnswer) -> list[Link]:
    return [Link(name=name, kind=LinkKind(kind)) for name, kind in zip(report.chain, report.kinds, strict=True)]


def _says_the_same(report: ReportAnswer, withdrawal: ReportAnswer) -> bool:
    if report.status in _DATED and withdrawal.status in _DATED:
        return _same_date(report.when, withdrawal.when)
    return any(report.status in claim and withdrawal.status in claim for claim in _CLAIMS) and (
        withdrawal.status not in _DATED or _same_date(report.when, withdrawal.when)
    )


def _same_date(a: str | None, b: str | None) -> bool:
    """Whether two dates can be one; unknown dates can."""
    x, y = days_of(a), days_of(b)
    if not x or not y or max(n_days(x), n_days(y)) > _WIDEST:
        return True
    return overlaps(x, y)


def _is_earlier(report: ReportAnswer, withdrawal: ReportAnswer, *, own: bool) -> bool:
    """Whether a report was made before a withdrawal; what has no day was."""
    said, day = report.day, withdrawal.day
    if said is None or day is None or said < day:
        return True
    if said > day:
        return False
    if report.article == withdrawal.article:
        return own
    a, b = _time(report.published), _time(withdrawal.published)
    if a is None or b is None:
        return (report.published or "")[:10] <= (withdrawal.published or "9999")[:10]
    return a <= b


def _time(published: str | None) -> datetime | None:
    """When an article was published; None where only the day is known."""
    if not published or "T" not in published:
        return None
    time = datetime.fromisoformat(published)
    return time if time.tzinfo else time.replace(tzinfo=UTC)
