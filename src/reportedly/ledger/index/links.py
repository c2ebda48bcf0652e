"""What new rows share with old ones: keys looked up and kept, links found and kept, for each `Space`.

Every pair is judged once, when its later member is added, by a pure function of the two; so the links are the same
whatever the order of adding, and adding looks only at what shares a key, however large the ledger is.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, combinations
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, delete, select, union_all

from reportedly.ledger.db.engine import understanding
from reportedly.ledger.db.prepared import rows
from reportedly.ledger.db.schema import Space, articles, keys, links, mentions, quotations, records, versions
from reportedly.ledger.db.sql import among, insert_rows
from reportedly.ledger.matching.blocking import blocking_keys
from reportedly.ledger.matching.copies import Text, may_be_copy, shared_text, text_of
from reportedly.ledger.matching.features import Features, features_of
from reportedly.ledger.matching.similarity import likeness
from reportedly.ledger.matching.utterances import Quotation, may_be_same, same_utterance, utterance_keys
from reportedly.ledger.mentions import Mention, Report
from reportedly.ledger.page_versions import Version
from reportedly.record import Record

__all__ = [
    "MENTION",
    "QUOTATION",
    "TURN_OF_PHRASE",
    "Comparison",
    "ComparisonCache",
    "copies",
    "forget_comparisons",
    "mention_from",
    "mention_rows",
    "near_mentions",
    "quotation_from",
    "quotation_rows",
    "record_from",
    "unpacked",
]

TURN_OF_PHRASE = 300
"""Quotations that share three words in a row."""


class ComparisonCache:
    """What was taken out of rows that are compared again and again, by their numbers, for as long as a ledger is open.

    Rows never change once they are kept, but a transaction that fails takes back rows that it has compared with, and
    another state of the program compares all anew: then everything is forgotten.
    """

    def __init__(self) -> None:
        self.features: dict[int, Features] = {}
        self.quotations: dict[int, Quotation] = {}
        self.texts: dict[int, Text] = {}
        self.versions: dict[int, Version] = {}

    def keep_small(self) -> None:
        """Forget what was taken out first, past a few tens of megabytes."""
        kept: dict[int, Any]
        for kept, most in (
            (self.features, 20_000),
            (self.quotations, 10_000),
            (self.texts, 300),
            (self.versions, 2_000),
        ):
            while len(kept) > most:
                del kept[next(iter(kept))]

    def forget(self) -> None:
        """Empty all caches."""
        self.features.clear()
        self.quotations.clear()
        self.texts.clear()
        self.versions.clear()


Key = tuple[int, int, int, int]
Link = tuple[int, int, int, float]


class Comparison:
    """One article compared with all before it: the keys and links that are to be kept of it.

    Nothing is written before `keep`, so an article's own rows are never among those that it is compared with.
    """

    def __init__(self, connection: Connection, day: int, known: ComparisonCache) -> None:
        self._connection, self._day, self._known = connection, day, known
        self._keys: list[Key] = []
        self._links: list[Link] = []

    def mentions(self, new: Sequence[tuple[int, Mention]]) -> None:
        """Link the events of a new article with those of earlier ones, and with each other."""
        if not new:
            return
        features = {no: features_of(mention) for no, mention in new}
        own = {no: blocking_keys(each) for no, each in features.items()}
        near = near_mentions(self._connection, self._day, chain.from_iterable(own.values()))
        candidates = set(chain.from_iterable(near.values())) - set(features)
        old = _features(self._connection, candidates, self._known)
        self._known.features.update(features)
        found: dict[tuple[int, int], float] = {}
        for no, each in features.items():
            wanted = {item for key in own[no] for item in near.get(key, ()) if item in old}
            _judge(found, no, each, ((item, old[item]) for item in wanted))
        for (a, x), (b, y) in combinations(features.items(), 2):
            if own[a] & own[b]:
                _judge(found, a, x, [(b, y)])
        self._link(Space.EVENT, {pair: (weight, weight) for pair, weight in found.items()})
        self._key(Space.EVENT, ((no, {key for key, _ in each}) for no, each in own.items()))

    def quotations(self, new: Sequence[tuple[int, Quotation]]) -> None:
        """Link the quotations of a new article with other wordings of the same utterance."""
        if not new:
            return
        own = {no: utterance_keys(quotation.words) for no, quotation in new}
        by_hash: dict[int, list[int]] = {}
        for hash, item in _rows_of_keys(self._connection, Space.UTTERANCE, set(chain.from_iterable(own.values()))):
            by_hash.setdefault(hash, []).append(item)
        # A turn of phrase that hundreds use tells nothing.
        by_hash = {hash: items for hash, items in by_hash.items() if len(items) <= TURN_OF_PHRASE}
        old = _quotations(self._connection, set(chain.from_iterable(by_hash.values())) - set(own), self._known)
        their = {item: utterance_keys(quotation.words) for item, quotation in old.items()}
        self._known.quotations.update(new)
        found: dict[tuple[int, int], tuple[float, float]] = {}
        for no, quotation in new:
            for item in sorted({item for hash in own[no] for item in by_hash.get(hash, ()) if item in old}):
                if may_be_same(own[no], their[item]) and same_utterance(quotation, old[item]):
                    found[no, item] = (1.0, 1.0)
        for (a, x), (b, y) in combinations(new, 2):
            if may_be_same(own[a], own[b]) and same_utterance(x, y):
                found[a, b] = (1.0, 1.0)
        self._link(Space.UTTERANCE, found)
        self._key(Space.UTTERANCE, own.items())

    def text(self, no: int, own: Text) -> list[int]:
        """Link a new article with those that print the same text; their numbers."""
        shares = copies(self._connection, own, self._known)
        found = {(no, item): both for item, both in shares.items() if item != no}
        self._link(Space.COPY, found)
        self._key(Space.COPY, [(no, own.signature)])
        return [item for _, item in found]

    def keep(self) -> None:
        """Write keys and links; in order, as that is how they are kept."""
        insert_rows(self._connection, keys, ("space", "hash", "day", "item"), sorted(self._keys))
        insert_rows(self._connection, links, ("space", "a", "b", "weight"), sorted(self._links))

    def _key(self, space: Space, new: Iterable[tuple[int, Iterable[int]]]) -> None:
        self._keys += [(int(space), hash, self._day, no) for no, hashes in new for hash in hashes]

    def _link(self, space: Space, found: Mapping[tuple[int, int], tuple[float, float]]) -> None:
        """Both ways round, so that a link is found from either end."""
        for (a, b), (there, back) in found.items():
            self._links += [(int(space), a, b, there), (int(space), b, a, back)]


def _features(connection: Connection, wanted: Collection[int], known: ComparisonCache) -> dict[int, Features]:
    missing = [no for no in wanted if no not in known.features]
    for row in mention_rows(connection, missing):
        known.features[row.no] = features_of(mention_from(row))
    return {no: known.features[no] for no in wanted if no in known.features}


def _quotations(connection: Connection, wanted: Collection[int], known: ComparisonCache) -> dict[int, Quotation]:
    missing = [no for no in wanted if no not in known.quotations]
    for row in quotation_rows(connection, missing):
        known.quotations[row.no] = quotation_from(row)
    return {no: known.quotations[no] for no in wanted if no in known.quotations}


def _judge(
    found: dict[tuple[int, int], float], no: int, features: Features, others: Iterable[tuple[int, Features]]
) -> None:
    for item, other in others:
        weight = likeness(features, other)
        if weight > 0.0:
            found[no, item] = weight


_ASKED_KEYS = select(keys.c.hash, keys.c.item).where(keys.c.space == bindparam("space"), among(keys.c.hash, "hashes"))


def _in_window(hashes: str, within: str) -> list[Any]:
    """Two questions, for undated and near ones: an index answers each, but not the two together."""
    asked = select(keys.c.hash, keys.c.item).where(keys.c.space == int(Space.EVENT), among(keys.c.hash, hashes))
    day, days = bindparam("day", type_=Integer), bindparam(within, type_=Integer)
    return [asked.where(keys.c.day == 0), asked.where(keys.c.day.between(day - days, day + days))]


_ASKED_NEAR = union_all(*_in_window("some", "within"))


def near_mentions(
    connection: Connection, day: int, wanted: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], list[int]]:
    """Which mentions share a blocking key and are near enough in time; undated ones are near to all."""
    by_window: dict[int, set[int]] = {}
    for hash, within in wanted:
        by_window.setdefault(within, set()).add(hash)
    found: dict[tuple[int, int], list[int]] = {}
    for within, hashes in by_window.items():
        if day:
            values = {"some": sorted(hashes), "within": within, "day": day}
            found_here: Sequence[Any] = rows(connection, _ASKED_NEAR, values)
        else:
            found_here = _rows_of_keys(connection, Space.EVENT, hashes)
        for hash, item in found_here:
            found.setdefault((hash, within), []).append(item)
    return found


_SIZES = select(articles.c.no, articles.c.kept).where(among(articles.c.no, "numbers"))
_TEXTS = (
    select(articles.c.no, articles.c.outlet, records.c.record)
    .join(records, records.c.article == articles.c.no)
    .where(among(articles.c.no, "numbers"))
)


def copies(connection: Connection, own: Text, known: ComparisonCache) -> dict[int, tuple[float, float]]:
    """Articles that print a text: the share of it that they have, and the share of theirs that it has."""
    signature = own.signature
    shared = Counter(item for _, item in _rows_of_keys(connection, Space.COPY, signature))
    if not shared:
        return {}
    sizes = rows(connection, _SIZES, {"numbers": sorted(shared)})
    likely = [no for no, kept in sizes if may_be_copy(shared[no], len(signature), kept)]
    if missing := [no for no in likely if no not in known.texts]:
        for no, outlet, record in rows(connection, _TEXTS, {"numbers": missing}):
            known.texts[no] = text_of(unpacked(record)["text"], outlet=outlet)
    found = {no: shared_text(own, known.texts[no]) for no in likely if no in known.texts}
    return {no: shares for no, shares in found.items() if shares is not None}


def forget_comparisons(connection: Connection) -> None:
    """Empty the index, so that it can be rebuilt."""
    connection.execute(delete(keys))
    connection.execute(delete(links))


def mention_rows(connection: Connection, numbers: Collection[int]) -> Sequence[Any]:
    """Rows for `mention_from`, of mentions by their numbers."""
    return rows(connection, _MENTIONS, {"numbers": sorted(numbers)}) if numbers else []


def mention_from(row: Any) -> Mention:
    """The mention that a row of `mention_rows` holds.

    Raises:
        DamagedError, StrangeError: It cannot be made out.
    """
    _, id, key, about, reports, article, outlet, published, since, until = row
    with understanding():
        if published is not None:
            date.fromisoformat(published[:10])
        return Mention(
            id=id,
            article=article,
            key=key,
            outlet=outlet,
            published=published,
            about=tuple(json.loads(about)),
            reports=_reports(reports),
            since=date.fromordinal(since) if since else None,
            until=date.fromordinal(until) if until else None,
        )


@lru_cache(maxsize=4096)
def _reports(stored: str) -> tuple[Report, ...]:
    """Reports out of their JSON; the same for the same, so that what is asked again and again is read once."""
    return tuple(Report.from_dict(report) for report in json.loads(stored))


MENTION = (
    mentions.c.no,
    mentions.c.id,
    mentions.c.key,
    mentions.c.about,
    mentions.c.reports,
    articles.c.id.label("article_id"),
    articles.c.outlet,
    articles.c.published,
    select(versions.c.since).where(versions.c.article == articles.c.no).scalar_subquery().label("since"),
    select(versions.c.until).where(versions.c.article == articles.c.no).scalar_subquery().label("until"),
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


_MENTIONS = select(*MENTION).join(articles, mentions.c.article == articles.c.no).where(among(mentions.c.no, "numbers"))
_QUOTATIONS = (
    select(*QUOTATION).join(articles, quotations.c.article == articles.c.no).where(among(quotations.c.no, "numbers"))
)


def quotation_rows(connection: Connection, numbers: Collection[int]) -> Sequence[Any]:
    """Rows for `quotation_from`, of quotations by their numbers."""
    return rows(connection, _QUOTATIONS, {"numbers": sorted(numbers)}) if numbers else []


def quotation_from(row: Any) -> Quotation:
    """The quotation that a row of `quotation_rows` holds, or one that has more after it."""
    _, statement, source, words, article, outlet, published, *_ = row
    return Quotation(
        id=f"{article}\0{statement}",
        article=article,
        statement=statement,
        outlet=outlet,
        published=published,
        source=source,
        words=words,
    )


def unpacked(record: bytes) -> dict[str, Any]:
    """A record's JSON form out of its stored bytes.

    Raises:
        DamagedError: They are not what was stored.
    """
    with understanding():
        data: dict[str, Any] = json.loads(zlib.decompress(record))
    return data


def record_from(stored: bytes) -> Record:
    """A record out of its stored bytes.

    Raises:
        DamagedError: They are not what was stored.
        NewerError: They are, and a newer version's words are in them: zlib's sum over the bytes was right.
    """
    data = unpacked(stored)
    with understanding(is_whole=True):
        return Record.from_dict(data)


def _rows_of_keys(connection: Connection, space: Space, hashes: Collection[int]) -> Sequence[Any]:
    """(hash, item) of all that have one of some keys."""
    if not hashes:
        return []
    return rows(connection, _ASKED_KEYS, {"space": int(space), "hashes": sorted(hashes)})
