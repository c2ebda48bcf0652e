"""Annotated articles as examples for the event heads: the article's reading, and what each trigger's gold is.

An article is read once, by the shipped reader up to its statements; the reading is kept on disk (`read_once`). Gold
names and chains are matched to what was read as the scorer matches them, so that the heads learn to choose among what
they will be given.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Article, Span
from reportedly.edtf import from_timex
from reportedly.reading.document import Document
from reportedly.reading.events.candidates import Candidate, Candidates, Role
from reportedly.reading.events.context import context_rows
from reportedly.reading.events.mentions import governors
from reportedly.reading.neural.pieces import piece_range
from reportedly.record import Entity, Statement, Time
from reportedly.vocabulary import EventType, Status

__all__ = ["Example", "Reading", "Trigger", "fold_of", "load_examples", "read_once", "same_chain", "same_name"]

TYPES, STATUSES = [kind.value for kind in EventType], [status.value for status in Status]
_WORD = re.compile(r"\w+")
_STOP = {"the", "a", "an", "of", "s", "mr", "mrs", "ms", "president", "minister", "prime"}
_COMMON = {"the", "and", "for", "out", "was", "with", "his", "her", "its", "their", "that", "this", "will", "has"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the shipped reader makes of an article before its events.

    Attributes:
        middle: For each window, float16, shape (pieces + 2, width): the encoder's middle layer.
        spans: int32, shape (pieces, 2): code points.
    """

    document: Document
    entities: tuple[Entity, ...]
    times: tuple[Time, ...]
    statements: tuple[Statement, ...]
    middle: tuple[NDArray[np.float16], ...]
    spans: NDArray[np.int32]


@dataclass(slots=True, kw_only=True)
class Trigger:
    """A word that names an event, and what is gold of it.

    Attributes:
        token: Its head; `first` and `last` are its outermost pieces.
        repeated: It stands in a clause that tells of the event once more.
        right: float32, shape (candidates,): which candidates belong to it.
        words, evidence: Piece ranges.
        own: It stands in the article's own voice.
    """

    token: int
    first: int
    last: int
    repeated: bool
    kind: int
    status: int
    key: str
    candidates: list[Candidate]
    features: NDArray[np.int64]
    right: NDArray[np.float32]
    words: list[tuple[int, int]]
    evidence: list[tuple[int, int]]
    own: bool


@dataclass(slots=True, kw_only=True)
class Example:
    """One annotated article.

    Attributes:
        tags: int64, shape (pieces,): outside, begins, inside a trigger; -100 where a clause tells of an event again
            and nobody knows by which word.
    """

    id: str
    article: dict[str, Any]
    reading: Reading
    candidates: Candidates
    triggers: list[Trigger]
    tags: NDArray[np.int64]
    _rows: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict)

    @property
    def published(self) -> date | None:
        """The day of publication."""
        day = self.article.get("published")
        return date.fromisoformat(day[:10]) if day else None

    def parse_of(self, token: int) -> tuple[list[int], list[int]]:
        """Buckets of a trigger's features, and the pieces that govern it."""
        if token not in self._rows:
            document = self.reading.document
            near = self.candidates.times_near(token)
            self._rows[token] = (
                context_rows(document, token, near, self.published),
                governors(document, self.reading.spans, token),
            )
        return self._rows[token]


def fold_of(article: dict[str, Any], folds: int = 5) -> int:
    """The fold of an article, by its story, so that no story is in two."""
    name = str(article.get("story") or article["id"])
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % folds


def read_once(articles: Iterable[dict[str, Any]], folder: Path) -> None:
    """Reads the articles whose readings are not kept in the folder yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for article in articles:
        path = folder / f"{article['id'].replace('/', '_')}.pkl"
        if path.exists():
            continue
        reading = _read(article)
        part = path.with_suffix(".part")
        part.write_bytes(pickle.dumps(reading))
        os.replace(part, path)


def _read(article: dict[str, Any]) -> Reading | None:
    from reportedly.blocks import with_blocks
    from reportedly.reading.attribution.further import LEAST_CONFIDENCE
    from reportedly.reading.attribution.statements import find_statements
    from reportedly.reading.entities.find import find_entities
    from reportedly.reading.integrity import with_language
    from reportedly.reading.neural.decode import decode
    from reportedly.reading.neural.encoder import encoder
    from reportedly.reading.neural.name_tags import with_names
    from reportedly.reading.syntax.parse import parse
    from reportedly.reading.text.unwrap import unwrap
    from reportedly.reading.times.find import find_times

    fields = {name: article.get(name) for name in ("id", "title", "published", "outlet", "url")}
    read = with_language(with_blocks(Article(text=article["text"], **fields)))
    if read.language != "en":
        return None
    read = replace(read, text=unwrap(read.text))
    document = parse(read)
    middle: list[NDArray[np.float16]] = []
    scores = encoder().score(read.text, middle=lambda window: middle.append(window.astype(np.float16)))
    scores = replace(scores, middle=np.concatenate([window[1:-1] for window in middle]) if middle else None)
    document = with_names(document, scores)
    attributions = decode(scores, read.text, floor=LEAST_CONFIDENCE)
    entities = find_entities(document)
    times = find_times(document)
    return Reading(
        document=document,
        entities=entities,
        times=times,
        statements=find_statements(document, attributions, entities, times, scores),
        middle=tuple(middle),
        spans=scores.pieces,
    )


def load_examples(articles: Sequence[dict[str, Any]], folder: Path) -> list[Example]:
    """Examples of the annotated articles whose readings are kept in the folder."""
    found = []
    for article in articles:
        path = folder / f"{article['id'].replace('/', '_')}.pkl"
        reading = pickle.loads(path.read_bytes()) if path.exists() else None
        if reading is not None:
            found.append(_example(article, reading))
    return found


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSON lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _example(article: dict[str, Any], reading: Reading) -> Example:
    document, spans, text = reading.document, reading.spans, article["text"]
    candidates = Candidates(document, reading.entities, reading.times, reading.statements)
    events = article["gold"]["events"]
    example = Example(
        id=article["id"],
        article=article,
        reading=reading,
        candidates=candidates,
        triggers=[],
        tags=np.zeros(len(spans), np.int64),
    )
    named = [(tuple(e["trigger"]), row, False) for row, e in enumerate(events) if e.get("trigger")]
    unknown = np.zeros(len(spans), bool)
    for row, event in enumerate(events):
        words = [text[slice(*e["trigger"])] for e in events if e["key"] == event["key"] and e.get("trigger")]
        for clause in event.get("also") or ():
            span = _trigger_again(text, clause, words)
            if span is not None:
                named.append((span, row, True))
            else:
                unknown[slice(*piece_range(spans, *clause))] = True
    at: dict[int, list[int]] = {}
    for span, row, repeated in named:
        token = _head(document, span)
        if token is None:
            continue
        first, end = piece_range(spans, *document.span(token, token + 1))
        if first >= end:
            continue
        at.setdefault(token, []).append(row)
        if len(at[token]) == 1:
            example.triggers.append(_trigger(example, token, first, end - 1, row, repeated=repeated))
    for trigger in example.triggers:
        example.tags[trigger.first : trigger.last + 1] = 2
        example.tags[trigger.first] = 1
        unknown[trigger.first : trigger.last + 1] = False
        rows = at[trigger.token]
        _add_statements(trigger, [events[row] for row in rows], reading.statements)
        if not trigger.repeated:
            trigger.evidence = [piece_range(spans, *events[row]["evidence"]) for row in rows]
            fixed = (events[row].get("status_words") for row in rows)
            trigger.words = [piece_range(spans, *words) for words in fixed if words]
    example.tags[unknown] = -100
    return example


def _trigger(example: Example, token: int, first: int, last: int, row: int, *, repeated: bool) -> Trigger:
    event = example.article["gold"]["events"][row]
    found = example.candidates.near(token)
    right = np.zeros(len(found), np.float32)
    reading = example.reading
    people, place = event["participants"], event.get("place")
    for number, candidate in enumerate(found):
        if candidate.role is Role.TIME:
            words, span = event.get("when_words"), reading.times[candidate.index].span
            if words and not repeated:
                right[number] = span[0] < words[1] and words[0] < span[1]
            else:
                day = from_timex(reading.times[candidate.index].value)
                right[number] = bool(event.get("when")) and day == event["when"]
        elif candidate.role is not Role.STATEMENT:
            entity = reading.entities[candidate.index]
            if candidate.role is Role.PARTICIPANT:
                right[number] = any(same_name(name, entity.name) for name in people)
            else:
                names = (entity.name, example.candidates.index.building(entity))
                right[number] = bool(place) and any(name and same_name(place, name) for name in names)
    return Trigger(
        token=token,
        first=first,
        last=last,
        repeated=repeated,
        kind=TYPES.index(event["type"]),
        status=STATUSES.index(event["status"]),
        key=event["key"],
        candidates=found,
        features=example.candidates.features(token, found),
        right=right,
        words=[],
        evidence=[],
        own=not event["chain"],
    )


def _add_statements(trigger: Trigger, events: Sequence[dict[str, Any]], statements: Sequence[Statement]) -> None:
    """One word may be reported on several chains: each of them is right."""
    chains = [[link["name"] for link in event["chain"]] for event in events if event["chain"]]
    for number, candidate in enumerate(trigger.candidates):
        if candidate.role is Role.STATEMENT:
            names = [link.name for link in statements[candidate.index].chain]
            trigger.right[number] = any(same_chain(chain, names) for chain in chains)


def _head(document: Document, span: Span) -> int | None:
    tokens = document.tokens_in(span)
    if not tokens:
        return None
    return next((t for t in tokens if document.head(t) not in tokens or document.head(t) == t), tokens[-1])


def _trigger_again(text: str, clause: Sequence[int], triggers: Sequence[str]) -> Span | None:
    """The word of a clause that names the event again: it begins like one of its triggers."""
    stems = {word.casefold()[:5] for trigger in triggers for word in _WORD.findall(trigger) if len(word) > 2}
    stems -= {word[:5] for word in _COMMON}
    meets = any(stem.startswith(("met", "meet")) for stem in stems)
    for match in _WORD.finditer(text, clause[0], clause[1]):
        word = match.group().casefold()
        if word[:5] in stems or (meets and word.startswith(("met", "meet"))):
            return match.span()
    return None


def _words(name: str | None) -> list[str]:
    words = [word.casefold() for word in _WORD.findall(name or "")]
    return [word for word in words if word not in _STOP] or words


def same_name(a: str | None, b: str | None) -> bool:
    """Whether two names share the head word: the last word of the shorter."""
    x, y = _words(a), _words(b)
    if not x or not y:
        return not x and not y
    short, long = sorted((x, y), key=len)
    return short[-1] in long


def same_chain(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two chains have the same links in the same order."""
    return len(a) == len(b) and all(same_name(x, y) for x, y in zip(a, b, strict=True))
