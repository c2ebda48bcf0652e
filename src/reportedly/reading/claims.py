"""Claims: what the words around a trigger say of the happening, from tense, modality, negation and verbs of change.

The reader climbs the parse from the trigger. What it meets first says what is claimed of the happening (it takes
place, it is postponed, it is called off, ...); what it meets further out turns that claim: "may be postponed",
"denied that it was postponed", "urged him to postpone it", "could not confirm reports that it was postponed" have
one claim and four different statuses.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reportedly.reading.clauses import Tense, clause_head, has_child, is_negated, is_verb, tense, verb_keys
from reportedly.reading.document import Document
from reportedly.reading.status_words import CHANGES, Claim, Turn, status_words

__all__ = ["Reading", "read_claim", "turns_a_noun"]


@dataclass(slots=True)
class Reading:
    """What the climb found: the claim, its tense, what turns it, and the words that took part."""

    claim: Claim = Claim.MENTIONED
    tense: Tense | None = None
    turns: list[Turn] = field(default_factory=list)
    top: int = 0
    path: list[int] = field(default_factory=list)
    words: set[int] = field(default_factory=set)
    own: Claim | None = None
    clause: int | None = None
    predicate: int | None = None
    adjunct: str | None = None


def turns_a_noun(lemma: str) -> bool:
    """Whether a noun says of another what becomes of it: "cancellation", "delay", "plan", "possibility"."""
    words = status_words()
    return lemma in words.change_nouns or lemma in words.governors or lemma in _DETAILS


_SUBJECT = {"nsubj", "nsubjpass", "csubj", "csubjpass"}
_OBJECT = {"dobj", "oprd", "dative"}
_UNSURE = {"possibly", "perhaps", "maybe", "conceivably", "potentially"}
_TENTATIVE = {"tentatively", "provisionally", "tentative", "provisional"}
_PART_OF = {"round", "series", "day", "part", "set", "start", "beginning", "end", "resumption", "conclusion", "outcome",
            "opening", "rest", "week", "hour", "leg", "stage", "kind", "sort", "couple", "number", "string", "date",
            "time", "timing", "term", "venue", "detail", "format", "second", "first", "eve", "terms", "possibility",
            "moderator", "host", "guest", "speaker", "participant", "chance", "opportunity"}  # fmt: skip
_AHEAD = {"go ahead", "press ahead", "push ahead", "forge ahead", "move ahead"}
_AFTER = {"after", "as", "amid", "before", "ahead", "hour", "day", "week"}
_DOUBTS = {"doubt", "jeopardy", "question", "limbo", "danger"}
_DETAILS = {"timing", "date", "term", "terms", "time", "detail", "venue", "agenda", "format", "length", "location"}
_AT = {"at", "during", "in", "after", "following", "since", "from", "on", "throughout"}
_NEGATIVE_PREPOSITIONS = {"without", "instead", "rather"}
_MORE_TURNS = {
    "scheduled": Turn.SCHEDULED,
    "planned": Turn.PLANNED,
    "possible": Turn.POSSIBLE,
    "refused": Turn.REFUSED,
    "denied": Turn.DENIED,
    "doubted": Turn.DOUBTED,
    "asked": Turn.ASKED,
}


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
    if is_verb(document, trigger) and not _is_misread(document, trigger):
        reading.claim = claim or Claim.HAPPENS
        _take_verb(document, reading, trigger)
    else:
        _take_modifiers(document, reading, trigger)
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


def _is_misread(document: Document, token: int) -> bool:
    """ "Scrap their planned get together": a participle that is subject or object stands for a noun."""
    return document.tags[token] == "VBN" and document.deps[token] in ("dobj", "nsubj", "nsubjpass", "pobj")


def _take_verb(document: Document, reading: Reading, verb: int) -> None:
    """Tense, negation, modality and conditions of one verb."""
    if reading.tense is None or reading.tense is Tense.BARE:
        found = tense(document, verb)
        if found is not Tense.BARE or reading.tense is None:
            reading.tense = found
        if found is Tense.MAY and not _is_past_ability(document, verb):
            reading.turns.append(Turn.MAY)
        elif found is Tense.SHOULD:
            reading.turns.append(Turn.SHOULD)
        elif found is Tense.WOULD_HAVE:
            reading.turns.append(Turn.WOULD_HAVE)
    elif tense(document, verb) is Tense.MAY:
        reading.turns.append(Turn.MAY)
    elif tense(document, verb) is Tense.SHOULD:
        reading.turns.append(Turn.SHOULD)
    if is_negated(document, verb):
        reading.turns.append(Turn.NOT)
    bare = document.tags[verb] == "VB" and not has_child(document, verb, "aux", "nsubj", "nsubjpass")
    if bare and document.deps[verb] in ("ROOT", "ccomp"):
        reading.turns.append(Turn.ASKED)  # "Cancel the meeting."
    shared = document.children[document.head(verb)] if document.deps[verb] == "conj" else ()
    if any(document.deps[c] == "mark" and document.lemmas[c] == "if" for c in shared):
        reading.turns.append(Turn.IF)  # "if we went ahead and held it"
    for child in document.children[verb]:
        lemma, dep = document.lemmas[child], document.deps[child]
        if dep == "advmod" and lemma in _UNSURE:
            reading.turns.append(Turn.MAY)
        elif dep in ("advmod", "amod") and lemma in _TENTATIVE:
            reading.turns.append(Turn.TENTATIVE)
        elif dep == "mark" and lemma in ("if", "whether", "unless"):
            open_question = lemma == "whether" and document.lemmas[document.head(verb)] in _LEAVES_OPEN
            reading.turns.append(Turn.ASKED if open_question else Turn.IF)
        elif dep == "advmod" and lemma == "how" and document.deps[verb] == "ccomp":
            reading.turns.append(Turn.ASKED)  # "to decide how she would testify": whether is not told
        elif dep == "prep" and document.deps[verb] == "relcl" and _is_of_which(document, child):
            reading.turns.append(Turn.ASKED)  # "terms under which she might testify"
        elif lemma in ("schedule", "plan") and document.lemmas[child - 1] == "as" and child - 1 > verb:
            reading.own = reading.own or Claim.SCHEDULED  # "takes place as scheduled"
        elif dep == "advcl" and reading.tense not in (Tense.PAST,):
            marks = {document.lemmas[c] for c in document.children[child] if document.deps[c] in ("mark", "advmod")}
            if "unless" in marks or "until" in marks:
                reading.turns.append(Turn.UNTIL)
            elif "if" in marks or document.lemmas[child] == "provide":
                reading.turns.append(Turn.IF)
        elif dep == "prep" and lemma in ("until", "till", "before") and _is_dated(document, child):
            reading.turns.append(Turn.LATER)  # counts only where it is negated: "will not be held before May"
        elif dep == "prep" and document.lemmas[child] in ("until", "unless", "pending", "without"):
            if document.lemmas[child] != "without":
                reading.turns.append(Turn.UNTIL)
        elif (
            dep == "prep"
            and lemma == "in"
            and any(document.lemmas[c] in ("absence", "case", "event") for c in document.children[child])
        ):
            reading.turns.append(Turn.IF)


_SEASONS = {
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march"),
    *("april", "may", "june", "july", "august", "september", "october", "november", "december", "week", "month"),
    *("year", "spring", "summer", "autumn", "fall", "winter", "tomorrow", "later", "after", "weekend"),
}


def _is_dated(document: Document, preposition: int) -> bool:
    """ "Until March", "before the summer", "until after the election"."""
    return any(document.lemmas[c] in _SEASONS or document.pos[c] == "NUM" for c in document.children[preposition])


# "To decide whether she would testify": says that it is open, not that it is possible.
_LEAVES_OPEN = {"decide", "determine", "say", "ask", "tell", "learn", "see", "discuss"}


def _is_of_which(document: Document, preposition: int) -> bool:
    return any(document.lemmas[c] == "which" for c in document.children[preposition])


def _is_past_ability(document: Document, verb: int) -> bool:
    """ "Could not confirm" is a past, not a possibility."""
    return is_negated(document, verb) and any(
        document.lemmas[c] == "could" for c in document.children[verb] if document.deps[c] == "aux"
    )


def _take_modifiers(document: Document, reading: Reading, noun: int) -> None:
    """What a noun's own adjectives and relative clauses say: "the planned visit", "talks set for May"."""
    words = status_words()
    _take_misattached(document, reading, noun)
    if is_negated(document, noun):
        reading.turns.append(Turn.NOT)
    for child in document.children[noun]:
        dep, lemma = document.deps[child], document.lemmas[child]
        form = document.words[child].lower()
        if dep in ("amod", "compound", "nmod", "advmod") and (form in words.adjectives or lemma in words.adjectives):
            reading.own = words.adjectives.get(form) or words.adjectives[lemma]
            reading.words.add(child)
        elif dep in ("amod", "compound") and (change := words.change_verbs.get(lemma)) and change in CHANGES:
            if document.tags[child] in ("VBN", "VBD", "JJ"):
                reading.own = change
        elif dep == "amod" and lemma in _TENTATIVE:
            reading.turns.append(Turn.TENTATIVE)
        elif dep in ("acl", "relcl") and is_verb(document, child):
            _take_clause(document, reading, child)
        elif dep == "prep":
            # "A meeting with Mr Orr that had been set for May": it is the meeting that was set.
            for inner in document.children[child]:
                for clause in document.children[inner]:
                    if document.deps[clause] in ("acl", "relcl") and document.pos[inner] == "PROPN":
                        _take_clause(document, reading, clause)
            for clause in document.subtree(child):
                if document.deps[clause] == "relcl" and reading.clause is None and _sets_a_day(document, clause):
                    _take_clause(document, reading, clause)


def _take_misattached(document: Document, reading: Reading, noun: int) -> None:
    """ "Called off a meeting with Mr Orr planned for May": the parse hangs the plan on the verb."""
    end = document.subtree(noun).stop
    for child in document.children[document.head(noun)]:
        hung = child == end and document.deps[child] in ("advcl", "acl") and document.tags[child] == "VBN"
        if hung and document.lemmas[child] in ("plan", "schedule", "slate", "set", "expect"):
            _take_clause(document, reading, child)


def _sets_a_day(document: Document, verb: int) -> bool:
    """ "A vote on the budget, which was scheduled for Monday": budgets are not scheduled."""
    return (
        document.lemmas[verb] in ("schedule", "slate", "set", "postpone", "reschedule", "plan", "due")
        and has_child(document, verb, "nsubjpass")
        and any(document.lemmas[c] in ("for", "on", "until") for c in document.children[verb])
    )


def _take_clause(document: Document, reading: Reading, verb: int) -> None:
    claim = _claim_of_clause(document, verb) if is_verb(document, verb) else None
    if claim is not None:
        reading.own = claim
        reading.words.add(verb)
        reading.clause = verb


def _claim_of_clause(document: Document, verb: int) -> Claim | None:
    """ "Scheduled for Monday", "which was cancelled", "to be held in May" after a noun."""
    words = status_words()
    keys = verb_keys(document, verb)
    participle = document.tags[verb] == "VBN" or (document.deps[verb] == "acl" and document.tags[verb] == "VBD")
    passive = participle or has_child(document, verb, "auxpass", "nsubjpass")
    if is_negated(document, verb):
        return None
    if passive:
        for key in keys:
            if key in words.change_verbs:
                return words.change_verbs[key]
        for key in keys:
            turns = words.governors.get(key, ())
            if "scheduled" in turns:
                return Claim.SCHEDULED
            if "planned" in turns:
                return Claim.PLANNED
            if "possible" in turns:
                return Claim.POSSIBLE
    lemma = document.lemmas[verb]
    found = tense(document, verb)
    ahead = found is Tense.FUTURE or (found in (Tense.BARE, Tense.WOULD) and document.tags[verb] == "VB")
    return Claim.PLANNED if ahead and lemma in words.happens | words.holds else None


def _step(document: Document, reading: Reading, node: int, trigger: int) -> int | None:
    """One step up from `node`: reads the word above and gives its token, or None where the claim ends."""
    parent, dep = document.head(node), document.deps[node]
    if is_verb(document, node) and not _is_misread(document, node):
        return _step_from_verb(document, reading, node, parent, dep)
    if dep == "xcomp" and document.lemmas[parent] == "spend":
        return _predicate(document, reading, node, parent, "dobj", trigger)  # "spent the week meeting with her"
    if dep in _SUBJECT or dep in _OBJECT:
        return _predicate(document, reading, node, parent, dep, trigger)
    if dep == "attr" and document.lemmas[parent] == "be":
        return _predicate(document, reading, node, parent, dep, trigger)
    if dep in ("pobj", "pcomp"):
        return _preposition(document, reading, node, parent, trigger)
    if dep in ("compound", "poss", "nmod", "amod"):
        return _noun_above(document, reading, parent, loose=False)
    if dep == "conj":
        # "The meeting and the visit were cancelled": the second shares what the first is subject or object of.
        return _skip_conjunct(document, reading, parent, trigger)
    if dep == "acomp" or (dep in ("advmod", "prep") and document.lemmas[parent] == "be"):
        _take_verb(document, reading, parent)
        return parent
    return None


def _skip_conjunct(document: Document, reading: Reading, parent: int, trigger: int) -> int | None:
    if document.head(parent) == parent or is_verb(document, parent):
        return None
    return parent


def _predicate(document: Document, reading: Reading, node: int, verb: int, dep: str, trigger: int) -> int | None:
    words = status_words()
    if not is_verb(document, verb):
        return None
    keys = verb_keys(document, verb)
    has_object = has_child(document, verb, "dobj", "ccomp", "xcomp")
    is_object = dep in _OBJECT or dep == "nsubjpass" or (dep == "nsubj" and not has_object and dep != "attr")
    if dep == "attr":
        subject = [c for c in document.children[verb] if document.deps[c] in _SUBJECT | {"expl"}]
        there = any(document.lemmas[c] in ("there", "it", "this", "that") for c in subject)
        reading.predicate = verb
        _take_verb(document, reading, verb)
        if there or reading.tense in (Tense.FUTURE, Tense.WOULD_HAVE, Tense.WOULD):
            reading.claim = Claim.HAPPENS if reading.claim is Claim.MENTIONED else reading.claim
        return verb
    fresh = reading.claim in (Claim.MENTIONED, Claim.HAPPENS)
    if dep in _SUBJECT and fresh and (change := _raised_change(document, verb)) is not None:
        # "The visit will have to be cancelled", "appears to be off": what is said stands under the verb.
        reading.predicate = verb
        reading.claim = change
        reading.tense = None
        _govern(document, reading, verb, keys, change=True)
        for child in document.children[verb]:
            if document.deps[child] == "acomp":
                turns = words.governors.get(document.lemmas[child], ())
                reading.turns += [_MORE_TURNS[turn] for turn in turns if turn in _MORE_TURNS]
        _take_verb(document, reading, verb)
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
            _take_verb(document, reading, verb)
            reading.words.update(_with_particle(document, verb))
            return verb
    lemma = document.lemmas[verb]
    if dep in _SUBJECT and lemma in words.continues and fresh:
        reading.claim = Claim.CONTINUES
        _take_verb(document, reading, verb)
        return verb
    if lemma in words.ended and fresh and (dep in _SUBJECT or lemma in words.ends):
        reading.claim = Claim.ENDED
        _take_verb(document, reading, verb)
        return verb
    if dep in _SUBJECT and lemma == "be":
        return _copula(document, reading, verb)
    if dep in _SUBJECT and lemma in ("come", "follow"):
        # "The visit comes days after ...": says when, not whether.
        after = any(document.lemmas[c] in _AFTER for c in document.children[verb])
        if after or has_child(document, verb, "advcl", "npadvmod"):
            reading.adjunct = "follows"
            reading.top = verb
            return None
    if dep in _SUBJECT and any(key in words.happens for key in keys):
        if fresh:
            reading.claim = Claim.HAPPENS
            if _AHEAD & set(keys) and tense(document, verb) in (Tense.PRESENT, Tense.PROGRESSIVE):
                reading.claim = Claim.PLANNED  # "is going ahead": it is still on, not yet under way
        if lemma in ("begin", "start", "open", "commence") and tense(document, verb) is Tense.PAST:
            reading.claim = Claim.HAPPENS
        _take_verb(document, reading, verb)
        return verb
    if any(key in words.holds for key in keys) and is_object and dep != "nsubj":
        if fresh:
            reading.claim = Claim.HAPPENS
        _take_verb(document, reading, verb)
        return verb
    governed = is_object or (dep == "nsubj" and has_child(document, verb, "xcomp"))
    if governed and _govern(document, reading, verb, keys, change=not fresh):
        _take_verb(document, reading, verb)
        return verb
    if tense(document, verb) in (Tense.WOULD_HAVE, Tense.WAS_TO) and dep in _SUBJECT and fresh:
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
        document.lemmas[c] in ("to", "until", "into", "by", "past") and _is_dated(document, c)
        for c in document.children[verb]
    )


# What a happening does by itself: "the launch slipped", "the summit will have to wait".
_OF_ITSELF = {"wait", "slip", "slide"}


def _is_plan_noun(document: Document, node: int) -> bool:
    turns = status_words().governors.get(document.lemmas[node], ())
    return "planned" in turns or "possible" in turns


def _with_particle(document: Document, verb: int) -> set[int]:
    return {verb, *(c for c in document.children[verb] if document.deps[c] == "prt")}


def _copula(document: Document, reading: Reading, verb: int) -> int | None:
    """ "The visit is off", "is possible", "is under way", "is on Monday", "would have been the first"."""
    words = status_words()
    _take_verb(document, reading, verb)
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
            if claim is Claim.UNCONFIRMED and document.lemmas[reading.path[-1]] in _DETAILS:
                claim = Claim.PLANNED  # what is unclear is when and how, not whether
            if claim is not None and fresh:
                if claim is Claim.SCHEDULED and form == "on" and has_child(document, child, "pobj"):
                    continue
                reading.claim = claim
                return verb
            for turn in words.governors.get(lemma, ()):
                if turn in _MORE_TURNS and document.deps[child] == "acomp":
                    reading.turns.append(_MORE_TURNS[turn])
                    reading.claim = Claim.HAPPENS if fresh else reading.claim
                    return verb
    if reading.tense is Tense.WOULD_HAVE or (
        fresh
        and any(
            document.deps[c] in ("prep", "npadvmod") or (document.deps[c] == "attr" and document.lemmas[c] in _SEASONS)
            for c in document.children[verb]
        )
    ):
        today = reading.tense is Tense.PRESENT and any(
            document.deps[c] in ("attr", "npadvmod") and document.lemmas[c] in _SEASONS for c in document.children[verb]
        )
        on = Claim.SCHEDULED if today else Claim.HAPPENS  # "the hearing is this week"
        reading.claim = on if fresh else reading.claim
    return verb if fresh or Turn.NOT in reading.turns else None


def _govern(document: Document, reading: Reading, word: int, keys: list[str], *, change: bool) -> bool:
    """Whether a governing word stands above; notes what it makes of the claim."""
    words = status_words()
    found: tuple[str, ...] = ()
    for key in keys:
        found = words.governors.get(key, ())
        if found:
            break
    if not found:
        return False
    lemma = document.lemmas[word]
    if lemma in ("tell", "tweet") and reading.tense in (None, Tense.BARE):
        reading.turns.append(Turn.ASKED)  # "told him to cancel it"
        return True
    if lemma == "confirm" or (lemma in ("know", "say", "verify") and is_negated(document, word)):
        if is_negated(document, word) or _is_unable(document, word):
            reading.turns.append(Turn.NOT_CONFIRMED)
        elif reading.claim is Claim.MENTIONED:
            reading.claim = Claim.SCHEDULED
        return True
    if lemma == "threaten" or lemma == "threat":
        reading.turns.append(Turn.DOUBTED if change else Turn.POSSIBLE)
        return True
    turn = found[0]
    if lemma == "expect" and is_negated(document, word) and not change:
        # Not the word of somebody who could rule it out. The negation is spoken for.
        reading.turns += [Turn.DOUBTED]
        reading.claim = Claim.HAPPENS if reading.claim is Claim.MENTIONED else reading.claim
        return True
    if change and lemma in ("want", "seek", "hope", "try"):
        return True  # who wants it put off is putting it off
    if len(found) > 1 and "asked" in found:
        # "Wants to visit" is a wish of one's own, "wants him to visit" a request.
        own = has_child(document, word, "xcomp") or not has_child(document, word, "ccomp", "dobj")
        turn = next(t for t in found if (t != "asked") is own)
    if lemma == "ask" and has_child(document, word, "auxpass"):
        turn = "asked"
    if turn in _MORE_TURNS:
        reading.turns.append(_MORE_TURNS[turn])
        if reading.claim is Claim.MENTIONED:
            reading.claim = Claim.HAPPENS
    elif (reading.claim is Claim.MENTIONED and turn == "went_on") or (
        turn == "went_on" and reading.claim is Claim.HAPPENS
    ):
        reading.claim = Claim.CONTINUES
    elif turn == "failed" and lemma == "fail":
        reading.turns.append(Turn.NOT)
    return True


_DEMANDS = {"want", "insist", "demand", "require", "ask", "seek", "request", "need", "must"}


def _is_demanded(document: Document, word: int) -> bool:
    """Whether a word stands under a demand: "wants an inquiry before testifying" is a refusal until there is one."""
    for node in (word, *document.ancestors(word)):
        if document.lemmas[node] in _DEMANDS and is_verb(document, node):
            return not is_negated(document, node)
        if document.deps[node] not in ("dobj", "ccomp", "xcomp", "pobj", "prep", "conj", "advcl"):
            return False
    return False


def _is_unable(document: Document, verb: int) -> bool:
    head = document.head(verb)
    return document.lemmas[head] in ("unable", "decline", "refuse", "fail", "able") and (
        document.lemmas[head] != "able" or is_negated(document, document.head(head))
    )


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
        if turn in _MORE_TURNS and not (lemma == "call" and loose):
            reading.turns.append(_MORE_TURNS[turn] if lemma != "threat" else Turn.DOUBTED)
            if any(document.lemmas[c] in _TENTATIVE for c in document.children[noun]):
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
    if word == "before" and is_verb(document, node) and _is_demanded(document, above):
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
        _take_verb(document, reading, above)
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
                _take_verb(document, reading, above)
                reading.words.update(_with_particle(document, above))
                return above
        if document.lemmas[above] in ("withdraw",) and word == "from" and fresh:
            reading.claim = Claim.CANCELLED
            _take_verb(document, reading, above)
            return above
        if word == "with" and any(k in words.happens for k in keys) and fresh:
            reading.claim = Claim.HAPPENS
            _take_verb(document, reading, above)
            return above
        if word in ("for", "to", "on", "about", "with", "in", "against", "of", "toward", "towards") and not (
            word == "in" and document.lemmas[above] in ("say", "tell", "report")
        ):
            if word in ("for", "against") and "asked" in words.governors.get(document.lemmas[above], ()):
                reading.turns.append(Turn.ASKED)
                _take_verb(document, reading, above)
                return above
            follows = document.lemmas[above] in _FOLLOWED_BY.get(word, ())
            if follows and _govern(document, reading, above, keys, change=not fresh):
                _take_verb(document, reading, above)
                return above
        if word == "to" and document.lemmas[above] in ("close", "shut") and fresh and _has_door(document, above):
            # "The door is not closed to talks": then they are possible.
            reading.claim = Claim.HAPPENS
            reading.turns += [Turn.POSSIBLE, Turn.NOT]
            _take_verb(document, reading, above)
            return above
        part = document.lemmas[above] != "take" or "take part" in keys
        if word in ("at", "in", "to") and document.lemmas[above] in _TAKES_PART and fresh and part:
            reading.claim = Claim.HAPPENS
            reading.adjunct = word
            _take_verb(document, reading, above)
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
            governed = _govern_clause(document, reading, parent, keys, dep=dep, finite=own_tense, change=change)
            if governed or not own_tense:
                if document.lemmas[parent] == "be" and not governed and document.tags[node] in ("VB", "VBN"):
                    reading.turns.append(Turn.PLANNED)  # "is to visit", "was to have visited"
                    past_infinitive = any(document.lemmas[c] == "have" for c in document.children[node])
                    if past_infinitive or document.tags[node] == "VBN":
                        reading.turns.append(Turn.WOULD_HAVE)
                if not (governed and own_tense):
                    _take_verb(document, reading, parent)
                elif is_negated(document, parent) and Turn.NOT_CONFIRMED not in reading.turns:
                    reading.turns.append(Turn.NOT)
                return parent
            return None
        if document.pos[parent] in ("ADJ", "ADV", "NOUN"):
            found = status_words().governors.get(document.lemmas[parent], ())
            if document.lemmas[parent] in ("ready", "prepared"):
                found = ("possible",)  # who is ready to come has not said that he will
            if found and found[0] in _MORE_TURNS:
                reading.turns.append(_MORE_TURNS[found[0]])
                head = document.head(parent)
                if is_verb(document, head):
                    _take_verb(document, reading, head)
                    return head
                return parent
            if document.lemmas[parent] == "unable":
                reading.turns.append(Turn.NOT)
                return parent
            head = document.head(parent)
            if document.deps[parent] == "acomp" and document.lemmas[head] == "be" and not change:
                if reading.tense in (None, Tense.BARE):
                    _take_verb(document, reading, head)
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
        if "before" in marks and _is_demanded(document, parent):
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
            _govern(document, reading, parent, keys, change=change)
            _take_verb(document, reading, parent)
            if reading.tense is Tense.PROGRESSIVE:
                reading.turns.append(Turn.PLANNED)  # "is raising money to stage a rally"
            return parent
        return None
    if dep == "conj" and is_verb(document, parent):
        if not has_child(document, node, *_SUBJECT) and reading.tense in (None, Tense.BARE):
            return parent
        return None
    return None


def _govern_clause(
    document: Document, reading: Reading, verb: int, keys: list[str], *, dep: str, finite: bool, change: bool
) -> bool:
    """A governing verb with a clause under it. Finite clauses keep their own tense: only doubt and denial reach in."""
    found = next((turns for key in keys if (turns := status_words().governors.get(key))), ())
    lemma = keys[-1]
    if lemma == "confirm":
        return _govern(document, reading, verb, keys, change=change)
    if lemma in ("know", "say", "clear") and finite:
        return False
    if lemma == "be":
        for child in document.children[verb]:
            if document.deps[child] in ("acomp", "attr"):
                found = status_words().governors.get(document.lemmas[child], ())
                if found and found[0] in _MORE_TURNS:
                    reading.turns.append(_MORE_TURNS[found[0]])
                    return True
        return False
    if (
        finite
        and not {"denied", "doubted"} & set(found)
        and not (set(found) & {"asked"} and "should" in str(reading.tense))
    ):
        if lemma in ("suggest", "propose", "recommend") and change and reading.tense is not Tense.PAST:
            reading.turns.append(Turn.ASKED)  # "suggested that he put it off"
            return True
        if lemma in ("hope", "believe", "think", "guess", "suspect") and reading.tense in (Tense.FUTURE, Tense.WOULD):
            reading.turns.append(Turn.POSSIBLE)
            return True
        return False
    return _govern(document, reading, verb, keys, change=change)
