"""Who carries what somebody said: "told Radio Costa in remarks carried by the Tagus Wire".

The grammar leaves no doubt, however many other outlets the clause names and whether or not the carrier is a known one.
"""

from __future__ import annotations

from reportedly.article import Pieces
from reportedly.reading.attribution.source_words import OUTLET_NOUNS
from reportedly.reading.attribution.sources import outlet_at
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast, entity_link
from reportedly.reading.text.spans import overlaps
from reportedly.record import Link
from reportedly.vocabulary import EntityKind, LinkKind

__all__ = ["find_carrier"]

_WORDS = frozenset(
    """remark comment statement speech interview address message word quote dispatch transcript video clip broadcast
    declaration testimony letter excerpt""".split()
)
_CARRIES = frozenset("carry publish print broadcast air relay stream".split())
_CARRIERS = frozenset({EntityKind.OUTLET, EntityKind.ORGANISATION})


def find_carrier(document: Document, who: Cast, cue: Pieces, content: Pieces) -> Link | None:
    """The outlet that is said to carry the words of a statement, in its cue's clause; None where none is.

    Args:
        document: The article.
        who: Its entities.
        cue, content: The statement's pieces.
    """
    tokens = document.tokens_in(cue[0]) if cue else range(0)
    if not tokens:
        return None
    for verb in document.tokens_of_sentence(document.sentence_of(tokens.start)):
        if document.lemmas[verb] not in _CARRIES or document.deps[verb] != "acl" or document.tags[verb] != "VBN":
            continue
        noun = document.head(verb)
        at = document.span(verb, verb + 1)
        if document.lemmas[noun] not in _WORDS or overlaps(at, content) or not _is_of(document, noun, tokens):
            continue
        by = next((c for c in document.children[verb] if document.words[c].casefold() == "by"), None)
        carrier = None if by is None else next((c for c in document.children[by] if document.deps[c] == "pobj"), None)
        if carrier is not None:
            return _link(document, who, carrier)
    return None


def _is_of(document: Document, noun: int, cue: range) -> bool:
    """Whether a noun hangs on a cue with "in" or the like: "said in [remarks]", "in [remarks] …, Orr said"."""
    above = document.head(noun)
    if document.deps[noun] != "pobj" or document.words[above].casefold() not in {"in", "during", "through", "via"}:
        return False
    host = document.head(above)
    # "Told Radio Costa in remarks": the parse may hang "in" on what was told.
    return host in cue or document.head(host) in cue


def _link(document: Document, who: Cast, token: int) -> Link | None:
    if (outlet := outlet_at(document, who, token)) is not None:
        return outlet
    inside = document.subtree(token)
    for t in range(inside.start, token + 1):  # "the official [Lumen] agency"
        number = who.at[t]
        if number >= 0 and who.entities[number].kind in _CARRIERS:
            link = entity_link(document, who, number, t)
            return Link(name=link.name, kind=LinkKind.OUTLET, entity=link.entity, span=link.span)
    named = [t for t in range(inside.start, token + 1) if document.pos[t] == "PROPN" and who.at[t] < 0]
    if not named or (document.pos[token] != "PROPN" and document.lemmas[token] not in OUTLET_NOUNS):
        return None
    span = document.span(named[0], named[-1] + 1)
    return Link(name=document.text[slice(*span)], kind=LinkKind.OUTLET, span=span)
