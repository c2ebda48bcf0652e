"""Noun phrases by word classes alone, where the parse is lost: beside a quotation, between commas."""

from __future__ import annotations

from reportedly.reading.document import Document

__all__ = ["ENDS", "MARKS", "PRONOUNS", "is_phrase", "phrase_after", "phrase_before"]

ENDS = frozenset({".", ";", "?", "!"})
MARKS = frozenset({'"', "“", "”", "''", "``"})
_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "ADP", "CCONJ"})
_OPENS = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON"})
PRONOUNS = frozenset("he she they we i it".split())
_OWNERS = frozenset("his her its their our my one another both several many some".split())
_JOINS = frozenset({"for", "at", "from", "with", "by"})
_LONG = 24  # tokens of a source with what describes it


def phrase_after(document: Document, first: int) -> int | None:
    """Where the noun phrase that begins at a token ends, with what stands in apposition to it; None where none does."""
    n = len(document)
    if first >= n or document.pos[first] not in _OPENS:
        return None
    if document.words[first].casefold() in PRONOUNS:
        return first + 1
    if document.pos[first] == "PRON" and document.words[first].casefold() not in _OWNERS:
        return None
    stop = _chunk(document, first)
    if stop is None:
        return None
    sentence = document.tokens_of_sentence(document.sentence_of(first))
    if stop < sentence.stop and document.words[stop] == ",":
        more = _chunk(document, stop + 1) if stop + 1 < sentence.stop else None
        if more is not None and (more >= sentence.stop or document.words[more] in ENDS | {","}):
            stop = more
    return stop if stop - first <= _LONG else None


def _chunk(document: Document, first: int) -> int | None:
    """A noun phrase without commas: determiners, adjectives, nouns, names, and phrases with "of" and the like."""
    sentence = document.tokens_of_sentence(document.sentence_of(first))
    if document.pos[first] not in _OPENS:
        return None
    token, noun = first, False
    while token < sentence.stop:
        pos, word = document.pos[token], document.words[token]
        if pos in {"NOUN", "PROPN"} or (word[0].isupper() and token > first):
            noun = True
        elif not (
            pos in {"DET", "ADJ", "NUM"}
            or word in {"'s", "’s", "'", "’", "-"}
            or (pos == "PRON" and word.casefold() in _OWNERS)
            or (noun and token + 1 < sentence.stop and _joins(document, token))
        ):
            break
        token += 1
    return token if noun else None


def _joins(document: Document, token: int) -> bool:
    """Whether a word goes on with a phrase: "of", "and"; "at" behind a post, not behind a name ("said Orr at home")."""
    word = document.words[token].casefold()
    if document.pos[token + 1] not in _OPENS:
        return False
    return word in {"of", "and", "&"} or (word in _JOINS and document.pos[token - 1] == "NOUN")


def phrase_before(document: Document, verb: int) -> int | None:
    """Where the noun phrase before a verb begins, right behind a comma or a closing mark."""
    sentence = document.tokens_of_sentence(document.sentence_of(verb))
    end = verb
    # "“…?” she wanted to know": the mark may close the sentence before.
    first = sentence.start - bool(sentence.start and document.words[sentence.start - 1] in MARKS)
    borders = [t for t in range(first, end) if document.words[t] == "," or document.words[t] in MARKS]
    if not borders:
        return None
    if borders[-1] == end - 1:
        if document.words[end - 1] != "," or len(borders) < 3:
            return None
        apposition = range(borders[-2] + 1, end - 1)
        phrase = range(borders[-3] + 1, borders[-2])
        fits = is_phrase(document, apposition) and is_phrase(document, phrase) and document.words[borders[-2]] == ","
        return phrase.start if fits else None
    phrase = range(borders[-1] + 1, end)
    if len(phrase) == 1 and document.words[phrase.start].casefold() in PRONOUNS:
        return phrase.start
    return phrase.start if is_phrase(document, phrase) else None


def is_phrase(document: Document, tokens: range) -> bool:
    """Whether tokens are a noun phrase, by their word classes."""
    if not 0 < len(tokens) <= _LONG or document.pos[tokens.start] not in _OPENS:
        return False
    return all(
        document.pos[t] in _PHRASE
        or document.words[t][0].isupper()
        or (document.pos[t] == "PRON" and document.words[t].casefold() in _OWNERS)
        or document.words[t] == "-"
        for t in tokens
    ) and any(document.pos[t] in {"NOUN", "PROPN"} for t in tokens)
