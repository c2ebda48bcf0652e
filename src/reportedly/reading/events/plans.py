"""Plans that a clause leaves no doubt of: what will be, on a day to come that the sentence names."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from reportedly.edtf import days_of
from reportedly.reading.document import Document
from reportedly.reading.events.candidates import Candidates
from reportedly.reading.events.days import event_days
from reportedly.reading.events.nouns import APPOINTED
from reportedly.reading.events.outright import days_to_come, is_to_come
from reportedly.record import Statement
from reportedly.vocabulary import EventType, Status

__all__ = ["days_of_change", "is_fixed", "named_for", "to_come_on"]

_BEFORE_NOUN = frozenset("compound nummod nmod amod".split())
_LATELY = 21  # days
_LAUNCHED = frozenset("launch exercise drill".split())


def is_fixed(
    document: Document, candidates: Candidates, token: int, kind: EventType, status: Status, when: str | None
) -> bool:
    """Whether the clause of a trigger says outright that its event will be, on a day that its sentence names.

    Args:
        document: The parsed article.
        candidates: What its events may be about.
        token: The trigger's head.
        kind, status, when: What is reported of the event.
    """
    published = document.article.published_on
    if status is not Status.SCHEDULED or when is None or published is None:
        return False
    named_by = {token, *(c for c in document.children[token] if document.deps[c] in ("nsubj", "nsubjpass"))}
    if kind is EventType.OTHER and not {document.lemmas[t] for t in named_by} & (APPOINTED | _LAUNCHED):
        return False
    days = days_of(when)
    if days is None or days[0] <= published:
        return False
    named = (event_days(document, candidates.times, candidates.times.index(t)) for _, t in candidates.times_near(token))
    return when in named and is_to_come(document, token)


def named_for(document: Document, candidates: Candidates, token: int) -> dict[str, float]:
    """The day that stands before a noun as part of its name, as sure as can be: "the March 16 peace [talks]"."""
    if document.pos[token] != "NOUN":
        return {}
    found = {}
    for at, time in candidates.times_near(token):
        up = at
        while up < token and document.deps[up] in _BEFORE_NOUN and document.head(up) != up:
            up = document.head(up)
        if up == token and time.span[1] <= document.starts[token]:
            value = event_days(document, candidates.times, candidates.times.index(time))
            if value is not None and (days := days_of(value)) is not None and days[0] == days[1]:
                found[value] = float("inf")
    return found


def to_come_on(document: Document, candidates: Candidates, token: int) -> dict[str, float]:
    """The day that stands behind "to be held", as sure as can be."""
    near = candidates.times_near(token)
    goals = days_to_come(document, token, [at for at, _ in near])
    values = (event_days(document, candidates.times, candidates.times.index(time)) for at, time in near if at in goals)
    return {value: float("inf") for value in values if value is not None}


def days_of_change(
    document: Document, candidates: Candidates, mentions: Mapping[int, Collection[int]], statement: Statement | None
) -> frozenset[str]:
    """Days on which an event was put off or called off, or on which that was said; none is the day of the event.

    "The visit was postponed on Friday", "a spokesman said on Tuesday that the visit had been cancelled".

    Args:
        document: The parsed article.
        candidates: What its events may be about.
        mentions: For each trigger of the event, tokens of the words that say its status.
        statement: That reports it.
    """
    found = {statement.said} if statement is not None and statement.said is not None else set()
    published = document.article.published_on
    for token, words in mentions.items():
        for at, time in candidates.times_near(token):
            above = (node for node in document.ancestors(at) if node == token or document.pos[node] == "VERB")
            verb = next(above, None)
            if verb is None or verb == token or verb not in words:
                continue
            value = event_days(document, candidates.times, candidates.times.index(time))
            days = None if value is None else days_of(value)
            if value is None or days is None or published is None:
                continue
            # What was called off in another year is of that year.
            if 0 <= (published - days[1]).days <= _LATELY:
                found.add(value)
    return frozenset(found)
