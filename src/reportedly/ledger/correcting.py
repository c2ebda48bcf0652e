"""Corrections made, kept and undone: what is written, within a transaction of the only writer.

A correction is a row that is never deleted; what follows from it is recomputed from all that count. `rulings`
are those of the kinds merge and split; an article whose record reads otherwise by then is taken out and put in again.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from reportedly.edtf import days_of
from reportedly.errors import LedgerError, NotFound, QuestionError
from reportedly.ledger.answers import EventAnswer
from reportedly.ledger.correction_rows import all_corrections, corrections_at, rules_of
from reportedly.ledger.corrections import (
    Correction,
    CorrectionKind,
    Place,
    Rules,
    corrected_record,
    place_again,
    statement_at,
)
from reportedly.ledger.db.schema import (
    NOW,
    articles,
    corrected,
    corrections,
    members,
    mentions,
    names,
    records,
    rulings,
    sources,
    terms,
    withdrawn,
)
from reportedly.ledger.db.sql import among, insert_rows
from reportedly.ledger.index import timeline
from reportedly.ledger.index.ingest import Adding, address_digest, clean
from reportedly.ledger.index.links import ComparisonCache, record_from
from reportedly.ledger.index.sources import key_of_name
from reportedly.ledger.mentions import Mention, mention_id, mentions_of
from reportedly.ledger.taking_out import take_out
from reportedly.record import Record
from reportedly.vocabulary import LinkKind, Status

__all__ = ["Signed", "Writer", "event_corrections", "places_of"]

_LONGEST = 1000  # letters of what people write
_MOST = 100  # participants, or links of a chain


def now() -> str:
    """The time of a correction, ISO in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Signed:
    """Who corrects, why, and when (ISO time in UTC; now, by default)."""

    who: str = ""
    why: str = ""
    made: str = field(default_factory=lambda: now())

    def checked(self, source: str) -> Signed:
        """The same in one line each.

        Raises:
            QuestionError: Longer than anybody writes.
        """
        return replace(self, who=_line(source, "who", self.who), why=_line(source, "why", self.why))


def _line(source: str, name: str, text: str) -> str:
    line = "".join(c for c in " ".join(str(clean(text)).split()) if c.isprintable())
    if len(line) > _LONGEST:
        raise QuestionError(source, f"{name} is longer than {_LONGEST:,} letters", "Shorten it")
    return line


def places_of(event: EventAnswer) -> tuple[Place, ...]:
    """Where the words of an event's reports stand, those of the mention that names it first."""
    found = [
        Place(
            mention=mention_id(report.article, report.key),
            article=report.article,
            span=report.span,
            words=report.evidence,
            read=report.status,
        )
        for report in event.reports
    ]
    return tuple(sorted(found, key=lambda place: place.mention != event.id))


def event_corrections(
    source: str,
    event: EventAnswer,
    signed: Signed,
    *,
    status: str | None,
    when: str | None,
    what: str | None,
    place: str | None,
    participants: Sequence[str] | None,
    not_an_event: bool,
) -> list[Correction]:
    """The corrections of an event that are asked for, checked; an empty time or place means that none is known.

    Raises:
        QuestionError: Nothing to correct, or a value that cannot be.
    """
    asked: list[tuple[CorrectionKind, Any, Any]] = []
    if status is not None:
        if status not in {each.value for each in Status}:
            raise QuestionError(source, f"no such status: {status!r}", f"Write one of {', '.join(Status)}")
        asked.append((CorrectionKind.STATUS, event.status, status))
    if when is not None:
        if when and days_of(when) is None:
            raise QuestionError(source, f"{when!r} is not a date", "Write YYYY-MM-DD, YYYY-MM, YYYY or A/B")
        asked.append((CorrectionKind.WHEN, event.when, when or None))
    if what is not None:
        if not (name := _line(source, "the name", what)):
            raise QuestionError(source, "an event needs a name", "Write what takes place")
        asked.append((CorrectionKind.WHAT, event.what, name))
    if place is not None:
        asked.append((CorrectionKind.PLACE, event.place, _line(source, "the place", place) or None))
    if participants is not None:
        given = list(dict.fromkeys(filter(None, (_line(source, "a participant", name) for name in participants))))
        if len(given) > _MOST:
            raise QuestionError(source, f"more than {_MOST} participants", "Name fewer")
        asked.append((CorrectionKind.PARTICIPANTS, list(event.participants), given))
    if not_an_event:
        asked.append((CorrectionKind.NOT_AN_EVENT, None, None))
    if not asked:
        raise QuestionError(source, "nothing to correct", "Give status, when, what, place or participants")
    changed = [one for one in asked if one[0] is CorrectionKind.NOT_AN_EVENT or one[1] != one[2]]
    if not changed:
        named = " and ".join(kind.value for kind, _, _ in asked)
        raise QuestionError(source, f"{named} would stay as recorded", "Give another value")
    places = places_of(event)
    by_time = (CorrectionKind.STATUS, CorrectionKind.WHEN)
    return [
        _correction(
            kind,
            signed,
            before=before,
            after=after,
            day=event.newest[:10] if kind in by_time else None,
            event=event.id,
            places=places,
        )
        for kind, before, after in changed
    ]


def _correction(kind: CorrectionKind, signed: Signed, **fields: Any) -> Correction:
    return Correction(id="", kind=kind.value, made=signed.made, who=signed.who, why=signed.why, **fields)


class Writer:
    """Writes corrections, in one transaction."""

    def __init__(self, connection: Connection, known: ComparisonCache, source: str) -> None:
        self._connection, self._known, self._source = connection, known, source

    # What is common to all

    def keep(self, correction: Correction) -> Correction:
        """Keep a correction; it gets its id."""
        connection = self._connection
        no = connection.execute(select(func.coalesce(func.max(corrections.c.no), 0) + 1)).scalar_one()
        made = json.dumps([no, correction.kind, correction.made, correction.who, correction.data()])
        kept = replace(correction, id=hashlib.blake2b(made.encode(), digest_size=6).hexdigest())
        if correction.day:
            day = date.fromisoformat(correction.day).toordinal()
        else:
            # What nobody dated counts only where no day is asked for; all else counts on all days.
            day = NOW if correction.kind in (CorrectionKind.STATUS, CorrectionKind.WHEN) else 0
        row = {
            "no": no,
            "id": kept.id,
            "kind": kept.kind,
            "made": kept.made,
            "who": kept.who,
            "why": kept.why,
            "day": day,
            "article": kept.article,
            "statement": kept.statement,
            "data": kept.data(),
        }
        connection.execute(insert(corrections), row)
        self._tie(no, kept)
        return kept

    def _tie(self, no: int, correction: Correction) -> None:
        """Write down which mentions a correction is about, and have their events rebuilt."""
        about = {id for pair in correction.pairs for id in pair}
        if correction.event is not None:
            about.add(correction.event)
        rows = [(mention, no) for mention in sorted(about)]
        insert_rows(self._connection, corrected, ("mention", "correction"), rows, "ON CONFLICT DO NOTHING")
        self._mark(about)

    def _mark(self, about: Collection[str]) -> None:
        timeline.mark(self._connection, dict.fromkeys(self._numbers(about).values(), 0))

    def _numbers(self, ids: Iterable[str]) -> dict[str, int]:
        asked = select(mentions.c.id, mentions.c.no).where(among(mentions.c.id, sorted(ids)))
        return dict(self._connection.execute(asked).all())

    def undo(self, undone: Sequence[Correction], signed: Signed) -> None:
        """Take corrections back; what follows from the others stays."""
        before = rules_of(self._connection)
        ids = [one.id for one in undone]
        chosen = among(corrections.c.id, ids)
        self._connection.execute(
            update(corrections).where(chosen).values(undone=signed.made, undone_by=signed.who or "")
        )
        about = {id for one in undone for pair in one.pairs for id in pair}
        about |= {one.event for one in undone if one.event is not None}
        self._mark(about)
        self.rule_anew()
        after = rules_of(self._connection)
        changed = [one for one in undone if one.kind == CorrectionKind.SPEAKER and one.article is not None]
        self._read_anew({str(one.article) for one in changed}, before, after)
        for one in undone:
            if one.kind in (CorrectionKind.MERGE_NAMES, CorrectionKind.SPLIT_NAME):
                keys = [*one.after["keys"], key_of_name(one.after["name"])]
                self._read_anew(self._named(keys), before, after)
            if one.kind in (CorrectionKind.HIDE, CorrectionKind.REMOVE):
                self._let_in(one)

    # Events

    def rule_anew(self) -> None:
        """Write down the rulings that count: of those on the same two the latest."""
        verdicts: dict[tuple[str, str], str] = {}
        for one in all_corrections(self._connection):
            if one.undone is None and one.kind in (CorrectionKind.MERGE, CorrectionKind.SPLIT):
                verdict = "together" if one.kind == CorrectionKind.MERGE else "apart"
                verdicts |= dict.fromkeys(((min(pair), max(pair)) for pair in one.pairs), verdict)
        self._connection.execute(delete(rulings))
        rows = [(a, b, verdict) for (a, b), verdict in sorted(verdicts.items())]
        insert_rows(self._connection, rulings, ("a", "b", "verdict"), rows)

    def rule(self, kind: CorrectionKind, pairs: Sequence[tuple[str, str]], signed: Signed) -> Correction:
        """Keep a ruling on which mentions are one event.

        Raises:
            NotFound: There is no such mention.
        """
        known = self._numbers({id for pair in pairs for id in pair})
        for pair in pairs:
            for id in pair:
                if id not in known:
                    raise NotFound(self._source, f"no event {id!r}", "`reportedly events` prints their ids")
        ordered = tuple((min(pair), max(pair)) for pair in pairs)
        kept = self.keep(_correction(kind, signed, pairs=ordered))
        self.rule_anew()
        return kept

    # Articles

    def speak(self, record: Record, statement: str, chain: Sequence[tuple[str, str]], signed: Signed) -> Correction:
        """Keep the source of a statement, and read its article anew.

        Args:
            record: As it is now.
            chain: Names with kinds, nearest to the reader first; empty for the article's own voice.
        """
        found = statement_at(record, statement, None)
        if found is None:
            advice = f"`reportedly articles show {record.article.id}` prints its statements"
            raise NotFound(self._source, f"no statement {statement!r} in article {record.article.id!r}", advice)
        if len(chain) > _MOST:
            raise QuestionError(self._source, f"more than {_MOST} names in a chain", "Name fewer")
        pieces = found.content or found.cue or found.source
        before = rules_of(self._connection)
        kept = self.keep(
            _correction(
                CorrectionKind.SPEAKER,
                signed,
                article=record.article.id,
                statement=found.id,
                span=(pieces[0][0], pieces[-1][1]) if pieces else None,
                before=[[link.name, link.kind.value] for link in found.chain],
                after=[[_line(self._source, "a name", name), LinkKind(kind).value] for name, kind in chain],
            )
        )
        self._read_anew({record.article.id}, before, rules_of(self._connection))
        return kept

    def _read_anew(self, ids: Collection[str], before: Rules, after: Rules) -> None:
        """Derive some articles again whose records read otherwise by other corrections."""
        adding: Adding | None = None
        asked = (
            select(articles.c.no, records.c.record)
            .join(records, records.c.article == articles.c.no)
            .where(among(articles.c.id, sorted(ids)))
            .order_by(articles.c.no)
        )
        for no, stored in self._connection.execute(asked).all():
            record = record_from(stored)
            if corrected_record(record, before) == corrected_record(record, after):
                continue
            take_out(self._connection, no, record)
            adding = adding or Adding(self._connection, self._known, rules=after)
            adding.put(record)
        if adding is not None:
            adding.finish()

    def replace(self, record: Record) -> bool:
        """Put a new reading of an article in the place of the old one; False where it is not there.

        Corrections stay with the words that they are about.
        """
        found = self._stored(record.article.id)
        if found is None:
            return False
        no, before = found
        old = take_out(self._connection, no, before)
        adding = Adding(self._connection, self._known)
        adding.put(record)
        adding.finish()
        new = _spans(mentions_of(record))
        self._move(place_again(_spans(old), new))
        return True

    def withdraw(self, article_id: str, kind: CorrectionKind, signed: Signed) -> Correction:
        """Take an article out of everything that is told; hidden ones are kept, of removed ones nothing is.

        Raises:
            NotFound: There is no such article.
        """
        connection = self._connection
        found = self._stored(article_id)
        if found is None:
            gone = connection.execute(select(withdrawn).where(withdrawn.c.id == article_id)).first()
            if gone is None:
                advice = "`reportedly articles list` prints their ids"
                raise NotFound(self._source, f"no article {article_id!r}", advice)
            if kind == CorrectionKind.HIDE or gone.record is None:
                done = "removed" if gone.record is None else "hidden"
                raise LedgerError(self._source, f"article {article_id!r} is {done} already")
            connection.execute(delete(withdrawn).where(withdrawn.c.id == article_id))
            url = record_from(gone.record).article.url
        else:
            no, record = found
            url = record.article.url
            old = take_out(connection, no, record)
            Adding(connection, self._known).stand_again(url)
            self._move(dict.fromkeys((mention.id for mention in old), None))
        kept = self.keep(_correction(kind, signed, article=article_id))
        its_no = connection.execute(select(corrections.c.no).where(corrections.c.id == kept.id)).scalar_one()
        stored = None
        if kind == CorrectionKind.HIDE and found is not None:
            stored = zlib.compress(json.dumps(found[1].to_dict()).encode(), 3)
        row = {"id": article_id, "address": address_digest(url), "correction": its_no, "record": stored}
        connection.execute(insert(withdrawn), row)
        if kind == CorrectionKind.REMOVE:
            self._scrub(article_id)
        return kept

    def _let_in(self, correction: Correction) -> None:
        """Put a hidden article back, or let a removed one be added again."""
        id = correction.article
        row = self._connection.execute(
            select(withdrawn.c.record)
            .join(corrections, corrections.c.no == withdrawn.c.correction)
            .where(withdrawn.c.id == id, corrections.c.id == correction.id)
        ).first()
        if row is None:
            return
        self._connection.execute(delete(withdrawn).where(withdrawn.c.id == id))
        if row.record is not None:
            adding = Adding(self._connection, self._known)
            adding.put(record_from(row.record))
            adding.finish()

    def _scrub(self, article_id: str) -> None:
        """Forget the words of a removed article that corrections have kept."""
        for one in all_corrections(self._connection):
            places = tuple(place for place in one.places if place.article != article_id)
            is_its_own = one.article == article_id and one.kind == CorrectionKind.SPEAKER
            if places == one.places and not is_its_own:
                continue
            clean_one = replace(one, places=places)
            if is_its_own or not places:
                clean_one = replace(clean_one, before=None)
            if is_its_own:
                clean_one = replace(clean_one, after=[], statement=None, span=None)
            self._rewrite(clean_one)

    def _rewrite(self, correction: Correction) -> None:
        self._connection.execute(
            update(corrections)
            .where(corrections.c.id == correction.id)
            .values(data=correction.data(), statement=correction.statement)
        )

    def _stored(self, article_id: str) -> tuple[int, Record] | None:
        asked = select(articles.c.no, records.c.record).join(records, records.c.article == articles.c.no)
        row = self._connection.execute(asked.where(articles.c.id == article_id)).first()
        return (row.no, record_from(row.record)) if row else None

    def _move(self, places: dict[str, str | None]) -> None:
        """Tie corrections to the mentions that stand for those that they were tied to.

        A correction whose mention is gone goes on to the next mention of the event that it was made of.
        """
        if all(old == new for old, new in places.items()):
            return
        here = among(corrected.c.mention, sorted(places))
        tied = select(corrections.c.id).join(corrected, corrected.c.correction == corrections.c.no).where(here)
        is_ruled = False
        for id in self._connection.execute(tied.distinct()).scalars().all():
            one = corrections_at(self._connection, id)
            if one is None:
                continue
            moved = [replace(place, mention=places.get(place.mention) or place.mention) for place in one.places]
            pairs = tuple(
                (min(pair), max(pair)) for a, b in one.pairs for pair in ((places.get(a) or a, places.get(b) or b),)
            )
            event = one.event
            if event in places:
                known = self._numbers({place.mention for place in moved} | {places[event] or event})
                event = places[event] or next((p.mention for p in moved if p.mention in known), event)
            changed = replace(one, places=tuple(moved), pairs=pairs, event=event)
            is_ruled = is_ruled or bool(pairs)
            self._rewrite(changed)
            no = self._connection.execute(select(corrections.c.no).where(corrections.c.id == id)).scalar_one()
            self._connection.execute(delete(corrected).where(corrected.c.correction == no))
            self._tie(no, changed)
        if is_ruled:
            self.rule_anew()

    # Names

    def rename(
        self, kind: CorrectionKind, called: Sequence[str], name: str, only: Collection[str] | None, signed: Signed
    ) -> Correction:
        """Keep that some names are one, or that a name in some articles is another, and read what has them anew.

        Args:
            called: The names as they are printed.
            name: What they are to be called.
            only: Ids of the articles in which they are; None for all.
        """
        name = _line(self._source, "the name", name)
        keys = sorted({key for key in map(key_of_name, called) if key})
        if not keys or not key_of_name(name):
            raise QuestionError(self._source, "a name needs a word that is not a title", "Write it in full")
        before = rules_of(self._connection)
        row = names.c
        asked = select(row.kind).where(row.key == key_of_name(name)).order_by(row.statements.desc(), row.kind)
        its_kind = self._connection.execute(asked).scalars().first()
        after = {"keys": keys, "name": name, "kind": its_kind, "articles": sorted(only) if only is not None else None}
        kept = self.keep(_correction(kind, signed, before=list(called), after=after))
        self._read_anew(self._named(keys), before, rules_of(self._connection))
        return kept

    def _named(self, keys: Sequence[str]) -> set[str]:
        """Articles that may have some names: in a chain of a statement, or among who takes part in an event."""
        connection = self._connection
        said = select(articles.c.id).join(sources, sources.c.article == articles.c.no)
        found = set(connection.execute(said.where(among(sources.c.key, sorted(keys))).distinct()).scalars())
        for key in keys:
            words = sorted({f"n {word}" for word in key.split()})
            events: set[int] | None = None
            for word in words:
                having = set(connection.execute(select(terms.c.event).where(terms.c.term == word[:100])).scalars())
                events = having if events is None else events & having
            told = (
                select(articles.c.id)
                .join(mentions, mentions.c.article == articles.c.no)
                .join(members, members.c.mention == mentions.c.no)
                .where(among(members.c.event, sorted(events or ())))
            )
            found |= set(connection.execute(told.distinct()).scalars())
        return found


def _spans(found: Iterable[Mention]) -> list[tuple[str, tuple[int, int]]]:
    return [(mention.id, report.span) for mention in found for report in mention.reports]
