"""Workbooks, read back by a library for spreadsheets."""

import io
import string

from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.export.xlsx import to_xlsx
from tests.conftest import absent

try:
    import openpyxl
except ImportError:
    openpyxl = None


def read(data):
    if openpyxl is None:
        absent("needs openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)], sheet


def test_texts_numbers_and_lists_are_read_back():
    rows = [["a", 1, 0.5, True, ["x", "y"], None], [" spaced ", -3, 2.0, False, (), "line\nbreak"]]
    found, sheet = read(to_xlsx(["name", "n", "share", "flag", "list", "rest"], rows, name="News: all/*"))
    assert found == [
        ["name", "n", "share", "flag", "list", "rest"],
        ["a", 1, 0.5, True, "x; y", None],
        [" spaced ", -3, 2.0, False, None, "line\nbreak"],
    ]
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("News  all  ", "A2", "A1:F3")


def test_what_looks_like_a_formula_is_text():
    hostile = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://evil.example")']
    found, sheet = read(to_xlsx(["words"], [[text] for text in hostile]))
    assert [row[0] for row in found[1:]] == hostile
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr"}


def test_columns_past_z_and_texts_past_a_cell():
    found, _ = read(to_xlsx([f"c{i}" for i in range(60)], [[f"{i}" for i in range(59)] + ["x" * 40_000]]))
    assert found[1][58] == "58"
    assert len(found[1][59]) == 32_767


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=5))
def test_any_text_makes_a_workbook_that_can_be_read(rows):
    found, _ = read(to_xlsx(list(string.ascii_lowercase[:3]), rows))
    assert len(found) == len(rows) + 1


def test_the_same_rows_are_the_same_bytes():
    assert to_xlsx(["a"], [["b"]]) == to_xlsx(["a"], [["b"]])
