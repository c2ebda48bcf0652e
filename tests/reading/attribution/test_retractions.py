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
        "The Tarn Herald was forced to retract its report that the mayor took bribes.",
    ],
)
def test_what_somebody_takes_back_is_retracted(text: str):
    record = read(Article(text=text, published="2026-05-04"))
    said = [s for s in record.statements if "took bribes" in record.words(s.content)]
    assert said
    assert {statement.stance for statement in said} == {"retracts"}
    assert not {"report", "claim"} & {link.name for statement in said for link in statement.chain}


def test_what_is_said_while_something_else_is_withdrawn_stands():
    record = read(Article(text="Orr withdrew the bill, saying that it was flawed.", published="2026-05-04"))
    assert [(s.stance, [link.name for link in s.chain]) for s in record.statements] == [("asserts", ["Orr"])]


@pytest.mark.parametrize(
    ("text", "chain", "said"),
    [
        ("Adriapress on Wednesday withdrew its report that the mayor took bribes.", ["Adriapress"], "2026-04-29"),
        ("The report that the mayor took bribes was withdrawn by Adriapress on Friday.", ["Adriapress"], "2026-05-01"),
        ("Adriapress's report that the mayor took bribes has been withdrawn.", ["Adriapress"], None),
        ("We withdraw our report of Friday that the mayor took bribes.", [], None),
        (
            "The Harbour Times reported on Friday that Adriapress had withdrawn its report that the mayor took bribes.",
            ["Harbour Times", "Adriapress"],
            None,
        ),
    ],
)
def test_who_takes_it_back_and_when(text: str, chain: list[str], said: str | None):
    record = read(Article(text=text, published="2026-05-04", outlet="Drava Courier"))
    (statement,) = [s for s in record.statements if s.stance == "retracts"]
    assert "took bribes" in record.words(statement.content)
    assert ([link.name for link in statement.chain], statement.said) == (chain, said)


@pytest.mark.parametrize(
    "text",
    [
        "The company withdrew its bid after a report that the mayor took bribes.",
        "Adriapress stood by its report that the mayor took bribes.",
        "Adriapress did not withdraw its report that the mayor took bribes.",
        "Orr demanded that Adriapress retract its report that the mayor took bribes.",
        "Orr refused to retract her claim that the mayor took bribes.",
        "Orr withdrew the bill, saying that the mayor took bribes.",
        "Critics called on Orr to retract her claim that the mayor took bribes.",
        "A court ordered the Tarn Herald to withdraw its report that the mayor took bribes.",
    ],
)
def test_what_nobody_takes_back_is_not_retracted(text: str):
    record = read(Article(text=text, published="2026-05-04"))
    assert "retracts" not in {statement.stance for statement in record.statements}
