"""Terms by which events are found: words, names, outlets and months."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reportedly.edtf import days_of
from reportedly.ledger.answers import EventSummary
from reportedly.lexicon.names import initials, name_tokens
from reportedly.lexicon.stems import words_of

__all__ = ["month_term", "name_terms", "outlet_term", "same_name_terms", "terms_of_event"]

_LONGEST = 100  # letters of a term


def terms_of_event(summary: EventSummary, outlets: str) -> set[str]:
    """What an event is found by: words, names for what belongs with it, outlets, months that it was moved away from."""
    found = {f"w {word}" for word in words_of(" ".join((summary.what, *summary.participants, summary.place or "")))}
    for name in summary.participants:
        found |= name_terms(name)
    found |= {outlet_term(outlet) for outlet in outlets.split("\n") if outlet}
    for days in filter(None, map(days_of, summary.earlier_dates)):
        # No longer than a month, so in three at most: the end of January, February, the beginning of March.
        found |= {month_term(day) for day in (days[0], days[0] + (days[1] - days[0]) / 2, days[1])}
    return _cut(found)


def outlet_term(folded: str) -> str:
    """The term of an outlet's folded name."""
    return f"o {folded}"[:_LONGEST]


def month_term(day: date) -> str:
    """The term of events that were to be on days of a month."""
    return f"m {day.isoformat()[:7]}"


def name_terms(name: str) -> set[str]:
    """Terms that an event has by one of its names: each word of it, and the first letters of several."""
    tokens = name_tokens(name)
    return _terms_of(whole=tokens, letters=[initials(tokens)])


def same_name_terms(name: str) -> set[str]:
    """Terms of which every other form of a name has at least one.

    First letters are looked for among whole names and whole names among first letters: two people whose names begin
    alike, of whom there are many, do not meet.
    """
    tokens = name_tokens(name)
    return _terms_of(whole=[*tokens, initials(tokens)], letters=tokens if len(tokens) == 1 else ())


def _terms_of(*, whole: Iterable[str], letters: Iterable[str]) -> set[str]:
    return _cut([*(f"n {word}" for word in whole if word), *(f"i {word}" for word in letters if word)])


def _cut(found: Iterable[str]) -> set[str]:
    return {term[:_LONGEST] for term in found}
