"""Word pieces against the library that the encoder's vocabulary comes from."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.reading.neural.word_pieces import WordPieces

tokenizers = pytest.importorskip("tokenizers")

SETTINGS = (files("reportedly.data") / "model" / "tokenizer.json").read_text(encoding="utf-8")
ARTICLES = Path(__file__).parents[2] / "golden" / "articles.jsonl"
LIBRARY = tokenizers.Tokenizer.from_str(SETTINGS)
PIECES = WordPieces(SETTINGS)
# The library's tables of characters are years older than Python's: only what both know can be compared.
OLD = [
    chr(code)
    for first, last in ((0, 0x52F), (0x1E00, 0x27BF), (0x3041, 0x3096), (0x4E00, 0x9FCC))
    for code in range(first, last)
]


def by_library(text):
    encoding = LIBRARY.encode(text, add_special_tokens=False)
    return encoding.ids, encoding.offsets


@pytest.mark.parametrize("text", [json.loads(line)["text"] for line in ARTICLES.read_text("utf-8").splitlines()])
def test_an_article_is_cut_as_the_library_cuts_it(text):
    assert PIECES(text) == by_library(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ça va — déjà‑vu, Łódź İstanbul straße Σίσυφος",
        "e\u0301 o\u0308 a\u200bb c\x1cd \ufffd \x00",
        "[CLS] and[SEP]again [MASK]s [cls]",
        "漢字kana ｶﾅ 한국어",
        "x" * 101 + " " + "x" * 100,
        "can't U.S. 3,000.50 £5m $1.2bn",
    ],
)
def test_a_strange_text_is_cut_as_the_library_cuts_it(text):
    assert PIECES(text) == by_library(text)


@settings(max_examples=200, deadline=None)
@given(st.text(st.one_of(st.sampled_from(OLD), st.sampled_from("abc .,'\u0301")), max_size=60))
def test_any_text_of_older_characters_is_cut_as_the_library_cuts_it(text):
    assert PIECES(text) == by_library(text)


def test_settings_of_another_tokenizer_are_refused():
    data = json.loads(SETTINGS)
    data["normalizer"]["lowercase"] = False
    with pytest.raises(ValueError, match="not a tokenizer of word pieces in lower case"):
        WordPieces(json.dumps(data))
