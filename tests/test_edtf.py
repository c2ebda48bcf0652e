"""TIMEX3 values in, EDTF out, and the days that an EDTF value spans."""

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly import edtf
from reportedly.edtf import days_of, from_timex
from reportedly.wording import plain_when


@pytest.mark.parametrize(
    ("timex", "expected"),
    [
        ("2024-02-12", "2024-02-12"),
        ("2024-02", "2024-02"),
        ("2024", "2024"),
        # The time of day is left out.
        ("2024-02-12T14:30", "2024-02-12"),
        ("2024-02-12TMO", "2024-02-12"),
        ("2024-02-12TEV", "2024-02-12"),
        # A week is an interval of days, a weekend its last two.
        ("2024-W07", "2024-02-12/2024-02-18"),
        ("2024-W07-WE", "2024-02-17/2024-02-18"),
        ("2020-W53", "2020-12-28/2021-01-03"),
        ("2024-SP", "2024-21"),
        ("2024-WI", "2024-24"),
        ("2024-Q1", "2024-01/2024-03"),
        ("2024-Q4", "2024-10/2024-12"),
        ("2024-H2", "2024-07/2024-12"),
        # Decades and centuries.
        ("199", "199X"),
        ("19", "19XX"),
        # Some day of a month.
        ("2023-12-XX", "2023-12-XX"),
        # An interval of any of these.
        ("2024-Q1/2024-Q2", "2024-01/2024-06"),
        ("2024-02-12/2024-02-14", "2024-02-12/2024-02-14"),
    ],
)
def test_calendar_dates_as_edtf(timex: str, expected: str):
    assert from_timex(timex) == expected


@pytest.mark.parametrize(
    "timex",
    [
        None,
        "",
        "P3D",
        "PT2H",
        "PRESENT_REF",
        "FUTURE_REF",
        "XXXX-WXX-1",
        "2021-W53",
        "2024-H3",
        "2024-02-30",
        "2024-13",
        "0000",
        "000",
        "2024-Q3/2024-Q1",
        "9999-W52",  # its Sunday is of no year that is known
        "٢٠٢٤",
    ],
)
def test_what_is_no_calendar_date_has_no_edtf_value(timex: str | None):
    assert from_timex(timex) is None


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-02-12", date(2024, 2, 12), date(2024, 2, 12)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-22", date(2024, 6, 1), date(2024, 8, 31)),
        # Winter runs into the next year.
        ("2023-24", date(2023, 12, 1), date(2024, 2, 29)),
        ("2024-02-12/2024-02-18", date(2024, 2, 12), date(2024, 2, 18)),
        ("2024-01/2024-03", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-34", date(2024, 4, 1), date(2024, 6, 30)),
        ("2024-41", date(2024, 7, 1), date(2024, 12, 31)),
        # Where the year begins in the south.
        ("2024-30", date(2024, 12, 1), date(2025, 2, 28)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("19XX", date(1900, 1, 1), date(1999, 12, 31)),
        ("2024-02-XX", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-12~", date(2024, 2, 12), date(2024, 2, 12)),
    ],
)
def test_days_that_a_value_spans(value: str, first: date, last: date):
    assert days_of(value) == (first, last)


@pytest.mark.parametrize(
    "value", [None, "", "soon", "2024-13", "2024-02-30", "2024-00", "0000", "/", "XXXX", "2024-XX-12"]
)
def test_no_days_for_what_is_no_date(value: str | None):
    assert days_of(value) is None


_YEARS = st.integers(1, 9999).map("{:04d}".format)
_TWO = st.integers(0, 99).map("{:02d}".format)
_VALUES = st.one_of(
    _YEARS,
    st.builds("{}-{}".format, _YEARS, _TWO),
    st.builds("{}-{}-{}{}".format, _YEARS, _TWO, _TWO, st.sampled_from(["", "TMO", "T10:00", "TNI"])),
    st.builds("{}-W{}{}".format, _YEARS, _TWO, st.sampled_from(["", "-WE"])),
    st.builds("{}-{}".format, _YEARS, st.sampled_from(["SP", "SU", "FA", "WI", "Q1", "Q4", "H1", "H2", "H4"])),
)


@given(_VALUES)
def test_every_edtf_value_spans_days(timex: str):
    value = from_timex(timex)
    if value is not None:
        days = days_of(value)
        assert days is not None
        assert days[0] <= days[1]


@given(st.text(max_size=20))
def test_no_value_is_too_strange(value: str):
    from_timex(value)
    days_of(value)


@given(st.dates())
def test_a_day_spans_itself(day: date):
    assert days_of(from_timex(day.isoformat())) == (day, day)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2024-22", "summer 2024"),
        ("2024-24", "winter 2024"),
        ("199X", "the 1990s"),
        ("2024-10/2024-12", "October 2024 to December 2024"),
        ("2024-02-XX", "February 2024"),
        ("2024-02-12", "12 February 2024"),
    ],
)
def test_people_read_words_and_no_codes(value: str, words: str):
    assert plain_when(value) == words


def test_examples_of_the_docstrings_are_true():
    assert doctest.testmod(edtf).failed == 0
