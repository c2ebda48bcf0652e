"""What somebody is said to think, want or refuse: statements in statements, by the parse and a learned judge."""

from __future__ import annotations

import pytest

from reportedly import read
from reportedly.article import Article
from tests.marks import names


def nested(text: str) -> list[tuple[list[str], str, str]]:
    """Chain, cue and content of each statement that stands in another."""
    record = read(Article(text=text, published="2026-03-04", language="en"))
    return [(names(s.chain), text[slice(*s.cue[0])], text[slice(*s.content[0])]) for s in record.statements if s.within]


@pytest.mark.parametrize(
    ("text", "chain", "cue", "content"),
    [
        (
            "A spokeswoman for Senator Lena Holt told the BBC the senator thinks the minister should step aside.",
            ["BBC", "A spokeswoman for Senator Lena Holt", "Lena Holt"],
            "thinks",
            "the minister should step aside",
        ),
        (
            "The ministry said on Friday that Norland still wants the port to stay open.",
            ["The ministry", "Norland"],
            "wants",
            "the port to stay open",
        ),
        (
            "A report said the company had rejected the idea that the dam was unsafe.",
            ["A report", "the company"],
            "rejected",
            "the idea that the dam was unsafe",
        ),
    ],
)
def test_what_another_is_said_to_think_stands_on_both(text: str, chain: list[str], cue: str, content: str) -> None:
    assert nested(text) == [(chain, cue, content)]


@pytest.mark.parametrize(
    "text",
    [
        "The carpenter planed the board and put it back on the shelf.",
        "Peace talks will open on Monday. The hall is ready and the flags are up.",
        "The minister said the bridge would open in May and the old road would close.",
    ],
)
def test_words_that_attribute_nothing_here_give_no_statement(text: str) -> None:
    assert nested(text) == []


def test_each_tells_how_likely_it_is_one() -> None:
    text = "The ministry said on Friday that Norland still wants the port to stay open."
    record = read(Article(text=text, published="2026-03-04", language="en"))
    (inner,) = [s for s in record.statements if s.within]
    assert 0.4 <= inner.confidence < 1.0


def test_a_text_of_one_long_quotation_is_read_in_time_that_grows_with_it() -> None:
    """Proposals look at the drafts of their own sentence alone."""
    text = "He said the crews hope to sail and want to stay. " * 400
    record = read(Article(text=text, published="2026-03-04", language="en"))
    assert len(record.statements) >= 400
