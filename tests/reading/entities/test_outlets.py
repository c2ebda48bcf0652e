"""Outlets that no list knows."""

from __future__ import annotations

import pytest

from reportedly import Article, read
from reportedly.vocabulary import EntityKind


def outlets(text: str) -> list[str]:
    return [e.name for e in read(Article(text=text)).entities if e.kind is EntityKind.OUTLET]


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("Abel Kirst, the ministry's spokesman, told Channel Nine that no money had changed hands.", "Channel Nine"),
        ("The minister told Radio Drava that the road would open in May.", "Radio Drava"),
        ("The merger will be approved, the business daily Ostwind wrote on Thursday.", "Ostwind"),
        ("“I will stay,” Ada Finn said in an interview with Norwegian paper Tidende.", "Tidende"),
        ("“I will stay,” Ada Finn told Kompas in an interview on Monday.", "Kompas"),
        ("Kompas reported, citing two officials, that the mayor would resign.", "Kompas"),
        ("Ada Finn told Tidende, a Norwegian weekly, that she would stay.", "Tidende"),
        ("The talks failed, the Halden Press Agency said.", "Halden Press Agency"),
        ("She is quoted in Saturday's edition of Arena as saying the goalkeeper would leave.", "Arena"),
        ("The minister told the news site Klartekst that he would resign.", "Klartekst"),
        ("A reporter for Klartekst was told by the minister that he would resign.", "Klartekst"),
    ],
)
def test_an_outlet_is_known_by_its_noun_by_apposition_and_by_use(text: str, outlet: str) -> None:
    assert outlets(text) == [outlet]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Finn told Parliament in a statement that she would stay.",
        "The minister told Ruiz in an interview that he would resign.",
        "The company Norhaven, a ferry operator, told Parliament that fares would rise.",
        "The Senate committee reported, citing two officials, that the fund was empty.",
        "Ada Finn, a weekly guest at the club, said she would stay.",
        "Radio waves travelled far, the engineer told Berlin officials in an interview.",
    ],
)
def test_who_is_told_or_named_otherwise_is_no_outlet(text: str) -> None:
    assert outlets(text) == []
