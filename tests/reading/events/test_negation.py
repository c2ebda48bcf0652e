"""What a clause says is not so, on hand-made triggers in square brackets: parses alone, no weights."""

from __future__ import annotations

import pytest

from reportedly import read
from reportedly.article import Article
from reportedly.reading.document import Document
from reportedly.reading.events.negation import is_denied, will_not_be
from reportedly.reading.syntax.parse import parse
from reportedly.vocabulary import Status


def parsed(marked: str) -> tuple[Document, int]:
    text = marked.replace("[", "").replace("]", "")
    document = parse(Article(text=text, language="en"))
    token = document.token_at(marked.index("["))
    assert token is not None
    return document, token


@pytest.mark.parametrize(
    ("marked", "status", "denied"),
    [
        ("The [fair] in Tarn on May 9 will not be held.", "scheduled", True),
        ("There will be no [fair] in Tarn on May 9.", "scheduled", True),
        ("The mayor did not [visit] Tarn on Monday.", "held", True),
        ("The [fair] in Tarn is not going ahead.", "scheduled", True),
        # Not so of a change leaves a plan standing, and what will not be held is off.
        ("The [fair] in Tarn on May 9 has not been cancelled.", "scheduled", False),
        ("The [fair] in Tarn on May 9 will not be held.", "cancelled", False),
        ("The [fair] in Tarn has been cancelled.", "cancelled", False),
        ("The mayor will [visit] Tarn on Monday.", "scheduled", False),
        ("The two will not [meet] until Monday.", "scheduled", False),
    ],
)
def test_a_clause_that_says_the_opposite(marked: str, status: str, denied: bool):
    assert is_denied(*parsed(marked), Status(status)) is denied


@pytest.mark.parametrize(
    ("marked", "will_not"),
    [
        ("The mayor will not [visit] Tarn on Monday.", True),
        ("The two won't [meet] in Tarn.", True),
        ("There will be no [fair] in Tarn.", True),
        ("The [fair] will not take place on May 9.", True),
        ("The [hearing] before Judge Orr fixed for Thursday in Tarn will not now take place.", True),
        ("The [hearing] before Judge Orr fixed for Thursday in Tarn will now take place.", False),
        ("No [fair] will be held in Tarn.", True),
        ("The mayor did not [visit] Tarn.", False),
        ("The mayor will [visit] Tarn.", False),
        ("The two will not [meet] until Monday.", False),
        ("The mayor will not cancel the [fair].", False),
    ],
)
def test_what_will_not_be(marked: str, will_not: bool):
    assert will_not_be(*parsed(marked)) is will_not


@pytest.mark.parametrize(
    "text",
    [
        "The fair in Tarn on May 9 will not be held.",
        "Mayor Ana Berg won't meet Jan Orr in Tarn on May 9.",
        "There will be no fair in Tarn on May 9.",
    ],
)
def test_no_event_is_shown_as_on_that_will_not_be(text: str):
    shown = [event for event in read(Article(text=text, published="2026-05-04")).events if event.shown]
    assert all(event.status.side == "off" for event in shown)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Berg's visit to Tarn on May 9 has not been cancelled.",
        "The fair in Tarn on May 9 was neither cancelled nor postponed.",
        "The fair in Tarn on May 9 was almost cancelled.",
    ],
)
def test_no_event_is_shown_as_off_that_is_not_cancelled(text: str):
    shown = [event for event in read(Article(text=text, published="2026-05-04")).events if event.shown]
    assert all(event.status.side != "off" for event in shown)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz and Pedro Sol denied that they had met in Oslo on Sunday.",
        "Did Ana Ruiz meet Pedro Sol in Oslo on Sunday? Her office says no.",
        "It is unclear whether Ana Ruiz met Pedro Sol in Oslo on Sunday.",
        "Had Ana Ruiz met Pedro Sol in Oslo on Sunday, the war would be over.",
        "Police prevented a march in Oslo on Sunday.",
        "Ana Ruiz missed a meeting with Pedro Sol in Oslo on Sunday.",
    ],
)
def test_what_is_not_told_to_have_been_is_not_shown_as_held(text: str) -> None:
    record = read(Article(text=text, published="2026-03-10", language="en"))
    assert not [event for event in record.events if event.shown and event.status == "held"]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz met Pedro Sol in Oslo on Sunday.",
        "The two leaders held talks in Oslo on Sunday, the ministry said.",
    ],
)
def test_what_is_told_to_have_been_is_shown_as_held(text: str) -> None:
    record = read(Article(text=text, published="2026-03-10", language="en"))
    assert [event for event in record.events if event.shown and event.status == "held"]
