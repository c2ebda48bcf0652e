"""Events: what an article reports of each, and on whose word.

Triggers, their views and which of them are one event are learned (`heads.py`); what is worked out here follows from
these: one report for each different (event, status, chain), its day, place and people, the clause that says so, a name,
and how likely the report is right as it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Span
from reportedly.edtf import days_of
from reportedly.reading.document import Document
from reportedly.reading.events.assertion import hearsay_words, told_status
from reportedly.reading.events.candidates import Candidates, Role
from reportedly.reading.events.confidence import Facts, confidence
from reportedly.reading.events.days import day_of_status, event_days, is_day_of_another
from reportedly.reading.events.evidence import evidence_of, is_in_dateline
from reportedly.reading.events.kinds import event_type
from reportedly.reading.events.labels import event_label, find_topic
from reportedly.reading.events.mentions import (
    EventMention,
    clauses_of_others,
    find_mentions,
    group_mentions,
    without_other_senses,
)
from reportedly.reading.events.negation import has_not_been, is_denied, will_not_be
from reportedly.reading.events.outright import (
    decides_on_another,
    goes_ahead,
    is_day_of_deed,
    is_day_of_word,
    new_days,
    outright_status,
)
from reportedly.reading.events.participants import find_participants
from reportedly.reading.events.plans import days_of_change, is_fixed, named_for, to_come_on
from reportedly.reading.events.plover import plover_root
from reportedly.reading.events.retracted import retracted_status, retraction_of, words_of_withdrawal
from reportedly.reading.events.voice import (
    stand_on,
    stand_on_headline,
    stand_on_hearsay,
    stand_on_teller,
    stand_on_who_told,
)
from reportedly.reading.neural.decode import Scores
from reportedly.reading.neural.event_heads import EventHeads, event_heads
from reportedly.reading.neural.linear import settle
from reportedly.reading.syntax.clauses import clause_head
from reportedly.record import Entity, Event, Participant, Statement, Time
from reportedly.vocabulary import ON, EntityKind, EventType, Stance, Status, TimeType
from reportedly.vocabulary import Role as Part

__all__ = ["EventReport", "find_events", "find_reports", "reports_of"]

_TYPES, _STATUSES = tuple(EventType), tuple(Status)
_CHANGES = frozenset({Status.CANCELLED, Status.POSTPONED, Status.RESCHEDULED})
_TAKES_BACK = frozenset(
    {Stance.DENIES, Stance.QUESTIONS, Stance.CANNOT_CONFIRM, Stance.DECLINES_COMMENT, Stance.RETRACTS}
)
# What the clause's own verb may decide otherwise; what nobody confirms or somebody rules out, it does not.
_DECIDED = frozenset(Status) - {Status.UNCONFIRMED, Status.RULED_OUT}
_OF_LATE = 31  # days
_EXPECTED = frozenset({Status.POSSIBLE, Status.PLANNED, Status.SCHEDULED})
_NEED_WORDS = frozenset({Status.CANCELLED, Status.POSTPONED, Status.RULED_OUT, Status.UNCONFIRMED})


@dataclass(slots=True, kw_only=True)
class EventReport:
    """One report of an event, before it is written down.

    Attributes:
        group: Number of the event within the article.
        mention: The mention that says it best; `mentions` are all that say it, `all` those of the whole event.
        statement: What it stands in; None for the article's own voice.
        people, sure_people: Who takes part, and those of whom the brief may say so.
        facts: What its confidence is worked out from.
    """

    group: int
    type: EventType
    status: Status
    mention: EventMention
    mentions: list[EventMention]
    all: list[EventMention]
    statement: Statement | None
    people: list[Entity]
    sure_people: list[Entity]
    place: str | None
    when: str | None
    evidence: Span
    facts: Facts


def find_events(
    document: Document,
    entities: Sequence[Entity],
    times: Sequence[Time],
    statements: Sequence[Statement],
    scores: Scores,
) -> tuple[Event, ...]:
    """The events that an article reports: one for each different (event, status, chain), in text order.

    Args:
        document: The parsed article.
        entities: Its names; participants and places are taken from them.
        times: Its time expressions, resolved; an event's day is one of them or None.
        statements: Its statements; an event that stands on one has its chain.
        scores: The encoder's pass over the article, with `events`.
    """
    heads = event_heads()
    candidates = Candidates(document, entities, times, statements)
    floor = heads.settings["shown_floor"]
    keys: dict[int, str] = {}
    events: list[Event] = []
    reports = find_reports(document, candidates, scores, heads)
    triggers = {mention.token for report in reports for mention in report.all}
    for report in reports:
        if report.type is EventType.OTHER and decides_on_another(document, report.mention.token, triggers):
            continue
        features = report.mention.features
        is_kept = confidence(report.facts, features, heads.settings["keep"]) >= heads.settings["keep_floor"]
        # What is taken back is reported no more; a ledger has to know what it was.
        if not is_kept and not report.mention.retracted:
            continue
        sure = confidence(report.facts, features, heads.settings["confidence"])
        key = keys.setdefault(report.group, f"h{len(keys) + 1}")
        number = f"v{len(events) + 1}"
        asserted = (
            _holds_its_words(document, report)
            and not _is_taken_back(candidates, report)
            and not is_denied(document, report.mention.token, report.status)
            and not has_not_been(document, report.mention.token, report.status)
        )
        outright = report.mention.outright or is_fixed(
            document, candidates, report.mention.token, report.type, report.status, report.when
        )
        shown = (sure >= floor or outright) and asserted and not report.mention.retracted
        events.append(_event(document, candidates, report, number, key, sure, shown=shown))
    return tuple(events)


def _holds_its_words(document: Document, report: EventReport) -> bool:
    """That an event is off, or in doubt, needs a clause with the event and the words that say so."""
    start, end = report.evidence
    words = report.mention.words
    said = bool(words) and all(start <= document.starts[token] < end for token in words)
    return said or report.status not in _NEED_WORDS


def _is_taken_back(candidates: Candidates, report: EventReport) -> bool:
    """Whether a change stands in what somebody denies or does not confirm."""
    if report.status not in _CHANGES:
        return False
    around = (candidates.statements[row] for row in candidates.nests.around(report.mention.token))
    return any(statement.stance in _TAKES_BACK for statement in around)


def find_reports(document: Document, candidates: Candidates, scores: Scores, heads: EventHeads) -> list[EventReport]:
    """The reports of an article, in text order."""
    mentions, vector = find_mentions(document, candidates, scores, heads, document.article.published_on)
    for mention in mentions:
        stand_on_who_told(document, candidates, mention)
        stand_on_headline(document, candidates, mention)
    return reports_of(document, candidates, mentions, vector, heads)


def reports_of(
    document: Document,
    candidates: Candidates,
    mentions: Sequence[EventMention],
    vector: NDArray[np.float32],
    heads: EventHeads,
) -> list[EventReport]:
    """The reports that an article's mentions amount to, in text order."""
    floor = heads.settings["mention_floor"]
    likely = without_other_senses(document, [mention for mention in mentions if mention.probability >= floor])
    reports: list[EventReport] = []
    groups = group_mentions(document, candidates, likely, vector, heads)
    for number, group in enumerate(groups):
        others = clauses_of_others(document, likely, group)
        reports += _reports(document, candidates, group, number, heads, others)
    return sorted(reports, key=lambda report: (report.mention.token, report.group))


def _reports(
    document: Document,
    candidates: Candidates,
    group: list[EventMention],
    number: int,
    heads: EventHeads,
    others: Collection[int],
) -> list[EventReport]:
    """The reports of one event: for each (status, chain) the mention that says it best."""
    settings = heads.settings
    kind = event_type(document, group, settings)
    told: dict[tuple[Status, tuple[str, ...], bool], list[EventMention]] = {}
    for mention in group:
        mention.settled = settle(settings.get("status"), mention.features, mention.status)
        status = _status(document, candidates, mention)
        if status is not None:
            chain = max(mention.chains, key=lambda names: mention.chains[names][0])
            told.setdefault((status, chain, mention.retracted), []).append(mention)
    for status, chain, is_retracted in list(told):
        # "Council puts off vote … until April 21": who moves something to a new day puts it off, and says so once.
        moved = Status.RESCHEDULED, chain, is_retracted
        if status is Status.POSTPONED and moved in told:
            told[moved] += told.pop((status, chain, is_retracted))
    place = _best(_places(document, candidates, group, others), settings["place_floor"])
    people, sure_people = find_participants(candidates, group, kind, place, settings["participants"])
    reports = []
    for (status, chain, is_retracted), saying in told.items():
        mention = max(saying, key=lambda m: m.probability)
        statement = mention.chains[chain][1]
        gone: Collection[str] = ()
        if status in (Status.POSTPONED, Status.CANCELLED):
            gone = days_of_change(document, candidates, {m.token: m.words for m in group}, statement)
        own_days = _without(_days(document, candidates, [mention], others, status), gone)
        if status is Status.RESCHEDULED:
            goals = _moved_to(document, candidates, [mention]) or _moved_to(document, candidates, saying)
            own_days = goals or own_days
        elif status in _EXPECTED:
            own_days = to_come_on(document, candidates, mention.token) or own_days
        when = _best(own_days, settings["time_floor"])
        if when is None and status is not Status.RESCHEDULED:
            when = _best(named_for(document, candidates, mention.token), settings["time_floor"])
        if when is None:
            when = _best(_without(_days(document, candidates, group, others, status), gone), settings["time_floor"])
        if is_retracted and statement is not None:
            evidence = words_of_withdrawal(document, statement)
        else:
            evidence = evidence_of(document, mention, statement)
        reports.append(
            EventReport(
                group=number,
                type=kind,
                status=status,
                mention=mention,
                mentions=saying,
                all=group,
                statement=statement,
                people=people,
                sure_people=sure_people,
                place=place,
                when=when,
                evidence=evidence,
                facts=_facts(document, mention, saying, group, kind, status, chain, people, place, when, evidence),
            )
        )
    ranked = sorted(
        (report for report in reports if not report.mention.retracted), key=lambda report: -report.mention.probability
    )
    for rank, report in enumerate(ranked):
        same = sum(other.status is report.status for other in ranked) - 1
        report.facts = replace(report.facts, reports=len(ranked), rank=rank, same_status=same)
    return reports


def _status(document: Document, candidates: Candidates, mention: EventMention) -> Status | None:
    """The likeliest status, or the one that the mention's clause and its frame give it; None where nothing is told."""
    said = _status_of_words(document, candidates, mention)
    if (statement := retraction_of(candidates, mention)) is not None:
        share = max(share for share, _ in mention.chains.values())
        mention.retracted, mention.chains = True, {tuple(link.name for link in statement.chain): (share, statement)}
    has_day = any(True for _ in candidates.times_near(mention.token))
    likeliest_on = max(ON - _CHANGES, key=lambda status: mention.settled[_STATUSES.index(status)])
    told = told_status(document, mention.token, mention.words, said, has_day=has_day, otherwise=likeliest_on)
    if statement is not None:
        return retracted_status(document, mention, statement, told.status or said, has_day=has_day)
    if told.words:
        mention.words, mention.outright = tuple(sorted({*mention.words, *told.words})), True
    off = told.status in (Status.CANCELLED, Status.RULED_OUT) and document.pos[mention.token] == "NOUN"
    is_off = off and will_not_be(document, mention.token)
    if is_off or (told.status in _EXPECTED and goes_ahead(document, mention.token)):
        mention.outright = True
    if told.status is not None and told.status is not said:
        a, b = _STATUSES.index(told.status), _STATUSES.index(said)
        mention.settled[[a, b]] = mention.settled[[b, a]]
    if told.status is not said and told.decider is not None:
        mention.decider = told.decider
        stand_on(document, candidates, mention, told.decider)
    if told.status in _CHANGES and (words := hearsay_words(document, mention.token, mention.words)) is not None:
        stand_on_hearsay(document, mention, words)
    elif told.status is not None and mention.hearsay is None:
        stand_on_teller(document, candidates, mention)
    return told.status


def _status_of_words(document: Document, candidates: Candidates, mention: EventMention) -> Status:
    """The likeliest status, or the one that the mention's clause gives it outright."""
    likeliest = int(np.argmax(mention.settled))
    if _STATUSES[likeliest] not in _DECIDED:
        return _STATUSES[likeliest]
    dates = [t for t, time in candidates.times_near(mention.token) if time.type in (TimeType.DATE, TimeType.TIME)]
    outright = outright_status(document, mention.token, dates)
    if outright is None and _STATUSES[likeliest] in _EXPECTED and will_not_be(document, mention.token):
        outright = Status.RULED_OUT
    elif outright is None:
        return _STATUSES[likeliest]
    else:
        mention.outright = True
        mention.words = mention.words or (document.head(mention.token),)
    told = _STATUSES.index(outright)
    mention.settled[[told, likeliest]] = mention.settled[[likeliest, told]]
    return outright


def _moved_to(document: Document, candidates: Candidates, saying: Sequence[EventMention]) -> dict[str, float]:
    """The days that the verbs of mentions move the event to, as sure as can be."""
    found: dict[str, float] = {}
    for mention in saying:
        near = candidates.times_near(mention.token)
        goals = new_days(document, mention.token, [token for token, _ in near])
        for token, time in near:
            if token in goals:
                value = event_days(document, candidates.times, candidates.times.index(time))
                if value is not None:
                    found.setdefault(value, float("inf"))
    return found


def _places(
    document: Document, candidates: Candidates, group: Sequence[EventMention], others: Collection[int]
) -> dict[str, float]:
    found: dict[str, float] = {}
    for mention in group:
        for candidate, odds in zip(mention.candidates, mention.odds, strict=True):
            if candidate.role is Role.PLACE:
                if clause_head(document, candidate.token) in others:
                    continue
                entity = candidates.entities[candidate.index]
                name = candidates.index.building(entity) or entity.name
                found[name] = max(found.get(name, -np.inf), float(odds))
    return found


def _without(days: dict[str, float], gone: Collection[str]) -> dict[str, float]:
    return {day: odds for day, odds in days.items() if day not in gone}


def _days(
    document: Document,
    candidates: Candidates,
    group: Sequence[EventMention],
    others: Collection[int],
    status: Status,
) -> dict[str, float]:
    found: dict[str, float] = {}
    published = document.article.published_on
    for mention in group:
        for candidate, odds in zip(mention.candidates, mention.odds, strict=True):
            if candidate.role is Role.TIME:
                if is_in_dateline(document, candidate.token) or clause_head(document, candidate.token) in others:
                    continue
                value = event_days(document, candidates.times, candidate.index)
                if value and _is_of_late(document, value) and is_day_of_deed(document, mention.token, candidate.token):
                    continue
                if is_day_of_word(document, mention.token, candidate.token):
                    continue
                if is_day_of_another(document, mention.token, candidate.token):
                    continue
                if value is not None:
                    start, end = candidate.span
                    if not document.text.endswith("since ", 0, start):  # that is past whatever goes on
                        value = day_of_status(value, document.text[start:end], published, status)
                    found[value] = max(found.get(value, -np.inf), float(odds))
    return found


def _is_of_late(document: Document, value: str) -> bool:
    """Whether a day is of the weeks before publication; what was called off long ago was to be in those years."""
    published = document.article.published_on
    day = days_of(value)
    return published is not None and day is not None and 0 <= (published - day[0]).days <= _OF_LATE


def _best(odds: dict[str, float], floor: float) -> str | None:
    """The likeliest value, if it is likely enough; the first of equals."""
    if not odds:
        return None
    value = max(odds, key=lambda name: odds[name])
    return value if odds[value] > np.log(floor / (1.0 - floor)) else None


def _facts(
    document: Document,
    mention: EventMention,
    saying: Sequence[EventMention],
    group: Sequence[EventMention],
    kind: EventType,
    status: Status,
    chain: tuple[str, ...],
    people: Sequence[Entity],
    place: str | None,
    when: str | None,
    evidence: Span,
) -> Facts:
    likely = float(mention.settled[_STATUSES.index(status)])
    sentence = document.sentence_of(mention.token)
    return Facts(
        tagged=mention.tagged,
        valid=mention.valid,
        best=max(other.probability for other in group),
        status=likely,
        type=float(mention.type[_TYPES.index(kind)]),
        chain=mention.chains[chain][0],
        sentence=sentence,
        share=sentence / max(1, len(document.sentences)),
        saying=len(saying),
        group=len(group),
        people=len(people),
        place=place is not None,
        day=when is not None,
        own_voice=not chain or mention.hearsay is not None,
        words=bool(mention.words),
        length=len(document.sentences),
        kind=kind,
        status_name=status,
        pronoun=document.pos[mention.token] == "PRON",
        held_together=all(evidence[0] <= document.starts[token] < evidence[1] for token in mention.words),
    )


def _event(
    document: Document, candidates: Candidates, report: EventReport, number: str, key: str, sure: float, *, shown: bool
) -> Event:
    statement, token = report.statement, report.mention.token
    participants = tuple(
        Participant(entity=entity.id, role=_part(document, candidates, report, entity), name=entity.name)
        for entity in (report.sure_people if shown else report.people)
    )
    named = dict(candidates.index.at)
    for mention in report.all:
        for candidate in mention.candidates:
            if candidate.role is Role.PARTICIPANT:
                named.setdefault(candidate.token, candidates.entities[candidate.index])
    triggers = [m.token for m in sorted(report.all, key=lambda m: (m is not report.mention, -m.probability))]
    return Event(
        id=number,
        event=key,
        type=report.type,
        plover=plover_root(report.type, document.lemmas[max(0, token - 2) : token + 1]),
        trigger=document.span(token, token + 1),
        participants=participants,
        place=report.place,
        when=report.when,
        status=Status.UNCONFIRMED if report.mention.retracted else report.status,
        takes_back=report.status if report.mention.retracted else None,
        chain=(report.mention.hearsay,) if report.mention.hearsay else statement.chain if statement else (),
        statement=statement.id if statement else None,
        said=statement.said if statement else None,
        evidence=report.evidence,
        what=event_label(
            document,
            triggers,
            report.type,
            participants,
            report.place,
            named,
            candidates.times,
            report.evidence,
        ),
        topic=next((t for m in report.all if (t := find_topic(document, m.token, candidates.times))), None),
        confidence=round(sure, 4),
        shown=shown,
    )


_HOST_TYPES = {EventType.HEARING, EventType.SPEECH, EventType.CONFERENCE, EventType.INTERVIEW}


def _part(document: Document, candidates: Candidates, report: EventReport, entity: Entity) -> Part:
    """Whether somebody acts, receives (where one goes, before whom one speaks), or takes part."""
    if report.type is EventType.VISIT and entity.kind is EntityKind.PLACE:
        return Part.HOST
    best: tuple[float, str, str] | None = None
    for mention in report.all:
        for candidate, odds in zip(mention.candidates, mention.odds, strict=True):
            if candidate.role is Role.PARTICIPANT and candidates.entities[candidate.index].name == entity.name:
                dep = document.deps[candidate.token]
                above = document.lemmas[document.head(candidate.token)]
                if best is None or odds > best[0]:
                    best = float(odds), dep, above
    if best is None:
        return Part.PARTICIPANT
    _, dep, above = best
    if dep in ("nsubj", "poss", "ROOT") or (dep == "pobj" and above == "by"):
        return Part.ACTOR
    if report.type in _HOST_TYPES and dep == "pobj" and above in ("before", "at", "to"):
        return Part.HOST
    if report.type is EventType.VISIT and dep in ("dobj", "pobj") and above in ("to", "visit"):
        return Part.HOST
    return Part.PARTICIPANT
