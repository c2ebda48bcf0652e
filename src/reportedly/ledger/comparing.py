"""What new rows share with old ones: keys looked up and kept, links found and kept, for each `Space`.

Every pair is judged once, when its later member is added, by a pure function of the two; so the links are the same
whatever the order of adding, and adding looks only at what shares a key, however large the ledger is.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, combinations
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select

from reportedly.ledger.drift import VERSION as DRIFT
from reportedly.ledger.drift import Quotation, may_be_same, same_utterance, utterance_keys
from reportedly.ledger.echoes import VERSION as ECHOES
from reportedly.ledger.echoes import Text, may_be_copy, shared_text, text_of
from reportedly.ledger.merge import VERSION as MERGE
from reportedly.ledger.merge import Features, blocking_keys, features_of, likeness
from reportedly.ledger.opening import DamagedError
from reportedly.ledger.reports import Mention, Report
from reportedly.ledger.schema import Space, articles, keys, links, mentions, quotations

__all__ = [
    "COMPARED_BY",
    "MENTION",
    "QUOTATION",
    "Known",
    "compare_mentions",
    "compare_quotations",
    "compare_text",
    "copies",
    "forget_comparisons",
    "mention_from",
    "mention_rows",
    "near_mentions",
    "quotation_from",
    "quotation_rows",
    "unpacked",
]

COMPARED_BY = f"merge {MERGE}, echoes {ECHOES}, drift {DRIFT}"
"""What the links of a ledger are made by; others are made anew."""

_TURN_OF_PHRASE = 300  # quotations that share three words in a row

_AT_ONCE = 500  # values in one condition; SQLite allows 32,766 and PostgreSQL more


class Known:
    """What was taken out of rows that are compared again and again, for as long as a ledger is open.

    Rows never change once they are kept, but a transaction that fails takes back rows that it has compared with:
    then everything is forgotten.
    """

    def __init__(self) -> None:
        self.features: dict[str, Features] = {}
        self.texts: dict[str, Text] = {}

    def keep_small(self) -> None:
        """Forget what was taken out first, past a few tens of megabytes."""
        for kept, most in ((self.features, 20_000), (self.texts, 300)):
            while len(kept) > most:
                del kept[next(iter(kept))]

    def forget(self) -> None:
        self.features.clear()
        self.texts.clear()


def compare_mentions(connection: Connection, day: int, new: Sequence[tuple[int, Mention]], known: Known) -> None:
    """Link the events of a new article with those of earlier ones, and with each other."""
    features = {no: features_of(mention) for no, mention in new}
    own = {no: blocking_keys(each) for no, each in features.items()}
    near = near_mentions(connection, day, list(chain.from_iterable(own.values())))
    candidates = {item for items in near.values() for item in items} - set(features)
    old = _features(connection, candidates, known)
    known.features.update((mention.id, features[no]) for no, mention in new)
    found: dict[tuple[int, int], float] = {}
    for no, each in features.items():
        wanted = {item for key in own[no] for item in near.get(key, ()) if item in old}
        _judge(found, no, each, ((item, old[item]) for item in wanted))
    for (a, x), (b, y) in combinations(features.items(), 2):
        if own[a] & own[b]:
            _judge(found, a, x, [(b, y)])
    _keep_links(connection, Space.EVENT, {pair: (weight, weight) for pair, weight in found.items()})
    _keep_keys(connection, Space.EVENT, day, ((no, {key for key, _ in each}) for no, each in own.items()))


def _features(connection: Connection, wanted: Collection[int], known: Known) -> dict[int, Features]:
    ids = {row.no: row.id for row in _in_batches(connection, mentions.c.no, wanted, mentions.c.no, mentions.c.id)}
    missing = [no for no, id in ids.items() if id not in known.features]
    for row in mention_rows(connection, mentions.c.no, missing):
        known.features[row.id] = features_of(mention_from(row))
    return {no: known.features[id] for no, id in ids.items()}


def _judge(
    found: dict[tuple[int, int], float], no: int, features: Features, others: Iterable[tuple[int, Features]]
) -> None:
    for item, other in others:
        weight = likeness(features, other)
        if weight > 0.0:
            found[no, item] = weight


def near_mentions(
    connection: Connection, day: int, wanted: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], list[int]]:
    """Which mentions share a blocking key and are near enough in time; undated ones are near to all."""
    by_window: dict[int, set[int]] = {}
    for hash, within in wanted:
        by_window.setdefault(within, set()).add(hash)
    found: dict[tuple[int, int], list[int]] = {}
    for within, hashes in by_window.items():
        window: ColumnElement[bool] | None = None
        if day:
            window = or_(keys.c.day == 0, keys.c.day.between(day - within, day + within))
        for row in _rows_of_keys(connection, Space.EVENT, hashes, window):
            found.setdefault((row.hash, within), []).append(row.item)
    return found


def compare_text(connection: Connection, no: int, day: int, own: Text, known: Known) -> list[int]:
    """Link a new article with those that print the same text; their numbers."""
    found = {(no, item): shares for item, shares in copies(connection, own, known).items() if item != no}
    _keep_links(connection, Space.COPY, found)
    _keep_keys(connection, Space.COPY, day, [(no, own.signature)])
    return [item for _, item in found]


def copies(connection: Connection, own: Text, known: Known) -> dict[int, tuple[float, float]]:
    """Articles that print a text: the share of it that they have, and the share of theirs that it has."""
    signature = own.signature
    shared = Counter(row.item for row in _rows_of_keys(connection, Space.COPY, signature))
    columns = (articles.c.no, articles.c.id, articles.c.kept)
    rows = _in_batches(connection, articles.c.no, shared, *columns)
    likely = {row.no: row.id for row in rows if may_be_copy(shared[row.no], len(signature), row.kept)}
    missing = [no for no, id in likely.items() if id not in known.texts]
    for row in _in_batches(connection, articles.c.no, missing, articles.c.id, articles.c.outlet, articles.c.record):
        known.texts[row.id] = text_of(unpacked(row.record)["text"], outlet=row.outlet)
    found = {no: shared_text(own, known.texts[id]) for no, id in likely.items()}
    return {no: shares for no, shares in found.items() if shares is not None}


def compare_quotations(connection: Connection, day: int, new: Sequence[tuple[int, Quotation]]) -> None:
    """Link the quotations of a new article with other wordings of the same utterance."""
    own = {no: utterance_keys(quotation.words) for no, quotation in new}
    by_hash: dict[int, list[int]] = {}
    for row in _rows_of_keys(connection, Space.UTTERANCE, set(chain.from_iterable(own.values()))):
        by_hash.setdefault(row.hash, []).append(row.item)
    # A turn of phrase that hundreds use tells nothing.
    by_hash = {hash: items for hash, items in by_hash.items() if len(items) <= _TURN_OF_PHRASE}
    candidates = set(chain.from_iterable(by_hash.values())) - set(own)
    old = {row.no: quotation_from(row) for row in quotation_rows(connection, quotations.c.no, candidates)}
    their = {item: utterance_keys(quotation.words) for item, quotation in old.items()}
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for no, quotation in new:
        for item in sorted({item for hash in own[no] for item in by_hash.get(hash, ()) if item in old}):
            if may_be_same(own[no], their[item]) and same_utterance(quotation, old[item]):
                found[no, item] = (1.0, 1.0)
    for (a, x), (b, y) in combinations(new, 2):
        if may_be_same(own[a], own[b]) and same_utterance(x, y):
            found[a, b] = (1.0, 1.0)
    _keep_links(connection, Space.UTTERANCE, found)
    _keep_keys(connection, Space.UTTERANCE, day, own.items())


def forget_comparisons(connection: Connection) -> None:
    """Empty the index, to make it anew."""
    connection.execute(delete(keys))
    connection.execute(delete(links))


def mention_rows(connection: Connection, column: ColumnElement[int], values: Iterable[int]) -> list[Any]:
    """Rows for `mention_from` where a column has one of the values."""
    return _in_batches(connection, column, values, *MENTION)


def mention_from(row: Any) -> Mention:
    """The mention that a row of `mention_rows` holds.

    Raises:
        DamagedError: It cannot be made out.
    """
    try:
        about = tuple(json.loads(row.about))
        reports = tuple(Report.from_dict(report) for report in json.loads(row.reports))
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedError(row.id) from error
    return Mention(
        id=row.id,
        article=row.article_id,
        key=row.key,
        outlet=row.outlet,
        published=row.published,
        about=about,
        reports=reports,
    )


MENTION = (
    mentions.c.no,
    mentions.c.id,
    mentions.c.key,
    mentions.c.about,
    mentions.c.reports,
    articles.c.id.label("article_id"),
    articles.c.outlet,
    articles.c.published,
)

QUOTATION = (
    quotations.c.no,
    quotations.c.statement,
    quotations.c.source,
    quotations.c.words,
    articles.c.id.label("article_id"),
    articles.c.outlet,
    articles.c.published,
)


def quotation_rows(connection: Connection, column: ColumnElement[int], values: Iterable[int]) -> list[Any]:
    """Rows for `quotation_from` where a column has one of the values."""
    return _in_batches(connection, column, values, *QUOTATION)


def quotation_from(row: Any) -> Quotation:
    """The quotation that a row of `quotation_rows` holds."""
    return Quotation(
        id=f"{row.article_id}\0{row.statement}",
        article=row.article_id,
        statement=row.statement,
        outlet=row.outlet,
        published=row.published,
        source=row.source,
        words=row.words,
    )


def unpacked(record: bytes) -> dict[str, Any]:
    """A record's JSON form out of its stored bytes.

    Raises:
        DamagedError: They are not what was stored.
    """
    try:
        data: dict[str, Any] = json.loads(zlib.decompress(record))
    except (zlib.error, ValueError) as error:
        raise DamagedError from error
    return data


_JOINED = {
    "mentions": mentions.join(articles, mentions.c.article == articles.c.no),
    "quotations": quotations.join(articles, quotations.c.article == articles.c.no),
    "articles": articles,
}


def _in_batches(connection: Connection, column: Any, values: Iterable[int], *columns: Any) -> list[Any]:
    ordered = sorted(values)
    rows: list[Any] = []
    for i in range(0, len(ordered), _AT_ONCE):
        asked = select(*columns).select_from(_JOINED[column.table.name]).where(column.in_(ordered[i : i + _AT_ONCE]))
        rows += connection.execute(asked).all()
    return rows


def _rows_of_keys(
    connection: Connection, space: Space, hashes: Iterable[int], window: ColumnElement[bool] | None = None
) -> list[Any]:
    ordered = sorted(hashes)
    rows: list[Any] = []
    for i in range(0, len(ordered), _AT_ONCE):
        asked = and_(keys.c.space == space, keys.c.hash.in_(ordered[i : i + _AT_ONCE]))
        if window is not None:
            asked = and_(asked, window)
        rows += connection.execute(select(keys.c.hash, keys.c.item).where(asked)).all()
    return rows


def _keep_keys(connection: Connection, space: Space, day: int, new: Iterable[tuple[int, Iterable[int]]]) -> None:
    rows = [{"space": space, "hash": hash, "day": day, "item": no} for no, hashes in new for hash in hashes]
    if rows:
        connection.execute(insert(keys), rows)


def _keep_links(connection: Connection, space: Space, found: Mapping[tuple[int, int], tuple[float, float]]) -> None:
    """Both ways round, so that a link is found from either end."""
    rows = [{"space": space, "a": a, "b": b, "weight": there} for (a, b), (there, _) in found.items()]
    rows += [{"space": space, "a": b, "b": a, "weight": back} for (a, b), (_, back) in found.items()]
    if rows:
        connection.execute(insert(links), rows)
