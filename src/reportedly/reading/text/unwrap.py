"""Hard-wrapped lines: telling a line break that ends a paragraph from one that only keeps lines short."""

from __future__ import annotations

import re

__all__ = ["unwrap"]

_LINE = re.compile(r"[^\n]*\n?")
_SHORTEST, _LONGEST = 45, 90  # code points: widths at which people and machines wrap plain text
_SPREAD = 16  # a wrapped line is at most a long word shorter than the widest
_SHARE = 0.6  # of the line breaks, those after a full line without the end of a sentence or before a small letter
_SENTENCE_END = re.compile(r"[.!?:…][\"”’')\]]{0,3}$")


def unwrap(text: str) -> str:
    """The text with a space for each line break that only wraps; of the same length, so offsets hold.

    A text counts as hard-wrapped where most of its breaks follow a line about as wide as the widest and stand in the
    middle of a sentence. In such a text a paragraph ends at an empty line, before an indented one, and after a line
    that is short. Any other text comes back as it is.

    >>> unwrap("The river caused by heavy rain is delaying work\\nto raise two boats from the bed of the river Lenne.")
    'The river caused by heavy rain is delaying work to raise two boats from the bed of the river Lenne.'
    """
    if text.count("\n") < 1:
        return text
    lines = _LINE.findall(text)
    bodies = [line.rstrip() for line in lines]
    widths = sorted(len(body) for body in bodies if body)
    if not widths:
        return text
    width = widths[int(0.95 * (len(widths) - 1))]
    if not _SHORTEST <= width <= _LONGEST or widths[-1] > _LONGEST + _SPREAD:
        return text
    breaks = wraps = 0
    soft: list[int] = []
    offset = 0
    for line, body, after in zip(lines, bodies, [*bodies[1:], ""], strict=True):
        offset += len(line)
        if not body or not after:
            continue
        full = len(body) >= width - _SPREAD
        indented = len(after) - len(after.lstrip()) >= 2
        ended = _SENTENCE_END.search(body) is not None
        first = after.lstrip()[:1]
        breaks += not indented
        mid_sentence = full and not indented and (not ended or first.islower())
        wraps += mid_sentence
        if not indented and (full or (first.islower() and not ended)):
            soft.append(offset - 1)
    if breaks < 1 or wraps < _SHARE * breaks:
        return text
    letters = list(text)
    for place in soft:
        letters[place] = " "
    return "".join(letters)
