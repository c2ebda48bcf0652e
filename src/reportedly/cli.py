"""The command line. It calls only the public API; everything heavy is imported by the command that needs it."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

import reportedly
from reportedly.article import Unread
from reportedly.errors import ReportedlyError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from reportedly.ledger import Ledger
    from reportedly.record import Record

__all__ = ["main"]

F = TypeVar("F", bound=Callable[..., Any])

_inputs = click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
_ledger = click.option("--ledger", metavar="FILE", required=True, help="The ledger: a SQLite file.")
_as_of = click.option("--as-of", metavar="DATE", help="As the record stood at the end of that day (YYYY-MM-DD).")


def _reading_options(command: F) -> F:
    """The options of every command that reads articles."""
    options = (
        click.option("--errors", metavar="FILE", help="Write every input that was not read to FILE, as JSON lines."),
        click.option(
            "--jobs", metavar="N", type=click.IntRange(1), default=1, help="Processes that read side by side."
        ),
        click.option("--with-pages", is_flag=True, help="Fetch the page of each feed entry."),
        click.option("--allow-private", is_flag=True, help="Allow addresses on this machine and in private networks."),
    )
    for option in reversed(options):
        command = option(command)
    return command


class _Unread:
    """The inputs of one run that were not read: told at once, counted, and kept in the file asked for."""

    def __init__(self, path: str | None) -> None:
        self.count = 0
        self._path = path
        self._file: TextIO | None = None

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
        if self._file is not None:
            self._file.close()


def _records(
    inputs: tuple[str, ...], unread: _Unread, *, jobs: int, with_pages: bool, allow_private: bool
) -> Iterator[Record]:
    """The record of every article in the inputs; what cannot be read is told and passed over."""
    from datetime import date

    from reportedly import intake
    from reportedly.progress import Progress
    from reportedly.reading import read_all

    options = intake.Options(with_pages=with_pages, allow_private=allow_private, today=date.today())
    with Progress(intake.expand(inputs)) as progress:
        articles = intake.articles(progress.inputs(), options=options, stdin=sys.stdin.buffer)
        for item in read_all(articles, jobs=jobs):
            if isinstance(item, Unread):
                unread.tell(item)
            else:
                progress.step(len(item.article.text))
                yield item


def _open(path: str, *, create: bool = False) -> Ledger:
    from reportedly.ledger import Ledger

    return Ledger(path, create=create)


def _show(renderable: RenderableType) -> None:
    from reportedly.terminal import console

    screen = console()
    if screen.is_terminal:
        screen.print(renderable)
        return
    # Tables are padded to the full width, which a file or a pipe has no use for.
    with screen.capture() as captured:
        screen.print(renderable)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _print_json(items: list[dict[str, Any]], form: str) -> None:
    if form == "jsonl":
        for item in items:
            click.echo(json.dumps(item, ensure_ascii=False))
    else:
        click.echo(json.dumps(items, ensure_ascii=False, indent=1))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(reportedly.__version__)
def cli() -> None:
    """Reads the news and keeps the record: who said what, on whose word, and whether it is still on.

    INPUT is a file, a folder, an address or - for standard input: HTML, plain text, JSON lines, RSS, Atom or WARC.
    """


@cli.command()
@_inputs
@_reading_options
@click.option("--format", "form", type=click.Choice(["jsonl", "json"]), default="jsonl", show_default=True)
@click.option("--explain", is_flag=True, help="Print each article with its statements marked, for people.")
def read(inputs: tuple[str, ...], form: str, explain: bool, errors: str | None, **reading: Any) -> None:
    """Read articles and print a record for each: statements, times, names and events."""
    unread = _Unread(errors)
    records = _records(inputs, unread, **reading)
    if explain:
        from reportedly.terminal import explained

        for record in records:
            _show(explained(record))
    elif form == "json":
        _print_json([record.to_dict() for record in records], form)
    else:
        for record in records:
            click.echo(record.to_json())
    _finish(unread)


@cli.command()
@_inputs
@_ledger
@_reading_options
def add(inputs: tuple[str, ...], ledger: str, errors: str | None, **reading: Any) -> None:
    """Read articles into a ledger. Doing it again adds nothing twice."""
    unread = _Unread(errors)
    with _open(ledger, create=True) as book:
        n_new, n_known = _add(book, _records(inputs, unread, **reading))
    click.echo(f"{n_new} added, {n_known} already there, {unread.count} not read", err=True)
    _finish(unread)


def _add(book: Ledger, records: Iterator[Record]) -> tuple[int, int]:
    n_new = n_known = 0
    for record in records:
        if book.add(record):
            n_new += 1
        else:
            n_known += 1
    return n_new, n_known


@cli.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1)
@click.option("--ledger", metavar="FILE", help="Read into this ledger and tell all that it holds.")
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "json", "jsonl"]), default="text", show_default=True
)
@click.option(
    "--limit", metavar="N", type=click.IntRange(0), default=12, show_default=True, help="Events shown; 0 for all."
)
@_as_of
@_reading_options
def brief(
    inputs: tuple[str, ...],
    ledger: str | None,
    form: str,
    limit: int,
    as_of: str | None,
    errors: str | None,
    **reading: Any,
) -> None:
    """Tell which announced events are on, moved or off, on whose word, and the words that say so."""
    if not inputs and not ledger:
        raise click.UsageError("Name an INPUT to read, or a ledger with --ledger FILE.")
    from reportedly.brief import make_brief, to_markdown

    day = _day(as_of)
    unread = _Unread(errors)
    with contextlib.ExitStack() as stack:
        if ledger is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="reportedly-"))
            ledger = str(Path(folder) / "brief.sqlite")
            book = stack.enter_context(_open(ledger, create=True))
        else:
            book = stack.enter_context(_open(ledger, create=bool(inputs)))
        if inputs:
            _add(book, _records(inputs, unread, **reading))
        told = make_brief(book, as_of=day, limit=limit or None)
    if form == "text":
        from reportedly.terminal import brief_text

        _show(brief_text(told, limit=limit or None))
    elif form == "markdown":
        click.echo(to_markdown(told, limit=limit or None))
    else:
        _print_json([event.to_dict() for event in told.events], form)
    _finish(unread)


@cli.command()
@_ledger
@_as_of
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "json", "jsonl"]), default="text", show_default=True
)
def events(ledger: str, as_of: str | None, form: str) -> None:
    """List the merged events of a ledger, newest first, with every report."""
    day = _day(as_of)
    with _open(ledger) as book:
        if form in ("json", "jsonl"):
            _print_json([event.to_dict() for event in book.events(as_of=day)], form)
            return
        from reportedly.brief import make_brief, to_markdown

        told = make_brief(book, as_of=day)
    if form == "markdown":
        click.echo(to_markdown(told))
    else:
        from reportedly.terminal import brief_text

        _show(brief_text(told))


@cli.command()
@_ledger
@_as_of
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", show_default=True)
def echoes(ledger: str, as_of: str | None, form: str) -> None:
    """List the articles that go back to one text or one origin."""
    with _open(ledger) as book:
        groups = book.echoes(as_of=_day(as_of))
        if form != "text":
            _print_json([group.to_dict() for group in groups], form)
            return
        titles = {article.id: f"{article.outlet or '-'}: {article.title or article.id}" for article in book.articles()}
    for group in groups:
        click.echo(f"{group.kind}: {group.origin or 'one text'}")
        for article in group.articles:
            click.echo(f"    {titles[article]}")


_table = click.option(
    "--format", "form", type=click.Choice(["text", "json", "jsonl", "csv"]), default="text", show_default=True
)


def _print_rows(rows: list[dict[str, Any]], form: str, line: Callable[[dict[str, Any]], str]) -> None:
    """Answers as JSON, as CSV with lists joined by semicolons, or as a line each."""
    if form in ("json", "jsonl"):
        _print_json(rows, form)
    elif form == "csv":
        import csv

        writer = csv.DictWriter(sys.stdout, list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            flat = {
                key: "; ".join(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in value)
                if isinstance(value, list)
                else value
                for key, value in row.items()
            }
            writer.writerow(flat)
    else:
        for row in rows:
            click.echo(line(row))


def _statement_line(row: dict[str, Any]) -> str:
    day = (row["published"] or "-")[:10]
    source = " < ".join(row["chain"]) or row["source"] or "-"
    return f"{day}  {row['outlet'] or row['article']}: {source} {row['stance']}: {' '.join(row['content'].split())}"


@cli.command()
@click.argument("event_id", metavar="ID")
@_ledger
@_as_of
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", show_default=True)
def event(event_id: str, ledger: str, as_of: str | None, form: str) -> None:
    """Tell one event, by the id that `events --format json` prints."""
    with _open(ledger) as book:
        found = book.event(event_id, as_of=_day(as_of))
    if form == "text":
        from reportedly.terminal import event_text

        _show(event_text(found))
    else:
        _print_json([found.to_dict()], form)


@cli.command()
@_ledger
@click.option("--source", metavar="NAME", help="A name, or part of one, anywhere in the chain.")
@click.option("--outlet", metavar="NAME", help="The outlet that printed it.")
@click.option("--words", metavar="WORDS", help="Words that all occur in it, in any order.")
@click.option("--since", metavar="DATE", help="First day of publication (YYYY-MM-DD).")
@click.option("--until", metavar="DATE", help="Last day of publication (YYYY-MM-DD).")
@click.option("--limit", metavar="N", type=click.IntRange(1), help="At most so many.")
@_table
def statements(
    ledger: str,
    source: str | None,
    outlet: str | None,
    words: str | None,
    since: str | None,
    until: str | None,
    limit: int | None,
    form: str,
) -> None:
    """List statements, newest first: by source, outlet, day or words."""
    with _open(ledger) as book:
        found = book.statements(
            words,
            source=source,
            outlet=outlet,
            since=_day(since, "--since"),
            as_of=_day(until, "--until"),
            limit=limit,
        )
    _print_rows([statement.to_dict() for statement in found], form, _statement_line)


@cli.command()
@click.argument("name")
@_ledger
@_as_of
@_table
def who(name: str, ledger: str, as_of: str | None, form: str) -> None:
    """List what somebody said, or passed on, newest first."""
    with _open(ledger) as book:
        found = book.statements(source=name, as_of=_day(as_of))
    _print_rows([statement.to_dict() for statement in found], form, _statement_line)


@cli.command()
@_ledger
@_as_of
@_table
def origins(ledger: str, as_of: str | None, form: str) -> None:
    """List on whose word the events stand, the origin of most articles first."""
    with _open(ledger) as book:
        rows = [origin.to_dict() for origin in book.origins(as_of=_day(as_of))]
    _print_rows(rows, form, lambda row: f"{len(row['articles'])} articles  {row['name']} ({row['kind']})")


@cli.command()
@_ledger
@_as_of
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", show_default=True)
def conflicts(ledger: str, as_of: str | None, form: str) -> None:
    """List reports of one event that cannot both hold."""
    from reportedly.brief import contradiction

    with _open(ledger) as book:
        found = book.conflicts(as_of=_day(as_of))
    if form != "text":
        _print_json([{"event": e.id, "what": e.what} | conflict.to_dict() for e, conflict in found], form)
        return
    for e, conflict in found:
        click.echo(f"{e.what}: {contradiction(conflict)}")


@cli.command()
@_ledger
@_as_of
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", show_default=True)
def drift(ledger: str, as_of: str | None, form: str) -> None:
    """List utterances that articles print in different words."""
    with _open(ledger) as book:
        found = book.drift(as_of=_day(as_of))
    if form != "text":
        _print_json([utterance.to_dict() for utterance in found], form)
        return
    for utterance in found:
        click.echo(f"{utterance.source or '-'}: {utterance.likeliest}")
        for version in utterance.versions:
            click.echo(f"    {version.outlet or version.article}: {version.words}")


_FORMS = ("ics", "atom", "csv", "parquet", "jsonld", "json", "markdown")


@cli.command()
@_ledger
@_as_of
@click.option("--format", "form", type=click.Choice(_FORMS), required=True)
@click.option(
    "--what",
    type=click.Choice(["events", "reports", "statements", "changes"]),
    help="What of the ledger; of atom the changes, of all others the events, unless told.",
)
@click.option("--name", metavar="NAME", help="Only what somebody takes part in; of statements, what they said.")
@click.option("--place", metavar="PLACE", help="Only what takes place there.")
@click.option("--type", metavar="TYPE", help="Only one type of event: visit, meeting, vote …")
@click.option("--base-url", metavar="URL", default="", help="Where the web application is, to link to it.")
@click.option("-o", "--output", metavar="FILE", help="Write FILE, whole or not at all, instead of standard output.")
def export(ledger: str, as_of: str | None, form: str, what: str | None, output: str | None, **asked: Any) -> None:
    """Write a ledger as a calendar, a feed, a table or linked data for other programs."""
    from reportedly import export as exports

    asked["base_url"] = asked["base_url"].rstrip("/")
    with _open(ledger) as book:
        data = exports.export(book, form=form, what=what, as_of=_day(as_of), **asked)
    if output and output != "-":
        exports.write_whole(output, data)
    elif form == "parquet" and sys.stdout.isatty():
        raise click.UsageError("Parquet is not for a terminal. Name a file with -o FILE.")
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


@cli.command()
@_ledger
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every network.")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), default=8321, show_default=True)
@click.option("--token", metavar="T", envvar="REPORTEDLY_TOKEN", help="Allow writing to those who send this token.")
@click.option("--allow-host", "hosts", metavar="NAME", multiple=True, help="A name under which it is reached.")
def serve(ledger: str, host: str, port: int, token: str | None, hosts: tuple[str, ...]) -> None:
    """Show a ledger as a web site on this machine: events, articles, who said what, a calendar and feeds."""
    import uvicorn

    from reportedly.web.app import create_app

    app = create_app(ledger, token=token or None, hosts=(host, *hosts))
    click.echo(f"reportedly: serving {ledger} on http://{f'[{host}]' if ':' in host else host}:{port}/", err=True)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


def _seconds(context: click.Context, option: click.Parameter, value: str) -> float:
    """A stretch of time as 90s, 10m, 2h or 1d, in seconds; a minute and more, to be polite."""
    units = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
    number, unit = value[:-1], value[-1:]
    if not (number.isascii() and number.isdecimal() and len(number) < 8 and unit in units):
        raise click.BadParameter(f"{value!r} is not a stretch of time; write 90s, 10m, 2h or 1d.")
    seconds = int(number) * units[unit]
    if not 60 <= seconds <= 30 * 86_400:
        raise click.BadParameter(f"{value!r} is out of bounds; name 1m to 30d.")
    return float(seconds)


@cli.command()
@click.argument("feeds", metavar="FEED...", nargs=-1, required=True)
@_ledger
@click.option(
    "--every", callback=_seconds, metavar="TIME", default="10m", show_default=True, help="How often: 90s, 10m, 2h."
)
@click.option("--once", is_flag=True, help="Ask each feed once and end, for cron.")
@click.option("--webhook", metavar="URL", help="Post each change there, as JSON.")
@click.option("--first-reports", is_flag=True, help="Tell of events reported for the first time, too.")
@click.option(
    "--state", metavar="FILE", help="Where it keeps how far it came. [default: the ledger's name + .watch.json]"
)
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@_reading_options
def watch(
    feeds: tuple[str, ...],
    ledger: str,
    every: float,
    once: bool,
    webhook: str | None,
    first_reports: bool,
    state: str | None,
    form: str,
    errors: str | None,
    **reading: Any,
) -> None:
    """Keep a ledger fresh from feeds, and tell each change of status: what, on whose word, the words that say so."""
    import time

    from reportedly.watch import Change, Options, State, Watch, is_address, line_of, locked, stop_on_signals

    for url in (*feeds, *filter(None, [webhook])):
        if not is_address(url):
            raise click.UsageError(f"{url!r} is not an http or https address.")
    if state is None and "://" in ledger:
        raise click.UsageError("Name a file with --state: a ledger on a server has no place beside it.")

    def tell(change: Change) -> None:
        click.echo(json.dumps(change.to_dict(), ensure_ascii=False) if form == "jsonl" else line_of(change))

    path = Path(state or f"{ledger}.watch.json")
    options = Options(every_s=every, webhook=webhook, first_reports=first_reports, **reading)
    unread = _Unread(errors)
    with contextlib.ExitStack() as stack:
        stack.enter_context(locked(path))
        book = stack.enter_context(_open(ledger, create=True))
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


def _day(as_of: str | None, option: str = "--as-of") -> str | None:
    from datetime import date

    if as_of is None:
        return None
    try:
        return date.fromisoformat(as_of).isoformat()
    except ValueError:
        raise click.BadParameter(f"{as_of!r} is not a day; write YYYY-MM-DD.", param_hint=option) from None


def _finish(unread: _Unread) -> None:
    unread.close()
    if unread.count:
        sys.exit(1)


def main() -> None:
    """Entry point: errors of ours become one line, a closed pipe becomes silence."""
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
