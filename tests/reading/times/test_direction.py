"""Days without a year beside verbs that set, call, move or disclose something: ahead where it was set, else past."""

from __future__ import annotations

import pytest

from reportedly.article import Article
from reportedly.reading.syntax.parse import parse
from reportedly.reading.times.find import find_times


def values_of(text: str, words: str, published: str) -> list[str | None]:
    """The values of the time expressions that are printed so."""
    document = parse(Article(text=text, published=published, language="en"))
    return [time.value for time in find_times(document) if text[slice(*time.span)] == words]


@pytest.mark.parametrize(
    ("text", "day", "value"),
    [
        # What is set for a day
        ("The union called a walkout for March 23.", "March 23", "2026-03-23"),
        ("The strike was called on Tuesday for March 20.", "March 20", "2026-03-20"),
        ("A snap election was called by the king for May 10.", "May 10", "2026-05-10"),
        ("The party convened a congress for March 28.", "March 28", "2026-03-28"),
        ("The mayor declared a day of mourning for March 12.", "March 12", "2026-03-12"),
        ("The trial was fixed for April 2.", "April 2", "2026-04-02"),
        ("The ball that was called off in March has been restored to her diary for May 26.", "May 26", "2026-05-26"),
        # A clause on the day says which one it was
        ("He was held until Saturday, when a judge set him free.", "Saturday", "2026-02-28"),
        ("He will be held until Saturday, when a judge hears him.", "Saturday", "2026-03-07"),
        # What is moved, to and from
        ("The game has been pushed back to March 17.", "March 17", "2026-03-17"),
        ("The court put the trial back to March 19.", "March 19", "2026-03-19"),
        ("The referendum has been postponed from April 12 to June 7.", "June 7", "2026-06-07"),
        ("The referendum has been postponed from April 12 to June 7.", "April 12", "2026-04-12"),
        ("The launch was put off to no earlier than April 2.", "April 2", "2026-04-02"),
        ("The launch was pushed back to no sooner than April 2.", "April 2", "2026-04-02"),
        ("The launch took place no later than January 2.", "January 2", "2026-01-02"),
        # A programme's name is no verb
        ("“We will win,” Al Rowe told CBS' Face the Nation Sunday.", "Sunday", "2026-03-01"),
        ("Rowe will appear on CBS' Face the Nation Sunday.", "Sunday", "2026-03-08"),
        # A cell of a table has no verb beside it
        ("Orsa v Lund | March 7 | Postponed", "March 7", "2026-03-07"),
        ("Moved from March 7 | On", "March 7", "2026-03-07"),
        # A plan whose verb tells what came of it
        ("The march in Bergen announced for Saturday has been called off.", "Saturday", "2026-03-07"),
        ("The rally in Riga scheduled for Friday was banned by the police.", "Friday", "2026-03-06"),
        ("The march announced for Saturday drew thousands.", "Saturday", "2026-02-28"),
        ("The hearing set for Monday was held behind closed doors.", "Monday", "2026-03-02"),
        # The day of something appointed
        ("The date of the vote, June 14, was announced on Monday.", "June 14", "2026-06-14"),
        ("The date of the wedding, June 20, was made public by the palace.", "June 20", "2026-06-20"),
        ("The date of the summit, May 8, was announced on Monday.", "May 8", "2026-05-08"),
        ("Parliament on Monday approved a referendum for June 21.", "June 21", "2026-06-21"),
        ("Rail bosses walked out of Saturday's meeting with the union.", "Saturday", "2026-02-28"),
        # What is past stays past.
        ("The hearing was set on Monday for April 9.", "Monday", "2026-03-02"),
        ("The strike was called on December 12.", "December 12", "2025-12-12"),
        ("He called for calm on December 12.", "December 12", "2025-12-12"),
        ("Data for December 12 showed a rise.", "December 12", "2025-12-12"),
        ("Police moved the suspect to Oslo on December 12.", "December 12", "2025-12-12"),
        ("Prices rose from November 2 to December 12.", "December 12", "2025-12-12"),
        ("The fair was postponed on December 12.", "December 12", "2025-12-12"),
        ("The union, founded on November 3, called a strike for May 1.", "November 3", "2025-11-03"),
    ],
)
def test_direction(text: str, day: str, value: str) -> None:
    assert values_of(text, day, "2026-03-04") == [value]


@pytest.mark.parametrize(
    ("text", "day", "value"),
    [
        ("From our issue of June 3, 1949\n\nThe minister said yesterday that he would go.", "yesterday", "1949-06-02"),
        ("From our issue of May 14, 1952: The governor arrived on Tuesday.", "Tuesday", "1952-05-13"),
        ("From the archives, May 14, 1952: It rained.\n\nThe bridge was closed on Monday.", "Monday", "2026-03-02"),
        ("From the archives of the port, May 14, 1952, came a letter. It was sold on Monday.", "Monday", "2026-03-02"),
        ("In our issue of February 20 we said it was shut. It opened on Monday.", "Monday", "2026-03-02"),
    ],
)
def test_days_of_a_reprint_count_from_its_own(text: str, day: str, value: str) -> None:
    assert values_of(text, day, "2026-03-04") == [value]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The match is on Tuesday week.", "Tuesday week", "2026-03-17"),
        ("The talks resume a week on Monday.", "a week on Monday", "2026-03-16"),
        ("The court sits on Monday fortnight.", "Monday fortnight", "2026-03-23"),
        ("The strike starts a week tomorrow.", "a week tomorrow", "2026-03-12"),
        ("The council met on Friday, a week after the vote.", "Friday", "2026-02-27"),
    ],
)
def test_a_week_or_two_after_a_weekday(text: str, words: str, value: str) -> None:
    assert values_of(text, words, "2026-03-04") == [value]


@pytest.mark.parametrize(
    ("text", "day", "value"),
    [
        # Reported as going ahead, on, off or open: the coming one
        ("She said the visit on March 20 was going ahead.", "March 20", "2026-03-20"),
        ("The march on June 20 was still going ahead, organisers said.", "June 20", "2026-06-20"),
        ("Officials said the visit on June 20 was not going ahead.", "June 20", "2026-06-20"),
        ("He insisted the June 20 summit was going ahead as planned.", "June 20", "2026-06-20"),
        ("The visit planned for June 20 was going ahead, she said.", "June 20", "2026-06-20"),
        ("The envoy told reporters that the visit on June 20 was still on.", "June 20", "2026-06-20"),
        ("The mayor told residents the May 1 parade was off.", "May 1", "2026-05-01"),
        ("The visit on June 20 was in doubt, officials said.", "June 20", "2026-06-20"),
        ("The company denied that the launch on June 20 was at risk.", "June 20", "2026-06-20"),
        ("The ministry said the visit was unchanged for June 20.", "June 20", "2026-06-20"),
        ("The visit to Kenya on June 20 was not affected, the palace said.", "June 20", "2026-06-20"),
        ("The palace said nothing had changed about the visit on June 20.", "June 20", "2026-06-20"),
        ("He said the strike on May 1 stood.", "May 1", "2026-05-01"),
        ("She said preparations for the visit on June 20 were under way.", "June 20", "2026-06-20"),
        ("The organisers said the concert on Friday was still on.", "Friday", "2026-03-06"),
        ("She said Friday's visit was going ahead.", "Friday", "2026-03-06"),
        # Reported as arranged
        ("She said the summit was going ahead on June 20.", "June 20", "2026-06-20"),
        ("She said she was travelling to Oslo on June 20.", "June 20", "2026-06-20"),
        ("The ministry said it was hosting a summit on June 20.", "June 20", "2026-06-20"),
        ("The mayor said the parade was being held on May 1.", "May 1", "2026-05-01"),
        ("She said the vote was on June 20.", "June 20", "2026-06-20"),
        ("The ministry said the deadline was June 20.", "June 20", "2026-06-20"),
        ("She said the talks on June 20 were to go ahead.", "June 20", "2026-06-20"),
        ("The mayor denied reports that the parade on May 1 was cancelled.", "May 1", "2026-05-01"),
        ("The mayor said she expected the parade on May 1 to go ahead.", "May 1", "2026-05-01"),
        # Reported as over
        ("She said the visit on June 20 was a success.", "June 20", "2025-06-20"),
        ("The visit on June 20 went ahead.", "June 20", "2025-06-20"),
        ("She said the visit on June 20 went ahead without trouble.", "June 20", "2025-06-20"),
        ("The visit was on June 20.", "June 20", "2025-06-20"),
        ("She said he was coming home on January 20 when the bomb went off.", "January 20", "2026-01-20"),
        ("She said police were searching the house on February 20.", "February 20", "2026-02-20"),
        ("The talks on June 20 were to blame for the split.", "June 20", "2025-06-20"),
        ("She said the vote on December 12 changed nothing.", "December 12", "2025-12-12"),
        ("The meeting on December 12 was held behind closed doors, she said.", "December 12", "2025-12-12"),
    ],
)
def test_direction_of_what_was_said(text: str, day: str, value: str) -> None:
    assert values_of(text, day, "2026-03-04") == [value]


@pytest.mark.parametrize(
    ("text", "day", "value"),
    [
        ("She said on February 10 that the vote would be held on February 20.", "February 20", "2026-02-20"),
        ("The vote would be held on February 20, she said on February 10.", "February 20", "2026-02-20"),
        ("On Feb. 10 she said the visit on Feb. 20 was going ahead.", "Feb. 20", "2026-02-20"),
        ("On 10 February she said the visit on 20 February was going ahead.", "20 February", "2026-02-20"),
        ("In a statement on June 10 the ministry said the visit would begin on June 20.", "June 20", "2026-06-20"),
        ("In 2024 she said the bridge would open on May 1.", "May 1", "2024-05-01"),
        ("She said on February 10 that the vote on February 5 was fair.", "February 5", "2026-02-05"),
        ("She said on June 10 that the vote would be held on November 3.", "November 3", "2026-11-03"),
    ],
)
def test_day_counts_from_the_day_of_saying(text: str, day: str, value: str) -> None:
    assert values_of(text, day, "2026-07-28") == [value]


@pytest.mark.parametrize(
    ("text", "day", "value"),
    [
        # A day between the verb of saying and what was said dates the saying.
        ("Norhaven said on Monday it would close two of its docks.", "Monday", "2026-03-02"),
        ("The minister told Vesna on Monday the dam will be finished in May.", "Monday", "2026-03-02"),
        ("A spokesman said Monday the company may sell its trucks.", "Monday", "2026-03-02"),
        ("Norhaven said that on Monday it would close two of its docks.", "Monday", "2026-03-09"),
        ("Norhaven said it would close two of its docks on Monday.", "Monday", "2026-03-09"),
        # So does the day of a refusal.
        ("The chancellery would not comment Tuesday on the leak.", "Tuesday", "2026-03-03"),
        ("The court would not sit on Tuesday, its clerk said.", "Tuesday", "2026-03-10"),
        # What an infinitive tells beside a finished verb is over, unless the verb intends it.
        ("A crowd gathered to watch the fireworks in the harbour on Tuesday.", "Tuesday", "2026-03-03"),
        ("The error led three reporters to resign Tuesday.", "Tuesday", "2026-03-03"),
        ("The ministers agreed to meet in Riga on Tuesday.", "Tuesday", "2026-03-10"),
        ("The former mayor was ordered to appear in court on Tuesday.", "Tuesday", "2026-03-10"),
    ],
)
def test_direction_of_the_day_of_a_saying_and_of_what_followed(text: str, day: str, value: str) -> None:
    assert values_of(text, day, "2026-03-04") == [value]
