"""Acronyms: a body or firm and the letters that stand for it are one."""

from __future__ import annotations

import pytest

from reportedly import Article
from reportedly.reading import read


def aliases(text: str) -> dict[str, tuple[str, ...]]:
    record = read(Article(text=text, published="2026-03-04", language="en"))
    return {entity.name: entity.aliases for entity in record.entities}


@pytest.mark.parametrize(
    ("text", "name", "acronym"),
    [
        (
            "Great Norvik Airways said on Monday that it had grounded two aircraft. GNA said no one was hurt.",
            "Great Norvik Airways",
            "GNA",
        ),
        (
            "The Department of Coastal Works will sue the county, lawyers said. The DCW said it had no choice.",
            "Department of Coastal Works",
            "DCW",
        ),
        (
            "The Harbour Pilots Association (HPA) voted to strike. The HPA said talks had failed.",
            "Harbour Pilots Association",
            "HPA",
        ),
        (
            "The Inspector General for Port Administration found errors, according to the report. IGPA said in May it "
            "would look again.",
            "Inspector General for Port Administration",
            "IGPA",
        ),
    ],
)
def test_the_letters_stand_for_the_words(text: str, name: str, acronym: str) -> None:
    assert acronym in aliases(text)[name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The BBC said a Big Bear Cup would be held in Drava.", "BBC"),  # listed as what it is
        ("Harbour Pilots Abroad met Henry Paul Adams in Drava. The HPA said talks had failed.", "HPA"),  # either
    ],
)
def test_what_it_may_not_stand_for(text: str, name: str) -> None:
    found = aliases(text)
    assert not [long for long in found if long != name and name in found[long]]
