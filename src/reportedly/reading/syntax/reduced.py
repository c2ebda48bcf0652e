"""Reduced relatives that the parser takes for the verb of the clause: "the talks [planned for May 12] were cancelled".

The participle forms a clause with the noun before it, and the finite verb behind its phrases is left without a subject.
Two verbs of one subject have a comma or a conjunction between them; where there is none, the first is the modifier.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["attach_reduced"]

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_FINITE = frozenset({"MD", "VBD", "VBZ", "VBP"})
_PARTICIPLES = frozenset({"VBN", "VBD", "JJ", "IN"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_AUXILIARIES = frozenset({"aux", "auxpass"})
# What an event is before it takes place.
_AHEAD = frozenset(
    "planned scheduled set due slated expected arranged booked fixed billed timed earmarked pencilled penciled "
    "organised organized convened".split()
)
_PHRASE = frozenset({"IN", "TO", "DT", "CD", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "PRP$", "HYPH", "VB", "RB"})
"""What stands between the participle and the finite verb: phrases of time and place, and "to start"."""
_BEGINS = frozenset(
    "for on in at to from during before after around by between within next this later tomorrow today tonight".split()
)
_OPENS_CLAUSE = frozenset("that if whether while because although though until unless since as".split())
_LONGEST = 14  # tokens of the modifier
_LONGEST_NOUN = 12  # tokens between the noun and its modifier: "the talks with the envoys of Karovia planned for …"


def attach_reduced(
    words: Sequence[str], tags: list[str], heads: list[int], deps: list[str], first: int, end: int
) -> None:
    """Hang such a participle on its noun, and the noun on the finite verb; in place, within one sentence.

    Args:
        words: In lower case, of the whole article; so are the others.
        tags: Penn Treebank tags.
        heads: Indices; a root is its own.
        deps: Labels.
        first: The sentence's first token.
        end: The token behind its last.
    """
    for token in range(first + 1, end - 2):
        if words[token] in _AHEAD and tags[token] in _PARTICIPLES and tags[token - 1] in _NOUNS:
            finite = _finite_behind(words, tags, token, end)
            if finite is not None:
                _attach(tags, heads, deps, token, finite, first, end)


def _finite_behind(words: Sequence[str], tags: Sequence[str], token: int, end: int) -> int | None:
    """The finite verb that follows the phrases of a participle without a break; None where none does."""
    if words[token + 1] not in _BEGINS or (words[token + 1] == "to" and tags[token + 2] != "VB"):
        return None  # nor is "due to rain" of a day
    for t in range(token + 1, min(end, token + _LONGEST)):
        if tags[t] in _FINITE and words[t][:1].isalpha():
            return t if tags[t - 1] in _NOUNS | {"CD", "RB", "VB"} else None
        if tags[t] not in _PHRASE or words[t] in _OPENS_CLAUSE:
            return None
    return None


def _attach(tags: list[str], heads: list[int], deps: list[str], token: int, finite: int, first: int, end: int) -> None:
    verb = heads[finite] if deps[finite] in _AUXILIARIES else finite
    noun = _noun_before(tags, heads, deps, token, first)
    if noun is None or verb <= token or heads[noun] == verb:
        return
    children = [t for t in range(first, end) if heads[t] == token and t != token]
    if any(deps[c] in _AUXILIARIES for c in children) or deps[token] == "relcl":
        return
    subjects = [t for t in range(first, end) if heads[t] == verb and deps[t] in _SUBJECTS]
    if any(t < noun for t in subjects) or any(t > finite for t in subjects):
        return
    if any(token < t and deps[t] not in ("nsubj", "nsubjpass") for t in subjects):
        return
    own = heads.copy(), deps.copy()
    above, role = heads[token], deps[token]
    if heads[noun] == token:
        # The participle had the place of the finite verb: what introduces the clause and ends it is the verb's.
        for child in children:
            if child != noun and (child < noun or child > verb):
                heads[child] = verb
        if heads[verb] == token or above in (verb, token):
            heads[verb], deps[verb] = (verb, "ROOT") if above == token else (above, role)
    elif verb != heads[noun] and heads[verb] != heads[noun]:
        return
    for wrong in subjects:
        if wrong not in (token, noun):
            deps[wrong], heads[wrong] = "nummod" if tags[wrong] == "CD" else "dep", wrong - 1
    is_passive = any(heads[t] == verb and deps[t] == "auxpass" for t in range(token, verb))
    heads[noun], deps[noun] = verb, "nsubjpass" if is_passive else "nsubj"
    if not noun < heads[token] < token:  # "the visit of the envoys planned for …" hangs on either noun
        heads[token], deps[token] = noun, "acl"
    if not _is_tree(heads, first, end):
        heads[:], deps[:] = own
    elif tags[token] == "VBD":
        tags[token] = "VBN"


def _noun_before(tags: Sequence[str], heads: Sequence[int], deps: Sequence[str], token: int, first: int) -> int | None:
    """The noun that a participle is about, with what hangs on it: "[talks] with Karovia planned for …"."""
    found = [t for t in range(max(first, token - _LONGEST_NOUN), token) if heads[t] == token and deps[t] in _SUBJECTS]
    if found:
        return found[-1] if tags[found[-1]] in _NOUNS else None
    noun = token - 1
    while deps[noun] in ("pobj", "prep", "compound", "amod", "nmod", "poss") and heads[noun] < token:
        above = heads[noun]
        if above == noun or tags[above] not in _NOUNS | {"IN"}:
            break
        noun = above
    return noun if tags[noun] in _NOUNS else None


def _is_tree(heads: Sequence[int], first: int, end: int) -> bool:
    for token in range(first, end):
        up, steps = token, 0
        while heads[up] != up:
            up, steps = heads[up], steps + 1
            if steps > end - first or not first <= up < end:
                return False
    return True
