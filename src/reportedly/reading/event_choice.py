"""Choice: which of the reports that the words could carry a careful reader would defend.

Plain rules. A logistic model over thirty facts about a report (is it dated, peopled, in the title, quoted, how often
the article comes back to it, ...) was tried on the annotated development articles, each story scored by a model of
the others: over these rules it won between nothing and 0.7 of a point of F1, by its penalty and threshold, and so
was left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.article import Span
from reportedly.reading.document import Document
from reportedly.reading.event_days import day_range
from reportedly.reading.event_groups import Group, Mention
from reportedly.reading.status_words import CHANGES, Claim
from reportedly.record import EventType, Statement, Status

__all__ = ["PLURAL", "Candidate", "choose"]

# Words that name one happening in the plural.
PLURAL = {"talk", "negotiation", "consultation", "remark", "exercise", "drill", "maneuver", "comment", "contacts"}
_REMOTE_DAYS = 200


@dataclass(slots=True)
class Candidate:
    """One report of a happening that the words could carry."""

    group: Group
    mention: Mention
    status: Status
    statement: Statement | None
    evidence: Span
    phrase: bool
    confidence: float = 0.5


def choose(document: Document, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The reports to keep, in text order, each with its confidence."""
    kept = [candidate for candidate in candidates if _is_defensible(document, candidate)]
    kept = [candidate for candidate in kept if not _only_sets_right(candidate, kept)]
    for candidate in kept:
        candidate.confidence = _confidence(candidate)
    return kept


def _is_defensible(document: Document, candidate: Candidate) -> bool:
    """No weak words alone, no elections at large, no past without day or people."""
    mention, group = candidate.mention, candidate.group
    if not _has_company(document, candidate):
        return False
    changed = mention.reading.claim in CHANGES
    if group.kin == "election" and not mention.dates and not changed:
        return False
    if _is_remote(document, group):
        return False
    if candidate.status is Status.HELD and not group.dates and not group.participants:
        return False
    general = mention.indefinite and document.tags[mention.trigger.head] == "NNS" and mention.lemma not in PLURAL
    return not (general and not mention.dates and not mention.participants)


def _only_sets_right(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """ "It has been postponed," she said. "It is not cancelled": no word of hers that it goes ahead."""
    if candidate.mention.reading.claim is not Claim.CANCELLED or candidate.status not in _AHEAD:
        return False
    return any(
        other.group is candidate.group and other.status in _MOVED and _speaker(other) == _speaker(candidate)
        for other in others
    )


_AHEAD = {Status.PLANNED, Status.SCHEDULED, Status.POSSIBLE}
_MOVED = {Status.POSTPONED, Status.RESCHEDULED}


def _speaker(candidate: Candidate) -> str | None:
    """Whose word it is, the article's own as None."""
    chain = candidate.statement.chain if candidate.statement else ()
    return chain[-1].name if chain else None


def _has_company(document: Document, candidate: Candidate) -> bool:
    """Words like "session" or "departure" name a happening only in company."""
    mention = candidate.mention
    if not mention.trigger.weak or any(not other.trigger.weak for other in candidate.group.mentions):
        return True
    said = mention.reading.claim is not Claim.MENTIONED or mention.reading.own is not None
    if mention.trigger.type is EventType.OTHER:
        return bool(candidate.group.dates) or mention.reading.claim in CHANGES
    peopled = bool(candidate.group.participants) or _is_with_somebody(document, mention.trigger.head)
    return bool(candidate.group.dates) + peopled + said >= 2


def _is_with_somebody(document: Document, noun: int) -> bool:
    """ "A call with aides", "a discussion about the border"."""
    return any(
        document.deps[c] == "prep" and document.lemmas[c] in ("with", "between", "about", "on")
        for c in document.children[noun]
    )


def _confidence(candidate: Candidate) -> float:
    """How often an annotator had such a report: rounded shares of 152 reports in 22 development articles."""
    mention = candidate.mention
    if mention.of_day:
        return 0.2  # of one day, not of whether it takes place
    if mention.reading.claim is not Claim.MENTIONED:
        return 0.7 if mention.dates else 0.5
    return 0.45 if mention.dates else 0.3


def _is_remote(document: Document, group: Group) -> bool:
    """Long before the article: history told in passing."""
    published = document.article.published_on
    days = day_range(group.when)
    return published is not None and days is not None and (published - days[1]).days > _REMOTE_DAYS
