"""Word pieces: text -> rows of the encoder's vocabulary, as BERT cuts it: lower case, no accents, each mark alone."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

__all__ = ["WordPieces"]

# White space as Unicode has it; Python's adds control characters, which are taken out of words instead.
_RUN = re.compile("[^ \t\n\r\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_ASCII_MARKS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)
_UNSEEN = frozenset(["Cc", "Cf", "Co", "Cs"])
_MOST_KNOWN = 50_000

_Piece = tuple[int, int, int]
"""Row of the vocabulary, start and end in the run."""


class WordPieces:
    """Cuts texts; keeps how runs were cut, which no answer depends on.

    Args:
        settings: A tokenizer.json: the vocabulary, the longest word, and the tokens that are matched as they stand.

    Raises:
        KeyError, ValueError: The settings are of another kind of tokenizer.
    """

    def __init__(self, settings: str) -> None:
        data: dict[str, Any] = json.loads(settings)
        model, normalizer = data["model"], data["normalizer"]
        if (model["type"], normalizer["type"], normalizer["lowercase"]) != ("WordPiece", "BertNormalizer", True):
            raise ValueError("not a tokenizer of word pieces in lower case")
        self._rows: dict[str, int] = model["vocab"]
        self._continued: str = model["continuing_subword_prefix"]
        self._longest: int = model["max_input_chars_per_word"]
        self._unknown = self._rows[model["unk_token"]]
        self._special = {token["content"]: int(token["id"]) for token in data["added_tokens"]}
        self._specials = re.compile("(" + "|".join(map(re.escape, self._special)) + ")")
        self._known: dict[str, tuple[_Piece, ...]] = {}

    def __call__(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Rows of the pieces, and their spans in code points."""
        ids: list[int] = []
        spans: list[tuple[int, int]] = []
        for run in _RUN.finditer(text):
            string, offset = run.group(), run.start()
            pieces = self._known.get(string)
            if pieces is None:
                pieces = tuple(self._cut(string))
                if len(self._known) >= _MOST_KNOWN:
                    self._known.clear()
                self._known[string] = pieces
            for row, start, end in pieces:
                ids.append(row)
                spans.append((offset + start, offset + end))
        return ids, spans

    def _cut(self, run: str) -> list[_Piece]:
        pieces: list[_Piece] = []
        offset = 0
        for part in self._specials.split(run):
            if part in self._special:
                pieces.append((self._special[part], offset, offset + len(part)))
            else:
                for letters, places in _words(part):
                    pieces += self._pieces(letters, [offset + place for place in places])
            offset += len(part)
        return pieces

    def _pieces(self, word: str, places: list[int]) -> list[_Piece]:
        """The longest pieces that the vocabulary has, from the left; one unknown one where it has none."""
        if len(word) > self._longest:
            return [(self._unknown, places[0], places[-1] + 1)]
        pieces: list[_Piece] = []
        start = 0
        while start < len(word):
            before = self._continued if start else ""
            for end in range(len(word), start, -1):
                row = self._rows.get(before + word[start:end])
                if row is not None:
                    pieces.append((row, places[start], places[end - 1] + 1))
                    start = end
                    break
            else:
                return [(self._unknown, places[0], places[-1] + 1)]
        return pieces


def _words(run: str) -> list[tuple[str, list[int]]]:
    """Words and marks of a run without white space: their plain letters, and the place that each comes from."""
    words: list[tuple[str, list[int]]] = []
    letters: list[str] = []
    places: list[int] = []

    def end_word() -> None:
        if letters:
            words.append(("".join(letters), places.copy()))
            letters.clear()
            places.clear()

    for place, sign in enumerate(run):
        if sign.isascii() and sign.isalnum():
            letters.append(sign.lower())
            places.append(place)
            continue
        if sign == "\ufffd" or unicodedata.category(sign) in _UNSEEN:
            continue
        is_ideograph = any(first <= ord(sign) <= last for first, last in _IDEOGRAPHS)
        if is_ideograph:
            end_word()
        for part in unicodedata.normalize("NFD", sign):
            if unicodedata.category(part) == "Mn":
                continue
            for plain in part.lower():
                if plain in _ASCII_MARKS or unicodedata.category(plain)[0] == "P":
                    end_word()
                    words.append((plain, [place]))
                else:
                    letters.append(plain)
                    places.append(place)
        if is_ideograph:
            end_word()
    end_word()
    return words
