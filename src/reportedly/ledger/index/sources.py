"""Sources by name: written down as articles are added, so that names and profiles are looked up, not searched for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from reportedly.ledger.db.schema import names, outlets, sources
from reportedly.lexicon.folding import fold
from reportedly.lexicon.names import name_tokens
from reportedly.record import Statement

__all__ = ["best_form", "drop_article", "forget", "key_of_name", "note_names", "note_outlet", "spellings"]

_LONGEST = 200  # letters of a name; PostgreSQL's indexes take 2,700 bytes


def key_of_name(name: str) -> str:
    """A name's own words, as all its forms with and without titles have them; empty where nothing is left."""
    return " ".join(name_tokens(name[:_LONGEST]))[:_LONGEST]


def best_form(forms: Iterable[str]) -> str:
    """The form without titles, with accents and in small letters, where any is printed so."""
    return min(sorted(forms, reverse=True), key=len)


def forget(connection: Connection) -> None:
    """Empty all that is made here."""
    for table in (sources, names, outlets):
        connection.execute(delete(table))


def note_outlet(connection: Connection, outlet: str | None) -> None:
    """Count an article for its outlet; those without one under the empty name."""
    connection.execute(
        text(
            "INSERT INTO outlets (outlet, key, articles) VALUES (:outlet, :key, 1) "
            "ON CONFLICT (outlet) DO UPDATE SET articles = outlets.articles + 1"
        ),
        {"outlet": outlet or "", "key": key_of_name(outlet or "")},
    )


def note_names(
    connection: Connection, article: int, day: int, outlet: str | None, told: Iterable[tuple[int, Statement]]
) -> None:
    """Keep every name in the chains of an article's statements, which come with their numbers."""
    rows: dict[tuple[str, str, int], dict[str, Any]] = {}
    for no, statement in told:
        for link in statement.chain:
            name = link.name.encode("utf-8", "replace").decode().replace("\0", "")[:_LONGEST]
            key = key_of_name(name)
            if key:
                row: dict[str, Any] = {
                    "key": key,
                    "kind": link.kind.value,
                    "statement": no,
                    "article": article,
                    "day": day,
                    "stance": statement.stance.value,
                    "outlet": outlet,
                }
                rows.setdefault((key, link.kind.value, no), row | {"name": name})
    if not rows:
        return
    connection.execute(insert(sources), list(rows.values()))
    forms: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (key, kind, _), row in rows.items():
        forms[key, kind].append(row["name"])
    connection.execute(
        text(
            "INSERT INTO names (key, kind, name, statements, articles) VALUES (:key, :kind, :name, :n, 1) "
            "ON CONFLICT (key, kind) DO UPDATE SET statements = names.statements + excluded.statements, "
            "articles = names.articles + 1, name = CASE WHEN length(excluded.name) < length(names.name) "
            "OR (length(excluded.name) = length(names.name) AND excluded.name > names.name) "
            "THEN excluded.name ELSE names.name END"
        ),
        [
            {"key": key, "kind": kind, "name": best_form(own), "n": len(own)}
            for (key, kind), own in sorted(forms.items())
        ],
    )


def drop_article(connection: Connection, article: int, outlet: str | None) -> None:
    """Take back what was kept of an article's names and of its outlet."""
    row = sources.c
    own = select(row.key, row.kind, func.count()).where(row.article == article).group_by(row.key, row.kind)
    counted = connection.execute(own).all()
    connection.execute(delete(sources).where(row.article == article))
    for key, kind, n in counted:
        is_it = and_(names.c.key == key, names.c.kind == kind)
        forms = select(row.name).where(row.key == key, row.kind == kind).distinct()
        left = connection.execute(forms).scalars().all()
        if left:
            fewer = {"statements": names.c.statements - n, "articles": names.c.articles - 1}
            connection.execute(update(names).where(is_it).values(**fewer, name=best_form(left)))
        else:
            connection.execute(delete(names).where(is_it))
    its = outlets.c.outlet == (outlet or "")
    connection.execute(update(outlets).where(its).values(articles=outlets.c.articles - 1))
    connection.execute(delete(outlets).where(its, outlets.c.articles <= 0))


def spellings(connection: Connection, outlet: str) -> list[str]:
    """How an outlet is spelled in the ledger; case and accents aside."""
    wanted = fold(outlet)
    return [own for own in connection.execute(select(outlets.c.outlet)).scalars().all() if fold(own) == wanted]
