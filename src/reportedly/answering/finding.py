"""Which events of a ledger a question is about, and how surely: by its words, its kind of event and its days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reportedly.answering.question import Asks, Question
from reportedly.edtf import Days, days_of, overlaps
from reportedly.ledger import EventFilter, EventSummary, Ledger
from reportedly.ledger.events.outlook import is_open
from reportedly.ledger.queries.relevance import Wanted, names_in, wanted_of
from reportedly.lexicon.stems import words_of
from reportedly.vocabulary import EventType, Status

__all__ = ["MOST_FOUND", "Found", "find"]

_LOOKED_AT = 40
_LOOKED_INTO = 8  # events whose reports are read for the words that their names lack
MOST_FOUND = 12

# Kinds that are told of one occasion: what one paper calls a meeting another calls talks.
_ALIKE: tuple[frozenset[str], ...] = (
    frozenset({EventType.MEETING, EventType.TALKS, EventType.SUMMIT, EventType.CONFERENCE}),
    frozenset({EventType.CALL, EventType.TALKS}),
    frozenset({EventType.SPEECH, EventType.CONFERENCE, EventType.INTERVIEW}),
    frozenset({EventType.STRIKE, EventType.PROTEST}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Events that a question may be about.

    Attributes:
        events: Those that it fits, the likeliest first.
        nearest: Where it fits none: events that have most of it.
        missing: Where it fits none: words that the nearest event is not told by.
        kind_missing, day_missing: It would fit but for the kind of event, or for the day.
        less_certain: Events that fit and that front ends do not show.
    """

    events: tuple[EventSummary, ...] = ()
    nearest: tuple[EventSummary, ...] = ()
    missing: tuple[str, ...] = ()
    kind_missing: bool = False
    day_missing: bool = False
    less_certain: tuple[EventSummary, ...] = ()


def find(ledger: Ledger, question: Question, *, today: str | None, as_of: str | None, dated: bool = True) -> Found:
    """The events that a question is about.

    Args:
        today: The day (ISO) by which events are ahead or past.
        dated: Days of the question are days of the event; else of print, and say nothing here.
    """
    days = _days(question) if dated else None
    wanted = wanted_of(question.about)
    if not wanted:
        return _by_filter(ledger, question, today=today, as_of=as_of, dated=dated)
    found = ledger.matching_events(wanted, as_of=as_of, limit=_LOOKED_AT)
    hidden = ledger.matching_events(wanted, as_of=as_of, shown=False, limit=_LOOKED_AT)
    less_certain = tuple(
        event for event, has in hidden if len(has) == len(wanted) and _kind(question, event) > 0 and _on(event, days)
    )
    # What names another event tells this one from it: only words that name none may stand in the reports alone.
    names_one = frozenset(i for _, has in found for i in has)
    scored = _looked_into(ledger, found, question.about, wanted, names_one, as_of)
    ahead = question.expects == "on"

    def rank(one: tuple[EventSummary, frozenset[int]]) -> tuple[object, ...]:
        event, has = one
        return (
            len(has),
            _on(event, days),
            _kind(question, event),
            _is_called(question, event),
            ahead and (event.status != Status.HELD or is_open(event, today)),
            event.outlets,
            event.origins,
            event.articles,
            event.newest,
        )

    scored.sort(key=rank, reverse=True)
    fits = [
        event for event, has in scored if len(has) == len(wanted) and _kind(question, event) > 0 and _on(event, days)
    ]
    if fits:
        return Found(events=tuple(fits[:MOST_FOUND]), less_certain=less_certain)
    if not scored:
        return Found(missing=tuple(question.about), less_certain=less_certain)
    best, has = scored[0]
    return Found(
        nearest=tuple(event for event, _ in scored[:3]),
        missing=_words_of(question.about, wanted, has),
        kind_missing=len(has) == len(wanted) and _kind(question, best) == 0,
        day_missing=len(has) == len(wanted) and _kind(question, best) > 0,
        less_certain=less_certain,
    )


def _by_filter(ledger: Ledger, question: Question, *, today: str | None, as_of: str | None, dated: bool) -> Found:
    """Events of a kind, a status or a day, where no name is given."""
    asked_for = question.type or question.status or (dated and (question.since or question.until))
    if not asked_for and question.asks is Asks.EVENTS:
        # "What is planned?": what is ahead, the next first.
        ahead = EventFilter(since=today, shown=True)
        return Found(events=ledger.find_events(ahead, as_of=as_of, order="date", limit=MOST_FOUND).items)
    if not asked_for:
        return Found()
    filter = EventFilter(
        type=question.type,
        status=question.status if question.asks is Asks.EVENTS else None,
        since=question.since if dated else None,
        until=question.until if dated else None,
        shown=True,
    )
    events = list(ledger.find_events(filter, as_of=as_of, limit=_LOOKED_AT).items)
    if dated and question.since and question.until and question.asks is not Asks.EVENTS:
        moved = ledger.moved_away(question.since, question.until, as_of=as_of, limit=MOST_FOUND, shown_only=True)
        events += [event for event in moved if question.type in (None, event.type) and event not in events]
    if question.expects == "on":
        events.sort(key=lambda event: is_open(event, today), reverse=True)
    return Found(events=tuple(events[:MOST_FOUND]))


def _looked_into(
    ledger: Ledger,
    found: Sequence[tuple[EventSummary, frozenset[int]]],
    about: Sequence[str],
    wanted: Sequence[Wanted],
    names_one: frozenset[int],
    as_of: str | None,
) -> list[tuple[EventSummary, frozenset[int]]]:
    """As found; of the likeliest also what their reports have of what their names lack.

    A name may stand in the words of a report or the title of its article. Of what happens nothing is taken from there:
    an article on a speech may speak of an endorsement, which the speech is not.
    """
    likely = [event.id for event, has in found[:_LOOKED_INTO] if names_one <= has]
    if not likely or len(names_one) == len(wanted):
        return list(found)
    names = frozenset(range(len(wanted))) - names_in(
        wanted, [w for word in about if word.islower() for w in words_of(word)]
    )
    more: dict[str, frozenset[int]] = {}
    events = ledger.events_by_id(likely, as_of=as_of)
    titles = ledger.articles_by_id({id for event in events for id in event.articles})
    for event in events:
        matters = [event.topic or "", *(f"{report.topic or ''} {report.place or ''}" for report in event.deciding)]
        printed = [report.evidence for report in event.deciding]
        printed += [titles[id].title or "" for id in event.articles if id in titles]
        own = names_in(wanted, words_of(" ".join(matters)))
        more[event.id] = (own | (names_in(wanted, words_of(" ".join(printed))) & names)) - names_one
    return [(event, has | more.get(event.id, frozenset())) for event, has in found]


def _words_of(about: Sequence[str], wanted: Sequence[Wanted], has: Iterable[int]) -> tuple[str, ...]:
    """The words of a question whose wants an event has not."""
    lacking = {word for i, forms in enumerate(wanted) if i not in set(has) for word in forms[0]}
    return tuple(word for word in about if lacking & set(words_of(word)))


def _kind(question: Question, event: EventSummary) -> int:
    """How well an event is of the kind asked for: 3 the same or none asked, 2 called so, 1 alike, 0 another."""
    if question.type is None or event.type == question.type:
        return 3
    if set(words_of(question.type)) & set(words_of(event.what)):
        return 2
    return int(any({question.type, event.type} <= kinds for kinds in _ALIKE))


_TESTIFYING = frozenset(words_of("testify testifies testified testifying testimony"))


def _is_called(question: Question, event: EventSummary) -> bool:
    """Whether an event's own name has the word by which its kind was asked for: a testimony is not all of a hearing."""
    if question.called is None:
        return False
    asked, own = set(words_of(question.called)), set(words_of(event.what))
    return bool((asked | _TESTIFYING if asked & _TESTIFYING else asked) & own)


def _days(question: Question) -> Days | None:
    if not (question.since or question.until):
        return None
    return (
        date.fromisoformat(question.since) if question.since else date.min,
        date.fromisoformat(question.until) if question.until else date.max,
    )


def _on(event: EventSummary, days: Days | None) -> bool:
    """Whether an event is, or was to be, on some of the days asked for."""
    if days is None:
        return True
    return any(overlaps(days, own) for own in map(days_of, (event.when, *event.earlier_dates)) if own)
