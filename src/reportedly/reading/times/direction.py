"""Whether a day without a year or a week is the last or the coming one: learned, where the grammar cannot be sure.

`tense.governing_tense` reads the governing verb. "Needed answers by Friday", "up for a vote February 27" and "their
last meeting, on September 16" are told by other words, each of which says little: they are weighed by a logistic model
over hashed features of the parse and the calendar, fitted on annotated articles (`training.direction`).
Where the model is not sure, what the grammar chose stays.
"""

from __future__ import annotations

import functools
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from itertools import islice
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from reportedly.errors import ModelError
from reportedly.reading.document import Document
from reportedly.reading.syntax.clauses import is_verb, tense
from reportedly.reading.times.timex import Tense, first_day, unit_of

__all__ = ["N_BUCKETS", "Choice", "DirectionModel", "choice_rows", "choose", "direction_model"]

N_BUCKETS = 16384
_NEAR, _WITHIN = 3, 10  # tokens
_CONTENT = frozenset({"VERB", "AUX", "ADV", "PART", "ADJ", "NOUN", "SCONJ", "ADP"})
_STEPS = 4
_MOST = 60  # heads above and words below that are looked at: broken text has thousands
_WEEK = 7  # days
_DAYS = (3, 7, 14, 31, 60, 120, 240)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A phrase that may mean either of two stretches of the calendar.

    Attributes:
        past, future: What it means as the last and as the coming one, as TIMEX3.
        chosen: Which of them the grammar takes.
        tense: Where the governing verb puts it.
        published: The day from which both count.
    """

    past: str
    future: str
    chosen: str
    tense: Tense
    published: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionModel:
    """Log-odds that the coming one is meant.

    Attributes:
        weights: float32, shape (N_BUCKETS,).
        bias: Of all.
        sure: Log-odds from which on, either way, the grammar is overruled.
    """

    weights: NDArray[np.float32]
    bias: float
    sure: float

    def __call__(self, rows: list[int]) -> float:
        """The log-odds of a choice with these features."""
        return self.bias + math.fsum(self.weights[rows].tolist())  # exact, so the same on every processor


def choose(document: Document, tokens: range, choice: Choice) -> str:
    """The one of the two that is meant.

    Args:
        document: The parsed article.
        tokens: Of the phrase.
        choice: What it may mean.
    """
    if choice.tense is Tense.APPOINTED and not _is_weekly(choice):
        return choice.chosen  # what is called off months ahead is rare in news, and plain all the same
    model = direction_model()
    odds = model(choice_rows(document, tokens, choice))
    if abs(odds) < model.sure:
        return choice.chosen
    return choice.future if odds > 0.0 else choice.past


def choice_rows(document: Document, tokens: range, choice: Choice) -> list[int]:
    """Buckets of the features of a choice, each once, sorted."""
    return sorted({zlib.crc32(name.encode()) % N_BUCKETS for name in _features(document, tokens, choice)})


@functools.cache
def direction_model() -> DirectionModel:
    """The shipped model.

    Raises:
        ModelError: Its file is missing or damaged.
    """
    path = files("reportedly.data") / "model" / "direction.npz"
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            weights = arrays["weights"].astype(np.float32)
            if weights.shape != (N_BUCKETS,):
                raise ValueError(f"{len(weights)} weights, expected {N_BUCKETS}")
            return DirectionModel(weights=weights, bias=float(arrays["bias"]), sure=float(arrays["sure"]))
    except (OSError, KeyError, ValueError, BadZipFile) as error:
        raise ModelError(
            "reportedly/data/model/direction.npz", f"cannot be read ({error})", "Install it anew"
        ) from error


def _features(document: Document, tokens: range, choice: Choice) -> Iterator[str]:
    inside = set(tokens)
    token = next((t for t in tokens if document.head(t) not in inside), tokens[-1])
    yield from _calendar(document, tokens, token, choice)
    yield from _governors(document, token)
    yield from _surroundings(document, tokens)


def _calendar(document: Document, tokens: range, token: int, choice: Choice) -> Iterator[str]:
    """How far both are away, what the grammar says, and how that goes with the governing verbs."""
    lemmas = document.lemmas
    past, future = first_day(choice.past), first_day(choice.future)
    back = _size((choice.published - past).days if past else 0)
    ahead = _size((future - choice.published).days if future else 0)
    unit = unit_of(choice.past) or "part"
    said = choice.tense.value
    chosen = "coming" if choice.chosen == choice.future else "last"
    before = lemmas[tokens[0] - 1] if tokens[0] else ""
    above = islice(document.ancestors(token), _MOST)
    verbs = list(islice((node for node in above if is_verb(document, node)), 2))
    tenses = [str(tense(document, verb)) for verb in verbs]
    verb = tenses[0] if tenses else ""
    yield from (
        f"tense {said}",
        f"chosen {chosen}",
        f"tense {said} chosen {chosen}",
        f"{unit}",
        f"{unit} tense {said}",
        f"{unit} back {back}",
        f"{unit} ahead {ahead}",
        f"{unit} {back} {ahead}",
        f"{unit} {back} {ahead} chosen {chosen}",
        f"before {before}",
        f"before {before} tense {said}",
        f"verb {verb}",
        f"verbs {' '.join(tenses)}",
        f"verb {verb} before {before}",
        f"verb {verb} tense {said} {unit}",
        f"verb {verb} {unit} {back} {ahead}",
        f"words {' '.join(lemmas[t] for t in tokens if lemmas[t].isalpha())}",
        f"early {document.sentence_of(token) < 2}",
    )
    if verbs:
        yield f"verb {lemmas[verbs[0]]} before {before}"
        yield f"verb {lemmas[verbs[0]]} {unit}"
        yield f"verb {lemmas[verbs[0]]} {verb} ahead {ahead}"
    if document.deps[token] == "pobj":
        preposition = document.head(token)
        yield f"of {lemmas[preposition]} {lemmas[document.head(preposition)]}"
        yield f"of {lemmas[document.head(preposition)]} {verb}"


def _governors(document: Document, token: int) -> Iterator[str]:
    """The words above a phrase, with their tenses and auxiliaries, and those below it."""
    lemmas, deps, tags = document.lemmas, document.deps, document.tags
    yield f"dep {deps[token]}"
    yield f"tag {tags[token]}"
    for child in document.children[token][:_MOST]:
        yield f"below {deps[child]} {lemmas[child]}"
    node = token
    for step in range(1, _STEPS + 1):
        above = document.head(node)
        if above == node:
            yield f"root at {step}"
            break
        yield f"up {step} {deps[node]} {lemmas[above]}"
        yield f"above {deps[node]} {lemmas[above]}"
        yield f"over {lemmas[above]}"
        if is_verb(document, above):
            said = tense(document, above)
            yield f"over {said}"
            yield f"over {step} {said}"
            yield f"over {lemmas[above]} {said}"
            for child in document.children[above][:_MOST]:
                if deps[child] in ("aux", "auxpass", "neg", "mark", "prt"):
                    yield f"with {lemmas[child]}"
                    yield f"with {step} {lemmas[child]}"
                elif deps[child] in ("nsubj", "nsubjpass", "acomp", "attr", "oprd", "dobj"):
                    yield f"with {deps[child]} {lemmas[child]}"
        else:
            for child in document.children[above][:_MOST]:
                if deps[child] in ("amod", "compound", "det", "poss", "acl"):
                    yield f"noun with {deps[child]} {lemmas[child]}"
        node = above


def _surroundings(document: Document, tokens: range) -> Iterator[str]:
    """The words of the sentence around a phrase: the nearest by place, the others as a bag."""
    lemmas = document.lemmas
    sentence = document.tokens_of_sentence(document.sentence_of(tokens[0]))
    for offset in range(1, _NEAR + 1):
        before, behind = tokens[0] - offset, tokens[-1] + offset
        if before in sentence:
            yield f"at -{offset} {lemmas[before]}"
        if behind in sentence:
            yield f"at {offset} {lemmas[behind]}"
    if tokens[0] - 2 in sentence:
        yield f"pair {lemmas[tokens[0] - 2]} {lemmas[tokens[0] - 1]}"
    for place in range(max(sentence.start, tokens[0] - _WITHIN), min(sentence.stop, tokens[-1] + _WITHIN + 1)):
        if place not in tokens and document.pos[place] in _CONTENT:
            yield f"{'left' if place < tokens[0] else 'right'} {lemmas[place]}"


def _is_weekly(choice: Choice) -> bool:
    past, future = first_day(choice.past), first_day(choice.future)
    return past is not None and future is not None and (future - past).days <= _WEEK


def _size(days: int) -> str:
    """A number of days, roughly."""
    return str(days) if days < _DAYS[0] else str(next((most for most in _DAYS if days <= most), "more"))
