"""What words say of a happening that they do not name: the sentence behind each story speaks of what the story told.

Real sentences in, records out; every article is of Friday, 9 February 2024.
"""

import pytest

from reportedly import Article, read
from reportedly.record import Event, EventType

SUMMIT = (
    "Prime Minister Ann Orr is due to meet President Ivo Hale in Oslo on February 20 for a summit on fishing rights. "
)
HEARING = (
    "Dr. Mara Voss, who accuses Judge Tom Kell of fraud, has been asked to testify before the Senate Judiciary "
    "Committee on Monday. "
)
RALLY = "The Hale campaign said Saturday's rally in Bergen would draw 20,000 supporters. "
VISIT = "Chancellor Lena Brandt has invited King Otto of Ruritania to visit Berlin in May. "
DEBATE = "Mayor Rosa Diaz and candidate Paul Finn will hold a televised debate on February 14. "


def reports(story: str, sentence: str) -> list[Event]:
    """The events that the last sentence reports."""
    record = read(Article(text=story + sentence, published="2024-02-09"))
    return [event for event in record.events if event.evidence[1] > len(story)]


PRONOUNS = [
    (SUMMIT, "Hale said it will not be now.", "ruled_out"),
    (SUMMIT, "“That could happen early next month,” Hale said.", "possible"),
    (SUMMIT, "Aides to Orr said it had been put off indefinitely.", "postponed"),
    (SUMMIT, "“It's still on,” Hale told reporters.", "scheduled"),
    (SUMMIT, "“It's off,” Hale told reporters.", "cancelled"),
    (SUMMIT, "Orr called the whole thing off on Thursday.", "cancelled"),
    (RALLY, "The campaign moved it to Sunday.", "rescheduled"),
    (RALLY, "It was called off because of a storm.", "cancelled"),
    (DEBATE, "Finn said he would skip it.", "cancelled"),
]
GOING = [
    (SUMMIT, "Hale's spokesman said the president would not go.", "ruled_out"),
    (SUMMIT, "Hale told reporters that he would not be there.", "ruled_out"),
    (SUMMIT, "“I'm not going,” Hale told reporters.", "ruled_out"),
    (SUMMIT, "Orr said she might not go.", "unconfirmed"),
    (SUMMIT, "Orr then pulled out, citing illness.", "cancelled"),
    (SUMMIT, "Hale has confirmed his attendance.", "scheduled"),
    (HEARING, "Voss agreed to appear.", "planned"),
    (HEARING, "Voss said she would not appear unless the FBI investigated first.", "unconfirmed"),
    (HEARING, "Her lawyer, Dan Roe, said she could not make it on Monday.", "ruled_out"),
    (HEARING, "Her lawyer, Dan Roe, said she was open to coming later in the week.", "possible"),
    (DEBATE, "Finn said he would not take part.", "ruled_out"),
    (DEBATE, "Diaz said she would show up anyway.", "scheduled"),
]
ANSWERS = [
    (SUMMIT, "Orr has declined the invitation.", "ruled_out"),
    (HEARING, "Voss has accepted the committee's invitation.", "planned"),
    (HEARING, "Voss turned down the request.", "ruled_out"),
    (HEARING, "Voss accepted a request to discuss the matter.", "planned"),
    (VISIT, "The palace declined, citing health.", "ruled_out"),
    (VISIT, "The invitation has since been withdrawn.", "cancelled"),
    (SUMMIT, "Orr asked Hale to delay the summit, and he agreed.", "postponed"),
]
DATES = [
    (SUMMIT, "The date was changed at Oslo's request.", "postponed"),
    (SUMMIT, "Orr's office said a new date would be announced.", "postponed"),
    (SUMMIT, "Orr's office said no new date had been set.", "postponed"),
    (SUMMIT, "The date has been moved to March 3.", "rescheduled"),
    (HEARING, "Her lawyer said Monday would not work for his client.", "ruled_out"),
    (SUMMIT, "Orr said she was sticking with the plan.", "planned"),
    (SUMMIT, "A spokesman said the plans had not changed.", "scheduled"),
    (SUMMIT, "Hale said the event would go ahead as planned.", "scheduled"),
]
CHANGES = [
    (SUMMIT, "Orr may still cancel, an aide said.", "unconfirmed"),
    (SUMMIT, "Hale agreed to postpone. He did so on Thursday.", "postponed"),
    (SUMMIT, "Hale's office said that there were no plans to cancel.", "scheduled"),
    (SUMMIT, "Hale denied that it had been cancelled.", "scheduled"),
]


@pytest.mark.parametrize(("story", "sentence", "status"), [*PRONOUNS, *GOING, *ANSWERS, *DATES, *CHANGES])
def test_words_that_go_back_to_a_happening_report_its_status(story: str, sentence: str, status: str):
    assert status in [event.status.value for event in reports(story, sentence)]


@pytest.mark.parametrize(
    ("story", "sentence"),
    [
        (SUMMIT, "The price of cod has fallen, and it will go on falling."),
        (SUMMIT, "Hale went home on Thursday."),
        (SUMMIT, "If that happens, the fleet will sail."),
        (SUMMIT, "The bill would cut quotas, and parliament delayed it."),
        (SUMMIT, "The opposition said it wanted it put off."),
        (SUMMIT, "“We are not going to let it happen,” said an opposition leader, Per Lie."),
        (SUMMIT, "Hale declined a request for comment."),
        (SUMMIT, "The source gave no new date."),
        (SUMMIT, "Her office was told that the others at the showdown were friends."),
        (SUMMIT, "The treaty, which Hale has threatened to pull out of, is old."),
        (SUMMIT, "Asked about the crisis, Orr said that the fleet was ready to go."),
        ("The price of cod has fallen. ", "It was postponed, and he will not go."),
    ],
)
def test_words_that_go_back_to_something_else_report_nothing(story: str, sentence: str):
    assert reports(story, sentence) == []


def test_a_reference_is_of_the_happening_that_it_goes_back_to():
    text = SUMMIT + "Aides to Orr said it had been put off indefinitely."
    first, second = read(Article(text=text, published="2024-02-09")).events
    assert first.event == second.event
    assert [p.name for p in second.participants] == ["Ann Orr", "Ivo Hale"]
    assert second.when == "2024-02-20"
    assert text[slice(*second.evidence)] == "it had been put off indefinitely"
    # The words that name it stand where it was named.
    assert text[slice(*second.trigger)] == "meet"


def test_of_two_happenings_the_one_whose_people_go():
    (event,) = reports(
        SUMMIT + "Senator Jon Lund will debate Ann Berg on television, and a rally by Karl Moen is set for Monday. ",
        "Moen has pulled out.",
    )
    assert [p.name for p in event.participants] == ["Karl Moen"]


def test_who_will_come_to_a_hearing_testifies():
    story = "The Senate Judiciary Committee has set a hearing on Judge Tom Kell for Monday. Dr. Mara Voss accuses him. "
    (event,) = reports(story, "Voss has accepted the committee's invitation.")
    assert (event.type, event.what) == (EventType.HEARING, "Mara Voss testifies")


def test_a_day_that_does_not_suit_is_told_with_the_happening_but_is_not_its_day():
    record = read(
        Article(text=HEARING + "Her lawyer said Wednesday would not work for his client.", published="2024-02-09")
    )
    assert {(e.status.value, e.when) for e in record.events} >= {
        ("ruled_out", "2024-02-14"),
        ("scheduled", "2024-02-12"),
    }


def test_who_says_that_it_is_put_off_and_not_cancelled_does_not_say_that_it_goes_ahead():
    said = "Orr's spokesman, Jon Lie, confirmed that it had been postponed. “It is not cancelled,” Lie said."
    assert [event.status.value for event in reports(SUMMIT, said)] == ["postponed"]
