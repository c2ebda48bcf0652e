"""Reports of whole sentences, by the shipped weights: what is told to be so, and what is not."""

from __future__ import annotations

import pytest

from reportedly import Article, read
from reportedly.record import Event
from reportedly.vocabulary import Status

OFF = {Status.CANCELLED, Status.POSTPONED, Status.RESCHEDULED}


def events(text: str) -> tuple[Event, ...]:
    return read(Article(text=text, published="2026-03-04")).events


def test_a_cancellation_on_somebody_s_word_is_shown_with_its_source_and_its_words():
    text = "The visit was cancelled on Monday, the ministry said."
    (event,) = (e for e in events(text) if e.status is Status.CANCELLED)
    assert event.shown
    assert [link.name for link in event.chain] == ["the ministry"]
    assert "visit was cancelled" in text[slice(*event.evidence)]
    assert text[slice(*event.trigger)] == "visit"


@pytest.mark.parametrize(
    "text",
    [
        "If the summit is cancelled, the minister will fly home, Hale said.",
        "Hale denied that the summit had been cancelled.",
        "Asked whether the talks had been postponed, Hale laughed.",
        "Hale has not said that the visit was called off.",
    ],
)
def test_what_is_only_considered_is_not_shown_as_off(text: str):
    assert not [e.what for e in events(text) if e.shown and e.status in OFF]


def test_a_text_without_words_has_no_events():
    assert events("") == ()
    assert events("…") == ()


def test_lines_that_only_wrap_change_no_fact():
    text = (
        "A Norland goodwill mission led by trade minister Ana Berg will visit Kenya\non Friday for talks on fishing "
        "quotas, diplomatic sources said\nin the capital."
    )
    wrapped = "\n".join(
        ("A Norland goodwill mission led by trade minister Ana Berg", "will visit Kenya on Friday for talks on fishing",
         "quotas, diplomatic sources said in the capital.")
    )  # fmt: skip
    found = [{(e.type, e.status, e.place) for e in events(t)} for t in (text.replace("\n", " "), wrapped)]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("President Ana Varga will visit Kenya this summer, her office said on Monday.", "2026-22"),
        ("The election has been put off until next autumn, the commission said on Tuesday.", "2026-23"),
        ("The summit of Drava and Norland will take place in the third quarter, the ministry said.", "2026-07/2026-09"),
        ("Varga will travel to Beijing in the first half of 2027, the ministry said.", "2027-01/2027-06"),
        ("The opening of the bridge is planned for the end of the decade, the ministry said.", "202X"),
    ],
)
def test_seasons_quarters_halves_and_decades_are_the_days_of_events(text, when):
    assert when in [event.when for event in events(text)]
