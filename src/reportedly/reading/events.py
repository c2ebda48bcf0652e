"""Events: which announced happenings an article reports, and whether each is on according to each source.

Triggers name happenings, the words around each tell its status, statements tell on whose word it stands; mentions of
one happening are grouped, share what they know, and those that a careful reader would defend become events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from reportedly.article import Span
from reportedly.reading.antecedents import absorb, refer
from reportedly.reading.claim_words import Reading
from reportedly.reading.claims import read_claim
from reportedly.reading.clauses import Tense, clause_head, clause_span, is_verb
from reportedly.reading.document import Document
from reportedly.reading.event_choice import PLURAL, Candidate, choose
from reportedly.reading.event_days import Dated, day_range, find_when, to_edtf
from reportedly.reading.event_groups import Group, Mention, group_mentions, share_days
from reportedly.reading.event_names import what_happens
from reportedly.reading.event_people import People
from reportedly.reading.event_places import find_place
from reportedly.reading.plover import plover_root
from reportedly.reading.references import find_references
from reportedly.reading.status import Timing, settle
from reportedly.reading.status_words import CHANGES, Claim, Turn
from reportedly.reading.triggers import Trigger, find_triggers
from reportedly.record import Entity, Event, EventType, Link, Participant, Stance, Statement, Status, Time

__all__ = ["find_candidates", "find_events"]

_DOUBTED = {Turn.NOT_CONFIRMED, Turn.DENIED}
_TURNED = {Stance.DENIES, Stance.CANNOT_CONFIRM}
_STATES_OF_MIND = {Stance.INTENDS, Stance.EXPECTS, Stance.SUPPORTS, Stance.REQUESTS}


def find_events(
    document: Document,
    entities: Sequence[Entity],
    times: Sequence[Time],
    statements: Sequence[Statement],
) -> tuple[Event, ...]:
    """The events that an article reports: one for each different (happening, status, chain), in text order.

    Args:
        document: The parsed article.
        entities: Its names; participants and places are taken from them.
        times: Its time expressions, resolved; a happening's day is one of them or None.
        statements: Its statements; an event that stands in one has its chain.
    """
    chosen = choose(document, find_candidates(document, entities, times, statements))
    people = People(document, entities, statements)
    keys: dict[int, str] = {}
    events = []
    for number, candidate in enumerate(chosen, 1):
        key = keys.setdefault(id(candidate.group), f"h{len(keys) + 1}")
        events.append(_event(document, people, candidate, f"v{number}", key))
    return tuple(events)


def find_candidates(
    document: Document,
    entities: Sequence[Entity],
    times: Sequence[Time],
    statements: Sequence[Statement],
) -> list[Candidate]:
    """Every report of a happening that the words could carry, before any is chosen."""
    people = People(document, entities, statements)
    kinds = {token: entity.kind.value for token, entity in people.at.items()}
    nests = _Nests(document, statements)
    dated = _by_sentence(document, times)
    quoted = _quoted_tokens(document)
    published = document.article.published_on
    title_end = _title_end(document)
    triggers = find_triggers(document, kinds)

    def mention_of(trigger: Trigger, claim: Claim | None = None) -> Mention:
        sentence = document.sentence_of(trigger.head)
        around = nests.around(trigger.head)
        reading = read_claim(document, trigger.head, cues=nests.cues(around), claim=claim)
        innermost = around[0] if around else None
        mention = Mention(
            trigger=trigger,
            reading=reading,
            lemma=document.lemmas[trigger.head],
            definite=_is_definite(document, trigger),
            indefinite=_is_indefinite(document, trigger),
            plural=_is_plural(document, trigger),
            another=_is_another(document, trigger),
            quoted=quoted[trigger.head],
            in_title=document.starts[trigger.head] < title_end,
            sentence=sentence,
            statement=_standing(document, around, reading),
            participants=people.participants(trigger, reading, innermost),
            place=find_place(document, people.at, trigger, reading),
            stranger=people.meets_a_stranger(trigger, innermost),
            dates=find_when(document, dated.get(sentence, ()), trigger, reading),
        )
        mention.guess = _status(document, mention, mention.dates, published)
        return mention

    groups = absorb(document, group_mentions([mention_of(trigger) for trigger in triggers]))
    days = {token: value for near in dated.values() for token, time in near if (value := to_edtf(time.value))}
    taken = {token for trigger in triggers for token in (trigger.head, *range(trigger.start, trigger.end))}
    for reference in find_references(document, taken, days):
        mention = mention_of(reference.trigger(document, EventType.OTHER), reference.claim)
        refer(document, reference, mention, groups, days, lambda m: _status(document, m, m.dates, published))
    candidates = []
    share_days(groups)
    for group in groups:
        candidates.extend(_reports(document, group, published))
    return sorted(candidates, key=lambda candidate: candidate.mention.trigger.start)


@dataclass(frozen=True)
class _Nests:
    """Which statements a token stands in, innermost first."""

    document: Document
    statements: Sequence[Statement]

    @cached_property
    def _by_sentence(self) -> dict[int, list[Statement]]:
        found: dict[int, list[Statement]] = {}
        for statement in self.statements:
            sentences = {
                sentence
                for piece in statement.content
                if (tokens := self.document.tokens_in(piece))
                for sentence in range(self.document.sentence_of(tokens[0]), self.document.sentence_of(tokens[-1]) + 1)
            }
            for sentence in sentences:
                found.setdefault(sentence, []).append(statement)
        return found

    def around(self, token: int) -> list[Statement]:
        offset = self.document.starts[token]
        near = self._by_sentence.get(self.document.sentence_of(token), ())
        holding = [s for s in near if any(start <= offset < end for start, end in s.content)]
        # Of two with the same content ("Tass said, citing an envoy") the one nearer to the origin.
        return sorted(holding, key=lambda s: (sum(end - start for start, end in s.content), -len(s.chain)))

    def cues(self, around: Sequence[Statement]) -> frozenset[int]:
        return frozenset(token for s in around for span in s.cue for token in self.document.tokens_in(span))


def _standing(document: Document, around: Sequence[Statement], reading: Reading) -> Statement | None:
    """The statement on whose word the claim stands: the innermost, with two exceptions.

    One whose cue turned the claim on the way up speaks for itself ("could not confirm reports that ..."). And where the
    innermost cue is part of the claim ("Orr said the king was considering a visit"), the claim stands on the word of
    the next one out, which says of somebody what he considers.
    """
    around = [s for s in around if not _is_joined(document, s, reading)]
    if _DOUBTED & set(reading.turns):
        # What was doubted or denied stands on the word of whoever did so, not of the report that he had heard.
        offset = document.starts[reading.top]
        for statement in around:
            if any(start <= offset < end for start, end in (*statement.content, *statement.cue)):
                return statement
    path = set(reading.path)
    cues = [{token for span in s.cue for token in document.tokens_in(span)} for s in around]
    while around and cues[0] & path and {document.lemmas[token] for token in cues[0] & path} & _DEEDS:
        # "Orr has agreed to testify": a deed that the article tells, or whoever says so.
        around, cues = around[1:], cues[1:]
    for statement, cue in zip(around, cues, strict=True):
        if statement.stance in _TURNED and cue & path:
            return statement
    for i, (statement, cue) in enumerate(zip(around, cues, strict=True)):
        outer = around[i + 1] if i + 1 < len(around) else None
        if outer is None or not cue & path or statement.stance not in _STATES_OF_MIND:
            return statement
    return None


_GOING = ("visit", "travel", "fly", "go", "come", "arrive", "sit", "join", "return", "gather", "assemble")
_WITHIN = ("during", "in", "after", "before", "at")
_DEEDS = {"agree", "decide", "choose", "accept"}


def _is_joined(document: Document, statement: Statement, reading: Reading) -> bool:
    """ "Denies the charge and is eager to testify": the second is not what is denied."""
    cue = {token for span in statement.cue for token in document.tokens_in(span)}
    return any(document.deps[node] == "conj" and document.head(node) in cue for node in reading.path)


def _status(
    document: Document, mention: Mention, dates: Sequence[Dated], published: date | None, *, claim: Claim | None = None
) -> Status | None:
    reading = mention.reading if claim is None else replace(mention.reading, claim=claim, turns=[])
    stance = None
    statement = mention.statement
    if statement is not None and statement.stance in _TURNED and claim is None:
        cue = {token for span in statement.cue for token in document.tokens_in(span)}
        if not cue & set(mention.reading.path) and _is_main(document, statement, mention.reading.top):
            stance = statement.stance
    known = mention.names is None and _has_article(document, mention.trigger)
    timing = _timing(dates, published, own=bool(mention.dates), known=known)
    status = settle(reading, timing, stance=stance, headline=_tells_at_once(mention))
    if mention.lemma == "statement" and reading.claim is Claim.MENTIONED and reading.adjunct not in _WITHIN:
        return None  # "a limit on her opening statement"
    over = timing.own and timing.ahead is False and reading.own is None and Turn.SCHEDULED not in reading.turns
    if mention.trigger.type is EventType.CALL and status in _ON and over:
        return Status.HELD  # "agreed the date in a call on Thursday"
    went = reading.claim is Claim.MENTIONED and reading.adjunct == "for" and reading.predicate is not None
    if went and status is None and reading.tense is Tense.PAST and document.lemmas[reading.predicate or 0] in _GOING:
        return Status.HELD  # "visited Oslo for an interview"
    if mention.trigger.type is EventType.DEADLINE and status is Status.HELD and reading.claim is Claim.HAPPENS:
        return Status.SCHEDULED  # "gave her a deadline of Saturday": given, not passed
    return status


def _tells_at_once(mention: Mention) -> bool:
    """Whether a present tense tells what has happened: in a headline, and of what takes a moment."""
    return mention.in_title or mention.sentence == 0 or mention.trigger.type in _MOMENTS


_MOMENTS = {EventType.LAUNCH, EventType.SIGNING, EventType.OTHER, EventType.CALL, EventType.DEPLOYMENT, EventType.VOTE}


def _is_main(document: Document, statement: Statement, top: int) -> bool:
    """Whether a claim is the statement's main clause, so that what its cue does is done to the claim."""

    def inside(token: int) -> bool:
        return any(start <= document.starts[token] < end for start, end in statement.content)

    first = document.sentence_of(document.tokens_in(statement.content[0]).start)
    return first == document.sentence_of(top) and not any(
        inside(node) and is_verb(document, node) for node in document.ancestors(top)
    )


def _timing(dates: Sequence[Dated], published: date | None, *, own: bool, known: bool) -> Timing:
    if not dates:
        return Timing()
    dated = dates[0]
    days = day_range(dated.value)
    ahead = None
    if days is not None and published is not None:
        if days[0] > published:
            ahead = True
        elif days[1] < published:
            ahead = False
    is_day = days is not None and (days[1] - days[0]).days <= 3
    is_near = days is not None and (days[1] - days[0]).days <= 31
    return Timing(
        given=True,
        is_day=is_day,
        is_near=is_near,
        own=own,
        known=known and is_day,
        ahead=ahead,
        moved=any(d.moved for d in dates),
    )


def _reports(document: Document, group: Group, published: date | None) -> list[Candidate]:
    """A group's reports: for each (status, chain) the mention that says it best."""
    best: dict[tuple[Status, tuple[str, ...]], Candidate] = {}
    shared = sorted((d for d in group.dates if not d.moved), key=lambda d: -d.strength)
    for mention in group.mentions:
        # A call to cancel it is no report of the caller's; that there is something to cancel is the article's word.
        statement = None if {Turn.ASKED, Turn.SHOULD} & set(mention.reading.turns) else mention.statement
        chain = statement.chain if statement else ()
        names = tuple(link.name for link in chain)
        own = [*mention.dates, *(d for d in shared if d not in mention.dates)]
        found: list[tuple[Status | None, bool]] = [(_status(document, mention, own, published), False)]
        reading = mention.reading
        dated_phrase = reading.clause is not None or any(
            dated.strength == 3 and not dated.moved for dated in mention.dates
        )
        turned = reading.claim in CHANGES or (reading.claim is Claim.HAPPENS and found[0][0] in _NOT_ON)
        if reading.own in (Claim.SCHEDULED, Claim.PLANNED) and turned and dated_phrase:
            inner = _status(document, mention, own, published, claim=reading.own)
            found.append((inner, True))
        if found[0][0] is None and reading.adjunct == "follows":
            found[0] = (_known(group), False)
        for status, inner_phrase in found:
            if status is None:
                continue
            if inner_phrase and not mention.quoted:
                # "He may cancel the visit set for May": in words of its own the article knows that it was set.
                statement, names = None, ()
            candidate = Candidate(
                group=group,
                mention=mention,
                status=status,
                statement=statement,
                evidence=_evidence(document, mention, phrase=inner_phrase),
                phrase=inner_phrase,
            )
            before = best.get((status, names))
            if before is None or _weight(candidate) > _weight(before):
                best[status, names] = candidate
    told = [c for c in best.values() if not _is_remark(document, c.mention)]
    return [c for c in told or best.values() if not _only_refers(c, told or best.values())]


def _is_remark(document: Document, mention: Mention) -> bool:
    """ "In what would be the first visit by a king": says of a visit told already what it would be."""
    head = mention.trigger.head
    copula = document.head(head)
    return document.deps[head] == "attr" and any(
        document.lemmas[c] == "what" and document.deps[c] == "nsubj" for c in document.children[copula]
    )


def _known(group: Group) -> Status | None:
    """ "The execution comes after ...": that it has been is told elsewhere."""
    return Status.HELD if any(mention.guess is Status.HELD for mention in group.mentions) else None


def _only_refers(candidate: Candidate, others: Iterable[Candidate]) -> bool:
    """ "Orr said after the meeting": refers to what the article reports elsewhere, and reports nothing itself."""
    mention = candidate.mention
    rivals = [other for other in others if other is not candidate]
    if mention.in_title:
        # The story says it again, at length and with its source.
        return any(other.status is candidate.status and not other.mention.in_title for other in rivals)
    if mention.reading.claim is not Claim.MENTIONED or mention.dates:
        return False
    rank = (_weight(candidate), -mention.trigger.start)
    better = [other for other in rivals if (_weight(other), -other.mention.trigger.start) > rank]
    if mention.reading.own is None:
        return any(other.status is candidate.status for other in better)
    # "The planned visit": that it is planned is news only where nothing else says so.
    return candidate.status in _ON and any(other.status in _ON for other in better)


_ON = {Status.PLANNED, Status.SCHEDULED}
_NOT_ON = {Status.CANCELLED, Status.RULED_OUT, Status.UNCONFIRMED}


def _weight(candidate: Candidate) -> float:
    """How well a mention says it: claims before bare mentions, dated and peopled before bare; the first wins a tie."""
    mention = candidate.mention
    said = 0.0 if mention.reading.claim is Claim.MENTIONED else 1.0
    if candidate.statement is not mention.statement:
        said -= 1.0  # what a call to cancel it lets on
    return said + 0.25 * bool(mention.dates) + 0.3 * bool(mention.participants) + 0.1 * bool(mention.place)


_DATELINE = re.compile(r"[A-Z][A-Z'’ ,/-]+[A-Z]\b(?:,? [A-Z][a-z.]+ \d{1,2})?(?: \([^)\n]{2,30}\))? ?[—–-]+ +")


def _evidence(document: Document, mention: Mention, *, phrase: bool) -> Span:
    """The clause that says so, without the dateline before it."""
    start, end = _clause(document, mention, phrase=phrase)
    dateline = _DATELINE.match(document.text, start, end)
    return (
        (dateline.end(), end) if dateline and dateline.end() <= document.starts[mention.trigger.start] else (start, end)
    )


def _clause(document: Document, mention: Mention, *, phrase: bool) -> Span:
    """The clause that says so, no further than its statement's content unless the cue itself turned the claim."""
    reading, trigger = mention.reading, mention.trigger
    keep = {trigger.start, trigger.end - 1}
    bounds = None
    statement = mention.statement
    if statement is not None:
        bounds = _bounds(document, statement, trigger.head, reading.top)
        cue = {token for span in statement.cue for token in document.tokens_in(span)}
        if cue & set(reading.path):
            keep |= cue & set(reading.path)
            bounds = None
    if phrase or (reading.claim is Claim.MENTIONED and reading.own is not None and not trigger.verb):
        return clause_span(document, trigger.head, keep | reading.words, bounds)
    top = reading.top
    if not is_verb(document, top) or top == trigger.head:
        top = clause_head(document, top)
    if bounds is not None and not bounds[0] <= document.starts[top] < bounds[1]:
        top = max((n for n in reading.path if bounds[0] <= document.starts[n] < bounds[1]), key=reading.path.index)
    inside = set(reading.path)
    if bounds is not None:
        inside = {n for n in inside if bounds[0] <= document.starts[n] < bounds[1]}
    return clause_span(document, top, keep | inside, bounds)


def _old_day(document: Document, group: Group, mention: Mention) -> str | None:
    """The day of what was put off, where the article gives it: never the new one beside which the delay is recalled."""
    new = {d.value for m in group.mentions for d in m.dates if d.moved or m.guess is Status.RESCHEDULED}
    head = mention.trigger.head
    recalled = any(
        document.deps[node] in ("advcl", "ccomp")
        and any(document.lemmas[c] == "after" for c in document.children[node])
        for node in document.ancestors(head)
    )
    if recalled:
        same = [m for m in group.mentions if m.sentence == mention.sentence and m is not mention]
        new |= {d.value for m in same for d in m.dates if m.guess in _ON}
    kept = [dated for dated in group.dates if dated.value not in new]
    return replace(group, dates=kept).when if new else group.when


def _bounds(document: Document, statement: Statement, trigger: int, top: int) -> Span | None:
    """The piece of content around a trigger; with the piece around its verb where the cue stands between the two."""
    sentence = document.sentence_of(trigger)
    pieces = [
        piece
        for piece in statement.content
        for token in (trigger, top)
        if piece[0] <= document.starts[token] < piece[1] and document.sentence_of(top) == sentence
    ]
    if not pieces:
        offset = document.starts[trigger]
        return next((piece for piece in statement.content if piece[0] <= offset < piece[1]), None)
    return min(start for start, _ in pieces), max(end for _, end in pieces)


def _event(document: Document, people: People, candidate: Candidate, number: str, key: str) -> Event:
    group, mention, status = candidate.group, candidate.mention, candidate.status
    statement = candidate.statement
    chain: tuple[Link, ...] = statement.chain if statement else ()
    when = group.when
    if status is Status.RESCHEDULED and group.moved_to:
        when = group.moved_to
    own = next((d.value for d in mention.dates if not d.moved and d.strength >= 2), None)
    if own is not None and status is not Status.RESCHEDULED:
        # "Her visit this month": the month alone, where the day is told elsewhere.
        when = when if when is not None and when.startswith(f"{own}-") else own
    elif status in (Status.POSTPONED, Status.CANCELLED):
        when = _old_day(document, group, mention)
    participants = tuple(
        Participant(entity=who, role=role, name=people.by_id[who].name) for who, role in group.participants.items()
    )
    trigger = mention.names or mention.trigger
    lemmas = document.lemmas[max(0, trigger.start - 2) : trigger.end]
    return Event(
        id=number,
        event=key,
        type=group.type,
        plover=plover_root(group.type, lemmas),
        trigger=document.span(trigger.start, trigger.end),
        participants=participants,
        place=group.place,
        when=when,
        status=status,
        chain=chain,
        statement=statement.id if statement else None,
        said=statement.said if statement else None,
        evidence=candidate.evidence,
        what=what_happens(document, group, participants, group.place),
        confidence=candidate.confidence,
    )


def _by_sentence(document: Document, times: Sequence[Time]) -> dict[int, list[tuple[int, Time]]]:
    """Time expressions by sentence, each with the token of its span whose head stands outside it."""
    found: dict[int, list[tuple[int, Time]]] = {}
    for time in times:
        tokens = document.tokens_in(time.span)
        if not tokens:
            continue
        top = next((t for t in tokens if document.head(t) not in tokens or document.head(t) == t), tokens[0])
        found.setdefault(document.sentence_of(top), []).append((top, time))
    return found


def _quoted_tokens(document: Document) -> list[bool]:
    from reportedly.reading.quotations import find_quotations

    quoted = [False] * len(document)
    for span in find_quotations(document.text):
        for token in document.tokens_in(span):
            quoted[token] = True
    return quoted


def _title_end(document: Document) -> int:
    """Where the headline ends in the text; 0 where the text begins without it."""
    title = (document.article.title or "").strip()
    for block in document.article.blocks:
        if block.kind == "title":
            return block.end
    if title and document.text.lstrip().startswith(title):
        return document.text.index(title) + len(title)
    return 0


def _is_definite(document: Document, trigger: Trigger) -> bool:
    if trigger.verb:
        # "Expects the agreement to be signed": the signing of what was told of before.
        return trigger.type is EventType.SIGNING and any(
            document.deps[c] == "nsubjpass" and any(document.lemmas[d] == "the" for d in document.children[c])
            for c in document.children[trigger.head]
        )
    noun = trigger.head
    if document.deps[noun] == "compound":
        noun = document.head(noun)  # "the vote postponement"
    return any(
        (document.deps[c] == "det" and document.lemmas[c] in ("the", "this", "that", "these", "those", "both"))
        or document.deps[c] == "poss"
        for c in document.children[noun]
    )


def _has_article(document: Document, trigger: Trigger) -> bool:
    """ "The hearing", rather than "his resignation"."""
    return not trigger.verb and any(
        document.deps[c] == "det" and document.lemmas[c] in ("the", "this", "that")
        for c in document.children[trigger.head]
    )


_ANOTHER = {"another", "future", "later", "further", "subsequent", "separate", "second", "third", "other", "new"}


def _is_another(document: Document, trigger: Trigger) -> bool:
    """ "A future meeting", "another round": not the one told of so far."""
    return (
        not trigger.verb
        and not _is_definite(document, trigger)
        and any(document.lemmas[c] in _ANOTHER for c in document.children[trigger.head])
    )


def _is_plural(document: Document, trigger: Trigger) -> bool:
    """Several happenings of a kind; "talks" are one."""
    head = trigger.head
    return not trigger.verb and document.tags[head] in ("NNS", "NNPS") and document.lemmas[head] not in PLURAL


def _is_indefinite(document: Document, trigger: Trigger) -> bool:
    if trigger.verb:
        return False
    return any(
        document.deps[c] == "det" and document.lemmas[c] in ("a", "an", "any", "another", "some", "every", "each")
        for c in document.children[trigger.head]
    ) or (document.tags[trigger.head] in ("NNS", "NNPS") and not _is_definite(document, trigger))
