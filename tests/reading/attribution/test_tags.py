"""Tags by their place: any verb of saying beside a quotation, the commoner ones behind a whole clause."""

from __future__ import annotations

import pytest

from reportedly import Article, read
from tests.marks import names


def said(text: str) -> list[tuple[list[str], str]]:
    """Chain and content of each statement."""
    record = read(Article(text=text, published="2026-03-04", outlet="Harbour Post"))
    return [
        (names(s.chain), " … ".join(record.article.text[start:end] for start, end in s.content))
        for s in record.statements
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“The pumps have been dry since June,” grumbled farmer Ib Holm. “They were never meant for a drought,” "
            "shot back the water board's Rita Sorel.",
            [
                (["Ib Holm"], "“The pumps have been dry since June,”"),
                (["Rita Sorel"], "“They were never meant for a drought,”"),
            ],
        ),
        (
            "“Not one of you has read the contract,” Lena Kroft hissed. “We have read every page,” the union's lawyer, "
            "Pim Aster, countered.",
            [
                (["Lena Kroft"], "“Not one of you has read the contract,”"),
                (["Pim Aster"], "“We have read every page,”"),
            ],
        ),
        (
            "“Where were you on Sunday?” prosecutor Nell Haug demanded to know. “At sea,” came the reply from the "
            "skipper, Jon Aas.",
            [(["Nell Haug"], "“Where were you on Sunday?”"), (["Jon Aas"], "“At sea,”")],
        ),
    ],
)
def test_two_quotations_with_a_tag_each_are_two_statements(text: str, expected: list[tuple[list[str], str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The bridge carries twice the load it was built for, concedes the road agency. Nobody has inspected it "
            "since 2009, grumbles Mayor Tove Ring.",
            [
                (["the road agency"], "The bridge carries twice the load it was built for"),
                (["Tove Ring"], "Nobody has inspected it since 2009"),
            ],
        ),
        (
            "Half of the turbines stand still, reads an audit that the Hald Tribune has obtained.",
            [(["an audit"], "Half of the turbines stand still")],
        ),
        (
            "The tram line costs too much, in Ring's opinion. It pays for itself in ten years, counters the planner "
            "Bo Eik.",
            [(["Ring"], "The tram line costs too much"), (["Bo Eik"], "It pays for itself in ten years")],
        ),
        (
            "In the opinion of the curator, Mina Vest, the painting is a forgery.",
            [(["Mina Vest"], "the painting is a forgery")],
        ),
        (
            "The strike is over, the union said; it will go on, the pilots said, and the airline declined to comment.",
            [
                (["the union"], "The strike is over"),
                (["the pilots"], "it will go on"),
                (["the airline"], "to comment"),
            ],
        ),
    ],
)
def test_a_clause_has_the_tag_behind_it(text: str, expected: list[tuple[list[str], str]]) -> None:
    assert said(text) == expected


def test_the_sentence_before_a_tagged_clause_is_no_part_of_it() -> None:
    text = "The roof holds, the architect believes. The tenants have doubts. It leaks in four places, Una Bell says."
    assert (["Una Bell"], "It leaks in four places") in said(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The lights went out twice, shrugged farmer Ole Nes.", [(["Ole Nes"], "The lights went out twice")]),
        (
            "It was a scandalous bill, fumed the tenants' lawyer, Una Holt. The firm will sue, its owner said.",
            [(["Una Holt"], "It was a scandalous bill"), (["The firm's owner"], "The firm will sue")],
        ),
        (
            "The road will stay shut, if the ministry's engineers are to be believed.",
            [(["the ministry's engineers"], "The road will stay shut")],
        ),
        (
            "If the band's manager, Pia Holm, is to be believed, the tour has been cancelled.",
            [(["Pia Holm"], "the tour has been cancelled")],
        ),
        ("The guests had gone, and behind the hill thundered the river.", []),
        ("The battle was lost, and into the hall stormed the captain.", []),
        ("The wind rose, stormed the coast and broke the pier.", []),
    ],
)
def test_a_loud_verb_or_a_doubt_behind_a_clause(text: str, expected: list[tuple[list[str], str]]) -> None:
    assert said(text) == expected


def test_a_quotation_in_somebodys_words() -> None:
    text = "“The tide will turn,” in the words of the skipper, Jon Aas. The owner is less hopeful."
    assert said(text) == [(["Jon Aas"], "“The tide will turn,”")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The plan is, in the view of the mayor, a disgrace to the town.",
            [(["the mayor"], "The plan is … a disgrace to the town")],
        ),
        (
            "The plan, in the words of its author, Jan Ek, will ruin the town.",
            [(["Jan Ek"], "The plan … will ruin the town")],
        ),
        (
            "It was, in the words of both the pilot, Ana Orr, and her mechanic, Jan Ek, a miracle.",
            [(["Ana Orr and Jan Ek"], "It was … a miracle")],
        ),
        ("It was, in other words, a disgrace.", []),
        ("The town was, in the view of the harbour, a heap of stones.", []),
    ],
)
def test_a_view_between_a_subject_and_what_it_is(text: str, expected: list[tuple[list[str], str]]) -> None:
    assert said(text) == expected


def test_two_speakers_between_a_subject_and_its_verb_are_no_part_of_what_they_say() -> None:
    text = "The clinic, Mayor Per Holt and his deputy, Una Bell, said, will close in June."
    assert said(text) == [(["Per Holt and Una Bell"], "The clinic … will close in June")]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor arrived late, snapped a photo, and left.",
        "When the lights went out, cried the children.",
        "The dog ate the letter, barked at the postman and slept.",
        "The guide called out “left” and the driver, Jon Aas, turned right.",
        "The company lost money, closed a plant and sacked the manager, Ib Holm, in May.",
        "The hotel stood on the hill, in full view of the harbour, and its owner, Ada Finn, slept badly.",
    ],
)
def test_a_verb_of_sound_or_deed_is_no_tag(text: str) -> None:
    assert said(text) == []


def test_a_verb_with_its_own_subject_says_what_follows() -> None:
    text = "The firm gave no answer, but Rolf Dahl, one of its lawyers, told the paper that the pump leaked."
    assert (["Rolf Dahl"], "The firm gave no answer, but Rolf Dahl, one of its lawyers") not in said(text)
    assert any(content.endswith("the pump leaked") and chain[-1] == "Rolf Dahl" for chain, content in said(text))
