"""Dates as printed, in, ISO 8601 out; nothing that is missing is filled in."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.dates import DayOrder, day_in_figures, order_of_address, order_of_days, order_of_locale
from reportedly.intake.dates import find_days, to_iso


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        # Year first
        ("2026-03-03", "2026-03-03"),
        ("2026-03-03T16:05:00Z", "2026-03-03T16:05:00+00:00"),
        ("2026-03-03 16:05:00 UTC", "2026-03-03T16:05:00+00:00"),
        ("2026/3/3 6:05:09", "2026-03-03T06:05:09"),
        ("2026.03.03 16:05", "2026-03-03T16:05:00"),
        ("20260303", "2026-03-03"),
        ("20260303T160500Z", "2026-03-03T16:05:00+00:00"),
        ("2026-03-03T16:05:00.123-0500", "2026-03-03T16:05:00-05:00"),
        # Months by name
        ("March 3, 2026", "2026-03-03"),
        ("3 March 2026", "2026-03-03"),
        ("3rd of March 2026", "2026-03-03"),
        ("Sept. 3, 2026", "2026-09-03"),
        ("03-MAR-2026 16:05:00.12", "2026-03-03T16:05:00"),
        ("Tue, 03 Mar 2026 16:05:00 +0300", "2026-03-03T16:05:00+03:00"),
        ("Tue, 03 Mar 26 16:05:00 GMT", "2026-03-03T16:05:00+00:00"),
        ("Tue Mar  3 16:05:00 2026", "2026-03-03T16:05:00"),
        ("Mi, 4 Mär 2026 09:00:00 +0100", "2026-03-04T09:00:00+01:00"),
        ("4 de marzo de 2026", "2026-03-04"),
        # Hours and zones
        ("March 3, 2026 7:05 PM", "2026-03-03T19:05:00"),
        ("3 March 2026, 7.30pm", "2026-03-03T19:30:00"),
        ("Tue 3 March 2026 23.30 GMT", "2026-03-03T23:30:00+00:00"),
        ("3. März 2026, 7.30 Uhr", "2026-03-03T07:30:00"),
        ("3 mars 2026 à 10h30", "2026-03-03T10:30:00"),
        ("3 March 2026 12:10 a.m.", "2026-03-03T00:10:00"),
        ("March 3, 2026 at 12:40 p.m. EST", "2026-03-03T12:40:00-05:00"),
        ("Tue, 3 Mar 2026 2:17:57 PM CEST", "2026-03-03T14:17:57+02:00"),
        ("11 p.m., March 3, 2026", "2026-03-03T23:00:00"),
        # An hour that is none leaves the day; a zone whose name means several things leaves the time.
        ("Wed, 04 Mar 2026 25:00:00 +0000", "2026-03-04"),
        ("4 March 2026 09:00 IST", "2026-03-04T09:00:00"),
        # Seconds and milliseconds since 1970
        ("1772618400", "2026-03-04T10:00:00+00:00"),
        ("1772618400000", "2026-03-04T10:00:00+00:00"),
        # One reading alone, or the weekday tells
        ("31/12/2025", "2025-12-31"),
        ("12/31/2025 14:05", "2025-12-31T14:05:00"),
        ("05/05/2025", "2025-05-05"),
        ("Tue 03/04/2025", "2025-03-04"),
        # No date, no whole date, or nothing tells the order
        ("03/04/2026", None),
        ("03.04.2026 09:00", None),
        ("2026-13-40", None),
        ("March 2026", None),
        ("February 30, 2026", None),
        ("2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates(printed: str, iso: str | None) -> None:
    assert to_iso(printed) == iso


def test_the_order_of_day_and_month_is_taken_where_it_is_told() -> None:
    assert to_iso("03/04/2026", order=DayOrder.MONTH) == "2026-03-04"
    assert to_iso("03/04/2026", order=DayOrder.DAY) == "2026-04-03"
    assert to_iso("31/04/2026", order=DayOrder.MONTH) is None


def test_several_days_of_a_line_are_found_with_their_places() -> None:
    line = "Published 2 May 2025 | Updated 05/06/2025, valid to 2025-12-31"
    found = [(line[day.start : day.end], day.day) for day in find_days(line)]
    assert found == [("2 May 2025", date(2025, 5, 2)), ("05/06/2025", None), ("2025-12-31", date(2025, 12, 31))]


@pytest.mark.parametrize(
    ("locale", "order"),
    [
        ("en-US", DayOrder.MONTH),
        ("en_us.UTF-8", DayOrder.MONTH),
        ("en-GB", DayOrder.DAY),
        ("de", DayOrder.DAY),
        ("en", None),
        ("en-CA", None),  # both are written there
        ("zh-CN", None),
        ("", None),
        (None, None),
    ],
)
def test_what_a_language_with_its_region_says(locale: str | None, order: DayOrder | None) -> None:
    assert order_of_locale((locale or "").split(".")[0] or None) is order


@pytest.mark.parametrize(
    ("url", "order"),
    [
        ("https://www.courier.example.co.uk/a", DayOrder.DAY),
        ("https://agency.gov/a", DayOrder.MONTH),
        ("https://portal.example.com/en-gb/news/a", DayOrder.DAY),
        ("https://portal.example.com/en-us/news/a", DayOrder.MONTH),
        ("https://courier.example.com/a", None),
        ("https://startup.io/a", None),  # sold to anybody
        ("http://[broken", None),
        (None, None),
    ],
)
def test_what_an_address_says(url: str | None, order: DayOrder | None) -> None:
    assert order_of_address(url) is order


@pytest.mark.parametrize(
    ("printed", "near", "order"),
    [
        (["03/04/2026", "31/12/2025"], [], DayOrder.DAY),
        (["03/04/2026", "12/31/2025"], [], DayOrder.MONTH),
        (["31/12/2025", "12/31/2025"], [], None),
        (["03/04/2026"], [date(2026, 3, 4)], DayOrder.MONTH),
        (["03/04/2026"], [], None),
        (["99/99/2026", "1/2/3/2026"], [], None),
    ],
)
def test_what_other_dates_say(printed: list[str], near: list[date], order: DayOrder | None) -> None:
    assert order_of_days(printed, near=near) is order


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_figures_never_name_another_day_than_the_one_that_was_written(day: date, form: str) -> None:
    order = DayOrder.DAY if form.startswith("%d") else DayOrder.MONTH
    first, second, year = map(int, day.strftime(form).split("/"))
    assert day_in_figures(first, second, year, order) == day
    assert day_in_figures(first, second, year, None) in (day, None)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))
def test_what_is_written_in_iso_comes_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert to_iso(moment.isoformat()) == moment.isoformat()


@given(st.text(max_size=120) | st.from_regex(r"[\d/:. apmT+-]{6,60}", fullmatch=True))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = to_iso(text)
    if found is not None:
        datetime.fromisoformat(found)
