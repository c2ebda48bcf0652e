"""What lies around events: wider events that moved, and the stories that articles tell."""

from __future__ import annotations

import functools
from collections.abc import Collection
from datetime import date

from reportedly.ledger.answers import EventAnswer, EventSummary
from reportedly.ledger.editing import Editing
from reportedly.ledger.events.shaken import can_be_shaken
from reportedly.ledger.filters import Day, check_limit, day_of
from reportedly.ledger.matching.stories import Story
from reportedly.ledger.queries import events as event_queries
from reportedly.ledger.queries import shaken
from reportedly.ledger.queries import stories as story_queries

__all__ = ["Surroundings"]


class Surroundings(Editing):
    """The part of a ledger that looks beyond one event."""

    @functools.cached_property
    def _compared(self) -> story_queries.Compared:
        return story_queries.Compared()

    def moved_away(
        self, since: date | str, until: date | str, *, as_of: Day = None, limit: int = 50, shown_only: bool = False
    ) -> tuple[EventSummary, ...]:
        """Events that were to be on some of these days and are not any more, the one last reported on first."""
        check_limit(self.source, limit)
        first, last = day_of(since, self.source, "since"), day_of(until, self.source, "until")
        with self._store.asking(as_of) as (connection, day):
            return event_queries.moved_away(
                connection, first or date.min, last or date.max, day, limit, shown_only=shown_only
            )

    def shaken_by(self, event: EventAnswer | EventSummary, *, as_of: Day = None) -> tuple[EventSummary, ...]:
        """The visits, summits and conferences that an event was part of and that were moved or called off since."""
        if not can_be_shaken(event):
            return ()
        with self._store.asking(as_of) as (connection, day):
            return shaken.shaken_by(connection, self.source, event, day)

    def stories(self, events: Collection[str], *, as_of: Day = None) -> dict[str, Story]:
        """The story that each event (by id) belongs to, among the 150 articles that were printed last."""
        with self._store.asking(as_of) as (connection, day):
            return story_queries.stories(connection, events, day, self._compared)
