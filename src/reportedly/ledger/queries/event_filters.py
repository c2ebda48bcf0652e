"""What an `EventFilter` asks for, as conditions on rows of `standing`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, not_, or_, select

from reportedly.ledger.db.prepared import column, scalar
from reportedly.ledger.db.schema import standing, terms
from reportedly.ledger.filters import MOST_WORDS, EventFilter, day_of
from reportedly.ledger.index.terms import outlet_term
from reportedly.ledger.queries.as_of import FEW, parameter
from reportedly.lexicon.folding import fold
from reportedly.lexicon.stems import words_of
from reportedly.vocabulary import OVER, Status

__all__ = ["candidates_of", "conditions_of", "tests_of", "values_of"]

_TESTS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "words": lambda value: standing.c.words.like(value, escape="/"),
    "names": lambda value: standing.c.names.like(value, escape="/"),
    "place": lambda value: standing.c.place.like(value, escape="/"),
    "outlets": lambda value: standing.c.outlets.like(value, escape="/"),
    "type": lambda value: standing.c.type == value,
    "status": lambda value: standing.c.status == value,
    "conflict": lambda value: standing.c.conflict == value,
    "shown": lambda value: standing.c.shown == value,
    "since": lambda value: standing.c.last_day >= value,
    "until": lambda value: standing.c.first_day <= value,
    "open": lambda value: _is_open(value),
    "over": lambda value: not_(_is_open(value)),
}


def _is_open(today: Any) -> ColumnElement[bool]:
    """`outlook.is_open` in SQL; the last day of an event without a date is 0."""
    row = standing.c
    ahead = or_(row.status == Status.POSTPONED.value, row.last_day >= today, row.last_day == 0)
    return and_(*(row.status != status.value for status in sorted(OVER)), ahead)


def conditions_of(asked: EventFilter) -> list[tuple[str, str | int]]:
    """What is asked for, as names of `_TESTS` and values."""
    found: list[tuple[str, str | int]] = []
    for name, text in (("words", asked.words), ("names", asked.name), ("place", asked.place)):
        # A name may be as long as some page made it: its first words find it too.
        found += [(name, _within(f" {word} ")) for word in words_of(text or "")[:MOST_WORDS]]
    if asked.outlet is not None:
        found.append(("outlets", _within(f"\n{fold(asked.outlet)}\n")))
    if asked.type is not None:
        found.append(("type", asked.type))
    if asked.status is not None:
        found.append(("status", asked.status))
    if asked.conflict is not None:
        found.append(("conflict", int(asked.conflict)))
    if asked.shown is not None:
        found.append(("shown", int(asked.shown)))
    first, last = day_of(asked.since, "", "since"), day_of(asked.until, "", "until")
    if first is not None:
        found.append(("since", first.toordinal()))
    if last is not None:
        found.append(("until", last.toordinal()))
    if asked.open is not None:
        today = day_of(asked.today, "", "today")
        found.append(("open" if asked.open else "over", today.toordinal() if today else 1))
    return found


def _within(text: str) -> str:
    """The pattern of what has a text within it."""
    return "%" + text.replace("/", "//").replace("%", "/%").replace("_", "/_") + "%"


def tests_of(names: Sequence[str]) -> list[ColumnElement[bool]]:
    """The conditions of some names of `_TESTS`; their values come as v0, v1 and so on."""
    return [_TESTS[name](parameter(f"v{i}")) for i, name in enumerate(names)]


def values_of(conditions: Sequence[tuple[str, str | int]]) -> dict[str, Any]:
    """The parameters of `tests_of`."""
    return {f"v{i}": value for i, (_, value) in enumerate(conditions)}


_WITH_TERM = select(terms.c.event).where(terms.c.term == parameter("term")).limit(FEW + 1)
_HOW_MANY = select(func.count()).select_from(_WITH_TERM.subquery())


def candidates_of(connection: Connection, asked: EventFilter) -> list[int] | None:
    """The events that have all rare words that are asked for; None where all are common, or none is asked for."""
    wanted = [
        f"w {word}" for text in (asked.words, asked.name, asked.place) for word in words_of(text or "")[:MOST_WORDS]
    ]
    if asked.outlet is not None:
        wanted.append(outlet_term(fold(asked.outlet)))
    counted = {term: scalar(connection, _HOW_MANY, {"term": term}) for term in {term[:100] for term in wanted}}
    rare = sorted((n, term) for term, n in counted.items() if n <= FEW)
    having: set[int] | None = None
    for n, term in rare:
        if having is not None and len(having) * _DEAR < n:
            break
        events = set(column(connection, _WITH_TERM, {"term": term}))
        having = events if having is None else having & events
    return None if having is None else sorted(having)


_DEAR = 20
"""Events that have a term, which cost as much to read as one event costs to look at."""
