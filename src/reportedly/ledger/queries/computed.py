"""Answers over the whole ledger, computed from its mentions and links; pages of the same are looked up instead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, Connection, select

from reportedly.ledger.answers import EchoAnswer, EventAnswer, UtteranceAnswer
from reportedly.ledger.db.schema import Space, articles, mentions
from reportedly.ledger.db.sql import among
from reportedly.ledger.events.event import linked
from reportedly.ledger.index import links as link_index
from reportedly.ledger.index.components import answered, links_of
from reportedly.ledger.matching.copies import Printed, copy_groups, origin_groups, text_of
from reportedly.ledger.matching.utterances import UNSOUND, find_drift
from reportedly.ledger.mentions import standing
from reportedly.ledger.queries.articles import integrity_notes, printed_by
from reportedly.ledger.queries.as_of import day_number

__all__ = ["copies_of", "every_drift", "every_echo", "every_event"]


def every_event(connection: Connection, last: date | None) -> tuple[EventAnswer, ...]:
    """See `Ledger.events`; as of a day, or now."""
    rows = connection.execute(
        select(*link_index.MENTION)
        .select_from(mentions.join(articles, mentions.c.article == articles.c.no))
        .where(printed_by(last))
    ).all()
    found = {row.no: link_index.mention_from(row) for row in rows}
    found = {no: one for no, one in found.items() if last is None or one.since is None or one.since <= last}
    answers = answered(connection, found, day_number(last))
    answers.sort(key=lambda event: event.id)
    answers.sort(key=lambda event: event.newest, reverse=True)
    return tuple(linked(answer, answers) for answer in answers)


def every_echo(
    connection: Connection, last: date | None, *, copies_only: bool, shown_only: bool
) -> tuple[EchoAnswer, ...]:
    """See `Ledger.echoes`."""
    printed = _printed(connection, printed_by(last))
    shares = _shares(connection, printed)
    events = () if copies_only else every_event(connection, last)
    by_id = {article.id: article for article in printed.values()}
    copies = copy_groups(shares, by_id)
    same = [set(echo.articles) for echo in copies]
    relays = (
        echo
        for echo in origin_groups((standing(event.reports) for event in events if event.shown or not shown_only), by_id)
        if not any(set(echo.articles) <= group for group in same)
    )
    return (*copies, *relays)


def copies_of(connection: Connection, text: str, outlet: str | None) -> tuple[tuple[str, float], ...]:
    """See `Ledger.copies_of`."""
    shares = link_index.copies(connection, text_of(text, outlet=outlet), link_index.ComparisonCache())
    printed = _printed(connection, among(articles.c.no, sorted(shares))) if shares else {}
    found = ((printed[no].id, share) for no, (share, _) in shares.items())
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def every_drift(connection: Connection, last: date | None, *, changed_only: bool) -> tuple[UtteranceAnswer, ...]:
    """See `Ledger.drift`."""
    pairs = {(a, b) for a, b, _ in links_of(connection, Space.UTTERANCE, None) if a < b}
    rows = link_index.quotation_rows(connection, {no for pair in pairs for no in pair})
    found = {row.no: link_index.quotation_from(row) for row in rows}
    if last is not None:
        found = {no: q for no, q in found.items() if q.published and q.published[:10] <= last.isoformat()}
    ids = ((found[a].id, found[b].id) for a, b in pairs if a in found and b in found)
    notes = integrity_notes(connection, None, None)
    doubtful = {id: note.kind.value for id, note in notes if note.kind in UNSOUND}
    return find_drift(found.values(), ids, changed_only=changed_only, doubtful=doubtful)


def _printed(connection: Connection, condition: ColumnElement[bool]) -> dict[int, Printed]:
    columns = (articles.c.no, articles.c.id, articles.c.outlet, articles.c.published)
    rows = connection.execute(select(*columns).where(condition)).all()
    return {row.no: Printed(row.id, row.outlet, row.published) for row in rows}


def _shares(connection: Connection, printed: Mapping[int, Printed]) -> dict[tuple[str, str], float]:
    return {
        (printed[a].id, printed[b].id): weight
        for a, b, weight in links_of(connection, Space.COPY, None)
        if a in printed and b in printed
    }
