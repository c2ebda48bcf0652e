"""Reports of one event that cannot both hold at the same time.

A change of status over days is no conflict, nor is a plan recalled beside its change (unless somebody stands by it, see
`ledger.insistence`), nor one source that changes its mind: two reports contradict each other when different origins
speak for the same day, when the later one plans what the earlier one says has been held, or when it answers the
earlier one: a denial, or somebody's word that it goes ahead as planned beside the report that it does not.

Of each contradiction the older report is the claim: others confirm it or deny it, and it is open until the newest word
of all who speak later is on one side.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import combinations

from reportedly.edtf import days_of, n_days, overlaps
from reportedly.ledger.answers import ConflictAnswer, ReportAnswer
from reportedly.ledger.events.status import backgrounds
from reportedly.lexicon.names import name_tokens
from reportedly.lexicon.places import countries_of
from reportedly.vocabulary import FIRM, OFF, ON, PLANS, Stance, Status

__all__ = ["find_conflicts"]

# Words of one day stand against each other; a day later it is a change, unless it answers.
_NEAR_DAYS, _ANSWER_DAYS = 1, 3


def find_conflicts(reports: Sequence[ReportAnswer]) -> tuple[ConflictAnswer, ...]:
    """Pairs of reports that cannot both hold, the newest first; one pair for each two origins and subject."""
    # A plan beside a change of which the reading is unsure contradicts nobody for sure.
    recalled = backgrounds(reports, doubt=1.0)
    # What an outlet only relays is the contradiction of whose word it relays.
    standing = [r for i, r in enumerate(reports) if i not in recalled and not (r.chain and r.origin is None)]
    found: dict[tuple[str, str, str], ConflictAnswer] = {}
    refuted = {report.article for report in reports if report.status in OFF and report.chain}
    for a, b in combinations(sorted(standing, key=_order, reverse=True), 2):
        about = _about(b, a) or ("status" if _is_answer(b, a, refuted) else None)
        if about:
            one, other = sorted((a.origin or a.article, b.origin or b.article))
            if (about, one, other) not in found:
                found[about, one, other] = _weighed(about, a, b, standing)
    return tuple(found.values())


def _weighed(about: str, answer: ReportAnswer, claim: ReportAnswer, standing: Sequence[ReportAnswer]) -> ConflictAnswer:
    """A contradiction with who else stands on either side, and whether later words have settled it."""
    sides = {id(report): _side(report, about, claim, answer) for report in standing}
    since = [r for r in standing if (r.day or date.min) >= (claim.day or date.min)]
    others = [r for r in since if r.origin not in (None, claim.origin)]
    confirmed = [r for r in others if sides[id(r)] is True]
    denied = [r for r in others if sides[id(r)] is False]
    last = max(claim.day or date.min, answer.day or date.min)
    later = [r for r in standing if sides[id(r)] is not None and (r.day or date.min) > last]
    newest = max((r.day or date.min for r in later), default=date.min)
    final = {sides[id(r)] for r in later if (r.day or date.min) == newest}
    return ConflictAnswer(
        about=about,
        a=answer,
        b=claim,
        confirmed_by=_names(confirmed),
        denied_by=_names(denied),
        open=len(final) != 1,
    )


def _side(report: ReportAnswer, about: str, claim: ReportAnswer, answer: ReportAnswer) -> bool | None:
    """Whether a report says what the claim says (True), what its answer says (False), or neither (None)."""
    if about == "status":
        claimed, answered, own = _group(claim), _group(answer), _group(report)
        # A new date confirms that the old one is off.
        if report.status == Status.RESCHEDULED or (own == "on" and not _same_date(report, claim)):
            own = "off" if "off" in (claimed, answered) else own
        return True if own == claimed else False if own == answered else None
    if report.status not in FIRM:
        return None
    value, mine, theirs = (
        (report.when, claim.when, answer.when) if about == "when" else (report.place, claim.place, answer.place)
    )
    return True if value == mine else False if value == theirs else None


def _group(report: ReportAnswer) -> str:
    return "on" if report.status in ON else "off" if report.status in OFF else report.status


def _names(reports: Sequence[ReportAnswer]) -> tuple[str, ...]:
    """By whom, each origin once, under the name with which it first confirms or denies, else is first printed."""
    names: dict[str, str] = {}
    for report in sorted(reports, key=lambda r: (r.stance not in {Stance.CONFIRMS, Stance.DENIES}, _order(r))):
        names.setdefault(report.origin or "", report.chain[-1] if report.chain else report.outlet or report.article)
    return tuple(names.values())


def _is_answer(earlier: ReportAnswer, later: ReportAnswer, refuted: Collection[str]) -> bool:
    """Whether somebody says, within days of a report that it is off, that it goes ahead on the day that was set.

    That would be a change, were it not a denial, or printed beside the report that it answers.
    """
    if earlier.status not in OFF or later.status not in PLANS:
        return False
    if later.origin is None or earlier.origin is None or later.origin == earlier.origin:
        return False
    apart = ((later.day or date.min) - (earlier.day or date.min)).days
    is_answer = later.stance == Stance.DENIES or (bool(later.chain) and later.article in refuted)
    if not 0 < apart <= _ANSWER_DAYS or not is_answer:
        return False
    # A day that the claim does not name may be a new one.
    is_known = later.when is None or days_of(earlier.when) is not None or later.stance == Stance.DENIES
    return is_known and _same_date(earlier, later)


def _order(report: ReportAnswer) -> tuple[date, str, str, tuple[int, int]]:
    return report.day or date.min, report.published or "", report.article, report.span


def _about(earlier: ReportAnswer, later: ReportAnswer) -> str | None:
    if earlier.origin == later.origin and earlier.origin is not None:
        return None
    if earlier.status == Status.HELD and later.status in PLANS:
        return "status" if _comes_after(later, earlier) else None
    apart = abs(((later.day or date.min) - (earlier.day or date.min)).days)
    if apart >= _NEAR_DAYS:
        return None
    pair = {earlier.status, later.status}
    if any(_is_before(held, other) for held, other in ((earlier, later), (later, earlier))):
        return None
    if pair & OFF and any(_is_unaware(plan, other) for plan, other in ((earlier, later), (later, earlier))):
        return None
    if pair & ON and pair & OFF and not (Status.RESCHEDULED in pair and Status.POSTPONED in pair):
        return "status" if _same_date(earlier, later) else None
    if Status.UNCONFIRMED in pair and pair & PLANS:
        # Doubt beside a plan that only the article's own voice recalls is its news, not its contradiction.
        return "status" if earlier.chain and later.chain else None
    if pair == {Status.POSSIBLE, Status.RULED_OUT} and _same_date(earlier, later):
        # Somebody may have thought of what he rules out; a chance in the article's own voice is nobody's word.
        return "status" if earlier.chain and later.chain and not set(earlier.chain) & set(later.chain) else None
    if pair <= FIRM and not _same_date(earlier, later):
        return "when"
    if pair <= FIRM and earlier.place and later.place and not _same_place(earlier.place, later.place):
        return "place"
    return None


def _is_own_plan(report: ReportAnswer) -> bool:
    return not report.chain and report.status in PLANS


def _is_unaware(plan: ReportAnswer, off: ReportAnswer) -> bool:
    """Whether an article names the plan in passing that somebody calls off in another: it need not know of that."""
    if not _is_own_plan(plan) or off.status not in OFF or not off.chain:
        return False
    return (plan.published or "") <= (off.published or "")


def _comes_after(plan: ReportAnswer, held: ReportAnswer) -> bool:
    """Whether a plan is of a day after the one on which the event is said to have been held already."""
    if not plan.day or not held.day or plan.day <= held.day:
        return False
    when = days_of(plan.when)
    return when is None or (when[1] > held.day and not _is_before(held, plan))


def _is_before(held: ReportAnswer, other: ReportAnswer) -> bool:
    """Whether what was held, on an unknown day, is one before: "his rallies, which draw thousands"."""
    when = days_of(other.when)
    return held.status == Status.HELD and held.when is None and when is not None and when[0] > (held.day or date.max)


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
