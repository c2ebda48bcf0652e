"""Nicknames in quotation marks: part of the name they stand in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportedly.reading.document import NamedSpan
from reportedly.reading.entities.find import find_entities
from reportedly.reading.entities.nicknames import known_as
from tests.marks import documented


def labelled(text: str, names: dict[str, str]) -> list[str]:
    """Entities of a text in which these words carry these labels."""
    document = documented(text)
    spans = []
    for name, label in names.items():
        start = text.index(name)
        tokens = document.tokens_in((start, start + len(name)))
        spans.append(NamedSpan(tokens.start, tokens.stop, label))
    return [e.name for e in find_entities(replace(document, names=tuple(sorted(spans, key=lambda s: s.start))))]


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ('Peter "Pip" Orr left.', {"Peter": "PERSON", "Orr": "PERSON"}, ['Peter "Pip" Orr']),
        ("Peter “Pip” Orr left.", {"Peter": "PERSON", "Pip": "PERSON", "Orr": "PERSON"}, ["Peter “Pip” Orr"]),
        ("Mayor Ana ‘The Ox’ Ruiz left. Ruiz slept.", {"Ana": "PERSON"}, ["Ana ‘The Ox’ Ruiz"]),
        ('The "Today" show began.', {}, []),
        ('Norhaven "Today" Ltd began.', {"Norhaven": "ORG"}, ["Norhaven"]),
        ('Orr said "No" and left.', {"Orr": "PERSON"}, ["Orr"]),
    ],
)
def test_a_nickname_is_part_of_the_name(text: str, names: dict[str, str], found: list[str]) -> None:
    assert labelled(text, names) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The singer known as “Tin Cup”", "Tin Cup"),
        ("A pilot nicknamed 'Gull'", "Gull"),
        ("The plan known as “a mess”", None),
        ("The singer known as “Tin Cup” in Lisbon", None),
        ("The singer of “Tin Cup”", None),
    ],
)
def test_what_a_phrase_says_somebody_is_known_as(text: str, name: str | None) -> None:
    document = documented(text)
    found = known_as(document, range(len(document)))
    assert (None if found is None else text[slice(*document.span(found.start, found.stop))]) == name
