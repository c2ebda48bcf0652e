"""Options that several commands have, and what they stand for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportedly.ledger import EventFilter, Ledger

__all__ = [
    "CONFIG_VARIABLE",
    "LEDGER_VARIABLE",
    "as_of_option",
    "columns",
    "day",
    "event_filter",
    "filter_options",
    "format_option",
    "ledger_option",
    "limit_option",
    "moment",
    "open_ledger",
]

F = TypeVar("F", bound=Callable[..., Any])

CONFIG_VARIABLE = "REPORTEDLY_CONFIG"
"""The environment variable that names the file of settings where no option does."""

LEDGER_VARIABLE = "REPORTEDLY_LEDGER"
"""The environment variable that names the ledger where no option does."""

ledger_option = click.option(
    "--ledger",
    metavar="LEDGER",
    required=True,
    envvar=LEDGER_VARIABLE,
    show_envvar=True,
    help="The ledger: a SQLite file, or postgresql://USER:PASSWORD@HOST:PORT/DATABASE.",
)
as_of_option = click.option(
    "--as-of", metavar="DATE", help="As the record stood at the end of that day, by publication (YYYY-MM-DD)."
)
limit_option = click.option("--limit", metavar="N", type=click.IntRange(1), help="Maximum number of results.")
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "csv", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="Output format: text or markdown for people, the others for programs.",
)


def filter_options(command: F) -> F:
    """The options by which events are chosen, the same on every command; see `event_filter`."""
    options = (
        click.option("--name", metavar="NAME", help="Filter by participant: person, organisation or country."),
        click.option("--words", metavar="WORDS", help="Filter by words in the event's name, participants or place."),
        click.option("--place", metavar="PLACE", help="Filter by place."),
        click.option("--type", metavar="TYPE", help="Filter by type: visit, meeting, vote …"),
        click.option("--status", metavar="STATUS", help="Filter by current status: postponed, cancelled, held …"),
        click.option("--since", metavar="DATE", help="Only events on that day or later (YYYY-MM-DD)."),
        click.option("--until", metavar="DATE", help="Only events on that day or earlier (YYYY-MM-DD)."),
        click.option("--open", "open", is_flag=True, help="Only events that may still take place."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def event_filter(given: Mapping[str, Any]) -> EventFilter:
    """What `filter_options` were given, as one filter.

    Raises:
        click.BadParameter: A day that is none.
    """
    from reportedly.ledger import EventFilter

    return EventFilter(
        name=given["name"] or None,
        words=given["words"] or None,
        place=given["place"] or None,
        type=given["type"] or None,
        status=given["status"] or None,
        since=day(given["since"], "--since"),
        until=day(given["until"], "--until"),
        open=True if given["open"] else None,
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


def moment(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """A day, or a day and time, out of an option.

    Raises:
        click.BadParameter: It is none, or nothing tells the order of its day and month.
    """
    from reportedly.intake.dates import to_iso

    if value is None:
        return None
    told = to_iso(value)
    if told is None:
        raise click.BadParameter(f"{value!r} is not a day; write YYYY-MM-DD.")
    return told


def columns(context: click.Context, option: click.Parameter, value: str | None) -> dict[str, str]:
    """FIELD=NAME pairs out of an option: which column or key holds a field of an article.

    Raises:
        click.BadParameter: One is no such pair, or there is no such field.
    """
    from reportedly.intake.fields import FIELDS

    found: dict[str, str] = {}
    for pair in filter(str.strip, (value or "").split(",")):
        field, mark, name = (part.strip() for part in pair.partition("="))
        if not mark or not name:
            raise click.BadParameter(f"{pair!r} is not FIELD=NAME, such as text=body.")
        if field not in FIELDS:
            raise click.BadParameter(f"there is no field {field!r}; the fields are {', '.join(FIELDS)}.")
        found[field] = name
    return found


def open_ledger(address: str, *, create: bool = False) -> Ledger:
    """The ledger behind an option; SQLAlchemy is not imported before."""
    from reportedly.ledger import Ledger

    return Ledger(address, create=create)
