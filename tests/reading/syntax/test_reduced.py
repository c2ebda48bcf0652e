"""What is planned for a day, in a modifier between a noun and its verb: the verb is the noun's."""

import pytest

from reportedly import Article, read
from reportedly.reading.syntax.parse import parse


@pytest.mark.parametrize(
    ("text", "noun", "verb"),
    [
        (
            "Minister Pavel Drozd said that the talks with Karovia planned for May 12 in Ostburg had been cancelled.",
            "talks",
            "cancelled",
        ),
        ("The club said the match due on Saturday at Tarn Park would not take place.", "match", "take"),
        ("Officials said the launch slated for June 2 from the Karst range was delayed by wind.", "launch", "delayed"),
        ("Their match arranged for Sunday will be delayed, the ministry said.", "match", "delayed"),
        ("The concert set for June 3 at the Karst centre has been postponed, Orr said.", "concert", "postponed"),
        (
            "Mayor Ana Belk told reporters the strike due on Saturday in Lorne had been cancelled.",
            "strike",
            "cancelled",
        ),
        ("The launch of the probe arranged for Sunday fell through.", "launch", "fell"),
    ],
)
def test_a_plan_between_a_noun_and_its_verb_is_no_verb(text, noun, verb):
    document = parse(Article(text=text))
    subject = document.words.index(noun)
    assert document.words[document.head(subject)] == verb
    assert document.deps[subject].startswith("nsubj")


@pytest.mark.parametrize(
    ("text", "noun", "verb"),
    [
        ("Orr said the party planned for a long war and had been right.", "party", "planned"),
        ("The party planned for Sunday but was told that the hall had closed.", "party", "planned"),
        ("He said the army planned for months how the bridge would be taken.", "army", "planned"),
        ("Orr said the committee planned on Monday what had been feared.", "committee", "planned"),
        ("Orr said the airline had scheduled for Friday what was then cancelled.", "airline", "scheduled"),
        ("Lawmakers in Lorne called on Belk to drop out if the allegations are true.", "Lawmakers", "called"),
        ("The court set for June 3 a hearing that was then put off.", "court", "set"),
    ],
)
def test_who_plans_for_a_day_is_the_subject_of_planning(text, noun, verb):
    document = parse(Article(text=text))
    subject = document.words.index(noun)
    above = document.words[document.head(subject)]
    assert above == verb or document.head(subject) == subject  # the parse itself may take a noun for the root


def test_the_report_holds_the_words_that_say_that_it_is_off():
    text = (
        "OSTBURG, May 8 - Minister Pavel Drozd said on Wednesday that the talks with Karovia planned for May 12 in "
        "Ostburg had been cancelled.\n"
    )
    record = read(Article(text=text, published="2024-05-08"))
    told = {record.words(event.evidence): event for event in record.events if event.shown}
    event = told["the talks with Karovia planned for May 12 in Ostburg had been cancelled"]
    assert ([link.name for link in event.chain], event.status, event.when) == (
        ["Pavel Drozd"],
        "cancelled",
        "2024-05-12",
    )
