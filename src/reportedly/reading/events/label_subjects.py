"""Who does what a verb tells and what is visited, for the name of an event."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.reading.document import Document
from reportedly.reading.events import label_words as lexicon
from reportedly.reading.events.label_phrases import Phrases
from reportedly.reading.events.label_words import is_animate
from reportedly.reading.syntax.clauses import is_verb

__all__ = ["are_sides", "behind", "goals", "house", "subject_of"]

# Of a body, and not of two sides: "a board meeting", "the annual meeting".
_OF_ONE_BODY = frozenset(
    """board shareholder stockholder annual cabinet committee council creditor general party panel staff member
    town policy special extraordinary regular monthly weekly quarterly informal emergency closed governing""".split()
)
_PARTNERS = ("with", "between", "among")
_PAIRS = frozenset("two both they we pair side duo couple".split())
_HAVE = frozenset("hold have".split())


def subject_of(phrases: Phrases, verb: int) -> int | None:
    """The token of who does it: the verb's own subject, or that of the verb that governs it ("plans to visit")."""
    document, node = phrases.document, verb
    for _ in range(4):
        own = [child for child in document.children[node] if document.deps[child] in lexicon.SUBJECTS]
        if own:
            subject = own[0]
            if node != verb and document.deps[subject] in lexicon.PASSIVE and document.deps[node] == "conj":
                return None
            return _antecedent(phrases, subject, node)
        dep, above = document.deps[node], document.head(node)
        if above == node:
            return None
        if dep == "acl" and document.tags[node] in ("VBG", "VBN"):
            return above if document.pos[above] in ("NOUN", "PROPN") else None
        if dep in ("acl", "relcl") and document.tags[node] == "VB" and document.lemmas[above] in lexicon.INTENTIONS:
            whose = [child for child in document.children[above] if document.deps[child] == "poss"]
            if whose:
                return whose[0]
            if document.deps[above] != "dobj" or not is_verb(document, document.head(above)):
                return None
            node = document.head(above)
            continue
        if dep == "xcomp" and document.pos[above] == "ADJ" and document.deps[above] in ("acomp", "oprd"):
            node = above  # "she is willing to testify"
            above = document.head(above)
        elif dep not in ("xcomp", "conj") or not is_verb(document, above):
            return None
        if document.pos[node] == "ADJ":
            node = above
            continue
        if dep == "xcomp":
            if document.lemmas[above] == "be":
                return None
            told = [child for child in document.children[above] if document.deps[child] in ("dobj", "dative")]
            if told and told[0] < node:
                return told[0] if document.lemmas[above] in lexicon.CONTROLLED else None
        else:
            alike = document.tags[node] == document.tags[above] or document.tags[node] in ("VB", "VBN")
            if not alike or phrases.is_passive(above) != phrases.is_passive(node):
                return None
        node = above
    return None


def _antecedent(phrases: Phrases, subject: int, verb: int) -> int | None:
    """A subject, or what a relative pronoun as a subject refers to."""
    document = phrases.document
    if document.tags[subject] not in ("WDT", "WP"):
        return subject
    noun = document.head(verb)
    if document.deps[verb] != "relcl" or document.pos[noun] not in ("NOUN", "PROPN"):
        return None
    if document.lemmas[subject] == "who":
        above = noun  # "Ann Orr, a lawyer and former judge who resigned"
        while document.deps[above] in ("appos", "conj") and above not in phrases.named:
            above = document.head(above)
        return above if document.deps[noun] in ("appos", "conj") and above in phrases.named else noun
    return noun


def behind(document: Document, token: int, preposition: str) -> Iterator[int]:
    """What hangs on a trigger behind a preposition."""
    for child in document.children[token]:
        if document.deps[child] == "prep" and document.lemmas[child] == preposition:
            yield from (c for c in document.children[child] if document.deps[c] == "pobj")


def goals(phrases: Phrases, token: int) -> Iterator[int]:
    """What is visited by a trigger's own phrase: "visited the embassy", "a visit to a mosque"."""
    document = phrases.document
    yield from behind(document, token, "to")
    if is_verb(document, token) and document.lemmas[token] in ("visit", "tour"):
        yield from (c for c in document.children[token] if document.deps[c] == "dobj")


def house(phrases: Phrases, token: int) -> str | None:
    """What is visited, as printed: of "the Kenyan Embassy" the name may be "Embassy" alone."""
    document, entity = phrases.document, phrases.entity(token)
    first = document.subtree(token).start
    if entity is None or " " in entity.name or document.lemmas[first] != "the":
        return phrases.noun_phrase(token, None)
    return phrases.raw(range(first, token + 1))


def are_sides(phrases: Phrases, token: int) -> bool:
    """Whether the words around a trigger may tell of people who meet each other.

    "Orr met Hale", "a meeting with Hale", "the meeting" of two who were named; and not "the board meeting", "Orr said
    at an informal meeting", "Orr met party leaders".
    """
    document = phrases.document
    partners = [c for preposition in _PARTNERS for c in behind(document, token, preposition)]
    if is_verb(document, token):
        partners += [c for c in document.children[token] if document.deps[c] in ("dobj", "dative") and c > token]
        partners += behind(document, token, "to")
        if partners:
            return any(_is_named(phrases, partner) for partner in partners)
        subject = subject_of(phrases, token)
        if subject is None or document.lemmas[subject] in _PAIRS or document.pos[subject] == "NUM":
            return True
        return phrases.is_many(subject, token)
    if partners:
        return any(_is_named(phrases, partner) for partner in partners)
    before = [c for c in document.children[token] if c < token and document.deps[c] in lexicon.BEFORE_NOUN]
    if any(document.lemmas[c] in _OF_ONE_BODY for c in before):
        return False
    verb = document.head(token)
    if document.deps[token] == "dobj" and document.lemmas[verb] in _HAVE:
        subject = subject_of(phrases, verb)
        return subject is not None and phrases.is_many(subject, verb)
    is_session = document.lemmas[token] in ("meeting", "session", "gathering")
    return not (is_session and any(document.lemmas[c] in ("a", "an") for c in before))


def _is_named(phrases: Phrases, token: int) -> bool:
    """Whether a phrase, or one that is joined to it, names somebody, or the holder of an office."""
    document = phrases.document
    joined = [token, *(c for c in document.subtree(token) if document.deps[c] == "conj")]
    return any(
        phrases.entity(part) is not None
        or document.pos[part] == "PRON"
        or (is_animate(document.lemmas[part]) and document.tags[part] in ("NN", "NNP"))
        for part in joined
    )
