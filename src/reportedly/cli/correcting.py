"""Correcting what was read by hand: `correct`, `corrections`, `names`; every change can be undone."""

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
            help="Your name, kept with the correction. [default: your login name]",
        ),
        click.option("--why", metavar="TEXT", default="", help="The reason, kept with the correction."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("id", metavar="[ID]", required=False)
@ledger_option
@click.option("--status", metavar="STATUS", help="Correct status of the event: postponed, held …")
@click.option("--when", metavar="DATE", help="Correct date: YYYY-MM-DD, YYYY-MM or FIRST/LAST; '' for unknown.")
@click.option("--name", "what", metavar="TEXT", help="Correct name of the event.")
@click.option("--place", metavar="PLACE", help="Correct place; '' for unknown.")
@click.option("--participant", "participants", metavar="NAME", multiple=True, help="A participant (repeatable).")
@click.option("--nobody", is_flag=True, help="Remove all participants.")
@click.option("--not-an-event", is_flag=True, help="It is not an event: hide it.")
@click.option("--merge", metavar="OTHER", help="Merge event OTHER into ID.")
@click.option("--split", metavar="A,B", help="Split these articles off: they report a different event.")
@click.option("--statement", metavar="S", help="Id of the statement to correct; ID is then its article.")
@click.option(
    "--speaker", metavar="NAME", help="With --statement: the correct speaker; '' for the article's own voice."
)
@click.option(
    "--kind", metavar="KIND", help="With --speaker: person, group, organisation, outlet, place, unnamed, document."
)
@click.option("--undo", metavar="CORRECTION", help="Undo a correction, by its id.")
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
    """Correct an event or the speaker of a statement by hand, or undo a correction.

    Author, time and reason of each correction are kept and shown. Corrections hold when articles are added or read
    again. A correction of status or date counts as of the time when it was made, so newer reports can override it.

    \b
        reportedly correct 5d1f0c3a --status postponed --why "the reader took a denial for a report"
        reportedly correct 5d1f0c3a --merge 08aa6de1
        reportedly correct 91c2e7a40b6d5f38 --statement s3 --speaker "Petra Orr"
        reportedly correct --undo 3fa1c2
    """
    fields = {name: value for name, value in given.items() if value not in (None, (), False)}
    ways = [bool(fields), merge is not None, split is not None, statement is not None, undo is not None]
    if sum(ways) != 1:
        raise click.UsageError("Give a correction: fields of an event, --merge, --split, --statement or --undo.")
    if (undo is None) != (id is not None):
        raise click.UsageError("Give the ID of an event or article; --undo takes only the id of a correction.")
    if (statement is None) != (speaker is None):
        raise click.UsageError("--statement S and --speaker NAME go together.")
    if as_of and not fields:
        raise click.UsageError("--as-of only applies to fields of an event.")
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
@click.option("--event", metavar="ID", help="Filter by event.")
@click.option("--article", metavar="ID", help="Filter by article, with its statements.")
@click.option("--undone", is_flag=True, help="Include corrections that were undone.")
@click.option("--training", is_flag=True, help="Print training data, as JSON lines.")
@click.option("--texts", is_flag=True, help="With --training: include the full text of each article.")
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
    """List corrections, oldest first: author, time, reason, the value as read and the corrected value.

    With --as-of, those in force on that day.
    """
    until = day(as_of)
    if training and (as_of or event or article or undone or form != "text"):
        raise click.UsageError("--training prints all corrections in force, as JSON lines.")
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
@click.option(
    "--kind", metavar="KIND", help="Filter by kind: person, group, organisation, outlet, place, unnamed, document."
)
@limit_option
@click.option("--merge", metavar="NAME OTHER", nargs=2, help="Merge OTHER into NAME: both are one source.")
@click.option(
    "--split", metavar="NAME", help="Split NAME: in the given articles it is somebody else; see --articles and --as."
)
@click.option("--articles", metavar="A,B", help="With --split: the ids of these articles.")
@click.option("--as", "called", metavar="NAME", help="With --split: name of the other source.")
@click.option("--undo", metavar="NAME", help="Undo every manual merge and split of NAME.")
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
    """List sources by name, most statements first; or merge and split names by hand.

    Manual merges and splits also apply to articles added later; --undo takes them back.

    \b
        reportedly names Orr --ledger news.sqlite
        reportedly names --ledger news.sqlite --merge "Petra Orr" "P. Orr-Lund"
        reportedly names --ledger news.sqlite --split Orr --articles 91c2e7a40b6d5f38 --as "Jan Orr"
    """
    if sum(bool(ruling) for ruling in (merge, split, undo)) > 1:
        raise click.UsageError("Give only one of --merge, --split and --undo.")
    if not bool(split) == bool(articles) == bool(called):
        raise click.UsageError("--split NAME, --articles A,B and --as NAME go together.")
    if merge or split or undo:
        if words or as_of or kind or limit:
            raise click.UsageError("Merges and splits apply to the current ledger: leave out --as-of and filters.")
        with open_ledger(ledger) as book:
            if merge:
                _tell([book.merge_names(*merge, who=who, why=why)], "One name now")
            elif split:
                ids = [id.strip() for id in (articles or "").split(",") if id.strip()]
                _tell([book.split_name(split, ids, called=called or "", who=who, why=why)], "Apart now")
            else:
                n = book.undo_names(undo or "", who=who)
                click.echo(f"{n} ruling{'' if n == 1 else 's'} undone", err=True)
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
