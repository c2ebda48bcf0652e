"""Whether a text tells that something is so: what the frames around a clause make of it.

"The visit has been cancelled" says so; "denied that it has been", "asked whether it has been" and "if it is cancelled"
do not. A word that governs a clause has a signature: what a reader may conclude of the clause where the word itself
holds, and where it is negated, as for implicative verbs in Karttunen (1971) and Nairn, Condoravdi and Karttunen (2006).
The truth of a clause follows from those of the words above it, from the root of the sentence downwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from reportedly.reading.document import Document
from reportedly.reading.syntax.clauses import is_negated, is_verb
from reportedly.reading.syntax.moods import (
    CONDITIONALS,
    QUESTION_WORDS,
    condition,
    first_of,
    is_asked,
    is_unreal,
    may_be,
)
from reportedly.reading.syntax.signatures import (
    ADJECTIVES,
    ASSERTING,
    CONFIRMING,
    CONTENT_NOUNS,
    DENYING,
    FACTIVE,
    NOUNS,
    OPENING,
    REVERSING,
    SAYS,
    TAKES_BACK,
    TRANSPARENT,
    UNDOING,
    VERBS,
    WANTING,
)

__all__ = ["Reading", "Truth", "taken_back_by", "truth_of"]


class Truth(StrEnum):
    """What a reader may conclude of a clause."""

    HOLDS = "+"
    FAILS = "-"
    DOUBTED = "?"
    """Somebody who should know does not confirm it, or makes it hang on a condition."""
    OPEN = "o"
    """Nobody says it: it is asked, supposed, or taken back."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The truth of a clause.

    Attributes:
        decider: The word nearest to the clause that makes it other than true; None where it holds.
    """

    truth: Truth
    decider: int | None = None


_HOLDS = Reading(Truth.HOLDS)

_ANNOUNCES = frozenset("announce confirm report declare signal predict".split())
_TAKING_BACK = frozenset(name.partition("_")[0] for name in TAKES_BACK)
_WRONGLY = frozenset("wrongly falsely mistakenly erroneously incorrectly inaccurately".split())
# What is said of a noun under these is said of what it stands for: "see no need", "there is no plan", "had no plans".
_COPULAS = frozenset("be prove turn seem appear remain".split())
_LIGHT = frozenset("be have see make give find exist".split())
_AGAINST = frozenset("contrary despite notwithstanding".split())
_NEARLY = frozenset("almost nearly neither never nor nowhere".split())
_YET_TO = frozenset("have be remain".split())
# What somebody was wrong to say is taken back; what he was wrong to do he did.
_WRONG = frozenset("wrong mistaken incorrect".split())
_ERROR = frozenset("mistake error blunder slip".split())
_ERRS = frozenset("err misspeak misspoke misinform misremember lie blunder mistake".split())
_NOT_ONE = frozenset(("neither", "zero", "not", "nothing"))
_AT_NO = frozenset("time point moment stage way circumstance account mean means occasion instance".split())
_BUT = frozenset(("but", "yet", "so"))
_EXCEPT = frozenset("until only just".split())
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_CLAUSAL = ("ccomp", "xcomp", "csubj", "csubjpass", "pcomp", "acl", "relcl", "advcl", "oprd", "parataxis", "dep")
_NEGATED = {Truth.HOLDS: Truth.FAILS, Truth.FAILS: Truth.HOLDS}
# Bounds time on sentences a page long.
_DEEPEST = 24


def truth_of(document: Document, token: int) -> Reading:
    """What the text lets its reader conclude of the clause of a word.

    Args:
        document: The parsed article.
        token: A verb, or a noun that names what is done: "cancelled", "cancellation".
    """
    return _truth(document, token, 0)


# What stands under these in the infinitive comes about.
_BRINGS_ABOUT = frozenset("force compel oblige make have manage rush hasten proceed go begin start".split())


def taken_back_by(document: Document, token: int) -> int | None:
    """The verb by which somebody withdraws what he said: "retracted the claim that", "apologised for saying that".

    Args:
        document: The parsed article.
        token: As in `truth_of`.
    """
    above = islice(document.ancestors(token), _DEEPEST)
    if not any(document.lemmas[node] in _TAKING_BACK for node in above):
        return None
    decider = truth_of(document, token).decider
    if decider in (None, token) or not TAKES_BACK & set(_names(document, decider)):
        return None
    if _is_only_meant(document, decider):
        return None
    return decider if truth_of(document, decider).truth is Truth.HOLDS else None


def _is_only_meant(document: Document, verb: int) -> bool:
    """Whether it is asked or meant: "called on her to [retract]"; "was forced to [retract]" tells that it was done."""
    infinitive = any(document.tags[c] == "TO" for c in document.children[verb])
    return infinitive and document.lemmas[document.head(verb)] not in _BRINGS_ABOUT


def _truth(document: Document, token: int, depth: int) -> Reading:
    negated = _is_not_so(document, token)
    if is_unreal(document, token):  # "it would not have been put off unless" they were about to agree
        return _HOLDS if negated else Reading(Truth.OPEN, token)
    if is_asked(document, token):
        return Reading(Truth.OPEN, token)
    above = _context(document, token, depth)
    if not negated and may_be(document, token):
        return Reading(Truth.DOUBTED, token) if above.truth is Truth.HOLDS else above
    if (if_or_unless := condition(document, token)) and not (negated and if_or_unless == "unless"):
        return Reading(Truth.DOUBTED, token) if above.truth is Truth.HOLDS else above
    if negated:
        truth = _NEGATED.get(above.truth, above.truth)
        return Reading(truth, token if truth is Truth.FAILS else above.decider)
    return above


def _context(document: Document, token: int, depth: int) -> Reading:
    """What the words above a word make of it, before its own negation."""
    above, dep = document.head(token), document.deps[token]
    if depth > _DEEPEST:
        return _HOLDS
    if dep == "conj":
        return _of_conjunct(document, token, above, depth)
    marks = {document.lemmas[c] for c in document.children[token] if document.deps[c] in ("mark", "advmod", "preconj")}
    is_supposed = bool(marks & CONDITIONALS)
    if above == token:
        return Reading(Truth.OPEN, token) if is_supposed else _HOLDS
    if (
        dep == "acl"
        and document.deps[above] == "pobj"
        and any(document.words[c].casefold() == "being" for c in document.children[token])
    ):
        above = document.head(above)  # "about the gala being cancelled"
    while document.pos[above] in ("ADP", "SCONJ", "ADV") and document.head(above) != above:
        is_far_from = document.lemmas[above] == "from" and document.lemmas[document.head(above)] == "far"
        if is_far_from or document.lemmas[above] in ("without", "instead"):
            return Reading(Truth.FAILS, above)
        if document.lemmas[above] in _AGAINST:
            break
        is_supposed = is_supposed or document.lemmas[above] in CONDITIONALS
        above = document.head(above)
    if document.lemmas[above] in _AGAINST and document.lemmas[token] in CONTENT_NOUNS:
        return Reading(Truth.OPEN, above)
    if is_supposed:
        is_withheld = document.lemmas[above] in SAYS and _truth(document, above, depth + 1).truth is not Truth.HOLDS
        return Reading(Truth.DOUBTED if is_withheld and dep != "advcl" else Truth.OPEN, token)
    above = _noun_said(document, token, above)
    signature = _signature(document, token, above)
    if signature is None:
        return _HOLDS
    higher = _truth(document, above, depth + 1)
    if higher.truth in (Truth.OPEN, Truth.DOUBTED):
        return _HOLDS if signature == FACTIVE else higher
    truth = Truth(signature[higher.truth is Truth.FAILS])
    if document.lemmas[above] in CONTENT_NOUNS and _denies(document, higher.decider):
        truth = Truth.FAILS  # what a denied report says is denied with it; what no report says is not
    if truth is Truth.HOLDS:
        return _HOLDS
    return Reading(truth, higher.decider if higher.truth is Truth.FAILS and signature != REVERSING else above)


def _noun_said(document: Document, token: int, above: int) -> int:
    """The noun that a clause is the content of, where other words hang it on the verb: "no word on Monday that"."""
    if (
        document.deps[token] not in ("ccomp", "advcl")
        or document.lemmas[above] in SAYS
        or not _has_that(document, token)
    ):
        return above
    nouns = (c for c in document.children[above] if document.deps[c] in ("attr", "dobj") and c < token)
    return next((n for n in nouns if document.lemmas[n] in CONTENT_NOUNS or _is_negated_noun(document, n)), above)


def _denies(document: Document, token: int | None) -> bool:
    if token is None:
        return False
    if not is_verb(document, token):
        return document.lemmas[token] == "truth"  # "there is no truth in reports that"
    if document.lemmas[token] in _COPULAS:  # "were false", "are not true"
        return _predicate(document, token) is not None
    return any(VERBS.get(name) == DENYING for name in _names(document, token))


def _predicate(document: Document, verb: int) -> int | None:
    """The listed word that a copula ties to its subject: "was a hoax", "proved false", "turned out to be untrue"."""
    for child in document.children[verb]:
        if document.deps[child] in ("acomp", "attr", "oprd") and _listed(document, child) is not None:
            return child
        if document.deps[child] == "xcomp" and document.lemmas[child] == "be":
            return _predicate(document, child)
    return None


def _of_conjunct(document: Document, token: int, first: int, depth: int) -> Reading:
    """ "Did not cancel or postpone it" negates both; "did not come and cancelled it" one."""
    own = any(document.deps[c] in ("aux", "auxpass", *_SUBJECTS) for c in document.children[token])
    if own:
        return _context(document, first, depth + 1)
    if any(document.lemmas[c] in ("or", "nor") for c in document.children[first] if document.deps[c] == "cc"):
        return _truth(document, first, depth + 1)
    # A participle may be tagged for a past: "would have scrapped the vote and postponed the march".
    is_participle = (
        document.tags[token] == "VBD"
        and document.words[token].endswith("ed")
        and not any(document.lemmas[c] in _BUT for c in document.children[first] if document.deps[c] == "cc")
    )
    if (document.tags[token] == document.tags[first] or is_participle) and is_unreal(document, first):
        return Reading(Truth.OPEN, first)
    return _context(document, first, depth + 1)


def _signature(document: Document, token: int, above: int) -> str | None:
    """What a word above makes of one under it; None where it says nothing of its truth."""
    dep = document.deps[token]
    if is_verb(document, above):
        if document.lemmas[above] in _COPULAS and (
            dep in _SUBJECTS or (dep in _CLAUSAL and (dep != "xcomp" or document.lemmas[above] == "be"))
        ):
            return _of_predicate(document, token, above)
        return _of_verb(document, token, above)
    if document.pos[above] == "ADJ":
        default = TRANSPARENT if _is_infinitive(document, token) else ASSERTING
        if document.lemmas[above] in _WRONG and _is_infinitive(document, token) and not _is_of_words(document, token):
            return FACTIVE  # "was wrong to cancel it"
        return ADJECTIVES.get(document.lemmas[above], default) if dep in _CLAUSAL or dep == "prep" else None
    return _of_noun(document, token, above)


def _of_verb(document: Document, token: int, above: int) -> str | None:
    dep, names = document.deps[token], set(_names(document, above))
    is_content = document.lemmas[token] in CONTENT_NOUNS or document.lemmas[token] in SAYS
    if names & TAKES_BACK:
        return OPENING if is_content and dep in ("dobj", "nsubjpass", "pobj", "pcomp") else None
    listed = next((VERBS[name] for name in sorted(names, key=lambda name: (-len(name), name)) if name in VERBS), None)
    if listed == UNDOING:
        return DENYING if dep in ("dobj", "nsubjpass") and not is_verb(document, token) else None
    if is_verb(document, token):
        if "call" in names and _is_wished_for(document, token):
            return OPENING
        if dep in ("relcl", "advcl", "nsubj") or _has_question_word(document, token):
            return None  # "did not say why it was off"
        if "consider" in names and _has_subject(document, token):
            return None
        if above > token and not _has_subject(document, above):
            return None  # "it was cancelled, not postponed"
        if dep == "pcomp" and document.lemmas[document.head(token)] == "into":
            return TRANSPARENT  # "would not be drawn into saying", "was pressed into cancelling it"
        if dep == "pcomp" and listed is None and document.lemmas[above] not in SAYS:
            return None  # "has not met him since calling it off"
        if document.lemmas[above] in SAYS and _is_said_wrongly(document, above):
            return OPENING
        if document.lemmas[above] in SAYS and _should_have(document, above):
            return FACTIVE  # "I should have said that it is off"
        if document.lemmas[above] in ("suppose", "imagine", "assume") and not any(
            document.deps[c] in (*_SUBJECTS, "aux") for c in document.children[above]
        ):
            return OPENING  # "suppose it is called off", "assuming it is called off"
        return listed or (TRANSPARENT if _is_infinitive(document, token) else ASSERTING)
    if listed in (DENYING, CONFIRMING, OPENING):
        return listed if dep in ("dobj", "nsubjpass", "pobj", "conj") else None
    if document.pos[token] == "ADJ" or document.lemmas[above] in _LIGHT:
        return TRANSPARENT if dep in ("dobj", "attr", "acomp", "oprd", "nsubj", "nsubjpass") else None
    return ASSERTING if document.lemmas[above] in _ANNOUNCES and dep == "dobj" else None


def _is_wished_for(document: Document, verb: int) -> bool:
    """ "Called for the vote to be postponed", which is parsed for an adverbial clause."""
    if document.deps[verb] != "advcl" or not _is_infinitive(document, verb):
        return False
    return any(document.lemmas[c] == "for" and document.deps[c] == "mark" for c in document.children[verb])


def _has_subject(document: Document, verb: int) -> bool:
    return any(document.deps[c] in _SUBJECTS for c in document.children[verb])


def _has_question_word(document: Document, verb: int) -> bool:
    return any(document.lemmas[c] in QUESTION_WORDS for c in document.children[verb])


def _is_of_words(document: Document, verb: int) -> bool:
    lemma = document.lemmas[verb]
    return lemma in SAYS or VERBS.get(lemma) in (TRANSPARENT, OPENING)


def _is_said_wrongly(document: Document, verb: int) -> bool:
    """ "Wrongly reported that", "a fake letter said that", "I should never have said that"."""
    for child in document.children[verb]:
        if document.lemmas[child] in _WRONGLY:
            return True
        if document.deps[child] == "nsubj" and _is_false(document, child):
            return True
    return (_should_have(document, verb) and _is_not_so(document, verb)) or _is_owned_error(document, verb)


def _should_have(document: Document, verb: int) -> bool:
    helpers = [c for c in document.children[verb] if document.deps[c] == "aux"]
    words = {document.lemmas[c] for c in (verb, document.head(verb), *helpers)}
    return bool(words & {"should", "ought"}) and any(document.lemmas[c] == "have" for c in helpers)


def _is_owned_error(document: Document, verb: int) -> bool:
    """ "It was a mistake to say that", "regretted saying that", "I was wrong when I said that", "erred in saying"."""
    above, dep = document.head(verb), document.deps[verb]
    if dep == "pcomp":
        above = document.head(above)
    if document.lemmas[above] == "regret":
        return dep == "xcomp" and document.tags[verb] == "VBG"
    is_told_of = dep in ("xcomp", "ccomp", "advcl", "acl", "csubj", "pcomp")
    if not is_told_of or above == verb:
        return False
    near = [*document.children[above]]
    if dep == "advcl":  # "conceded that she had erred when she said": the clause is parsed for either verb's
        near += [d for c in near if document.deps[c] == "ccomp" for d in (c, *document.children[c])]
    around = {document.lemmas[above]} | {
        document.lemmas[c] for c in near if document.deps[c] in ("acomp", "attr", "oprd", "ccomp")
    }
    return bool(around & (_ERRS | _ERROR | _WRONG))


def _is_false(document: Document, noun: int) -> bool:
    return any(_listed(document, c) == DENYING for c in document.children[noun] if c < noun)


def _listed(document: Document, token: int) -> str | None:
    return ADJECTIVES.get(document.lemmas[token]) or NOUNS.get(document.lemmas[token])


def _of_predicate(document: Document, token: int, verb: int) -> str | None:
    """ "It is not true that …", "reports that … were false"."""
    predicate = _predicate(document, verb)
    if predicate is not None and predicate != token:
        listed = _listed(document, predicate)
        return None if listed == DENYING and _is_negated_noun(document, predicate) else listed
    if document.deps[token] in _SUBJECTS:
        # "There are no plans to", against "the cancellation was a surprise".
        there = any(document.lemmas[c] == "there" for c in document.children[verb])
        return TRANSPARENT if there or document.lemmas[token] in CONTENT_NOUNS else None
    return TRANSPARENT


def _of_noun(document: Document, token: int, noun: int) -> str | None:
    word = document.lemmas[noun]
    if _has_question_word(document, token):
        return None  # "no word on why it was off"
    if word in CONTENT_NOUNS:
        if _is_false(document, noun):
            return OPENING
        is_content = document.deps[token] in _CLAUSAL and not _is_relative(document, token)
        return ASSERTING if is_content or document.deps[token] in ("prep", "pobj") else None
    if word == "nothing":  # "said nothing about it being off", "nothing to suggest that"
        return ASSERTING if document.deps[token] in _CLAUSAL else None
    if document.lemmas[document.head(token)] == "for":
        return None  # "no reason for calling it off"
    if word == "call" and _is_wished_for(document, token):  # "calls for it to be postponed"
        return WANTING
    if document.deps[token] in ("acl", "ccomp", "pcomp", "pobj", "relcl") and word in NOUNS:
        return NOUNS[word] if not _is_relative(document, token) else None
    # "No word that it was off", "issued no notice that".
    return ASSERTING if document.deps[token] in ("acl", "ccomp", "relcl") and _has_that(document, token) else None


def _has_that(document: Document, verb: int) -> bool:
    return any(document.lemmas[c] == "that" and document.deps[c] == "mark" for c in document.children[verb])


def _is_relative(document: Document, token: int) -> bool:
    """Whether a clause under a noun is a relative one: "reports which …", against "reports that it was off"."""
    if document.deps[token] != "relcl":
        return False
    that = next((c for c in document.children[token] if document.lemmas[c] == "that"), None)
    return that is None or document.deps[that] in (*_SUBJECTS, "dobj")


def _is_infinitive(document: Document, token: int) -> bool:
    return any(document.lemmas[c] == "to" and document.deps[c] == "aux" for c in document.children[token])


def _names(document: Document, verb: int) -> Iterator[str]:
    """A verb, alone, with its particle and with a preposition behind it: "rule out", "stop short", "go back on"."""
    yield document.lemmas[verb]
    particle = None
    for child in document.children[verb]:
        if document.deps[child] in ("prt", "advmod", "acomp", "prep", "oprd"):
            yield f"{document.lemmas[verb]}_{document.lemmas[child]}"
            if particle is not None and child == particle + 1:
                yield f"{document.lemmas[verb]}_{document.lemmas[particle]}_{document.lemmas[child]}"
            # "Back on": the parse may hang the preposition on the particle.
            for behind in document.children[child]:
                if behind == child + 1 and document.pos[behind] == "ADP":
                    yield f"{document.lemmas[verb]}_{document.lemmas[child]}_{document.lemmas[behind]}"
            particle = child


def _is_not_so(document: Document, token: int) -> bool:
    children = document.children[token]
    small = [c for c in children if document.deps[c] in ("neg", "preconj", "advmod", "cc", "mark")]
    if any(document.lemmas[c] in _EXCEPT for c in (*children, *(d for c in small for d in document.children[c]))):
        return False  # "will not meet until Monday", "not only cancelled"
    if is_negated(document, token) or any(document.lemmas[c] in _NEARLY for c in children):
        return True
    once = any(
        document.lemmas[c] == "once" and document.lemmas[max(0, c - 1)] == "not" and document.lemmas[c + 1] != "but"
        for c in children
        if c + 1 < len(document)
    )
    if once or _is_yet_to_be(document, token):
        return True
    for child in children:
        # "Neither the mayor nor", "not one official said"
        before = range(first_of(document, child), child)
        if document.deps[child] in _SUBJECTS and any(document.lemmas[t] in _NOT_ONE for t in (*before, child)):
            return True
        # "At no time did she say", "under no circumstances".
        if document.deps[child] == "prep" and any(
            document.lemmas[c] in _AT_NO and _is_negated_noun(document, c) for c in document.children[child]
        ):
            return True
    return not is_verb(document, token) and _is_negated_noun(document, token)


def _is_yet_to_be(document: Document, verb: int) -> bool:
    """ "Has yet to say", "it is yet to be announced"."""
    above = document.head(verb)
    if document.deps[verb] not in ("xcomp", "ccomp", "advcl") or document.lemmas[above] not in _YET_TO:
        return False
    before = (c for c in (*document.children[above], *document.children[verb]) if c < verb)
    # "Is still to announce"; but "is still to open on Monday".
    words = {"yet", "still"} if document.lemmas[verb] in SAYS else {"yet"}
    return _is_infinitive(document, verb) and any(document.lemmas[c] in words for c in before)


def _is_negated_noun(document: Document, token: int) -> bool:
    return document.lemmas[token] == "nothing" or any(
        document.lemmas[c] in ("no", "zero") and document.deps[c] in ("det", "nummod", "amod")
        for c in document.children[token]
    )
