"""The clause that reports an event, without the dateline before it."""

from __future__ import annotations

import re

from reportedly.article import Span
from reportedly.reading.document import Document
from reportedly.reading.events.mentions import EventMention
from reportedly.reading.syntax.clauses import clause_head, clause_span
from reportedly.record import Statement

__all__ = ["evidence_of", "is_in_dateline"]

_DATELINE = re.compile(r"[A-Z][A-Z'’ ,/-]+[A-Z]\b(?:,? [A-Z][a-z.]+ \d{1,2})?(?: \([^)\n]{2,30}\))? ?[—–-]+ +")


def evidence_of(document: Document, mention: EventMention, statement: Statement | None) -> Span:
    """The clause that says so, with the words that fix the status, within the statement that it stands in.

    With the word of its frame that decides the status, wherever that stands: "denied that the visit was off".
    """
    offset = document.starts[mention.token]
    framing = set() if mention.decider is None else {mention.decider}
    bounds = None
    if statement is not None:
        bounds = next((piece for piece in statement.content if piece[0] <= offset < piece[1]), None)
    if bounds and any(not bounds[0] <= document.starts[token] < bounds[1] for token in framing):
        bounds = None

    def inside(token: int) -> bool:
        return bounds is None or bounds[0] <= document.starts[token] < bounds[1]

    top = clause_head(document, mention.token)
    if not inside(top):
        top = mention.token
        for node in document.ancestors(mention.token):
            if not inside(node):
                break
            top = node
    keep = {mention.token, *framing, *(token for token in mention.words if inside(token))}
    start, end = clause_span(document, top, keep, bounds)
    dateline = _DATELINE.match(document.text, start, end)
    return (dateline.end(), end) if dateline and dateline.end() <= offset else (start, end)


def is_in_dateline(document: Document, token: int) -> bool:
    """Whether a day is where and when the article was filed: "NAIROBI, March 5 (Adriapress) - "."""
    start, end = document.sentences[document.sentence_of(token)].tolist()
    dateline = _DATELINE.match(document.text, start, end)
    return dateline is not None and document.starts[token] < dateline.end()
