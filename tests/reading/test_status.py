"""Is it still on? One sentence a case: what its words report of the happening that is marked *so*.

Dates stand as {words|day}; every article is of Friday, 9 February 2024. None: the sentence reports nothing.
"""

import re

import pytest

from reportedly import Article
from reportedly.reading.events import find_events
from reportedly.reading.names import find_entities
from reportedly.reading.parse import parse
from reportedly.record import Time, TimeType

TENSE = [
    ("Premier Ann Orr *visited* Norway {on Tuesday|2024-02-06}.", "held"),
    ("Premier Ann Orr has *met* President Ivo Hale in Oslo.", "held"),
    ("Premier Ann Orr and President Ivo Hale held *talks* in Oslo {last week|2024-01-29/2024-02-04}.", "held"),
    ("The *hearing* in Oslo took place {on Monday|2024-02-05}.", "held"),
    ("Speaking after a *meeting* with President Ivo Hale, Ann Orr praised the deal.", "held"),
    ("A treaty was *signed* by Ann Orr and Ivo Hale {on Monday|2024-02-05}.", "held"),
    ("Premier Ann Orr is *visiting* Norway.", "under_way"),
    ("The *talks* between Norway and Finland are under way.", "under_way"),
    ("*Negotiations* between Norway and Finland continue.", "under_way"),
    ("Premier Ann Orr will *visit* Norway {on Monday|2024-02-12}.", "scheduled"),
    ("Premier Ann Orr will *visit* Norway.", "planned"),
    ("Ann Orr *meets* Ivo Hale {on Monday|2024-02-12}.", "scheduled"),
    ("Ann Orr is *meeting* Ivo Hale {on Monday|2024-02-12}.", "scheduled"),
    ("Aides said Ann Orr would *visit* Norway {on Monday|2024-02-12}.", "scheduled"),
]

PLANS = [
    ("The *visit* of Ann Orr is scheduled for {Monday|2024-02-12}.", "scheduled"),
    ("Ann Orr is due to *meet* Ivo Hale {on Monday|2024-02-12}.", "scheduled"),
    ("Norway and Finland have set a *summit* for {Monday|2024-02-12}.", "scheduled"),
    ("The committee scheduled a *hearing* for {February 20|2024-02-20}.", "scheduled"),
    ("Ann Orr plans to *visit* Norway.", "planned"),
    ("A *visit* by Ann Orr to Norway is being prepared.", "planned"),
    ("Ann Orr intends to hold a *rally* in Bergen.", "planned"),
    ("Ann Orr has agreed to *testify* before the Senate.", "planned"),
    ("Ann Orr is expected to *visit* Norway {in May|2024-05}.", "planned"),
    ("Ann Orr spoke of her upcoming *visit* to Norway.", "planned"),
    ("Envoys have tentatively agreed to hold a *summit* {on Thursday|2024-02-15}.", "planned"),
    ("The parties will go ahead with the *vote* {on Thursday|2024-02-15}.", "scheduled"),
]

POSSIBLE = [
    ("Ann Orr may *visit* Norway.", "possible"),
    ("Ann Orr is considering *visiting* Norway.", "possible"),
    ("Ann Orr spoke of a possible *meeting* with Ivo Hale.", "possible"),
    ("Ivo Hale discussed the possibility of a *visit* by Ann Orr.", "possible"),
    ("Ann Orr has offered to *testify* before the Senate.", "possible"),
    ("Ann Orr is willing to *meet* Ivo Hale.", "possible"),
    ("Ann Orr hopes to *visit* Norway.", "possible"),
    ("Ivo Hale has invited Ann Orr to *visit* Norway.", "possible"),
    ("Ann Orr will *testify* if the Senate grants her terms.", "possible"),
    ("Ann Orr did not rule out a *meeting* with Ivo Hale.", "possible"),
    ("Ann Orr is not averse to *meeting* Ivo Hale.", "possible"),
    ("The door is not closed to a *meeting* with Ivo Hale, Ann Orr said.", "possible"),
    ("If parliament held the *vote* {tomorrow|2024-02-10}, the treaty would fail.", "possible"),
]

POSTPONED = [
    ("The *visit* of Ann Orr was postponed.", "postponed"),
    ("The *visit* of Ann Orr was postponed {on Friday|2024-02-09}.", "postponed"),
    ("Ann Orr put off her *trip* to Norway.", "postponed"),
    ("Officials pushed back the *launch* of the rocket.", "postponed"),
    ("Parliament has decided to delay the *vote*.", "postponed"),
    ("The *summit* between Norway and Finland has been put on hold.", "postponed"),
    ("The postponement of the *visit* by Ann Orr surprised Oslo.", "postponed"),
    ("Envoys regretted the delay of the *talks* between Norway and Finland.", "postponed"),
    ("The *vote* in parliament will be delayed.", "postponed"),
]

RESCHEDULED = [
    ("The *hearing* was moved to {February 20|2024-02-20}.", "rescheduled"),
    ("Ann Orr postponed her *visit* to Norway until {February 20|2024-02-20}.", "rescheduled"),
    ("The court rescheduled the *hearing* for {February 20|2024-02-20}.", "rescheduled"),
    ("Parliament brought forward the *vote* to {Monday|2024-02-12}.", "rescheduled"),
    ("The *departure* of minister Ann Orr was moved up to {January 1|2025-01-01}.", "rescheduled"),
]

CANCELLED = [
    ("The *visit* of Ann Orr was cancelled.", "cancelled"),
    ("Ann Orr called off her *trip* to Norway.", "cancelled"),
    ("Ann Orr has scrapped a planned *visit* to Norway.", "cancelled"),
    ("The *summit* between Norway and Finland is off.", "cancelled"),
    ("Ann Orr held an off camera *briefing* in Oslo.", "held"),
    ("Ann Orr pulled out of the *debate* with Ivo Hale.", "cancelled"),
    ("Ann Orr dropped plans to *visit* Norway.", "cancelled"),
    ("The cancellation of the *visit* by Ann Orr surprised Oslo.", "cancelled"),
    ("“I will not attend the *meeting* scheduled for {Tuesday|2024-02-13},” Ann Orr wrote.", "cancelled"),
    ("The *meeting* between Ann Orr and Ivo Hale did not take place.", "cancelled"),
    ("Ivo Hale said he and the king had agreed to scrap their planned *get together*.", "cancelled"),
]

RULED_OUT = [
    ("Ann Orr ruled out a *meeting* with Ivo Hale.", "ruled_out"),
    ("Ann Orr will not *meet* Ivo Hale.", "ruled_out"),
    ("Ann Orr refused to *testify* before the Senate.", "ruled_out"),
    ("Ann Orr has no plans to *visit* Norway.", "ruled_out"),
    ("There will be no *talks* between Norway and Finland.", "ruled_out"),
    ("The Kremlin denied that Ann Orr would *visit* Moscow.", "ruled_out"),
    ("Ann Orr rejected a *meeting* with Ivo Hale.", "ruled_out"),
]

UNCONFIRMED = [
    ("Ann Orr could not confirm that the *visit* had been postponed.", "unconfirmed"),
    ("Ann Orr could not confirm reports that her *meeting* with Ivo Hale had been postponed.", "unconfirmed"),
    ("The *visit* of Ann Orr may be postponed.", "unconfirmed"),
    ("Ann Orr is considering cancelling her *trip* to Norway.", "unconfirmed"),
    ("Ann Orr threatened to cancel the *summit* with Ivo Hale.", "unconfirmed"),
    ("The *summit* between Norway and Finland may not take place.", "unconfirmed"),
    ("If Norway does not pay, it would be better to cancel the *meeting* with Ivo Hale.", "unconfirmed"),
    ("Ann Orr will not *testify* until the police have looked into her claims.", "unconfirmed"),
    ("Ann Orr will not *visit* Norway unless Ivo Hale apologises.", "unconfirmed"),
    ("It is unclear whether Ann Orr will *visit* Norway.", "unconfirmed"),
    ("The *summit* between Norway and Finland is in doubt.", "unconfirmed"),
    # A demand that comes first is a refusal until it is met.
    ("Ann Orr wants a police inquiry before *testifying*.", "unconfirmed"),
    ("Ann Orr insisted that the police look into it before she would *testify*.", "unconfirmed"),
    ("Ann Orr does not expect the party to follow through with the *summit*.", "unconfirmed"),
]

TURNED = [
    # A denial of a delay is not a delay.
    ("The Kremlin denied that the *visit* of Ann Orr had been postponed.", "planned"),
    ("The *hearing* on {Monday|2024-02-12} was not cancelled.", "scheduled"),
    ("The *visit* of Ann Orr will not be postponed.", "planned"),
    ("There is no chance that the *meeting* with Ivo Hale {on Monday|2024-02-12} will be cancelled.", "scheduled"),
    # A call by others to cancel is no report, but it may speak of something that is on.
    ("Senators urged Ann Orr to cancel the *summit*.", None),
    ("Ivo Hale should call off the *meeting*.", None),
    ("Senators urged Ann Orr to cancel {Monday|2024-02-12}'s *summit* with Ivo Hale.", "scheduled"),
    # Whether and how it will be is left open: no report.
    ("The panel set a time for Ann Orr to decide whether she would *testify*.", None),
    ("Ann Orr named terms under which she might *testify*.", None),
    # Who is given a deadline has not met it yet.
    ("The panel gave Ann Orr a *deadline* of {Saturday|2024-02-10} to reply.", "scheduled"),
    ("Senators are hesitant to proceed with the *vote* on {Monday|2024-02-12}.", "unconfirmed"),
    # Before a past form, May is a name.
    ("May *told* parliament {on Monday|2024-02-05} that she was late.", "held"),
    # What would have been is not to be; what it was, is still told.
    ("The *visit* of Ann Orr would have marked her first trip abroad.", "planned"),
    ("Ann Orr was to have *visited* Norway {on Monday|2024-02-12}.", "scheduled"),
    ("Ann Orr is on her way to a *meeting* with Ivo Hale.", "planned"),
    # What is unclear is when, not whether.
    ("The timing of the *hearing* before the Senate is unclear.", "planned"),
]

# What stands under a verb that says only how sure, how bound or how near it is.
RAISED = [
    ("The *visit* of Ann Orr to Norway appears to have been cancelled.", "cancelled"),
    ("The *visit* of Ann Orr to Norway will have to be cancelled.", "cancelled"),
    ("The *summit* between Norway and Finland is going to be postponed.", "postponed"),
    ("The *talks* between Norway and Finland seem to be off.", "cancelled"),
    ("The *hearing* before the Senate is likely to be delayed.", "unconfirmed"),
    ("The *summit* between Norway and Finland will have to wait.", "postponed"),
    ("Ann Orr is no closer to a *hearing*.", "unconfirmed"),
    ("Norway and Finland are close to a *summit*.", "possible"),
    ("Ann Orr is ready to *meet* Ivo Hale.", "possible"),
    ("Ann Orr spent {last week|2024-01-29/2024-02-04} *meeting* with Ivo Hale.", "held"),
    ("The *hearing* is {Tuesday|2024-02-13}.", "scheduled"),
    ("Ann Orr said she was partnering with the magazine to host a *summit* with Ivo Hale.", "planned"),
]

MORE_CHANGES = [
    ("The *vote* will not be held before {May 3|2024-05-03}.", "postponed"),
    ("The *hearing* will not take place until {March|2024-03}.", "postponed"),
    ("The *debate* was pushed to {March|2024-03}.", "rescheduled"),
    ("The *launch* of the rocket slipped to {Wednesday|2024-02-14}.", "rescheduled"),
    ("*Talks* between Norway and Finland have stalled.", "postponed"),
    ("Norway broke off *talks* with Finland.", "cancelled"),
    ("Ann Orr bailed on the *debate*.", "cancelled"),
    ("Ann Orr will sit out the *debate* in Oslo.", "cancelled"),
    # No need to change it leaves it as it is.
    ("Ann Orr saw no reason to cancel the *summit* with Ivo Hale.", "planned"),
    ("Ann Orr did not see a need to scrap the *summit* with Ivo Hale.", "planned"),
    ("There are no plans to cancel the *summit* with Ivo Hale.", "planned"),
    # What would keep somebody from it is no report; who has barred him has ruled it out.
    ("A group sued to keep Ann Orr from *visiting* Norway.", None),
    ("A judge barred Ann Orr from *testifying* before the Senate.", "ruled_out"),
    ("It is important that Ann Orr *testify* before the Senate.", None),
    ("Ivo Hale has little expectation that Ann Orr will *testify* before the Senate.", "unconfirmed"),
]

# Words that name a happening only with somebody, or a day, beside them.
NAMED = [
    ("Ann Orr will *sit* down with Ivo Hale {in March|2024-03}.", "scheduled"),
    ("Ann Orr *told* the Senate committee {on Tuesday|2024-02-06} that the judge had lied.", "held"),
    ("Ann Orr *told* the committee that the judge had lied.", None),
    ("Ann Orr *spoke* with Ivo Hale {on Tuesday|2024-02-06}.", "held"),
    ("He said that Ann Orr'd *spoken* with Ivo Hale.", "held"),
    ("The rocket *lifted* off {on Tuesday|2024-02-06}.", "held"),
    ("Ann Orr was *sworn* in {on Tuesday|2024-02-06}.", "held"),
    ("Ann Orr will *take* office {on March 1|2024-03-01}.", "scheduled"),
    ("Since *taking* office {in May|2023-05}, Ann Orr has met nobody.", None),
    ("Ann Orr's final *day* in office will be {February 28|2024-02-28}.", "scheduled"),
    ("Ann Orr and Ivo Hale will *campaign* together {on Monday|2024-02-12}.", "scheduled"),
    ("Norway is ready to *discuss* a treaty with Finland.", "possible"),
    ("Ann Orr will go back to the European Union to seek assurances.", None),
    ("Ann Orr would not *vote* for the treaty. You *vote* as you like.", None),
]

EVERY = [
    *TENSE,
    *PLANS,
    *POSSIBLE,
    *POSTPONED,
    *RESCHEDULED,
    *CANCELLED,
    *RULED_OUT,
    *UNCONFIRMED,
    *TURNED,
    *RAISED,
    *MORE_CHANGES,
    *NAMED,
]


def reported(marked: str) -> str | None:
    """The status that is reported of the marked happening; None where no report has it as its trigger."""
    text, times, spot = "", [], None
    for part in re.split(r"(\{[^}]*\}|\*[^*]*\*)", marked):
        if part.startswith("{"):
            words, value = part[1:-1].split("|")
            start = len(text) + len(words) - len(words.removeprefix("on ").removeprefix("in "))
            text += words
            times.append(Time(span=(start, len(text)), type=TimeType.DATE, value=value))
        elif part.startswith("*"):
            spot = len(text)
            text += part[1:-1]
        else:
            text += part
    document = parse(Article(text=text, published="2024-02-09"))
    events = find_events(document, find_entities(document), tuple(times), ())
    found = [event.status.value for event in events if event.trigger[0] <= spot < event.trigger[1]]
    return found[0] if found else None


@pytest.mark.parametrize(("marked", "status"), EVERY)
def test_status(marked: str, status: str | None):
    assert reported(marked) == status


def test_the_table_covers_every_status():
    from reportedly.record import Status

    assert {status for _, status in EVERY if status} == {status.value for status in Status}
