"""The one fold of names and words: what is compared, looked up and searched has no case, accents or curly marks."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["fold", "fold_once"]

# Letters that have no accent to take away, as people without them on the keyboard write them.
_PLAIN = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŧ": "t", "’": "'", "‘": "'"}
)


_LONG = 100  # code points; a longer text is seldom folded twice


def fold(text: str) -> str:
    """Lower case without accents and with plain apostrophes, for comparing; letters and marks of all else stay.

    >>> fold("Lech Wałęsa’s"), fold("ÆRØ"), fold("Weiß")
    ("lech walesa's", 'aero', 'weiss')
    """
    return fold_once(text) if len(text) > _LONG else _kept(text)


def fold_once(text: str) -> str:
    """The same, kept in no cache: for lists of words that are asked for once."""
    low = text.casefold()
    if low.isascii():
        return low
    bare = unicodedata.normalize("NFKD", low.translate(_PLAIN))
    return "".join(char for char in bare if not unicodedata.combining(char))


_kept = lru_cache(maxsize=65536)(fold_once)
