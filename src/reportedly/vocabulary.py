"""The closed vocabularies of a record: kinds, stances, types of events, statuses, roles."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "AWAITED",
    "CALLED_OFF",
    "CHANGES",
    "FIRM",
    "OFF",
    "ON",
    "OVER",
    "PLANS",
    "SETTLED",
    "SPOKEN",
    "VAGUE",
    "WIDE",
    "EntityKind",
    "EventType",
    "IntegrityKind",
    "Kind",
    "LinkKind",
    "Role",
    "Stance",
    "Status",
    "TimeType",
]


class Kind(StrEnum):
    """How much of a statement's content is in quotation marks: all, none, some."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class LinkKind(StrEnum):
    """What a link of a chain is."""

    PERSON = "person"
    GROUP = "group"
    ORGANISATION = "organisation"
    OUTLET = "outlet"
    PLACE = "place"
    UNNAMED = "unnamed"
    DOCUMENT = "document"


class EntityKind(StrEnum):
    """What a named entity is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    OUTLET = "outlet"
    PLACE = "place"


class Stance(StrEnum):
    """What the last link of a chain does with the content."""

    ASSERTS = "asserts"
    CONFIRMS = "confirms"
    DENIES = "denies"
    CANNOT_CONFIRM = "cannot_confirm"
    DECLINES_COMMENT = "declines_comment"
    EXPECTS = "expects"
    INTENDS = "intends"
    REQUESTS = "requests"
    QUESTIONS = "questions"
    CRITICISES = "criticises"
    SUPPORTS = "supports"
    RETRACTS = "retracts"


class EventType(StrEnum):
    """Types of events that can be announced, moved and called off."""

    VISIT = "visit"
    MEETING = "meeting"
    TALKS = "talks"
    SUMMIT = "summit"
    CALL = "call"
    CONFERENCE = "conference"
    INTERVIEW = "interview"
    SPEECH = "speech"
    SIGNING = "signing"
    VOTE = "vote"
    HEARING = "hearing"
    EXERCISE = "exercise"
    LAUNCH = "launch"
    DEPLOYMENT = "deployment"
    STRIKE = "strike"
    PROTEST = "protest"
    DEADLINE = "deadline"
    OTHER = "other"

    @property
    def is_wide(self) -> bool:
        """Whether other events may be part of it: a visit holds meetings."""
        return self in (EventType.VISIT, EventType.SUMMIT, EventType.CONFERENCE)

    @property
    def is_spoken(self) -> bool:
        """Whether it consists of what somebody says."""
        return self in (EventType.SPEECH, EventType.INTERVIEW)


WIDE = frozenset(type for type in EventType if type.is_wide)
SPOKEN = frozenset(type for type in EventType if type.is_spoken)


class Status(StrEnum):
    """What one report says about an event.

    Its properties are the one place that says what a status amounts to; `ON`, `OFF`, `FIRM` … are the statuses that
    have one of them.
    """

    POSSIBLE = "possible"
    PLANNED = "planned"
    SCHEDULED = "scheduled"
    UNDER_WAY = "under_way"
    HELD = "held"
    POSTPONED = "postponed"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    RULED_OUT = "ruled_out"
    UNCONFIRMED = "unconfirmed"

    @property
    def meaning(self) -> str:
        """What it says, in a sentence for people."""
        return _MEANINGS[self]

    @property
    def side(self) -> str:
        """ "on", "off", or "open" where it says neither."""
        if self in (Status.POSTPONED, Status.CANCELLED, Status.RULED_OUT):
            return "off"
        return "open" if self in (Status.POSSIBLE, Status.UNCONFIRMED) else "on"

    @property
    def is_plan(self) -> bool:
        """Whether the event is ahead, as it was planned."""
        return self in (Status.PLANNED, Status.SCHEDULED)

    @property
    def is_vague(self) -> bool:
        """Whether nothing is fixed yet: an idea or an intention."""
        return self in (Status.POSSIBLE, Status.PLANNED)

    @property
    def is_firm(self) -> bool:
        """Whether it ties the event to a date and a place."""
        return self.side == "on" and not self.is_vague

    @property
    def is_called_off(self) -> bool:
        """Whether the event will not take place at all."""
        return self in (Status.CANCELLED, Status.RULED_OUT)

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come: it took place, or is called off."""
        return self is Status.HELD or self.is_called_off

    @property
    def is_settled(self) -> bool:
        """Whether a mere lack of confirmation leaves it as it is."""
        return self.is_over or self is Status.POSTPONED

    @property
    def is_change(self) -> bool:
        """Whether it is news beside a plan: the plan was kept, moved or given up."""
        return self.is_settled or self is Status.RESCHEDULED

    @property
    def is_awaited(self) -> bool:
        """Whether its outcome is unknown when its day has passed without a report."""
        return not self.is_settled and self is not Status.UNDER_WAY


_MEANINGS = {
    Status.POSSIBLE: "It may happen; nobody has decided.",
    Status.PLANNED: "It is meant to happen; no date is given.",
    Status.SCHEDULED: "A date is set.",
    Status.UNDER_WAY: "It is going on.",
    Status.HELD: "It took place.",
    Status.POSTPONED: "It is put off; no new date is given.",
    Status.RESCHEDULED: "It is moved to a new date.",
    Status.CANCELLED: "It is called off.",
    Status.RULED_OUT: "A source says that it will not happen, or not on that date.",
    Status.UNCONFIRMED: "A source that should know does not confirm it.",
}

# For values as they are stored, which are plain text.
ON = frozenset(status for status in Status if status.side == "on")
OFF = frozenset(status for status in Status if status.side == "off")
PLANS = frozenset(status for status in Status if status.is_plan)
VAGUE = frozenset(status for status in Status if status.is_vague)
FIRM = frozenset(status for status in Status if status.is_firm)
CALLED_OFF = frozenset(status for status in Status if status.is_called_off)
OVER = frozenset(status for status in Status if status.is_over)
SETTLED = frozenset(status for status in Status if status.is_settled)
CHANGES = frozenset(status for status in Status if status.is_change)
AWAITED = frozenset(status for status in Status if status.is_awaited)


class TimeType(StrEnum):
    """TIMEX3 types (ISO 24617-1)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Role(StrEnum):
    """The role of a participant: acts or travels, hosts, takes part."""

    ACTOR = "actor"
    HOST = "host"
    PARTICIPANT = "participant"


class IntegrityKind(StrEnum):
    """Kinds of problems of the text itself."""

    TRANSLATED_COPY = "translated_copy"
    BROKEN_COPY = "broken_copy"
    OTHER_LANGUAGE = "other_language"
    NO_DATE = "no_date"
    WITHDRAWN = "withdrawn"
