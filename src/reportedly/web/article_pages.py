"""The page of one article, with all that was read in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import Response

from reportedly.article import Article, BlockKind, Span
from reportedly.ledger.matching.own_text import added_to
from reportedly.record import Record
from reportedly.web.common import Asked, AsOf, BadRequestError, Book
from reportedly.web.conditional import page_router
from reportedly.web.marks import Mark, Paragraph, marks_of, own_spans, paragraphs
from reportedly.web.rendering import page, web_address
from reportedly.wording import plain_day

__all__ = ["router"]

router = page_router()

_EVENTS = 40

_PART = 100_000  # bytes, about, of one part of a long article


@router.get("/article/{article_id:path}")
def article(
    request: Request,
    article_id: str,
    book: Book,
    as_of: AsOf,
    at: Asked = None,
    s: Asked = None,
    show: Asked = None,
    part: Annotated[int | None, Query(ge=1, le=10_000)] = None,
) -> Response:
    """One article with all that was read in it; `at` and `s` point at a passage or a statement."""
    with book.at_once():
        record = book.record(article_id)
        text = record.article
        if as_of is not None and (text.published is None or text.published[:10] > as_of):
            return _not_yet_printed(request, text, as_of)
        shared = book.shared(article_id, as_of=as_of)
        reported = [event for event in book.events_of(article_id, as_of=as_of) if event.shown][:_EVENTS]
    covered = [span for other in shared for span in other.spans]
    if show == "shared":
        marks = [Mark(span=span, name="share") for span in covered]
        marks += [Mark(span=span, name="own") for span in own_spans(text.text, covered)]
    else:
        marks = list(marks_of(record))
    pointed = _span_of(at, text) or _pieces_of(s, record)
    parts = _parts(paragraphs(text, marks, at=pointed))
    if part is None:
        part = next((n for n, here in enumerate(parts, 1) if pointed and here[-1].span[1] > pointed[0]), 1)
    part = min(part, len(parts))
    return page(
        request,
        "article.html",
        as_of=as_of,
        article=text,
        link=web_address(text.url),
        show=show,
        paragraphs=parts[part - 1],
        part=part,
        n_parts=len(parts),
        title_in_text=parts[part - 1][:1] and parts[part - 1][0].kind == BlockKind.TITLE,
        statements=_margin(record),
        chosen=s,
        shared=shared,
        own=added_to(text.text, covered).share,
        events=reported,
        whole=[note for note in record.integrity if note.span is None],
        odd=[
            {"kind": note.kind.value, "why": note.why, "words": record.words(note.span)}
            for note in record.integrity
            if note.span is not None
        ][:_EVENTS],
    )


def _not_yet_printed(request: Request, text: Article, as_of: str) -> Response:
    when = f"was printed later, on {plain_day(text.published)}" if text.published else "has no date of publication"
    return page(
        request,
        "error.html",
        as_of=as_of,
        status=404,
        heading="Not yet printed",
        message=f"On {plain_day(as_of)} nobody had read this article: it {when}.",
        more=(request.url.path, "Read it anyway"),
    )


def _margin(record: Record) -> dict[str, dict[str, Any]]:
    """What the margin says of each statement, numbered in the order of the text."""
    spans = {s.id: (*s.source, *s.cue, *s.content) for s in record.statements}
    order = sorted(record.statements, key=lambda s: min(spans[s.id], default=(0, 0)))
    return {
        s.id: {
            "no": no,
            "names": [link.name for link in s.chain],
            "stance": s.stance.value,
            "kind": s.kind.value,
            "said": s.said,
            "told": s.told,
            "within": s.within,
            "confidence": s.confidence,
            "corrected_by": s.corrected_by,
        }
        for no, s in enumerate(order, 1)
    }


def _span_of(at: str | None, article: Article) -> Span | None:
    """The passage that "120-180" names."""
    if not at:
        return None
    start, _, end = at.partition("-")
    if not (start.isdecimal() and end.isdecimal() and len(at) < 30 and int(start) < int(end) <= len(article.text)):
        raise BadRequestError(f"at: {at[:40]!r} is no passage of this text. Write START-END, as in 120-180.")
    return int(start), int(end)


def _pieces_of(id: str | None, record: Record) -> Span | None:
    """All that a statement covers."""
    found = next((s for s in record.statements if s.id == id), None)
    pieces = (*found.source, *found.cue, *found.content) if found else ()
    return (min(a for a, _ in pieces), max(b for _, b in pieces)) if pieces else None


def _parts(found: Sequence[Paragraph]) -> list[tuple[Paragraph, ...]]:
    """A long text in parts that make a page each."""
    parts: list[list[Paragraph]] = [[]]
    weight = 0
    for paragraph in found:
        own = paragraph.span[1] - paragraph.span[0] + 150 * len(paragraph.segments) + 900 * len(paragraph.statements)
        if parts[-1] and weight + own > _PART:
            parts.append([])
            weight = 0
        parts[-1].append(paragraph)
        weight += own
    return [tuple(part) for part in parts]
