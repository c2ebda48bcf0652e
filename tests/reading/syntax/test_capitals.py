"""Lines in capitals, as they are parsed."""

from __future__ import annotations

import pytest

from reportedly import Article, read
from reportedly.reading.syntax.capitals import in_small_letters


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("SUMMIT IN KENYA CANCELLED", "Summit in Kenya cancelled"),
        ("VARGA'S VISIT TO OSLO POSTPONED", "Varga's visit to Oslo postponed"),
        ("NATO SUMMIT MOVED TO MARCH 6", "NATO summit moved to March 6"),
        ("MARCH IN BERLIN MAY BE CALLED OFF", "March in Berlin may be called off"),
        ("TALKS WILL RESUME IN MAY", "Talks will resume in May"),
        ("KING LEAVES OSLO, BBC REPORTS ON TV", "King leaves Oslo, BBC reports on TV"),  # "KING 5" is a station
        # As the article prints them elsewhere
        ("MILL STRIKE OVER\n\nThe strike at the Mill ended, Mill owners said.", None),
        # No headlines
        ("LONDON (Adriapress) - The talks were called off.", "LONDON (Adriapress) - The talks were called off."),
        ("NATO", "NATO"),
        ("The BBC said so.", "The BBC said so."),
    ],
)
def test_small_letters(printed: str, read_as: str | None):
    lowered = in_small_letters(printed)
    assert len(lowered) == len(printed)
    assert lowered.split("\n")[0] == ("Mill strike over" if read_as is None else read_as)


def test_a_headline_in_capitals_is_read_as_one_in_small_letters():
    texts = ("VARGA'S VISIT TO KENYA POSTPONED", "Varga's visit to Kenya postponed")
    records = [read(Article(text=text, published="2026-05-04")) for text in texts]
    seen = [[(e.type, e.status, e.place, e.trigger) for e in record.events] for record in records]
    assert seen[0] == seen[1]
    assert [status for _, status, _, _ in seen[0]] == ["postponed"]
    assert records[0].words(records[0].events[0].trigger) == "VISIT"
