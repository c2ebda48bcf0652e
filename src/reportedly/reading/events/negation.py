"""What a clause says is not so: "will not be held" is not on, "has not been cancelled" is not off."""

from __future__ import annotations

from itertools import islice

from reportedly.reading.document import Document
from reportedly.reading.events.outright import verb_above_plan
from reportedly.reading.syntax.clauses import clause_head, is_negated
from reportedly.reading.syntax.veridicality import Truth, truth_of
from reportedly.vocabulary import ON, Status

__all__ = ["has_not_been", "is_denied", "will_not_be"]

# Verbs that tell of a change: their negation leaves an event as it was planned.
_CHANGE = frozenset(
    "cancel call scrap axe abandon nix postpone put delay defer push hold reschedule move suspend shelve drop halt "
    "adjourn".split()
)
_TAKES_PLACE = frozenset("hold take happen occur go proceed come".split())
_NEARLY = frozenset("almost nearly neither never nor".split())
_FAILS = frozenset("fail refuse decline".split())
_KEEPS_FROM = frozenset("prevent avert foil thwart avoid miss skip forestall preclude".split())
_MOST_ABOVE = 4


def is_denied(document: Document, token: int, status: Status) -> bool:
    """Whether the clause of a trigger says the opposite of a status: such a report is not shown.

    Args:
        document: The parsed article.
        token: The trigger's head.
        status: What the heads hold it for.
    """
    if status not in ON:
        return False
    denied = [verb for verb in _verbs(document, token) if _is_not_so(document, verb)]
    bare = is_negated(document, token) and document.pos[token] != "VERB"  # "no summit"
    return bare or any(document.lemmas[verb] not in _CHANGE or _takes_place(document, verb) for verb in denied)


def has_not_been(document: Document, token: int, status: Status) -> bool:
    """Whether a text does not tell that what the heads hold for past or under way has been: such a report is not shown.

    "Denied that they had met", "unclear whether they met", "had they met, …", "prevented a march", "missed a meeting".

    Args:
        document: The parsed article.
        token: The trigger's head.
        status: What the heads hold it for.
    """
    if status not in (Status.HELD, Status.UNDER_WAY):
        return False
    verb = token
    if document.pos[token] != "VERB":
        verb = document.head(token)
        if document.deps[token] == "dobj" and document.lemmas[verb] in _KEEPS_FROM:
            return True
        # "Thursday's ruling could …", "asked during an appearance": what is asked or doubted there is something else.
        if document.lemmas[verb] not in _TAKES_PLACE or document.deps[token] not in ("dobj", "nsubj", "nsubjpass"):
            return False
    if document.deps[verb] == "advcl" and any(document.deps[c] == "mark" for c in document.children[verb]):
        return False  # "it would have been the second after workers walked out"
    return truth_of(document, verb).truth in (Truth.FAILS, Truth.OPEN)


def will_not_be(document: Document, token: int) -> bool:
    """Whether a clause says that its event will not be: "will not visit", "there will be no summit".

    Args:
        document: The parsed article.
        token: The trigger's head.
    """
    verb = clause_head(document, token)
    if document.deps[token] == "nsubj":  # "the hearing fixed for Thursday will not now take place"
        verb = verb_above_plan(document, document.head(token)) or verb
    if not any(document.lemmas[c] in ("will", "wo", "would", "'ll", "’ll") for c in document.children[verb]):
        return False
    if document.pos[token] == "VERB":
        return verb == token and _is_not_so(document, verb)
    role = document.deps[token]
    if is_negated(document, token) and role in ("attr", "nsubj", "nsubjpass"):
        return document.lemmas[verb] == "be" or _takes_place(document, verb)
    return role in ("nsubj", "nsubjpass") and _takes_place(document, verb) and _is_not_so(document, verb)


def _verbs(document: Document, token: int) -> list[int]:
    """The verb of a trigger's clause, and those above that only help it: "failed to cancel"."""
    above = document.head(token)
    verb = above if document.pos[above] == "VERB" and document.pos[token] != "VERB" else clause_head(document, token)
    found = [verb]
    for above in islice(document.ancestors(verb), _MOST_ABOVE):
        if document.deps[found[-1]] != "xcomp":
            break
        found.append(above)
    return found


def _is_not_so(document: Document, verb: int) -> bool:
    children = document.children[verb]
    if any(document.lemmas[c] in ("until", "only", "just") for c in children):
        return False  # "will not meet until Monday", "not only visited"
    if is_negated(document, verb) or any(document.lemmas[c] in _NEARLY for c in children):
        return True
    if document.deps[verb] == "xcomp" and document.lemmas[document.head(verb)] in _FAILS:
        return True
    helpers = {document.lemmas[c] for c in children if document.deps[c] in ("aux", "auxpass")}
    return {"would", "have"} <= helpers


def _takes_place(document: Document, verb: int) -> bool:
    """Whether a verb tells that something takes place: "be held", "take place", "go ahead"; not "hold off"."""
    if document.lemmas[verb] not in _TAKES_PLACE:
        return False
    return not any(document.lemmas[c] == "off" for c in document.children[verb])
