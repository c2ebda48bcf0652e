"""Nicknames in quotation marks: part of a person's name ("Peter “Pip” Orr"), or the name ("known as “Tin Cup”")."""

from __future__ import annotations

from reportedly.lexicon.folding import fold
from reportedly.lexicon.gazetteer import gazetteer
from reportedly.reading.document import Document, NamedSpan

__all__ = ["known_as", "with_nicknames"]

_CLOSING = {'"': '"', "“": "”", "‘": "’", "'": "'", "’": "’", "``": "''", "(": ")"}
_LONGEST = 3  # words of a nickname
_KNOWN = frozenset("known nicknamed dubbed called billed".split())
_ARTICLES = frozenset("the el il la le der die".split())
_PARTICLES = frozenset("de da del della di du la le van von der den bin al ben ter".split())


def with_nicknames(document: Document) -> tuple[NamedSpan, ...]:
    """The document's names, each person's with a nickname in quotation marks as one.

    A nickname stands between words of which one is labelled a person's and none another name's.
    """
    labels: dict[int, NamedSpan] = {token: name for name in document.names for token in range(name.start, name.end)}
    joined: list[NamedSpan] = []
    for opening, word in enumerate(document.words):
        if (
            word not in _CLOSING
            or (word == "(" and not _is_short_form(document, opening))
            or (joined and opening < joined[-1].end)
        ):
            continue
        closing = _closing(document, opening)
        if closing is None:
            continue
        if opening and document.words[opening - 1] == "(" and document.words[closing + 1 : closing + 2] == (")",):
            opening, closing = opening - 1, closing + 1  # "Ottilie (“Otty”) Orr"
        first, last = _given(document, labels, opening), _family(document, labels, closing)
        outside = [*range(first, opening), *range(closing + 1, last)]
        if first == opening or last == closing + 1 or not any(t in labels for t in outside):
            continue
        if all(labels[t].label == "PERSON" for t in range(first, last) if t in labels):
            joined.append(NamedSpan(first, last, "PERSON"))
    taken = {token for name in joined for token in range(name.start, name.end)}
    kept = (name for name in document.names if not any(t in taken for t in range(name.start, name.end)))
    return tuple(sorted((*kept, *joined), key=lambda name: name.start)) if joined else document.names


def _is_short_form(document: Document, opening: int) -> bool:
    """ "William [(]Bill) Orr", "Ottilie [(]Tilly) Orr": a first name in brackets; "Orr (Tarn) Ruiz" are two people."""
    inside = document.words[opening + 1 : opening + 3]
    if opening == 0 or len(inside) < 2 or inside[1] != ")":
        return False
    before, name = fold(document.words[opening - 1]), fold(inside[0])
    return name in gazetteer().genders or name[:2] == before[:2]


def known_as(document: Document, tokens: range) -> range | None:
    """The name in a phrase that ends in "known as “Tin Cup”", without its marks; None where it does not."""
    for opening in tokens:
        if document.words[opening] not in _CLOSING:
            continue
        closing = _closing(document, opening)
        before = opening - 1
        if closing is None or closing < tokens.stop - 1 or before < tokens.start:
            continue
        before -= document.words[before] == "as"
        if before >= tokens.start and document.words[before] in _KNOWN:
            return range(opening + 1, closing)
    return None


def _closing(document: Document, opening: int) -> int | None:
    """The closing mark of one to three capitalised words; None where something else stands in the marks."""
    mark = _CLOSING[document.words[opening]]
    for closing in range(opening + 1, min(opening + _LONGEST + 2, len(document))):
        word = document.words[closing]
        if word == mark:
            return closing if closing > opening + 1 else None
        if word in _ARTICLES and closing == opening + 1 and document.words[closing + 1 : closing + 2] != (mark,):
            continue  # "Ana “the Fox” Orr"
        if not (word[0].isupper() or (word in {"the", *_PARTICLES} and closing > opening + 1)):
            return None
    return None


def _is_name(document: Document, labels: dict[int, NamedSpan], token: int) -> bool:
    word = document.words[token]
    return word[0].isupper() and (token in labels or document.pos[token] == "PROPN")


def _given(document: Document, labels: dict[int, NamedSpan], opening: int) -> int:
    """Where the words of a name before a nickname begin."""
    first = opening
    while first > 0 and opening - first < _LONGEST and _is_name(document, labels, first - 1):
        name = labels.get(first - 1)
        if name is None and first < opening:
            break  # "Mayor Ana": what is no part of the name has no label
        first = name.start if name is not None else first - 1
    return first


def _family(document: Document, labels: dict[int, NamedSpan], closing: int) -> int:
    """Where the words of a name behind a nickname end."""
    last = closing + 1
    n = len(document)
    while last < n and last - closing <= _LONGEST:
        particle = document.words[last] in _PARTICLES and last + 1 < n and document.words[last + 1][0].isupper()
        if not particle and not _is_name(document, labels, last):
            break
        if last > closing + 1 and last not in labels and document.words[last - 1] not in _PARTICLES:
            break
        last += 1
    return last
