"""Correcting what was read by hand: `correct`, `corrections`, `names`; every change can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from reportedly.cli.options import as_of_option, day, format_option, ledger_option, limit_option, open_ledger
from reportedly.cli.output import print_listing, show, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportedly.ledger import Ledger
    from reportedly.ledger.corrections import Correction

__all__ = ["CORRECTING", "signing_options"]

F = TypeVar("F", bound="Callable[..., Any]")


def _user(context: click.Context, option: click.Parameter, value: str | None) -> str:
    """Who corrects: as told, else the name that this machine knows the user by."""
    import getpass

    if value is not None:
        return value
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a user without a name, as containers have them
        return ""


def signing_options(command: F) -> F:
    """Who corrects and why, the same on every command that does."""
    options = (
        click.option(
            "--who",
            metavar="NAME",
            envvar="REPORTEDLY_WHO",
            show_envvar=True,
            callback=_user,
            help="Your name, kept with the correction. [default: the name you are logged in by]",
        ),
        click.option("--why", metavar="TEXT", default="", help="The reason, kept with the correction."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("id", metavar="[ID]", required=False)
@ledger_option
@click.option("--status", metavar="STATUS", help="What the status of event ID is: postponed, held …")
@click.option("--when", metavar="DATE", help="When it is: YYYY-MM-DD, YYYY-MM or FIRST/LAST; '' where unknown.")
@click.option("--name", "what", metavar="TEXT", help="What the event is called.")
@click.option("--place", metavar="PLACE", help="Where it is; '' where unknown.")
@click.option("--participant", "participants", metavar="NAME", multiple=True, help="Who takes part; one option each.")
@click.option("--nobody", is_flag=True, help="Nobody is known to take part.")
@click.option("--not-an-event", is_flag=True, help="What was read is no event; show it no more.")
@click.option("--merge", metavar="OTHER", help="Events ID and OTHER are one.")
@click.option("--split", metavar="A,B", help="What these articles report is another event than ID.")
@click.option("--statement", metavar="S", help="With ID of an article: the statement whose speaker was read wrongly.")
@click.option("--speaker", metavar="NAME", help="With --statement: whose word it is; '' for the article's own voice.")
@click.option("--kind", metavar="KIND", help="With --speaker: person, organisation, outlet, place, unnamed, document.")
@click.option("--undo", metavar="CORRECTION", help="Take a correction back, by its id.")
@as_of_option
@signing_options
def correct(
    id: str | None,
    ledger: str,
    merge: str | None,
    split: str | None,
    statement: str | None,
    speaker: str | None,
    kind: str | None,
    undo: str | None,
    as_of: str | None,
    who: str,
    why: str,
    **given: Any,
) -> None:
    """Correct an event or the speaker of a statement by hand, or take a correction back.

    Who corrected what, when and why is kept and shown. A correction holds whatever is added or read again later; of
    status and time it speaks for the moment at which it was made, so that newer reports count.

    \b
        reportedly correct 5d1f0c3a --status postponed --why "the reader took a denial for a report"
        reportedly correct 5d1f0c3a --merge 08aa6de1
        reportedly correct 91c2e7a40b6d5f38 --statement s3 --speaker "Petra Orr"
        reportedly correct --undo 3fa1c2
    """
    fields = {name: value for name, value in given.items() if value not in (None, (), False)}
    ways = [bool(fields), merge is not None, split is not None, statement is not None, undo is not None]
    if sum(ways) != 1:
        raise click.UsageError("Say what is right: fields of an event, --merge, --split, --statement or --undo.")
    if (undo is None) != (id is not None):
        raise click.UsageError("Name the ID of an event or article; --undo takes the id of a correction alone.")
    if (statement is None) != (speaker is None):
        raise click.UsageError("--statement S and --speaker NAME go together.")
    if as_of and not fields:
        raise click.UsageError("--as-of goes with fields of an event: all else is on the ledger as it is.")
    signed: dict[str, Any] = {"who": who, "why": why}
    with open_ledger(ledger) as book:
        if undo is not None:
            _tell([book.undo_correction(undo, who=who)], "Taken back")
            return
        assert id is not None
        if statement is not None:
            one = _chain(book, id, statement, speaker or "", kind)
            made = book.correct_speaker(id, statement, one[0], kinds=one[1], **signed)
            _tell([made], "Corrected")
            return
        if merge is not None:
            made = book.merge(book.event(id).id, book.event(merge).id, **signed)
            _tell([made], "Corrected")
        elif split is not None:
            made = book.split(id, [part.strip() for part in split.split(",") if part.strip()], **signed)
            _tell([made], "Corrected")
        else:
            if fields.pop("nobody", False):
                fields["participants"] = ()
            _tell(book.correct(id, as_of=day(as_of), **fields, **signed), "Corrected")
        event = book.event(id, as_of=day(as_of))
        today = day(as_of) or book.newest_day()
    from reportedly.cli.terminal import event_text

    show(event_text(event, everything=True, today=today))


def _chain(book: Ledger, id: str, statement: str, speaker: str, kind: str | None) -> tuple[Any, list[str] | None]:
    """The speaker as the ledger takes it: with a kind the whole chain, of which only the last is another."""
    if kind is None:
        return speaker, None
    found = next((s for s in book.record(id).statements if s.id == statement), None)
    relays = found.chain[:-1] if found else ()
    return [*(link.name for link in relays), speaker], [*(link.kind.value for link in relays), kind]


def _tell(corrections: Sequence[Correction], done: str) -> None:
    from reportedly.wording import correction_line

    for correction in corrections:
        click.echo(visible(f"{done}: {correction_line(correction)}"), err=True)


_COLUMNS = ("id", "kind", "made", "who", "why", "event", "article", "statement", "before", "after", "undone",
            "undone_by")  # fmt: skip


@click.command()
@ledger_option
@as_of_option
@click.option("--event", metavar="ID", help="Only those of this event.")
@click.option("--article", metavar="ID", help="Only those of this article and its statements.")
@click.option("--undone", is_flag=True, help="Also those that were taken back.")
@click.option("--training", is_flag=True, help="Print them as data to train with, as JSON lines.")
@click.option("--texts", is_flag=True, help="With --training: add the whole text of each article concerned.")
@format_option
def corrections(
    ledger: str,
    as_of: str | None,
    event: str | None,
    article: str | None,
    undone: bool,
    training: bool,
    texts: bool,
    form: str,
) -> None:
    """List what people corrected, oldest first: who, when, why, what was read and what is right.

    With --as-of those that count on the record of that day.
    """
    until = day(as_of)
    if training and (as_of or event or article or undone or form != "text"):
        raise click.UsageError("--training prints all corrections that count, as JSON lines.")
    if texts and not training:
        raise click.UsageError("--texts goes with --training.")
    with open_ledger(ledger) as book:
        if training:
            from reportedly.export.corrections import training_lines

            for line in training_lines(book, texts=texts):
                click.echo(line)
            return
        every = book.corrections(event=event, article=article, undone=undone)
    found = [one for one in every if until is None or one.day is None or one.day <= until]
    import json

    from reportedly.export.lists import Listing
    from reportedly.wording import correction_line

    rows = []
    for one in found:
        values = one.to_dict()
        for name in ("before", "after"):
            if isinstance(values[name], dict | list):
                values[name] = json.dumps(values[name], ensure_ascii=False)
        rows.append([values[name] for name in _COLUMNS])
    print_listing(
        Listing(
            items=[one.to_dict() for one in found],
            columns=_COLUMNS,
            rows=rows,
            lines=[correction_line(one) for one in found],
        ),
        form,
    )


@click.command()
@click.argument("words", metavar="[WORDS]", required=False)
@ledger_option
@as_of_option
@click.option("--kind", metavar="KIND", help="Filter by kind: person, organisation, outlet, place, unnamed, document.")
@limit_option
@click.option("--merge", metavar="NAME OTHER", nargs=2, help="What is told under OTHER is told of NAME.")
@click.option("--split", metavar="NAME", help="In some articles NAME is somebody else; see --articles and --as.")
@click.option("--articles", metavar="A,B", help="With --split: the ids of these articles.")
@click.option("--as", "called", metavar="NAME", help="With --split: what to call the other.")
@click.option("--undo", metavar="NAME", help="Take back every ruling on NAME.")
@signing_options
@format_option
def names(
    words: str | None,
    ledger: str,
    as_of: str | None,
    kind: str | None,
    limit: int | None,
    merge: tuple[str, str] | None,
    split: str | None,
    articles: str | None,
    called: str | None,
    undo: str | None,
    who: str,
    why: str,
    form: str,
) -> None:
    """List the sources of statements by name, those of most statements first; or rule on which names are one.

    What is ruled by hand holds for all that is added later; it can be taken back with --undo.

    \b
        reportedly names Orr --ledger news.sqlite
        reportedly names --ledger news.sqlite --merge "Petra Orr" "P. Orr-Lund"
        reportedly names --ledger news.sqlite --split Orr --articles 91c2e7a40b6d5f38 --as "Jan Orr"
    """
    if sum(bool(ruling) for ruling in (merge, split, undo)) > 1:
        raise click.UsageError("One ruling at a time: --merge, --split or --undo.")
    if not bool(split) == bool(articles) == bool(called):
        raise click.UsageError("--split NAME, --articles A,B and --as NAME go together.")
    if merge or split or undo:
        if words or as_of or kind or limit:
            raise click.UsageError("A ruling is on the ledger as it is: no --as-of and no choice of names.")
        with open_ledger(ledger) as book:
            if merge:
                _tell([book.merge_names(*merge, who=who, why=why)], "One name now")
            elif split:
                ids = [id.strip() for id in (articles or "").split(",") if id.strip()]
                _tell([book.split_name(split, ids, called=called or "", who=who, why=why)], "Apart now")
            else:
                n = book.undo_names(undo or "", who=who)
                click.echo(f"{n} ruling{'' if n == 1 else 's'} taken back", err=True)
        return
    from reportedly.export.lists import Listing

    found: list[Any] = []
    cursor: str | None = None
    with open_ledger(ledger) as book:
        while limit is None or len(found) < limit:
            most = 200 if limit is None else min(200, limit - len(found))
            page = book.names(words, kind=kind, as_of=day(as_of), limit=most, cursor=cursor)
            found += page.items
            if (cursor := page.next) is None:
                break
    columns = ("name", "kind", "statements", "articles")
    print_listing(
        Listing(
            items=[one.to_dict() for one in found],
            columns=columns,
            rows=[[getattr(one, name) for name in columns] for one in found],
            lines=[f"{one.statements:>6}  {one.name} ({one.kind}), {one.articles} articles" for one in found],
        ),
        form,
    )


CORRECTING = (correct, corrections, names)
