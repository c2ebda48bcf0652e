"""A short line for a happening: "Vladimir Putin visits Turkey"."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.reading.clauses import has_child
from reportedly.reading.document import Document
from reportedly.reading.event_groups import Group
from reportedly.reading.status_words import status_words
from reportedly.reading.triggers import Trigger
from reportedly.record import EventType, Participant, Role

__all__ = ["what_happens"]


def what_happens(document: Document, group: Group, participants: Sequence[Participant], place: str | None) -> str:
    """Who does what, in a line of its own words where people and place allow, else in the article's."""
    actors = [p.name for p in participants if p.role is Role.ACTOR]
    others = [p.name for p in participants if p.role is not Role.ACTOR]
    everybody = actors + others
    there = f" in {place}" if place else ""
    kind = group.type
    if kind is EventType.VISIT and everybody:
        host = place or _list(others[:1] if actors else []) or "abroad"
        return f"{_they(actors or others, 'visits', 'visit')} {host}"
    if kind is EventType.MEETING and len(everybody) >= 2:
        return f"{everybody[0]} meets {_list(everybody[1:])}{there}"
    if kind in (EventType.SUMMIT, EventType.TALKS) and len(everybody) >= 2:
        return f"{_list(everybody)} hold {'a summit' if kind is EventType.SUMMIT else 'talks'}{there}"
    if kind is EventType.SPEECH and actors:
        return f"{_they(actors, 'speaks', 'speak')}{' at ' + _list(others) if others else there}"
    if kind is EventType.CALL and len(everybody) >= 2:
        return f"{everybody[0]} calls {_list(everybody[1:])}"
    if kind is EventType.INTERVIEW and everybody:
        return f"Interview with {_list(everybody)}"
    if group.kin == "testimony" and everybody:
        before = f" before {_list(others)}" if actors and others else ""
        return _they(actors or everybody, "testifies", "testify") + before
    return _in_its_own_words(document, group, everybody)


def _in_its_own_words(document: Document, group: Group, everybody: Sequence[str]) -> str:
    noun = next((mention.trigger for mention in group.mentions if not mention.trigger.verb), None)
    if noun is None:
        return _as_a_deed(document, group.mentions[0].trigger, everybody)
    first = noun.start
    for token in range(noun.start - 1, -1, -1):
        if document.head(token) not in range(token, noun.end) or document.deps[token] not in _MODIFIERS:
            break
        first = token
    while first < noun.start and (
        document.words[first][0] in "'’"
        or document.lemmas[first] in _TIMES | status_words().adjectives.keys()
        or document.pos[first] in ("NUM", "PUNCT", "DET", "PRON")
    ):
        first += 1
    start, end = document.span(first, noun.end)
    phrase = document.text[start:end]
    phrase = phrase[:1].upper() + phrase[1:]
    return phrase if not everybody or any(name in phrase for name in everybody) else f"{phrase}: {_list(everybody)}"


_MODIFIERS = {"compound", "amod", "nmod", "poss", "case", "nummod", "punct", "det"}
_TIMES = {
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march"),
    *(
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "week",
        "month",
        "year",
    ),
    *("today", "tomorrow", "yesterday", "next", "first", "last", "its", "their", "his", "her", "another"),
}


def _as_a_deed(document: Document, trigger: Trigger, everybody: Sequence[str]) -> str:
    """ "North Korea fires the missile", "Jang Song Thaek is executed"."""
    verb = trigger.head
    lemma, names = document.lemmas[verb], _list(everybody)
    if has_child(document, verb, "auxpass", "nsubjpass") or document.deps[verb] == "acl":
        form = document.words[verb].lower()
        return f"{names} {'are' if len(everybody) > 1 else 'is'} {form}" if names else lemma
    deed = lemma if len(everybody) > 1 else lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    objects = [child for child in document.children[verb] if document.deps[child] == "dobj"]
    if objects and len(document.subtree(objects[0])) <= _SHORT and document.pos[objects[0]] == "NOUN":
        inside = document.subtree(objects[0])
        start, end = document.span(inside.start, inside.stop)
        deed = f"{deed} {document.text[start:end]}"
    return f"{names} {deed}" if names else (lemma[:1].upper() + lemma[1:])


_SHORT = 6


def _they(names: Sequence[str], one: str, many: str) -> str:
    return f"{_list(names)} {many if len(names) > 1 else one}"


def _list(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
