"""Outlets that are described: "the French broadcaster" takes up one named before, "a German newspaper" in a first
sentence one that is named soon after."""

from __future__ import annotations

from reportedly.lexicon.folding import fold
from reportedly.lexicon.gazetteer import gazetteer, outlet_named
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast
from reportedly.vocabulary import EntityKind

__all__ = ["described_outlet", "outlet_phrase"]

_NOUNS = frozenset(
    """newspaper paper daily weekly tabloid broadsheet magazine broadcaster network station channel outlet newswire
    website""".split()
)
_KINDS = {
    noun: frozenset(kinds.split())
    for kinds, nouns in (
        ("broadcaster programme", "broadcaster network station channel"),
        ("paper site", "newspaper paper daily tabloid broadsheet"),
        ("magazine paper", "weekly magazine"),
        ("agency", "newswire"),
    )
    for noun in nouns.split()
}
"""Kinds of outlets in the list that a noun may stand for."""
_BEFORE, _AFTER = 12, 4  # sentences
_MOST = 6  # words of a phrase


def outlet_phrase(document: Document, noun: int) -> range | None:
    """The tokens of "the French broadcaster", "a newspaper" up to their noun; None where it is no outlet's."""
    if document.words[noun].casefold() not in _NOUNS:
        return None
    start = noun - 1
    while start >= 0 and noun - start < _MOST and document.pos[start] in {"ADJ", "NOUN", "PROPN"}:
        start -= 1
    if start < 0 or document.words[start].casefold() not in {"the", "a", "an"} or document.head(start) != noun:
        return None
    return range(start, noun + 1)


def described_outlet(document: Document, who: Cast, noun: int) -> int | None:
    """The entity that a described outlet stands for; None where none fits.

    A demonym must fit the country of an outlet that a list knows: "the US broadcaster" is not the BBC.
    """
    phrase = outlet_phrase(document, noun)
    if phrase is None:
        return None
    words = [fold(document.words[t]) for t in phrase[1:-1]]
    countries = {gazetteer().demonyms[word] for word in words if word in gazetteer().demonyms}
    countries |= {"US"} if any(document.words[t] in {"US", "U.S."} for t in phrase[1:-1]) else set()
    countries |= {"GB"} if any(document.words[t] in {"UK", "U.K."} for t in phrase[1:-1]) else set()
    definite = document.words[phrase.start].casefold() == "the"
    if definite and not countries:
        return None
    sentence = document.sentence_of(noun)
    best: tuple[int, int] | None = None
    for number, entity in enumerate(who.entities):
        starts = who.starts[number]
        if entity.kind is not EntityKind.OUTLET or not starts:
            continue
        if not _fits(entity.name, document.words[noun].casefold(), countries):
            continue
        other = who.latest(number, noun) if definite else starts[0]
        if other < 0 or (not definite and other < noun):
            continue
        far = abs(sentence - document.sentence_of(other))
        if far <= (_BEFORE if definite else _AFTER) and (best is None or abs(noun - other) < best[0]):
            best = abs(noun - other), number
    return None if best is None else best[1]


def _fits(name: str, noun: str, countries: set[str]) -> bool:
    known = outlet_named(name)
    if known is None:
        return True
    if countries and known.country and known.country not in countries:
        return False
    return noun not in _KINDS or known.kind in _KINDS[noun]
