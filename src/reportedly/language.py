"""Which language a text is in, in one place for intake and reading."""

from __future__ import annotations

import re

__all__ = ["detect_language"]

_WORD = re.compile(r"[^\W\d_]+")

# The start of a long text tells as much as the whole of it.
_LOOK_AT = 20_000

# Words that hold English sentences together and that no other language uses this densely. "a", "in", "on", "die",
# "was" and "man" are left out: Spanish, Italian, German and Dutch have them too.
_ENGLISH_LIST = (
    "the of and to that is for with it as his her he she they by at from this be have has had were are "
    "not but which who would will their there been when said its an or if about after into than could "
    "should over says would what been before more"
)
_ENGLISH = frozenset(_ENGLISH_LIST.split())

# Shares of these words, measured on English, German, French, Spanish, Portuguese, Italian, Dutch and Swedish news
# paragraphs: English text of 30 words and more stays above .20, the others below .08.
_SURELY = 0.16
_HARDLY = 0.08
_FEW_WORDS = 6


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language of most of a text; None where that cannot be told.

    Two witnesses: the share of English function words, and the character n-grams of Resiliparse, which are good on
    paragraphs and poor on headlines. English needs the first, another language needs the second without the first.

    >>> detect_language("The minister said that the talks would be held in May.")
    'en'
    >>> detect_language("Tass") is None
    True
    """
    sample = text[:_LOOK_AT]
    words = [word.lower() for word in _WORD.findall(sample)]
    if not words:
        return None
    english = sum(word in _ENGLISH for word in words) / len(words)
    latin = sum(word.isascii() for word in words) / len(words)
    if len(words) < _FEW_WORDS and latin > 0.5:
        return None
    if english >= _SURELY and len(words) >= _FEW_WORDS:
        return "en"

    from resiliparse.parse.lang import detect_fast

    best, _distance = detect_fast(sample)
    code = str(best)
    if code == "en":
        return "en" if english >= _HARDLY or (len(words) < 30 and english > 0) else None
    if len(code) != 2:
        return None
    # Short Latin-script text without function words may be a headline, a list of names or a table in any language.
    unsure = latin > 0.5 and (len(words) < 20 or english >= _HARDLY)
    return None if unsure else code
