"""What stands in an invented story, a joke or a hoax: nobody tells it for true."""

from __future__ import annotations

from itertools import islice

from reportedly.reading.document import Document
from reportedly.reading.syntax.clauses import Tense, is_negated, is_verb, tense
from reportedly.reading.syntax.signatures import SAYS

__all__ = ["is_invented"]

_JOKES = frozenset("joke jest quip pretend fantasise fantasize".split())
_IMAGINES = frozenset("imagine suppose envisage envision invent dramatise dramatize".split())
# What these say is made up; a film or a play may tell of what was.
_INVENTED = frozenset("novel sitcom sketch parody satire spoof hoax prank thriller fable fairytale".split())
_STAGED = frozenset("film movie play opera drama musical cartoon series comedy episode".split())
_MADE_UP = frozenset("satirical satiric spoof parody hoax prank joke fictional fictitious imaginary fake bogus".split())
_PASSES_ON = SAYS | frozenset("post tweet publish run carry read headline inform".split())
_FARTHEST = 24


def is_invented(document: Document, token: int) -> bool:
    """Whether a clause is one of an invented story, a joke or a hoax.

    "The novel imagines that they met", "a spoof article claimed that it was off", "joked that it was off", "in the
    film, the summit is called off".

    Args:
        document: The parsed article.
        token: A verb or noun of the clause.
    """
    below = token
    for node in (token, *islice(document.ancestors(token), _FARTHEST)):
        if is_verb(document, node):
            # A clause behind "that" may be parsed for a relative one, even on a verb.
            is_content = document.deps[below] in ("ccomp", "xcomp", "relcl") and below != node
            if is_content and (_is_invention(document, node) or _is_joking(document, node)):
                return True
            if _is_set_in_story(document, node):
                return True
        # A form that the parser takes for a noun: "the novel imagines that".
        elif document.words[node].casefold() == "imagines" and below != node and _is_work(document, node):
            return True
        below = node
    return False


def _is_invention(document: Document, verb: int) -> bool:
    lemma = document.lemmas[verb]
    if lemma in _JOKES:
        return True
    subject = next((c for c in document.children[verb] if document.deps[c] == "nsubj"), None)
    if subject is None or lemma not in _PASSES_ON | _IMAGINES:
        return False
    works = _INVENTED | _STAGED if lemma in _IMAGINES else _INVENTED
    return document.lemmas[subject] in works or _is_made_up(document, subject)


def _is_joking(document: Document, verb: int) -> bool:
    """ "Was joking when he said"."""
    above = document.head(verb)
    return document.deps[verb] == "advcl" and document.lemmas[above] in _JOKES and not is_negated(document, above)


def _is_work(document: Document, noun: int) -> bool:
    return bool((_INVENTED | _STAGED) & {document.lemmas[c] for c in document.children[noun] if c < noun})


def _is_set_in_story(document: Document, verb: int) -> bool:
    for preposition in document.children[verb]:
        if document.deps[preposition] != "prep" or document.lemmas[preposition] != "in":
            continue
        for work in document.children[preposition]:
            if document.lemmas[work] in _INVENTED and preposition < verb:
                return True
            if document.lemmas[work] in _INVENTED | _STAGED and tense(document, verb) is Tense.PRESENT:
                return True
            if document.lemmas[verb] in _PASSES_ON and _is_made_up(document, work):
                return True
    return False


def _is_made_up(document: Document, noun: int) -> bool:
    """ "A spoof article", "an April Fool's post"."""
    inside = [t for t in document.subtree(noun) if t < noun]
    words = [document.words[t].casefold() for t in inside]
    return bool(_MADE_UP & {document.lemmas[t] for t in inside}) or (
        "april" in words and bool({"fool", "fools"} & set(words))
    )
