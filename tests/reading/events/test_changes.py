"""Idioms and participles of change, and the event they are of; triggers in square brackets, parses alone."""

from __future__ import annotations

import pytest

from reportedly.article import Article
from reportedly.reading.document import Document
from reportedly.reading.events.changes import certain_triggers, find_change, is_of_another
from reportedly.reading.syntax.parse import parse


def parsed(marked: str) -> tuple[Document, int]:
    document = parse(Article(text=marked.replace("[", "").replace("]", ""), language="en"))
    token = document.token_at(marked.index("["))
    assert token is not None
    return document, token


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        ("The mayor pulled the plug on Friday's [gala].", "cancelled"),
        ("The plug was pulled on the [gala] in Tarn.", "cancelled"),
        ("Tarn has called a halt to the [talks] with Orr.", "cancelled"),
        ("The club hit the pause button on the [tour].", "postponed"),
        ("The mayor put the [gala] on ice on Monday.", "postponed"),
        ("The [gala] is on the back burner, the mayor said.", "postponed"),
        ("The council kicked the [vote] on the dam into the long grass.", "postponed"),
        # Participles of a clause of its own
        ("Called off at dawn, the [strike] had been due to last a week.", "cancelled"),
        ("Scrapped by the council, the [gala] was to have opened on May 20.", "cancelled"),
        ("Postponed on Monday, the [hearing] had been expected to last two days.", "postponed"),
        ("With the [strike] called off, trains ran as normal.", "cancelled"),
        ("The mayor spoke of the [gala], which has been cancelled.", "cancelled"),
        ("Why was the [summit] in Tarn cancelled?", "cancelled"),
        # None of these calls anything off
        ("The mayor pulled no punches at the [gala] in Tarn.", None),
        ("The nurse pulled the plug on the machine during the [talks].", None),
        ("Postponed twice, the [gala] opened in Tarn on Tuesday.", None),
        ("Called off in March, the [strike] will begin on May 22.", None),
        ("The mayor spoke of the [gala], which has been postponed until May.", None),
        ("With the [strike] over, trains ran as normal.", None),
        ("The mayor put the [gala] on film.", None),
    ],
)
def test_a_change_without_a_plain_verb(marked: str, status: str | None):
    found = find_change(*parsed(marked))
    assert (None if found is None else found.status) == status


@pytest.mark.parametrize(
    ("marked", "verb", "of_another"),
    [
        ("The union called the [strike] after the bosses cancelled a meeting.", "cancelled", True),
        ("The firm scrapped 300 jobs before the mayor's [visit].", "scrapped", True),
        ("The [gala] was abandoned by three delegations.", "abandoned", True),
        ("The mayor cancelled the [gala].", "cancelled", False),
        ("The mayor cancelled plans for the [gala].", "cancelled", False),
        ("The mayor had promised a [visit] but cancelled the trip.", "cancelled", False),
        ("The mayor had promised a [visit] but cancelled it.", "cancelled", False),
        ("The [gala] was abandoned by its organisers.", "abandoned", False),
    ],
)
def test_whose_change_it_is(marked: str, verb: str, of_another: bool):
    document, token = parsed(marked)
    assert is_of_another(document, token, document.words.index(verb)) is of_another


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The council cancelled the vote.", ["vote"]),
        ("The mayor pulled the plug on the summit.", ["summit"]),
        ("The mayor denied cancelling the vote.", []),
        ("The mayor cancelled the order.", []),
        ("The council held the vote.", []),
    ],
)
def test_triggers_beyond_doubt(text: str, words: list[str]):
    document = parse(Article(text=text, language="en"))
    assert [document.words[token] for token in certain_triggers(document)] == words
