"""Events in what is taken back: carried for the ledger, and no report of their status."""

from __future__ import annotations

import pytest

from reportedly import Article, Record, read


def of(text: str, outlet: str = "Drava Courier") -> Record:
    return read(Article(text=text, outlet=outlet, published="2026-03-04T09:00:00Z", language="en"))


@pytest.mark.parametrize(
    ("text", "status", "chain", "words"),
    [
        (
            "Adriapress on Wednesday withdrew its report that the May 6 summit in Riga had been cancelled.",
            "cancelled",
            ["Adriapress"],
            "Adriapress on Wednesday withdrew its report that the May 6 summit in Riga had been cancelled",
        ),
        (
            "The report that the summit in Riga had been cancelled was withdrawn by Adriapress on Wednesday.",
            "cancelled",
            ["Adriapress"],
            "The report that the summit in Riga had been cancelled was withdrawn by Adriapress",
        ),
        (
            "Minister Ana Marik on Thursday withdrew her claim that the peace talks in Doha had been postponed.",
            "postponed",
            ["Ana Marik"],
            "Minister Ana Marik on Thursday withdrew her claim that the peace talks in Doha had been postponed",
        ),
        (
            "The Harbour Times apologised for saying that the hearing of Emil Horn in Bergen had been called off.",
            "cancelled",
            ["Harbour Times"],
            "The Harbour Times apologised for saying that the hearing of Emil Horn in Bergen had been called off",
        ),
        (
            "Adriapress withdrew its report that the talks in Doha had been moved to March 20.",
            "rescheduled",
            ["Adriapress"],
            "Adriapress withdrew its report that the talks in Doha had been moved to March 20",
        ),
        (
            "The palace withdrew its announcement that King Olav would visit Riga on May 6.",
            "scheduled",
            ["The palace"],
            "The palace withdrew its announcement that King Olav would visit Riga on May 6",
        ),
    ],
)
def test_it_has_the_status_that_is_taken_back_and_is_not_shown(text: str, status: str, chain: list[str], words: str):
    record = of(text)
    (event,) = record.events
    (statement,) = [one for one in record.statements if one.id == event.statement]
    assert (event.takes_back, event.status, event.shown) == (status, "unconfirmed", False)
    assert statement.stance == "retracts"
    assert [link.name for link in event.chain] == chain
    assert record.words(event.evidence) == words


def test_what_an_outlet_itself_withdraws_is_its_own_word():
    (event,) = of("We withdraw our report of Tuesday that the summit in Riga had been cancelled.").events
    assert (event.takes_back, event.chain, event.shown) == ("cancelled", (), False)


def test_what_had_not_been_cancelled_was_reported_to_be_on():
    (event,) = of("Ana Marik withdrew her claim that the peace talks in Doha had not been cancelled.").events
    assert (event.takes_back, event.shown) == ("planned", False)


def test_what_the_article_reports_besides_is_a_report():
    record = of(
        "Adriapress retracts its report that the peace talks in Doha had been called off and apologises for the error. "
        "The talks begin on March 16, Qatar said.",
        "Adriapress",
    )
    told = [(event.status, event.takes_back) for event in record.events]
    assert told == [("unconfirmed", "cancelled"), ("scheduled", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Adriapress on Wednesday stood by its report that the May 6 summit in Riga had been cancelled.",
        "Ana Marik withdrew the bill, saying that the summit in Riga had been cancelled.",
        "Adriapress reported on Tuesday that the summit in Riga had been cancelled.",
    ],
)
def test_what_nobody_takes_back_is_shown(text: str):
    assert [(event.status, event.shown) for event in of(text).events] == [("cancelled", True)]
