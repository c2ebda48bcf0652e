"""Clauses: the tense of a verb, the clause that a word stands in, and the words of that clause."""

from __future__ import annotations

from enum import StrEnum
from itertools import islice
from typing import cast

from reportedly.article import Span
from reportedly.reading.document import Document

__all__ = [
    "PARTICLES",
    "Tense",
    "bound_goal",
    "clause_head",
    "clause_span",
    "has_child",
    "is_in_title",
    "is_negated",
    "is_verb",
    "root_of",
    "tense",
]

_FINITE_DEPS = {"ROOT", "ccomp", "advcl", "relcl", "parataxis", "csubj", "csubjpass"}
_GOALS = frozenset("to until till for".split())
_OPENING, _CLOSING = frozenset('“"‘«'), frozenset('”"’»')
_FARTHEST = 60  # steps up the parse; broken text hangs thousands of words in one chain
_BOUNDS = frozenset("earlier sooner later".split())
_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}
PARTICLES = {"back", "ahead", "forward", "off", "out", "away", "down", "up", "aside", "on", "over"}


class Tense(StrEnum):
    """What the verb group says of the time and certainty of its verb."""

    PAST = "past"
    PRESENT = "present"
    PROGRESSIVE = "progressive"
    FUTURE = "future"
    WOULD = "would"
    WOULD_HAVE = "would have"
    MAY = "may"
    SHOULD = "should"
    WAS_TO = "was to"
    BARE = "bare"


def bound_goal(document: Document, day: int) -> int | None:
    """The preposition of "put off [to] no earlier than April 2", which the parse may hang apart from its day."""
    words = document.words
    for first in (day, day - 1):
        if first >= 4 and words[first - 1] == "than" and words[first - 3] == "no" and words[first - 4] in _GOALS:
            return first - 4 if words[first - 2] in _BOUNDS else None
    return None


def is_in_title(document: Document, verb: int, day: int) -> bool:
    """Whether a verb is a programme's, whose title a day stands behind: "told CBS' [Face] the Nation Sunday"."""
    words = document.words
    if not 0 < verb < day or document.tags[verb] != "VB" or not words[verb][0].isupper():
        return False
    first = int(document.sentence_tokens[document.sentence_of(verb), 0])
    if words[verb - 1] in _OPENING:  # "said: “Meet me Sunday”" is no title
        return any(words[t] in _CLOSING for t in range(verb, day))
    return verb > first and words[verb - 1] not in {".", "!", "?", ":"}


def is_verb(document: Document, token: int) -> bool:
    """A verb or auxiliary by its tag, whatever its word class is called."""
    return document.pos[token] in ("VERB", "AUX")


def has_child(document: Document, token: int, *deps: str) -> bool:
    """Whether a token has a dependent of one of these labels."""
    return any(document.deps[child] in deps for child in document.children[token])


def is_negated(document: Document, token: int) -> bool:
    """ "Not", "never", "no longer" at a verb, "no" or "nobody" at its subject, "no" at a noun."""
    for child in document.children[token]:
        lemma = document.lemmas[child]
        if document.deps[child] == "neg" or lemma in ("never", "n't", "not", "hardly", "n’t"):
            return True
        if document.deps[child] in ("det", "advmod", "preconj") and lemma in ("no", "neither", "nor"):
            return True
        if lemma in ("nobody", "none", "neither") and document.deps[child] in ("nsubj", "nsubjpass"):
            return True
        if lemma == "long" and any(document.lemmas[c] == "no" for c in document.children[child]):
            return True
        if document.deps[child] in ("nsubj", "nsubjpass") and any(
            document.deps[c] in ("det", "preconj") and document.lemmas[c] in ("no", "neither")
            for c in document.children[child]
        ):
            return True
    return False


def tense(document: Document, token: int) -> Tense:
    """The tense of a verb with its auxiliaries; `BARE` for infinitives, gerunds and participles without any."""
    found = document.tenses.get(token)
    if found is None:
        found = document.tenses[token] = _tense(document, token)
    return cast(Tense, found)


def _tense(document: Document, verb: int) -> Tense:
    auxiliaries = [
        document.lemmas[child]
        for child in document.children[verb]
        if document.deps[child] in ("aux", "auxpass") and child < verb
    ]
    forms = [
        document.words[child].lower()
        for child in document.children[verb]
        if document.deps[child] in ("aux", "auxpass") and child < verb
    ]
    tag = document.tags[verb]
    if document.deps[verb] == "conj" and not forms and not has_child(document, verb, *_SUBJECTS):
        head = document.head(verb)
        if is_verb(document, head) and (document.tags[head] == tag or tag == "VB"):
            return tense(document, head)
    have = "have" in auxiliaries or "’ve" in forms or "'ve" in forms
    # "He'd spoken to her" is "had", "he'd speak to her" is "would".
    had = tag in ("VBN", "VBD") and not have and any(form in ("'d", "’d") for form in forms)
    if had and "be" not in auxiliaries:
        return Tense.PAST
    if any(form in ("would", "'d", "’d") for form in forms):
        return Tense.WOULD_HAVE if have else Tense.WOULD
    if any(form in ("will", "'ll", "’ll", "shall", "wo") for form in forms):
        return Tense.FUTURE
    # "May told parliament": before a past form it is a name.
    if tag != "VBD" and any(form in ("may", "might", "could", "can", "ca") for form in forms):
        return Tense.WOULD_HAVE if have and "could" in forms else Tense.MAY
    if any(form in ("should", "must", "ought") for form in forms):
        return Tense.SHOULD
    if "to" in forms:
        return Tense.BARE
    if tag == "VBG":
        if "be" in auxiliaries:
            return Tense.PROGRESSIVE
        return Tense.BARE
    if tag == "VBN":
        if any(form in ("is", "are", "'s", "’s", "am", "being") for form in forms):
            return Tense.PRESENT
        if have or any(form in ("was", "were", "got", "had", "has", "have") for form in forms):
            return Tense.PAST
        if document.deps[verb] == "acl" or (not forms and has_child(document, verb, "agent")):
            return Tense.PAST  # "a law signed by the king"
        return Tense.BARE
    if tag == "VBD" or "did" in forms or have:
        return Tense.PAST
    if tag in ("VBP", "VBZ", "MD") or "do" in auxiliaries:
        return Tense.PRESENT
    return Tense.BARE


def root_of(document: Document, token: int) -> int:
    """The last of the heads above a token, or the farthest that is looked at."""
    root = token
    for up in islice(document.ancestors(token), _FARTHEST):
        root = up
    return root


def clause_head(document: Document, token: int) -> int:
    """The verb of the nearest finite clause around a token, or the root of its sentence."""
    node = token
    while True:
        if is_verb(document, node) and (
            (
                document.deps[node] in _FINITE_DEPS
                and not (document.deps[node] == "advcl" and tense(document, node) is Tense.BARE)
            )
            or (document.deps[node] == "conj" and has_child(document, node, *_SUBJECTS))
        ):
            return node
        head = document.head(node)
        if head == node:
            return node
        node = head


def clause_span(document: Document, head: int, keep: set[int], bounds: Span | None) -> Span:
    """Code points of the clause of `head`, cut down to its own words.

    Clauses that hang on it are left out where they stand at its edge and hold no token of `keep`.

    Args:
        head: The verb of the clause, or the noun of a phrase.
        keep: Tokens that must stay inside.
        bounds: Code points that the clause may not leave (a piece of a statement's content), if any.
    """
    left = right = head
    stack = [head]
    while stack:
        node = stack.pop()
        left, right = min(left, node), max(right, node)
        for child in document.children[node]:
            if document.deps[child] == "punct":
                continue
            if _is_loose(document, child, node) and not keep & set(document.subtree(child)):
                continue
            stack.append(child)
    while (
        left < right
        and left not in keep
        and (document.deps[left] in ("mark", "cc", "punct") or document.lemmas[left] == "that")
    ):
        left += 1
    # A discontinuous clause (its speaker stands in between) is cut where the loose part begins.
    start, end = document.span(left, right + 1)
    if bounds is not None:
        start, end = max(start, bounds[0]), min(end, bounds[1])
    if keep:
        first, last = document.span(min(keep), max(keep) + 1)
        start, end = min(start, first), max(end, last)
    return start, end


def _is_loose(document: Document, child: int, head: int) -> bool:
    dep = document.deps[child]
    if dep in ("ccomp", "parataxis"):
        return True
    if dep == "advcl":
        return has_child(document, child, "nsubj", "nsubjpass")
    if dep == "conj":
        return is_verb(document, child) and has_child(document, child, *_SUBJECTS)
    if dep in ("relcl", "appos"):
        between = range(min(child, head), max(child, head))
        return any(document.words[i] in (",", "--", "—") for i in between)
    return False
