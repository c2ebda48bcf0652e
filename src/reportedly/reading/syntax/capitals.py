"""Lines printed in capitals, as they would be printed in small letters: the parser and the heads know the latter.

"SUMMIT IN RIGA CANCELLED" becomes "Summit in Riga cancelled": as long, so that every offset fits both.
"""

from __future__ import annotations

import re
from collections import Counter

from reportedly.lexicon.gazetteer import gazetteer
from reportedly.reading.syntax.parse import is_common_word

__all__ = ["in_small_letters"]

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]+")
_FUNCTION_WORDS = frozenset(
    "a an the and or but nor so yet of to in on at by for from with without into onto over under after before until "
    "since during against between among about as than that this these those it its he him his she her hers they them "
    "their we our you your i me my who whom whose which what when where why how is are was were be been being am has "
    "have had do does did will would shall should can could may might must not no if unless whether because while "
    "though although there here s t".split()
)
_IN_MONTH = re.compile(r"\b(?:IN|BY|UNTIL|SINCE|EARLY|LATE) (?:MARCH|MAY)\b|\b(?:MARCH|MAY) \d|\d (?:MARCH|MAY)\b")
_NAMED_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september "
    "october november december".split()
)
_ACRONYMS = frozenset("NATO UN EU UK US USA UAE IMF OPEC FBI CIA IAEA WTO ECB AU AFP AP PM MP TV NY LA".split())
_LEAST_WORDS, _SHORT = 2, 4
_LONGEST = 400  # words that are looked up as printed elsewhere: bounds time on a text of a megabyte


def in_small_letters(text: str) -> str:
    """A text with its lines in capitals brought to small letters, names capitalised; any other comes back as it is.

    >>> in_small_letters("STRIKE IN KENYA CALLED OFF, UNION SAYS")
    'Strike in Kenya called off, union says'
    """
    if not any(_is_in_capitals(line[0]) for line in _LINE.finditer(text)):
        return text
    rest = "\n".join(line[0] for line in _LINE.finditer(text) if not _is_in_capitals(line[0]))
    printed = Counter(match[0] for match in re.finditer(r"(?<=[\w,] )[^\W\d_]+", rest[: 400 * _LONGEST]))
    return _LINE.sub(lambda line: _lowered(line[0], printed) if _is_in_capitals(line[0]) else line[0], text)


def _is_in_capitals(line: str) -> bool:
    words = [word for word in _WORD.findall(line) if len(word) > 2]
    return len(words) >= _LEAST_WORDS and line.upper() == line and any(len(word) > 5 for word in words)


def _lowered(line: str, printed: Counter[str]) -> str:
    is_first = True
    pieces = []
    end = 0
    for match in _WORD.finditer(line):
        word = _cased(match[0], printed, line[max(0, match.start() - 8) : match.end() + 3])
        if is_first:
            word = word[:1].upper() + word[1:]
        is_first = False
        pieces += [line[end : match.start()], word if len(word) == len(match[0]) else match[0]]
        end = match.end()
    return "".join([*pieces, line[end:]])


def _cased(word: str, printed: Counter[str], around: str) -> str:
    """One word as the article prints it elsewhere, else as the word lists have it."""
    lower, title = word.lower(), word.capitalize()
    if lower in _NAMED_DAYS or (lower in ("march", "may") and _IN_MONTH.search(around)):
        return title
    counts = {form: printed[form] for form in (lower, title, word) if printed[form]}
    if counts:
        return max(counts, key=lambda form: counts[form])
    if word in _ACRONYMS:
        return word
    if lower in _FUNCTION_WORDS:
        return lower
    lists = gazetteer()
    alone = any(len(name) == 1 for name, _ in lists.outlet_words.get(word, ()))  # "BBC", but not "KING 5"
    if alone or word in lists.country_words:
        return word
    if title in lists.country_words or title in lists.cities or lower in lists.demonyms or lower in lists.genders:
        return lower if is_common_word(lower, "verb", "adj") and lower not in lists.demonyms else title
    if is_common_word(lower):
        return lower
    return word if len(word) <= _SHORT else title
