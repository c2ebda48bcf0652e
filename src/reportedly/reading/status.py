"""Status: what a claim, and all that turns it, amounts to for the day that the happening has."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.reading.claim_words import Reading
from reportedly.reading.clauses import Tense
from reportedly.reading.status_words import CHANGES, Claim, Turn
from reportedly.record import Stance, Status

__all__ = ["Timing", "settle"]

_AT = {"at", "during", "in", "after", "following", "since", "from", "on", "throughout"}


@dataclass(frozen=True, slots=True)
class Timing:
    """What is known of the day of the happening.

    Attributes:
        given: The text dates it at all.
        is_day: To the day, or to a few.
        is_near: To a month at least.
        own: The words around this mention date it, not only others of the article.
        known: The mention is of "the hearing", whose day is told elsewhere.
        ahead: True after publication, False before it, None on the day itself or where not known.
        moved: A new date is given to which it was moved.
    """

    given: bool = False
    is_day: bool = False
    is_near: bool = False
    own: bool = False
    known: bool = False
    ahead: bool | None = None
    moved: bool = False


def settle(reading: Reading, timing: Timing, *, stance: Stance | None = None, headline: bool = False) -> Status | None:
    """The status that a reading amounts to; None where the words report none.

    Args:
        timing: What is known of the happening's day.
        stance: Of the statement that the words stand in, where the climb has not read its cue.
        headline: In a title the present tells what has happened.
    """
    turns = list(reading.turns)
    if stance is Stance.DENIES and Turn.DENIED not in turns and Turn.NOT not in turns:
        turns.append(Turn.DENIED)
    if stance is Stance.CANNOT_CONFIRM:
        turns.append(Turn.NOT_CONFIRMED)
    planned = Turn.PLANNED in turns
    fixed = timing.given and (timing.is_day if planned else timing.is_near)
    on = Status.SCHEDULED if fixed and Turn.TENTATIVE not in turns else Status.PLANNED
    if reading.own is Claim.SCHEDULED or (reading.own is Claim.PLANNED and timing.own):
        on = Status.SCHEDULED
    if Turn.NOT_CONFIRMED in turns:
        return Status.UNCONFIRMED
    claim = reading.claim
    if claim is Claim.MENTIONED and reading.own is not None:
        claim = reading.own
    if claim in CHANGES:
        return _settle_change(reading, claim, turns, timing, on)
    if claim is Claim.UNCONFIRMED:
        return Status.UNCONFIRMED
    return _settle_happening(reading, claim, turns, timing, on, headline=headline)


def _settle_change(reading: Reading, claim: Claim, turns: list[Turn], timing: Timing, on: Status) -> Status | None:
    flips = turns.count(Turn.NOT) + turns.count(Turn.DENIED) + turns.count(Turn.REFUSED)
    if flips % 2:
        return Status.POSSIBLE if claim is Claim.RULED_OUT else on
    if Turn.ASKED in turns or Turn.SHOULD in turns:
        return _settle_wish(reading, timing, on)
    if {Turn.MAY, Turn.IF, Turn.DOUBTED, Turn.POSSIBLE} & set(turns):
        return Status.UNCONFIRMED
    if claim is Claim.POSTPONED and timing.moved:
        return Status.RESCHEDULED
    return Status(claim.value)


def _settle_wish(reading: Reading, timing: Timing, on: Status) -> Status | None:
    """A call to cancel or hold it is no report, but it may speak of something that is on: "cancel Monday's meeting"."""
    if reading.own in (Claim.PLANNED, Claim.SCHEDULED) or (timing.ahead and timing.is_day):
        return on
    return None


def _settle_happening(
    reading: Reading, claim: Claim, turns: list[Turn], timing: Timing, on: Status, *, headline: bool
) -> Status | None:
    when = reading.tense
    kept = set(turns)
    if Turn.ASKED in kept or Turn.SHOULD in kept:
        return _settle_wish(reading, timing, on)
    if Turn.DOUBTED in kept:
        return Status.UNCONFIRMED
    if Turn.REFUSED in kept:
        if {Turn.UNTIL, Turn.IF} & kept:
            return Status.UNCONFIRMED
        return Status.POSSIBLE if Turn.NOT in kept else Status.RULED_OUT
    flips = turns.count(Turn.NOT) + turns.count(Turn.DENIED)
    if flips % 2:
        return _settle_negated(reading, claim, kept, timing)
    if claim is Claim.POSSIBLE:
        return Status.POSSIBLE
    if {Turn.MAY, Turn.POSSIBLE} & kept:
        return Status.POSSIBLE
    if Turn.IF in kept and when is not Tense.PAST:
        return Status.POSSIBLE
    if Turn.WOULD_HAVE in kept:
        return on
    if Turn.SCHEDULED in kept or claim is Claim.SCHEDULED:
        unset = (Turn.PLANNED in kept or when in (Tense.FUTURE, Tense.WOULD)) and not timing.given
        return Status.PLANNED if Turn.TENTATIVE in kept or unset else Status.SCHEDULED
    if Turn.PLANNED in kept:
        # "Plans to meet him" fixes no day, even where the article knows one from elsewhere; "agreed to the talks" does.
        fixed = timing.own or (timing.known and timing.ahead) or reading.own is Claim.SCHEDULED
        return on if fixed else Status.PLANNED
    if claim is Claim.PLANNED:
        return Status.SCHEDULED if timing.given else on
    if claim is Claim.CONTINUES:
        if when in (Tense.FUTURE, Tense.WOULD):
            return on
        return Status.HELD if when is Tense.PAST and timing.ahead is False else Status.UNDER_WAY
    if claim is Claim.ENDED:
        return on if when is Tense.FUTURE else Status.HELD
    if claim is Claim.HAPPENS:
        return _settle_tense(reading, when, timing, on, headline=headline)
    if timing.ahead and timing.own:
        return on
    if timing.ahead is False:
        return Status.HELD
    if reading.adjunct in _AT and when is Tense.PAST:
        return Status.HELD
    if reading.adjunct in ("during", "after") and when is None:
        return Status.HELD  # a caption: "Orr during a meeting with"
    if when in (Tense.FUTURE, Tense.WOULD) and reading.adjunct:
        return on
    return None


def _settle_tense(reading: Reading, when: Tense | None, timing: Timing, on: Status, *, headline: bool) -> Status | None:
    if when is Tense.PAST:
        if timing.ahead and timing.own:
            # "If we held the vote tomorrow" is the past of what is not; "gave her a deadline of Saturday" was set.
            return Status.POSSIBLE if Turn.IF in reading.turns else on
        return Status.HELD
    if when in (Tense.FUTURE, Tense.WOULD):
        return on
    if when is Tense.PRESENT:
        if timing.ahead:
            return Status.SCHEDULED if timing.given else Status.PLANNED
        return Status.HELD if headline or timing.ahead is False else Status.UNDER_WAY
    if when is Tense.PROGRESSIVE:
        if timing.ahead:
            return on
        return Status.HELD if timing.ahead is False else Status.UNDER_WAY
    if timing.ahead is not None:
        return on if timing.ahead else Status.HELD
    if reading.own is not None:
        return Status.POSSIBLE if reading.own is Claim.POSSIBLE else on
    if reading.adjunct in _AT:
        return Status.HELD
    return on if headline and timing.given else None


def _settle_negated(reading: Reading, claim: Claim, turns: set[Turn], timing: Timing) -> Status | None:
    if Turn.DENIED in turns:
        return Status.RULED_OUT
    if Turn.UNTIL in turns or Turn.IF in turns:
        return Status.UNCONFIRMED
    if Turn.MAY in turns:
        return Status.UNCONFIRMED
    if Turn.LATER in turns and reading.tense is not Tense.PAST:
        return Status.POSTPONED  # "will not be held before May"
    if {Turn.POSSIBLE, Turn.PLANNED, Turn.SCHEDULED} & turns or claim in (Claim.PLANNED, Claim.SCHEDULED):
        return Status.RULED_OUT
    if claim is Claim.POSSIBLE:
        return Status.RULED_OUT
    if Turn.SHOULD in turns:
        return None
    if reading.tense in (Tense.FUTURE, Tense.WOULD, Tense.PRESENT, Tense.PROGRESSIVE, Tense.MAY):
        return Status.CANCELLED if reading.own is Claim.SCHEDULED else Status.RULED_OUT
    if reading.tense is Tense.PAST and claim is Claim.HAPPENS and reading.predicate is not None:
        return Status.CANCELLED
    return None
