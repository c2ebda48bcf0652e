"""Whether a source as printed is more than one, so that a verb beside it agrees: "two officials deny"."""

from __future__ import annotations

import re
from functools import lru_cache

from reportedly.lexicon.names import is_body

__all__ = ["is_plural_name"]

_MANY = frozenset(
    "two three four five six seven eight nine ten eleven twelve several many some both most few dozens hundreds "
    "thousands all other others various multiple numerous these those".split()
)
_ONE = frozenset("a an one another each every this that".split())
# Where the phrase behind the noun begins: "people familiar with the talks", "two of the officials".
_BEHIND = re.compile(
    r",|\b(?:of|in|at|from|with|for|on|to|near|by|who|whose|familiar|close|briefed|involved|inside|within|around|"
    r"there|present)\b"
)
_IRREGULAR = frozenset("people men women children police media".split())
# Nouns for several who speak, which open a sentence with a capital as names do.
_SPEAKERS = frozenset(
    "officials sources diplomats lawmakers ministers residents witnesses analysts experts critics supporters aides "
    "advisers advisors lawyers prosecutors investigators authorities reports organisers organizers activists "
    "protesters doctors scientists researchers economists traders investors unions companies leaders members "
    "representatives relatives families employees workers commanders soldiers rebels militants democrats republicans "
    "conservatives liberals greens tories senators officers spokespeople newspapers media people police men women "
    "others reporters journalists executives bankers neighbours neighbors opponents allies".split()
)
_FIRM = re.compile(r"\b(?:co|corp|inc|ltd|plc|llc|group|bank|partners|sons|associates)\.?$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_plural_name(name: str) -> bool:
    """Whether a source as printed is more than one.

    >>> [is_plural_name(name) for name in ("two people", "Hale and Orr", "people familiar with it", "Officials")]
    [True, True, True, True]
    >>> [is_plural_name(name) for name in ("one of the officials", "the United States", "Reuters", "a group of aides")]
    [False, False, False, False]
    """
    words = " ".join(name.split())[:300].split(" ")
    first = words[0].casefold()
    if first in _ONE or not first:
        return False
    if first in _MANY or (first.isdecimal() and first != "1"):
        return True
    if " and " in name:
        return not (is_body(name) or _FIRM.search(name))
    ahead = _BEHIND.split(" ".join(words))[0].split()
    head = ahead[-1] if ahead else words[0]
    if head[0].isupper():
        return head.casefold() in _SPEAKERS and (len(ahead) == 1 or not words[0][0].isupper() or first == "the")
    return head in _IRREGULAR or (head.endswith("s") and not head.endswith(("ss", "us", "is", "'s", "’s")))
