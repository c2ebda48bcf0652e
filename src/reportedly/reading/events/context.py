"""What the parse says around a trigger, as hashed features: tense, auxiliaries, negation, governing words, dates.

The encoder sees the words; these say how they hang together, which a small encoder learns slowly from few examples.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from reportedly.edtf import days_of, from_timex
from reportedly.reading.document import Document
from reportedly.reading.syntax.clauses import clause_head, is_negated, is_verb, tense
from reportedly.record import Time

__all__ = ["N_BUCKETS", "context_features", "context_rows", "hashed", "surrounding_features"]

N_BUCKETS = 8192
_STEPS = 4  # heads above the trigger that are looked at
_AUXILIARIES = ("aux", "auxpass", "neg", "mark", "prt")


def context_rows(
    document: Document, token: int, times: Sequence[tuple[int, Time]], published: date | None
) -> list[int]:
    """Buckets of the features of a trigger, each once, in a stable order."""
    return hashed(context_features(document, token, times, published))


def hashed(features: Iterable[str]) -> list[int]:
    """Buckets of named features, each once, sorted."""
    return sorted({zlib.crc32(feature.encode()) % N_BUCKETS for feature in set(features)})


def context_features(
    document: Document, token: int, times: Sequence[tuple[int, Time]], published: date | None
) -> Iterator[str]:
    """The features by name.

    Args:
        document: The parsed article.
        token: The trigger's head.
        times: Time expressions of the trigger's sentence, each with the token that carries its syntax.
        published: Day of publication, which says what lies ahead.
    """
    lemmas, deps, tags = document.lemmas, document.deps, document.tags
    sentence = document.sentence_of(token)
    yield f"lemma {lemmas[token]}"
    yield f"tag {tags[token]}"
    yield f"dep {deps[token]}"
    yield from _around(document, "own", token)
    for child in document.children[token]:
        if deps[child] in ("amod", "compound", "det", "poss", "nummod", "advmod", "prt"):
            yield f"{deps[child]} {lemmas[child]}"
        elif deps[child] in ("prep", "acl", "relcl", "xcomp", "dobj", "appos"):
            yield f"below {deps[child]} {lemmas[child]}"
    node = token
    for step in range(1, _STEPS + 1):
        head = document.head(node)
        if head == node:
            yield f"root at {step}"
            break
        yield f"up {step} {deps[node]} {lemmas[head]}"
        yield f"above {deps[node]} {lemmas[head]}"
        yield f"over {lemmas[head]}"
        if is_verb(document, head):
            yield from _around(document, f"above {step}", head)
            yield from _around(document, "higher", head)
        node = head
    clause = clause_head(document, token)
    yield f"clause {tense(document, clause)}"
    yield f"clause verb {lemmas[clause]} {tense(document, clause)}"
    if is_verb(document, token):
        yield f"tense {tense(document, token)}"
        yield f"verb {lemmas[token]} {tense(document, token)}"
    if is_negated(document, clause) or is_negated(document, token):
        yield "negated"
    root = node
    while (above := document.head(root)) != root:
        root = above
    yield f"root {lemmas[root]} {tense(document, root)}"
    nearest: tuple[int, str] | None = None
    for place, time in times:
        side = _side(time, published)
        if side is None:
            continue
        yield f"day {side}"
        if nearest is None or abs(place - token) < nearest[0]:
            nearest = (abs(place - token), side)
    if nearest is None:
        yield "no day"
    else:
        yield f"nearest day {nearest[1]}"
        yield f"nearest day {nearest[1]} {tense(document, clause)}"
    yield f"sentence {min(sentence, 3)}"


_NEAR, _WITHIN = 3, 10
_CONTENT = frozenset({"VERB", "AUX", "ADV", "PART", "ADJ", "NOUN", "SCONJ", "ADP"})


def surrounding_features(document: Document, token: int) -> Iterator[str]:
    """The words around a trigger within its sentence, by name: the nearest by place, the others as a bag."""
    lemmas = document.lemmas
    sentence = document.tokens_of_sentence(document.sentence_of(token))
    for offset in range(-_NEAR, _NEAR + 1):
        if offset and token + offset in sentence:
            yield f"at {offset} {lemmas[token + offset]}"
    for first, second in ((-1, 0), (0, 1), (-2, -1), (1, 2)):
        if token + first in sentence and token + second in sentence:
            yield f"pair {first} {lemmas[token + first]} {lemmas[token + second]}"
    for place in range(max(sentence.start, token - _WITHIN), min(sentence.stop, token + _WITHIN + 1)):
        if document.pos[place] in _CONTENT:
            yield f"{'before' if place < token else 'after'} {lemmas[place]}"


def _around(document: Document, name: str, token: int) -> Iterator[str]:
    """Auxiliaries, negation and particles of a word, and its tense where it is a verb."""
    words = [
        document.lemmas[child] if document.deps[child] != "neg" else "not"
        for child in document.children[token]
        if document.deps[child] in _AUXILIARIES
    ]
    for word in words:
        yield f"{name} {word}"
    if is_verb(document, token):
        yield f"{name} {tense(document, token)}"
        yield f"{name} {document.lemmas[token]} {tense(document, token)}"
        for child in document.children[token]:
            if document.deps[child] in ("acomp", "advmod", "prt", "attr", "oprd"):
                yield f"{name} with {document.lemmas[child]}"
            elif document.deps[child] in ("nsubj", "nsubjpass"):
                yield f"{name} {document.deps[child]} {document.lemmas[child]}"


def _side(time: Time, published: date | None) -> str | None:
    """Whether a time lies before, on, around or after the day of publication."""
    value = from_timex(time.value)
    days = days_of(value)
    # Decades and the like have no side: the heads were trained so.
    if days is None or published is None or (value and "X" in value):
        return None
    if days[0] > published:
        return "ahead" if days[0] == days[1] else "ahead, long"
    if days[1] < published:
        return "past" if days[0] == days[1] else "past, long"
    return "that day" if days[0] == days[1] else "around"
