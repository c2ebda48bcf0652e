"""Posts that an article prints whole, signed at their end: "— Ruth Hallam (@ruthhallam) March 2, 2026"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportedly.article import BlockKind, Pieces, Span
from reportedly.edtf import from_timex
from reportedly.reading.document import Document
from reportedly.record import Entity, Event, Link, Statement, Time
from reportedly.vocabulary import EntityKind, Kind, LinkKind, Stance

__all__ = ["find_posts", "on_the_word_of"]

# A signature: a dash, a name, a handle (of X "@ruth", of Bluesky "@ruth.example", of Mastodon "@ruth@sea.example"),
# perhaps a day. It is a paragraph of its own or, with a day, ends the post's.
_HANDLE = r"\((?P<handle>@\w[\w.-]{0,60}(?:@\w[\w.-]{0,60})?)\)"
_SIGNATURE = (
    r"(?P<mark>[—–-]{1,2}|(?:A )?[Pp]ost(?:ed)?(?: shared)? by)\s*(?P<name>[^\W\d_][^()@\n]{0,80}?)\s*"
    + _HANDLE
    + r"[\s,·|]*(?P<rest>[^()\n]{0,40})"
)
_SIGNED = re.compile(_SIGNATURE)
_SIGNED_INSIDE = re.compile(r"(?P<post>[^\n]{20,}?)\s+" + _SIGNATURE)
_KINDS = {EntityKind.PERSON: LinkKind.PERSON, EntityKind.ORGANISATION: LinkKind.ORGANISATION}
_LONGEST = 4000
_LONGEST_HANDLE = 200


def find_posts(
    document: Document, entities: Sequence[Entity], times: Sequence[Time], statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """A statement for each post that an article prints with its signature under it; none where it has one already.

    The content is what the page sets apart with the signature, else the paragraph above it: where a post begins further
    up, the text does not tell. Stance is `asserts`, `said` the day of the signature, the cue its dash.
    """
    found: list[Statement] = []
    for content, match in _signed(document, times):
        if any(start < b and a < end for one in statements for start, end in one.content for a, b in content):
            continue
        found.append(
            Statement(
                id=f"s{len(statements) + len(found) + 1}",
                kind=Kind.INDIRECT,
                source=(match.span("name"),),
                cue=(match.span("mark"),),
                content=content,
                chain=(_link(match.span("name"), match["name"], entities),),
                stance=Stance.ASSERTS,
                said=next((from_timex(t.value) for t in times if _lies_in(t.span, match.span("rest"))), None),
                confidence=0.9,
            )
        )
    return tuple(found)


def _signed(document: Document, times: Sequence[Time]) -> Iterator[tuple[Pieces, re.Match[str]]]:
    """Each post with the match of its signature."""
    text = document.text
    set_apart = {(b.start, b.end) for b in document.article.blocks if b.kind is BlockKind.QUOTE}
    before: list[Span] = []  # paragraphs since the last signature, as far as they stand together
    for paragraph in [(start, end) for start, end in document.paragraphs.tolist()]:
        match = _SIGNED.fullmatch(text, *paragraph)
        if match is None:
            last = text.rfind("(@", max(paragraph[0], paragraph[1] - _LONGEST_HANDLE), paragraph[1])
            ends = _SIGNED_INSIDE.fullmatch(text, *paragraph) if last >= 0 else None
            if ends is not None and any(_lies_in(time.span, ends.span("rest")) for time in times):
                yield (ends.span("post"),), ends
                before = []
            else:
                together = paragraph in set_apart and bool(before) and before[-1] in set_apart
                before = [*before, paragraph] if together else [paragraph]
            continue
        if before and before[-1][1] - before[0][0] <= _LONGEST:
            apart = all(piece in set_apart for piece in before) and paragraph in set_apart
            yield tuple(before if apart else before[-1:]), match
        before = []


def on_the_word_of(posts: Sequence[Statement], events: Sequence[Event]) -> tuple[Event, ...]:
    """The events, those that a post or a letter reports on its author's word and not the article's; no report twice."""
    found: list[Event] = []
    known = {(event.event, event.status, event.chain) for event in events}
    for event in events:
        post = next(
            (one for one in posts if not event.chain and any(_lies_in(event.evidence, piece) for piece in one.content)),
            None,
        )
        if post is None:
            found.append(event)
        elif (event.event, event.status, post.chain) not in known:
            found.append(replace(event, chain=post.chain, statement=post.id, said=post.said))
    return tuple(found)


def _link(span: Span, name: str, entities: Sequence[Entity]) -> Link:
    """Who signed: the name at its fullest in the article."""
    for entity in entities:
        if any(_lies_in(mention, span) for mention in entity.mentions) and entity.kind in _KINDS:
            return Link(name=entity.name, kind=_KINDS[entity.kind], entity=entity.id, span=span)
    return Link(name=name, kind=LinkKind.PERSON, span=span)


def _lies_in(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
