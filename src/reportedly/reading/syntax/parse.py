"""Article -> Document: tokens, sentences, Treebank tags and dependencies, as spaCy's small English pipeline gives them.

Its tables and weights are shipped in forms of our own (`training/parser.py`); the library, with what it computes with,
takes 210 MB. `tests/reading/syntax/test_parser.py` holds both against each other.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reportedly.article import Article, Span
from reportedly.errors import ModelError
from reportedly.reading.document import Document
from reportedly.reading.syntax.hashes import N_ROWS, WordRows
from reportedly.reading.syntax.lemmas import Lemmatizer, find_pos
from reportedly.reading.syntax.reduced import attach_reduced
from reportedly.reading.syntax.tokens import Token, Tokenizer
from reportedly.reading.syntax.transitions import Mover, attach_lifted, find_sentences

__all__ = ["Parser", "is_common_word", "parse"]

# A parse is quadratic in nothing, but its arrays are one block for each text: a megabyte without a paragraph break
# is cut at white space, so that memory stays flat.
_LONGEST = 20_000
# Marks are taken off a word one by one, and each time all of it is looked at: 4,000 marks in a row would take seconds.
# No address in an article of news is longer than this.
_LONGEST_WORD = 400
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD},}}")
_PARAGRAPH = re.compile(r"[^\n]+")
_SURROGATE = re.compile("[\ud800-\udfff]")  # a lone one is no character, and has no bytes to hash
# Empty rows between paragraphs, where the layers look beyond them: one for each layer.
_N_BETWEEN = 4
# What each token adds to the scores of moves takes 4 kB: paragraphs are parsed together up to so many tokens.
_TOKENS_TOGETHER = 3_000


class Parser:
    """The shipped weights and tables, read once; called like a function.

    Raises:
        ModelError: A file is missing or damaged.
    """

    def __init__(self) -> None:
        import onnxruntime

        folder = files("reportedly.data") / "model"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_mem_pattern = False  # batches differ in length
        try:
            rules = json.loads((folder / "parse.json").read_text(encoding="utf-8"))
            self._session = onnxruntime.InferenceSession(
                (folder / "parse.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
            )
            with (folder / "parse.npz").open("rb") as file, np.load(file) as weights:
                self._mover = Mover(rules["moves"], weights["weights"], weights["bias"], weights["nothing"])
            self._tokenizer = Tokenizer(rules["exceptions"], rules["patterns"])
            self._rows = WordRows(
                sizes=rules["tables"]["sizes"],
                seeds=rules["tables"]["seeds"],
                symbols=rules["symbols"],
                norms={int(number): norm for number, norm in rules["norms"].items()},
            )
            self._tags: list[str] = rules["tags"]
            self.lemmatize = Lemmatizer(rules["lemmas"])
        except Exception as error:  # the run time raises classes of its own
            raise ModelError(str(folder), f"the weights cannot be read: {error}", "Install reportedly again") from error

    def tokenize(self, text: str) -> list[Token]:
        """Tokens of a paragraph, in time linear in its length."""
        text = _SURROGATE.sub("\ufffd", text)
        cuts = [
            cut
            for word in _LONG_WORD.finditer(text)
            for cut in range(word.start() + _LONGEST_WORD, word.end(), _LONGEST_WORD)
        ]
        if not cuts:
            return self._tokenizer(text)
        return [
            token._replace(start=token.start + start)
            for start, end in pairwise([0, *cuts, len(text)])
            for token in self._tokenizer(text[start:end])
        ]

    def __call__(self, texts: list[str]) -> Iterator[tuple[list[Token], list[str], list[int], list[str], list[int]]]:
        """Of each text: tokens, tags, heads (a root is its own), labels, and the first tokens of sentences."""
        together: list[list[Token]] = []
        n_tokens = 0
        for text in texts:
            tokens = self.tokenize(text)
            if together and n_tokens + len(tokens) > _TOKENS_TOGETHER:
                yield from self._parse(together)
                together, n_tokens = [], 0
            together.append(tokens)
            n_tokens += len(tokens)
        yield from self._parse(together)

    def _parse(
        self, together: list[list[Token]]
    ) -> Iterator[tuple[list[Token], list[str], list[int], list[str], list[int]]]:
        if not any(together):
            yield from (([], [], [], [], []) for _ in together)
            return
        known: dict[bytes, int] = {}
        index: list[int] = [0] * _N_BETWEEN
        offsets: list[int] = []
        for tokens in together:
            offsets.append(len(index))
            for _, text, norm, spaced in tokens:
                index.append(known.setdefault(self._rows(text, norm, spaced), len(known)))
            index += [0] * _N_BETWEEN
        filled = np.zeros((len(index), 1), np.float32)
        for tokens, offset in zip(together, offsets, strict=True):
            filled[offset : offset + len(tokens)] = 1.0
        tags, features = self._session.run(
            ["tags", "features"],
            {
                "rows": np.frombuffer(b"".join(known), np.int16).reshape(-1, N_ROWS).astype(np.int32),
                "index": np.array(index, np.int32),
                "filled": filled,
            },
        )
        parsed = self._mover(features, [len(tokens) for tokens in together], offsets)
        numbers = tags.tolist()
        for tokens, offset, (heads, labels) in zip(together, offsets, parsed, strict=True):
            attach_lifted(heads, labels, [token.text.isspace() for token in tokens])
            named = [self._tags[number] for number in numbers[offset : offset + len(tokens)]]
            yield tokens, named, heads, labels, find_sentences(heads)


@functools.cache
def _parser() -> Parser:
    return Parser()


def is_common_word(lower: str, *kinds: str) -> bool:
    """Whether the word lists have a word, as one of these kinds ("noun", "verb", "adj", "adv") or as any."""
    return _parser().lemmatize.knows(lower, *kinds)


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
    tokens: list[Span] = []
    sentences: list[Span] = []
    sentence_tokens: list[Span] = []
    lemmas: list[str] = []
    pos: list[str] = []
    tags: list[str] = []
    deps: list[str] = []
    heads: list[int] = []
    words: list[str] = []
    parsed = parser([article.text[start:end] for start, end in paragraphs])
    for (offset, _), (cut, their_tags, their_heads, labels, firsts) in zip(paragraphs, parsed, strict=True):
        # Runs of white space are tokens to the parser but not to us: number the others.
        place = []
        before = ""
        for (start, text, _norm, _spaced), tag, dep in zip(cut, their_tags, labels, strict=True):
            is_space = text.isspace()
            place.append(-1 if is_space else len(tokens))
            if not is_space:
                lower = text.lower()
                kind = find_pos(tag, lower, dep, before == "expl")
                tokens.append((offset + start, offset + start + len(text)))
                lemmas.append(parser.lemmatize(lower, kind, tag))
                pos.append(kind)
                words.append(lower)
                tags.append(tag)
                deps.append(dep)
            before = dep
        for row in range(len(cut)):
            if place[row] >= 0:
                head = their_heads[row]
                while place[head] < 0 and their_heads[head] != head:
                    head = their_heads[head]
                heads.append(place[head] if place[head] >= 0 else place[row])
        for first, end in pairwise([*firsts, len(cut)]):
            inside = [place[row] for row in range(first, end) if place[row] >= 0]
            if inside:
                sentence_tokens.append((inside[0], inside[-1] + 1))
                sentences.append((tokens[inside[0]][0], tokens[inside[-1]][1]))
                attach_reduced(words, tags, heads, deps, inside[0], inside[-1] + 1)
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


def _offsets(pairs: list[Span]) -> NDArray[np.int32]:
    return np.array(pairs, np.int32).reshape(-1, 2)
