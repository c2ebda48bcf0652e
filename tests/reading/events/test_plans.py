"""Plans that a clause leaves no doubt of, by the shipped weights: shown however sure the heads are of them."""

from __future__ import annotations

import pytest

from reportedly import Article, read

PUBLISHED = "2026-03-04"


def shown(text: str) -> list[tuple[str, str | None]]:
    record = read(Article(text=text, published=PUBLISHED, outlet="Harbour Post"))
    return [(event.status.value, event.when) for event in record.events if event.shown]


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("The satellite Vela 2 will be launched from Kourou on March 24, the space agency said.", "2026-03-24"),
        ("The festival in Tallinn will be held from July 3 to July 5, its organisers said.", "2026-07-03/2026-07-05"),
        ("Ana Brandt said the launch would take place on June 3.", "2026-06-03"),
        ("Thirty parties have registered for the election that Slovenia is to hold on May 24.", "2026-05-24"),
        ("A hearing is listed for May 4, the court said.", "2026-05-04"),
        ("The launch of its supply ship remains set for March 27.", "2026-03-27"),
        ("Six states will send ships to the exercise off Tarn, which begins on May 4, the navy said.", "2026-05-04"),
        ("Orr would speak at the conference in Oslo, which opens on May 4, her office said.", "2026-05-04"),
        ("Nine states will send their ministers to the summit, to be held in Amman on June 24.", "2026-06-24"),
    ],
)
def test_a_plan_for_a_day_to_come_is_shown(text: str, report: str) -> None:
    assert ("scheduled", report) in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "The summit could be held on March 10, he said.",
        "Nobody said the summit would be held on March 10.",
        "Ana Brandt denied that the launch would take place on June 3.",
    ],
)
def test_what_may_be_or_is_denied_is_not(text: str) -> None:
    assert "scheduled" not in {status for status, _ in shown(text)}


@pytest.mark.parametrize(
    "text",
    [
        "“Nonsense,” said Premier Ana Brandt of a radio report that she had put off her meeting with the miners.",
        "“Lies,” said Ana Brandt of claims that she had cancelled the visit.",
        "“We know nothing,” Brandt said of reports that the summit had been postponed.",
    ],
)
def test_a_report_that_somebody_comments_on_is_not_his_word(text: str) -> None:
    assert [one for one in shown(text) if one[0] in ("cancelled", "postponed")] == []


def test_the_word_of_who_says_it_in_a_statement_stands() -> None:
    assert ("cancelled", None) in shown("The minister said in a statement that the summit had been cancelled.")


@pytest.mark.parametrize("text", ["SUMMIT CANCELLED", "STRIKE CALLED OFF AT LAST MINUTE", "MARCH CANCELLED"])
def test_a_headline_in_capitals_says_what_it_says(text: str) -> None:
    assert ("cancelled", None) in shown(text)


def test_two_launches_on_two_days_are_two_events() -> None:
    text = (
        "High winds forced the space agency to postpone Thursday's launch of a weather satellite. The launch of its "
        "supply ship remains set for March 27."
    )
    record = read(Article(text=text, published=PUBLISHED, outlet="Harbour Post"))
    assert [event.status.value for event in record.events] == ["postponed", "scheduled"]
    assert len({event.event for event in record.events}) == 2


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("The March 16 peace talks in Doha are off, Qatar's foreign minister said on Monday.", "2026-03-16"),
        ("Talks about the March 16 budget are off, Qatar's foreign minister said on Monday.", None),
        ("The 2024 peace talks in Doha are off.", None),
    ],
)
def test_the_day_of_a_name_is_the_day_of_the_event(text: str, when: str | None) -> None:
    (event,) = read(Article(text=text, published=PUBLISHED, outlet="Harbour Post")).events
    assert (event.status, event.when) == ("cancelled", when)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("The visit of President Orr to Lund on May 6 was postponed on Friday, officials said.", "2026-05-06"),
        ("The match between Tarn and Brask was cancelled on Saturday because of a storm.", None),
        # The day is that of the visit.
        ("The visit of President Orr to Lund on May 6 was called off because of a storm.", "2026-05-06"),
    ],
)
def test_the_day_on_which_it_was_called_off_is_not_its_day(text: str, when: str | None) -> None:
    (event, *_) = read(Article(text=text, published=PUBLISHED, outlet="Harbour Post")).events
    assert (event.status in ("postponed", "cancelled"), event.when) == (True, when)


def test_an_article_of_the_first_days_of_the_calendar_is_read() -> None:
    text = "The visit of President Orr to Lund was postponed on Friday, officials said."
    (event, *_) = read(Article(text=text, published="0001-01-06")).events
    assert event.status == "postponed"
