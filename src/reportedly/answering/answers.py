"""Question and ledger -> an answer: sentences out of the record, each tied to the reports and words it stands on.

Nothing is invented: a sentence is made of an event's name, status, days and sources as the ledger holds them, and what
the ledger does not hold is said not to be there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reportedly.answering.cited import Answer, Draft, Sentence, cite
from reportedly.answering.finding import MOST_FOUND as _MOST_FOUND
from reportedly.answering.finding import Found, find
from reportedly.answering.phrases import (
    also,
    capital,
    change_line,
    day_of,
    each_source,
    newest_first,
    says,
    speaker_of,
    why_nothing,
    withdrawn_reports,
    word_of,
)
from reportedly.answering.question import Asks, Question, understand
from reportedly.answering.verdicts import against, is_rivalled, passes, saying, verdict_on
from reportedly.ledger import (
    ChangeAnswer,
    EventAnswer,
    EventFilter,
    EventSummary,
    Ledger,
    ReportAnswer,
    StatementAnswer,
    StatementFilter,
)
from reportedly.ledger.events.history import summary_of
from reportedly.ledger.events.outlook import has_passed
from reportedly.lexicon.stems import words_of
from reportedly.vocabulary import OFF, Status
from reportedly.wording import (
    contradiction,
    correction_lines,
    counted,
    headline,
    in_doubt,
    on_whose_word,
    plain_day,
    plain_stance,
    plain_status,
    plain_when,
    quote,
    told_by,
)

__all__ = ["ask"]

_MOST_SOURCES, _MOST_EVENTS, _MOST_SAID, _MOST_CHANGES = 6, 8, 5, 8
_LOOKED_INTO = 6  # events that fit a question, looked into for the status that it asks about
_NOT_SAID = "The ledger does not say"


def ask(
    ledger: Ledger,
    question: str | Question,
    *,
    as_of: str | None = None,
    filters: Mapping[str, str | None] | None = None,
) -> Answer:
    """Answer a plain question from the record alone.

    Args:
        question: In plain English, or as it was understood before.
        as_of: As the record stood at the end of that day (ISO).
        filters: What is set by hand in place of what was understood; see `Question.changed`.

    Raises:
        ValueError: A filter that there is not.
        LedgerError: The ledger cannot be read.
    """
    with ledger.at_once():
        today = as_of or ledger.newest_day()
        understood = understand(question, today=today) if isinstance(question, str) else question
        if filters:
            understood = understood.changed(filters)
        return _Asked(ledger, understood, as_of, today).answer()


@dataclass(slots=True)
class _Asked:
    """One question on one ledger."""

    ledger: Ledger
    question: Question
    as_of: str | None
    today: str | None
    _lines: list[Draft] = field(default_factory=list)

    def answer(self) -> Answer:
        asks = self.question.asks
        if asks is Asks.SAID:
            return self._said()
        if asks is Asks.CHANGED and not self._names_event:
            return self._changes()
        if asks is Asks.EVENTS:
            return self._list()
        if not (self._names_event or self.question.type or self.question.since):
            return self._made(False, "Name an event, a person, a place or a day.")
        # To where it was moved, told or not, the event is found by its words.
        dated = asks is not Asks.CHANGED and not (self.question.moved_to and self._names_event)
        found = find(self.ledger, self.question, today=self.today, as_of=self.as_of, dated=dated)
        if not found.events:
            return self._nothing(found)
        if not self._names_event and len(found.events) > 1 and asks is not Asks.CHANGED:
            return self._which(found)
        event, others = self._chosen(found)
        if asks is Asks.STATUS and self.question.expects in ("on", "off") and is_rivalled(event, others):
            return self._which(found)  # one is on and another off, and nothing tells which is meant
        settled = _ANSWERS[asks](self, event)
        self._corrected(event)
        self._others(others)
        return self._made(settled, events=(summary_of(event, None), *others))

    def _chosen(self, found: Found) -> tuple[EventAnswer, list[EventSummary]]:
        """The event to report: the likeliest, of those that have the status asked for where one is."""
        few = [event.id for event in found.events[:_LOOKED_INTO]]
        whole = {event.id: event for event in self.ledger.events_by_id(few, as_of=self.as_of)}
        likely = [whole[id] for id in few if id in whole]
        wanted = self.question.status
        having = [e for e in likely if any(r.status == wanted for r in e.deciding)] if wanted else []
        event = (having or likely)[0]
        return event, [other for other in found.events if other.id != event.id]

    @property
    def _names_event(self) -> bool:
        return bool(self.question.about)

    # One event

    def _status(self, event: EventAnswer) -> bool:
        says, verdict = verdict_on(event, self.question, self.today)
        now = [report for report in newest_first(event.deciding) if report.status == event.status]
        earlier = ", ".join(map(plain_when, event.earlier_dates))
        date = f" for {plain_when(event.when)}{f' (before: {earlier})' if earlier else ''}" if event.when else ""
        if event.status == Status.HELD:
            date = f", {plain_when(event.when)}" if event.when else ""
        elif event.status in OFF and event.when:
            date = f"; it was to be {plain_when(event.when)}"
        name = headline(event)
        if has_passed(event, self.today):
            self._tell(f"{verdict} {name}: {plain_status(event.status)}{date}, and no report since then says that it "
                       f"took place.", event, now[:1])  # fmt: skip
        else:
            self._tell(f"{verdict} {name}: {plain_status(event.status)}{date}.", event, now[:1])
        if now:
            self._tell(f"Source: {word_of(now[0])}.", event, now[:1])
        self._on_record(event)
        for other in self.ledger.shaken_by(event, as_of=self.as_of):
            self._tell(f"It is in doubt: {in_doubt(other)}.", other)
        self._before(event)
        self._conflicts(event)
        self._support(event)
        return says

    def _on_record(self, event: EventAnswer) -> None:
        if event.status_on_record is None:
            self._tell("No source says so on the record.", event)
        elif event.status_on_record != event.status:
            named = [r for r in newest_first(event.deciding) if r.on_record and r.status == event.status_on_record]
            who = f", {says(named[0])}" if named else ""
            self._tell(f"On the record it is {plain_status(event.status_on_record)}{who}.", event, named[:1])

    def _before(self, event: EventAnswer) -> None:
        """What was said before, one report for each other status."""
        told = {event.status, event.status_on_record}
        for report in newest_first(event.deciding):
            if report.status not in told:
                told.add(report.status)
                called = f"called it {plain_status(report.status)}: {quote(report.evidence)}"
                self._tell(f"{capital(on_whose_word(report))}, {day_of(report)}, {called}.", event, [report])

    def _conflicts(self, event: EventAnswer) -> None:
        for conflict in event.conflicts[:1]:
            state = "No later report has settled it" if conflict.open else "A later report has settled it"
            self._tell(
                f"Reports contradict each other: {contradiction(conflict)}. {state}.", event, (conflict.a, conflict.b)
            )

    def _support(self, event: EventAnswer) -> None:
        self._tell(f"Reported by {told_by(event)}.", event)

    def _corrected(self, event: EventAnswer) -> None:
        """What the answer owes to a person, or to a withdrawal, and not to a report."""
        for line, by in withdrawn_reports(event):
            self._tell(line, event, by)
        for line in correction_lines(event):
            self._tell(f"Corrected by hand: {line}.", event)

    def _when(self, event: EventAnswer) -> bool:
        if not event.when:
            self._tell(f"{_NOT_SAID} when: {headline(event)} ({plain_status(event.status)}) has no date.", event)
            self._words(event)
            return False
        dated = [r for r in newest_first(event.deciding) if r.when]
        dated = [r for r in dated if r.when == event.when] or dated
        dated.sort(key=lambda report: report.status == event.status, reverse=True)
        self._tell(f"{headline(event)}: {plain_when(event.when)} ({plain_status(event.status)}).", event, dated[:1])
        if dated:
            self._tell(f"Source: {word_of(dated[0])}.", event, dated[:1])
        for earlier in event.earlier_dates:
            said = [report for report in newest_first(event.deciding)[::-1] if report.when == earlier]
            who = f", by {word_of(said[0])}" if said else ""
            self._tell(f"Before, it was to be {plain_when(earlier)}{who}.", event, said[:1])
        if has_passed(event, self.today):
            self._tell("No report since then says that it took place.", event)
        return True

    def _since(self, event: EventAnswer) -> bool:
        history = self.ledger.event_history(event.id, as_of=self.as_of)
        wanted = self.question.status or event.status
        turns = [c for before, c in zip((None, *history), history, strict=False)
                 if c.status == wanted and (before is None or before.status != wanted)]  # fmt: skip
        if not turns:
            reports = [report for report in newest_first(event.deciding) if report.status == wanted]
            if reports:
                called = f"was first called {plain_status(wanted)} by {word_of(reports[-1])}"
                self._tell(f"{headline(event)} {called}.", event, reports[-1:])
                self._tell(f"According to all sources together, it is {plain_status(event.status)}.", event)
                return True
            self._tell(f"{_NOT_SAID}: {headline(event)} is {plain_status(event.status)}, and no report calls it "
                       f"{plain_status(wanted)}.", event)  # fmt: skip
            return False
        turn = turns[-1]
        since = f"since {plain_day(turn.day)}" if event.status == wanted else f"from {plain_day(turn.day)} on"
        called = f"{'has been' if event.status == wanted else 'was'} {plain_status(wanted)} {since}"
        self._tell(f"{headline(event)} {called}, {says(turn)}.", event, [turn])
        if turn.before:
            self._tell(f"Until then it was {plain_status(turn.before)}.", event)
        if event.status != wanted:
            later = next((c for c in history if c.day > turn.day and c.status != wanted), None)
            if later is not None:
                called = f"it has been {plain_status(later.status)}, {says(later)}"
                self._tell(f"Since {plain_day(later.day)} {called}.", event, [later])
        self._tell(f"It was first reported on {plain_day(history[0].day)}.", event, history[:1])
        return True

    def _where(self, event: EventAnswer) -> bool:
        if not event.place:
            self._tell(f"{_NOT_SAID} where: {headline(event)} ({plain_status(event.status)}) has no place.", event)
            self._words(event)
            return False
        own = set(words_of(event.place))
        said = [r for r in newest_first(event.deciding) if r.place and own & set(words_of(r.place))]
        self._tell(f"{headline(event)}: {event.place} ({plain_status(event.status)}).", event, said[:1])
        if said:
            self._tell(f"Source: {word_of(said[0])}.", event, said[:1])
        return True

    def _who(self, event: EventAnswer) -> bool:
        if not event.participants:
            self._tell(f"{_NOT_SAID} who: {headline(event)} ({plain_status(event.status)}) names nobody.", event)
            self._words(event)
            return False
        newest = newest_first(event.deciding)
        names = ", ".join(event.participants)
        self._tell(f"{headline(event)}: {names} ({plain_status(event.status)}).", event, newest[:1])
        self._words(event)
        return True

    def _words(self, event: EventAnswer) -> None:
        newest = newest_first(event.deciding)
        if newest:
            self._tell(f"Latest report: {quote(newest[0].evidence)} ({on_whose_word(newest[0])}, "
                       f"{day_of(newest[0])}).", event, newest[:1])  # fmt: skip

    def _reason(self, event: EventAnswer) -> bool:
        who = self.question.text.lower().lstrip().startswith("who")
        asked, lacks = ("who did", "who acted") if who else ("why", "reasons")
        self._tell(f"{_NOT_SAID} {asked}: it records what was reported, not {lacks}. The quoted words may help.", event)
        wanted = self.question.status or event.status
        reports = [r for r in newest_first(event.deciding) if r.status == wanted] or newest_first(event.deciding)
        for report in each_source(reports)[:3]:
            status = plain_status(report.status).capitalize()
            self._tell(f"{status}, {says(report, most=400)}.", event, [report])
        return False

    def _says(self, event: EventAnswer) -> bool:
        wanted = self.question.status or event.status
        reports = saying(newest_first(event.deciding), self.question, wanted)
        if not reports:
            called = plain_status(wanted) if self.question.status else self.question.claims
            self._tell(f"{_NOT_SAID} so: nobody calls {headline(event)} {called}. It is "
                       f"{plain_status(event.status)}.", event)  # fmt: skip
            return False
        wanted = reports[0].status
        sources = each_source(reports)
        # By origin: an agency that had it from somebody unnamed puts nothing on the record by its own name.
        answers_for_it = {report.origin for report in reports if report.on_record}
        n_named = sum(source.origin in answers_for_it for source in sources)
        on = f"{n_named} of them on the record" if n_named else "not on the record"
        on = "on the record" if n_named and len(sources) == 1 else on
        say = "says so" if len(sources) == 1 else "say so"
        self._tell(f"{headline(event)}: {plain_status(wanted)}; {counted(len(sources), 'source')} {say}, {on}.", event)
        for report in sources[:_MOST_SOURCES]:
            self._tell(
                f"{capital(on_whose_word(report))}, {day_of(report)}: {quote(report.evidence)}.", event, [report]
            )
        if len(sources) > _MOST_SOURCES:
            self._tell(f"And {len(sources) - _MOST_SOURCES} more.", event)
        return True

    def _disagrees(self, event: EventAnswer) -> bool:
        contrary = against(newest_first(event.deciding), self.question, event.status)
        if not contrary and (self.question.claims or not event.conflicts):
            stands = f"{headline(event)} is {plain_status(event.status)}"
            agree = "" if event.conflicts else ", none of which contradicts another"
            n_reports = counted(len(event.deciding), "report")
            self._tell(f"Nobody in this ledger does: {stands} according to {n_reports}{agree}.", event)
            self._support(event)
            return True
        self._tell(f"{headline(event)}: {plain_status(event.status)}, according to all sources together.", event)
        for report in each_source(contrary)[:_MOST_SOURCES]:
            self._tell(f"{capital(on_whose_word(report))}: {plain_status(report.status)}, {day_of(report)}, "
                       f"{quote(report.evidence)}.", event, [report])  # fmt: skip
        self._conflicts(event)
        return True

    def _changed(self, event: EventAnswer) -> bool:
        history = self.ledger.event_history(event.id, as_of=self.as_of)
        first, last = self.question.since or "", self.question.until or "9999"
        turns = [change for change in history if first <= change.day <= last]
        if not turns:
            since = f" since {plain_day(first)}" if first else ""
            if history:
                stands = f"{headline(event)} is {plain_status(event.status)}"
                turned = plain_day(history[-1].day)
                self._tell(f"Nothing changed{since}: {stands}, last changed on {turned}.", event, history[-1:])
            else:
                self._tell(f"{_NOT_SAID}: no article about {headline(event)} has a date of publication.", event)
            return bool(history)
        for change in turns[-_MOST_CHANGES:]:
            self._tell(change_line(change), event, [change])
        return True

    def _count(self, event: EventAnswer) -> bool:
        self._tell(
            f"{headline(event)} ({plain_status(event.status)}): reported by {told_by(event)}.",
            event,
            event.deciding[:1],
        )
        return True

    # Lists

    def _list(self) -> Answer:
        found = find(self.ledger, self.question, today=self.today, as_of=self.as_of)
        events = [event for event in found.events if passes(event, self.question, self.today)]
        if not events:
            if found.events or not (self._names_event or self.question.type or self.question.since):
                return self._made(False, f"{_NOT_SAID}: no event that it shows matches.", events=found.events)
            return self._nothing(found)
        newest = self.ledger.last_changes([event.id for event in events[:_MOST_EVENTS]], as_of=self.as_of)
        self._tell(f"{counted(len(events), 'event')}{' at least' if len(found.events) >= _MOST_FOUND else ''}:")
        for event in events[:_MOST_EVENTS]:
            when = f", {plain_when(event.when)}" if event.when else ""
            place = f", {event.place}" if event.place and event.place not in event.what else ""
            passed = "; no report since then says that it took place" if has_passed(event, self.today) else ""
            change = newest.get(event.id)
            self._tell(f"{capital(event.what)}: {plain_status(event.status)}{when}{place}{passed}.", event,
                       [change] if change else ())  # fmt: skip
        if len(events) > _MOST_EVENTS:
            self._tell(f"And {len(events) - _MOST_EVENTS} more.")
        return self._made(True, events=events)

    def _which(self, found: Found) -> Answer:
        """Where a question names nothing that tells one event from others."""
        most = "at least " if len(found.events) >= _MOST_FOUND else ""
        self._tell(f"Which one? {most}{counted(len(found.events), 'event')} match; add who, where or when.")
        for event in found.events[:_MOST_EVENTS]:
            when = f", {plain_when(event.when)}" if event.when else ""
            self._tell(f"{capital(event.what)}: {plain_status(event.status)}{when}.", event)
        return self._made(False, events=found.events)

    def _changes(self) -> Answer:
        filter = EventFilter(type=self.question.type, shown=True)
        page = self.ledger.changes(
            filter, since=self.question.since, until=self.question.until, as_of=self.as_of, limit=_MOST_CHANGES
        )
        since = f" since {plain_day(self.question.since)}" if self.question.since else ""
        if not page.items:
            return self._made(True, f"Nothing changed{since} in this ledger.")
        more = " and more" if page.next else ""
        self._tell(f"{counted(len(page.items), 'change')}{more}{since}, the newest first:")
        for change in page.items:
            self._tell(f"{capital(change.what)}. {change_line(change)}", change, [change])
        return self._made(True)

    def _said(self) -> Answer:
        words = " ".join([*self.question.about, *([self.question.type] if self.question.type else [])])
        source = self.question.source
        if not source and not words:
            return self._made(False, "Name a source, or what was said.")
        found = self._statements(words, source)
        if not found and self.question.type and source:
            found = self._statements(" ".join(self.question.about), source)
        about = f" about {words}" if words else ""
        who = source or "anybody"
        if not found:
            other = self._statements("", source)[:2] if source and words else ()
            self._tell(f"{_NOT_SAID}: it has no statement by {who}{about}.")
            for statement in other:
                self._tell(f"By {who} it has, {day_of(statement)}: {quote(statement.content)}.", None, [statement])
            return self._made(False)
        for statement in found:
            printed = f", in {statement.outlet}" if statement.outlet else ""
            stance = plain_stance(statement.stance, statement.chain[-1] if statement.chain else statement.source)
            said = f"{stance}{printed}, {day_of(statement)}: {quote(statement.content, most=300)}"
            self._tell(f"{capital(speaker_of(statement))} {said}.", None, [statement])
        return self._made(True)

    def _statements(self, words: str, source: str | None) -> tuple[StatementAnswer, ...]:
        asked = StatementFilter(
            words=words or None, source=source, since=self.question.since, until=self.question.until
        )
        return self.ledger.search(asked, as_of=self.as_of, limit=_MOST_SAID, facets=False).items

    # What is missing

    def _nothing(self, found: Found) -> Answer:
        self._tell(f"{_NOT_SAID}: {why_nothing(found, self.question.type)}.")
        if found.nearest:
            near = found.nearest[0]
            newest = self.ledger.last_changes([near.id], as_of=self.as_of)
            when = f", {plain_when(near.when)}" if near.when else ""
            self._tell(
                f"Closest match: {capital(near.what)}, {plain_status(near.status)}{when}.", near, list(newest.values())
            )
        if found.less_certain:
            fits = "A less certain event fits" if len(found.less_certain) == 1 else "Less certain events fit"
            self._tell(f"{fits}, and may be misread: {also(found.less_certain)}.")
        return self._made(False, nearest=found.nearest)

    def _others(self, others: Sequence[EventSummary]) -> None:
        if others:
            self._tell(f"Other matches: {also(others)}.")

    # Sentences

    def _tell(
        self,
        text: str,
        event: EventAnswer | EventSummary | ChangeAnswer | None = None,
        reports: Sequence[ReportAnswer | ChangeAnswer | StatementAnswer] = (),
    ) -> None:
        id = event.event if isinstance(event, ChangeAnswer) else event.id if event else None
        self._lines.append(Draft(" ".join(text.split()), id, reports))

    def _made(
        self,
        says: bool,
        text: str | None = None,
        *,
        events: Iterable[EventSummary] = (),
        nearest: Sequence[EventSummary] = (),
    ) -> Answer:
        if text:
            self._tell(text)
        articles = self.ledger.articles_by_id({r.article for line in self._lines for r in line.reports})
        return Answer(
            question=self.question,
            says=says,
            sentences=tuple(
                Sentence(
                    text=line.text,
                    event=line.event,
                    cites=tuple(cite(report, articles.get(report.article)) for report in line.reports),
                )
                for line in self._lines
            ),
            events=tuple(events),
            nearest=tuple(nearest),
            counted_from=self.today,
        )


_ANSWERS: Mapping[Asks, Callable[[_Asked, EventAnswer], bool]] = {
    Asks.STATUS: _Asked._status,
    Asks.WHEN: _Asked._when,
    Asks.SINCE: _Asked._since,
    Asks.WHERE: _Asked._where,
    Asks.WHO: _Asked._who,
    Asks.SAYS: _Asked._says,
    Asks.DISAGREES: _Asked._disagrees,
    Asks.CHANGED: _Asked._changed,
    Asks.COUNT: _Asked._count,
    Asks.REASON: _Asked._reason,
}
