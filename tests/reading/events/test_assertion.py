"""What an article tells of an event in the frame of its clause; triggers in square brackets."""

from __future__ import annotations

import pytest

from reportedly import Article, Ledger, read
from reportedly.reading.document import Document
from reportedly.reading.events.assertion import hearsay_words, told_status
from reportedly.reading.syntax.parse import parse
from reportedly.vocabulary import Status

OFF = ("cancelled", "postponed", "rescheduled", "ruled_out")


def parsed(marked: str) -> tuple[Document, int]:
    document = parse(Article(text=marked.replace("[", "").replace("]", ""), language="en"))
    token = document.token_at(marked.index("["))
    assert token is not None
    return document, token


def words_of(document: Document) -> list[int]:
    return [t for t, lemma in enumerate(document.lemmas) if lemma in ("cancel", "cancelled", "postpone", "off", "call")]


@pytest.mark.parametrize(
    ("marked", "status", "told"),
    [
        ("The [gala] has been cancelled, the mayor said.", "cancelled", "cancelled"),
        ("The mayor denied that the [gala] had been cancelled.", "cancelled", "planned"),
        ("The mayor could not confirm that the [gala] was cancelled.", "cancelled", "unconfirmed"),
        ("Did the mayor cancel the [gala]?", "cancelled", None),
        ("Reports of a cancelled [gala] are false, the mayor said.", "cancelled", "planned"),
        ("There were no [cancellations] this week.", "cancelled", None),
        # Off, though no word of change says so
        ("The [gala] will not take place.", "cancelled", "cancelled"),
        ("The mayor refused to let them [vote].", "ruled_out", "ruled_out"),
        # The change is of something else, or none at all
        ("The union called the [strike] after the bosses cancelled a meeting.", "cancelled", None),
        ("The singer withdrew from the [gala].", "cancelled", None),
        ("Half of the singers have dropped out of the [gala].", "cancelled", None),
        ("The singer pulled out, and the [gala] was cancelled.", "cancelled", "cancelled"),
        ("The [gala] will take place on May 6.", "rescheduled", "planned"),
        ("The mayor joked that the [gala] had been cancelled.", "cancelled", None),
        ("The mayor pulled the plug on the [gala].", "held", "cancelled"),
        ("The mayor has not pulled the plug on the [gala].", "cancelled", "planned"),
        ("The council ditched the [gala].", "postponed", "cancelled"),
        # What was done is undone, and nothing that was to be is off
        ("A higher court cancelled the [ruling].", "cancelled", None),
        ("The council cancelled his [permit].", "cancelled", None),
        ("The court postponed its [ruling].", "postponed", "postponed"),
        ("The court cancelled the [hearing].", "cancelled", "cancelled"),
        # What is called for a day is to come when it is called
        ("Nurses announced a [protest] in Cardiff for October 3.", "held", "planned"),
        ("A [strike] was called for Friday.", "held", "planned"),
        ("Nurses held a [protest] in Cardiff for an hour.", "held", "held"),
        ("Nurses announced a [protest] in Cardiff for higher wages.", "held", "held"),
        # What nobody has said is no plan; what may be one stays
        ("Nobody has said that the [gala] will be held.", "planned", None),
        ("If the [gala] is held, the band will play.", "planned", "planned"),
    ],
)
def test_a_status_in_its_frame(marked: str, status: str, told: str | None):
    document, token = parsed(marked)
    found = told_status(document, token, words_of(document), Status(status), has_day=False).status
    assert found == told


@pytest.mark.parametrize(
    ("marked", "back_on"),
    [
        ("The [gala], once called off, opens on May 6.", True),
        ("The [gala] that was called off is back on.", True),
        ("The [gala] was called off on Monday and reinstated on Tuesday.", True),
        ("The [gala] had been cancelled but will now take place in June.", True),
        ("The city revived the [gala] it had cancelled.", True),
        ("The city has brought back the cancelled [gala].", True),
        ("The [gala] goes ahead after all.", True),
        ("The mayor said that the [gala] was back on.", True),
        ("The cancelled [gala] has been restored to the calendar.", True),
        ("The [gala] is cancelled.", False),
        ("Hopes of reviving the cancelled [gala] have faded.", False),
        ("There is no hope of reviving the cancelled [gala].", False),
        ("The [gala] on the square is off.", False),
        ("The [gala] will be cancelled after all.", False),
        ("The cancelled [gala] was to open on May 6.", False),
        ("The cancelled [gala] will not be back on, the mayor said.", False),
    ],
)
def test_what_is_on_again(marked: str, back_on: bool):
    document, token = parsed(marked)
    told = told_status(document, token, words_of(document), Status.CANCELLED, has_day=True).status
    assert (told is Status.SCHEDULED) is back_on


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("The [gala] has reportedly been cancelled.", "reportedly"),
        ("It has been reported that the [gala] was cancelled.", "has been reported"),
        ("The [gala] is believed to have been cancelled.", "is believed"),
        ("Rumour has it that the [gala] is off.", "Rumour"),
        ("There is talk that the [gala] was cancelled.", "talk"),
        ("By all accounts the [gala] was called off.", "By all accounts"),
        ("The [gala] was cancelled, it was reported.", "was reported"),
        ("It was reported by Tass that the [gala] was cancelled.", None),
        ("It was announced that the [gala] was cancelled.", None),
        ("The mayor is believed to have left, and the [gala] was cancelled.", None),
        ("The [gala] has been cancelled.", None),
    ],
)
def test_hearsay(marked: str, words: str | None):
    document, token = parsed(marked)
    found = hearsay_words(document, token, words_of(document))
    assert (None if found is None else " ".join(document.words[t] for t in found)) == words


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ana Berg denied that the concert in Tarn had been cancelled.",
        "Has the concert in Tarn been cancelled? Nobody knows.",
        "If the concert in Tarn is cancelled, the band will lose money.",
        "The Tarn Herald withdrew its report that the concert had been cancelled.",
        "The concert in Tarn would have been cancelled without the loan.",
    ],
)
def test_no_record_has_an_event_off_that_nobody_calls_off(text: str):
    record = read(Article(text=text, published="2026-05-04"))
    # An entry for what is taken back has the status that nobody reports any more, and is not shown.
    taken_back = {statement.id for statement in record.statements if statement.stance == "retracts"}
    off = [event for event in record.events if event.status in OFF]
    assert not [event.what for event in off if event.shown or event.statement not in taken_back]


def test_a_denial_is_on_the_word_of_who_denies():
    text = "The council denied reports that the concert in Tarn had been cancelled."
    (event,) = read(Article(text=text, published="2026-05-04")).events
    assert event.status in (Status.PLANNED, Status.SCHEDULED)
    assert [link.name for link in event.chain] == ["The council"]
    assert text[slice(*event.evidence)] == text[:-1]


def test_hearsay_of_a_cancellation_is_not_the_article_s_own_word():
    text = "The concert in Tarn has reportedly been cancelled."
    (event,) = read(Article(text=text, published="2026-05-04")).events
    assert event.status is Status.CANCELLED
    assert [(link.name, link.kind) for link in event.chain] == [("reportedly", "unnamed")]


def test_what_is_said_by_nobody_is_one_origin_and_not_on_the_record(tmp_path):
    text = "The concert in Tarn has reportedly been cancelled.\n\nIt is said that the concert was called off."
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(read(Article(text=text, published="2026-05-04", outlet="Tarn Herald")))
        (event,) = ledger.events()
    assert {report.chain for report in event.reports} == {("reportedly",), ("it is said",)}
    assert (event.status, event.status_on_record, event.origins) == ("cancelled", None, 1)


def test_another_event_keeps_its_own_day_and_place():
    text = "The summit in Oslo was cancelled. A second summit, in Riga, will take place on May 6."
    events = read(Article(text=text, published="2026-05-04")).events
    assert {(event.status, event.place, event.when) for event in events} == {
        ("cancelled", "Oslo", None),
        ("scheduled", "Riga", "2026-05-06"),
    }


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("The trial of Jan Orr set for May 9 was postponed to no earlier than May 25.", "2026-05-25"),
        ("The vote on May 19 has been brought forward to May 12.", "2026-05-12"),
        ("The summit in Oslo is moved to June 14.", "2026-06-14"),
    ],
)
def test_a_move_is_to_its_new_day(text: str, when: str):
    (event,) = read(Article(text=text, published="2026-05-04")).events
    assert (event.status, event.when) == ("rescheduled", when)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "The talks in Oslo have been cancelled, people involved in the planning disclosed.",
            ["people involved in the planning"],
        ),
        ("The talks in Oslo have been cancelled, an aide to the mayor let it be known.", ["an aide to the mayor"]),
        ("The talks in Oslo have been cancelled.", []),
    ],
)
def test_who_tells_where_no_statement_is_found(text: str, chain: list[str]):
    (event,) = read(Article(text=text, published="2026-05-04")).events
    assert [link.name for link in event.chain] == chain


def test_a_meeting_for_talks_is_one_event():
    text = "The two presidents will meet in Malta on May 6 for talks on trade, the Maltese government said."
    events = read(Article(text=text, published="2026-05-04")).events
    assert len({event.event for event in events}) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana Berg condemned the decision to hold the summit in Oslo on June 2.", []),
        ("Ana Berg defended her visit to Oslo, which begins on May 20.", ["Ana Berg"]),
    ],
)
def test_who_only_speaks_of_an_event_takes_no_part(text: str, names: list[str]):
    events = read(Article(text=text, published="2026-05-04")).events
    people = {who.name for event in events for who in event.participants if who.name == "Ana Berg"}
    assert events and sorted(people) == names
