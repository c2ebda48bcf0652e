"""What every part of the reading room needs: the ledger of a request, and days as a reader writes them."""

from __future__ import annotations

import hmac
from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request

from reportedly.ledger import Ledger

__all__ = ["AsOf", "Asked", "BadRequestError", "Book", "as_of_day", "day_of", "is_token", "ledger_of"]


class BadRequestError(ValueError):
    """A request that cannot be answered as it stands; `str()` says which value, why, and what to write instead."""


# Coroutines, though they wait for nothing: a plain function would be handed to a thread at each request.
async def ledger_of(request: Request) -> Ledger:
    """The one ledger that this application serves."""
    ledger: Ledger = request.app.state.ledger
    return ledger


def is_token(request: Request, sent: str) -> bool:
    """Whether a request brings the token with which this server was started."""
    token: str | None = request.app.state.token
    return bool(token) and hmac.compare_digest(
        sent.encode("utf-8", "replace"), (token or "").encode("utf-8", "replace")
    )


def day_of(value: str | None, name: str) -> str | None:
    """A day of a query as ISO; None where none is asked for.

    Raises:
        BadRequestError: It is not a day.

    >>> day_of("2026-03-04", "as_of")
    '2026-03-04'
    """
    if not value:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise BadRequestError(f"{name}: {value[:40]!r} is not a day. Write YYYY-MM-DD.") from None


async def as_of_day(as_of: str | None = None) -> str | None:
    """The day at whose end the record is asked for; None for now."""
    return day_of(as_of, "as_of")


Book = Annotated[Ledger, Depends(ledger_of)]
"""A parameter of an endpoint: the ledger."""

AsOf = Annotated[str | None, Depends(as_of_day)]
"""A parameter of an endpoint: `?as_of=YYYY-MM-DD`, checked."""

Asked = Annotated[str | None, Query(max_length=1000)]
"""A word of a query: empty means not asked."""
