"""What nobody says: "at no point acknowledged that", "nobody claimed that", "has yet to confirm that"."""

from __future__ import annotations

from reportedly.reading.attribution.chains import Draft
from reportedly.reading.document import Document
from reportedly.reading.syntax.clauses import is_negated
from reportedly.reading.syntax.veridicality import Reading, Truth, truth_of

__all__ = ["is_not_said", "is_still_said", "is_withheld"]

_PLAIN = frozenset(
    """say tell claim state report announce allege declare assert maintain mention admit acknowledge concede disclose
    reveal suggest""".split()
)
_CONCEDING = frozenset("acknowledge admit concede".split())
_QUESTIONS = frozenset("whether if what when where which who why how".split())
_NEGATIVE = frozenset("neither not no".split())
# "Not only said", "no sooner had she said", "not until May did she say", "not once but twice": it is said.
_STILL_SAID = frozenset("only just merely simply sooner until alone".split())
_FRONTED = frozenset("no nowhere never not neither nor".split())
_HELPERS = frozenset("do have be".split())
# "Did not hesitate to say": negated, they leave what follows true.
_HOLDING_BACK = frozenset("hesitate stop cease shrink flinch shy tire baulk balk".split())
_SHORT = frozenset({"fall", "stop"})
_FAR = 12  # tokens


def is_not_said(document: Document, draft: Draft) -> bool:
    """Whether nobody says it: "none of the clerks said the vault was empty", "asked whether Orr had said that …".

    Not where the content is a question ("did not say whether"): that is a refusal to tell.
    """
    tokens = document.tokens_in(draft.content[0])
    if tokens and document.words[tokens.start].casefold() in _QUESTIONS:
        return False
    for verb in (t for piece in draft.cue for t in document.tokens_in(piece)):
        if document.lemmas[verb] not in _PLAIN:
            continue
        if document.pos[verb] == "NOUN" and _is_turned_round(document, verb):
            return True
        if document.pos[verb] != "VERB" or _is_refusal(document, verb):
            continue
        if any(document.deps[c] == "ccomp" for c in document.children[verb]):
            reading = truth_of(document, verb)
            doubted = reading.truth not in (Truth.HOLDS, Truth.FAILS) and _may_decide(reading, verb)
            return is_withheld(document, verb) or (doubted and not _is_said_all_the_same(document, verb))
    return False


def _may_decide(reading: Reading, verb: int) -> bool:
    """Not what stands behind: "Tass reported that …; the company declined to comment"."""
    return reading.decider is None or reading.decider <= verb


def _is_refusal(document: Document, verb: int) -> bool:
    """ "Won't even acknowledge that", "would not concede that": a stance of its own."""
    helpers = {document.words[c].casefold() for c in document.children[verb] if document.deps[c] == "aux"}
    return document.lemmas[verb] in _CONCEDING and bool(helpers & {"will", "wo", "would", "'d", "’d"})


def is_withheld(document: Document, verb: int) -> bool:
    """Whether a verb of saying does not hold, by its own clause or by what it hangs on."""
    if _is_denied(document, verb):
        return True
    first = document.head(verb) if document.deps[verb] == "conj" else verb
    if document.words[first - 1].casefold() == "for":
        return False  # "will not apologise for suggesting that"
    reading = truth_of(document, verb)
    return reading.truth is Truth.FAILS and _may_decide(reading, verb) and not _is_said_all_the_same(document, verb)


def _is_denied(document: Document, verb: int) -> bool:
    """Whether a verb is denied: by "not" or "never", by its subject ("no witness", "none of", "neither … nor"), by what
    opens its clause ("in no interview did Orr admit"), or by what it hangs on ("has yet to", "far from")."""
    if is_still_said(document, verb):
        return False
    if is_negated(document, verb):
        return True
    if any(document.lemmas[c] == "nor" for c in document.children[verb] if c < verb):
        return True  # "nor did Orr claim"
    if _is_of_another(document, verb):
        return True
    if _is_yet_to_come(document, verb) or _is_far_from(document, verb) or _is_fronted(document, verb):
        return True
    subject = next((c for c in document.children[verb] if document.deps[c] == "nsubj"), None)
    return subject is not None and any(
        document.lemmas[c] in _NEGATIVE and document.deps[c] in {"preconj", "neg", "cc", "det"}
        for c in document.children[subject]
    )


def is_still_said(document: Document, verb: int) -> bool:
    """Whether a negation beside a verb leaves it true: "not only confirmed", "not until May did she confirm"."""
    return any(document.lemmas[c] in _STILL_SAID for c in _around(document, verb))


def _around(document: Document, verb: int) -> list[int]:
    """The adverbs of a verb, and those of its adverbs."""
    own = [c for c in document.children[verb] if c < verb and document.deps[c] in {"advmod", "preconj", "neg"}]
    return own + [d for c in own for d in document.children[c]]


def _is_yet_to_come(document: Document, verb: int) -> bool:
    """ "Has yet to confirm", "is yet to announce"."""
    above = document.head(verb)
    if document.deps[verb] not in {"xcomp", "ccomp", "acl"} or document.words[verb - 1].casefold() != "to":
        return False
    yet = [c for c in document.children[above] if document.lemmas[c] == "yet"]
    return document.lemmas[above] in _HELPERS and (bool(yet) or document.words[verb - 2].casefold() == "yet")


def _is_far_from(document: Document, verb: int) -> bool:
    """ "Far from admitting", "fell short of admitting", "rather than admit"."""
    before = [word.casefold() for word in document.words[max(0, verb - 2) : verb]]
    if before == ["far", "from"] or before == ["rather", "than"]:
        return True
    return before == ["short", "of"] and verb > 2 and document.lemmas[verb - 3] in _SHORT


def _is_fronted(document: Document, verb: int) -> bool:
    """ "In no interview did Orr admit", "nowhere does the report state": a negative in front turns the clause round."""
    helper = next((c for c in document.children[verb] if document.deps[c] in {"aux", "auxpass"} and c < verb), None)
    subject = next((c for c in document.children[verb] if document.deps[c] == "nsubj"), None)
    if helper is None or subject is None or not helper < subject < verb:
        return False
    first = int(document.sentence_tokens[document.sentence_of(verb), 0])
    before = range(max(first, helper - _FAR), helper)
    words = [document.words[t].casefold() for t in before]
    return bool(_FRONTED & set(words)) and not _STILL_SAID & set(words) and "but" not in words


def _is_turned_round(document: Document, noun: int) -> bool:
    """ "Nowhere does the report claim that": the parse may take the verb for a noun under "does"."""
    near = (document.head(noun), *(c for c in document.children[noun] if document.deps[c] == "aux"))
    helper = next((t for t in near if document.lemmas[t] == "do" and 0 < noun - t <= _FAR), None)
    if helper is None or document.deps[noun] not in {"dobj", "nsubj", "ROOT"}:
        return False
    first = int(document.sentence_tokens[document.sentence_of(noun), 0])
    words = {document.words[t].casefold() for t in range(max(first, helper - _FAR), helper)}
    return bool(_FRONTED & words) and not _STILL_SAID & words and "but" not in words


def _is_of_another(document: Document, verb: int) -> bool:
    """ "It was not the minister who said so": somebody else did. Not "it was not only", "it was not until May that"."""
    noun = document.head(verb)
    copula = document.head(noun)
    if document.deps[verb] != "relcl" or document.deps[noun] != "attr" or document.lemmas[copula] != "be":
        return False
    pronoun = next((c for c in document.children[verb] if document.deps[c] == "nsubj"), None)
    if pronoun is None or document.words[pronoun].casefold() not in {"who", "that", "which"}:
        return False
    if not any(document.words[c].casefold() == "it" for c in document.children[copula] if c < copula):
        return False
    between = {document.words[t].casefold() for t in range(copula, noun)}
    return is_negated(document, copula) and not between & _STILL_SAID


def _is_said_all_the_same(document: Document, verb: int) -> bool:
    """ "Did not hesitate to say", "could not but admit"."""
    above = document.head(verb)
    if document.lemmas[above] in _HOLDING_BACK and is_negated(document, above):
        return True
    return [word.casefold() for word in document.words[max(0, verb - 2) : verb]] == ["not", "but"]
