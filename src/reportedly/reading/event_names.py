"""A short line for a happening: "Vladimir Putin visits Turkey"."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.reading.clauses import PARTICLES, has_child
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
    if not everybody:
        printed = _subject_as_printed(document, group.named[0].trigger)
        actors = everybody = [printed] if printed and kind in (EventType.VISIT, EventType.SPEECH) else []
    if kind is EventType.VISIT and everybody:
        host = place or _list(others[:1] if actors else [])
        if not host:
            return f"Visit by {_list(actors or others)}"
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
    if not everybody:
        return _as_printed(document, group, place)
    deed = group.named[0].trigger
    if actors and others and deed.verb and _has_person_as_object(document, deed.head):
        return f"{_list(actors)} {_present(document, deed.head, many=len(actors) > 1)} {_list(others)}"
    return _in_its_own_words(document, group, everybody)


def _has_person_as_object(document: Document, verb: int) -> bool:
    """ "He fired Ann Orr": whose doing it is, and to whom."""
    return any(
        document.deps[child] == "dobj" and document.pos[child] in ("PROPN", "PRON") for child in document.children[verb]
    )


def _as_printed(document: Document, group: Group, place: str | None) -> str:
    """A line in the article's words for what names nobody: "Talks on fishing quotas in Lisbon"."""
    nouns = [mention.trigger for mention in group.named if not mention.trigger.verb]
    there = f" in {place}" if place else ""
    line = max((_noun_phrase(document, noun) for noun in nouns), key=len, default="")
    if not line:
        kind = "testimony" if group.kin == "testimony" else group.type.value
        line = _deed_as_printed(document, group.named[0].trigger) or kind.capitalize()
        if group.type is EventType.OTHER and line == "Other":
            line = _as_a_deed(document, group.named[0].trigger, ())
    return line if place is None or place in line else line + there


def _noun_phrase(document: Document, noun: Trigger) -> str:
    """The noun with its owner and what it is of or about: "The mayor's trip to Lisbon"."""
    first = noun.start
    while first > 0 and _leads_to(document, first - 1, noun):
        first -= 1
    while first < noun.start and _is_idle(document, first):
        first += 1
    if first < noun.start and document.words[first][0] in "'’":
        first = noun.start  # the owner went, his mark stays
    stop = noun.end
    for child in document.children[noun.head]:
        if document.deps[child] != "prep" or child != stop or document.lemmas[child] not in _ABOUT:
            continue
        inside = document.subtree(child)
        end = next((t for t in inside if document.deps[t] in _CLAUSES or document.words[t] in ",;:—–("), inside.stop)
        dated = any(document.lemmas[t].lower() in _TIMES or document.pos[t] == "NUM" for t in range(child, end))
        if dated or not 1 < end - child <= _LONG:
            break
        stop = end
    start, end = document.span(first, stop)
    phrase = " ".join(document.text[start:end].split())
    return phrase[:1].upper() + phrase[1:]


_ABOUT = {"on", "about", "over", "of", "with", "between", "to", "for", "against"}
_CLAUSES = {"relcl", "acl", "advcl", "mark", "ccomp"}
_LONG = 9


def _leads_to(document: Document, token: int, noun: Trigger) -> bool:
    """Whether a token before a noun belongs to its phrase."""
    node = token
    for _ in range(4):
        if document.deps[node] not in _MODIFIERS:
            return False
        node = document.head(node)
        if noun.start <= node < noun.end:
            return True
    return False


def _is_idle(document: Document, token: int) -> bool:
    """Whether a word at the head of a noun's phrase names nothing: "the", "a planned", "her first"."""
    return (
        document.words[token][0] in "'’"
        or document.lemmas[token] in _TIMES | status_words().adjectives.keys()
        or document.words[token].lower() in status_words().adjectives
        or document.pos[token] in ("NUM", "PUNCT", "DET", "PRON")
    )


def _subject_as_printed(document: Document, trigger: Trigger) -> str | None:
    """Who does it, by the words of the article, where no name is known: "The Finnish premier"."""
    if not trigger.verb:
        return None
    for child in document.children[trigger.head]:
        if document.deps[child] in ("nsubj", "nsubjpass") and document.pos[child] in ("NOUN", "PROPN"):
            inside = document.subtree(child)
            if len(inside) <= _LONG and not any(document.deps[t] in _CLAUSES for t in inside):
                start, end = document.span(inside.start, inside.stop)
                phrase = " ".join(document.text[start:end].split())
                return phrase[:1].upper() + phrase[1:]
    return None


def _deed_as_printed(document: Document, trigger: Trigger) -> str | None:
    """ "The port agreement is signed", "Two ships leave"."""
    who = _subject_as_printed(document, trigger)
    if who is None:
        return None
    verb = trigger.head
    many = any(
        document.tags[c] in ("NNS", "NNPS") for c in document.children[verb] if document.deps[c].startswith("nsubj")
    )
    if has_child(document, verb, "auxpass", "nsubjpass"):
        return f"{who} {'are' if many else 'is'} {document.words[verb].lower()}"
    return f"{who} {_present(document, verb, many=many)}"


def _present(document: Document, verb: int, *, many: bool) -> str:
    """A verb with its particle, of one or of many: "steps down", "step down"."""
    lemma = document.lemmas[verb]
    return (lemma if many else _third_person(lemma)) + _particle(document, verb)


def _particle(document: Document, verb: int) -> str:
    after = verb + 1
    if after in document.children[verb] and document.lemmas[after] in PARTICLES:
        return f" {document.words[after].lower()}"
    return ""


def _third_person(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _in_its_own_words(document: Document, group: Group, everybody: Sequence[str]) -> str:
    noun = next((mention.trigger for mention in group.named if not mention.trigger.verb), None)
    if noun is None:
        return _as_a_deed(document, group.named[0].trigger, everybody)
    first = noun.start
    for token in range(noun.start - 1, -1, -1):
        if document.head(token) not in range(token, noun.end) or document.deps[token] not in _MODIFIERS:
            break
        first = token
    while first < noun.start and _is_idle(document, first):
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
    participle = document.deps[verb] == "acl" and document.tags[verb] == "VBN"
    if has_child(document, verb, "auxpass", "nsubjpass") or participle:
        form = document.words[verb].lower() + _particle(document, verb)
        return f"{names} {'are' if len(everybody) > 1 else 'is'} {form}" if names else lemma
    deed = _present(document, verb, many=len(everybody) > 1)
    objects = [child for child in document.children[verb] if document.deps[child] == "dobj"]
    if objects and len(document.subtree(objects[0])) <= _SHORT and document.pos[objects[0]] == "NOUN":
        inside = document.subtree(objects[0])
        start, end = document.span(inside.start, inside.stop)
        deed = f"{deed} {document.text[start:end]}"
    return f"{names} {deed}" if names else f"{lemma[:1].upper()}{lemma[1:]}{_particle(document, verb)}"


_SHORT = 6


def _they(names: Sequence[str], one: str, many: str) -> str:
    return f"{_list(names)} {many if len(names) > 1 else one}"


def _list(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
