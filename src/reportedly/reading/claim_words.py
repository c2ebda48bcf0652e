"""What single words say of a happening: tense, modality and negation; what governs it, and what a noun bears."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportedly.reading.clauses import Tense, has_child, is_negated, is_verb, tense, verb_keys
from reportedly.reading.document import Document
from reportedly.reading.status_words import CHANGES, Claim, Turn, status_words

__all__ = [
    "DETAILS",
    "MORE_TURNS",
    "SEASONS",
    "TENTATIVE",
    "Reading",
    "govern",
    "govern_clause",
    "is_dated",
    "is_demanded",
    "is_misread",
    "take_modifiers",
    "take_verb",
    "turns_a_noun",
    "with_particle",
]


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
    return lemma in words.change_nouns or lemma in words.governors or lemma in DETAILS


_UNSURE = {"possibly", "perhaps", "maybe", "conceivably", "potentially"}
TENTATIVE = {"tentatively", "provisionally", "tentative", "provisional"}
DETAILS = {"timing", "date", "term", "terms", "time", "detail", "venue", "agenda", "format", "length", "location"}
MORE_TURNS = {
    "scheduled": Turn.SCHEDULED,
    "planned": Turn.PLANNED,
    "possible": Turn.POSSIBLE,
    "refused": Turn.REFUSED,
    "denied": Turn.DENIED,
    "doubted": Turn.DOUBTED,
    "asked": Turn.ASKED,
}


def is_misread(document: Document, token: int) -> bool:
    """ "Scrap their planned get together": a participle that is subject or object stands for a noun."""
    return document.tags[token] == "VBN" and document.deps[token] in ("dobj", "nsubj", "nsubjpass", "pobj")


def take_verb(document: Document, reading: Reading, verb: int) -> None:
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
        elif dep in ("advmod", "amod") and lemma in TENTATIVE:
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
        elif dep == "prep" and lemma in ("until", "till", "before") and is_dated(document, child):
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


SEASONS = {
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march"),
    *("april", "may", "june", "july", "august", "september", "october", "november", "december", "week", "month"),
    *("year", "spring", "summer", "autumn", "fall", "winter", "tomorrow", "later", "after", "weekend"),
}


def is_dated(document: Document, preposition: int) -> bool:
    """ "Until March", "before the summer", "until after the election"."""
    return any(document.lemmas[c] in SEASONS or document.pos[c] == "NUM" for c in document.children[preposition])


# "To decide whether she would testify": says that it is open, not that it is possible.
_LEAVES_OPEN = {"decide", "determine", "say", "ask", "tell", "learn", "see", "discuss"}


def _is_of_which(document: Document, preposition: int) -> bool:
    return any(document.lemmas[c] == "which" for c in document.children[preposition])


def _is_past_ability(document: Document, verb: int) -> bool:
    """ "Could not confirm" is a past, not a possibility."""
    return is_negated(document, verb) and any(
        document.lemmas[c] == "could" for c in document.children[verb] if document.deps[c] == "aux"
    )


def take_modifiers(document: Document, reading: Reading, noun: int) -> None:
    """What a noun's own adjectives and relative clauses say: "the planned visit", "talks set for May"."""
    words = status_words()
    _take_misattached(document, reading, noun)
    if is_negated(document, noun):
        reading.turns.append(Turn.NOT)
    for child in document.children[noun]:
        dep, lemma = document.deps[child], document.lemmas[child]
        form = document.words[child].lower()
        if form == "off" and any(word in ("camera", "-") for word in document.words[child + 1 : child + 2]):
            continue  # "an off-camera briefing" takes place
        if dep in ("amod", "compound", "nmod", "advmod") and (form in words.adjectives or lemma in words.adjectives):
            reading.own = words.adjectives.get(form) or words.adjectives[lemma]
            reading.words.add(child)
        elif dep in ("amod", "compound") and (change := words.change_verbs.get(lemma)) and change in CHANGES:
            if document.tags[child] in ("VBN", "VBD", "JJ"):
                reading.own = change
        elif dep == "amod" and lemma in TENTATIVE:
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


def with_particle(document: Document, verb: int) -> set[int]:
    """The tokens of a verb: "call" and "off"."""
    return {verb, *(c for c in document.children[verb] if document.deps[c] == "prt")}


def govern(document: Document, reading: Reading, word: int, keys: list[str], *, change: bool) -> bool:
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
    if turn in MORE_TURNS:
        reading.turns.append(MORE_TURNS[turn])
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


def is_demanded(document: Document, word: int) -> bool:
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


def govern_clause(
    document: Document, reading: Reading, verb: int, keys: list[str], *, dep: str, finite: bool, change: bool
) -> bool:
    """A governing verb with a clause under it. Finite clauses keep their own tense: only doubt and denial reach in."""
    found = next((turns for key in keys if (turns := status_words().governors.get(key))), ())
    lemma = keys[-1]
    if lemma == "confirm":
        return govern(document, reading, verb, keys, change=change)
    if lemma in ("know", "say", "clear") and finite:
        return False
    if lemma == "be":
        for child in document.children[verb]:
            if document.deps[child] in ("acomp", "attr"):
                found = status_words().governors.get(document.lemmas[child], ())
                if found and found[0] in MORE_TURNS:
                    reading.turns.append(MORE_TURNS[found[0]])
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
    return govern(document, reading, verb, keys, change=change)
