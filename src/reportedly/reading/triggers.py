"""Triggers: the words that may name a happening, with its type. Whether they report one is decided later."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from reportedly.reading.claim_words import turns_a_noun
from reportedly.reading.clauses import Tense, has_child, tense
from reportedly.reading.document import Document
from reportedly.record import EventType

__all__ = ["Lexicon", "Trigger", "find_triggers", "lexicon"]

_NOUN = {"NOUN", "PROPN"}
_VERB = {"VERB", "AUX"}


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that may name a happening: tokens [start, end), of which `head` carries the syntax.

    `weak` marks words that name one only in company; `verb` tells "testified" from "testimony".
    """

    start: int
    end: int
    head: int
    type: EventType
    weak: bool
    verb: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of `data/events_triggers.toml`, by lemma."""

    nouns: Mapping[str, tuple[EventType, bool]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], EventType], ...]]
    verbs: Mapping[str, EventType]
    objects: Mapping[str, tuple[tuple[frozenset[str], EventType], ...]]
    motion: frozenset[str]
    to_body: frozenset[str]
    persons: frozenset[str]
    roots: Mapping[EventType, str]


@functools.cache
def lexicon() -> Lexicon:
    """The word lists, read once."""
    data = tomllib.loads(files("reportedly.data").joinpath("events_triggers.toml").read_text("utf-8"))
    nouns: dict[str, tuple[EventType, bool]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], EventType]]] = {}
    verbs: dict[str, EventType] = {}
    objects: dict[str, list[tuple[frozenset[str], EventType]]] = {}
    motion: set[str] = set()
    to_body: set[str] = set()
    for name, words in data.items():
        if name == "persons":
            continue
        kind = EventType(name)
        for weak in ("nouns", "weak"):
            for noun in words.get(weak, ()):
                *before, last = noun.split()
                if before:
                    phrases.setdefault(last, []).append((tuple(before), kind))
                else:
                    nouns[last] = (kind, weak == "weak")
        verbs.update(dict.fromkeys(words.get("verbs", ()), kind))
        for verb, *company in words.get("with", ()):
            objects.setdefault(verb, []).append((frozenset(company), kind))
        motion.update(words.get("to_place", ()))
        to_body.update(words.get("to_body", ()))
    longest_first = {last: tuple(sorted(found, key=lambda item: -len(item[0]))) for last, found in phrases.items()}
    return Lexicon(
        nouns=nouns,
        phrases=longest_first,
        verbs=verbs,
        objects={verb: tuple(found) for verb, found in objects.items()},
        motion=frozenset(motion),
        to_body=frozenset(to_body),
        persons=frozenset(data["persons"]["other"]),
        roots={EventType(name): words["root"] for name, words in data.items() if name != "persons"},
    )


def find_triggers(document: Document, kinds: Mapping[int, str]) -> list[Trigger]:
    """Every trigger, in text order.

    Args:
        kinds: For each token that belongs to a named entity, what it is: "person", "organisation", "outlet", "place".
    """
    words = lexicon()
    found = []
    for token, (pos, lemma) in enumerate(zip(document.pos, document.lemmas, strict=True)):
        if lemma == "together" and token and document.lemmas[token - 1] == "get":
            if document.pos[token - 2] in ("DET", "ADJ", "PRON", "VERB") and token > 1:
                head = token - 1 if document.head(token) == token - 1 else token
                if document.deps[token - 2] in ("dobj", "nsubj", "nsubjpass", "pobj"):
                    head = token - 2  # "scrap their planned get together": the parse takes "planned" for the noun
                found.append(Trigger(token - 1, token + 1, head, EventType.MEETING, weak=False, verb=False))
            continue
        # Taggers call "meeting" a verb now and then; "the" or an adjective before it tells.
        if lemma in ("day", "date") and _is_last_day(document, token):
            found.append(Trigger(token, token + 1, token, EventType.OTHER, weak=True, verb=False))
            continue
        nominal = pos in _NOUN or (pos == "VERB" and document.tags[token] == "VBG" and _is_nominal(document, token))
        if nominal and (lemma in words.nouns or lemma in words.phrases):
            trigger = _noun(document, words, token, kinds)
            if trigger:
                found.append(trigger)
            continue
        if pos in _VERB and document.deps[token] not in ("aux", "auxpass", "amod", "compound"):
            trigger = _verb(document, words, token, kinds)
            if trigger:
                found.append(trigger)
    return found


def _is_last_day(document: Document, token: int) -> bool:
    """ "His last day in office", "the end date of her tenure": when somebody leaves."""
    lasts = {document.lemmas[c] for c in document.children[token] if document.deps[c] in ("amod", "compound")}
    wanted = {"last", "final"} if document.lemmas[token] == "day" else {"end", "departure", "exit", "retirement"}
    if not lasts & wanted:
        return False
    inside = {document.lemmas[c] for p in document.children[token] for c in document.children[p]}
    return bool(inside & _TENURES) or "as" in {document.lemmas[c] for c in document.children[token]}


_TENURES = {"office", "job", "post", "tenure", "term", "position", "role", "government", "administration", "company",
            "secretary", "minister", "chairman", "director"}  # fmt: skip


def _is_nominal(document: Document, token: int) -> bool:
    return any(document.deps[child] in ("det", "poss", "amod") for child in document.children[token])


def _noun(document: Document, words: Lexicon, token: int, kinds: Mapping[int, str]) -> Trigger | None:
    lemma = document.lemmas[token]
    head = document.head(token)
    inside = document.deps[token] == "compound" and document.pos[head] in _NOUN
    if inside and not turns_a_noun(document.lemmas[head]):
        return None  # "meeting room", "visit schedule"; but "summit cancellation", "vote delay"
    if lemma == "march" and document.pos[token] == "PROPN":
        return None
    for before, kind in words.phrases.get(lemma, ()):
        start = token - len(before)
        if start >= 0 and document.lemmas[start:token] == before:
            return Trigger(start, token + 1, token, kind, weak=False, verb=False)
    if lemma not in words.nouns:
        return None
    kind, weak = words.nouns[lemma]
    if _is_no_occasion(document, token):
        return None
    if lemma == "appearance" and not _is_on_programme(document, token, kinds):
        return None
    if lemma == "comment" and not _is_delivered(document, token):
        return None
    if lemma == "protest" and document.lemmas[head] == "in" and not document.children[token]:
        return None  # "quit in protest"
    if lemma in _OCCASIONS and _is_spoken_at(document, token):
        kind = EventType.SPEECH
    elif lemma == "meeting" and _is_of_association(document, token):
        kind = EventType.CONFERENCE
    if lemma == "call" and not _has_company(document, token):
        return None  # "a call to act", "the umpire's call"
    if lemma == "talk" and document.tags[token] in ("NN", "NNP") and not _has_company(document, token):
        return None
    return Trigger(token, token + 1, token, kind, weak, verb=False)


_MARKETS = {"pound", "dollar", "euro", "yen", "market", "stock", "bond", "price", "share", "currency", "oil", "gold"}
_TRIALS = {"policy", "litmus", "drug", "blood", "stress", "dna", "character", "leadership", "political", "driving"}
_OCCASIONS = {"ceremony", "gathering", "event", "forum", "convention", "rally", "dinner", "retreat", "luncheon"}
_SAYING = {"say", "tell", "declare", "announce", "voice", "vow", "warn", "speak", "promise", "call", "praise", "insist"}
_ASSOCIATIONS = {"association", "society", "federation", "institute", "academy", "league", "club", "congress"}


def _is_no_occasion(document: Document, token: int) -> bool:
    """Nouns that name something else beside some words: a rise in price, counted votes, a treaty, a house."""
    lemma = document.lemmas[token]
    beside = {document.lemmas[child] for child in document.children[token]}
    about = [c for p in document.children[token] if document.deps[p] == "prep" for c in document.children[p]]
    if lemma == "rally":
        return bool(beside & _MARKETS)  # "the pound's rally"
    if lemma == "test":
        return bool(beside & _TRIALS)  # "a test of character"
    if lemma == "vote":
        counted = any(document.deps[c] == "nummod" and _is_many(document.words[c]) for c in document.children[token])
        return "popular" in beside or (document.tags[token] == "NNS" and (counted or "electoral" in beside))
    if lemma == "convention":
        # "The Convention on Climate Change"; but "the convention on Friday".
        return "framework" in beside or any(
            document.lemmas[document.head(c)] in ("on", "against") and not _tells_time(document, c) for c in about
        )
    if lemma == "gathering":
        return token > 0 and document.words[token - 1].lower() in _GATHERED
    if lemma == "execution":
        return any(document.lemmas[document.head(c)] == "of" and document.lemmas[c] in _CARRIED_OUT for c in about)
    return lemma == "retreat" and bool(beside & {"presidential", "mountain"})


def _is_many(numeral: str) -> bool:
    """ "60", "1,204": so many are counted, not held."""
    return len(numeral) > 1 and numeral[0].isdigit()


def _tells_time(document: Document, token: int) -> bool:
    inside = {document.lemmas[t].lower() for t in document.subtree(token)}
    return bool(inside & _MONTHS_AND_DAYS) or document.pos[token] == "NUM"


_GATHERED = {"data", "intelligence", "information", "news", "evidence", "fact", "signature", "intel"}
_CARRIED_OUT = frozenset(
    "plan order warrant policy murder killing attack strategy contract operation duty program project campaign deal "
    "task law mission idea reform will".split()
)


def _is_delivered(document: Document, token: int) -> bool:
    return any(
        document.deps[child] == "acl" and document.lemmas[child] in ("deliver", "make", "give", "prepare")
        for child in document.children[token]
    )


def _is_on_programme(document: Document, token: int, kinds: Mapping[int, str]) -> bool:
    """ "An appearance on the “Late Show”"; not "her first appearance on Capitol Hill"."""
    return document.tags[token] == "NN" and any(
        document.lemmas[child] == "on"
        and any(
            document.lemmas[c] in _PROGRAMMES or (document.pos[c] == "PROPN" and kinds.get(c, "outlet") == "outlet")
            for c in document.children[child]
        )
        for child in document.children[token]
    )


_PROGRAMMES = {"television", "tv", "radio", "show", "program", "programme", "podcast", "cable"}


def _is_spoken_at(document: Document, token: int) -> bool:
    """ "Said at a ceremony": what is reported is the speech."""
    preposition = document.head(token)
    return (
        document.deps[token] == "pobj"
        and document.lemmas[preposition] in ("at", "during", "to", "before")
        and document.lemmas[document.head(preposition)] in _SAYING
    )


def _is_of_association(document: Document, token: int) -> bool:
    """An association's meeting is a conference."""
    return any(
        document.deps[child] in ("compound", "poss") and document.lemmas[child] in _ASSOCIATIONS
        for child in document.children[token]
    )


def _has_company(document: Document, token: int) -> bool:
    return any(document.lemmas[child] in ("with", "between") for child in document.children[token])


def _verb(document: Document, words: Lexicon, token: int, kinds: Mapping[int, str]) -> Trigger | None:
    lemma = document.lemmas[token]

    def trigger(kind: EventType, *, weak: bool = False) -> Trigger:
        return Trigger(token, token + 1, token, kind, weak=weak, verb=True)

    if lemma == "demonstrate" and has_child(document, token, "dobj", "ccomp"):
        return None
    if lemma == "tell" and _tells_gathering(document, token):
        return trigger(EventType.SPEECH)
    kind = _in_company(document, token, kinds)
    if kind is not None:
        return trigger(kind, weak=kind is not EventType.LAUNCH)
    if lemma == "leave" and _leaves_on_a_day(document, token, kinds):
        return trigger(EventType.OTHER)
    if lemma in words.objects:
        objects = _objects(document, token)
        for company, kind in words.objects[lemma]:
            if company & objects:
                return trigger(kind)
    if lemma in words.motion and _goes_to_place(document, token, kinds):
        return trigger(EventType.VISIT)
    if lemma in words.to_body and _has_listener(document, token, kinds):
        return trigger(EventType.SPEECH)
    if lemma in words.persons and _has_person_object(document, token, kinds):
        return trigger(EventType.OTHER)
    if lemma == "vote" and any(document.lemmas[child] in ("down", "out") for child in document.children[token]):
        return None  # "it will be voted down" foretells how it ends
    if lemma == "vote" and any(
        document.deps[child] == "nsubj"
        and (kinds.get(child) == "person" or document.lemmas[child] in ("i", "you", "he", "she"))
        for child in document.children[token]
    ):
        return None  # one vote is no vote
    if lemma == "meet" and has_child(document, token, "auxpass"):
        return None  # "were met by riot police"
    if lemma == "visit" and any(document.lemmas[child] == "from" for child in document.children[token]):
        return None  # "visiting from Dallas"
    kind_of_verb = words.verbs.get(lemma)
    if kind_of_verb is None:
        return None
    if kind_of_verb is EventType.MEETING and not _meets_somebody(document, token):
        return None
    return trigger(kind_of_verb)


def _objects(document: Document, token: int) -> set[str]:
    """Lemmas of objects, passive subjects, particles and prepositional objects of a verb."""
    found = set()
    for child in document.children[token]:
        dep = document.deps[child]
        if dep in ("dobj", "nsubjpass", "prt", "attr", "oprd"):
            found.add(document.lemmas[child])
        elif dep == "ccomp" and document.lemmas[token] == "fire":
            # "Fired what appeared to be a ballistic missile"
            found.update(document.lemmas[inner] for inner in document.subtree(child))
        elif dep in ("prep", "advmod", "agent"):
            found.add(document.lemmas[child])
            found.update(document.lemmas[c] for c in document.children[child] if document.deps[c] == "pobj")
    if document.deps[token] in ("acl", "relcl"):
        found.add(document.lemmas[document.head(token)])
    return found


def _goes_to_place(document: Document, token: int, kinds: Mapping[int, str]) -> bool:
    for child in document.children[token]:
        if document.deps[child] == "prep" and document.lemmas[child] in ("to", "in", "for", "into"):
            if document.lemmas[child] != "to" and document.lemmas[token] not in ("arrive", "head"):
                continue
            if any(kinds.get(c) == "place" for c in document.children[child] if document.deps[c] == "pobj"):
                return True
    return False


_BODIES = {
    *(
        "parliament",
        "congress",
        "lawmaker",
        "crowd",
        "audience",
        "reporter",
        "nation",
        "assembly",
        "supporter",
        "council",
    ),
    *(
        "conference",
        "convention",
        "rally",
        "forum",
        "senate",
        "house",
        "legislature",
        "gathering",
        "delegate",
        "summit",
    ),
    *("troop", "student", "club", "committee", "ceremony", "event"),
}


def _has_listener(document: Document, token: int, kinds: Mapping[int, str]) -> bool:
    lemma = document.lemmas[token]
    for child in document.children[token]:
        if document.deps[child] == "dobj" and lemma == "address":
            return kinds.get(child) == "organisation" or document.lemmas[child] in _BODIES
        if document.deps[child] == "prep" and lemma == "speak" and document.lemmas[child] in ("at", "before", "to"):
            for inner in document.children[child]:
                if document.lemmas[inner] == "reporter":
                    return False
                if kinds.get(inner) == "organisation" or document.lemmas[inner] in _BODIES:
                    return True
    return False


def _tells_gathering(document: Document, token: int) -> bool:
    """ "Told the party's convention", "told a crowd in Leeds": a speech; "told reporters" is none."""
    return any(
        document.deps[child] in ("dobj", "dative") and document.lemmas[child] in _GATHERINGS
        for child in document.children[token]
    )


def _tells_panel(document: Document, token: int, kinds: Mapping[int, str]) -> bool:
    """ "She told the committee on Tuesday": testimony; what somebody told it once is none."""
    told = who = dated = False
    for child in document.children[token]:
        dep, lemma = document.deps[child], document.lemmas[child]
        told = told or (dep in ("dobj", "dative") and lemma in _PANELS)
        who = who or (dep == "nsubj" and (kinds.get(child) == "person" or lemma in ("he", "she")))
        if dep in ("npadvmod", "prep"):
            dated = dated or bool({document.lemmas[i] for i in document.subtree(child)} & _MONTHS_AND_DAYS)
    return told and who and dated and document.tags[token] in ("VBD", "VBN")


_PANELS = {"committee", "subcommittee", "panel", "court", "tribunal", "inquiry", "jury"}


def _in_company(document: Document, token: int, kinds: Mapping[int, str]) -> EventType | None:
    """Verbs that name a happening only with a person, a day or a readiness beside them."""
    lemma = document.lemmas[token]
    beside = {document.lemmas[c]: c for c in document.children[token] if document.deps[c] in ("prep", "prt", "advmod")}

    def partners(*prepositions: str) -> list[int]:
        found = [c for p in prepositions if p in beside for c in document.children[beside[p]]]
        return [c for c in found if document.deps[c] == "pobj"]

    if lemma == "tell" and _tells_panel(document, token, kinds):
        return EventType.HEARING
    if lemma in ("lift", "blast") and "off" in beside and not has_child(document, token, "dobj", "nsubjpass"):
        return None if document.children[beside["off"]] else EventType.LAUNCH
    if lemma == "sit" and "down" in beside:
        together = tense(document, token) in (Tense.FUTURE, Tense.WOULD) and any(
            document.deps[c] == "nsubj" and _is_plural(document, c) for c in document.children[token]
        )
        return EventType.MEETING if together or any(kinds.get(c) in _ACTORS for c in partners("with")) else None
    if lemma == "speak" and any(kinds.get(c) == "person" for c in partners("with", "to")):
        named = any(
            document.deps[c] == "nsubj" and (kinds.get(c) in ("person", "place") or document.lemmas[c] in ("he", "she"))
            for c in document.children[token]
        )
        return EventType.CALL if named else None
    if lemma == "engage" and tense(document, token) is Tense.PROGRESSIVE and partners("with"):
        return EventType.TALKS
    if lemma in ("discuss", "talk") and _is_willing(document, token):
        return EventType.TALKS
    if lemma == "campaign" and document.pos[token] == "VERB":
        together = "together" in beside or any(kinds.get(c) == "person" for c in partners("with", "alongside"))
        return EventType.OTHER if together else None
    objects = {document.lemmas[c] for c in document.children[token] if document.deps[c] in ("dobj", "nsubjpass")}
    if document.deps[token] in ("relcl", "acl", "pcomp", "advcl"):
        return None  # "since taking office": when, not what
    if lemma == "swear" and "in" in beside:
        return EventType.OTHER
    if (lemma == "take" and objects & {"office"}) or (lemma == "assume" and objects & _OFFICES_TAKEN):
        return EventType.OTHER if tense(document, token) is not Tense.PAST else None
    if lemma in ("go", "return", "travel", "fly") and _goes_to_ask(document, token, kinds):
        return EventType.TALKS
    return None


_ACTORS = {"person", "place", "organisation"}
_OFFICES_TAKEN = {"office", "post", "role", "title", "duty", "command", "presidency", "premiership", "job", "position"}
_ASKING = {"seek", "ask", "discuss", "demand", "press", "renegotiate", "request", "negotiate"}
_OTHER_SIDE = {"leader", "partner", "ally", "negotiator", "counterpart"}
_WILLING = {"ready", "willing", "prepared", "open"}


def _is_willing(document: Document, token: int) -> bool:
    """ "Is ready to talk", "willing to discuss the border"."""
    above = document.head(token)
    return document.deps[token] == "xcomp" and document.lemmas[above] in _WILLING and document.deps[above] == "acomp"


def _goes_to_ask(document: Document, token: int, kinds: Mapping[int, str]) -> bool:
    """ "Will go back to the EU to seek assurances": talks, though none are named."""
    beside = [c for c in document.children[token] if document.deps[c] in ("conj", "advcl", "xcomp")]
    if not any(document.lemmas[c] in _ASKING for c in beside):
        return False
    return any(
        kinds.get(c) == "organisation" or document.lemmas[c] in _OTHER_SIDE
        for preposition in _toward(document, token)
        for c in document.children[preposition]
    )


def _toward(document: Document, token: int) -> list[int]:
    near = [token, *(c for c in document.children[token] if document.lemmas[c] == "back")]
    return [c for n in near for c in document.children[n] if document.lemmas[c] == "to" and document.deps[c] == "prep"]


_GATHERINGS = {"convention", "conference", "rally", "crowd", "audience", "congress", "gathering", "parliament", "forum",
               "summit", "assembly", "supporter", "delegate", "graduate"}  # fmt: skip


def _leaves_on_a_day(document: Document, token: int, kinds: Mapping[int, str]) -> bool:
    """ "Was leaving in February": a person out of office, a country out of a union, where no place or thing is left."""
    person = dated = False
    for child in document.children[token]:
        dep = document.deps[child]
        if dep in ("dobj", "ccomp", "xcomp", "oprd"):
            return False
        if dep == "nsubj":
            person = kinds.get(child) in ("person", "place", "organisation")
        elif dep == "npadvmod" or (dep == "prep" and document.lemmas[child] in ("in", "on", "by")):
            inside = {document.lemmas[i] for i in document.subtree(child)}
            dated = dated or bool(inside & _MONTHS_AND_DAYS)
        elif dep == "prep" and document.lemmas[child] == "for":
            return False
    return person and dated


_MONTHS_AND_DAYS = {
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "tomorrow",
    "week",
    "month",
    "year",
}


def _has_person_object(document: Document, token: int, kinds: Mapping[int, str]) -> bool:
    return any(
        document.deps[child] in ("dobj", "nsubjpass")
        and (
            kinds.get(child) == "person"
            or document.lemmas[child] in _OFFICES
            or any(document.lemmas[inner] in _OFFICES for inner in document.subtree(child) if inner > child)
        )
        for child in document.children[token]
    )


_OFFICES = {
    *("minister", "secretary", "president", "chief", "director", "uncle", "aide", "associate", "ambassador", "general"),
    *("adviser", "advisor", "governor", "chairman", "premier", "prisoner", "envoy", "commander", "leader"),
}


def _meets_somebody(document: Document, token: int) -> bool:
    """ "Met Orr", "met with Orr", "the two will meet"; not "met the standards"."""
    plural = False
    for child in document.children[token]:
        dep, lemma = document.deps[child], document.lemmas[child]
        if dep == "dobj":
            return document.pos[child] in ("PROPN", "PRON") or lemma in _OFFICES | _PEOPLE
        if dep == "prep" and lemma == "with":
            met = {document.lemmas[inner] for inner in document.children[child]}
            return not has_child(document, token, "auxpass") and not met & _MET_WITH
        if dep in ("nsubj", "nsubjpass"):
            plural = plural or _is_plural(document, child)
    return plural or document.deps[token] in ("xcomp", "conj", "relcl", "advcl", "acl")


_PEOPLE = {
    *(
        "counterpart",
        "official",
        "ally",
        "lawmaker",
        "delegation",
        "representative",
        "family",
        "group",
        "king",
        "queen",
    ),
    *(
        "member",
        "executive",
        "pope",
        "diplomat",
        "senator",
        "victim",
        "team",
        "negotiator",
        "donor",
        "activist",
        "they",
    ),
}


# "Met with resistance": what is met so is nobody.
_MET_WITH = {
    *("objection", "resistance", "success", "approval", "failure", "criticism", "opposition", "response", "reaction"),
    *("silence", "challenge", "laughter", "end", "fate", "hostility", "skepticism", "scepticism", "difficulty"),
}


def _is_plural(document: Document, token: int) -> bool:
    return (
        document.tags[token] in ("NNS", "NNPS")
        or document.lemmas[token] in ("they", "we", "two", "both", "committee", "council", "group", "panel", "who")
        or document.pos[token] in ("NUM", "PROPN")
        or any(document.deps[c] == "conj" for c in document.children[token])
    )
