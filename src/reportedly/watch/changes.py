"""What an article changed in the record: how its events stood before, how they stand now, on whose word."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportedly.ledger import ChangeAnswer, EventAnswer, EventFilter, Ledger, ReportAnswer
from reportedly.lexicon.stems import words_of
from reportedly.watch.state import Standing, State
from reportedly.wording import plain_status

__all__ = ["Change", "changes_by", "line_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One event whose record an article changed.

    Attributes:
        before: How it stood until then; None where it is reported for the first time.
        now: How it stands.
        report: The report that says so: the article's own where it has one with that status.
        event: As it stands now.
        url: The article's address; None where it has none.
    """

    before: Standing | None
    now: Standing
    report: ReportAnswer
    event: EventAnswer
    url: str | None = None

    @property
    def key(self) -> str:
        """The same whenever the same change is told again, so that a receiver can pass over what it has."""
        own = [self.event.id, self.report.article, self.now.status, self.now.on_record, self.now.when]
        return hashlib.blake2b(json.dumps(own).encode(), digest_size=12).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """As it is posted: a change as the ledger tells it, with its key and the place of the words."""
        return {
            "key": self.key,
            "event": self.event.id,
            "what": self.event.what,
            "type": self.event.type,
            "participants": list(self.event.participants),
            "place": self.event.place,
            "day": (self.report.published or "")[:10] or None,
            "before": self.before.status if self.before else None,
            "status": self.now.status,
            "on_record_before": self.before.on_record if self.before else None,
            "on_record": self.now.on_record,
            "when_before": self.before.when if self.before else None,
            "when": self.now.when,
            "article": self.report.article,
            "url": self.url,
            "outlet": self.report.outlet,
            "chain": list(self.report.chain),
            "evidence": self.report.evidence,
            "span": list(self.report.span),
        }


def changes_by(article_id: str, ledger: Ledger, state: State) -> Iterator[Change]:
    """The changes that an article brought which was just added; notes in the state how its events stand now.

    Reports that are not shown change nothing: events without any other are passed over.
    """
    for summary in ledger.events_of(article_id):
        event = ledger.event(summary.id)
        told = {*event.articles, *(report.article for report in event.withdrawals)}
        if not event.shown or article_id not in told:
            continue
        now = Standing(status=event.status, on_record=event.status_on_record, when=event.when)
        before = state.standing.get(event.id) or _before(article_id, event, ledger.event_history(event.id))
        state.stand(event.id, now)
        if _is_news(before, now):
            report = _telling(article_id, event)
            url = ledger.article(report.article).url
            yield Change(before=before, now=now, report=report, event=event, url=url)


def is_wanted(change: Change, wanted: EventFilter) -> bool:
    """Whether a change is of an event that is asked for, as it stands now."""
    event = change.event
    names, place = words_of(" ".join(event.participants)), words_of(event.place or "")
    told = [*words_of(event.what), *names, *place]
    asked = ((wanted.words, told), (wanted.name, names), (wanted.place, place))
    return (
        all(set(words_of(words or "")) <= set(found) for words, found in asked)
        and wanted.type in (None, event.type)
        and wanted.status in (None, change.now.status)
    )


def _before(article_id: str, event: EventAnswer, history: Sequence[ChangeAnswer]) -> Standing | None:
    """How an event stood that was not looked at yet: as on the day before the article was published."""
    told = (*event.deciding, *event.withdrawals)
    days = [report.published[:10] for report in told if report.article == article_id and report.published]
    if not days:
        # Not dated: nobody can tell what came before it.
        return Standing(status=event.status, on_record=event.status_on_record, when=event.when)
    earlier = [change for change in history if change.day < min(days)]
    if not earlier:
        return None
    last = earlier[-1]
    return Standing(status=last.status, on_record=last.on_record, when=last.when)


def _is_news(before: Standing | None, now: Standing) -> bool:
    """Another status, another date, or the status now on the record."""
    if before is None:
        return True
    if before.status != now.status or (before.when is not None and before.when != now.when):
        return True
    return now.on_record == now.status != before.on_record


def _telling(article_id: str, event: EventAnswer) -> ReportAnswer:
    """The article's report of the status, or its withdrawal; another's report where it only tipped the balance."""
    own = [report for report in event.deciding if report.article == article_id]
    same = [report for report in own if report.status == event.status]
    by = [report for report in event.withdrawals if report.article == article_id]
    others = [report for report in event.deciding if report.status == event.status]
    return (same or by or others or own or list(event.deciding or event.reports))[-1]


def line_of(change: Change) -> str:
    """A change as a line for people."""
    before, now, report = change.before, change.now, change.report
    status = plain_status(now.status)
    parts = []
    if before is None:
        parts.append(f"first reported, {status}" + (f" {now.when}" if now.when else ""))
    else:
        if before.status != now.status:
            parts.append(f"{plain_status(before.status)} → {status}")
        elif before.on_record != now.on_record and now.on_record == now.status:
            parts.append(f"{status}, now on the record")
        if before.when != now.when:
            parts.append(f"{before.when or 'no date'} → {now.when or 'no date'}")
    word = " < ".join(report.chain) or "in its own words"
    day = (report.published or "")[:10] or "-"
    text = (
        f"{day}  {change.event.what}: {', '.join(parts)}. {report.outlet or report.article}, {word}: {report.evidence}"
    )
    # Article text is hostile: none of it may steer a terminal.
    return "".join(c for c in " ".join(text.split()) if c.isprintable())
