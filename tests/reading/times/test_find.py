"""What time expressions mean: a page of sentences, each with its day of publication and its value."""

from __future__ import annotations

import doctest
from datetime import date
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.article import Article
from reportedly.edtf import from_timex
from reportedly.reading.syntax.parse import parse
from reportedly.reading.times import find as find_times_in
from reportedly.reading.times import timex
from reportedly.reading.times import words as calendar_words
from reportedly.reading.times.find import Tense, find_times, resolve
from reportedly.reading.times.grammar import find_phrases
from reportedly.record import Time
from tests.documents import document_of

FRIDAY = "2024-02-09"  # the day of publication where a case names no other


def times_of(text: str, published: str | None = FRIDAY) -> list[tuple[str, str, str | None]]:
    """Words, type and value of every time expression."""
    article = Article(text=text, published=published)
    return [(text[slice(*time.span)], time.type.value, time.value) for time in find_times(document_of(article))]


@pytest.mark.parametrize(
    ("sentence", "words", "value"),
    [
        # A past verb looks back, a verb of what is to come looks ahead.
        ("The minister met the envoy on Wednesday.", "Wednesday", "2024-02-07"),
        ("The minister will meet the envoy on Wednesday.", "Wednesday", "2024-02-14"),
        ("The envoy, who landed on Monday, said nothing.", "Monday", "2024-02-05"),
        ("The envoy is to land on Monday.", "Monday", "2024-02-12"),
        ("The envoy is arriving on Monday.", "Monday", "2024-02-12"),
        ("The envoy leaves on Monday.", "Monday", "2024-02-12"),
        ("The envoy has been in the city since Monday.", "Monday", "2024-02-05"),
        ("The two sides plan to sign the accord on Tuesday.", "Tuesday", "2024-02-13"),
        ("The hearing is scheduled for Tuesday.", "Tuesday", "2024-02-13"),
        ("The talks, due on Sunday, have been postponed.", "Sunday", "2024-02-11"),
        ("The court could rule on Thursday.", "Thursday", "2024-02-15"),
        ("The strike did not begin on Thursday.", "Thursday", "2024-02-08"),
        ("The company has scheduled a news conference for Thursday.", "Thursday", "2024-02-15"),
        ("Officials began to count the votes on Sunday.", "Sunday", "2024-02-04"),
        ("The union managed to win the vote on Sunday.", "Sunday", "2024-02-04"),
        ("Lawyers will appeal Thursday's ruling.", "Thursday", "2024-02-08"),
        # The day of publication itself, by its name
        ("The minister resigned on Friday.", "Friday", "2024-02-09"),
        ("The court will rule on Friday.", "Friday", "2024-02-09"),
        # The verb next to the day, not the first one
        ("She said on Thursday that the vote will be held on Monday.", "Thursday", "2024-02-08"),
        ("She said on Thursday that the vote will be held on Monday.", "Monday", "2024-02-12"),
        ("He told reporters the fleet would sail on Saturday.", "Saturday", "2024-02-10"),
        # What sets a time looks ahead of itself
        ("The league moved the match to Sunday.", "Sunday", "2024-02-11"),
        ("The court postponed the trial until Monday.", "Monday", "2024-02-12"),
        ("The mayor scheduled the rally for February 19.", "February 19", "2024-02-19"),
        ("The session had been scheduled for Thursday.", "Thursday", "2024-02-08"),
        ("The sides reached an agreement for a Monday hearing.", "Monday", "2024-02-12"),
        ("The envoy said he will be at Monday's hearing.", "Monday", "2024-02-12"),
        ("The envoy spoke after Monday's attack.", "Monday", "2024-02-05"),
        # Days of a month
        ("Orla Venn will visit Ankara on February 12.", "February 12", "2024-02-12"),
        ("The plant closed on Feb. 12.", "Feb. 12", "2023-02-12"),
        ("The bonds are payable Jan. 3.", "Jan. 3", "2025-01-03"),
        ("The ship sank on Nov. 25.", "Nov. 25", "2023-11-25"),
        ("The museum opens on 3 March.", "3 March", "2024-03-03"),
        ("The museum opened on the 3rd of March.", "the 3rd of March", "2023-03-03"),
        ("The visit, which was scheduled for February 12, was postponed.", "February 12", "2024-02-12"),
        ("The president was to have visited on February 12.", "February 12", "2024-02-12"),
        ("The summit would have opened on February 12.", "February 12", "2024-02-12"),
        ("The accord was signed on Sunday, April 23.", "Sunday, April 23", "2023-04-23"),
        ("The rally was held on June 4, 1989.", "June 4, 1989", "1989-06-04"),
        ("The offer expires on 2024-03-01.", "2024-03-01", "2024-03-01"),
        ("The memo is dated 08/27/98.", "08/27/98", "1998-08-27"),
        # Months, seasons, quarters
        ("The two leaders met in September.", "September", "2023-09"),
        ("The two leaders will meet in September.", "September", "2024-09"),
        ("The bridge was damaged in late November.", "late November", "2023-11"),
        ("The tunnel will open in mid-May.", "mid-May", "2024-05"),
        ("The law was passed in July 1997.", "July 1997", "1997-07"),
        ("He was elected last October.", "last October", "2023-10"),
        ("The road reopened in January last year.", "January last year", "2023-01"),
        ("The harvest failed last summer.", "last summer", "2023-SU"),
        ("Profit fell in the fourth quarter.", "the fourth quarter", "2023-Q4"),
        ("Profit will fall in the second quarter.", "the second quarter", "2024-Q2"),
        ("It expects to report a fourth-quarter loss.", "fourth-quarter", "2023-Q4"),
        ("The launch slipped to the last quarter of 2025.", "the last quarter of 2025", "2025-Q4"),
        ("The bank set a year-end deadline.", "a year-end", "2024-12-31"),
        ("The plant will open in the first half of next year.", "the first half of next year", "2025-H1"),
        # This, last, next
        ("The ministers met last week.", "last week", "2024-W05"),
        ("The ministers will meet early next week.", "early next week", "2024-W07"),
        ("Early next year the rules will change.", "Early next year", "2025"),
        ("The bill must pass by the end of the month.", "the end of the month", "2024-02"),
        ("Sales fell earlier this month.", "earlier this month", "2024-02"),
        ("He won in late 2023.", "late 2023", "2023"),
        ("The vote was last Friday.", "last Friday", "2024-02-02"),
        ("The vote is next Friday.", "next Friday", "2024-02-16"),
        ("Troops moved in over the weekend.", "the weekend", "2024-W05-WE"),
        ("The deal will close by year-end.", "year-end", "2024-12-31"),
        # So long ago
        ("The war began two years ago.", "two years ago", "2022"),
        ("The talks broke down ten days ago.", "ten days ago", "2024-01-30"),
        ("The law was changed several years ago.", "several years ago", "PAST_REF"),
        ("The envoy will return in two weeks.", "in two weeks", "2024-W08"),
        # From the date mentioned before
        ("He became a judge in 1995. He retired the following year.", "the following year", "1996"),
        ("They met on May 3, 2011. The previous day they had quarrelled.", "The previous day", "2011-05-02"),
        ("The bank failed on May 3, 2011. Two days later it was sold.", "Two days later", "2011-05-05"),
        ("Sales rose in the fourth quarter from a year earlier.", "a year earlier", "2022-Q4"),
        ("In late 2022 he said the line could open early next year.", "early next year", "2023"),
        # Parts of days, and the clock
        ("The fire broke out on Wednesday night.", "Wednesday night", "2024-02-07TNI"),
        ("The president will speak tonight.", "tonight", "2024-02-09TNI"),
        ("Polls close at 10 a.m. Moscow time.", "10 a.m. Moscow time", "2024-02-09T10:00"),
        ("The train left at 5:40 p.m. Thursday.", "5:40 p.m. Thursday", "2024-02-08T17:40"),
        ("The deadline passed on Wednesday at noon.", "Wednesday at noon", "2024-02-07T12:00"),
        # Decades, centuries, vague times
        ("Prices doubled in the 1990s.", "the 1990s", "199"),
        ("It was built in the 19th century.", "the 19th century", "18"),
        ("The firm now employs 40 people.", "now", "PRESENT_REF"),
        ("The firm recently hired 40 people.", "recently", "PAST_REF"),
        ("Nobody knows the future.", "the future", "FUTURE_REF"),
        # Durations and sets
        ("They began a three-day visit.", "three-day", "P3D"),
        ("She has led the party for twenty-six years.", "twenty-six years", "P26Y"),
        ("He has worked there for the past four months.", "the past four months", "P4M"),
        ("The flight took 5 1/2 hours.", "5 1/2 hours", "PT5H30M"),
        ("They waited for weeks.", "weeks", "PXW"),
        ("The council meets every Monday.", "every Monday", "XXXX-WXX-1"),
        ("It costs $3 billion a year.", "a year", "P1Y"),
        ("The paper appears daily.", "daily", "P1D"),
    ],
)
def test_value(sentence: str, words: str, value: str) -> None:
    found = {text: found for text, _, found in times_of(sentence)}
    assert found.get(words) == value, found


@pytest.mark.parametrize(
    ("sentence", "published", "words", "value"),
    [
        ("The bank will open in January.", "2023-12-28", "January", "2024-01"),
        ("The bank opened in December.", "2024-01-02", "December", "2023-12"),
        ("The dam was finished yesterday.", "2024-03-01", "yesterday", "2024-02-29"),
        ("The ministers met last week.", "2021-01-04", "last week", "2020-W53"),
        ("The embassy reopened on Thanksgiving Day.", "2024-02-09", "Thanksgiving Day", "2023-11-23"),
        ("No trains will run on Boxing Day.", "2026-03-04", "Boxing Day", "2026-12-26"),
        ("The chapel burned down last Christmas Eve.", "2026-03-04", "last Christmas Eve", "2025-12-24"),
        ("The shop will close on Whit Monday.", "2026-03-04", "Whit Monday", "2026-05-25"),
        ("The mayor spoke on Maundy Thursday.", "2026-05-04", "Maundy Thursday", "2026-04-02"),
        ("The shop will open on Monday.", "2026-03-04", "Monday", "2026-03-09"),
        ("The court ruled in the fourth quarter.", "2024-11-20", "the fourth quarter", "2024-Q4"),
    ],
)
def test_around_the_turn_of_month_and_year(sentence: str, published: str, words: str, value: str) -> None:
    assert (words, value) in [(text, found) for text, _, found in times_of(sentence, published)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The union may strike.",
        "Ministers may be asked to resign.",
        "Thousands march through the city.",
        "The factory employs 1,800 workers.",
        "He reads the Sunday Times.",
        "The sun rose over the bay.",
        "A 26-year-old man was held.",
        "The second man fled.",
        "He is a columnist for USA Today.",
        "Theresa May was laughed at. May sat down, and lawmakers called on May to resign over May's plan.",
        "The video runs 4:59 and the team won 10:35.",
        "The share closed at $19.50, down 2024 points.",
        # What has a number of its own
        "The crew of flight 2031 waited.",
        "Rooms 2014 and 2015 were empty.",
        "Buses on route 1999 are late.",
        "Seat number 2010 was free.",
        "Locomotive No. 1984 was scrapped.",
        "She lives at 1935 Elm Street.",
    ],
)
def test_words_that_only_look_like_times(sentence: str) -> None:
    assert times_of(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("It was built in 1995.", "DATE"),
        ("It opened at 10:30 a.m.", "TIME"),
        ("It lasted three days.", "DURATION"),
        ("It is held every year.", "SET"),
    ],
)
def test_types(sentence: str, type_: str) -> None:
    assert [found for _, found, _ in times_of(sentence)] == [type_]


@pytest.mark.parametrize(
    ("sentence", "words", "value"),
    [
        ("The flight of 2031 was long.", "2031", "2031"),
        ("Tickets in 2024 cost more.", "2024", "2024"),
        ("There is no 2020 budget.", "2020", "2020"),
        ("In 1935 Elm Street was paved.", "1935", "1935"),
    ],
)
def test_years_beside_what_has_numbers(sentence: str, words: str, value: str) -> None:
    assert [(w, v) for w, _, v in times_of(sentence)] == [(words, value)]


@pytest.mark.parametrize(
    ("sentence", "published", "value"),
    [
        # What a holiday bounds is told of the coming one where that is near.
        ("Ministers had hoped for a deal before Easter.", "2026-03-10", "2026-04-05"),
        ("The strike was called off before Christmas.", "2026-12-10", "2026-12-25"),
        ("The bill was drafted before Easter.", "2026-09-10", "2026-04-05"),
        ("She left hospital before Christmas.", "2026-12-28", "2026-12-25"),
        ("He left the party at Easter.", "2026-03-10", "2025-04-20"),
    ],
)
def test_holidays_that_bound_what_is_told(sentence: str, published: str, value: str) -> None:
    assert [v for _, _, v in times_of(sentence, published)] == [value]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        # The day of the event, where that of the deed would be months ago
        ("The city called off the visit to Tarn on October 6.", "2026-10-06"),
        ("Parliament postponed the vote on October 20.", "2026-10-20"),
        ("The mayor called off the march on September 10.", "2026-09-10"),
        ("The mayor called off the march on July 10.", "2026-07-10"),
        ("The storm hit the coast on October 6.", "2025-10-06"),
    ],
)
def test_the_day_of_what_is_called_off(sentence: str, value: str) -> None:
    assert [v for _, _, v in times_of(sentence, "2026-09-15")] == [value]


def test_a_wire_dateline_gives_day_and_time() -> None:
    assert times_of("AP-NY-08-07-98 0855EDT") == [("08-07-98 0855EDT", "TIME", "1998-08-07T08:55")]


def test_a_day_keeps_its_meaning_where_a_later_verb_leaves_it_open() -> None:
    text = "The panel will hear her on Monday. Monday's hearing is public."
    assert [value for _, _, value in times_of(text, "2024-02-06")] == ["2024-02-12", "2024-02-12"]


def test_an_impossible_date_is_found_and_has_no_value() -> None:
    assert times_of("The report is due on February 30.") == [("February 30", "DATE", None)]


def test_without_publication_time_relative_dates_stay_unresolved() -> None:
    text = "On Friday he said the vote would be held next month, as in 1998 after the law of June 4, 1989."
    values = {words: value for words, _, value in times_of(text, None)}
    assert values["Friday"] is None
    assert values["next month"] is None
    assert values["1998"] == "1998"
    assert values["June 4, 1989"] == "1989-06-04"


APPOINTED = "2026-03-04"


@pytest.mark.parametrize(
    ("sentence", "words", "value"),
    [
        # What a finished verb calls off, moves or announces lies ahead.
        ("The summit in Riga on March 19 has been cancelled.", "March 19", "2026-03-19"),
        ("The visit to Nairobi on March 18 was cancelled.", "March 18", "2026-03-18"),
        ("The June 7 election has been moved to the autumn.", "June 7", "2026-06-07"),
        ("The union has called off the strike on April 12.", "April 12", "2026-04-12"),
        ("The conference on November 12 was postponed.", "November 12", "2026-11-12"),
        ("Her trip to Malta on April 2 has been confirmed.", "April 2", "2026-04-02"),
        ("Organisers cancelled Saturday's concert.", "Saturday", "2026-03-07"),
        ("Friday's hearing has been postponed.", "Friday", "2026-03-06"),
        ("The vote was put off until Tuesday.", "Tuesday", "2026-03-10"),
        ("The conference opens Nov. 12 in Riga.", "Nov. 12", "2026-11-12"),
        # What is hardly over does not come again for a year.
        ("The meeting on March 3 was cancelled.", "March 3", "2026-03-03"),
        # What took place, and what nobody appoints, lies behind.
        ("They agreed on it at the summit on February 19.", "February 19", "2026-02-19"),
        ("The summit was held on November 12.", "November 12", "2025-11-12"),
        ("The storm on November 12 damaged forty houses.", "November 12", "2025-11-12"),
        ("Sunday's storm damaged forty houses.", "Sunday", "2026-03-01"),
        # Weekdays of a month, and weeks
        ("The board meets on the last Friday of this month.", "the last Friday of this month", "2026-03-27"),
        ("The board will meet on the first Monday of April.", "the first Monday of April", "2026-04-06"),
        ("The board met on the third Tuesday of May 2025.", "the third Tuesday of May 2025", "2025-05-20"),
        ("The inquiry will resume the week after next.", "the week after next", "2026-W12"),
        ("On this day in 1974 the bridge was opened.", "this day in 1974", "1974-03-04"),
        ("On March 4 of 1933 the bridge was opened.", "March 4 of 1933", "1933-03-04"),
        # An hour belongs to the day behind it.
        ("Voting starts at 7 a.m. (0500 GMT) on Sunday.", "7 a.m.", "2026-03-08T07:00"),
        ("Talks start at 2 p.m. in Mombasa on Monday.", "2 p.m.", "2026-03-09T14:00"),
        # Days in speech count from the day it was said.
        ("“We will meet tomorrow,” Varga said on Monday.", "tomorrow", "2026-03-03"),
        ("“We will meet tomorrow,” Varga vowed on Monday.", "tomorrow", "2026-03-03"),
        ("Addressing reporters on Monday, Varga said: “We will meet tomorrow.”", "tomorrow", "2026-03-03"),
        (
            "“We will meet tomorrow,” Varga said, promising that nobody would be late on Monday.",
            "tomorrow",
            "2026-03-05",
        ),
        ("“We will meet tomorrow,” Varga said of Orr, who promised on Sunday to come.", "tomorrow", "2026-03-05"),
        ("“The ship sailed yesterday,” the captain told reporters on Monday.", "yesterday", "2026-03-01"),
        ("On Sunday, Berg told members: “The strike begins tomorrow.”", "tomorrow", "2026-03-02"),
        ("“There will be an election this year,” Varga said in 2024.", "this year", "2024"),
        ("“We will meet tomorrow,” Varga said.", "tomorrow", "2026-03-05"),
        ("Varga said on Monday that they would meet tomorrow.", "tomorrow", "2026-03-05"),
    ],
)
def test_days_that_are_appointed_and_days_in_speech(sentence: str, words: str, value: str) -> None:
    assert (words, value) in [(found, meant) for found, _, meant in times_of(sentence, APPOINTED)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The letter is dated 05/06/2025.", "05/06/2025", None),
        ("The form was stamped 12/25/2025 by the clerk.", "12/25/2025", "2025-12-25"),
        ("The permit runs out on 31.08.2026.", "31.08.2026", "2026-08-31"),
        ("The contract of 03/05/2026 expires on 31/12/2026.", "03/05/2026", "2026-05-03"),
        ("The note was filed on 03/04/2026.", "03/04/2026", "2026-03-04"),  # the day of publication
    ],
)
def test_the_order_of_day_and_month_in_figures_is_told_or_unknown(text: str, words: str, value: str | None) -> None:
    assert (words, value) in [(found, meant) for found, _, meant in times_of(text, APPOINTED)]


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_safe(published: str) -> None:
    text = "Last year, last week, yesterday and on Friday they met; tomorrow and in 50 years they will."
    for _, _, value in times_of(text, published):
        from_timex(value)


@pytest.mark.parametrize("module", [timex, calendar_words, find_times_in])
def test_examples_of_the_docstrings_are_true(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_resolve_asks_for_the_tense() -> None:
    published = date(2024, 2, 9)
    assert resolve("on Wednesday", published=published, tense=Tense.PAST) == "2024-02-07"
    assert resolve("on Wednesday", published=published, tense=Tense.FUTURE) == "2024-02-14"
    assert resolve("early next year", published=published, tense=Tense.FUTURE) == "2025"
    assert resolve("last week", published=published, tense=Tense.PAST) == "2024-01-29/2024-02-04"
    assert resolve("for ever", published=published, tense=Tense.PAST) is None
    assert resolve("on Wednesday", published=None, tense=Tense.PAST) is None


def test_a_megabyte_of_digits_or_of_time_words_is_read_in_linear_time() -> None:
    assert list(find_phrases("7" * 1_000_000)) == []
    assert sum(1 for _ in find_phrases("last " * 200_000)) == 0
    assert sum(1 for _ in find_phrases("1/" * 100_000 + "in the two " * 50_000)) >= 0


WORDS = st.sampled_from(
    "on in the last next this Friday May 30 February 31 1995 2024-02-30 10:30 a.m. noon year years two 99 ago later "
    "quarter third - , 's fall nineteen 0 9999 week century Easter every a $ 1/0 \n won 24:00 12/31/99".split(" ")
)


@settings(max_examples=60, deadline=None)
@given(
    text=st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join)),
    published=st.sampled_from([None, "0001-01-01", "2024-02-29", "9999-12-31"]),
)
def test_any_text_gives_spans_inside_it_in_order_and_none_over_another(text: str, published: str | None) -> None:
    found: tuple[Time, ...] = find_times(parse(Article(text=text, published=published)))
    end = 0
    for time in found:
        assert end <= time.span[0] < time.span[1] <= len(text)
        end = time.span[1]
        from_timex(time.value)
        assert time.value is None or "None" not in time.value
