"""Who takes part in an event, and who only speaks of it, owns who does, or stands near."""

from __future__ import annotations

import pytest

from reportedly import Article, read


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("Her deputy Ivo Hale spoke to farmers in Tarn on Wednesday. Mara Orr stayed away.", "speech", ["Ivo Hale"]),
        (
            "Elena Varga and Daniel Otieno spoke by phone on Thursday, Grace Achieng, a spokeswoman, said.",
            *("call", ["Elena Varga", "Daniel Otieno"]),
        ),
        (
            "Ivo Hale called it a mistake. President Elena Varga will meet Daniel Otieno on Friday in Oslo.",
            *("meeting", ["Elena Varga", "Daniel Otieno"]),
        ),
        ("A visit to Kenya by President Elena Varga has been postponed, Grace Achieng said.", "visit", ["Elena Varga"]),
        (
            "Foreign Minister Ivo Hale said on Friday during a visit to Oslo that the deal was near.",
            "visit",
            ["Ivo Hale"],
        ),
        (
            "Mara Orr will give a speech in Tarn on Friday. Ivo Hale, her rival, spoke there last year.",
            *("speech", ["Mara Orr"]),
        ),
        ("The visit to Oslo was condemned by Bishop Alaric Munt as a waste of money.", "visit", []),
        ("The summit in Porto was opened by Bishop Alaric Munt.", "summit", ["Bishop Alaric Munt"]),
    ],
)
def test_who_takes_part(text: str, kind: str, names: list[str]):
    record = read(Article(text=text, published="2026-03-05", outlet="Example Post"))
    first = next(event for event in record.events if event.type == kind)
    assert [person.name for person in first.participants if person.name != "Kenya"] == names
