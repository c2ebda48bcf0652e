"""Quotations: where marks open and close, on text as it is printed, stray and mismatched marks among them."""

from __future__ import annotations

import re
from functools import lru_cache

from reportedly.article import Span
from reportedly.reading.text.single_marks import closing_of, opens_single

__all__ = ["find_quotations"]

# Two apostrophes or two grave accents stand for one double mark in wire copy.
_MARK = re.compile(r"``|''|[\"“”„‟«»‘’‚'‹\n]")
_OPEN_DOUBLE = frozenset("“„‟«") | {"``"}
_CLOSE_DOUBLE = frozenset("”»")
_EITHER_DOUBLE = frozenset('"') | {"''"}
_DOUBLE = re.compile(r"``|''|[\"“”„‟«»]")
# 6" wide: inches.
_MEASURE = re.compile(r"(?<=\d)\"(?= (?:wide|tall|long|high|thick|deep|across|by|x)\b)")
_SAID = re.compile(r"\b(?:said|says|told|tells|added|adds|asked|wrote|writes|tweeted)\b")


def find_quotations(text: str) -> list[Span]:
    """Quotations with their marks, by start; a quotation inside another has a span of its own.

    A quotation ends with its paragraph. One that is left open there is kept only where the next paragraph opens
    with a mark again, as print does with a quotation of several paragraphs, and goes on where the next one has its
    closing mark; any other open mark is stray, for a missed quotation costs less than half a paragraph marked as one.

    >>> find_quotations('He said "yes" and 6\\'2" tall.')
    [(8, 13)]
    """
    return list(_quotations(text))


@lru_cache(maxsize=4)  # nearly every reader asks for those of the article
def _quotations(text: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    double: int | None = None
    double_is_curly = False
    single_end = -1  # of the last quotation in single marks
    whole = -1  # where a straight quotation began that keeps the opening marks inside it
    paragraph_start = 0
    for match in _MARK.finditer(text):
        start, end = match.span()
        mark = match.group()
        if mark == "\n":
            if double is not None and text[end : end + 1] == "\n":
                continue  # the last of these breaks decides
            if double is not None and _closes_next_paragraph(text, end):
                paragraph_start = end
                continue
            if double is not None and _opens_next_paragraph(text, end):
                spans.append((double, _trimmed_end(text, double, start)))
            double = None
            paragraph_start = end
            continue
        if mark == '"' and _MEASURE.match(text, start):
            continue
        before = text[start - 1] if start > paragraph_start else " "
        after = text[end] if end < len(text) else " "
        opens = not before.isalnum() and not after.isspace() and (before.isspace() or before in "([{—–-‘“'\"/…:")
        closes = not before.isspace() and not after.isalnum()
        if mark in _OPEN_DOUBLE:
            if double is None or not double_is_curly:
                double, double_is_curly = start, True
            elif mark == "“" and closes and not opens:  # “Not yet,“ he said
                spans.append((double, end))
                double = None
        elif mark in _CLOSE_DOUBLE:
            if double is not None:
                spans.append((double, end))
                double = None
            elif opens and not closes:
                double, double_is_curly = start, True
        elif mark in _EITHER_DOUBLE:
            if double is None:
                if opens or not closes:
                    double, double_is_curly = start, False
            elif opens and not closes:
                # Of two opening marks the later counts, but for one that opens a whole paragraph of speech.
                if double == paragraph_start and double != whole and not _SAID.search(text, double, start):
                    whole = double
                if double != whole:
                    double, double_is_curly = start, False
            else:
                spans.append((double, end))
                double = None
        elif start >= single_end and opens_single(text, start, may_open=opens and not closes):
            close = closing_of(text, start, inside_double=double is not None)
            if close is not None:
                spans.append((start, close))
                single_end = close
    return tuple(sorted(spans))


def _opens_next_paragraph(text: str, position: int) -> bool:
    while position < len(text) and text[position].isspace():
        position += 1
    return text[position : position + 1] in {"“", '"', "„", "«"} or text[position : position + 2] in {"``", "''"}


def _closes_next_paragraph(text: str, position: int) -> bool:
    """Whether the first mark of the paragraph that begins here can only close."""
    end = text.find("\n", position)
    mark = _DOUBLE.search(text, position, end if end >= 0 else len(text))
    if mark is None or not any(map(str.isalnum, text[position : mark.start()])):
        return False
    before, after = text[mark.start() - 1], text[mark.end() : mark.end() + 1]
    return mark.group() not in _OPEN_DOUBLE and not before.isspace() and before not in "([{—–-" and not after.isalnum()


def _trimmed_end(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end
