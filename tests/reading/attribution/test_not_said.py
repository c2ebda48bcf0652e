"""What nobody says is no statement, and what is not confirmed is not confirmed."""

from __future__ import annotations

import pytest

from reportedly import Article, read
from reportedly.vocabulary import Stance


@pytest.mark.parametrize(
    "text",
    [
        "Pressed by the committee, the bank's chief executive, Ilse Orr, at no point acknowledged that it lost money.",
        "In no interview did Ilse Orr admit that the fund was empty.",
        "Nobody at the bank has acknowledged that customers were misled.",
        "At no stage did the airline tell passengers that the flight had been cancelled.",
        "On no occasion has the minister suggested that the tax will fall.",
        "Far from admitting that the fund was empty, Ilse Orr opened a second one.",
        "Ilse Orr fell short of admitting that the dam leaks.",
        "The club is yet to announce that the striker has signed.",
        "It was not the coach who claimed that the keeper had been bribed.",
        "It wasn't the union that said the plant would close.",
        "Never in her two terms did the mayor claim that the bridge was safe.",
        "Nowhere in the letter does the firm's lawyer report that the fund is empty.",
    ],
)
def test_what_is_denied_by_its_clause_is_not_said(text: str) -> None:
    assert read(Article(text=text)).statements == ()


@pytest.mark.parametrize(
    "text",
    [
        "Coach Rafe Orr has yet to confirm that the captain will start in Saturday's final.",
        "The airline in no way confirmed that the route would be dropped.",
    ],
)
def test_what_is_not_confirmed_is_not_confirmed(text: str) -> None:
    (statement,) = read(Article(text=text)).statements
    assert statement.stance is Stance.CANNOT_CONFIRM


@pytest.mark.parametrize(
    "text",
    [
        "Ilse Orr not only confirmed that the bridge was unsafe but closed it.",
        "At one point Ilse Orr acknowledged that customers had been misled.",
        "Not once but twice Ilse Orr conceded that the dam leaks.",
        "Ilse Orr confirmed that at no point had customers been misled.",
        "Ilse Orr could not but admit that the fund was empty.",
    ],
)
def test_a_negation_that_leaves_it_said(text: str) -> None:
    (statement,) = read(Article(text=text)).statements
    assert statement.stance is Stance.CONFIRMS


def test_who_declines_later_does_not_take_back_what_was_reported_before() -> None:
    text = "Vesna reported that the mine would close in May; the company declined to comment on the report."
    record = read(Article(text=text))
    assert [record.words(s.content) for s in record.statements] == [
        "that the mine would close in May",
        "to comment on the report",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It was not only the coach who said that the keeper had been bribed.",
        "It was the coach who said that the keeper had been bribed.",
        "It was not until Friday that the coach said the keeper had been bribed.",
        "Only in its last chapter does the auditor's report claim that the keeper had been bribed.",
    ],
)
def test_who_is_set_apart_as_the_one_who_said_it_said_it(text: str) -> None:
    (statement,) = read(Article(text=text)).statements
    assert statement.stance is Stance.ASSERTS
