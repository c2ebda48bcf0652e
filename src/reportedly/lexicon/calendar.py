"""Days of the week and months by their English names, once for all that read or write them."""

from __future__ import annotations

__all__ = ["CAPITAL_MONTHS", "CAPITAL_WEEKDAYS", "MONTHS", "WEEKDAYS"]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""As `date.weekday` counts them."""

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
"""In order; "march" and "may" are other words too."""

CAPITAL_WEEKDAYS = tuple(name.capitalize() for name in WEEKDAYS)
CAPITAL_MONTHS = tuple(name.capitalize() for name in MONTHS)
