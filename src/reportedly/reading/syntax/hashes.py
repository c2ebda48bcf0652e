"""Rows of the word tables: which rows a word's form, beginning, end and shape are looked up in.

The tables were learned with these hashes (MurmurHash2 of a string in UTF-8, MurmurHash3 of that number): another hash
would look up other words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

__all__ = ["N_ROWS", "WordRows"]

N_ROWS = 24
"""Rows of a word: four each of form, beginning, end, shape, space behind it, and being white space."""

_BITS = 2**64 - 1
_MULTIPLIER = 0xC6A4A7935BD1E995
# Words that are not words (an address, a number) would fill memory for ever: what is known is let go at this size.
_MOST_KNOWN = 100_000


class WordRows:
    """Rows of the word tables; keeps what it has computed, which no answer depends on.

    Args:
        sizes: Rows of each of the six tables, which lie one behind another.
        seeds: Seed of each table's hash.
        symbols: Numbers of strings that are not hashed.
        norms: Forms that count as another ("’s" as "'s"), by number.
    """

    def __init__(
        self, *, sizes: Sequence[int], seeds: Sequence[int], symbols: Mapping[str, int], norms: Mapping[int, str]
    ) -> None:
        self._tables = [
            (sum(sizes[:column]), size, seed) for column, (size, seed) in enumerate(zip(sizes, seeds, strict=True))
        ]
        self._symbols = symbols
        self._norms = norms
        self._known: dict[tuple[str, str | None, bool], bytes] = {}
        self._parts: dict[tuple[int, str], list[int]] = {}

    def __call__(self, word: str, norm: str | None, spaced: bool) -> bytes:
        """The rows of a word as bytes of int16, shape (24,).

        Args:
            word: As printed.
            norm: The form that it counts as, where its context says so ("ca" in "can't").
            spaced: A space follows.
        """
        key = (word, norm, spaced)
        rows = self._known.get(key)
        if rows is None:
            if norm is None:
                norm = self._norms.get(self._number(word)) or word.lower()
            numbers = [
                row
                for column, part in enumerate((norm, word[0], word[-3:], _shape(word)))
                for row in self._string_rows(column, part)
            ]
            numbers += self._number_rows(4, int(spaced)) + self._number_rows(5, int(word.isspace()))
            rows = np.array(numbers, np.int16).tobytes()
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = rows
        return rows

    def _string_rows(self, column: int, string: str) -> list[int]:
        key = (column, string)
        rows = self._parts.get(key)
        if rows is None:
            rows = self._number_rows(column, self._number(string))
            if len(self._parts) >= _MOST_KNOWN:
                self._parts.clear()
            self._parts[key] = rows
        return rows

    def _number(self, string: str) -> int:
        number = self._symbols.get(string)
        return _hash_bytes(string.encode()) if number is None else number

    def _number_rows(self, column: int, number: int) -> list[int]:
        first, size, seed = self._tables[column]
        return [first + hashed % size for hashed in _hash_number(number, seed)]


def _hash_bytes(data: bytes) -> int:
    """MurmurHash64A with seed 1."""
    value = 1 ^ (len(data) * _MULTIPLIER & _BITS)
    whole = len(data) - len(data) % 8
    for start in range(0, whole, 8):
        block = int.from_bytes(data[start : start + 8], "little") * _MULTIPLIER & _BITS
        block = (block ^ block >> 47) * _MULTIPLIER & _BITS
        value = (value ^ block) * _MULTIPLIER & _BITS
    if whole < len(data):
        value = (value ^ int.from_bytes(data[whole:], "little")) * _MULTIPLIER & _BITS
    value = (value ^ value >> 47) * _MULTIPLIER & _BITS
    return value ^ value >> 47


def _hash_number(number: int, seed: int) -> tuple[int, int, int, int]:
    """MurmurHash3 of one number of 64 bits, as four of 32."""
    one = number * 0x87C37B91114253D5 & _BITS
    one = (one << 31 | one >> 33) & _BITS
    one = (one * 0x4CF5AD432745937F & _BITS) ^ seed ^ 8
    two = seed ^ 8
    one = one + two & _BITS
    two = two + one & _BITS
    one, two = _mixed(one), _mixed(two)
    one = one + two & _BITS
    two = two + one & _BITS
    return one & 0xFFFFFFFF, one >> 32, two & 0xFFFFFFFF, two >> 32


def _mixed(value: int) -> int:
    value = (value ^ value >> 33) * 0xFF51AFD7ED558CCD & _BITS
    value = (value ^ value >> 33) * 0xC4CEB9FE1A85EC53 & _BITS
    return value ^ value >> 33


def _shape(word: str) -> str:
    """Its letters as x or X, its digits as d, at most four alike in a row: "Xxxxx", "dd.dd"."""
    if len(word) >= 100:
        return "LONG"
    shape = []
    last, n_alike = "", 0
    for letter in word:
        if letter.isalpha():
            sign = "X" if letter.isupper() else "x"
        elif letter.isdigit():
            sign = "d"
        else:
            sign = letter
        n_alike = n_alike + 1 if sign == last else 0
        last = sign
        if n_alike < 4:
            shape.append(sign)
    return "".join(shape)
