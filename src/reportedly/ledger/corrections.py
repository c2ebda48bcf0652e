"""What people have corrected, and what that makes of a record and of an event; pure functions, nothing is stored here.

Two kinds of corrections change a record before anything is derived from it: who is the source of a statement, and
which names are one. The others are about an event, whichever mentions it has by then: they are tied to a mention.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from reportedly.article import Span
from reportedly.lexicon.names import name_tokens
from reportedly.record import Link, Record, Statement
from reportedly.vocabulary import LinkKind

__all__ = [
    "NOBODY",
    "Correction",
    "CorrectionKind",
    "Place",
    "Rules",
    "corrected_record",
    "note_of",
    "place_again",
    "plain_kind",
    "statement_at",
]

NOBODY = "somebody"
"""Who corrected something, where no name was given."""


class CorrectionKind(StrEnum):
    """What a correction is about."""

    STATUS = "status"
    WHEN = "when"
    WHAT = "what"
    PLACE = "place"
    PARTICIPANTS = "participants"
    NOT_AN_EVENT = "not_an_event"
    MERGE = "merge"
    SPLIT = "split"
    SPEAKER = "speaker"
    MERGE_NAMES = "merge_names"
    SPLIT_NAME = "split_name"
    HIDE = "hide"
    REMOVE = "remove"


_PLAIN = {
    CorrectionKind.STATUS: "status",
    CorrectionKind.WHEN: "time",
    CorrectionKind.WHAT: "name",
    CorrectionKind.PLACE: "place",
    CorrectionKind.PARTICIPANTS: "participants",
    CorrectionKind.NOT_AN_EVENT: "not an event",
    CorrectionKind.MERGE: "merged",
    CorrectionKind.SPLIT: "split",
    CorrectionKind.SPEAKER: "speaker",
    CorrectionKind.MERGE_NAMES: "names merged",
    CorrectionKind.SPLIT_NAME: "name split",
    CorrectionKind.HIDE: "article hidden",
    CorrectionKind.REMOVE: "article removed",
}


def plain_kind(kind: str) -> str:
    """What a kind of correction is called in text for people."""
    return _PLAIN[CorrectionKind(kind)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a correction applies: a report of an event, in its article.

    Attributes:
        mention: Id of the mention that it belongs to.
        read: The status that was read there.
    """

    mention: str
    article: str
    span: Span
    words: str
    read: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "mention": self.mention,
            "article": self.article,
            "span": list(self.span),
            "words": self.words,
            "read": self.read,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Place:
        """The place that `to_dict` wrote."""
        start, end = data["span"]
        return cls(
            mention=data["mention"],
            article=data["article"],
            span=(start, end),
            words=data["words"],
            read=data["read"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction: the value as read, the corrected value, author, time and reason.

    Attributes:
        kind: A `CorrectionKind`.
        made: ISO time in UTC; empty if it was not stored.
        who: Empty if no name was given.
        before, after: The value as read and the corrected value, depending on the kind: a status, an EDTF date, a name,
            a list of participants, a chain as [name, kind] pairs; None if not applicable.
        day: The day of publication (ISO) from which on it counts; None: on all days.
        event: The mention that it is tied to.
        article, statement: What it concerns, if not an event.
        places: The reports that it was made on.
        pairs: For a merge or split, the mentions that are one event or not.
        undone, undone_by: When and by whom it was undone.
    """

    id: str
    kind: str
    made: str
    who: str
    why: str
    before: Any = None
    after: Any = None
    day: str | None = None
    event: str | None = None
    article: str | None = None
    statement: str | None = None
    span: Span | None = None
    places: tuple[Place, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    undone: str | None = None
    undone_by: str | None = None

    @property
    def by(self) -> str:
        """Who made it, for people."""
        return self.who or NOBODY

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as plain data."""
        return {
            "id": self.id,
            "kind": self.kind,
            "made": self.made,
            "who": self.who,
            "why": self.why,
            "before": self.before,
            "after": self.after,
            "day": self.day,
            "event": self.event,
            "article": self.article,
            "statement": self.statement,
            "span": list(self.span) if self.span else None,
            "places": [place.to_dict() for place in self.places],
            "pairs": [list(pair) for pair in self.pairs],
            "undone": self.undone,
            "undone_by": self.undone_by,
        }

    def data(self) -> str:
        """What is stored of it as JSON."""
        kept = ("before", "after", "event", "span", "places", "pairs")
        return json.dumps({name: value for name, value in self.to_dict().items() if name in kept})

    @classmethod
    def from_row(cls, row: Any) -> Correction:
        """The correction that a row of the ledger holds."""
        data = json.loads(row.data)
        span = data.get("span")
        return cls(
            id=row.id,
            kind=CorrectionKind(row.kind).value,
            made=row.made,
            who=row.who,
            why=row.why,
            before=data.get("before"),
            after=data.get("after"),
            day=date.fromordinal(row.day).isoformat() if 0 < row.day < _LAST_DAY else None,
            event=data.get("event"),
            article=row.article,
            statement=row.statement,
            span=(span[0], span[1]) if span else None,
            places=tuple(Place.from_dict(place) for place in data.get("places") or ()),
            pairs=tuple((a, b) for a, b in data.get("pairs") or ()),
            undone=row.undone,
            undone_by=row.undone_by,
        )


_LAST_DAY = date.max.toordinal()


def note_of(corrections: Iterable[Any]) -> str | None:
    """Who corrected what, in a line: "status corrected by Ana Kos"; None where nobody has.

    Args:
        corrections: Whole ones, or the notes that an event has of them.
    """
    by: dict[str, list[str]] = defaultdict(list)
    for correction in corrections:
        by[correction.who or NOBODY].append(plain_kind(correction.kind))
    told = []
    for who, kinds in by.items():
        ruled = [kind for kind in dict.fromkeys(kinds) if kind in _RULINGS]
        fixed = [kind for kind in dict.fromkeys(kinds) if kind not in _RULINGS]
        if fixed:
            told.append(f"{', '.join(fixed)} corrected by {who}")
        if ruled:
            told.append(f"{', '.join(ruled)} by {who}")
    return "; ".join(told) or None


_RULINGS = {_PLAIN[kind] for kind in (CorrectionKind.MERGE, CorrectionKind.SPLIT)} | {"not an event"}


# Records


@dataclass(frozen=True, slots=True)
class Rules:
    """The corrections that records are read with: speakers by article, and names in the order of ruling."""

    speakers: Mapping[str, Sequence[Correction]] = field(default_factory=dict)
    names: Sequence[Correction] = ()

    @classmethod
    def of(cls, corrections: Iterable[Correction]) -> Rules:
        """Those of some corrections that are about records; ones that were undone are left out."""
        speakers: dict[str, list[Correction]] = defaultdict(list)
        names = []
        for one in corrections:
            if one.undone is not None:
                continue
            if one.kind == CorrectionKind.SPEAKER and one.article is not None:
                speakers[one.article].append(one)
            elif one.kind in (CorrectionKind.MERGE_NAMES, CorrectionKind.SPLIT_NAME):
                names.append(one)
        return cls(speakers, names)


def corrected_record(record: Record, rules: Rules) -> Record:
    """A record as it is after what was corrected in it; the same one where nothing was."""
    for rule in rules.speakers.get(record.article.id, ()):
        record = _spoken(record, rule)
    # Last: who was named as a speaker by hand goes by the same name as everybody.
    for rule in rules.names:
        record = _renamed(record, rule)
    return record


def statement_at(record: Record, id: str | None, span: Span | None) -> Statement | None:
    """The statement that a correction is about, whatever it is called by now: that of the id, if its words are there.

    A record that was read again may have other ids; then it is the statement that shares most of the words.
    """
    best: tuple[int, bool] = (0, False)
    found = None
    for statement in record.statements:
        if span is None:
            if statement.id == id:
                return statement
            continue
        shared = sum(_overlap(piece, span) for piece in (*statement.content, *statement.cue))
        if shared and (shared, statement.id == id) > best:
            best, found = (shared, statement.id == id), statement
    if found is not None and span is not None and best[0] * 2 < min(span[1] - span[0], _covered(found)):
        return None
    return found


def _covered(statement: Statement) -> int:
    return sum(end - start for start, end in (*statement.content, *statement.cue))


def _overlap(a: Span, b: Span) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _spoken(record: Record, rule: Correction) -> Record:
    wanted = statement_at(record, rule.statement, rule.span)
    if wanted is None:
        return record
    chain = tuple(Link(name=name, kind=LinkKind(kind)) for name, kind in rule.after)
    statements = tuple(
        replace(one, chain=chain, corrected_by=rule.by) if one.id == wanted.id else one for one in record.statements
    )
    # A report has the chain of the statement that it stands in.
    events = tuple(replace(one, chain=chain) if one.statement == wanted.id else one for one in record.events)
    return replace(record, statements=statements, events=events)


def _renamed(record: Record, rule: Correction) -> Record:
    given = rule.after
    if given["articles"] is not None and record.article.id not in given["articles"]:
        return record
    keys, name = frozenset(given["keys"]), given["name"]
    kind = LinkKind(given["kind"]) if given["kind"] else None

    def is_meant(called: str) -> bool:
        return " ".join(name_tokens(called)) in keys

    def relinked(chain: tuple[Link, ...]) -> tuple[Link, ...]:
        if not any(is_meant(link.name) for link in chain):
            return chain
        return tuple(replace(k, name=name, kind=kind or k.kind) if is_meant(k.name) else k for k in chain)

    entities = tuple(
        replace(one, name=name, aliases=tuple(dict.fromkeys((*one.aliases, one.name)))) if is_meant(one.name) else one
        for one in record.entities
    )
    statements = tuple(replace(one, chain=relinked(one.chain)) for one in record.statements)
    events = tuple(
        replace(
            one,
            chain=relinked(one.chain),
            participants=tuple(replace(p, name=name) if is_meant(p.name) else p for p in one.participants),
        )
        for one in record.events
    )
    renamed = replace(record, entities=entities, statements=statements, events=events)
    return record if renamed == record else renamed


# Events


def place_again(places: Sequence[tuple[str, Span]], new: Iterable[tuple[str, Span]]) -> dict[str, str | None]:
    """Which mention of a record that was read again stands for each old one: the one that shares most of its words.

    Args:
        places: Mentions of the old record by id, with the words of each of their reports.
        new: Those of the new one.
    """
    new = tuple(new)
    votes: dict[str, dict[str, int]] = {id: {} for id, _ in places}
    for id, span in places:
        for other, theirs in new:
            if shared := _overlap(span, theirs):
                votes[id][other] = votes[id].get(other, 0) + shared
    return {
        id: max(sorted(found, key=lambda other: other != id), key=lambda other: found[other]) if found else None
        for id, found in votes.items()
    }
