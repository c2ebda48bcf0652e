"""Who, where, when, on whose word, with which words, and which mentions are of one happening.

Statements and dates are made by hand, so no weights are needed. In a story `[day:words|value]` is a time expression and
`[s:chain|stance|words]` the content of a statement, "Tass > Ivo Hale" its chain.
"""

import re
from dataclasses import dataclass

import pytest

from reportedly import Article
from reportedly.reading.events import find_events
from reportedly.reading.names import find_entities
from reportedly.record import Event, Kind, Link, LinkKind, Role, Stance, Statement, Status, Time, TimeType
from tests.documents import document_of

_MARK = re.compile(r"\[(day|s):((?:[^\[\]]|\[[^\[\]]*\])*)\]")


@dataclass
class Story:
    """A story without its marks, and what they say."""

    text: str = ""
    times: tuple[Time, ...] = ()
    statements: tuple[Statement, ...] = ()


def unmark(marked: str, story: Story) -> Story:
    position = 0
    for match in _MARK.finditer(marked):
        story.text += marked[position : match.start()]
        position = match.end()
        start = len(story.text)
        if match[1] == "day":
            words, value = match[2].split("|")
            story.text += words
            story.times += (Time(span=(start, len(story.text)), type=TimeType.DATE, value=value),)
        else:
            chain, stance, words = match[2].split("|", 2)
            unmark(words, story)
            links = tuple(Link(name=name.strip(), kind=LinkKind.PERSON) for name in chain.split(">"))
            number = f"s{len(story.statements) + 1}"
            story.statements += (
                Statement(
                    id=number,
                    kind=Kind.INDIRECT,
                    source=(),
                    cue=(),
                    content=((start, len(story.text)),),
                    chain=links,
                    stance=Stance(stance),
                    said="2024-02-08",
                ),
            )
    story.text += marked[position:]
    return story


def read_events(marked: str) -> tuple[str, tuple[Event, ...]]:
    story = unmark(marked, Story())
    document = document_of(Article(text=story.text, published="2024-02-09"))
    return story.text, find_events(document, find_entities(document), story.times, story.statements)


def names(event: Event) -> list[str]:
    return [participant.name for participant in event.participants]


def words(text: str, event: Event) -> str:
    return text[event.evidence[0] : event.evidence[1]]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Ann Orr met Ivo Hale in Oslo.", ["Ann Orr", "Ivo Hale"]),
        ("Ann Orr plans to meet with Ivo Hale.", ["Ann Orr", "Ivo Hale"]),
        ("Ann Orr's meeting with Ivo Hale was postponed.", ["Ann Orr", "Ivo Hale"]),
        ("A summit between Norway and Finland was called off.", ["Norway", "Finland"]),
        ("Ann Orr called off a meeting with Ivo Hale.", ["Ann Orr", "Ivo Hale"]),
        ("Ann Orr will testify before the Senate Judiciary Committee.", ["Ann Orr", "Senate Judiciary Committee"]),
        ("Ann Orr gave a speech. She will visit Norway.", ["Ann Orr"]),
        ("A treaty was signed by Ann Orr.", ["Ann Orr"]),
    ],
)
def test_participants(sentence: str, who: list[str]):
    _, events = read_events(sentence)
    assert sorted(names(events[-1])) == sorted(who)


def test_who_goes_who_receives():
    _, (event,) = read_events("Ann Orr will testify before the Senate Judiciary Committee.")
    assert {p.name: p.role for p in event.participants} == {
        "Ann Orr": Role.ACTOR,
        "Senate Judiciary Committee": Role.HOST,
    }


def test_one_who_calls_for_a_cancellation_takes_no_part():
    _, (event,) = read_events("Ann Orr urged Ivo Hale to cancel [day:Monday|2024-02-12]'s summit with Jon Lund.")
    assert "Ann Orr" not in names(event)


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Ann Orr met Ivo Hale in Geneva.", "Geneva"),
        ("Ann Orr met Ivo Hale in Geneva, Switzerland.", "Geneva"),
        ("Ann Orr will visit Norway.", "Norway"),
        ("Ann Orr will travel to Norway.", "Norway"),
        ("Ann Orr called off her trip to Norway.", "Norway"),
        ("Ann Orr met Ivo Hale at the White House.", "Washington"),
        ("Ann Orr met Ivo Hale.", None),
    ],
)
def test_place(sentence: str, place: str | None):
    _, events = read_events(sentence)
    assert events[0].place == place


@pytest.mark.parametrize(
    ("sentence", "when"),
    [
        ("Ann Orr will visit Norway on [day:Monday|2024-02-12].", "2024-02-12"),
        ("Ann Orr cancelled a visit planned for [day:Monday|2024-02-12].", "2024-02-12"),
        ("The [day:Monday|2024-02-12] visit of Ann Orr is off.", "2024-02-12"),
        # Weeks are intervals of days.
        ("Ann Orr will visit Norway [day:next week|2024-W07].", "2024-02-12/2024-02-18"),
        # The day of the postponement is not the day of the visit.
        ("Ann Orr's visit was postponed on [day:Friday|2024-02-09].", None),
        # What is moved has its new day.
        ("Ann Orr's visit was moved from [day:Monday|2024-02-12] to [day:May 3|2024-05-03].", "2024-05-03"),
        # What is put off without a new day keeps the old one.
        ("Ann Orr's visit, set for [day:Monday|2024-02-12], was postponed.", "2024-02-12"),
    ],
)
def test_when(sentence: str, when: str | None):
    _, events = read_events(sentence)
    assert {event.when for event in events} == {when}


def test_mentions_share_what_they_know():
    _, events = read_events(
        "Ann Orr will visit Norway on [day:Monday|2024-02-12]. "
        "[s:Ivo Hale|asserts|The visit has been called off], said Ivo Hale."
    )
    scheduled, cancelled = events
    assert (scheduled.status, cancelled.status) == (Status.SCHEDULED, Status.CANCELLED)
    assert scheduled.event == cancelled.event
    assert (cancelled.place, cancelled.when, names(cancelled)) == ("Norway", "2024-02-12", ["Ann Orr"])


def test_another_meeting_is_another_event():
    _, events = read_events("Ann Orr met Ivo Hale in Oslo. Ann Orr will meet Jon Lund in Geneva.")
    assert len({event.event for event in events}) == 2


def test_an_event_stands_on_the_word_of_the_innermost_statement():
    text, (event,) = read_events(
        "Tass said that [s:Tass|asserts|Ivo Hale had told it that "
        "[s:Tass > Ivo Hale|asserts|the visit of Ann Orr was cancelled]]."
    )
    assert [link.name for link in event.chain] == ["Tass", "Ivo Hale"]
    assert (event.statement, event.said) == ("s1", "2024-02-08")
    assert words(text, event) == "the visit of Ann Orr was cancelled"


def test_own_voice_has_no_chain():
    _, (event,) = read_events("Ann Orr cancelled her visit to Norway.")
    assert (event.chain, event.statement, event.said) == ((), None, None)


def test_a_denial_of_a_delay_on_the_word_of_the_denier():
    _, (event,) = read_events(
        "Ivo Hale dismissed the story: [s:Ivo Hale|denies|the visit of Ann Orr had been postponed], he called untrue."
    )
    assert event.status is Status.PLANNED


def test_a_change_and_what_it_changed_are_two_reports():
    text, events = read_events(
        "Ann Orr cancelled a meeting with Ivo Hale that had been set for [day:Monday|2024-02-12]."
    )
    assert {event.status for event in events} == {Status.CANCELLED, Status.SCHEDULED}
    assert {event.when for event in events} == {"2024-02-12"}
    scheduled = next(event for event in events if event.status is Status.SCHEDULED)
    assert words(text, scheduled).endswith("set for Monday")


def test_what_was_set_is_known_beyond_the_word_of_who_may_call_it_off():
    _, events = read_events(
        "Aides said [s:Ivo Hale|asserts|Ann Orr may cancel her visit planned for [day:Monday|2024-02-12]]."
    )
    assert {(event.status, tuple(link.name for link in event.chain)) for event in events} == {
        (Status.UNCONFIRMED, ("Ivo Hale",)),
        (Status.SCHEDULED, ()),
    }


def test_a_clause_after_the_matter_of_a_vote_dates_the_vote():
    _, events = read_events(
        "Parliament canceled a vote on the nomination of Ivo Hale, "
        "which had been scheduled for [day:Monday|2024-02-12]."
    )
    assert {event.status for event in events} == {Status.CANCELLED, Status.SCHEDULED}


def test_what_is_told_late_joins_what_was_told_early():
    _, events = read_events(
        "Ann Orr will testify before a Senate panel. "
        "Ann Orr will testify before the Senate Judiciary Committee on [day:Monday|2024-02-12]."
    )
    assert len({event.event for event in events}) == 1


def test_several_rallies_are_not_the_rally():
    _, events = read_events(
        "Ann Orr will hold a rally in Oslo on [day:Monday|2024-02-12]. "
        "Ann Orr's rallies were held in Bergen on [day:Friday|2024-02-02]."
    )
    assert len({event.event for event in events}) == 2


def test_a_dateline_calls_nothing_off():
    _, (event,) = read_events("Oslo (Vesna) Ann Orr on Thursday canceled a meeting with Ivo Hale.")
    assert sorted(names(event)) == ["Ann Orr", "Ivo Hale"]


def test_a_plan_told_after_the_guest_is_the_meetings():
    _, events = read_events(
        "Ann Orr canceled a meeting with President Ivo Hale planned for [day:next week|2024-W07] as a dispute grew."
    )
    assert {(event.status, event.when) for event in events} == {
        (Status.CANCELLED, "2024-02-12/2024-02-18"),
        (Status.SCHEDULED, "2024-02-12/2024-02-18"),
    }


def test_a_future_meeting_is_not_the_one_called_off():
    _, events = read_events(
        "Ann Orr canceled her meeting with Ivo Hale. Ann Orr will work to schedule a future meeting with Ivo Hale."
    )
    assert len({event.event for event in events}) == 2


def test_a_hearing_has_many_witnesses():
    _, events = read_events(
        "Ann Orr will attend the hearing on [day:Monday|2024-02-12]. Ivo Hale said he would attend the hearing."
    )
    assert len({event.event for event in events}) == 1


def test_who_agrees_does_a_deed():
    _, (event,) = read_events("[s:Ann Orr|intends|Ann Orr has agreed to visit Norway], said the palace.")
    assert [link.name for link in event.chain] == ["Ann Orr"]


def test_the_day_of_an_agreement_is_not_that_of_the_hearing():
    _, events = read_events("On [day:Sunday|2024-02-04] they agreed to the hearing before the Senate.")
    assert {event.when for event in events} == {None}


def test_that_day_may_be_any():
    _, events = read_events("Ann Orr is holding a rally on [day:that day|2024-02-08].")
    assert {event.when for event in events} == {None}


def test_who_is_called_upon_takes_part():
    _, events = read_events("Ann Orr called for Ivo Hale to testify before the Senate on [day:Monday|2024-02-12].")
    assert all("Ivo Hale" in names(event) and "Ann Orr" not in names(event) for event in events)


def test_whose_decision_is_praised_takes_part_not_who_praises():
    _, (event,) = read_events("Ivo Hale praised Ann Orr's decision to delay the rally.")
    assert names(event) == ["Ann Orr"]


def test_countries_leave_on_a_day():
    _, (event,) = read_events("Norway will leave as planned on [day:March 29|2024-03-29].")
    assert (event.status, event.when) == (Status.SCHEDULED, "2024-03-29")


def test_what_somebody_goes_on_to_say_of_a_meeting_is_of_that_meeting():
    _, events = read_events(
        "Ann Orr met Jon Lund. [s:Ivo Hale|expects|A meeting in Oslo is possible], Ivo Hale said. "
        "“[s:Ivo Hale|expects|I think we will be able to meet],” he said."
    )
    assert [event.what for event in events] == ["Ann Orr meets Jon Lund", "Meeting in Oslo"]


def test_who_is_seen_at_a_meeting_under_a_picture_takes_part():
    _, (event,) = read_events("Ann Orr during a meeting with members of the Security Council in Oslo.")
    assert sorted(names(event)) == ["Ann Orr", "Security Council"]


def test_who_went_for_an_interview_gave_it():
    _, events = read_events("Ann Orr recently visited Norway for an interview with Ivo Hale.")
    assert {(event.type.value, event.status) for event in events} == {
        ("visit", Status.HELD),
        ("interview", Status.HELD),
    }


def test_his_rally_is_of_him_who_moves_it():
    _, events = read_events("Ivo Hale was glad. Jon Lund listened to Oslo and has chosen to move his rally.")
    assert [names(event) for event in events] == [["Jon Lund"]]


def test_an_event_has_one_entry_for_each_status_and_chain():
    _, events = read_events(
        "Ann Orr will visit Norway on [day:Monday|2024-02-12]. The visit will take place on [day:Monday|2024-02-12]."
    )
    assert [event.status for event in events] == [Status.SCHEDULED]


def test_a_back_reference_reports_nothing():
    text, events = read_events("Ann Orr met Ivo Hale in Oslo. Ann Orr said after the meeting that it was late.")
    assert [words(text, event) for event in events] == ["Ann Orr met Ivo Hale in Oslo"]


def test_testimony_is_not_the_hearing():
    _, events = read_events(
        "The Senate scheduled a hearing for [day:Monday|2024-02-12]. Ann Orr refused to testify before the Senate."
    )
    assert len({event.event for event in events}) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "The meeting room was painted.",
        "March was cold.",
        "He quit in protest.",
        "The plan was met with laughter.",
        "They have talked about future elections.",
        "He met the standards.",
        "The police are looking into the case.",
        "The demonstrators were met over the weekend by riot police.",
        "The office's data gathering once worked well.",
        "The bill could not get the 60 votes that it needed.",
        "Ann Orr won the popular vote.",
        "Norway left the Framework Convention on Fisheries.",
        "Nobody knew of the planning or execution of the murder.",
    ],
)
def test_no_event(sentence: str):
    assert read_events(sentence)[1] == ()


@pytest.mark.parametrize(
    ("sentence", "root"),
    [
        ("Ann Orr cancelled her visit to Norway.", "CONSULT"),
        ("Ann Orr signed a treaty with Norway.", "AGREE"),
        ("Norway deployed troops to Svalbard.", "MOBILIZE"),
        ("Norway will withdraw its troops from Svalbard.", "RETREAT"),
        ("Minister Ann Orr resigned on [day:Monday|2024-02-05].", "CONCEDE"),
    ],
)
def test_plover_root(sentence: str, root: str):
    _, (event, *_) = read_events(sentence)
    assert event.plover == root


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("Ann Orr plans to visit Norway.", "Ann Orr visits Norway"),
        ("Ann Orr met Ivo Hale in Geneva.", "Ann Orr meets Ivo Hale in Geneva"),
        ("A summit between Norway and Finland was called off.", "Norway and Finland hold a summit"),
        ("Ann Orr refused to testify before the Senate.", "Ann Orr testifies before Senate"),
        ("Ann Orr will step down in [day:May|2024-05].", "Ann Orr steps down"),
        ("Ann Orr fired Ivo Hale on [day:Monday|2024-02-05].", "Ann Orr fires Ivo Hale"),
        ("The town was full of talk that Ann Orr would retire in [day:May|2024-05].", "Ann Orr retires"),
    ],
)
def test_what(sentence: str, what: str):
    _, (event,) = read_events(sentence)
    assert event.what == what


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("The Norwegian premier's trip to Oslo was postponed.", "Norwegian premier's trip to Oslo"),
        (
            "A second round of talks on fishing quotas, due to be held in Oslo, was called off.",
            "Talks on fishing quotas in Oslo",
        ),
        ("The fishing agreement will be signed in Oslo.", "The fishing agreement is signed in Oslo"),
        ("A visit by Ann Orr was postponed.", "Visit by Ann Orr"),
    ],
)
def test_what_in_the_words_of_the_article(sentence: str, what: str):
    _, (event,) = read_events(sentence)
    assert event.what == what


def test_what_a_visit_would_be_is_that_visit():
    _, (event,) = read_events(
        "Ann Orr will visit Oslo on [day:March 18|2024-03-18], her aides said on [day:Monday|2024-02-05], "
        "in what would be the first visit to Norway by a mayor."
    )
    assert (event.what, event.when) == ("Ann Orr visits Oslo", "2024-03-18")


def test_who_visits_a_city_visits_its_country():
    _, events = read_events(
        "Ann Orr will visit Norway on [day:March 18|2024-03-18]. She will travel to Oslo on "
        "[day:March 18|2024-03-18], [s:Ivo Hale|asserts|and the visit to Oslo was not cancelled]."
    )
    assert len({event.event for event in events}) == 1


def test_a_delay_recalled_beside_a_new_date_keeps_its_own():
    _, events = read_events(
        "[s:Ivo Hale|intends|Ann Orr will visit Norway on [day:April 22|2024-04-22]], a day after Oslo confirmed that "
        "[s:Oslo|confirms|the visit had been postponed]."
    )
    assert {(event.status, event.when) for event in events} == {
        (Status.SCHEDULED, "2024-04-22"),
        (Status.POSTPONED, None),
    }


def test_what_is_going_ahead_is_not_yet_under_way():
    _, (event, *_) = read_events("Ann Orr's visit to Norway is going ahead.")
    assert event.status in (Status.PLANNED, Status.SCHEDULED)


def test_a_call_on_a_day_that_is_past_has_been_held():
    _, (event,) = read_events(
        "Ann Orr and Ivo Hale agreed the new date in a telephone call on [day:Monday|2024-02-05]."
    )
    assert event.status is Status.HELD


def test_the_day_told_elsewhere_fills_in_the_month():
    _, events = read_events(
        "Ann Orr denied that her visit to Norway [day:next month|2024-03] had been postponed. "
        "[s:Ivo Hale|asserts|The visit to Norway is scheduled for [day:March 18|2024-03-18]]."
    )
    assert {event.when for event in events} == {"2024-03-18"}


def test_evidence_is_told_without_the_dateline():
    text, (event,) = read_events("OSLO, Feb. 8 (Vesna) - Ann Orr met Ivo Hale in Geneva.")
    assert words(text, event).startswith("Ann Orr met")


def test_spans_fit_the_text():
    text, events = read_events(
        "“The visit,” Ann Orr said, “will not be put off.” "
        "A summit between Norway and Finland was called off on Friday."
    )
    for event in events:
        for start, end in (event.trigger, event.evidence):
            assert 0 <= start < end <= len(text)
        assert event.evidence[0] <= event.trigger[0] and event.trigger[1] <= event.evidence[1]


@pytest.mark.parametrize("text", ["", "   \n", "Visit. Visit! “Meeting” (talks)", "will will visit visit visit" * 50])
def test_no_text_is_too_strange(text: str):
    read_events(text)
