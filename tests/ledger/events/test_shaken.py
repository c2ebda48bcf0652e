"""A meeting within a visit that is moved or called off is in doubt, until it is announced anew."""

import pytest

from reportedly import Ledger, ask
from reportedly.brief import make_brief
from reportedly.wording import facts
from tests.ledger.stories import Told, article

WORDS = {
    "scheduled": "President Elena Varga will visit Norland on 18 March",
    "cancelled": "President Elena Varga's visit to Norland on 18 March has been cancelled",
    "rescheduled": "President Elena Varga's visit to Norland was moved to 22 April",
}


def visit(day, status, when="2026-03-18"):
    return article("Drava Courier", day, Told(words=WORDS[status], status=status, when=when, chain=("Ivo Marić",)))


def meeting(day, when="2026-03-18", status="scheduled"):
    told = Told(
        words="Varga will meet Jonas Lund in Norland on 18 March",
        status=status,
        type="meeting",
        who=("Elena Varga", "Jonas Lund"),
        what="Elena Varga meets Jonas Lund",
        when=when,
    )
    return article("Harbour Post", day, told)


@pytest.fixture
def doubts(tmp_path):
    def found(*records, as_of=None):
        with Ledger(tmp_path / "news.sqlite") as ledger:
            ledger.add_all(records)
            (event,) = (e for e in ledger.events(as_of=as_of) if e.type == "meeting")
            return [
                value for name, value in facts(event, shaken=ledger.shaken_by(event, as_of=as_of)) if name == "Doubt"
            ]

    return found


def test_a_visit_that_is_moved_shakes_its_meeting(doubts):
    told = doubts(
        visit("2026-03-02", "scheduled"), meeting("2026-03-03"), visit("2026-03-06", "rescheduled", "2026-04-22")
    )
    assert told == ["Elena Varga visits Norland, which it belongs to, was moved to 22 April 2026"]


def test_a_visit_that_is_called_off_shakes_its_meeting(doubts):
    told = doubts(visit("2026-03-02", "scheduled"), meeting("2026-03-03"), visit("2026-03-06", "cancelled"))
    assert told == ["Elena Varga visits Norland, which it belongs to, is cancelled"]


@pytest.mark.parametrize(
    "records",
    [
        (visit("2026-03-02", "scheduled"), meeting("2026-03-03")),
        (visit("2026-03-02", "scheduled"), visit("2026-03-06", "cancelled"), meeting("2026-03-09")),
        (visit("2026-03-02", "scheduled"), meeting("2026-03-03", status="held"), visit("2026-03-06", "cancelled")),
        (visit("2026-03-02", "scheduled"), meeting("2026-03-03", when="2026-05-02"), visit("2026-03-06", "cancelled")),
    ],
    ids=["nothing changed", "announced since", "held all the same", "on another day"],
)
def test_what_is_not_shaken(doubts, records):
    assert doubts(*records) == []


def test_before_the_visit_was_moved_nothing_was_in_doubt(doubts):
    records = visit("2026-03-02", "scheduled"), meeting("2026-03-03"), visit("2026-03-06", "cancelled")
    assert doubts(*records, as_of="2026-03-04") == []


def test_a_brief_and_an_answer_say_so(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add_all([visit("2026-03-02", "scheduled"), meeting("2026-03-03"), visit("2026-03-06", "cancelled")])
        assert len(make_brief(ledger).shaken) == 1
        answer = ask(ledger, "Is Varga's meeting with Lund still on?")
    assert "It is in doubt: Elena Varga visits Norland, which it belongs to, is cancelled." in answer.text
