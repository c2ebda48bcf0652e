"""A subscribed calendar: read back by a library that had no part in writing it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from icalendar.cal import Component

from reportedly.export import export
from reportedly.export.ics import Entry, to_ics
from reportedly.ledger import EventSummary
from tests.export.stories import HOSTILE, MOVED, SUMMIT, VISIT

PLAIN = EventSummary(
    id="e1",
    type="vote",
    what="parliament votes on the bridge",
    participants=("Parliament",),
    place="Port Oster",
    when="2026-03-12",
    earlier_dates=(),
    status="scheduled",
    status_on_record="scheduled",
    outlets=1,
    articles=1,
    reports=1,
    origins=1,
    origins_on_record=1,
    conflict=False,
    newest="2026-03-02",
    sequence=0,
)


def entries(data: bytes) -> list[Component]:
    """What an independent library reads, which must find no fault."""
    calendar = Calendar.from_ical(data)
    assert calendar.errors == []
    assert [error for event in calendar.walk("VEVENT") for error in event.errors] == []
    return list(calendar.walk("VEVENT"))


def one(**changed: object) -> Component:
    (event,) = entries(to_ics([Entry(replace(PLAIN, **changed))]))
    return event


def test_over_a_postponement_the_entry_stays_and_its_sequence_rises(ledger_of):
    ledger = ledger_of(*MOVED)
    told = []
    for day in ("2026-03-02", "2026-03-05", "2026-03-08"):
        (event,) = entries(export(ledger, form="ics", as_of=day))
        told.append((event["UID"], event["SEQUENCE"], event["STATUS"], event["DTSTART"].dt, str(event["SUMMARY"])))
    uids, sequences, statuses, starts, summaries = zip(*told, strict=True)
    assert len(set(uids)) == 1
    assert list(sequences) == [0, 1, 2]
    assert statuses == ("CONFIRMED", "TENTATIVE", "CONFIRMED")
    assert starts == (date(2026, 3, 12), date(2026, 3, 12), date(2026, 3, 20))
    assert summaries[1] == "Postponed: Elena Varga visits Norland"


def test_an_entry_tells_on_whose_word_it_stands(ledger_of):
    (event,) = entries(export(ledger_of(*MOVED), form="ics", as_of="2026-03-05"))
    assert str(event["DESCRIPTION"]).splitlines()[:3] == [
        "Status: postponed; on the record: scheduled",
        "Attributed to: a source in the presidency, through Adriapress, in Harbour Post (5 March 2026)",
        "“the visit to Norland has been postponed”",
    ]
    assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt == datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert event["LOCATION"] == "Norland"
    assert event["CATEGORIES"].cats == ["visit"]


@pytest.mark.parametrize(
    ("status", "in_calendar", "summary"),
    [
        ("scheduled", "CONFIRMED", "Parliament votes on the bridge"),
        ("under_way", "CONFIRMED", "Parliament votes on the bridge"),
        ("held", "CONFIRMED", "Parliament votes on the bridge"),
        ("rescheduled", "CONFIRMED", "Parliament votes on the bridge"),
        ("possible", "TENTATIVE", "Possible: Parliament votes on the bridge"),
        ("planned", "TENTATIVE", "Parliament votes on the bridge"),
        ("unconfirmed", "TENTATIVE", "Unconfirmed: Parliament votes on the bridge"),
        ("postponed", "TENTATIVE", "Postponed: Parliament votes on the bridge"),
        ("cancelled", "CANCELLED", "Cancelled: Parliament votes on the bridge"),
        ("ruled_out", "CANCELLED", "Ruled out: Parliament votes on the bridge"),
    ],
)
def test_status(status, in_calendar, summary):
    event = one(status=status, status_on_record=status)
    assert (event["STATUS"], str(event["SUMMARY"])) == (in_calendar, summary)


@pytest.mark.parametrize(
    ("on_record", "in_calendar"), [("scheduled", "TENTATIVE"), ("ruled_out", "CANCELLED"), (None, "CANCELLED")]
)
def test_what_is_off_on_an_unnamed_word_and_stands_on_the_record_is_not_struck(on_record, in_calendar):
    event = one(status="cancelled", status_on_record=on_record)
    assert event["STATUS"] == in_calendar
    assert str(event["SUMMARY"]) == "Cancelled: Parliament votes on the bridge"


VISIT_MOVED = replace(
    PLAIN,
    id="e2",
    type="visit",
    what="Elena Varga visits Norway",
    participants=("Elena Varga",),
    place="Norway",
    when="2026-03-20",
    earlier_dates=("2026-03-11/2026-03-13",),
    status="rescheduled",
    newest="2026-03-05",
)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, "TENTATIVE"),
        ({"newest": "2026-03-06"}, "CONFIRMED"),  # fixed anew since
        ({"when": "2026-03-20"}, "CONFIRMED"),
        ({"participants": ("Karl Dahl",)}, "CONFIRMED"),
        ({"place": "Lisbon"}, "CONFIRMED"),
        ({"type": "strike"}, "CONFIRMED"),
    ],
)
def test_what_was_to_be_held_on_a_visit_that_has_moved_is_in_doubt(changed, status):
    talks = replace(PLAIN, type="talks", what="talks in Oslo", participants=("Elena Varga", "Karl Dahl"), place="Oslo")
    found = entries(to_ics([Entry(replace(talks, **changed)), Entry(VISIT_MOVED)]))
    (event,) = [entry for entry in found if entry["UID"] == "e1@reportedly"]
    assert event["STATUS"] == status
    doubted = "In doubt: Elena Varga visits Norway (rescheduled)"
    assert (doubted in str(event["DESCRIPTION"])) is (status == "TENTATIVE")


def test_a_day_that_went_by_without_word_says_so():
    (event,) = entries(to_ics([Entry(replace(PLAIN, when="2026-03-18"))], today="2026-03-25"))
    assert event["STATUS"] == "TENTATIVE"
    assert str(event["SUMMARY"]) == "Outcome unknown: Parliament votes on the bridge"
    assert "No report since 18 March 2026 that it took place." in str(event["DESCRIPTION"])
    (before,) = entries(to_ics([Entry(replace(PLAIN, when="2026-03-18"))], today="2026-03-18"))
    assert before["STATUS"] == "CONFIRMED"


@pytest.mark.parametrize(
    ("when", "first", "after"),
    [
        ("2026-03-12", date(2026, 3, 12), date(2026, 3, 13)),
        ("2026-03-12/2026-03-14", date(2026, 3, 12), date(2026, 3, 15)),
        ("2026-02-26/2026-05-02", date(2026, 2, 26), date(2026, 5, 3)),
        ("0999-12-31", date(999, 12, 31), date(1000, 1, 1)),
    ],
)
def test_days_are_all_day_entries_and_the_end_is_the_day_after(when, first, after):
    event = one(when=when)
    assert (event["DTSTART"].dt, event["DTEND"].dt, event["STATUS"]) == (first, after, "CONFIRMED")
    assert event["TRANSP"] == "TRANSPARENT"


@pytest.mark.parametrize(
    ("when", "first", "after", "told"),
    [
        ("2026-03", date(2026, 3, 1), date(2026, 4, 1), "(some day in March 2026)"),
        ("2026-W11", date(2026, 3, 9), date(2026, 3, 16), "(some day that week)"),
    ],
)
def test_a_month_or_a_week_is_tentative_and_says_so(when, first, after, told):
    event = one(when=when)
    assert (event["DTSTART"].dt, event["DTEND"].dt, event["STATUS"]) == (first, after, "TENTATIVE")
    assert str(event["SUMMARY"]) == f"Parliament votes on the bridge {told}"
    assert one(when=when, status="cancelled", status_on_record="cancelled")["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("when", [None, "2026", "2026-21", "soon", "2026-02-30", "2026-05/2026-09"])
def test_what_has_no_day_week_or_month_is_no_entry(when):
    assert entries(to_ics([Entry(replace(PLAIN, when=when))])) == []


def test_the_last_day_of_all_has_no_day_after():
    assert "DTEND" not in one(when="9999-12-31")


@pytest.mark.parametrize("newest", ["", "2026", "0001-01-01T00:00:00+14:00"])
def test_an_entry_without_a_time_of_publication_has_the_first_that_there_is(newest):
    assert one(newest=newest)["DTSTAMP"].dt == datetime(1970, 1, 1, tzinfo=UTC)


def test_odd_text_comes_back_as_it_went_in_and_lines_are_at_most_75_octets(ledger_of):
    data = export(ledger_of(HOSTILE), form="ics")
    (event,) = entries(data)
    assert str(event["SUMMARY"]) == "Cancelled: -2+3 talks in Łódź ]]> & <b>more</b> " + "ß" * 60
    assert event["LOCATION"] == "Łódź, “Old; Town”"
    assert "talks, at the \\ “Łódź” café" in str(event["DESCRIPTION"])
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)  # no character is cut in two
    assert b"\n" not in data.replace(b"\r\n", b"") and b"\x0b" not in data


def test_a_line_break_in_a_name_is_no_new_property():
    event = one(what="a vote\r\nATTENDEE:mailto:x@example.org", place="\nSTATUS:CANCELLED")
    assert "ATTENDEE" not in event
    assert event["STATUS"] == "CONFIRMED"


def test_lone_surrogates_and_nuls_break_nothing():
    assert str(one(what="a \ud800vote\0")["SUMMARY"]) == "A ?vote"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Elena Varga visits Norland", "Leaders of the Drava states meet in Port Oster"]),
        ({"name": "petra orr"}, ["Leaders of the Drava states meet in Port Oster"]),
        ({"place": "Norland"}, ["Elena Varga visits Norland"]),
        ({"type": "summit"}, ["Leaders of the Drava states meet in Port Oster"]),
        ({"as_of": "2026-03-02"}, ["Elena Varga visits Norland"]),
        ({"as_of": "2026-03-01"}, []),
    ],
)
def test_filters(ledger_of, asked, names):
    assert [str(event["SUMMARY"]) for event in entries(export(ledger_of(*VISIT, SUMMIT), form="ics", **asked))] == names


def test_the_same_ledger_gives_the_same_bytes_whatever_the_order_of_adding(ledger_of):
    one_way, other_way = ledger_of(*VISIT, SUMMIT, HOSTILE), ledger_of(HOSTILE, SUMMIT, *reversed(VISIT))
    assert export(one_way, form="ics") == export(one_way, form="ics") == export(other_way, form="ics")


def test_entries_link_to_the_page_of_their_event(ledger_of):
    (event,) = entries(export(ledger_of(*MOVED), form="ics", base_url="http://127.0.0.1:8321"))
    assert event["URL"] == f"http://127.0.0.1:8321/event/{event['UID'].removesuffix('@reportedly')}"
