"""The commands that ask a ledger, and rule on which of its events are one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from reportedly.cli.articles import articles as articles_command
from reportedly.cli.ask import ask
from reportedly.cli.chat import mcp
from reportedly.cli.correcting import CORRECTING, signing_options
from reportedly.cli.options import (
    as_of_option,
    day,
    event_filter,
    filter_options,
    format_option,
    ledger_option,
    limit_option,
    open_ledger,
)
from reportedly.cli.output import print_listing, show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportedly.ledger import EchoAnswer, EventAnswer, Ledger
    from reportedly.ledger.matching.own_text import Added

__all__ = ["COMMANDS"]


@click.command()
@ledger_option
@as_of_option
@filter_options
@click.option("--all", "everything", is_flag=True, help="Also list less certain events. CSV and JSON always have them.")
@limit_option
@click.option("--merge", metavar="A B", nargs=2, help="Merge events A and B by hand.")
@click.option("--split", metavar="ID", help="Split event ID: the given articles report another event; see --articles.")
@click.option("--articles", metavar="A,B", help="With --split: the ids of these articles.")
@click.option("--undo", metavar="ID", help="Undo every manual merge and split of event ID.")
@signing_options
@format_option
def events(
    ledger: str,
    as_of: str | None,
    everything: bool,
    limit: int | None,
    merge: tuple[str, str] | None,
    split: str | None,
    articles: str | None,
    undo: str | None,
    who: str,
    why: str,
    form: str,
    **given: Any,
) -> None:
    """List the events of a ledger, newest first, with every report; or merge and split them by hand.

    Manual merges and splits are stored in the ledger and hold when articles are added later; --undo takes them back.

    \b
        reportedly events --ledger news.sqlite --status postponed --name Varga
        reportedly events --ledger news.sqlite --merge 5d1f0c3a9be24c77 08aa6de1f3b7c2d9
        reportedly events --ledger news.sqlite --split 5d1f0c3a9be24c77 --articles 91c2e7a40b6d5f38
    """
    if sum(bool(ruling) for ruling in (merge, split, undo)) > 1:
        raise click.UsageError("Give only one of --merge, --split and --undo.")
    if bool(split) != bool(articles):
        raise click.UsageError("--split ID and --articles A,B go together: name the articles to take out.")
    if merge or split or undo:
        if as_of or limit or any(given.values()):
            raise click.UsageError("Merges and splits apply to the current ledger: leave out --as-of and filters.")
        with open_ledger(ledger) as book:
            found = _ruled(book, merge, split, (articles or "").split(","), undo, who=who, why=why)
            today = book.newest_day()
        _print_events(found, form, today, everything=True)
        return
    from dataclasses import replace

    from reportedly.ledger import EventFilter
    from reportedly.wording import not_shown

    until_day = day(as_of)
    everything = everything or form in ("csv", "json", "jsonl")
    every = event_filter(given)
    asked = every if everything else replace(every, shown=True)
    with open_ledger(ledger) as book:
        if every == EventFilter() and (everything or limit is None):
            found = [event for event in book.events(as_of=until_day, limit=limit) if event.shown or everything]
        else:
            ids: list[str] = []
            cursor = None
            while limit is None or len(ids) < limit:
                page = book.find_events(asked, as_of=until_day, cursor=cursor, limit=100)
                ids += [summary.id for summary in page.items]
                if (cursor := page.next) is None:
                    break
            found = [book.event(id, as_of=until_day) for id in ids[:limit]]
        hidden = 0 if everything else book.count_events(replace(every, shown=False), as_of=until_day)
        today = until_day or book.newest_day()
    _print_events(found, form, today, everything=everything)
    if hidden and form == "text":
        click.echo(not_shown(hidden))


def _ruled(
    book: Ledger,
    merge: tuple[str, str] | None,
    split: str | None,
    articles: Sequence[str],
    undo: str | None,
    *,
    who: str,
    why: str,
) -> Sequence[EventAnswer]:
    """Rule as told; the events concerned as they are now."""
    if merge:
        ids = [book.event(id).id for id in merge]  # which may be shortened
        book.merge(ids[0], ids[1], who=who, why=why)
        told = "One event now"
    elif split:
        before = book.event(split)
        book.split(split, [id.strip() for id in articles if id.strip()], who=who, why=why)
        ids = _mentions(before)
        told = "Apart now"
    else:
        assert undo is not None
        before = book.event(undo)
        n = book.undo(undo, who=who)
        ids = _mentions(before)
        told = f"{n} rulings undone" if n != 1 else "1 ruling undone"
    found = {event.id: event for event in (book.event(id) for id in ids)}
    click.echo(f"{told}: {', '.join(found)}", err=True)
    return list(found.values())


def _mentions(event: EventAnswer) -> list[str]:
    from reportedly.ledger.mentions import mention_id

    return list(dict.fromkeys(mention_id(report.article, report.key) for report in event.reports))


def _print_events(found: Sequence[EventAnswer], form: str, today: str | None, *, everything: bool) -> None:
    if form == "text":
        from reportedly.cli.terminal import event_text

        for number, event in enumerate(found, 1):
            show(event_text(event, number=number, everything=everything, today=today))
            click.echo()
        return
    from reportedly.export.lists import event_list

    print_listing(event_list(found, today), form)


@click.command()
@click.argument("event_id", metavar="ID")
@ledger_option
@as_of_option
@format_option
def event(event_id: str, ledger: str, as_of: str | None, form: str) -> None:
    """Show one event with its reports. Its id may be shortened as long as no other event's id begins the same.

    A table has a row for each report: source chain, day and words.
    """
    with open_ledger(ledger) as book:
        found = book.event(event_id, as_of=day(as_of))
        today = day(as_of) or book.newest_day()
        shaken = book.shaken_by(found, as_of=day(as_of))
    if form == "text":
        from reportedly.cli.terminal import event_text

        show(event_text(found, everything=True, today=today, shaken=shaken))
        return
    from reportedly.export.lists import report_list

    print_listing(report_list(found, today), form)


@click.command()
@ledger_option
@as_of_option
@click.option("--copies", is_flag=True, help="Only copies of one text, not articles that relay one origin.")
@format_option
def echoes(ledger: str, as_of: str | None, copies: bool, form: str) -> None:
    """List articles that go back to one text or one origin: who printed it first, and what each added."""
    from reportedly.export.lists import echo_list

    with open_ledger(ledger) as book:
        groups = book.echoes(as_of=day(as_of), copies_only=copies, shown_only=form in ("text", "markdown"))
        articles = {article.id: article for article in book.articles(as_of=day(as_of))}
        added = _added(book, groups)
    print_listing(echo_list(groups, articles, added), form)


def _added(book: Ledger, groups: Sequence[EchoAnswer]) -> dict[str, Added]:
    """What each copy has that no earlier article of its group has."""
    from reportedly.ledger.matching.own_text import added_to

    added = {}
    for group in groups:
        if group.kind != "copy":
            continue
        for place, id in enumerate(group.articles[1:], 1):
            earlier = set(group.articles[:place])
            spans = (span for other in book.shared(id) if other.article.id in earlier for span in other.spans)
            added[id] = added_to(book.record(id).article.text, spans)
    return added


@click.command()
@ledger_option
@as_of_option
@click.option("--source", metavar="NAME", help="Filter by name, or part of one, anywhere in the source chain.")
@click.option("--outlet", metavar="NAME", help="Filter by outlet (full name).")
@click.option("--stance", metavar="STANCE", help="Filter by stance: asserts, confirms, denies …")
@click.option(
    "--words", metavar="WORDS", help="Words that all occur in it, in any order; '\"in quotation marks\"' as they stand."
)
@click.option("--since", metavar="DATE", help="First day of publication (YYYY-MM-DD).")
@click.option("--until", metavar="DATE", help="Last day of publication (YYYY-MM-DD).")
@limit_option
@format_option
def statements(
    ledger: str,
    as_of: str | None,
    source: str | None,
    outlet: str | None,
    stance: str | None,
    words: str | None,
    since: str | None,
    until: str | None,
    limit: int | None,
    form: str,
) -> None:
    """List statements, newest first: by source, outlet, stance, day or words.

    --words ignores case, accents and word endings: "marics ferry" finds "Marić's ferries".

    \b
        reportedly statements --ledger news.sqlite --source Kranjc --since 2026-03-01
        reportedly statements --ledger news.sqlite --words 'visit "next week"' --format csv
    """
    from reportedly.export.lists import statement_list

    # A statement stands as it was printed: what was on record by a day is what was printed by then.
    last = min(filter(None, (day(as_of), day(until, "--until"))), default=None)
    with open_ledger(ledger) as book:
        found = book.statements(
            words,
            source=source,
            outlet=outlet,
            stance=stance,
            since=day(since, "--since"),
            as_of=last,
            limit=limit,
            located=form in ("json", "jsonl"),
        )
    print_listing(statement_list(found), form)


@click.command()
@click.argument("name")
@ledger_option
@as_of_option
@limit_option
@format_option
def who(name: str, ledger: str, as_of: str | None, limit: int | None, form: str) -> None:
    """List what a source said or relayed, newest first. NAME may be part of a name."""
    from reportedly.export.lists import statement_list

    with open_ledger(ledger) as book:
        found = book.statements(source=name, as_of=day(as_of), limit=limit, located=form in ("json", "jsonl"))
    print_listing(statement_list(found), form)


@click.command()
@ledger_option
@as_of_option
@format_option
def origins(ledger: str, as_of: str | None, form: str) -> None:
    """List the original sources of events, most articles first."""
    from reportedly.export.lists import origin_list

    with open_ledger(ledger) as book:
        found = book.origins(as_of=day(as_of), shown_only=form in ("text", "markdown"))
    print_listing(origin_list(found), form)


@click.command()
@ledger_option
@as_of_option
@click.option("--open", "only_open", is_flag=True, help="Unresolved conflicts only.")
@format_option
def conflicts(ledger: str, as_of: str | None, only_open: bool, form: str) -> None:
    """List conflicts: reports of one event that cannot both be true, with their source chains.

    A conflict is settled once the newest of all later reports support one side; until then it is open.
    """
    from reportedly.export.lists import conflict_list
    from reportedly.ledger.events.sides import sides_of

    with open_ledger(ledger) as book:
        found = [
            (event, conflict, sides_of(event, conflict))
            for event, conflict in book.conflicts(as_of=day(as_of))
            if event.shown or form not in ("text", "markdown")
        ]
    print_listing(conflict_list([row for row in found if row[2].open or not only_open]), form)


@click.command()
@ledger_option
@as_of_option
@click.option("--all", "everything", is_flag=True, help="Include utterances printed in the same words everywhere.")
@format_option
def drift(ledger: str, as_of: str | None, everything: bool, form: str) -> None:
    """List utterances that articles quote in different words: each wording, and how it differs from the likeliest."""
    from reportedly.export.lists import drift_list

    with open_ledger(ledger) as book:
        found = book.drift(as_of=day(as_of), changed_only=not everything)
    print_listing(drift_list(found), form)


COMMANDS = (
    *(ask, articles_command, events, event, echoes, statements, who, origins, conflicts, drift),
    *CORRECTING,
    mcp,
)
