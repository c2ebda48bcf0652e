"""Rows of mentions -> events: what links and rulings hold together, merged, and answered."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select

from reportedly.ledger.answers import EventAnswer
from reportedly.ledger.correction_rows import corrections_of, of_group
from reportedly.ledger.corrections import Correction
from reportedly.ledger.db.prepared import column, rows
from reportedly.ledger.db.schema import NOW, Space, articles, links, mentions, rulings
from reportedly.ledger.db.sql import among
from reportedly.ledger.events.event import answer_event
from reportedly.ledger.index import links as link_index
from reportedly.ledger.matching.clustering import merge_mentions
from reportedly.ledger.matching.copies import ECHO, Printed, echoed
from reportedly.ledger.matching.features import Features, features_of
from reportedly.ledger.mentions import Mention

__all__ = [
    "answer_standing",
    "answered",
    "echoes_of",
    "grouped",
    "linked_numbers",
    "links_of",
    "mentions_at",
]

_LINKS = select(links.c.a, links.c.b, links.c.weight).where(links.c.space == bindparam("space"))
_LINKS_FROM = _LINKS.where(among(links.c.a, "ends"))
_LINKED = (
    # Each once: a story told often has many links.
    select(links.c.b).distinct().where(links.c.space == int(Space.EVENT), among(links.c.a, "ends"))
)
_one, _other = mentions.alias(), mentions.alias()
_RULED = select(_one.c.no, _other.c.no).select_from(
    rulings.join(_one, _one.c.id == rulings.c.a).join(_other, _other.c.id == rulings.c.b)
)


def links_of(connection: Connection, space: Space, ends: Collection[int] | None) -> Iterator[tuple[int, int, float]]:
    """Links (a, b, weight) of a space, both ways round; those that start at some of the ends, or all."""
    if ends is None:
        yield from (tuple(row) for row in connection.execute(_LINKS, {"space": int(space)}))
    elif ends:
        yield from rows(connection, _LINKS_FROM, {"space": int(space), "ends": sorted(ends)})


def linked_numbers(connection: Connection, start: Collection[int]) -> set[int]:
    """The numbers of all mentions that links, or rulings by hand, lead to, and of those to start from."""
    ruled: dict[int, set[int]] = defaultdict(set)
    for one, other in rows(connection, _RULED):
        ruled[one].add(other)
        ruled[other].add(one)
    seen: set[int] = set()
    fresh = set(start)
    while fresh:
        seen |= fresh
        reached = {other for one in fresh for other in ruled.get(one, ())}
        reached.update(column(connection, _LINKED, {"ends": sorted(fresh)}))
        fresh = reached - seen
    return seen


def answered(connection: Connection, found: Mapping[int, Mention], day: int) -> list[EventAnswer]:
    """The events that mentions make up, as if there were no others, as they stand on a day, with its corrections."""
    by_id = {mention.id: mention for mention in found.values()}
    pairs: dict[tuple[str, str], float] = {}
    for a, b, weight in links_of(connection, Space.EVENT, None):
        if a < b and a in found and b in found:
            pairs[found[a].id, found[b].id] = weight
    ruled = connection.execute(select(rulings.c.a, rulings.c.b, rulings.c.verdict)).all()
    groups = grouped(by_id, pairs, ruled)
    echo_of = echoes_of(connection, {mention.article for mention in by_id.values()})
    kept = corrections_of(connection, by_id)
    on = date.fromordinal(day) if day < NOW else None
    answers = (
        answer_standing([by_id[id] for id in group], on, echo_of=echo_of, corrections=of_group(kept, group, day))
        for group in groups
    )
    return [answer for answer in answers if answer is not None]


def answer_standing(
    group: Sequence[Mention], day: date | None, *, echo_of: Mapping[str, str], corrections: Sequence[Correction] = ()
) -> EventAnswer | None:
    """What the mentions of one event come to that stand on a day (None: now); None where later versions dropped it.

    The event keeps its name: what it was first reported as goes on naming it.
    """
    standing = [mention for mention in group if mention.stands(day)]
    if not standing:
        return None
    name = min(group, key=lambda mention: mention.precedence).id
    return answer_event(standing, echo_of=echo_of, id=name, corrections=corrections)


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


_ours, _theirs = articles.alias(), articles.alias()
_ECHOED = (
    select(_ours.c.id, _ours.c.published, _theirs.c.id, _theirs.c.published, links.c.weight)
    .select_from(
        _ours.join(links, and_(links.c.space == int(Space.COPY), links.c.a == _ours.c.no)).join(
            _theirs, _theirs.c.no == links.c.b
        )
    )
    # Their numbers first: or all copies there are would be gone through.
    .where(links.c.weight >= ECHO, links.c.a.in_(select(articles.c.no).where(among(articles.c.id, "ids"))))
)


def echoes_of(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """For each of the articles most of whose text an earlier one has printed: the earliest such one."""
    if not ids:
        return {}
    shares: dict[tuple[str, str], float] = {}
    printed: dict[str, Printed] = {}
    for a, a_published, b, b_published, weight in rows(connection, _ECHOED, {"ids": sorted(ids)}):
        shares[a, b] = weight
        printed[a] = Printed(a, None, a_published)
        printed[b] = Printed(b, None, b_published)
    return echoed(shares, printed)


def mentions_at(connection: Connection, numbers: Collection[int]) -> dict[int, Mention]:
    """Mentions by their numbers."""
    return {row[0]: link_index.mention_from(row) for row in link_index.mention_rows(connection, numbers)}
