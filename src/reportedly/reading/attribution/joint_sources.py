"""Joint sources: people who are named one after the other and said something together, as one link."""

from __future__ import annotations

from itertools import pairwise

from reportedly.article import Span
from reportedly.reading.document import Document
from reportedly.reading.entities.coreference import Cast
from reportedly.record import Link
from reportedly.vocabulary import EntityKind, LinkKind

__all__ = ["named_together"]

# What stands right before a name that is another's affair: "a friend of [Ana Ruiz]", "met [Ana Ruiz]", "Tass's [Orr]".
_NOT_BEFORE = frozenset({"ADP", "VERB", "AUX", "PART", "SCONJ"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})


def named_together(document: Document, who: Cast, tokens: range, span: Span) -> Link | None:
    """The link of two or more people joined by "and", with their posts or without; None where a source is no such.

    "The mayor, Ana Ruiz, and the governor, Peter Orr" are Ana Ruiz and Peter Orr.
    """
    people: list[tuple[int, range]] = []
    for token in tokens:
        number = who.at[token]
        mention = who.mentions[token]
        if number < 0 or mention is None or mention[0] != token or who.entities[number].kind is not EntityKind.PERSON:
            continue
        people.append((number, range(token, min(mention[1], tokens.stop))))
    if len({number for number, _ in people}) < 2 or len({number for number, _ in people}) < len(people):
        return None
    if not all(_stands_free(document, tokens, mention) for _, mention in people):
        return None
    gaps = [range(a.stop, b.start) for (_, a), (_, b) in pairwise(people)]
    if not _has_and(document, gaps[-1]) or not all(_joins(document, gap) for gap in gaps):
        return None
    before, behind = range(tokens.start, people[0][1].start), range(people[-1][1].stop, tokens.stop)
    if (
        (_has_and(document, before) and not _is_what_they_are(document, before))
        or _has_and(document, behind)
        or any(document.pos[t] in {"VERB", "AUX"} for gap in gaps for t in gap)
    ):
        return None  # "Ana Ruiz, Peter Orr and other members"
    names = [who.entities[number].name for number, _ in people]
    return Link(name=", ".join(names[:-1]) + " and " + names[-1], kind=LinkKind.GROUP, span=span)


def _is_what_they_are(document: Document, before: range) -> bool:
    """Whether what stands before the first name describes all: "The heads of port and town, Ana Ruiz and Peter Orr"."""
    return document.words[before[0]].casefold() == "the" and document.words[before[-1]] == ","


def _stands_free(document: Document, tokens: range, mention: range) -> bool:
    """Whether a person is named for themselves, not as whose friend, lawyer or town somebody is."""
    before, after = mention.start - 1, mention.stop
    if after < len(document) and document.words[after] in _POSSESSIVE:
        return False
    # "Per" of "Per Aune" is a preposition to the parse.
    return before < tokens.start or document.words[before][0].isupper() or document.pos[before] not in _NOT_BEFORE


def _has_and(document: Document, tokens: range) -> bool:
    return any(document.words[t].casefold() == "and" for t in tokens)


def _joins(document: Document, gap: range) -> bool:
    """Whether what stands between two names joins them: "and", or a comma, with a post before the second or not."""
    last = next((t for t in reversed(gap) if document.words[t].casefold() in {"and", ",", ";"}), None)
    # "Ana Ruiz, wife of governor Peter Orr": the second is named for somebody else.
    return last is not None and not any(
        document.pos[t] in _NOT_BEFORE and document.words[t][0].islower() for t in range(last + 1, gap.stop)
    )
