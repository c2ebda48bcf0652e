"""Claims: what the words around a trigger say of the happening, from tense, modality, negation and verbs of change.

The reader climbs the parse from the trigger. What it meets first says what is claimed of the happening (it takes
place, it is postponed, it is called off, ...); what it meets further out turns that claim: "may be postponed",
"denied that it was postponed", "urged him to postpone it", "could not confirm reports that it was postponed" have
one claim and four different statuses.
"""

from __future__ import annotations

from reportedly.reading.claim_predicates import OBJECT, SUBJECT, predicate
from reportedly.reading.claim_words import (
    MORE_TURNS,
    TENTATIVE,
    Reading,
    govern,
    govern_clause,
    is_demanded,
    is_misread,
    take_modifiers,
    take_verb,
    with_particle,
)
from reportedly.reading.clauses import Tense, clause_head, has_child, is_negated, is_verb, tense, verb_keys
from reportedly.reading.document import Document
from reportedly.reading.status_words import Claim, Turn, status_words

__all__ = ["read_claim"]


_PART_OF = {"round", "series", "day", "part", "set", "start", "beginning", "end", "resumption", "conclusion", "outcome",
            "opening", "rest", "week", "hour", "leg", "stage", "kind", "sort", "couple", "number", "string", "date",
            "time", "timing", "term", "venue", "detail", "format", "second", "first", "eve", "terms", "possibility",
            "moderator", "host", "guest", "speaker", "participant", "chance", "opportunity"}  # fmt: skip
_NEGATIVE_PREPOSITIONS = {"without", "instead", "rather"}


def read_claim(
    document: Document, trigger: int, *, cues: frozenset[int] = frozenset(), claim: Claim | None = None
) -> Reading:
    """What the words around a trigger say of the happening that it names.

    Args:
        trigger: The token that carries the trigger's syntax.
        cues: Tokens of the cues of statements that the trigger stands in: the climb reads the nearest and stops.
        claim: What a verb says by itself of the happening, where it is not that it takes place ("pulled out").
    """
    reading = Reading(top=trigger, path=[trigger], words={trigger})
    if is_verb(document, trigger) and not is_misread(document, trigger):
        reading.claim = claim or Claim.HAPPENS
        take_verb(document, reading, trigger)
    else:
        take_modifiers(document, reading, trigger)
    node = trigger
    while document.head(node) != node:
        above = _step(document, reading, node, trigger)
        if above is None:
            break
        reading.path.append(above)
        reading.top = above
        node = above
        if node in cues and is_verb(document, node):
            break
    return reading


def _step(document: Document, reading: Reading, node: int, trigger: int) -> int | None:
    """One step up from `node`: reads the word above and gives its token, or None where the claim ends."""
    parent, dep = document.head(node), document.deps[node]
    if is_verb(document, node) and not is_misread(document, node):
        return _step_from_verb(document, reading, node, parent, dep)
    if dep == "xcomp" and document.lemmas[parent] == "spend":
        return predicate(document, reading, node, parent, "dobj", trigger)  # "spent the week meeting with her"
    if dep in SUBJECT or dep in OBJECT:
        return predicate(document, reading, node, parent, dep, trigger)
    if dep == "attr" and document.lemmas[parent] == "be":
        return predicate(document, reading, node, parent, dep, trigger)
    if dep in ("pobj", "pcomp"):
        return _preposition(document, reading, node, parent, trigger)
    if dep in ("compound", "poss", "nmod", "amod"):
        return _noun_above(document, reading, parent, loose=False)
    if dep == "conj":
        # "The meeting and the visit were cancelled": the second shares what the first is subject or object of.
        return _skip_conjunct(document, reading, parent, trigger)
    if dep == "acomp" or (dep in ("advmod", "prep") and document.lemmas[parent] == "be"):
        take_verb(document, reading, parent)
        return parent
    return None


def _skip_conjunct(document: Document, reading: Reading, parent: int, trigger: int) -> int | None:
    if document.head(parent) == parent or is_verb(document, parent):
        return None
    return parent


def _noun_above(document: Document, reading: Reading, noun: int, *, loose: bool) -> int | None:
    """The noun that the happening is "of": a cancellation, a plan, a report, a round."""
    words = status_words()
    lemma = document.lemmas[noun]
    fresh = reading.claim in (Claim.MENTIONED, Claim.HAPPENS)
    if lemma in words.change_nouns and fresh:
        reading.claim = words.change_nouns[lemma]
        reading.words.add(noun)
        if _is_none(document, noun):
            reading.turns.append(Turn.NOT)
        for child in document.children[noun]:
            form = document.words[child].lower()
            if document.deps[child] == "amod" and words.adjectives.get(form) is Claim.POSSIBLE:
                reading.turns.append(Turn.POSSIBLE)
        return noun
    if lemma in _GROUNDS:
        verb = document.head(noun)
        if _is_none(document, noun):
            reading.turns.append(Turn.NOT)  # "no reason to cancel it"
        elif not is_negated(document, verb):
            reading.turns.append(Turn.ASKED)
        return noun
    if lemma in words.governors:
        turn = words.governors[lemma][0]
        if turn in MORE_TURNS and not (lemma == "call" and loose):
            reading.turns.append(MORE_TURNS[turn] if lemma != "threat" else Turn.DOUBTED)
            if any(document.lemmas[c] in TENTATIVE for c in document.children[noun]):
                reading.turns.append(Turn.TENTATIVE)
            if _is_none(document, noun):
                reading.turns.append(Turn.NOT)
            if fresh:
                reading.claim = Claim.HAPPENS
            reading.words.add(noun)
            return noun
        if turn == "reported":
            return noun
    if lemma in ("call", "demand", "request", "appeal"):
        reading.turns.append(Turn.ASKED)
        return noun
    if lemma in _PART_OF:
        return noun
    return None


_GROUNDS = {"need", "reason", "cause", "ground", "grounds", "point"}


def _is_none(document: Document, noun: int) -> bool:
    """ "No chance", "zero chance", "little prospect"."""
    return is_negated(document, noun) or any(
        document.lemmas[c] in ("zero", "little", "slim", "scant") for c in document.children[noun]
    )


def _preposition(document: Document, reading: Reading, node: int, preposition: int, trigger: int) -> int | None:
    words = status_words()
    word = document.lemmas[preposition]
    above = document.head(preposition)
    outer = ""
    if document.pos[above] in ("ADP", "ADV", "SCONJ", "PART") and not is_verb(document, above):
        outer = document.lemmas[above]
        above = document.head(above)
    fresh = reading.claim in (Claim.MENTIONED, Claim.HAPPENS)
    if word == "to" and document.lemmas[preposition - 1] == "way":
        reading.turns.append(Turn.PLANNED)  # "on his way to a meeting"
        reading.claim = Claim.HAPPENS if fresh else reading.claim
        reading.top = above
        return None
    if word == "before" and is_verb(document, node) and is_demanded(document, above):
        reading.turns += [Turn.NOT, Turn.UNTIL]
        reading.claim = Claim.HAPPENS if fresh else reading.claim
        reading.tense = Tense.FUTURE
        reading.top = above
        return None
    if word in _NEGATIVE_PREPOSITIONS or outer in _NEGATIVE_PREPOSITIONS:
        reading.turns.append(Turn.NOT)
        return None
    if word == "to" and document.words[above] in ("close", "closer") and fresh and not is_verb(document, above):
        # "No closer to a hearing", "close to a summit"
        reading.claim = Claim.HAPPENS
        reading.turns.append(Turn.DOUBTED if is_negated(document, above) else Turn.POSSIBLE)
        reading.top = document.head(above)
        return None
    if word in ("include", "including") and not is_verb(document, above):
        return above  # "cancelled all events, including a concert"
    if word == "from" and document.lemmas[above] in _KEEPS and is_verb(document, above) and is_verb(document, node):
        # "Barred him from holding it" rules it out; what keeps him from it or would does not.
        barred = document.lemmas[above] in _BARS and tense(document, above) is Tense.PAST
        reading.turns.append(Turn.REFUSED if barred else Turn.ASKED)
        take_verb(document, reading, above)
        return above
    if is_verb(document, above):
        keys = verb_keys(document, above)
        if outer:
            keys.insert(0, f"{document.lemmas[above]} {outer}")
        elif document.lemmas[preposition - 1] == "through":
            keys.insert(0, f"{document.lemmas[above]} through")
        reading.predicate = above
        for key in keys:
            if (
                key in words.change_verbs
                and word in ("of", "from", "out", "on", "with", "as")
                and (" " in key)
                and fresh
            ):
                if key in ("put off", "hold up"):
                    continue
                reading.claim = words.change_verbs[key]
                reading.tense = None
                take_verb(document, reading, above)
                reading.words.update(with_particle(document, above))
                return above
        if document.lemmas[above] in ("withdraw",) and word == "from" and fresh:
            reading.claim = Claim.CANCELLED
            take_verb(document, reading, above)
            return above
        if word == "with" and any(k in words.happens for k in keys) and fresh:
            reading.claim = Claim.HAPPENS
            take_verb(document, reading, above)
            return above
        if word in ("for", "to", "on", "about", "with", "in", "against", "of", "toward", "towards") and not (
            word == "in" and document.lemmas[above] in ("say", "tell", "report")
        ):
            if word in ("for", "against") and "asked" in words.governors.get(document.lemmas[above], ()):
                reading.turns.append(Turn.ASKED)
                take_verb(document, reading, above)
                return above
            follows = document.lemmas[above] in _FOLLOWED_BY.get(word, ())
            if follows and govern(document, reading, above, keys, change=not fresh):
                take_verb(document, reading, above)
                return above
        if word == "to" and document.lemmas[above] in ("close", "shut") and fresh and _has_door(document, above):
            # "The door is not closed to talks": then they are possible.
            reading.claim = Claim.HAPPENS
            reading.turns += [Turn.POSSIBLE, Turn.NOT]
            take_verb(document, reading, above)
            return above
        part = document.lemmas[above] != "take" or "take part" in keys
        if word in ("at", "in", "to") and document.lemmas[above] in _TAKES_PART and fresh and part:
            reading.claim = Claim.HAPPENS
            reading.adjunct = word
            take_verb(document, reading, above)
            return above
        reading.adjunct = outer or word
        if is_verb(document, node) and word in ("by", "after", "upon", "in") and reading.tense in (None, Tense.BARE):
            reading.tense = tense(document, above)  # "angered him by withdrawing the troops"
        if reading.claim is Claim.MENTIONED:
            reading.tense = tense(document, above)
            if reading.tense is Tense.BARE:
                planned = "planned" in status_words().governors.get(document.lemmas[document.head(above)], ())
                # "Plans to speak at the hearing"
                reading.tense = Tense.FUTURE if planned else tense(document, clause_head(document, above))
            if is_negated(document, above):
                reading.turns.append(Turn.NOT)
        reading.top = above
        return None
    if document.deps[node] == "pcomp" or word in ("of", "for", "to", "in", "on", "about", "against", "over"):
        found = _noun_above(document, reading, above, loose=True)
        if found is not None:
            return found
    reading.adjunct = outer or word
    if reading.claim is Claim.MENTIONED and reading.tense is None:
        verb = clause_head(document, above)
        if is_verb(document, verb):
            reading.tense = tense(document, verb)
            reading.top = verb
    return None


_BARS = {"block", "bar", "ban", "prohibit", "forbid"}
_KEEPS = _BARS | {"keep", "prevent", "stop", "discourage", "dissuade", "excuse", "exempt", "deter"}


def _has_door(document: Document, verb: int) -> bool:
    arguments = [c for c in document.children[verb] if document.deps[c] in ("nsubj", "nsubjpass", "dobj", "auxpass")]
    return any(document.lemmas[c] == "door" for node in arguments for c in (node, *document.children[node]))


_TAKES_PART = {"participate", "appear", "be", "take", "arrive"}
_FOLLOWED_BY = {
    "for": {"prepare", "plan", "schedule", "arrange", "hope", "aim", "ready", "set", "wait", "look", "push", "press"},
    "to": {"agree", "commit", "look", "invite", "object", "open", "consent", "move", "accept"},
    "toward": {"work", "move", "push", "head"},
    "towards": {"work", "move", "push", "head"},
    "on": {"agree", "decide", "work", "insist", "plan", "embark"},
    "about": {"think", "talk", "speculate", "ask"},
    "with": {"stick", "agree"},
    "of": {"think", "speak", "talk"},
    "in": {"engage"},
    "against": {"decide", "advise"},
}


def _step_from_verb(document: Document, reading: Reading, node: int, parent: int, dep: str) -> int | None:
    change = reading.claim not in (Claim.MENTIONED, Claim.HAPPENS)
    if dep in ("xcomp", "ccomp", "csubj", "csubjpass", "oprd", "dobj", "acomp"):
        if is_verb(document, parent):
            own_tense = reading.tense not in (None, Tense.BARE)
            keys = verb_keys(document, parent)
            if document.lemmas[parent] == "go" and document.tags[parent] == "VBG" and dep == "xcomp":
                reading.turns.append(Turn.PLANNED)  # "were going to bring them home"
            governed = govern_clause(document, reading, parent, keys, dep=dep, finite=own_tense, change=change)
            if governed or not own_tense:
                if document.lemmas[parent] == "be" and not governed and document.tags[node] in ("VB", "VBN"):
                    reading.turns.append(Turn.PLANNED)  # "is to visit", "was to have visited"
                    past_infinitive = any(document.lemmas[c] == "have" for c in document.children[node])
                    if past_infinitive or document.tags[node] == "VBN":
                        reading.turns.append(Turn.WOULD_HAVE)
                if not (governed and own_tense):
                    take_verb(document, reading, parent)
                elif is_negated(document, parent) and Turn.NOT_CONFIRMED not in reading.turns:
                    reading.turns.append(Turn.NOT)
                return parent
            return None
        if document.pos[parent] in ("ADJ", "ADV", "NOUN"):
            found = status_words().governors.get(document.lemmas[parent], ())
            if document.lemmas[parent] in ("ready", "prepared"):
                found = ("possible",)  # who is ready to come has not said that he will
            if found and found[0] in MORE_TURNS:
                reading.turns.append(MORE_TURNS[found[0]])
                head = document.head(parent)
                if is_verb(document, head):
                    take_verb(document, reading, head)
                    return head
                return parent
            if document.lemmas[parent] == "unable":
                reading.turns.append(Turn.NOT)
                return parent
            head = document.head(parent)
            if document.deps[parent] == "acomp" and document.lemmas[head] == "be" and not change:
                if reading.tense in (None, Tense.BARE):
                    take_verb(document, reading, head)
                return None
        return None
    if dep in ("acl", "relcl") and not is_verb(document, parent):
        if document.lemmas[parent] in ("expectation", "hope", "confidence", "sign") and _is_none(document, parent):
            reading.turns.append(Turn.DOUBTED)  # "little expectation that he will"
            return None
        if dep == "acl" or tense(document, node) is Tense.BARE:
            above = _noun_above(document, reading, parent, loose=True)
            if above is None and document.lemmas[parent] in ("way", "time"):
                reading.turns.append(Turn.PLANNED)
            return above
        if document.lemmas[parent] in ("report", "rumor", "rumour", "claim"):
            return parent
        return None
    if dep == "pcomp":
        return _preposition(document, reading, node, parent, node)
    if dep == "advcl" and is_verb(document, parent):
        marks = {document.lemmas[c] for c in document.children[node] if document.deps[c] in ("mark", "advmod")}
        if "before" in marks and is_demanded(document, parent):
            # "Insisted that the police look into it before she would testify"
            reading.turns += [Turn.NOT, Turn.UNTIL]
            reading.top = parent
            return None
        if any(document.lemmas[c] in ("rather", "instead") for c in document.children[node]):
            reading.turns.append(Turn.NOT)
            return None
        if reading.tense in (None, Tense.BARE):
            reading.adjunct = "purpose"
            reading.tense = None
            keys = verb_keys(document, parent)
            govern(document, reading, parent, keys, change=change)
            take_verb(document, reading, parent)
            if reading.tense is Tense.PROGRESSIVE:
                reading.turns.append(Turn.PLANNED)  # "is raising money to stage a rally"
            return parent
        return None
    if dep == "conj" and is_verb(document, parent):
        if not has_child(document, node, *SUBJECT) and reading.tense in (None, Tense.BARE):
            return parent
        return None
    return None
