"""Firms: their short names, and the ticker symbols printed behind them."""

from __future__ import annotations

import pytest

from reportedly import Article
from reportedly.reading import read
from reportedly.reading.entities.firms import without_legal_form
from reportedly.reading.text.tickers import is_ticker, without_tickers


def names(text: str) -> dict[str, tuple[str, ...]]:
    record = read(Article(text=text, published="2026-03-04", language="en"))
    return {entity.name: entity.aliases for entity in record.entities}


def sources(text: str) -> list[str]:
    record = read(Article(text=text, published="2026-03-04", language="en"))
    return [statement.chain[-1].name for statement in record.statements if statement.chain]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Tellmar Shipping Inc said on Monday that two ships were late. Tellmar said the port was full.", "Tellmar"),
        ("Brixham Motors Corp said on Monday that it had closed a plant. BM said 300 jobs were lost.", "BM"),
    ],
)
def test_a_short_name_is_the_firm(text: str, source: str) -> None:
    """Named in full once, a firm goes under its first word or its letters; both are its statements."""
    full = text.split(" said")[0]
    assert sources(text) == [full, full]


@pytest.mark.parametrize(
    ("text", "both"),
    [
        # A daughter that is named after its mother is another firm.
        (
            "Tellmar said it would hire pilots. Tellmar Airlines said it would sell three aircraft to a rival.",
            ("Tellmar", "Tellmar Airlines"),
        ),
        # Two firms begin with the word: it may be either.
        (
            "Ferrow Steel Corp and Ferrow Foods Ltd share an office in Leeds. Ferrow said the lease had ended.",
            ("Ferrow Steel Corp", "Ferrow Foods Ltd"),
        ),
    ],
)
def test_two_firms_stay_two(text: str, both: tuple[str, str]) -> None:
    assert set(both) <= set(names(text))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Norvik Corp ( NRVK.HE ) said on Sunday its sales had doubled.", "Norvik Corp"),
        ("Ostrava Glass Corp (OSGL.PR) said on Monday it would close a plant.", "Ostrava Glass Corp"),
        ("Harlan Foods Inc HRLFQ.PK said on Friday it may sell its mills.", "Harlan Foods Inc"),
        ("A spokesman for Sato and Co Ltd <SATO.T> said the yard would close.", "A spokesman for Sato and Co Ltd"),
    ],
)
def test_a_ticker_is_no_part_of_a_name(text: str, source: str) -> None:
    assert sources(text)[:1] == [source]
    assert not [name for name in names(text) if "." in name.removesuffix(".")]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Norvik (NRVK.HE) rose", "Norvik rose"),
        ("Norvik ( NRVK.HE: Quote, Profile, Research ) rose", "Norvik rose"),
        ("Norvik (NYSE: NRV) rose", "Norvik rose"),
        ("Norvik <NRV> rose", "Norvik rose"),
        ("the index (.NRVX) rose", "the index rose"),
        ("the envoy (U.S.) left", "the envoy (U.S.) left"),
        ("the judge (D.C. Circuit) ruled", "the judge (D.C. Circuit) ruled"),
        ("at 9 A.M. in St. Louis", "at 9 A.M. in St. Louis"),
        ("he met J.K. Orr of the U.N. panel", "he met J.K. Orr of the U.N. panel"),
    ],
)
def test_only_tickers_go(text: str, left: str) -> None:
    assert without_tickers(text) == left


def test_a_ticker_by_itself() -> None:
    assert [is_ticker(word) for word in ("NRVK.HE", "GM.N", "U.S.", "U.N", "AL.com", "NATO")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_legal_forms() -> None:
    assert without_legal_form(["ferrow", "steel", "holdings", "inc."]) == ["ferrow", "steel"]
    assert without_legal_form(["group"]) == ["group"]
