"""A month as a calendar: which dates are days of it."""

from datetime import date

from reportedly.ledger import Ledger
from reportedly.web.month import days_of_month, moved_away, weeks_of
from tests.ledger.stories import Told, article

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def told(what, when, **more):
    return Told(words=f"{what} was told", status="scheduled", type="meeting", who=(f"{what} Board",), what=what,
                place="Tarn", when=when, **more)  # fmt: skip


def test_a_week_is_no_day_and_three_days_are_three(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(article("Drava Courier", "2026-03-02", told("Weeklong", "2026-03-09/2026-03-15")))
        ledger.add(article("Drava Courier", "2026-03-02", told("Talks", "2026-03-10/2026-03-12"), id="b"))
        events = ledger.find_events().items
    cells = {cell.day: [event.what for event in cell.events] for week in weeks_of(FIRST, events, {}) for cell in week}
    assert {day for day, names in cells.items() if names} == {"2026-03-10", "2026-03-11", "2026-03-12"}
    days = days_of_month(FIRST, LAST, events, {})
    assert (days[-1].label, [event.what for event in days[-1].events]) == ("Without a fixed day", ["Weeklong"])


def test_an_event_that_was_to_be_some_time_in_a_week_is_struck_from_no_day(tmp_path):
    with Ledger(tmp_path / "news.sqlite") as ledger:
        ledger.add(article("Drava Courier", "2026-03-02", told("Talks", "2026-03-09/2026-03-15", key="k")))
        ledger.add(article("Harbour Post", "2026-03-04", told("Talks", "2026-03-20", key="k")))
        events = ledger.find_events().items
    assert [event.earlier_dates for event in events] == [("2026-03-09/2026-03-15",)]
    assert not moved_away(FIRST, LAST, events)
