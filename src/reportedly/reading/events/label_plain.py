"""Plain names of events: less telling than those of `labels`, and easier to read than a quotation.

They are for events of which the article names neither sides nor a matter: who speaks at a hearing, what expires, the
noun as it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.reading.events import label_words as lexicon
from reportedly.reading.events.label_phrases import Phrases
from reportedly.reading.events.label_subjects import subject_of
from reportedly.reading.events.label_words import is_animate, possessive, third_person, with_article
from reportedly.reading.syntax.clauses import has_child, is_verb
from reportedly.reading.syntax.signatures import SAYS

__all__ = ["plain_names"]

# Where something is said to many: a forum, and not "a statement" or "a letter".
_OCCASIONS = frozenset(
    """hearing conference briefing meeting forum summit call interview session debate show broadcast rally lunch
    dinner breakfast event seminar symposium panel convention congress gathering ceremony appearance reception trial
    inquest inquiry webcast programme program""".split()
)
_CONTESTS = frozenset(
    "masters games olympics cup championship championships open prix marathon expo fair final".split()
)
_AT = frozenset(("at", "during", "on", "in", "to"))
_ON = frozenset(("call", "show", "broadcast", "webcast", "programme", "program"))
_ADDRESSES = frozenset(("tell", "address", "inform"))
_SPEAKS = frozenset(("speak", "address", "talk", "testify"))
# What happens by itself, and is news by its day alone.
_OCCURS = frozenset(
    """expire lapse begin start end open close resume reopen conclude convene adjourn commence continue run take fall
    arrive depart debut""".split()
)
_LIGHT_ENDS = {"take": ("place", "effect"), "fall": ("due",)}
_UNMARKED = lexicon.OF_STATUS | lexicon.DAYS | lexicon.PERIODS
_HOW_MANY = frozenset("several many few various numerous multiple more most other own".split())
_LONGEST_NOUN = 9  # words


def plain_names(phrases: Phrases, token: int) -> Iterator[str]:
    """Names by one trigger, the more telling ones first; whether they pass is for the caller to say.

    Args:
        phrases: Of the event.
        token: The trigger.
    """
    document = phrases.document
    is_noun = document.pos[token] in ("NOUN", "PROPN") and document.lemmas[token] not in lexicon.VAGUE
    if is_noun:
        yield from _speaks(phrases, token)
        yield from _named_by_noun(phrases, token)
        verb = document.head(token)
        if document.deps[token] in lexicon.SUBJECTS and document.lemmas[verb] in _OCCURS:
            yield from _occurs(phrases, verb)
    elif is_verb(document, token):
        yield from _occurs(phrases, token)
        yield from _clause(phrases, token)


def _speaks(phrases: Phrases, token: int) -> Iterator[str]:
    """Who speaks there: "Knight said during the hearing", "told an economic forum", "Speaking at the conference, …"."""
    document = phrases.document
    if document.lemmas[token] not in _OCCASIONS:
        return
    above = document.head(token)
    if document.deps[token] in ("dobj", "dative") and document.lemmas[above] in _ADDRESSES:
        verb, preposition = above, "to"
    elif document.deps[token] == "pobj" and document.lemmas[above] in _AT:
        verb, preposition = document.head(above), document.lemmas[above]
    else:
        return
    if document.lemmas[verb] not in SAYS | _SPEAKS | _ADDRESSES or not is_verb(document, verb):
        return
    speaker = _speaker(phrases, verb)
    if speaker is None:
        return
    who = phrases.noun_phrase(speaker, None, lead=True, tail=False)
    entity = phrases.entity(speaker)
    if who is None or phrases.is_generic(speaker, who):
        return
    if entity is None and not is_animate(document.lemmas[speaker]):
        return
    where = _occasion(phrases, token)
    if where is None:
        return
    is_many = phrases.is_many(speaker, verb)
    lemma = document.lemmas[token]
    if lemma == "interview":
        yield f"{who} {'give' if is_many else 'gives'} {where}"
    elif preposition == "to" and document.lemmas[verb] in _ADDRESSES:
        yield f"{who} {'address' if is_many else 'addresses'} {where}"
    else:
        yield f"{who} {'speak' if is_many else 'speaks'} {'on' if lemma in _ON else 'at'} {where}"


def _speaker(phrases: Phrases, verb: int) -> int | None:
    """Who says it; of "Speaking at the conference, Orr said" the one of the sentence's verb."""
    document = phrases.document
    if document.tags[verb] == "VBG":
        above = document.head(verb)
        if document.deps[verb] != "advcl" or above < verb or document.lemmas[verb] not in _SPEAKS:
            return None
        verb = above
    return subject_of(phrases, verb) if not phrases.is_passive(verb) else None


def _occasion(phrases: Phrases, token: int) -> str | None:
    """The occasion with its article: "a hearing", "the Munich Security Conference", "an economic forum in Beijing"."""
    document, entity = phrases.document, phrases.entity(token)
    if entity is not None:
        return phrases.the(entity.name) if " " in entity.name else None
    phrase = _printed(phrases, token)
    if phrase is None:
        return None
    if " " in phrase and any(document.lemmas[c] == "the" for c in document.children[token]):
        return f"the {phrase}"
    return phrase if document.tags[token] in ("NNS", "NNPS") else with_article(phrase)


def _named_by_noun(phrases: Phrases, token: int) -> Iterator[str]:
    """The noun as it is printed: "candlelight vigil in Mount Oliver", "first round of the election"."""
    document, entity = phrases.document, phrases.entity(token)
    if entity is not None:
        last = entity.name.split()[-1].lower()
        if " " in entity.name and last in lexicon.PLACED | _OCCASIONS | _CONTESTS:
            yield entity.name
        return
    phrase = _printed(phrases, token)
    if phrase is None or (document.lemmas[token] == "round" and phrase[1:].islower()):
        return  # a round of which talks?
    there = ""
    if phrase[1:].islower() and not (phrases.place or "").isupper():  # "Frankfurt meeting" is in no other city
        there = phrases.there(phrase)
    if document.lemmas[token] in ("trip", "visit", "tour", "journey") and there.startswith(" in "):
        there = " to " + there.removeprefix(" in ")
    if there and len(f"{phrase}{there}".split()) <= _LONGEST_NOUN:
        yield phrase + there
    if " " in phrase:
        yield phrase


def _printed(phrases: Phrases, token: int) -> str | None:
    """A noun phrase without its article, days and words of status; with whose it is and what follows it."""
    document = phrases.document
    if document.deps[token] == "compound" or any(document.deps[c] == "conj" for c in document.children[token]):
        return None
    above = document.head(token)
    if any(document.lemmas[node] in ("one", "some", "many") for node in (above, document.head(above))):
        return None  # "one of the largest fires"
    parts: list[str] = []
    for child in document.children[token]:
        if child > token:
            break
        if document.deps[child] not in lexicon.BEFORE_NOUN or child in phrases.dated:
            continue
        word = document.words[child].lower()
        if word in ("no", "any", "every", "each", "another"):
            return None
        if document.deps[child] in ("det", "predet", "nummod") or word in _UNMARKED | _HOW_MANY:
            continue
        if document.deps[child] == "poss":
            if document.pos[child] in ("PRON", "DET") or word in _UNMARKED:
                continue
            whose = phrases.whose(child, None) or _owner(phrases, child)
            if whose is None:
                return None
            parts.append(whose)
            continue
        raw = phrases.raw(document.subtree(child))
        if raw is None and all(c in phrases.dated for c in document.children[child]):
            raw = phrases.printed([child])  # "a Monday court hearing"
        if raw is None:
            return None
        parts.append(raw)
    parts.append(phrases.printed([token]))
    parts += phrases.tail(token, None) or []
    line = lexicon.without_article(" ".join(parts))
    return line if len(line.split()) <= _LONGEST_NOUN else None


def _owner(phrases: Phrases, token: int) -> str | None:
    """A possessor that says little, as printed: "the union’s contracts"."""
    phrase = phrases.noun_phrase(token, None, tail=False)
    return None if phrase is None or phrase.endswith(".") else possessive(phrase)


def _occurs(phrases: Phrases, verb: int) -> Iterator[str]:
    """What begins, expires or takes effect: "the union's contracts with three automakers expire"."""
    document, lemma = phrases.document, phrases.document.lemmas[verb]
    if lemma not in _OCCURS or phrases.is_passive(verb):
        return
    objects = [c for c in document.children[verb] if document.deps[c] in ("dobj", "attr", "acomp", "oprd")]
    said = [document.words[c].lower() for c in objects]
    wanted = _LIGHT_ENDS.get(lemma)
    if (wanted is None and objects) or (wanted is not None and said[:1] not in [[word] for word in wanted]):
        return
    who = _subject(phrases, verb)
    if who is None:
        return
    if wanted == ("place", "effect") and said[0] == "place":
        yield lexicon.without_article(who[0])  # "the open-air rally took place"
        return
    yield f"{who[0]} {' '.join([lemma if who[1] else third_person(lemma), *said[:1]])}"


def _clause(phrases: Phrases, verb: int) -> Iterator[str]:
    """Subject, verb and object alone: "Mukherjee is cremated", "parliament passes a law"."""
    document, lemma = phrases.document, phrases.document.lemmas[verb]
    if lemma in lexicon.EMPTY or has_child(document, verb, "ccomp", "xcomp", "acomp", "attr", "oprd", "neg", "dative"):
        return
    who = _subject(phrases, verb)
    if who is None:
        return
    particle = [document.words[c].lower() for c in document.children[verb] if document.deps[c] == "prt"]
    if phrases.is_passive(verb):
        if document.tags[verb] == "VBN" and not has_child(document, verb, "dobj"):
            yield " ".join([who[0], "are" if who[1] else "is", document.words[verb].lower(), *particle])
        return
    objects = [c for c in document.children[verb] if document.deps[c] == "dobj" and c > verb]
    what = phrases.noun_phrase(objects[0], None) if objects else None
    if what is not None:
        yield " ".join([who[0], lemma if who[1] else third_person(lemma), *particle, what])


def _subject(phrases: Phrases, verb: int) -> tuple[str, bool] | None:
    """Who or what does it, and whether it is many; None where the phrase says too little."""
    document, subject = phrases.document, subject_of(phrases, verb)
    if subject is None:
        return None
    if phrases.entity(subject) is not None:
        who = phrases.noun_phrase(subject, None, lead=True)
        return None if who is None else (who, phrases.is_many(subject, verb))
    if document.pos[subject] not in ("NOUN", "PROPN") or document.lemmas[subject] in lexicon.PERIODS | lexicon.VAGUE:
        return None
    phrase = _printed(phrases, subject)
    if phrase is None or " " not in phrase:
        return None
    determined = any(document.lemmas[c] == "the" for c in document.children[subject])
    return f"the {phrase}" if determined else phrase, phrases.is_many(subject, verb)
