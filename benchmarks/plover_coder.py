"""What one actor of a sentence does to another, as a PLOVER root (Halterman and others 2023), learned from examples.

The signs of a pair are words: lemmas with the actors masked, the predicates from the source's verb down to the act,
their objects, negation and modality, and the frames of our own word list (`plover_words.toml`). A softmax over
them with a ridge penalty is learned from a thousand coded sentences in two seconds; it needs numpy alone.
"""

from __future__ import annotations

import functools
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Span
from reportedly.reading.document import Document

__all__ = ["Coder", "Signs", "find_signs", "fit_coder"]

Signs = Mapping[str, Sequence[str]]
"""The signs of one pair of actors by group: `words`, `between`, `predicates`, `frames`, `mentions`; with repeats."""

# Each group is normalised by itself, so that a long sentence does not drown its verb, then weighed.
_WEIGHTS = {"words": 1.0, "between": 0.5, "predicates": 1.0, "frames": 0.5, "mentions": 0.25}
# Five-fold on 1,050 coded sentences the score is flat from .0002 to .0008; .001 and more lose the rare roots.
_RIDGE = 0.0004
_STEPS = 80
# Roots are far from equally common, and macro-F1 weighs them alike: part of the log of their share is taken off.
_PRIOR_OFF = 0.2

_SOURCE, _TARGET, _NAME, _NUMBER = "<source>", "<target>", "<name>", "<number>"
_OBJECTS = {"dobj", "attr", "acomp", "nsubjpass", "oprd", "dative"}
_MODIFIERS = {"compound", "amod", "poss", "det"}
_TO_COME = {"will", "would", "shall"}
_MAYBE = {"could", "may", "might", "should", "must"}
_MODALS = _TO_COME | _MAYBE | {"can"}
_DEEPEST = 3


@functools.cache
def _frames() -> Mapping[str, frozenset[str]]:
    """The frames that each lemma of the word list stands in."""
    data = tomllib.loads(Path(__file__).with_name("plover_words.toml").read_text("utf-8"))
    frames: dict[str, set[str]] = {}
    for table in ("frames", "marks"):
        for name, words in data[table].items():
            for word in words.split():
                frames.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in frames.items()}


def _frames_of(word: str) -> list[str]:
    """Frames of a verb with its particle ("lay_down"), or else of the verb alone."""
    return sorted(_frames().get(word) or _frames().get(word.split("_")[0], frozenset()))


def find_signs(document: Document, source: Sequence[Span], target: Sequence[Span]) -> Signs:
    """The signs of what `source` does to `target`, where either may be named more than once or not at all.

    Args:
        document: The sentence, parsed.
        source, target: Spans in code points of the text, in text order.
    """
    actors = _Actors(document, source, target)
    words = actors.masked()
    predicates, verbs, manner, objects, governors, also = _predicates(actors)
    stage = _stage(verbs, manner, document.lemmas)
    return {
        "words": [*words, *(f"{a} {b}" for a, b in pairwise(words)), *(f"={w.lower()}" for w in document.words)],
        "between": _between(words),
        "predicates": predicates,
        "frames": _frame_signs(verbs, objects, governors, also, stage),
        "mentions": [name for lemma in document.lemmas for name in sorted(_frames().get(lemma, ()))],
    }


class _Actors:
    """A sentence with the tokens of its two actors."""

    def __init__(self, document: Document, source: Sequence[Span], target: Sequence[Span]) -> None:
        self.document = document
        self.source = {token for span in source for token in document.tokens_in(span)}
        self.target = {token for span in target for token in document.tokens_in(span)}
        self.source_head = self._head(source)
        self.target_head = self._head(target)

    def _head(self, spans: Sequence[Span]) -> int | None:
        """The token that the first span hangs by, nouns before the rest."""
        document = self.document
        for span in spans:
            tokens = document.tokens_in(span)
            tops = [t for t in tokens if document.head(t) not in tokens or document.head(t) == t]
            if tops:
                return next((t for t in tops if document.pos[t] in {"NOUN", "PROPN", "PRON"}), tops[0])
        return None

    def is_actor(self, token: int) -> bool:
        return token in self.source or token in self.target

    def masked(self) -> list[str]:
        """Lemmas of the sentence with actors, other names and numbers masked; one mask for a run of tokens."""
        words: list[str] = []
        for token, lemma in enumerate(self.document.lemmas):
            pos = self.document.pos[token]
            mask = self._mask(token) or (_NAME if pos == "PROPN" else None)
            if mask is None:
                words.append(_NUMBER if pos == "NUM" else lemma)
            elif not words or words[-1] != mask:
                words.append(mask)
        return words

    def _mask(self, token: int) -> str | None:
        return _SOURCE if token in self.source else _TARGET if token in self.target else None

    def word(self, token: int) -> str:
        return self._mask(token) or self.document.lemmas[token]


def _between(words: Sequence[str]) -> list[str]:
    """Words and pairs of words between the first mentions of source and target."""
    if _SOURCE not in words or _TARGET not in words:
        return []
    first, last = sorted((words.index(_SOURCE), words.index(_TARGET)))
    middle = words[first + 1 : last]
    return [*middle, *(f"{a} {b}" for a, b in pairwise(middle))]


def _predicates(actors: _Actors) -> tuple[list[str], list[str], list[str], list[str], list[str], list[str]]:
    """Signs of the act; then its verbs, their manner, objects, what governs the target, and verbs joined to it."""
    document = actors.document
    signs: list[str] = []
    verbs: list[str] = []
    manners: list[str] = []
    objects: list[str] = []
    governors: list[str] = []
    also: list[str] = []
    words = actors.masked()
    if _SOURCE in words and _TARGET in words:
        signs.append(f"source first {words.index(_SOURCE) < words.index(_TARGET)}")
    if actors.source_head is not None:
        chain = _act(document, actors.source_head)
        signs.append(f"source is {document.deps[actors.source_head]}")
        for depth, token in enumerate(chain):
            verb, manner = _verb(document, token), _manner(document, token)
            verbs.append(verb)
            manners += manner
            if depth:
                signs += [f"act {verb}", f"act {verbs[-2]} {verb}", *(f"act in {m}" for m in manner)]
            else:
                signs += [f"verb {verb}", *(f"in {m}" for m in manner), *(f"{verb} in {m}" for m in manner)]
        for token in chain:
            signs += _company(actors, token, objects)
            also += [
                document.lemmas[c]
                for c in document.children[token]
                if document.deps[c] == "conj" and document.pos[c] == "VERB"
            ]
    signs += [f"and {verb}" for verb in also]
    if actors.target_head is not None:
        for token in list(document.ancestors(actors.target_head))[:4]:
            governors.append(document.lemmas[token])
            if document.pos[token] == "VERB":
                break
        signs += [f"over {lemma}" for lemma in governors]
        signs.append(f"target is {document.deps[actors.target_head]}")
        if governors:
            signs += [f"right over {governors[0]}", f"way {' '.join(governors[:2])}"]
    return signs, verbs, manners, objects, governors, also


def _act(document: Document, actor: int) -> list[int]:
    """The verb over an actor and the acts that it speaks of: "agreed" and "release" of "agreed to release"."""
    verb = next(
        (t for t in document.ancestors(actor) if document.pos[t] in {"VERB", "AUX"} or document.deps[t] == "ROOT"),
        actor,
    )
    chain = [verb]
    while len(chain) <= _DEEPEST:
        below = [c for c in document.children[chain[-1]] if document.deps[c] in {"xcomp", "ccomp"}]
        if not below:
            break
        chain.append(below[0])
    return chain


def _verb(document: Document, token: int) -> str:
    particles = [document.lemmas[c] for c in document.children[token] if document.deps[c] == "prt"]
    return "_".join([document.lemmas[token], *particles])


def _manner(document: Document, token: int) -> list[str]:
    """Tag of a verb, its modal, negation, passive and infinitive."""
    manner = []
    for child in document.children[token]:
        dep, lemma = document.deps[child], document.lemmas[child]
        if dep == "neg":
            manner.append("not")
        elif dep == "auxpass":
            manner.append("passive")
        elif dep == "aux":
            tag = document.tags[child]
            modal = lemma in _MODALS or tag == "MD"
            manner.append(f"modal {lemma}" if modal else "to" if tag == "TO" else f"aux {lemma}")
    return [*manner, document.tags[token]]


def _company(actors: _Actors, verb: int, objects: list[str]) -> Iterator[str]:
    """Objects and prepositional objects of a verb; the objects' lemmas are put into `objects` too."""
    document = actors.document
    lemma = document.lemmas[verb]
    for child in document.children[verb]:
        dep, word = document.deps[child], document.lemmas[child]
        if dep in _OBJECTS and not actors.is_actor(child):
            objects.append(word)
            yield f"object {word}"
            yield f"{lemma} {word}"
            for below in document.children[child]:
                if document.deps[below] in _MODIFIERS and not actors.is_actor(below):
                    yield f"object's {document.lemmas[below]}"
                if document.deps[below] == "prep":
                    for last in document.children[below]:
                        yield f"object {document.lemmas[below]} {actors.word(last)}"
        elif dep in {"prep", "agent"}:
            for last in document.children[child]:
                yield f"{lemma} {word} {actors.word(last)}"
                yield f"{word} {actors.word(last)}"


def _stage(verbs: Sequence[str], manner: Sequence[str], lemmas: Sequence[str]) -> str:
    """Whether the act is done, to come, possible, denied or spoken of as willed."""
    modals = {m.removeprefix("modal ") for m in manner if m.startswith("modal ")}
    willed = any("willing" in _frames_of(verb) for verb in verbs[:-1]) or not {"willing", "ready"}.isdisjoint(lemmas)
    stages = {
        "to come": modals & _TO_COME,
        "may be": modals & _MAYBE,
        "not": "not" in manner,
        "willed": willed,
    }
    return " ".join(name for name, holds in stages.items() if holds) or "done"


def _frame_signs(
    verbs: Sequence[str], objects: Sequence[str], governors: Sequence[str], also: Sequence[str], stage: str
) -> list[str]:
    signs = [f"stage {stage}"]
    above: list[str] = []
    for depth, verb in enumerate(verbs):
        frames = _frames_of(verb)
        place = "last" if depth == len(verbs) - 1 else "first"
        for name in frames:
            signs += [f"verb {name}", f"{place} verb {name}", f"verb {name} {stage}"]
        signs += [f"{a} then {b}" for a in above for b in frames]
        above = frames
    in_verbs = [name for verb in verbs for name in _frames_of(verb)]
    for word in objects:
        for name in _frames_of(word):
            signs += [f"object {name}", f"object {name} {stage}", *(f"{verb} of {name}" for verb in in_verbs)]
    signs += [f"over {name}" for word in governors for name in _frames_of(word)]
    return signs + [f"and {name}" for word in also for name in _frames_of(word)]


@dataclass(frozen=True, slots=True)
class Coder:
    """A learned coder of pairs of actors.

    Attributes:
        roots: What it tells apart, in alphabetical order.
        rows: The row of `weights` of each (group, sign) seen in two examples or more.
        rarity: float32, shape (rows,): inverse document frequency of each sign.
        weights: float32, shape (rows, roots).
        bias: float32, shape (roots,).
    """

    roots: tuple[str, ...]
    rows: Mapping[tuple[str, str], int]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, examples: Sequence[Signs]) -> NDArray[np.float32]:
        """Log-odds up to a constant for each example, shape (examples, roots)."""
        return cast("NDArray[np.float32]", _matrix(examples, self.rows, self.rarity) @ self.weights + self.bias)

    def __call__(self, examples: Sequence[Signs]) -> list[str]:
        """The likeliest root of each example."""
        return [self.roots[best] for best in self.scores(examples).argmax(1).tolist()]


def fit_coder(examples: Sequence[Signs], roots: Sequence[str]) -> Coder:
    """A coder from examples and their roots; the same examples, the same coder.

    Raises:
        ValueError: No examples, or not one root for each.
    """
    if not examples or len(examples) != len(roots):
        raise ValueError(f"{len(examples)} examples and {len(roots)} roots: give one root for each, and some")
    known = tuple(sorted(set(roots)))
    gold = np.array([[root == one for one in known] for root in roots], np.float64)
    counts = Counter((group, sign) for signs in examples for group in _WEIGHTS for sign in set(signs[group]))
    seen = sorted(key for key, n in counts.items() if n > 1)
    rows = {key: row for row, key in enumerate(seen)}
    df = np.array([counts[key] for key in seen], np.float64)
    rarity = (np.log((1 + len(examples)) / (1 + df)) + 1).astype(np.float32)
    matrix = _matrix(examples, rows, rarity)
    duals, bias = _fit_softmax((matrix @ matrix.T).astype(np.float64), gold)
    bias -= _PRIOR_OFF * np.log(gold.mean(0))
    weights = matrix.T @ duals.astype(np.float32)
    return Coder(known, rows, rarity, weights, bias.astype(np.float32))


def _matrix(
    examples: Sequence[Signs], rows: Mapping[tuple[str, str], int], rarity: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Weighed signs, float32, shape (examples, rows): log counts times rarity, of length 1 in each group."""
    matrix = np.zeros((len(examples), len(rows)), np.float32)
    for line, signs in zip(matrix, examples, strict=True):
        for group, weight in _WEIGHTS.items():
            counts = Counter(rows[group, sign] for sign in signs[group] if (group, sign) in rows)
            if not counts:
                continue
            columns = np.fromiter(counts, np.intp, len(counts))
            values = np.log1p(np.fromiter(counts.values(), np.float32, len(counts))) * rarity[columns]
            line[columns] = values * np.float32(weight**0.5) / np.linalg.norm(values)
    return matrix


def _fit_softmax(
    kernel: NDArray[np.float64], gold: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Softmax regression with a ridge penalty, in the space of the examples' inner products.

    The curvature of the loss is bounded by half that of least squares (Böhning 1992), which is diagonal in the kernel's
    eigenvectors: each step divides by it, with Nesterov's momentum.

    Args:
        kernel: shape (examples, examples).
        gold: 1 for the root of an example and 0 elsewhere, shape (examples, roots).

    Returns:
        Weights of the examples, shape (examples, roots), and of the roots, shape (roots,).
    """
    n = len(gold)
    values, vectors = np.linalg.eigh(kernel)
    large = values > 1e-6 * max(values[-1], 1e-12)
    values, vectors = values[large], vectors[:, large]
    inputs = vectors * np.sqrt(values)
    curvature = (0.5 * values / n + _RIDGE)[:, None]
    weights = ahead = np.zeros((len(values), gold.shape[1]))
    bias = bias_ahead = np.log(gold.mean(0))
    momentum = 1.0
    for _ in range(_STEPS):
        odds = inputs @ ahead + bias_ahead
        shares = np.exp(odds - odds.max(1, keepdims=True))
        wrong = (shares / shares.sum(1, keepdims=True) - gold) / n
        next_weights = ahead - (inputs.T @ wrong + _RIDGE * ahead) / curvature
        next_bias = bias_ahead - 2 * wrong.sum(0)
        after = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        push = (momentum - 1) / after
        ahead = next_weights + push * (next_weights - weights)
        bias_ahead = next_bias + push * (next_bias - bias)
        weights, bias, momentum = next_weights, next_bias, after
    return (vectors / np.sqrt(values)) @ weights, bias
