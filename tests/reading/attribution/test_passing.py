"""Passing on: whose word stands behind what somebody else says within another's words."""

from __future__ import annotations

import pytest

from reportedly import Article, read
from tests.marks import names


def inner_chain(text: str) -> list[str]:
    statements = read(Article(text=text, published="2024-02-09", outlet="Example Post")).statements
    return next(names(statement.chain) for statement in statements if statement.within is not None)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Orr said police reported that two men had been arrested.", ["Orr", "police"]),
        ("A spokesman said Orr believed the vote would be close.", ["A spokesman", "Orr"]),
        ("Orr said the ministry plans to close the port.", ["Orr", "the ministry"]),
        ("Orr said the doctor had assured him that it was safe.", ["Orr", "the doctor"]),
        ("The mayor confirmed a report that the bridge was closed.", ["The mayor", "a report"]),
        ("Orr could not confirm reports that the visit had been postponed.", ["Orr", "reports"]),
    ],
)
def test_what_a_source_reports_of_another_stands_on_both(text: str, chain: list[str]) -> None:
    assert inner_chain(text) == chain


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Union leaders have balked at Norhaven's plans to shut the yard.", ["Norhaven"]),
        ("Orr has not yet confirmed the South's claim that it is willing to talk.", ["South"]),
        ("The mayor accepts the auditor's finding that the fee is a tax.", ["the auditor"]),
        ("Orr welcomed the ministry's plan to close the port.", ["the ministry"]),
    ],
)
def test_what_a_source_only_judges_stands_on_the_others_word(text: str, chain: list[str]) -> None:
    assert inner_chain(text) == chain
