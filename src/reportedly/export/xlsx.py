"""Rows -> an XLSX workbook (ECMA-376) of one sheet, as spreadsheets open it; small enough to be written by hand.

Every text is written as an inline string, which a spreadsheet never takes for a formula, whatever it begins with.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

__all__ = ["MOST_ROWS", "to_xlsx"]

MOST_ROWS = 1_048_575
"""Rows below the head that a sheet may have."""

_MOST_LETTERS = 32_767  # of a cell
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATE = (2000, 1, 1, 0, 0, 0)  # the same bytes for the same rows

_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="xl/workbook.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="worksheets/sheet1.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
        '<Relationship Id="rId2" Target="styles.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>'
    ),
    "xl/styles.xml": (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/>'
        '<xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>'
    ),
}
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_VIEW = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
    'state="frozen"/></sheetView></sheetViews>'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def to_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, name: str = "Reportedly") -> bytes:
    """A workbook with a head that stays in view and can be filtered by; lists are joined by semicolons.

    Args:
        rows: A cell for each column: text, number, yes or no, a list of texts, or None. Texts longer than a cell takes
            are cut; rows past `MOST_ROWS` are left out.
        name: Of the sheet.
    """
    lines = [_row(1, columns, style=' s="1"')]
    for number, row in enumerate(rows, 2):
        if number > MOST_ROWS + 1:
            break
        lines.append(_row(number, row))
    last = f"{_letters(max(1, len(columns)))}{len(lines)}"
    sheet = f'{_SHEET}{_VIEW}<sheetData>{"".join(lines)}</sheetData><autoFilter ref="A1:{last}"/></worksheet>'
    title = escape(re.sub(r"[\[\]:*?/\\]", " ", _text(name))[:31], {'"': "&quot;"})
    workbook = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<sheets><sheet name="{title}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in {**_PARTS, "xl/workbook.xml": workbook, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(zipfile.ZipInfo(path, _DATE), _HEAD + content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _row(number: int, cells: Sequence[Any], *, style: str = "") -> str:
    written = "".join(_cell(f"{_letters(i)}{number}", value, style) for i, value in enumerate(cells, 1))
    return f'<row r="{number}">{written}</row>'


def _cell(place: str, value: Any, style: str) -> str:
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f'<c r="{place}"{style} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float) and abs(value) < 10**15:
        return f'<c r="{place}"{style}><v>{value!r}</v></c>'
    text = escape(_text(str(value)))
    return f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)[:_MOST_LETTERS]


def _letters(column: int) -> str:
    """The name of a column: A, B … Z, AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
