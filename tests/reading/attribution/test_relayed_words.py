"""Who passes words on stands before whose words they are."""

from __future__ import annotations

import pytest

from reportedly import Article, read
from tests.marks import names


def chains(text: str) -> list[list[str]]:
    return [names(s.chain) for s in read(Article(text=text, outlet="Harbour Post")).statements]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "The magazine Fokus passed on a claim by the trainer Olga Pim that her rider had been drugged.",
            ["Fokus", "Olga Pim"],
        ),
        (
            "The tabloid Blitz carried a statement from the actor Ned Cole that he would never marry.",
            ["Blitz", "Ned Cole"],
        ),
        (
            "Radio Drava cited the Halden Press Agency as quoting a delegate as saying the talks had failed.",
            ["Radio Drava", "Halden Press Agency", "a delegate"],
        ),
        (
            "In Sunday's issue of Fokus, the minister is quoted as having said that taxes would rise.",
            ["Fokus", "the minister"],
        ),
        (
            "The goalkeeper was cited in Monday's Arena as telling friends that he would leave.",
            ["Arena", "The goalkeeper"],
        ),
        ("The tower will fall, the mayor was quoted by the daily Kompas as saying.", ["Kompas", "the mayor"]),
        ("Drivers stuck behind the barrier got word from the police that the tunnel would stay shut.", ["the police"]),
        ("The committee heard from the auditor that the fund was empty.", ["the auditor"]),
        ("Residents were given to understand by the council that the market would move.", ["the council"]),
        (
            "Radio Drava quoted from an interview in which Ana Orr told a blogger that the tour was off.",
            ["Radio Drava", "Ana Orr"],
        ),
        (
            "Bakers queuing outside the depot were warned by the manager, Una Bell, that flour would run out at noon.",
            ["Una Bell"],
        ),
    ],
)
def test_words_passed_on(text: str, chain: list[str]) -> None:
    assert chains(text) == [chain]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The merger will be approved, the business daily Ostwind wrote on Thursday, attributing the information to "
            "a commission lawyer.",
            [["Ostwind"], ["Ostwind", "a commission lawyer"]],
        ),
        (
            "The talks have collapsed, Radio Drava said, basing its report on two diplomats.",
            [["Radio Drava"], ["Radio Drava", "two diplomats"]],
        ),
        (
            "The ship sank in minutes, the daily Vestnik reported, quoting the harbour master, who cited a survivor.",
            [["Vestnik"], ["Vestnik", "the harbour master"], ["Vestnik", "the harbour master", "a survivor"]],
        ),
        (
            "The Hald Tribune, citing a lawyer, and Radio Drava, quoting the mayor, said the pool would close.",
            [["Hald Tribune"], ["Hald Tribune", "a lawyer"], ["Radio Drava"], ["Radio Drava", "the mayor"]],
        ),
    ],
)
def test_those_who_are_cited_stand_behind_those_who_cite(text: str, expected: list[list[str]]) -> None:
    assert chains(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The broadcaster relayed the match to forty countries.",
        "The prize went to Ostwind, attributing its success to a new editor.",
        "The paper carried a photograph of the minister that nobody had seen.",
    ],
)
def test_what_is_passed_on_without_words_is_nobodys_word(text: str) -> None:
    assert chains(text) == []


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Reacting to a story in the Hald Tribune, the bank said no data had been lost.", ["the bank"]),
        ("Responding to the Hald Tribune’s report, Mayor Una Bell said she had never met the man.", ["Una Bell"]),
        ("In an interview with the Hald Tribune, Mayor Una Bell said she had never met the man.", None),
        ("The bank told the Hald Tribune that no data had been lost.", None),
    ],
)
def test_an_outlet_whose_report_is_answered_does_not_pass_the_answer_on(text: str, chain: list[str] | None) -> None:
    (found,) = chains(text)
    assert found == chain if chain is not None else found[0] == "Hald Tribune"


def test_what_families_are_told_by_the_army_is_the_armys_word() -> None:
    record = read(Article(text="Families were informed by the army that the ceremony had been postponed."))
    assert [names(event.chain) for event in record.events] == [["the army"]]
