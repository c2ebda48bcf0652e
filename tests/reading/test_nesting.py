"""Statements inside statements."""

import pytest

from reportedly import Article, read


@pytest.mark.parametrize(
    ("text", "chains"),
    [
        (
            "Tass reported that a diplomatic source in Turkey had confirmed the visit was canceled.",
            [["Tass"], ["Tass", "a diplomatic source in Turkey"]],
        ),
        ("Ann Orr told reporters that she could not confirm the delay.", [["Ann Orr"]]),
    ],
)
def test_nested_chains(text, chains):
    record = read(Article(text=text, published="2024-02-09", outlet="Example Post"))
    assert [[link.name for link in statement.chain] for statement in record.statements] == chains


def test_the_inner_statement_names_the_outer():
    record = read(
        Article(text="Tass reported that a diplomatic source in Turkey had confirmed that the visit was canceled.")
    )
    outer, inner = record.statements
    assert (outer.within, inner.within) == (None, outer.id)
    assert inner.stance == "confirms"
    assert record.words(inner.content) == "that the visit was canceled"
