"""Article text cut where marks begin and end, so that spans which overlap become neighbours: text -> segments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from reportedly.article import Article, BlockKind, Span
from reportedly.printable import visible
from reportedly.record import Record

__all__ = [
    "Mark",
    "Paragraph",
    "Segment",
    "marks_of",
    "own_spans",
    "paragraphs",
    "word_changes",
]

_MOST_WORDS = 400  # of one quotation that are compared
_LONGEST = 8_000  # code points of a paragraph; some broken pages have their whole text in one line


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of text that means something: `name` becomes a class, `id` an anchor, `hint` what a pointer is told."""

    span: Span
    name: str
    id: str | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Text under one set of marks.

    Attributes:
        names: Of the marks, sorted, each once.
        statements: Ids of the statements that it is part of, the outermost first.
        anchors: Ids of marks that begin here.
    """

    text: str
    names: tuple[str, ...]
    statements: tuple[str, ...]
    anchors: tuple[str, ...]
    hint: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph, headline or caption with its segments; `statements` are those that begin in it."""

    kind: BlockKind
    span: Span
    segments: tuple[Segment, ...]
    statements: tuple[str, ...]


def marks_of(record: Record) -> tuple[Mark, ...]:
    """Sources, cues and contents of statements, times, events and what is odd about the text, as marks."""
    found: list[Mark] = []
    for s in record.statements:
        for name, pieces in (("content", s.content), ("source", s.source), ("cue", s.cue)):
            found += [Mark(span=span, name=name, id=s.id) for span in pieces]
    for time in record.times:
        hint = f"{time.value}" if time.value else "a time that the text does not fix"
        found.append(Mark(span=time.span, name="time", hint=hint))
    for event in record.events:
        hint = f"{event.what}: {event.status.value.replace('_', ' ')}{'' if event.shown else ' (less certain)'}"
        found.append(Mark(span=event.trigger, name="event", hint=hint))
        found.append(Mark(span=event.trigger, name=f"st-{event.status.value}"))
    found += [Mark(span=i.span, name="odd", hint=i.why) for i in record.integrity if i.span]
    return tuple(found)


def paragraphs(article: Article, marks: Iterable[Mark], *, at: Span | None = None) -> tuple[Paragraph, ...]:
    """The whole text as paragraphs of segments; nothing of it is left out but the line breaks between them.

    Args:
        marks: In any order; they may overlap, and reach over paragraphs or beyond the text.
        at: A passage to point at: its segments bear "at", and the first of them the anchor "at".
    """
    ordered = sorted(marks, key=lambda mark: mark.span)
    if at is not None:
        ordered.append(Mark(span=at, name="at"))
    first_of: dict[str, int] = {}
    for mark in ordered:
        if mark.id is not None:
            first_of[mark.id] = min(first_of.get(mark.id, mark.span[0]), mark.span[0])
    anchored: set[str] = set()
    found = []
    for start, end in _lines(article.text):
        here = [mark for mark in ordered if mark.span[0] < end and mark.span[1] > start]
        segments = tuple(_segments(article.text, (start, end), here, anchored))
        starting = sorted((where, id) for id, where in first_of.items() if start <= where < end)
        found.append(
            Paragraph(
                kind=_kind(article, start),
                span=(start, end),
                segments=segments,
                statements=tuple(id for _, id in starting),
            )
        )
    return tuple(found)


def _segments(text: str, line: Span, marks: Sequence[Mark], anchored: set[str]) -> list[Segment]:
    cuts = {*line}
    for mark in marks:
        cuts.update(min(max(edge, line[0]), line[1]) for edge in mark.span)
    ordered = sorted(cuts)
    found = []
    for start, end in pairwise(ordered):
        on = [mark for mark in marks if mark.span[0] <= start and mark.span[1] >= end]
        anchors = []
        for mark in on:
            anchor = "at" if mark.name == "at" else mark.id
            if anchor is not None and anchor not in anchored:
                anchored.add(anchor)
                anchors.append(anchor)
        found.append(
            Segment(
                text=visible(text[start:end]),
                names=tuple(sorted({mark.name for mark in on})),
                statements=tuple(dict.fromkeys(mark.id for mark in on if mark.id is not None)),
                anchors=tuple(anchors),
                hint=next((mark.hint for mark in on if mark.hint), None),
            )
        )
    return found


def _lines(text: str) -> list[Span]:
    """Lines that are not blank, without the white space around them."""
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare:
            begin = start + line.index(bare)
            spans += _cut(text, begin, begin + len(bare))
        start += len(line)
    return spans


def _cut(text: str, start: int, end: int) -> list[Span]:
    """A line as one span; one that is longer than any paragraph, cut behind white space where there is some."""
    spans = []
    while end - start > _LONGEST:
        at = max(text.rfind(" ", start + _LONGEST // 2, start + _LONGEST), start + _LONGEST - 1) + 1
        spans.append((start, at))
        start = at
    return [*spans, (start, end)]


def _kind(article: Article, at: int) -> BlockKind:
    return next((block.kind for block in article.blocks if block.start <= at < block.end), BlockKind.BODY)


def own_spans(text: str, shared: Iterable[Span]) -> tuple[Span, ...]:
    """The stretches of a text that no shared passage covers and that hold a letter or figure."""
    found, at = [], 0
    for start, end in sorted(shared):
        if start > at:
            found.append((at, start))
        at = max(at, end)
    found.append((at, len(text)))
    return tuple((a, b) for a, b in found if any(c.isalnum() for c in text[a:b]))


def word_changes(likeliest: str, words: str) -> tuple[tuple[str, str], ...]:
    """A wording against the likeliest: runs of ("same" | "del" | "ins", words), in order; case and marks aside.

    What is left off at the beginning or the end makes an excerpt, not another wording, and shows as "…".

    >>> word_changes("The visit is going ahead as planned.", "the trip goes ahead")
    (('same', 'the'), ('del', 'visit is going'), ('ins', 'trip goes'), ('same', 'ahead'), ('same', '…'))
    """
    a, b = visible(likeliest).split()[:_MOST_WORDS], visible(words).split()[:_MOST_WORDS]
    matcher = SequenceMatcher(None, [_bare(word) for word in a], [_bare(word) for word in b], autojunk=False)
    found: list[tuple[str, str]] = []
    steps = matcher.get_opcodes()
    for i, (what, a1, a2, b1, b2) in enumerate(steps):
        if what == "equal":
            found.append(("same", " ".join(b[b1:b2])))
            continue
        if what == "delete" and i in (0, len(steps) - 1):
            found.append(("same", "…"))
            continue
        if a2 > a1:
            found.append(("del", " ".join(a[a1:a2])))
        if b2 > b1:
            found.append(("ins", " ".join(b[b1:b2])))
    return tuple(found)


def _bare(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum())
