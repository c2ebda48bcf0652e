"""Whether it is still on: an event's status now, out of all that is reported of it.

The rule, from the definition "the latest report by time said" and from how careful readers settle its ties:

1. A report speaks for the day on which it was said, else for the day of publication.
2. A plan that an article recalls while it reports a change ("the vote, which had been set for Thursday, was put
   off"), or whose day had passed when the article was printed, is background: it counts little. So is a postponement
   recalled by an article that gives the new date, and a move that was told on days before by one that plans for it.
3. The newest day with a report that is no background decides; on that day each origin has one vote for each status
   that it gives: first on whether the event is on, off or open, then on the status. Changes weigh more than plans,
   since whoever reports a change also reports the plan.
4. "Cannot confirm" leaves standing what was reported: `unconfirmed` never replaces that an event was held, postponed,
   cancelled or ruled out, but it does cast doubt on a plan.
5. Of what one origin says on one day the hour decides: its later word replaces the earlier one on the other side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from reportedly.edtf import days_of, n_days
from reportedly.ledger.answers import ReportAnswer
from reportedly.vocabulary import CHANGES, OFF, PLANS, SETTLED, VAGUE, Stance, Status

__all__ = ["backgrounds", "date_now", "earlier_dates", "status_now"]

# Votes of one origin. Of equals the earlier in this order wins.
_WEIGHTS: dict[str, float] = {
    Status.HELD: 3.0,
    Status.CANCELLED: 2.5,
    Status.POSTPONED: 2.5,
    Status.RESCHEDULED: 2.5,
    Status.UNDER_WAY: 2.0,
    Status.RULED_OUT: 1.5,
    Status.UNCONFIRMED: 1.2,
    Status.SCHEDULED: 1.1,
    Status.PLANNED: 1.0,
    Status.POSSIBLE: 0.9,
}
# The side is voted on first, so that three who plan it and two who have fixed its day are five who say that it takes
# place. Of equal sides the later here wins.
_SIDES = ("open", "on", "off")
_BACKGROUND = 0.25
_DOUBT = 0.15
# A plan in the article's own voice is mostly context.
_OWN_PLAN = 0.8


def backgrounds(reports: Sequence[ReportAnswer], *, doubt: float = _DOUBT) -> frozenset[int]:
    """Positions of the reports that only recall a plan, or a change that was overtaken (rule 2).

    `doubt`: how much less sure the reading of a change may be than that of the plan it makes a recollection.
    """
    changed: dict[str, dict[str, float]] = {}
    moved_to: dict[str, set[str]] = {}
    off: dict[str, date] = {}
    against: dict[str, list[ReportAnswer]] = {}
    for report in reports:
        if report.status in _NOT_AS_PLANNED:
            against.setdefault(report.article, []).append(report)
        if report.status in CHANGES and report.day:
            off[report.article] = max(off.get(report.article, date.min), report.day)
        sure = changed.setdefault(report.article, {})
        sure[report.status] = max(sure.get(report.status, 0.0), report.confidence or 1.0)
        if report.status == Status.RESCHEDULED and report.when:
            moved_to.setdefault(report.article, set()).add(report.when)
    found = set()
    for i, report in enumerate(reports):
        # A change that was read with doubt does not overrule the plan that was read well beside it.
        least = (report.confidence or 1.0) - doubt
        others = {status for status, sure in changed[report.article].items() if sure >= least}
        if report.status in (Status.POSTPONED, Status.CANCELLED) and report.article in moved_to:
            found.add(i)
        if report.status == Status.RESCHEDULED and _is_known(report, reports):
            found.add(i)
        if report.status not in PLANS:
            continue
        told = others & CHANGES or (not report.chain and Status.UNCONFIRMED in others)
        if told and (
            _answers(report, off.get(report.article)) or _contradicts(report, against.get(report.article, ()))
        ):
            told = False
        if (told and report.when not in moved_to.get(report.article, ())) or _is_past(report):
            found.add(i)
    return frozenset(found)


def _answers(plan: ReportAnswer, change: date | None) -> bool:
    """Whether somebody says that it goes ahead after, or against, the change that the same article reports."""
    if not plan.chain or plan.stance == Stance.DENIES:
        return plan.stance == Stance.DENIES
    return plan.day is not None and change is not None and plan.day > change


def _contradicts(plan: ReportAnswer, changes: Sequence[ReportAnswer]) -> bool:
    """Whether somebody stands by the plan on a day on which others, and not he himself, say that it is given up."""
    if not plan.insists or plan.origin is None or any(change.origin == plan.origin for change in changes):
        return False
    return any(change.day == plan.day for change in changes)


def _is_known(move: ReportAnswer, reports: Sequence[ReportAnswer]) -> bool:
    """Whether an article recalls a move to a day that was told on days before, and plans the event for that day."""
    if not any(r.article == move.article and r.status in PLANS and r.when and r.when == move.when for r in reports):
        return False
    day = (move.published or "")[:10]
    return any(r.when == move.when and r.status in _DATED and (r.published or day)[:10] < day for r in reports)


_DATED = PLANS | {Status.RESCHEDULED}
_NOT_AS_PLANNED = OFF | {Status.RESCHEDULED}


def _is_past(report: ReportAnswer) -> bool:
    when = days_of(report.when)
    if not when or not report.published:
        return False
    # A day early is more often a weekday misread than a plan recalled.
    return (date.fromisoformat(report.published[:10]) - when[1]).days > 1


def status_now(reports: Sequence[ReportAnswer]) -> str | None:
    """The status by the rule above; None where there are no reports."""
    recalled = backgrounds(reports)
    sure = [i for i, report in enumerate(reports) if report.status != Status.UNCONFIRMED]
    settled = _decide(reports, sure, recalled)
    if settled in SETTLED:
        return settled
    return _decide(reports, range(len(reports)), recalled)


def _speaks_for(reports: Sequence[ReportAnswer]) -> list[date]:
    """The day that each report speaks for, as far as ordering goes.

    A plan that an article leaves undated is no newer than the newest firm word that it dates; what it relays undated
    is as old as the same word where it dates that.
    """
    dated: dict[str, date] = {}
    relayed: dict[tuple[str, str], date] = {}
    for report in reports:
        if report.said and report.day:
            if report.status not in VAGUE:
                dated[report.article] = max(dated.get(report.article, date.min), report.day)
            word = report.article, report.status
            relayed[word] = max(relayed.get(word, date.min), report.day)
    days = []
    for report in reports:
        day = report.day or date.min
        if not report.said and report.status in VAGUE:
            day = min(day, dated.get(report.article, day))
        elif not report.said and report.chain and report.origin is None:
            day = min(day, relayed.get((report.article, report.status), day))
        days.append(day)
    return days


def _decide(reports: Sequence[ReportAnswer], positions: Iterable[int], recalled: frozenset[int]) -> str | None:
    replaced = _replaced(reports)
    positions = tuple(i for i in positions if i not in replaced)
    foremost = [i for i in positions if i not in recalled] or positions
    if not foremost:
        return None
    days = _speaks_for(reports)
    newest = max(days[i] for i in foremost)
    votes: dict[tuple[str, str], float] = {}
    for i in positions:
        report = reports[i]
        if days[i] == newest:
            weight = _WEIGHTS[report.status]
            if i in recalled:
                weight *= _BACKGROUND
            elif not report.chain and report.status in PLANS:
                weight *= _OWN_PLAN
            # A report that was read with doubt has less of a vote; zero is a confidence that nobody gave.
            weight *= report.confidence or 1.0
            voter = report.origin or f"echo:{report.article}"
            votes[report.status, voter] = max(weight, votes.get((report.status, voter), 0.0))
    totals = {status: 0.0 for status, _ in votes}
    side_of = {status: _SIDES.index(Status(status).side) for status in totals}
    sides = dict.fromkeys(side_of.values(), 0.0)
    for (status, _), weight in sorted(votes.items()):
        totals[status] += weight
        sides[side_of[status]] += weight
    order = list(_WEIGHTS)
    return max(
        totals,
        key=lambda status: (
            round(sides[side_of[status]], 6),
            side_of[status],
            round(totals[status], 6),
            -order.index(Status(status)),
        ),
    )


def _replaced(reports: Sequence[ReportAnswer]) -> frozenset[int]:
    """Positions of the reports that their origin took back within the day, by the hour of publication."""
    words: dict[tuple[str, date], list[tuple[datetime, int]]] = {}
    for i, report in enumerate(reports):
        if report.origin and report.chain and report.day and (hour := _hour(report.published)) is not None:
            words.setdefault((report.origin, report.day), []).append((hour, i))
    found: set[int] = set()
    for said in words.values():
        last = max(hour for hour, _ in said)
        sides = {Status(reports[i].status).side for hour, i in said if hour == last} - {"open"}
        if len(sides) == 1:
            found.update(i for hour, i in said if hour < last and Status(reports[i].status).side not in sides)
    return frozenset(found)


def _hour(published: str | None) -> datetime | None:
    """When an article was published; None where only the day is known."""
    if not published or "T" not in published:
        return None
    hour = datetime.fromisoformat(published)
    return hour if hour.tzinfo else hour.replace(tzinfo=UTC)


def date_now(reports: Sequence[ReportAnswer], status: str | None) -> str | None:
    """The event's own date: of the newest reports that give the status now, else of the newest that give any.

    Among several the one that most origins give, the most exact of equals; "13 December" where another says
    "13 to 14 December" counts for both, and the other knows the end.
    """
    same = [report for report in reports if report.status == status]
    others = [report for report in reports if report.status != status and _may_date(report.status, status)]
    for group in (same, others):
        dated = [report for report in group if days_of(report.when)]
        if dated:
            newest = max(report.day or date.min for report in dated)
            chosen = _commonest([report for report in dated if (report.day or date.min) == newest])
            return _refined(chosen, dated)
    return None


def _refined(when: str | None, reports: Sequence[ReportAnswer]) -> str | None:
    """A month or year, made a day where other reports of the same kind all give that day within it."""
    days = days_of(when)
    if not days or n_days(days) == 1:
        return when
    inside = {
        report.when
        for report in reports
        if (own := days_of(report.when)) and n_days(own) == 1 and days[0] <= own[0] <= days[1]
    }
    return inside.pop() if len(inside) == 1 and n_days(days) > 27 else when


def _may_date(given: str, status: str | None) -> bool:
    # What was held and what is still planned are not on one date.
    return (given == Status.HELD) == (status == Status.HELD) or status == Status.HELD


def _commonest(reports: Sequence[ReportAnswer]) -> str | None:
    votes: Counter[str] = Counter(report.when for report in reports if report.when)
    for when in tuple(votes):
        votes[when] += sum(votes[first] for first in tuple(votes) if _begins(first, when))
    return min(
        votes, key=lambda when: (n_days(days_of(when) or (date.min, date.max)) > 7, -votes[when], _size(when), when)
    )


def _begins(when: str, other: str) -> bool:
    """Whether a day is the first of the few that another value names; a week is no more than "next week"."""
    day, days = days_of(when), days_of(other)
    return day is not None and days is not None and day[0] == day[1] == days[0] and 1 < n_days(days) < 6


def _size(when: str) -> int:
    days = days_of(when)
    return n_days(days) if days else 10**6


def earlier_dates(reports: Sequence[ReportAnswer], when: str | None) -> tuple[str, ...]:
    """Dates that the event had and has no longer, as days or intervals within a month, in order of being reported."""
    now = days_of(when)
    found: dict[str, None] = {}
    for report in reports:
        days = days_of(report.when)
        if report.when and days and n_days(days) <= 31 and report.when != when:
            clear = now is None or days[1] < now[0] or now[1] < days[0]
            if clear and report.status in PLANS | CHANGES:
                found[report.when] = None
    return tuple(found)
