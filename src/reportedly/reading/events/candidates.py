"""What an event may be about: the names, places, times and statements near a trigger, with what the parse says of them.

Training and run time share every line. A candidate is a mention in the text; which mentions belong to which trigger is
learned (`heads.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Span
from reportedly.reading.document import Document
from reportedly.reading.entities.resolve import EntityIndex
from reportedly.record import Entity, Statement, Time
from reportedly.vocabulary import EntityKind, Stance, TimeType

__all__ = ["BESIDE", "FEATURES", "PHRASE", "PRONOUN", "Candidate", "Candidates", "Role"]


class Role(IntEnum):
    """What a candidate may be to an event."""

    PARTICIPANT = 0
    PLACE = 1
    TIME = 2
    STATEMENT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A mention that an event may be about.

    Attributes:
        role: What it may be.
        span: Its code points; of a statement the cue.
        token: The token that carries its syntax.
        index: Row of the entity, time expression or statement it stands for.
        kind: Below `FEATURES["kind"]`: what sort of mention it is.
    """

    role: Role
    span: Span
    token: int
    index: int
    kind: int


_BACK, _AHEAD = 2, 1  # sentences around a trigger in which names and times are looked for
_MOST = 40  # candidates of one role for one trigger: bounds lists of names a page long
_DEPS = {
    name: number
    for number, names in enumerate(
        (
            ("nsubj", "csubj"),
            ("nsubjpass", "csubjpass"),
            ("dobj", "dative", "oprd"),
            ("pobj", "pcomp"),
            ("poss", "case"),
            ("compound", "nmod", "amod", "nummod"),
            ("appos",),
            ("conj", "cc"),
            ("prep", "agent", "prt"),
            ("npadvmod", "advmod", "tmod"),
            ("relcl", "acl"),
            ("advcl", "mark"),
            ("ccomp", "xcomp"),
            ("ROOT",),
            ("attr", "acomp"),
        ),
        1,
    )
    for name in names
}
_PREPOSITIONS = {
    word: number
    for number, word in enumerate(
        "in at to with by on for from of between before after during until about into against over".split(), 1
    )
}
# The heads learned of what is taken back as of what is denied.
_STANCES: dict[Stance, int] = {stance: number for number, stance in enumerate(Stance, 1)}
_STANCES[Stance.RETRACTS] = _STANCES[Stance.DENIES]

FEATURES = {
    "role": len(Role),
    "kind": 16,
    "sentence": 6,
    "distance": 14,
    "dep": len(set(_DEPS.values())) + 1,
    "path": 17,
    "branch": len(set(_DEPS.values())) + 1,
    "preposition": max(len(_PREPOSITIONS), len(_STANCES)) + 1,
}
"""How many values each feature of a (trigger, candidate) pair has, in column order."""

_KINDS = {kind: number for number, kind in enumerate(EntityKind)}
PRONOUN, PHRASE, _DATE, _CLOCK, _STRETCH, _UNRESOLVED, _CONTAINS = 4, 5, 6, 7, 8, 9, 10
_DEEPEST = 3
BESIDE, _NEXT_TO = 14, 15  # statements that the trigger stands outside of, in its sentence or the one before or after
_MOST_BESIDE = 6


@dataclass(frozen=True)
class Candidates:
    """All candidates of one article."""

    document: Document
    entities: Sequence[Entity]
    times: Sequence[Time]
    statements: Sequence[Statement]

    @cached_property
    def index(self) -> EntityIndex:
        """Who is named where, and whom pronouns stand for."""
        return EntityIndex(self.document, self.entities, self.statements)

    @cached_property
    def nests(self) -> Nests:
        """Which statements a token stands in."""
        return Nests(self.document, self.statements)

    @cached_property
    def _by_sentence(self) -> dict[int, list[Candidate]]:
        found: dict[int, list[Candidate]] = {}
        for candidate in (*self._names(), *self._pronouns(), *self._times()):
            found.setdefault(self.document.sentence_of(candidate.token), []).append(candidate)
        return found

    def near(self, token: int) -> list[Candidate]:
        """The candidates for a trigger at a token: names and times in the sentences around, statements it stands in."""
        sentence = self.document.sentence_of(token)
        found: list[Candidate] = []
        for role in (Role.PARTICIPANT, Role.PLACE, Role.TIME):
            near = [
                candidate
                for other in range(sentence - _BACK, sentence + _AHEAD + 1)
                for candidate in self._by_sentence.get(other, ())
                if candidate.role is role
            ]
            near.sort(key=lambda c: abs(c.token - token))
            found += near[:_MOST]
        around = self.nests.around(token)
        for depth, number in enumerate(around):
            found.append(self._statement(number, _CONTAINS + min(depth, _DEEPEST)))
        beside = [
            number
            for other in range(sentence - 1, sentence + 2)
            for number in self._cued_in.get(other, ())
            if number not in around
        ]
        beside.sort(key=lambda number: abs(self._cue_token(number) - token))
        for number in beside[:_MOST_BESIDE]:
            here = self.document.sentence_of(self._cue_token(number)) == sentence
            found.append(self._statement(number, BESIDE if here else _NEXT_TO))
        return found

    def _statement(self, number: int, kind: int) -> Candidate:
        token = self._cue_token(number)
        span = self.document.span(token, token + 1)
        return Candidate(role=Role.STATEMENT, span=span, token=token, index=number, kind=kind)

    def _cue_token(self, number: int) -> int:
        statement = self.statements[number]
        words = statement.cue or statement.source or statement.content
        return min(self.document.tokens_in(words[0]).start, len(self.document) - 1)

    @cached_property
    def _cued_in(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for number in range(len(self.statements)):
            found.setdefault(self.document.sentence_of(self._cue_token(number)), []).append(number)
        return found

    def times_near(self, token: int) -> list[tuple[int, Time]]:
        """The time expressions of a trigger's sentence, each with the token that carries its syntax."""
        near = self._by_sentence.get(self.document.sentence_of(token), ())
        return [(c.token, self.times[c.index]) for c in near if c.role is Role.TIME]

    def features(self, token: int, candidates: Sequence[Candidate]) -> NDArray[np.int64]:
        """Columns as in `FEATURES`; int64, shape (candidates, features)."""
        document = self.document
        sentence = document.sentence_of(token)
        above = {token: 0}
        for height, node in enumerate(document.ancestors(token), 1):
            above[node] = height
        rows = []
        for candidate in candidates:
            there = document.sentence_of(candidate.token)
            path, branch = (16, 0)
            if there == sentence:
                path, branch = self._path(candidate.token, above)
            preposition = _STANCES[self.statements[candidate.index].stance] if candidate.role is Role.STATEMENT else 0
            rows.append(
                (
                    candidate.role,
                    candidate.kind,
                    max(-2, min(2, there - sentence)) + 2,
                    _bucket(candidate.token - token),
                    _DEPS.get(document.deps[candidate.token], 0),
                    path,
                    branch,
                    preposition or self._preposition(candidate.token),
                )
            )
        return np.array(rows, np.int64).reshape(-1, len(FEATURES))

    def _path(self, token: int, above: dict[int, int]) -> tuple[int, int]:
        """Steps up from the trigger and down to the candidate, and the label of the first step down."""
        down, node, last = 0, token, token
        while node not in above:
            head = self.document.head(node)
            if head == node:
                return 16, 0
            down, last, node = down + 1, node, head
        branch = _DEPS.get(self.document.deps[last], 0) if last != node else 0
        return 4 * min(above[node], 3) + min(down, 3), branch

    def _preposition(self, token: int) -> int:
        node = token
        for _ in range(3):
            head = self.document.head(node)
            if self.document.deps[node] in ("pobj", "pcomp"):
                return _PREPOSITIONS.get(self.document.lemmas[head], 0)
            if head == node or self.document.deps[node] not in ("compound", "conj", "appos", "nmod", "nummod", "amod"):
                return 0
            node = head
        return 0

    def _names(self) -> Iterable[Candidate]:
        for number, entity in enumerate(self.entities):
            for mention in entity.mentions:
                tokens = self.document.tokens_in(mention)
                if not tokens:
                    continue
                token = self._syntactic_head(tokens)
                kind = _KINDS[entity.kind]
                yield Candidate(role=Role.PARTICIPANT, span=mention, token=token, index=number, kind=kind)
                if entity.kind is EntityKind.PLACE or self.index.building(entity):
                    yield Candidate(role=Role.PLACE, span=mention, token=token, index=number, kind=kind)

    def _pronouns(self) -> Iterable[Candidate]:
        document = self.document
        rows = {entity.id: number for number, entity in enumerate(self.entities)}
        for token in range(len(document)):
            if document.pos[token] not in ("PRON", "NOUN") or token in self.index.at:
                continue
            around = self.nests.around(token)
            entity = self.index.resolve(token, self.statements[around[0]] if around else None)
            if entity is not None:
                kind = PRONOUN if document.pos[token] == "PRON" else PHRASE
                span = document.span(token, token + 1)
                yield Candidate(role=Role.PARTICIPANT, span=span, token=token, index=rows[entity.id], kind=kind)

    def _times(self) -> Iterable[Candidate]:
        for number, time in enumerate(self.times):
            tokens = self.document.tokens_in(time.span)
            if not tokens:
                continue
            kind = _UNRESOLVED
            if time.value is not None:
                kind = {TimeType.DATE: _DATE, TimeType.TIME: _CLOCK}.get(time.type, _STRETCH)
            token = self._syntactic_head(tokens)
            yield Candidate(role=Role.TIME, span=time.span, token=token, index=number, kind=kind)

    def _syntactic_head(self, tokens: range) -> int:
        return next(
            (t for t in tokens if self.document.head(t) not in tokens or self.document.head(t) == t), tokens[-1]
        )


@dataclass(frozen=True)
class Nests:
    """Which statements a token stands in, innermost first, by row."""

    document: Document
    statements: Sequence[Statement]

    @cached_property
    def _by_sentence(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for number, statement in enumerate(self.statements):
            sentences = {
                sentence
                for piece in statement.content
                if (tokens := self.document.tokens_in(piece))
                for sentence in range(self.document.sentence_of(tokens[0]), self.document.sentence_of(tokens[-1]) + 1)
            }
            for sentence in sentences:
                found.setdefault(sentence, []).append(number)
        return found

    def around(self, token: int) -> list[int]:
        """Rows of the statements whose content holds the token."""
        offset = self.document.starts[token]
        near = self._by_sentence.get(self.document.sentence_of(token), ())
        holding = [n for n in near if any(start <= offset < end for start, end in self.statements[n].content)]
        # Of two with the same content ("Tass said, citing an envoy") the one nearer to the origin.
        return sorted(holding, key=self._order)

    def _order(self, number: int) -> tuple[int, int]:
        statement = self.statements[number]
        return sum(end - start for start, end in statement.content), -len(statement.chain)


def _bucket(distance: int) -> int:
    """Signed distances 1, 2, 3-4, 5-8, 9-16, 17 and more as 1 … 6 and 7 … 12; 0 for none."""
    if distance == 0:
        return 0
    size = min(6, (abs(distance) - 1).bit_length() + 1)
    return size if distance > 0 else 6 + size
