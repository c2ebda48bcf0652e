"""The part of a `Ledger` with which people correct what was read: every correction is kept and can be undone."""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from reportedly.errors import LedgerError, NotFound, QuestionError
from reportedly.ledger.answers import EventAnswer
from reportedly.ledger.correcting import Signed, Writer, event_corrections
from reportedly.ledger.correction_rows import all_corrections
from reportedly.ledger.corrections import Correction, CorrectionKind
from reportedly.ledger.db.engine import told
from reportedly.ledger.db.fulltext import purge_index
from reportedly.ledger.db.schema import corrections, names, rulings, withdrawn
from reportedly.ledger.db.sql import among
from reportedly.ledger.filters import Day
from reportedly.ledger.index.ingest import address_digest
from reportedly.ledger.index.sources import key_of_name
from reportedly.ledger.mentions import mention_id
from reportedly.ledger.store import Store
from reportedly.record import Record
from reportedly.vocabulary import LinkKind

if TYPE_CHECKING:
    from reportedly.article import Article

__all__ = ["Editing"]


class Editing(ABC):
    """What can be corrected by hand.

    Every method takes `who` corrects and `why`, which are stored with the time. A correction survives when articles
    are added or read again and when the ledger is rebuilt; see `overruling` for how newer reports count against it.

    Raises:
        NotFound: From every method: no such event, article, statement, name or correction.
        QuestionError: An invalid value.
    """

    source: str
    _store: Store

    @abstractmethod
    def event(self, event_id: str, *, as_of: Day = None) -> EventAnswer:
        """One event, as `Ledger.event` answers it."""

    @abstractmethod
    def record(self, article_id: str, *, as_read: bool = False) -> Record:
        """One record, as `Ledger.record` answers it."""

    @abstractmethod
    def refresh(self) -> None:
        """Bring the index of events up to date, as `Ledger.refresh` does."""

    # Events

    def correct(
        self,
        event_id: str,
        *,
        status: str | None = None,
        when: str | None = None,
        what: str | None = None,
        place: str | None = None,
        participants: Sequence[str] | None = None,
        not_an_event: bool = False,
        who: str = "",
        why: str = "",
        as_of: Day = None,
    ) -> tuple[Correction, ...]:
        """Correct fields of an event, all in one step.

        Args:
            status: One of `Status`. It counts from the event's newest report on, and overrides all reports up to now.
            when: EDTF ("2026-03-12", "2026-03"); "" for unknown. Counts as `status` does.
            what, place, participants: Its name, its place ("" for unknown), who takes part.
            not_an_event: It is not an event and will no longer be shown.
            as_of: The day on whose record it is corrected.
        """
        event = self.event(event_id, as_of=as_of)
        signed = Signed(who, why).checked(self.source)
        asked = event_corrections(
            self.source,
            event,
            signed,
            status=status,
            when=when,
            what=what,
            place=place,
            participants=participants,
            not_an_event=not_an_event,
        )
        with self._store.adding() as connection:
            writer = Writer(connection, self._store.known, self.source)
            return tuple(writer.keep(correction) for correction in asked)

    def merge(self, a: str, b: str, *, who: str = "", why: str = "") -> Correction:
        """Merge two events by hand. A later decision on the same two replaces it."""
        with self._store.adding() as connection:
            writer = Writer(connection, self._store.known, self.source)
            return writer.rule(CorrectionKind.MERGE, [(a, b)], Signed(who, why).checked(self.source))

    def split(self, event_id: str, article_ids: Collection[str], *, who: str = "", why: str = "") -> Correction:
        """Split an event by hand: what these articles report is a different event."""
        event = self.event(event_id)
        parts = {mention_id(r.article, r.key): r.article for r in event.reports}
        out = {id for id, article in parts.items() if article in set(article_ids)}
        if not out or out == set(parts):
            raise LedgerError(self.source, f"event {event_id!r} has no such part", "Name some of its articles, not all")
        pairs = [(a, b) for a in sorted(out) for b in sorted(set(parts) - out)]
        with self._store.adding() as connection:
            writer = Writer(connection, self._store.known, self.source)
            return writer.rule(CorrectionKind.SPLIT, pairs, Signed(who, why).checked(self.source))

    def undo(self, event_id: str, *, who: str = "") -> int:
        """Undo every manual merge and split of an event; returns how many pairs were concerned."""
        event = self.event(event_id)
        about = {mention_id(report.article, report.key) for report in event.reports} | {event_id}
        on_some = among(rulings.c.a, sorted(about)) | among(rulings.c.b, sorted(about))
        counted = select(func.count()).select_from(rulings).where(on_some)
        with self._store.adding() as connection:
            n = connection.execute(counted).scalar_one()
            undone = [
                one
                for one in all_corrections(connection)
                if one.undone is None and any(id in about for pair in one.pairs for id in pair)
            ]
            Writer(connection, self._store.known, self.source).undo(undone, Signed(who).checked(self.source))
        return int(n)

    # Statements and names

    def correct_speaker(
        self,
        article_id: str,
        statement_id: str,
        speaker: str | Sequence[str],
        *,
        kinds: Sequence[str] | None = None,
        who: str = "",
        why: str = "",
    ) -> Correction:
        """Correct the source of a statement.

        Args:
            speaker: The correct original source; relays stay. Or the whole chain, nearest to the reader first; empty
                for the article's own voice.
            kinds: A `LinkKind` for each name; by default as known in the article or the ledger, else a person.
        """
        record = self.record(article_id)
        found = next((one for one in record.statements if one.id == statement_id), None)
        if found is None:
            advice = f"`reportedly articles show {article_id}` prints its statements"
            raise NotFound(self.source, f"no statement {statement_id!r} in article {article_id!r}", advice)
        if isinstance(speaker, str):
            called = [*(link.name for link in found.chain[:-1]), *filter(None, [speaker.strip()])]
        else:
            called = [name.strip() for name in speaker if name.strip()]
        if kinds is not None and (len(kinds) != len(called) or not set(kinds) <= set(LinkKind)):
            raise QuestionError(self.source, "one kind for each name", f"Write of {', '.join(LinkKind)}")
        with self._store.adding() as connection:
            given = list(kinds) if kinds is not None else [_kind_of(connection, record, name) for name in called]
            writer = Writer(connection, self._store.known, self.source)
            chain = list(zip(called, given, strict=True))
            return writer.speak(record, statement_id, chain, Signed(who, why).checked(self.source))

    def merge_names(self, name: str, other: str, *, who: str = "", why: str = "") -> Correction:
        """Merge another name into this one; also for articles added later."""
        if key_of_name(name) == key_of_name(other):
            raise QuestionError(self.source, f"{name!r} and {other!r} are one name already")
        return self._rename(CorrectionKind.MERGE_NAMES, [other], name, None, who, why)

    def split_name(
        self, name: str, article_ids: Collection[str], *, called: str, who: str = "", why: str = ""
    ) -> Correction:
        """Split a name by hand: in some articles it is somebody else, to be `called` otherwise."""
        if not article_ids:
            raise QuestionError(self.source, "a name is split by articles", "Name the articles that mean somebody else")
        if key_of_name(name) == key_of_name(called):
            raise QuestionError(self.source, f"{called!r} is the same name", "Call the other by another")
        return self._rename(CorrectionKind.SPLIT_NAME, [name], called, article_ids, who, why)

    def _rename(
        self, kind: CorrectionKind, called: Sequence[str], name: str, only: Collection[str] | None, who: str, why: str
    ) -> Correction:
        self.refresh()  # events are looked up by the names that they have
        with self._store.adding() as connection:
            writer = Writer(connection, self._store.known, self.source)
            return writer.rename(kind, called, name, only, Signed(who, why).checked(self.source))

    def undo_names(self, name: str, *, who: str = "") -> int:
        """Undo every manual merge and split of a name; returns how many there were."""
        undone = self.corrections(name=name)
        self._undo(undone, who)
        return len(undone)

    # Articles

    def hide_article(self, article_id: str, *, who: str = "", why: str = "") -> Correction:
        """Hide an article: it no longer counts anywhere, but is kept; `undo_correction` restores it."""
        with self._store.adding() as connection:
            writer = Writer(connection, self._store.known, self.source)
            return writer.withdraw(article_id, CorrectionKind.HIDE, Signed(who, why).checked(self.source))

    def remove_article(self, article_id: str, *, who: str = "", why: str = "") -> Correction:
        """Delete an article with its text and all that was read in it.

        Its id and a digest of its address stay, so that it is not added again; `undo_correction` lets it be added.
        A SQLite file is then rewritten, which takes a while and temporarily as much disk space again; nothing else
        erases deleted text from it. On a server, tables are vacuumed. Backups and server logs are not touched.
        """
        with self._store.adding() as connection:
            writer = Writer(connection, self._store.known, self.source)
            kept = writer.withdraw(article_id, CorrectionKind.REMOVE, Signed(who, why).checked(self.source))
        self.refresh()  # what events came to with it is written until then
        with self._store.adding() as connection:
            purge_index(connection)
        self._erase()
        return kept

    def _erase(self) -> None:
        """Take out of the file or server what it keeps of deleted rows, as far as that is ours to do."""
        with told(self.source), contextlib.closing(self._store.engine.raw_connection()) as raw:
            driver: Any = raw.driver_connection
            is_sqlite = self._store.engine.dialect.name == "sqlite"
            if not is_sqlite:
                driver.rollback()
                driver.autocommit = True
            try:
                with contextlib.closing(driver.cursor()) as cursor:
                    cursor.execute("VACUUM")
                    if is_sqlite:
                        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                if not is_sqlite:
                    driver.autocommit = False

    def replace(self, record: Record) -> bool:
        """Replace the record of an article by a new reading; False if the ledger does not have the article.

        What was corrected stays with the words that it is about.
        """
        with self._store.adding() as connection:
            return Writer(connection, self._store.known, self.source).replace(record)

    def withdrawn(self, articles: Iterable[Article]) -> dict[str, Correction]:
        """Those of some articles that were hidden or removed, by their ids, with who did so, when and why."""
        wanted = {article.id: address_digest(article.url) for article in articles}
        digests = sorted(filter(None, wanted.values()))
        asked = select(withdrawn.c.id, withdrawn.c.address, corrections.c.id.label("correction")).join(
            corrections, corrections.c.no == withdrawn.c.correction
        )
        with self._store.reading() as connection:
            found = connection.execute(
                asked.where(among(withdrawn.c.id, sorted(wanted)) | among(withdrawn.c.address, digests))
            ).all()
            kept = {one.id: one for one in all_corrections(connection)} if found else {}
        by_id = {row.id: kept[row.correction] for row in found}
        by_address = {row.address: kept[row.correction] for row in found if row.address}
        kept_out = {id: by_id.get(id) or by_address.get(digest) for id, digest in wanted.items()}
        return {id: one for id, one in kept_out.items() if one is not None}

    # All of them

    def corrections(
        self,
        *,
        event: str | None = None,
        article: str | None = None,
        name: str | None = None,
        undone: bool = False,
    ) -> tuple[Correction, ...]:
        """What was corrected, oldest first; of one event, article or name, and with those that were undone.

        Args:
            article: Those of it and of its statements.
        """
        key = key_of_name(name) if name is not None else None
        about = None
        if event is not None:
            found = self.event(event)
            about = {mention_id(report.article, report.key) for report in found.reports}
        with self._store.reading() as connection:
            every = all_corrections(connection)
        return tuple(
            one
            for one in every
            if undone or one.undone is None
            if article is None or one.article == article
            if key is None or key in _keys_of(one)
            if about is None or one.event in about or any(id in about for pair in one.pairs for id in pair)
        )

    def undo_correction(self, id: str, *, who: str = "") -> Correction:
        """Undo one correction, by its id, which may be shortened."""
        alike = [one for one in self.corrections(undone=True) if one.id.startswith(id)] if id else []
        if len(alike) > 1:
            shown = ", ".join(one.id for one in alike[:4])
            raise QuestionError(
                self.source, f"the ids of several corrections begin with {id!r}", f"Give more of one id: {shown}"
            )
        if not alike:
            raise NotFound(self.source, f"no correction {id!r}", "`reportedly corrections` prints their ids")
        if alike[0].undone is not None:
            raise LedgerError(self.source, f"correction {id!r} has already been undone")
        self._undo(alike, who)
        return alike[0]

    def _undo(self, undone: Sequence[Correction], who: str) -> None:
        self.refresh()
        with self._store.adding() as connection:
            Writer(connection, self._store.known, self.source).undo(undone, Signed(who).checked(self.source))


def _keys_of(correction: Correction) -> tuple[str, ...]:
    """The names that a ruling is on, by their own words; none of other corrections."""
    if correction.kind not in (CorrectionKind.MERGE_NAMES, CorrectionKind.SPLIT_NAME):
        return ()
    return (*correction.after["keys"], key_of_name(correction.after["name"]))


def _kind_of(connection: Connection, record: Record, name: str) -> str:
    """What a name is: as the article has it, as most statements of the ledger have it, or a person."""
    key = key_of_name(name)
    for entity in record.entities:
        if key_of_name(entity.name) == key:
            return entity.kind.value
    asked = select(names.c.kind).where(names.c.key == key).order_by(names.c.statements.desc(), names.c.kind)
    return str(connection.execute(asked).scalars().first() or LinkKind.PERSON.value)
