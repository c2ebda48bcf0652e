"""Capitals: those of a word, and those that it has from a headline or the beginning of a sentence."""

from __future__ import annotations

from collections.abc import Container
from functools import cached_property

from reportedly.lexicon.gazetteer import gazetteer
from reportedly.reading.document import Document

__all__ = ["Capitals"]

_MOST_WORDS_READ = 4_000  # bounds time on a text of a megabyte


class Capitals:
    """How one article prints its words.

    Args:
        document: The article.
        named: Tokens that are part of a name.
    """

    def __init__(self, document: Document, named: Container[int]) -> None:
        self.document, self.named = document, named

    def cased(self, token: int) -> str:
        """A word as printed, without the capitals of a headline."""
        word, document = self.document.words[token], self.document
        if word[:1].isupper() and token not in self.named:
            first = token == int(document.sentence_tokens[document.sentence_of(token)][0])
            printed = first or self.is_headline(document.sentence_of(token))
            is_nation = word.casefold() in gazetteer().demonyms  # "the Norwegian embassy"
            if printed and not is_nation and (word.lower() in self.lower_words or document.pos[token] != "PROPN"):
                return word if word.isupper() and self.is_acronym(word) else word.lower()
        return word

    @cached_property
    def lower_words(self) -> set[str]:
        """The words that the article prints in small letters."""
        return {word for word in self.document.words[:_MOST_WORDS_READ] if word.islower()}

    def is_acronym(self, word: str) -> bool:
        """Whether capitals belong to a word: the text never has it in small letters."""
        return (
            word.strip(",.").lower() not in self.lower_words
            and word.strip(",.").capitalize() not in self.document.words
        )

    def is_headline(self, sentence: int) -> bool:
        """Whether a sentence has the capitals of a headline."""
        inside = self.document.tokens_of_sentence(sentence)
        words = [self.document.words[token] for token in inside if len(self.document.words[token]) > 4]
        return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words)
