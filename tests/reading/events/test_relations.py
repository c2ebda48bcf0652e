"""How a name stands to the word that names an event."""

from __future__ import annotations

import pytest

from reportedly.reading.events.relations import RELATIONS, relation
from tests.marks import documented


@pytest.mark.parametrize(
    ("text", "trigger", "name", "expected"),
    [
        ("Orr met Hale on Monday.", "met", "Orr", "subject"),
        ("Orr met Hale on Monday.", "met", "Hale", "object"),
        ("Orr will hold talks with Hale.", "talks", "Orr", "subject_dobj"),
        ("Orr will hold talks with Hale.", "talks", "Hale", "with_with"),
        ("Talks between Kenya and Norway failed.", "Talks", "Norway", "with_between"),
        ("Orr's visit was called off.", "visit", "Orr", "owner"),
        ("Orr was sentenced on Monday.", "sentenced", "Orr", "passive"),
        ("Orr plans to visit Kenya.", "visit", "Orr", "subject_xcomp"),
        # Who speaks of it, and whose deputy takes part.
        ("Orr said in a speech that taxes would fall.", "speech", "Orr", "speaker_in"),
        ("Orr said after the ruling that taxes would fall.", "ruling", "Orr", "speaker_after"),
        ("Orr said that Hale would visit Kenya.", "visit", "Orr", "speaker_above"),
        ("Orr's deputy met Hale on Monday.", "met", "Orr", "owner_of_another"),
    ],
)
def test_relation(text: str, trigger: str, name: str, expected: str):
    document = documented(text)
    token, other = document.token_at(text.index(trigger)), document.token_at(text.index(name))
    assert token is not None and other is not None
    assert RELATIONS[relation(document, token, other)] == expected
