"""The command that watches feeds and reports what changed."""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportedly.cli.inputs import NotRead, reading_options
from reportedly.cli.options import ledger_option, open_ledger

if TYPE_CHECKING:
    from reportedly.watch import Mail


__all__ = ["watch"]


def _seconds(context: click.Context, option: click.Parameter, value: str) -> float:
    """A stretch of time as 90s, 10m, 2h or 1d, in seconds; a minute and more, to be polite."""
    units = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
    number, unit = value[:-1], value[-1:]
    if not (number.isascii() and number.isdecimal() and len(number) < 8 and unit in units):
        raise click.BadParameter(f"{value!r} is not a duration; write 90s, 10m, 2h or 1d.")
    seconds = int(number) * units[unit]
    if not 60 <= seconds <= 30 * 86_400:
        raise click.BadParameter(f"{value!r} is out of range; use 1m to 30d.")
    return float(seconds)


@click.command()
@click.argument("feeds", metavar="FEED...", nargs=-1, required=True)
@ledger_option
@click.option(
    "--every",
    callback=_seconds,
    metavar="TIME",
    default="10m",
    show_default=True,
    help="Interval between visits: 90s, 10m, 2h.",
)
@click.option("--once", is_flag=True, help="Fetch each feed once and exit (for cron).")
@click.option("--webhook", metavar="URL", help="Post each change to this URL.")
@click.option(
    "--webhook-format",
    "shape",
    type=click.Choice(["json", "slack", "teams", "mattermost"]),
    help="Payload format of the webhook. [default: by its host, else json]",
)
@click.option(
    "--smtp",
    metavar="URL",
    envvar="REPORTEDLY_SMTP",
    show_envvar=True,
    help="Mail server: smtp://HOST:PORT, smtp://USER:PASSWORD@HOST:PORT or smtps://…",
)
@click.option("--mail-to", metavar="ADDRESS", multiple=True, help="Mail each change to this address (repeatable).")
@click.option("--mail-from", metavar="ADDRESS", help="Sender of the mail. [default: the first --mail-to]")
@click.option("--name", metavar="NAME", help="Filter by participant: person, organisation or country.")
@click.option("--words", metavar="WORDS", help="Filter by words in the event's name, participants or place.")
@click.option("--place", metavar="PLACE", help="Filter by place.")
@click.option("--type", metavar="TYPE", help="Filter by type: visit, meeting, vote …")
@click.option("--status", metavar="STATUS", help="Filter by new status: postponed, cancelled, held …")
@click.option("--first-reports", is_flag=True, help="Also report events that are new.")
@click.option("--state", metavar="FILE", help="Path of the progress file. [default: the ledger's name + .watch.json]")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@reading_options
def watch(
    feeds: tuple[str, ...],
    ledger: str,
    every: float,
    once: bool,
    webhook: str | None,
    shape: str | None,
    smtp: str | None,
    mail_to: tuple[str, ...],
    mail_from: str | None,
    name: str | None,
    words: str | None,
    place: str | None,
    type: str | None,
    status: str | None,
    first_reports: bool,
    state: str | None,
    form: str,
    errors: str | None,
    **reading: Any,
) -> None:
    """Keep a ledger up to date from feeds, and report each change of status with its source chain and quote."""
    import time

    from reportedly.ledger import EventFilter
    from reportedly.redaction import redacted_address
    from reportedly.watch import (
        Change,
        Options,
        Shape,
        State,
        Watch,
        is_address,
        line_of,
        locked,
        stop_on_signals,
    )

    for url in (*feeds, *filter(None, [webhook])):
        if not is_address(url):
            raise click.UsageError(f"{redacted_address(url)!r} is not an http or https address.")
    if state is None and "://" in ledger:
        raise click.UsageError("--state FILE is required with a PostgreSQL ledger.")

    def tell(change: Change) -> None:
        click.echo(json.dumps(change.to_dict(), ensure_ascii=False) if form == "jsonl" else line_of(change))

    path = Path(state or f"{ledger}.watch.json")
    wanted = EventFilter(name=name or None, words=words or None, place=place or None, type=type, status=status)
    options = Options(
        every_s=every,
        webhook=webhook,
        shape=Shape(shape) if shape else None,
        mail=_mail(smtp, mail_to, mail_from),
        wanted=wanted.checked("watch"),
        first_reports=first_reports,
        **reading,
    )
    unread = NotRead(errors)
    with contextlib.ExitStack() as stack:
        stack.enter_context(locked(path))
        book = stack.enter_context(open_ledger(ledger, create=True))
        wait = stack.enter_context(stop_on_signals())
        watching = stack.enter_context(
            Watch(
                feeds,
                book,
                State.load(path),
                options=options,
                tell=tell,
                tell_unread=unread.tell,
                now=time.time,
                wait=wait,
            )
        )
        if once:
            done = watching.once()
            click.echo(f"{done.n_new} added, {done.n_changes} changes, {done.n_unread} not read", err=True)
        else:
            watching.run()
    unread.close()
    if once and unread.count:
        sys.exit(1)


def _mail(smtp: str | None, to: tuple[str, ...], sender: str | None) -> Mail | None:
    """How changes are mailed; None where nobody is named to.

    Raises:
        click.UsageError: There is no server, or an address is none.
        InputError: The server's address is none.
    """
    from reportedly.watch import Mail, MailServer, is_mailbox

    if not to:
        return None
    if not smtp:
        raise click.UsageError("--mail-to needs a mail server: name it with --smtp or REPORTEDLY_SMTP.")
    for address in (*to, *filter(None, [sender])):
        if not is_mailbox(address):
            raise click.UsageError(f"{address!r} is not a mail address.")
    return Mail(server=MailServer.at(smtp), sender=sender or to[0], to=to)
