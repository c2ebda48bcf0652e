"""Inputs of commands: the arguments that name them, their records as they are read, and what could not be read."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from reportedly.article import Article, Unread
from reportedly.cli.options import columns, moment

if TYPE_CHECKING:
    from reportedly.record import Record

__all__ = ["READING", "NotRead", "finish", "input_options", "inputs_argument", "reading_options", "records_of"]


F = TypeVar("F", bound=Callable[..., Any])

inputs_argument = click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)


def reading_options(command: F) -> F:
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


def input_options(command: F) -> F:
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
        click.option("--language", metavar="CODE", help="Language of the articles: en, de, fr …"),
    )
    for option in reversed(options):
        command = option(command)
    return command


READING = ("jobs", "with_pages", "allow_private", "mapping", "title", "published", "outlet", "language")
"""What the options of reading and of inputs are called, beside those of a command's own."""


class NotRead:
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
        """Print on standard error what could not be read, and write it to the file of errors if there is one."""
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
        """Say how many articles were in other languages, and close the file of errors."""
        if self._languages:
            n_articles = self._languages.total()
            codes = ", ".join(f"{code} {n}" for code, n in self._languages.most_common())
            what, where = ("article is", "it") if n_articles == 1 else ("articles are", "them")
            self.note(f"{n_articles} {what} not in English ({codes}): no statements or events were read in {where}.")
        if self._file is not None:
            self._file.close()


def records_of(
    inputs: tuple[str, ...],
    unread: NotRead,
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
                    if isinstance(item, Article):
                        progress.begin(len(item.text))
                    yield item

        for item in read_all(fresh(), jobs=jobs):
            if isinstance(item, Unread):
                unread.tell(item)
            else:
                progress.step(len(item.article.text))
                unread.count_language(item)
                yield item


def finish(unread: NotRead) -> None:
    """End a run: its status is 1 where something was not read."""
    unread.close()
    if unread.count:
        sys.exit(1)
