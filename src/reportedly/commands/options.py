"""Options that several commands have, and what they stand for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from reportedly.ledger import Ledger

__all__ = ["as_of_option", "day", "format_option", "ledger_option", "limit_option", "open_ledger"]

F = TypeVar("F", bound=Callable[..., Any])

ledger_option = click.option(
    "--ledger",
    metavar="LEDGER",
    required=True,
    envvar="REPORTEDLY_LEDGER",
    help="The ledger: a SQLite file, or postgresql://USER:PASSWORD@HOST:PORT/DATABASE (also in REPORTEDLY_LEDGER).",
)
as_of_option = click.option(
    "--as-of", metavar="DATE", help="As the record stood at the end of that day, by publication (YYYY-MM-DD)."
)
limit_option = click.option("--limit", metavar="N", type=click.IntRange(1), help="At most so many.")
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "csv", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="For people, as a table, or whole for programs.",
)


def day(value: str | None, option: str = "--as-of") -> str | None:
    """An ISO day out of an option.

    Raises:
        click.BadParameter: It is none.
    """
    from datetime import date

    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day; write YYYY-MM-DD.", param_hint=option) from None


def open_ledger(address: str, *, create: bool = False) -> Ledger:
    """The ledger behind an option; SQLAlchemy is not imported before."""
    from reportedly.ledger import Ledger

    return Ledger(address, create=create)
