"""The pages of one event: as HTML, as text, as Markdown, and how to cite it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from reportedly.article import Span
from reportedly.errors import NotFound
from reportedly.ledger import ArticleAnswer, ConflictAnswer, EventAnswer
from reportedly.vocabulary import Stance, Status
from reportedly.web.common import AsOf, Book
from reportedly.web.conditional import page_router
from reportedly.web.copies import Citing, as_markdown, as_text, citation
from reportedly.web.figures import chain_graph, lanes
from reportedly.web.rendering import page, web_address
from reportedly.wording import doubt, in_doubt, plain_day

__all__ = ["router"]

router = page_router()

_ROWS = 60  # reports in one part of an event's table
_SHOWN_PAIRS, _SHOWN_CHANGES, _SHOWN_ARTICLES = 6, 40, 60


@router.get("/event/{event_id}.cite.{form}")
def event_citation(request: Request, event_id: str, form: Citing, book: Book, as_of: AsOf) -> Response:
    """A line that cites an event: what, status, on whose word, the words, where printed, and where the record is."""
    with book.at_once():
        found = book.event(event_id, as_of=as_of)
        articles = book.articles_by_id({report.article for report in found.reports})
    asked = f"?as_of={as_of}" if as_of else ""
    here = f"{str(request.base_url).rstrip('/')}/event/{quote(found.id, safe='')}{asked}"
    # Plain for HTML too: it is to be copied, and shown by nobody.
    return PlainTextResponse(citation(found, articles, form=form, address=here))


@router.get("/event/{event_id}.txt")
def event_text(event_id: str, book: Book, as_of: AsOf) -> Response:
    """One event as plain text, to send to somebody."""
    today = as_of or book.newest_day()
    return PlainTextResponse(as_text(book.event(event_id, as_of=as_of), as_of=as_of, today=today))


@router.get("/event/{event_id}.md")
def event_markdown(event_id: str, book: Book, as_of: AsOf) -> Response:
    """One event as Markdown."""
    today = as_of or book.newest_day()
    text = as_markdown(book.event(event_id, as_of=as_of), as_of=as_of, today=today)
    return PlainTextResponse(text, media_type="text/markdown")


@router.get("/event/{event_id}")
def event(
    request: Request,
    event_id: str,
    book: Book,
    as_of: AsOf,
    day: Annotated[int | None, Query(ge=0)] = None,
    part: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """One event: what is known, its sources, and its history."""
    with book.at_once():
        days = book.event_days(event_id)
        if day is not None:
            # The slider without a script sends its place among the days.
            chosen = "" if day >= len(days) - 1 else f"?as_of={days[day]}"
            return RedirectResponse(f"/event/{quote(event_id, safe='')}{chosen}", status_code=303)
        try:
            found = book.event(event_id, as_of=as_of)
        except NotFound:
            if as_of is None:
                raise
            return page(
                request,
                "error.html",
                as_of=as_of,
                status=404,
                heading="Not yet reported",
                message=f"No article printed by {plain_day(as_of)} tells of this event.",
                more=(f"/event/{quote(event_id, safe='')}", "The event as it stands now"),
            )
        history = book.event_history(event_id, as_of=as_of)
        shaken = book.shaken_by(found, as_of=as_of)
        titles = book.articles_by_id(found.articles[:_SHOWN_ARTICLES])
    rows = [*found.reports[::-1]]
    made = [report for report in found.reports if report.stance != Stance.RETRACTS]
    n_parts = max(1, -(-len(rows) // _ROWS))
    part = min(part, n_parts)
    return page(
        request,
        "event.html",
        as_of=as_of,
        event=found,
        days=days,
        day_index=_day_index(days, as_of),
        doubt=doubt(found),
        shaken=[(other.id, in_doubt(other)) for other in shaken],
        told_by=_told_by(found, titles),
        see_also=[other for other in found.linked if other.shown or not found.shown],
        figure=lanes(made),
        graph=chain_graph(report for report in made if report.taken_back is None),
        used=[s.value for s in Status if any(report.status == s for report in made)],
        reports=rows[(part - 1) * _ROWS : part * _ROWS],
        n_reports=len(rows),
        part=part,
        parts_of_reports=n_parts,
        conflicts=_distinct(found),
        history=history[-_SHOWN_CHANGES:],
        history_cut=len(history) > _SHOWN_CHANGES,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Teller:
    """An article that reports an event: what it says, the words that say so first, and where it was printed."""

    article: ArticleAnswer
    statuses: tuple[str, ...]
    words: str
    span: Span
    link: str | None


def _told_by(event: EventAnswer, titles: Mapping[str, ArticleAnswer]) -> list[_Teller]:
    """The articles that report an event, last printed first."""
    found = []
    for id in reversed(event.articles):
        reports = [report for report in event.deciding if report.article == id]
        if id in titles and reports:
            article = titles[id]
            statuses = tuple(dict.fromkeys(report.status for report in reports))
            first = reports[0]
            found.append(
                _Teller(article=article, statuses=statuses, words=first.evidence, span=first.span,
                        link=web_address(article.url))
            )  # fmt: skip
    return found


def _day_index(days: Sequence[str], as_of: str | None) -> int:
    """The place of the last day that is not after the one asked for."""
    if as_of is None:
        return max(0, len(days) - 1)
    return max(0, sum(day <= as_of for day in days) - 1)


def _distinct(event: EventAnswer) -> tuple[ConflictAnswer, ...]:
    """One conflict for each pair of claims by two sources; the rest say the same again."""
    found: dict[tuple[object, ...], ConflictAnswer] = {}
    for conflict in event.conflicts:
        sides = [(r.status, r.when, r.place, r.chain[-1:] or r.outlet) for r in (conflict.a, conflict.b)]
        found.setdefault((conflict.about, *sides), conflict)
    return tuple(found.values())[:_SHOWN_PAIRS]
