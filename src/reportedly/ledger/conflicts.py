"""Reports of one event that cannot both hold at the same time.

A change of status over days is no conflict, nor is a plan recalled beside its change, nor one source that changes its
mind: two reports contradict each other when different origins speak for the same day, or when the later one plans
what the earlier one says has been held.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from reportedly.ledger.answers import ConflictAnswer, ReportAnswer
from reportedly.ledger.edtf import days_of, n_days, overlaps
from reportedly.ledger.merge import countries_of
from reportedly.ledger.names import name_tokens
from reportedly.ledger.status import backgrounds
from reportedly.record import Status

__all__ = ["find_conflicts"]

_ON = frozenset({Status.SCHEDULED, Status.PLANNED, Status.UNDER_WAY, Status.HELD, Status.RESCHEDULED})
_OFF = frozenset({Status.POSTPONED, Status.CANCELLED, Status.RULED_OUT})
_FIRM = frozenset({Status.SCHEDULED, Status.RESCHEDULED, Status.HELD, Status.UNDER_WAY})

# Words of one day stand against each other; a day later it is a change.
_NEAR_DAYS = 1


def find_conflicts(reports: Sequence[ReportAnswer]) -> tuple[ConflictAnswer, ...]:
    """Pairs of reports that cannot both hold, the newest first; one pair for each two origins and subject."""
    recalled = backgrounds(reports)
    standing = [report for i, report in enumerate(reports) if i not in recalled]
    found: dict[tuple[str, str, str], ConflictAnswer] = {}
    for a, b in combinations(sorted(standing, key=_order, reverse=True), 2):
        about = _about(b, a)
        if about:
            one, other = sorted((a.origin or a.article, b.origin or b.article))
            found.setdefault((about, one, other), ConflictAnswer(about=about, a=a, b=b))
    return tuple(found.values())


def _order(report: ReportAnswer) -> tuple[date, str, str, tuple[int, int]]:
    return report.day or date.min, report.published or "", report.article, report.span


def _about(earlier: ReportAnswer, later: ReportAnswer) -> str | None:
    if earlier.origin == later.origin and earlier.origin is not None:
        return None
    if earlier.status == Status.HELD and later.status in {Status.SCHEDULED, Status.PLANNED}:
        return "status" if _comes_after(later, earlier) else None
    apart = abs(((later.day or date.min) - (earlier.day or date.min)).days)
    if apart >= _NEAR_DAYS:
        return None
    pair = {earlier.status, later.status}
    if pair & _ON and pair & _OFF and not (Status.RESCHEDULED in pair and Status.POSTPONED in pair):
        return "status" if _same_date(earlier, later) else None
    if Status.UNCONFIRMED in pair and pair & {Status.SCHEDULED, Status.PLANNED}:
        # Doubt beside a plan that only the article's own voice recalls is its news, not its contradiction.
        return "status" if earlier.chain and later.chain else None
    if pair == {Status.POSSIBLE, Status.RULED_OUT} and _same_date(earlier, later):
        return "status"
    if pair <= _FIRM and not _same_date(earlier, later):
        return "when"
    if pair <= _FIRM and earlier.place and later.place and not _same_place(earlier.place, later.place):
        return "place"
    return None


def _comes_after(plan: ReportAnswer, held: ReportAnswer) -> bool:
    """Whether a plan is of a day after the one on which the event is said to have been held already."""
    if not plan.day or not held.day or plan.day <= held.day:
        return False
    when = days_of(plan.when)
    return when is None or when[1] > held.day


def _same_date(a: ReportAnswer, b: ReportAnswer) -> bool:
    """Whether the dates of two reports can be one; unknown dates can."""
    x, y = days_of(a.when), days_of(b.when)
    if not x or not y or max(n_days(x), n_days(y)) > 31:
        return True
    return overlaps(x, y)


def _same_place(a: str, b: str) -> bool:
    return bool(set(name_tokens(a)) & set(name_tokens(b))) or not (_is_city(a) and _is_city(b))


def _is_city(place: str) -> bool:
    return bool(countries_of(place))
