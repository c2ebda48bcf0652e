"""`reportedly ask`: a plain question, answered out of a ledger."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from reportedly.cli.options import as_of_option, day, ledger_option, open_ledger
from reportedly.cli.output import print_json, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportedly.answering import Answer, Citation

__all__ = ["ask"]

_WIDTH = 80
_ASKS = "status when since where who says disagrees changed said events count reason".split()


@click.command()
@click.argument("question", nargs=-1, required=True)
@ledger_option
@as_of_option
@click.option("--asks", type=click.Choice(_ASKS), help="Kind of question, if it was misunderstood.")
@click.option("--about", metavar="WORDS", help="Names, places and topics that the event must match.")
@click.option("--source", metavar="NAME", help="Source of the statements.")
@click.option("--type", metavar="TYPE", help="Type of event: visit, meeting, vote …")
@click.option("--status", metavar="STATUS", help="Status asked about: postponed, cancelled, held …")
@click.option("--since", metavar="DATE", help="First day asked about (YYYY-MM-DD).")
@click.option("--until", metavar="DATE", help="Last day asked about (YYYY-MM-DD).")
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
def ask(question: tuple[str, ...], ledger: str, as_of: str | None, form: str, **given: str | None) -> None:
    """Answer a plain question about one event, person, place or day from the record alone.

    Every sentence cites reports in the ledger, which are listed below the answer. The interpretation of the question is
    shown, and an option overrides each part of it; an empty value removes that part. Days such as "Monday" are counted
    from the newest article, or from --as-of. Exit status 1: the ledger does not say.

    \b
        reportedly ask "Is Varga's visit to Kenya still on?" --ledger news.sqlite
        reportedly ask "Who says that the visit was cancelled?" --ledger news.sqlite
        reportedly ask "What changed since Monday?" --ledger news.sqlite
    """
    from reportedly.answering import ask as answer_to

    filters = {name: value for name, value in given.items() if value is not None}
    with open_ledger(ledger) as book:
        try:
            answer = answer_to(book, " ".join(question), as_of=day(as_of), filters=filters)
        except ValueError as error:
            raise click.UsageError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
    if form == "json":
        print_json([answer.to_dict()], "jsonl")
    else:
        for line in _markdown(answer) if form == "markdown" else _text(answer):
            click.echo(visible(line))
    if not answer.says:
        click.get_current_context().exit(1)


def _text(answer: Answer) -> Iterator[str]:
    number = {cite: i for i, cite in enumerate(answer.cites, 1)}
    for sentence in answer.sentences:
        marks = "".join(f" [{number[cite]}]" for cite in sentence.cites)
        yield from textwrap.wrap(f"{sentence.text}{marks}", _WIDTH, break_long_words=False, break_on_hyphens=False)
    if number:
        yield ""
    for cite, i in number.items():
        yield from textwrap.wrap(
            f"[{i}] {_printed(cite)}", _WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
        )
    yield ""
    yield from textwrap.wrap(understood(answer), _WIDTH)


def _markdown(answer: Answer) -> Iterator[str]:
    from reportedly.export.markdown import escaped

    number = {cite: i for i, cite in enumerate(answer.cites, 1)}
    for sentence in answer.sentences:
        marks = "".join(f"[^{number[cite]}]" for cite in sentence.cites)
        yield f"{escaped(sentence.text)}{marks}"
    yield ""
    for cite, i in number.items():
        yield f"[^{i}]: {escaped(_printed(cite))}"
    yield ""
    yield escaped(understood(answer))


def _printed(cite: Citation) -> str:
    from reportedly.wording import plain_day, quote

    parts = [cite.outlet or "outlet unknown"]
    if cite.title:
        parts.append(quote(cite.title, most=120))
    parts.append(plain_day(cite.published) if cite.published else "no date")
    parts.append(cite.url or f"article {cite.article}")
    return ", ".join(parts)


def understood(answer: Answer) -> str:
    """How the question was read, in one line."""
    filters = ", ".join(f"{name} {value}" for name, value in answer.question.filters().items() if value)
    counted = f"; days counted from {answer.counted_from}" if answer.counted_from else ""
    return f"Understood as: {filters}{counted}."
