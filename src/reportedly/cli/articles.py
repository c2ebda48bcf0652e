"""`reportedly articles`: what a ledger was made from."""

from __future__ import annotations

import click

from reportedly.cli.correcting import signing_options
from reportedly.cli.options import as_of_option, day, format_option, ledger_option, limit_option, open_ledger
from reportedly.cli.output import print_json, print_listing, show

__all__ = ["articles"]

_COLUMNS = ("id", "outlet", "published", "title", "url")


@click.group()
def articles() -> None:
    """List the articles of a ledger, show one with its statements marked, or hide or remove some."""


@articles.command("list")
@ledger_option
@as_of_option
@click.option("--outlet", metavar="NAME", help="Filter by outlet (full name).")
@click.option("--words", metavar="WORDS", help="Filter by words of the title, among the newest 5,000 articles.")
@limit_option
@format_option
def list_articles(
    ledger: str, as_of: str | None, outlet: str | None, words: str | None, limit: int | None, form: str
) -> None:
    """List articles, newest first."""
    from reportedly.export.lists import Listing
    from reportedly.lexicon.folding import fold
    from reportedly.wording import plain_day

    until = day(as_of)
    found = []
    with open_ledger(ledger) as book:
        if words:
            titled = book.find_articles(words, as_of=until, limit=1000)
            found = [a for a in titled if outlet is None or fold(a.outlet or "") == fold(outlet)][:limit]
        else:
            cursor: str | None = None
            while limit is None or len(found) < limit:
                most = 1000 if limit is None else min(1000, limit - len(found))
                page = book.articles_page(outlet=outlet, as_of=until, limit=most, cursor=cursor)
                found += page.items
                if (cursor := page.next) is None:
                    break
    print_listing(
        Listing(
            items=[article.to_dict() for article in found],
            columns=_COLUMNS,
            rows=[[getattr(article, name) for name in _COLUMNS] for article in found],
            lines=[
                f"{one.id}  {plain_day(one.published)}  {one.outlet or '-'}: {one.title or '(no title)'}"
                for one in found
            ],
        ),
        form,
    )


@articles.command("show")
@click.argument("article_id", metavar="ID")
@ledger_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def show_article(article_id: str, ledger: str, form: str) -> None:
    """Show one article with its statements, times and events marked."""
    with open_ledger(ledger) as book:
        record = book.record(article_id)
    if form == "json":
        print_json([record.to_dict()], "jsonl")
        return
    from reportedly.cli.terminal import explained

    show(explained(record))


_ids = click.argument("article_ids", metavar="ID...", nargs=-1, required=True)


@articles.command("hide")
@_ids
@ledger_option
@signing_options
def hide_articles(article_ids: tuple[str, ...], ledger: str, who: str, why: str) -> None:
    """Hide articles: they no longer count anywhere, but are kept. `reportedly correct --undo` restores them."""
    with open_ledger(ledger) as book:
        for id in article_ids:
            made = book.hide_article(id, who=who, why=why)
            click.echo(f"Hidden: {id}; put it back with `reportedly correct --undo {made.id}`", err=True)


@articles.command("remove")
@_ids
@ledger_option
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@signing_options
def remove_articles(article_ids: tuple[str, ...], ledger: str, yes: bool, who: str, why: str) -> None:
    """Delete articles with their texts and everything read from them; only a note of the removal is kept.

    Removed articles, recognised by id and address, are not added again until `reportedly correct --undo` allows it. A
    SQLite file is rewritten, which takes a while. Copies of the ledger and server logs are not touched.
    """
    n = len(article_ids)
    if not yes:
        click.confirm(f"Delete {n} article{'' if n == 1 else 's'} for good?", abort=True, err=True)
    with open_ledger(ledger) as book:
        for id in article_ids:
            made = book.remove_article(id, who=who, why=why)
            click.echo(f"Removed: {id}; let it be added again with `reportedly correct --undo {made.id}`", err=True)
