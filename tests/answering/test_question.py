"""What a plain question is understood as; no ledger is needed for that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.answering import Asks, understand

TODAY = "2026-03-06"  # a Friday


@pytest.mark.parametrize(
    ("question", "asks", "about", "more"),
    [
        ("Is Varga's visit to Norland still on?", "status", "Varga Norland", {"type": "visit", "expects": "on"}),
        ("is vargas trip to norland off", "status", "vargas norland", {"status": "cancelled", "expects": "off"}),
        ("Has the ferry strike been postponed?", "status", "ferry", {"type": "strike", "status": "postponed"}),
        ("Did Lund meet Orr?", "status", "Lund Orr", {"type": "meeting", "expects": "held"}),
        ("Did the summit go ahead?", "status", "", {"type": "summit", "expects": "held"}),
        ("Is the visit still planned?", "status", "", {"status": None, "expects": "on"}),
        ("Will Varga go to Norland?", "status", "Varga Norland", {"type": "visit"}),
        ("Will Varga come to Norland?", "status", "Varga Norland", {"type": "visit"}),
        ("When was Lund on the Tonight Show?", "when", "Lund Tonight", {"since": None}),
        ("varga norland", "status", "varga norland", {"expects": None}),
        ("What's happening with the ferry strike?", "status", "ferry", {"type": "strike"}),
        ("When is Varga visiting Norland?", "when", "Varga Norland", {"type": "visit"}),
        ("On which day is the port vote?", "when", "port", {"type": "vote"}),
        ("Since when is the visit postponed?", "since", "", {"status": "postponed"}),
        ("When was the visit called off?", "since", "", {"status": "cancelled", "type": "visit"}),
        ("When was the meeting held?", "when", "", {"status": None, "type": "meeting"}),
        ("Where does Lund meet Orr?", "where", "Lund Orr", {}),
        ("Who meets Lund in Port Oster?", "who", "Lund Port Oster", {}),
        ("Who says that the visit was cancelled?", "says", "", {"status": "cancelled"}),
        ("Which outlets reported the visit of Varga?", "says", "Varga", {}),
        ("Who denies it that Varga's visit is off?", "disagrees", "Varga", {}),
        ("Are there conflicting reports about the summit?", "disagrees", "", {"type": "summit"}),
        ("How many sources report the visit?", "count", "", {"type": "visit"}),
        ("Why was the visit postponed?", "reason", "", {"status": "postponed"}),
        ("Who cancelled the meeting?", "reason", "", {"type": "meeting"}),
        ("What did Ivo Marić say about the ferries?", "said", "ferries", {"source": "Ivo Marić"}),
        ("Statements by Petra Orr on the harbour", "said", "harbour", {"source": "Petra Orr"}),
        ("Which visits were cancelled?", "events", "", {"type": "visit", "status": "cancelled"}),
        ("What is planned in Port Oster?", "events", "Port Oster", {"status": None, "expects": "on"}),
        ("Is May's vote off?", "status", "May", {"type": "vote", "since": None}),
        ("Is the “Free Ports” deal — signed by Lund — on?", "status", "Free Ports deal Lund", {"type": "signing"}),
    ],
)
def test_what_is_asked(question, asks, about, more):
    understood = understand(question, today=TODAY)
    assert (understood.asks.value, " ".join(understood.about)) == (asks, about)
    for name, value in more.items():
        assert getattr(understood, name) == value, name


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What changed since Monday?", "2026-03-02", None),
        ("what changed since monday", "2026-03-02", None),
        ("What changed yesterday?", "2026-03-05", "2026-03-05"),
        ("What is on in April?", "2026-04-01", "2026-04-30"),
        ("What is on next week?", "2026-03-09", "2026-03-15"),
        ("Is the visit on 12 March still on?", "2026-03-12", "2026-03-12"),
        ("What changed between 3 March and 5 March?", "2026-03-03", "2026-03-05"),
        ("What changed between 3 March and 5 March 2025?", "2025-03-03", "2025-03-05"),
        ("What changed after 2026-03-04?", "2026-03-04", None),
        ("Did Varga march in May's protest?", None, None),
    ],
)
def test_days_are_counted_from_the_day_given(question, since, until):
    understood = understand(question, today=TODAY)
    assert (understood.since, understood.until) == (since, until)


def test_without_a_day_to_count_from_no_day_is_guessed():
    assert understand("What changed since Monday?").since is None


def test_what_was_understood_can_be_changed():
    question = understand("Is Varga's visit to Norland still on?", today=TODAY)
    changed = question.changed({"asks": "when", "about": "Lund", "type": "", "since": "2026-03-01"})
    assert (changed.asks, changed.about, changed.type, changed.since) == (Asks.WHEN, ("Lund",), None, "2026-03-01")


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"asks": "weather"}, "no such asks: 'weather'; write one of status, when"),
        ({"type": "picnic"}, "no such type: 'picnic'; write one of visit, meeting"),
        ({"since": "Monday"}, "since is not a day: 'Monday'; write YYYY-MM-DD"),
        ({"colour": "red"}, "no such filter: colour"),
    ],
)
def test_a_filter_that_there_is_not_is_refused_by_name(filters, message):
    with pytest.raises(ValueError, match="^" + message.replace("?", r"\?")):
        understand("Is it on?").changed(filters)


@given(st.text(max_size=600))
def test_any_text_is_understood_as_something(text):
    question = understand(text, today=TODAY)
    assert question.changed({}) == question
    assert all(word and word == word.strip() for word in question.about)
