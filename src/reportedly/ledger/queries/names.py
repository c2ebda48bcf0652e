"""Sources and outlets by name, and the profile of one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from reportedly.ledger.answers import NameAnswer, Page, ProfileAnswer
from reportedly.ledger.db.prepared import rows, scalar
from reportedly.ledger.db.schema import NOW, Space, articles, links, names, outlets, sources
from reportedly.ledger.db.sql import among
from reportedly.ledger.filters import cursor_of, key_of, terms_of
from reportedly.ledger.index.name_counts import Named, NameDays
from reportedly.ledger.index.sources import best_form, key_of_name
from reportedly.ledger.matching.copies import ECHO

__all__ = ["names_page", "profile_of"]

_MOST_CITED = 20


def names_page(
    connection: Connection,
    source: str,
    counted: NameDays,
    words: str | None,
    kind: str | None,
    day: int,
    limit: int,
    cursor: str | None,
) -> Page[NameAnswer]:
    """See `Ledger.names`."""
    terms = terms_of(words or "")
    after = key_of(cursor, source, int, str, str) if cursor is not None else None
    if day == NOW:
        found = _most_now(connection, terms, kind, after, limit + 1)
    else:
        found = counted.most(connection, day, terms=terms, kind=kind, after=after, most=limit + 1)
    shown = found[:limit]
    keys = sorted({one.key for one in shown})
    # How they are printed is looked up for those alone that are shown.
    forms = _forms(connection, keys, day)
    return Page(
        items=tuple(
            NameAnswer(
                name=forms[one.key, one.kind],
                kind=one.kind,
                statements=one.statements,
                articles=one.articles,
            )
            for one in shown
        ),
        next=cursor_of(shown[-1].statements, shown[-1].key, shown[-1].kind) if len(found) > limit else None,
    )


def _most_now(
    connection: Connection, terms: Iterable[str], kind: str | None, after: tuple[Any, ...] | None, most: int
) -> list[Named]:
    """As `NameDays.most`, of all that was ever printed."""
    row = names.c
    where: list[ColumnElement[bool]] = [row.key.contains(term, autoescape=True) for term in terms]
    if kind is not None:
        where.append(row.kind == kind)
    if after is not None:
        n, key, its_kind = after
        where.append(row.statements <= n)
        where.append(
            or_(
                row.statements < n,
                and_(row.statements == n, row.key > key),
                and_(row.statements == n, row.key == key, row.kind > its_kind),
            )
        )
    asked = select(row.key, row.kind, row.statements, row.articles).where(*where)
    rows = connection.execute(asked.order_by(row.statements.desc(), row.key, row.kind).limit(most)).all()
    return [Named(*one) for one in rows]


_FORMS_NOW = select(names.c.key, names.c.kind, names.c.name).where(among(names.c.key, "keys"))


_by_then = sources.c.day.between(1, bindparam("day", type_=Integer))


_FORMS_THEN = (
    select(sources.c.key, sources.c.kind, sources.c.name).where(among(sources.c.key, "keys"), _by_then).distinct()
)


_printed_so = (sources.c[column] == names.c[column] for column in ("key", "kind", "name"))


_FORMS_SINCE = _FORMS_NOW.add_columns(exists().where(*_printed_so, _by_then))


def _forms(connection: Connection, keys: Collection[str], day: int) -> dict[tuple[str, str], str]:
    """The form to show of each name, among those printed by a day."""
    values: dict[str, Any] = {"keys": sorted(keys), "day": day}
    if day == NOW:
        return {(key, kind): name for key, kind, name in rows(connection, _FORMS_NOW, values)}
    # The best of all is the best of a day gone by too, if it was printed by then; all others are looked at.
    forms = rows(connection, _FORMS_SINCE, values)
    best = {(key, kind): name for key, kind, name, printed in forms if printed}
    values["keys"] = sorted({key for key, *_, printed in forms if not printed})
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    if values["keys"]:
        for key, kind, name in rows(connection, _FORMS_THEN, values):
            found[key, kind].append(name)
    return best | {name: best_form(forms) for name, forms in found.items() if name not in best}


_own = sources.c.key == bindparam("own", type_=Text)


_counts = sources.c.day.between(bindparam("first", type_=Integer), bindparam("day", type_=Integer))


def _days(day: int) -> dict[str, int]:
    """The parameters of `_counts`: what is undated counts only now."""
    return {"first": 0 if day == NOW else 1, "day": day}


def _spread(said: Any, *by: Any) -> Any:
    """How many statements there are of each kind, and from which day to which."""
    return select(*by, func.count(), func.min(func.nullif(said.day, 0)), func.max(said.day)).group_by(*by)


_SAID = _spread(sources.c, sources.c.kind, sources.c.stance, sources.c.outlet).where(_own, _counts)


_statements = select(*(sources.c[name] for name in ("statement", "day", "stance", "outlet")))


_once = _statements.where(_own, _counts).distinct().subquery().c


# Where a statement has a name twice: as a person's and as an outlet's.
_SAID_ONCE = _spread(_once, _once.stance, _once.outlet)


_N_ARTICLES = select(func.count(sources.c.article.distinct())).where(_own, _counts)


_SPELLED = select(outlets.c.outlet, outlets.c.articles).where(outlets.c.key == bindparam("own", type_=Text))


_PRINTED_THEN = (
    select(articles.c.outlet, func.count())
    .where(among(articles.c.outlet, "spelled"), articles.c.day.between(1, bindparam("day", type_=Integer)))
    .group_by(articles.c.outlet)
)


def profile_of(connection: Connection, name: str, day: int) -> ProfileAnswer | None:
    """What is counted of a name, its events left out; None where no source and no outlet is called so."""
    own = key_of_name(name)
    if not own:
        return None
    values: dict[str, Any] = {"own": own, **_days(day)}
    printed: dict[str, int] = dict(rows(connection, _SPELLED, values))
    if printed and day != NOW:
        printed = dict(rows(connection, _PRINTED_THEN, values | {"spelled": sorted(printed)}))
    every = rows(connection, _SAID, values)
    if not every and not printed:
        return None
    kinds = Counter[str]()
    for kind, *_, n, _, _ in every:
        kinds[kind] += n
    said = [row[1:] for row in every] if len(kinds) < 2 else rows(connection, _SAID_ONCE, values)
    stances, papers = Counter[str](), Counter[str]()
    for stance, outlet, n, _, _ in said:
        stances[stance] += n
        papers[outlet] += n
    first = min((first for *_, first, _ in said if first), default=None)
    last = max((last for *_, last in said), default=None)
    n_first, n_echoes = _copied(connection, sorted(printed), day) if printed else (0, 0)
    forms = () if printed else (form for (_, kind), form in _forms(connection, [own], day).items() if kind in kinds)
    return ProfileAnswer(
        name=best_form(printed or forms),
        kind="outlet" if printed else max(sorted(kinds), key=lambda kind: kinds[kind]),
        statements=sum(stances.values()),
        articles=scalar(connection, _N_ARTICLES, values) if every else 0,
        first=date.fromordinal(first).isoformat() if first else None,
        last=date.fromordinal(last).isoformat() if last else None,
        stances=_ranked(stances.items()),
        outlets=_ranked(papers.items()),
        events=(),
        printed=sum(printed.values()),
        printed_first=n_first,
        echoes=n_echoes,
        cites=_cited(connection, sorted(printed), own, day) if printed else (),
    )


def _ranked(rows: Iterable[Any]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((value, n) for value, n in rows if value), key=lambda pair: (-pair[1], pair[0])))


@lru_cache(maxsize=2)
def _copied_query(now: bool) -> Any:
    """Of how many of some outlets' articles there are copies, of how many there are earlier ones, and whole ones."""
    ours, theirs = articles.alias(), articles.alias()
    until = bindparam("day", type_=Integer)
    # Their numbers first: or all copies there are would be gone through.
    numbers = select(articles.c.no).where(among(articles.c.outlet, "outlets"))
    copies = links.join(ours, ours.c.no == links.c.a).join(theirs, theirs.c.no == links.c.b)
    here, there = (tuple_(func.coalesce(one.c.published, "9999"), one.c.id) for one in (theirs, ours))
    echo = and_(here < there, links.c.weight >= ECHO)
    asked = (
        select(
            func.count(ours.c.no.distinct()),
            func.count(case((here < there, ours.c.no)).distinct()),
            func.count(case((echo, ours.c.no)).distinct()),
        )
        .select_from(copies)
        .where(links.c.space == int(Space.COPY), links.c.a.in_(numbers))
    )
    return asked if now else asked.where(ours.c.day.between(1, until), theirs.c.day.between(1, until))


def _copied(connection: Connection, spelled: Sequence[str], day: int) -> tuple[int, int]:
    """How many of an outlet's articles others repeat, and how many repeat others."""
    values = {"outlets": spelled, "day": day}
    ((n_copied, n_later, n_echoes),) = rows(connection, _copied_query(day == NOW), values)
    return n_copied - n_later, n_echoes


_CITED = (
    select(sources.c.key, func.count())
    .where(sources.c.kind == literal_column("'outlet'"), among(sources.c.outlet, "outlets"))
    .where(sources.c.key != bindparam("own", type_=Text), _counts)
    .group_by(sources.c.key)
)


def _cited(connection: Connection, spelled: Sequence[str], own: str, day: int) -> tuple[tuple[str, int], ...]:
    """The outlets that an outlet has its word from, with how many statements; those of the most."""
    values = {"outlets": spelled, "own": own, **_days(day)}
    counted: dict[str, int] = dict(rows(connection, _CITED, values))
    forms = _forms(connection, counted, day)
    return _ranked((forms[key, "outlet"], n) for key, n in counted.items())[:_MOST_CITED]
