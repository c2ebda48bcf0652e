"""Days without a year beside verbs that set, call, move or disclose something: ahead where it was set, else past."""

from __future__ import annotations

import pytest

from reportedly.article import Article
from reportedly.reading.syntax.parse import parse
from reportedly.reading.times.find import find_times


@pytest.mark.parametrize(
    ("text", "day", "value"),
    [
        # What is set for a day
        ("The union called a walkout for March 23.", "March 23", "2026-03-23"),
        ("The strike was called on Tuesday for March 20.", "March 20", "2026-03-20"),
        ("A snap election was called by the king for May 10.", "May 10", "2026-05-10"),
        ("The party convened a congress for March 28.", "March 28", "2026-03-28"),
        ("The mayor declared a day of mourning for March 12.", "March 12", "2026-03-12"),
        ("The trial was fixed for April 2.", "April 2", "2026-04-02"),
        # What is moved, to and from
        ("The game has been pushed back to March 17.", "March 17", "2026-03-17"),
        ("The court put the trial back to March 19.", "March 19", "2026-03-19"),
        ("The referendum has been postponed from April 12 to June 7.", "June 7", "2026-06-07"),
        ("The referendum has been postponed from April 12 to June 7.", "April 12", "2026-04-12"),
        # A plan whose verb tells what came of it
        ("The march in Bergen announced for Saturday has been called off.", "Saturday", "2026-03-07"),
        ("The rally in Riga scheduled for Friday was banned by the police.", "Friday", "2026-03-06"),
        ("The march announced for Saturday drew thousands.", "Saturday", "2026-02-28"),
        ("The hearing set for Monday was held behind closed doors.", "Monday", "2026-03-02"),
        # The day of something appointed
        ("The date of the vote, June 14, was announced on Monday.", "June 14", "2026-06-14"),
        ("The date of the wedding, June 20, was made public by the palace.", "June 20", "2026-06-20"),
        ("The date of the summit, May 8, was announced on Monday.", "May 8", "2026-05-08"),
        ("Parliament on Monday approved a referendum for June 21.", "June 21", "2026-06-21"),
        # What is past stays past.
        ("The hearing was set on Monday for April 9.", "Monday", "2026-03-02"),
        ("The strike was called on December 12.", "December 12", "2025-12-12"),
        ("He called for calm on December 12.", "December 12", "2025-12-12"),
        ("Data for December 12 showed a rise.", "December 12", "2025-12-12"),
        ("Police moved the suspect to Oslo on December 12.", "December 12", "2025-12-12"),
        ("Prices rose from November 2 to December 12.", "December 12", "2025-12-12"),
        ("The fair was postponed on December 12.", "December 12", "2025-12-12"),
        ("The union, founded on November 3, called a strike for May 1.", "November 3", "2025-11-03"),
    ],
)
def test_direction(text: str, day: str, value: str) -> None:
    document = parse(Article(text=text, published="2026-03-04", language="en"))
    values = [time.value for time in find_times(document) if text[slice(*time.span)] == day]
    assert values == [value]
