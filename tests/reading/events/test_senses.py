"""Words that name events, where they do and where they name something else; the word in brackets, parses alone."""

from __future__ import annotations

import pytest

from reportedly.article import Article
from reportedly.reading.events.nouns import type_of_noun
from reportedly.reading.events.senses import names_no_event
from reportedly.reading.syntax.parse import parse


def parsed(marked: str):
    document = parse(Article(text=marked.replace("[", "").replace("]", ""), language="en"))
    return document, document.token_at(marked.index("["))


OTHERWISE = [
    "The [strike] by Kovac in the 88th minute was ruled out by the referee.",
    "Kovac's [strike] from 25 metres was disallowed.",
    "A lightning [strike] killed two cows.",
    "His [hearing] was tested on Monday.",
    "Two climbers died on the [summit] of the volcano.",
    "The [rally] in oil prices ended on Monday.",
    "Shares staged a [rally] on Tuesday.",
    "The bank [exercised] its option to buy.",
    "The judge defended free [speech].",
    "A police [launch] picked up the swimmers off Tarn.",
    "Two men were on the [launch] that sank off Tarn.",
    "The [launch] capsized at dawn.",
    "It was a close [call] for the crew.",
    "The bowler's third [strike] in a row won him the game.",
    "The pitcher's last [strike] was never in doubt.",
    "The [meeting] room was on fire.",
    "The film opens on Wednesday at the Tarn Film [Forum].",
    "Thousands cheered at the Manchester [Arena] over the past week.",
]
EVENTS = [
    "A [strike] by pilots will begin on Friday.",
    "The drivers' [strike] was called off after a minute of silence.",
    "The [hearing] on hearing aids will open in May.",
    "His [hearing] was postponed.",
    "The leaders reached the [summit] in Oslo.",
    "A [rally] against rising oil prices drew thousands in Tarn.",
    "Naval [exercises] will be held off Crete.",
    "The mayor's [speech] on free trade was cancelled.",
    "The [launch] of a police app was put off.",
    "The [launch] that failed in May cost a fortune.",
    "The [call] between the two mayors was put off.",
    "The Tarn Economic [Forum] opens on Wednesday.",
    "A [forum] on cod will be held in Tarn.",
]


@pytest.mark.parametrize(
    ("marked", "otherwise"), [*((text, True) for text in OTHERWISE), *((text, False) for text in EVENTS)]
)
def test_other_senses(marked: str, otherwise: bool):
    assert names_no_event(*parsed(marked)) is otherwise


@pytest.mark.parametrize(
    ("marked", "type"),
    [
        ("Saturday's [march] in Tarn was called off.", "protest"),
        ("A [march] against the dam is planned.", "protest"),
        ("The [referendum] was held.", "vote"),
        ("The army's [march] on the capital was halted.", None),
        ("The [march] of time goes on.", None),
        ("The [demonstration] of the new pump was late.", None),
        ("The [gala] was held.", None),
        ("The navy has delayed its [exercise] by a week.", "exercise"),
        ("Joint [drills] with NATO begin in May.", "exercise"),
        ("The clinic's [exercise] for new mothers was cancelled.", None),
    ],
)
def test_the_type_that_a_noun_names(marked: str, type: str | None):
    assert type_of_noun(*parsed(marked)) == type
