"""Each event as the record stood, day by day of publication: one row for as long as nothing was added to it.

Rows are written when somebody asks, not when articles are added: adding only notes which mentions are new ("dirty").
What they hold is what `Ledger.events(as_of=…)` works out from nothing, whatever the order of adding: a mention
changes its own component alone, from its day of publication on, so only that is rebuilt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, literal, select

from reportedly.ledger.answers import EventAnswer, EventSummary
from reportedly.ledger.correction_rows import Kept, corrections_of, of_group
from reportedly.ledger.db.prepared import rows, scalar
from reportedly.ledger.db.schema import NOW, OPEN, Space, articles, dirty, members, mentions, rulings, standing, terms
from reportedly.ledger.db.sql import among, insert_rows, run_for_each
from reportedly.ledger.events.history import change_of, summary_of
from reportedly.ledger.index.components import answer_standing, echoes_of, linked_numbers, links_of, mentions_at
from reportedly.ledger.index.standing_rows import MEMBERS, STANDING, outlets_of, summary_from, values_of
from reportedly.ledger.index.terms import terms_of_event
from reportedly.ledger.matching.clustering import merge_mentions
from reportedly.ledger.matching.features import Features, features_of
from reportedly.ledger.mentions import Mention

__all__ = [
    "Stood",
    "forget",
    "is_fresh",
    "mark",
    "mark_all",
    "mark_repeats",
    "refresh",
    "stood",
]


_SEEDS = 300  # dirty mentions taken at once; with their components they are held in memory


def mark_all(connection: Connection) -> None:
    """Note all mentions, from the beginning."""
    connection.execute(delete(dirty))
    connection.execute(insert(dirty).from_select(["mention", "from_day"], select(mentions.c.no, literal(0))))


def mark(connection: Connection, days: Mapping[int, int]) -> None:
    """Note mentions, by number, whose events are to be rebuilt from a day on: 0 from the beginning, NOW undated."""
    ending = (
        "ON CONFLICT (mention) DO UPDATE SET from_day = CASE WHEN excluded.from_day < dirty.from_day "
        "THEN excluded.from_day ELSE dirty.from_day END"
    )
    insert_rows(connection, dirty, ("mention", "from_day"), sorted(days.items()), ending)


def mark_repeats(connection: Connection, no: int, repeated: Sequence[int]) -> None:
    """Note what later printed articles tell that a new article has the text of: its voice is not their own any more."""
    if not repeated:
        return
    printed = rows(connection, _PRINTED, {"numbers": [no, *repeated]})
    new = next(row for row in printed if row.no == no)
    later = {
        row.no: row.day or NOW
        for row in printed
        if (row.published or "9999", row.id) > (new.published or "9999", new.id)
    }
    told = rows(connection, _TOLD_IN, {"numbers": list(later)}) if later else ()
    mark(connection, {mention: later[article] for mention, article in told})


_PRINTED = select(articles.c.no, articles.c.id, articles.c.published, articles.c.day).where(
    among(articles.c.no, "numbers")
)
_TOLD_IN = select(mentions.c.no, mentions.c.article).where(among(mentions.c.article, "numbers"))


def forget(connection: Connection) -> None:
    """Empty all that is made here."""
    for table in (standing, members, terms, dirty):
        connection.execute(delete(table))


_ANY_DIRTY = select(dirty.c.mention).limit(1)


def is_fresh(connection: Connection) -> bool:
    """Whether nothing is to be rebuilt."""
    return scalar(connection, _ANY_DIRTY) is None


def refresh(connection: Connection, features: dict[int, Features] | None = None) -> bool:
    """Make anew part of what was noted; whether anything was.

    Args:
        features: Of mentions that are known already, by number; those of others are added.
    """
    features = {} if features is None else features
    seeds = dict(rows(connection, _SOME_DIRTY))
    if not seeds:
        return False
    ruled = rows(connection, _RULED)
    numbers = linked_numbers(connection, seeds)
    seeds = dict(rows(connection, _DIRTY, {"numbers": sorted(numbers)}))
    found = mentions_at(connection, numbers)
    pairs = {(a, b): w for a, b, w in links_of(connection, Space.EVENT, found) if a < b and b in found}
    echo_of = echoes_of(connection, {mention.article for mention in found.values()})
    corrected = corrections_of(connection, [mention.id for mention in found.values()])
    kept = _Kept(connection, found)
    for component in _components(found, pairs, ruled):
        seeds_here = {no: seeds[no] for no in component.mentions if no in seeds}
        _TimelineBuilder(component, echo_of, corrected, features, kept, min(seeds_here.values()), seeds_here).run()
    kept.write()
    run_for_each(connection, "DELETE FROM dirty WHERE mention = ?", ((no,) for no in seeds))
    return True


_SOME_DIRTY = select(dirty.c.mention, dirty.c.from_day).order_by(dirty.c.mention).limit(_SEEDS)
_DIRTY = select(dirty.c.mention, dirty.c.from_day).where(among(dirty.c.mention, "numbers"))
_RULED = select(rulings.c.a, rulings.c.b, rulings.c.verdict)
_STOOD = (
    select(*(standing.c[name] for name in ("event", "from_day", "to_day", "outlets", "told")))
    .where(among(standing.c.event, "numbers"))
    .order_by(standing.c.event, standing.c.from_day)
)
_BELONGED = select(members).where(among(members.c.mention, "numbers")).order_by(members.c.mention, members.c.from_day)


def _number_of(mention: Mention) -> int:
    day = mention.since or mention.day
    return day.toordinal() if day else NOW


@dataclass(slots=True)
class _Component:
    """Mentions that links or rulings hold together, with those links and rulings, by number and id."""

    mentions: dict[int, Mention]
    near: dict[int, set[int]]
    pairs: dict[int, list[tuple[int, int, float]]]
    together: list[tuple[str, str]]
    apart: list[tuple[str, str]]


def _components(
    found: Mapping[int, Mention], pairs: Mapping[tuple[int, int], float], ruled: Sequence[Any]
) -> list[_Component]:
    number = {mention.id: no for no, mention in found.items()}
    rules = [row for row in ruled if row.a in number and row.b in number]
    near: dict[int, set[int]] = defaultdict(set)
    own: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for (a, b), weight in pairs.items():
        near[a].add(b)
        near[b].add(a)
        own[a].append((a, b, weight))
    for row in rules:
        if row.verdict == "together":
            near[number[row.a]].add(number[row.b])
            near[number[row.b]].add(number[row.a])
    components = []
    seen: set[int] = set()
    for no in found:
        if no in seen:
            continue
        reached, fresh = {no}, {no}
        while fresh:
            fresh = {other for one in fresh for other in near.get(one, ())} - reached
            reached |= fresh
        seen |= reached
        inside = [row for row in rules if number[row.a] in reached and number[row.b] in reached]
        components.append(
            _Component(
                mentions={one: found[one] for one in sorted(reached)},
                near={one: near.get(one, set()) for one in reached},
                pairs={one: own.get(one, []) for one in reached},
                together=[(row.a, row.b) for row in inside if row.verdict == "together"],
                apart=[(row.a, row.b) for row in inside if row.verdict == "apart"],
            )
        )
    return components


class _TimelineBuilder:
    """One component followed over its days of publication, from the first day that is to be rebuilt."""

    def __init__(
        self,
        component: _Component,
        echo_of: Mapping[str, str],
        corrected: Kept,
        features: dict[int, Features],
        kept: _Timeline,
        start: int,
        forced: Collection[int],
    ) -> None:
        self._component, self._echo_of, self._features = component, echo_of, features
        self._corrected = corrected
        self._kept, self._start, self._forced = kept, start, forced
        self._number = {mention.id: no for no, mention in component.mentions.items()}
        self._part = {no: [no] for no in component.mentions}  # what hangs together so far
        self._present: set[int] = set()

    def run(self) -> None:
        by_day: dict[int, list[int]] = defaultdict(list)
        on_day: dict[int, list[int]] = defaultdict(list)  # corrections that count from then on, by their mentions
        replaced: dict[int, list[int]] = defaultdict(list)
        for no, mention in self._component.mentions.items():
            by_day[_number_of(mention)].append(no)
            if mention.until is not None:
                # A later version of the page comes: what it says no more ends.
                replaced[mention.until.toordinal()].append(no)
            for _, day, _ in self._corrected.get(mention.id, ()):
                if day > _number_of(mention):
                    on_day[day].append(no)
        self._kept.begin(self._component.mentions, self._start)
        for day in sorted({*by_day, *replaced, *on_day}):
            for no in by_day[day]:
                self._arrive(no)
            gone = set(replaced[day]) & self._present
            if day >= self._start:
                parts = {id(part): part for no in (*by_day[day], *on_day[day], *gone) for part in (self._part[no],)}
                for part in parts.values():
                    self._stand(part, day, gone)

    def _arrive(self, no: int) -> None:
        self._present.add(no)
        for other in self._component.near[no] & self._present:
            small, large = sorted((self._part[no], self._part[other]), key=len)
            if small is not large:
                large += small
                for member in small:
                    self._part[member] = large

    def _stand(self, part: Sequence[int], day: int, replaced: Collection[int]) -> None:
        """The events that mentions make up on a day, written down where they differ from the day before."""
        kept, mentions = self._kept, self._component.mentions
        gone = {kept.event_of[no] for no in part if no in kept.event_of}
        for group in self._grouped(part):
            event = min(group, key=lambda no: mentions[no].precedence)
            gone.discard(event)
            fresh = any(kept.event_of.get(no) != event for no in group) or kept.size.get(event, 0) != len(group)
            for no in group:
                kept.belong(no, event, day)
            corrected = any(mentions[no].id in self._corrected for no in group)
            moved = any(no in self._forced or no in replaced for no in group)
            if fresh or corrected or moved or event not in kept.open:
                on = date.fromordinal(day) if day < NOW else None
                given = of_group(self._corrected, [mentions[no].id for no in group], day)
                answer = answer_standing([mentions[no] for no in group], on, echo_of=self._echo_of, corrections=given)
                if answer is None:
                    kept.end(event, day)
                else:
                    kept.stand(event, answer, day)
            kept.size[event] = len(group)
        for event in gone:
            kept.end(event, day)

    def _grouped(self, part: Sequence[int]) -> list[list[int]]:
        if len(part) == 1:
            return [list(part)]
        mentions, inside = self._component.mentions, set(part)
        pairs = {
            (mentions[a].id, mentions[b].id): weight
            for no in part
            for a, b, weight in self._component.pairs[no]
            if b in inside
        }
        groups = merge_mentions(
            [self._features_of(no) for no in part],
            pairs=pairs,
            together=self._component.together,
            apart=self._component.apart,
        )
        return [[self._number[id] for id in group] for group in groups]

    def _features_of(self, no: int) -> Features:
        if no not in self._features:
            self._features[no] = features_of(self._component.mentions[no])
        return self._features[no]


@dataclass(slots=True)
class _Row:
    event: int
    from_day: int
    to_day: int
    summary: EventSummary
    outlets: str
    values: tuple[Any, ...] | None = None  # None: is in the ledger already


class _Timeline:
    """How the events of some mentions stood, day by day, beside what was written down of them before.

    Args:
        rows: What `standing` holds of them, by event, oldest first.
        belonged: What `members` holds of them, by mention, oldest first.
    """

    def __init__(self, rows: Mapping[int, Sequence[Any]], belonged: Mapping[int, Sequence[Any]]) -> None:
        self._rows, self._belonged = rows, belonged
        self._new_rows: list[_Row] = []
        self._new_members: list[dict[str, int]] = []
        # (day, event or mention, first day) and, of what is deleted, without the day.
        self._ends: list[tuple[int, int, int]] = []
        self._member_ends: list[tuple[int, int, int]] = []
        self._deleted: list[tuple[int, int]] = []
        self._members_deleted: list[tuple[int, int]] = []
        self._terms: set[tuple[str, int]] = set()
        self.answers: dict[int, EventAnswer] = {}
        """The events that stand after the last day, as far as they were worked out."""

    def begin(self, component: Iterable[int], start: int) -> None:
        """Go back to how things stood before a day."""
        self.event_of: dict[int, int] = {}
        self.size: dict[int, int] = defaultdict(int)
        self.open: dict[int, _Row] = {}
        self._last: dict[int, _Row] = {}
        self._member_rows: dict[int, dict[str, int]] = {}
        for no in component:
            earlier = self._rows.get(no, ())
            for row in earlier:
                if row.from_day >= start:
                    self._deleted.append((no, row.from_day))
            before = [row for row in earlier if row.from_day < start]
            if before:
                last = before[-1]
                kept = _Row(no, last.from_day, last.to_day, summary_from(last.told), last.outlets)
                self._last[no] = kept
                if last.to_day >= start:
                    self.open[no] = kept
                    if last.to_day != OPEN:
                        kept.to_day = OPEN
                        self._ends.append((OPEN, no, last.from_day))
            for row in self._belonged.get(no, ()):
                if row.from_day >= start:
                    self._members_deleted.append((no, row.from_day))
                elif row.to_day >= start:
                    if row.to_day != OPEN:
                        self._member_ends.append((OPEN, no, row.from_day))
                    self.event_of[no] = row.event
                    self.size[row.event] += 1
                    self._member_rows[no] = {"mention": no, "from_day": row.from_day, "to_day": OPEN}

    def belong(self, no: int, event: int, day: int) -> None:
        if self.event_of.get(no) == event:
            return
        before = self._member_rows.get(no)
        if before is not None:
            if "event" in before:  # not in the ledger yet
                before["to_day"] = day
            else:
                self._member_ends.append((day, no, before["from_day"]))
        row = {"mention": no, "from_day": day, "to_day": OPEN, "event": event}
        self.event_of[no] = event
        self._member_rows[no] = row
        self._new_members.append(row)

    def stand(self, event: int, answer: EventAnswer, day: int) -> None:
        self.answers[event] = answer
        last = self._last.get(event)
        before = last.summary if last else None
        summary = summary_of(answer, before)
        outlets = outlets_of(answer)
        open_row = self.open.get(event)
        if open_row is not None and open_row.summary == summary and open_row.outlets == outlets:
            return
        if open_row is not None:
            self._close(open_row, day)
        change = change_of(answer, summary, before, date.fromordinal(day)) if day < NOW else None
        row = _Row(event, day, OPEN, summary, outlets, values_of(summary, change))
        self._last[event] = self.open[event] = row
        self._new_rows.append(row)
        self._terms.update((term, event) for term in terms_of_event(summary, outlets))

    def end(self, event: int, day: int) -> None:
        """An event that is part of another from a day on."""
        row = self.open.pop(event, None)
        if row is not None:
            self._close(row, day)
        self.size.pop(event, None)
        self.answers.pop(event, None)

    def _close(self, row: _Row, day: int) -> None:
        row.to_day = day
        if row.values is None:
            self._ends.append((day, row.event, row.from_day))

    def new_rows(self) -> list[tuple[Any, ...]]:
        """Rows for `standing`, in the order of `STANDING`."""
        return sorted((row.event, row.from_day, row.to_day, row.outlets, *(row.values or ())) for row in self._new_rows)

    def new_members(self) -> list[tuple[int, int, int, int]]:
        """Rows for `members`, in the order of `MEMBERS`."""
        return sorted((row["mention"], row["from_day"], row["to_day"], row["event"]) for row in self._new_members)


class _Kept(_Timeline):
    """A timeline of what a ledger holds."""

    def __init__(self, connection: Connection, found: Collection[int]) -> None:
        self._connection = connection
        stood: dict[int, list[Any]] = defaultdict(list)
        belonged: dict[int, list[Any]] = defaultdict(list)
        numbers = {"numbers": sorted(found)}
        for row in rows(connection, _STOOD, numbers):
            stood[row.event].append(row)
        for row in rows(connection, _BELONGED, numbers):
            belonged[row.mention].append(row)
        super().__init__(stood, belonged)

    def write(self) -> None:
        """All of it, in as few statements as there are kinds of them."""
        connection = self._connection
        for asked, wanted in (
            ("DELETE FROM standing WHERE event = ? AND from_day = ?", self._deleted),
            ("DELETE FROM members WHERE mention = ? AND from_day = ?", self._members_deleted),
            ("UPDATE standing SET to_day = ? WHERE event = ? AND from_day = ?", self._ends),
            ("UPDATE members SET to_day = ? WHERE mention = ? AND from_day = ?", self._member_ends),
        ):
            run_for_each(connection, asked, wanted)
        insert_rows(connection, standing, STANDING, self.new_rows())
        insert_rows(connection, members, MEMBERS, self.new_members())
        insert_rows(connection, terms, ("term", "event"), sorted(self._terms), "ON CONFLICT DO NOTHING")


@dataclass(frozen=True, slots=True)
class Stood:
    """The events of mentions that hang together: as they are, and how they stood from day to day.

    Attributes:
        answers: The events, in the order of their numbers.
        days: Rows of `STANDING`, members rows of `MEMBERS`; mentions and events as positions in what was given.
        terms: (term, event) by which events are found.
    """

    answers: tuple[EventAnswer, ...]
    days: list[tuple[Any, ...]]
    members: list[tuple[int, int, int, int]]
    terms: list[tuple[str, int]]


def stood(mentions: Sequence[Mention], pairs: Mapping[tuple[int, int], float], *, echo_of: Mapping[str, str]) -> Stood:
    """What `refresh` writes down of mentions that links hold together, without a ledger and from nothing.

    Args:
        mentions: At least one.
        pairs: Their links by positions (a, b).
        echo_of: As in `answer_event`.
    """
    found = dict(enumerate(mentions))
    timeline = _Timeline({}, {})
    for component in _components(found, pairs, ()):
        _TimelineBuilder(component, echo_of, {}, {}, timeline, 0, ()).run()
    return Stood(
        answers=tuple(answer for _, answer in sorted(timeline.answers.items())),
        days=timeline.new_rows(),
        members=timeline.new_members(),
        terms=sorted(timeline._terms),
    )
