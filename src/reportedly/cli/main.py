"""The command line. It calls only the public API; everything heavy is imported by the command that needs it."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import reportedly
from reportedly.cli.inputs import READING, NotRead, finish, input_options, inputs_argument, reading_options, records_of
from reportedly.cli.ledger import COMMANDS
from reportedly.cli.options import (
    CONFIG_VARIABLE,
    LEDGER_VARIABLE,
    as_of_option,
    day,
    event_filter,
    filter_options,
    ledger_option,
    open_ledger,
)
from reportedly.cli.output import print_json, show
from reportedly.cli.watch import watch
from reportedly.errors import ReportedlyError

if TYPE_CHECKING:
    from reportedly.ledger import Ledger
    from reportedly.ledger.corrections import Correction

__all__ = ["cli", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(reportedly.__version__)
@click.option(
    "--config",
    metavar="FILE",
    envvar=CONFIG_VARIABLE,
    show_envvar=True,
    help="Configuration file in TOML. [default: reportedly/config.toml in the user's configuration folder]",
)
@click.pass_context
def cli(context: click.Context, config: str | None) -> None:
    """Reads the news and keeps the record: who said what, on whose authority, and whether it is still on.

    INPUT is a file, a folder, an address or - for standard input: HTML, plain text, JSON and JSON lines, CSV, RSS,
    Atom, WARC, e-mail, PDF or a list of addresses. Options override environment variables, which override the
    configuration file.
    """
    from reportedly.cli.settings import defaults_from, is_exposed, read_config

    file, settings = read_config(config)
    if settings:
        context.default_map = defaults_from(file, settings, cli)
        if is_exposed(file, settings):
            click.echo(
                f"reportedly: {file} holds a secret and other users can read it. Run: chmod 600 {file}", err=True
            )


@cli.command()
@inputs_argument
@input_options
@reading_options
@click.option("--format", "form", type=click.Choice(["jsonl", "json"]), default="jsonl", show_default=True)
@click.option("--explain", is_flag=True, help="Print each article with its statements marked, instead of JSON.")
@click.option("-o", "--output", metavar="FILE", help="Write the records to FILE, as JSON lines, each as it is read.")
@click.option("--resume", is_flag=True, help="Continue FILE of --output where an earlier run ended.")
def read(
    inputs: tuple[str, ...],
    form: str,
    explain: bool,
    output: str | None,
    resume: bool,
    errors: str | None,
    **reading: Any,
) -> None:
    """Read articles and print a record for each: statements, times, names and events."""
    if resume and output is None:
        raise click.UsageError("--resume continues a file: name it with --output FILE.")
    if output is not None and (explain or form == "json"):
        raise click.UsageError("--output takes JSON lines only.")
    unread = NotRead(errors)
    if output is not None:
        from reportedly.resuming import RecordFile

        with RecordFile(output, resume=resume) as file:
            for record in records_of(inputs, unread, known=file.has if resume else None, **reading):
                file.write(record.to_json())
        if unread.n_known:
            unread.note(f"{unread.n_known} already in {output}, not read again.")
        finish(unread)
        return
    records = records_of(inputs, unread, **reading)
    if explain:
        from reportedly.cli.terminal import explained

        for record in records:
            show(explained(record), paged=False)
    elif form == "json":
        print_json([record.to_dict() for record in records], form)
    else:
        for record in records:
            click.echo(record.to_json())
    finish(unread)


@cli.command()
@inputs_argument
@ledger_option
@click.option(
    "--again", is_flag=True, help="Read articles again that are already in the ledger, and replace the old records."
)
@input_options
@reading_options
def add(inputs: tuple[str, ...], ledger: str, again: bool, errors: str | None, **reading: Any) -> None:
    """Read articles into a ledger. Idempotent: articles already in the ledger are skipped.

    Corrections made by hand are kept, with --again too. Articles that were hidden or removed are not added.
    """
    unread = NotRead(errors)
    with open_ledger(ledger, create=True) as book:
        added = _add(book, inputs, unread, reading, again=again)
        known = f"{added.known} already there"
        if again:
            known = f"{added.read_again} read again"
    kept_out = f", {len(added.kept_out)} kept out" if added.kept_out else ""
    click.echo(f"{added.new} added, {known}{kept_out}, {unread.count} not read", err=True)
    _tell_kept_out(added.kept_out, unread)
    finish(unread)


@dataclass
class _Added:
    """How many articles were new, there already or read again, and why others were kept out, by their ids."""

    new: int = 0
    known: int = 0
    read_again: int = 0
    kept_out: dict[str, Correction] = field(default_factory=dict)


def _add(
    book: Ledger, inputs: tuple[str, ...], unread: NotRead, reading: dict[str, Any], *, again: bool = False
) -> _Added:
    """What became of the articles; those that are there already are read again only where that is asked for."""
    added = _Added()
    for record in records_of(inputs, unread, known=lambda article: not again and book.has(article.id), **reading):
        if book.add(record):
            added.new += 1
        elif gone := book.withdrawn([record.article]):
            added.kept_out |= gone
        elif again and book.replace(record):
            added.read_again += 1
        else:
            added.known += 1
    if added.new or added.read_again:
        book.refresh()  # or the first to ask would wait for it
    added.known += unread.n_known
    return added


def _tell_kept_out(kept_out: dict[str, Correction], unread: NotRead) -> None:
    """Say that articles were hidden or removed by hand, and by whom, and what lets them in again."""
    from reportedly.cli.output import visible

    for id, correction in kept_out.items():
        done = "removed" if correction.kind == "remove" else "hidden"
        why = f" ({correction.why})" if correction.why else ""
        undo = f"`reportedly correct --undo {correction.id}`"
        told = f"article {id} was {done} by {correction.by} on {correction.made[:10]}{why}"
        unread.note(visible(f"{told}: not added; to add it again, {undo}."))


@cli.command()
@click.argument("inputs", metavar="[INPUT...]", nargs=-1)
@click.option(
    "--ledger", metavar="LEDGER", help="Read into this ledger, a file or address, and summarise everything in it."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "json", "jsonl"]), default="text", show_default=True
)
@click.option(
    "--limit", metavar="N", type=click.IntRange(0), default=12, show_default=True, help="Events shown; 0 for all."
)
@click.option("--all", "everything", is_flag=True, help="Also show less certain events. JSON always has them.")
@filter_options
@as_of_option
@input_options
@reading_options
def brief(
    inputs: tuple[str, ...],
    ledger: str | None,
    form: str,
    limit: int,
    everything: bool,
    as_of: str | None,
    errors: str | None,
    **options: Any,
) -> None:
    """Summarise announced events: status, sources and quotes.

    Upcoming and recently changed events come first, those that most outlets report leading; past speeches and
    interviews come last, one line each.
    """
    # With inputs neither the variable nor the settings count: a brief of some articles must not add them to a ledger
    # unasked.
    is_named = click.get_current_context().get_parameter_source("ledger") is click.core.ParameterSource.COMMANDLINE
    if inputs and not is_named:
        ledger = None
    elif not is_named:
        ledger = os.environ.get(LEDGER_VARIABLE) or ledger
    if not inputs and not ledger:
        raise click.UsageError("Name an INPUT to read, or a ledger with --ledger FILE.")
    from reportedly.brief import make_brief
    from reportedly.export.markdown import to_markdown

    until = day(as_of)
    asked = event_filter(options)
    reading = {name: options[name] for name in READING}
    unread = NotRead(errors)
    with contextlib.ExitStack() as stack:
        if ledger is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="reportedly-"))
            ledger = str(Path(folder) / "brief.sqlite")
            book = stack.enter_context(open_ledger(ledger, create=True))
        else:
            book = stack.enter_context(open_ledger(ledger, create=bool(inputs)))
        if inputs:
            _tell_kept_out(_add(book, inputs, unread, reading).kept_out, unread)
        whole = everything or form in ("json", "jsonl")
        told = make_brief(book, as_of=until, limit=limit or None, everything=whole, filter=asked)
    if form == "text":
        from reportedly.cli.terminal import brief_text

        show(brief_text(told, limit=limit or None, everything=everything))
    elif form == "markdown":
        click.echo(to_markdown(told, limit=limit or None))
    else:
        from reportedly.ledger.events.outlook import open_of

        print_json([event.to_dict() | {"open": open_of(event, told.today)} for event in told.events], form)
    finish(unread)


@cli.command(name="import")
@click.argument("folder", metavar="FOLDER")
@ledger_option
def import_(folder: str, ledger: str) -> None:
    """Import a ledger that was built with Apache Spark (a folder of Parquet tables) into SQLite or PostgreSQL.

    Into an empty ledger, events and timelines are copied as they are; otherwise new articles are compared with those in
    the ledger.
    """
    from reportedly.errors import InputError

    try:
        from reportedly.spark.importing import import_tables

        with open_ledger(ledger, create=True) as book:
            n_new, n_known = import_tables(folder, book)
    except ImportError as error:
        advice = "pip install 'reportedly[parquet]'"
        raise InputError(folder, f"Parquet tables need pyarrow ({error})", advice) from None
    click.echo(f"{n_new} added, {n_known} already there", err=True)


for _command in (*COMMANDS, watch):
    cli.add_command(_command)


_FORMS = ("ics", "atom", "csv", "parquet", "jsonld", "json", "markdown")


@cli.command()
@ledger_option
@as_of_option
@click.option("--format", "form", type=click.Choice(_FORMS), required=True)
@click.option(
    "--what",
    type=click.Choice(["events", "reports", "statements", "changes"]),
    help="What to export (default: events; changes for atom).",
)
@filter_options
@click.option("--base-url", metavar="URL", default="", help="Base address of the web application, for links.")
@click.option(
    "-o", "--output", metavar="FILE", help="Write to FILE (complete or not at all) instead of standard output."
)
def export(ledger: str, as_of: str | None, form: str, what: str | None, output: str | None, **asked: Any) -> None:
    """Export a ledger as a calendar, a feed, a table or linked data for other programs.

    Statements are filtered by --name (who said it), --words and days of publication only.
    """
    from reportedly import export as exports

    base_url = asked["base_url"].rstrip("/")
    chosen = event_filter(asked)
    with open_ledger(ledger) as book:
        data = exports.export(book, form=form, what=what, as_of=day(as_of), filter=chosen, base_url=base_url)
    if output and output != "-":
        exports.write_whole(output, data)
    elif form == "parquet" and sys.stdout.isatty():
        raise click.UsageError("Parquet is not for a terminal. Name a file with -o FILE.")
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _origins(context: click.Context, option: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Sites as browsers name them.

    Raises:
        click.BadParameter: One has a path, or is no http or https address.
    """
    from urllib.parse import urlsplit

    for origin in value:
        parts = urlsplit(origin)
        if origin != "*" and (parts.scheme not in ("http", "https") or f"{parts.scheme}://{parts.netloc}" != origin):
            raise click.BadParameter(f"{origin!r} is not a site; write https://example.org, without a path, or *.")
    return value


@cli.command()
@ledger_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every network.")
@click.option(
    "--port", metavar="N", type=click.IntRange(0, 65535), default=8321, show_default=True, help="Port to listen on."
)
@click.option("--token", metavar="T", envvar="REPORTEDLY_TOKEN", help="Allow writes by clients that send this token.")
@click.option("--allow-host", "hosts", metavar="NAME", multiple=True, help="Additional allowed Host name.")
@click.option(
    "--allow-origin",
    "origins",
    metavar="ORIGIN",
    multiple=True,
    callback=_origins,
    help="A site whose pages may use the API: https://example.org, or * for all.",
)
@click.option(
    "--processes",
    metavar="N",
    type=click.IntRange(1, 64),
    default=lambda: min(4, os.cpu_count() or 1),
    show_default="one for each processor, 4 at most",
    help="Number of worker processes.",
)
def serve(
    ledger: str,
    host: str,
    port: int,
    token: str | None,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    processes: int,
) -> None:
    """Serve a ledger as a web site on this machine: events, articles, statements, a calendar and feeds."""
    from reportedly.ledger.db.postgres import shown
    from reportedly.web import serving

    serving.serve(
        ledger,
        host=host,
        port=port,
        token=token or None,
        hosts=hosts,
        origins=origins,
        processes=processes,
        listening=lambda address: click.echo(f"reportedly: serving {shown(ledger)} on {address}", err=True),
    )


def main() -> None:
    """Entry point: errors of ours become one line, a closed pipe becomes silence, and no secret is shown to anybody."""
    from reportedly.redaction import hide_arguments, redacted_traceback

    hide_arguments()
    sys.excepthook = lambda *error: click.echo(redacted_traceback(*error), nl=False, err=True)
    try:
        cli.main(standalone_mode=True)
    except ReportedlyError as error:
        click.echo(f"reportedly: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): not an error, but Python would say so at exit.
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
