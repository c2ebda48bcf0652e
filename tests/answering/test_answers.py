"""Answers to plain questions, on invented stories: out of the record alone, each sentence with its words."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import Ledger
from reportedly.answering import ask
from tests.ledger.stories import SUMMIT, VISIT, Told, article
from tests.ledger.test_shown import ALONE

DENIAL = article(
    "Norland News",
    "2026-03-07",
    Told(words="the talks in Drava go ahead", status="scheduled", type="talks", who=("Mara Kos",),
         what="Mara Kos holds talks", place="Drava", when="2026-04-10", chain=("a diplomat",)),
)  # fmt: skip
OFF = article(
    "Drava Courier",
    "2026-03-07",
    Told(words="the talks in Drava are off", status="cancelled", type="talks", who=("Mara Kos",),
         what="Mara Kos holds talks", place="Drava", when="2026-04-10", chain=("Petra Orr",)),
    quotes=[("Petra Orr", "We will not talk about the harbour with him")],
)  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("ask") / "news.sqlite") as ledger:
        ledger.add_all([*VISIT, SUMMIT, ALONE, DENIAL, OFF])
        yield ledger


def test_a_status_is_told_with_source_and_words(ledger):
    answer = ask(ledger, "Is Varga's visit to Norland still on?", as_of="2026-03-06")
    assert answer.says
    assert answer.sentences[0].text == "Yes. Elena Varga visits Norland: scheduled for 12 March 2026."
    assert answer.sentences[1].text == (
        "Source: Ivo Marić, in Norland News, 6 March 2026: “the visit goes ahead on 12 March as planned”."
    )
    (cite,) = answer.sentences[1].cites
    assert (cite.outlet, cite.words, cite.on_record) == (
        "Norland News",
        "the visit goes ahead on 12 March as planned",
        True,
    )
    assert any("called it postponed" in sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Will Varga visit Norland on 20 March?", "Yes. "),
        ("Will Varga visit Norland in March?", "Yes. "),
        ("Will Varga visit Norland on 12 March?", "No, on another day. "),
        ("Will Varga visit Norland?", "Yes, on another day. "),
    ],
)
def test_the_day_of_a_question_is_held_against_that_of_the_event(tmp_path, question, begins):
    moved = article(
        "Norland News",
        "2026-03-08",
        Told(words="the visit will now take place on 20 March", status="rescheduled", when="2026-03-20"),
    )
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all([*VISIT[:1], moved])
        assert ask(ledger, question, as_of="2026-03-08").text.startswith(begins)


def test_the_same_question_is_answered_as_of_a_day(ledger):
    assert ask(ledger, "Is Varga's visit still on?", as_of="2026-03-05").text.startswith("No. ")
    assert ask(ledger, "Is Varga's visit still on?", as_of="2026-03-01").says is False
    assert ask(ledger, "Did Varga visit Norland?").text.startswith("Yes. Elena Varga visits Norland: held")


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("When is the summit in Port Oster?", "20 March 2026 (scheduled)"),
        ("Where do Lund and Orr meet?", "Port Oster"),
        ("Who is at the summit in Port Oster?", "Jonas Lund, Petra Orr"),
        ("Since when was Varga's visit postponed?", "was postponed from 5 March 2026 on"),
        ("Who says that Varga's visit was postponed?", "A source in the presidency"),
        ("How many sources report Varga's visit?", "reported by 4 articles"),
        ("What changed about Varga's visit since 6 March?", "6 March 2026: postponed until then, now scheduled"),
        ("What changed since 6 March?", "changes since 6 March 2026"),
        ("What did Petra Orr say about the harbour?", "We will not talk about the harbour with him"),
        ("What is planned in Port Oster?", "Leaders of the Drava states meet in Port Oster: scheduled"),
        ("Are the reports of the talks of Mara Kos contradictory?", "Reports contradict each other"),
    ],
)
def test_what_else_can_be_asked(ledger, question, has):
    answer = ask(ledger, question, as_of="2026-03-10")
    assert answer.says, answer.text
    assert has in answer.text.replace("a source", "A source")


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("Is Varga's visit to Atlantis still on?", "no event that it shows matches “Atlantis”"),
        ("Is the vote of Varga on?", "it has no vote that matches"),
        ("Is Varga's visit on 1 June still on?", "it has none on that day"),
        ("Why was Varga's visit postponed?", "it records what was reported, not reasons"),
        ("Where is the rain?", "no event that it shows matches “rain”"),
        ("Is it on?", "Name an event, a person, a place or a day."),
        ("What did Ana Berg say?", "it has no statement by Ana Berg"),
    ],
)
def test_what_the_ledger_does_not_hold_it_does_not_say(ledger, question, why):
    answer = ask(ledger, question)
    assert not answer.says
    assert why in answer.text


def test_what_a_report_speaks_of_beside_its_event_is_no_answer(tmp_path):
    speech = Told(words="in his speech Jonas Lund praised a boycott of the ferries", status="held", type="speech",
                  who=("Jonas Lund",), what="Jonas Lund gives a speech", place=None)  # fmt: skip
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(article("Drava Courier", "2026-03-03", speech))
        assert not ask(ledger, "Did Lund boycott the ferries?").says
        assert ask(ledger, "Did Lund give a speech?").says


def test_a_less_certain_event_is_no_answer_and_is_named(ledger):
    answer = ask(ledger, "Is the vote of the Port Council on?")
    assert not answer.says
    told = "A less certain event fits, and may be misread: the Port Council votes (possible, May 2026)."
    assert told in answer.text


def test_a_question_on_what_reports_dispute_is_answered_with_neither_yes_nor_no(tmp_path):
    on = Told(words="the strike begins on 20 March", status="scheduled", type="strike", who=("Ferry Union",),
              what="Ferry Union strikes", place="Tarn", when="2026-03-20", chain=("Mara Kos",))  # fmt: skip
    off = replace(on, words="the strike is off", status="cancelled", chain=("Ivo Lund",))
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(article("Drava Courier", "2026-03-04", off))
        ledger.add(article("Harbour Post", "2026-03-04", on))
        (event,) = ledger.events()
        assert [(conflict.about, conflict.open) for conflict in event.conflicts] == [("status", True)]
        for question in ("Is the ferry strike still on?", "Was the ferry strike cancelled?"):
            answer = ask(ledger, question)
            assert answer.text.startswith("Reports disagree. Ferry Union strikes: ")
            sources = {cite.source for sentence in answer.sentences for cite in sentence.cites}
            assert sources == {"Mara Kos, in Harbour Post", "Ivo Lund, in Drava Courier"}


def test_whether_it_was_called_off_is_not_said_of_a_day_that_went_by_without_word(ledger):
    answer = ask(ledger, "Was the summit in Port Oster cancelled?", as_of="2026-03-25")
    assert not answer.says
    assert answer.text.startswith("The ledger does not say what became of it.")


def test_a_day_that_went_by_without_word_is_told_as_that(ledger):
    answer = ask(ledger, "Did the summit in Port Oster take place?", as_of="2026-03-25")
    assert answer.counted_from == "2026-03-25"
    assert not answer.says
    assert "no report since then says that it took place" in answer.text


def test_a_question_that_fits_several_events_asks_which(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all([SUMMIT, article("Adriapress", "2026-03-04", Told(
            words="the finance ministers meet in Drava", status="scheduled", type="summit", who=("Mara Kos",),
            what="The finance ministers meet in Drava", place="Drava", when="2026-03-28"))])  # fmt: skip
        answer = ask(ledger, "Is the summit still on?")
    assert not answer.says
    assert answer.text.startswith("Which one? 2 events match")
    assert len(answer.events) == 2


def test_where_one_meeting_is_off_and_another_on_the_answer_asks_which(tmp_path):
    def meeting(status, what, when, words):
        return Told(words=words, status=status, type="meeting", who=("Mara Kos", "Ivo Lund"), what=what, place=None,
                    when=when, key=status)  # fmt: skip

    off = meeting("cancelled", "Mara Kos meets Ivo Lund", "2026-03-10", "Kos called off Tuesday's meeting with Lund")
    on = meeting("planned", "Mara Kos meets Ivo Lund at a later date", None, "the two will meet at a later date")
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(article("Drava Courier", "2026-03-09", off, on))
        assert len(ledger.events()) == 2
        answer = ask(ledger, "Is the meeting of Kos and Lund still on?")
    assert not answer.says
    assert answer.text.startswith("Which one? 2 events match")


def test_a_capital_stands_for_its_country(tmp_path):
    told = Told(words="Varga will visit Nairobi", status="planned", what="Elena Varga visits Nairobi", place="Nairobi")
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(article("Drava Courier", "2026-03-03", told))
        assert ask(ledger, "Is Varga's visit to Kenya on?").says
        assert ask(ledger, "Is the Kenyan visit of Varga on?").says
        assert not ask(ledger, "Is Varga's visit to Uganda on?").says


def test_an_empty_ledger_answers_nothing(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        for question in (
            "Is Varga's visit on?",
            "What changed since Monday?",
            "What is planned?",
            "",
            "What did X say?",
        ):
            answer = ask(ledger, question)
            assert not answer.cites
            assert answer.text


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_every_sentence_of_any_answer_is_made_of_the_record(ledger, text):
    answer = ask(ledger, text)
    for cite in answer.cites:
        record = ledger.record(cite.article)
        words = record.words(cite.span) if cite.span else cite.words
        assert all(part in record.article.text for part in words.split(" … "))


def test_an_agency_that_had_it_from_a_source_puts_nothing_on_the_record(tmp_path):
    talks = {"type": "talks", "who": ("Mara Kos",), "what": "Mara Kos holds talks", "place": "Drava"}
    relayed = article(
        "Harbour Post",
        "2026-03-07",
        Told(words="the talks are off", status="cancelled", when="2026-04-10", chain=("Adriapress",), **talks),
        Told(
            words="the talks were called off on Friday",
            status="cancelled",
            when="2026-04-10",
            chain=("Adriapress", "a source close to the talks"),
            **talks,
        ),
    )
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all([relayed])
        first = ask(ledger, "Who says the talks were cancelled?").sentences[0].text
    assert first == "Mara Kos holds talks: cancelled; 1 source says so, not on the record."


MOVED = (
    article(
        "Norland News",
        "2026-03-02",
        Told(words="the trip to Sudmark is set for 20 March", status="scheduled", who=("Jonas Lund",),
             what="Jonas Lund visits Sudmark", place="Sudmark", when="2026-03-20", chain=("Petra Orr",)),
    ),
    article(
        "Drava Courier",
        "2026-03-07",
        Told(words="the trip to Sudmark was moved to 2 April", status="rescheduled", who=("Jonas Lund",),
             what="Jonas Lund visits Sudmark", place="Sudmark", when="2026-04-02", chain=("Petra Orr",)),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    with Ledger(tmp_path_factory.mktemp("moved") / "news.sqlite") as ledger:
        ledger.add_all([*MOVED, DENIAL, OFF])
        yield ledger


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Was it moved to April 2?", "Yes. Jonas Lund"),
        ("Was Lund's visit moved to April 2?", "Yes. Jonas Lund"),
        ("Was Lund's visit moved to April 9?", "No. Jonas Lund"),
        ("Was Lund's visit postponed until April 2?", "Yes. Jonas Lund"),
        ("Was the visit on March 20 moved?", "Yes. Jonas Lund"),
        # "Yes" to a "not" could mean either.
        ("Is Lund's visit not going ahead?", "It is rescheduled. Jonas Lund"),
        ("Isn't Lund's visit cancelled?", "It is rescheduled. Jonas Lund"),
        ("Were the talks in Drava not cancelled?", "Reports disagree. Mara Kos"),
        # What is denied or said, not what the ledger makes of it
        ("Who denies that the talks in Drava are off?", "Mara Kos holds talks: cancelled"),
        ("Which talks are not going ahead?", "1 event: Mara Kos holds talks: cancelled"),
        ("Which talks are not cancelled?", "The ledger does not say"),
        ("Who cancelled the talks in Drava?", "The ledger does not say who did"),
    ],
)
def test_days_moved_to_and_questions_with_a_not(moved, question, begins):
    assert ask(moved, question).text.startswith(begins)


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("Who denies that the talks in Drava are off?", {"a diplomat"}),
        ("Who denies that the talks in Drava are going ahead?", {"Petra Orr"}),
        ("Who denies that the talks in Drava are not going ahead?", {"a diplomat"}),
        ("Who says the talks in Drava are going ahead?", {"a diplomat"}),
        ("Who says the talks in Drava are not going ahead?", {"Petra Orr"}),
        ("Who says the talks in Drava are off?", {"Petra Orr"}),
        ("Who says that the talks in Drava are not off?", {"a diplomat"}),
    ],
)
def test_who_says_or_denies_it(moved, question, sources):
    told = [s for s in ask(moved, question).sentences if s.cites and not s.text.startswith("Reports contradict")]
    assert {cite.source.split(",")[0] for sentence in told for cite in sentence.cites} == sources


def test_verbs_agree_with_sources_of_more_than_one(tmp_path):
    told = article(
        "Harbour Post",
        "2026-03-04",
        Told(words="the vote in Sudmark is off", status="cancelled", type="vote", who=("the council",),
             what="Council votes in Sudmark", place="Sudmark", chain=("two people",)),
        quotes=[("Two people", "The vote in Sudmark is off")],
    )  # fmt: skip
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(told)
        assert "Two people assert, in Harbour Post" in ask(ledger, "What did two people say about Sudmark?").text
        assert "say two people" in ask(ledger, "Why is the vote in Sudmark off?").text
