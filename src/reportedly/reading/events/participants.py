"""Who takes part in an event: what its mentions say of each name, weighed by one logistic model.

The heads judge each mention of a name beside each trigger; an event has several triggers and a name several mentions.
Fitted, like confidence, on articles that no update of the heads has seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.lexicon.folding import fold
from reportedly.lexicon.gazetteer import gazetteer
from reportedly.reading.document import Document
from reportedly.reading.events.candidates import PHRASE, PRONOUN, Candidates, Role
from reportedly.reading.events.mentions import EventMention
from reportedly.reading.events.relations import (
    ARGUMENTS,
    BY,
    LOOSE,
    OWN,
    RELATIONS,
    SAYING,
    SOURCES,
    SUBJECTS,
    relation,
)
from reportedly.reading.syntax.clauses import clause_head
from reportedly.record import Entity
from reportedly.vocabulary import EntityKind, EventType

__all__ = ["find_participants", "n_participant_facts", "participant_facts"]

_KINDS, _TYPES = tuple(EntityKind), tuple(EventType)
_JUDGES = frozenset(
    "condemn criticise criticize welcome praise deplore denounce hail slam applaud lament regret defend mock".split()
)
_TELLS = frozenset("announce confirm disclose reveal report publicise publicize".split())
_DECLINES = frozenset("decline refuse".split())
_TO_SPEAK = frozenset("rule comment confirm say discuss deny speculate disclose".split())
_SPOKEN = frozenset({EventType.SPEECH, EventType.INTERVIEW, EventType.CONFERENCE})
# Who speaks after these has mostly not taken part.
_DONE = frozenset({EventType.OTHER, EventType.VOTE, EventType.STRIKE, EventType.SIGNING, EventType.LAUNCH})
_MET = frozenset({EventType.VISIT, EventType.MEETING, EventType.TALKS, EventType.SUMMIT})
_IS_SPEAKER = 12  # of the facts
_SAYS_SO = 0.65  # of 19 sources who are nothing else by the parse 8 took part below it, of 10 above it all
_FAR = -6.0  # log-odds of a name that does not stand in the sentence of a trigger
_N_BY_PARSE = 28 + 2 * len(LOOSE)
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
    near = _near(candidates, group, first)
    demonyms = _demonyms(candidates.document, group)
    has_owner = any(
        candidates.document.deps[child] == "poss" and candidates.document.pos[child] in ("NOUN", "PROPN")
        for mention in group
        for child in candidates.document.children[mention.token]
    )
    in_sentence = {name: max(near[name].odds, default=_FAR) for name in names}
    rows = []
    for name in names:
        better = sum(in_sentence[other] > max(in_sentence[name], 0.5) for other in names if other != name)
        rows.append(
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
                *_by_parse(first[name], near[name], highest[name], in_sentence[name], min(better, 3), kind),
                float(has_owner and OWN not in near[name].relations),
                float(has_owner and bool(near[name].relations & SUBJECTS)),
                float(first[name].country is not None and first[name].country in demonyms),
                float(any(set(name.split()) < set(other.split()) for other in names)),
                float((not near[name].odds) and len(group) > 1),
                *(float(row in near[name].relations) for row in range(len(RELATIONS))),
            ]
        )
    return [first[name] for name in names], np.array(rows, np.float64).reshape(-1, n_participant_facts())


def n_participant_facts() -> int:
    """How many facts `participant_facts` gives of each name."""
    return 13 + len(_KINDS) + len(_TYPES) + _N_BY_PARSE + 5 + len(RELATIONS)


@dataclass(slots=True)
class _Near:
    """How a name stands to an event's triggers, in the sentences of these.

    Attributes:
        odds: The heads' log-odds of its mentions there.
        relations: Rows of `RELATIONS`.
        named: Somewhere there by name, not by a pronoun or a phrase.
        in_clause: The highest of `odds` within the clause of a trigger.
        distance: Sentences to the nearest trigger, wherever it stands.
        pronoun: What the heads hold likeliest is a pronoun or a phrase.
        top: That mention's odds.
    """

    odds: list[float] = field(default_factory=list)
    relations: set[int] = field(default_factory=set)
    named: bool = False
    in_clause: float | None = None
    distance: int = 9
    pronoun: bool = False
    top: float = -np.inf


def _near(candidates: Candidates, group: Sequence[EventMention], names: Iterable[str]) -> dict[str, _Near]:
    document = candidates.document
    found = {name: _Near() for name in names}
    for mention in group:
        home, clause = document.sentence_of(mention.token), clause_head(document, mention.token)
        for candidate, value in zip(mention.candidates, mention.odds.tolist(), strict=True):
            if candidate.role is not Role.PARTICIPANT:
                continue
            one = found[candidates.entities[candidate.index].name]
            is_named = candidate.kind not in (PRONOUN, PHRASE)
            if value > one.top:
                one.top, one.pronoun = value, not is_named
            distance = abs(document.sentence_of(candidate.token) - home)
            one.distance = min(one.distance, distance)
            if distance:
                continue
            one.odds.append(value)
            one.named |= is_named
            one.relations.add(relation(document, mention.token, candidate.token))
            if clause_head(document, candidate.token) == clause:
                one.in_clause = value if one.in_clause is None else max(one.in_clause, value)
    return found


def _by_parse(
    entity: Entity, near: _Near, highest: float, in_sentence: float, better: int, kind: EventType
) -> list[float]:
    """Facts of one name; `better` counts those of the trigger's own sentence that the heads hold likelier."""
    here, away = float(bool(near.odds)), float(not near.odds)
    by_whom = BY in near.relations and kind not in _DONE  # "a visit by Orr", but "a ruling against a bid by Orr"
    argued = float(bool(near.relations & ARGUMENTS) or by_whom)
    speaks = bool(near.relations & SAYING)
    spoken = kind in _SPOKEN
    return [
        here,
        float(near.named),
        float(near.in_clause is not None),
        argued,
        float(near.pronoun),
        float(near.pronoun and not near.named),
        away * highest,
        away * better,
        here * in_sentence,
        0.0 if near.in_clause is None else near.in_clause,
        argued * in_sentence,
        near.named * in_sentence,
        float(better),
        float(near.distance),
        float(near.distance >= 2),
        float(" " not in entity.name),
        float(len(entity.mentions) == 1),
        float(entity.country is not None),
        away * (entity.country is not None),
        away * (entity.kind is EntityKind.PERSON),
        away * (kind is EventType.STRIKE),
        away * (kind in _DONE),
        away * spoken,
        float(speaks and kind in _DONE),
        float(speaks and spoken),
        float(by_whom),
        float(speaks and kind in _MET),
        float(kind in _MET) * bool(near.relations & SUBJECTS),
        *(float(near.relations == {row}) * spoken for row in LOOSE),
        *(float(near.relations == {row}) * (kind is EventType.HEARING) for row in LOOSE),
    ]


def _demonyms(document: Document, group: Sequence[EventMention]) -> frozenset[str]:
    """The countries that a trigger is said to be of: "an Israeli air strike"."""
    known = gazetteer().demonyms
    return frozenset(
        known[word]
        for mention in group
        for child in document.children[mention.token]
        if child < mention.token and (word := fold(document.words[child])) in known
    )


def find_participants(
    candidates: Candidates,
    group: Sequence[EventMention],
    kind: EventType,
    place: str | None,
    settings: Mapping[str, Any],
) -> tuple[list[Entity], list[Entity]]:
    """Who takes part, in text order; and those of them who are sure enough to be shown.

    Args:
        candidates, group, kind, place: As for `participant_facts`.
        settings: `weights`, `bias`, `floor` and `shown_floor` of the logistic model.
    """
    entities, facts = participant_facts(candidates, group, kind, place)
    judges = _judges(candidates, group)
    raw = facts @ np.asarray(settings["weights"], np.float64) + float(settings["bias"])
    sure = 1.0 / (1.0 + np.exp(-raw))
    says = [_only_says(row) for row in facts]
    told = [
        (entity, p)
        for entity, p, only in zip(entities, sure.tolist(), says, strict=True)
        if entity.name not in judges and (p > _SAYS_SO or not only)
    ]
    listed = [e for e, p in told if p > settings["floor"]]
    return listed, _whole_names([e for e, p in told if p > settings["shown_floor"]])


def _only_says(facts: NDArray[np.float64]) -> bool:
    """Whether a name stands in the sentence of a trigger as the source alone: "…, Orr said"."""
    relations = {int(row) for row in np.flatnonzero(facts[-len(RELATIONS) :])}
    return bool(facts[_IS_SPEAKER]) and bool(relations & SOURCES) and relations <= {*SOURCES, *LOOSE}


def _whole_names(people: Sequence[Entity]) -> list[Entity]:
    """Without those whose name is a part of another's, or another's in other print: "Dong" beside "Dong Jun"."""
    words = [set(entity.name.replace(".", "").casefold().split()) for entity in people]
    return [
        entity
        for row, (entity, own) in enumerate(zip(people, words, strict=True))
        if not any(own < other for other in words) and own not in words[:row]
    ]


def _judges(candidates: Candidates, group: Sequence[EventMention]) -> frozenset[str]:
    """Names of those who only speak of an event: "condemned the summit", "the summit was condemned by"."""
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
        by = document.deps[token] == "pobj" and document.deps[verb] == "agent"
        if by:
            verb = document.head(verb)
        is_speaker = by or document.deps[token] == "nsubj"
        (speaking if is_speaker and _is_judging(document, verb, triggers, by=by) else others).add(name)
    return frozenset(speaking - others)


def _is_judging(document: Document, verb: int, triggers: Sequence[int], *, by: bool) -> bool:
    lemma = document.lemmas[verb]
    judges = lemma in _JUDGES or (by and lemma in _TELLS)  # who announces a visit himself may be who visits
    for child in document.children[verb]:
        judged = document.deps[child] in ("dobj", "nsubjpass") and document.pos[child] == "NOUN"
        spoken_of = (judges and judged) or (
            lemma in _DECLINES and document.deps[child] == "xcomp" and document.lemmas[child] in _TO_SPEAK
        )
        if spoken_of and any(token in document.subtree(child) for token in triggers):
            return True
    return False
