"""The command line. It calls only the public API; everything heavy is imported by the command that needs it."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

import reportedly
from reportedly.article import Article, Unread
from reportedly.cli.ledger import COMMANDS
from reportedly.cli.options import (
    CONFIG_VARIABLE,
    LEDGER_VARIABLE,
    as_of_option,
    columns,
    day,
    event_filter,
    filter_options,
    ledger_option,
    moment,
    open_ledger,
)
from reportedly.cli.output import print_json, show
from reportedly.errors import ReportedlyError

if TYPE_CHECKING:
    from reportedly.ledger import Ledger
    from reportedly.ledger.corrections import Correction
    from reportedly.record import Record
    from reportedly.watch import Mail

__all__ = ["main"]

F = TypeVar("F", bound=Callable[..., Any])

_inputs = click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)


def _reading_options(command: F) -> F:
    """The options of every command that reads articles."""
    options = (
        click.option("--errors", metavar="FILE", help="Write every input that was not read to FILE, as JSON lines."),
        click.option("--jobs", metavar="N", type=click.IntRange(1), default=1, help="Number of worker processes."),
        click.option("--with-pages", is_flag=True, help="Fetch the page of each feed entry."),
        click.option("--allow-private", is_flag=True, help="Allow addresses on this machine and in private networks."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _input_options(command: F) -> F:
    """The options that say what the inputs are, of every command that takes inputs."""
    options = (
        click.option(
            "--map",
            "mapping",
            metavar="FIELD=NAME,...",
            callback=columns,
            help="Columns of a table or keys of JSON that hold a field: text=body,published=date.",
        ),
        click.option("--title", metavar="TEXT", help="Headline of the text that is read."),
        click.option("--published", metavar="DATE", callback=moment, help="Day of publication, YYYY-MM-DD."),
        click.option("--outlet", metavar="NAME", help="Outlet of the articles."),
        click.option("--language", metavar="CODE", help="Language of the articles: en, de, fr."),
    )
    for option in reversed(options):
        command = option(command)
    return command


_READING = ("jobs", "with_pages", "allow_private", "mapping", "title", "published", "outlet", "language")
"""What the options of reading and of inputs are called, beside those of a command's own."""


class _Unread:
    """The inputs of one run that were not read: told at once, counted, and kept in the file asked for."""

    def __init__(self, path: str | None) -> None:
        self.count = 0
        self.n_known = 0
        self._path = path
        self._file: TextIO | None = None
        self._languages: Counter[str] = Counter()

    def note(self, notice: str) -> None:
        """Say what the user should know of an input that is read."""
        from reportedly.printable import printable

        click.echo(f"reportedly: {printable(notice)}", err=True)

    def count_language(self, record: Record) -> None:
        """Count a record of a text that is in another language, and so was not read for statements and events."""
        if record.article.language != "en":
            self._languages[record.article.language or "unknown"] += 1

    def tell(self, unread: Unread) -> None:
        self.count += 1
        click.echo(f"reportedly: {unread}", err=True)
        if self._path:
            if self._file is None:
                try:
                    self._file = Path(self._path).open("w", encoding="utf-8")  # noqa: SIM115 - closed by close()
                except OSError as reason:
                    raise click.FileError(self._path, reason.strerror or str(reason)) from reason
            self._file.write(json.dumps(unread.to_dict(), ensure_ascii=False) + "\n")
            self._file.flush()

    def close(self) -> None:
        if self._languages:
            n_articles = self._languages.total()
            codes = ", ".join(f"{code} {n}" for code, n in self._languages.most_common())
            what, where = ("article is", "it") if n_articles == 1 else ("articles are", "them")
            self.note(f"{n_articles} {what} not in English ({codes}): no statements or events were read in {where}.")
        if self._file is not None:
            self._file.close()


def _records(
    inputs: tuple[str, ...],
    unread: _Unread,
    *,
    jobs: int,
    with_pages: bool,
    allow_private: bool,
    mapping: dict[str, str],
    known: Callable[[Article], bool] | None = None,
    **facts: str | None,
) -> Iterator[Record]:
    """The record of every article in the inputs; what cannot be read is told and passed over.

    Articles that are `known` are counted, and not read again.
    """
    from reportedly import intake
    from reportedly.cli.progress import Progress
    from reportedly.reading import read_all

    options = intake.Options(
        with_pages=with_pages,
        allow_private=allow_private,
        columns=mapping,
        facts=intake.Facts(**facts),
        notice=unread.note,
    )
    with Progress(intake.expand(inputs)) as progress:
        articles = intake.articles(progress.inputs(), options=options, stdin=sys.stdin.buffer)

        def fresh() -> Iterator[Article | Unread]:
            for item in articles:
                if known is not None and isinstance(item, Article) and known(item):
                    unread.n_known += 1
                    progress.skip(len(item.text))
                else:
                    yield item

        for item in read_all(fresh(), jobs=jobs):
            if isinstance(item, Unread):
                unread.tell(item)
            else:
                progress.step(len(item.article.text))
                unread.count_language(item)
                yield item


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(reportedly.__version__)
@click.option(
    "--config",
    metavar="FILE",
    envvar=CONFIG_VARIABLE,
    show_envvar=True,
    help="Defaults of options, in TOML. [default: reportedly/config.toml in the user's folder of settings]",
)
@click.pass_context
def cli(context: click.Context, config: str | None) -> None:
    """Reads the news and keeps the record: who said what, on whose word, and whether it is still on.

    INPUT is a file, a folder, an address or - for standard input: HTML, plain text, JSON and JSON lines, CSV, RSS,
    Atom, WARC, e-mail, PDF or a list of addresses. Options come before the environment, and the environment before the
    file of settings.
    """
    from reportedly.cli.settings import defaults_from, is_exposed, read_config

    file, settings = read_config(config)
    if settings:
        context.default_map = defaults_from(file, settings, cli)
        if is_exposed(file, settings):
            click.echo(f"reportedly: {file} holds a secret and other users can read it. Do: chmod 600 {file}", err=True)


@cli.command()
@_inputs
@_input_options
@_reading_options
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
    unread = _Unread(errors)
    if output is not None:
        from reportedly.resuming import RecordFile

        with RecordFile(output, resume=resume) as file:
            for record in _records(inputs, unread, known=file.has if resume else None, **reading):
                file.write(record.to_json())
        if unread.n_known:
            unread.note(f"{unread.n_known} already in {output}, not read again.")
        _finish(unread)
        return
    records = _records(inputs, unread, **reading)
    if explain:
        from reportedly.cli.terminal import explained

        for record in records:
            show(explained(record), paged=False)
    elif form == "json":
        print_json([record.to_dict() for record in records], form)
    else:
        for record in records:
            click.echo(record.to_json())
    _finish(unread)


@cli.command()
@_inputs
@ledger_option
@click.option("--again", is_flag=True, help="Put the new reading of articles that are there in place of the old one.")
@_input_options
@_reading_options
def add(inputs: tuple[str, ...], ledger: str, again: bool, errors: str | None, **reading: Any) -> None:
    """Read articles into a ledger. Idempotent: articles already in the ledger are skipped.

    What was corrected by hand stays, with --again too. Articles that were hidden or removed are not added.
    """
    unread = _Unread(errors)
    with open_ledger(ledger, create=True) as book:
        added = _add(book, inputs, unread, reading, again=again)
        known = f"{added.known} already there"
        if again:
            known = f"{added.read_again} read again"
    kept_out = f", {len(added.kept_out)} kept out" if added.kept_out else ""
    click.echo(f"{added.new} added, {known}{kept_out}, {unread.count} not read", err=True)
    _tell_kept_out(added.kept_out, unread)
    _finish(unread)


@dataclass
class _Added:
    """How many articles were new, there already or read again, and why others were kept out, by their ids."""

    new: int = 0
    known: int = 0
    read_again: int = 0
    kept_out: dict[str, Correction] = field(default_factory=dict)


def _add(
    book: Ledger, inputs: tuple[str, ...], unread: _Unread, reading: dict[str, Any], *, again: bool = False
) -> _Added:
    """What became of the articles; those that are there already are read again only where that is asked for."""
    added = _Added()
    for record in _records(inputs, unread, known=lambda article: not again and book.has(article.id), **reading):
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


def _tell_kept_out(kept_out: dict[str, Correction], unread: _Unread) -> None:
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
@_input_options
@_reading_options
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

    What is ahead or has just changed comes first, and of it what most outlets report; past speeches and interviews
    come last, in a line each.
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
    from reportedly.brief import make_brief, to_markdown

    until = day(as_of)
    asked = event_filter(options)
    reading = {name: options[name] for name in _READING}
    unread = _Unread(errors)
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
    _finish(unread)


@cli.command(name="import")
@click.argument("folder", metavar="FOLDER")
@ledger_option
def import_(folder: str, ledger: str) -> None:
    """Write a ledger that Apache Spark built, a folder of Parquet tables, into SQLite or PostgreSQL.

    An empty ledger takes events and days as they are; one that holds articles compares the new ones with its own.
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


for _command in COMMANDS:
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
    """Write a ledger as a calendar, a feed, a table or linked data for other programs.

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


def _seconds(context: click.Context, option: click.Parameter, value: str) -> float:
    """A stretch of time as 90s, 10m, 2h or 1d, in seconds; a minute and more, to be polite."""
    units = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
    number, unit = value[:-1], value[-1:]
    if not (number.isascii() and number.isdecimal() and len(number) < 8 and unit in units):
        raise click.BadParameter(f"{value!r} is not a duration; write 90s, 10m, 2h or 1d.")
    seconds = int(number) * units[unit]
    if not 60 <= seconds <= 30 * 86_400:
        raise click.BadParameter(f"{value!r} is out of bounds; name 1m to 30d.")
    return float(seconds)


@cli.command()
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
@click.option("--webhook", metavar="URL", help="Post each change there.")
@click.option(
    "--webhook-format",
    "shape",
    type=click.Choice(["json", "slack", "teams", "mattermost"]),
    help="What the webhook takes. [default: as its host tells, else json]",
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
@_reading_options
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
    unread = _Unread(errors)
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


def _finish(unread: _Unread) -> None:
    unread.close()
    if unread.count:
        sys.exit(1)


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
