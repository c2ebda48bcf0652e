"""The closed vocabularies of a record: kinds, stances, types of events, statuses, roles."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["EntityKind", "EventType", "IntegrityKind", "Kind", "LinkKind", "Role", "Stance", "Status", "TimeType"]


class Kind(StrEnum):
    """How much of a statement's content stands in quotation marks: all, none, some."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class LinkKind(StrEnum):
    """What a link of a chain is."""

    PERSON = "person"
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


class EventType(StrEnum):
    """Kinds of happenings that can be announced, moved and called off."""

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


class Status(StrEnum):
    """What one report says of an event."""

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


class TimeType(StrEnum):
    """TIMEX3 types (ISO 24617-1)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Role(StrEnum):
    """What a participant does in an event: goes or acts, receives, takes part."""

    ACTOR = "actor"
    HOST = "host"
    PARTICIPANT = "participant"


class IntegrityKind(StrEnum):
    """What a careful reader would notice about the text itself."""

    TRANSLATED_COPY = "translated_copy"
    BROKEN_COPY = "broken_copy"
    OTHER_LANGUAGE = "other_language"
    NO_DATE = "no_date"
    WITHDRAWN = "withdrawn"
