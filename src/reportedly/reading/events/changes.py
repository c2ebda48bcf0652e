"""Words by which an event is called off or put off, and which event they are of.

"Pulled the plug on the gala", "put the gala on ice"; "called off at dawn, the gala had been due to last a week"; but
"the union called the strike after the employers called off a meeting".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportedly.reading.document import Document
from reportedly.reading.events.nouns import APPOINTED, may_name
from reportedly.reading.syntax.clauses import is_verb
from reportedly.reading.syntax.veridicality import Truth, truth_of
from reportedly.vocabulary import Status

__all__ = [
    "CALLS_OFF",
    "CHANGE_VERBS",
    "PUTS_OFF",
    "Change",
    "certain_triggers",
    "change_names",
    "find_change",
    "is_of_another",
]

CHANGE_VERBS = frozenset(
    "cancel call_off scrap axe ax bin abandon nix ditch drop postpone put_off put_back put_on delay defer push_back "
    "push hold_off reschedule suspend shelve mothball halt adjourn scrub move shift".split()
)
"""Verbs that say that an event is off or moved, each alone or with its particle."""
CALLS_OFF = frozenset("cancel call_off scrap axe ax bin abandon nix ditch drop scrub".split())
PUTS_OFF = CHANGE_VERBS - CALLS_OFF - frozenset("put_on push move shift".split())

# Those that say so of an event alone: what is dropped or delayed may be anything.
_PLAIN = frozenset("cancel call_off postpone reschedule".split())

# Verb, object and preposition before the event: "pulled the plug on it".
_ON_EVENT = {
    ("pull", "plug", "on"): Status.CANCELLED,
    ("call", "halt", "to"): Status.CANCELLED,
    ("call", "time", "on"): Status.CANCELLED,
    ("put", "kibosh", "on"): Status.CANCELLED,
    ("hit", "button", "on"): Status.POSTPONED,
    ("press", "button", "on"): Status.POSTPONED,
    ("hit", "pause", "on"): Status.POSTPONED,
    ("press", "pause", "on"): Status.POSTPONED,
    ("put", "brake", "on"): Status.POSTPONED,
}
# Verb, preposition and noun behind the event: "put it on ice".
_EVENT_ON = {
    ("put", "on", "ice"): Status.POSTPONED,
    ("put", "on", "hold"): Status.POSTPONED,
    ("put", "on", "burner"): Status.POSTPONED,
    ("place", "on", "hold"): Status.POSTPONED,
    ("kick", "into", "grass"): Status.POSTPONED,
    ("kick", "into", "touch"): Status.POSTPONED,
    ("consign", "to", "history"): Status.CANCELLED,
    ("be", "on", "ice"): Status.POSTPONED,
    ("be", "on", "hold"): Status.POSTPONED,
    ("be", "on", "burner"): Status.POSTPONED,
}
_IDIOM_VERBS = frozenset(verb for verb, _, _ in (*_ON_EVENT, *_EVENT_ON))
# Those who may leave an event that goes on without them: "abandoned by three delegations".
_GUESTS = frozenset(
    "delegation delegate team side party participant guest speaker sponsor envoy negotiator rebel player athlete "
    "runner visitor member nation country firm company exhibitor".split()
)
_OF = frozenset(("of", "for", "about", "behind"))
_PERFECT = frozenset("has have had been was were".split())
_GOAL = frozenset("to until till for by".split())
_OBJECTS = ("dobj", "nsubjpass")


@dataclass(frozen=True, slots=True)
class Change:
    """What a clause says of an event without the plain verb on it.

    Attributes:
        verb: The verb that says so.
        words: With what belongs to it.
    """

    verb: int
    status: Status
    words: tuple[int, ...]


def change_names(document: Document, verb: int) -> set[str]:
    """A verb, alone and with each small word on it: "call_off"."""
    lemma = document.lemmas[verb]
    around = (c for c in document.children[verb] if document.deps[c] in ("prt", "advmod", "prep", "dobj", "acomp"))
    return {lemma, *(f"{lemma}_{document.lemmas[c]}" for c in around)}


def find_change(document: Document, token: int) -> Change | None:
    """The idiom or the participle by which a clause calls its event off or puts it off; None where there is none.

    Args:
        document: The parsed article.
        token: The trigger's head.
    """
    above, role = document.head(token), document.deps[token]
    if above == token:
        return None
    if role in ("pobj", "dobj") and (found := _relative(document, token)) is not None:
        return found
    if role == "pobj":
        return _on_event(document, above)
    if not is_verb(document, above):
        return None
    is_passive = any(document.deps[c] == "auxpass" for c in document.children[above])
    if role in ("dobj", "nsubjpass") or (role == "nsubj" and document.lemmas[above] == "be" and not is_passive):
        found = _event_on(document, above)
        if found is not None:
            return found
    if role == "nsubj" and (found := _inverted(document, token, above)) is not None:
        return found
    return _participle(document, token, above) if role in ("nsubj", "nsubjpass") else None


def _relative(document: Document, token: int) -> Change | None:
    """ "Spoke of the summit, which has been cancelled"."""
    for verb in document.children[token]:
        if document.deps[verb] != "relcl" or document.tags[verb] != "VBN" or _has_goal(document, verb):
            continue
        subject = next((c for c in document.children[verb] if document.deps[c] == "nsubjpass"), None)
        helpers = {
            document.words[c].casefold() for c in document.children[verb] if document.deps[c] in ("aux", "auxpass")
        }
        if subject is not None and document.lemmas[subject] in ("which", "that") and helpers <= _PERFECT:
            return _of_participle(document, verb)
    return None


def _has_goal(document: Document, verb: int) -> bool:
    """Whether a verb moves something to a day: "postponed until May"."""
    return any(document.lemmas[c] in _GOAL and document.deps[c] == "prep" for c in document.children[verb])


def _on_event(document: Document, preposition: int) -> Change | None:
    above = document.head(preposition)
    verb = above if is_verb(document, above) else document.head(above)
    if document.lemmas[verb] not in _IDIOM_VERBS or not is_verb(document, verb):
        return None
    for noun in document.children[verb]:
        if document.deps[noun] in _OBJECTS and above in (verb, noun):
            status = _ON_EVENT.get((document.lemmas[verb], document.lemmas[noun], document.lemmas[preposition]))
            if status is not None and (document.lemmas[noun] != "button" or _is_pause(document, noun)):
                return Change(verb, status, (verb, noun))
    return None


def _is_pause(document: Document, button: int) -> bool:
    return any(document.lemmas[c] == "pause" for c in document.children[button])


def _event_on(document: Document, verb: int) -> Change | None:
    if document.lemmas[verb] not in _IDIOM_VERBS:
        return None
    for preposition in document.children[verb]:
        if document.deps[preposition] != "prep":
            continue
        for noun in document.children[preposition]:
            status = _EVENT_ON.get((document.lemmas[verb], document.lemmas[preposition], document.lemmas[noun]))
            if status is not None and document.deps[noun] == "pobj":
                return Change(verb, status, (verb, preposition, noun))
    return None


def _participle(document: Document, token: int, verb: int) -> Change | None:
    """ "Called off at dawn, the strike had been due to last a week", "with the strike called off, …"."""
    if document.tags[verb] == "VBN" and document.deps[verb] in ("advcl", "pcomp") and _is_absolute(document, verb):
        return _of_participle(document, verb)
    if not _was_meant(document, verb):
        return None
    for child in document.children[verb]:
        if document.deps[child] == "advcl" and child < token and document.tags[child] in ("VBN", "VBD"):
            helpers = {document.lemmas[c] for c in document.children[child] if document.deps[c] in ("aux", "auxpass")}
            marks = {document.deps[c] for c in document.children[child]} & {"mark", "nsubj", "nsubjpass", "agent"}
            if helpers <= {"have", "be"} and not marks - {"agent"}:
                return _of_participle(document, child)
    return None


def _is_absolute(document: Document, verb: int) -> bool:
    children = document.children[verb]
    if any(document.deps[c] in ("aux", "auxpass") for c in children):
        return False
    return "with" in {document.lemmas[document.head(verb)], *(document.lemmas[c] for c in children if c < verb)}


def _of_participle(document: Document, verb: int) -> Change | None:
    names = change_names(document, verb)
    if not names & (CALLS_OFF | PUTS_OFF):
        return None
    words = (verb, *(c for c in document.children[verb] if document.deps[c] == "prt"))
    return Change(verb, Status.CANCELLED if names & CALLS_OFF else Status.POSTPONED, words)


def _inverted(document: Document, token: int, verb: int) -> Change | None:
    """ "Why was the summit in Oslo cancelled?", of which the participle may be parsed for a clause of its own."""
    if any(document.deps[c] == "auxpass" and c < token for c in document.children[verb]):
        return _of_participle(document, verb)
    if document.deps[verb] == "auxpass" and verb < token < document.head(verb):
        return _of_participle(document, document.head(verb))
    if document.lemmas[verb] != "be" or verb > token:
        return None
    for child in document.children[verb]:
        if document.deps[child] == "advcl" and child > token and document.tags[child] in ("VBN", "VBD"):
            alone = not any(document.deps[c] in ("mark", "nsubj", "aux", "auxpass") for c in document.children[child])
            found = _of_participle(document, child) if alone else None
            if found is not None:
                return Change(verb, found.status, found.words)
    return None


def _was_meant(document: Document, verb: int) -> bool:
    """Whether a clause says what an event was to be: "had been due", "would have closed", "was to have opened"."""
    helpers = [c for c in document.children[verb] if document.deps[c] in ("aux", "auxpass") and c < verb]
    forms = {document.words[c].casefold() for c in helpers}
    if "had" in forms or ({"would", "could"} & forms and "have" in forms):
        return True
    is_was = document.words[verb].casefold() in ("was", "were")
    due = (c for c in document.children[verb] if document.deps[c] in ("xcomp", "acomp"))
    return is_was and any(
        document.lemmas[c] in ("due", "set", "suppose", "mean") or _is_to_have(document, c) for c in due
    )


def _is_to_have(document: Document, verb: int) -> bool:
    return {"to", "have"} <= {document.lemmas[c] for c in document.children[verb] if document.deps[c] == "aux"}


def is_of_another(document: Document, token: int, verb: int) -> bool:
    """Whether a verb of change has an object of its own that is not the event: "scrapped 300 jobs before the visit".

    Args:
        document: The parsed article.
        token: The trigger's head.
        verb: The verb of change.
    """
    if not is_verb(document, verb) or document.pos[token] not in ("NOUN", "PROPN"):
        return False
    guests = set(_guests(document, verb)) if document.lemmas[verb] in ("abandon", "ditch", "drop") else ()
    if any(document.lemmas[t] in _GUESTS for t in guests):
        return True
    objects = [c for c in document.children[verb] if document.deps[c] in _OBJECTS]
    return bool(objects) and not any(_may_be(document, token, noun) for noun in objects)


def _guests(document: Document, verb: int) -> Iterator[int]:
    """Who acts: the subject of a verb, the agent of a passive one."""
    for child in document.children[verb]:
        if document.deps[child] == "nsubj":
            yield child
        elif document.deps[child] == "agent":
            yield from (c for c in document.children[child] if document.deps[c] == "pobj")


def _may_be(document: Document, token: int, noun: int) -> bool:
    if noun == token or _is_within(document, token, noun) or document.pos[noun] in ("PRON", "DET"):
        return True
    lemma = document.lemmas[noun]
    if lemma == document.lemmas[token] or document.pos[noun] == "PROPN":
        return True
    return may_name(lemma, document.lemmas[token]) and _is_definite(document, noun)


def _is_within(document: Document, token: int, noun: int) -> bool:
    """Whether an event is what a noun is of: "plans for the visit", not "a speech at the summit"."""
    for node in (token, *document.ancestors(token)):
        if node == noun:
            return True
        if document.pos[node] == "ADP" and document.lemmas[node] not in _OF:
            return False
    return False


def _is_definite(document: Document, noun: int) -> bool:
    return not any(
        document.deps[c] == "det" and document.lemmas[c] in ("a", "an", "another") for c in document.children[noun]
    )


def certain_triggers(document: Document) -> Iterator[int]:
    """Nouns that name an appointed event which a verb on them calls off or puts off: "scrapped the vote"."""
    for token in range(len(document)):
        if document.lemmas[token] not in APPOINTED or not _is_noun(document, token):
            continue
        change = find_change(document, token)
        verb = document.head(token) if change is None else change.verb
        if change is None and not _is_changed(document, token, verb):
            continue
        if truth_of(document, verb).truth is Truth.HOLDS:
            yield token


def _is_noun(document: Document, token: int) -> bool:
    """Whether a token is a common noun; the first word of a headline may be tagged for a name."""
    if document.pos[token] == "NOUN":
        return True
    first = int(document.sentence_tokens[document.sentence_of(token), 0])
    return document.pos[token] == "PROPN" and token == first and document.deps[token] in ("nsubj", "nsubjpass")


def _is_changed(document: Document, token: int, verb: int) -> bool:
    if not is_verb(document, verb) or not change_names(document, verb) & _PLAIN:
        return False
    children = document.children[verb]
    is_passive = any(document.deps[c] == "auxpass" for c in children)
    if document.deps[token] == "nsubj" and document.tags[verb] in ("VBD", "VBN"):  # "Summit called off"
        return not any(document.deps[c] in ("dobj", "aux", "auxpass", "ccomp", "xcomp", "dative") for c in children)
    return document.deps[token] == ("nsubjpass" if is_passive else "dobj")
