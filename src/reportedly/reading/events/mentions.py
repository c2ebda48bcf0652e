"""Mentions of events: each trigger with what the heads make of it, in plain values."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Span
from reportedly.reading.document import Document
from reportedly.reading.events.candidates import BESIDE, FEATURES, Candidate, Candidates, Role
from reportedly.reading.events.changes import certain_triggers
from reportedly.reading.events.clusters import (
    are_apart,
    are_distinct,
    are_of_other_days,
    are_one,
    cluster,
    link_features,
    link_pairs,
)
from reportedly.reading.events.context import context_features, hashed, surrounding_features
from reportedly.reading.events.senses import names_contract, names_no_event
from reportedly.reading.neural.decode import Scores
from reportedly.reading.neural.event_heads import VIEW_LEFT, EventHeads
from reportedly.reading.neural.linear import wide_rows
from reportedly.reading.neural.pieces import piece_range
from reportedly.reading.syntax.clauses import clause_head
from reportedly.reading.syntax.signatures import SAYS
from reportedly.record import Link, Statement
from reportedly.vocabulary import EventType, Stance

__all__ = [
    "EventMention",
    "clauses_of_others",
    "find_mentions",
    "governors",
    "group_mentions",
    "mention_features",
    "propose_triggers",
    "without_other_senses",
]

_TOLD = frozenset({Stance.ASSERTS, Stance.CONFIRMS})
_AHEAD = frozenset({Stance.EXPECTS, Stance.INTENDS})
_DAY = len("2026-03-04")
_NEAR = 100  # tokens: as far as days and places are looked for
_CERTAIN = 0.5  # least likelihood of a trigger of which the clause leaves no doubt
_MOST = 2000  # triggers of one text: bounds time on a text of a megabyte


@dataclass(slots=True, kw_only=True)
class EventMention:
    """One trigger.

    Attributes:
        token: The trigger's head.
        first, last: Its outermost pieces.
        tagged, valid: How likely a piece tagger and the trigger's own view hold it for one.
        type, status: float32: probabilities, in the order of `EventType` and `Status`.
        candidates: What it may be about, with `odds`: log-odds that it is; of statements scores against `own`, that of
            the article's own voice.
        words: Tokens that fix the status.
        features: Buckets of what the parse says (`linear.wide_rows`).
        chains: How likely it stands on each chain, and the statement that gives it; () is the article's own voice.
        settled: Probabilities of each status once day and source are known.
        outright: Whether the clause's own verb gives the status beyond doubt.
        decider: The word of the frame that gives the status; None where the words of the clause do.
        retracted: It stands in a statement that takes it back.
        hearsay: The words that stand for a source where it is told on nobody's word: "reportedly".
        row: Row among the triggers of the article.
        certain: The clause leaves no doubt that an event of that name is meant: "scrapped the vote".
    """

    token: int
    first: int
    last: int
    tagged: float
    valid: float
    type: NDArray[np.float32]
    status: NDArray[np.float32]
    own: float
    candidates: list[Candidate]
    odds: NDArray[np.float32]
    words: tuple[int, ...]
    features: list[int]
    row: int
    certain: bool = False
    chains: dict[tuple[str, ...], tuple[float, Statement | None]] = field(default_factory=dict)
    settled: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    outright: bool = False
    decider: int | None = None
    retracted: bool = False
    hearsay: Link | None = None

    @property
    def probability(self) -> float:
        """That a careful reader would list it."""
        return float((self.tagged * self.valid) ** 0.5)


def propose_triggers(
    document: Document, spans: NDArray[np.int32], trigger: NDArray[np.float32], floor: float, also: Iterable[int] = ()
) -> list[tuple[int, int, int, float]]:
    """Tokens that may be triggers, in text order: token, first and last piece, how likely.

    Args:
        document: The parsed article.
        spans: int32, shape (pieces, 2): code points.
        trigger: float32, shape (pieces,): how likely each piece is of a trigger.
        floor: Least likelihood.
        also: Tokens that are triggers however likely they are held for one.
    """
    found: dict[int, tuple[int, int]] = {}
    for piece in np.flatnonzero(trigger > floor).tolist():
        token = document.token_at(int(spans[piece, 0]))
        if token is not None:
            first, last = found.get(token, (piece, piece))
            found[token] = min(first, piece), max(last, piece)
    for token in also:
        first, stop = piece_range(spans, *document.span(token, token + 1))
        if first < stop:
            found.setdefault(token, (first, stop - 1))
    rows = [(token, a, b, float(trigger[a : b + 1].max())) for token, (a, b) in found.items()]
    if len(rows) > _MOST:
        rows = sorted(rows, key=lambda row: -row[3])[:_MOST]
    return sorted(rows)


def governors(document: Document, spans: NDArray[np.int32], token: int) -> list[int]:
    """First pieces of the words that govern a trigger: head, its head, the clause's verb, two auxiliaries."""
    head = document.head(token)
    clause = clause_head(document, token)
    over = [c for c in document.children[clause] if document.deps[c] in ("aux", "auxpass", "neg")]
    own = [c for c in document.children[token] if document.deps[c] in ("aux", "auxpass", "neg", "amod", "det")]
    words = (head, document.head(head), clause, (over or [clause])[-1], (own or [token])[-1])
    return [min(piece_range(spans, *document.span(word, word + 1))[0], len(spans) - 1) for word in words]


def mention_features(document: Document, token: int, context: Iterable[str]) -> list[int]:
    """Buckets of what the parse says of a trigger (`context_features`) and of the words around it."""
    return wide_rows((*context, *surrounding_features(document, token)))


def find_mentions(
    document: Document, candidates: Candidates, scores: Scores, heads: EventHeads, published: date | None
) -> tuple[list[EventMention], NDArray[np.float32]]:
    """The triggers of an article with everything that the heads say of them.

    Returns:
        In text order, those that the settings' `proposal_floor` leaves; and `Looks.vector` of all of them.
    """
    if scores.events is None:  # a text without a word
        return [], np.zeros((0, 0), np.float32)
    hidden, spans = scores.events.hidden, scores.pieces
    certain = frozenset(certain_triggers(document))
    proposed = propose_triggers(document, spans, scores.events.trigger, heads.settings["proposal_floor"], certain)
    if not proposed:
        return [], np.zeros((0, 0), np.float32)
    first = np.array([row[1] for row in proposed], np.int64)
    last = np.array([row[2] for row in proposed], np.int64)
    contexts = [tuple(context_features(document, row[0], candidates.times_near(row[0]), published)) for row in proposed]
    looks = heads.look(
        hidden,
        first,
        last,
        np.array([governors(document, spans, row[0]) for row in proposed], np.int64),
        [hashed(context) for context in contexts],
    )
    near = [candidates.near(row[0]) for row in proposed]
    owner, low, high, features = [], [], [], []
    ranges: dict[Span, tuple[int, int]] = {}
    for row, found in enumerate(near):
        if not found:
            continue
        features.append(candidates.features(proposed[row][0], found))
        for candidate in found:
            a, b = ranges.get(candidate.span) or piece_range(spans, *candidate.span)
            ranges[candidate.span] = a, b
            a = min(a, len(spans) - 1)
            owner.append(row)
            low.append(a)
            high.append(max(a, b - 1))
    odds = heads.pairs(
        hidden,
        looks.vector,
        np.array(owner, np.int64),
        np.array(low, np.int64),
        np.array(high, np.int64),
        np.concatenate(features) if features else np.zeros((0, len(FEATURES)), np.int64),
    )
    valid = 1.0 / (1.0 + np.exp(-looks.valid))
    mentions = []
    position = 0
    for row, (token, a, b, tagged) in enumerate(proposed):
        n = len(near[row])
        mentions.append(
            EventMention(
                token=token,
                first=a,
                last=b,
                tagged=max(tagged, _CERTAIN) if token in certain else tagged,
                valid=max(float(valid[row]), _CERTAIN) if token in certain else float(valid[row]),
                certain=token in certain,
                type=np.exp(looks.type[row]),
                status=np.exp(looks.status[row]),
                own=float(looks.own[row]),
                candidates=near[row],
                odds=odds[position : position + n],
                words=_status_words(document, spans, looks.words[row, :, 0], a),
                features=mention_features(document, token, contexts[row]),
                row=row,
            )
        )
        position += n
    for mention in mentions:
        mention.chains = _chains(document, mention, candidates.statements)
    return mentions, looks.vector


def group_mentions(
    document: Document,
    candidates: Candidates,
    mentions: Sequence[EventMention],
    vector: NDArray[np.float32],
    heads: EventHeads,
) -> list[list[EventMention]]:
    """Groups of mentions that are one event each, in the order of their first."""
    a, b = link_pairs(len(mentions))
    rows = np.array([mention.row for mention in mentions], np.int64)
    pairs = [(mentions[i].token, mentions[j].token) for i, j in zip(a.tolist(), b.tolist(), strict=True)]
    features = [link_features(document, *pair) for pair in pairs]
    odds = (
        heads.links(vector, rows[a], rows[b], np.array(features, np.float32)) if features else np.zeros(0, np.float32)
    )
    same = 1.0 / (1.0 + np.exp(-odds.astype(np.float64)))
    same[[are_one(document, *pair) for pair in pairs]] = 1.0
    days = [_only_day(candidates, mention.token) for mention in mentions]
    apart = [
        are_apart(document, *pair)
        or (None not in (days[i], days[j]) and days[i] != days[j] and are_of_other_days(document, *pair))
        for i, j, pair in zip(a.tolist(), b.tolist(), pairs, strict=True)
    ]
    same[apart] = 0.0
    groups = cluster(len(mentions), a, b, same, heads.settings["link_floor"])
    return [[mentions[row] for row in group] for group in groups]


def _only_day(candidates: Candidates, token: int) -> str | None:
    """The day that a trigger's sentence names, where it names one."""
    days = {time.value[:10] for _, time in candidates.times_near(token) if time.value and len(time.value) >= _DAY}
    return days.pop() if len(days) == 1 else None


def without_other_senses(document: Document, mentions: Sequence[EventMention]) -> list[EventMention]:
    """The mentions that name events, without what stands in the clause of a word that names none."""
    other = tuple(EventType).index(EventType.OTHER)
    # "Struck a deal" is an event, though no strike.
    bare = [
        m
        for m in mentions
        if names_contract(document, m.token) or (int(np.argmax(m.type)) != other and names_no_event(document, m.token))
    ]
    named = [mention for mention in mentions if not any(mention is one for one in bare)]
    left_out = {clause_head(document, mention.token) for mention in bare}
    left_out -= {clause_head(document, mention.token) for mention in named}
    if not left_out:
        return named
    for mention in named:
        kept = [
            row
            for row, candidate in enumerate(mention.candidates)
            if candidate.role is Role.STATEMENT or clause_head(document, candidate.token) not in left_out
        ]
        mention.candidates = [mention.candidates[row] for row in kept]
        mention.odds = mention.odds[kept]
    return named


def clauses_of_others(
    document: Document, mentions: Sequence[EventMention], group: Sequence[EventMention]
) -> frozenset[int]:
    """The clauses of other events near by: "another summit" has a day and a place of its own."""
    own = {mention.row for mention in group}
    found: set[int] = set()
    for mention in group:
        first = bisect_left(mentions, mention.token - _NEAR, key=lambda other: other.token)
        last = bisect_left(mentions, mention.token + _NEAR, key=lambda other: other.token)
        found.update(
            clause_head(document, other.token)
            for other in mentions[first:last]
            if other.row not in own and are_distinct(document, mention.token, other.token)
        )
    return frozenset(found) - {clause_head(document, mention.token) for mention in group}


def _chains(
    document: Document, mention: EventMention, statements: Sequence[Statement]
) -> dict[tuple[str, ...], tuple[float, Statement | None]]:
    """How likely the mention stands on each chain; () is the article's own voice."""
    options: list[tuple[float, Statement | None]] = [(mention.own, None)]
    holding = [statements[c.index] for c in mention.candidates if c.role is Role.STATEMENT and c.kind < BESIDE]
    origin = _origins(document, holding)
    options += [
        (float(odds), origin.get(statements[candidate.index].id, statements[candidate.index]))
        for candidate, odds in zip(mention.candidates, mention.odds, strict=True)
        if candidate.role is Role.STATEMENT
    ]
    highest = max(score for score, _ in options)
    total = sum(np.exp(score - highest) for score, _ in options)
    found: dict[tuple[str, ...], tuple[float, float, Statement | None]] = {}
    for score, statement in options:
        names = tuple(link.name for link in statement.chain) if statement else ()
        share = float(np.exp(score - highest) / total)
        before = found.get(names, (0.0, -np.inf, None))
        best = (score, statement) if score > before[1] else before[1:]
        found[names] = (before[0] + share, *best)
    return {names: (share, statement) for names, (share, _, statement) in found.items()}


def _origins(document: Document, statements: Sequence[Statement]) -> dict[str, Statement]:
    """For a statement whose source only passes on what another says, that other's.

    Of "Tass said, citing an envoy" the envoy's; of "Tass reported that an envoy had confirmed a report that the visit
    was off" the report's. What somebody expects or plans, in another's words, stays that other's, but not what they
    said they would do.

    Args:
        document: The article.
        statements: Those that hold one trigger.
    """
    found: dict[str, Statement] = {}
    by_id = {one.id: one for one in statements}
    for one in sorted(statements, key=lambda s: len(s.chain)):
        outer = by_id.get(one.within or "")
        told = one.stance in _TOLD or (one.stance in _AHEAD and _is_said(document, one))
        if outer is not None and one.chain[: len(outer.chain)] == outer.chain and told:
            found[outer.id] = one
        for other in statements:
            cites = len(other.chain) > len(one.chain) > 0 and other.chain[: len(one.chain)] == one.chain
            if cites and other.content == one.content:
                found[one.id] = other
    return {number: _last(found, other) for number, other in found.items()}


def _is_said(document: Document, statement: Statement) -> bool:
    return any(document.lemmas[t] in SAYS for piece in statement.cue for t in document.tokens_in(piece))


def _last(found: dict[str, Statement], one: Statement) -> Statement:
    for _ in found:
        onward = found.get(one.id)
        if onward is None:
            break
        one = onward
    return one


def _status_words(
    document: Document, spans: NDArray[np.int32], odds: NDArray[np.float32], first: int
) -> tuple[int, ...]:
    """Tokens of the trigger's sentence that fix its status."""
    found = set()
    for column in np.flatnonzero(odds > 0.0).tolist():
        piece = first - VIEW_LEFT + column
        if 0 <= piece < len(spans) and (token := document.token_at(int(spans[piece, 0]))) is not None:
            found.add(token)
    home = document.token_at(int(spans[first, 0]))
    sentence = document.sentence_of(home) if home is not None else -1
    return tuple(sorted(token for token in found if document.sentence_of(token) == sentence))
