"""Ties: sentences that say that somebody spoke to an outlet or on it."""

from __future__ import annotations

import pytest

from reportedly.reading.attribution.ties import Tie, find_ties, venues
from reportedly.reading.entities.coreference import cast
from reportedly.reading.entities.find import find_entities
from tests.marks import documented


def ties(text: str, own: str = "Example Post") -> list[Tie]:
    document = documented(text)
    who = cast(document, find_entities(document))
    return find_ties(document, who, (), (), lambda name: name == own)


@pytest.mark.parametrize(
    ("text", "link", "word", "role"),
    [
        ("Ana Orr spoke out in an interview on CNN.", "on", "interview", "subj1"),
        ("Ana Orr told the BBC everything.", "dative", "tell", "subj0"),
        ("Ana Orr appeared on Fox News.", "on", "appear", "subj0"),
        ("Ana Orr bought shares of Reuters.", "of", "noun", "subj1"),
    ],
)
def test_how_an_outlet_and_somebody_are_tied(text: str, link: str, word: str, role: str) -> None:
    (tie,) = ties(text)
    assert (tie.link, tie.word, tie.role) == (link, word, role)


def test_who_speaks_to_an_outlet_is_tied_more_strongly_than_who_is_named_beside_it() -> None:
    document_ties = ties("Ana Orr told the BBC that Ivo Hale had left.")
    strength = {tie.party[0]: tie.strength for tie in document_ties}
    document = documented("Ana Orr told the BBC that Ivo Hale had left.")
    ids = {entity.name: entity.id for entity in find_entities(document)}
    assert strength[ids["Ana Orr"]] > strength[ids["Ivo Hale"]]


def test_the_articles_own_outlet_ties_nobody() -> None:
    assert ties("Ana Orr told the BBC everything.", own="BBC") == []


def test_a_sentence_without_an_outlet_ties_nobody() -> None:
    assert ties("Ana Orr told Ivo Hale everything.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orr told reporters that it was over.", {"conference"}),
        ("At a rally on Monday Orr said that it was over.", {"rally"}),
        ("Orr said that it was over.", set()),
    ],
)
def test_where_else_something_was_said(text: str, expected: set[str]) -> None:
    document = documented(text)
    clause = [t for t in range(len(document)) if document.starts[t] < text.index("that")]
    assert venues(document, [], clause) == expected


def test_a_tweet_is_its_own_venue() -> None:
    document = documented("Orr tweeted that it was over.")
    assert venues(document, [1], []) == {"tweet"}


def test_keys_of_ties_are_those_of_links() -> None:
    document = documented("Ana Orr told the BBC everything.")
    entities = find_entities(document)
    (tie,) = ties(document.text)
    assert {tie.outlet, tie.party} == {(entity.id, "") for entity in entities}
