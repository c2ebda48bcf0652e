"""Whether the record settles a question: yes, no, or that it does not say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportedly.answering.question import Question
from reportedly.edtf import days_of, overlaps
from reportedly.ledger import EventAnswer, EventSummary, ReportAnswer
from reportedly.ledger.events.outlook import has_passed, is_open
from reportedly.vocabulary import OFF, ON, Stance, Status
from reportedly.wording import plain_status

__all__ = ["against", "is_rivalled", "passes", "saying", "side_of", "verdict_on"]


def passes(event: EventSummary, question: Question, today: str | None) -> bool:
    """Whether an event is one that a question for a list asks for."""
    if question.expects == "on" and not is_open(event, today):
        return False
    if question.expects == "off" and side_of(event.status) != "off":
        return False
    if question.status and event.status != question.status:
        return False
    if not (question.since or question.until):
        return True
    first, last = question.since or "0001-01-01", question.until or "9999-12-31"
    own = days_of(event.when)
    return own is not None and overlaps(own, days_of(f"{first}/{last}") or own)


def verdict_on(event: EventAnswer, question: Question, today: str | None) -> tuple[bool, str]:
    """Whether the record settles a yes-or-no question, and the word that the answer begins with.

    "Yes" and "no" may mean either where the question has a "not": then the status is said.
    """
    settled, verdict = _verdict(event, question, today)
    if question.negated and verdict.startswith(("Yes", "No.", "No,")):
        verdict = "It took place." if event.status == Status.HELD else f"It is {plain_status(event.status)}."
    return settled, verdict


def _verdict(event: EventAnswer, question: Question, today: str | None) -> tuple[bool, str]:
    expects, side = question.expects, side_of(event.status)
    if expects is None:
        return True, ""
    if has_passed(event, today) and (expects in ("on", "held") or side == "on"):
        return False, "The ledger does not say what became of it."
    if event.disputed:
        return True, "Reports disagree."
    if expects == "held":
        if event.status == Status.HELD:
            return True, "Yes."
        return (True, "No.") if side == "off" else (False, "Not according to the ledger.")
    if expects == "off":
        if question.moved_to and (event.status == Status.RESCHEDULED or event.earlier_dates):
            same = _is_on_day(event, question)
            return (False, "The ledger does not say so.") if same is None else (True, "Yes." if same else "No.")
        if question.status == event.status or (
            question.status == Status.CANCELLED and event.status == Status.RULED_OUT
        ):
            return True, "Yes."
        if {question.status, event.status} == {Status.POSTPONED, Status.RESCHEDULED}:
            return True, f"Yes, it is {plain_status(event.status)}."
        if side == "off" or event.status == Status.RESCHEDULED:
            return True, f"No, it is {plain_status(event.status)}."
        return (True, "No.") if side == "on" else (False, "The ledger does not say so.")
    if event.status == Status.HELD and question.status != Status.HELD:
        return True, "It took place."
    if side == "on" and (same := _is_on_day(event, question)) is not None:
        return True, "Yes." if same else "No, on another day."
    if question.status and question.status == event.status:
        return True, "Yes."
    if event.status == Status.RESCHEDULED:
        return True, "Yes, on another day."
    if side == "on":
        return True, "Yes."
    return (True, "No.") if side == "off" else (True, "It is not settled.")


def _is_on_day(event: EventAnswer, question: Question) -> bool | None:
    """Whether an event is on a day that a question names; None where it names none, or the event has none."""
    own = days_of(event.when)
    if own is None or not question.since or not question.until:
        return None
    asked = (
        days_of(f"{question.since}/{question.until}") if question.since != question.until else days_of(question.since)
    )
    return None if asked is None else overlaps(own, asked)


def saying(reports: Iterable[ReportAnswer], question: Question, status: str | None) -> list[ReportAnswer]:
    """Reports that say what a question asks about: that the event is on or off, else that it has a status."""
    if question.claims and not question.status:
        return [report for report in reports if side_of(report.status) == question.claims]
    return [report for report in reports if report.status == status]


def against(reports: Iterable[ReportAnswer], question: Question, status: str | None) -> list[ReportAnswer]:
    """Reports that contradict what a question says is claimed, else the status of the event; denials last."""
    reports = list(reports)
    own = question.claims or side_of(status)
    contrary = [report for report in reports if side_of(report.status) not in ("", own)]
    denials = (report for report in reports if report.stance == Stance.DENIES and report not in contrary)
    return [*contrary, *(one for one in denials if not question.claims or side_of(one.status) != own)]


def is_rivalled(event: EventAnswer, others: Sequence[EventSummary]) -> bool:
    """Whether the next likeliest event is told by as many, and is off where this one is on, or on where it is off."""
    if not others or event.status == Status.HELD or others[0].status == Status.HELD:
        return False
    same = (others[0].outlets, others[0].origins) == (event.outlets, event.origins)
    return same and {side_of(event.status), side_of(others[0].status)} == {"on", "off"}


def side_of(status: str | None) -> str:
    """Whether a status says that an event is "on" or "off"; "" where it says neither."""
    return "off" if status in OFF else "on" if status in ON else ""
