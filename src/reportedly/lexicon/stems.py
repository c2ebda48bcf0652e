"""Words as they are looked for: without case and accents, brought back to the stem."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

__all__ = ["LONGEST_WORD", "words_of"]

_WORD = re.compile(r"[^\W_]+")


LONGEST_WORD = 100  # letters of a word that count; PostgreSQL takes 2,046 bytes


# Letters that have no accent to take away, as people without them on the keyboard write them.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŧ": "t"})


def words_of(text: str) -> list[str]:
    """The words of a text as they are looked for: without case and accents, brought back to the stem.

    >>> words_of("The Bridges of Ærø, Mr. Marić said")
    ['the', 'bridg', 'of', 'aero', 'mr', 'maric', 'said']
    """
    return [_stem(word[:LONGEST_WORD]) for word in _WORD.findall(_folded(text))]


def _folded(text: str) -> str:
    text = text.casefold().translate(_PLAIN)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return text


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    from snowballstemmer import stemmer

    return stemmer("english")
