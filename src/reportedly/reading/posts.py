"""Posts that an article prints whole, signed at their end: "— Ruth Hallam (@ruthhallam) March 2, 2026"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from reportedly.article import Span
from reportedly.edtf import from_timex
from reportedly.reading.document import Document
from reportedly.record import Entity, Event, Link, Statement, Time
from reportedly.vocabulary import EntityKind, Kind, LinkKind, Stance

__all__ = ["find_posts", "on_the_word_of"]

# A signature is a paragraph of its own: a dash, a name, a handle, perhaps a day.
_SIGNED = re.compile(
    r"(?P<mark>[—–-]{1,2})\s*(?P<name>[^\W\d_][^()@\n]{0,80}?)\s*\((?P<handle>@\w{1,40})\)[\s,·|]*(?P<rest>[^()\n]{0,40})"
)
_KINDS = {EntityKind.PERSON: LinkKind.PERSON, EntityKind.ORGANISATION: LinkKind.ORGANISATION}
_LONGEST = 4000


def find_posts(
    document: Document, entities: Sequence[Entity], times: Sequence[Time], statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """A statement for each post that an article prints with its signature under it; none where it has one already.

    The content is the paragraph above the signature: where a post begins further up, the text does not tell. Stance is
    `asserts`, `said` the day of the signature, the cue its dash.
    """
    found: list[Statement] = []
    paragraphs: list[Span] = [(start, end) for start, end in document.paragraphs.tolist()]
    for above, signature in pairwise(paragraphs):
        match = _SIGNED.fullmatch(document.text, *signature)
        if match is None or above[1] - above[0] > _LONGEST or _SIGNED.fullmatch(document.text, *above):
            continue
        if any(start < above[1] and above[0] < end for one in statements for start, end in one.content):
            continue
        found.append(
            Statement(
                id=f"s{len(statements) + len(found) + 1}",
                kind=Kind.INDIRECT,
                source=(match.span("name"),),
                cue=(match.span("mark"),),
                content=(above,),
                chain=(_link(match.span("name"), match["name"], entities),),
                stance=Stance.ASSERTS,
                said=next((from_timex(t.value) for t in times if _lies_in(t.span, match.span("rest"))), None),
                confidence=0.9,
            )
        )
    return tuple(found)


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
