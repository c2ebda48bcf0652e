"""Whose a body is of which every country has one: "Kenya's Interior Ministry" and "the Slovenian Interior Ministry"."""

from __future__ import annotations

from typing import NamedTuple

from reportedly.lexicon.folding import fold
from reportedly.lexicon.governments import state_of
from reportedly.reading.document import Document
from reportedly.reading.entities.mentions import Named

__all__ = ["Owner", "find_owner"]

_EVERYWHERE = frozenset(("ministry", "parliament", "cabinet"))
_POSSESSIVE = frozenset(("'s", "’s", "'", "’"))


class Owner(NamedTuple):
    """Whose a body is.

    Attributes:
        name: Folded: a country under one name, else as printed.
        start: First token of the body's name with its owner's.
        end: Behind the last one.
    """

    name: str
    start: int
    end: int


def find_owner(document: Document, named: Named) -> Owner | None:
    """The country, or what is printed as an owner, that a ministry or parliament is told to be of; None for others."""
    if _EVERYWHERE.isdisjoint(named.words):
        return None
    words, start, end = document.words, named.start, named.end
    inside = state_of(words[start]) if end - start > 1 else None
    if inside:
        return Owner(inside, start, end)  # "Kenyan Interior Ministry"
    if start and words[start - 1] in _POSSESSIVE:
        first = start - 2
        while first > 0 and document.pos[first - 1] == "PROPN" and document.head(first - 1) == start - 2:
            first -= 1
        return _owner(document, first, start - 1, Owner("", first, end)) if first >= 0 else None
    if start and words[start - 1][0].isupper() and (state := state_of(words[start - 1])):
        return Owner(state, start - 1, end)
    stop = end
    if "ministry" not in named.words and len(named.words) > 1:
        return None  # "the European Parliament in Brussels"
    if stop < len(words) and words[stop].casefold() in ("of", "in"):
        first = stop = stop + 1 + (stop + 1 < len(words) and words[stop + 1].casefold() == "the")
        while stop < len(words) and stop - first < 4 and document.pos[stop] == "PROPN":
            stop += 1
        return _owner(document, first, stop, Owner("", start, stop))
    return None


def _owner(document: Document, first: int, stop: int, found: Owner) -> Owner | None:
    """The owner that some tokens name, where they are a proper name."""
    if first >= stop or not document.words[first][0].isupper():
        return None
    printed = document.text[slice(*document.span(first, stop))].removesuffix("'s").removesuffix("’s")
    return found._replace(name=state_of(printed) or fold(printed))
