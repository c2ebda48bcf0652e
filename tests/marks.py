"""Marked sentences: `[source:Orr] [cue:said] [content:he would sign].` for statements, in tests and in their failures.

Several statements in one text carry a number: `[1source:Tass] [1cue:reported] that [1content:[2source:Orr] …]`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportedly import Article
from reportedly.article import Span
from reportedly.reading.attribution.statements import find_statements
from reportedly.reading.document import Document, NamedSpan
from reportedly.reading.entities.find import find_entities
from reportedly.reading.neural.decode import Attribution
from reportedly.reading.syntax.parse import parse
from reportedly.record import Link, Record, Statement, Time

__all__ = ["attributions", "documented", "mark", "names", "read_marked", "strip"]

_OPEN = re.compile(r"\[(\d*)(source|cue|content):")


def strip(marked: str) -> str:
    """The text without its marks."""
    return _take_apart(marked)[0]


def attributions(marked: str, *, confidence: float = 0.9) -> tuple[Attribution, ...]:
    """The statements that the marks show, as the learned reader would give them."""
    _, spans = _take_apart(marked)
    return tuple(
        Attribution(tuple(roles["source"]), tuple(roles["cue"]), tuple(roles["content"]), confidence)
        for _, roles in sorted(spans.items())
    )


def mark(record: Record, statement: Statement) -> str:
    """The text with the marks of one statement."""
    inserts: list[tuple[int, int, str]] = []
    for role, pieces in (("source", statement.source), ("cue", statement.cue), ("content", statement.content)):
        for start, end in pieces:
            inserts += [(start, 1, f"[{role}:"), (end, 0, "]")]
    text = record.article.text
    for offset, _, printed in sorted(inserts, reverse=True):
        text = text[:offset] + printed + text[offset:]
    return text


def names(chain: Iterable[Link]) -> list[str]:
    """The names of a chain's links, nearest to the reader first."""
    return [link.name for link in chain]


# What the encoder labels in these texts, by name: tests of the readers after it need no weights.
LABELS = {
    "Sochi": "GPE",
    "Vermont": "GPE",
    "Maine": "GPE",
    "Seoul": "GPE",
    "Lisbon": "GPE",
    "World Trade Organization": "ORG",
    "WTO": "ORG",
    "House Oversight Committee": "ORG",
    "Karin Lindqvist": "PERSON",
    "Lindqvist": "PERSON",
    "Robert K. Halloran": "PERSON",
    "Bob Halloran": "PERSON",
    "Halloran": "PERSON",
    "Anna Reyes": "PERSON",
    "Peter Reyes": "PERSON",
    "Jana Novak": "PERSON",
    "Igor Savin": "PERSON",
    "Ana Ruiz": "PERSON",
    "Peter Orr": "PERSON",
    "Yuri Malkin": "PERSON",
}


def documented(text: str, *, outlet: str | None = None, published: str | None = "2024-02-09") -> Document:
    """A text's parse, as of an article of Friday, 9 February 2024, with the names of `LABELS`."""
    document = parse(Article(text=text, published=published, outlet=outlet, language="en"))
    named: dict[int, NamedSpan] = {}
    for name, label in sorted(LABELS.items(), key=lambda item: -len(item[0])):
        for match in re.finditer(rf"\b{re.escape(name)}\b", text):
            tokens = document.tokens_in(match.span())
            if tokens and not any(t in named for t in tokens):
                named |= dict.fromkeys(tokens, NamedSpan(tokens.start, tokens.stop, label))
    return replace(document, names=tuple(sorted(set(named.values()), key=lambda n: n.start)))


def read_marked(marked: str, *, outlet: str | None = None, times: Sequence[Time] = ()) -> Record:
    """The record of a marked text, its marks in place of the learned reader."""
    document = documented(strip(marked), outlet=outlet)
    entities = find_entities(document)
    statements = find_statements(document, attributions(marked), entities, times)
    return Record(article=document.article, statements=statements, entities=entities, times=tuple(times))


def _take_apart(marked: str) -> tuple[str, dict[str, dict[str, list[Span]]]]:
    """The bare text, and the spans by number and role; other brackets stay in the text."""
    spans: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    open_: list[tuple[str, str, int] | None] = []
    text = ""
    position = 0
    while position < len(marked):
        match = _OPEN.match(marked, position)
        if match:
            open_.append((match.group(1), match.group(2), len(text)))
            position = match.end()
            continue
        character = marked[position]
        position += 1
        if character == "]" and open_ and (closed := open_.pop()) is not None:
            number, role, start = closed
            spans[number][role].append((start, len(text)))
            continue
        if character == "[":
            open_.append(None)
        text += character
    return text, spans
