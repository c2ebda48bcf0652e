"""Untrusted text made safe to show: on a terminal, and in pages and files for people."""

from __future__ import annotations

import re

__all__ = ["printable", "visible"]

# C0 and C1 controls but tab and line end; what turns the direction of all that follows; halves of characters.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """A text in which nothing steers a terminal: control characters are replaced one for one.

    >>> printable("the visit\\x1b[2J is on")
    'the visit\\ufffd[2J is on'
    """
    return _STEERING.sub("\ufffd", text)


def visible(text: str) -> str:
    """Control characters replaced one for one, those that turn the direction of writing too.

    >>> visible("a\\x00b\\u202ec")
    'a\\ufffdb\\ufffdc'
    """
    if text.isprintable():
        return text
    odd = {c for c in set(text) if not (c.isprintable() or c.isspace())}
    return "".join("\ufffd" if c in odd else c for c in text) if odd else text
