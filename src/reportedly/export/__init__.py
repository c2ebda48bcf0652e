"""Answers -> bytes: calendars, feeds, tables and linked data that other programs read.

`export(ledger, form="ics")` is the whole of it; each form is a pure function of answers in a module of its own, and
none looks at the clock: the same ledger gives the same bytes.
"""

from reportedly.export.whole import FORMS, Form, What, export, write_whole

__all__ = ["FORMS", "Form", "What", "export", "write_whole"]
