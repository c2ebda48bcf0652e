"""Words as they are looked for: without case and accents, brought back to the stem."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from reportedly.lexicon.folding import fold

__all__ = ["LONGEST_WORD", "words_of"]

_WORD = re.compile(r"[^\W_]+")


LONGEST_WORD = 100  # letters of a word that count; PostgreSQL takes 2,046 bytes


def words_of(text: str) -> list[str]:
    """The words of a text as they are looked for: without case and accents, brought back to the stem.

    >>> words_of("The Bridges of Ærø, Mr. Marić said")
    ['the', 'bridg', 'of', 'aero', 'mr', 'maric', 'said']
    """
    return [_stem(word[:LONGEST_WORD]) for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    from snowballstemmer import stemmer

    return stemmer("english")
