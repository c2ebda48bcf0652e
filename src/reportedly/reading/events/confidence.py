"""How likely an event report is right as it stands: one logistic model over what the heads and the article say of it.

Fitted on reports of articles that no update of the heads has seen (`training/events/fit.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportedly.reading.neural.linear import LinearModel
from reportedly.vocabulary import EventType, Status

__all__ = ["Facts", "confidence", "fact_vector", "n_facts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one report.

    Attributes:
        tagged, valid: As in `EventMention`; `best` is the highest probability of the event's mentions.
        status, type, chain: How likely the chosen one is.
        sentence, share: Where it stands: sentences before it, and their share of the article.
        saying, group: How many mentions say it, and how many report the event.
        people: How many take part; `place`, `day`: whether these are told.
        own_voice: The article says it itself.
        words: Words that fix the status were found; `held_together`: they stand in the evidence.
        length: Sentences of the article.
        reports: How many reports the event has; `rank` counts the likelier ones, `same_status` those of this status.
        pronoun: The event is named by a pronoun.
    """

    tagged: float
    valid: float
    best: float
    status: float
    type: float
    chain: float
    sentence: int
    share: float
    saying: int
    group: int
    people: int
    place: bool
    day: bool
    own_voice: bool
    words: bool
    length: int
    kind: EventType
    status_name: Status
    held_together: bool
    reports: int = 1
    rank: int = 0
    same_status: int = 0
    pronoun: bool = False


_TYPES, _STATUSES = tuple(EventType), tuple(Status)
_OFF = frozenset({Status.CANCELLED, Status.POSTPONED, Status.RULED_OUT, Status.UNCONFIRMED, Status.RESCHEDULED})
_AHEAD = frozenset({Status.SCHEDULED, Status.PLANNED})


def fact_vector(facts: Facts) -> NDArray[np.float64]:
    """The facts as numbers, float64, shape (`n_facts()`,)."""

    def odds(p: float) -> float:
        p = min(max(p, 1e-3), 1.0 - 1e-3)
        return float(np.log(p / (1.0 - p)))

    is_off = facts.status_name in _OFF
    values = [
        odds(facts.tagged),
        odds(facts.valid),
        odds(facts.best),
        odds(facts.status),
        odds(facts.type),
        odds(facts.chain),
        float(np.log1p(facts.sentence)),
        facts.share,
        float(facts.sentence == 0),
        float(np.log(facts.saying)),
        float(np.log(facts.group)),
        float(min(facts.people, 3)),
        float(facts.people == 0),
        float(facts.place),
        float(facts.day),
        float(facts.own_voice),
        float(facts.words),
        float(np.log1p(facts.length)),
        float(facts.held_together),
        float(np.log(facts.reports)),
        float(min(facts.rank, 3)),
        float(facts.rank == 0),
        float(facts.same_status),
        float(facts.pronoun),
        float(is_off),
        float(is_off and facts.words and facts.held_together),
        odds(facts.status) * is_off,
        float(facts.status_name in _AHEAD and facts.day),
        float(facts.status_name is Status.HELD and facts.day),
        odds(facts.valid) * odds(facts.tagged) / 4.0,
        *(float(facts.kind is kind) for kind in _TYPES),
        *(float(facts.status_name is status) for status in _STATUSES),
    ]
    return np.array(values, np.float64)


def n_facts() -> int:
    """Length of a fact vector."""
    return 30 + len(_TYPES) + len(_STATUSES)


def confidence(facts: Facts, buckets: list[int], model: LinearModel | None) -> float:
    """Probability that a report is right, by the shipped model; 1 where there is none.

    Args:
        facts: What is known of it.
        buckets: `linear.wide_rows` of the features of its mention.
        model: With one class.
    """
    if model is None:
        return 1.0
    raw = float(model(buckets, fact_vector(facts))[0])
    return float(1.0 / (1.0 + np.exp(-np.clip(raw, -40.0, 40.0))))
