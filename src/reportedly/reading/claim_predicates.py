"""What a verb says of a happening that is its subject, its object or its complement."""

from __future__ import annotations

from reportedly.reading.claim_words import (
    DETAILS,
    MORE_TURNS,
    SEASONS,
    Reading,
    govern,
    is_dated,
    take_verb,
    with_particle,
)
from reportedly.reading.clauses import Tense, has_child, is_negated, is_verb, tense, verb_keys
from reportedly.reading.document import Document
from reportedly.reading.status_words import CHANGES, Claim, Turn, status_words

__all__ = ["OBJECT", "SUBJECT", "predicate"]


SUBJECT = {"nsubj", "nsubjpass", "csubj", "csubjpass"}
OBJECT = {"dobj", "oprd", "dative"}
_AHEAD = {"go ahead", "press ahead", "push ahead", "forge ahead", "move ahead"}
_AFTER = {"after", "as", "amid", "before", "ahead", "hour", "day", "week"}
_DOUBTS = {"doubt", "jeopardy", "question", "limbo", "danger"}


def predicate(document: Document, reading: Reading, node: int, verb: int, dep: str, trigger: int) -> int | None:
    """Reads the verb that a happening is subject, object or complement (`dep`) of: its token, or None where it ends.

    Args:
        node: What of the happening's phrase hangs on the verb.
        trigger: The word that names the happening.
    """
    words = status_words()
    if not is_verb(document, verb):
        return None
    keys = verb_keys(document, verb)
    has_object = has_child(document, verb, "dobj", "ccomp", "xcomp")
    is_object = dep in OBJECT or dep == "nsubjpass" or (dep == "nsubj" and not has_object and dep != "attr")
    if dep == "attr":
        subject = [c for c in document.children[verb] if document.deps[c] in SUBJECT | {"expl"}]
        there = any(document.lemmas[c] in ("there", "it", "this", "that") for c in subject)
        reading.predicate = verb
        take_verb(document, reading, verb)
        if there or reading.tense in (Tense.FUTURE, Tense.WOULD_HAVE, Tense.WOULD):
            reading.claim = Claim.HAPPENS if reading.claim is Claim.MENTIONED else reading.claim
        return verb
    fresh = reading.claim in (Claim.MENTIONED, Claim.HAPPENS)
    if dep in SUBJECT and fresh and (change := _raised_change(document, verb)) is not None:
        # "The visit will have to be cancelled", "appears to be off": what is said stands under the verb.
        reading.predicate = verb
        reading.claim = change
        reading.tense = None
        govern(document, reading, verb, keys, change=True)
        for child in document.children[verb]:
            if document.deps[child] == "acomp":
                turns = words.governors.get(document.lemmas[child], ())
                reading.turns += [MORE_TURNS[turn] for turn in turns if turn in MORE_TURNS]
        take_verb(document, reading, verb)
        return verb
    on_plan = node != trigger and _is_plan_noun(document, node)
    if fresh or reading.predicate is None:
        reading.predicate = verb  # "praised Orr's decision to delay it": Orr delays, whoever praises
    for key in keys:
        if key in words.change_verbs and is_object and (dep != "nsubj" or key not in words.object_only):
            if key in _WITH_GOAL and not _has_goal(document, verb):
                continue
            change = words.change_verbs[key]
            if (
                key in words.ends
                and dep in ("dobj", "nsubjpass")
                and tense(document, verb) is Tense.PAST
                and not on_plan
            ):
                change = Claim.CANCELLED if key == "halt" else Claim.ENDED
            if fresh or on_plan:
                reading.claim = change
                reading.turns = [turn for turn in reading.turns if turn is not Turn.PLANNED]
                reading.tense = None
            take_verb(document, reading, verb)
            reading.words.update(with_particle(document, verb))
            return verb
    lemma = document.lemmas[verb]
    if dep in SUBJECT and lemma in words.continues and fresh:
        reading.claim = Claim.CONTINUES
        take_verb(document, reading, verb)
        return verb
    if lemma in words.ended and fresh and (dep in SUBJECT or lemma in words.ends):
        reading.claim = Claim.ENDED
        take_verb(document, reading, verb)
        return verb
    if dep in SUBJECT and lemma == "be":
        return _copula(document, reading, verb)
    if dep in SUBJECT and lemma in ("come", "follow"):
        # "The visit comes days after ...": says when, not whether.
        after = any(document.lemmas[c] in _AFTER for c in document.children[verb])
        if after or has_child(document, verb, "advcl", "npadvmod"):
            reading.adjunct = "follows"
            reading.top = verb
            return None
    if dep in SUBJECT and any(key in words.happens for key in keys):
        if fresh:
            reading.claim = Claim.HAPPENS
            if _AHEAD & set(keys) and tense(document, verb) in (Tense.PRESENT, Tense.PROGRESSIVE):
                reading.claim = Claim.PLANNED  # "is going ahead": it is still on, not yet under way
        if lemma in ("begin", "start", "open", "commence") and tense(document, verb) is Tense.PAST:
            reading.claim = Claim.HAPPENS
        take_verb(document, reading, verb)
        return verb
    if any(key in words.holds for key in keys) and is_object and dep != "nsubj":
        if fresh:
            reading.claim = Claim.HAPPENS
        take_verb(document, reading, verb)
        return verb
    governed = is_object or (dep == "nsubj" and has_child(document, verb, "xcomp"))
    if governed and govern(document, reading, verb, keys, change=not fresh):
        take_verb(document, reading, verb)
        return verb
    if tense(document, verb) in (Tense.WOULD_HAVE, Tense.WAS_TO) and dep in SUBJECT and fresh:
        # "The visit would have marked the first since May": it was on, and is so no more.
        reading.claim = Claim.HAPPENS
        reading.turns.append(Turn.WOULD_HAVE)
        return verb
    reading.tense = reading.tense or tense(document, verb)
    if is_negated(document, verb) and reading.claim not in (Claim.MENTIONED, Claim.HAPPENS):
        reading.turns.append(Turn.NOT)
    reading.top = verb
    return None


_RAISING = {"appear", "seem", "look", "have", "need", "expect", "suppose", "think", "believe", "say", "report", "go",
            "be", "set", "schedule"}  # fmt: skip


def _raised_change(document: Document, verb: int) -> Claim | None:
    """The change that is made of the subject of "appears to have been cancelled", "is likely to be delayed"."""
    if document.lemmas[verb] not in _RAISING:
        return None
    words = status_words()
    below = [c for c in document.children[verb] if document.deps[c] in ("xcomp", "oprd")]
    for adjective in document.children[verb]:
        if document.deps[adjective] == "acomp":
            below += [c for c in document.children[adjective] if document.deps[c] == "xcomp"]
    for lower in below:
        deeper = [c for c in document.children[lower] if document.deps[c] == "xcomp"]
        for node in (lower, *deeper):
            if not is_verb(document, node) or is_negated(document, node):
                continue
            if document.lemmas[node] == "be" and node == lower:
                for child in document.children[node]:
                    claim = words.adjectives.get(document.words[child].lower())
                    if claim in CHANGES and document.deps[child] in ("acomp", "advmod", "prt"):
                        return claim
            if has_child(document, node, "dobj"):
                continue
            passive = has_child(document, node, "auxpass")
            for key in verb_keys(document, node):
                if key in words.change_verbs and (passive or key in _OF_ITSELF):
                    return words.change_verbs[key]
    return None


# "Pushed to March", "bumped to Friday": a delay only with the day to which.
_WITH_GOAL = {"push", "bump", "slide", "slip"}


def _has_goal(document: Document, verb: int) -> bool:
    return any(
        document.lemmas[c] in ("to", "until", "into", "by", "past") and is_dated(document, c)
        for c in document.children[verb]
    )


# What a happening does by itself: "the launch slipped", "the summit will have to wait".
_OF_ITSELF = {"wait", "slip", "slide"}


def _is_plan_noun(document: Document, node: int) -> bool:
    turns = status_words().governors.get(document.lemmas[node], ())
    return "planned" in turns or "possible" in turns


def _copula(document: Document, reading: Reading, verb: int) -> int | None:
    """ "The visit is off", "is possible", "is under way", "is on Monday", "would have been the first"."""
    words = status_words()
    take_verb(document, reading, verb)
    fresh = reading.claim in (Claim.MENTIONED, Claim.HAPPENS)
    for child in document.children[verb]:
        if document.deps[child] in ("acomp", "advmod", "prep", "attr", "prt"):
            lemma, form = document.lemmas[child], document.words[child].lower()
            if lemma == "under" and any(document.lemmas[c] == "way" for c in document.children[child]):
                reading.claim = Claim.CONTINUES if fresh else reading.claim
                return verb
            if lemma == "in" and any(document.lemmas[c] in _DOUBTS for c in document.children[child]) and fresh:
                reading.claim = Claim.UNCONFIRMED
                return verb
            claim = words.adjectives.get(form) or words.adjectives.get(lemma)
            if claim is Claim.UNCONFIRMED and document.lemmas[reading.path[-1]] in DETAILS:
                claim = Claim.PLANNED  # what is unclear is when and how, not whether
            if claim is not None and fresh:
                if claim is Claim.SCHEDULED and form == "on" and has_child(document, child, "pobj"):
                    continue
                reading.claim = claim
                return verb
            for turn in words.governors.get(lemma, ()):
                if turn in MORE_TURNS and document.deps[child] == "acomp":
                    reading.turns.append(MORE_TURNS[turn])
                    reading.claim = Claim.HAPPENS if fresh else reading.claim
                    return verb
    if reading.tense is Tense.WOULD_HAVE or (
        fresh
        and any(
            document.deps[c] in ("prep", "npadvmod") or (document.deps[c] == "attr" and document.lemmas[c] in SEASONS)
            for c in document.children[verb]
        )
    ):
        today = reading.tense is Tense.PRESENT and any(
            document.deps[c] in ("attr", "npadvmod") and document.lemmas[c] in SEASONS for c in document.children[verb]
        )
        on = Claim.SCHEDULED if today else Claim.HAPPENS  # "the hearing is this week"
        reading.claim = on if fresh else reading.claim
    return verb if fresh or Turn.NOT in reading.turns else None
