"""Tokens: a paragraph cut into words and marks, as the Treebank does it.

Runs between white space are looked up among exceptions ("can't"), then marks are taken off both ends, then what is left
is cut at marks inside it. Patterns and exceptions are data (`data/model/parse.json`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

__all__ = ["Token", "Tokenizer"]

_RUN = re.compile(r"\s+|\S+")
_MOST_KNOWN = 50_000


class Token(NamedTuple):
    """A word, a mark, or a run of white space beyond a single space."""

    start: int
    text: str
    norm: str | None
    """The form that it counts as, where an exception says so."""
    spaced: bool
    """A space follows."""


_Parts = tuple[tuple[str, str | None], ...]
"""Texts one behind another, each with the form that it counts as."""


class Tokenizer:
    """Cuts texts; keeps how words were cut, which no answer depends on.

    Args:
        exceptions: A run and the texts that it is cut into, each with the form that it counts as or none.
        patterns: Regular expressions: "prefix", "suffix", "infix" and "url".
    """

    def __init__(self, exceptions: Mapping[str, Sequence[Sequence[str | None]]], patterns: Mapping[str, str]) -> None:
        self._exceptions: dict[str, _Parts] = {
            run: tuple((str(part[0]), part[1]) for part in parts) for run, parts in exceptions.items()
        }
        self._prefix = re.compile(patterns["prefix"])
        self._suffix = re.compile(patterns["suffix"])
        self._infix = re.compile(patterns["infix"])
        self._url = re.compile(patterns["url"])
        self._known: dict[str, _Parts] = {}
        # An exception with marks at its ends or inside (":-)", "a.m.") can have come apart beside further marks.
        self._broken: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for run in sorted(self._exceptions):
            if " " in run or any(pattern.search(run) for pattern in (self._prefix, self._suffix, self._infix)):
                texts = tuple(text for text, _ in self._cut(run, exceptions=False))
                self._broken[texts[0]].append(texts)

    def __call__(self, text: str) -> list[Token]:
        """Tokens of a text in order; between two of them there is nothing or one space."""
        tokens: list[Token] = []
        for run in _RUN.finditer(text):
            start, end = run.span()
            string = run.group()
            if string[0] == " " and tokens:  # the token before it is spaced
                start, string = start + 1, string[1:]
                if not string:
                    continue
            parts = self._exceptions.get(string) or self._known.get(string)
            if parts is None:
                parts = self._cut(string)
                if len(self._known) >= _MOST_KNOWN:
                    self._known.clear()
                self._known[string] = parts
            for part, norm in parts[:-1]:
                tokens.append(Token(start, part, norm, False))
                start += len(part)
            part, norm = parts[-1]
            tokens.append(Token(start, part, norm, text[end : end + 1] == " "))
            assert start + len(part) == end
        return self._mend(text, tokens)

    def _cut(self, run: str, *, exceptions: bool = True) -> _Parts:
        special = self._exceptions if exceptions else {}
        before, middle, after = self._strip(run, special)
        parts: list[tuple[str, str | None]] = [(text, None) for text in before]
        if middle in special:
            parts += special[middle]
        elif middle:
            cuts = [] if self._url.match(middle) else list(self._infix.finditer(middle))
            start = 0
            for cut in cuts:
                if cut.start() == 0:
                    continue
                parts += [(text, None) for text in (middle[start : cut.start()], cut.group()) if text]
                start = cut.end()
            if middle[start:]:
                parts.append((middle[start:], None))
        return (*parts, *((text, None) for text in reversed(after)))

    def _strip(self, run: str, special: Mapping[str, _Parts]) -> tuple[list[str], str, list[str]]:
        """Marks in front, what is left, and marks behind, the outermost first."""
        before: list[str] = []
        after: list[str] = []
        length = 0
        while run and len(run) != length and run not in special:
            length = len(run)
            found = self._prefix.search(run)
            front = found.end() - found.start() if found else 0
            if front and run[front:] in special:
                before.append(run[:front])
                return before, run[front:], after
            found = self._suffix.search(run[front:])
            back = found.end() - found.start() if found else 0
            if back and run[:-back] in special:
                after.append(run[-back:])
                return before, run[:-back], after
            if front and back and front + back <= length:
                before.append(run[:front])
                after.append(run[-back:])
                run = run[front:-back]
            elif front:
                before.append(run[:front])
                run = run[front:]
            elif back:
                after.append(run[-back:])
                run = run[:-back]
        return before, run, after

    def _mend(self, text: str, tokens: list[Token]) -> list[Token]:
        """Put exceptions that came apart together again: the longest first, then the first."""
        found: list[tuple[int, int]] = []
        for first, token in enumerate(tokens):
            for texts in self._broken.get(token.text, ()):
                if tuple(other.text for other in tokens[first : first + len(texts)]) == texts:
                    found.append((first, first + len(texts)))
        if not found:
            return tokens
        taken: set[int] = set()
        chosen: dict[int, int] = {}
        for first, end in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
            if first not in taken and end - 1 not in taken:
                chosen[first] = end
            taken.update(range(first, end))
        mended: list[Token] = []
        row = 0
        while row < len(tokens):
            end = chosen.get(row, row + 1)
            last = tokens[end - 1]
            start = tokens[row].start
            parts = self._exceptions.get(text[start : last.start + len(last.text)]) if row in chosen else None
            if parts is None:
                mended += tokens[row:end]
            else:
                for part, norm in parts:
                    mended.append(Token(start, part, norm, False))
                    start += len(part)
                mended[-1] = mended[-1]._replace(spaced=last.spaced)
            row = end
        return mended
