"""Who takes part in an event: what its mentions say of each name, weighed by one logistic model.

The heads judge each mention of a name beside each trigger; an event has several triggers and a name several mentions.
Fitted, like confidence, on articles that no update of the heads has seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.reading.document import Document
from reportedly.reading.events.candidates import Candidates, Role
from reportedly.reading.events.mentions import EventMention
from reportedly.record import Entity
from reportedly.vocabulary import EntityKind, EventType

__all__ = ["find_participants", "participant_facts"]

_KINDS, _TYPES = tuple(EntityKind), tuple(EventType)
_JUDGES = frozenset(
    "condemn criticise criticize welcome praise deplore denounce hail slam applaud lament regret defend mock".split()
)
_DECLINES = frozenset("decline refuse".split())
_TO_SPEAK = frozenset("rule comment confirm say discuss deny speculate disclose".split())
_LEAST = -4.0  # log-odds below which a name is not worth a look


def participant_facts(
    candidates: Candidates, group: Sequence[EventMention], kind: EventType, place: str | None
) -> tuple[list[Entity], NDArray[np.float64]]:
    """The names near an event's mentions, and what is known of each; float64, shape (names, facts).

    Args:
        candidates: Of the article.
        group: The mentions of the event.
        kind: Its type.
        place: Where it is, as far as told.
    """
    odds: dict[str, list[float]] = {}
    first: dict[str, Entity] = {}
    for mention in group:
        best: dict[str, float] = {}
        for candidate, value in zip(mention.candidates, mention.odds, strict=True):
            if candidate.role is Role.PARTICIPANT:
                entity = candidates.entities[candidate.index]
                best[entity.name] = max(best.get(entity.name, -np.inf), float(value))
                if entity.name not in first or entity.mentions[:1] < first[entity.name].mentions[:1]:
                    first[entity.name] = entity
        for name, value in best.items():
            odds.setdefault(name, []).append(value)
    names = sorted(
        (name for name, values in odds.items() if max(values) > _LEAST), key=lambda n: (first[n].mentions[:1], n)
    )
    highest = {name: max(odds[name]) for name in names}
    ranked = sorted(names, key=lambda name: -highest[name])
    speakers = {
        name for mention in group for chain in mention.chains for name in chain if mention.chains[chain][0] > 0.5
    }
    rows = [
        [
            highest[name],
            max(0.0, highest[name]),
            float(np.mean(odds[name])),
            float(np.log(len(odds[name]))),
            sum(value > 0.0 for value in odds[name]) / len(group),
            len(odds[name]) / len(group),
            float(np.log(len(group))),
            float(np.log1p(len(first[name].mentions))),
            float(min(ranked.index(name), 4)),
            highest[name] - highest[ranked[0]],
            float(min(sum(value > 0.0 for value in highest.values()), 5)),
            float(name == place),
            float(name in speakers),
            *(float(first[name].kind is value) for value in _KINDS),
            *(float(kind is value) for value in _TYPES),
        ]
        for name in names
    ]
    width = 13 + len(_KINDS) + len(_TYPES)
    return [first[name] for name in names], np.array(rows, np.float64).reshape(-1, width)


def find_participants(
    candidates: Candidates,
    group: Sequence[EventMention],
    kind: EventType,
    place: str | None,
    settings: Mapping[str, Any],
) -> list[Entity]:
    """Who takes part, in text order.

    Args:
        candidates, group, kind, place: As for `participant_facts`.
        settings: `weights`, `bias` and `floor` of the logistic model.
    """
    entities, facts = participant_facts(candidates, group, kind, place)
    judges = _judges(candidates, group)
    raw = facts @ np.asarray(settings["weights"], np.float64) + float(settings["bias"])
    floor = float(settings["floor"])
    least = np.log(floor / (1.0 - floor))
    return [e for e, value in zip(entities, raw.tolist(), strict=True) if value > least and e.name not in judges]


def _judges(candidates: Candidates, group: Sequence[EventMention]) -> frozenset[str]:
    """Names of those who only speak of an event: "condemned the summit", "declined to confirm the visit"."""
    document = candidates.document
    speaking: set[str] = set()
    others: set[str] = set()
    triggers = [mention.token for mention in group]
    seen = {
        (candidate.token, candidates.entities[candidate.index].name)
        for mention in group
        for candidate in mention.candidates
        if candidate.role is Role.PARTICIPANT
    }
    for token, name in seen:
        while document.deps[token] in ("compound", "appos", "nmod") and document.head(token) != token:
            token = document.head(token)  # "lawyer Karim Toure"
        verb = document.head(token)
        is_subject = document.deps[token] == "nsubj"
        (speaking if is_subject and _is_judging(document, verb, triggers) else others).add(name)
    return frozenset(speaking - others)


def _is_judging(document: Document, verb: int, triggers: Sequence[int]) -> bool:
    lemma = document.lemmas[verb]
    for child in document.children[verb]:
        spoken_of = (lemma in _JUDGES and document.deps[child] == "dobj" and document.pos[child] == "NOUN") or (
            lemma in _DECLINES and document.deps[child] == "xcomp" and document.lemmas[child] in _TO_SPEAK
        )
        if spoken_of and any(token in document.subtree(child) for token in triggers):
            return True
    return False
