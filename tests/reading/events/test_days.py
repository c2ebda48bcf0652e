"""Days of events that run over several, and of other years."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import Article
from reportedly.edtf import days_of
from reportedly.reading.events.days import day_of_status, event_days, is_day_of_another
from reportedly.reading.syntax.parse import parse
from reportedly.reading.times.find import find_times
from reportedly.vocabulary import Status
from tests.marks import documented


def days(text: str) -> list[str | None]:
    """What each time expression of a text gives as an event's day."""
    document = parse(Article(text=text, published="2026-03-04", language="en"))
    times = find_times(document)
    return [event_days(document, times, index) for index in range(len(times))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The summit takes place on 14 and 15 May in Riga.", "2026-05-14/2026-05-15"),
        ("The conference runs from June 9 through June 12.", "2026-06-09/2026-06-12"),
        ("The strike will last from Thursday to Saturday.", "2026-03-05/2026-03-07"),
        ("Nurses will strike from 23 to 25 March.", "2026-03-23/2026-03-25"),
        ("The exercise runs from March 11 to 13.", "2026-03-11/2026-03-13"),
        ("The fair takes place May 1-3 in Riga.", "2026-05-01/2026-05-03"),
        ("The two will meet on Friday and Saturday in Oslo.", "2026-03-06/2026-03-07"),
        ("The visit is planned for May 30 to June 2.", "2026-05-30/2026-06-02"),
        ("The strike will last from May to July, the union said.", "2026-05/2026-07"),
        ("She is to open the fair in Riga on May 1-3 that she has long prepared.", "2026-05-01/2026-05-03"),
        ("A summit on June 9–10 hosts ministers from the coast.", "2026-06-09/2026-06-10"),
    ],
)
def test_several_days_are_one_stretch(text: str, expected: str):
    assert set(days(text)) == {expected}


@pytest.mark.parametrize(
    "text",
    [
        # From one day to another: it takes place on the other alone.
        "The summit was moved from March 11 to March 13.",
        "They will postpone the vote from May 1 to 3.",
        # Two days far apart are two dates.
        "The court will sit on March 11 and March 20.",
        # A number of something else.
        "On May 1 and 40 days later they will meet.",
        "Fans will see the match of May 1 to 3,000 songs.",
        "On March 11 to 13 people the door was opened.",
        "The door opened on March 11 - 13 people came.",
        "Shares rose on March 11-12.5 points within an hour.",
    ],
)
def test_what_is_no_stretch_of_days(text: str):
    assert not [day for day in days(text) if day and "/" in day]


@pytest.mark.parametrize("text", ["Twenty years ago on Wednesday, the summit was cancelled.",
                                  "Today in history: in 1997 the two presidents met."])  # fmt: skip
def test_a_day_of_another_year_is_none_of_this_one(text: str):
    assert not [day for day in days(text) if day and day.startswith("2026")]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["May 1", "to", "3", "and", "-", "from", "15 May", "2 June", "31", "Friday", ","]), max_size=9
    )
)
def test_whatever_days_stand_beside_one_another_the_first_comes_before_the_last(words: list[str]):
    for day in days(" ".join(["They meet", *words])):
        found = days_of(day)
        assert day is None or (found is not None and found[0] <= found[1])


@pytest.mark.parametrize(
    ("value", "words", "status", "expected"),
    [
        ("2026-09-16", "September 16", Status.HELD, "2025-09-16"),
        ("2026-11", "November", Status.HELD, "2025-11"),
        ("2026-03-08", "Sunday", Status.HELD, "2026-03-01"),
        ("2025-04", "early April", Status.PLANNED, "2026-04"),
        ("2026-01-12", "January 12", Status.SCHEDULED, "2027-01-12"),
        ("2026-02-28", "Saturday", Status.SCHEDULED, "2026-03-07"),
        # The day that is told stays: with a year, the day after in another time zone, days that may just be over.
        ("2026-09-16", "September 16, 2026", Status.HELD, "2026-09-16"),
        ("2026-03-05", "Thursday", Status.HELD, "2026-03-05"),
        ("2026-03-09/2026-03-15", "next week", Status.HELD, "2026-03-09/2026-03-15"),
        ("2026-03-07", "next Saturday", Status.HELD, "2026-03-07"),
        ("2026-02-20", "February 20", Status.SCHEDULED, "2026-02-20"),
        ("2026-03-02", "Monday", Status.SCHEDULED, "2026-03-02"),
        ("2026-02-27", "last Friday", Status.SCHEDULED, "2026-02-27"),
        ("2025-04", "early April", Status.HELD, "2025-04"),
        ("2026-09-16", "September 16", Status.CANCELLED, "2026-09-16"),
    ],
)
def test_the_status_says_which_of_two_days(value: str, words: str, status: Status, expected: str):
    assert day_of_status(value, words, date(2026, 3, 4), status) == expected
    assert day_of_status(value, words, None, status) == value


@pytest.mark.parametrize(
    ("text", "trigger", "day", "another"),
    [
        ("Hundreds attended the funeral of Ivo Hale, who was shot last week.", "funeral", "week", True),
        ("Mara Orr met Ivo Hale, who resigned on Tuesday, in Oslo.", "met", "Tuesday", True),
        ("Two men were sentenced for a riot that broke out on 2 March.", "sentenced", "2", True),
        ("A statement released on Friday praised the talks.", "talks", "Friday", True),
        ("The funeral of Ivo Hale, which was held on Wednesday, drew hundreds.", "funeral", "Wednesday", False),
        ("Mara Orr met Ivo Hale, the minister, on Tuesday in Oslo.", "met", "Tuesday", False),
        ("Two men were sentenced on Monday for a riot that broke out in Tarn.", "sentenced", "Monday", False),
        ("The meeting of ministers that begins on Monday will discuss cod.", "meeting", "Monday", False),
        ("The party, which met on Monday, put off the vote.", "met", "Monday", False),
    ],
)
def test_a_day_in_a_clause_about_another(text: str, trigger: str, day: str, another: bool):
    document = documented(text)
    tokens = [document.token_at(text.index(word)) for word in (trigger, day)]
    assert tokens[0] is not None and tokens[1] is not None
    assert is_day_of_another(document, tokens[0], tokens[1]) is another


@pytest.mark.parametrize(
    ("value", "words", "published", "status"),
    [
        ("9999-12-27", "Monday", date(9999, 12, 31), Status.PLANNED),
        ("9999-06", "June", date(9999, 12, 31), Status.PLANNED),
        ("0001-01-05", "Friday", date(1, 1, 1), Status.HELD),
        ("0001-06", "June", date(1, 1, 1), Status.HELD),
    ],
)
def test_a_day_beyond_the_calendar_stays_as_it_was(value: str, words: str, published: date, status: Status):
    assert day_of_status(value, words, published, status) == value
