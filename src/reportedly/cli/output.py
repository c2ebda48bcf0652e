"""One printer for every list: lines for people, a table as Markdown or CSV, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from reportedly.cli.paging import page_output

if TYPE_CHECKING:
    from rich.console import RenderableType

    from reportedly.export.lists import Listing

__all__ = ["print_json", "print_listing", "show", "visible"]


def print_listing(listing: Listing, form: str) -> None:
    """Print in one of the forms of `format_option`; through a pager, as all here, where a person reads it."""
    page_output()
    if form in ("json", "jsonl"):
        print_json(listing.items, form)
    elif form == "csv":
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(listing.columns)
        writer.writerows([_guarded_cell(value) for value in row] for row in listing.rows)
    elif form == "markdown":
        click.echo(_markdown(listing))
    else:
        n_lines = 0
        for line in listing.lines:
            click.echo(visible(line))
            n_lines += 1
        if not n_lines:
            click.echo("Nothing found.", err=True)


def print_json(items: Iterable[dict[str, Any]], form: str) -> None:
    """Items as one list, or as a line each."""
    page_output()
    if form == "jsonl":
        for item in items:
            click.echo(json.dumps(item, ensure_ascii=False))
    else:
        click.echo(json.dumps(list(items), ensure_ascii=False, indent=1))


def show(renderable: RenderableType, *, paged: bool = True) -> None:
    """Print what Rich draws.

    Args:
        paged: Let a pager show it; not where more is worked out meanwhile, and progress is shown.
    """
    from reportedly.cli.terminal import Harmless, console

    screen, renderable = console(paged=paged and page_output()), Harmless(renderable)
    if screen.is_terminal:
        screen.print(renderable)
        return
    # Tables are padded to the full width, which a file or a pipe has no use for.
    with screen.capture() as captured:
        screen.print(renderable)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _cell(value: Any) -> str:
    """One cell: nothing for what is unknown, lists joined by semicolons."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(_cell(part) for part in value)
    if isinstance(value, float):
        return f"{value:.3g}"
    # A file is UTF-8, which lone surrogates of broken pages are not.
    return str(value).encode("utf-8", "replace").decode()


def _guarded_cell(value: Any) -> str:
    """A cell that a spreadsheet does not run as a formula."""
    from reportedly.export.csv import guarded

    return guarded(_cell(value)) if isinstance(value, str | list | tuple) else _cell(value)


def _markdown(listing: Listing) -> str:
    from reportedly.export.markdown import escaped

    rows = [[escaped(_cell(value)) for value in row] for row in listing.rows]
    head = [column.replace("_", " ") for column in listing.columns]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def visible(text: str) -> str:
    """Control characters replaced: an article must not be able to steer the reader's terminal."""
    return "".join(c if c == "\t" or c.isprintable() else "\ufffd" for c in text)
