"""Quotations in single marks, whose closing mark is the apostrophe too: ‘It’s the pilots’ money,’ she said."""

from __future__ import annotations

import re

__all__ = ["closing_of", "opens_single"]

# ’90s, ’em, rock ’n’ roll: letters left out, no quotation.
_ELISION = re.compile(
    r"['’‘](?:\d\ds?\b(?!['’])|(?:em|til|tis|twas|cause|cos|bout|round|neath)\b(?!['’])|[nN]['’](?!\w))", re.IGNORECASE
)
_AND = re.compile(r"[nN]['’](?=\s)")
_MARK = re.compile(r"``|''|[\"“”„‟«»‘’‚'\n]")
_SENTENCE_ENDS = re.compile(r"[.?!]\s")
_ANGLE = re.compile(r"‹[^‹›\n]*›")
_SINGLE = frozenset("‘’‚'")
_STOPS = frozenset(',.?!…;:—–)]}"”»')


def opens_single(text: str, position: int, *, may_open: bool) -> bool:
    """Whether the single mark at a position opens a quotation.

    Args:
        text: The text.
        position: Of the mark.
        may_open: Whether it has space before it and a word behind it, as an opening mark does.
    """
    if _ELISION.match(text, position):
        return False
    mark = text[position]
    if mark in "‘‚":
        inside_word = text[position - 1 : position].isalnum() and text[position + 1 : position + 2].isalnum()
        return not inside_word
    return may_open or mark == "‹"


def closing_of(text: str, start: int, *, inside_double: bool) -> int | None:
    """The end of the quotation that a single mark opens; None where the mark is stray.

    A mark behind a comma or full stop closes, and so does one behind a word, but for "s" or "in" and a space ("the
    pilots’ families", "nothin’ new"): that one counts only where no better one follows before the next quotation opens.

    Args:
        text: The text.
        start: Of the opening mark.
        inside_double: Whether a quotation in double marks is open, beyond whose end none goes.
    """
    if text[start] == "‹":
        closing = _ANGLE.match(text, start)
        return closing.end() if closing else None
    doubtful: int | None = None
    for match in _MARK.finditer(text, start + 1):
        place, end = match.span()
        mark = match.group()
        if mark == "\n" or (inside_double and mark not in _SINGLE):
            break
        if mark not in _SINGLE or _is_elision(text, place):
            continue
        before, after = text[place - 1], text[end : end + 1] or " "
        closes = place > start + 1 and not before.isspace() and not after.isalnum()
        if closes and text[start] == "‚" and mark == "‘":
            return end
        if mark in "‘‚" or not (closes or before.isalnum()):
            break  # the next quotation opens
        if not closes:
            continue
        if before in _STOPS:
            return end
        if after == " " and (before in "sS" or text[place - 2 : place] == "in"):
            doubtful = doubtful or end
        else:
            return doubtful if doubtful and _SENTENCE_ENDS.search(text, doubtful, place) else end
    return doubtful


def _is_elision(text: str, place: int) -> bool:
    """Whether a mark stands for letters left out, the second one of ’n’ among them."""
    return _ELISION.match(text, place) is not None or (
        text[place - 1] in "nN" and text[place - 2] in _SINGLE and _AND.match(text, place - 1) is not None
    )
