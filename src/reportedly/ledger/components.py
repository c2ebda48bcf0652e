"""Rows of mentions -> events: what links and rulings hold together, merged, and answered."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select, true

from reportedly.ledger import comparing
from reportedly.ledger.answers import EventAnswer
from reportedly.ledger.echoes import ECHO, Printed, echoed
from reportedly.ledger.events import answer_event
from reportedly.ledger.merge import Features, features_of, merge_mentions
from reportedly.ledger.reports import Mention
from reportedly.ledger.schema import NOW, Space, articles, links, mentions, rulings

__all__ = [
    "AT_ONCE",
    "answered",
    "echoes_of",
    "grouped",
    "in_parts",
    "linked_numbers",
    "links_of",
    "mentions_at",
    "published_by",
]

AT_ONCE = 500
"""Values in one condition."""


def in_parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Values in order, so many as one condition takes at a time."""
    ordered = sorted(values)
    for i in range(0, len(ordered), AT_ONCE):
        yield ordered[i : i + AT_ONCE]


def links_of(connection: Connection, space: Space, ends: Iterable[int] | None) -> Iterator[tuple[int, int, float]]:
    """Links (a, b, weight) of a space, both ways round; those that start at some of the ends, or all."""
    asked = select(links.c.a, links.c.b, links.c.weight).where(links.c.space == space)
    if ends is None:
        yield from (tuple(row) for row in connection.execute(asked))
        return
    for part in in_parts(ends):
        yield from (tuple(row) for row in connection.execute(asked.where(links.c.a.in_(part))).all())


def linked_numbers(connection: Connection, start: Collection[int]) -> set[int]:
    """The numbers of all mentions that links, or rulings by hand, lead to, and of those to start from."""
    ruled: dict[int, set[int]] = defaultdict(set)
    a, b = mentions.alias(), mentions.alias()
    asked = select(a.c.no, b.c.no).select_from(rulings.join(a, a.c.id == rulings.c.a).join(b, b.c.id == rulings.c.b))
    for one, other in connection.execute(asked).all():
        ruled[one].add(other)
        ruled[other].add(one)
    seen: set[int] = set()
    fresh = set(start)
    while fresh:
        seen |= fresh
        reached = {other for one in fresh for other in ruled.get(one, ())}
        for part in in_parts(fresh):
            # Each once: a story told often has many links.
            found = select(links.c.b).distinct().where(links.c.space == Space.EVENT, links.c.a.in_(part))
            reached.update(connection.execute(found).scalars())
        fresh = reached - seen
    return seen


def answered(connection: Connection, found: Mapping[int, Mention]) -> list[EventAnswer]:
    """The events that mentions make up, as if there were no others."""
    by_id = {mention.id: mention for mention in found.values()}
    pairs: dict[tuple[str, str], float] = {}
    for a, b, weight in links_of(connection, Space.EVENT, None):
        if a < b and a in found and b in found:
            pairs[found[a].id, found[b].id] = weight
    ruled = connection.execute(select(rulings.c.a, rulings.c.b, rulings.c.verdict)).all()
    groups = grouped(by_id, pairs, ruled)
    echo_of = echoes_of(connection, {mention.article for mention in by_id.values()})
    return [answer_event((by_id[id] for id in group), echo_of=echo_of) for group in groups]


def grouped(
    by_id: Mapping[str, Mention], pairs: Mapping[tuple[str, str], float], ruled: Sequence[Any]
) -> list[tuple[str, ...]]:
    """Mention ids by event. Mentions that nothing links need no comparing: each component is merged by itself."""
    together = [(row.a, row.b) for row in ruled if row.verdict == "together" and row.a in by_id and row.b in by_id]
    apart = [(row.a, row.b) for row in ruled if row.verdict == "apart" and row.a in by_id and row.b in by_id]
    near: dict[str, set[str]] = defaultdict(set)
    for a, b in itertools.chain(pairs, together):
        near[a].add(b)
        near[b].add(a)
    groups: list[tuple[str, ...]] = []
    seen: set[str] = set()
    own: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in pairs:
        own[pair[0]].append(pair)
    for id in by_id:
        if id in seen:
            continue
        members, fresh = {id}, {id}
        while fresh:
            fresh = {other for one in fresh for other in near.get(one, ())} - members
            members |= fresh
        seen |= members
        if len(members) == 1:
            groups.append((id,))
            continue
        features: list[Features] = [features_of(by_id[member]) for member in members]
        known = {pair: pairs[pair] for member in members for pair in own.get(member, ())}
        groups += merge_mentions(features, pairs=known, together=together, apart=apart)
    return groups


def echoes_of(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """For each of the articles most of whose text an earlier one has printed: the earliest such one."""
    shares: dict[tuple[str, str], float] = {}
    printed: dict[str, Printed] = {}
    ours, theirs = articles.alias(), articles.alias()
    asked = (
        select(ours.c.id, ours.c.published, theirs.c.id, theirs.c.published, links.c.weight)
        .select_from(
            ours.join(links, and_(links.c.space == Space.COPY, links.c.a == ours.c.no)).join(
                theirs, theirs.c.no == links.c.b
            )
        )
        .where(links.c.weight >= ECHO)
    )
    for part in in_parts(ids):
        for a, a_published, b, b_published, weight in connection.execute(asked.where(ours.c.id.in_(part))).all():
            shares[a, b] = weight
            printed[a] = Printed(a, None, a_published)
            printed[b] = Printed(b, None, b_published)
    return echoed(shares, printed)


def mentions_at(connection: Connection, numbers: Iterable[int]) -> dict[int, Mention]:
    """Mentions by their numbers."""
    return {row.no: comparing.mention_from(row) for row in comparing.mention_rows(connection, mentions.c.no, numbers)}


def published_by(table: Any, day: int) -> ColumnElement[bool]:
    """The condition that a row with a day of publication counts on a day; undated ones count only now."""
    return true() if day == NOW else table.c.day.between(1, day)
