"""Acronyms: "ANA" is "All Nippon Airways" where the article spells it out.

The letters are looked for in capitalised words that stand together, as in Schwartz and Hearst (2003), but without
brackets: news often prints the short form paragraphs later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportedly.lexicon.folding import fold
from reportedly.reading.document import Document
from reportedly.reading.entities.mentions import ORG, PERSON, Named, own_words

__all__ = ["spelled_out"]

_ACRONYM = re.compile(r"[A-Z]{3,7}")
_INSIDE = frozenset("of the and for on in to & de des du la et y der für".split())
_MOST = 40  # acronyms of an article, those printed most often
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")


def spelled_out(document: Document, named: Sequence[Named]) -> list[Named]:
    """Names in text order, an acronym under the words that it stands for; labels inside these words give way.

    An acronym that no label knows counts where it stands in brackets once.
    """
    words = document.words
    printed: dict[str, list[int]] = {}
    initials: dict[str, list[int]] = {}
    for token, word in enumerate(words):
        if _ACRONYM.fullmatch(word):
            printed.setdefault(word, []).append(token)
        elif word[0].isupper() and len(word) > 1:
            initials.setdefault(word[0], []).append(token)
    found = sorted(named, key=lambda n: n.start)
    for acronym, tokens in sorted(printed.items(), key=lambda row: (-len(row[1]), row[1][0]))[:_MOST]:
        owner = {token: n for n in found for token in range(n.start, n.end)}
        labels = [owner[t] for t in tokens if t in owner and owner[t].end == owner[t].start + 1]
        if any(n.name is not None or n.country is not None for n in labels):
            continue  # a list knows it
        if not labels and not any(_is_bracketed(words, t) for t in tokens):
            continue
        phrases = [p for start in initials.get(acronym[0], ()) if (p := _phrase(document, start, acronym)) is not None]
        if len({" ".join(fold(words[t]) for t in phrase) for phrase in phrases}) != 1:
            continue
        first = phrases[0]
        whole = owner.get(first.start)
        if whole is not None and whole.kind is PERSON:
            continue
        if whole is not None and whole.start <= first.start and first.stop <= whole.end:
            kind, own = whole.kind, whole.words
            if whole.name is not None:
                continue
            gone = {id(n) for n in labels}
        else:
            kind, own = ORG, own_words(words[t] for t in first)
            gone = {id(owner[t]) for phrase in phrases for t in phrase if t in owner} | {id(n) for n in labels}
            found += [Named(phrase.start, phrase.stop, kind, own) for phrase in phrases]
        found = [n for n in found if id(n) not in gone]
        found += [Named(t, t + 1, kind, own) for t in tokens if t not in owner or id(owner[t]) in gone]
    return sorted(found, key=lambda n: n.start)


def _is_bracketed(words: Sequence[str], token: int) -> bool:
    return 0 < token < len(words) - 1 and words[token - 1] in _OPENING and words[token + 1] in _CLOSING


def _phrase(document: Document, start: int, acronym: str) -> range | None:
    """The capitalised words from a token on that spell an acronym; small words between them may lend a letter."""
    words = document.words
    letter = 0
    for token in range(start, min(len(words), start + 2 * len(acronym))):
        word = words[token]
        if word in _INSIDE and token > start:
            letter += word[0].upper() == acronym[letter]
        elif len(word) > 1 and word[0] == acronym[letter] and not word.isupper() and word[0].isalpha():
            letter += 1
        else:
            return None
        if letter == len(acronym):
            following = words[token + 1] if token + 1 < len(words) else "."
            goes_on = following[0].isupper() and following.isalpha() and document.pos[token + 1] == "PROPN"
            same = document.sentence_of(start) == document.sentence_of(token)
            return range(start, token + 1) if same and word[0].isupper() and not goes_on else None
    return None
