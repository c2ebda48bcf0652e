"""Statements that are taken back, by the shipped weights."""

from __future__ import annotations

import pytest

from reportedly import Article, read


@pytest.mark.parametrize(
    "text",
    [
        "Orr retracted her claim that the mayor took bribes.",
        "The Tarn Herald withdrew its report that the mayor took bribes.",
        "Ana Orr went back on her account that the mayor took bribes.",
        "Ana Orr climbed down from her claim that the mayor took bribes.",
        "The police apologised for saying that the mayor took bribes.",
    ],
)
def test_what_is_taken_back_is_denied(text: str):
    record = read(Article(text=text, published="2026-05-04"))
    said = [s for s in record.statements if "took bribes" in record.words(s.content)]
    assert said
    assert {statement.stance for statement in said} == {"denies"}
    assert not {"report", "claim"} & {link.name for statement in said for link in statement.chain}


def test_what_is_said_while_something_else_is_withdrawn_stands():
    record = read(Article(text="Orr withdrew the bill, saying that it was flawed.", published="2026-05-04"))
    assert [(s.stance, [link.name for link in s.chain]) for s in record.statements] == [("asserts", ["Orr"])]
