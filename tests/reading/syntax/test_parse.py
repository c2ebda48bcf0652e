"""Text -> Document: every offset points at what it says, whatever the text."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import Article
from reportedly.reading.document import Document
from reportedly.reading.syntax.parse import parse
from reportedly.reading.syntax.transitions import attach_lifted

STORY = "Tass said a visit was off.  Nobody knew why.\n\n\tMs Orr, the spokeswoman, told us: “It’s on.”\n"


def words_of_sentences(document: Document) -> list[str]:
    return [document.text[start:end] for start, end in document.sentences.tolist()]


def test_sentences_do_not_cross_paragraphs():
    document = parse(Article(text=STORY))
    assert words_of_sentences(document) == [
        "Tass said a visit was off.",
        "Nobody knew why.",
        "Ms Orr, the spokeswoman, told us: “It’s on.”",
    ]
    assert len(document.paragraphs) == 2


def test_the_tree_can_be_walked():
    document = parse(Article(text="Tass reported that a diplomatic source had confirmed the delay."))
    confirmed = document.words.index("confirmed")
    reported = document.words.index("reported")
    assert list(document.ancestors(confirmed)) == [reported]
    assert [document.words[i] for i in document.children[reported]] == ["Tass", "confirmed", "."]
    assert document.text[slice(*document.span(*_ends(document.subtree(confirmed))))] == (
        "that a diplomatic source had confirmed the delay"
    )


def test_tokens_and_spans_find_each_other():
    document = parse(Article(text=STORY))
    spokeswoman = STORY.index("spokeswoman")
    token = document.token_at(spokeswoman + 3)
    assert token is not None
    assert document.words[token] == "spokeswoman"
    assert [document.words[i] for i in document.tokens_in((spokeswoman, spokeswoman + 17))] == [
        *("spokeswoman", ",", "told"),
    ]
    assert document.token_at(STORY.index("  ")) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "”",
        "word " * 5000,
        "x" * 30_000,
        "\u202eright to left\u202c",
        "ｗｉｄｅ 東京は晴れ",
        "e\u0301 \x00 🙂🙃",
    ],
)
def test_no_text_is_too_strange(text: str):
    check(parse(Article(text=text)))


@settings(max_examples=60, deadline=None)
@given(st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from(" \n\t.“”\"'")), max_size=300))
def test_offsets_always_fit(text: str):
    check(parse(Article(text=text)))


def check(document: Document) -> None:
    spans = document.tokens.tolist()
    assert all(0 <= a < b <= len(document.text) for a, b in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert not any(word.isspace() for word in document.words)
    assert all(0 <= head < len(document) for head in document.heads.tolist())
    covered = [i for row in document.sentence_tokens.tolist() for i in range(*row)]
    assert covered == list(range(len(document)))
    sentence = [document.sentence_of(i) for i in range(len(document))]
    assert all(sentence[i] == sentence[h] for i, h in enumerate(document.heads.tolist()))


def _ends(tokens: range) -> tuple[int, int]:
    return tokens.start, tokens.stop


def test_lifted_arcs_are_attached_in_linear_time():
    def seconds(n: int) -> float:
        heads = [max(0, row - 1) for row in range(n)]
        labels = ["ROOT", *["dep"] * (n // 2), *["prep||nsubj"] * (n - n // 2 - 1)]
        began = time.process_time()
        attach_lifted(heads, labels, [False] * n)
        return time.process_time() - began

    assert seconds(8000) < 10 * max(seconds(2000), 0.02)


def test_a_lifted_arc_goes_to_the_nearest_token_below_that_has_its_label():
    heads, labels = [1, 1, 1, 2, 1], ["nsubj", "ROOT", "xcomp", "dobj", "prep||dobj"]
    attach_lifted(heads, labels, [False] * 5)
    assert (heads[4], labels[4]) == (3, "prep")
