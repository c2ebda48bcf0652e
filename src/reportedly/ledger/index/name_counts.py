"""How many statements each name had by any day, from memory: a past day would have all of them counted over again."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from reportedly.ledger.correction_rows import state_of_corrections
from reportedly.ledger.db.schema import sources
from reportedly.ledger.db.version import last_article

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["NameDays", "Named"]


@dataclass(frozen=True, slots=True)
class Named:
    """A name by its own words and kind, how many statements are on its word, and in how many articles."""

    key: str
    kind: str
    statements: int
    articles: int


@dataclass(frozen=True, slots=True)
class _Counted:
    """Every dated statement of every name, in order of days: nine bytes each.

    Attributes:
        last: The number of the last article that was counted.
        state: What had been corrected by then: an article that is taken out is counted no more.
        names: Key and kind, in order.
        day: Of publication, one for each statement of each name; ascending.
        name: Which of the names, one for each of `day`.
        is_first: Whether it is the first of its name in its article, one for each of `day`.
    """

    last: int
    state: str
    names: list[tuple[str, str]]
    day: NDArray[np.int32]
    name: NDArray[np.int32]
    is_first: NDArray[np.bool_]


class NameDays:
    """Counts names as of days gone by; every article is read in once, when it is first counted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: _Counted | None = None

    def most(
        self,
        connection: Connection,
        day: int,
        *,
        terms: Sequence[str],
        kind: str | None,
        after: tuple[int, str, str] | None,
        most: int,
    ) -> list[Named]:
        """The names of most statements printed by a day, that of most first; of equals in order of key and kind.

        Args:
            day: Day number; undated statements do not count.
            terms: Parts that its key must have, folded.
            kind: That it must be of.
            after: Statements, key and kind of the name after which to begin.
            most: At most so many.
        """
        import numpy as np

        counted = self._up_to_date(connection)
        until = int(np.searchsorted(counted.day, day, side="right"))
        n = np.bincount(counted.name[:until], minlength=len(counted.names))
        wanted = np.flatnonzero(n)
        if after is not None:
            wanted = wanted[n[wanted] <= after[0]]
        if terms or kind is not None or after is not None:
            fits = [self._fits(counted.names[i], int(n[i]), terms, kind, after) for i in wanted]
            wanted = wanted[np.array(fits, dtype=bool)]
        if len(wanted) > most:
            # Only those that may be among the first are put in order.
            least = np.partition(n[wanted], len(wanted) - most)[len(wanted) - most]
            wanted = wanted[n[wanted] >= least]
        order = np.lexsort((wanted, -n[wanted]))[:most]
        name, is_first = counted.name[:until], counted.is_first[:until]
        n_articles = np.bincount(name[is_first], minlength=len(counted.names))
        return [
            Named(key, kind, int(n[i]), int(n_articles[i])) for i in wanted[order] for key, kind in (counted.names[i],)
        ]

    @staticmethod
    def _fits(
        name: tuple[str, str], n: int, terms: Sequence[str], kind: str | None, after: tuple[int, str, str] | None
    ) -> bool:
        if kind is not None and name[1] != kind:
            return False
        if after is not None and n == after[0] and name <= after[1:]:
            return False
        return all(term in name[0] for term in terms)

    def _up_to_date(self, connection: Connection) -> _Counted:
        last, state = last_article(connection), state_of_corrections(connection)
        with self._lock:
            known = self._counted
            # Taken back by whoever was adding, taken out since, or another ledger by now.
            if known is None or known.last > last or known.state != state:
                known = None
            if known is None or known.last < last:
                self._counted = known = _joined(known, _read(connection, known.last if known else 0, last, state))
            return known


def _read(connection: Connection, after: int, last: int, state: str) -> _Counted:
    """What is told by the articles after one, in order of days."""
    import numpy as np

    is_sqlite = connection.dialect.name == "sqlite"
    row = sources.c
    gather = func.json_group_array if is_sqlite else func.array_agg
    asked = select(row.key, row.kind, gather(row.day), gather(row.article)).where(row.day > 0)
    if after:
        asked = asked.where(row.article > after)
    rows = connection.execute(asked.group_by(row.key, row.kind).order_by(row.key, row.kind)).all()
    days, numbers = (
        [np.array(json.loads(told) if is_sqlite else told, dtype=np.int64) for told in gathered]
        for gathered in ([told[2] for told in rows], [told[3] for told in rows])
    )
    name = np.repeat(np.arange(len(rows)), [len(own) for own in days])
    none = [np.zeros(0, dtype=np.int64)]
    day, article = np.concatenate(days or none), np.concatenate(numbers or none)
    is_first = np.zeros(len(day), dtype=bool)
    # An article's number takes up no more than the lower half.
    is_first[np.unique(name << 32 | article, return_index=True)[1]] = True
    names = [(key, kind) for key, kind, *_ in rows]
    return _in_order(last, state, names, day.astype(np.int32), name.astype(np.int32), is_first)


def _joined(known: _Counted | None, new: _Counted) -> _Counted:
    """What was known together with what is told by newer articles."""
    import numpy as np

    if known is None:
        return new
    names = sorted({*known.names, *new.names})
    place = {name: i for i, name in enumerate(names)}
    own = (np.array([place[name] for name in each.names], dtype=np.int32)[each.name] for each in (known, new))
    return _in_order(
        new.last,
        new.state,
        names,
        np.concatenate([known.day, new.day]),
        np.concatenate(list(own)),
        np.concatenate([known.is_first, new.is_first]),
    )


def _in_order(
    last: int,
    state: str,
    names: list[tuple[str, str]],
    day: NDArray[np.int32],
    name: NDArray[np.int32],
    is_first: NDArray[np.bool_],
) -> _Counted:
    import numpy as np

    order = np.argsort(day, kind="stable")
    return _Counted(last=last, state=state, names=names, day=day[order], name=name[order], is_first=is_first[order])
