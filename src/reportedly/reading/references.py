"""References: words that name no happening but speak of one that the article has told of.

"It will not be now", "they did so", "Monday will not work", "she has accepted the invitation", "he will not go", "they
are sticking with their plans for Tuesday": each says something of a happening, and only the text before says of which.
Here they are found by their words alone; `antecedents` then looks for the happening, and where none is near enough or
none fits, the words report nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reportedly.reading.clauses import Tense, has_child, is_negated, is_verb, tense, verb_keys
from reportedly.reading.document import Document
from reportedly.reading.status_words import CHANGES, Claim, status_words
from reportedly.reading.triggers import Trigger
from reportedly.record import EventType

__all__ = ["FIRED", "NO_ANSWERS", "Reference", "Referring", "find_references"]


class Referring(StrEnum):
    """How words speak of a happening told of before."""

    PRONOUN = "pronoun"  # "it was postponed", "that could happen in May"
    NOUN = "noun"  # "the showdown", "the occasion"
    OFFER = "offer"  # "accepted the invitation"
    DATE = "date"  # "changed the date"
    PLAN = "plan"  # "sticking with their plans for Monday"
    DAY = "day"  # "Monday will not work"
    GOING = "going"  # "she will not appear", "he pulled out"
    CHANGE = "change"  # "agreed to postpone", "may still cancel"
    ANSWER = "answer"  # "the king accepted"
    DOING = "doing"  # "it did so"


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that speak of a happening: the token that carries their syntax, what a verb claims by itself, and the token
    of a day that is said to suit or not."""

    token: int
    kind: Referring
    claim: Claim | None = None
    day: int | None = None

    def trigger(self, document: Document, kind: EventType) -> Trigger:
        """The reference as the trigger of a happening of this type."""
        verb = is_verb(document, self.token)
        start = self.token if self.day is None else min(self.day, self.token)
        return Trigger(start, self.token + 1, self.token, kind, weak=False, verb=verb)


_PRONOUNS = {"it", "that", "this"}
_SUBJECT = ("nsubj", "nsubjpass")
_DEFINITE = {"the", "this", "that", "these", "those"}
# What can be done to a happening and to little else.
_DONE = {"postpone", "cancel", "call off", "reschedule", "put off", "push back", "bring forward", "adjourn", "scrap",
         "put hold", "hold", "attend", "schedule", "convene", "delay", "move", "boycott", "skip", "nix", "host",
         "set", "shelve"}  # fmt: skip
# Of these, what is also done to bills, people and things, when they are its object.
_DONE_TO_MUCH = {"hold", "move", "delay", "set", "host"}
# "It was fired from a submarine": only of a missile whose launch was told of.
FIRED = {"fire", "launch"}
# What a happening does and little else does.
_DOES = {"take place", "happen", "go ahead", "proceed", "go forward", "move forward", "come off", "occur",
         "materialize", "materialise"}  # fmt: skip
_NOUNS = {"showdown", "occasion", "face-off", "encounter"}
_OFFERS = {"offer", "invitation", "request", "summons", "subpoena", "invite"}
_ANSWERS = {"accept", "decline", "reject", "refuse", "turn down", "spurn", "rebuff", "consider", "weigh", "honor",
            "honour", "defy", "ignore", "mull", "take up"}  # fmt: skip
_TAKES_BACK = {"withdraw", "rescind", "revoke", "retract", "pull"}
_GIVES_ACCOUNT = {"discuss", "provide", "answer", "speak", "talk", "tell", "appear", "come", "attend", "explain",
                  "give", "share", "meet", "take", "participate", "be", "join"}  # fmt: skip
_MOVES = {"change", "move", "shift", "push back", "alter", "delay", "postpone", "bring forward", "put off"}
_GIVES = {"give", "offer", "provide", "name", "mention"}
_NEW = {"new", "another", "later", "different", "alternative"}
_PLANS = {"plan", "schedule", "timetable", "date", "day", "plans"}
_STICKS = {"stick", "keep", "abide", "hold", "proceed", "press ahead", "go ahead", "forge ahead"}
_SUITS = {"work", "suit", "do"}
_SUITED = {"fine", "possible", "well", "good", "better", "best", "convenient", "impossible", "out", "off", "acceptable",
           "workable"}  # fmt: skip
_ATTENDS = {"attend", "appear", "participate", "show up", "turn up", "take part", "come", "go", "join", "be there",
            "be present", "make it"}  # fmt: skip
_LEAVES = {"pull out", "back out", "bow out", "drop out", "opt out", "beg off"}
_ALTERS = {"cancel": Claim.CANCELLED, "postpone": Claim.POSTPONED, "reschedule": Claim.RESCHEDULED}
_YES_ANSWERS = {"accept", "agree"}
NO_ANSWERS = {"decline", "refuse", "demur"}
# Of these a plain past tells of a movement, not of an event that was announced: "he went", "she came".
_MERE_MOTION = {"come", "go", "join", "appear", "be", "make"}
_DAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow", "week", "month",
         "day", "date", "year"}  # fmt: skip


def find_references(document: Document, taken: Iterable[int], dated: Mapping[int, str]) -> list[Reference]:
    """Every reference, in text order.

    Args:
        taken: Tokens that name a happening themselves.
        dated: For each token that carries the syntax of a date, its value.
    """
    names = set(taken)
    found = []
    for token in range(len(document)):
        if token in names:
            continue
        reference = _verb(document, token, names) if is_verb(document, token) else _noun(document, token, names, dated)
        if reference is not None:
            found.append(reference)
    return found


def _noun(document: Document, token: int, names: set[int], dated: Mapping[int, str]) -> Reference | None:
    lemma, dep = document.lemmas[token], document.deps[token]
    verb = document.head(token)
    if lemma in _PRONOUNS and document.pos[token] in ("PRON", "DET") and is_verb(document, verb):
        return Reference(token, Referring.PRONOUN) if _speaks_of_event(document, token, verb, names, dated) else None
    if token in dated:
        suiting = _suiting(document, token)
        return Reference(suiting, Referring.DAY, day=token) if suiting is not None else None
    if document.pos[token] != "NOUN" or names & _complements(document, token):
        return None
    if lemma in _OFFERS:
        return _offer(document, token)
    if lemma == "date" and is_verb(document, verb):
        return _date(document, token, verb)
    if lemma in _PLANS and _is_definite(document, token):
        return _plan(document, token, dated)
    if lemma in ("attendance", "participation") and dep in ("dobj", "nsubjpass") and has_child(document, token, "poss"):
        return Reference(token, Referring.GOING)
    if lemma in _NOUNS and _is_bare(document, token) and document.tags[token] == "NN":
        return Reference(token, Referring.NOUN)
    if lemma == "thing" and dep == "dobj" and _is_bare(document, token) and "call off" in verb_keys(document, verb):
        return Reference(token, Referring.PRONOUN)
    return None


def _complements(document: Document, token: int) -> set[int]:
    """What hangs on a word, and what hangs on that."""
    return {t for c in document.children[token] for t in (c, *document.children[c])}


def _speaks_of_event(document: Document, token: int, verb: int, names: set[int], dated: Mapping[int, str]) -> bool:
    """Whether only a happening can be what a pronoun's verb says of it."""
    dep = document.deps[token]
    if document.deps[verb] == "relcl" and token < verb and document.lemmas[token] == "that":
        return False  # "the vote that occurs in May"
    if names & (_complements(document, verb) - {token}):
        return False
    keys = _keys(document, verb)
    moves = any(
        inner in dated
        for c in document.children[verb]
        if document.lemmas[c] in ("to", "until", "for", "on", "in")
        for inner in document.children[c]
    )
    if dep == "nsubjpass":
        if document.lemmas[verb] in FIRED:
            return True
        return bool(keys & _DONE) and not has_child(document, verb, "ccomp", "xcomp") and ("set" not in keys or moves)
    if dep == "dobj":
        return bool(keys & _DONE) and (moves or not keys & _DONE_TO_MUCH)
    if dep != "nsubj":
        return False
    if keys & _DOES:
        if document.deps[verb] in ("ccomp", "xcomp") and document.lemmas[document.head(verb)] in ("let", "make"):
            return False  # "will not let it happen"
        return not has_child(document, verb, "ccomp", "dobj") or "take place" in keys
    if document.lemmas[verb] != "be":
        return False
    return any(_tells_if_on(document, child, verb) for child in document.children[verb])


def _tells_if_on(document: Document, child: int, verb: int) -> bool:
    """ "It is off", "it is still on", "it will not be now"."""
    form = document.words[child].lower()
    if document.deps[child] not in ("acomp", "advmod", "prep", "prt") or document.children[child]:
        return False
    claim = status_words().adjectives.get(form)
    if form == "on":
        return True
    return (claim in CHANGES and claim is not Claim.RULED_OUT) or (form == "now" and is_negated(document, verb))


def _keys(document: Document, verb: int) -> set[str]:
    """What a verb is called, with what follows it: the parse calls "place" an object now and then."""
    keys = set(verb_keys(document, verb))
    if document.lemmas[verb] == "take" and document.lemmas[verb + 1 : verb + 2] == ("place",):
        keys.add("take place")
    for child in document.children[verb]:
        if document.deps[child] in ("advmod", "acomp", "prt", "prep") or document.lemmas[child] == "it":
            keys.add(f"{document.lemmas[verb]} {document.lemmas[child]}")
    return keys


def _offer(document: Document, noun: int) -> Reference | None:
    """ "Accepted the invitation", "turned down a request to appear", "withdrew the invitation"."""
    verb = document.head(noun)
    if document.deps[noun] not in ("dobj", "nsubjpass") or not is_verb(document, verb):
        return None
    keys = _keys(document, verb)
    if document.lemmas[noun] in ("invitation", "invite") and keys & _TAKES_BACK:
        return Reference(verb, Referring.OFFER, Claim.CANCELLED)
    if not keys & _ANSWERS:
        return None
    for child in document.children[noun]:
        if document.deps[child] in ("acl", "relcl") and document.tags[child] == "VB":
            return Reference(noun, Referring.OFFER) if document.lemmas[child] in _GIVES_ACCOUNT else None
        if document.deps[child] == "prep" and document.lemmas[child] in ("for", "of"):
            return None  # "declined a request for comment"
    return Reference(noun, Referring.OFFER) if _is_definite(document, noun) else None


def _date(document: Document, noun: int, verb: int) -> Reference | None:
    """ "Changed the date", "no new date has been set"."""
    if document.deps[noun] not in ("dobj", *_SUBJECT) or any(
        document.lemmas[c] in ("of", "for") for c in document.children[noun]
    ):
        return None
    if any(document.lemmas[c] in _NEW for c in document.children[noun]):
        if document.deps[noun] == "dobj" and document.lemmas[verb] in _GIVES:
            return None  # "the source gave no new date" tells what was not said
        return Reference(verb, Referring.DATE, Claim.POSTPONED, day=noun)
    passive = document.deps[noun] != "nsubj"
    if passive and set(verb_keys(document, verb)) & _MOVES and _is_definite(document, noun):
        return Reference(verb, Referring.DATE, Claim.POSTPONED, day=noun)
    return None


def _plan(document: Document, noun: int, dated: Mapping[int, str]) -> Reference | None:
    """ "Sticking with their plans for Monday", "kept to the date", "the plans have not changed"."""
    verb = document.head(noun)
    if document.deps[noun] == "nsubj" and document.lemmas[verb] == "change":
        ours = is_negated(document, verb) and not has_child(document, noun, "prep", "acl")
        return Reference(noun, Referring.PLAN, Claim.PLANNED) if ours else None
    days = [
        inner
        for child in document.children[noun]
        if document.deps[child] == "prep"
        for inner in document.children[child]
    ]
    if any(inner not in dated for inner in days) or has_child(document, noun, "acl", "relcl"):
        return None
    preposition = document.head(noun)
    verb = document.head(preposition)
    kept = (
        document.deps[noun] == "pobj"
        and document.lemmas[preposition] in ("with", "to", "by")
        and is_verb(document, verb)
        and bool(set(verb_keys(document, verb)) & _STICKS)
    )
    return Reference(noun, Referring.PLAN) if kept else None


def _suiting(document: Document, day: int) -> int | None:
    """The verb of "Monday will not work for her"; the parse may hang the day on the verb of saying before it."""
    verb = document.head(day)
    if document.deps[day] not in _SUBJECT:
        verb = day + 1
        while verb < len(document) and (document.pos[verb] == "AUX" or document.lemmas[verb] in ("not", "n't", "n’t")):
            verb += 1
        if verb == day + 1 or verb == len(document) or has_child(document, verb, *_SUBJECT):
            return None
    if not is_verb(document, verb):
        return None
    if document.lemmas[verb] == "be":
        said = {document.lemmas[c] for c in document.children[verb] if document.deps[c] in ("acomp", "advmod", "prep")}
        return verb if said & _SUITED else None
    plain = document.lemmas[verb] in _SUITS and not has_child(document, verb, "dobj", "xcomp", "ccomp")
    return verb if plain and (tense(document, verb) is not Tense.PAST or is_negated(document, verb)) else None


def _verb(document: Document, token: int, names: set[int]) -> Reference | None:
    keys = _keys(document, token)
    if document.lemmas[token] == "do" and token + 1 < len(document) and document.lemmas[token + 1] == "so":
        return Reference(token, Referring.DOING) if document.head(token + 1) == token else None
    if names & _complements(document, token) or has_child(document, token, "auxpass", "nsubjpass", "expl"):
        return None
    if document.deps[token] in ("amod", "compound", "acl", "relcl", "aux", "auxpass") and document.tags[token] != "VB":
        return None
    objects = [
        c
        for c in document.children[token]
        if document.deps[c] in ("dobj", "xcomp", "ccomp", "oprd", "acomp", "attr", "dative", "agent")
        and document.lemmas[c] not in ("it", "that", "which", "part", "present")
    ]
    if objects or _has_place(document, token) or _is_of_thing(document, token):
        return None
    if keys & _LEAVES:
        return Reference(token, Referring.GOING, Claim.CANCELLED)
    if keys & _ATTENDS:
        ahead = document.lemmas[token] not in _MERE_MOTION or _is_ahead(document, token)
        return Reference(token, Referring.GOING) if ahead else None
    if has_child(document, token, "dobj"):
        return None
    somebody = has_child(document, token, "nsubj")
    if document.lemmas[token] in _ALTERS:
        named = document.deps[token] != "nsubj" and (somebody or document.tags[token] == "VB")
        return Reference(token, Referring.CHANGE, _ALTERS[document.lemmas[token]]) if named else None
    if document.lemmas[token] in _YES_ANSWERS | NO_ANSWERS and somebody:
        spoken = has_child(document, token, "ccomp", "parataxis") or document.deps[token] == "parataxis"
        return Reference(token, Referring.ANSWER) if not spoken and tense(document, token) is Tense.PAST else None
    return None


def _is_of_thing(document: Document, verb: int) -> bool:
    """ "It could come this week", "a treaty that he threatened to pull out of": nobody who goes, or another thing."""
    return any(
        document.lemmas[c] in ("it", "that", "this", "which") and document.deps[c] in ("nsubj", "dobj", "pobj")
        for node in (verb, document.head(verb))
        for c in document.children[node]
        if c < verb and not (node == verb and document.deps[c] == "dobj")
    )


def _has_place(document: Document, verb: int) -> bool:
    """Whether a verb says where to, or with what: then it is not the happening told of before."""
    for child in document.children[verb]:
        dep, lemma = document.deps[child], document.lemmas[child]
        if dep == "prep":
            objects = [c for c in document.children[child] if document.deps[c] == "pobj"]
            if lemma in _OF_DAYS:
                elsewhere = bool(objects) and not any(_is_day(document, c) for c in objects)
            else:
                elsewhere = bool(document.children[child]) if lemma == "out" else lemma not in _IDLE
            if elsewhere:
                return True
        elif (dep == "advmod" and lemma in _WAYS) or (dep == "prt" and document.lemmas[verb] in ("come", "go")):
            return True
    return False


_OF_DAYS = {"on", "in", "before", "at", "until", "by"}
_IDLE = {"without", "under", "because", "due", "unless"}
_WAYS = {"back", "forward", "home", "away", "down", "so", "far", "together", "as"}


def _is_day(document: Document, token: int) -> bool:
    return bool({document.lemmas[t] for t in document.subtree(token)} & _DAYS)


_UNDECIDED = (Tense.FUTURE, Tense.WOULD, Tense.MAY)


def _is_ahead(document: Document, verb: int) -> bool:
    """ "Will go", "agreed to appear", "is open to coming": what has been decided, wished or refused."""
    found = tense(document, verb)
    if found in _UNDECIDED or (document.lemmas[verb] == "go" and found is Tense.PROGRESSIVE):
        return True
    if is_negated(document, verb) and document.lemmas[verb] == "make" and found is Tense.PAST:
        return True
    above = document.head(verb)
    governors = status_words().governors
    if document.lemmas[verb] == "go" and document.lemmas[above] in ("ready", "good", "set"):
        return False  # "we're ready to go"
    if document.deps[verb] == "pcomp":
        return document.lemmas[document.head(above)] in governors
    return (
        document.deps[verb] in ("xcomp", "ccomp")
        and found is Tense.BARE
        and document.tags[verb] == "VB"
        and any(key in governors for key in verb_keys(document, above))
    )


def _is_definite(document: Document, noun: int) -> bool:
    return any(document.deps[c] == "poss" or document.lemmas[c] in _DEFINITE for c in document.children[noun])


def _is_bare(document: Document, noun: int) -> bool:
    """ "The showdown", with nothing behind it that would tell which."""
    return any(
        document.deps[c] == "det" and document.lemmas[c] in ("the", "this", "that") for c in document.children[noun]
    ) and not has_child(document, noun, "relcl", "acl", "prep", "poss")
