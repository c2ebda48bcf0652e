"""What the parse says around a trigger: tense, auxiliaries, negation, governing words, days."""

from datetime import date

import pytest

from reportedly.reading.events.context import N_BUCKETS, context_features, context_rows
from tests.reading.events.readings import candidates_of, token_of

PUBLISHED = date(2024, 2, 9)


def features(text: str, trigger: str, published: date | None = PUBLISHED) -> set[str]:
    candidates = candidates_of(text)
    token = token_of(candidates.document, trigger)
    return set(context_features(candidates.document, token, candidates.times_near(token), published))


def rows(text: str, trigger: str) -> list[int]:
    candidates = candidates_of(text)
    token = token_of(candidates.document, trigger)
    return context_rows(candidates.document, token, candidates.times_near(token), PUBLISHED)


@pytest.mark.parametrize(
    ("text", "trigger", "said"),
    [
        ("Ann Orr will visit Norway.", "visit", {"own will", "tense future", "verb visit future"}),
        ("Ann Orr visited Norway.", "visited", {"tense past", "own nsubj orr", "below dobj norway"}),
        ("Ann Orr cancelled her visit.", "visit", {"above dobj cancel", "above 1 past", "poss her"}),
        ("Ann Orr did not cancel the planned visit.", "visit", {"above 1 not", "negated", "amod plan"}),
        ("No visit is planned.", "visit", {"negated", "det no"}),
        ("Ann Orr said the visit was off.", "visit", {"root say past", "clause past"}),
        # Days before, on and after that of publication, 9 February 2024.
        ("Ann Orr will visit Norway on March 18.", "visit", {"day ahead", "nearest day ahead future"}),
        ("Ann Orr visited Norway on February 5.", "visited", {"day past", "nearest day past past"}),
        ("Ann Orr is visiting Norway today.", "visiting", {"day that day"}),
        ("Ann Orr will visit Norway next week.", "visit", {"day ahead, long"}),
        ("Ann Orr will visit Norway this year.", "visit", {"day around"}),
        ("Ann Orr will visit Norway.", "visit", {"no day"}),
    ],
)
def test_what_is_said_around_a_trigger(text: str, trigger: str, said: set[str]):
    assert said <= features(text, trigger)


def test_without_a_day_of_publication_no_day_lies_ahead():
    assert "no day" in features("Ann Orr will visit Norway on March 18.", "visit", published=None)


def test_the_nearest_day_counts():
    said = features("Ann Orr will visit Norway on March 18, her office said on February 5.", "visit")
    assert "nearest day ahead" in said
    assert {"day ahead", "day past"} <= said


def test_rows_are_buckets_each_once_in_order():
    found = rows("Ann Orr will visit Norway on March 18.", "visit")
    assert found == sorted(set(found))
    assert all(0 <= row < N_BUCKETS for row in found)


def test_rows_are_the_same_in_every_process():
    # Not hashed by Python, whose hashes of strings differ from run to run.
    assert 935 in rows("Ann Orr will visit Norway.", "visit")  # "own will"


SAME = [
    ("Ann Orr won't visit Oslo.", "visit"),
    ("Ann Orr said they'd visit Oslo.", "visit"),
    ("It's clear the visit wasn't cancelled.", "visit"),
    ("It's clear the visit wasn't cancelled.", "cancelled"),
    ("Ann Orr's visit didn't go ahead.", "visit"),
]
# The parser reads "they’d postponed" as a past form after a modal and "I’m" as a noun.
DIFFERENT = [
    ("Ann Orr said they'd postponed the visit.", "visit"),
    ("Ann Orr said they'd postponed the visit.", "postponed"),
    ("We've met, I'm told they're meeting again.", "meeting"),
]


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        *SAME,
        *(
            pytest.param(*case, marks=pytest.mark.xfail(strict=True, reason="the parse of ’d and ’m differs"))
            for case in DIFFERENT
        ),
    ],
)
def test_curly_apostrophes_are_read_as_straight_ones(text: str, trigger: str):
    assert rows(text.replace("'", "’"), trigger) == rows(text, trigger)
