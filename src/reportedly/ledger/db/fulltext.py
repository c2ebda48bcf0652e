"""Full text search over statements, with the same answers on SQLite and PostgreSQL.

What counts as a word is decided here and not by the database, whose ideas differ: SQLite's tokenizers know no stop
words and strip accents, PostgreSQL's drop "the", keep accents and read addresses and signs into numbers. Both are given
words that need no more reading.

What else statements are picked by goes into the index beside their words, as marks that no word can be: outlet, stance,
kind, and each name of the chain with its own words in a row. And the index is in order of days, so that the newest
that are asked for are its last: on SQLite the number of its rows is the day before the number of the statement.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, literal_column, text

from reportedly.ledger.db.prepared import column, rows
from reportedly.ledger.db.sql import insert_rows, run_for_each
from reportedly.lexicon.folding import fold
from reportedly.lexicon.names import name_tokens
from reportedly.lexicon.stems import LONGEST_WORD, words_of

__all__ = [
    "Indexed",
    "found_by_day",
    "index_all",
    "index_statements",
    "indexed_of",
    "match_of",
    "purge_index",
    "unindex_statements",
]

_TERM = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]|(\S+)")
_MOST = 4000  # words of a field that count; PostgreSQL takes 16,383 positions


@dataclass(frozen=True, slots=True)
class Indexed:
    """A statement as far as it is looked for: day and outlet of its article, `names` as in its row."""

    no: int
    day: int
    source: str
    content: str
    names: str
    chain: Sequence[str]
    outlet: str | None
    stance: str
    kind: str


_SHIFT = 32
_LOW = (1 << _SHIFT) - 1


def index_statements(connection: Connection, new: Iterable[Indexed]) -> None:
    """Make new statements findable."""
    ordered = sorted(new, key=lambda each: (each.day, each.no))  # out of order is written piece by piece
    fields = ((each, _fields_of(each)) for each in ordered)
    if connection.dialect.name == "sqlite":
        rows: Iterator[tuple[Any, ...]] = (
            (each.day << _SHIFT | each.no, *(" ".join(words) for words in found)) for each, found in fields
        )
        insert_rows(connection, "statement_words", ("rowid", "source", "content", "names", "marks"), rows)
    else:
        rows = ((each.no, each.day, _vector(found)) for each, found in fields)
        insert_rows(connection, "statement_words", ("no", "day", "words"), rows)


def indexed_of(connection: Connection, article: int) -> list[Indexed]:
    """The statements of an article, by its number, as they are indexed."""
    return [_indexed(*row) for row in connection.execute(_OF_ARTICLE, {"article": article}).all()]


def _fields_of(statement: Indexed) -> list[list[str]]:
    texts = (statement.source, statement.content, statement.names)
    return [*(words_of(value)[:_MOST] for value in texts), _marks_of(statement)]


def unindex_statements(connection: Connection, gone: Iterable[Indexed]) -> None:
    """Make statements findable no more; they come as they were indexed."""
    if connection.dialect.name == "sqlite":
        # The index has no content of its own: it is told what it holds of a row.
        rows = [
            ("delete", each.day << _SHIFT | each.no, *(" ".join(words) for words in _fields_of(each))) for each in gone
        ]
        columns = ("statement_words", "rowid", "source", "content", "names", "marks")
        insert_rows(connection, "statement_words", columns, rows)
    else:
        run_for_each(connection, "DELETE FROM statement_words WHERE no = ?", [(each.no,) for each in gone])


def purge_index(connection: Connection) -> None:
    """Rewrite the index without the words of what was taken out, which a SQLite file keeps until then."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO statement_words (statement_words) VALUES ('optimize')")


def index_all(connection: Connection) -> None:
    """Index all statements again."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO statement_words (statement_words) VALUES ('delete-all')")
    else:
        connection.exec_driver_sql("DELETE FROM statement_words")
    day = no = -1
    while some := connection.execute(_ALL, {"day": day, "no": no}).all():
        index_statements(connection, (_indexed(*row) for row in some))
        no, day, *_ = some[-1]


def _indexed(no: int, day: int, source: str, content: str, names: str, chain: str, *rest: Any) -> Indexed:
    return Indexed(no, day, source, content, names, json.loads(chain), *rest)


_STORED = (
    "SELECT s.no, s.day, s.source, s.content, s.names, s.chain, a.outlet, s.stance, s.kind "
    "FROM statements s JOIN articles a ON a.no = s.article "
)
_ALL = text(f"{_STORED} WHERE (s.day, s.no) > (:day, :no) ORDER BY s.day, s.no LIMIT 5000")
_OF_ARTICLE = text(f"{_STORED} WHERE s.article = :article")


def _marks_of(statement: Indexed) -> list[str]:
    marks = [_stance_mark(statement.stance), _kind_mark(statement.kind)]
    if statement.outlet:
        marks.append(_outlet_mark(statement.outlet))
    for name in dict.fromkeys(statement.chain):
        marks += (*_name_marks(name), _GAP)
    return marks[:_MOST_MARKS]


_GAP = "__"
_MOST_MARKS = 1000


def _stance_mark(stance: str) -> str:
    return f"_s_{stance}"


def _kind_mark(kind: str) -> str:
    return f"_k_{kind}"


@lru_cache(maxsize=4096)
def _outlet_mark(outlet: str) -> str:
    """One for all spellings, case and accents aside."""
    folded = fold(outlet).encode("utf-8", "surrogatepass")
    return f"_o_{blake2b(folded, digest_size=8).hexdigest()}"


@lru_cache(maxsize=16384)
def _name_marks(name: str) -> tuple[str, ...]:
    """A name's own words, as `name_tokens` has them."""
    plain = (_NO_LETTER.sub("_", token.encode("utf-8", "replace").decode()) for token in name_tokens(name))
    return tuple(f"_n_{token[:LONGEST_WORD]}" for token in plain)


_NO_LETTER = re.compile(r"[\W_]+")


def _vector(fields: Iterable[list[str]]) -> str:
    """PostgreSQL's own notation: each word with its positions; a gap keeps phrases from crossing fields."""
    positions: dict[str, list[int]] = {}
    start = 1
    for words in fields:
        for position, word in enumerate(words, start):
            positions.setdefault(word, []).append(position)
        start += len(words) + 1
    return " ".join(f"'{word}':{','.join(map(str, found))}" for word, found in positions.items())


Phrases = tuple[tuple[str, ...], ...]


def match_of(
    *,
    words: str | None = None,
    source: str | None = None,
    outlet: str | None = None,
    stance: str | None = None,
    kind: str | None = None,
) -> Phrases | None:
    """What statements are looked for by; empty where all are asked for, None where none can be.

    Args:
        words: All of them in source, content or chain, in any order; "in quotation marks" as they stand.
        source: A name of the chain, or some of its words in a row; titles aside.
        outlet, stance, kind: In full.
    """
    phrases: list[tuple[str, ...]] = []
    if words is not None:
        phrases += (tuple(words_of("".join(groups))) for groups in _TERM.findall(words))
        phrases = [phrase for phrase in phrases if phrase]
        if not phrases:
            return None
    if source is not None:
        marks = _name_marks(source)
        if not marks:
            return None
        phrases.append(marks)
    for value, mark in ((outlet, _outlet_mark), (stance, _stance_mark), (kind, _kind_mark)):
        if value is not None:
            phrases.append((mark(value),))
    return tuple(phrases)


Place = tuple[int, int]
"""A day and the number of a statement."""


def found_by_day(
    connection: Connection, phrases: Phrases, first: int, last: int, at_once: int
) -> Iterator[dict[int, list[int]]]:
    """Some days at a time, newest first, with the numbers of all statements of each that have all of some phrases.

    Args:
        first, last: Days to look at.
        at_once: How many to look for at once; twice as many each time.
    """
    place = last, _LOW
    while place[0] >= first:
        found = _newest(connection, phrases, first, place, at_once)
        if not found:
            return
        oldest = found[-1]
        if len(found) == at_once and oldest[1] > 0:
            # The rest of a day that was begun.
            found += _newest(connection, phrases, oldest[0], (oldest[0], oldest[1] - 1), None)
        by_day: dict[int, list[int]] = {}
        for day, no in found:
            by_day.setdefault(day, []).append(no)
        yield by_day
        if len(found) < at_once:
            return
        place = oldest[0] - 1, _LOW
        at_once *= 2


def _newest(
    connection: Connection, phrases: Phrases, first: int, place: Place, limit: int | None
) -> list[tuple[int, int]]:
    """The newest so many, by day and number, from a day on and up to a place."""
    values: dict[str, Any] = {"first": first, "day": place[0], "no": place[1], "most": -1 if limit is None else limit}
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite and phrases:
        query = " ".join('"' + " ".join(phrase) + '"' for phrase in phrases)
        low, high = first << _SHIFT, place[0] << _SHIFT | place[1]
        found = column(connection, _IN_ORDER, {"words": query, "low": low, "high": high, "most": values["most"]})
        return [(rowid >> _SHIFT, rowid & _LOW) for rowid in found]
    if phrases:
        values["words"] = " & ".join("(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in phrases)
    if not is_sqlite:
        values["most"] = limit
    return [(day, no) for day, no in rows(connection, _OF_WORDS if phrases else _OF_ALL, values)]


_IN_ORDER = text(
    "SELECT rowid FROM statement_words WHERE statement_words MATCH :words AND rowid >= :low AND rowid <= :high "
    "ORDER BY rowid DESC LIMIT :most"
).columns(literal_column("rowid"))
_BY_DAY = "day >= :first AND day <= :day AND (day < :day OR no <= :no) ORDER BY day DESC, no DESC LIMIT :most"
_PLACE: tuple[Any, ...] = (literal_column("day"), literal_column("no"))
_OF_ALL = text(f"SELECT day, no FROM statements WHERE {_BY_DAY}").columns(*_PLACE)
_OF_WORDS = text(f"SELECT day, no FROM statement_words WHERE words @@ CAST(:words AS tsquery) AND {_BY_DAY}").columns(
    *_PLACE
)
