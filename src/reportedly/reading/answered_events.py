"""Events named by a question and reported by its answer: "Is the visit still on?" "It will take place on Monday."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportedly.article import Pieces, Span
from reportedly.edtf import from_timex
from reportedly.reading.document import Document
from reportedly.reading.events.outright import outright_status
from reportedly.reading.syntax.clauses import is_negated
from reportedly.reading.text.spans import overlaps
from reportedly.record import Event, Statement, Time
from reportedly.vocabulary import Status, TimeType

__all__ = ["with_answers"]

_GOES = frozenset({("take", "place"), ("go", "ahead"), ("be", "on")})
_HELD = frozenset({"hold", "happen", "proceed"})
# "Is the march still on?", "will it be held?"; not "will it be cancelled?", to which "it will not" says the opposite.
_WHETHER_ON = re.compile(r"\b(?:(?:still )?on|ahead|held|take place|happen(?:ing)?|proceed(?:ing)?)\b[^?.\n]{0,40}\?")
_BARE = frozenset({"will", "be"})
_FAR = 40  # code points from the question to its answer, with the label between


def with_answers(
    document: Document,
    events: Sequence[Event],
    asked: Pieces,
    statements: Sequence[Statement],
    times: Sequence[Time],
) -> tuple[Event, ...]:
    """The events without those that are only asked about; what an answer says of one as "it" is on the answerer's word.

    Args:
        document: The article.
        events: As `find_events` gives them.
        asked: What is asked, in text order.
        statements: Those of the article.
        times: Its time expressions.
    """
    told = [event for event in events if not overlaps(event.evidence, asked)]
    known = {_key(event) for event in told}
    found = []
    answers = []
    for event in events:
        if event in told:
            found.append(event)
        elif (answer := _answer(document, event, asked, statements, times)) is not None and _key(answer) not in known:
            known.add(_key(answer))
            found.append(answer)
            answers.append(answer)
    return tuple(event for event in found if event in answers or not any(_is_same(event, one) for one in answers))


def _is_same(event: Event, answer: Event) -> bool:
    """Whether an event is what the words of an answer say of another: "It will take place"."""
    return event.status is answer.status and overlaps(event.evidence, (answer.evidence,))


def _key(event: Event) -> tuple[str, Status, tuple[str, ...]]:
    return event.event, event.status, tuple(link.name for link in event.chain)


def _answer(
    document: Document, event: Event, asked: Pieces, statements: Sequence[Statement], times: Sequence[Time]
) -> Event | None:
    start, end = next((a, b) for a, b in asked if a < event.evidence[1] and event.evidence[0] < b)
    goes = _WHETHER_ON.search(document.text, start, end) is not None
    statement = next((s for s in statements if s.chain and 0 <= s.content[0][0] - end <= _FAR), None)
    if statement is None:
        return None
    for token in document.tokens_in(statement.content[0]):
        if document.lemmas[token] != "it" or document.deps[token] not in {"nsubj", "nsubjpass", "dobj"}:
            continue
        status = outright_status(document, token, ()) or _goes_ahead(document, token)
        if status is None and goes:
            status = _as_asked(document, token)
        if status is None and document.deps[token] == "dobj":
            continue
        if status is None:
            return None  # the first "it" decides
        verb = document.head(token)
        inside = document.subtree(verb)
        evidence = document.span(inside.start, inside.stop)
        return replace(
            event,
            status=status,
            shown=True,
            chain=statement.chain,
            statement=statement.id,
            said=statement.said,
            evidence=evidence,
            when=_day(evidence, times) or event.when,
        )
    return None


def _goes_ahead(document: Document, token: int) -> Status | None:
    """ "It will take place", "it is still on", "it is going ahead"; "it will not take place" rules it out."""
    verb = document.head(token)
    if document.deps[token] == "dobj":
        return None
    names = {(document.lemmas[verb], document.lemmas[c]) for c in document.children[verb]}
    if not names & _GOES and document.lemmas[verb] not in _HELD:
        return None
    if not is_negated(document, verb):
        return Status.SCHEDULED
    return Status.RULED_OUT if _is_future(document, verb) else Status.CANCELLED


def _as_asked(document: Document, token: int) -> Status | None:
    """A bare answer to whether an event will be: "It will.", "No, it won't.", "It is not."."""
    verb = document.head(token)
    if document.deps[token] == "dobj" or document.lemmas[verb] not in _BARE:
        return None
    if any(document.pos[c] in {"NOUN", "PROPN", "VERB", "ADJ", "NUM"} for c in document.children[verb] if c > token):
        return None
    if not is_negated(document, verb):
        return Status.SCHEDULED
    return Status.RULED_OUT if document.lemmas[verb] == "will" else Status.CANCELLED


def _is_future(document: Document, verb: int) -> bool:
    return any(document.lemmas[c] == "will" for c in (verb, *document.children[verb]))


def _day(evidence: Span, times: Sequence[Time]) -> str | None:
    inside = [t for t in times if evidence[0] <= t.span[0] and t.span[1] <= evidence[1] and t.type is TimeType.DATE]
    return next((day for t in inside if t.value and (day := from_timex(t.value)) is not None), None)
