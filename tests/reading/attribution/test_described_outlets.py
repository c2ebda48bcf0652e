"""Outlets that are described: by a noun that takes up one named before, or that one named soon after explains."""

from __future__ import annotations

import pytest

from reportedly.reading.attribution.described_outlets import described_outlet
from reportedly.reading.entities.coreference import cast
from reportedly.reading.entities.find import find_entities
from tests.marks import documented


def meant(text: str, noun: str) -> str | None:
    document = documented(text)
    who = cast(document, find_entities(document))
    number = described_outlet(document, who, document.words.index(noun))
    return None if number is None else who.entities[number].name


@pytest.mark.parametrize(
    ("text", "noun", "outlet"),
    [
        ("Orr told CNN she would stay. “I like it,” she told the US broadcaster.", "broadcaster", "CNN"),
        ("Orr spoke to Le Monde. She told the French newspaper that she was ill.", "newspaper", "Le Monde"),
        ("Orr will stay, a German newspaper reported. “I like it,” he told Bild.", "newspaper", "Bild"),
        ("Orr told a French broadcaster she would stay. She was on France Inter.", "broadcaster", "France Inter"),
    ],
)
def test_a_described_outlet_is_one_that_is_named(text: str, noun: str, outlet: str) -> None:
    assert meant(text, noun) == outlet


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("Orr told the BBC she would stay. “I like it,” she told the US broadcaster.", "broadcaster"),
        ("Orr spoke to CNN. She told the French newspaper that she was ill.", "newspaper"),
        ("Bild said Orr would stay. A Swiss newspaper called that an error.", "newspaper"),
        ("Orr told the BBC she would leave a French station by train.", "station"),
        ("Orr told the BBC that the newspaper was dead.", "newspaper"),
    ],
)
def test_an_outlet_of_another_country_or_kind_is_not_meant(text: str, noun: str) -> None:
    assert meant(text, noun) is None


def test_one_named_long_after_is_not_meant() -> None:
    text = "Orr will stay, a German newspaper reported." + " It rained." * 6 + " Orr told Bild so."
    assert meant(text, "newspaper") is None
