"""Events by words of which not all need to occur: what a plain question is looked up by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from reportedly.ledger.answers import EventSummary
from reportedly.ledger.db.prepared import column, rows
from reportedly.ledger.db.schema import NOW, OPEN, standing, terms
from reportedly.ledger.db.sql import among
from reportedly.ledger.index.standing_rows import summary_from
from reportedly.ledger.queries.as_of import valid
from reportedly.lexicon.folding import fold
from reportedly.lexicon.governments import forms_of_state
from reportedly.lexicon.names import initials, name_tokens, stem
from reportedly.lexicon.stems import words_of

__all__ = ["Wanted", "matching", "names_in", "wanted_of"]

Wanted = tuple[tuple[str, ...], ...]
"""One thing that an event is to be told by, in forms of which one is enough; each form is words that all occur."""

_FEW = 2000  # events of a word that are looked at, the newest by number
_LOOKED_UP = 300  # events whose rows are read
_LONGEST_NAME = 4  # words of a state's name

_EVENTS_OF = select(terms.c.event).where(terms.c.term == bindparam("term")).order_by(terms.c.event.desc()).limit(_FEW)


def wanted_of(words: Sequence[str]) -> list[Wanted]:
    """What the words of a question want, in order: a state under any of its names, every other word by itself.

    >>> wanted_of(["Varga", "ferries"])
    [(('varga',),), (('ferri',), ('fer',))]
    >>> ("nairobi",) in wanted_of(["Kenyan"])[0]
    True
    """
    found: list[Wanted] = []
    place = 0
    while place < len(words):
        for size in range(min(_LONGEST_NAME, len(words) - place), 0, -1):
            names = forms_of_state(" ".join(words[place : place + size]))
            if names:
                asked = tuple(words_of(" ".join(words[place : place + size])))
                own = dict.fromkeys([asked, *(tuple(words_of(form)) for form in names)])
                found.append(tuple(form for form in own if form))
                place += size
                break
        else:
            # "EU" is the European Union too, by the list of short names, and "withdrawn" is told as "withdraws".
            word = words[place]
            others = (" ".join(name_tokens(word)), stem(fold(word)))
            forms = dict.fromkeys([tuple(words_of(word)), *(tuple(words_of(other)) for other in others)])
            if any(forms):
                found.append(tuple(form for form in forms if form))
            place += 1
    return found


def names_in(wanted: Iterable[Wanted], words: Iterable[str], names: Iterable[str] = ()) -> frozenset[int]:
    """Which of what is wanted occurs among words, or as the first letters of a name."""
    have = set(words)
    letters = {initials(name_tokens(name)) for name in names}
    return frozenset(
        i
        for i, forms in enumerate(wanted)
        if any(have.issuperset(form) or (len(form) == 1 and len(form[0]) > 1 and form[0] in letters) for form in forms)
    )


def matching(
    connection: Connection, wanted: Sequence[Wanted], day: int, limit: int, *, shown: bool | None = True
) -> list[tuple[EventSummary, frozenset[int]]]:
    """Events that have some of what is wanted, each with which of it; those that have most of it first.

    Of a word that more than 2,000 events have only the newest of these are found by that word alone.
    """
    counted: Counter[int] = Counter()
    for forms in wanted:
        having: set[int] = set()
        for form in forms:
            sets = [_events_of(connection, f"w {word}") for word in form]
            if len(form) == 1:
                sets[0] = sets[0] | _events_of(connection, f"i {form[0]}")
            having |= set.intersection(*sets)
        counted.update(having)
    likely = sorted(counted, key=lambda event: (counted[event], event), reverse=True)[:_LOOKED_UP]
    found = []
    for row in rows(connection, _ROWS_NOW if day == NOW else _ROWS_THEN, {"events": sorted(likely), "day": day}):
        if shown is None or bool(row.shown) is shown:
            summary = summary_from(row.told)
            has = names_in(wanted, row.words.split(), summary.participants)
            if has:
                found.append((summary, has))
    found.sort(key=lambda pair: pair[0].id)
    found.sort(key=lambda pair: (len(pair[1]), pair[0].outlets, pair[0].newest), reverse=True)
    return found[:limit]


def _events_of(connection: Connection, term: str) -> set[int]:
    return set(column(connection, _EVENTS_OF, {"term": term[:100]}))


def _rows_of(day: int) -> Any:
    row = standing.c
    held = row.to_day + 0 == OPEN if day == NOW else valid(standing, day)
    return select(row.told, row.words, row.shown).where(among(row.event, "events"), held)


_ROWS_NOW, _ROWS_THEN = _rows_of(NOW), _rows_of(0)
