"""Whether a clause is asked, supposed or made to hang on a condition."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.reading.document import Document
from reportedly.reading.syntax.clauses import is_verb
from reportedly.reading.syntax.signatures import SAYS

__all__ = ["CONDITIONALS", "QUESTION_WORDS", "condition", "first_of", "is_asked", "is_unreal", "may_be"]

CONDITIONALS = frozenset("if whether unless provided assuming lest".split())
QUESTION_WORDS = frozenset("who what which when where why how whose whom".split())
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
# Bounds time on sentences a page long.
_DEEPEST, _FARTHEST = 24, 100


def is_unreal(document: Document, verb: int) -> bool:
    """ "Would have been cancelled", "should the union call it off", "had he fallen ill"."""
    helpers = [c for c in document.children[verb] if document.deps[c] in ("aux", "auxpass") and c < verb]
    words = {document.words[c].casefold() for c in helpers}
    if words & {"have", "'ve", "’ve"} and (
        words & {"would", "could", "should", "'d", "’d"} or (words & {"may", "might"} and condition(document, verb))
    ):
        return True
    return _is_inverted_condition(document, verb)


def may_be(document: Document, verb: int) -> bool:
    """ "May be cancelled", "could be put off"; "may have put it off" tells of a reason more often."""
    helpers = {document.words[c].casefold() for c in document.children[verb] if document.deps[c] == "aux"}
    return bool(helpers & {"may", "might", "could"}) and document.tags[verb] in ("VB", "VBN") and "have" not in helpers


def _is_inverted_condition(document: Document, verb: int) -> bool:
    """ "Should the union call it off", "had he fallen ill"."""
    first = next((c for c in document.children[verb] if document.deps[c] in ("aux", "auxpass")), verb)
    if document.words[first].casefold() not in ("should", "had", "were") or first > verb:
        return False
    return _is_inverted(document, verb, first) and not _ends_in_question(document, verb)


def condition(document: Document, verb: int) -> str | None:
    """The word of a condition on which what will or would be hangs: "will be cancelled if it rains"."""
    helpers = {document.words[c].casefold() for c in document.children[verb] if document.deps[c] == "aux"}
    if not helpers & {"will", "would", "could", "may", "might", "'ll", "’ll", "'d", "’d"}:
        return None
    for child in _clauses_on(document, verb):
        if document.deps[child] == "advcl":
            marks = {document.lemmas[c] for c in document.children[child] if document.deps[c] in ("mark", "advmod")}
            if marks & CONDITIONALS and "even" not in marks:
                return min(marks & CONDITIONALS)
            if _is_inverted_condition(document, child):
                return "if"
        if child < verb and (_is_in_case(document, child) or _is_one_more(document, child)):
            return "if"
    return None


def _is_in_case(document: Document, preposition: int) -> bool:
    """ "Without a loan, it would", "in case of rain, it will"."""
    if document.deps[preposition] != "prep":
        return False
    if document.lemmas[preposition] == "without":
        return True
    nouns = (c for c in document.children[preposition] if document.lemmas[c] in ("case", "event"))
    return document.lemmas[preposition] == "in" and any(
        document.lemmas[c] == "of" for noun in nouns for c in document.children[noun]
    )


def _is_one_more(document: Document, subject: int) -> bool:
    """ "Another storm and the gala would be off", where the first noun is parsed for the subject."""
    if document.deps[subject] not in ("nsubj", "nsubjpass") or not any(
        document.lemmas[c] == "and" for c in document.children[subject]
    ):
        return False
    first = first_of(document, subject)
    return document.lemmas[first] == "another" or (
        document.lemmas[first] in ("one", "two", "few") and document.lemmas[first + 1] == "more"
    )


def _clauses_on(document: Document, verb: int) -> Iterator[int]:
    """What hangs on a verb, and on one of saying put in before it: "if it rains, she said, it would be off"."""
    for child in document.children[verb]:
        yield child
        is_put_in = document.deps[child] in ("parataxis", "advcl", "ccomp") and child < verb
        if is_put_in and is_verb(document, child) and document.lemmas[child] in SAYS:
            yield from (c for c in document.children[child] if c < child)
    above = document.head(verb)
    if document.deps[verb] == "ccomp" and document.lemmas[above] in SAYS:  # the verb of saying may take it for its own
        yield from (c for c in document.children[above] if document.deps[c] == "advcl" and c < above < verb)


def is_asked(document: Document, verb: int) -> bool:
    """Whether a verb is that of a question to be answered with yes or no."""
    if not is_verb(document, verb) or not _ends_in_question(document, verb):
        return False
    children = document.children[verb]
    if any(
        document.lemmas[c] in QUESTION_WORDS or set(_words_under(document, c)) & QUESTION_WORDS
        for c in children
        if c < verb
    ):
        # "Why would it be cancelled?" takes nothing for granted.
        return any(document.words[c].casefold() in ("would", "should") for c in children if document.deps[c] == "aux")
    if document.head(verb) == verb:
        return True
    first = min((c for c in children if document.deps[c] in ("aux", "auxpass")), default=verb)
    return _is_inverted(document, verb, first)


def _words_under(document: Document, token: int) -> Iterator[str]:
    return (document.lemmas[c] for c in document.children[token] if document.deps[c] in ("det", "advmod", "poss"))


def _is_inverted(document: Document, verb: int, helper: int) -> bool:
    """Whether a clause begins with its auxiliary, or with "be" before its subject."""
    subject = next((c for c in document.children[verb] if document.deps[c] in _SUBJECTS), None)
    if subject is None or helper > first_of(document, subject):
        return False
    before = [c for c in document.children[verb] if c < helper and document.pos[c] != "PUNCT"]
    return all(document.deps[c] in ("cc", "mark", "advcl", "intj", "npadvmod") for c in before)


def first_of(document: Document, token: int) -> int:
    """The first word of a phrase."""
    for _ in range(_DEEPEST):
        first = next(iter(document.children[token]), token)
        if first >= token:
            break
        token = first
    return token


def _ends_in_question(document: Document, verb: int) -> bool:
    """Whether the next mark that ends something behind a verb is one of question."""
    stop = document.tokens_of_sentence(document.sentence_of(verb)).stop
    for token in range(verb, min(stop, verb + _FARTHEST)):
        if document.words[token][:1] in "?!;":
            return document.words[token][:1] == "?"
    return False
