"""A correction note repeats what was wrong: that is nobody's word any more."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly import Article, read
from reportedly.reading import corrections
from reportedly.reading.corrections import find_withdrawn
from reportedly.vocabulary import IntegrityKind, Status


def withdrawn(text: str) -> list[str]:
    return [text[start:end] for start, end in find_withdrawn(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("An earlier version of this article said that the minister had resigned.", "that the minister had resigned"),
        ("A previous version of this story gave the date as May 3; it is May 4.", "the date as May 3"),
        ("Correction: Because of an editing error, this article said the port was shut.", "the port was shut"),
        ("Clarification: A headline on this story wrongly said that the talks were off.", "that the talks were off"),
        ("This version removes a reference to a vote having been lost.", "a vote having been lost"),
        ("This story drops a line saying that the fair was off.", "that the fair was off"),
        ("For the record: In Monday's paper we wrote that the fair was off.", "that the fair was off"),
        ("We wrote on Monday that the fair was off. That was wrong.", "on Monday that the fair was off"),
        ("We reported that the fair was off. We are sorry for the error.", "that the fair was off"),
        ("This story originally reported that Lund had flown home.", "that Lund had flown home"),
        ("The article was amended on 4 March to remove a line which said that the vote was lost.",
         "that the vote was lost"),
        ("An earlier version of this post misquoted Ms Roth as saying it was dead. She did not.",
         "Ms Roth as saying it was dead"),
        ("The original headline said that nine had died, but the coast guard says none did.", "that nine had died"),
    ],
)  # fmt: skip
def test_what_a_note_takes_back(text: str, words: str):
    assert withdrawn(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "An earlier version of the bill would have closed the port.",
        "The report said that the minister had resigned.",
        "He denied the story and said that the talks go on.",
        "The previous government had cancelled the visit.",
        "Lund wrongly believed that the port was open.",
        "An error in the count delayed the vote.",
        "This edition of the festival drops its line dancing.",
        "The fair was off, we reported on Monday. Mayor Ana Berg said that was wrong.",
        "“We said on Monday that the bridge was safe. That was wrong,” Mayor Ana Berg said.",
    ],
)
def test_what_is_no_note(text: str):
    assert withdrawn(text) == []


def test_a_withdrawn_cancellation_is_no_event_and_no_statement_and_is_marked():
    text = (
        "The talks in Doha go on, Qatar said on Tuesday.\n\n"
        "Correction: An earlier version of this story said that the talks had been cancelled."
    )
    record = read(Article(text=text, published="2026-03-04"))
    assert Status.CANCELLED not in {event.status for event in record.events}
    assert ["Qatar"] in [[link.name for link in statement.chain] for statement in record.statements]
    assert not [s for s in record.statements if "cancelled" in record.words(s.content)]
    marked = [text[slice(*one.span)] for one in record.integrity if one.kind is IntegrityKind.WITHDRAWN and one.span]
    assert marked == ["that the talks had been cancelled"]


@given(st.text(max_size=200))
def test_spans_lie_inside_any_text(text: str):
    for start, end in find_withdrawn(text):
        assert 0 <= start < end <= len(text)


def test_long_runs_take_no_time():
    find_withdrawn("earlier version of this story " * 20_000)
    find_withdrawn("this article " * 20_000 + "error " * 20_000)


def test_examples_of_the_docstrings_are_true():
    assert doctest.testmod(corrections).failed == 0
