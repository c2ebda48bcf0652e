"""CSV and Parquet: every row there, nothing in it that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import sys

import pytest

from reportedly import ReportedlyError
from reportedly.export import What, export
from tests.export.stories import HOSTILE, MOVED, SUMMIT
from tests.ledger.stories import article

QUOTED = article("Harbour Post", "2026-03-04", quotes=[("Ivo Marić", "We will go"), ("Petra Orr", "=1+1, she said")])


def table(ledger, what: str, **asked) -> list[dict[str, str]]:
    data = export(ledger, form="csv", what=what, **asked)
    assert data.count(b"\n") == data.count(b"\r\n")
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_events_a_row_each(ledger_of):
    ledger = ledger_of(*MOVED, SUMMIT)
    rows = table(ledger, "events")
    assert [(row["what"], row["status"], row["when"], row["earlier_dates"], row["sequence"]) for row in rows] == [
        ("Elena Varga visits Norland", "rescheduled", "2026-03-20", "2026-03-12", "2"),
        ("Leaders of the Drava states meet in Port Oster", "scheduled", "2026-03-20", "", "0"),
    ]
    assert rows[1]["participants"] == "Jonas Lund; Petra Orr"
    assert rows[0]["conflict"] in ("true", "false")


def test_reports_a_row_each_with_their_span(ledger_of):
    ledger = ledger_of(*MOVED)
    rows = table(ledger, "reports")
    assert [row["status"] for row in rows] == ["scheduled", "postponed", "rescheduled"]
    assert rows[1]["chain"] == "Adriapress; a source in the presidency"
    for row in rows:
        text = ledger.record(row["article"].removeprefix("'")).article.text
        assert text[int(row["start"]) : int(row["end"])] == row["evidence"]


def test_statements_by_name(ledger_of):
    assert [row["content"] for row in table(ledger_of(QUOTED), "statements", name="Orr")] == ["“=1+1, she said”"]


def test_changes_a_row_each(ledger_of):
    assert [row["before"] for row in table(ledger_of(*MOVED), "changes")] == ["postponed", "scheduled", ""]


@pytest.mark.parametrize("what", [What.EVENTS, What.REPORTS, What.CHANGES])
def test_nothing_is_a_formula(ledger_of, what):
    (row,) = table(ledger_of(HOSTILE), what)
    assert row["what"].startswith("'-2+3 talks")
    assert [name for name, cell in row.items() if cell[:1] in tuple("=+-@\t\r\n＝")] == []
    if what is What.REPORTS:
        assert row["article"] == "'=1+1"


@pytest.mark.parametrize("what", list(What))
def test_an_empty_ledger_has_its_columns(ledger_of, what):
    data = export(ledger_of(), form="csv", what=what)
    assert data.count(b"\r\n") == 1


def test_parquet_has_the_same_rows_with_types(ledger_of):
    parquet = pytest.importorskip("pyarrow.parquet")
    ledger = ledger_of(*MOVED, SUMMIT, HOSTILE, QUOTED)
    for what in What:
        read = parquet.read_table(io.BytesIO(export(ledger, form="parquet", what=what)))
        rows = table(ledger, what)
        assert (read.num_rows, read.column_names) == (len(rows), list(rows[0]))
    events = parquet.read_table(io.BytesIO(export(ledger, form="parquet"))).to_pylist()
    assert events[0]["participants"] == ["Elena Varga"]
    assert (events[0]["sequence"], events[0]["conflict"], events[0]["earlier_dates"]) == (2, False, ["2026-03-12"])
    assert export(ledger, form="parquet") == export(ledger, form="parquet")


def test_without_pyarrow_it_is_told_what_to_install(ledger_of, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ReportedlyError) as error:
        export(ledger_of(*MOVED), form="parquet")
    assert str(error.value) == (
        "Parquet: pyarrow is not installed. Run `pip install 'reportedly[parquet]'`, or write CSV."
    )
